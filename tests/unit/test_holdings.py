"""What becomes of each piece, and what does not fit: facts that are late, double, wrong or too many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import attrs
import pytest

from comptoir.facts.conflicts import (
    AlreadyReturned,
    BeforeItsOrder,
    HandedOverTwice,
    NoSuchUnits,
    NotHandedOver,
    OtherContent,
    OtherCurrency,
    OtherProduct,
    OverRefunded,
    UnknownOrder,
)
from comptoir.facts.events import Exchanged, Fact, HandedOver, OrderPlaced, Returned, Swap, Taken
from comptoir.facts.handovers import Carry, Deliver, Handover, Place
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.holdings import Holdings, holdings_of
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order, Tender
from comptoir.facts.units import Units
from comptoir.testing.stories import TILL, Play, came_back, moved, tell_counter
from comptoir.testing.whole_shop import PRODUCTS, whole_shop
from comptoir.values.errors import WrongType
from comptoir.values.instants import DAY, SECOND, Instant, datetime_of, instant_from_text
from comptoir.values.moments import Moment
from comptoir.values.money import Amount

BOUGHT = instant_from_text("2026-03-02T12:00:00Z")
LATER = Instant(BOUGHT + 30 * DAY)
SHOP = whole_shop()
DRESS_36, DRESS_38 = PRODUCTS[0], PRODUCTS[1]
HOME = Deliver(Place("FR", "69003"), "home")
CARRIED = Carry("lyon-2")


def on(day: int) -> Instant:
    return Instant(BOUGHT + day * DAY)


def bought(count: int = 3, *, id: str = "o-1", handover: Handover = CARRIED, member: str = "m-1") -> Order:
    play = Play(rulebook=SHOP)
    order = play.buy(Line(DRESS_36.sku, count), id=id, at=BOUGHT, handover=handover, member=member)
    assert order is not None
    return order


def placed(order: Order) -> OrderPlaced:
    return OrderPlaced(id=order.id, order=order)


def handed_over(order: Order, *units: Units, id: str, day: int) -> HandedOver:
    return HandedOver(id=id, order=order.id, at=on(day), units=units, provenance=TILL)


def back(order: Order, first: int, count: int = 1, *, id: str, day: int) -> Returned:
    return came_back(order, [Units(1, first, count)], id=id, at=on(day))


def swapped(order: Order, first: int, *, id: str, day: int) -> Exchanged:
    swap = Swap(units=Units(1, first, 1), sku=DRESS_36.sku, reason="too_small", took=DRESS_38)
    return Exchanged(id=id, order=order.id, at=on(day), swaps=[swap], answer="0" * 64, provenance=TILL)


def history(facts: Sequence[Fact]) -> History:
    return History.of(facts, SHOP.vocabulary.codec.dumps)


def holdings(*facts: Fact, at: Instant = LATER) -> Holdings:
    return holdings_of(history(facts), Moment(at))


def fates(held: Held) -> list[tuple[int, int, str, str | None]]:
    """Each run: first piece, how many, what they are now, and the fact by which they came back."""
    return [(run.units.first, run.units.count, run.product.sku, run.returned_by) for run in held.runs]


def test_pieces_that_share_a_fate_are_one_run() -> None:
    order = bought(3)
    held = holdings(placed(order)).orders["o-1"]
    assert fates(held) == [(0, 3, "ROBE-36", None)]
    assert held.runs[0].handed_over == BOUGHT


def test_a_piece_that_comes_back_leaves_the_others_as_they_were() -> None:
    order = bought(3)
    found = holdings(placed(order), back(order, 1, id="r-1", day=1))
    held = found.orders["o-1"]
    assert fates(held) == [
        (0, 1, "ROBE-36", None),
        (1, 1, "ROBE-36", "r-1"),
        (2, 1, "ROBE-36", None),
    ]
    assert found.conflicts == ()
    assert held.charged_back == order.lines[0].shares[0].charged


def test_what_has_not_happened_yet_is_not_known() -> None:
    order = bought(1)
    facts = placed(order), back(order, 0, id="r-1", day=1)
    assert holdings(*facts, at=Instant(on(1) - 1)).orders["o-1"].refunds == ()
    assert len(holdings(*facts, at=on(1)).orders["o-1"].refunds) == 1
    moment = Moment(BOUGHT)
    holdings_of(history(facts), moment)
    assert moment.until == on(1)


def test_a_fact_that_comes_twice_is_one_fact() -> None:
    order = bought(2)
    once = placed(order), back(order, 0, id="r-1", day=1)
    assert history([*once, *once]) == history(once)


def test_of_one_id_with_two_contents_what_happened_first_counts_and_the_other_is_named() -> None:
    order = bought(2)
    first, other = back(order, 0, id="r-1", day=1), back(order, 1, id="r-1", day=3)
    known: list[Fact] = [placed(order), first, other]
    for facts in permutations(known):
        found = holdings(*facts)
        assert fates(found.orders["o-1"])[0] == (0, 1, "ROBE-36", "r-1")
        assert found.conflicts == (OtherContent("returned/1", "r-1"),)
        assert holdings(*facts, at=on(2)).conflicts == ()


def test_of_two_contents_of_one_instant_the_same_counts_in_whatever_order_they_came() -> None:
    order = bought(2)
    one, other = back(order, 0, id="r-1", day=1), back(order, 1, id="r-1", day=1)
    assert history([placed(order), one, other]) == history([other, one, placed(order)])


def test_an_id_is_that_of_its_kind_of_fact() -> None:
    order = bought(1)
    found = holdings(placed(order), handed_over(order, id="o-1", day=1))
    assert OtherContent("handed-over/1", "o-1") not in found.conflicts


def test_a_fact_of_an_order_that_nobody_placed_has_no_effect() -> None:
    lost = attrs.evolve(back(bought(1), 0, id="r-1", day=1), order="o-lost")
    found = holdings(lost)
    assert (found.orders, found.conflicts) == ({}, (UnknownOrder("r-1", "o-lost"),))


@pytest.mark.parametrize("units", [Units(1, 2, 2), Units(1, 3, 1), Units(2, 0, 1)])
def test_pieces_that_were_never_bought_are_named(units: Units) -> None:
    order = bought(3)
    taken = Taken(units=units, sku=DRESS_36.sku, reason="faulty", refunded=0)
    wrong = attrs.evolve(back(order, 0, id="r-1", day=1), taken=[taken], tenders=[])
    found = holdings(placed(order), wrong)
    assert found.conflicts == (NoSuchUnits("r-1", "o-1", units),)
    assert fates(found.orders["o-1"]) == [(0, 3, "ROBE-36", None)]


def test_one_piece_comes_back_once() -> None:
    order = bought(1)
    found = holdings(placed(order), back(order, 0, id="r-1", day=1), back(order, 0, id="r-2", day=2))
    assert found.conflicts == (AlreadyReturned("r-2", "o-1", Units(1, 0, 1), "r-1"),)
    assert [each.fact for each in found.orders["o-1"].refunds] == ["r-1"]


def test_the_earlier_of_two_returns_counts_whichever_is_heard_of_first() -> None:
    order = bought(1)
    facts: list[Fact] = [placed(order), back(order, 0, id="r-2", day=1), back(order, 0, id="r-1", day=2)]
    expected = holdings(*facts)
    assert [each.fact for each in expected.orders["o-1"].refunds] == ["r-2"]
    assert all(holdings(*some) == expected for some in permutations(facts))


def test_two_tills_that_take_the_first_of_two_alike_took_both() -> None:
    order = bought(2)
    found = holdings(placed(order), back(order, 0, id="r-1", day=1), back(order, 0, id="r-2", day=2))
    assert found.conflicts == ()
    assert fates(found.orders["o-1"]) == [(0, 1, "ROBE-36", "r-1"), (1, 1, "ROBE-36", "r-2")]


def test_pieces_that_were_handed_over_stand_in_before_others() -> None:
    order = bought(3, handover=HOME)
    facts = (
        placed(order),
        handed_over(order, Units(1, 0, 1), Units(1, 2, 1), id="h-1", day=1),
        back(order, 0, id="r-1", day=2),
        back(order, 0, id="r-2", day=3),
    )
    found = holdings(*facts)
    assert [run[3] for run in fates(found.orders["o-1"])] == ["r-1", None, "r-2"]
    assert found.conflicts == ()


def test_too_many_come_back_and_none_of_that_fact_counts() -> None:
    order = bought(3)
    found = holdings(placed(order), back(order, 0, 2, id="r-1", day=1), back(order, 0, 2, id="r-2", day=2))
    assert found.conflicts == (AlreadyReturned("r-2", "o-1", Units(1, 0, 2), "r-1"),)
    assert fates(found.orders["o-1"]) == [(0, 2, "ROBE-36", "r-1"), (2, 1, "ROBE-36", None)]


def test_after_an_exchange_it_is_the_other_product_that_can_come_back() -> None:
    order = bought(1)
    exchange = swapped(order, 0, id="x-1", day=1)
    found = holdings(placed(order), exchange, back(order, 0, id="r-1", day=2))
    assert found.conflicts == (OtherProduct("r-1", "o-1", Units(1, 0, 1), "ROBE-36", "ROBE-38"),)
    right = back(order, 0, id="r-1", day=2)
    right = attrs.evolve(right, taken=[attrs.evolve(right.taken[0], sku="ROBE-38")])
    held = holdings(placed(order), exchange, right).orders["o-1"]
    assert fates(held) == [(0, 1, "ROBE-38", "r-1")]
    assert held.runs[0].exchanged_by == ("x-1",)


def test_what_came_back_is_not_swapped() -> None:
    order = bought(1)
    found = holdings(placed(order), back(order, 0, id="r-1", day=1), swapped(order, 0, id="x-1", day=2))
    assert found.conflicts == (AlreadyReturned("x-1", "o-1", Units(1, 0, 1), "r-1"),)


def test_the_first_time_goods_are_handed_over_counts() -> None:
    order = bought(2, handover=HOME)
    found = holdings(
        placed(order),
        handed_over(order, Units(1, 0, 1), id="h-1", day=1),
        handed_over(order, id="h-2", day=2),
    )
    assert [run.handed_over for run in found.orders["o-1"].runs] == [on(1), on(2)]
    assert found.conflicts == (HandedOverTwice("h-2", "o-1", Units(1, 0, 1)),)


def test_what_is_carried_away_is_handed_over_when_it_is_bought() -> None:
    order = bought(1)
    found = holdings(placed(order), handed_over(order, id="h-1", day=1))
    assert found.conflicts == (HandedOverTwice("h-1", "o-1", Units(1, 0, 1)),)
    assert found.orders["o-1"].runs[0].handed_over == BOUGHT


def test_what_comes_back_without_having_been_handed_over_counts_and_is_named() -> None:
    order = bought(2, handover=HOME)
    found = holdings(placed(order), back(order, 0, id="r-1", day=1))
    assert found.conflicts == (NotHandedOver("r-1", "o-1", Units(1, 0, 1)),)
    assert [each.fact for each in found.orders["o-1"].refunds] == ["r-1"]


def test_a_delivery_fee_that_came_back_twice_is_named() -> None:
    play = Play(rulebook=SHOP)
    order = play.buy(Line("FOULARD", 2), id="o-1", at=BOUGHT, handover=HOME)
    assert order is not None
    [delivery] = order.deliveries
    fee = delivery.charged
    first, second = (
        came_back(order, [Units(1, piece, 1)], id=f"r-{piece}", at=on(1 + piece), delivery=fee)
        for piece in (0, 1)
    )
    found = holdings(placed(order), handed_over(order, id="h-1", day=0), first, second)
    assert [each.delivery for each in found.orders["o-1"].refunds] == [490, 490]
    assert found.conflicts == (OverRefunded("r-1", "o-1", 490),)


def test_more_money_than_was_paid_for_a_piece_is_named() -> None:
    order = bought(2)
    fact = back(order, 0, id="r-1", day=1)
    taken = attrs.evolve(fact.taken[0], refunded=fact.refunded + 100)
    paid = [Tender("card", Amount(fact.refunded + 100, "EUR"))]
    dear = attrs.evolve(fact, taken=[taken], tenders=paid, points_worth=0, points_restored=0)
    found = holdings(placed(order), dear)
    assert found.conflicts == (OverRefunded("r-1", "o-1", 100),)
    assert found.orders["o-1"].refunded == fact.refunded + 100


def test_money_in_another_currency_does_not_count_and_is_named() -> None:
    order = bought(2)
    fact = back(order, 0, id="r-1", day=1)
    tenders = [Tender("card", Amount(fact.refunded, "CHF"))] if fact.refunded else []
    abroad = attrs.evolve(fact, currency="CHF", tenders=tenders, points_worth=0, points_restored=0)
    found = holdings(placed(order), abroad)
    assert found.conflicts == (OtherCurrency("r-1", "o-1", "CHF"),)
    assert found.orders["o-1"].refunded == 0
    assert fates(found.orders["o-1"])[0] == (0, 1, "ROBE-36", "r-1")


def test_a_fact_from_before_its_order_waits_for_it() -> None:
    order = bought(1)
    early = attrs.evolve(back(order, 0, id="r-1", day=0), at=Instant(BOUGHT - 1))
    before = holdings(placed(order), early, at=Instant(BOUGHT - 1))
    assert before.conflicts == (UnknownOrder("r-1", "o-1"),)
    after = holdings(placed(order), early, at=BOUGHT)
    assert after.conflicts == (BeforeItsOrder("r-1", "o-1"),)
    assert [each.at for each in after.orders["o-1"].refunds] == [BOUGHT]


def test_two_orders_may_have_facts_of_the_same_id() -> None:
    one, other = bought(1, id="o-1"), bought(1, id="o-2")
    facts = placed(one), placed(other), back(one, 0, id="r-1", day=1), back(other, 0, id="r-1", day=1)
    found = holdings(*facts)
    assert found.conflicts == ()
    assert all(len(held.refunds) == 1 for held in found.orders.values())


def test_pieces_that_come_back_one_by_one_cost_no_more_than_together() -> None:
    order = bought(2_000)
    taken = [back(order, piece, id="r-1", day=1).taken[0] for piece in range(0, 2_000, 2)]
    whole = sum(each.refunded for each in taken)
    fact = attrs.evolve(
        back(order, 0, id="r-1", day=1), taken=taken, tenders=[Tender("card", Amount(whole, "EUR"))]
    )
    held = holdings(placed(order), fact).orders["o-1"]
    assert len(held.runs) == 2_000
    assert sum(run.returned is None for run in held.runs) == 1_000


def test_the_facts_of_a_member_are_those_that_name_them_and_those_of_their_orders() -> None:
    mine, yours = bought(id="o-1"), bought(id="o-2", member="m-2")
    nameless = attrs.evolve(back(mine, 0, id="r-1", day=1), member=None)
    facts = placed(mine), placed(yours), nameless, back(yours, 0, id="r-2", day=1)
    whole = history(facts)
    assert {fact.id for fact in whole.of_member("m-1", Moment(LATER)).facts} == {"o-1", "r-1"}
    assert {fact.id for fact in whole.of_order("o-2").facts} == {"o-2", "r-2"}
    assert (whole.version("order:o-1"), whole.version("member:m-1"), whole.version("order:none")) == (2, 1, 0)


def test_an_order_placed_later_changes_no_standing_before_it() -> None:
    order = bought(1)
    early = attrs.evolve(back(order, 0, id="r-1", day=-2), member=None)
    at = datetime_of(on(-1))
    before = tell_counter(SHOP, "m-1", [early], at)
    assert tell_counter(SHOP, "m-1", [early, placed(order)], at).state == before.state


def test_whose_order_was_left_out_for_anothers_of_that_id_is_told() -> None:
    yours, mine = placed(bought(member="m-2")), moved(placed(bought()), 60 * SECOND)
    standing = tell_counter(SHOP, "m-1", [mine, yours], datetime_of(LATER))
    assert (standing.purchases, standing.conflicts) == ((), (OtherContent("order-placed/1", "o-1"),))


def test_a_contradiction_is_part_of_the_question() -> None:
    order = bought(2)
    facts: list[Fact] = [placed(order), back(order, 0, id="r-1", day=1)]
    contradicted = [*facts, back(order, 1, id="r-1", day=3)]
    one, other = (tell_counter(SHOP, "m-1", some, datetime_of(LATER)) for some in (facts, contradicted))
    assert one.answer != other.answer
    assert one.question != other.question


def test_what_is_no_fact_is_refused_with_its_place() -> None:
    wrong: list[Fact] = [placed(bought(1)), "r-1"]  # type: ignore[list-item]
    with pytest.raises(WrongType, match=r"history\[1\]"):
        history(wrong)


def test_an_order_whose_other_content_is_earlier_is_that_one() -> None:
    order = placed(bought(1))
    found = holdings(order, moved(order, -60 * SECOND))
    assert found.orders["o-1"].order.placed_at == BOUGHT - 60 * SECOND
    assert found.conflicts == (OtherContent("order-placed/1", "o-1"),)
