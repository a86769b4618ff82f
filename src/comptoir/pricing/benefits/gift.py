"""A gift, at the customer's choice among the selected goods in the basket: ``{ gift = 1 }``.

The promotion's conditions do not count the products among which the gift is chosen: nobody reaches a
threshold with what is given.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.pricing.kinds import SET_MAX, SetBenefit, SetUnit, Slot
from comptoir.values.policies import Minting
from comptoir.values.quantities import checked_count


@attrs.frozen
class Gift(SetBenefit):
    """``count`` of the selected units are free, the dearest.

    >>> Gift().times
    1
    """

    kind: ClassVar[str] = "gift"
    main: ClassVar[str] = "count"
    count: int = 1

    def __attrs_post_init__(self) -> None:
        checked_count(self.count, "count", 1, SET_MAX)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """One unit."""
        return (Slot(),)

    @property
    def times(self) -> int:
        """Once for each unit that is given."""
        return self.count

    def cut(self, slot: int, position: int, unit: SetUnit, minting: Minting) -> int:
        """All of it."""
        del slot, position, minting
        return unit.amount
