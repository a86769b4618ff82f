"""What is taxed of a basket at the counter: where, for whom, on which basis, after which reductions."""

from __future__ import annotations

import attrs
import pytest

from comptoir import Accepted, Buyer, Collect, Deliver, Line, NoAnswer, Place
from comptoir.cli.receipt import receipt
from comptoir.cli.voice import Voice
from comptoir.facts.extras import Empties
from comptoir.facts.handovers import Handover
from comptoir.facts.tax_terms import PriceBasis, Treatment
from comptoir.facts.terms import taxed_besides
from comptoir.facts.wheres import InCountries
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.buyer import Segment
from comptoir.pricing.price_lists import OfAgreement
from comptoir.pricing.rules import Funding
from comptoir.tax.rules import Exemption, Sourcing, TaxRules
from comptoir.values.policies import DiscountOrder, MoneyPolicy, PercentBase, TaxLevel
from comptoir.values.selections import Skus
from comptoir.values.windows import Window
from unit.price_shop import (
    DEPOSIT,
    EVERYDAY,
    HALF,
    HOME,
    OVERRIDES,
    RATES,
    TAX,
    charged,
    decided,
    instant,
    only,
    placed,
    price_list,
    promotion,
    quoted,
    shop,
    taxes,
)

# Where


@pytest.mark.parametrize(
    ("store", "percent", "tax"),
    [
        ("lyon", "5.5", 46),  # 8.90 x 5.5 / 105.5 = 0.4640
        ("ajaccio", "2.1", 18),  # 8.90 x 2.1 / 102.1 = 0.1831
        ("bruxelles", "6", 50),  # 8.90 x 6 / 106 = 0.5038
        ("aarhus", "25", 178),  # 8.90 x 25 / 125 = 1.78
    ],
)
def test_goods_that_are_carried_away_or_collected_have_the_tax_of_the_store(
    store: str, percent: str, tax: int
) -> None:
    for handover in (None, Collect(store)):
        quote = quoted(shop(), Line("MIEL", 1), store=store, handover=handover)
        assert taxes(quote) == [("S", percent, 890, tax)]


@pytest.mark.parametrize(
    ("sourcing", "to", "percent"),
    [
        (Sourcing.ORIGIN, Place("BE", "1000"), "5.5"),
        (Sourcing.ORIGIN, Place("FR", "20000"), "5.5"),
        (Sourcing.DESTINATION, Place("BE", "1000"), "6"),
        (Sourcing.DESTINATION, Place("FR", "20000"), "2.1"),
        (Sourcing.DESTINATION, Place("FR", "69003"), "5.5"),
    ],
)
def test_goods_that_are_delivered_have_the_tax_of_home_or_of_the_place(
    sourcing: Sourcing, to: Place, percent: str
) -> None:
    rules = shop(tax=attrs.evolve(TAX, sourcing=sourcing))
    assert [tax[1] for tax in taxes(quoted(rules, Line("MIEL", 1), handover=Deliver(to)))] == [percent]


def test_a_country_without_a_rate_has_no_answer() -> None:
    rules = shop(tax=attrs.evolve(TAX, sourcing=Sourcing.DESTINATION))
    with pytest.raises(NoAnswer) as error:
        quoted(rules, Line("MIEL", 1), handover=Deliver(Place("DE", "10115")))
    assert str(error.value) == (
        "tax.rates: found no rate in force for the category reduced in DE at 2026-12-04T17:05:00Z; add one "
        "under [[tax.rates]] that holds there, and whose window holds that instant [no_tax_rate]"
    )


def test_the_end_of_a_rate_is_the_end_of_the_answer() -> None:
    change = instant("2027-01-01T00:00:00Z")
    rates = [
        attrs.evolve(RATES[1], percent="20", valid=Window(None, change)),
        attrs.evolve(RATES[1], percent="21", valid=Window(change, None)),
    ]
    rules = shop(tax=TaxRules(country="FR", rates=[*rates, *RATES[2:], RATES[0]]))
    quote = quoted(rules, Line("PULL", 1))
    assert quote.until == change
    assert taxes(quoted(rules, Line("PULL", 1), at=quote.valid_until)) == [("S", "21", 5000, 868)]


# For whom

EXPORT = Exemption(
    id="intra-community",
    name={"en": "Intra-Community supply"},
    treatment=Treatment.INTRA_COMMUNITY,
    foreign_vat_id=True,
    where=InCountries(["BE"]),
    source="CGI art. 262 ter",
)
BELGIAN = Buyer(vat_id="BE0123456789")
TO_BELGIUM: Handover = Deliver(Place("BE", "1000"))


def test_a_business_of_another_country_pays_what_is_left_without_the_tax() -> None:
    # 50.00 with 21 % inside, delivered to Belgium: 50.00 x 21 / 121 = 8.6777 is taken off.
    tax = TaxRules(country="FR", sourcing=Sourcing.DESTINATION, rates=RATES, exemptions=[EXPORT])
    quote = quoted(shop(tax=tax), Line("PULL", 1), buyer=BELGIAN, handover=TO_BELGIUM)
    line = only(quote)
    assert (line.charged, line.paid, quote.terms.total) == (5000, 4132, 4132)
    assert taxes(quote) == [("K", "0", 4132, 0)]
    assert quote.exemption == "intra-community"
    assert "CGI art. 262 ter" in quote.explain("en")
    assert quoted(shop(tax=tax), Line("PULL", 1), buyer=BELGIAN).terms.total == 5000


def test_a_promotion_is_compared_by_what_an_exempt_business_is_left_to_pay() -> None:
    # On 50.00 with 20 % inside, the best is the same for them: 30 % off, and a tax taken off 35.00.
    tax = TaxRules(country="FR", rates=RATES, exemptions=[EXPORT])
    offers = [promotion("fourteen", AmountOff("14.00 EUR")), promotion("thirty", PercentOff("30"))]
    quote = quoted(shop(*offers, tax=tax), Line("PULL", 1), buyer=BELGIAN, handover=TO_BELGIUM)
    assert [each.rule for each in only(quote).adjustments] == ["thirty"]
    assert quote.terms.total == 3500 - 583  # 35.00 / 6 = 5.8333


def test_the_fee_of_delivery_is_exempt_too() -> None:
    everywhere = attrs.evolve(EXPORT, where=None, foreign_vat_id=False, segment="diplomats")
    tax = TaxRules(country="FR", rates=RATES, exemptions=[everywhere])
    rules = shop(tax=tax, services=(HOME,))
    quote = quoted(
        rules,
        Line("PULL", 1),
        buyer=Buyer(segments=["diplomats"]),
        handover=Deliver(Place("FR", "69003"), "home"),
    )
    # 50.00 and 4.90 at 20 % inside: 54.90 / 6 = 9.15 in all, 8.33 and 0.82.
    [delivery] = quote.terms.deliveries
    assert (delivery.charged, delivery.paid) == (490, 408)
    assert quote.terms.total == 5490 - 915


def test_a_deposit_is_the_same_for_who_owes_no_tax() -> None:
    everywhere = attrs.evolve(EXPORT, where=None, foreign_vat_id=False, segment="diplomats")
    tax = TaxRules(country="FR", rates=RATES, exemptions=[everywhere])
    quote = quoted(
        shop(tax=tax, extras=[DEPOSIT]),
        Line("LIMO", 1),
        buyer=Buyer(segments=["diplomats"]),
        empties=[Empties("bottle", 2)],
    )
    # 3.20 less 0.17 (3.20 x 55 / 1055 = 0.1668), and 0.30 less 0.60.
    assert quote.terms.total == 303 + 30 - 60
    assert taxes(quote) == [("K", "0", 303, 0), ("O", "0", -30, 0)]


# On which basis

AGREED = price_list(
    "acme", {"PULL": "40.00", "MIEL": "7.00"}, basis=PriceBasis.ADDED, who=OfAgreement("acme")
)
ACME = Buyer(agreement="acme")


def test_tax_on_top_of_agreed_prices() -> None:
    # 3 x 40.00 = 120.00 and 24.00; 7.00 and 0.385, up.
    quote = quoted(shop(lists=[EVERYDAY, AGREED]), Line("PULL", 3), Line("MIEL", 1), buyer=ACME)
    honey, pulls = quote.terms.lines
    assert (pulls.basis, pulls.charged, pulls.paid) == (PriceBasis.ADDED, 12000, 14400)
    assert (honey.charged, honey.paid) == (700, 739)
    assert taxes(quote) == [("S", "20", 14400, 2400), ("S", "5.5", 739, 39)]
    assert quote.terms.total == 15139


def test_both_bases_in_one_basket() -> None:
    # The agreement has no books: 24.90 with the tax inside, as everybody pays.
    quote = quoted(shop(lists=[EVERYDAY, AGREED]), Line("MIEL", 1), Line("LIVRE", 1), buyer=ACME)
    assert [(line.sku, line.basis.value, line.paid) for line in quote.terms.lines] == [
        ("LIVRE", "included", 2490),
        ("MIEL", "added", 739),
    ]
    # 24.90 x 55 / 1055 = 1.2981, and 0.39 on top of 7.00.
    assert taxes(quote) == [("S", "5.5", 3229, 169)]


def test_the_deposit_of_an_agreement_comes_with_its_tax_inside() -> None:
    agreed = price_list("acme", {"LIMO": "2.00"}, basis=PriceBasis.ADDED, who=OfAgreement("acme"))
    quote = quoted(shop(lists=[EVERYDAY, agreed], extras=[DEPOSIT]), Line("LIMO", 10), buyer=ACME)
    assert only(quote).paid == 2110 + 300


def test_who_owes_no_tax_is_not_charged_it_on_top() -> None:
    tax = TaxRules(country="FR", sourcing=Sourcing.DESTINATION, rates=RATES, exemptions=[EXPORT])
    both = attrs.evolve(BELGIAN, agreement="acme")
    quote = quoted(shop(lists=[EVERYDAY, AGREED], tax=tax), Line("PULL", 1), buyer=both, handover=TO_BELGIUM)
    assert (only(quote).charged, quote.terms.total, quote.exemption) == (4000, 4000, "intra-community")


def test_of_two_offers_the_one_that_leaves_least_to_pay_is_taken() -> None:
    # Both take the box, so only one can be taken. 11.00 off the box and the book leave 11.00 less to pay.
    # 10.00 off the box (9.00) and the jumper (40.00 without tax) are 1.84 and 8.16, which is 9.79 to pay:
    # 11.63 less.
    on_book = promotion("book", BasketAmountOff("11.00 EUR"), on=Skus(["LIVRE", "BOITE"]))
    on_pull = promotion("pull", BasketAmountOff("10.00 EUR"), on=Skus(["PULL", "BOITE"]))
    quote = quoted(
        shop(on_book, on_pull, lists=[EVERYDAY, AGREED]),
        *(Line(sku, 1) for sku in ("BOITE", "LIVRE", "PULL")),
        buyer=ACME,
    )
    assert [line.charged for line in quote.terms.lines] == [716, 2490, 3184]
    assert quote.terms.total == 716 + 2490 + 3821  # 31.84 and 6.368 of tax, up


# After which reductions


@pytest.mark.parametrize(
    ("funding", "funded", "in_base", "gross", "tax"),
    [
        (
            Funding("ventoux", "100", taxed=True),
            2500,
            2500,
            5000,
            833,
        ),  # the brand pays 25.00 of 50.00: all of it is taxed
        (Funding("ventoux", "50", taxed=True), 1250, 1250, 3750, 625),  # it pays 12.50, and 37.50 are taxed
        (
            Funding("ventoux", "33.3333", taxed=True),
            833,
            833,
            3333,
            556,
        ),  # 8.333325 of 25.00; 33.33 / 6 = 5.555
        (
            Funding("ventoux", "100", taxed=False),
            2500,
            0,
            2500,
            417,
        ),  # it pays, and what it pays is no price of this supply
    ],
)
def test_what_a_third_party_pays_is_taxed_where_it_says_so(
    funding: Funding, funded: int, in_base: int, gross: int, tax: int
) -> None:
    rules = shop(attrs.evolve(HALF, funding=funding))
    quote = quoted(rules, Line("PULL", 1))
    line = only(quote)
    assert (line.charged, line.paid, line.in_base, quote.terms.total) == (2500, 2500, in_base, 2500)
    assert taxes(quote) == [("S", "20", gross, tax)]
    assert quote.terms.in_base == in_base
    [reduction] = line.adjustments
    assert (reduction.payer, reduction.funded) == ("ventoux", funded)
    assert isinstance(placed(rules, quote), Accepted)


def test_what_a_third_party_pays_on_top_of_agreed_prices_is_taxed_at_the_customer_s_cost() -> None:
    # 40.00 without tax, 20.00 charged and 20.00 paid by the brand: 20 % of 40.00 are 8.00.
    funded = attrs.evolve(HALF, funding=Funding("ventoux"))
    quote = quoted(shop(funded, lists=[EVERYDAY, AGREED]), Line("PULL", 1), buyer=ACME)
    assert (only(quote).charged, only(quote).paid) == (2000, 2800)
    assert taxes(quote) == [("S", "20", 4800, 800)]


def test_an_offer_that_is_funded_is_weighed_by_what_the_customer_is_left_to_pay() -> None:
    # On 40.00 without tax: 50 % funded leaves 20.00 + 8.00; 45 % of the house 22.00 + 4.40 = 26.40.
    funded = attrs.evolve(HALF, funding=Funding("ventoux"))
    own = promotion("own", PercentOff("45"))
    quote = quoted(shop(funded, own, lists=[EVERYDAY, AGREED]), Line("PULL", 1), buyer=ACME)
    assert [each.rule for each in only(quote).adjustments] == ["own"]
    assert quote.terms.total == 2640
    assert charged(shop(funded, own), Line("PULL", 1)) == [2500]  # with the tax inside, half is less


@pytest.mark.parametrize(
    ("language", "explained", "printed"),
    [
        (
            "en",
            ["  including VAT 20%: €37.50 + €7.50 = €45.00", "  taxed besides, paid by ventoux: €20.00"],
            [
                "TOTAL                               €25.00",
                "Card                                €25.00",
                "VAT 20% (net €37.50)                 €7.50",
                "  taxed besides, paid by ventoux    €20.00",
            ],
        ),
        (
            "fr",
            ["  dont TVA 20 % : 37,50 € + 7,50 € = 45,00 €", "  taxé en plus, payé par ventoux : 20,00 €"],
            [
                "TOTAL                              25,00 €",
                "Carte                              25,00 €",
                "TVA 20 % (HT 37,50 €)               7,50 €",
                "  taxé en plus, payé par ventoux   20,00 €",
            ],
        ),
    ],
)
def test_a_receipt_says_what_is_taxed_besides_and_who_pays_it(
    language: str, explained: list[str], printed: list[str]
) -> None:
    # Of 50.00, 25.00 to pay; of the other 25.00 the brand pays 20.00: 45.00 x 20 / 120 = 7.50.
    rules = shop(attrs.evolve(HALF, funding=Funding("ventoux", "80")))
    quote = quoted(rules, Line("PULL", 1))
    said = quote.explain(language).replace("\u00a0", " ").replace("\u202f", " ").splitlines()
    assert [line for line in said if line in explained] == explained
    accepted = placed(rules, quote)
    assert isinstance(accepted, Accepted)
    paper = [
        line.replace("\u00a0", " ").replace("\u202f", " ")
        for line in receipt(accepted.order, Voice.of(language, rules))
    ]
    first = paper.index(printed[0])
    assert paper[first : first + len(printed)] == printed


def test_what_is_taken_off_after_tax_is_told_apart_from_what_somebody_pays() -> None:
    money = MoneyPolicy(discounts=DiscountOrder.AFTER_TAX)
    funded = attrs.evolve(HALF, on=Skus(["PULL"]), funding=Funding("ventoux", "80"))
    rules = shop(funded, promotion("own", HALF.benefit, on=Skus(["MIEL"])), money=money)
    quote = quoted(rules, Line("PULL", 2), Line("MIEL", 1))
    assert list(taxed_besides(quote.terms.lines)) == [("ventoux", 4000), (None, 1000 + 445)]
    assert "  taxed before reductions: €14.45" in quote.explain("en").splitlines()
    accepted = placed(rules, quote)
    assert isinstance(accepted, Accepted)
    assert "  taxed before reductions           €14.45" in receipt(accepted.order, Voice.of("en", rules))


def test_nothing_is_taxed_besides_where_nobody_else_pays() -> None:
    untaxed = attrs.evolve(HALF, funding=Funding("ventoux", taxed=False))
    for rules in (shop(HALF), shop(untaxed)):
        assert list(taxed_besides(quoted(rules, Line("PULL", 1)).terms.lines)) == []


def test_after_tax_every_reduction_is_taxed() -> None:
    # 50.00, half of it to pay; the tax is that of 50.00: 8.33.
    quote = quoted(shop(HALF, money=MoneyPolicy(discounts=DiscountOrder.AFTER_TAX)), Line("PULL", 1))
    assert (quote.terms.total, taxes(quote), only(quote).in_base) == (
        2500,
        [("S", "20", 5000, 833)],
        2500,
    )


def test_after_tax_is_about_promotions_and_not_about_a_decided_price() -> None:
    rules = shop(overrides=OVERRIDES, money=MoneyPolicy(discounts=DiscountOrder.AFTER_TAX))
    quote = quoted(rules, Line("PULL", 1, override=decided("30.00 EUR")))
    assert taxes(quote) == [("S", "20", 3000, 500)]


@pytest.mark.parametrize(
    ("base", "left"),
    [
        (PercentBase.REMAINING, [3600]),  # 50.00 x 0.8 x 0.9
        (PercentBase.REGULAR, [3500]),  # 50.00 x (1 - 0.2 - 0.1)
    ],
)
def test_a_percentage_is_of_what_the_layer_found_or_of_the_regular_price(
    base: PercentBase, left: list[int]
) -> None:
    for second in (PercentOff("10"), BasketPercentOff("10")):
        first, then = promotion("first", PercentOff("20")), promotion("then", second, "basket")
        assert charged(shop(first, then, money=MoneyPolicy(percent_of=base)), Line("PULL", 1)) == left


def test_percentages_of_the_regular_price_add_up_to_no_more_than_it() -> None:
    first, then = promotion("first", PercentOff("60")), promotion("then", PercentOff("70"), "basket")
    line = only(quoted(shop(first, then, money=MoneyPolicy(percent_of=PercentBase.REGULAR)), Line("PULL", 1)))
    assert [each.amount for each in line.adjustments] == [-3000, -2000]


@pytest.mark.parametrize(
    ("level", "gross", "tax"),
    [
        (TaxLevel.TOTAL, 125, 21),  # 1.04 x 0.2 = 0.208
        (TaxLevel.LINE, 124, 20),  # 0.52 x 0.2 = 0.104, twice
    ],
)
def test_tax_is_rounded_once_per_rate_or_on_each_line(level: TaxLevel, gross: int, tax: int) -> None:
    agreed = price_list(
        "acme", {"BOITE": "0.52", "OURLET": "0.52"}, basis=PriceBasis.ADDED, who=OfAgreement("acme")
    )
    rules = shop(lists=[EVERYDAY, agreed], money=MoneyPolicy(tax_rounded_per=level))
    quote = quoted(rules, Line("BOITE", 1), Line("OURLET", 1), buyer=ACME)
    assert (quote.terms.total, taxes(quote)) == (gross, [("S", "20", gross, tax)])


def test_an_offer_for_exempt_buyers_only_is_one_like_any_other() -> None:
    everywhere = attrs.evolve(EXPORT, where=None, foreign_vat_id=False, segment="diplomats")
    tax = TaxRules(country="FR", rates=RATES, exemptions=[everywhere])
    theirs = promotion("theirs", PercentOff("10"), when=[Segment("diplomats")])
    quote = quoted(shop(theirs, tax=tax), Line("PULL", 1), buyer=Buyer(segments=["diplomats"]))
    assert quote.terms.total == 4500 - 750
