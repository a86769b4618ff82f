from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.delivery.promise import NotOpen, Promise, collected_promise
from comptoir.delivery.rules import Collected
from comptoir.values.calendars import Calendar
from comptoir.values.errors import NoAnswer, WrongType, WrongValue
from comptoir.values.instants import instant_text
from comptoir.values.times_of_day import Hours
from unit.delivery_shop import ALMANAC, LYON, PARIS, PICKUP, at, december, moment


def collected(text: str, way: Collected = PICKUP, **changes: Any) -> Promise:
    return collected_promise(way, attrs.evolve(LYON, **changes), moment(text), ALMANAC)


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
    collected_promise(PICKUP, LYON, asking, ALMANAC)
    assert asking.until is not None
    assert instant_text(asking.until) == until


def test_a_store_that_never_opens_again_has_no_answer() -> None:
    closing = Calendar(id="fr", since=date(2026, 1, 1), until=december(6))
    almanac = attrs.evolve(ALMANAC, calendars=(closing,))
    with pytest.raises(NoAnswer):
        collected_promise(PICKUP, LYON, moment("2026-12-05T11:45:00+01:00"), almanac)


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
