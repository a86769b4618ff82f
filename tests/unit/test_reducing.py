"""Money given back for goods that the customer keeps: what is decided, what is left, what points do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import permutations
from typing import Any

import attrs
import pendulum
import pytest
from pendulum import DateTime

from comptoir import (
    Accepted,
    Basket,
    Buyer,
    Carry,
    Contract,
    Counter,
    Deliver,
    Line,
    Measured,
    Place,
    PriceReduction,
    Provenance,
    Reduce,
    Reduced,
    ReduceReason,
    ReduceRefused,
    Reducing,
    Refused,
    Tender,
    Units,
    WrongType,
    WrongValue,
)
from comptoir.authoring import example, seal
from comptoir.checkout.refusals import Refusal, RefusalCode
from comptoir.facts.conflicts import (
    AlreadyReturned,
    Conflict,
    HandedOverTwice,
    NoSuchUnits,
    OtherCurrency,
    OtherProduct,
    OverRefunded,
)
from comptoir.facts.events import Cancelled, CancelReason, Fact, OrderPlaced, Refunding, Returned, Taken
from comptoir.facts.giving_back import ComingBack
from comptoir.facts.held import Held, Lessened
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order
from comptoir.facts.point_terms import Clawback, Earning, LotTerms, RateTerms
from comptoir.facts.products import Product
from comptoir.facts.return_terms import RefundMode
from comptoir.returns.cancel import CancelAsked, Cancelling, cancel_goods
from comptoir.returns.reduce import Lowering, ReduceAsked, ReduceRefusalCode, reduce_goods
from comptoir.values.instants import DAY, Instant
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.vocabulary import STANDARD
from unit.returns_shop import ALMANAC, DIGEST, PARIS, PLACED, TILL, dress, handed_over, line, order, tea

HOME = Deliver(Place("FR", "69003"))
COUNTERS_TEA = Product(
    sku="THE-NOIR", name={"fr": "Thé noir"}, category="epicerie", tax="standard", unit="kg"
)
ASSORTMENT = {each.sku: each for each in (dress(), dress("ROBE-38"), tea(), COUNTERS_TEA)}
WHY = ReduceReason


def day(number: int) -> Instant:
    return Instant(PLACED + number * DAY)


def bought(*, off: int = 0) -> Order:
    """Three dresses at 33.40 in all, and 0.5 kg of tea at 20.00."""
    return order(line(1, dress(), 3, 3340, off=off), line(2, tea(), Measured("0.5", "kg"), 2000))


def reduced(on: int, *taken: Reducing, currency: str = "EUR", id: str | None = None) -> Reduced:
    money = sum(each.refunded for each in taken)
    return Reduced(
        id=id or f"m-{on}",
        order="o-1",
        at=day(on),
        currency=currency,
        taken=taken,
        tenders=[Tender("card", Amount(money, currency), reference="psp-9")] if money else [],
        because=WHY.GOODWILL,
        answer=DIGEST,
        provenance=TILL,
    )


def less(first: int, count: int, minor: int, number: int = 1, sku: str = "ROBE-36", **more: Any) -> Reducing:
    return Reducing(units=Units(number, first, count), sku=sku, refunded=minor, **more)


def returned(on: int, first: int, minor: int, **more: Any) -> Returned:
    taken = Taken(units=Units(1, first, 1), sku="ROBE-36", reason="changed_mind", refunded=minor, **more)
    return Returned(
        id=f"r-{on}",
        order="o-1",
        at=day(on),
        currency="EUR",
        taken=[taken],
        tenders=[Tender("card", Amount(minor, "EUR"), reference="psp-9")],
        answer=DIGEST,
        provenance=TILL,
    )


def stands(*facts: Fact, of: Order | None = None) -> tuple[Held, tuple[Conflict, ...]]:
    happened = [OrderPlaced(id="o-1", order=bought() if of is None else of), *facts]
    found = holdings_of(History.of(happened, STANDARD.codec.dumps), Moment(day(90)))
    return found.orders["o-1"], found.conflicts


def held(*facts: Fact) -> Held:
    return stands(*facts)[0]


def lowered(*entries: Reduce, because: ReduceReason = WHY.GOODWILL, stand: Held | None = None) -> Lowering:
    found = asked(*entries, because=because, stand=stand)
    assert isinstance(found, Lowering)
    return found


def asked(
    *entries: Reduce, because: ReduceReason = WHY.GOODWILL, stand: Held | None = None
) -> Lowering | ReduceRefused:
    question = ReduceAsked(reduce=entries, because=because)
    return reduce_goods(held() if stand is None else stand, question, assortment=ASSORTMENT)


def why_not(*entries: Reduce, because: ReduceReason = WHY.GOODWILL, stand: Held | None = None) -> str:
    found = asked(*entries, because=because, stand=stand)
    assert isinstance(found, ReduceRefused)
    assert found.text("fr") != found.text("en")
    return found.code.value


# how it stands


def test_each_piece_has_an_equal_part_and_the_first_ones_the_odd_units() -> None:
    found = held(reduced(1, less(0, 3, 200)))
    assert [(run.units.first, run.units.count, run.reduced) for run in found.runs[:2]] == [
        (0, 2, 67),
        (2, 1, 66),
    ]
    assert [found.reduced_of(Units(1, piece, 1)) for piece in range(3)] == [67, 67, 66]
    assert found.reduced_of(Units(1, 0, 3)) == 200


def test_what_is_left_of_the_price_is_what_was_paid_less_all_that_was_taken_off() -> None:
    found = held(reduced(1, less(0, 3, 200)), reduced(2, less(1, 1, 400)))
    assert [found.paid_of(Units(1, piece, 1)) for piece in range(3)] == [1114 - 67, 1113 - 467, 1113 - 66]
    assert found.paid_of(Units(1, 0, 3)) == 3340 - 600
    assert found.runs[1].reduced_by == ("m-1", "m-2")


def test_a_reduction_is_a_refund_that_gives_up_nothing() -> None:
    found = held(reduced(1, less(0, 3, 200)))
    [refund] = found.refunds
    assert (refund.units, refund.goods, refund.lessened) == (
        (),
        200,
        (Lessened(Units(1, 0, 2), 67), Lessened(Units(1, 2, 1), 66)),
    )
    assert (found.refunded, any(run.is_gone for run in found.runs)) == (200, False)


def test_it_counts_as_spent_that_much_less() -> None:
    found = held(reduced(1, less(0, 3, 200)))
    assert found.charged_back == 200
    whole = held(reduced(1, less(0, 3, 200)), returned(2, 0, 1047))
    assert whole.charged_back == 1114 + 67 + 66


def test_another_product_was_picked() -> None:
    took = dress("ROBE-38")
    found, conflicts = stands(reduced(1, less(0, 1, 0, took=took)), handed_over(when=day(2)))
    assert [run.product.sku for run in found.runs[:2]] == ["ROBE-38", "ROBE-36"]
    assert conflicts == ()
    _, twice = stands(
        reduced(1, less(0, 1, 0, took=took)),
        handed_over(Units(1, 0, 1), when=day(2), id_="h-2"),
        handed_over(Units(1, 0, 1), when=day(3), id_="h-3"),
    )
    assert twice == (HandedOverTwice("h-3", "o-1", Units(1, 0, 1)),)
    again, conflicts = stands(
        reduced(1, less(0, 3, 0, took=took)), handed_over(when=day(2)), returned(3, 0, 1114)
    )
    assert conflicts == (OtherProduct("r-3", "o-1", Units(1, 0, 1), "ROBE-36", "ROBE-38"),)
    assert not any(run.is_gone for run in again.runs)


def test_what_was_picked_stands_on_the_pieces() -> None:
    picked = Measured("0.4", "kg")
    found = held(reduced(1, less(0, 1, 400, 2, "THE", picked=picked)))
    assert (found.runs[1].picked, found.paid_of(Units(2, 0, 1))) == (picked, 1600)


def test_more_than_was_left_is_named() -> None:
    _, conflicts = stands(reduced(1, less(0, 1, 1000)), reduced(2, less(0, 1, 200)))
    assert conflicts == (OverRefunded("m-2", "o-1", 1200 - 1114),)
    found = held(reduced(1, less(0, 1, 1000)), reduced(2, less(0, 1, 200)))
    assert found.paid_of(Units(1, 0, 1)) == 0


def test_what_comes_back_for_its_full_price_after_a_reduction_is_named() -> None:
    facts = reduced(1, less(0, 3, 300)), handed_over(when=day(2))
    assert stands(*facts, returned(3, 0, 1014))[1] == ()
    assert stands(*facts, returned(3, 0, 1114))[1] == (OverRefunded("r-3", "o-1", 100),)


def test_what_is_priced_again_may_give_back_more_than_a_piece_had_cost() -> None:
    mode = RefundMode.REPRICE_KEPT
    facts = handed_over(when=day(2)), returned(3, 0, 1500, mode=mode)
    found, conflicts = stands(*facts)
    assert conflicts == ()
    [refund] = found.refunds
    assert [(each.refunded, each.mode) for each in refund.taken] == [(1500, mode)]
    assert stands(*facts, returned(4, 1, 1114, wear=1))[1] == (OverRefunded("r-4", "o-1", 2),)


def test_what_pricing_again_gave_back_cannot_be_taken_off_what_is_kept() -> None:
    mode = RefundMode.REPRICE_KEPT
    whole = order(line(1, dress(), 3, 3340))
    stand, _ = stands(handed_over(when=day(2)), returned(3, 0, 1500, mode=mode), of=whole)
    assert why_not(Reduce(1, 2, off="18.41 EUR"), stand=stand) == "more_than_paid"
    assert lowered(Reduce(1, 2, off="18.40 EUR"), stand=stand).refund.goods == 1840


def test_entries_that_take_off_too_much_together_are_all_named() -> None:
    mode = RefundMode.REPRICE_KEPT
    whole = order(line(1, dress(), 3, 3340), line(2, dress("ROBE-38"), 1, 1000))
    stand, _ = stands(handed_over(when=day(2)), returned(3, 0, 2500, mode=mode), of=whole)
    one, other = Reduce(1, 2, off="18.00 EUR"), Reduce(2, off="0.41 EUR")
    found = asked(one, other, stand=stand)
    assert isinstance(found, ReduceRefused)
    assert (found.code.value, found.what, found.units) == ("more_than_paid", "1, 2", None)
    alone = asked(Reduce(1, 2, off="18.41 EUR"), stand=stand)
    assert isinstance(alone, ReduceRefused)
    assert (alone.what, alone.units) == ("1", Units(1, 0, 3))


def test_what_is_gone_costs_no_less() -> None:
    facts = handed_over(when=day(1)), returned(2, 0, 1114), returned(3, 1, 1113), returned(4, 2, 1113)
    found, conflicts = stands(*facts, reduced(5, less(0, 1, 100)))
    assert conflicts == (AlreadyReturned("m-5", "o-1", Units(1, 0, 1), "r-2"),)
    assert found.refunded == 3340


def test_of_pieces_that_are_gone_others_alike_are_meant() -> None:
    found, conflicts = stands(handed_over(when=day(1)), returned(2, 0, 1114), reduced(5, less(0, 1, 100)))
    assert (found.reduced_of(Units(1, 1, 1)), conflicts) == (100, ())


def test_money_in_another_currency_takes_nothing_off() -> None:
    found, conflicts = stands(reduced(1, less(0, 3, 200), currency="CHF"))
    assert conflicts == (OtherCurrency("m-1", "o-1", "CHF"),)
    assert (found.refunds, found.paid_of(Units(1, 0, 3))) == ((), 3340)


def test_pieces_that_the_order_does_not_have_are_named() -> None:
    found, conflicts = stands(reduced(1, less(2, 2, 200)))
    assert conflicts == (NoSuchUnits("m-1", "o-1", Units(1, 2, 2)),)
    assert found.refunds == ()


def test_the_order_in_which_they_are_told_changes_nothing() -> None:
    facts: list[Fact] = [
        reduced(1, less(0, 3, 200)),
        reduced(2, less(1, 2, 55)),
        returned(4, 0, 900),
        handed_over(),
    ]
    expected = stands(*facts)
    for some in permutations(facts):
        assert stands(*some, *some) == expected


def test_cancelling_gives_back_what_is_left() -> None:
    found = cancel_goods(
        held(reduced(1, less(0, 3, 200))),
        CancelAsked(because=CancelReason.BY_CUSTOMER),
        moment=Moment(day(2)),
        almanac=ALMANAC,
    )
    assert isinstance(found, Cancelling)
    assert found.refund.total == 3340 + 2000 - 200
    fact = Cancelled(
        id="c-1",
        order="o-1",
        at=day(2),
        currency="EUR",
        taken=[Refunding(units=Units(1, 0, 3), sku="ROBE-36", refunded=3340)],
        tenders=[Tender("card", "33.40 EUR", reference="psp-9")],
        because=CancelReason.BY_CUSTOMER,
        answer=DIGEST,
        provenance=TILL,
    )
    assert stands(reduced(1, less(0, 3, 200)), fact)[1] == (OverRefunded("c-1", "o-1", 200),)


def test_a_thousand_pieces_are_two_runs() -> None:
    many = order(line(1, dress(), 1000, 100_000))
    found, _ = stands(reduced(1, less(0, 1000, 12_345)), of=many)
    assert [(run.units.count, run.reduced) for run in found.runs] == [(345, 13), (655, 12)]


# what points do


@pytest.mark.parametrize("clawback", Clawback)
def test_all_points_go_in_the_end_however_the_money_went(clawback: Clawback) -> None:
    stand = bought()
    parts = (33, 20) if clawback is Clawback.ITEM else ()
    earning = Earning(
        rule="base",
        points=53,
        lines=(1, 2),
        basis=5340,
        parts=parts,
        lot=LotTerms(zone=PARIS),
        formula=RateTerms(points=1, per=100),
        clawback=clawback,
    )
    coming = ComingBack(stand, earning)
    before = 0
    steps: Sequence[tuple[list[Units], list[Lessened]]] = [
        ([], [Lessened(Units(1, 0, 2), 67), Lessened(Units(1, 2, 1), 66)]),
        ([Units(1, 0, 1)], []),
        ([], [Lessened(Units(1, 1, 1), 1046)]),
        ([Units(1, 2, 1), Units(2, 0, 1)], []),
        ([Units(1, 1, 1)], []),
    ]
    for back, lessened in steps:
        coming.take(back, 0, lessened)
        assert before <= coming.points(53) <= 53
        before = coming.points(53)
    assert before == 53


def test_points_go_by_the_share_of_the_value_that_is_given_back() -> None:
    earning = Earning(
        rule="base", points=53, lines=(1, 2), basis=5340, lot=LotTerms(zone=PARIS), clawback=Clawback.VALUE
    )
    coming = ComingBack(bought(), earning)
    coming.take([], 0, [Lessened(Units(1, 0, 3), 178)])
    assert coming.points(53) == 5  # 53 × 534 ÷ 5340


def test_no_piece_gives_back_more_than_its_value() -> None:
    earning = Earning(
        rule="base", points=53, lines=(1, 2), basis=5340, lot=LotTerms(zone=PARIS), clawback=Clawback.VALUE
    )
    coming = ComingBack(bought(), earning)
    coming.take([], 0, [Lessened(Units(1, 0, 1), 1000)])
    coming.take([], 0, [Lessened(Units(1, 0, 1), 1000)])
    over = coming.points(53)
    coming.take([Units(1, 0, 1)], 0)
    assert over == coming.points(53) == 11  # 53 × 1114 ÷ 5340


# what is decided


def test_an_amount_is_taken_off_by_what_each_piece_cost() -> None:
    found = lowered(Reduce(1, off="10.00 EUR"))
    assert [(good.units, good.paid, good.refunded) for good in found.goods] == [
        (Units(1, 0, 1), 1114, 334),
        (Units(1, 1, 2), 2226, 666),
    ]
    assert found.refund.total == 1000


def test_goods_cost_so_much_from_now_on() -> None:
    stand = held(reduced(1, less(0, 3, 200)))
    found = lowered(Reduce(1, to="20.00 EUR"), stand=stand)
    assert found.refund.total == 3340 - 200 - 2000


def test_some_pieces_cost_less() -> None:
    found = lowered(Reduce(1, 2, off="1.00 EUR"))
    assert sum(good.units.count for good in found.goods) == 2


def test_no_piece_costs_less_than_nothing() -> None:
    """One was free already: all of it is taken off the others."""
    stand = held(reduced(1, less(0, 1, 1114)))
    found = lowered(Reduce(1, off="22.26 EUR"), stand=stand)
    assert [(good.units.first, good.refunded) for good in found.goods] == [(0, 0), (1, 2226)]


def test_what_was_weighed_costs_its_part() -> None:
    found = lowered(Reduce(2, picked=Measured("0.45", "kg")), because=WHY.PICKED_LESS)
    assert found.refund.total == 200
    less_still = held(reduced(1, *found.taken))
    again = lowered(Reduce(2, picked=Measured("0.4", "kg")), because=WHY.PICKED_LESS, stand=less_still)
    assert again.refund.total == 200


def test_more_weight_costs_nothing_more() -> None:
    found = lowered(Reduce(2, picked=Measured("0.6", "kg")), because=WHY.PICKED_LESS)
    assert (found.refund.total, found.goods[0].picked) == (0, Measured("0.6", "kg"))


def test_a_substitute_costs_at_most_the_same() -> None:
    cheaper = lowered(Reduce(1, to="30.00 EUR", took="ROBE-38"), because=WHY.SUBSTITUTED)
    dearer = lowered(Reduce(1, to="50.00 EUR", took="ROBE-38"), because=WHY.SUBSTITUTED)
    assert (cheaper.refund.total, dearer.refund.total) == (340, 0)
    assert {good.product.sku for good in dearer.goods} == {"ROBE-38"}
    assert {each.took for each in dearer.taken} == {dress("ROBE-38")}


def test_a_substitute_may_be_weighed() -> None:
    picked = Measured("0.48", "kg")
    entry = Reduce(2, to="18.00 EUR", took="THE-NOIR", picked=picked)
    found = lowered(entry, because=WHY.SUBSTITUTED)
    assert (found.refund.total, found.goods[0].picked) == (200, picked)


@pytest.mark.parametrize(
    ("entries", "because", "code"),
    [
        ([Reduce("app-9", off="1.00 EUR")], WHY.GOODWILL, "never_bought"),
        ([Reduce(3, off="1.00 EUR")], WHY.GOODWILL, "never_bought"),
        ([Reduce(1, 4, off="1.00 EUR")], WHY.GOODWILL, "more_than_bought"),
        ([Reduce(1, off="1.00 EUR"), Reduce(1, off="1.00 EUR")], WHY.GOODWILL, "more_than_bought"),
        ([Reduce(1, off="1.00 EUR", sku="ROBE-38")], WHY.GOODWILL, "more_than_bought"),
        ([Reduce(1, to="1.00 EUR", took="ROBE-99")], WHY.SUBSTITUTED, "unknown_product"),
        ([Reduce(1, picked=Measured("1", "kg"))], WHY.PICKED_LESS, "not_by_measure"),
        ([Reduce(2, picked=Measured("1", "l"))], WHY.PICKED_LESS, "not_by_measure"),
        ([Reduce(1, to="33.40 EUR")], WHY.PRICE_REDUCTION, "nothing_off"),
        ([Reduce(1, to="40.00 EUR")], WHY.GOODWILL, "nothing_off"),
        ([Reduce(1, off="33.41 EUR")], WHY.GOODWILL, "more_than_paid"),
        ([Reduce(1, off="33.41 EUR"), Reduce(7, off="1.00 EUR")], WHY.GOODWILL, "never_bought"),
    ],
)
def test_what_is_refused(entries: Sequence[Reduce], because: ReduceReason, code: str) -> None:
    assert why_not(*entries, because=because) == code


def test_what_is_gone_or_there_is_refused() -> None:
    entry = Reduce(1, off="1.00 EUR")
    gone = [returned(3, 0, 1114), returned(4, 1, 1113), returned(5, 2, 1113)]
    assert why_not(entry, stand=held(handed_over(), *gone)) == "already_returned"
    picked = Reduce(2, picked=Measured("0.4", "kg"))
    assert why_not(picked, because=WHY.PICKED_LESS, stand=held(handed_over())) == "handed_over"
    cancelled = cancel_goods(
        held(), CancelAsked(because=CancelReason.BY_SELLER), moment=Moment(day(2)), almanac=ALMANAC
    )
    assert isinstance(cancelled, Cancelling)
    fact = Cancelled(
        id="c-1",
        order="o-1",
        at=day(2),
        currency="EUR",
        taken=[
            Refunding(units=good.units, sku=good.product.sku, refunded=good.charged)
            for good in cancelled.goods
        ],
        tenders=cancelled.refund.tenders,
        because=CancelReason.BY_SELLER,
        answer=DIGEST,
        provenance=TILL,
    )
    assert why_not(entry, stand=held(fact)) == "already_cancelled"


def test_every_reason_to_refuse_has_a_sentence() -> None:
    for code in ReduceRefusalCode:
        refused = ReduceRefused(code=code, what="1", by="r-1")
        assert refused.text("fr")
        assert refused.text("en")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"what": 0}, "what"),
        ({"what": ""}, "what"),
        ({"quantity": 0}, "quantity"),
        ({"to": "-1.00 EUR"}, "to"),
        ({"off": "0.00 EUR"}, "off"),
        ({"to": "1.00 EUR", "off": "1.00 EUR"}, "off"),
        ({"sku": ""}, "sku"),
    ],
)
def test_a_wrong_entry_names_its_field(changes: dict[str, Any], where: str) -> None:
    with pytest.raises((WrongValue, WrongType)) as error:
        Reduce(**{"what": 1, **changes})
    assert error.value.faults[0].where == where


@pytest.mark.parametrize(
    ("entry", "because", "where"),
    [
        (Reduce(1), WHY.GOODWILL, "reduce[0].to"),
        (Reduce(1), WHY.PRICE_REDUCTION, "reduce[0].to"),
        (Reduce(1, took="ROBE-38"), WHY.SUBSTITUTED, "reduce[0].to"),
        (Reduce(1, to="1.00 EUR"), WHY.SUBSTITUTED, "reduce[0].took"),
        (Reduce(1, to="1.00 EUR", took="ROBE-38"), WHY.GOODWILL, "reduce[0].took"),
        (Reduce(2, to="1.00 EUR"), WHY.PICKED_LESS, "reduce[0].picked"),
        (Reduce(2, to="1.00 EUR", picked=Measured("1", "kg")), WHY.PRICE_REDUCTION, "reduce[0].picked"),
    ],
)
def test_an_entry_says_what_its_reason_takes(entry: Reduce, because: ReduceReason, where: str) -> None:
    with pytest.raises(WrongValue) as error:
        ReduceAsked(reduce=[entry], because=because)
    assert error.value.faults[0].where == where


def test_nothing_is_no_question() -> None:
    with pytest.raises(WrongValue, match="nothing"):
        ReduceAsked(reduce=[], because=WHY.GOODWILL)


def test_an_amount_is_in_the_currency_of_the_order() -> None:
    with pytest.raises(WrongValue) as error:
        asked(Reduce(1, off="1.00 CHF"))
    assert error.value.faults[0].where == "reduce[0].off"


def test_it_travels() -> None:
    fact = reduced(
        1, less(0, 1, 100, took=dress("ROBE-38")), less(0, 1, 400, 2, "THE", picked=Measured("0.4", "kg"))
    )
    assert STANDARD.codec.loads(STANDARD.codec.dumps(fact), Reduced) == fact


# at the counter

ORDERED = pendulum.datetime(2026, 12, 4, 10, tz="Europe/Paris")
NEXT_DAY = ORDERED.add(days=1)
DESK = Provenance("desk")


@cache
def counter() -> Counter:
    return Counter(seal(example()))


@cache
def placed() -> Accepted:
    basket = Basket(
        currency="EUR",
        lines=(Line("TORCHON-LIN", 3, ref="app-1"), Line("ROBE-LIN-36", 1, ref="app-2")),
        buyer=Buyer(member="m-1"),
        handover=Deliver(Place("FR", "69003"), "home"),
        contract=Contract.DISTANCE,
    )
    quote = counter().quote(basket, ORDERED)
    tenders = [Tender("card", quote.to_pay)]
    found = counter().place(quote, id="o-1", at=ORDERED, tenders=tenders, provenance=Provenance("app"))
    assert isinstance(found, Accepted)
    return found


def at_the_counter(
    *entries: Reduce, id: str = "m-1", facts: Sequence[Fact] = (), at: DateTime = NEXT_DAY
) -> PriceReduction | Refused:
    known = (*placed().facts, *facts)
    return counter().reduce("o-1", known, at, reduce=entries, because=WHY.GOODWILL, id=id, provenance=DESK)


def done(*entries: Reduce, **more: Any) -> PriceReduction:
    found = at_the_counter(*entries, **more)
    assert isinstance(found, PriceReduction)
    return found


def test_a_reduction_is_a_fact_with_its_money_and_its_points() -> None:
    found = done(Reduce("app-1", off="2.00 EUR"))
    [fact] = found.facts
    assert [tender.amount.to_text() for tender in found.pay_out] == ["2.00 EUR"]
    assert str(found.refund.amount) == "2.00"
    assert (fact.refunded, fact.points_clawed, fact.because) == (200, 2, WHY.GOODWILL)
    assert [(each.base, each.tax, each.gross) for each in fact.taxes] == [(167, 33, 200)]
    standing = counter().standing("m-1", (*placed().facts, fact), ORDERED.add(days=2))
    [purchase] = standing.purchases
    assert (purchase.refunded, sum(good.reduced for good in purchase.goods)) == (200, 200)
    assert (standing.conflicts, standing.account.clawed_back) == ((), 2)


def test_it_reads_the_order_and_the_member() -> None:
    assert {read.stream for read in done(Reduce("app-1", off="2.00 EUR")).reads} == {
        "order:o-1",
        "member:m-1",
    }


def test_asked_again_under_its_id_it_gives_what_was() -> None:
    first = done(Reduce("app-1", off="2.00 EUR"))
    again = done(Reduce("app-1", off="2.00 EUR"), facts=first.facts, at=ORDERED.add(days=9))
    assert again.facts == first.facts
    assert again.lowering is None


@pytest.mark.parametrize(
    "entry",
    [
        Reduce("app-1", off="2.01 EUR"),
        Reduce("app-2", off="2.00 EUR"),
        Reduce("app-1", 2, off="2.00 EUR"),
        Reduce("app-9", off="2.00 EUR"),
    ],
)
def test_something_else_under_its_id_is_refused(entry: Reduce) -> None:
    first = done(Reduce("app-1", off="2.00 EUR"))
    found = at_the_counter(entry, facts=first.facts)
    assert found == Refused(Refusal(RefusalCode.ID_TAKEN, name="m-1"))


def test_another_price_under_its_id_is_refused_and_the_same_is_given_again() -> None:
    first = done(Reduce("app-2", to="50.00 EUR"))
    second = done(Reduce("app-2", to="40.00 EUR"), id="m-2", facts=first.facts)
    facts = (*first.facts, *second.facts)
    for id_, to, fact in (("m-1", "50.00 EUR", first.facts), ("m-2", "40.00 EUR", second.facts)):
        assert done(Reduce("app-2", to=to), id=id_, facts=facts).facts == fact
        found = at_the_counter(Reduce("app-2", to="45.00 EUR"), id=id_, facts=facts)
        assert found == Refused(Refusal(RefusalCode.ID_TAKEN, name=id_))


def test_a_second_reduction_takes_off_what_is_left() -> None:
    first = done(Reduce("app-2", to="50.00 EUR"))
    second = done(Reduce("app-2", to="40.00 EUR"), id="m-2", facts=first.facts)
    assert second.facts[0].refunded == 1000


def test_a_refusal_is_a_value() -> None:
    found = at_the_counter(Reduce("app-2", to="5000.00 EUR"))
    assert isinstance(found, Refused)
    assert isinstance(found.reason, ReduceRefused)


def test_channels_that_ask_the_same_get_the_same_bytes() -> None:
    one, same = done(Reduce("app-2", to="50.00 EUR")), done(Reduce(1, to="50.00 EUR"))
    assert one.facts == same.facts


def test_what_is_carried_away_may_cost_less_too() -> None:
    found, _ = stands(of=attrs.evolve(bought(), handover=Carry("lyon-2")))
    assert lowered(Reduce(1, off="1.00 EUR"), stand=found).refund.total == 100
