"""Units that belong together for less: ``{ set = { slots = [ … ], total = "25.00 EUR" } }``.

A menu, a look, any three for a price. The set never costs less than nothing, and never more than its
units by themselves: a fixed total above them, like an amount beyond them, has nothing to give.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar, Final

import attrs

from comptoir.pricing.kinds import SET_MAX, SetBenefit, SetUnit, Slot
from comptoir.pricing.ways import checked_one_way, maybe_percent
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue
from comptoir.values.money import Amount, maybe_amount
from comptoir.values.percentages import Percent
from comptoir.values.policies import Minting
from comptoir.values.quantities import checked_count

_WAYS: Final = ("total", "percent", "amount", "cheapest_free")


def _slots(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    found = tuple_of(Slot, slots, "slots")
    if not found:
        raise WrongValue.at("slots", "found an empty list", "name at least one slot", code="takes_nothing")
    return found


@attrs.frozen(kw_only=True)
class SetOffer(SetBenefit):
    """Every slot filled costs ``total``, or ``percent`` or ``amount`` less, or its cheapest units are free.

    >>> SetOffer(slots=[Slot(least=3)], total="25.00 EUR").constant
    -2500
    """

    kind: ClassVar[str] = "set"
    slots: tuple[Slot, ...] = attrs.field(converter=_slots)
    total: Amount | None = attrs.field(default=None, converter=maybe_amount)
    percent: Percent | None = attrs.field(default=None, converter=maybe_percent)
    amount: Amount | None = attrs.field(default=None, converter=maybe_amount)
    cheapest_free: int | None = None

    def __attrs_post_init__(self) -> None:
        if all(getattr(self, way) is None for way in _WAYS):
            cure = f"give exactly one of {', '.join(_WAYS)}"
            raise WrongValue.at("", "found a set that costs no less", cure, code="not_one_way")
        checked_one_way(self, _WAYS)
        if sum(slot.limit for slot in self.slots) > SET_MAX:
            found = f"found slots for {sum(slot.limit for slot in self.slots)} units"
            raise WrongValue.at("slots", found, f"take at most {SET_MAX}", code="set_too_large")
        if self.cheapest_free is not None:
            if any(slot.limit != slot.least for slot in self.slots):
                cure = "leave most out: which unit is the cheapest must not depend on how many there are"
                raise WrongValue.at("cheapest_free", "found it beside most", cure, code="variable_slots")
            if self._size < 2:
                cure = "take two units or more: the cheapest is free, and another is paid"
                raise WrongValue.at("slots", "found slots for one unit", cure, code="count_out_of_range")
            checked_count(self.cheapest_free, "cheapest_free", 1, self._size - 1)

    @cached_property
    def _size(self) -> int:
        return sum(slot.least for slot in self.slots)

    @property
    def currency(self) -> str | None:
        """The currency of its total or amount, if it has one."""
        written = self.total if self.amount is None else self.amount
        return None if written is None else written.currency

    @property
    def constant(self) -> int:
        """The amount off, or less than zero what is left to pay."""
        if self.total is not None:
            return -self.total.minor
        return 0 if self.amount is None else self.amount.minor

    @property
    def by_position(self) -> bool:
        """Where the cheapest are free."""
        return self.cheapest_free is not None

    @property
    def in_turn(self) -> bool:
        """Unless the cheapest of several slots are free: which slot they are from makes a difference."""
        return not self.by_position or len(self.slots) == 1

    def cut(self, slot: int, position: int, unit: SetUnit, minting: Minting) -> int:
        """All of a unit that is free or stands under a fixed total, or its percentage, rounded for each."""
        del slot
        if self.percent is not None:
            return min(unit.amount, self.percent.of_amount(unit.base(minting.percent_of), minting.rounding))
        if self.cheapest_free is not None:
            return unit.amount if position > self._size - self.cheapest_free else 0
        return 0 if self.total is None else unit.amount
