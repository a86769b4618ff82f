"""Deposits, contributions and empties, which are no price; gift cards and services, which are no goods."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir import (
    STANDARD,
    Accepted,
    Basket,
    Buyer,
    ComptoirError,
    Counter,
    Deliver,
    LimitExceeded,
    Line,
    Measured,
    NoAnswer,
    Order,
    Place,
    RefusalCode,
    WrongType,
    WrongValue,
)
from comptoir.facts.extras import EMPTIES_MAX, Empties, ExtraKind
from comptoir.facts.terms import LineTerms
from comptoir.facts.wheres import InStore
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.verdicts import NotMet
from comptoir.values.instants import instant_from_text
from comptoir.values.money import Amount
from comptoir.values.quantities import QUANTITY_MAX
from comptoir.values.selections import Skus
from comptoir.values.windows import Window
from unit.price_shop import (
    AT,
    CONTRIBUTION,
    DEPOSIT,
    HALF,
    HOME,
    PRICES,
    PRODUCTS,
    PROGRAMME,
    basket,
    charged,
    extra,
    only,
    placed,
    price_list,
    product,
    promotion,
    quoted,
    refusal,
    shop,
    taxes,
)


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@pytest.mark.parametrize("count", [0, -1, QUANTITY_MAX + 1])
def test_some_containers_come_back_and_not_too_many(count: int) -> None:
    with pytest.raises(WrongValue) as error:
        Empties("bottle", count)
    assert str(error.value) == (
        f"count: found {count} (int); give back 1 to 1000000 pieces [quantity_out_of_range]"
    )


@pytest.mark.parametrize("count", [1.0, True, "1", None])
def test_containers_are_counted_in_whole_pieces(count: Any) -> None:
    with pytest.raises(WrongType) as error:
        Empties("bottle", count)
    assert (code_of(error), error.value.faults[0].where) == ("not_an_int", "count")


def test_a_deposit_has_a_name() -> None:
    with pytest.raises(WrongValue) as error:
        Empties("", 1)
    assert error.value.faults[0].where == "extra"


def test_empties_stand_in_a_basket_once_each_in_order_however_they_were_typed() -> None:
    typed = Basket(currency="EUR", empties=[Empties("crate", 1), Empties("bottle", 2), Empties("crate", 3)])
    assert typed.empties == (Empties("bottle", 2), Empties("crate", 4))
    assert typed == Basket(currency="EUR", empties=[Empties("bottle", 2), Empties("crate", 4)])
    assert STANDARD.codec.loads(STANDARD.codec.dumps(typed), Basket) == typed


def test_a_basket_gives_back_no_more_kinds_and_pieces_than_a_till_takes() -> None:
    kinds = [Empties(f"kind-{number}", 1) for number in range(EMPTIES_MAX)]
    assert len(Basket(currency="EUR", empties=[*kinds, *kinds]).empties) == EMPTIES_MAX
    with pytest.raises(LimitExceeded) as error:
        Basket(currency="EUR", empties=[*kinds, Empties("one-more", 1)])
    assert str(error.value) == "empties: found 51 kinds of empties; send at most 50 [too_many_empties]"
    with pytest.raises(WrongValue):
        Basket(currency="EUR", empties=[Empties("bottle", QUANTITY_MAX), Empties("bottle", 1)])


# At the counter: bottles of 3.20 with a deposit of 0.30, a lamp of 49.00 with 0.12 inside its price

BOTTLES = shop(extras=[DEPOSIT])


def extras(line: LineTerms) -> list[tuple[str, int, int, int]]:
    return [(each.rule, each.count, each.each, each.amount) for each in line.extras]


def test_a_deposit_comes_on_top_of_every_bottle_those_in_cases_too() -> None:
    # Two cases at 17.90 are 35.80, with 12 x 0.30 = 3.60 on top; one bottle is 3.20 and 0.30.
    quote = quoted(BOTTLES, Line("LIMO", 2, unit="case-6"), Line("LIMO", 1))
    bottle, cases = quote.terms.lines
    assert extras(cases) == [("bottle", 12, 30, 360)]
    assert (cases.charged, cases.on_top, cases.paid) == (3580, 360, 3940)
    assert extras(bottle) == [("bottle", 1, 30, 30)]
    assert (bottle.charged, bottle.paid) == (320, 350)
    # 5.5 % inside 39.00: 39.00 x 55 / 1055 = 2.0332; 3.90 outside the tax.
    assert taxes(quote) == [("S", "5.5", 3900, 203), ("O", "0", 390, 0)]
    assert quote.terms.total == 4290


def test_no_promotion_touches_a_deposit() -> None:
    # Half of 3.20 is 1.60; to spend 3.50, the deposit does not count.
    spend = promotion("spend", AmountOff("1.00 EUR"), "basket", when=[Spend("3.50 EUR")])
    rules = shop(HALF, spend, extras=[DEPOSIT])
    line = only(quoted(rules, Line("LIMO", 1)))
    assert (line.charged, line.paid) == (160, 190)
    rules = shop(attrs.evolve(spend, layer="offers"), extras=[DEPOSIT])
    assert quoted(rules, Line("LIMO", 1)).why_not("spend") == NotMet("spend", Amount(30, "EUR"))


def test_a_percentage_is_of_the_price_without_the_contribution_inside_it() -> None:
    # 49.00 less the 0.12 of the scheme are 48.88: half of it is 24.44. To pay: 24.44 + 0.12.
    quote = quoted(shop(HALF, extras=[CONTRIBUTION]), Line("LAMPE", 1))
    line = only(quote)
    assert extras(line) == [("eco", 1, 12, 12)]
    assert [each.amount for each in line.adjustments] == [-2444]
    assert (line.charged, line.on_top, line.paid) == (2456, 0, 2456)
    assert quote.terms.total == 2456


def test_nothing_takes_a_price_below_the_contribution_inside_it() -> None:
    off = promotion("all-off", BasketAmountOff("100.00 EUR"))
    assert charged(shop(off, extras=[CONTRIBUTION]), Line("LAMPE", 2)) == [24]
    free = promotion("free", PercentOff("100"))
    assert charged(shop(free, extras=[CONTRIBUTION]), Line("LAMPE", 2)) == [24]


def test_a_contribution_above_the_price_leaves_no_room() -> None:
    dear = attrs.evolve(CONTRIBUTION, amount=Amount.of("60.00 EUR"))
    quote = quoted(shop(HALF, extras=[dear]), Line("LAMPE", 1))
    assert only(quote).charged == 4900
    assert only(quote).adjustments == ()


def test_a_contribution_on_top_has_the_tax_of_the_goods_or_its_own() -> None:
    # 49.00 and 1.50: at 20 % together 50.50 x 20 / 120 = 8.4167; or 49.00 at 20 % (8.1667) and
    # 1.50 at 5.5 % (0.0782).
    on_top = extra("repair", ExtraKind.CONTRIBUTION, "1.50 EUR", "electrical")
    assert taxes(quoted(shop(extras=[on_top]), Line("LAMPE", 1))) == [("S", "20", 5050, 842)]
    own = attrs.evolve(on_top, tax="reduced")
    quote = quoted(shop(extras=[own]), Line("LAMPE", 1))
    assert taxes(quote) == [("S", "20", 4900, 817), ("S", "5.5", 150, 8)]
    assert [(each.gross, each.tax) for each in only(quote).taxes] == [(4900, 817), (150, 8)]


def test_what_was_weighed_is_one_piece() -> None:
    loose = product("VRAC", "grocery", "reduced", unit="kg", tags=["bottle"])
    rules = shop(products=(loose,), lists=[price_list("everyday", {"VRAC": "10.00"})], extras=[DEPOSIT])
    line = only(quoted(rules, Line("VRAC", Measured("2.5", "kg"))))
    assert extras(line) == [("bottle", 1, 30, 30)]
    assert line.paid == 2530


def test_an_extra_is_due_where_while_and_in_the_currency_that_it_says() -> None:
    here = attrs.evolve(
        DEPOSIT, where=InStore("lyon"), valid=Window(None, instant_from_text("2026-12-31T23:00:00Z"))
    )
    kroner = price_list("kroner", {"LIMO": "24.00"}, "DKK")
    rules = shop(lists=[price_list("everyday", PRICES), kroner], extras=[here])
    quote = quoted(rules, Line("LIMO", 1))
    assert (quote.terms.total, quote.until) == (350, instant_from_text("2026-12-31T23:00:00Z"))
    assert quoted(rules, Line("LIMO", 1), at=quote.valid_until).terms.total == 320
    assert quoted(rules, Line("LIMO", 1), store="bruxelles").terms.total == 320
    assert quoted(rules, Line("LIMO", 1), currency="DKK").terms.total == 2400


def test_two_extras_stand_in_the_order_of_their_ids() -> None:
    other = extra("a-scheme", ExtraKind.CONTRIBUTION, "0.05 EUR", "bottle", in_price=True)
    line = only(quoted(shop(extras=[DEPOSIT, other]), Line("LIMO", 1)))
    assert [each.rule for each in line.extras] == ["a-scheme", "bottle"]
    assert line.paid == 350


def test_empties_are_given_back_for_their_deposit() -> None:
    # A book of 24.90 less 4 x 0.30; no tax is in a deposit.
    quote = quoted(BOTTLES, Line("LIVRE", 1), empties=[Empties("bottle", 4)])
    [back] = quote.terms.empties
    assert (back.count, back.each, back.paid) == (4, 30, -120)
    assert quote.terms.total == 2370
    assert taxes(quote) == [("S", "5.5", 2490, 130), ("O", "0", -120, 0)]
    accepted = placed(BOTTLES, quote)
    assert isinstance(accepted, Accepted)
    assert accepted.order.empties == (back,)
    assert STANDARD.codec.loads(STANDARD.codec.dumps(accepted.order), Order) == accepted.order


def test_empties_pay_for_the_full_ones() -> None:
    quote = quoted(BOTTLES, Line("LIMO", 1), empties=[Empties("bottle", 1)])
    assert (only(quote).paid, quote.terms.total) == (350, 320)


@pytest.mark.parametrize("known", [True, False])
def test_empties_of_another_shop_are_not_taken(known: bool) -> None:  # noqa: FBT001
    rules = shop(extras=[CONTRIBUTION, *([DEPOSIT] if known else [])])
    with pytest.raises(NoAnswer) as error:
        quoted(rules, Line("LIVRE", 1), empties=[Empties("eco", 1)])
    cure = "use one of bottle" if known else "give none back: the rulebook has no deposits here"
    assert str(error.value) == (
        f"empties: found eco, which is no deposit in force here; {cure} [unknown_deposit]"
    )


def test_empties_for_more_than_the_goods_are_paid_out_by_themselves() -> None:
    # A bottle is 3.50 with its deposit; twelve empties bring 3.60.
    quote = quoted(BOTTLES, Line("LIMO", 1), empties=[Empties("bottle", 12)])
    assert quote.terms.total == -10
    reason = refusal(placed(BOTTLES, quote))
    assert (reason.code, reason.missing) == (RefusalCode.EMPTIES_OVER, Amount(10, "EUR"))
    assert reason.text("en") == (
        "The deposits given back exceed the total by €0.10: pay them out by themselves."
    )


def test_empties_for_exactly_the_goods_are_an_order_that_nobody_pays_for() -> None:
    rules = shop(lists=[price_list("everyday", {"LIMO": "3.30"})], extras=[DEPOSIT], products=PRODUCTS[4:5])
    quote = quoted(rules, Line("LIMO", 1), empties=[Empties("bottle", 12)])
    assert quote.terms.total == 0
    accepted = placed(rules, quote)
    assert isinstance(accepted, Accepted)
    assert accepted.order.total_minor == 0


# Gift cards and services


def test_no_promotion_touches_a_gift_card_nor_counts_it() -> None:
    # Half of the jumper; the card stays at 50.00. Neither a spend nor a number of pieces counts it.
    spend = promotion("spend", AmountOff("1.00 EUR"), "basket", when=[Spend("50.00 EUR")])
    pieces = promotion("pieces", AmountOff("1.00 EUR"), "basket", when=[Quantity(2)])
    quote = quoted(shop(HALF, spend, pieces), Line("CARTE", 1), Line("PULL", 1))
    assert [(line.sku, line.charged) for line in quote.terms.lines] == [("CARTE", 5000), ("PULL", 2500)]
    assert quote.why_not("spend") == NotMet("spend", Amount(2500, "EUR"))
    assert quote.why_not("pieces") == NotMet("quantity", 1)


def test_an_amount_off_the_basket_is_not_spread_over_gift_cards() -> None:
    off = promotion("sixty", BasketAmountOff("60.00 EUR"))
    assert charged(shop(off), Line("CARTE", 1), Line("PULL", 1)) == [5000, 0]


def test_even_an_offer_on_gift_cards_alone_finds_nothing() -> None:
    off = promotion("cards", PercentOff("10"), on=Skus(["CARTE"]))
    quote = quoted(shop(off), Line("CARTE", 1))
    assert only(quote).charged == 5000
    assert only(quote).adjustments == ()


def test_a_gift_card_is_outside_the_tax() -> None:
    quote = quoted(shop(), Line("CARTE", 1), Line("PULL", 1))
    assert taxes(quote) == [("S", "20", 5000, 833), ("O", "0", 5000, 0)]


def test_a_gift_card_earns_no_points() -> None:
    quote = quoted(shop(programme=PROGRAMME), Line("CARTE", 1), Line("PULL", 1), buyer=Buyer(member="m-1"))
    assert quote.will_earn == 50
    [earning] = quote.terms.earnings
    assert earning.lines == (2,)
    quote = quoted(shop(programme=PROGRAMME), Line("CARTE", 1), buyer=Buyer(member="m-1"))
    assert quote.will_earn == 0


BY_POST = Deliver(Place("FR", "69003"), "home")


def test_services_and_gift_cards_need_no_parcel() -> None:
    rules = shop(services=(HOME,))
    none = quoted(rules, Line("OURLET", 1), Line("CARTE", 1), handover=BY_POST)
    assert (none.delivery, none.terms.deliveries, none.terms.total) == (None, (), 6200)
    assert isinstance(placed(rules, none), Accepted)
    with_goods = quoted(rules, Line("OURLET", 1), Line("PULL", 1), handover=BY_POST)
    assert with_goods.terms.total == 1200 + 5000 + 490


def test_without_goods_no_service_has_to_be_chosen() -> None:
    rules = shop(services=(HOME,))
    unchosen = Deliver(Place("FR", "69003"))
    assert isinstance(placed(rules, quoted(rules, Line("CARTE", 1), handover=unchosen)), Accepted)
    reason = refusal(placed(rules, quoted(rules, Line("PULL", 1), handover=unchosen)))
    assert reason.code is RefusalCode.SERVICE_UNKNOWN


def test_a_promotion_touches_a_service() -> None:
    assert charged(shop(HALF), Line("OURLET", 1)) == [600]


def test_delivery_options_for_a_basket_of_services_are_asked_without_a_parcel() -> None:
    rules = shop(services=(HOME,))
    options = Counter(rules).delivery(basket(Line("OURLET", 1), handover=BY_POST), AT)
    assert options.options
