"""Take so many, pay fewer, the cheapest are free: ``{ n_for_m = { take = 3, pay = 2 } }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.pricing.kinds import SET_MAX, SetBenefit, SetUnit, Slot
from comptoir.values.policies import Minting
from comptoir.values.quantities import checked_count


@attrs.frozen(kw_only=True)
class NForM(SetBenefit):
    """Of each ``take`` units, the ``pay`` dearest are paid and the others are free.

    >>> NForM(take=3, pay=2).slots[0].least
    3
    """

    kind: ClassVar[str] = "n_for_m"
    take: int
    pay: int

    def __attrs_post_init__(self) -> None:
        checked_count(self.take, "take", 2, SET_MAX)
        checked_count(self.pay, "pay", 1, self.take - 1, because=", less than take")

    @property
    def slots(self) -> tuple[Slot, ...]:
        """One, for all units."""
        return (Slot(least=self.take),)

    @property
    def by_position(self) -> bool:
        """The cheapest are free."""
        return True

    @property
    def in_turn(self) -> bool:
        """With the dearest together, the dearest are free."""
        return True

    def cut(self, slot: int, position: int, unit: SetUnit, minting: Minting) -> int:
        """All of it behind the units that are paid."""
        del slot, minting
        return unit.amount if position > self.pay else 0
