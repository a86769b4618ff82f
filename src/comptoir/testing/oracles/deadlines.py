"""A second opinion on deadlines, written the plain way: days counted one by one on a list of days.

It shares no step with ``comptoir.values.deadlines`` nor with ``comptoir.returns``.

Source: Regulation (EEC, Euratom) No 1182/71, article 3; house rule (laws R4 and RO).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from comptoir.facts.holdings import Held, Run
from comptoir.facts.return_terms import Anchor, ReturnTerms
from comptoir.testing.oracles.promises import DAY_MINUTES, EPOCH, MINUTE, first_showing, is_holiday, wall
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar
from comptoir.values.instants import Instant
from comptoir.values.periods import Period, PeriodUnit
from comptoir.values.zones import Zone


def counted(period: Period, event: date) -> date:
    """The last day of a period: the days after the event's, told off one by one."""
    match period.unit:
        case PeriodUnit.DAYS:
            return _later(event, period.count)
        case PeriodUnit.WEEKS:
            return _later(event, 7 * period.count)
        case PeriodUnit.MONTHS:
            months = period.count
        case PeriodUnit.YEARS:
            months = 12 * period.count
    first = event
    while (first.year - event.year) * 12 + first.month - event.month < months:
        first = _later(first, 1)
    month = [first, *(each for each in _days(first) if each.month == first.month and each.year == first.year)]
    return max(each for each in month if each.day <= event.day)


def last_day(terms: ReturnTerms, period: Period, event: date, almanac: Almanac) -> date:
    """The last day of a right whose clock started on a day, moved on as its counting says."""
    day = counted(period, event)
    if terms.calendar is None or terms.counting in {None, "uk"}:
        return day
    calendar = almanac.calendar(terms.calendar)
    while not _may_end(period, event, day, calendar):
        day = _later(day, 1)
    return day


def closes(day: date, zone: Zone) -> Instant:
    """The instant after the last minute at which a clock shows a day, or an earlier one."""
    minute = first_showing(zone, _later(day, 1)) // MINUTE
    for change in zone.changes:
        if change.at >= minute * MINUTE and day_shown(zone, change.at) <= day:
            minute = change.at // MINUTE  # set back over midnight: the day is shown once more
            while day_shown(zone, Instant(minute * MINUTE)) <= day:
                minute += 1
    return Instant(minute * MINUTE)


def ends(terms: ReturnTerms, held: Held, run: Run, almanac: Almanac) -> tuple[date, Instant] | None:
    """The last day of a right on some pieces, and the instant from which it is too late.

    ``None`` if its clock has not started; of a final sale, it has no meaning.
    """
    event: Instant | None = run.handed_over
    if terms.anchor is Anchor.PLACED:
        event = held.order.placed_at
    if terms.anchor is Anchor.LAST_HANDED_OVER:
        event = _last_handed_over(held)
    if event is None or terms.period is None:
        return None
    zone = almanac.zone(terms.zone)
    day = last_day(terms, terms.period, day_shown(zone, event), almanac)
    return day, closes(day, zone)


def is_alive(terms: ReturnTerms, held: Held, run: Run, at: Instant, almanac: Almanac) -> bool:
    """Whether a right on some pieces still stands at an instant."""
    if terms.period is None:
        return False
    ended = ends(terms, held, run, almanac)
    return ended is None or at < ended[1]


def day_shown(zone: Zone, at: Instant) -> date:
    """The day that the calendar on the wall shows."""
    return EPOCH + timedelta(days=wall(zone, at) // DAY_MINUTES)


def _last_handed_over(held: Held) -> Instant | None:
    """When the waiting was over: the last piece had arrived, or what was awaited had been cancelled."""
    if all(run.handed_over is None for run in held.runs):
        return None
    if any(run.handed_over is None and not run.is_gone for run in held.runs):
        return None
    return max(at for run in held.runs for at in (run.handed_over, run.cancelled) if at is not None)


def _may_end(period: Period, event: date, day: date, calendar: Calendar) -> bool:
    """Whether the day is worked, and the period holds two such days unless it is of one day."""
    if not _works(day, calendar):
        return False
    worked = [each for each in _days(event) if each <= day and _works(each, calendar)]
    return len(worked) >= 2 or period == Period(1, PeriodUnit.DAYS)


def _works(day: date, calendar: Calendar) -> bool:
    return day.isoweekday() not in {6, 7} and not is_holiday(calendar, day)


def _days(after: date) -> Iterator[date]:
    """The days after one, for two months."""
    return (after + timedelta(days=number) for number in range(1, 62))


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)
