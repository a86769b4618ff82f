from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir.delivery.appointments import booked, free_slots
from comptoir.delivery.offered import FreeSlot, NotOfferedCode
from comptoir.delivery.promise import Promise, Trip, shipped_promise
from comptoir.delivery.rules import SlotRule
from comptoir.facts.stock import Slot
from comptoir.values.times_of_day import Hours
from unit.delivery_shop import ALMANAC, DEPOT, FRANCE, HOME, MOSELLE, december, moment

MORNING = Hours.from_text("08:00-12:00")
EVENING = Hours.from_text("18:00-21:00")
APPOINTMENT = attrs.evolve(
    HOME,
    slots=[
        SlotRule(on=["monday", "tuesday", "thursday", "saturday"], hours=MORNING),
        SlotRule(on=["thursday"], hours=EVENING),
    ],
    slot_days=7,
)
ASKED = "2026-12-01T09:00:00+01:00"
"""A Tuesday: it arrives on the 2nd or the 3rd."""


def trip(**changes: Any) -> Trip:
    return attrs.evolve(
        Trip(way=APPOINTMENT, dispatch=HOME.dispatch[0], source=DEPOT, there=FRANCE), **changes
    )


def promise(trip: Trip, asked: str = ASKED) -> Promise:
    found = shipped_promise(trip, moment(asked), ALMANAC)
    assert found is not None
    return found


def free(trip: Trip, left: dict[Slot, int] | None = None, asked: str = ASKED) -> list[str]:
    slots = free_slots(trip, promise(trip, asked), left or {}, ALMANAC)
    return [f"{each.slot.day.day} {each.slot.hours.to_text()}" for each in slots]


def test_slots_start_on_the_first_safe_day_and_come_on_days_of_delivery() -> None:
    assert free(trip()) == [
        "3 08:00-12:00",
        "3 18:00-21:00",
        "5 08:00-12:00",
        "7 08:00-12:00",
        "8 08:00-12:00",
    ]


def test_slots_are_those_of_so_many_days() -> None:
    assert free(trip(way=attrs.evolve(APPOINTMENT, slot_days=1))) == ["3 08:00-12:00", "3 18:00-21:00"]
    assert free(trip(way=attrs.evolve(APPOINTMENT, slot_days=8)))[-2:] == ["10 08:00-12:00", "10 18:00-21:00"]


def test_no_slot_on_a_holiday_of_the_destination() -> None:
    christmas = "2026-12-23T09:00:00+01:00"
    assert free(trip(), asked=christmas) == [
        "26 08:00-12:00",
        "28 08:00-12:00",
        "29 08:00-12:00",
        "31 08:00-12:00",
        "31 18:00-21:00",
    ]
    assert free(trip(there=MOSELLE), asked=christmas)[0] == "28 08:00-12:00"


def test_a_slot_lies_within_the_hours_in_which_somebody_receives() -> None:
    receives = {"thursday": Hours.from_text("08:00-20:00"), "saturday": Hours.from_text("08:00-12:00")}
    assert free(trip(receives=receives)) == ["3 08:00-12:00", "5 08:00-12:00"]


def test_a_full_slot_is_not_free_and_others_say_what_is_left() -> None:
    full, nearly = Slot(december(3), MORNING), Slot(december(3), EVENING)
    left = {full: 0, nearly: 2}
    found = free_slots(trip(), promise(trip()), left, ALMANAC)
    assert found[:2] == (
        FreeSlot(slot=nearly, left=2),
        FreeSlot(slot=Slot(december(5), MORNING)),
    )
    assert booked(trip(), promise(trip()), full, left, ALMANAC) is NotOfferedCode.SLOT_FULL


def test_the_slot_that_is_chosen_is_promised() -> None:
    slot = Slot(december(5), MORNING)
    found = booked(trip(), promise(trip()), slot, {slot: 1}, ALMANAC)
    assert isinstance(found, Promise)
    assert (found.promised.earliest, found.promised.latest) == (december(5), december(5))
    assert found.promised.slot == slot
    assert found.trace == promise(trip()).trace


@pytest.mark.parametrize(
    "slot",
    [
        Slot(december(2), MORNING),
        Slot(december(3), Hours.from_text("08:00-11:00")),
        Slot(december(4), MORNING),
        Slot(december(6), MORNING),
        Slot(december(10), MORNING),
    ],
)
def test_a_slot_too_early_too_late_or_of_no_rule_cannot_be_chosen(slot: Slot) -> None:
    assert booked(trip(), promise(trip()), slot, {slot: 0}, ALMANAC) is NotOfferedCode.SLOT_UNKNOWN
