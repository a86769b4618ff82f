"""How large any piece may be around: ``{ girth = { at_most = "3 m" } }``.

Source: house rule; girth as the parcel carriers count it, with the longest side.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.bounds import SideLimit
from comptoir.delivery.kinds import Measure


@attrs.frozen(kw_only=True)
class GirthLimit(SideLimit):
    """Of every piece, the longest side and twice the sum of the others come to ``at_most``.

    >>> GirthLimit(at_most="3 m").bounds.at_most
    3000
    """

    kind: ClassVar[str] = "girth"
    measure: ClassVar[Measure] = Measure.GIRTH
