from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.events import Fact
from comptoir.facts.orders import Tender
from comptoir.facts.point_terms import Redemption
from comptoir.facts.return_terms import Exemption, LostTerms, Means, ReturnTerms
from comptoir.returns.asked import Give
from comptoir.returns.assessed import Assessed
from comptoir.values.instants import Instant
from comptoir.values.money import Amount
from unit.returns_shop import (
    THIRTY_DAYS,
    WITHDRAWAL,
    accrual,
    assessed,
    at,
    delivery,
    dress,
    handed_over,
    held,
    in_turn,
    line,
    order,
    paid,
    returned,
    tea,
)

SOON, LATER = at("2026-03-10"), at("2026-03-25")
THIRTY_FREE = attrs.evolve(THIRTY_DAYS, fee="0")
CREDIT = attrs.evolve(THIRTY_FREE, means=Means.CREDIT)


def triple(found: list[Assessed]) -> tuple[int, int, int]:
    return (
        sum(each.refund.total for each in found),
        sum(each.points_clawed for each in found),
        sum(each.refund.points for each in found),
    )


def test_partial_returns_sum_to_what_was_paid_to_the_cent() -> None:
    placed = order(line(1, dress(), 3, 3000, off=2000))
    found = in_turn(placed, [Give(1)], [Give(1)], [Give(1)], when=SOON)
    assert [each.refund.goods for each in found] == [334, 333, 333]
    assert paid(*found) == {"card": 1000}


def test_money_goes_back_to_the_tender_paid_last_first() -> None:
    tenders = [Tender("gift-card", "5.00 EUR"), Tender("card", "20.00 EUR"), Tender("cash", "5.00 EUR")]
    placed = order(line(1, dress(), 3, 3000), tenders=tenders)
    found = in_turn(placed, [Give(1)], [Give(1)], [Give(1)], when=SOON)
    assert [paid(each) for each in found] == [
        {"cash": 500, "card": 500},
        {"card": 1000},
        {"card": 500, "gift-card": 500},
    ]


def test_a_tender_goes_back_per_means_and_reference() -> None:
    tenders = [
        Tender("card", "10.00 EUR", reference="a"),
        Tender("card", "10.00 EUR", reference="b"),
        Tender("card", "10.00 EUR", reference="a"),
    ]
    [found] = in_turn(order(line(1, dress(), 3, 3000), tenders=tenders), [Give(1, 3)], when=SOON)
    assert found.refund.tenders == (
        Tender("card", "20.00 EUR", reference="a"),
        Tender("card", "10.00 EUR", reference="b"),
    )


def test_what_was_paid_with_points_comes_back_as_points() -> None:
    placed = order(line(1, dress(), 3, 3000), redemption=Redemption(points=100, worth=1000))
    found = in_turn(placed, [Give(1)], [Give(1)], [Give(1)], when=SOON)
    assert [(each.refund.points, each.refund.worth) for each in found] == [(33, 333), (34, 334), (33, 333)]
    assert paid(*found) == {"card": 2000}
    assert triple(found) == triple(in_turn(placed, [Give(1, 3)], when=SOON)) == (3000, 0, 100)


def test_an_order_paid_with_points_alone_gives_no_money_back() -> None:
    placed = order(line(1, dress(), 2, 2000), redemption=Redemption(points=50, worth=2000), tenders=[])
    [found] = in_turn(placed, [Give(1)], when=SOON)
    assert (found.refund.tenders, found.refund.points, found.refund.worth) == ((), 25, 1000)


def test_points_that_were_earned_go_with_the_goods() -> None:
    placed = order(
        line(1, dress(), 3, 3000),
        line(2, tea(), 1, 500),
        accruals=[accrual(10, [1], 3000), accrual(7, [1, 2], 3500)],
    )
    found = in_turn(placed, [Give(1)], [Give(1), Give(2)], [Give(1)], when=SOON)
    assert [each.points_clawed for each in found] == [3 + 2, 4 + 3, 3 + 2]


def test_the_delivery_fee_comes_back_with_the_last_piece_only() -> None:
    placed = order(line(1, dress(), 2, 2000), line(2, tea(), 1, 500), delivery=delivery(900, standard=500))
    found = in_turn(placed, [Give(1, 2)], [Give(2)], when=SOON)
    assert [each.refund.delivery for each in found] == [0, 500]
    assert [each.refund.total for each in found] == [2000, 1000]
    assert paid(*found) == {"card": 3000}


def test_no_more_than_was_charged_for_delivery_comes_back() -> None:
    placed = order(line(1, dress(), 1, 1000), delivery=delivery(300, standard=500))
    [found] = in_turn(placed, [Give(1)], when=SOON)
    assert found.refund.delivery == 300


def test_a_policy_alone_gives_no_delivery_fee_back() -> None:
    placed = order(line(1, dress(), 2, 2000), delivery=delivery(500, standard=500))
    [found] = in_turn(placed, [Give(1, 2)], when=LATER)
    assert (found.refund.delivery, found.refund.total) == (0, 1800)


def test_a_delivery_of_goods_that_are_all_the_sellers_fault_comes_back_whole() -> None:
    """Under a policy alone, more than a standard one: with the last of them, however they come."""
    placed = order(line(1, dress(), 2, 2000), line(2, tea(), 1, 500), delivery=delivery(900, standard=500))
    faulty, tea_too = Give(1, reason="faulty"), Give(2, reason="not_as_described")
    for when in (SOON, LATER):
        found = in_turn(placed, [faulty], [tea_too], [faulty], when=when)
        assert [each.refund.delivery for each in found] == [0, 0, 900]
        [whole] = in_turn(placed, [attrs.evolve(faulty, quantity=2), tea_too], when=when)
        assert (whole.refund.delivery, triple([whole])) == (900, triple(found))


@pytest.mark.parametrize(("when", "back"), [(SOON, 500), (LATER, 0)])
def test_where_only_some_are_the_sellers_fault_delivery_is_as_without(when: Instant, back: int) -> None:
    placed = order(line(1, dress(), 2, 2000), delivery=delivery(900, standard=500))
    faulty = Give(1, reason="faulty")
    for requests in ([[faulty], [Give(1)]], [[Give(1)], [faulty]], [[faulty, Give(1)]]):
        assert sum(each.refund.delivery for each in in_turn(placed, *requests, when=when)) == back


def test_a_delivery_comes_back_to_no_one_who_was_given_the_goods() -> None:
    placed = order(line(1, dress(), 1, 2000), delivery=delivery(900, standard=500))
    found = assessed(held(placed, handed_over()), Give(1, reason="faulty"), when=SOON, gift=True)
    assert (found.refund.goods, found.refund.delivery) == (2000, 0)


def test_a_reason_that_is_known_no_longer_blames_nobody() -> None:
    placed = order(line(1, dress(), 2, 2000), delivery=delivery(900, standard=500))
    [first] = in_turn(placed, [Give(1, reason="faulty")], when=LATER)
    fact = returned(first, LATER, "r-1")
    unknown = attrs.evolve(fact, taken=[attrs.evolve(each, reason="scorched") for each in fact.taken])
    for before, back in ((fact, 900), (unknown, 0)):
        stands = held(placed, handed_over(), before, when=LATER)
        assert assessed(stands, Give(1, reason="faulty"), when=LATER).refund.delivery == back


def test_what_came_back_unsealed_was_not_withdrawn_whatever_comes_back_later() -> None:
    sealed = attrs.evolve(
        WITHDRAWAL, lost=[LostTerms(lines=[1], head=Exemption.HYGIENE, source="article L221-28, 5°")]
    )
    placed = order(
        line(1, dress(), 1, 2000),
        line(2, tea(), 1, 500),
        delivery=delivery(500, standard=500),
        returns=[sealed, THIRTY_DAYS],
    )
    first, then = in_turn(placed, [Give(1, unsealed=True)], [Give(2)], when=at("2026-03-10"))
    assert not first.goods[0].is_withdrawal
    assert then.goods[0].is_withdrawal
    assert then.refund.delivery == 0


def test_what_came_back_before_it_was_recorded_counts_by_the_rights_of_then() -> None:
    placed = order(line(1, dress(), 1, 2000), line(2, tea(), 1, 500), delivery=delivery(500, standard=500))
    when = at("2026-03-10")
    first = returned(assessed(held(placed, handed_over(), when=when), Give(1), when=when), when, "r-1")
    unsaid = attrs.evolve(first, taken=[attrs.evolve(each, withdrawn=None) for each in first.taken])
    then = assessed(held(placed, handed_over(), unsaid, when=when), Give(2), when=when)
    assert then.refund.delivery == 500


def test_the_delivery_fee_comes_back_once() -> None:
    placed = order(line(1, dress(), 1, 1000), delivery=delivery(500, standard=500))
    whole, again = in_turn(placed, [Give(1)], [Give(1)], when=SOON)
    assert (whole.refund.delivery, again.refund.delivery, again.refund.total) == (500, 0, 0)


def test_a_policy_may_give_back_credit_once_the_withdrawal_is_over() -> None:
    placed = order(line(1, dress(), 3, 3000), returns=[WITHDRAWAL, CREDIT])
    assert paid(*in_turn(placed, [Give(1)], when=SOON)) == {"card": 1000}
    assert paid(*in_turn(placed, [Give(1)], when=LATER)) == {"credit": 1000}


def test_credit_stands_for_the_tender_that_paid() -> None:
    facts: list[Fact] = [handed_over()]
    placed = order(
        line(1, dress(), 2, 2000),
        line(2, tea(), 1, 1000),
        returns=[attrs.evolve(CREDIT, lines=[1]), attrs.evolve(THIRTY_DAYS, rule="cash", lines=[2], fee="0")],
        tenders=[Tender("card", "20.00 EUR"), Tender("cash", "10.00 EUR")],
    )
    first = assessed(held(placed, *facts), Give(1), Give(2), when=SOON)
    assert paid(first) == {"cash": 1000, "credit": 1000}
    facts.append(returned(first, SOON, "r-1"))
    assert paid(assessed(held(placed, *facts), Give(1), when=SOON)) == {"credit": 1000}


def test_what_was_refunded_beyond_what_was_paid_takes_no_money_from_the_rest() -> None:
    placed = order(line(1, dress(), 3, 1000))
    first = returned(assessed(held(placed, handed_over()), Give(1, 2), when=SOON), SOON, "r-1")
    generous = attrs.evolve(
        first,
        taken=[attrs.evolve(first.taken[0], refunded=1000)],
        tenders=[Tender("card", "10.00 EUR")],
    )
    found = assessed(held(placed, handed_over(), generous), Give(1), when=SOON)
    assert (found.refund.total, paid(found)) == (333, {"card": 333})


PLACED = order(
    line(1, dress(), 5, 4999, off=1234),
    line(2, tea(), 4, 777),
    returns=[WITHDRAWAL, THIRTY_DAYS],
    tenders=[Tender("gift-card", "7.01 EUR"), Tender("card", "40.41 EUR")],
    redemption=Redemption(points=333, worth=500),
    delivery=delivery(700, standard=490),
    accruals=[accrual(45, [1, 2], 4542), accrual(11, [1], 3765)],
)


@st.composite
def splits(draw: st.DrawFn) -> list[list[Give]]:
    left = {1: 5, 2: 4}
    requests: list[list[Give]] = []
    while any(left.values()):
        number = draw(st.sampled_from([number for number, count in left.items() if count]))
        quantity = draw(st.integers(1, left[number]))
        left[number] -= quantity
        if draw(st.booleans()) and requests:
            requests[-1].append(Give(number, quantity))
        else:
            requests.append([Give(number, quantity)])
    return requests


@given(splits())
@pytest.mark.parametrize("when", [SOON, LATER])
def test_however_a_return_is_split_its_parts_come_to_the_whole(
    when: Instant, requests: list[list[Give]]
) -> None:
    whole = in_turn(PLACED, [Give(1, 5), Give(2, 4)], when=when)
    split = in_turn(PLACED, *requests, when=when)
    assert not any(each.refused for each in split)
    assert triple(split) == triple(whole)
    assert paid(*split) == paid(*whole)
    for each in split:
        money = sum(tender.amount.minor for tender in each.refund.tenders)
        assert money + each.refund.worth == each.refund.total
        assert all(tender.amount.minor > 0 for tender in each.refund.tenders)


@pytest.mark.parametrize("terms", [(WITHDRAWAL,), (THIRTY_DAYS,), (CREDIT,), (WITHDRAWAL, CREDIT)])
def test_a_whole_order_gives_back_all_that_was_paid_but_the_fee(terms: tuple[ReturnTerms, ...]) -> None:
    placed = attrs.evolve(PLACED, returns=terms)
    [found] = in_turn(placed, [Give(1, 5), Give(2, 4)], when=SOON)
    fee = sum(good.fee for good in found.goods)
    assert found.refund.goods == 4542 - fee
    assert bool(fee) == (terms == (THIRTY_DAYS,))


@given(amount=st.integers(1, 900), kept=st.integers(0, 333), minor=st.integers(1, 2000))
def test_what_was_captured_in_another_currency_is_due_once_though_some_of_a_refund_is_kept(
    amount: int, kept: int, minor: int
) -> None:
    tender = Tender("card", Amount(999 + amount, "EUR"), reference="psp-9", captured=Amount(minor, "GBP"))
    placed = order(
        line(1, dress(), 3, 999), line(2, tea(), 1, amount), tenders=[tender], returns=[THIRTY_FREE]
    )
    facts: list[Fact] = [handed_over()]
    back = refunded = 0
    for number in range(3):
        now = Instant(SOON + number)
        stands = held(placed, *facts, when=now)
        found = assessed(stands, Give(1), when=now)
        if number == 1:
            found = attrs.evolve(found, refund=found.refund.keeping(kept, stands))
        back += sum(each.captured.minor for each in found.refund.tenders if each.captured is not None)
        refunded += found.refund.money
        fact = returned(found, now, f"r-{number}")
        facts.append(fact)
        assert back == (2 * minor * refunded + tender.amount.minor) // (2 * tender.amount.minor)
