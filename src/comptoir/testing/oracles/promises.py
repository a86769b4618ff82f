"""A second opinion on promises, written the plain way: day by day, and minute by minute in a store.

It decides nothing for a shop. It reads the rules that a merchant writes and the sealed tables, and shares
no step with ``comptoir.delivery``. Offsets and their changes are whole minutes.

Source: house rule (laws D1, D2, D4 and DO).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, count, islice
from typing import Final

import attrs

from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.kinds import Fee
from comptoir.delivery.rules import Collected, Shipped
from comptoir.facts.places import Country, Store
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar
from comptoir.values.instants import Instant
from comptoir.values.zones import Zone

MINUTE: Final = 60_000_000
DAY_MINUTES: Final = 24 * 60
EPOCH: Final = date(1970, 1, 1)
NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@attrs.frozen
class Ready:
    """What is expected of goods to be collected: the instant, its local day, the last day of keeping."""

    at: Instant
    day: date
    held_until: date


def offset(zone: Zone, at: int) -> int:
    """How many minutes local time is ahead of UTC: that of the last change that has come."""
    seconds = zone.offset
    for change in zone.changes:
        if change.at <= at:
            seconds = change.offset
    return seconds // 60


def wall(zone: Zone, at: int) -> int:
    """What the clock on the wall shows, in whole minutes since 1970 on that wall."""
    return at // MINUTE + offset(zone, at)


def first_showing(zone: Zone, day: date, minutes: int = 0) -> Instant:
    """The first minute at which the clock shows a time of a day, or a later one."""
    wanted = (day - EPOCH).days * DAY_MINUTES + minutes
    furthest = max([zone.offset, *(change.offset for change in zone.changes)]) // 60
    return next(
        Instant(minute * MINUTE)
        for minute in count(wanted - furthest)
        if wall(zone, minute * MINUTE) >= wanted
    )


def day_begun(zone: Zone, at: Instant) -> date:
    """The last local day that has begun: where clocks are set back over midnight, not the one before."""
    day = EPOCH + timedelta(days=wall(zone, at) // DAY_MINUTES)
    while first_showing(zone, day + timedelta(days=1)) <= at:
        day += timedelta(days=1)
    return day


def weekday(day: date) -> str:
    """The day of the week, as rules name it."""
    return NAMES[day.weekday()]


def is_holiday(calendar: Calendar, day: date) -> bool:
    """Whether a day is listed."""
    return any(holiday.day == day for holiday in calendar.holidays)


def is_worked(calendar: Calendar, day: date) -> bool:
    """Whether a day is neither listed nor of the weekend."""
    return not is_holiday(calendar, day) and day.isoweekday() not in calendar.weekend


def is_dispatched(way: Shipped, day: date, almanac: Almanac) -> bool:
    """Whether the shipping place sends anything on a day."""
    return weekday(day) in way.cut_off and not is_holiday(almanac.calendar(way.calendar), day)


def is_received(way: Shipped, country: Country, day: date, almanac: Almanac) -> bool:
    """Whether the carrier works on a day, and the destination has no holiday."""
    carried = is_worked(almanac.calendar(way.carrier), day)
    return carried and not is_holiday(almanac.calendar(country.calendar), day)


def is_open(store: Store, day: date, almanac: Almanac) -> bool:
    """Whether a store opens on a day."""
    return weekday(day) in store.opening and not is_holiday(almanac.calendar(store.calendar), day)


def cut_off(way: Shipped, day: date, almanac: Almanac) -> Instant | None:
    """The instant from which nothing more is sent on a day; ``None`` if nothing is at all."""
    if not is_dispatched(way, day, almanac):
        return None
    return first_showing(almanac.zone(way.zone), day, way.cut_off[weekday(day)].minutes)


def shipped(way: Shipped, country: Country, at: Instant, almanac: Almanac) -> tuple[date, date]:
    """The first and the last day on which a parcel ordered at an instant arrives."""
    day = EPOCH + timedelta(days=at // (DAY_MINUTES * MINUTE) - 2)  # in no zone has it begun later
    while True:
        limit = cut_off(way, day, almanac)
        if limit is not None and at < limit:
            break
        day += timedelta(days=1)
    sent = _nth(way.handling, (each for each in _days(day) if is_dispatched(way, each, almanac)))
    first, last = (
        _arrives(way, country, sent, days, almanac) for days in (way.transit.least, way.transit.most)
    )
    return first, last


def collected(way: Collected, store: Store, at: Instant, almanac: Almanac) -> Ready:
    """When goods ordered at an instant are ready in a store, walking through its opening minutes."""
    zone = almanac.zone(store.zone)
    before = EPOCH + timedelta(days=at // (DAY_MINUTES * MINUTE) - 2)
    minute = next(
        edge
        for day in _open_days(store, before, almanac)
        for minutes in range(store.opening[weekday(day)].from_, store.opening[weekday(day)].until)
        if minutes == store.opening[weekday(day)].from_ or minutes % way.slot == 0
        if (edge := first_showing(zone, day, minutes)) > at
    )
    left = way.preparation
    for day in _open_days(store, before, almanac):
        hours = store.opening[weekday(day)]
        opens, closes = (first_showing(zone, day, minutes) for minutes in (hours.from_, hours.until))
        minute = Instant(max(minute, opens))
        while minute < closes and left:
            minute, left = Instant(minute + MINUTE), left - 1
        if minute < closes:
            kept = _open_days(store, day + timedelta(days=1), almanac)
            return Ready(minute, day, _nth(way.held_days - 1, kept))
    raise AssertionError(way)


def fee(rule: Fee, pieces: int) -> int | None:
    """What a standard fee comes to for so many pieces; ``None`` for a retailer's own kind."""
    match rule:
        case FlatFee(amount):
            return amount.minor
        case PerItemFee(first, additional):
            return first.minor + additional.minor * (pieces - 1) if pieces else 0
        case _:
            return None


def _days(start: date) -> Iterator[date]:
    return (start + timedelta(days=number) for number in count())


def _open_days(store: Store, start: date, almanac: Almanac) -> Iterator[date]:
    return (day for day in _days(start) if is_open(store, day, almanac))


def _nth(number: int, days: Iterator[date]) -> date:
    return next(islice(days, number, None))


def _arrives(way: Shipped, country: Country, sent: date, days: int, almanac: Almanac) -> date:
    """The day on which a parcel sent on a day arrives, so many carrier days later."""
    carrier = almanac.calendar(way.carrier)
    later = (each for each in _days(sent + timedelta(days=1)) if is_worked(carrier, each))
    arrived = _nth(days, chain([sent], later))
    return next(each for each in _days(arrived) if is_received(way, country, each, almanac))
