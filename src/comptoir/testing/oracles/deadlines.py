"""A second opinion on deadlines, written the plain way: days counted one by one on a list of days.

It shares no step with ``comptoir.values.deadlines`` nor with ``comptoir.returns``.

Source: Regulation (EEC, Euratom) No 1182/71, article 3; house rule (laws R4 and RO).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from comptoir.facts.held import Held, Run
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


@attrs.frozen(kw_only=True)
class Clock:
    """The events from which the rights on a piece count, and what moves their ends; ``None``: not happened.

    ``first`` and ``last`` are those of the order; the ``last`` only once nothing is awaited any more.
    """

    placed: Instant
    shipped: Instant | None = None
    handed_over: Instant | None = None
    handed_back: Instant | None = None
    first: Instant | None = None
    last: Instant | None = None
    declared: Instant | None = None
    is_informed: bool = True
    informed: Instant | None = None

    def event(self, anchor: Anchor) -> Instant | None:
        """The event on whose day nothing counts yet."""
        return {
            Anchor.PLACED: self.placed,
            Anchor.SHIPPED: self.handed_over if self.shipped is None else self.shipped,
            Anchor.HANDED_OVER: self.handed_over,
            Anchor.FIRST_HANDED_OVER: self.first,
            Anchor.LAST_HANDED_OVER: self.last,
            Anchor.HANDED_BACK: self.handed_over if self.handed_back is None else self.handed_back,
        }[anchor]


def end_of(terms: ReturnTerms, clock: Clock, almanac: Almanac) -> tuple[date, Instant] | None:
    """The last day of a right on a piece, and the instant from which it is too late.

    ``None`` if its clock has not started; of a final sale, it has no meaning.
    """
    event = clock.event(terms.anchor)
    if event is None or terms.period is None:
        return None
    zone = almanac.zone(terms.zone)
    day = last_day(terms, terms.period, day_shown(zone, event), almanac)
    if terms.extension is not None and not clock.is_informed:
        day = _extended(terms, terms.extension.period, day, clock, almanac)
    day = max([counted(extra, day) for extra in terms.extra] or [day])
    day = max(day, terms.at_least_until or day)
    return day, closes(day, zone)


def _extended(terms: ReturnTerms, longer: Period, day: date, clock: Clock, almanac: Almanac) -> date:
    """The last day for who was not informed at the contract, if it is a ``day`` for who was."""
    zone, event, told = almanac.zone(terms.zone), clock.event(terms.anchor), clock.informed
    extended = last_day(terms, longer, day, almanac)
    if told is None or told >= closes(extended, zone):
        return extended
    if terms.period is None or event is None or told <= event:
        return day
    return max(day, last_day(terms, terms.period, day_shown(zone, told), almanac))


def lives(terms: ReturnTerms, clock: Clock, at: Instant, almanac: Almanac) -> bool:
    """Whether a right on a piece stands at an instant, or was used when it was declared in time."""
    if terms.period is None:
        return False
    ended = end_of(terms, clock, almanac)
    if ended is None or at < ended[1]:
        return True
    said, event = clock.declared, clock.event(terms.anchor)
    if said is None or said >= ended[1] or said > at:
        return False
    has_not_started = event is None or said < event
    return has_not_started or (clock.handed_over is not None and said >= clock.handed_over)


def clock_of(held: Held, run: Run) -> Clock:
    """The events of some pieces as they were folded."""
    arrived = [each.handed_over for each in held.runs if each.handed_over is not None]
    return Clock(
        placed=held.order.placed_at,
        shipped=run.shipped,
        handed_over=run.handed_over,
        handed_back=run.handed_back,
        first=min(arrived, default=None),
        last=_last_handed_over(held),
        declared=run.declared,
        is_informed=held.order.informed,
        informed=held.informed,
    )


def ends(terms: ReturnTerms, held: Held, run: Run, almanac: Almanac) -> tuple[date, Instant] | None:
    """The last day of a right on some folded pieces, and the instant from which it is too late."""
    return end_of(terms, clock_of(held, run), almanac)


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
