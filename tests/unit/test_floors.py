"""Below what nothing takes a price: each kind of floor, on both bases, reached by a promotion of one half."""

from __future__ import annotations

import pytest

from comptoir import Buyer, Line, Measured, NoAnswer, Rulebook, RulebookError
from comptoir.facts.tax_terms import PriceBasis, Treatment
from comptoir.facts.wheres import InCountries
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.floors import AtLeast, AtMostOff, Floor, OverCost
from comptoir.pricing.price_lists import CostList, OfAgreement
from comptoir.pricing.priced import FloorAt
from comptoir.pricing.verdicts import NothingToReduce
from comptoir.tax.rules import Exemption, TaxRules
from comptoir.values.selections import Category, Skus
from comptoir.values.windows import Window
from unit.price_shop import (
    EVERYDAY,
    HALF,
    RATES,
    charged,
    floor,
    instant,
    only,
    price_list,
    promotion,
    quoted,
    shop,
    unit_prices,
)

COSTS = CostList(
    id="costs", currency="EUR", costs=unit_prices({"MIEL": "6.10", "COFFRET": "10.00", "THE": "50.00"})
)
ON_HONEY = floor("no-loss", OverCost("0"), on=Skus(["MIEL"]))


def halved(*floors: Floor) -> Rulebook:
    return shop(HALF, floors=floors, cost_lists=[COSTS])


AT_LEAST_30 = floor("pulls", AtLeast("30.00 EUR"), on=Skus(["PULL"]))


def test_so_much_for_each_piece_and_what_is_not_selected_has_no_floor() -> None:
    # 3 x 50.00 = 150.00; half of it is 75.00, the floor 3 x 30.00 = 90.00. Half of 9.00 is 4.50.
    quote = quoted(halved(AT_LEAST_30), Line("PULL", 3), Line("BOITE", 1))
    assert [line.charged for line in quote.terms.lines] == [450, 9000]
    assert [each.amount for each in only(quote, "PULL").adjustments] == [-6000]
    box, pulls = quote.priced.lines
    assert (box.floor, pulls.floor) == (None, FloorAt("pulls", "house rule", 9000))


@pytest.mark.parametrize(
    ("quantity", "least", "left"),
    [
        ("0.125 kg", "60.00 EUR", 750),  # 10.63 listed, half of it 5.31; 0.125 x 60.00 = 7.50
        ("0.333 kg", "61.11 EUR", 2035),  # 28.31 listed, half of it 14.15; 0.333 x 61.11 = 20.34963, up
        ("0.333 kg", "0.01 EUR", 1415),  # half of 28.31 is 14.155: 14.16 off, 14.15 left, far above 0.00333
    ],
)
def test_so_much_for_a_kilogram_rounded_up(quantity: str, least: str, left: int) -> None:
    rules = halved(floor("loose", AtLeast(least), on=Skus(["THE"])))
    assert charged(rules, Line("THE", Measured.from_text(quantity))) == [left]


def test_a_pack_is_worth_as_much_as_the_pieces_in_it() -> None:
    # A case of six at 17.90: half of it is 8.95, the floor 6 x 2.95 = 17.70.
    rules = halved(floor("drinks", AtLeast("2.95 EUR"), on=Skus(["LIMO"])))
    assert charged(rules, Line("LIMO", 1, unit="case-6")) == [1770]


@pytest.mark.parametrize(
    ("percent", "pieces", "left"),
    [
        ("5", 1, 2366),  # 24.90 x 0.95 = 23.655, up
        ("5", 2, 4731),  # 49.80 x 0.95 = 47.31
        ("0", 2, 4980),  # not discountable
        ("50", 1, 1245),
        ("100", 1, 1245),
    ],
)
def test_at_most_a_percentage_below_the_listed_price(percent: str, pieces: int, left: int) -> None:
    rules = halved(floor("books", AtMostOff(percent), on=Category("books")))
    assert charged(rules, Line("LIVRE", pieces)) == [left]


def test_what_is_not_discountable_has_no_adjustment_and_says_so() -> None:
    quote = quoted(halved(floor("books", AtMostOff("0"))), Line("LIVRE", 1))
    assert only(quote).adjustments == ()
    assert "books" in quote.explain("en")


@pytest.mark.parametrize(
    ("margin", "store", "left"),
    [
        ("0", "lyon", 644),  # 6.10 x 1.055 = 6.4355, up
        ("10", "lyon", 708),  # 6.10 x 1.10 x 1.055 = 7.07905, up
        ("0", "bruxelles", 647),  # 6.10 x 1.06 = 6.466, up
        ("0", "ajaccio", 623),  # 6.10 x 1.021 = 6.2281, up
        ("50", "lyon", 890),  # 6.10 x 1.50 x 1.055 = 9.65325: never above the listed 8.90
    ],
)
def test_a_cost_is_compared_with_the_price_without_its_tax(margin: str, store: str, left: int) -> None:
    rules = halved(floor("no-loss", OverCost(margin), on=Skus(["MIEL"])))
    assert charged(rules, Line("MIEL", 1), store=store) == [left]


def test_a_cost_is_that_of_the_kilogram() -> None:
    # 0.200 kg: listed 17.00, half of it 8.50; 0.200 x 50.00 x 1.055 = 10.55.
    rules = halved(floor("no-loss", OverCost("0"), on=Skus(["THE"])))
    assert charged(rules, Line("THE", Measured("0.2", "kg"))) == [1055]


def test_on_prices_without_tax_the_cost_is_the_floor_as_it_is() -> None:
    # 8.00 without tax, half of it 4.00; the cost 6.10; to pay 6.10 + 0.34 (5.5 % are 0.3355).
    agreed = price_list("acme", {"MIEL": "8.00"}, basis=PriceBasis.ADDED, who=OfAgreement("acme"))
    rules = shop(HALF, lists=[EVERYDAY, agreed], floors=[ON_HONEY], cost_lists=[COSTS])
    line = only(quoted(rules, Line("MIEL", 1), buyer=Buyer(agreement="acme")))
    assert (line.regular, line.charged, line.paid) == (800, 610, 644)


def test_a_floor_in_money_is_on_the_basis_of_the_price() -> None:
    agreed = price_list("acme", {"MIEL": "8.00"}, basis=PriceBasis.ADDED, who=OfAgreement("acme"))
    rules = shop(HALF, lists=[EVERYDAY, agreed], floors=[floor("least", AtLeast("6.00 EUR"))])
    assert charged(rules, Line("MIEL", 1)) == [600]
    line = only(quoted(rules, Line("MIEL", 1), buyer=Buyer(agreement="acme")))
    assert (line.charged, line.paid) == (600, 633)


def test_who_owes_no_tax_pays_no_less_than_the_cost_either() -> None:
    # 6.44 with tax is the floor; the tax inside is 6.44 x 55 / 1055 = 0.3357: 6.10 are left to pay.
    exempt = Exemption(
        id="diplomats",
        name={"fr": "Diplomates"},
        treatment=Treatment.EXEMPT,
        segment="diplomats",
        source="house rule",
    )
    tax = TaxRules(country="FR", rates=RATES, exemptions=[exempt])
    rules = shop(HALF, tax=tax, floors=[ON_HONEY], cost_lists=[COSTS])
    line = only(quoted(rules, Line("MIEL", 1), buyer=Buyer(segments=["diplomats"])))
    assert (line.charged, line.paid) == (644, 610)


def test_the_cost_of_a_kit_bears_the_tax_of_its_parts() -> None:
    # A box of 9.00 at 20 % and honey of 8.90 at 5.5 %: 10.00 x (9.00 x 1.20 + 8.90 x 1.055) / 17.90
    # = 10.00 x 20.1895 / 17.90 = 11.2790..., up. Half of 15.00 is 7.50.
    rules = halved(floor("no-loss", OverCost("0"), on=Skus(["COFFRET"])))
    assert charged(rules, Line("COFFRET", 1)) == [1128]
    assert charged(rules, Line("COFFRET", 3)) == [3384]  # 33.8370..., up once for the line


def test_a_floor_above_the_listed_price_is_the_listed_price() -> None:
    quote = quoted(halved(floor("dear", AtLeast("60.00 EUR"))), Line("PULL", 1))
    assert quote.priced.lines[0].floor == FloorAt("dear", "house rule", 5000)
    assert only(quote).charged == 5000


def test_a_margin_needs_a_cost() -> None:
    with pytest.raises(RulebookError) as error:
        halved(floor("no-loss", OverCost("0"), on=Skus(["MIEL", "PULL"])))
    assert str(error.value) == (
        "pricing.floors[0].on: found no cost of PULL, which the floor protects; add it under "
        "[[pricing.cost_lists]], or leave the product out [no_cost]"
    )


def test_a_cost_of_another_currency_or_time_is_none() -> None:
    past = Window(None, instant("2026-12-04T17:05:00Z"))
    lists = [
        CostList(id="kroner", currency="DKK", costs=unit_prices({"PULL": "100.00"})),
        CostList(id="past", currency="EUR", valid=past, costs=unit_prices({"PULL": "20.00"})),
    ]
    rules = shop(HALF, floors=[floor("no-loss", OverCost("0"), on=Skus(["PULL"]))], cost_lists=lists)
    with pytest.raises(NoAnswer) as error:
        quoted(rules, Line("PULL", 1))
    assert str(error.value) == (
        "lines: found no cost of PULL in force at 2026-12-04T17:05:00Z; add it under [[pricing.cost_lists]]: "
        "a floor over the cost needs it [no_cost]"
    )


def test_the_cost_in_force_decides_and_its_end_is_noted() -> None:
    change = instant("2026-12-10T00:00:00Z")
    lists = [
        CostList(id="old", currency="EUR", valid=Window(None, change), costs=unit_prices({"MIEL": "6.10"})),
        CostList(id="new", currency="EUR", valid=Window(change, None), costs=unit_prices({"MIEL": "7.00"})),
    ]
    rules = shop(HALF, floors=[ON_HONEY], cost_lists=lists)
    before = quoted(rules, Line("MIEL", 1))
    assert (only(before).charged, before.until) == (644, change)
    after = quoted(rules, Line("MIEL", 1), at=before.valid_until)
    assert only(after).charged == 739  # 7.00 x 1.055 = 7.385, up


def test_the_highest_floor_stands_and_of_equal_ones_the_smaller_id_is_named() -> None:
    low, high = floor("low", AtLeast("30.00 EUR")), floor("high", AtMostOff("20"))
    alike = floor("alike", AtLeast("40.00 EUR"))
    for floors in ([low, high], [high, low]):
        found = quoted(halved(*floors), Line("PULL", 1)).priced.lines[0].floor
        assert found == FloorAt("high", "house rule", 4000)
    for floors in ([alike, high], [high, alike]):
        found = quoted(halved(*floors), Line("PULL", 1)).priced.lines[0].floor
        assert found == FloorAt("alike", "house rule", 4000)


def test_a_floor_holds_where_and_while_it_says() -> None:
    here = floor(
        "books",
        AtMostOff("5"),
        where=InCountries(["FR"]),
        valid=Window(None, instant("2026-12-24T23:00:00Z")),
    )
    rules = halved(here)
    quote = quoted(rules, Line("LIVRE", 1))
    assert (only(quote).charged, quote.until) == (2366, instant("2026-12-24T23:00:00Z"))
    assert charged(rules, Line("LIVRE", 1), at=quote.valid_until) == [1245]
    assert charged(rules, Line("LIVRE", 1), store="bruxelles") == [1245]


def test_a_floor_in_another_currency_stops_nothing() -> None:
    assert charged(halved(floor("kroner", AtLeast("300.00 DKK"))), Line("PULL", 1)) == [2500]


def test_what_a_line_at_its_floor_cannot_give_the_others_do() -> None:
    # 20.00 off 24.90 + 50.00, but a book falls by 1.24 at most: 18.76 come off the jumper.
    off = promotion("twenty", BasketAmountOff("20.00 EUR"), "basket")
    rules = shop(off, floors=[floor("books", AtMostOff("5"), on=Category("books"))])
    assert charged(rules, Line("LIVRE", 1), Line("PULL", 1)) == [2366, 3124]


def test_of_a_percentage_for_all_nobody_gives_more_for_a_line_at_its_floor() -> None:
    # 10 % of 74.90 are 7.49: 2.49 of the book, which gives 1.24, and 5.00 of the jumper.
    off = promotion("ten", BasketPercentOff("10"), "basket")
    rules = shop(off, floors=[floor("books", AtMostOff("5"), on=Category("books"))])
    assert charged(rules, Line("LIVRE", 1), Line("PULL", 1)) == [2366, 4500]


def test_layers_stop_at_the_floor_together() -> None:
    # 50.00, less 10.00, less 50 % of 40.00; the floor of 30.00 leaves 10.00 to the second layer.
    first, second = (
        promotion("ten-off", AmountOff("10.00 EUR")),
        promotion("then", PercentOff("50"), "basket"),
    )
    line = only(quoted(shop(first, second, floors=[AT_LEAST_30]), Line("PULL", 1)))
    assert [(each.rule, each.amount) for each in line.adjustments] == [("ten-off", -1000), ("then", -1000)]


def test_at_its_floor_a_line_has_nothing_left_for_the_next_layer() -> None:
    quote = quoted(
        shop(HALF, promotion("then", PercentOff("10"), "basket"), floors=[AT_LEAST_30]), Line("PULL", 1)
    )
    assert quote.verdicts["then"] == NothingToReduce(floored=True)
