from __future__ import annotations

from comptoir.facts.conflicts import NotMerged, NotPooled, Overspent
from comptoir.facts.point_events import (
    AccountsMerged,
    PointsTakenOff,
    PointsTransferred,
    PoolJoined,
    PoolLeft,
    RewardGivenBack,
    RewardTaken,
)
from comptoir.loyalty.account import Account
from unit.loyalty_shop import Facts, account, fact, gift, is_balanced, left, lot, order, returned


def reward(id: str, points: int, on: str, *, member: str = "m-1") -> RewardTaken:
    return fact(RewardTaken, id, on, member=member, reward="cup", points=points)


def balanced(facts: Facts, on: str, member: str = "m-1") -> Account:
    found = account(facts, on, member)
    assert is_balanced(found)
    return found


def test_points_that_are_passed_on_keep_their_life_and_their_age() -> None:
    facts: Facts = [
        gift("g-1", "2026-03-01", 60, "2026-06-01"),
        gift("g-2", "2026-03-02", 60, "2026-09-01"),
        fact(PointsTransferred, "t", "2026-03-03", to="m-2", points=80),
    ]
    giver, receiver = balanced(facts, "2026-03-03"), balanced(facts, "2026-03-03", "m-2")
    assert (giver.transferred_out, left(giver)) == (80, {"g-2": 40})
    assert (receiver.transferred_in, receiver.available) == (80, 80)
    assert [(each.number, each.remaining, each.origin) for each in receiver.lots] == [
        (0, 60, "g-1"),
        (1, 20, "g-2"),
    ]
    assert balanced(facts, "2026-06-01", "m-2").expired == 60


def test_no_more_is_passed_on_than_there_is_and_nothing_is_owed() -> None:
    facts: Facts = [
        gift("g", "2026-03-01", 60),
        fact(PointsTransferred, "t", "2026-03-03", to="m-2", points=80),
    ]
    giver = balanced(facts, "2026-03-03")
    assert (giver.debt, giver.conflicts) == (0, (Overspent("t", 20),))
    assert balanced(facts, "2026-03-03", "m-2").available == 60


def test_passing_points_there_and_back_prolongs_nothing() -> None:
    facts: Facts = [
        gift("g", "2026-03-01", 60, "2026-06-01"),
        fact(PointsTransferred, "t", "2026-03-03", to="m-2", points=60),
        fact(PointsTransferred, "u", "2026-03-04", member="m-2", to="m-1", points=60),
    ]
    (back,) = balanced(facts, "2026-03-04").lots
    assert (back.source, back.origin, back.remaining) == ("u", "g", 60)
    assert balanced(facts, "2026-06-01").expired == 60


def test_accounts_that_are_merged_are_one_from_then_on_by_either_name() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(60, "2026-03-01")]),
        order("o-2", "2026-03-02", spends=100, member="m-2"),
        fact(AccountsMerged, "m", "2026-03-03", into="m-2"),
        gift("g", "2026-03-04", 50),
    ]
    assert balanced(facts, "2026-03-02", "m-2").debt == 100
    united = balanced(facts, "2026-03-03", "m-2")
    assert (united.debt, united.available, united.redeemed) == (40, 0, 100)
    later = balanced(facts, "2026-03-04", "m-2")
    assert (later.debt, later.available) == (0, 10)
    assert later == balanced(facts, "2026-03-04", "m-1")


def test_what_is_one_already_is_not_merged_again() -> None:
    facts: Facts = [
        fact(AccountsMerged, "m", "2026-03-03", into="m-2"),
        fact(AccountsMerged, "n", "2026-03-04", member="m-2", into="m-1"),
    ]
    assert balanced(facts, "2026-03-04").conflicts == (NotMerged("n", "m-1"),)


POOLED: Facts = [
    gift("g-1", "2026-03-01", 60, "2026-09-01"),
    gift("g-2", "2026-03-01", 60, "2026-06-01", member="m-2"),
    fact(PoolJoined, "p", "2026-03-02", member="m-2", pool="m-1"),
]


def test_a_household_spends_what_ends_first_whoever_earned_it() -> None:
    taken = reward("w", 80, "2026-03-03")
    facts: Facts = [*POOLED, taken]
    mine, theirs = balanced(facts, "2026-03-03"), balanced(facts, "2026-03-03", "m-2")
    assert (mine.available, mine.redeemed, theirs.available, theirs.redeemed) == (40, 20, 0, 60)
    assert [(each.member, each.points) for each in mine.spendings[0].drawn] == [("m-2", 60), ("m-1", 20)]
    assert mine.pool is not None
    assert (mine.pool.members, mine.spendable, theirs.spendable) == (("m-1", "m-2"), 40, 40)
    assert [each.by for each in theirs.movements if each.points < 0] == ["m-1"]
    back = [*facts, fact(RewardGivenBack, "b", "2026-03-04", taken="w")]
    assert left(balanced(back, "2026-03-04")) == {"g-1": 60}
    assert left(balanced(back, "2026-03-04", "m-2")) == {"g-2": 60}


def test_what_one_of_a_household_owes_is_repaid_by_their_own_points() -> None:
    facts: Facts = [*POOLED, reward("w", 150, "2026-03-03"), gift("g-3", "2026-03-04", 50, member="m-2")]
    assert (balanced(facts, "2026-03-04").debt, balanced(facts, "2026-03-04", "m-2").available) == (30, 50)
    assert balanced(facts, "2026-03-04").spendable == 20


def test_who_leaves_a_household_takes_their_lots_along() -> None:
    facts: Facts = [*POOLED, fact(PoolLeft, "l", "2026-03-03", member="m-2", pool="m-1")]
    for member in ("m-1", "m-2"):
        found = balanced(facts, "2026-03-03", member)
        assert (found.pool, found.spendable) == (None, 60)


def test_nobody_is_in_two_households_or_leaves_one_that_is_not_theirs() -> None:
    facts: Facts = [
        *POOLED,
        fact(PoolJoined, "q", "2026-03-03", member="m-2", pool="m-3"),
        fact(PoolLeft, "l", "2026-03-03", member="m-3", pool="m-1"),
    ]
    assert balanced(facts, "2026-03-03", "m-2").conflicts == (NotPooled("q", "m-3"),)
    assert balanced(facts, "2026-03-03", "m-3").conflicts == (NotPooled("l", "m-1"),)


def test_who_opened_a_household_and_left_is_not_drawn_in_by_others_who_join() -> None:
    facts: Facts = [
        *POOLED,
        fact(PoolJoined, "j-3", "2026-03-03", member="m-3", pool="m-1"),
        fact(PoolLeft, "l", "2026-03-04", member="m-1", pool="m-1"),
        fact(PoolJoined, "j-4", "2026-03-05", member="m-4", pool="m-1"),
    ]
    assert balanced(facts, "2026-03-05").pool is None
    household = balanced(facts, "2026-03-05", "m-2").pool
    assert household is not None
    assert household.members == ("m-2", "m-3", "m-4")
    again = [*facts, fact(PoolJoined, "j-1", "2026-03-06", member="m-1", pool="m-1")]
    assert balanced(again, "2026-03-06").pool is not None


def test_nobody_is_a_household_alone() -> None:
    facts: Facts = [fact(PoolJoined, "j", "2026-03-03", member="m-1", pool="m-1")]
    assert balanced(facts, "2026-03-03").conflicts == (NotPooled("j", "m-1"),)


def test_points_are_taken_off_one_of_a_household_and_not_off_the_others() -> None:
    taken = fact(PointsTakenOff, "x", "2026-03-03", points=80, rule="mistake", author="nadia")
    mine, theirs = (balanced([*POOLED, taken], "2026-03-03", member) for member in ("m-1", "m-2"))
    assert (mine.taken_off, mine.debt, theirs.available) == (80, 20, 60)


def test_points_that_a_person_took_off_are_owed_if_they_are_not_there() -> None:
    taken = fact(PointsTakenOff, "x", "2026-03-02", points=80, rule="mistake", author="nadia")
    facts: Facts = [gift("g-1", "2026-03-01", 60), taken]
    found = balanced(facts, "2026-03-02")
    assert (found.taken_off, found.debt, found.redeemed, found.spendings) == (80, 20, 0, ())
    bought = order("o-1", "2026-03-03", earns=[lot(50, "2026-03-03")])
    assert balanced([*facts, bought], "2026-03-03").available == 30
    undone = [*facts, bought, returned("r", bought, "2026-03-04")]
    assert balanced(undone, "2026-03-04").debt == 20
