"""On which day goods leave their source, on its clock and by its calendar.

Decides by lead time, cut-off, stock that comes in, and handling, in a season or not. May never know where
the goods go, nor who asks.

The instant of the question counts through its local day, whose start is noted, and the cut-offs that it has
reached. The trace alone changes when the day is over that it begins with.

Source: house rule (laws D1, D2 and D4); the order of the steps is that of other shops' worked examples.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

import attrs

from comptoir.delivery.rules import CutOffMinute, Dispatch, Season
from comptoir.delivery.steps import (
    AfterCutOff,
    InSeason,
    InStockFrom,
    MadeToOrder,
    NotDispatched,
    Step,
    first,
    name_of,
    nth_after,
)
from comptoir.facts.places import Store, Warehouse
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar
from comptoir.values.days import ONE_DAY, weekday_name
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import DAY_MINUTES, TimeOfDay
from comptoir.values.zones import Zone


def time_on(zone: Zone, day: date, minutes: int) -> Instant:
    """The instant of a time of day in minutes, 1440 being the start of the next day."""
    days, rest = divmod(minutes, DAY_MINUTES)
    return zone.instant_of(day + days * ONE_DAY, rest * 60)


def last_begun(zone: Zone, at: Instant) -> date:
    """The last local day that has begun: where clocks go back over midnight, none begins again."""
    day = zone.local_date(at)
    while zone.instant_of(day + ONE_DAY) <= at:
        day += ONE_DAY
    return day


@attrs.frozen
class Soonest:
    """The first ``day`` that comes into question, and what is in the way until then.

    That ``changes`` with the start of a day: of the one after the first that is passed over, if it is none.
    """

    day: date
    waiting: tuple[Step, ...] = ()
    changes: date | None = None

    def noted(self, passed: Iterable[Step], zone: Zone, moment: Moment) -> tuple[Step, ...]:
        """The trace up to what was passed over later, with the boundary at which it changes."""
        trace = (*self.waiting, *passed)
        if trace:
            moment.reaches(zone.instant_of(self.changes or trace[0].day + ONE_DAY))
        return trace


def soonest(zone: Zone, lead: timedelta, ready: Instant | None, moment: Moment) -> Soonest:
    """The first day for goods that are made so many days before, and come in at an instant or are there."""
    begun = last_begun(zone, moment.at)
    moment.reaches(zone.instant_of(begun))
    day = begun + lead
    if ready is not None and (comes_in := last_begun(zone, ready)) > day:
        return Soonest(comes_in, (InStockFrom(comes_in),), comes_in - lead)
    return Soonest(day, (MadeToOrder(day, lead.days),), begun + ONE_DAY) if lead else Soonest(day)


@attrs.frozen(kw_only=True)
class Departure:
    """When goods leave one source: its ``dispatch`` in the ``seasons``, on its clock and by its calendar.

    Made to order, they take ``lead`` days before; ``ready`` is when they come in, if they are not there yet.
    """

    dispatch: Dispatch
    seasons: tuple[Season, ...]
    zone: Zone
    calendar: Calendar
    lead: timedelta
    ready: Instant | None

    @classmethod
    def of(
        cls,
        dispatch: Dispatch,
        source: Warehouse | Store,
        almanac: Almanac,
        *,
        seasons: tuple[Season, ...] = (),
        lead: int = 0,
        ready: Instant | None = None,
    ) -> Departure:
        """With the source's own zone and calendar; ``NoAnswer`` if one is missing."""
        return cls(
            dispatch=dispatch,
            seasons=seasons,
            zone=almanac.zone(source.zone),
            calendar=almanac.calendar(source.calendar),
            lead=lead * ONE_DAY,
            ready=ready,
        )

    def dispatched(self, moment: Moment) -> tuple[date, tuple[Step, ...]]:
        """The day on which what is ordered now is dispatched, and what moved it there.

        Raises ``NoAnswer`` beyond a table or calendar.
        """
        start = soonest(self.zone, self.lead, self.ready, moment)
        day, passed = first(start.day, partial(self._too_late, moment), self.zone)
        return day, start.noted(passed, self.zone, moment)

    def leaves(self, dispatched: date) -> tuple[date, int, list[Step]]:
        """The day on which goods leave that are dispatched on a day, and how much longer they travel then."""
        handling, slower = self.dispatch.handling, list[Step]()
        for season in self._seasons_on(dispatched):
            if season.handling:
                handling += season.handling
                slower.append(InSeason(dispatched, season.id, handling=season.handling))
        day, passed = nth_after(dispatched, handling, self.not_dispatched, self.zone)
        longer = 0
        for season in self._seasons_on(day):
            if season.transit:
                longer += season.transit
                passed.append(InSeason(day, season.id, transit=season.transit))
        return day, longer, slower + passed

    def order_limit(self, day: date) -> Instant | None:
        """The first instant at which it is too late to order what is dispatched on a day.

        ``None`` on a day on which nothing is dispatched, or before the goods have come in.
        """
        if day in self.zone.skipped or self.not_dispatched(day):
            return None
        cut_off, _ = self._cut_off(day)
        if self.ready is not None and self.ready >= self._limit(day, cut_off):
            return None
        return self._limit(day - self.lead, cut_off)

    def not_dispatched(self, day: date) -> NotDispatched | None:
        """What speaks against a day on which goods are dispatched: a holiday, or no cut-off."""
        holiday = self.calendar.holiday(day)
        if holiday is None and self._has_cut_off(day):
            return None
        return NotDispatched(day, name_of(holiday))

    def _too_late(self, moment: Moment, day: date) -> Step | None:
        if step := self.not_dispatched(day):
            return step
        cut_off, season = self._cut_off(day)
        if moment.reaches(self._limit(day - self.lead, cut_off)):
            return AfterCutOff(day - self.lead, cut_off, season)
        if self.ready is not None and self.ready >= self._limit(day, cut_off):
            return AfterCutOff(day, cut_off, season)
        return None

    def _limit(self, day: date, cut_off: TimeOfDay) -> Instant:
        """The first instant of a day that is after a cut-off."""
        more = 1 if self.dispatch.cut_off_minute is CutOffMinute.IN_TIME else 0
        return time_on(self.zone, day, cut_off.minutes + more)

    def _has_cut_off(self, day: date) -> bool:
        name = weekday_name(day)
        return name in self.dispatch.cut_off or any(
            name in season.cut_off for season in self._seasons_on(day)
        )

    def _cut_off(self, day: date) -> tuple[TimeOfDay, str | None]:
        """The cut-off of a day of dispatch, and the season whose it is: the first listed that has one."""
        name = weekday_name(day)
        for season in self._seasons_on(day):
            if name in season.cut_off:
                return season.cut_off[name], season.id
        return self.dispatch.cut_off[name], None

    def _seasons_on(self, day: date) -> list[Season]:
        return [season for season in self.seasons if season.holds(day)]
