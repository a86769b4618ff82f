"""The price of what is taken in exchange: that of today, of then, or the lesser of both; figures by hand."""

from __future__ import annotations

from typing import Any

import pytest

from comptoir import (
    Basket,
    Counter,
    Deliver,
    Line,
    LockedQuote,
    Override,
    Place,
    Quote,
    RefusalCode,
    Rulebook,
)
from comptoir.facts.bearers import Bearer
from comptoir.facts.coupons import Remaining
from comptoir.facts.exchange_terms import ExchangePrice, InExchange
from comptoir.facts.return_terms import RefundMode
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.floors import AtLeast, AtMostOff
from comptoir.pricing.kinds import Slot
from comptoir.pricing.price_lists import Counts, Scale, Step
from comptoir.returns.rules import ReturnPolicy, ReturnRules
from comptoir.values.periods import Period
from comptoir.values.quantities import Measured
from comptoir.values.selections import Category
from comptoir.values.windows import Window
from unit.price_shop import (
    AT,
    CONTRIBUTION,
    HOME,
    OVERRIDES,
    PRICES,
    decided,
    floor,
    instant,
    only,
    placed,
    price_list,
    promotion,
    quoted,
    refusal,
    shop,
    taxes,
)

THEN = instant("2026-11-02T12:00:00Z")
BETWEEN = instant("2026-12-01T00:00:00Z")
ORIGINAL, PROTECTED, TODAY = ExchangePrice.ORIGINAL, ExchangePrice.PROTECTED, ExchangePrice.TODAY
UNTIL, SINCE = Window(None, BETWEEN), Window(BETWEEN, None)
HALF_THEN = promotion("half", PercentOff("50"), valid=UNTIL)


def taken(price: ExchangePrice, delivery: Bearer = Bearer.SELLER, **fields: Any) -> InExchange:
    return InExchange(
        **{
            "order": "o-0",
            "placed_at": THEN,
            "rule": "thirty",
            "price": price,
            "delivery": delivery,
            **fields,
        }
    )


def at_price(rules: Rulebook, price: ExchangePrice, *lines: Line, **fields: Any) -> Quote:
    return quoted(rules, *lines, exchange=taken(price), **fields)


@pytest.mark.parametrize(("price", "charged"), [(TODAY, 5000), (ORIGINAL, 2500), (PROTECTED, 2500)])
def test_what_was_less_then(price: ExchangePrice, charged: int) -> None:
    assert only(at_price(shop(HALF_THEN), price, Line("PULL", 1))).charged == charged


@pytest.mark.parametrize(("price", "charged"), [(TODAY, 2500), (ORIGINAL, 5000), (PROTECTED, 2500)])
def test_what_is_less_today(price: ExchangePrice, charged: int) -> None:
    quote = at_price(shop(promotion("half", PercentOff("50"), valid=SINCE)), price, Line("PULL", 1))
    line = only(quote)
    assert line.charged == charged == line.regular + sum(each.amount for each in line.adjustments)
    assert [each.rule for each in line.adjustments] == ([] if charged == 5000 else ["half"])


def test_a_list_price_of_then_is_an_adjustment_of_todays() -> None:
    lists = [
        price_list("old", {**PRICES, "PULL": "40.00"}, valid=UNTIL),
        price_list("new", {**PRICES, "PULL": "50.00"}, valid=SINCE),
    ]
    line = only(at_price(shop(lists=lists), PROTECTED, Line("PULL", 3)))
    assert (line.price_list, line.regular, line.charged) == ("new", 15000, 12000)
    assert [(each.layer, each.rule, each.amount) for each in line.adjustments] == [
        ("exchange", "thirty", -3000)
    ]
    dearer = [
        price_list("old", {**PRICES, "PULL": "60.00"}, valid=UNTIL),
        price_list("new", {**PRICES, "PULL": "50.00"}, valid=SINCE),
    ]
    assert only(at_price(shop(lists=dearer), ORIGINAL, Line("PULL", 1))).charged == 6000
    assert only(at_price(shop(lists=dearer), PROTECTED, Line("PULL", 1))).charged == 5000


def test_taxes_and_sums_are_those_of_today() -> None:
    quote = at_price(shop(HALF_THEN), ORIGINAL, Line("PULL", 1), Line("LIVRE", 1))
    assert [(percent, gross) for _, percent, gross, _ in taxes(quote)] == [("20", 2500), ("5.5", 1245)]
    assert quote.terms.total == 2500 + 1245


def test_pieces_share_the_price_to_the_cent() -> None:
    line = only(
        at_price(shop(promotion("a", PercentOff("33.3333"), valid=UNTIL)), PROTECTED, Line("PULL", 3))
    )
    each = [share.charged for share in line.shares() for _ in range(share.units)]
    assert sum(each) == line.charged == 15000 - 5000
    assert max(each) - min(each) <= 1


def test_what_is_weighed_and_what_is_sold_by_the_pack() -> None:
    quote = at_price(
        shop(HALF_THEN), PROTECTED, Line("THE", Measured("0.333", "kg")), Line("LIMO", 2, unit="case-6")
    )
    tea, cases = only(quote, "THE"), only(quote, "LIMO")
    assert (tea.charged, cases.charged) == (1415, 1790)  # half of 28.31 (28.305 rounded), and of 35.80


def test_what_had_no_price_then_has_that_of_today() -> None:
    late = {"PULL": "50.00"}
    lists = [
        price_list("everyday", {sku: price for sku, price in PRICES.items() if sku not in late}),
        price_list("new", late, valid=SINCE),
    ]
    quote = at_price(shop(HALF_THEN, lists=lists), ORIGINAL, Line("PULL", 1), Line("LIVRE", 1))
    assert (only(quote, "PULL").charged, only(quote, "LIVRE").charged) == (5000, 1245)
    before = taken(ORIGINAL, placed_at=instant("2024-01-01T00:00:00Z"))
    assert only(quoted(shop(HALF_THEN), Line("PULL", 1), exchange=before)).charged == 5000


def test_a_price_that_a_person_decided_stays() -> None:
    rules = shop(HALF_THEN, overrides=OVERRIDES)
    override: Override = decided("45.00 EUR")
    line = only(at_price(rules, ORIGINAL, Line("PULL", 1, override=override)))
    assert (line.charged, line.override) == (4500, override)


def test_money_for_later_costs_what_it_is_worth() -> None:
    assert only(at_price(shop(HALF_THEN), ORIGINAL, Line("CARTE", 1))).charged == 5000


def test_no_floor_is_undercut() -> None:
    rules = shop(HALF_THEN, floors=[floor("law", AtMostOff("5"), on=Category("books"))])
    assert only(at_price(rules, ORIGINAL, Line("LIVRE", 1))).charged == 2366  # 24.90 less 5 %, rounded up
    today = shop(HALF_THEN, floors=[floor("new", AtLeast("30.00 EUR"), valid=SINCE)])
    assert only(at_price(today, PROTECTED, Line("PULL", 1))).charged == 3000


def test_together_goods_cost_what_they_cost_together_then() -> None:
    """Of two jumpers together the set cost 70.00; each by itself 50.00."""
    pair = promotion(
        "pair", SetOffer(slots=[Slot(on=Category("fashion"), least=2)], total="70.00 EUR"), valid=UNTIL
    )
    assert only(at_price(shop(pair), PROTECTED, Line("PULL", 2))).charged == 7000
    assert only(at_price(shop(pair), PROTECTED, Line("PULL", 1))).charged == 5000


def test_extras_are_those_of_today() -> None:
    rules = shop(HALF_THEN, extras=[CONTRIBUTION])
    line = only(at_price(rules, ORIGINAL, Line("LAMPE", 1)))
    assert line.charged == 12 + (4900 - 12) // 2
    assert [extra.amount for extra in line.extras] == [12]


def test_a_promotion_that_gave_way_is_not_counted() -> None:
    metered = promotion("today", PercentOff("10"), valid=SINCE, metered=True)
    left = [Remaining(promotion="today", uses=5)]
    rules = shop(HALF_THEN, metered)
    both = at_price(rules, PROTECTED, Line("PULL", 1), remaining=left)
    assert (only(both).charged, both.terms.consumed) == (2500, ())
    plain = at_price(rules, TODAY, Line("PULL", 1), remaining=left)
    assert [each.promotion for each in plain.terms.consumed] == ["today"]


def test_the_order_of_lines_changes_nothing_and_the_price_is_part_of_the_question() -> None:
    rules = shop(HALF_THEN)
    lines = [Line("PULL", 1), Line("LIVRE", 2)]
    one, other = at_price(rules, PROTECTED, *lines), at_price(rules, PROTECTED, *reversed(lines))
    assert (one.question, one.answer) == (other.question, other.answer)
    assert one.question != quoted(rules, *lines).question


def test_who_bears_the_delivery() -> None:
    rules = shop(services=(HOME,))
    home = Deliver(Place("FR", "69003"), "home")
    for bearer, fee in ((Bearer.SELLER, 0), (Bearer.BUYER, 490)):
        quote = quoted(rules, Line("PULL", 1), handover=home, exchange=taken(TODAY, bearer))
        [delivery] = quote.terms.deliveries
        assert (delivery.fee, delivery.charged) == (490, fee)
        assert delivery.free_by == (None if fee else "thirty")
        assert quote.terms.total == 5000 + fee


def test_what_costs_another_price_comes_back_pro_rata() -> None:
    policy = ReturnPolicy(
        id="kept",
        name={"fr": "kept"},
        period=Period.from_text("30 days"),
        mode=RefundMode.REPRICE_KEPT,
    )
    rules = shop(HALF_THEN, returns=ReturnRules(policies=[policy]))
    modes = {
        price: at_price(rules, price, Line("PULL", 1)).terms.returns[0].mode
        for price in (TODAY, ORIGINAL, PROTECTED)
    }
    assert modes == {
        TODAY: RefundMode.REPRICE_KEPT,
        ORIGINAL: RefundMode.PRO_RATA,
        PROTECTED: RefundMode.PRO_RATA,
    }


def test_it_is_not_placed_by_itself() -> None:
    rules = shop(HALF_THEN, lock_hours=24)
    quote = at_price(rules, PROTECTED, Line("PULL", 1))
    locked = Counter(rules).lock(quote, until=AT.add(hours=2))
    assert isinstance(locked, LockedQuote)
    for each in (quote, locked):
        assert refusal(placed(rules, each)).code is RefusalCode.NOT_ON_A_TICKET


def test_the_explanation_names_the_policy_even_if_it_is_gone() -> None:
    quote = at_price(shop(HALF_THEN), PROTECTED, Line("PULL", 1))
    assert "thirty" in quote.explain("en")


def test_scales_are_those_of_then() -> None:
    scale = Scale(Counts.ALL_UNITS, [Step("3", "40.00")])
    lists = [
        price_list("old", PRICES, valid=UNTIL, scales={"PULL": scale}),
        price_list("new", PRICES, valid=SINCE),
    ]
    assert only(at_price(shop(lists=lists), ORIGINAL, Line("PULL", 3))).charged == 12000
    assert only(at_price(shop(lists=lists), ORIGINAL, Line("PULL", 2))).charged == 10000


def test_a_basket_says_how_it_is_exchanged_in_its_own_type() -> None:
    with pytest.raises(TypeError):
        Basket(currency="EUR", exchange="o-1")  # type: ignore[arg-type]
