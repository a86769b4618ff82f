"""What a merchant may write about delivery: services, their fees, and how goods reach the customer.

Only the shape of each rule is checked here; whether the rules fit each other, the stores, the
calendars and the products is checked where they come together, in the rulebook.

Source: house rule; cut-off, handling and transit time are the words of schema.org's
ShippingDeliveryTime.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import ClassVar, Final

import attrs

from comptoir.delivery.kinds import Fee
from comptoir.facts.products import identifiers
from comptoir.values.collections import counted, texts, tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.money import Amount, checked_not_negative, to_amount
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.times_of_day import DAY_MINUTES, TimeOfDay, by_weekday
from comptoir.values.windows import ALWAYS, Window
from comptoir.values.zones import checked_zone_name

DAYS_MAX: Final = 365
"""Days of handling, of transit, or for which goods are held in a store."""
PREPARATION_MAX: Final = 7 * 24 * 60
"""Minutes of opening time."""


def _checked_whole(number: int, where: str, least: int, most: int) -> int:
    if type(number) is not int:
        raise WrongType.at(where, shown(number), "pass a whole number as int", code="not_an_int")
    if not least <= number <= most:
        raise WrongValue.at(where, shown(number), f"pass {least} to {most}", code="number_out_of_range")
    return number


class Basis(Enum):
    """Which worth of the goods a threshold looks at; the tax is included."""

    REGULAR = "regular"
    """Before promotions."""
    PAID = "paid"
    """After them."""


@attrs.frozen
class FreeFrom:
    """No fee when the goods are worth ``at_least`` so much, that amount included."""

    at_least: Amount = attrs.field(converter=to_amount)
    basis: Basis = Basis.PAID

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.at_least, "at_least")
        checked_type(Basis, self.basis, "basis", "pass Basis.PAID or Basis.REGULAR")


@attrs.frozen
class Transit:
    """How many of the carrier's working days a parcel is on its way: at ``least``, and at ``most``."""

    least: int
    most: int

    def __attrs_post_init__(self) -> None:
        _checked_whole(self.least, "least", 0, DAYS_MAX)
        _checked_whole(self.most, "most", self.least, DAYS_MAX)


def _cut_off(cut_off: Mapping[str, TimeOfDay]) -> Mapping[str, TimeOfDay]:
    return by_weekday(cut_off, "cut_off")


def _zones(zones: Iterable[str]) -> tuple[str, ...]:
    return identifiers(zones, "zones")


def _stores(stores: Iterable[str]) -> tuple[str, ...]:
    return identifiers(stores, "stores")


@attrs.frozen(kw_only=True)
class Shipped:
    """Sent to a place in one of ``zones`` by a carrier.

    The shipping place has the time zone ``zone`` and is closed on the holidays of its ``calendar``,
    whose weekend is not looked at: what is ordered before the ``cut_off`` of a day of the week is
    dispatched that day, and on a day of the week without one nothing is. Then follow ``handling``
    dispatch days, and the ``transit`` in working days of the calendar ``carrier``.
    """

    kind: ClassVar[str] = "shipped"

    zones: tuple[str, ...] = attrs.field(converter=_zones)
    zone: str
    calendar: str
    cut_off: Mapping[str, TimeOfDay] = attrs.field(converter=_cut_off)
    handling: int = 0
    carrier: str
    transit: Transit

    def __attrs_post_init__(self) -> None:
        _check_some(self.zones, "zones")
        checked_zone_name(self.zone, "zone")
        checked_identifier(self.calendar, "calendar")
        for day, time in self.cut_off.items():
            checked_type(TimeOfDay, time, f"cut_off.{day}", 'pass TimeOfDay.from_text("14:00")')
        if not self.cut_off:
            cure = 'write the cut-off of a day, such as { monday = "14:00" }'
            raise WrongValue.at("cut_off", "found no cut-off", cure, code="never_dispatched")
        _checked_whole(self.handling, "handling", 0, DAYS_MAX)
        checked_identifier(self.carrier, "carrier")
        checked_type(Transit, self.transit, "transit", "pass Transit(1, 2)")


@attrs.frozen(kw_only=True)
class Collected:
    """Made ready in one of ``stores`` in ``preparation`` minutes of its opening time.

    Preparation starts at opening or at the next of the day's steps of ``slot`` minutes, whichever
    comes first. Goods are kept for ``held_days`` opening days after the day on which they are ready.
    """

    kind: ClassVar[str] = "collected"

    stores: tuple[str, ...] = attrs.field(converter=_stores)
    preparation: int
    slot: int = 30
    held_days: int

    def __attrs_post_init__(self) -> None:
        _check_some(self.stores, "stores")
        _checked_whole(self.preparation, "preparation", 0, PREPARATION_MAX)
        if DAY_MINUTES % _checked_whole(self.slot, "slot", 1, DAY_MINUTES):
            cure = "use minutes that divide the day, such as 15, 30 or 60"
            raise WrongValue.at("slot", shown(self.slot), cure, code="slot_does_not_divide")
        _checked_whole(self.held_days, "held_days", 1, DAYS_MAX)


Way = Shipped | Collected
"""How goods reach the customer."""


@attrs.frozen(kw_only=True)
class Service:
    """A way of delivery on offer: in force for ``valid``, when every product is selected by ``on``.

    ``standard`` says that it may be the least expensive standard delivery, whose fee a withdrawal
    gives back. ``tax`` is the category whose rate applies to the fee.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    fee: Fee
    free_from: FreeFrom | None = None
    tax: str
    standard: bool = True
    way: Way

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        checked_type(Fee, self.fee, "fee", 'pass a fee, such as FlatFee("4.90 EUR")')
        checked_identifier(self.tax, "tax")
        checked_type(bool, self.standard, "standard", "pass True or False")
        if not isinstance(self.way, Way):
            cure = "pass Shipped(…) or Collected(…)"
            raise WrongType.at("way", shown(self.way), cure, code="wrong_type")
        if self.free_from is not None:
            threshold = checked_type(FreeFrom, self.free_from, "free_from", 'pass FreeFrom("60.00 EUR")')
            if threshold.at_least.currency != self.fee.currency:
                found = f"found {threshold.at_least.to_text()}"
                cure = f"write it in {self.fee.currency}, as the fee"
                raise WrongValue.at("free_from.at_least", found, cure, code="other_currency")
            checked_identifier(self.threshold_rule, "id")

    @property
    def stores(self) -> tuple[str, ...]:
        """The stores in which its goods are collected; none if they are shipped."""
        return self.way.stores if isinstance(self.way, Collected) else ()

    @property
    def threshold_rule(self) -> str:
        """The name under which an outcome cites ``free_from``."""
        return f"{self.id}/free_from"


def _services(services: Iterable[Service]) -> tuple[Service, ...]:
    return tuple_of(Service, services, "services")


@attrs.frozen(kw_only=True)
class DeliveryRules:
    """All that is written about delivery."""

    services: tuple[Service, ...] = attrs.field(default=(), converter=_services, repr=counted("services"))


def _check_some(items: tuple[object, ...], where: str) -> None:
    if not items:
        raise WrongValue.at(where, "found an empty list", "name at least one", code="reaches_nobody")
