from __future__ import annotations

import pytest

from comptoir.facts.conflicts import NotClaimed
from comptoir.facts.point_events import PurchaseClaimed
from comptoir.facts.point_terms import CapPer, CapTerms
from unit.loyalty_shop import Facts, account, agreed, at, fact, is_balanced, lot, order, returned

UNNAMED = order("o-1", "2026-03-01", pieces=4, earns=[lot(100, "2026-03-10", "2026-06-01")], member=None)


def claimed(id: str, bought: str, on: str, *, member: str = "m-1") -> PurchaseClaimed:
    return fact(PurchaseClaimed, id, on, member=member, order=bought)


def test_a_purchase_earns_from_the_claim_on_with_the_life_of_its_own_day() -> None:
    facts: Facts = [UNNAMED, claimed("c", "o-1", "2026-03-05")]
    assert account(facts, "2026-03-04").earned == 0
    found = account(facts, "2026-03-05")
    assert (found.earned, found.pending) == (100, 100)
    assert [(each.at, each.source, each.fact) for each in found.movements] == [(at("2026-03-05"), "o-1", "c")]
    assert (account(facts, "2026-03-10").available, account(facts, "2026-06-01").expired) == (100, 100)


@pytest.mark.parametrize("day", ["2026-03-04", "2026-03-06"])
def test_what_came_back_before_the_claim_or_after_it_takes_the_same(day: str) -> None:
    facts: Facts = [UNNAMED, returned("r", UNNAMED, day), claimed("c", "o-1", "2026-03-05")]
    found = account(facts, "2026-03-06")
    assert (found.earned, found.clawed_back, found.pending) == (100, 25, 75)
    assert is_balanced(found)


def test_a_claim_that_is_older_than_its_purchase_waits_for_it() -> None:
    facts: Facts = [claimed("c", "o-1", "2026-02-28"), UNNAMED]
    assert account(facts, "2026-03-01").pending == 100


def test_the_first_to_claim_a_purchase_has_it() -> None:
    facts: Facts = [
        UNNAMED,
        claimed("c", "o-1", "2026-03-05"),
        claimed("d", "o-1", "2026-03-06", member="m-2"),
        order("o-2", "2026-03-01", member="m-3"),
        claimed("e", "o-2", "2026-03-06"),
    ]
    assert account(facts, "2026-03-06").conflicts == (NotClaimed("e", "o-2", "m-3"),)
    assert account(facts, "2026-03-06", "m-2").conflicts == (NotClaimed("d", "o-1", "m-1"),)


def test_caps_count_a_claimed_purchase_on_its_own_day() -> None:
    cap = CapTerms(id="club/day", points=100, per=CapPer.DAY)
    lots = {day: agreed(lot(80, day), caps=[cap]) for day in ("2026-03-01", "2026-03-05")}
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lots["2026-03-01"]], member=None),
        order("o-2", "2026-03-05", earns=[lots["2026-03-05"]]),
        order("o-3", "2026-03-01", earns=[lots["2026-03-01"]]),
        claimed("c", "o-1", "2026-03-05T13:00:00Z"),
    ]
    found = account(facts, "2026-03-06")
    assert {each.source: each.earned for each in found.lots} == {"o-1": 20, "o-2": 80, "o-3": 80}
