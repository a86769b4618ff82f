"""Prices that people decide: what a basket may say, and what becomes of it at the counter."""

from __future__ import annotations

from typing import Any, Final

import attrs
import pytest

from comptoir import (
    STANDARD,
    Accepted,
    Basket,
    Buyer,
    ComptoirError,
    Line,
    Measured,
    Money,
    Order,
    RefusalCode,
    Rulebook,
    WrongType,
    WrongValue,
)
from comptoir.facts.overrides import Override
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.terms import OVERRIDE, Adjustment
from comptoir.pricing.floors import AtLeast
from comptoir.pricing.price_lists import OfAgreement
from comptoir.pricing.priced import OverrideRefusalCode, OverrideRefused
from comptoir.pricing.rules import Promotion
from comptoir.values.money import Amount
from comptoir.values.selections import Skus
from unit.price_shop import (
    EVERYDAY,
    HALF,
    OVERRIDES,
    decided,
    floor,
    only,
    placed,
    price_list,
    quoted,
    refusal,
    shop,
)

DAMAGED = Override(price="39.00 EUR", reason="damaged", author="e-114", authority="manager")


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


def test_a_price_may_be_nothing_and_may_have_evidence() -> None:
    free = attrs.evolve(DAMAGED, price="0 EUR", evidence="Maison Rivale, 12 rue de la Paix, 38.90 €")
    assert free.price == Amount(0, "EUR")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("price", "-0.01 EUR", "amount_negative"),
        ("reason", "", "not_an_identifier"),
        ("author", "e 114", "not_an_identifier"),
        ("authority", "x" * 65, "not_an_identifier"),
        ("evidence", "", None),
    ],
)
def test_an_override_says_what_who_and_why(field: str, value: str, code: str | None) -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(DAMAGED, **{field: value})
    assert error.value.faults[0].where == field
    assert code is None or code_of(error) == code


def test_a_price_has_its_currency() -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(DAMAGED, price="39.00")
    assert code_of(error) == "not_an_amount"


@pytest.mark.parametrize("field", ["reason", "author", "authority", "evidence"])
def test_an_override_is_made_of_texts(field: str) -> None:
    wrong: dict[str, Any] = {field: 114}
    with pytest.raises(WrongType):
        attrs.evolve(DAMAGED, **wrong)


def test_a_line_is_priced_in_the_currency_of_its_basket() -> None:
    with pytest.raises(WrongValue) as error:
        Basket(currency="CHF", lines=[Line("A", 1), Line("ROBE-36", 1, override=DAMAGED)])
    assert str(error.value) == ("lines[1].override.price: found 39.00 EUR; price it in CHF [other_currency]")


@pytest.mark.parametrize("override", ["39.00 EUR", 39, {"price": "39.00 EUR"}])
def test_a_line_takes_an_override_and_nothing_else(override: Any) -> None:
    with pytest.raises(WrongType):
        Line("ROBE-36", 1, override=override)


@pytest.mark.parametrize(
    "other",
    [
        None,
        attrs.evolve(DAMAGED, price="39.01 EUR"),
        attrs.evolve(DAMAGED, reason="display"),
        attrs.evolve(DAMAGED, author="e-115"),
        attrs.evolve(DAMAGED, authority="till"),
        attrs.evolve(DAMAGED, evidence="seen"),
    ],
)
def test_lines_that_were_decided_alike_are_one_and_others_stay_apart(other: Override | None) -> None:
    decided, apart = Line("A", 2, override=DAMAGED), Line("A", 3, override=other)
    one = Basket(currency="EUR", lines=[decided, apart, decided]).goods
    two = Basket(currency="EUR", lines=[apart, decided, decided]).goods
    assert one == two
    assert {(good.quantity, good.override) for good in one.items} == {(4, DAMAGED), (3, other)}


def test_a_basket_with_an_override_is_the_same_after_a_wire() -> None:
    basket = Basket(currency="EUR", lines=[Line("A", 2, override=attrs.evolve(DAMAGED, evidence="seen"))])
    assert STANDARD.codec.loads(STANDARD.codec.dumps(basket), Basket) == basket


# At the counter: a jumper of 50.00 that may not fall below 30.00, books of 24.90, half of everything

PULLS: Final = floor("pulls", AtLeast("30.00 EUR"), on=Skus(["PULL"]))


def rules(*promotions: Promotion) -> Rulebook:
    return shop(*promotions, overrides=OVERRIDES, floors=[PULLS])


def told(override: Override, sku: str = "PULL", quantity: int = 1) -> OverrideRefused:
    """Why a price that was decided does not hold."""
    [found] = quoted(rules(), Line(sku, quantity, override=override)).priced.refused
    return found


@pytest.mark.parametrize(
    ("override", "sku", "code", "text"),
    [
        # Each of these breaks what stands below it too: the first reason is the one that is told.
        (
            decided("99.00 EUR", "mystery", "nobody"),
            "PULL",
            "unknown_reason",
            "PULL keeps its price: there is no reason mystery.",
        ),
        (
            decided("99.00 EUR", "damaged", "nobody"),
            "LIVRE",
            "not_for_product",
            "LIVRE keeps its price: the reason damaged is not for it.",
        ),
        (
            decided("40.00 EUR", "goodwill"),
            "CARTE",
            "not_for_product",
            "CARTE keeps its price: the reason goodwill is not for it.",
        ),
        (
            decided("99.00 EUR", "match", "nobody"),
            "PULL",
            "unknown_authority",
            "PULL keeps its price: there is no authority nobody.",
        ),
        (
            decided("99.00 EUR", "match", "till"),
            "PULL",
            "no_evidence",
            "PULL keeps its price: match needs the rival's offer.",
        ),
        (
            decided("50.01 EUR", "match", "till", evidence="Maison Rivale, 50.01"),
            "PULL",
            "above_price",
            "PULL keeps its price: €50.01 would be dearer.",
        ),
        (
            decided("29.00 EUR", "damaged", "till"),
            "PULL",
            "beyond_authority",
            "PULL keeps its price: till may go no lower than €45.00 for the line (damaged).",
        ),
        (
            decided("29.99 EUR", "damaged", "manager"),
            "PULL",
            "below_floor",
            "PULL keeps its price: no less than €30.00 for the line (pulls).",
        ),
    ],
)
def test_a_price_that_does_not_hold_has_one_reason(
    override: Override, sku: str, code: str, text: str
) -> None:
    found = told(override, sku)
    assert (found.code.value, found.sku, found.override) == (code, sku, override)
    assert found.text("en") == text
    assert found.text("fr") != text


def test_the_reasons_are_looked_for_in_the_order_in_which_they_are_listed() -> None:
    assert [code.value for code in OverrideRefusalCode] == [
        "unknown_reason",
        "not_for_product",
        "unknown_authority",
        "no_evidence",
        "above_price",
        "beyond_authority",
        "below_floor",
    ]


def test_the_least_that_would_hold_is_told() -> None:
    # Three jumpers: 150.00, a till may take off 10 %; the floor is 3 x 30.00.
    assert told(decided("44.99 EUR", authority="till"), quantity=3).least == Amount(13500, "EUR")
    below = told(decided("29.99 EUR"), quantity=3)
    assert (below.least, below.rule) == (Amount(9000, "EUR"), "pulls")
    assert told(decided("51.00 EUR")).least is None


def test_what_does_not_hold_leaves_the_listed_price_and_its_promotions_and_is_no_order() -> None:
    quote = quoted(rules(HALF), Line("PULL", 1, override=decided("10.00 EUR")))
    line = only(quote)
    assert (line.override, line.regular, line.charged) == (None, 5000, 3000)
    assert quote.explain("en").startswith("PULL keeps its price: manager may go no lower than")
    reason = refusal(placed(rules(HALF), quote))
    assert reason.code is RefusalCode.PRICE_REFUSED
    assert reason.text("en") == quote.priced.refused[0].text("en")


@pytest.mark.parametrize(
    ("override", "sku", "left"),
    [
        (decided("45.00 EUR", authority="till"), "PULL", 4500),  # 10 %, to the cent
        (decided("30.00 EUR"), "PULL", 3000),  # the floor, to the cent
        (decided("30.00 EUR", authority="owner"), "PULL", 3000),  # who stands above a manager may as much
        (decided("35.00 EUR", "match", evidence="Maison Rivale"), "PULL", 3500),  # 30 %
        (decided("50.00 EUR"), "PULL", 5000),  # the listed price
        (decided("17.43 EUR", "match", evidence="Maison Rivale"), "LIVRE", 1743),  # 24.90 x 0.70 = 17.43
    ],
)
def test_what_holds_is_the_price_and_no_promotion_comes_on_top(
    override: Override, sku: str, left: int
) -> None:
    quote = quoted(rules(HALF), Line(sku, 1, override=override))
    line = only(quote)
    assert quote.priced.refused == ()
    assert (line.override, line.charged) == (override, left)
    assert line.adjustments == (Adjustment(OVERRIDE, override.reason, left - line.regular),)


def test_a_reason_may_be_for_some_authorities_alone() -> None:
    assert told(decided("49.99 EUR", "goodwill", "till")).least == Amount(5000, "EUR")


def test_where_the_reason_lets_them_promotions_come_on_top_down_to_the_floor() -> None:
    # 50.00, decided 40.00; half of that is 20.00, of which the floor of 30.00 leaves 10.00.
    line = only(quoted(rules(HALF), Line("PULL", 1, override=decided("40.00 EUR", "goodwill"))))
    assert [(each.layer, each.rule, each.amount) for each in line.adjustments] == [
        ("override", "goodwill", -1000),
        ("offers", "half", -1000),
    ]


def test_the_price_is_that_of_one_pack() -> None:
    # Two cases at 17.90 are 35.80; decided 16.00 each: 32.00, 10.6 % less.
    line = only(quoted(rules(), Line("LIMO", 2, unit="case-6", override=decided("16.00 EUR", "goodwill"))))
    assert (line.regular, line.charged) == (3580, 3200)


def test_the_price_is_that_of_one_kilogram() -> None:
    # 0.255 kg at 85.00 are 21.675, 21.68; at 80.00 they are 20.40.
    tea = Line("THE", Measured("0.255", "kg"), override=decided("80.00 EUR", "goodwill"))
    line = only(quoted(rules(), tea))
    assert (line.regular, line.charged) == (2168, 2040)


def test_grams_are_decided_by_the_kilogram_too() -> None:
    tea = Line("THE", Measured("255", "g"), override=decided("80.00 EUR", "goodwill"))
    assert only(quoted(rules(), tea)).charged == 2040


def test_on_prices_without_tax_a_decided_price_is_without_it() -> None:
    # 40.00 agreed, 32.00 decided, and 20 % of that on top.
    agreed = price_list("acme", {"PULL": "40.00"}, basis=PriceBasis.ADDED, who=OfAgreement("acme"))
    business = shop(lists=[EVERYDAY, agreed], overrides=OVERRIDES)
    line = only(
        quoted(
            business,
            Line("PULL", 1, override=decided("32.00 EUR")),
            buyer=Buyer(agreement="acme"),
        )
    )
    assert (line.regular, line.charged, line.paid) == (4000, 3200, 3840)


def test_a_decided_piece_and_another_of_the_same_are_two_lines() -> None:
    quote = quoted(
        rules(HALF),
        Line("PULL", 1, ref="torn", override=decided("35.00 EUR")),
        Line("PULL", 1, ref="new"),
    )
    assert quote.ref("torn").paid == Money("35.00", "EUR")
    assert quote.ref("new").paid == Money("30.00", "EUR")


def test_an_order_says_who_decided_what_and_why() -> None:
    match = decided("35.00 EUR", "match", evidence="Maison Rivale, 35.00, seen on 4 December")
    quote = quoted(rules(), Line("PULL", 1, override=match))
    accepted = placed(rules(), quote)
    assert isinstance(accepted, Accepted)
    order = accepted.order
    assert order.lines[0].terms.override == match
    assert order.rule_names["match"] == {"fr": "match", "en": "match"}
    said = quote.explain("en")
    assert "e-114" in said
    assert "Maison Rivale, 35.00, seen on 4 December" in said
    assert STANDARD.codec.loads(STANDARD.codec.dumps(order), Order) == order


def test_where_nobody_may_decide_every_price_is_refused() -> None:
    [found] = quoted(shop(), Line("PULL", 1, override=decided("45.00 EUR"))).priced.refused
    assert found.code is OverrideRefusalCode.UNKNOWN_REASON
