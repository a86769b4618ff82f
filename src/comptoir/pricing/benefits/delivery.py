"""Delivery for less: ``{ delivery = { services = ["colissimo"], percent = "100" } }``.

Granted with the goods and applied where delivery is charged, if it leaves less than any other rule.
An amount is taken once, however many deliveries there are.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import attrs

from comptoir.facts.products import identifiers
from comptoir.pricing.kinds import BesideBenefit
from comptoir.pricing.ways import checked_one_way, maybe_percent
from comptoir.values.grants import ReducedDelivery
from comptoir.values.money import Amount, maybe_amount
from comptoir.values.percentages import Percent


def _services(services: Iterable[str]) -> tuple[str, ...]:
    return identifiers(services, "services")


@attrs.frozen(kw_only=True)
class DeliveryOff(BesideBenefit):
    """The fee of the ``services``, of all if none is named: ``percent`` or ``amount`` less, or ``price``.

    A fee is never less than nothing. An amount or a price is that of all deliveries of one way together:
    what it leaves of their fees is shared in proportion to these.

    >>> DeliveryOff(percent="100").services
    ()
    """

    kind: ClassVar[str] = "delivery"
    services: tuple[str, ...] = attrs.field(default=(), converter=_services)
    percent: Percent | None = attrs.field(default=None, converter=maybe_percent)
    amount: Amount | None = attrs.field(default=None, converter=maybe_amount)
    price: Amount | None = attrs.field(default=None, converter=maybe_amount)

    def __attrs_post_init__(self) -> None:
        checked_one_way(self, ("percent", "amount", "price"))

    @property
    def currency(self) -> str | None:
        """The currency of its amount or price, if it has one."""
        written = self.price if self.amount is None else self.amount
        return None if written is None else written.currency

    def granted(self, rule: str, numbers: Sequence[int]) -> ReducedDelivery:
        """The reduction, for whatever is delivered."""
        del numbers
        return ReducedDelivery(
            rule=rule,
            services=self.services,
            percent=self.percent,
            amount=None if self.amount is None else self.amount.minor,
            price=None if self.price is None else self.price.minor,
        )
