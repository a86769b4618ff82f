"""What the points of all members come to, and the journal of what lapses."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import attrs
import pytest

from comptoir import Counter
from comptoir.checkout.accounting import Liability
from comptoir.facts.events import Fact
from comptoir.facts.orders import Order
from comptoir.facts.point_events import (
    AccountsMerged,
    PointsGranted,
    PointsReserved,
    PointsTransferred,
    ReservationUsed,
    Reserving,
    RewardTaken,
)
from comptoir.facts.point_terms import LotTerms
from comptoir.loyalty.assumptions import AssumedPeriod, PointAssumptions
from comptoir.loyalty.breakage import BreakageEntry, EntryKind, Post, Side
from comptoir.testing.whole_shop import whole_shop
from comptoir.values.errors import NoAnswer, WrongType, WrongValue
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from unit.loyalty_shop import Facts, agreed, at, fact, gift, lot, order, placed, returned

PLANNED, RELEASED, REOPENED, MOVED, REALISED = EntryKind
SPRING, SUMMER = "2026-04-01", "2026-06-01"
TWO_LOTS: Facts = [gift("g-1", "2026-03-01", 60, SPRING), gift("g-2", "2026-03-01", 60, SUMMER)]


@cache
def counter() -> Counter:
    return Counter(whole_shop())


def facts_of(facts: Facts) -> list[Fact]:
    return [placed(each) if isinstance(each, Order) else each for each in facts]


def when(text: str) -> datetime:
    return datetime_of(at(text))


def liability(facts: Facts, on: str, since: str | None = None) -> Liability:
    return counter().liability(facts_of(facts), when(on), since=None if since is None else when(since))


def rows(found: Liability) -> list[tuple[str | None, Instant | None, tuple[int, int, int]]]:
    return [(each.funder, each.expires_at, (each.pending, each.available, each.held)) for each in found.rows]


def told(found: Liability) -> list[tuple[str | None, EntryKind, int]]:
    return [(each.source, each.kind, each.points) for each in found.journal]


def spends(id: str, points: int, on: str, member: str = "m-1") -> RewardTaken:
    return fact(RewardTaken, id, on, member=member, reward="honey", points=points)


def held(points: int, on: str, until: str) -> PointsReserved:
    return fact(PointsReserved, "h", on, reserving=Reserving.HOLD, points=points, until=at(until))


def idle(id: str, on: str, points: int) -> PointsGranted:
    given = gift(id, on, points)
    terms = LotTerms(zone="Europe/Paris", idle_after=Period.from_text("1 month"))
    return attrs.evolve(given, accruals=[agreed(each, lot=terms) for each in given.accruals])


def funded(id: str, points: int, funder: str) -> PointsGranted:
    given = gift(id, "2026-03-01", points, SPRING)
    return attrs.evolve(given, accruals=[agreed(each, funder=funder) for each in given.accruals])


def test_without_facts_there_is_nothing() -> None:
    found = liability([], SPRING)
    assert (found.rows, found.state.owed, found.journal, found.text()) == ((), (), (), "No points.")


def test_points_of_all_members_are_summed_by_funder_and_end() -> None:
    facts: Facts = [
        *TWO_LOTS,
        gift("g-3", "2026-03-01", 5, SUMMER, member="m-2"),
        gift("g-4", "2026-03-01", 7, member="m-2"),
        funded("g-5", 11, "card"),
        order("o-1", "2026-03-01", earns=[lot(20, "2026-03-20", SPRING)]),
        held(30, "2026-03-02", "2026-03-30"),
    ]
    found = liability(facts, "2026-03-05")
    assert rows(found) == [
        (None, at(SPRING), (20, 30, 30)),
        (None, at(SUMMER), (0, 65, 0)),
        (None, None, (0, 7, 0)),
        ("card", at(SPRING), (0, 11, 0)),
    ]
    assert found.state.points("points") == 163


def test_what_members_owe_stands_apart() -> None:
    found = liability(
        [*TWO_LOTS, spends("r-1", 200, "2026-03-02"), gift("g", "2026-03-02", 9, member="m-2")], SPRING
    )
    assert (rows(found), found.state.debt("points")) == ([(None, None, (0, 9, 0))], 80)
    assert found.text("fr") == "9 points sans fin\n80 points dus par des membres"


def test_points_that_are_held_outlive_the_end_of_their_lot() -> None:
    facts: Facts = [*TWO_LOTS, held(50, "2026-03-02", "2026-04-20")]
    assert rows(liability(facts, "2026-04-10")) == [
        (None, at(SPRING), (0, 0, 50)),
        (None, at(SUMMER), (0, 60, 0)),
    ]
    assert rows(liability(facts, "2026-04-20")) == [(None, at(SUMMER), (0, 60, 0))]


def test_the_journal_plans_releases_reopens_and_realises() -> None:
    bought = order("o-1", "2026-03-02", spends=50, pieces=2, charged=100)
    facts: Facts = [*TWO_LOTS, bought, returned("b-1", bought, "2026-03-03")]
    found = liability(facts, SPRING)
    assert told(found) == [
        ("g-1", PLANNED, 60),
        ("g-2", PLANNED, 60),
        ("o-1", RELEASED, 50),
        ("b-1", REOPENED, 25),
        (None, REALISED, 35),
    ]
    assert found.journal[-1] == BreakageEntry(
        at=at(SPRING),
        source=None,
        kind=REALISED,
        type="points",
        funder=None,
        debit=Post(Side.LEFT, at(SPRING)),
        credit=Post(Side.LAPSED),
        points=35,
    )
    assert all(entry.is_balanced for entry in found.journal)


def test_an_activity_moves_what_would_have_lapsed_for_want_of_it() -> None:
    found = liability([idle("g-1", "2026-03-01", 40), idle("g-2", "2026-03-11", 2)], "2026-05-01")
    [moved] = [entry for entry in found.journal if entry.kind is MOVED]
    assert (moved.source, moved.points) == ("g-2", 40)
    assert (moved.debit, moved.credit) == (
        Post(Side.LEFT, at("2026-04-01T22:00:00Z")),
        Post(Side.LEFT, at("2026-04-11T22:00:00Z")),
    )
    assert told(found)[-1] == (None, REALISED, 42)


def test_what_comes_back_after_its_end_is_reopened_and_lapses_at_once() -> None:
    bought = order("o-1", "2026-03-02", spends=50)
    facts: Facts = [*TWO_LOTS, bought, returned("b-1", bought, "2026-04-03")]
    assert told(liability(facts, "2026-04-03", SPRING)) == [("b-1", REOPENED, 50), ("b-1", REALISED, 50)]


def test_points_that_are_held_are_not_released_until_they_are_used() -> None:
    used = fact(ReservationUsed, "u", "2026-03-03", reservation="h", points=20, spent_on="cinema")
    facts: Facts = [*TWO_LOTS, held(50, "2026-03-02", "2026-03-30"), used]
    assert told(liability(facts, "2026-03-04", "2026-03-01")) == [("u", RELEASED, 20)]


def test_points_passed_on_are_released_and_planned_again() -> None:
    facts: Facts = [*TWO_LOTS, fact(PointsTransferred, "t", "2026-03-02", to="m-2", points=60)]
    found = liability(facts, "2026-03-02", "2026-03-01")
    assert told(found) == [("t", PLANNED, 60), ("t", RELEASED, 60)]
    assert liability(facts, "2026-03-02").state == liability(TWO_LOTS, "2026-03-02").state


def test_accounts_that_become_one_change_nothing() -> None:
    facts: Facts = [*TWO_LOTS, gift("g", "2026-03-01", 9, member="m-2")]
    merged: Facts = [*facts, fact(AccountsMerged, "m", "2026-03-02", into="m-2")]
    one, other = liability(facts, "2026-03-02"), liability(merged, "2026-03-02")
    assert (one.state, one.journal) == (other.state, other.journal)


def test_the_journal_names_nobody_and_unites_what_is_alike() -> None:
    facts: Facts = [gift("g", "2026-03-01", 9), gift("g", "2026-03-01", 5, member="m-2")]
    found = liability(facts, "2026-03-02")
    assert told(found) == [("g", PLANNED, 14)]
    assert "m-" not in str(found.journal)


def test_since_takes_what_happened_after_it() -> None:
    facts: Facts = [*TWO_LOTS, spends("r-1", 5, "2026-03-02"), spends("r-2", 6, "2026-03-03")]
    assert told(liability(facts, "2026-03-03", "2026-03-02")) == [("r-2", RELEASED, 6)]


def test_it_holds_until_something_happens() -> None:
    found = liability(TWO_LOTS, "2026-03-02")
    assert found.valid_until == when(SPRING)
    assert found.answer == liability(TWO_LOTS, "2026-03-03").answer
    assert found.question != liability(TWO_LOTS, "2026-03-03").question


def test_since_is_not_later_than_the_instant_asked_about() -> None:
    with pytest.raises(WrongValue, match="since_after"):
        liability(TWO_LOTS, "2026-03-02", "2026-03-03")


def test_beyond_the_horizon_there_is_no_answer() -> None:
    with pytest.raises(NoAnswer, match="beyond_horizon"):
        liability(TWO_LOTS, "2030-03-02")


# revenue, from the same books


def assumed(*until: str, type: str = "points") -> PointAssumptions:
    periods = [
        AssumedPeriod(until=at(each), sales=Amount(10_000, "EUR"), expected_percent="80") for each in until
    ]
    return PointAssumptions(type=type, price=Amount(1, "EUR"), periods=periods)


def test_revenue_reads_points_from_the_same_books() -> None:
    bought = order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01", SUMMER)], pieces=2)
    facts = facts_of([bought, spends("r-1", 40, "2026-03-20"), returned("b-1", bought, "2026-04-20")])
    found = counter().points_revenue(facts, when("2026-05-01"), assumed("2026-03-15", "2026-05-01"))
    first, second = found.periods
    assert (first.issued, first.expected, first.redeemed) == (100, 80, 0)
    assert (second.issued, second.expected, second.redeemed) == (-50, 40, 40)
    assert (second.revenue_total, second.liability) == (second.allocated_total, 0)
    assert first.allocated == 79  # 100.00 x 0.80 / 100.80
    assert found.liability == second.liability


def test_points_that_somebody_else_pays_for_are_no_revenue() -> None:
    found = counter().points_revenue([funded("g", 500, "card")], when("2026-05-01"), assumed("2026-05-01"))
    assert (found.periods[0].issued, found.periods[0].allocated) == (0, 0)


def test_a_period_that_is_not_over_has_no_revenue_yet() -> None:
    with pytest.raises(WrongValue, match="period_not_over"):
        counter().points_revenue([], when("2026-05-01"), assumed("2026-05-02"))


def test_assumptions_are_of_their_own_type() -> None:
    with pytest.raises(WrongType, match="PointAssumptions"):
        counter().points_revenue([], when("2026-05-01"), "95 %")  # type: ignore[arg-type]
