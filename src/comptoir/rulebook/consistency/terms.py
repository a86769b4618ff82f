"""Whether places, loyalty, delivery and returns fit each other, the stores and the calendars.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import Final

import attrs

from comptoir.delivery.rules import Collected, Service, Shipped
from comptoir.loyalty.rules import Programme
from comptoir.rulebook.consistency.loyalty import PROGRAMME, programme_faults, programme_periods
from comptoir.rulebook.consistency.names import known_currency, twice, unknown
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.instants import Instant
from comptoir.values.periods import Period
from comptoir.values.windows import Window

REST: Final = timedelta(days=14)
"""What a period may still grow by over days of rest."""


def terms_faults(
    sections: Sections,
    currencies: Collection[str],
    reasons: Collection[str],
    valid: Window,
    unread: Collection[str] = (),
) -> Iterator[Fault]:
    """Each thing that does not fit, in the order of the sections.

    Nothing is called unknown that may stand in a section that could not be read (``unread``).
    """
    known = _Known.of(sections, unread)
    yield from _places(sections, known)
    if sections.loyalty.programme is not None:
        yield from _programme(sections.loyalty.programme, known, currencies)
        yield from programme_faults(sections, sections.loyalty.programme, valid, unread)
    yield from _delivery(sections, known, currencies)
    yield from _returns(sections, known, reasons)
    yield from _long_periods(sections, valid)


class _Anything(Collection[str]):
    """The names of a section that could not be read: it may hold any."""

    def __contains__(self, _name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@attrs.frozen(kw_only=True)
class _Known:
    """The names that rules may refer to."""

    zones: Collection[str]
    calendars: Collection[str]
    countries: Collection[str]
    stores: Collection[str]
    services: Collection[str]
    place_zones: Collection[str]
    tax: Collection[str]

    @classmethod
    def of(cls, sections: Sections, unread: Collection[str]) -> _Known:
        """All names of a rulebook."""

        def names(section: str, found: Iterable[str]) -> Collection[str]:
            return _Anything() if section in unread else frozenset(found)

        return cls(
            zones=frozenset(zone.name for zone in sections.time.zones),
            calendars=names("calendars", (calendar.id for calendar in sections.time.calendars)),
            countries=names("places", sections.places.countries),
            stores=names("places", (store.id for store in sections.places.stores)),
            services=names("delivery", (service.id for service in sections.delivery.services)),
            place_zones=names("places", (zone.id for zone in sections.places.zones)),
            tax=names("tax", (rate.category for rate in sections.tax.rates)),
        )

    def zone(self, where: str, name: str) -> Iterator[Fault]:
        """A fault if a time zone has no table."""
        yield from unknown("unknown_zone", where, name, self.zones, "list it under zones, at the top")

    def calendar(self, where: str, id_: str) -> Iterator[Fault]:
        """A fault if a calendar is not there."""
        yield from unknown("unknown_calendar", where, id_, self.calendars, "add it under [calendars]")

    def country(self, where: str, code: str) -> Iterator[Fault]:
        """A fault if nobody has said whose days count in a country."""
        cure = "add it under [places.countries], with its zone and its calendar"
        yield from unknown("unknown_country", where, code, self.countries, cure)


def _places(sections: Sections, known: _Known) -> Iterator[Fault]:
    places = sections.places
    for code, country in places.countries.items():
        yield from known.zone(f"places.countries.{code}.zone", country.zone)
        yield from known.calendar(f"places.countries.{code}.calendar", country.calendar)
    yield from twice("places.stores", [store.id for store in places.stores], "id")
    yield from twice("places.zones", [zone.id for zone in places.zones], "id")
    for index, zone in enumerate(places.zones):
        for number, territory in enumerate(zone.territories):
            where = f"places.zones[{index}].territories[{number}].country"
            yield from known.country(where, territory.country)
        for name in zone.stores:
            cure = "add it under [[places.stores]]"
            yield from unknown("unknown_store", f"places.zones[{index}].stores", name, known.stores, cure)
    for index, store in enumerate(places.stores):
        where = f"places.stores[{index}]"
        yield from known.country(f"{where}.place.country", store.place.country)
        yield from known.zone(f"{where}.zone", store.zone)
        yield from known.calendar(f"{where}.calendar", store.calendar)


def _programme(programme: Programme, known: _Known, currencies: Collection[str]) -> Iterator[Fault]:
    yield from known_currency(f"{PROGRAMME}.earn.per", programme.currency, currencies)
    yield from known.zone(f"{PROGRAMME}.zone", programme.zone)
    for index, tier in enumerate(programme.tiers):
        for service in tier.free_delivery:
            place = f"{PROGRAMME}.tiers[{index}].free_delivery"
            cure = "add it under [[delivery.services]]"
            yield from unknown("unknown_service", place, service, known.services, cure)


def _long_periods(sections: Sections, valid: Window) -> Iterator[Fault]:
    """A fault for each period that, begun on the rulebook's last day, ends beyond its time tables."""
    if valid.until is None:
        return
    almanac, zones = sections.time.almanac, {zone.name for zone in sections.time.zones}
    faulty: set[str] = set()
    for where, period, zone, room in _periods(sections):
        if zone not in zones or where in faulty:
            continue
        table = almanac.zone(zone)
        end = table.local_date(Instant(table.until - 1))
        if period.counted_from(table.local_date(Instant(valid.until - 1))) + room >= end:
            faulty.add(where)
            found = f"found {period.to_text()}, beyond the tables of the time zone"
            cure = "write a shorter one: tables reach to the end of the third year after valid.until"
            yield Fault("outlives_tables", where, found, cure)


def _periods(sections: Sections) -> Iterator[tuple[str, Period, str, timedelta]]:
    """Every period that rules speak of: its place, whose days it counts, and what it may still grow by."""
    programme = sections.loyalty.programme
    if programme is not None:
        for where, period, room in programme_periods(programme):
            yield where, period, programme.zone, room
    countries = sections.places.countries
    for index, policy in enumerate(sections.returns.policies):
        if policy.period is not None:
            for country in countries.values():
                yield f"returns.policies[{index}].period", policy.period, country.zone, timedelta(0)
    for index, rule in enumerate(sections.returns.statutory):
        for code in rule.countries:
            if code in countries:
                yield f"returns.statutory[{index}].period", rule.period, countries[code].zone, REST


def _delivery(sections: Sections, known: _Known, currencies: Collection[str]) -> Iterator[Fault]:
    delivery = sections.delivery
    yield from twice("delivery.services", [service.id for service in delivery.services], "id")
    for index, service in enumerate(delivery.services):
        yield from _service(service, f"delivery.services[{index}]", known, currencies)


def _service(service: Service, where: str, known: _Known, currencies: Collection[str]) -> Iterator[Fault]:
    yield from known_currency(f"{where}.fee", service.fee.currency, currencies)
    yield from unknown(
        "unknown_tax_category", f"{where}.tax", service.tax, known.tax, "add it under [[tax.rates]]"
    )
    match service.way:
        case Shipped() as way:
            for zone in way.zones:
                cure = "add it under [[places.zones]]"
                place = f"{where}.way.shipped.zones"
                yield from unknown("unknown_place_zone", place, zone, known.place_zones, cure)
            yield from known.zone(f"{where}.way.shipped.zone", way.zone)
            yield from known.calendar(f"{where}.way.shipped.calendar", way.calendar)
            yield from known.calendar(f"{where}.way.shipped.carrier", way.carrier)
        case Collected(stores=stores):
            for store in stores:
                place = f"{where}.way.collected.stores"
                yield from unknown(
                    "unknown_store", place, store, known.stores, "add it under [[places.stores]]"
                )


def _returns(sections: Sections, known: _Known, reasons: Collection[str]) -> Iterator[Fault]:
    returns = sections.returns
    yield from twice("returns.policies", [policy.id for policy in returns.policies], "id")
    for index, policy in enumerate(returns.policies):
        for reason in policy.reasons:
            cure = f"use one of {', '.join(sorted(reasons))}"
            yield from unknown("unknown_reason", f"returns.policies[{index}].reasons", reason, reasons, cure)
    yield from twice("returns.statutory", [rule.id for rule in returns.statutory], "id")
    for index, rule in enumerate(returns.statutory):
        for country in rule.countries:
            yield from known.country(f"returns.statutory[{index}].countries", country)
