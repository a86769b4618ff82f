from __future__ import annotations

from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.conflicts import Overspent
from comptoir.facts.events import Fact
from comptoir.facts.orders import Order
from comptoir.facts.point_terms import POINTS
from comptoir.loyalty.account import Account, Expiring, Lot
from comptoir.loyalty.fold.books import Books, replay
from comptoir.loyalty.fold.timeline import Event, Purchased, timeline
from comptoir.values.instants import DAY, Instant, instant_text
from comptoir.values.moments import Moment
from comptoir.vocabulary import STANDARD
from unit.loyalty_shop import (
    ALMANAC,
    MEMBER,
    Facts,
    account,
    account_at,
    at,
    closes_by_law,
    held,
    is_balanced,
    left,
    lot,
    order,
    recorded,
    returned,
)


def statement(found: Account) -> list[tuple[str, str, int, str]]:
    """Each movement as a member reads it: day, what, how many, order."""
    return [
        (instant_text(each.at)[:10], each.kind.value, each.points, each.source) for each in found.movements
    ]


def test_points_are_pending_then_available_then_gone() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(100, "2026-03-15T00:00:00Z", "2026-06-01T00:00:00Z")])
    ]
    before, after = account(facts, "2026-03-14T23:59:59Z"), account(facts, "2026-03-15T00:00:00Z")
    assert (before.pending, before.available, before.spendable) == (100, 0, 0)
    assert (after.pending, after.available, after.spendable) == (0, 100, 100)
    last, gone = account(facts, "2026-05-31T23:59:59.999999Z"), account(facts, "2026-06-01T00:00:00Z")
    assert (last.available, last.expired) == (100, 0)
    assert (gone.available, gone.expired, gone.lots) == (0, 100, ())
    assert statement(gone) == [
        ("2026-03-01", "earned", 100, "o-1"),
        ("2026-03-15", "became_available", 100, "o-1"),
        ("2026-06-01", "expired", -100, "o-1"),
    ]


def test_the_boundaries_of_a_lots_life_are_noted() -> None:
    facts: Facts = [order("o-1", "2026-03-01", earns=[lot(100, "2026-03-15", "2026-06-01")])]
    for on, until in [
        ("2026-03-02", at("2026-03-15")),
        ("2026-03-16", at("2026-06-01")),
        ("2026-06-01", None),
    ]:
        moment = Moment(at(on))
        account_at(facts, moment)
        assert moment.until == until


def test_points_are_available_at_once_where_nothing_else_was_agreed() -> None:
    facts: Facts = [order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01")])]
    assert account(facts, "2026-03-01").spendable == 100


def test_the_first_to_expire_are_spent_first_and_the_rest_expires() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01")]),
        order("o-2", "2026-03-02", earns=[lot(100, "2026-03-02", "2026-09-01")]),
        order("o-3", "2026-03-03", earns=[lot(100, "2026-03-03", "2026-06-01")]),
        order("o-4", "2026-04-01", spends=130),
    ]
    assert left(account(facts, "2026-04-02")) == {"o-2": 70, "o-1": 100}
    later = account(facts, "2026-09-01")
    assert (later.available, later.redeemed, later.expired) == (100, 130, 70)
    assert left(later) == {"o-1": 100}


def test_of_lots_that_expire_together_the_first_available_is_spent_first() -> None:
    end = "2026-09-01"
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(10, "2026-03-05", end)]),
        order("o-2", "2026-03-02", earns=[lot(10, "2026-03-04", end)]),
        order("o-3", "2026-03-03", earns=[lot(10, "2026-03-04", end)]),
    ]
    for spent, kept in [(5, "o-2 o-3 o-1"), (10, "o-3 o-1"), (20, "o-1")]:
        found = account([*facts, order("o-4", "2026-04-01", spends=spent)], "2026-04-02")
        assert list(left(found)) == kept.split()


def test_a_lot_spent_in_part_expires_in_part() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01", "2026-06-01")]),
        order("o-2", "2026-04-01", spends=60),
    ]
    found = account(facts, "2026-06-02")
    assert (found.redeemed, found.expired, found.available) == (60, 40, 0)


def test_points_are_not_spent_at_the_instant_at_which_their_life_ends() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01", "2026-06-01")]),
        order("o-2", "2026-06-01", spends=100),
    ]
    found = account(facts, "2026-06-02")
    assert (found.expired, found.debt, found.conflicts) == (100, 100, (Overspent("o-2", 100),))


def test_points_are_spent_at_the_instant_from_which_they_are_available() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(100, "2026-03-15")]),
        order("o-2", "2026-03-15", spends=100),
    ]
    found = account(facts, "2026-03-15")
    assert (found.available, found.debt, found.conflicts) == (0, 0, ())


def test_points_that_came_back_are_spent_again_in_the_same_order() -> None:
    spending = order("o-3", "2026-04-01", spends=60)
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(60, "2026-03-01", "2026-06-01")]),
        order("o-2", "2026-03-01", earns=[lot(60, "2026-03-01", "2026-09-01")]),
        spending,
        returned("r-1", spending, "2026-04-02"),
        order("o-4", "2026-04-03", spends=50),
    ]
    assert left(account(facts, "2026-04-03")) == {"o-1": 10, "o-2": 60}


def test_an_order_does_not_spend_what_it_earns() -> None:
    facts: Facts = [order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01")], spends=30)]
    found = account(facts, "2026-03-01")
    assert found.conflicts == (Overspent("o-1", 30),)
    assert (found.available, found.debt) == (70, 0)


def test_spending_and_returning_never_makes_points_live_longer() -> None:
    spending = order("o-3", "2026-05-01", spends=100)
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(60, "2026-03-01", "2026-06-01")]),
        order("o-2", "2026-03-02", earns=[lot(60, "2026-03-02", "2026-09-01")]),
        spending,
    ]
    before = account(facts, "2026-04-30")
    undone = account([*facts, returned("r-1", spending, "2026-05-10")], "2026-05-10")
    assert undone.lots == before.lots
    assert undone.redeemed == 0
    late = account([*facts, returned("r-1", spending, "2026-07-01")], "2026-07-01")
    assert (late.available, late.expired, left(late)) == (60, 60, {"o-2": 60})
    assert statement(late)[-2:] == [
        ("2026-07-01", "restored", 100, "o-3"),
        ("2026-07-01", "expired", -60, "o-1"),
    ]


def test_part_of_a_spending_comes_back_to_the_lot_drawn_last() -> None:
    spending = order("o-3", "2026-05-01", charged=200, pieces=2, spends=100)
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(60, "2026-03-01", "2026-06-01")]),
        order("o-2", "2026-03-02", earns=[lot(60, "2026-03-02", "2026-09-01")]),
        spending,
        returned("r-1", spending, "2026-05-10"),
    ]
    assert left(account(facts, "2026-05-11")) == {"o-1": 10, "o-2": 60}
    assert left(account([*facts, returned("r-2", spending, "2026-05-12", first=1)], "2026-05-12")) == {
        "o-1": 60,
        "o-2": 60,
    }


def test_points_come_back_with_the_delivery_fee_that_is_refunded() -> None:
    spending = order("o-2", "2026-03-02", charged=900, fee=100, spends=100)
    facts: Facts = [order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01")]), spending]
    goods, all_of_it = (returned("r-1", spending, "2026-03-03", delivery=fee) for fee in (0, 100))
    assert account([*facts, goods], "2026-03-03").available == 90
    assert account([*facts, all_of_it], "2026-03-03").available == 100


def test_pending_points_are_clawed_back_first() -> None:
    bought = order("o-1", "2026-03-01", pieces=4, earns=[lot(100, "2026-03-15")])
    facts: Facts = [bought, returned("r-1", bought, "2026-03-05")]
    found = account(facts, "2026-03-20")
    assert (found.available, found.clawed_back) == (75, 25)
    assert statement(found) == [
        ("2026-03-01", "earned", 100, "o-1"),
        ("2026-03-05", "clawed_back", -25, "o-1"),
        ("2026-03-15", "became_available", 75, "o-1"),
    ]


def test_points_clawed_back_after_they_were_spent_are_a_debt_that_the_next_lot_repays() -> None:
    bought = order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01")])
    facts: Facts = [
        bought,
        order("o-2", "2026-03-02", spends=80),
        returned("r-1", bought, "2026-03-03"),
        order("o-3", "2026-03-04", earns=[lot(100, "2026-03-18")]),
    ]
    owing = account(facts, "2026-03-10")
    assert (owing.debt, owing.clawed_back, owing.pending, owing.spendable) == (80, 100, 100, 0)
    repaid = account(facts, "2026-03-18")
    assert (repaid.debt, repaid.available, repaid.spendable) == (0, 20, 20)
    assert statement(repaid)[-2:] == [
        ("2026-03-18", "became_available", 100, "o-3"),
        ("2026-03-18", "repaid", -80, "o-1"),
    ]
    assert repaid.conflicts == ()


def test_spent_points_are_clawed_back_from_the_members_other_lots() -> None:
    bought = order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01", "2026-06-01")])
    facts: Facts = [
        bought,
        order("o-2", "2026-03-01", earns=[lot(100, "2026-03-01", "2026-09-01")]),
        order("o-3", "2026-03-02", spends=80),
        returned("r-1", bought, "2026-03-03"),
    ]
    found = account(facts, "2026-03-03")
    assert (left(found), found.debt, found.clawed_back) == ({"o-2": 20}, 0, 100)


def test_expired_points_are_not_clawed_back_as_well() -> None:
    bought = order("o-1", "2026-03-01", pieces=2, earns=[lot(100, "2026-03-01", "2026-06-01")])
    facts: Facts = [
        bought,
        order("o-2", "2026-05-01", spends=40),
        returned("r-1", bought, "2026-07-01"),
        returned("r-2", bought, "2026-07-02", first=1),
    ]
    first, both = account(facts, "2026-07-01"), account(facts, "2026-07-02")
    assert (first.expired, first.clawed_back, first.debt) == (60, 0, 0)
    assert (both.expired, both.clawed_back, both.debt) == (60, 40, 40)


@pytest.mark.parametrize("first", ["earning", "spending"])
def test_it_does_not_matter_which_of_two_orders_comes_back_first(first: str) -> None:
    earning = order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01", "2026-06-01")])
    spending = order("o-3", "2026-03-02", spends=100)
    days = {"earning": ("2026-06-10", "2026-06-20"), "spending": ("2026-06-20", "2026-06-10")}[first]
    facts: Facts = [
        earning,
        order("o-2", "2026-03-01", earns=[lot(60, "2026-03-01", "2026-09-01")]),
        spending,
        returned("r-1", earning, days[0]),
        returned("r-2", spending, days[1]),
    ]
    found = account(facts, "2026-06-30")
    assert (left(found), found.debt, found.redeemed) == ({"o-2": 60}, 0, 0)


def test_what_was_overspent_is_owed_reported_and_repaid() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01")]),
        order("o-2", "2026-03-02", spends=70),
        order("o-3", "2026-03-03", spends=50),
        order("o-4", "2026-03-04", earns=[lot(15, "2026-03-10")]),
        order("o-5", "2026-03-05", earns=[lot(15, "2026-03-12")]),
    ]
    owing = account(facts, "2026-03-03")
    assert (owing.redeemed, owing.debt, owing.conflicts) == (120, 20, (Overspent("o-3", 20),))
    assert account(facts, "2026-03-10").debt == 5
    paid = account(facts, "2026-03-12")
    assert (paid.debt, paid.spendable, paid.conflicts) == (0, 10, (Overspent("o-3", 20),))


def test_an_overspent_order_that_comes_back_frees_what_is_owed_first() -> None:
    spending = order("o-2", "2026-03-02", charged=200, pieces=2, spends=100)
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(60, "2026-03-01", "2026-06-01")]),
        spending,
        returned("r-1", spending, "2026-03-03"),
    ]
    found = account(facts, "2026-03-03")
    assert (found.debt, found.redeemed, found.available) == (0, 50, 10)


def test_a_lot_that_repaid_gets_its_points_again_with_its_own_life() -> None:
    spending = order("o-1", "2026-03-01", spends=50)
    facts: Facts = [
        spending,
        order("o-2", "2026-03-02", earns=[lot(80, "2026-03-10", "2026-06-01")]),
        returned("r-1", spending, "2026-03-20"),
    ]
    assert left(account(facts, "2026-03-15")) == {"o-2": 30}
    assert left(account(facts, "2026-03-20")) == {"o-2": 80}
    assert account([*facts[:2], returned("r-1", spending, "2026-07-01")], "2026-07-01").expired == 80


def test_restored_points_repay_what_is_owed() -> None:
    bought = order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01")])
    spending = order("o-2", "2026-03-02", spends=100)
    other = order("o-3", "2026-03-03", spends=30)
    facts: Facts = [bought, spending, other, returned("r-1", spending, "2026-03-04")]
    found = account(facts, "2026-03-04")
    assert (found.debt, found.available, found.redeemed) == (0, 70, 30)


def test_a_return_of_everything_leaves_what_was_there_before() -> None:
    before: Facts = [order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01", "2026-09-01")])]
    bought = order("o-2", "2026-03-02", pieces=3, spends=70, earns=[lot(29, "2026-03-16", "2026-10-01")])
    whole = returned("r-1", bought, "2026-03-05", count=3)
    parts = [returned(f"r-{first}", bought, "2026-03-05", first=first) for first in range(3)]
    for back in ([whole], parts):
        found = account([*before, bought, *back], "2026-03-05")
        assert found.lots == account(before, "2026-03-05").lots
        assert (found.redeemed, found.clawed_back, found.debt) == (0, 29, 0)


def test_each_earning_of_an_order_is_a_lot_of_its_own() -> None:
    bought = order(
        "o-1", "2026-03-01", pieces=2, earns=[lot(10, "2026-03-01"), lot(20, "2026-03-01", rule="bonus")]
    )
    found = account([bought, returned("r-1", bought, "2026-03-02")], "2026-03-02")
    assert [(each.rule, each.earned, each.remaining) for each in found.lots] == [
        ("bonus", 20, 10),
        ("club", 10, 5),
    ]


def test_only_the_members_own_orders_count() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01")], member="m-2"),
        order("o-2", "2026-03-01", earns=[lot(100, "2026-03-01")], member=None),
    ]
    assert account(facts, "2026-03-02").earned == 0
    assert account(facts, "2026-03-02", member="m-2").earned == 100


def test_a_return_that_does_not_count_moves_no_points() -> None:
    bought = order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01")])
    facts: Facts = [bought, returned("r-1", bought, "2026-03-02"), returned("r-2", bought, "2026-03-03")]
    assert account(facts, "2026-03-04").clawed_back == 100


def test_a_lot_whose_terms_were_over_before_its_order_never_lives() -> None:
    late = attrs.evolve(order("o-1", "2026-03-01"), accruals=[lot(10, "2026-01-01", "2026-02-01")])
    found = account([late], "2026-03-01")
    assert (found.available, found.expired) == (0, 10)


def test_what_is_owed_cannot_be_spent() -> None:
    found = Account(earned=6, pending=0, available=10, redeemed=0, expired=0, clawed_back=0, debt=4)
    assert found.spendable == 6
    assert attrs.evolve(found, debt=11).spendable == 0


def test_what_expires_when_is_known_ahead() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01", "2026-09-01")]),
        order("o-2", "2026-03-02", earns=[lot(50, "2026-04-01", "2026-09-01")]),
        order("o-3", "2026-03-03", earns=[lot(10, "2026-03-03", "2026-06-01")]),
        order("o-4", "2026-03-03", earns=[lot(7, "2026-03-03")]),
        order("o-5", "2026-03-04", spends=30),
    ]
    assert account(facts, "2026-03-05").expiring == (Expiring(at("2026-09-01"), 130),)


@pytest.mark.parametrize("pieces_at_once", [1, 2])
def test_however_a_return_is_split_what_expired_is_not_clawed_back_as_well(pieces_at_once: int) -> None:
    # "s" spends the lots of "e" and "x"; when "e" comes back, the lot of "s" stands in for it, and ends.
    earned = order("e", "2026-03-01", earns=[lot(2, "2026-03-01", "2026-08-01")])
    other = order("x", "2026-03-01", earns=[lot(2, "2026-03-01", "2026-09-01")])
    spent = order(
        "s", "2026-03-02", spends=4, charged=200, pieces=2, earns=[lot(2, "2026-03-02", "2026-04-01")]
    )
    back = [
        returned(f"r-{first}", spent, "2026-04-10", first=first, count=pieces_at_once)
        for first in range(0, 2, pieces_at_once)
    ]
    found = account([earned, other, spent, returned("r-e", earned, "2026-03-03"), *back], "2026-04-10")
    assert (found.clawed_back, found.expired, found.available) == (2, 2, 2)
    assert is_balanced(found)


def test_a_long_chain_of_returns_is_folded_without_recursion() -> None:
    count = 1200
    spending = order("s", "2026-03-01T00:00:01Z", spends=100)
    first = Instant(at("2026-03-02"))
    earning = [order("e-0", "2026-03-01T00:00:00Z", earns=[lot(100, "2026-03-01T00:00:00Z")])]
    back: list[Fact] = []
    for number in range(1, count):
        texts = [instant_text(Instant(first + number * 1_000_000 + part)) for part in (0, 1)]
        earning.append(order(f"e-{number}", texts[0], earns=[lot(100, texts[0])]))
        back.append(returned(f"r-{number}", earning[number - 1], texts[1]))
    found = account([*earning, spending, *back, returned("r-s", spending, "2026-03-10")], "2026-03-10")
    assert (found.available, found.debt, left(found)) == (100, 0, {f"e-{count - 1}": 100})


def test_an_account_can_be_written_as_a_document() -> None:
    bought = order("o-1", "2026-03-01", earns=[lot(100, "2026-03-01", "2026-06-01")], spends=10)
    found = account([bought, returned("r-1", bought, "2026-03-02")], "2026-03-02")
    assert STANDARD.codec.read(Account, STANDARD.codec.write(found)) == found


DAYS = st.integers(0, 40)
START = at("2026-03-01")


def day(number: int) -> str:
    return instant_text(Instant(START + number * DAY))


@st.composite
def histories(draw: st.DrawFn, *, expire: bool = True) -> Facts:
    """A few orders that earn and spend, and returns of some of their pieces, now and then together."""
    orders = []
    for number in range(draw(st.integers(1, 6))):
        placed = draw(DAYS)
        available = placed + draw(st.integers(0, 10))
        ends = available + draw(st.integers(1, 15)) if expire and draw(st.booleans()) else None
        earned = draw(st.integers(0, 50))
        pieces = draw(st.integers(1, 3))
        orders.append(
            order(
                f"o-{number}",
                day(placed),
                charged=pieces * 100,
                pieces=pieces,
                spends=draw(st.integers(0, 60)),
                earns=[lot(earned, day(available), None if ends is None else day(ends))] if earned else (),
            )
        )
    facts: Facts = list(orders)
    for number in range(draw(st.integers(0, 6))):
        bought = draw(st.sampled_from(orders))
        count = draw(st.integers(1, bought.lines[0].shares[0].units))
        later = draw(st.integers(0, 20))
        on = instant_text(Instant(bought.placed_at + later * DAY))
        facts.append(returned(f"r-{number}", bought, on, count=count))
    return facts


def opened() -> Books:
    return Books(ALMANAC, closes_by_law)


def events_until(facts: Facts, number: int) -> tuple[Event, ...]:
    moment = Moment(at(day(number)))
    return timeline(recorded(facts), held(facts, moment), moment)


@given(histories())
def test_law_l2_points_are_conserved_at_every_instant(facts: Facts) -> None:
    for number in range(70):
        found = account(facts, day(number))
        assert is_balanced(found)
        assert found.debt == 0 or found.available == 0
        assert min(found.available, found.pending, found.redeemed, found.expired, found.clawed_back) >= 0
        assert found.available + found.pending == sum(each.remaining for each in found.lots)


@given(histories())
def test_law_l3_a_lot_is_drawn_within_its_life_only(facts: Facts) -> None:
    books = opened()
    before: dict[Lot, int] = {}
    for event in events_until(facts, 70):
        books.advance(event)
        lots = books.accounts(MEMBER)[POINTS].lots if books.accounts(MEMBER) else ()
        after = {attrs.evolve(each, remaining=0): each.remaining for each in lots}
        for each, remaining in before.items():
            if isinstance(event, Purchased) and after.get(each, 0) < remaining:
                if each.expires_at is not None and each.expires_at <= event.at:
                    continue  # it ended meanwhile
                assert each.available_from is not None
                assert each.available_from <= event.at
        before = after


@given(histories(), st.integers(0, 40))
def test_law_l4_folding_up_to_any_cut_and_then_the_rest_is_folding_all(facts: Facts, cut: int) -> None:
    events = events_until(facts, 70)
    carried_on = replay(events[cut:], onto=replay(events[:cut], onto=opened()))
    assert carried_on.accounts(MEMBER) == replay(events, onto=opened()).accounts(MEMBER)


@given(histories(), st.integers(0, 60))
def test_law_p4_nothing_changes_before_the_next_boundary(facts: Facts, number: int) -> None:
    moment = Moment(at(day(number)))
    found = account_at(facts, moment)
    last = at(day(70)) if moment.until is None else Instant(moment.until - 1)
    assert account(facts, instant_text(last)) == found


@given(histories(), st.randoms())
def test_law_l1_the_order_in_which_facts_come_changes_nothing(facts: Facts, random: Random) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert account(shuffled, day(70)) == account(facts, day(70))


@given(histories(expire=False))
def test_when_everything_has_come_back_nothing_is_left_and_nothing_is_owed(facts: Facts) -> None:
    orders = [fact for fact in facts if isinstance(fact, Order)]
    back = [
        returned(f"all-{bought.id}-{first}", bought, day(60), first=first)
        for bought in orders
        for first in range(bought.lines[0].shares[0].units)
    ]
    found = account([*facts, *back], day(70))
    assert (found.available, found.pending, found.redeemed, found.debt) == (0, 0, 0, 0)
    assert found.clawed_back == found.earned
