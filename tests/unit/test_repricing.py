"""What is kept of a sale, priced again by the rules that its order carries: as the whole rulebook did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir import (
    Accepted,
    Basket,
    Buyer,
    Collect,
    Contract,
    Counter,
    Deliver,
    LimitExceeded,
    Line,
    LockedQuote,
    Measured,
    NoAnswer,
    Place,
    Quote,
    Rulebook,
    Tender,
)
from comptoir.checkout.repricing import KeptPrices, frozen_rules, repricing_of
from comptoir.facts.coupons import IssuedCoupon, Remaining
from comptoir.facts.orders import Order
from comptoir.facts.products import Kit, KitPart, KitPrice
from comptoir.facts.repricing import RULES_BYTES_MAX, Repricing
from comptoir.facts.return_terms import RefundMode
from comptoir.facts.tax_terms import PriceBasis, Treatment
from comptoir.facts.wheres import InCountries, InStore, InZone
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.buyer import Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon, IssuedCouponOf
from comptoir.pricing.conditions.nested import AnyMet, NoneMet
from comptoir.pricing.conditions.place import HandedOverIn
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours
from comptoir.pricing.floors import AtMostOff, OverCost
from comptoir.pricing.kinds import Slot
from comptoir.pricing.price_lists import CostList, Counts, OfAgreement, OfSegment, OfTier, Scale, Step
from comptoir.returns.rules import ReturnPolicy, ReturnRules
from comptoir.rulebook import Sections
from comptoir.tax.rules import Exemption
from comptoir.testing.cases import Case, answer_of, ask_counter
from comptoir.testing.strategies.offer_cases import offer_cases
from comptoir.testing.strategies.price_cases import decided_cases, price_cases, rival_cases
from comptoir.values.errors import RulebookError
from comptoir.values.instants import Instant, datetime_of, instant_of
from comptoir.values.periods import Period
from comptoir.values.policies import MoneyPolicy, TaxLevel
from comptoir.values.quantities import pieces
from comptoir.values.selections import Category, NoneOf, Skus
from comptoir.values.times_of_day import Hours
from comptoir.values.windows import Window
from unit.price_shop import (
    AT,
    CONTRIBUTION,
    DEPOSIT,
    EVERYDAY,
    HOME,
    OVERRIDES,
    PRODUCTS,
    PROGRAMME,
    TAX,
    decided,
    floor,
    placed,
    price_list,
    product,
    promotion,
    quoted,
    shop,
    unit_prices,
)

THIRTY = ReturnPolicy(id="thirty", name={"en": "thirty days"}, period=Period.from_text("30 days"))
AGAIN = attrs.evolve(THIRTY, id="again", mode=RefundMode.REPRICE_KEPT)
TEN_OF_HUNDRED = promotion("ten", BasketAmountOff("10.00 EUR"), when=[Spend("100.00 EUR")])
FRIDAY_EVENING = AtHours(weekdays=["friday"], hours=Hours.from_text("17:00-19:00"))


def kept_prices(quote: Quote) -> KeptPrices:
    return KeptPrices.of(frozen_rules(quote), quote.rulebook.vocabulary)


def numbers(quote: Quote) -> dict[str, int]:
    return {line.sku: line.number for line in quote.terms.lines}


def costs(quote: Quote, **kept: int) -> int:
    """What so many pieces of these products would have cost alone."""
    named = numbers(quote)
    return kept_prices(quote).cost({named[sku]: many for sku, many in kept.items()})


def rules_of(quote: Quote) -> Rulebook:
    """The rules that the order carries, read in full."""
    rules = Rulebook.open(frozen_rules(quote).rules, quote.rulebook.vocabulary)
    rules.verify()
    return rules


def part_of(quote: Quote, kept: Mapping[int, int]) -> Basket:
    """The basket with so many pieces of its lines, as it would have been asked."""
    canonical = quote.basket.canonical
    lines = [
        line if isinstance(line.quantity, Measured) else attrs.evolve(line, quantity=kept[number])
        for number, line in enumerate(canonical.lines, start=1)
        if kept.get(number)
    ]
    return attrs.evolve(canonical, lines=lines, empties=(), points=0, reservation=None)


def asked_alone(quote: Quote, kept: Mapping[int, int]) -> int:
    """What the whole rulebook asks for these goods at the same instant, for them alone."""
    alone = Counter(quote.rulebook).quote(part_of(quote, kept), datetime_of(quote.asked_at))
    return sum(line.paid for line in alone.terms.lines)


def expect_alike(quote: Quote) -> KeptPrices:
    """All goods, none, each line alone and without each line cost what the whole rulebook asks."""
    again = kept_prices(quote)
    every = {line.number: pieces(line.quantity) for line in quote.terms.lines}
    parts = [every, *({number: many} for number, many in every.items())]
    parts += [{number: many for number, many in every.items() if number != left} for left in every]
    parts += [{number: (many + 1) // 2 for number, many in every.items()}]
    for part in parts:
        expected = asked_alone(quote, part) if part else 0
        assert again.cost(part) == expected, part
    for number in again.alone():
        others = {other: many for other, many in every.items() if other != number}
        assert again.cost(every) == again.cost(others) + again.cost({number: every[number]})
    return again


def test_lines_that_nothing_looks_at_cost_the_same_whatever_else_is_kept() -> None:
    lines = [Line("PULL", 2), Line("LIVRE", 3), Line("THE", Measured("0.25", "kg"))]
    jumpers, ten = Skus(["PULL"]), BasketAmountOff("10.00 EUR")
    offer = promotion("ten", ten, when=[Spend("50.00 EUR", jumpers)], on=jumpers)
    quote = quoted(shop(offer), *lines)
    named = numbers(quote)
    assert set(expect_alike(quote).alone()) == {named["LIVRE"], named["THE"]}
    by_spend = promotion("ten", ten, when=[AnyMet([Spend("50.00 EUR")])], on=jumpers)
    assert not expect_alike(quoted(shop(by_spend), *lines)).alone()


# When an order carries them


def test_an_order_carries_its_rules_where_a_policy_prices_again() -> None:
    rules = shop(TEN_OF_HUNDRED, returns=ReturnRules(policies=[AGAIN]))
    quote = quoted(rules, Line("PULL", 2), Line("LIVRE", 1))
    accepted = placed(rules, quote)
    assert isinstance(accepted, Accepted)
    repricing = accepted.order.repricing
    assert repricing is not None
    # 100.00 + 24.90 - 10.00; one jumper alone reaches nothing: 50.00.
    again = KeptPrices.of(repricing)
    assert (again.cost({1: 1, 2: 2}), again.cost({2: 1}), again.at) == (11490, 5000, quote.asked_at)


def test_an_order_carries_none_where_all_is_refunded_pro_rata() -> None:
    rules = shop(TEN_OF_HUNDRED, returns=ReturnRules(policies=[THIRTY]))
    quote = quoted(rules, Line("PULL", 2))
    accepted = placed(rules, quote)
    assert isinstance(accepted, Accepted)
    assert (accepted.order.repricing, repricing_of(quote)) == (None, None)


def test_a_locked_quote_carries_them_and_they_survive_the_wire() -> None:
    rules = shop(returns=ReturnRules(policies=[AGAIN]), lock_hours=24)
    counter = Counter(rules)
    locked = counter.lock(quoted(rules, Line("PULL", 2)), until=AT.add(hours=4))
    assert isinstance(locked, LockedQuote)
    codec = rules.vocabulary.codec
    assert codec.loads(codec.dumps(locked), type(locked)) == locked
    accepted = placed(rules, locked, Tender("card", locked.to_pay), at=AT.add(hours=3))
    assert isinstance(accepted, Accepted)
    assert accepted.order.repricing == locked.agreed.repricing
    back = codec.loads(codec.dumps(accepted.order), Order)
    assert back.repricing is not None
    assert KeptPrices.of(back.repricing).cost({1: 1}) == 5000


def test_what_an_order_carries_is_a_sealed_rulebook_for_one_instant() -> None:
    quote = quoted(shop(TEN_OF_HUNDRED), Line("PULL", 2))
    rules = rules_of(quote)
    assert rules.sealed().decode() == frozen_rules(quote).rules
    assert rules.header.valid == Window(quote.asked_at, Instant(quote.asked_at + 1))
    assert Counter(rules).quote(frozen_rules(quote).basket, AT).terms.total == quote.terms.total
    with pytest.raises(NoAnswer):
        Counter(rules).quote(frozen_rules(quote).basket, AT.add(microseconds=1))


def test_rules_that_were_changed_are_not_used() -> None:
    repricing = frozen_rules(quoted(shop(), Line("PULL", 1)))
    changed = attrs.evolve(repricing, rules=repricing.rules.replace('"PULL":"50"', '"PULL":"49"'))
    assert changed != repricing
    with pytest.raises(RulebookError, match="digest_differs"):
        KeptPrices.of(changed)


def test_rules_too_large_for_an_order_are_refused() -> None:
    basket = Basket(currency="EUR")
    assert Repricing(basket=basket, rules="x" * RULES_BYTES_MAX).rules
    with pytest.raises(LimitExceeded) as error:
        Repricing(basket=basket, rules="x" * (RULES_BYTES_MAX + 1))
    assert str(error.value) == (
        "rules: found 2097153 bytes of rules by which what is kept would be priced; carry at most 2097152: "
        "split the basket, or let the policy refund pro rata [rules_too_large]"
    )


def test_what_was_found_for_some_goods_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    again = kept_prices(quoted(shop(), Line("PULL", 3)))
    assert again.cost({1: 2}) == 10000
    monkeypatch.setattr("comptoir.checkout.repricing.taxed", None)
    assert again.cost({1: 2, 9: 0}) == 10000


# What prices depend on


def test_offers_that_only_a_part_could_have_are_carried() -> None:
    # Up to one jumper of a kind is half price; two have nothing.
    few = promotion("few", PercentOff("50"), when=[NoneMet([Quantity(2, Category("fashion"))])])
    quote = quoted(shop(few), Line("PULL", 2))
    assert (quote.terms.total, costs(quote, PULL=1)) == (10000, 2500)
    expect_alike(quote)


def test_sets_gifts_and_thresholds_break_as_they_would_have() -> None:
    offers = (
        promotion("three", NForM(take=3, pay=2), on=Skus(["LIVRE"])),
        promotion("gift", Gift(), on=Skus(["BOITE"]), when=[Spend("100.00 EUR")]),
        promotion(
            "honey", BuyGet(buy=Slot(on=Skus(["THE", "PULL"])), get=Slot(on=Skus(["MIEL"])), percent="50")
        ),
        attrs.evolve(TEN_OF_HUNDRED, layer="basket"),
    )
    quote = quoted(shop(*offers), Line("LIVRE", 3), Line("BOITE", 1), Line("PULL", 1), Line("MIEL", 2))
    # Kept is the box alone: it is no gift any more.
    assert costs(quote, BOITE=1) == 900
    assert costs(quote, LIVRE=2) == 4980
    expect_alike(quote)


def test_exclusives_groups_and_limits_compete_again() -> None:
    offers = (
        promotion("alone", PercentOff("30"), exclusive=True),
        promotion("one", PercentOff("20"), group="g", on=Skus(["PULL"])),
        promotion("other", AmountOff("5.00 EUR"), group="g"),
        promotion("twice", PercentOff("60"), on=Skus(["LIVRE"]), metered=True),
    )
    quote = quoted(
        shop(*offers),
        Line("LIVRE", 3),
        Line("PULL", 2),
        remaining=[Remaining(promotion="twice", uses=1)],
    )
    expect_alike(quote)


def test_the_tier_of_the_standing_is_carried() -> None:
    lists = [EVERYDAY, price_list("gold", {"PULL": "40.00"}, who=OfTier("gold"))]
    golden = promotion("golden", PercentOff("10"), on=Skus(["LIVRE"]), when=[Tier(["gold"])])
    rules = shop(golden, programme=PROGRAMME, lists=lists, returns=ReturnRules(policies=[AGAIN]))
    counter = Counter(rules)
    first = quoted(rules, Line("PULL", 3), buyer=Buyer(member="m-1"), at=AT.subtract(days=3))
    bought = placed(rules, first, at=AT.subtract(days=3), id="o-0")
    assert isinstance(bought, Accepted)
    standing = counter.standing("m-1", bought.facts, AT)
    assert standing.grants.tier == "gold"
    basket = Basket(
        currency="EUR",
        lines=[Line("PULL", 2), Line("LIVRE", 1)],
        buyer=Buyer(member="m-1"),
        handover=Collect("lyon"),
    )
    quote = counter.quote(basket, AT, standing=standing)
    assert frozen_rules(quote).basket.buyer.tier == "gold"
    assert (costs(quote, PULL=1), costs(quote, LIVRE=1)) == (4000, 2241)


def test_coupons_tender_hours_and_places_are_facts_of_the_sale() -> None:
    offers = (
        promotion("code", PercentOff("10"), when=[Coupon("WELCOME")]),
        promotion("series", PercentOff("20"), on=Skus(["PULL"]), when=[IssuedCouponOf("birthday")]),
        promotion(
            "card", AmountOff("1.00 EUR"), layer="basket", when=[PaidWith(["gift-card"]), FRIDAY_EVENING]
        ),
        promotion("here", AmountOff("2.00 EUR"), on=Skus(["LIVRE"]), when=[HandedOverIn(store="lyon")]),
        promotion(
            "not-there",
            AmountOff("3.00 EUR"),
            on=Skus(["MIEL"]),
            when=[
                NoneMet(
                    [
                        HandedOverIn(zone="corsica"),
                        HandedOverIn(store="aarhus"),
                        HandedOverIn(countries=["SE"]),
                    ]
                )
            ],
        ),
    )
    quote = quoted(
        shop(*offers),
        Line("PULL", 1),
        Line("LIVRE", 1),
        Line("MIEL", 1),
        coupons=["WELCOME"],
        issued=[IssuedCoupon(code="B-1", series="birthday", left=1)],
        tender="gift-card",
    )
    expect_alike(quote)


def test_decided_prices_and_their_limits_are_carried() -> None:
    # Half off is the manager's most for what is damaged; beyond, the listed price stands.
    quote = quoted(
        shop(overrides=OVERRIDES),
        Line("PULL", 2, override=decided("30.00 EUR")),
        Line("PULL", 1, override=decided("20.00 EUR")),
        Line("LIVRE", 1, override=decided("20.00 EUR", "match", evidence="12 rue Mercière")),
    )
    again = expect_alike(quote)
    [low, high] = [line.number for line in quote.terms.lines if line.sku == "PULL"]
    assert sorted((again.cost({low: 1}), again.cost({high: 1}))) == [3000, 5000]
    assert [each.id for each in rules_of(quote).pricing.overrides.reasons] == ["damaged", "match"]


def test_floors_costs_extras_and_added_tax_are_carried() -> None:
    costs_of = {each.sku: "30.00" for each in PRODUCTS if each.sku != "CARTE"}
    quote = quoted(
        shop(
            promotion("most", PercentOff("80")),
            lists=[
                EVERYDAY,
                price_list("net", {"LIMO": "2.00"}, basis=PriceBasis.ADDED, who=OfSegment("trade")),
            ],
            floors=[floor("margin", OverCost("10"), on=Skus(["PULL"])), floor("rest", AtMostOff("50"))],
            cost_lists=[CostList(id="costs", currency="EUR", costs=unit_prices(costs_of))],
            extras=[DEPOSIT, CONTRIBUTION],
            money=MoneyPolicy(tax_rounded_per=TaxLevel.LINE),
        ),
        Line("PULL", 2),
        Line("LIMO", 7),
        Line("LAMPE", 1),
        buyer=Buyer(segments=["trade"]),
    )
    expect_alike(quote)


def test_kits_packs_and_steps_are_carried() -> None:
    box = product("PANIER", "grocery", kit=Kit([KitPart("COFFRET"), KitPart("MIEL", 2)], KitPrice.PARTS))
    steps = Scale(Counts.GRADUATED, [Step("3", "40.00"), Step("5", "30.00")])
    everyday = attrs.evolve(EVERYDAY, scales={"PULL": steps})
    quote = quoted(
        shop(products=(*PRODUCTS, box), lists=[everyday]),
        Line("PANIER", 2),
        Line("LIMO", 2, unit="case-6"),
        Line("PULL", 5),
        Line("THE", Measured("0.532", "kg")),
        Line("THE", Measured("0.2", "kg")),
    )
    # 2 x 50.00 + 2 x 40.00 + 30.00; of four, 180.00; of two, 100.00.
    assert (costs(quote, PULL=5), costs(quote, PULL=4), costs(quote, PULL=2)) == (21000, 18000, 10000)
    expect_alike(quote)
    assert [each.sku for each in rules_of(quote).products.products] == [
        *("BOITE", "COFFRET", "LIMO", "MIEL", "PANIER", "PULL", "THE")
    ]


def test_the_most_specific_list_and_ties_are_carried() -> None:
    lists = [
        EVERYDAY,
        price_list("store", {"PULL": "45.00"}, where=InStore("lyon")),
        price_list("country", {"PULL": "30.00", "LIVRE": "20.00"}, where=InCountries(["FR", "BE"])),
        price_list("same", {"MIEL": "7.00"}, who=OfSegment("a")),
        price_list("rank", {"MIEL": "6.50"}, who=OfSegment("b")),
        price_list("acme", {"LAMPE": "39.00"}, who=OfAgreement("acme")),
        price_list("others", {"LAMPE": "1.00"}, who=OfAgreement("others")),
        price_list("elsewhere", {"PULL": "1.00"}, where=InStore("aarhus")),
        price_list("later", {"PULL": "2.00"}, valid=Window(instant_of(AT.add(days=1)), None)),
    ]
    quote = quoted(
        shop(lists=lists),
        *(Line(sku, 1) for sku in ("PULL", "LIVRE", "MIEL", "LAMPE")),
        buyer=Buyer(agreement="acme", segments=["a", "b"]),
    )
    again = expect_alike(quote)
    named = numbers(quote)
    assert [again.cost({named[sku]: 1}) for sku in ("PULL", "LIVRE", "MIEL", "LAMPE")] == [
        4500,
        2000,
        650,
        3900,
    ]
    kept = {each.id for each in rules_of(quote).pricing.lists}
    assert kept == {"everyday", "store", "country", "same", "rank", "acme"}


@pytest.mark.parametrize(
    "handover",
    [
        Deliver(Place("FR", "69003")),
        Deliver(Place("FR", "20000")),
        Deliver(Place("BE", "1000")),
        Collect("bruxelles"),
    ],
)
def test_taxes_and_prices_of_the_place_are_carried(handover: Any) -> None:
    lists = [EVERYDAY, price_list("mainland", {"PULL": "48.00"}, where=InZone("mainland"))]
    quote = quoted(
        shop(lists=lists), Line("PULL", 1), Line("LIVRE", 2), Line("COFFRET", 1), handover=handover
    )
    expect_alike(quote)


def test_who_pays_no_tax_paid_none_for_what_is_kept() -> None:
    embassy = Exemption(
        id="embassy",
        name={"en": "Embassies"},
        treatment=Treatment.EXEMPT,
        segment="embassy",
        where=InCountries(["FR"]),
        source="CGI",
    )
    quote = quoted(
        shop(tax=attrs.evolve(TAX, exemptions=[embassy])),
        Line("PULL", 1),
        Line("LIVRE", 1),
        buyer=Buyer(segments=["embassy"]),
    )
    assert costs(quote, PULL=1) == 4167  # 50.00 without 20 %
    expect_alike(quote)


def test_lines_of_another_way_cost_what_they_did() -> None:
    rules = shop(promotion("two", NForM(take=2, pay=1)), services=(HOME,))
    home = Deliver(Place("FR", "69003"), service="home")
    basket = Basket(
        currency="EUR",
        lines=[Line("PULL", 1), Line("PULL", 1, handover=Collect("lyon")), Line("LIVRE", 1)],
        handover=home,
        contract=Contract.DISTANCE,
    )
    quote = Counter(rules).quote(basket, AT)
    again = kept_prices(quote)
    assert len(quote.terms.lines) == 3
    assert again.cost({1: 1, 2: 1, 3: 1}) == sum(line.paid for line in quote.terms.lines)
    [one, other] = [line.number for line in quote.terms.lines if line.sku == "PULL"]
    assert (again.cost({one: 1}), again.cost({one: 1, other: 1})) == (5000, 5000)


def test_an_offer_in_layers_of_many_is_priced_as_by_all() -> None:
    offers = [
        promotion(f"o-{n}", PercentOff(n % 40 + 1), on=Skus([PRODUCTS[n % 3].sku, f"X-{n}"]))
        for n in range(200)
    ]
    offers += [promotion(f"s-{n}", PercentOff("90"), when=[Segment(f"s-{n}")]) for n in range(200)]
    quote = quoted(shop(*offers, TEN_OF_HUNDRED), Line("PULL", 2), Line("LIVRE", 1), Line("MIEL", 1))
    expect_alike(quote)
    assert len(rules_of(quote).pricing.promotions) == 201


def test_what_offers_leave_alone_is_carried() -> None:
    # A jumper of the sale list and a book shown as reduced are left alone; the lamp is not.
    lists = [
        EVERYDAY,
        price_list("sale", {"PULL": "40.00"}, who=OfSegment("a")),
        price_list("flash", {"LIVRE": "20.00"}, who=OfSegment("a"), announced=True),
    ]
    half = promotion("half", PercentOff("50"), not_on_lists=["sale"], not_on_reduced=True)
    goods = [Line(sku, 1) for sku in ("PULL", "LIVRE", "LAMPE")]
    quote = quoted(shop(half, lists=lists), *goods, buyer=Buyer(segments=["a"]))
    again = expect_alike(quote)
    assert [again.cost({numbers(quote)[line.sku]: 1}) for line in goods] == [4000, 2000, 2450]


# What is left out, and how large it is


def test_what_makes_no_difference_is_left_out() -> None:
    offers = (
        promotion("other-goods", PercentOff("10"), on=Skus(["LAMPE"])),
        promotion("cards", PercentOff("10"), on=Skus(["CARTE"])),
        promotion("over", PercentOff("10"), valid=Window(None, instant_of(AT))),
        promotion("staff", PercentOff("90"), when=[AnyMet([Segment("staff"), Coupon("STAFF")])]),
        promotion("crowns", AmountOff("9.00 SEK")),
        promotion("post", DeliveryOff(percent="100")),
        promotion("pair", BuyGet(buy=Slot(on=Skus(["PULL"])), get=Slot(on=Skus(["LAMPE"])), percent="100")),
        promotion("kept", PercentOff("10"), not_on_lists=["gold"], announced=None),
    )
    lists = [EVERYDAY, price_list("gold", {"PULL": "40.00"}, who=OfTier("gold"))]
    quote = quoted(shop(*offers, lists=lists, services=(HOME,), extras=[DEPOSIT]), Line("PULL", 1))
    rules = rules_of(quote)
    assert [(each.id, each.not_on_lists) for each in rules.pricing.promotions] == [("kept", ())]
    assert dict(rules.pricing.lists[0].prices) == {"PULL": EVERYDAY.prices["PULL"]}
    kept = attrs.asdict(rules.sections, recurse=False)
    empty = Sections(pricing=rules.pricing, products=rules.products, tax=rules.tax, time=rules.time)
    assert [name for name in ("delivery", "loyalty", "returns") if kept[name] != getattr(empty, name)] == []
    assert rules.pricing.extras == ()


def test_long_lists_of_products_are_cut_to_the_goods() -> None:
    many = [f"X-{n:03}" for n in range(500)]
    offers = (
        promotion("long", PercentOff("10"), on=Skus([*many, "PULL"])),
        promotion("none", PercentOff("20"), on=NoneOf([Skus(many)])),
        promotion("spend", PercentOff("5"), layer="basket", when=[NoneMet([Spend("1.00 EUR", Skus(many))])]),
    )
    quote = quoted(shop(*offers), Line("PULL", 2), Line("LIVRE", 1))
    expect_alike(quote)
    [long, none, spend] = rules_of(quote).pricing.promotions
    assert (long.on, none.on) == (Skus(["PULL"]), NoneOf([Skus(["X-000"])]))
    assert spend.when == (NoneMet([Spend("1.00 EUR", Skus(["X-000"]))]),)


def test_they_grow_with_the_lines_and_not_with_the_shop() -> None:
    products = [product(f"P-{n:03}", "any/thing") for n in range(400)]
    prices = price_list("everyday", {each.sku: "9.90" for each in products})
    offers = [promotion(f"o-{n:03}", PercentOff(n % 40 + 1), on=Skus([f"P-{n:03}"])) for n in range(400)]
    rules = shop(*offers, TEN_OF_HUNDRED, products=tuple(products), lists=[prices])
    sizes = {
        count: len(frozen_rules(quoted(rules, *(Line(f"P-{n:03}", 2) for n in range(count)))).rules)
        for count in (1, 21, 201)
    }
    per_line = (sizes[21] - sizes[1]) // 20
    assert per_line < 300
    assert sizes[1] < 2500
    assert sizes[201] - sizes[1] <= 200 * (per_line + 5)


# Against the whole rulebook


@settings(deadline=None)
@given(offer_cases() | price_cases() | decided_cases() | rival_cases(), st.data())
def test_any_part_costs_what_the_whole_rulebook_asks_for_it(case: Case, data: st.DataObject) -> None:
    quote = answer_of(case, ask_counter)
    if quote is None:
        return
    again = kept_prices(quote)
    every = {line.number: pieces(line.quantity) for line in quote.terms.lines}
    for _ in range(2):
        kept = {number: data.draw(st.integers(0, many)) for number, many in every.items()}
        expected = 0
        if any(kept.values()):
            alone = Counter(case.rulebook).quote(part_of(quote, kept), case.at)
            expected = sum(line.paid for line in alone.terms.lines)
        assert again.cost(kept) == expected
