"""What a merchant may write about delivery: services, what they take, cost and promise, and the law.

Only the shape of each rule is checked here; whether the rules fit each other, the stores, the
calendars and the products is checked where they come together, in the rulebook.

Source: house rule; cut-off, handling and transit time are the words of schema.org's
ShippingDeliveryTime.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from typing import ClassVar, Final

import attrs

from comptoir.delivery.kinds import Basis, Fee, Limit
from comptoir.delivery.law import DeliveryLaw
from comptoir.facts.products import identifiers
from comptoir.values.collections import counted, texts, tuple_of
from comptoir.values.days import WEEKDAY_NAMES, checked_day
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.money import Amount, checked_not_negative, to_amount
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.times_of_day import DAY_MINUTES, Hours, TimeOfDay, by_weekday
from comptoir.values.windows import ALWAYS, Window

DAYS_MAX: Final = 365
"""Days of handling, of transit, of lead time, or for which goods are held."""
PREPARATION_MAX: Final = 7 * 24 * 60
"""Minutes of opening time."""
DISPATCH_MAX: Final = 10
"""Sources from which one service dispatches."""
SLOT_DAYS_MAX: Final = 60
"""Days for which slots are shown."""
SLOT_RULES_MAX: Final = 50
"""Rules of slots of one service."""


def _checked_whole(number: int, where: str, least: int, most: int) -> int:
    if type(number) is not int:
        raise WrongType.at(where, shown(number), "pass a whole number as int", code="not_an_int")
    if not least <= number <= most:
        raise WrongValue.at(where, shown(number), f"pass {least} to {most}", code="number_out_of_range")
    return number


def _check_some(items: tuple[object, ...], where: str) -> None:
    if not items:
        raise WrongValue.at(where, "found an empty list", "name at least one", code="reaches_nobody")


def _ids(names: Iterable[str], where: str) -> tuple[str, ...]:
    return identifiers(names, where)


def _zones(zones: Iterable[str]) -> tuple[str, ...]:
    return _ids(zones, "zones")


def _stores(stores: Iterable[str]) -> tuple[str, ...]:
    return _ids(stores, "stores")


def _segments(segments: Iterable[str]) -> tuple[str, ...]:
    return _ids(segments, "segments")


def _tiers(tiers: Iterable[str]) -> tuple[str, ...]:
    return _ids(tiers, "tiers")


def _cut_off(cut_off: Mapping[str, TimeOfDay]) -> Mapping[str, TimeOfDay]:
    return by_weekday(cut_off, "cut_off")


def _weekdays(names: Iterable[str], where: str) -> tuple[str, ...]:
    """Days of the week by name, in the order of the week, each once."""
    listed = tuple_of(str, names, where)
    for index, name in enumerate(listed):
        if name not in WEEKDAY_NAMES:
            cure = f"use {', '.join(WEEKDAY_NAMES)}"
            raise WrongValue.at(f"{where}[{index}]", shown(name), cure, code="not_weekdays")
    return tuple(name for name in WEEKDAY_NAMES if name in listed)


def _on(names: Iterable[str]) -> tuple[str, ...]:
    return _weekdays(names, "on")


def _delivers_on(names: Iterable[str]) -> tuple[str, ...]:
    return _weekdays(names, "delivers_on")


@attrs.frozen
class FreeFrom:
    """No fee when the goods are worth ``at_least`` so much, that amount included."""

    at_least: Amount = attrs.field(converter=to_amount)
    basis: Basis = Basis.PAID

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.at_least, "at_least")
        checked_type(Basis, self.basis, "basis", "pass Basis.PAID, REGULAR, PAID_NET or REGULAR_NET")


@attrs.frozen(kw_only=True)
class Surcharge:
    """What a service costs more for the goods ``on``, in the ``zones``; without zones, wherever they go.

    ``fee`` is asked of those goods alone. What makes the service free does not touch it, unless it is
    ``waived`` then.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    on: Selection = EVERYTHING
    zones: tuple[str, ...] = attrs.field(default=(), converter=_zones)
    fee: Fee
    waived: bool = False

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_selection(self.on, "on")
        checked_type(Fee, self.fee, "fee", 'pass a fee, such as FlatFee("4.90 EUR")')
        checked_type(bool, self.waived, "waived", "pass True or False")


@attrs.frozen(kw_only=True)
class BuyerGroups:
    """Buyers who are of one of the ``segments``, or of one of the ``tiers``, or any ``members``."""

    segments: tuple[str, ...] = attrs.field(default=(), converter=_segments)
    tiers: tuple[str, ...] = attrs.field(default=(), converter=_tiers)
    members: bool = False

    def __attrs_post_init__(self) -> None:
        checked_type(bool, self.members, "members", "pass True or False")
        if not (self.segments or self.tiers or self.members):
            cure = "name segments or tiers, or say members = true"
            raise WrongValue.at("segments", "found nobody", cure, code="reaches_nobody")


@attrs.frozen
class Transit:
    """How many of the carrier's working days a parcel is on its way: at ``least``, and at ``most``."""

    least: int
    most: int

    def __attrs_post_init__(self) -> None:
        _checked_whole(self.least, "least", 0, DAYS_MAX)
        _checked_whole(self.most, "most", self.least, DAYS_MAX)


class CutOffMinute(Enum):
    """Whether what is ordered in the very minute of the cut-off is in time."""

    LATE = "late"
    """Late: at a cut-off of 14:00, 13:59:59 is in time and 14:00:00 is not."""
    IN_TIME = "in_time"
    """In time: at a cut-off of 14:00, 14:00:59 is in time and 14:01:00 is not."""


def _check_cut_off(cut_off: Mapping[str, TimeOfDay]) -> None:
    for day, time in cut_off.items():
        checked_type(TimeOfDay, time, f"cut_off.{day}", 'pass TimeOfDay.from_text("14:00")')


@attrs.frozen(kw_only=True, cache_hash=True)  # promises are remembered by it
class Dispatch:
    """How goods leave one ``source``, a warehouse or a store of the rulebook's places, on its clock.

    What is ordered before the ``cut_off`` of a day of the week leaves that day, and on a day of the week
    without one, or a holiday of the source's calendar, nothing does. Then follow ``handling`` further such
    days. ``zones`` are those that this source sends to, of the service's; without, all of them. ``transit``
    is from here, if it is not that of the service.
    """

    source: str
    zones: tuple[str, ...] = attrs.field(default=(), converter=_zones)
    cut_off: Mapping[str, TimeOfDay] = attrs.field(converter=_cut_off)
    cut_off_minute: CutOffMinute = CutOffMinute.LATE
    handling: int = 0
    transit: Transit | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.source, "source")
        _check_cut_off(self.cut_off)
        if not self.cut_off:
            cure = 'write the cut-off of a day, such as { monday = "14:00" }'
            raise WrongValue.at("cut_off", "found no cut-off", cure, code="never_dispatched")
        checked_type(CutOffMinute, self.cut_off_minute, "cut_off_minute", "pass CutOffMinute.LATE or IN_TIME")
        _checked_whole(self.handling, "handling", 0, DAYS_MAX)
        if self.transit is not None:
            checked_type(Transit, self.transit, "transit", "pass Transit(1, 2)")


@attrs.frozen(kw_only=True)
class Season:
    """Days ``[from, until)`` in which a service is slower, or closes earlier.

    The ``cut_off`` of a day of the week in it, where one is named, is the one to keep, whatever the source;
    what is dispatched on a day in it takes ``handling`` more dispatch days, and what leaves on one,
    ``transit`` more of the carrier's days. Days are those of the source's calendar.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    from_: date
    until: date
    cut_off: Mapping[str, TimeOfDay] = attrs.field(factory=dict, converter=_cut_off)
    handling: int = 0
    transit: int = 0

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        if checked_day(self.from_, "from") >= checked_day(self.until, "until"):
            found = f"found {self.until.isoformat()}, which is not after {self.from_.isoformat()}"
            cure = "let the season end after it starts (until is the first day outside)"
            raise WrongValue.at("until", found, cure, code="empty_season")
        _check_cut_off(self.cut_off)
        _checked_whole(self.handling, "handling", 0, DAYS_MAX)
        _checked_whole(self.transit, "transit", 0, DAYS_MAX)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.from_ <= day < self.until


@attrs.frozen(kw_only=True)
class SlotRule:
    """The ``hours`` in which goods are brought by appointment, ``on`` these days of the week."""

    on: tuple[str, ...] = attrs.field(converter=_on)
    hours: Hours

    def __attrs_post_init__(self) -> None:
        _check_some(self.on, "on")
        checked_type(Hours, self.hours, "hours", 'pass Hours.from_text("08:00-12:00")')


class To(Enum):
    """Where goods that are shipped are handed over."""

    DOOR = "door"
    POINT = "point"
    """At a pickup point of the carrier."""
    LOCKER = "locker"


def _dispatch(dispatch: Iterable[Dispatch]) -> tuple[Dispatch, ...]:
    return tuple_of(Dispatch, dispatch, "dispatch")


def _slot_rules(slots: Iterable[SlotRule]) -> tuple[SlotRule, ...]:
    return tuple_of(SlotRule, slots, "slots")


def _seasons(seasons: Iterable[Season]) -> tuple[Season, ...]:
    return tuple_of(Season, seasons, "seasons")


@attrs.frozen(kw_only=True, cache_hash=True)  # promises are remembered by it
class Shipped:
    """Sent to a place in one of ``zones``, from one of the sources of ``dispatch``, by a carrier.

    The ``transit`` counts working days of the calendar ``carrier``. Goods arrive on such a day, of the week
    days ``delivers_on`` if some are named. By appointment, the customer chooses among the ``slots`` of the
    ``slot_days`` days from the first day of arrival on. At a point or a locker, goods are kept until the end
    of the ``held_days``-th such day after they arrived.
    """

    kind: ClassVar[str] = "shipped"

    zones: tuple[str, ...] = attrs.field(converter=_zones)
    dispatch: tuple[Dispatch, ...] = attrs.field(converter=_dispatch)
    carrier: str
    transit: Transit
    to: To = To.DOOR
    held_days: int | None = None
    delivers_on: tuple[str, ...] = attrs.field(default=(), converter=_delivers_on)
    slots: tuple[SlotRule, ...] = attrs.field(default=(), converter=_slot_rules)
    slot_days: int = 14
    seasons: tuple[Season, ...] = attrs.field(default=(), converter=_seasons)

    def __attrs_post_init__(self) -> None:
        _check_some(self.zones, "zones")
        _check_some(self.dispatch, "dispatch")
        if len(self.dispatch) > DISPATCH_MAX:
            found = f"found {len(self.dispatch)} sources"
            cure = f"name at most {DISPATCH_MAX}, or make it several services"
            raise WrongValue.at("dispatch", found, cure, code="too_many_sources")
        _check_once([each.source for each in self.dispatch], "dispatch", code="duplicate_source")
        checked_identifier(self.carrier, "carrier")
        checked_type(Transit, self.transit, "transit", "pass Transit(1, 2)")
        checked_type(To, self.to, "to", "pass To.DOOR, POINT or LOCKER")
        if self.held_days is not None:
            _checked_whole(self.held_days, "held_days", 1, DAYS_MAX)
        if (self.held_days is None) is not (self.to is To.DOOR):
            found = f"found {self.held_days or 'no days'} at a {self.to.value}"
            cure = "say for how many days a point or a locker keeps goods, and leave it out for a door"
            raise WrongValue.at("held_days", found, cure, code="held_at_a_door")
        if len(self.slots) > SLOT_RULES_MAX:
            found = f"found {len(self.slots)} rules of slots"
            cure = f"write at most {SLOT_RULES_MAX}, or make it several services"
            raise WrongValue.at("slots", found, cure, code="too_many_slot_rules")
        _checked_whole(self.slot_days, "slot_days", 1, SLOT_DAYS_MAX)
        _check_once([each.id for each in self.seasons], "seasons", code="duplicate_season")

    @cached_property
    def reach(self) -> frozenset[str]:
        """The zones to which it goes, as a set."""
        return frozenset(self.zones)


@attrs.frozen(kw_only=True)
class Transfer:
    """How goods reach a store in which they are collected: from a source, by a carrier."""

    dispatch: Dispatch
    carrier: str
    transit: int

    def __attrs_post_init__(self) -> None:
        checked_type(Dispatch, self.dispatch, "dispatch", "pass a Dispatch")
        checked_identifier(self.carrier, "carrier")
        _checked_whole(self.transit, "transit", 0, DAYS_MAX)


@attrs.frozen(kw_only=True, cache_hash=True)  # promises are remembered by it
class Collected:
    """Made ready in one of ``stores`` in ``preparation`` minutes of its opening time.

    Goods are taken from the store's ``own_stock``, or brought there by a ``transfer``: on the day on which
    they arrive, the ``transit``-th working day of the carrier on which the store opens too. Preparation
    starts at opening or at the next of the day's steps of ``slot`` minutes, whichever comes first. Goods are
    kept for ``held_days`` opening days after the day on which they are ready.
    """

    kind: ClassVar[str] = "collected"

    stores: tuple[str, ...] = attrs.field(converter=_stores)
    preparation: int
    slot: int = 30
    held_days: int
    own_stock: bool = True
    transfer: Transfer | None = None

    def __attrs_post_init__(self) -> None:
        _check_some(self.stores, "stores")
        _checked_whole(self.preparation, "preparation", 0, PREPARATION_MAX)
        if DAY_MINUTES % _checked_whole(self.slot, "slot", 1, DAY_MINUTES):
            cure = "use minutes that divide the day, such as 15, 30 or 60"
            raise WrongValue.at("slot", shown(self.slot), cure, code="slot_does_not_divide")
        _checked_whole(self.held_days, "held_days", 1, DAYS_MAX)
        checked_type(bool, self.own_stock, "own_stock", "pass True or False")
        if self.transfer is not None:
            checked_type(Transfer, self.transfer, "transfer", "pass a Transfer")
        elif not self.own_stock:
            cure = "let goods be taken from the store's own stock, or be brought by a transfer"
            raise WrongValue.at("own_stock", "found goods from nowhere", cure, code="reaches_nobody")


Way = Shipped | Collected
"""How goods reach the customer."""


class Prefer(Enum):
    """Which of two ways to divide goods over sources is the better one."""

    FEWEST_SOURCES = "fewest_sources"
    EARLIEST = "earliest"
    """The one of which the last goods arrive first."""
    LISTED = "listed"
    """The one whose sources stand first in the service's list."""


PREFERENCES: Final = (Prefer.FEWEST_SOURCES, Prefer.EARLIEST, Prefer.LISTED)


class Dates(Enum):
    """What happens to goods that could arrive on different days."""

    TOGETHER = "together"
    """All wait for the last: they arrive on one day, for one fee."""
    AS_READY = "as_ready"
    """Each day is a delivery of its own."""


class FeePer(Enum):
    """For what the fee of a service is asked."""

    DELIVERY = "delivery"
    """Once for each delivery: goods that arrive at one place on one day."""
    PLACE = "place"
    """Once for all goods that go to one place, shared by their deliveries in proportion to their worth."""


def _prefer(prefer: Iterable[Prefer]) -> tuple[Prefer, ...]:
    listed = tuple_of(Prefer, prefer, "prefer")
    _check_once([each.value for each in listed], "prefer", code="duplicate_preference")
    return listed


@attrs.frozen(kw_only=True)
class Sourcing:
    """From where goods come when they are not all in one place: what must be, and what is preferred.

    ``one_source`` lets all goods of a service come from one source only; ``in_stock`` leaves out goods that
    come in later. Of what is left, ``prefer`` chooses, the first preference deciding before the next.
    """

    one_source: bool = False
    in_stock: bool = False
    prefer: tuple[Prefer, ...] = attrs.field(default=PREFERENCES, converter=_prefer)
    dates: Dates = Dates.TOGETHER

    def __attrs_post_init__(self) -> None:
        for where, flag in (("one_source", self.one_source), ("in_stock", self.in_stock)):
            checked_type(bool, flag, where, "pass True or False")
        checked_type(Dates, self.dates, "dates", "pass Dates.TOGETHER or AS_READY")


@attrs.frozen(kw_only=True)
class LeadTime:
    """So many ``days`` of the calendar before the goods ``on`` can be dispatched: they are made to order."""

    on: Selection
    days: int

    def __attrs_post_init__(self) -> None:
        checked_selection(self.on, "on")
        _checked_whole(self.days, "days", 1, DAYS_MAX)


def _limits(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    return tuple_of(Limit, limits, "limits")


def _surcharges(surcharges: Iterable[Surcharge]) -> tuple[Surcharge, ...]:
    return tuple_of(Surcharge, surcharges, "surcharges")


def _lead_times(lead_times: Iterable[LeadTime]) -> tuple[LeadTime, ...]:
    return tuple_of(LeadTime, lead_times, "lead_times")


@attrs.frozen(kw_only=True)
class Service:
    """A way of delivery on offer: in force for ``valid``, when every product is selected by ``on``.

    It is offered within all of its ``limits``, and to the ``buyers`` named, if some are. ``standard`` says
    that it may be the least expensive standard delivery, whose fee a withdrawal gives back. ``tax`` is the
    category whose rate applies to the fee and the surcharges.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    buyers: BuyerGroups | None = None
    limits: tuple[Limit, ...] = attrs.field(default=(), converter=_limits)
    fee: Fee
    fee_per: FeePer = FeePer.DELIVERY
    surcharges: tuple[Surcharge, ...] = attrs.field(default=(), converter=_surcharges)
    free_from: FreeFrom | None = None
    tax: str
    standard: bool = True
    sourcing: Sourcing = attrs.field(factory=Sourcing)
    lead_times: tuple[LeadTime, ...] = attrs.field(default=(), converter=_lead_times)
    way: Way

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        if self.buyers is not None:
            checked_type(BuyerGroups, self.buyers, "buyers", 'pass BuyerGroups(segments=["pro"])')
        checked_type(Fee, self.fee, "fee", 'pass a fee, such as FlatFee("4.90 EUR")')
        checked_type(FeePer, self.fee_per, "fee_per", "pass FeePer.DELIVERY or PLACE")
        checked_identifier(self.tax, "tax")
        checked_type(bool, self.standard, "standard", "pass True or False")
        checked_type(Sourcing, self.sourcing, "sourcing", "pass a Sourcing")
        if not isinstance(self.way, Way):
            cure = "pass Shipped(…) or Collected(…)"
            raise WrongType.at("way", shown(self.way), cure, code="wrong_type")
        if self.free_from is not None:
            checked_type(FreeFrom, self.free_from, "free_from", 'pass FreeFrom("60.00 EUR")')
            checked_identifier(self.threshold_rule, "id")
        self._check_surcharges()
        self._check_currencies()

    def _check_surcharges(self) -> None:
        """``WrongValue`` for one that could not be told from another rule of the service."""
        _check_once([each.id for each in self.surcharges], "surcharges", code="duplicate_surcharge")
        for index, surcharge in enumerate(self.surcharges):
            where = f"surcharges[{index}].id"
            rule = checked_identifier(self.surcharge_rule(surcharge), where)
            if rule == self.threshold_rule:
                cure = "give it another id: under this one, the threshold of free delivery is cited"
                raise WrongValue.at(where, f"found {surcharge.id}", cure, code="duplicate_surcharge")

    def _check_currencies(self) -> None:
        """``WrongValue`` for an amount in another currency than the fee."""
        amounts = [
            ("free_from.at_least", None if self.free_from is None else self.free_from.at_least.currency)
        ]
        amounts += [(f"limits[{index}]", each.currency) for index, each in enumerate(self.limits)]
        amounts += [
            (f"surcharges[{index}].fee", each.fee.currency) for index, each in enumerate(self.surcharges)
        ]
        for where, currency in amounts:
            if currency is not None and currency != self.fee.currency:
                cure = f"write it in {self.fee.currency}, as the fee"
                raise WrongValue.at(where, f"found {currency}", cure, code="other_currency")

    @property
    def stores(self) -> tuple[str, ...]:
        """The stores in which its goods are collected; none if they are shipped."""
        return self.way.stores if isinstance(self.way, Collected) else ()

    @property
    def threshold_rule(self) -> str:
        """The name under which an outcome cites ``free_from``."""
        return f"{self.id}/free_from"

    def surcharge_rule(self, surcharge: Surcharge) -> str:
        """The name under which an outcome cites a surcharge."""
        return f"{self.id}/{surcharge.id}"

    @property
    def fees(self) -> tuple[Fee, ...]:
        """Its fee and those of its surcharges."""
        return (self.fee, *(surcharge.fee for surcharge in self.surcharges))

    @cached_property
    def bases(self) -> frozenset[Basis]:
        """The worths of the goods at which its rules look."""
        found = {basis for fee in self.fees for basis in fee.bases}
        for limit in (*self.limits, *(limit for fee in self.fees for limit in fee.limits)):
            found |= {*limit.bases}
        return frozenset(found if self.free_from is None else {*found, self.free_from.basis})


def _services(services: Iterable[Service]) -> tuple[Service, ...]:
    return tuple_of(Service, services, "services")


def _law(law: Iterable[DeliveryLaw]) -> tuple[DeliveryLaw, ...]:
    return tuple_of(DeliveryLaw, law, "law")


@attrs.frozen(kw_only=True)
class DeliveryRules:
    """All that is written about delivery: the services, and what the ``law`` of each country says."""

    services: tuple[Service, ...] = attrs.field(default=(), converter=_services, repr=counted("services"))
    law: tuple[DeliveryLaw, ...] = attrs.field(default=(), converter=_law)

    @cached_property
    def bases(self) -> frozenset[Basis]:
        """The worths of the goods at which some service looks."""
        return frozenset(basis for service in self.services for basis in service.bases)


def _check_once(names: list[str], where: str, *, code: str) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise WrongValue.at(f"{where}[{index}]", f"found {name} twice", "name each once", code=code)
