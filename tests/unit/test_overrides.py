from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir import STANDARD, Basket, ComptoirError, Line, WrongType, WrongValue
from comptoir.facts.goods import goods_of
from comptoir.facts.overrides import Override
from comptoir.values.money import Amount

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
    one = goods_of(Basket(currency="EUR", lines=[decided, apart, decided]))
    two = goods_of(Basket(currency="EUR", lines=[apart, decided, decided]))
    assert one == two
    assert {(good.quantity, good.override) for good in one.items} == {(4, DAMAGED), (3, other)}


def test_a_basket_with_an_override_is_the_same_after_a_wire() -> None:
    basket = Basket(currency="EUR", lines=[Line("A", 2, override=attrs.evolve(DAMAGED, evidence="seen"))])
    assert STANDARD.codec.loads(STANDARD.codec.dumps(basket), Basket) == basket
