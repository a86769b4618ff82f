"""It is not what the seller had described.

Source: Directive (EU) 2019/771, article 6: goods are of the description that the contract requires.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from comptoir.returns.kinds import Cause, Reason
from comptoir.values.collections import texts


@attrs.frozen
class NotAsDescribed(Reason):
    """It is another thing, or another quality, than was described."""

    kind: ClassVar[str] = "not_as_described"
    names: ClassVar[Mapping[str, str]] = texts(
        {"fr": "Non conforme à la description", "en": "Not as described"}
    )
    cause: ClassVar[Cause] = Cause.SELLER
