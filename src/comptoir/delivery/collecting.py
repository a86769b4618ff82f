"""When goods to be collected are ready in a store, how long they are kept, and what moved them.

Decides by opening hours: preparation takes opening time only, counted as it elapses. May never know prices,
nor who asks.

The instant of the question counts through its local day, whose start is noted, and the next step of a
store's day, or the cut-offs of a transfer. The trace alone changes when the day is over that it begins with.

Source: house rule (laws D1, D2 and D4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final

import attrs

from comptoir.delivery.dispatching import Departure, soonest, time_on
from comptoir.delivery.promise import Promise
from comptoir.delivery.rules import Collected, Transfer
from comptoir.delivery.steps import (
    NotOpen,
    Step,
    first,
    not_carried,
    nth_after,
)
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.places import Store, Warehouse
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar
from comptoir.values.days import ONE_DAY
from comptoir.values.instants import SECOND, Instant
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import Hours
from comptoir.values.zones import Zone

_MINUTE: Final = 60 * SECOND


@attrs.frozen(kw_only=True)
class Brought:
    """Goods that a ``transfer`` brings to a store from its ``source``."""

    transfer: Transfer
    source: Warehouse | Store


@attrs.frozen(kw_only=True)
class Pickup:
    """Goods to be collected in a ``store``: its own, or ``brought`` there.

    ``lead`` is how many days the goods are made before; ``ready`` when they come in, where they are, if
    they are not there yet.
    """

    way: Collected
    store: Store
    brought: Brought | None = None
    lead: int = 0
    ready: Instant | None = None

    def departure(self, brought: Brought, almanac: Almanac) -> Departure:
        """When goods that are brought leave their source."""
        dispatch = brought.transfer.dispatch
        return Departure.of(dispatch, brought.source, almanac, lead=self.lead, ready=self.ready)


@attrs.frozen
class _Ready:
    """The instant at which goods are ready, or the microseconds of preparation that are ``left``."""

    at: Instant | None
    left: int


def collected_promise(pickup: Pickup, moment: Moment, almanac: Almanac) -> Promise:
    """The instant at which goods are ready in a store, and the last day on which they are kept.

    What would be ready when the store closes, be it for lunch, is ready when it opens next. Dates are the
    store's. Raises ``NoAnswer`` beyond its table or calendar.
    """
    promise: Promise = almanac.found.at(moment, pickup, partial(_found, pickup, almanac))
    return promise


def _found(pickup: Pickup, almanac: Almanac, moment: Moment) -> Promise:
    desk, brought = Desk.of(pickup, almanac), pickup.brought
    if brought is None:
        return desk.own(moment)
    departure = pickup.departure(brought, almanac)
    dispatched, waiting = departure.dispatched(moment)
    promise = desk.transferred(brought.transfer, departure, dispatched, almanac)
    return Promise(promised=promise.promised, trace=(*waiting, *promise.trace))


@attrs.frozen(kw_only=True)
class Desk:
    """Where goods are collected: on the store's clock, by its calendar and its hours."""

    way: Collected
    store: Store
    lead: timedelta
    ready: Instant | None
    zone: Zone
    calendar: Calendar

    @classmethod
    def of(cls, pickup: Pickup, almanac: Almanac) -> Desk:
        """With the store's own zone and calendar; ``NoAnswer`` if one is missing."""
        return cls(
            way=pickup.way,
            store=pickup.store,
            lead=pickup.lead * ONE_DAY,
            ready=pickup.ready,
            zone=almanac.zone(pickup.store.zone),
            calendar=almanac.calendar(pickup.store.calendar),
        )

    def own(self, moment: Moment) -> Promise:
        """What is promised of goods of the store's own that are ordered now."""
        start = soonest(self.zone, self.lead, self.ready, moment)
        promise = self.started(start.day, moment.reaches)
        return Promise(promised=promise.promised, trace=start.noted(promise.trace, self.zone, moment))

    def started(self, day: date, is_past: Callable[[Instant], bool]) -> Promise:
        """What is promised if preparation starts on a day or later, at the first step that is not past."""
        day, passed = first(day, self.not_open, self.zone)
        while (minutes := self._next_step(day, is_past)) is None:
            day, closed = first(day + ONE_DAY, self.not_open, self.zone)
            passed += closed
        promise = self.prepared(day, minutes)
        return Promise(promised=promise.promised, trace=(*passed, *promise.trace))

    def transferred(
        self, transfer: Transfer, departure: Departure, dispatched: date, almanac: Almanac
    ) -> Promise:
        """What is promised of goods that are dispatched to the store on a day."""
        carrier = almanac.calendar(transfer.carrier)
        left, _, handling = departure.leaves(dispatched)
        day, carried = nth_after(left, transfer.transit, partial(not_carried, carrier), self.zone)
        day, closed = first(day, lambda each: not_carried(carrier, each) or self.not_open(each), self.zone)
        promise = self.prepared(day)
        return Promise(promised=promise.promised, trace=(*handling, *carried, *closed, *promise.trace))

    def prepared(self, day: date, minutes: int = 0) -> Promise:
        """What is promised of goods whose preparation starts on a day on which the store opens.

        That is at so many minutes of its clock, or as soon as it opens after them.
        """
        left, trace = self.way.preparation * _MINUTE, list[Step]()
        while (ready := self._ready_on(day, minutes, left)).at is None:
            day, closed = first(day + ONE_DAY, self.not_open, self.zone)
            minutes, left = 0, ready.left
            trace += closed
        held_until, _ = nth_after(day, self.way.held_days, self.not_open, self.zone)
        promised = Promised(
            zone=self.store.zone, earliest=day, latest=day, ready=ready.at, held_until=held_until
        )
        return Promise(promised=promised, trace=tuple(trace))

    def steps(self, day: date) -> list[int]:
        """The minutes of a day at which preparation may start: each opening, and each step of the slot."""
        slot = self.way.slot
        return [
            minutes
            for hours in self._hours(day)
            for minutes in (hours.from_, *range((hours.from_ // slot + 1) * slot, hours.until, slot))
        ]

    def not_open(self, day: date) -> NotOpen | None:
        """What speaks against a day on which goods are made ready or handed over."""
        if self.store.opening_on(day, self.calendar) is not None:
            return None
        return NotOpen(day, self.store.closed_for(day, self.calendar))

    def is_there(self, at: Instant) -> bool:
        """Whether the goods have come in by an instant."""
        return self.ready is None or self.ready <= at

    def _next_step(self, day: date, is_past: Callable[[Instant], bool]) -> int | None:
        """The first step of a day, not past, at which the goods are there; ``None`` if there is none."""

        def is_next(minutes: int) -> bool:
            at = time_on(self.zone, day, minutes)
            return self.is_there(at) and not is_past(at)

        steps = self.steps(day)
        ahead = bisect_left(steps, 1, key=is_next)
        return steps[ahead] if ahead < len(steps) else None

    def _ready_on(self, day: date, minutes: int, left: int) -> _Ready:
        """When goods are ready on a day, or what is left to prepare when the store closes."""
        for hours in self._hours(day):
            if minutes < hours.until:
                opens = time_on(self.zone, day, max(minutes, hours.from_))
                closes = time_on(self.zone, day, hours.until)
                if opens + left < closes:
                    return _Ready(Instant(opens + left), 0)
                left -= closes - opens
        return _Ready(None, left)

    def _hours(self, day: date) -> tuple[Hours, ...]:
        if day in self.zone.skipped:
            return ()
        opening = self.store.opening_on(day, self.calendar)
        return () if opening is None else opening.intervals
