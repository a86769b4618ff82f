"""What is kept of a refund as a whole: for the parcel label, and for a delivery that is free no longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.delivery_terms import DeliveryTerms, FreeFrom
from comptoir.facts.events import Cancelled, CancelReason, Fact, OrderPlaced, Refunding
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import PAID_BY_POINTS, Order, Tender, TenderName
from comptoir.facts.point_terms import Redemption
from comptoir.facts.return_terms import Bearer, Exemption, FreeDelivery, LostTerms, Means
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.returns.assessed import Assessed
from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from unit.returns_shop import (
    DIGEST,
    THIRTY_DAYS,
    TILL,
    WITHDRAWAL,
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
OWN = attrs.evolve(THIRTY_DAYS, fee="0", label=590, free_delivery=FreeDelivery.REBILL)


def free(amount: int, *worths: int, fee: int = 490) -> DeliveryTerms:
    """A delivery that was free from an amount, which its lines reached with these worths."""
    return attrs.evolve(
        delivery(0, 0),
        fee=fee,
        free_by="home/free_from",
        free_from=FreeFrom(amount=amount, lines=range(1, len(worths) + 1), worths=worths),
        taxes=(),
    )


def sold(*, amount: int = 5000, returns: Sequence[object] = (WITHDRAWAL, OWN), **changes: object) -> Order:
    """Three dresses of 20.00 EUR and tea of 5.00 EUR, delivered free from so much."""
    lines = line(1, dress(), 3, 6000), line(2, tea(), 1, 500)
    return order(*lines, delivery=free(amount, 6000, 500), returns=returns, **changes)  # type: ignore[arg-type]


def kept(found: Sequence[Assessed]) -> list[tuple[int, int]]:
    return [(each.refund.rebilled, each.refund.money) for each in found]


def test_a_delivery_that_was_free_is_asked_for_once_the_kept_goods_do_not_reach_it() -> None:
    found = in_turn(sold(amount=4500), [Give(1)], [Give(1)], [Give(2)], when=LATER)
    assert kept(found) == [(0, 2000), (490, 1510), (0, 500)]
    assert [each.refund.goods for each in found] == [2000, 2000, 500]


def test_goods_that_just_reach_the_amount_keep_the_delivery_free() -> None:
    assert kept(in_turn(sold(amount=4500), [Give(1)], when=LATER)) == [(0, 2000)]
    assert kept(in_turn(sold(amount=4501), [Give(1)], when=LATER)) == [(490, 1510)]


def test_a_withdrawal_never_makes_a_delivery_dearer() -> None:
    assert kept(in_turn(sold(), [Give(1, 2)], when=SOON)) == [(0, 4000)]
    assert kept(in_turn(sold(), [Give(1, 2, reason="faulty")], when=LATER)) == [(0, 4000)]
    stays = attrs.evolve(OWN, free_delivery=FreeDelivery.KEEP)
    assert kept(in_turn(sold(returns=[WITHDRAWAL, stays]), [Give(1, 2)], when=LATER)) == [(0, 4000)]


def test_what_was_withdrawn_from_counts_as_kept() -> None:
    placed = sold(amount=5000)
    first = assessed(held(placed, handed_over()), Give(1), when=SOON)
    then = assessed(held(placed, handed_over(), returned(first, SOON, "r-1")), Give(2), when=LATER)
    assert kept([first, then]) == [(0, 2000), (0, 500)]


def test_a_delivery_that_was_made_is_asked_for_even_when_nothing_of_the_order_is_left() -> None:
    assert kept(in_turn(sold(), [Give(1, 3), Give(2)], when=LATER)) == [(490, 6010)]
    assert kept(in_turn(sold(amount=6500), [Give(2)], [Give(1, 3)], when=LATER)) == [(490, 10), (0, 6000)]


def test_no_more_is_asked_for_than_such_goods_gave_back() -> None:
    placed = attrs.evolve(sold(), deliveries=[free(6500, 6000, 500, fee=2500)])
    assert kept(in_turn(placed, [Give(2)], [Give(1)], [Give(1)], when=LATER)) == [
        (500, 0),
        (2000, 0),
        (0, 2000),
    ]


def test_goods_whose_right_was_lost_count_as_kept_no_longer_after_they_came_back_too() -> None:
    lost = LostTerms(lines=[1], head=Exemption.HYGIENE, source="article L221-28, 5°")
    placed = sold(amount=4500, returns=[attrs.evolve(WITHDRAWAL, lost=[lost]), OWN])
    give = [Give(1, unsealed=True)]
    assert kept(in_turn(placed, give, give, when=SOON)) == [(0, 2000), (490, 1510)]


def test_a_gift_that_came_back_before_counts_as_kept() -> None:
    placed = sold(amount=4500, returns=[OWN])
    first = assessed(held(placed, handed_over()), Give(1), when=LATER, gift=True)
    then = assessed(held(placed, handed_over(), returned(first, LATER, "r-1")), Give(1), when=LATER)
    assert kept([first, then]) == [(0, 2000), (0, 2000)]


def test_what_such_goods_gave_back_as_points_is_not_taken_from_the_money_of_others() -> None:
    own = attrs.evolve(OWN, lines=[2], grades=[])
    placed = sold(amount=6500, returns=[attrs.evolve(WITHDRAWAL, lines=[1]), own])
    placed = attrs.evolve(
        placed,
        redemption=Redemption(points=650, worth=3250),
        tenders=[Tender("card", "32.50 EUR", reference="psp-9")],
    )
    found = assessed(held(placed, handed_over()), Give(1), Give(2), when=SOON)
    assert (found.refund.total, found.refund.worth) == (2500, 1250)
    assert found.refund.rebilled == 250


def test_deliveries_that_reached_the_amount_together_are_asked_for_together() -> None:
    pieces = Units(1, 0, 1), Units(1, 1, 2), Units(2, 0, 1)
    reached = attrs.evolve(free(5000, 6000, 500), units=pieces[:1])
    both = FreeFrom(amount=5000, lines=[1, 2], worths=[6000, 500], units=pieces)
    deliveries = [
        attrs.evolve(reached, fee=200, free_from=both),
        attrs.evolve(reached, fee=290, free_from=both, units=pieces[1:]),
    ]
    placed = attrs.evolve(sold(), deliveries=deliveries)
    assert kept(in_turn(placed, [Give(1)], when=LATER)) == [(490, 1510)]


def test_a_parcel_label_is_kept_of_what_is_sent_at_the_buyers_expense() -> None:
    stands = held(sold(returns=[OWN], amount=0), handed_over())
    found = assessed(stands, Give(1), when=LATER, label=True)
    assert (found.refund.carriage, found.refund.money, found.refund.total) == (590, 1410, 2000)
    assert [tax.gross for tax in found.refund.taxes] == [2000]
    assert assessed(stands, Give(1), when=LATER).refund.carriage == 0
    assert assessed(stands, Give(1, reason="faulty"), when=LATER, label=True).refund.carriage == 0


def test_who_was_never_told_of_the_right_pays_no_label() -> None:
    labelled = attrs.evolve(WITHDRAWAL, label=590)
    placed = order(line(1, dress(), 1, 5000), returns=[labelled])
    for informed, kept in ((True, 590), (False, 0)):
        stands = held(attrs.evolve(placed, informed=informed), handed_over())
        found = assessed(stands, Give(1), when=at("2026-03-10"), label=True)
        assert found.refund.carriage == kept


def test_where_the_seller_bears_the_carriage_of_some_goods_the_label_costs_nothing() -> None:
    dear = attrs.evolve(OWN, rule="dear", lines=[1], label=700)
    ours = attrs.evolve(OWN, rule="ours", lines=[2], carriage=Bearer.SELLER)
    stands = held(sold(returns=[dear, ours]), handed_over())
    assert assessed(stands, Give(1), Give(2), when=LATER, label=True).refund.carriage == 0
    assert assessed(stands, Give(1), when=LATER, label=True).refund.carriage == 700


def test_of_several_labels_the_dearest_is_kept_once_and_no_more_than_there_is_money() -> None:
    dear = attrs.evolve(OWN, rule="dear", lines=[1], label=700)
    cheap = attrs.evolve(OWN, rule="cheap", lines=[2], label=600)
    stands = held(sold(returns=[dear, cheap], amount=0), handed_over())
    assert assessed(stands, Give(1), Give(2), when=LATER, label=True).refund.carriage == 700
    assert assessed(stands, Give(2), when=LATER, label=True).refund.carriage == 500


def test_points_come_back_whole_beside_what_is_kept() -> None:
    placed = sold(returns=[OWN], amount=0, redemption=Redemption(points=650, worth=6500), tenders=[])
    found = assessed(held(placed, handed_over()), Give(2), when=LATER, label=True)
    assert (found.refund.worth, found.refund.carriage, found.refund.tenders) == (500, 0, ())


def test_what_is_kept_is_kept_of_credit_first() -> None:
    on_credit = attrs.evolve(OWN, rule="credit", lines=[2], means=Means.CREDIT)
    stands = held(sold(returns=[attrs.evolve(OWN, lines=[1]), on_credit], amount=0), handed_over())
    assert paid(assessed(stands, Give(1), Give(2), when=LATER, label=True)) == {"card": 1910}


def test_a_label_for_what_is_brought_to_a_store_is_no_question() -> None:
    with pytest.raises(WrongValue) as caught:
        assessed(held(sold(), handed_over()), Give(1), when=LATER, label=True, store="lyon-2")
    assert caught.value.faults[0].code == "label_in_store"


def test_a_gift_comes_back_as_credit_whatever_paid_for_it() -> None:
    placed = sold(returns=[WITHDRAWAL, OWN], redemption=Redemption(points=100, worth=1300))
    found = assessed(held(placed, handed_over()), Give(1), when=SOON, gift=True)
    assert (paid(found), found.refund.points, found.refund.worth) == ({"credit": 2000}, 0, 0)
    assert (found.gift, [right.terms.rule for right in found.goods[0].rights]) == (True, ["thirty"])
    assert found.refund.rebilled == 0


@pytest.mark.parametrize("as_gift", list(product([True, False], repeat=3)))
@pytest.mark.parametrize(
    "tenders",
    [
        [Tender("card", "20.00 EUR", reference="psp-9")],
        [Tender("credit", "20.00 EUR")],
        [Tender("credit", "8.00 EUR"), Tender("card", "12.00 EUR")],
        [Tender("card", "12.00 EUR"), Tender("credit", "8.00 EUR")],
    ],
)
def test_gifts_that_points_had_paid_in_part_come_back_and_nothing_is_refunded_twice(
    tenders: list[Tender], as_gift: tuple[bool, ...]
) -> None:
    free = attrs.evolve(THIRTY_DAYS, fee="0")
    placed = order(
        line(1, dress(), 3, 3000),
        returns=[WITHDRAWAL, free],
        tenders=tenders,
        redemption=Redemption(points=100, worth=1000),
    )
    facts: list[Fact] = [OrderPlaced(id=placed.id, order=placed), handed_over()]
    given: Counter[TenderName] = Counter()
    for number, gift in enumerate(as_gift):
        now = Instant(SOON + number)
        found = assessed(held(placed, *facts[1:], when=now), Give(1), when=now, gift=gift)
        assert found.refund.money + found.refund.worth == 1000
        for tender in found.refund.tenders:
            given[tender.stands_for] += tender.amount.minor
        facts.append(returned(found, now, f"r-{number}"))
    stands = holdings_of(History.of(facts, lambda fact: repr(fact).encode()), Moment(facts[-1].at))
    assert stands.conflicts == ()
    by_points = given.pop(PAID_BY_POINTS, 0)
    assert given == {tender.stands_for: tender.amount.minor for tender in tenders}
    assert (by_points > 0) is any(as_gift)


def test_the_customer_may_ask_for_credit_and_for_no_means_that_is_not_allowed() -> None:
    stands = held(sold(), handed_over())
    assert paid(assessed(stands, Give(1), when=SOON, prefer="credit")) == {"credit": 2000}
    with pytest.raises(WrongValue) as caught:
        assessed(stands, Give(1), when=SOON, prefer="cash")
    assert caught.value.faults[0].code == "means_not_allowed"


def test_cancelled_goods_count_as_kept() -> None:
    placed = sold(amount=4500)
    off = Cancelled(
        id="c-1",
        order="o-1",
        at=SOON,
        currency="EUR",
        taken=[Refunding(units=Units(2, 0, 1), sku="THE", refunded=500)],
        tenders=[Tender("card", "5.00 EUR", reference="psp-9")],
        because=CancelReason.BY_SELLER,
        answer=DIGEST,
        provenance=TILL,
    )
    stands = held(placed, handed_over(Units(1, 0, 3)), off)
    assert kept([assessed(stands, Give(1), when=LATER)]) == [(0, 2000)]


@st.composite
def splits(draw: st.DrawFn) -> list[list[Give]]:
    left = {1: draw(st.integers(0, 3)), 2: draw(st.integers(0, 1))}
    requests: list[list[Give]] = []
    while any(left.values()):
        number = draw(st.sampled_from([number for number, count in left.items() if count]))
        quantity = draw(st.integers(1, left[number]))
        left[number] -= quantity
        requests.append([Give(number, quantity)])
    return requests


@given(splits(), st.integers(0, 6500), st.integers(1, 500))
def test_a_delivery_is_asked_for_once_however_goods_come_back(
    requests: list[list[Give]], amount: int, fee: int
) -> None:
    placed = attrs.evolve(sold(), deliveries=[free(amount, 6000, 500, fee=fee)])
    back: dict[int, int] = {}
    for one in (give for each in requests for give in each):
        back[int(one.what)] = back.get(int(one.what), 0) + one.quantity
    if not back:
        return
    facts: list[Fact] = [handed_over()]
    rebilled = 0
    for index, give in enumerate(requests):
        now = Instant(LATER + index)
        found = assessed(held(placed, *facts, when=now), *give, when=now)
        assert found.refund.money + found.refund.rebilled == found.refund.total
        rebilled += found.refund.rebilled
        facts.append(returned(found, now, f"r-{index}"))
    whole = assessed(
        held(placed, handed_over(), when=LATER), *(Give(*each) for each in back.items()), when=LATER
    )
    assert rebilled == whole.refund.rebilled <= fee


@given(splits(), st.integers(0, 6500), st.integers(1, 6000), st.integers(0, 6000))
def test_what_is_kept_for_a_delivery_is_what_is_owed_by_then_as_far_as_a_return_has_money(
    requests: list[list[Give]], amount: int, fee: int, worth: int
) -> None:
    placed = sold(
        redemption=Redemption(points=100, worth=worth) if worth else None,
        tenders=[Tender("card", Amount(6500 - worth, "EUR"), reference="psp-9")],
    )
    placed = attrs.evolve(placed, deliveries=[free(amount, 6000, 500, fee=fee)])
    facts: list[Fact] = [handed_over()]
    rebilled = 0
    back: Counter[int] = Counter()
    for index, give in enumerate(requests):
        now = Instant(LATER + index)
        found = assessed(held(placed, *facts, when=now), *give, when=now)
        facts.append(returned(found, now, f"r-{index}"))
        back.update({int(one.what): int(one.quantity) for one in give})
        gone = 2000 * back[1] + 500 * back[2]
        money = gone - (2 * gone * worth + 6500) // (2 * 6500)
        owed = min(fee, money) if 6500 - gone < amount else 0
        rebilled += found.refund.rebilled
        now_money = found.refund.total - found.refund.worth
        assert rebilled == min(owed, rebilled - found.refund.rebilled + now_money)
        assert found.refund.money == now_money - found.refund.rebilled >= 0
