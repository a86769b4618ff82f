"""Price tags of many products at once: each is what one piece costs in a basket of its own."""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import (
    Accepted,
    Basket,
    Buyer,
    Carry,
    Contract,
    Counter,
    Deliver,
    LimitExceeded,
    Line,
    NoAnswer,
    NotPriced,
    OrderPlaced,
    Page,
    Place,
    PriceTag,
    Quote,
    Rulebook,
    Standing,
    Tender,
    WrongType,
    WrongValue,
)
from comptoir.authoring import example, seal
from comptoir.checkout.page import PAGE_MAX
from comptoir.facts.extras import Empties
from comptoir.facts.tax_terms import PriceBasis
from comptoir.pricing.announced import one_of
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.buyer import Member
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.floors import AtLeast, OverCost
from comptoir.pricing.measure import PerMeasure
from comptoir.pricing.price_lists import CostList, OfAgreement, OfTier
from comptoir.rulebook import Assortment
from comptoir.tax.rules import TaxRules
from comptoir.values.instants import instant_from_text
from comptoir.values.selections import Skus
from comptoir.values.windows import Window
from unit.price_shop import (
    AT,
    CONTRIBUTION,
    DEPOSIT,
    EVERYDAY,
    HALF,
    PRICES,
    PRODUCTS,
    PROGRAMME,
    RATES,
    TILL,
    floor,
    price_list,
    product,
    promotion,
    shop,
    unit_prices,
)

ANYBODY = Basket(currency="EUR")
SKUS = [each.sku for each in PRODUCTS]


def page(rules: Rulebook, *skus: str, asked: Basket = ANYBODY, at: pendulum.DateTime = AT) -> Page:
    return Counter(rules).page(skus or SKUS, at, basket=asked)


def tag(found: Page, sku: str) -> PriceTag:
    each = found.tag(sku)
    assert isinstance(each, PriceTag)
    return each


# A page is many small quotes


@cache
def lavande() -> Rulebook:
    return Rulebook.open(seal(example()).sealed())


PEOPLE: dict[str, dict[str, Any]] = {
    "anybody": {},
    "a member in Brussels": {"buyer": Buyer(member="m-1"), "handover": Carry("bruxelles")},
    "staff": {"buyer": Buyer(segments=["staff"]), "handover": Carry("lyon-2")},
    "gold in Saint-Denis": {"buyer": Buyer(member="m-2", tier="gold"), "handover": Carry("saint-denis")},
    "a hotel": {"buyer": Buyer(agreement="hotel-des-alpes"), "handover": Deliver(Place("FR", "38000"))},
    "a Belgian business": {
        "buyer": Buyer(vat_id="BE0123456789"),
        "handover": Deliver(Place("BE", "1000")),
    },
    "a newcomer with a coupon": {"coupons": ["WELCOME-7K3F"]},
}


def quote_or_code(counter: Counter, asked: Basket, at: pendulum.DateTime) -> Quote | str:
    try:
        return counter.quote(asked, at)
    except NoAnswer as error:
        return error.faults[0].code


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("day", ["2026-01-15", "2026-07-01", "2026-10-13", "2026-11-28", "2027-05-15"])
def test_a_tag_is_the_quote_of_one_piece(who: str, day: str) -> None:
    counter, asked = Counter(lavande()), Basket(currency="EUR", **PEOPLE[who])
    at = pendulum.parse(f"{day}T11:00:00+00:00")
    assert isinstance(at, pendulum.DateTime)
    assortment = lavande().assortment
    found = counter.page(assortment, at, basket=asked)
    assert [each.sku for each in found.tags] == list(assortment)
    for each in found.tags:
        good = one_of(assortment[each.sku])
        one = attrs.evolve(asked, lines=[Line(good.sku, good.quantity)])
        quote = quote_or_code(counter, one, at)
        if isinstance(quote, str):
            assert each == NotPriced(sku=each.sku, code=quote)
            continue
        [line] = quote.terms.lines
        assert isinstance(each, PriceTag)
        assert (each.price_list, each.basis) == (line.price_list, line.basis)
        assert (each.regular, each.adjustments) == (line.regular, line.adjustments)
        assert (each.charged, each.paid) == (line.charged, line.paid)
        assert found.until <= quote.until


# What a tag says


def test_a_tag_with_what_promotions_leave_and_the_extras_on_top() -> None:
    found = page(shop(HALF, extras=[DEPOSIT, CONTRIBUTION], floors=[floor("pulls", AtLeast("30.00 EUR"))]))
    # A jumper: half of 50.00, but no less than 30.00. A bottle: 3.20, a floor of 30.00 is its price;
    # with its deposit 3.50.
    assert (tag(found, "PULL").regular, tag(found, "PULL").charged) == (5000, 3000)
    assert [each.rule for each in tag(found, "PULL").adjustments] == ["half"]
    assert (tag(found, "LIMO").charged, tag(found, "LIMO").paid) == (320, 350)
    assert (tag(found, "CARTE").charged, tag(found, "CARTE").adjustments) == (5000, ())
    lamp = tag(page(shop(HALF, extras=[CONTRIBUTION])), "LAMPE")
    assert (lamp.charged, lamp.paid) == (2456, 2456)


def test_a_tag_without_tax_says_what_is_to_pay() -> None:
    agreed = price_list("acme", {"PULL": "40.00"}, basis=PriceBasis.ADDED, who=OfAgreement("acme"))
    asked = Basket(currency="EUR", buyer=Buyer(agreement="acme"))
    found = page(shop(HALF, lists=[EVERYDAY, agreed]), asked=asked)
    assert tag(found, "PULL").basis is PriceBasis.ADDED
    assert (tag(found, "PULL").charged, tag(found, "PULL").paid) == (2000, 2400)
    assert (tag(found, "BOITE").basis, tag(found, "BOITE").paid) == (PriceBasis.INCLUDED, 450)


def test_a_tag_has_the_price_per_measure_of_what_is_charged() -> None:
    # Honey: 250 g for half of 8.90, 4.45: 17.80 for a kilogram. Tea: half of 85.00 a kilogram.
    found = page(shop(HALF))
    assert tag(found, "MIEL").per_measure == PerMeasure("kg", 1780)
    assert tag(found, "THE").per_measure == PerMeasure("kg", 4250)
    assert tag(found, "PULL").per_measure is None


def test_an_offer_for_several_pieces_is_not_on_the_tag() -> None:
    two = promotion("two", AmountOff("1.00 EUR"), when=[Quantity(2)])
    assert tag(page(shop(two)), "PULL").charged == 5000


def test_of_two_offers_for_one_piece_the_better_is_on_the_tag_else_the_smaller_id() -> None:
    # 5.00 off the line, or 5.00 off the basket: alike, the smaller identifier is taken; 5.01 is more.
    line, basket_ = (
        promotion("b-line", AmountOff("5.00 EUR")),
        promotion("a-basket", BasketAmountOff("5.00 EUR")),
    )
    assert [each.rule for each in tag(page(shop(line, basket_)), "PULL").adjustments] == ["a-basket"]
    better = attrs.evolve(line, benefit=AmountOff("5.01 EUR"))
    assert [each.rule for each in tag(page(shop(better, basket_)), "PULL").adjustments] == ["b-line"]
    twice = [promotion(id_, PercentOff("10")) for id_ in ("b", "a")]
    assert [each.rule for each in tag(page(shop(*twice)), "PULL").adjustments] == ["a"]


def test_members_see_their_prices() -> None:
    theirs = promotion("members", PercentOff("10"), when=[Member()])
    assert tag(page(shop(theirs)), "PULL").charged == 5000
    member = Basket(currency="EUR", buyer=Buyer(member="m-1"))
    assert tag(page(shop(theirs), asked=member), "PULL").charged == 4500


# What has no tag


def test_what_cannot_be_sold_says_why_in_its_place() -> None:
    odd = product("ODD", "any", "reduced")
    bare = product("BARE", "any")
    rules = shop(
        products=(*PRODUCTS, odd, bare),
        floors=[floor("no-loss", OverCost("0"), on=Skus(["ODD"]))],
        cost_lists=[CostList(id="kroner", currency="DKK", costs=unit_prices({"ODD": "1.00"}))],
        lists=[price_list("everyday", {"ODD": "1.00"})],
    )
    found = page(rules, "BARE", "ROBE", "ODD")
    assert found.tags == (
        NotPriced(sku="BARE", code="no_price"),
        NotPriced(sku="ROBE", code="unknown_sku"),
        NotPriced(sku="ODD", code="no_cost"),
    )


def test_a_category_without_a_rate_there_is_no_tag() -> None:
    rules = shop(
        tax=TaxRules(country="FR", rates=[rate for rate in RATES if rate.category != "reduced"] + [RATES[3]])
    )
    found = page(rules, "PULL", "MIEL")
    assert found.tag("MIEL") == NotPriced(sku="MIEL", code="no_tax_rate")
    assert tag(found, "PULL").paid == 5000


def test_a_currency_without_prices_has_no_tags_and_one_that_is_not_known_no_page() -> None:
    assert {each.sku for each in page(shop(), asked=Basket(currency="SEK")).tags} == set(SKUS)
    assert all(
        each == NotPriced(sku=each.sku, code="no_price")
        for each in page(shop(), asked=Basket(currency="SEK")).tags
    )
    with pytest.raises(NoAnswer) as error:
        page(shop(), asked=Basket(currency="USD"))
    assert str(error.value) == "currency: found USD; use one of DKK, EUR, SEK [unknown_currency]"


# What is asked


def test_products_stand_in_the_order_asked_even_twice() -> None:
    found = page(shop(), "PULL", "LIVRE", "PULL")
    assert [each.sku for each in found.tags] == ["PULL", "LIVRE", "PULL"]
    assert found.tags[0] == found.tags[2]


def test_a_page_of_nothing_is_a_page() -> None:
    assert Counter(shop()).page([], AT, basket=ANYBODY).tags == ()


def test_a_page_has_no_more_products_than_somebody_reads() -> None:
    many = ["PULL"] * PAGE_MAX
    assert len(Counter(shop()).page(many, AT, basket=ANYBODY).tags) == 2000
    with pytest.raises(LimitExceeded) as error:
        Counter(shop()).page([*many, "PULL"], AT, basket=ANYBODY)
    assert str(error.value) == "skus: found 2001 products; ask for at most 2000 [too_many_products]"


@pytest.mark.parametrize(
    ("skus", "error", "text"),
    [
        (["PULL", "P ULL"], WrongValue, "skus[1]: found 'P ULL' (str); "),
        ("PULL", WrongType, "skus: found 'PULL' (str); "),
        ([1], WrongType, "skus[0]: found 1 (int); "),
        (None, WrongType, "skus: found None (NoneType); "),
    ],
)
def test_products_are_asked_for_by_their_skus(skus: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        Counter(shop()).page(skus, AT, basket=ANYBODY)
    assert str(raised.value).startswith(text)


def test_what_is_in_the_basket_is_not_looked_at() -> None:
    full = Basket(
        currency="EUR",
        lines=[Line("ROBE", 3), Line("PULL", 2)],
        empties=[Empties("crate", 3)],
        points=500,
        contract=Contract.IN_STORE,
    )
    found = page(shop(), asked=full)
    assert (found.basket.lines, found.basket.empties, found.basket.points) == ((), (), 0)
    assert found.answer == page(shop()).answer


def test_a_tag_that_was_not_asked_for_is_not_there() -> None:
    with pytest.raises(WrongValue) as error:
        page(shop(), "PULL").tag("LIVRE")
    assert str(error.value) == "sku: found 'LIVRE' (str); ask the page for it [not_on_page]"


@pytest.mark.parametrize("basket", [None, "EUR", Line("PULL", 1)])
def test_a_page_is_asked_for_somebody(basket: Any) -> None:
    with pytest.raises(WrongType) as error:
        Counter(shop()).page(["PULL"], AT, basket=basket)
    assert error.value.faults[0].code == "not_a_basket"


# What proves it


def test_two_channels_that_ask_the_same_have_the_same_answer() -> None:
    rules = shop(HALF)
    one, other = page(rules), page(rules, at=AT.add(seconds=1))
    assert (one.answer, one.rulebook.digest) == (other.answer, other.rulebook.digest)
    assert one.question != other.question
    assert page(rules).question == one.question
    assert page(rules, "PULL").question != one.question
    assert page(rules, asked=Basket(currency="EUR", buyer=Buyer(member="m"))).question != one.question
    assert page(shop()).answer != one.answer


def test_a_page_holds_until_the_first_of_its_prices_may_change() -> None:
    changes = [instant_from_text(f"2026-12-{day}T00:00:00Z") for day in (20, 10, 15)]
    rules = shop(
        attrs.evolve(HALF, valid=Window(None, changes[0])),
        lists=[EVERYDAY, price_list("ten", {"PULL": "45.00"}, valid=Window(changes[1], None))],
        floors=[floor("pulls", AtLeast("30.00 EUR"), valid=Window(changes[2], None))],
    )
    found = page(rules, "PULL")
    assert (found.until, found.valid_until) == (changes[1], pendulum.datetime(2026, 12, 10, tz="UTC"))
    assert page(rules, "LIVRE").until == changes[2]
    assert page(rules, "PULL", at=found.valid_until).tag("PULL") != found.tag("PULL")
    before = page(rules, "PULL", at=found.valid_until.subtract(microseconds=1))
    assert before.answer == found.answer


# For whom


def standing(rules: Rulebook, counter: Counter) -> Standing:
    """That of a member who has spent 100.00: gold, by the rules of the shop."""
    spent = Basket(
        currency="EUR",
        lines=[Line("PULL", 2)],
        buyer=Buyer(member="m-1"),
        contract=Contract.IN_STORE,
        handover=Carry("lyon"),
    )
    before = AT.subtract(days=3)
    quote = counter.quote(spent, before)
    placed = counter.place(
        quote, id="o-1", at=before, tenders=[Tender("card", quote.to_pay)], provenance=TILL
    )
    assert isinstance(placed, Accepted)
    assert rules is counter.rulebook
    facts: tuple[OrderPlaced, ...] = placed.facts
    return counter.standing("m-1", facts, AT)


def test_with_a_standing_tags_are_those_of_the_tier() -> None:
    gold = price_list("gold", {"PULL": "45.00"}, who=OfTier("gold"))
    rules = shop(lists=[EVERYDAY, gold], programme=PROGRAMME)
    counter = Counter(rules)
    known = standing(rules, counter)
    asked = Basket(currency="EUR", buyer=Buyer(member="m-1"))
    found = counter.page(["PULL"], AT, basket=asked, standing=known)
    assert tag(found, "PULL").charged == 4500
    without = counter.page(["PULL"], AT, basket=asked)
    assert tag(without, "PULL").charged == 5000
    assert found.question != without.question
    assert found.until <= known.until


def test_a_standing_is_the_buyer_s() -> None:
    rules = shop(programme=PROGRAMME)
    counter = Counter(rules)
    known = standing(rules, counter)
    with pytest.raises(WrongValue):
        counter.page(["PULL"], AT, basket=Basket(currency="EUR", buyer=Buyer(member="m-2")), standing=known)
    wrong: Any = "gold"
    with pytest.raises(WrongType):
        counter.page(["PULL"], AT, basket=ANYBODY, standing=wrong)


def test_products_of_an_assortment_can_be_asked_for_as_they_are() -> None:
    rules = shop()
    assert isinstance(rules.products, Assortment)
    assert [each.sku for each in Counter(rules).page(rules.assortment, AT, basket=ANYBODY).tags] == SKUS
    assert list(PRICES) == SKUS
