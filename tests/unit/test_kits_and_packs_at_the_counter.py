"""Kits and packs as a till sells them: their price, their tax, what promotions make of them."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir import Accepted, ComptoirError, Line, Measured, NoAnswer, Product, Rulebook, RulebookError
from comptoir.facts.products import Kit, KitPart, KitPrice, Nature
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.price_lists import Counts, Scale, Step
from comptoir.pricing.verdicts import NotMet
from comptoir.values.money import UnitPrice
from comptoir.values.policies import MoneyPolicy, TaxLevel
from unit.price_shop import (
    EVERYDAY,
    HALF,
    PRICES,
    PRODUCTS,
    charged,
    only,
    placed,
    price_list,
    product,
    promotion,
    quoted,
    shop,
    taxes,
)


def parts(*lines: Line, rules: Rulebook | None = None, **fields: Any) -> list[tuple[str, int, int]]:
    """The parts of the one line, per rate: what is paid, and the tax in it."""
    line = only(quoted(rules or shop(), *lines, **fields))
    return [(each.percent.to_text(), each.gross, each.tax) for each in line.taxes]


# A box of 9.00 (20 %) and honey of 8.90 (5.5 %), together for 15.00


def test_a_kit_s_price_is_split_by_what_its_parts_cost_by_themselves() -> None:
    # 15.00 x 9.00 / 17.90 = 7.5419 and 15.00 x 8.90 / 17.90 = 7.4581: 7.54 and 7.45, and the odd cent to
    # the honey, of which more is cut off. Tax: 7.54 / 6 = 1.2567 and 7.46 x 55 / 1055 = 0.3889.
    assert parts(Line("COFFRET", 1)) == [("5.5", 746, 39), ("20", 754, 126)]


def test_what_promotions_leave_of_it_is_split_alike() -> None:
    # 7.50: 3.7709 and 3.7291. Tax: 3.77 / 6 = 0.6283 and 3.73 x 55 / 1055 = 0.1945.
    assert parts(Line("COFFRET", 1), rules=shop(HALF)) == [("5.5", 373, 19), ("20", 377, 63)]


def test_the_tax_of_a_kit_is_that_of_the_place() -> None:
    # At 21 %: 7.54 x 21 / 121 = 1.3086; at 6 %: 7.46 x 6 / 106 = 0.4223.
    assert parts(Line("COFFRET", 1), store="bruxelles") == [("6", 746, 42), ("21", 754, 131)]


def test_where_parts_have_one_rate_a_kit_has_one_part() -> None:
    assert parts(Line("COFFRET", 1), store="aarhus") == [("25", 1500, 300)]


def test_tax_per_line_is_rounded_on_each_part_of_a_kit() -> None:
    # Two kits and a box: at the total, 15.08 + 9.00 = 24.08 / 6 = 4.0133; per line, 2.5133 and 1.50.
    per_line = shop(money=MoneyPolicy(tax_rounded_per=TaxLevel.LINE))
    quote = quoted(per_line, Line("COFFRET", 2), Line("BOITE", 1))
    assert taxes(quote) == [("S", "20", 2408, 401), ("S", "5.5", 1492, 78)]
    assert [(each.gross, each.tax) for each in only(quote, "COFFRET").taxes] == [(1492, 78), (1508, 251)]


def test_a_kit_that_costs_what_its_parts_cost_follows_their_prices() -> None:
    # 9.00 + 2 x 8.90 = 26.80; no list prices the kit.
    box = product("PANIER", "grocery", kit=Kit([KitPart("BOITE"), KitPart("MIEL", 2)], KitPrice.PARTS))
    rules = shop(products=(*PRODUCTS, box))
    line = only(quoted(rules, Line("PANIER", 1)))
    assert (line.regular, line.price_list) == (2680, "everyday")
    assert [(each.percent.to_text(), each.gross) for each in line.taxes] == [("5.5", 1780), ("20", 900)]


def test_a_kit_of_free_parts_is_split_by_their_pieces() -> None:
    # 15.00 for one box and three jars that cost nothing by themselves: 3.75 and 11.25.
    gifts = product("CADEAUX", "grocery", kit=Kit([KitPart("BOITE"), KitPart("MIEL", 3)]))
    free = price_list("everyday", {"BOITE": "0", "MIEL": "0", "CADEAUX": "15.00"})
    rules = shop(products=(PRODUCTS[2], PRODUCTS[6], gifts), lists=[free])
    assert [(percent, gross) for percent, gross, _ in parts(Line("CADEAUX", 1), rules=rules)] == [
        ("5.5", 1125),
        ("20", 375),
    ]


def test_a_free_kit_has_no_tax() -> None:
    free = price_list("everyday", {**PRICES, "COFFRET": "0"})
    quote = quoted(shop(lists=[free]), Line("COFFRET", 1))
    assert (quote.terms.total, [tax.tax for tax in quote.taxes]) == (0, [0, 0])


def test_a_kit_holds_no_gift_card() -> None:
    idea = product("IDEE", "fashion", kit=Kit([KitPart("CARTE"), KitPart("PULL")]))
    with pytest.raises(RulebookError) as error:
        shop(products=(*PRODUCTS, idea), lists=[price_list("everyday", {**PRICES, "IDEE": "90.00"})])
    [fault] = error.value.faults
    assert (fault.code, fault.found) == ("gift_card_in_kit", "found the gift card CARTE in a kit")


def test_a_kit_without_the_prices_of_its_parts_is_no_answer() -> None:
    rules = shop(lists=[price_list("everyday", {"COFFRET": "15.00", "BOITE": "9.00"})])
    with pytest.raises(NoAnswer) as error:
        quoted(rules, Line("COFFRET", 1))
    assert str(error.value) == (
        "lines: found no price in EUR in force for MIEL at 2026-12-04T17:05:00Z; add it to a price list "
        "whose window holds that instant: nothing is priced at zero by default [no_price]"
    )


def test_an_order_of_a_kit_keeps_its_parts() -> None:
    rules = shop()
    accepted = placed(rules, quoted(rules, Line("COFFRET", 2)))
    assert isinstance(accepted, Accepted)
    line = accepted.order.lines[0]
    assert line.product.kit == PRODUCTS[7].kit
    assert sum(share.units * share.tax for share in line.shares) == line.terms.tax


# Bottles at 3.20, cases of six at 17.90


def test_a_case_has_its_own_price_and_one_without_costs_its_bottles() -> None:
    assert only(quoted(shop(), Line("LIMO", 3, unit="case-6"))).regular == 3 * 1790
    rules = shop(lists=[price_list("everyday", PRICES)])
    line = only(quoted(rules, Line("LIMO", 3, unit="case-6")))
    assert (line.regular, line.unit, line.unit_price.to_text()) == (3 * 1920, "case-6", "19.20")


def test_cases_and_bottles_are_two_lines() -> None:
    quote = quoted(shop(), Line("LIMO", 1, unit="case-6"), Line("LIMO", 2), Line("LIMO", 1, unit="case-6"))
    assert [(line.unit, line.quantity, line.charged) for line in quote.terms.lines] == [
        (None, 2, 640),
        ("case-6", 2, 3580),
    ]


def test_an_amount_off_each_piece_is_off_each_bottle_in_a_case() -> None:
    assert charged(shop(promotion("ten-cents", AmountOff("0.10 EUR"))), Line("LIMO", 1, unit="case-6")) == [
        1730
    ]


def test_a_price_for_each_piece_is_that_of_each_bottle_in_a_case() -> None:
    assert charged(shop(promotion("two-fifty", FixedPrice("2.50 EUR"))), Line("LIMO", 1, unit="case-6")) == [
        1500
    ]


def test_bottles_in_cases_are_counted() -> None:
    dozen = promotion("dozen", AmountOff("0.10 EUR"), when=[Quantity(12)])
    rules = shop(dozen)
    assert charged(rules, Line("LIMO", 2, unit="case-6")) == [3580 - 120]
    assert quoted(rules, Line("LIMO", 1, unit="case-6"), Line("LIMO", 5)).why_not("dozen") == NotMet(
        "quantity", 1
    )


def test_a_scale_is_reached_by_the_bottles_in_cases() -> None:
    # From twelve bottles on 2.90 each: two cases are 12 x 2.90 = 34.80, where the case has no price.
    scale = Scale(Counts.ALL_UNITS, [Step("12", UnitPrice.of("2.90"))])
    rules = shop(lists=[price_list("everyday", PRICES, scales={"LIMO": scale})])
    assert charged(rules, Line("LIMO", 2, unit="case-6")) == [3480]
    assert charged(rules, Line("LIMO", 1, unit="case-6"), Line("LIMO", 6)) == [1920, 1920]


def test_a_pack_of_what_is_weighed_is_counted_and_divides() -> None:
    # Bags of 0.100 kg at 85.00 a kilogram: 8.50 each.
    tea = attrs.evolve(PRODUCTS[3], packs={"bag": "0.1"})
    rules = shop(products=(tea,), lists=[price_list("everyday", {"THE": "85.00"})])
    line = only(quoted(rules, Line("THE", 3, unit="bag")))
    assert (line.unit_price.to_text(), line.regular) == ("8.50", 2550)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            lambda: Line("LIMO", 1, unit="case-12"),
            (
                "lines: found LIMO by the 'case-12'; leave the unit out, or use one of its packs: case-6 "
                "[unknown_pack]"
            ),
        ),
        (
            lambda: Line("PULL", 1, unit="case-6"),
            ("lines: found PULL by the 'case-6'; leave the unit out [unknown_pack]"),
        ),
        (
            lambda: Line("LIMO", 166_667, unit="case-6"),
            (
                "lines: found 1000002 pieces of LIMO; a line holds at most 1000000 units of a product "
                "[quantity_out_of_range]"
            ),
        ),
        (
            lambda: Line("LIMO", Measured("1", "l"), unit="case-6"),
            (
                "unit: found 1 l by the case-6; count packs in whole pieces, or leave the unit out "
                "[measured_packs]"
            ),
        ),
    ],
)
def test_a_pack_that_makes_no_sense_is_refused(line: Any, text: str) -> None:
    with pytest.raises(ComptoirError) as error:
        quoted(shop(), line())
    assert str(error.value) == text


def test_the_most_that_a_line_holds_is_counted_in_bottles() -> None:
    assert only(quoted(shop(), Line("LIMO", 166_666, unit="case-6"))).regular == 166_666 * 1790


def test_a_price_too_fine_for_a_pack_is_no_answer() -> None:
    # 0.000001 for a kilogram, a bag of 0.1 kg: 0.0000001 cannot be written.
    tea = attrs.evolve(PRODUCTS[3], packs={"bag": "0.1"})
    rules = shop(products=(tea,), lists=[price_list("everyday", {"THE": "0.000001"})])
    with pytest.raises(NoAnswer) as error:
        quoted(rules, Line("THE", 1, unit="bag"))
    assert str(error.value) == (
        "lines: found 0.000001 for one kg of THE, not exact for a bag; give the pack a price of its own "
        "[price_too_fine]"
    )


def test_a_service_may_be_in_a_kit() -> None:
    ready = Product(
        sku="PRET",
        name={"fr": "Prêt à porter"},
        category="fashion",
        tax="standard",
        nature=Nature.GOODS,
        kit=Kit([KitPart("OURLET"), KitPart("PULL")], KitPrice.PARTS),
    )
    assert charged(shop(products=(*PRODUCTS, ready), lists=[EVERYDAY]), Line("PRET", 1)) == [6200]
