"""Buy these, get those for less: ``{ buy_get = { buy = { on = …, least = 2 }, get = { on = … } } }``.

What is got is free unless it says otherwise. It never costs less than nothing: an amount beyond a unit's
price is cut off.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar, Final

import attrs

from comptoir.pricing.kinds import SET_MAX, SetBenefit, SetUnit, Slot
from comptoir.pricing.ways import checked_one_way, maybe_percent
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.money import Amount, maybe_amount
from comptoir.values.percentages import Percent
from comptoir.values.policies import Minting

_GET: Final = 1


@attrs.frozen(kw_only=True)
class BuyGet(SetBenefit):
    """For what is bought, the units of ``get`` are free, or ``percent`` or ``amount`` less, or at ``price``.

    With ``lesser``, what is got costs no more than the cheapest unit that is bought.

    >>> BuyGet(buy=Slot(least=2), get=Slot()).slots[1].least
    1
    """

    kind: ClassVar[str] = "buy_get"
    buy: Slot
    get: Slot
    percent: Percent | None = attrs.field(default=None, converter=maybe_percent)
    amount: Amount | None = attrs.field(default=None, converter=maybe_amount)
    price: Amount | None = attrs.field(default=None, converter=maybe_amount)
    lesser: bool = False

    def __attrs_post_init__(self) -> None:
        for where, slot in (("buy", self.buy), ("get", self.get)):
            checked_type(Slot, slot, where, "pass Slot(on=Category(…), least=2)")
            if slot.most is not None:
                cure = "leave most out: a set takes a fixed number"
                raise WrongValue.at(f"{where}.most", f"found {slot.most}", cure, code="variable_slots")
        if self.buy.least + self.get.least > SET_MAX:
            found = f"found {self.buy.least + self.get.least} units"
            raise WrongValue.at("buy", found, f"take at most {SET_MAX}", code="set_too_large")
        if any(way is not None for way in (self.percent, self.amount, self.price)):
            checked_one_way(self, ("percent", "amount", "price"))
        checked_type(bool, self.lesser, "lesser", "pass True or False")

    @property
    def slots(self) -> tuple[Slot, ...]:
        """What is bought, then what is got."""
        return self.buy, self.get

    @property
    def currency(self) -> str | None:
        """The currency of its amount or price, if it has one."""
        written = self.price if self.amount is None else self.amount
        return None if written is None else written.currency

    @property
    def by_slot(self) -> bool:
        """Only what is got is cut."""
        return True

    @property
    def in_turn(self) -> bool:
        """Unless what is got must be cheaper, and is not chosen among the same goods."""
        return not self.lesser or self.buy.on == self.get.on

    @property
    def in_order(self) -> bool:
        """Whether what is got costs no more than what is bought."""
        return self.lesser

    def cut(self, slot: int, position: int, unit: SetUnit, minting: Minting) -> int:
        """What a unit that is got costs less."""
        del position
        if slot != _GET:
            return 0
        if self.percent is not None:
            return min(unit.amount, self.percent.of_amount(unit.base(minting.percent_of), minting.rounding))
        if self.amount is not None:
            return min(unit.amount, self.amount.minor)
        return unit.amount if self.price is None else max(0, unit.amount - self.price.minor)
