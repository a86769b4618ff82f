from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.delivery.collecting import Brought, Pickup, collected_promise
from comptoir.delivery.promise import Promise
from comptoir.delivery.rules import Collected, Dispatch, Transfer
from comptoir.delivery.steps import AfterCutOff, InStockFrom, MadeToOrder, NotCarried, NotOpen
from comptoir.facts.places import SpecialDay, Store
from comptoir.values.calendars import Calendar
from comptoir.values.errors import NoAnswer, WrongType, WrongValue
from comptoir.values.instants import instant_text
from comptoir.values.times_of_day import Hours, Opening, TimeOfDay
from unit.delivery_shop import ALMANAC, DEPOT, LYON, PARIS, PICKUP, at, december, moment


def collected(text: str, way: Collected = PICKUP, **changes: Any) -> Promise:
    return found(text, Pickup(way=way, store=attrs.evolve(LYON, **changes)))


def found(text: str, pickup: Pickup) -> Promise:
    return collected_promise(pickup, moment(text), ALMANAC)


@pytest.mark.parametrize(
    ("asked", "ready", "held_until"),
    [
        ("2026-12-04T08:00:00+01:00", "2026-12-04T11:00:00Z", december(8)),
        ("2026-12-04T09:59:59.999999+01:00", "2026-12-04T11:00:00Z", december(8)),
        ("2026-12-04T10:00:00+01:00", "2026-12-04T11:30:00Z", december(8)),
        ("2026-12-04T10:10:00+01:00", "2026-12-04T11:30:00Z", december(8)),
        ("2026-12-04T16:29:59+01:00", "2026-12-04T17:30:00Z", december(8)),
        ("2026-12-04T16:30:00+01:00", "2026-12-05T08:45:00Z", december(9)),
        ("2026-12-04T17:05:00+01:00", "2026-12-05T09:15:00Z", december(9)),
        ("2026-12-04T18:45:00+01:00", "2026-12-05T10:45:00Z", december(9)),
        ("2026-12-05T09:44:00+01:00", "2026-12-05T10:45:00Z", december(9)),
        ("2026-12-05T09:45:00+01:00", "2026-12-07T09:00:00Z", december(10)),
        ("2026-12-05T11:00:00+01:00", "2026-12-07T10:30:00Z", december(10)),
        ("2026-12-06T15:00:00+01:00", "2026-12-07T11:00:00Z", december(10)),
        ("2026-12-24T18:45:00+01:00", "2026-12-26T10:45:00Z", december(30)),
        ("2026-12-29T09:00:00+01:00", "2026-12-29T11:00:00Z", date(2027, 1, 2)),
    ],
)
def test_ready_after_opening_time_and_held_for_opening_days(asked: str, ready: str, held_until: date) -> None:
    promised = collected(asked).promised
    assert promised.ready == at(ready)
    assert promised.earliest == promised.latest == PARIS.local_date(at(ready))
    assert promised.held_until == held_until
    assert promised.zone == "Europe/Paris"


def test_closed_days_that_are_passed_are_named() -> None:
    assert collected("2026-12-24T18:45:00+01:00").trace == (NotOpen(december(25), "Noël"),)
    assert collected("2026-12-05T11:00:00+01:00").trace == (NotOpen(december(6)),)
    assert collected("2026-12-04T18:45:00+01:00").trace == ()


def test_preparation_over_several_days() -> None:
    ten_hours = attrs.evolve(PICKUP, preparation=600)
    assert collected("2026-12-04T17:30:00+01:00", ten_hours).promised.ready == at("2026-12-07T15:45:00Z")


def test_nothing_to_prepare_is_ready_at_the_next_slot() -> None:
    at_once = attrs.evolve(PICKUP, preparation=0)
    assert collected("2026-12-04T10:10:00+01:00", at_once).promised.ready == at("2026-12-04T09:30:00Z")
    assert collected("2026-12-04T18:30:00+01:00", at_once).promised.ready == at("2026-12-05T08:45:00Z")


@pytest.mark.parametrize(
    ("asked", "ready"),
    [
        ("2026-03-28T23:50:00Z", "2026-03-29T02:00:00Z"),
        ("2026-03-29T00:40:00Z", "2026-03-29T03:00:00Z"),
        ("2026-10-24T22:50:00Z", "2026-10-25T01:00:00Z"),
        ("2026-10-25T00:10:00Z", "2026-10-25T02:30:00Z"),
        ("2026-10-25T00:30:00Z", "2026-10-25T04:00:00Z"),
    ],
)
def test_preparation_elapses_on_the_night_of_a_clock_change(asked: str, ready: str) -> None:
    days = {day: Hours.from_text("00:00-24:00") for day in ("saturday", "sunday")}
    assert collected(asked, opening=days).promised.ready == at(ready)


def test_midnight_closes_nothing_between_two_whole_days() -> None:
    days = {day: Hours.from_text("00:00-24:00") for day in ("friday", "saturday")}
    assert collected("2026-12-04T22:40:00+01:00", opening=days).promised.ready == at("2026-12-05T00:00:00Z")


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ("2026-12-04T10:10:00+01:00", "2026-12-04T09:30:00Z"),
        ("2026-12-04T18:45:00+01:00", "2026-12-05T08:45:00Z"),
        ("2026-12-05T11:45:00+01:00", "2026-12-06T23:00:00Z"),
        ("2026-12-06T11:45:00+01:00", "2026-12-06T23:00:00Z"),
    ],
)
def test_what_is_ready_stays_so_until_the_slot(asked: str, until: str) -> None:
    asking = moment(asked)
    collected_promise(Pickup(way=PICKUP, store=LYON), asking, ALMANAC)
    assert asking.until is not None
    assert instant_text(asking.until) == until


def test_a_store_that_never_opens_again_has_no_answer() -> None:
    closing = Calendar(id="fr", since=date(2026, 1, 1), until=december(6))
    almanac = attrs.evolve(ALMANAC, calendars=(closing,))
    with pytest.raises(NoAnswer):
        collected_promise(Pickup(way=PICKUP, store=LYON), moment("2026-12-05T11:45:00+01:00"), almanac)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"slot": 7}, "slot_does_not_divide"),
        ({"slot": 0}, "number_out_of_range"),
        ({"preparation": -1}, "number_out_of_range"),
        ({"preparation": 10_081}, "number_out_of_range"),
        ({"held_days": 0}, "number_out_of_range"),
        ({"stores": []}, "reaches_nobody"),
    ],
)
def test_what_cannot_be_collected_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(PICKUP, **changes)
    assert error.value.faults[0].code == code


def test_a_number_is_whole() -> None:
    with pytest.raises(WrongType):
        attrs.evolve(PICKUP, preparation=True)


LUNCH = Opening.from_text("10:00-12:30, 14:00-19:00")


@pytest.mark.parametrize(
    ("asked", "ready"),
    [
        ("2026-12-04T09:00:00+01:00", "2026-12-04T12:00:00+01:00"),
        ("2026-12-04T10:20:00+01:00", "2026-12-04T14:00:00+01:00"),
        ("2026-12-04T10:30:00+01:00", "2026-12-04T14:30:00+01:00"),
        ("2026-12-04T12:29:00+01:00", "2026-12-04T16:00:00+01:00"),
        ("2026-12-04T16:40:00+01:00", "2026-12-11T10:00:00+01:00"),
        ("2026-12-04T17:10:00+01:00", "2026-12-11T10:30:00+01:00"),
    ],
)
def test_nothing_is_made_ready_over_lunch(asked: str, ready: str) -> None:
    assert collected(asked, opening={"friday": LUNCH}).promised.ready == at(ready)


def test_a_special_day_replaces_the_week_and_the_holiday() -> None:
    special = [
        SpecialDay(day=december(20), opening=Hours.from_text("10:00-18:00")),
        SpecialDay(day=december(21), closed="inventaire"),
        SpecialDay(day=december(25), opening=LUNCH),
    ]
    sunday = collected("2026-12-19T11:00:00+01:00", special=special)
    assert (sunday.promised.ready, sunday.trace) == (at("2026-12-20T11:30:00+01:00"), ())
    tuesday = collected("2026-12-20T17:00:00+01:00", special=special)
    assert tuesday.promised.ready == at("2026-12-22T11:30:00+01:00")
    assert tuesday.trace == (NotOpen(december(21), "inventaire"),)
    christmas = collected("2026-12-24T18:00:00+01:00", special=special)
    assert christmas.promised.ready == at("2026-12-25T11:30:00+01:00")


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"special": [SpecialDay(day=december(20), closed="x")] * 2}, "special[1]", "duplicate_day"),
        ({"opening": {}}, "opening", "never_open"),
        ({"opening": {"lundi": LUNCH}}, "opening.lundi", "not_weekdays"),
    ],
)
def test_hours_that_cannot_be_are_refused(changes: dict[str, Any], where: str, code: str) -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(LYON, **changes)
    assert (error.value.faults[0].where, error.value.faults[0].code) == (where, code)


@pytest.mark.parametrize("changes", [{}, {"opening": LUNCH, "closed": "inventaire"}])
def test_a_special_day_is_open_or_closed(changes: dict[str, Any]) -> None:
    with pytest.raises(WrongValue) as error:
        SpecialDay(day=december(20), **changes)
    assert error.value.faults[0].code == "not_a_special_day"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("14:00-19:00, 10:00-12:30", "hours_overlap"),
        ("10:00-12:30, 12:30-19:00", "hours_overlap"),
        ("10:00-12:30,", "not_hours"),
        ("", "not_hours"),
    ],
)
def test_an_opening_is_a_list_of_hours_in_order(text: str, code: str) -> None:
    with pytest.raises(WrongValue) as error:
        Opening.from_text(text)
    assert error.value.faults[0].code == code


def test_an_opening_has_one_text() -> None:
    assert Opening.from_text("10:00-12:30,14:00-19:00") == LUNCH
    assert LUNCH.to_text() == "10:00-12:30, 14:00-19:00"
    assert Opening([Hours.from_text("10:00-19:00")]).to_text() == "10:00-19:00"


def test_goods_of_the_store_that_come_in_later_are_prepared_then() -> None:
    pickup = Pickup(way=PICKUP, store=LYON, ready=at("2026-12-09T10:30:00+01:00"))
    promise = found("2026-12-04T09:00:00+01:00", pickup)
    assert promise.promised.ready == at("2026-12-09T12:30:00+01:00")
    assert promise.trace == (InStockFrom(december(9)),)
    assert found("2026-12-09T09:00:00+01:00", pickup).promised.ready == at("2026-12-09T12:30:00+01:00")
    assert found("2026-12-09T10:30:00+01:00", pickup).promised.ready == at("2026-12-09T13:00:00+01:00")


def test_what_is_made_to_order_is_prepared_after_so_many_days() -> None:
    promise = found("2026-12-04T18:00:00+01:00", Pickup(way=PICKUP, store=LYON, lead=2))
    assert promise.promised.ready == at("2026-12-07T12:00:00+01:00")
    assert promise.trace == (MadeToOrder(december(6), 2), NotOpen(december(6)))


NOON = TimeOfDay.from_text("12:00")
BROUGHT = attrs.evolve(
    PICKUP,
    transfer=Transfer(
        dispatch=Dispatch(source="depot", cut_off={"thursday": NOON, "friday": NOON}),
        carrier="carrier",
        transit=1,
    ),
)


def brought(store: Store = LYON, **changes: Any) -> Pickup:
    assert BROUGHT.transfer is not None
    from_depot = Brought(transfer=BROUGHT.transfer, source=DEPOT)
    return Pickup(way=BROUGHT, store=store, brought=from_depot, **changes)


def test_goods_brought_to_the_store_are_prepared_when_it_opens() -> None:
    promise = found("2026-12-03T11:59:00+01:00", brought())
    assert promise.promised.ready == at("2026-12-04T12:00:00+01:00")
    assert promise.trace == ()
    late = found("2026-12-03T12:00:00+01:00", brought())
    assert late.promised.ready == at("2026-12-05T11:45:00+01:00")
    assert late.trace == (AfterCutOff(december(3), NOON),)


def test_goods_are_brought_on_a_day_on_which_the_store_opens() -> None:
    no_saturday = attrs.evolve(LYON, opening={"monday": LUNCH, "tuesday": LUNCH})
    promise = found("2026-12-04T11:00:00+01:00", brought(no_saturday))
    assert promise.promised.ready == at("2026-12-07T12:00:00+01:00")
    assert promise.trace == (NotOpen(december(5)), NotCarried(december(6)))


def test_goods_brought_may_come_in_later_or_be_made_to_order() -> None:
    later = found("2026-12-03T09:00:00+01:00", brought(ready=at("2026-12-04T09:00:00+01:00")))
    assert later.promised.ready == at("2026-12-05T11:45:00+01:00")
    assert later.trace == (InStockFrom(december(4)),)
    made = found("2026-12-03T09:00:00+01:00", brought(lead=1))
    assert made.promised.ready == at("2026-12-05T11:45:00+01:00")
    assert made.trace == (MadeToOrder(december(4), 1),)
