from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from comptoir.delivery.promise import (
    AfterCutOff,
    NotCarried,
    NotDelivered,
    NotDispatched,
    NotOpen,
    Promise,
    Step,
    collected_promise,
    shipped_promise,
)
from comptoir.delivery.rules import Shipped, Transit
from comptoir.facts.places import Country
from comptoir.values.errors import NoAnswer, WrongValue
from comptoir.values.instants import SECOND, Instant, instant_text
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import TimeOfDay
from comptoir.wire import Codec
from unit.delivery_shop import (
    ALMANAC,
    FRANCE,
    HOME,
    LYON,
    MOSELLE,
    PARIS,
    PICKUP,
    at,
    december,
    moment,
)

MINUTE = 60 * SECOND
TWO_PM = TimeOfDay.from_text("14:00")


def shipped(text: str, way: Shipped = HOME, country: Country = FRANCE) -> Promise:
    return shipped_promise(way, country, moment(text), ALMANAC)


def ends(promise: Promise) -> tuple[date, date]:
    return promise.promised.earliest, promise.promised.latest


def way(**changes: Any) -> Shipped:
    return attrs.evolve(HOME, **changes)


@pytest.mark.parametrize(
    ("asked", "earliest", "latest"),
    [
        ("2026-12-02T13:59:59.999999+01:00", december(3), december(4)),
        ("2026-12-02T14:00:00+01:00", december(4), december(5)),
        ("2026-12-02T23:59:59+01:00", december(4), december(5)),
        ("2026-12-03T00:00:00+01:00", december(4), december(5)),
        ("2026-12-03T13:59:00+01:00", december(4), december(5)),
        ("2026-12-04T13:59:00+01:00", december(5), december(7)),
        ("2026-12-04T14:00:00+01:00", december(8), december(9)),
        ("2026-12-06T12:00:00+01:00", december(8), december(9)),
    ],
)
def test_the_next_cut_off_decides_and_sunday_is_not_carried(asked: str, earliest: date, latest: date) -> None:
    assert ends(shipped(asked)) == (earliest, latest)


def test_an_order_in_time_waits_for_nothing() -> None:
    promise = shipped("2026-12-02T09:00:00+01:00")
    assert promise.trace == ()
    assert promise.promised.zone == "Europe/Paris"
    assert promise.promised.ready is None
    assert promise.promised.held_until is None


def test_the_evening_of_23_december() -> None:
    promise = shipped("2026-12-23T18:05:00+01:00")
    assert ends(promise) == (december(26), december(28))
    assert promise.trace == (
        AfterCutOff(december(23), TWO_PM),
        NotCarried(december(25), "Noël"),
        NotCarried(december(27)),
    )
    assert [step.why for step in promise.trace if not isinstance(step, AfterCutOff)] == ["holiday", "sunday"]


def test_the_afternoon_of_24_december_waits_for_the_depot() -> None:
    promise = shipped("2026-12-24T14:00:00+01:00")
    assert ends(promise) == (december(30), december(31))
    assert promise.trace == (
        AfterCutOff(december(24), TWO_PM),
        NotDispatched(december(25), "Noël"),
        NotDispatched(december(26)),
        NotDispatched(december(27)),
        NotDispatched(december(28), "inventaire"),
    )


def test_a_holiday_of_the_destination_moves_the_end_that_falls_on_it() -> None:
    promise = shipped("2026-12-23T18:05:00+01:00", country=MOSELLE)
    assert ends(promise) == (december(28), december(28))
    assert promise.trace[1:] == (
        NotCarried(december(25), "Noël"),
        NotDelivered(december(26), "Saint-Étienne"),
        NotCarried(december(27)),
    )


def test_a_holiday_of_the_destination_on_the_way_moves_nothing() -> None:
    promise = shipped("2026-12-24T09:00:00+01:00", way(transit=Transit(2, 2)), MOSELLE)
    assert ends(promise) == (december(28), december(28))
    assert promise.trace == (NotCarried(december(25), "Noël"), NotCarried(december(27)))


def test_the_weekend_of_the_destination_is_not_looked_at() -> None:
    assert ends(shipped("2026-12-04T09:00:00+01:00", way(transit=Transit(1, 1)))) == (
        december(5),
        december(5),
    )


def test_handling_takes_days_on_which_the_depot_dispatches() -> None:
    assert ends(shipped("2026-12-23T10:00:00+01:00", way(handling=1))) == (december(26), december(28))
    late = shipped("2026-12-23T18:05:00+01:00", way(handling=1))
    assert ends(late) == (december(30), december(31))
    assert late.trace == (
        AfterCutOff(december(23), TWO_PM),
        NotDispatched(december(25), "Noël"),
        NotDispatched(december(26)),
        NotDispatched(december(27)),
        NotDispatched(december(28), "inventaire"),
    )


def test_without_transit_it_arrives_on_the_day_of_dispatch_if_carried() -> None:
    same_day = way(transit=Transit(0, 0), cut_off={"wednesday": TWO_PM, "sunday": TWO_PM})
    assert ends(shipped("2026-12-02T09:00:00+01:00", same_day)) == (december(2), december(2))
    assert ends(shipped("2026-12-06T09:00:00+01:00", same_day)) == (december(7), december(7))


def test_the_day_is_that_of_the_shipping_place() -> None:
    assert ends(shipped("2026-12-01T23:30:00Z")) == ends(shipped("2026-12-02T09:00:00+01:00"))
    overseas = way(zone="Indian/Reunion")
    assert ends(shipped("2026-12-02T09:59:59Z", overseas)) == (december(3), december(4))
    assert ends(shipped("2026-12-02T10:00:00Z", overseas)) == (december(4), december(5))


def test_dates_are_those_of_the_destination() -> None:
    reunion = Country(zone="Indian/Reunion", calendar="fr")
    assert shipped("2026-12-02T09:00:00+01:00", country=reunion).promised.zone == "Indian/Reunion"


@pytest.mark.parametrize(
    ("cut_off", "last", "first_late"),
    [
        ("14:00", "2026-03-29T11:59:59Z", "2026-03-29T12:00:00Z"),
        ("02:30", "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"),
        ("03:00", "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"),
        ("14:00", "2026-10-25T12:59:59Z", "2026-10-25T13:00:00Z"),
        ("02:30", "2026-10-25T00:29:59Z", "2026-10-25T00:30:00Z"),
        ("03:00", "2026-10-25T01:59:59Z", "2026-10-25T02:00:00Z"),
    ],
)
def test_a_cut_off_on_the_day_of_a_clock_change(cut_off: str, last: str, first_late: str) -> None:
    sundays = way(cut_off={"sunday": TimeOfDay.from_text(cut_off)})
    assert shipped(last, sundays).trace == ()
    sunday = PARIS.local_date(at(last))
    late = shipped(first_late, sundays)
    assert late.trace[0] == AfterCutOff(sunday, TimeOfDay.from_text(cut_off))
    assert late.trace[1:7] == tuple(NotDispatched(sunday + timedelta(day)) for day in range(1, 7))


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ("2026-12-02T09:00:00+01:00", "2026-12-02T13:00:00Z"),
        ("2026-12-02T14:00:00+01:00", "2026-12-02T23:00:00Z"),
        ("2026-12-03T00:00:00+01:00", "2026-12-03T13:00:00Z"),
        ("2026-12-05T09:00:00+01:00", "2026-12-05T23:00:00Z"),
        ("2026-03-29T00:30:00+01:00", "2026-03-29T22:00:00Z"),
        ("2026-10-25T00:30:00+02:00", "2026-10-25T23:00:00Z"),
    ],
)
def test_a_promise_holds_until_the_cut_off_and_its_trace_until_the_day_is_over(
    asked: str, until: str
) -> None:
    asking = moment(asked)
    shipped_promise(HOME, FRANCE, asking, ALMANAC)
    assert asking.until is not None
    assert instant_text(asking.until) == until


def test_beyond_the_calendar_there_is_no_answer() -> None:
    with pytest.raises(NoAnswer) as error:
        shipped("2027-01-29T15:00:00+01:00")
    assert error.value.faults[0].code == "outside_calendar"


@pytest.mark.parametrize(
    ("since", "days"),
    [("2026-03-27T00:00:00Z", 12), ("2026-10-23T00:00:00Z", 5), ("2026-12-22T00:00:00Z", 9)],
)
@pytest.mark.parametrize(
    "promise",
    [
        lambda asking: shipped_promise(HOME, MOSELLE, asking, ALMANAC),
        lambda asking: shipped_promise(way(handling=2, zone="Indian/Reunion"), FRANCE, asking, ALMANAC),
        lambda asking: collected_promise(PICKUP, LYON, asking, ALMANAC),
    ],
)
def test_until_the_noted_boundary_the_answer_is_the_same_and_later_is_never_sooner(
    since: str, days: int, promise: Callable[[Moment], Promise]
) -> None:
    before, until = promise(Moment(at(since))), Instant(0)
    for minutes in range(0, days * 24 * 60, 15):
        asking = Moment(Instant(at(since) + minutes * MINUTE))
        found = promise(asking)
        if asking.at < until:
            assert found == before
        assert ends(found) >= ends(before)
        assert (found.promised.ready or 0) >= (before.promised.ready or 0)
        assert asking.until is not None
        before, until = found, asking.until


def test_a_step_travels_under_its_kind() -> None:
    shape = Codec().shape(Step)
    steps: dict[str, Step] = {
        "after_cut_off": AfterCutOff(december(23), TWO_PM),
        "not_carried": NotCarried(december(25), "Noël"),
        "not_open": NotOpen(december(6)),
    }
    assert {kind: shape.write(step) for kind, step in steps.items()} == {
        "after_cut_off": {"after_cut_off": {"day": "2026-12-23", "cut_off": "14:00"}},
        "not_carried": {"not_carried": {"day": "2026-12-25", "holiday": "Noël"}},
        "not_open": {"not_open": {"day": "2026-12-06"}},
    }


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"cut_off": {}}, "cut_off", "never_dispatched"),
        ({"cut_off": {"lundi": TWO_PM}}, "cut_off.lundi", "not_weekdays"),
        ({"zones": []}, "zones", "reaches_nobody"),
        ({"handling": -1}, "handling", "number_out_of_range"),
        ({"handling": 366}, "handling", "number_out_of_range"),
        ({"zone": "Paris!"}, "zone", "not_a_zone_name"),
    ],
)
def test_what_cannot_be_shipped_is_refused(changes: dict[str, Any], where: str, code: str) -> None:
    with pytest.raises(WrongValue) as error:
        way(**changes)
    assert (error.value.faults[0].where, error.value.faults[0].code) == (where, code)


@pytest.mark.parametrize(("least", "most"), [(2, 1), (-1, 1), (0, 366)])
def test_transit_is_at_least_and_at_most(least: int, most: int) -> None:
    with pytest.raises(WrongValue) as error:
        Transit(least, most)
    assert error.value.faults[0].code == "number_out_of_range"
