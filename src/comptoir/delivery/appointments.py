"""The slots in which goods are brought by appointment: which are free, and what choosing one promises.

Decides by the first safe day of a promise, the days on which the service delivers, and what is told to be
left. May never know prices, nor who asks.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from comptoir.delivery.offered import FreeSlot, NotOfferedCode
from comptoir.delivery.promise import Door, Promise, Trip
from comptoir.facts.stock import Slot, SlotLeft
from comptoir.values.almanac import Almanac
from comptoir.values.days import ONE_DAY, WEEKDAY_NAMES, weekday_name
from comptoir.values.times_of_day import Hours


@attrs.frozen
class Slots:
    """How many deliveries services still take in slots, by service; of the others, nothing is told."""

    left: Mapping[str, Mapping[Slot, int]]

    @classmethod
    def of(cls, slots: Iterable[SlotLeft]) -> Slots:
        """What is told of slots, none of them twice."""
        left: dict[str, dict[Slot, int]] = {}
        for each in slots:
            left.setdefault(each.service, {})[each.slot] = each.left
        return cls(left)

    def of_service(self, service: str) -> Mapping[Slot, int]:
        """How many deliveries a service still takes in those of its slots of which something is told."""
        return self.left.get(service, {})

    def less(self, service: str, taken: Iterable[Slot]) -> Slots:
        """What is left once a service takes one delivery more in each of some slots."""
        own = self.of_service(service)
        fewer = {slot: own[slot] - 1 for slot in taken if slot in own}
        return Slots({**self.left, service: {**own, **fewer}}) if fewer else self


NO_SLOTS: Final = Slots({})


def free_slots(
    trip: Trip, promise: Promise, left: Mapping[Slot, int], almanac: Almanac
) -> tuple[FreeSlot, ...]:
    """The slots to choose from, in order: those that fit the promise and are not full.

    ``left`` says of some slots how many deliveries they still take. They are those of the ``slot_days``
    days from the last day of the promise on, by which the goods are there; on a day on which the service
    delivers, and within the hours in which somebody receives. Raises ``NoAnswer`` beyond a calendar.
    """
    days = (promise.promised.latest + ahead * ONE_DAY for ahead in range(trip.way.slot_days))
    return tuple(
        FreeSlot(slot=slot, left=left.get(slot))
        for slot in _slots_on(trip, days, almanac)
        if left.get(slot) != 0
    )


def booked(
    trip: Trip, promise: Promise, slot: Slot, left: Mapping[Slot, int], almanac: Almanac
) -> Promise | NotOfferedCode:
    """The promise once a slot is chosen: its day, and its hours; or why it cannot be chosen."""
    ahead = (slot.day - promise.promised.latest).days
    if not 0 <= ahead < trip.way.slot_days or slot not in _slots_on(trip, [slot.day], almanac):
        return NotOfferedCode.SLOT_UNKNOWN
    if left.get(slot) == 0:
        return NotOfferedCode.SLOT_FULL
    promised = attrs.evolve(promise.promised, earliest=slot.day, latest=slot.day, slot=slot)
    return attrs.evolve(promise, promised=promised)


def _slots_on(trip: Trip, days: Iterable[date], almanac: Almanac) -> Iterator[Slot]:
    """The slots of some days, full or not, in order."""
    door = Door.of(trip, almanac)
    hours = {name: _hours_on(trip, name) for name in WEEKDAY_NAMES}
    for day in days:
        if door.is_delivered(day):
            yield from (Slot(day, each) for each in hours[weekday_name(day)])


def _hours_on(trip: Trip, weekday: str) -> list[Hours]:
    """The hours of the slots of a day of the week, in order, for the whole of which somebody is there."""
    there: Hours | None = trip.receives.get(weekday)
    if there is None and trip.receives:
        return []
    every = {rule.hours for rule in trip.way.slots if weekday in rule.on}
    return sorted(
        each for each in every if there is None or (there.from_ <= each.from_ and each.until <= there.until)
    )
