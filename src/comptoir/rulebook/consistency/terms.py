"""Whether places, loyalty, delivery and returns fit each other, the stores and the calendars.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from comptoir.loyalty.rules import Programme
from comptoir.rulebook.consistency.delivery import delivery_faults
from comptoir.rulebook.consistency.delivery_days import day_faults
from comptoir.rulebook.consistency.delivery_law import LAW, law_faults
from comptoir.rulebook.consistency.known import Known
from comptoir.rulebook.consistency.loyalty import PROGRAMME, programme_faults, programme_periods
from comptoir.rulebook.consistency.names import known_currency, unknown
from comptoir.rulebook.consistency.places import place_faults
from comptoir.rulebook.consistency.returns import REST, last_days, return_faults, return_periods
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.instants import Instant
from comptoir.values.periods import Period
from comptoir.values.windows import Window


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
    known = Known.of(sections, unread)
    yield from place_faults(sections.places, known)
    if sections.loyalty.programme is not None:
        yield from _programme(sections.loyalty.programme, known, currencies)
        yield from programme_faults(sections, sections.loyalty.programme, valid, unread)
    yield from delivery_faults(sections.delivery, sections.places, known, currencies)
    yield from day_faults(sections.delivery, sections.places, sections.time.calendars)
    yield from law_faults(sections.delivery.law, known)
    yield from return_faults(sections, known, currencies, reasons, unread)
    yield from _long_periods(sections, valid)


def _programme(programme: Programme, known: Known, currencies: Collection[str]) -> Iterator[Fault]:
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
    for where, day, zone in last_days(sections):
        if zone in zones and where not in faulty:
            table = almanac.zone(zone)
            if day >= table.local_date(Instant(table.until - 1)):
                faulty.add(where)
                found = f"found {day.isoformat()}, beyond the tables of the time zone"
                cure = "name an earlier one: tables reach to the end of the third year after valid.until"
                yield Fault("outlives_tables", where, found, cure)


def _periods(sections: Sections) -> Iterator[tuple[str, Period, str, timedelta]]:
    """Every period that rules speak of: its place, whose days it counts, and what it may still grow by."""
    programme = sections.loyalty.programme
    if programme is not None:
        for where, period, room in programme_periods(programme):
            yield where, period, programme.zone, room
    yield from return_periods(sections)
    yield from _delivery_periods(sections)


def _delivery_periods(sections: Sections) -> Iterator[tuple[str, Period, str, timedelta]]:
    countries = sections.places.countries
    for index, law in enumerate(sections.delivery.law):
        zones = [countries[code].zone for code in law.countries if code in countries]
        for name, length in (("within", law.within), ("refund_within", law.refund_within)):
            if length is not None:
                yield from ((f"{LAW}[{index}].{name}", length, zone, REST) for zone in zones)
