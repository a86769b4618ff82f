"""The days on which goods arrive that are sent, and what moved them.

Decides by cut-offs and calendars, in this order: lead time, the next cut-off still ahead, handling,
transit, and at last a day on which the service delivers and somebody receives. Days are added as days of
the calendar, never as 24 hours, so that a change of the clocks moves no promise. May never know prices, nor
who asks.

The one hot place: every service, source and line asks for a promise, and most ask the same. What was found
is remembered in the almanac, by the whole trip, from the start of its local day until the next boundary.

Source: house rule (laws D1, D2 and D4); the order of the steps is that of other shops' worked examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

import attrs

from comptoir.delivery.dispatching import Departure
from comptoir.delivery.rules import Dispatch, Shipped, To
from comptoir.delivery.steps import (
    NotDelivered,
    NotReceived,
    Step,
    not_carried,
    nth_after,
)
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.places import Country, Store, Warehouse
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar
from comptoir.values.collections import frozen_mapping
from comptoir.values.days import ONE_DAY, weekday_name
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import Hours
from comptoir.values.zones import Zone

PATIENCE: Final = 60
"""Days after the first possible one on which somebody has to be there to receive."""


@attrs.frozen(kw_only=True)
class Promise:
    """What is promised, and each day that it was moved past, in order."""

    promised: Promised
    trace: tuple[Step, ...] = ()


def _receives(receives: Mapping[str, Hours]) -> Mapping[str, Hours]:
    return frozen_mapping(receives, "receives")


@attrs.frozen(kw_only=True)
class Trip:
    """Goods that go from one ``source`` to one destination by a service's ``way``.

    ``there`` says whose days count at the destination: a door, or the point that was chosen. ``lead`` is
    how many days the goods are made before; ``ready`` when they come in, if they are not there yet.
    ``receives`` says on which days of the week somebody is at the door; without it, any day.
    """

    way: Shipped
    dispatch: Dispatch
    source: Warehouse | Store
    there: Country
    lead: int = 0
    ready: Instant | None = None
    receives: Mapping[str, Hours] = attrs.field(factory=dict, converter=_receives)

    def departure(self, almanac: Almanac) -> Departure:
        """When the goods leave."""
        return Departure.of(
            self.dispatch,
            self.source,
            almanac,
            seasons=self.way.seasons,
            lead=self.lead,
            ready=self.ready,
        )


def shipped_promise(trip: Trip, moment: Moment, almanac: Almanac) -> Promise | None:
    """The first and the last day of arrival, on the calendar of the destination.

    ``None`` if nobody receives the goods within ``PATIENCE`` days. The ends are working days of the
    carrier and no holidays of the destination, whose weekend is not looked at. Raises ``NoAnswer`` beyond a
    table or calendar.
    """
    promise: Promise | None = almanac.found.at(moment, trip, partial(_found, trip, almanac))
    return promise


def _found(trip: Trip, almanac: Almanac, moment: Moment) -> Promise | None:
    departure = trip.departure(almanac)
    dispatched, waiting = departure.dispatched(moment)
    promise = sent_promise(trip, departure, dispatched, almanac)
    if promise is None:
        return None
    return Promise(promised=promise.promised, trace=(*waiting, *promise.trace))


def sent_promise(trip: Trip, departure: Departure, dispatched: date, almanac: Almanac) -> Promise | None:
    """The days on which what is dispatched on a day arrives; ``None`` if nobody receives it."""
    left, longer, handling = departure.leaves(dispatched)
    door = Door.of(trip, almanac)
    transit = trip.dispatch.transit or trip.way.transit
    on_the_way = partial(not_carried, door.carrier)
    soonest, first_days = nth_after(left, transit.least + longer, on_the_way, door.zone)
    safest, more_days = nth_after(soonest, transit.most - transit.least, on_the_way, door.zone)
    earliest, sooner = door.received(soonest)
    latest, later = door.received(safest)
    if earliest is None or latest is None:
        return None
    held = trip.way.held_days
    carried = sorted({*first_days, *more_days, *sooner, *later}, key=lambda step: step.day)
    return Promise(
        promised=Promised(
            zone=trip.there.zone,
            earliest=earliest,
            latest=latest,
            held_until=None if held is None else nth_after(latest, held, door.not_delivered, door.zone)[0],
        ),
        trace=(*handling, *carried),
    )


@attrs.frozen(kw_only=True)
class Door:
    """Where goods are handed over: the days of the carrier, the service, the destination and its people."""

    zone: Zone
    carrier: Calendar
    destination: Calendar
    delivers_on: tuple[str, ...]
    receives: Mapping[str, Hours]

    @classmethod
    def of(cls, trip: Trip, almanac: Almanac) -> Door:
        """The door, or the point, at the end of a trip; at a point somebody is always there."""
        return cls(
            zone=almanac.zone(trip.there.zone),
            carrier=almanac.calendar(trip.way.carrier),
            destination=almanac.calendar(trip.there.calendar),
            delivers_on=trip.way.delivers_on,
            receives=trip.receives if trip.way.to is To.DOOR else {},
        )

    def received(self, day: date) -> tuple[date | None, list[Step]]:
        """The first day from one on on which goods are handed over; none within ``PATIENCE`` days."""
        steps: list[Step] = []
        for ahead in range(PATIENCE + 1):
            each = day + ahead * ONE_DAY
            if each in self.zone.skipped:
                continue
            step = self.not_delivered(each)
            if step is None:
                return each, steps
            steps.append(step)
        return None, steps

    def is_delivered(self, day: date) -> bool:
        """Whether goods are handed over on a day: nothing speaks against it, and no clock skips it."""
        return day not in self.zone.skipped and self.not_delivered(day) is None

    def not_delivered(self, day: date) -> Step | None:
        """What speaks against a day on which goods are handed over."""
        if step := not_carried(self.carrier, day):
            return step
        if holiday := self.destination.holiday(day):
            return NotDelivered(day, holiday.name)
        if self.delivers_on and weekday_name(day) not in self.delivers_on:
            return NotDelivered(day)
        return NotReceived(day) if self.receives and weekday_name(day) not in self.receives else None
