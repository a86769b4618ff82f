from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.events import (
    HandedOver,
    Informed,
    Passage,
    Passed,
    Reduced,
    ReduceReason,
    Reducing,
    Returned,
    Settled,
    Taken,
)
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.orders import Order, Tender
from comptoir.facts.point_terms import Accrual, Clawback, LotTerms, RateTerms, Shortfall, ShortfallTerms
from comptoir.facts.return_terms import Anchor, Extension, ReturnTerms, Right
from comptoir.facts.units import Units
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from unit.loyalty_shop import TILL, Facts, account, agreed, at, is_balanced, left, lot, order, returned

FIVE_DAYS = Period.from_text("5 days")


def bought(**terms: Any) -> Order:
    """Three pieces for 10.00 EUR that earn 5 points for each 2.50 EUR: 20."""
    earned = agreed(lot(20, "2026-03-01"), basis=1000, **terms)
    return order("o-1", "2026-03-01", charged=1000, pieces=3, earns=[earned])


def gone(made: Order, *counts: int) -> list[int]:
    """What each return of so many pieces takes."""
    facts: Facts = [made]
    first, before, taken = 0, 0, []
    for number, count in enumerate(counts):
        facts.append(returned(f"r-{number}", made, f"2026-03-0{number + 2}", first=first, count=count))
        now = account(facts, "2026-03-09").clawed_back
        taken.append(now - before)
        before, first = now, first + count
    return taken


RATE = RateTerms(points=5, per=250)
POLICIES = [
    ({"clawback": Clawback.VALUE}, [7, 6, 7]),
    ({"clawback": Clawback.KEPT, "formula": RATE}, [10, 5, 5]),
    ({"clawback": Clawback.ITEM, "parts": [20]}, [7, 7, 6]),
]


@pytest.mark.parametrize(("terms", "each"), POLICIES)
def test_points_go_with_goods_by_the_policy_of_then(terms: dict[str, Any], each: list[int]) -> None:
    assert gone(bought(**terms), 1, 1, 1) == each


@pytest.mark.parametrize("terms", [terms for terms, _ in POLICIES])
@given(st.permutations([1, 1, 1]) | st.permutations([1, 2]) | st.just([3]))
def test_law_l5_however_a_return_is_split_it_takes_the_same(terms: dict[str, Any], counts: list[int]) -> None:
    assert sum(gone(bought(**terms), *counts)) == 20


def short_by(steps: list[Shortfall], *settled: Settled) -> Facts:
    """An order whose points were spent comes back; for some of them something else was taken."""
    made = bought(shortfall=ShortfallTerms(steps=steps, points=1, worth=1))
    back = returned("r", made, "2026-03-03", count=3)
    kept = sum(each.amount for each in settled)
    tenders = [Tender("card", Amount(1000 - kept, "EUR"))]
    back = attrs.evolve(back, settled=settled, tenders=tenders)
    return [made, order("o-2", "2026-03-02", spends=15), back]


@pytest.mark.parametrize(
    ("steps", "settled", "expected"),
    [
        ([Shortfall.DEBT], [], (0, 0, 15)),
        ([Shortfall.FORGIVEN], [], (15, 0, 0)),
        ([Shortfall.REFUND, Shortfall.FORGIVEN], [Settled(points=10, amount=10)], (5, 10, 0)),
        ([Shortfall.VALUE, Shortfall.DEBT], [Settled(points=10, coupons=["C-1"])], (0, 10, 5)),
        ([Shortfall.REFUND, Shortfall.DEBT], [Settled(points=99, amount=99)], (0, 15, 0)),
        ([Shortfall.POINTS, Shortfall.DEBT], [Settled(points=99, amount=99)], (0, 0, 15)),
    ],
)
def test_what_is_short_is_made_up_for_step_by_step(
    steps: list[Shortfall], settled: list[Settled], expected: tuple[int, int, int]
) -> None:
    found = account(short_by(steps, *settled), "2026-03-03")
    assert (found.forgiven, found.settled, found.debt) == expected
    assert found.clawed_back == 20
    assert is_balanced(found)


def test_what_comes_back_after_its_end_lives_on_by_grace_as_a_lot_of_its_own() -> None:
    spending = order("o-2", "2026-03-02", spends=100)
    redemption = spending.redemption
    assert redemption is not None
    redemption = attrs.evolve(redemption, grace=FIVE_DAYS, zone="Europe/Paris")
    spending = attrs.evolve(spending, redemption=redemption)
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(60, "2026-03-01", "2026-03-10")]),
        order("o-3", "2026-03-01", earns=[lot(60, "2026-03-01", "2026-06-01")]),
        spending,
        returned("r", spending, "2026-03-12"),
    ]
    found = account(facts, "2026-03-12")
    assert (left(found), found.expired, found.redeemed) == ({"r": 60, "o-3": 60}, 0, 0)
    graced = found.lots[0]
    assert (graced.origin, graced.earned, graced.expires_at) == ("o-1", 0, at("2026-03-17T23:00:00Z"))
    assert is_balanced(found)
    assert account(facts, "2026-03-18").expired == 60


@pytest.mark.parametrize("counts", [(2,), (1, 1)], ids=["all at once", "piece by piece"])
def test_law_l5_points_that_live_on_by_grace_go_with_goods_as_others_do(counts: tuple[int, ...]) -> None:
    """An order whose own point repays what it owes comes back, in one part or two, when that point is over.

    By grace the point would live on: so it goes with the goods, and has not expired instead.
    """
    made = order("o-2", "2026-03-02", earns=[lot(1, "2026-03-02", "2026-03-10")], spends=10, pieces=2)
    assert made.redemption is not None
    made = attrs.evolve(made, redemption=attrs.evolve(made.redemption, grace=FIVE_DAYS, zone="Europe/Paris"))
    facts: Facts = [order("o-1", "2026-03-01", earns=[lot(4, "2026-03-01")]), made]
    assert (account(facts, "2026-03-02").debt, account(facts, "2026-03-10").expired) == (5, 0)
    first = 0
    for number, count in enumerate(counts):
        facts.append(returned(f"r-{number}", made, "2026-03-10", first=first, count=count))
        first += count
    found = account(facts, "2026-03-10")
    assert (found.available, found.redeemed, found.clawed_back, found.expired) == (4, 0, 1, 0)
    assert is_balanced(found)


def test_grace_is_given_once() -> None:
    first, second = (
        attrs.evolve(made, redemption=attrs.evolve(made.redemption, grace=FIVE_DAYS, zone="Europe/Paris"))
        for made in (order("o-2", "2026-03-02", spends=60), order("o-4", "2026-03-13", spends=60))
        if made.redemption is not None
    )
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(60, "2026-03-01", "2026-03-10")]),
        first,
        returned("r", first, "2026-03-12"),
        second,
        returned("s", second, "2026-03-19"),
    ]
    found = account(facts, "2026-03-19")
    assert (found.available, found.expired, found.redeemed) == (0, 60, 0)
    assert is_balanced(found)


def waiting() -> Order:
    """Two pieces that earn once they may no longer come back, fourteen days after they were handed over."""
    terms = LotTerms(zone="Europe/Paris", after_return_window=True)
    accrual = Accrual(agreed(lot(20, "2026-03-01"), lot=terms).earning, None)
    right = ReturnTerms(
        right=Right.COMMERCIAL,
        rule="14-days",
        lines=[1],
        period=Period.from_text("14 days"),
        zone="Europe/Paris",
        anchor=Anchor.HANDED_OVER,
    )
    made = order("o-1", "2026-03-01", pieces=2, charged=200, earns=[accrual])
    return attrs.evolve(made, returns=[right])


def test_points_are_available_once_nothing_may_come_back() -> None:
    made = waiting()
    assert account([made], "2026-03-15T22:59:59Z").pending == 20
    found = account([made], "2026-03-15T23:00:00Z")
    assert (found.available, found.lots[0].available_from) == (20, at("2026-03-15T23:00:00Z"))


def test_points_are_available_with_the_last_piece_that_came_back_before() -> None:
    made = waiting()
    some: Returned = returned("r", made, "2026-03-05")
    assert account([made, some], "2026-03-05").pending == 10
    assert account([made, some], "2026-03-15T23:00:00Z").available == 10


def test_points_are_available_at_once_where_nothing_may_come_back() -> None:
    made = attrs.evolve(waiting(), returns=[])
    assert account([made], "2026-03-01").available == 20


def test_points_wait_as_long_as_a_clock_has_not_started() -> None:
    made = attrs.evolve(waiting(), handover=Deliver(Place("FR", "69003")))
    handed = HandedOver(id="h", order="o-1", member="m-1", at=at("2026-03-04"), provenance=TILL)
    assert account([made], "2026-06-01").lots[0].available_from is None
    assert account([made, handed], "2026-03-18T22:59:59Z").pending == 20
    assert account([made, handed], "2026-03-18T23:00:00Z").available == 20


def test_points_wait_longer_for_what_was_handed_back_after_a_repair() -> None:
    made = waiting()
    made = attrs.evolve(made, returns=[attrs.evolve(made.returns[0], anchor=Anchor.HANDED_BACK)])
    repaired = [
        Passed(
            id=f"p-{day}",
            order="o-1",
            member="m-1",
            at=at(f"2026-03-{day:02}"),
            passage=Passage.HANDED_BACK,
            units=[Units(1, 0, 1)],
            provenance=TILL,
        )
        for day in (20, 10)
    ]
    assert account([made], "2026-03-15T23:00:00Z").available == 20
    found = account([made, *repaired], "2026-04-03T22:00:00Z")
    assert (found.available, found.lots[0].available_from) == (20, at("2026-04-03T22:00:00Z"))
    assert account([made, *repaired], "2026-04-03T21:59:59Z").pending == 20


def test_points_become_available_earlier_once_the_customer_was_told_of_their_right() -> None:
    made = waiting()
    told_late = attrs.evolve(
        made.returns[0], extension=Extension(period=Period.from_text("12 months"), source="article 10(1)")
    )
    made = attrs.evolve(made, informed=False, returns=[told_late])
    told = Informed(id="i-1", order="o-1", member="m-1", at=at("2026-05-01"), provenance=TILL)
    assert account([made, told], "2026-04-30").pending == 20
    assert account([made, told], "2026-05-15T22:00:00Z").available == 20
    assert account([made], "2026-05-15T22:00:00Z").pending == 20


def test_points_go_with_the_price_of_goods_that_are_kept_for_less() -> None:
    made = bought()
    less = Reduced(
        id="m-1",
        order="o-1",
        member="m-1",
        at=at("2026-03-02"),
        currency="EUR",
        taken=[Reducing(units=Units(1, 0, 3), sku="ROBE-36", refunded=250)],
        tenders=[Tender("card", Amount(250, "EUR"))],
        because=ReduceReason.GOODWILL,
        answer="0" * 64,
        provenance=TILL,
    )
    found = account([made, less], "2026-03-03")
    assert (found.clawed_back, found.available) == (5, 15)
    rest = attrs.evolve(
        returned("r", made, "2026-03-04", count=3),
        taken=[Taken(units=Units(1, 0, 3), sku="ROBE-36", reason="too_large", refunded=750)],
        tenders=[Tender("card", Amount(750, "EUR"))],
    )
    whole = account([made, less, rest], "2026-03-05")
    assert (whole.clawed_back, whole.available) == (20, 0)
    assert is_balanced(whole)
