"""What a retailer knows of its stock and of its delivery slots: facts of the basket.

What is where is looked up where stock is kept, before anybody is asked for a promise. A product of which
nothing is said is there everywhere; one of which something is said is only where that says.

Source: house rule.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from comptoir.values.days import checked_day
from comptoir.values.errors import WrongType, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant, to_instant
from comptoir.values.quantities import QUANTITY_MAX, Measured, checked_count
from comptoir.values.times_of_day import Hours

STOCK_MAX: Final = 2_000
"""Entries of stock that a basket carries."""
SLOTS_MAX: Final = 2_000
"""Delivery slots of which a basket says what is left."""


def _from(moment: Instant | datetime | None) -> Instant | None:
    return None if moment is None else to_instant(moment)


@attrs.frozen(kw_only=True)
class Stock:
    """So much of a product at a ``source`` (a warehouse or a store), to be had ``from_`` an instant on.

    ``quantity`` is whole pieces (0 for none) or measured; without ``from_`` it is there now. Several
    entries of one product at one source add up.
    """

    source: str
    sku: str
    quantity: int | Measured
    from_: Instant | None = attrs.field(default=None, converter=_from)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.source, "source")
        checked_identifier(self.sku, "sku")
        if self.from_ is not None:
            checked_instant(self.from_, "from")
        if isinstance(self.quantity, Measured):
            return
        if type(self.quantity) is not int:
            cure = 'pass whole pieces as int, or Measured("12.5", "kg")'
            raise WrongType.at("quantity", shown(self.quantity), cure, code="not_a_quantity")
        checked_count(self.quantity, "quantity", 0, QUANTITY_MAX)


@attrs.frozen(order=True)
class Slot:
    """A window of a day in which goods are handed over, on the clock of the destination."""

    day: date
    hours: Hours

    def __attrs_post_init__(self) -> None:
        checked_day(self.day, "day")
        checked_type(Hours, self.hours, "hours", 'pass Hours.from_text("08:00-12:00")')


@attrs.frozen(kw_only=True)
class SlotLeft:
    """How many deliveries a service still takes in a slot; a slot of which nothing is said is free."""

    service: str
    slot: Slot
    left: int

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.service, "service")
        checked_type(Slot, self.slot, "slot", "pass a Slot")
        checked_count(self.left, "left", 0, QUANTITY_MAX)
