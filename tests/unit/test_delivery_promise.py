from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import attrs
import pytest

from comptoir.delivery.appointments import free_slots
from comptoir.delivery.collecting import Pickup, collected_promise
from comptoir.delivery.order_by import shipped_order_by
from comptoir.delivery.promise import Promise, Trip, shipped_promise
from comptoir.delivery.rules import (
    CutOffMinute,
    Dispatch,
    Season,
    Shipped,
    SlotRule,
    To,
    Transit,
)
from comptoir.delivery.steps import (
    AfterCutOff,
    InSeason,
    InStockFrom,
    MadeToOrder,
    NotCarried,
    NotDelivered,
    NotDispatched,
    NotOpen,
    NotReceived,
    Step,
)
from comptoir.facts.places import Country
from comptoir.testing.oracles import promises
from comptoir.values.almanac import Almanac
from comptoir.values.errors import NoAnswer, WrongValue
from comptoir.values.instants import SECOND, Instant, instant_from_text, instant_text
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import Hours, TimeOfDay
from comptoir.values.zones import Change, Zone
from comptoir.wire import Codec
from unit.delivery_shop import (
    ALMANAC,
    DEPOT,
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
NOON = TimeOfDay.from_text("12:00")
DAYTIME = Hours.from_text("08:00-18:00")


def trip(way: Shipped = HOME, there: Country = FRANCE, **changes: Any) -> Trip:
    return attrs.evolve(Trip(way=way, dispatch=way.dispatch[0], source=DEPOT, there=there), **changes)


def found(text: str, trip: Trip) -> Promise:
    promise = shipped_promise(trip, moment(text), ALMANAC)
    assert promise is not None
    return promise


def shipped(text: str, way: Shipped = HOME, country: Country = FRANCE) -> Promise:
    return found(text, trip(way, country))


def ends(promise: Promise) -> tuple[date, date]:
    return promise.promised.earliest, promise.promised.latest


def way(**changes: Any) -> Shipped:
    return attrs.evolve(HOME, **changes)


def dispatch(**changes: Any) -> Dispatch:
    return attrs.evolve(HOME.dispatch[0], **changes)


def season(from_: str, until: str, **changes: Any) -> Season:
    first, last = date.fromisoformat(from_), date.fromisoformat(until)
    return Season(id="peak", name={"fr": "fêtes"}, from_=first, until=last, **changes)


def handled(days: int) -> Shipped:
    return way(dispatch=[dispatch(handling=days)])


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
    assert ends(shipped("2026-12-23T10:00:00+01:00", handled(1))) == (december(26), december(28))
    late = shipped("2026-12-23T18:05:00+01:00", handled(1))
    assert ends(late) == (december(30), december(31))
    assert late.trace == (
        AfterCutOff(december(23), TWO_PM),
        NotDispatched(december(25), "Noël"),
        NotDispatched(december(26)),
        NotDispatched(december(27)),
        NotDispatched(december(28), "inventaire"),
    )


def test_without_transit_it_arrives_on_the_day_of_dispatch_if_carried() -> None:
    cut_off = {"wednesday": TWO_PM, "sunday": TWO_PM}
    same_day = way(transit=Transit(0, 0), dispatch=[dispatch(cut_off=cut_off)])
    assert ends(shipped("2026-12-02T09:00:00+01:00", same_day)) == (december(2), december(2))
    assert ends(shipped("2026-12-06T09:00:00+01:00", same_day)) == (december(7), december(7))


def test_the_day_is_that_of_the_shipping_place() -> None:
    assert ends(shipped("2026-12-01T23:30:00Z")) == ends(shipped("2026-12-02T09:00:00+01:00"))
    overseas = trip(source=attrs.evolve(DEPOT, zone="Indian/Reunion"))
    assert ends(found("2026-12-02T09:59:59Z", overseas)) == (december(3), december(4))
    assert ends(found("2026-12-02T10:00:00Z", overseas)) == (december(4), december(5))


def test_dates_are_those_of_the_destination() -> None:
    reunion = Country(zone="Indian/Reunion", calendar="fr")
    assert shipped("2026-12-02T09:00:00+01:00", country=reunion).promised.zone == "Indian/Reunion"


APIA = Zone(
    name="Made/Apia",
    since=PARIS.since,
    until=PARIS.until,
    offset=-36_000,
    changes=(Change(instant_from_text("2026-12-09T10:00:00Z"), 50_400),),
)
"""It skips Wednesday 9 December 2026."""
ACROSS = attrs.evolve(ALMANAC, zones=(*ALMANAC.zones, APIA))
SAMOA = Country(zone="Made/Apia", calendar="fr")


def across(text: str, **changes: Any) -> Promise:
    promise = shipped_promise(trip(**changes), moment(text), ACROSS)
    assert promise is not None
    return promise


def test_nothing_is_dispatched_on_a_day_that_the_clocks_skip() -> None:
    depot = attrs.evolve(DEPOT, zone="Made/Apia")
    same_day = way(dispatch=[dispatch(transit=Transit(0, 0))])
    late = across("2026-12-08T14:00:00-10:00", way=same_day, source=depot, there=SAMOA)
    assert ends(late) == (december(10), december(10))
    assert late.trace == (AfterCutOff(december(8), TWO_PM),)
    handled_once = way(dispatch=[dispatch(transit=Transit(0, 0), handling=1)])
    soon = across("2026-12-08T13:59:59-10:00", way=handled_once, source=depot, there=SAMOA)
    assert (ends(soon), soon.trace) == ((december(10), december(10)), ())


def test_nothing_travels_arrives_or_is_kept_on_a_day_that_the_clocks_skip() -> None:
    carried = across("2026-12-08T09:00:00+01:00", there=SAMOA)
    assert (ends(carried), carried.trace) == ((december(10), december(11)), ())
    at_once = across(
        "2026-12-09T09:00:00+01:00", way=way(dispatch=[dispatch(transit=Transit(0, 0))]), there=SAMOA
    )
    assert (ends(at_once), at_once.trace) == ((december(10), december(10)), ())
    kept = way(to=To.POINT, held_days=2, dispatch=[dispatch(transit=Transit(0, 0))])
    assert across("2026-12-08T09:00:00+01:00", way=kept, there=SAMOA).promised.held_until == december(11)


def test_no_slot_is_on_a_day_that_the_clocks_skip() -> None:
    visited = way(
        dispatch=[dispatch(transit=Transit(0, 0))],
        slots=[SlotRule(on=["tuesday", "wednesday", "thursday"], hours=DAYTIME)],
        slot_days=3,
    )
    promise = across("2026-12-08T09:00:00+01:00", way=visited, there=SAMOA)
    free = free_slots(trip(visited, SAMOA), promise, {}, ACROSS)
    assert [each.slot.day for each in free] == [december(8), december(10)]


def test_a_store_is_closed_on_a_day_that_the_clocks_skip() -> None:
    store = attrs.evolve(LYON, zone="Made/Apia")
    evening = moment("2026-12-08T18:00:00-10:00")
    promise = collected_promise(Pickup(way=PICKUP, store=store), evening, ACROSS)
    assert promise.promised.earliest == december(10)
    assert promise.promised.ready == instant_from_text("2026-12-10T11:30:00+14:00")
    assert promise.trace == ()
    morning = moment("2026-12-08T09:00:00-10:00")
    kept = collected_promise(Pickup(way=PICKUP, store=store), morning, ACROSS).promised
    assert (kept.earliest, kept.held_until) == (december(8), december(12))


def test_what_is_wanted_on_a_day_that_the_clocks_skip_is_ordered_the_day_before() -> None:
    depot = attrs.evolve(DEPOT, zone="Made/Apia")
    same_day = way(dispatch=[dispatch(transit=Transit(0, 0))])
    asked = trip(same_day, SAMOA, source=depot)
    until = shipped_order_by(asked, december(9), moment("2026-12-08T09:00:00-10:00"), ACROSS)
    assert until == instant_from_text("2026-12-08T14:00:00-10:00")
    assert shipped_order_by(asked, december(9), moment("2026-12-08T14:00:00-10:00"), ACROSS) is None


@pytest.mark.parametrize(
    "asked", ["2026-12-08T13:59:59-10:00", "2026-12-08T14:00:00-10:00", "2026-12-10T00:00:00+14:00"]
)
@pytest.mark.parametrize("days", [0, 1, 2])
def test_the_second_opinion_skips_the_day_too(asked: str, days: int) -> None:
    depot = attrs.evolve(DEPOT, zone="Made/Apia")
    by = dispatch(transit=Transit(days, days + 1), handling=1)
    carrier = ACROSS.calendar("carrier")

    def carries(day: date) -> bool:
        return promises.is_worked(carrier, day) and promises.exists(APIA, day)

    road = promises.Road(
        dispatch=by,
        source=depot,
        transit=Transit(days, days + 1),
        seasons=(),
        carries=carries,
        receives=carries,
        almanac=ACROSS,
    )
    promise = across(asked, way=way(dispatch=[by]), source=depot, there=SAMOA)
    assert road.promise(instant_from_text(asked)) == ends(promise)


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
    sundays = way(dispatch=[dispatch(cut_off={"sunday": TimeOfDay.from_text(cut_off)})])
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
    shipped_promise(trip(), asking, ALMANAC)
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
        partial(shipped_promise, trip(HOME, MOSELLE)),
        partial(shipped_promise, trip(handled(2), source=attrs.evolve(DEPOT, zone="Indian/Reunion"))),
        partial(shipped_promise, trip(lead=2)),
        partial(shipped_promise, trip(ready=at("2026-12-28T11:00:00Z"))),
        partial(shipped_promise, trip(lead=3, ready=at("2026-10-27T11:00:00Z"))),
        partial(shipped_promise, trip(receives={"monday": DAYTIME})),
        partial(collected_promise, Pickup(way=PICKUP, store=LYON)),
        partial(collected_promise, Pickup(way=PICKUP, store=LYON, lead=2)),
        partial(collected_promise, Pickup(way=PICKUP, store=LYON, ready=at("2026-12-24T11:05:00Z"))),
    ],
)
def test_until_the_noted_boundary_the_answer_is_the_same_and_later_is_never_sooner(
    since: str, days: int, promise: Callable[[Moment, Almanac], Promise]
) -> None:
    before, until = promise(Moment(at(since)), ALMANAC), Instant(0)
    for minutes in range(0, days * 24 * 60, 15):
        asking = Moment(Instant(at(since) + minutes * MINUTE))
        found = promise(asking, ALMANAC)
        assert found == promise(Moment(asking.at), attrs.evolve(ALMANAC))
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
        "made_to_order": MadeToOrder(december(6), 2),
        "in_season": InSeason(december(6), "peak", transit=1),
    }
    assert {kind: shape.write(step) for kind, step in steps.items()} == {
        "after_cut_off": {"after_cut_off": {"day": "2026-12-23", "cut_off": "14:00"}},
        "not_carried": {"not_carried": {"day": "2026-12-25", "holiday": "Noël"}},
        "not_open": {"not_open": {"day": "2026-12-06"}},
        "made_to_order": {"made_to_order": {"day": "2026-12-06", "days": 2}},
        "in_season": {"in_season": {"day": "2026-12-06", "season": "peak", "transit": 1}},
    }


@pytest.mark.parametrize(
    ("build", "where", "code"),
    [
        (partial(dispatch, cut_off={}), "cut_off", "never_dispatched"),
        (partial(dispatch, cut_off={"lundi": TWO_PM}), "cut_off.lundi", "not_weekdays"),
        (partial(dispatch, handling=-1), "handling", "number_out_of_range"),
        (partial(dispatch, handling=366), "handling", "number_out_of_range"),
        (partial(way, zones=[]), "zones", "reaches_nobody"),
        (partial(way, dispatch=[]), "dispatch", "reaches_nobody"),
        (partial(way, dispatch=[dispatch(), dispatch()]), "dispatch[1]", "duplicate_source"),
        (partial(way, delivers_on=["lundi"]), "delivers_on[0]", "not_weekdays"),
        (partial(way, to=To.POINT), "held_days", "held_at_a_door"),
        (partial(way, held_days=7), "held_days", "held_at_a_door"),
        (partial(season, "2026-12-23", "2026-12-23"), "until", "empty_season"),
        (partial(SlotRule, on=[], hours=DAYTIME), "on", "reaches_nobody"),
    ],
)
def test_what_cannot_be_shipped_is_refused(build: Callable[[], object], where: str, code: str) -> None:
    with pytest.raises(WrongValue) as error:
        build()
    assert (error.value.faults[0].where, error.value.faults[0].code) == (where, code)


@pytest.mark.parametrize(("least", "most"), [(2, 1), (-1, 1), (0, 366)])
def test_transit_is_at_least_and_at_most(least: int, most: int) -> None:
    with pytest.raises(WrongValue) as error:
        Transit(least, most)
    assert error.value.faults[0].code == "number_out_of_range"


@pytest.mark.parametrize(
    ("asked", "trace"),
    [
        ("2026-12-02T13:59:59.999999+01:00", ()),
        ("2026-12-02T14:00:00+01:00", ()),
        ("2026-12-02T14:00:59.999999+01:00", ()),
        ("2026-12-02T14:01:00+01:00", (AfterCutOff(december(2), TWO_PM),)),
    ],
)
def test_the_minute_of_the_cut_off_counts_where_it_is_said_to(asked: str, trace: tuple[Step, ...]) -> None:
    kind = way(dispatch=[dispatch(cut_off_minute=CutOffMinute.IN_TIME)])
    assert shipped(asked, kind).trace == trace


def test_a_cut_off_in_the_last_minute_of_a_day_may_be_in_time() -> None:
    midnight = {"wednesday": TimeOfDay.from_text("23:59")}
    late = way(dispatch=[dispatch(cut_off=midnight, cut_off_minute=CutOffMinute.IN_TIME)])
    assert shipped("2026-12-02T23:59:59.999999+01:00", late).trace == ()
    assert shipped("2026-12-03T00:00:00+01:00", late).trace[0] == NotDispatched(december(3))


def test_what_is_made_to_order_is_ordered_so_many_days_before() -> None:
    early = found("2026-12-02T13:59:59+01:00", trip(lead=2))
    assert ends(early) == (december(5), december(7))
    assert early.trace == (MadeToOrder(december(4), 2), NotCarried(december(6)))
    late = found("2026-12-02T14:00:00+01:00", trip(lead=2))
    assert ends(late) == (december(8), december(9))
    assert late.trace == (
        MadeToOrder(december(4), 2),
        AfterCutOff(december(2), TWO_PM),
        NotDispatched(december(5)),
        NotDispatched(december(6)),
    )


def test_days_of_lead_time_are_days_of_the_calendar_over_a_change_of_the_clocks() -> None:
    made = trip(way(dispatch=[dispatch(cut_off={"sunday": NOON})]), lead=1)
    sunday = date(2026, 3, 29)
    assert found("2026-03-28T11:59:59+01:00", made).trace[0] == MadeToOrder(sunday, 1)
    assert ends(found("2026-03-28T11:59:59+01:00", made))[0] == date(2026, 3, 30)
    assert ends(found("2026-03-28T12:00:00+01:00", made))[0] == date(2026, 4, 7)


def test_goods_that_come_in_later_leave_by_the_next_cut_off_after_that() -> None:
    before = found("2026-12-02T09:00:00+01:00", trip(ready=at("2026-12-09T13:59:00+01:00")))
    assert ends(before) == (december(10), december(11))
    assert before.trace == (InStockFrom(december(9)),)
    after = found("2026-12-02T09:00:00+01:00", trip(ready=at("2026-12-09T14:00:00+01:00")))
    assert ends(after) == (december(11), december(12))
    assert after.trace == (InStockFrom(december(9)), AfterCutOff(december(9), TWO_PM))


def test_what_has_come_in_already_is_there() -> None:
    promise = found("2026-12-02T09:00:00+01:00", trip(ready=at("2026-12-01T22:00:00+01:00")))
    assert promise == found("2026-12-02T09:00:00+01:00", trip())


def test_a_season_closes_earlier() -> None:
    peak = way(seasons=[season("2026-12-21", "2026-12-25", cut_off={"wednesday": NOON})])
    assert shipped("2026-12-23T11:59:59+01:00", peak).trace == (NotCarried(december(25), "Noël"),)
    late = shipped("2026-12-23T12:00:00+01:00", peak)
    assert late.trace[0] == AfterCutOff(december(23), NOON, "peak")
    assert shipped("2026-12-16T12:00:00+01:00", peak).trace == ()


def test_a_season_may_dispatch_on_a_day_on_which_nothing_leaves_else() -> None:
    peak = way(seasons=[season("2026-12-19", "2026-12-25", cut_off={"saturday": NOON})])
    assert ends(shipped("2026-12-19T09:00:00+01:00", peak)) == (december(21), december(22))
    assert shipped("2026-12-12T09:00:00+01:00", peak).trace[0] == NotDispatched(december(12))


def test_a_season_takes_more_days_to_handle_and_on_the_way() -> None:
    slow = way(seasons=[season("2026-12-01", "2026-12-03", handling=2, transit=5)])
    more = shipped("2026-12-02T09:00:00+01:00", slow)
    assert more.trace == (InSeason(december(2), "peak", handling=2), NotCarried(december(6)))
    assert ends(more) == (december(5), december(7))
    slow = way(seasons=[season("2026-12-02", "2026-12-03", transit=2)])
    longer = shipped("2026-12-02T09:00:00+01:00", slow)
    assert longer.trace == (InSeason(december(2), "peak", transit=2), NotCarried(december(6)))
    assert ends(longer) == (december(5), december(7))


def test_it_arrives_on_a_day_of_the_week_on_which_the_service_delivers() -> None:
    promise = shipped("2026-12-02T09:00:00+01:00", way(delivers_on=["tuesday", "friday"]))
    assert ends(promise) == (december(4), december(4))
    assert promise.trace == (NotDelivered(december(3)),)
    assert [step.why for step in promise.trace if isinstance(step, NotDelivered)] == ["thursday"]


def test_it_arrives_when_somebody_receives() -> None:
    promise = found("2026-12-02T09:00:00+01:00", trip(receives={"saturday": DAYTIME}))
    assert ends(promise) == (december(5), december(5))
    assert promise.trace == (NotReceived(december(3)), NotReceived(december(4)))


@pytest.mark.parametrize(
    ("delivers_on", "receives"), [(["tuesday"], {"monday": DAYTIME}), ([], {"sunday": DAYTIME})]
)
def test_nobody_ever_receives(delivers_on: list[str], receives: dict[str, Hours]) -> None:
    asked = trip(way(delivers_on=delivers_on), receives=receives)
    assert shipped_promise(asked, moment("2026-11-02T09:00:00+01:00"), ALMANAC) is None


def test_at_a_point_somebody_is_always_there_and_goods_are_kept() -> None:
    point = way(to=To.POINT, held_days=4)
    promised = found("2026-12-21T09:00:00+01:00", trip(point, receives={"monday": DAYTIME})).promised
    assert (promised.earliest, promised.latest) == (december(22), december(23))
    assert promised.held_until == december(29)


def test_the_transit_may_be_that_of_the_source() -> None:
    near = way(dispatch=[dispatch(transit=Transit(0, 0))])
    assert ends(shipped("2026-12-02T09:00:00+01:00", near)) == (december(2), december(2))
