from __future__ import annotations

from comptoir.facts.point_events import (
    GrantKind,
    PointsGranted,
    PointsTransferred,
    RewardGivenBack,
    RewardTaken,
)
from comptoir.facts.point_terms import Accrual, LotTerms
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from unit.loyalty_shop import (
    Facts,
    account,
    account_at,
    agreed,
    at,
    fact,
    gift,
    is_balanced,
    lot,
    order,
    returned,
)

IDLE = LotTerms(zone="Europe/Paris", idle_after=Period.from_text("10 days"))


def idle(points: int, since: str, until: str | None = None) -> Accrual:
    return agreed(lot(points, since, until), lot=IDLE)


EARNED = order("o-1", "2026-03-01", earns=[idle(100, "2026-03-01")])


def alive(facts: Facts, on: str) -> int:
    found = account(facts, on)
    assert is_balanced(found)
    return found.available


def test_points_end_with_the_last_day_that_a_member_stays_idle() -> None:
    assert alive([EARNED], "2026-03-11T22:59:59Z") == 100
    assert alive([EARNED], "2026-03-11T23:00:00Z") == 0
    moment = Moment(at("2026-03-02"))
    (found,) = account_at([EARNED], moment).lots
    assert found.expires_at == moment.until == at("2026-03-11T23:00:00Z")


def test_whatever_the_member_does_puts_the_end_off() -> None:
    bought = order("o-2", "2026-03-08", earns=[lot(5, "2026-03-08")])
    taken = fact(RewardTaken, "w", "2026-03-08", reward="cup", points=5)
    for done in (bought, taken, gift("g", "2026-03-08", 5)):
        assert alive([EARNED, done], "2026-03-18T22:59:59Z") >= 95
        assert alive([EARNED, done], "2026-03-18T23:00:00Z") <= 5


def test_what_ended_does_not_revive_and_a_fixed_end_stays() -> None:
    late = order("o-2", "2026-03-12", earns=[lot(5, "2026-03-12")])
    assert alive([EARNED, late], "2026-03-12") == 5
    fixed = order("o-1", "2026-03-01", earns=[idle(100, "2026-03-01", "2026-03-09")])
    assert alive([fixed, order("o-2", "2026-03-08")], "2026-03-09") == 0


def test_what_is_undone_was_no_activity_from_then_on() -> None:
    bought = order("o-2", "2026-03-08", pieces=2, earns=[lot(8, "2026-03-08")])
    some = returned("r-1", bought, "2026-03-09")
    rest = returned("r-2", bought, "2026-03-14", first=1)
    assert alive([EARNED, bought, some], "2026-03-14") == 104
    assert alive([EARNED, bought, some, rest], "2026-03-14") == 0
    taken = fact(RewardTaken, "w", "2026-03-08", reward="cup", points=5)
    back = fact(RewardGivenBack, "b", "2026-03-14", taken="w")
    assert alive([EARNED, taken], "2026-03-14") == 95
    assert account([EARNED, taken, back], "2026-03-14").expired == 100


def test_of_two_purchases_of_one_day_the_other_still_counts_when_one_came_back() -> None:
    kept, undone = (order(name, f"2026-03-08T1{hour}:00:00Z") for name, hour in (("o-2", 0), ("o-3", 1)))
    facts: Facts = [EARNED, kept, undone, returned("r-1", undone, "2026-03-09")]
    assert alive(facts, "2026-03-18T22:59:59Z") == 100
    assert alive(facts, "2026-03-18T23:00:00Z") == 0
    facts.append(returned("r-2", kept, "2026-03-10"))
    assert alive(facts, "2026-03-11T22:59:59Z") == 100
    assert alive(facts, "2026-03-11T23:00:00Z") == 0


def test_an_adjustment_is_no_activity_but_lives_from_its_own_day() -> None:
    accrual = agreed(idle(7, "2026-03-05"), lines=(), basis=0)
    given = fact(
        PointsGranted,
        "g",
        "2026-03-05",
        grant=GrantKind.ADJUSTMENT,
        rule="sorry",
        author="nadia",
        accruals=[accrual],
    )
    assert alive([EARNED, given], "2026-03-12") == 7
    assert alive([EARNED, given], "2026-03-15T23:00:00Z") == 0
    kept = order("o-2", "2026-03-10")
    assert alive([EARNED, given, kept], "2026-03-20T22:59:59Z") == 107


def test_points_that_were_passed_on_keep_their_age_and_follow_their_new_member() -> None:
    passed = fact(PointsTransferred, "t", "2026-03-05", to="m-2", points=100)
    facts: Facts = [EARNED, passed, order("o-3", "2026-03-10", member="m-2")]
    assert account([EARNED, passed], "2026-03-11T23:00:00Z", "m-2").expired == 100
    assert account(facts, "2026-03-20T22:59:59Z", "m-2").available == 100


def test_lots_that_end_together_are_drawn_by_what_comes_after_their_end() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[idle(10, "2026-03-03")]),
        order("o-2", "2026-03-02", earns=[idle(10, "2026-03-02", "2026-03-30")]),
        order("o-3", "2026-03-02", earns=[lot(10, "2026-03-02", "2026-03-10")]),
        order("o-4", "2026-03-05", spends=15),
    ]
    found = account(facts, "2026-03-05")
    assert [(each.source, each.remaining) for each in found.lots] == [("o-2", 5), ("o-1", 10)]
