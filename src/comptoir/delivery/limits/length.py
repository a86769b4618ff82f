"""How long the longest piece may be: ``{ length = { at_most = "1.2 m" } }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.bounds import SideLimit
from comptoir.delivery.kinds import Measure


@attrs.frozen(kw_only=True)
class LengthLimit(SideLimit):
    """No side of any piece is longer than ``at_most``.

    >>> LengthLimit(at_most="1.2 m").bounds.at_most
    1200
    """

    kind: ClassVar[str] = "length"
    measure: ClassVar[Measure] = Measure.LENGTH
