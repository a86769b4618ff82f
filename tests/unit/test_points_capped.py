from __future__ import annotations

import pytest

from comptoir.facts.point_terms import Accrual, CapPer, CapTerms
from comptoir.loyalty.account import Account, Cut
from unit.loyalty_shop import Facts, account, agreed, is_balanced, lot, order, returned


def capped(points: int, on: str, *caps: CapTerms) -> Accrual:
    return agreed(lot(points, on), caps=caps)


def cap(points: int, per: CapPer) -> CapTerms:
    return CapTerms(id=f"club/{per.value}", points=points, per=per)


def awarded(facts: Facts, on: str) -> list[tuple[str, int]]:
    found = account(facts, on)
    assert is_balanced(found)
    return [(each.source, each.points) for each in found.movements if each.kind.value == "earned"]


@pytest.mark.parametrize(
    ("per", "last", "next_"),
    [
        (CapPer.DAY, "2026-03-02T22:59:59Z", "2026-03-02T23:00:00Z"),
        (CapPer.MONTH, "2026-03-31T21:59:59Z", "2026-03-31T22:00:00Z"),
        (CapPer.YEAR, "2026-12-31T22:59:59Z", "2026-12-31T23:00:00Z"),
    ],
)
def test_a_cap_starts_anew_with_the_local_day_month_or_year(per: CapPer, last: str, next_: str) -> None:
    first = "2026-03-02T10:00:00Z"
    facts: Facts = [
        order(f"o-{number}", on, earns=[capped(60, on, cap(100, per))])
        for number, on in enumerate([first, last, next_])
    ]
    assert awarded(facts, "2027-01-02") == [("o-0", 60), ("o-1", 40), ("o-2", 60)]


def test_a_late_fact_takes_its_place_and_those_after_it_get_less() -> None:
    rule = cap(100, CapPer.CAMPAIGN)
    told: Facts = [
        order(f"o-{day}", f"2026-03-0{day}", earns=[capped(60, "2026-03-01", rule)]) for day in (2, 3)
    ]
    late = order("o-1", "2026-03-01", earns=[capped(60, "2026-03-01", rule)])
    assert awarded(told, "2026-03-04") == [("o-2", 60), ("o-3", 40)]
    assert awarded([*told, late], "2026-03-04") == [("o-1", 60), ("o-2", 40)]


def test_what_does_not_fit_is_cut_by_each_cap_in_turn() -> None:
    caps = [cap(50, CapPer.PURCHASE), cap(80, CapPer.DAY)]
    facts: Facts = [order(f"o-{n}", "2026-03-01", earns=[capped(60, "2026-03-01", *caps)]) for n in (1, 2)]
    found = account(facts, "2026-03-02")
    assert [each.cuts for each in found.lots] == [
        (Cut("club/purchase", 10),),
        (Cut("club/purchase", 10), Cut("club/day", 20)),
    ]


def test_what_came_back_frees_no_cap_and_no_more_is_taken_than_was_awarded() -> None:
    rule = cap(100, CapPer.CAMPAIGN)
    bought = order("o-1", "2026-03-01", earns=[capped(150, "2026-03-01", rule)])
    facts: Facts = [
        bought,
        returned("r", bought, "2026-03-02"),
        order("o-2", "2026-03-03", earns=[capped(10, "2026-03-03", rule)]),
    ]
    found: Account = account(facts, "2026-03-04")
    assert (found.earned, found.clawed_back, found.available, found.debt) == (100, 100, 0, 0)
