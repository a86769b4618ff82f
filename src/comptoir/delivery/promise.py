"""The days on which goods arrive, or the instant at which they are ready, and what moved them.

Decides by cut-offs, opening hours and calendars, in this order: the next cut-off still ahead, handling,
transit, and at last a day on which the destination receives. Days are added as days of the calendar,
never as 24 hours, so that a change of the clocks moves no promise. May never know prices, nor who asks.

The instant of the question counts through the next cut-off, or the next slot of a store, alone; only
the trace begins with the first day that is passed over, whose end is noted.

Source: house rule (laws D1, D2 and D4); the order of the steps is that of other shops' worked examples.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import ClassVar, Final

import attrs

from comptoir.delivery.rules import Collected, Shipped
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.places import Country, Store
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.days import ONE_DAY, weekday_name
from comptoir.values.instants import SECOND, Instant
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import DAY_MINUTES, Hours, TimeOfDay
from comptoir.values.zones import Zone

_MINUTE: Final = 60 * SECOND


@attrs.frozen
class AfterCutOff:
    """On ``day``, the daily limit had been reached: nothing ordered so late is dispatched that day."""

    kind: ClassVar[str] = "after_cut_off"

    day: date
    cut_off: TimeOfDay


@attrs.frozen
class _NotWorked:
    """A day that is passed over: for the ``holiday`` of that name, else for its day of the week."""

    day: date
    holiday: str | None = None

    @property
    def why(self) -> str:
        """The stable code of the reason: ``holiday``, or a day of the week such as ``sunday``."""
        return weekday_name(self.day) if self.holiday is None else "holiday"


@attrs.frozen
class NotDispatched(_NotWorked):
    """On ``day``, nothing leaves the shipping place."""

    kind: ClassVar[str] = "not_dispatched"


@attrs.frozen
class NotCarried(_NotWorked):
    """On ``day``, the carrier does not work."""

    kind: ClassVar[str] = "not_carried"


@attrs.frozen
class NotDelivered(_NotWorked):
    """On ``day``, a holiday of the country of destination, nobody is there to receive."""

    kind: ClassVar[str] = "not_delivered"


@attrs.frozen
class NotOpen(_NotWorked):
    """On ``day``, the store is closed."""

    kind: ClassVar[str] = "not_open"


Step = AfterCutOff | NotDispatched | NotCarried | NotDelivered | NotOpen
"""Why a promise moved past a day."""

_Obstacle = Callable[[date], Step | None]


@attrs.frozen(kw_only=True)
class Promise:
    """What is promised, and each day that it was moved past, in order."""

    promised: Promised
    trace: tuple[Step, ...] = ()


def shipped_promise(way: Shipped, country: Country, moment: Moment, almanac: Almanac) -> Promise:
    """The first and the last day of arrival, on the calendar of the country of destination.

    An order at the very cut-off is late. The ends are working days of the carrier and no holidays of
    the destination, whose weekend is not looked at. Raises ``NoAnswer`` beyond a table or calendar.
    """
    zone, calendar = almanac.zone(way.zone), almanac.calendar(way.calendar)
    dispatched, waiting = _first(
        _last_begun(zone, moment.at), partial(_too_late, way, calendar, zone, moment)
    )
    shipped, handling = _nth_after(dispatched, way.handling, partial(_not_dispatched, way, calendar))
    carrier, destination = almanac.calendar(way.carrier), almanac.calendar(country.calendar)
    earliest, sooner = _arrival(shipped, way.transit.least, carrier, destination)
    latest, later = _arrival(shipped, way.transit.most, carrier, destination)
    carried = sorted({*sooner, *later}, key=lambda step: step.day)
    return Promise(
        promised=Promised(zone=country.zone, earliest=earliest, latest=latest),
        trace=_noted((*waiting, *handling, *carried), zone, moment),
    )


def collected_promise(way: Collected, store: Store, moment: Moment, almanac: Almanac) -> Promise:
    """The instant at which goods are ready in a store, and the last day on which they are kept.

    Preparation takes opening time only, counted as it elapses; what would be ready at closing time is
    ready at the next opening. Dates are the store's. Raises ``NoAnswer`` beyond its table or calendar.
    """
    zone = almanac.zone(store.zone)
    not_open = partial(_not_open, store, almanac.calendar(store.calendar))
    day, trace = _first(_last_begun(zone, moment.at), not_open)
    while (start := _next_slot(way.slot, store, day, zone, moment)) is None:
        day, closed = _first(day + ONE_DAY, not_open)
        trace += closed
    left = way.preparation * _MINUTE
    while start + left >= (closing := _at(zone, day, _hours(store, day).until)):
        left -= closing - start
        day, closed = _first(day + ONE_DAY, not_open)
        trace += closed
        start = _at(zone, day, _hours(store, day).from_)
    held_until, _ = _nth_after(day, way.held_days, not_open)
    promised = Promised(
        zone=store.zone, earliest=day, latest=day, ready=Instant(start + left), held_until=held_until
    )
    return Promise(promised=promised, trace=_noted(trace, zone, moment))


def _first(day: date, obstacle: _Obstacle) -> tuple[date, list[Step]]:
    """The first day from ``day`` on against which nothing speaks, and what spoke against those before."""
    steps: list[Step] = []
    while step := obstacle(day):
        steps.append(step)
        day += ONE_DAY
    return day, steps


def _nth_after(day: date, count: int, obstacle: _Obstacle) -> tuple[date, list[Step]]:
    """The ``count``-th such day after ``day``, which itself is not counted; 0 gives the day itself."""
    steps: list[Step] = []
    for _ in range(count):
        day, passed = _first(day + ONE_DAY, obstacle)
        steps += passed
    return day, steps


def _arrival(
    shipped: date, transit: int, carrier: Calendar, destination: Calendar
) -> tuple[date, list[Step]]:
    """The day on which a parcel arrives that was so many carrier days on its way."""
    day, on_the_way = _nth_after(shipped, transit, partial(_not_carried, carrier))
    day, at_the_door = _first(day, partial(_not_delivered, carrier, destination))
    return day, [*on_the_way, *at_the_door]


def _not_dispatched(way: Shipped, calendar: Calendar, day: date) -> Step | None:
    holiday = calendar.holiday(day)
    if holiday is None and weekday_name(day) in way.cut_off:
        return None
    return NotDispatched(day, _name(holiday))


def _too_late(way: Shipped, calendar: Calendar, zone: Zone, moment: Moment, day: date) -> Step | None:
    if step := _not_dispatched(way, calendar, day):
        return step
    cut_off = way.cut_off[weekday_name(day)]
    return AfterCutOff(day, cut_off) if moment.reaches(_at(zone, day, cut_off.minutes)) else None


def _not_carried(carrier: Calendar, day: date) -> Step | None:
    return None if carrier.is_working(day) else NotCarried(day, _name(carrier.holiday(day)))


def _not_delivered(carrier: Calendar, destination: Calendar, day: date) -> Step | None:
    if step := _not_carried(carrier, day):
        return step
    holiday = destination.holiday(day)
    return None if holiday is None else NotDelivered(day, holiday.name)


def _not_open(store: Store, calendar: Calendar, day: date) -> Step | None:
    holiday = calendar.holiday(day)
    if holiday is None and weekday_name(day) in store.opening:
        return None
    return NotOpen(day, _name(holiday))


def _name(holiday: Holiday | None) -> str | None:
    return None if holiday is None else holiday.name


def _hours(store: Store, day: date) -> Hours:
    return store.opening[weekday_name(day)]


def _next_slot(slot: int, store: Store, day: date, zone: Zone, moment: Moment) -> Instant | None:
    """The first instant ahead at which preparation may start on an opening day; ``None`` if all are past."""
    hours = _hours(store, day)
    edges = (hours.from_, *range((hours.from_ // slot + 1) * slot, hours.until, slot))
    ahead = bisect_left(edges, 1, key=lambda minutes: not moment.reaches(_at(zone, day, minutes)))
    return _at(zone, day, edges[ahead]) if ahead < len(edges) else None


def _at(zone: Zone, day: date, minutes: int) -> Instant:
    """The instant of a time of day in minutes, 1440 being the start of the next day."""
    days, rest = divmod(minutes, DAY_MINUTES)
    return zone.instant_of(day + days * ONE_DAY, rest * 60)


def _last_begun(zone: Zone, at: Instant) -> date:
    """The last local day that has begun: where clocks go back over midnight, none begins again."""
    day = zone.local_date(at)
    while zone.instant_of(day + ONE_DAY) <= at:
        day += ONE_DAY
    return day


def _noted(steps: Iterable[Step], zone: Zone, moment: Moment) -> tuple[Step, ...]:
    """The trace, which changes when the local day is over on which it begins."""
    trace = tuple(steps)
    if trace:
        moment.reaches(zone.instant_of(trace[0].day + ONE_DAY))
    return trace
