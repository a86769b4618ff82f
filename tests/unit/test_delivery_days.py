from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.delivery.rules import Collected, Season, Shipped, SlotRule, To, Transfer
from comptoir.facts.places import Places, SpecialDay
from comptoir.rulebook.consistency.delivery_days import day_faults
from comptoir.values.calendars import Holiday
from comptoir.values.times_of_day import Hours, TimeOfDay
from unit.delivery_shop import (
    ALMANAC,
    DEPOT,
    HOME,
    LYON,
    PICKUP,
    PLACES,
    calendar,
    december,
    rules,
    service,
)

NOON = TimeOfDay.from_text("12:00")
MORNING = Hours.from_text("08:00-12:00")
SUNDAYS = attrs.evolve(HOME.dispatch[0], source="market", cut_off={"sunday": NOON})
NO_SUNDAY = calendar(
    "no-sunday", *(Holiday(date.fromordinal(day), "fermé") for day in range(739620, 740013, 7))
)
MARKET = attrs.evolve(DEPOT, id="market", calendar="no-sunday")


def faults(way: Shipped | Collected = HOME, places: Places = PLACES) -> list[tuple[str, str]]:
    found = day_faults(rules(service(way=way)), places, (*ALMANAC.calendars, NO_SUNDAY))
    return [(fault.where, fault.code) for fault in found]


def season(**changes: Any) -> Season:
    name = {"fr": "fêtes"}
    standard = Season(id="peak", name=name, from_=december(1), until=december(25), handling=1)
    return attrs.evolve(standard, **changes)


def test_what_has_its_days_has_no_fault() -> None:
    assert faults() == faults(PICKUP) == []
    slots = [SlotRule(on=["monday", "saturday"], hours=MORNING)]
    assert faults(attrs.evolve(HOME, seasons=[season()], delivers_on=["saturday"], slots=slots)) == []


def test_no_sunday_is_one() -> None:
    assert {holiday.day.isoweekday() for holiday in NO_SUNDAY.holidays} == {7}


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"dispatch": [SUNDAYS]}, "dispatch[0].cut_off", "never_dispatched"),
        ({"delivers_on": ["sunday"]}, "delivers_on", "never_delivered"),
        ({"slots": [SlotRule(on=["sunday"], hours=MORNING)]}, "slots[0].on", "never_delivered"),
        (
            {"slots": [SlotRule(on=["monday"], hours=MORNING)], "delivers_on": ["tuesday"]},
            "slots[0].on",
            "never_delivered",
        ),
        ({"slots": [SlotRule(on=["monday"], hours=MORNING)] * 2}, "slots[1]", "duplicate_slot"),
        (
            {"slots": [SlotRule(on=["monday"], hours=MORNING)], "to": To.LOCKER, "held_days": 3},
            "slots",
            "slots_at_a_point",
        ),
        ({"seasons": [season(handling=0)]}, "seasons[0]", "idle_season"),
        (
            {"seasons": [season(from_=date(2062, 12, 1), until=date(2062, 12, 25))]},
            "seasons[0].from",
            "day_outside_calendar",
        ),
    ],
)
def test_what_never_finds_its_day_is_a_fault(changes: dict[str, Any], where: str, code: str) -> None:
    places = attrs.evolve(PLACES, warehouses=[DEPOT, MARKET])
    expected = [(f"delivery.services[0].way.shipped.{where}", code)]
    assert faults(attrs.evolve(HOME, **changes), places) == expected


def test_a_season_may_open_the_only_days_of_a_source() -> None:
    market = attrs.evolve(DEPOT, id="market", calendar="no-sunday")
    places = attrs.evolve(PLACES, warehouses=[DEPOT, market])
    peak = season(cut_off={"saturday": NOON})
    assert faults(attrs.evolve(HOME, dispatch=[SUNDAYS], seasons=[peak]), places) == []


def test_a_transfer_from_which_nothing_leaves_is_a_fault() -> None:
    places = attrs.evolve(PLACES, warehouses=[DEPOT, MARKET])
    transfer = Transfer(dispatch=SUNDAYS, carrier="carrier", transit=1)
    where = "delivery.services[0].way.collected.transfer.dispatch.cut_off"
    assert faults(attrs.evolve(PICKUP, transfer=transfer), places) == [(where, "never_dispatched")]


def test_a_transfer_to_a_store_that_is_closed_whenever_the_carrier_works_is_a_fault() -> None:
    sundays = attrs.evolve(LYON, opening={"sunday": MORNING})
    transfer = Transfer(dispatch=HOME.dispatch[0], carrier="carrier", transit=1)
    way = attrs.evolve(PICKUP, transfer=transfer)
    where = "delivery.services[0].way.collected.transfer.carrier"
    assert faults(way, attrs.evolve(PLACES, stores=[sundays])) == [(where, "never_brought")]
    assert faults(way) == []


def test_a_store_that_never_opens_or_has_days_that_never_come_is_a_fault() -> None:
    sundays = attrs.evolve(LYON, calendar="no-sunday", opening={"sunday": MORNING})
    assert faults(places=attrs.evolve(PLACES, stores=[sundays])) == [
        ("places.stores[0].opening", "never_open")
    ]
    advent = attrs.evolve(sundays, special=[SpecialDay(day=december(20), opening=MORNING)])
    assert faults(places=attrs.evolve(PLACES, stores=[advent])) == []
    typo = attrs.evolve(LYON, special=[SpecialDay(day=date(2062, 12, 20), closed="inventaire")])
    where = "places.stores[0].special[0].day"
    assert faults(places=attrs.evolve(PLACES, stores=[typo])) == [(where, "day_outside_calendar")]
