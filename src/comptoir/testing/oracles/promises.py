"""A second opinion on promises, written the plain way: day by day, and minute by minute in a store.

It decides nothing for a shop. It reads the rules that a merchant writes and the sealed tables, and shares
no step with ``comptoir.delivery``. Offsets and their changes are whole minutes.

Source: house rule (laws D1, D2, D4, D8 and DO).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import chain, count, islice
from typing import Final

import attrs

from comptoir.delivery.rules import Collected, CutOffMinute, Dispatch, Season, Shipped, SlotRule, Transit
from comptoir.facts.places import Store, Warehouse
from comptoir.facts.stock import Slot
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar
from comptoir.values.instants import Instant
from comptoir.values.times_of_day import Hours, Opening, TimeOfDay
from comptoir.values.zones import Zone

MINUTE: Final = 60_000_000
DAY_MINUTES: Final = 24 * 60
EPOCH: Final = date(1970, 1, 1)
NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PATIENCE: Final = 60
"""Days after which nobody waits for one on which goods are received."""


@attrs.frozen
class Ready:
    """What is expected of goods to be collected: the instant, its local day, the last day of keeping."""

    at: Instant
    day: date
    held_until: date


Days = tuple[date, date]
"""The first day and the last on which something arrives."""
Span = tuple[int, int]
"""Minutes of a day, from and until."""


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


def exists(zone: Zone, day: date) -> bool:
    """Whether a day has a beginning of its own: one that the clocks skip begins when the next one does."""
    offsets = [zone.offset, *(change.offset for change in zone.changes)]
    if max(offsets) - min(offsets) < DAY_MINUTES * 60:
        return True
    return first_showing(zone, day) < first_showing(zone, day + timedelta(days=1))


def weekday(day: date) -> str:
    """The day of the week, as rules name it."""
    return NAMES[day.weekday()]


def is_holiday(calendar: Calendar, day: date) -> bool:
    """Whether a day is listed."""
    return any(holiday.day == day for holiday in calendar.holidays)


def is_worked(calendar: Calendar, day: date) -> bool:
    """Whether a day is neither listed nor of the weekend."""
    return not is_holiday(calendar, day) and day.isoweekday() not in calendar.weekend


def intervals(store: Store, day: date, almanac: Almanac) -> list[Span]:
    """When a store is open on a day, in minutes of the clock; not at all on a closed or a skipped one."""
    if not exists(almanac.zone(store.zone), day):
        return []
    for special in store.special:
        if special.day == day:
            return _spans(special.opening)
    closed = is_holiday(almanac.calendar(store.calendar), day)
    return [] if closed else _spans(store.opening.get(weekday(day)))


def _spans(opening: Opening | None) -> list[Span]:
    return [] if opening is None else [(hours.from_, hours.until) for hours in opening.intervals]


def is_open(store: Store, day: date, almanac: Almanac) -> bool:
    """Whether a store opens on a day."""
    return bool(intervals(store, day, almanac))


@attrs.frozen(kw_only=True, slots=False, eq=False)
class Road:
    """How goods leave one source and reach somewhere: what is asked of every day on the way.

    ``carries`` says of a day whether goods travel on it, ``receives`` whether they can arrive. What was
    counted of a day is remembered.
    """

    dispatch: Dispatch
    source: Warehouse | Store
    transit: Transit
    seasons: tuple[Season, ...]
    carries: Callable[[date], bool]
    receives: Callable[[date], bool]
    almanac: Almanac

    def cut_off_of(self, day: date) -> TimeOfDay | None:
        """The time of day at which a day of dispatch ends; ``None`` if nothing leaves on it."""
        if is_holiday(self.almanac.calendar(self.source.calendar), day):
            return None
        if not exists(self.almanac.zone(self.source.zone), day):
            return None
        for season in self.seasons:
            if season.from_ <= day < season.until and weekday(day) in season.cut_off:
                return season.cut_off[weekday(day)]
        return self.dispatch.cut_off.get(weekday(day))

    def limit(self, day: date, lead: int = 0) -> Instant | None:
        """The instant from which an order leaves no more on a day, if it takes so many days before."""
        return self._limit(day, lead)

    @cached_property
    def _limit(self) -> Callable[[date, int], Instant | None]:
        @cache
        def limit(day: date, lead: int) -> Instant | None:
            cut_off = self.cut_off_of(day)
            if cut_off is None:
                return None
            more = 1 if self.dispatch.cut_off_minute is CutOffMinute.IN_TIME else 0
            zone = self.almanac.zone(self.source.zone)
            return first_showing(zone, day - timedelta(days=lead), cut_off.minutes + more)

        return limit

    def is_in_time(self, day: date, at: Instant, stock: Instant | None = None, lead: int = 0) -> bool:
        """Whether what was ordered at an instant, and is to be had from another, leaves on a day."""
        limit, stock_limit = self.limit(day, lead), self.limit(day)
        if limit is None or stock_limit is None:
            return False
        return at < limit and (stock is None or stock < stock_limit)

    def dispatched(self, at: Instant, stock: Instant | None = None, lead: int = 0) -> date:
        """The day on which what is ordered at an instant is dispatched."""
        first = EPOCH + timedelta(days=at // (DAY_MINUTES * MINUTE) - 2)  # in no zone has it begun later
        return next(day for day in days_from(first) if self.is_in_time(day, at, stock, lead))

    def arrives(self, dispatched: date) -> Days | None:
        """The days on which what is dispatched on a day can arrive; ``None`` if nobody ever receives it."""
        return self._arrives(dispatched)

    @cached_property
    def _arrives(self) -> Callable[[date], Days | None]:
        @cache
        def arrives(dispatched: date) -> Days | None:
            handling = self.dispatch.handling + sum(each.handling for each in self._in_season(dispatched))
            leaving = (day for day in days_from(dispatched) if self.cut_off_of(day) is not None)
            sent = _nth(handling, leaving)
            more = sum(each.transit for each in self._in_season(sent))
            first, last = (self._after(sent, days + more) for days in (self.transit.least, self.transit.most))
            return None if first is None or last is None else (first, last)

        return arrives

    def promise(self, at: Instant, stock: Instant | None = None, lead: int = 0) -> Days | None:
        """The first and the last day on which what is ordered at an instant arrives."""
        return self.arrives(self.dispatched(at, stock, lead))

    def order_by(self, day: date, at: Instant, stock: Instant | None = None, lead: int = 0) -> Instant | None:
        """The instant before which an order arrives on a day or earlier; ``None`` if that is over."""
        today = EPOCH + timedelta(days=at // (DAY_MINUTES * MINUTE))
        for dispatched in (day - timedelta(days=step) for step in range((day - today).days + 3)):
            limit, stock_limit = self.limit(dispatched, lead), self.limit(dispatched)
            if limit is None or stock_limit is None or (stock is not None and stock >= stock_limit):
                continue
            days = self.arrives(dispatched)
            if days is not None and days[1] <= day:
                return limit if at < limit else None
        return None

    def _in_season(self, day: date) -> list[Season]:
        return [each for each in self.seasons if each.from_ <= day < each.until]

    def _after(self, sent: date, days: int) -> date | None:
        """The day of arrival so many carrier days after the one on which something left."""
        later = (each for each in days_from(sent + timedelta(days=1)) if self.carries(each))
        arrived = _nth(days, chain([sent], later))
        return next((each for each in islice(days_from(arrived), PATIENCE + 1) if self.receives(each)), None)


def kept_at_a_point(road: Road, latest: date, held_days: int) -> date:
    """The last day on which a point keeps what may arrive as late as a day."""
    later = (day for day in days_from(latest + timedelta(days=1)) if road.receives(day))
    return _nth(held_days - 1, later)


def slots(way: Shipped, road: Road, latest: date, receives: Mapping[str, Hours]) -> list[Slot]:
    """The slots in which a customer who is there at some hours can be visited, from the safe day on."""
    found = []
    for day in islice(days_from(latest), way.slot_days):
        if road.receives(day):
            here = [
                rule for rule in way.slots if weekday(day) in rule.on and _lies_within(rule, day, receives)
            ]
            found += [Slot(day, rule.hours) for rule in here]
    return found


def _lies_within(rule: SlotRule, day: date, receives: Mapping[str, Hours]) -> bool:
    if not receives:
        return True
    there = receives[weekday(day)]
    return there.from_ <= rule.hours.from_ and rule.hours.until <= there.until


@attrs.frozen(kw_only=True, slots=False, eq=False)
class Desk:
    """Where goods are made ready: what is asked of every day, and of every minute, of a store.

    What was counted of a day, and from a step of preparation on, is remembered.
    """

    way: Collected
    store: Store
    almanac: Almanac

    def ready(self, at: Instant, stock: Instant | None = None) -> Ready:
        """When goods of the store's own are ready, ordered at an instant and to be had from another."""
        first = EPOCH + timedelta(days=at // (DAY_MINUTES * MINUTE) - 2)
        return self.prepared(
            next(
                step
                for day in days_from(first)
                for step in self._steps(day)
                if step > at and (stock is None or step >= stock)
            )
        )

    def brought(self, at: Instant, road: Road, stock: Instant | None = None, lead: int = 0) -> Ready | None:
        """When goods are ready that are brought to the store first; ``None`` if they never arrive."""
        days = road.promise(at, stock, lead)
        if days is None:
            return None
        opens = min(begins for begins, _ in intervals(self.store, days[1], self.almanac))
        return self.prepared(first_showing(self._zone, days[1], opens))

    def prepared(self, step: Instant) -> Ready:
        """When goods are ready of which the preparation starts at a step."""
        return self._prepared(step)

    @cached_property
    def _prepared(self) -> Callable[[Instant], Ready]:
        return cache(self._walked)

    @cached_property
    def _steps(self) -> Callable[[date], list[Instant]]:
        """The minutes of a day at which preparation may start."""

        @cache
        def steps(day: date) -> list[Instant]:
            return [
                first_showing(self._zone, day, minutes)
                for begins, ends in intervals(self.store, day, self.almanac)
                for minutes in range(begins, ends)
                if minutes == begins or minutes % self.way.slot == 0
            ]

        return steps

    @property
    def _zone(self) -> Zone:
        return self.almanac.zone(self.store.zone)

    def _walked(self, step: Instant) -> Ready:
        """Minute by minute through the opening hours, until the preparation is over."""
        minute, left = step, self.way.preparation
        for day in self._open_days(EPOCH + timedelta(days=step // (DAY_MINUTES * MINUTE) - 2)):
            for span in intervals(self.store, day, self.almanac):
                opens, closes = (first_showing(self._zone, day, minutes) for minutes in span)
                minute = Instant(max(minute, opens))
                while minute < closes and left:
                    minute, left = Instant(minute + MINUTE), left - 1
                if minute < closes:
                    kept = self._open_days(day + timedelta(days=1))
                    return Ready(minute, day, _nth(self.way.held_days - 1, kept))
        raise AssertionError(step)

    def _open_days(self, start: date) -> Iterator[date]:
        return (day for day in days_from(start) if is_open(self.store, day, self.almanac))


def days_from(start: date) -> Iterator[date]:
    """A day and all later ones."""
    return (start + timedelta(days=number) for number in count())


def _nth(number: int, days: Iterator[date]) -> date:
    return next(islice(days, number, None))
