from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from comptoir.delivery.collecting import Brought, Pickup, collected_promise
from comptoir.delivery.order_by import collected_order_by, shipped_order_by
from comptoir.delivery.promise import Trip, shipped_promise
from comptoir.delivery.rules import Dispatch, Season, Transfer
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import SECOND, Instant, instant_text
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import Hours, Opening, TimeOfDay
from unit.delivery_shop import ALMANAC, DEPOT, FRANCE, HOME, LYON, MOSELLE, PICKUP, at, december, moment

HOUR = 3600 * SECOND
NOON = TimeOfDay.from_text("12:00")
TRIP = Trip(way=HOME, dispatch=HOME.dispatch[0], source=DEPOT, there=FRANCE)
OWN = Pickup(way=PICKUP, store=LYON)
TRANSFER = Transfer(
    dispatch=Dispatch(source="depot", cut_off={"thursday": NOON, "friday": NOON}),
    carrier="carrier",
    transit=1,
)
BROUGHT = attrs.evolve(OWN, brought=Brought(transfer=TRANSFER, source=DEPOT))
PEAK = Season(
    id="peak",
    name={"fr": "fêtes"},
    from_=december(14),
    until=december(25),
    cut_off={"wednesday": NOON},
    transit=1,
)


def text(found: Instant | None) -> str | None:
    return None if found is None else instant_text(found)


@pytest.mark.parametrize(
    ("asked", "day", "until"),
    [
        ("2026-12-01T09:00:00+01:00", december(24), "2026-12-22T13:00:00Z"),
        ("2026-12-22T13:59:59+01:00", december(24), "2026-12-22T13:00:00Z"),
        ("2026-12-22T14:00:00+01:00", december(24), None),
        ("2026-12-01T09:00:00+01:00", december(27), "2026-12-23T13:00:00Z"),
        ("2026-12-01T09:00:00+01:00", december(28), "2026-12-24T13:00:00Z"),
        ("2026-12-01T09:00:00+01:00", december(2), None),
        ("2026-12-01T09:00:00+01:00", date(2026, 11, 3), None),
        ("2026-10-20T09:00:00+02:00", date(2026, 10, 27), "2026-10-23T12:00:00Z"),
    ],
)
def test_the_last_cut_off_from_which_it_arrives_in_time(asked: str, day: date, until: str | None) -> None:
    assert text(shipped_order_by(TRIP, day, moment(asked), ALMANAC)) == until


@pytest.mark.parametrize(
    ("changes", "until"),
    [
        ({"lead": 3}, "2026-12-19T13:00:00Z"),
        ({"ready": at("2026-12-22T12:59:00Z")}, "2026-12-22T13:00:00Z"),
        ({"ready": at("2026-12-22T13:00:00Z")}, None),
        ({"receives": {"wednesday": Hours.from_text("08:00-18:00")}}, "2026-12-21T13:00:00Z"),
        ({"receives": {"sunday": Hours.from_text("08:00-18:00")}}, None),
        ({"way": attrs.evolve(HOME, seasons=[PEAK])}, "2026-12-21T13:00:00Z"),
    ],
)
def test_everything_that_moves_the_promise_moves_the_last_order(
    changes: dict[str, Any], until: str | None
) -> None:
    trip = attrs.evolve(TRIP, **changes)
    assert text(shipped_order_by(trip, december(24), moment("2026-12-01T09:00:00+01:00"), ALMANAC)) == until


@pytest.mark.parametrize(
    ("pickup", "day", "until"),
    [
        (OWN, december(5), "2026-12-05T08:45:00Z"),
        (OWN, december(6), "2026-12-05T08:45:00Z"),
        (OWN, december(7), "2026-12-07T15:30:00Z"),
        (attrs.evolve(OWN, lead=2), december(7), "2026-12-05T23:00:00Z"),
        (attrs.evolve(OWN, lead=2), december(6), "2026-12-03T23:00:00Z"),
        (attrs.evolve(OWN, ready=at("2026-12-07T15:30:00Z")), december(7), "2026-12-07T15:30:00Z"),
        (attrs.evolve(OWN, ready=at("2026-12-07T15:31:00Z")), december(7), None),
        (BROUGHT, december(5), "2026-12-04T11:00:00Z"),
        (BROUGHT, december(4), "2026-12-03T11:00:00Z"),
        (BROUGHT, december(3), None),
    ],
)
def test_the_last_order_that_is_ready_on_a_day(pickup: Pickup, day: date, until: str | None) -> None:
    asked = moment("2026-12-01T09:00:00+01:00")
    assert text(collected_order_by(pickup, day, asked, ALMANAC)) == until


def test_a_day_beyond_a_calendar_has_no_answer() -> None:
    asked = moment("2026-12-01T09:00:00+01:00")
    for day in (date(2027, 1, 30), date(2027, 1, 31)):
        assert shipped_order_by(TRIP, day, asked, ALMANAC) is not None
        assert collected_order_by(OWN, day, asked, ALMANAC) is not None
    with pytest.raises(NoAnswer):
        shipped_order_by(TRIP, date(2027, 2, 1), asked, ALMANAC)
    with pytest.raises(NoAnswer):
        collected_order_by(OWN, date(2027, 2, 1), asked, ALMANAC)


LUNCH = attrs.evolve(LYON, opening={"monday": Opening.from_text("10:00-12:30, 14:00-19:00")})


@pytest.mark.parametrize("since", ["2026-03-25T23:00:00Z", "2026-10-21T22:00:00Z", "2026-12-20T23:00:00Z"])
@pytest.mark.parametrize(
    "asked",
    [
        TRIP,
        attrs.evolve(TRIP, there=MOSELLE),
        attrs.evolve(TRIP, lead=2),
        attrs.evolve(TRIP, way=attrs.evolve(HOME, delivers_on=["tuesday", "thursday"])),
        OWN,
        attrs.evolve(OWN, store=LUNCH),
        attrs.evolve(OWN, lead=1),
        BROUGHT,
    ],
)
def test_an_order_before_is_there_and_one_at_it_is_not(asked: Trip | Pickup, since: str) -> None:
    start = Moment(at(since))
    for ahead in range(14):
        day = local_day(since) + timedelta(ahead)
        until = order_by(asked, day, start)
        if until is None:
            assert latest(asked, start.at) > day
        else:
            assert latest(asked, Instant(until - 1)) <= day < latest(asked, until)


def local_day(since: str) -> date:
    return ALMANAC.zone("Europe/Paris").local_date(at(since))


def order_by(asked: Trip | Pickup, day: date, moment: Moment) -> Instant | None:
    if isinstance(asked, Trip):
        return shipped_order_by(asked, day, moment, ALMANAC)
    return collected_order_by(asked, day, moment, ALMANAC)


def latest(asked: Trip | Pickup, at: Instant) -> date:
    if isinstance(asked, Pickup):
        return collected_promise(asked, Moment(at), ALMANAC).promised.latest
    promise = shipped_promise(asked, Moment(at), ALMANAC)
    assert promise is not None
    return promise.promised.latest
