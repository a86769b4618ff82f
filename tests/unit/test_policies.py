"""The money policy: what it declares, and cash to the smallest coin."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import STANDARD, ComptoirError, WrongType, WrongValue
from comptoir.testing.oracle import rounded
from comptoir.values.money import Amount
from comptoir.values.policies import (
    HALF_UP,
    CashRounding,
    DiscountOrder,
    Minting,
    MoneyPolicy,
    PercentBase,
    TaxLevel,
)
from comptoir.values.rounding import Rounding

OERE = CashRounding(country="DK", step="0.50 DKK", source="house rule")
KRONA = CashRounding(country="SE", step="1.00 SEK", source="house rule")
DOWN_AT_THE_TIE = attrs.evolve(OERE, due=Rounding.HALF_DOWN, change=Rounding.HALF_UP)


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@pytest.mark.parametrize(
    ("policy", "minor", "due", "change"),
    [
        (OERE, 8700, 8700, 8700),
        (OERE, 8724, 8700, 8700),
        (OERE, 8725, 8750, 8700),
        (OERE, 8726, 8750, 8750),
        (OERE, 8774, 8750, 8750),
        (OERE, 8775, 8800, 8750),
        (OERE, 8776, 8800, 8800),
        (DOWN_AT_THE_TIE, 8725, 8700, 8750),
        (DOWN_AT_THE_TIE, 8775, 8750, 8800),
        (KRONA, 8749, 8700, 8700),
        (KRONA, 8750, 8800, 8700),
        (KRONA, 8751, 8800, 8800),
        (KRONA, 49, 0, 0),
        (KRONA, 50, 100, 0),
    ],
)
def test_cash_goes_to_the_nearest_coin_and_a_tie_as_it_is_declared(
    policy: CashRounding, minor: int, due: int, change: int
) -> None:
    assert (policy.rounded_due(minor), policy.rounded_change(minor)) == (due, change)


@given(
    st.integers(0, 10**6),
    st.sampled_from([1, 5, 10, 50, 100]),
    st.sampled_from(Rounding),
    st.sampled_from(Rounding),
)
def test_cash_is_rounded_as_the_fraction_is(minor: int, step: int, due: Rounding, change: Rounding) -> None:
    policy = attrs.evolve(OERE, step=Amount(step, "DKK"), due=due, change=change)
    assert policy.rounded_due(minor) == rounded(Fraction(minor, step), due) * step
    assert policy.rounded_change(minor) == rounded(Fraction(minor, step), change) * step


@given(st.integers(0, 10**6), st.sampled_from([5, 10, 50, 100]), st.integers(0, 10**4))
def test_what_is_due_and_the_change_of_it_agree(minor: int, step: int, coins: int) -> None:
    """Whoever gives coins pays what is asked of whoever gives the very amount, at a tie too."""
    for policy in (OERE, DOWN_AT_THE_TIE):
        coined = attrs.evolve(policy, step=Amount(step, "DKK"))
        given_ = coins * step
        if given_ >= minor:
            assert given_ - coined.rounded_change(given_ - minor) == coined.rounded_due(minor)


@pytest.mark.parametrize("step", ["0.00 DKK", "-0.50 DKK"])
def test_a_step_is_positive(step: str) -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(OERE, step=step)
    assert str(error.value) == f"step: found {step}; round to a positive step [amount_not_positive]"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("country", "dk", "not_a_country"),
        ("country", "Denmark", "not_a_country"),
        ("source", "", None),
    ],
)
def test_a_rounding_of_cash_says_where_it_holds_and_by_which_source(
    field: str, value: Any, code: str | None
) -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(OERE, **{field: value})
    assert error.value.faults[0].where == field
    assert code is None or code_of(error) == code


def test_a_step_has_its_currency() -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(OERE, step="0.50")
    assert code_of(error) == "not_an_amount"


@pytest.mark.parametrize("field", ["due", "change", "valid"])
def test_a_rounding_of_cash_has_its_types(field: str) -> None:
    wrong: dict[str, Any] = {field: "half_up"}
    with pytest.raises(WrongType) as error:
        attrs.evolve(OERE, **wrong)
    assert error.value.faults[0].where == field


@pytest.mark.parametrize("field", ["rounding", "tax_rounded_per", "discounts", "percent_of", "allocation"])
def test_a_policy_has_its_types(field: str) -> None:
    wrong: dict[str, Any] = {field: "half_up"}
    with pytest.raises(WrongType) as error:
        MoneyPolicy(**wrong)
    assert error.value.faults[0].where == field


def test_a_policy_lists_roundings_of_cash() -> None:
    assert MoneyPolicy(cash=[OERE, KRONA]).cash == (OERE, KRONA)
    with pytest.raises(WrongType):
        MoneyPolicy(cash=OERE)  # type: ignore[arg-type]


def test_the_default_is_half_up_by_rate_after_reductions() -> None:
    assert MoneyPolicy() == HALF_UP
    assert (HALF_UP.rounding, HALF_UP.tax_rounded_per) == (Rounding.HALF_UP, TaxLevel.TOTAL)
    assert (HALF_UP.discounts, HALF_UP.percent_of) == (DiscountOrder.BEFORE_TAX, PercentBase.REMAINING)


def test_a_policy_at_work_in_a_currency_keeps_what_prices_need() -> None:
    policy = MoneyPolicy(
        rounding=Rounding.HALF_EVEN, percent_of=PercentBase.REGULAR, discounts=DiscountOrder.AFTER_TAX
    )
    assert Minting.of(policy, "EUR", 2) == Minting(
        "EUR", 2, Rounding.HALF_EVEN, PercentBase.REGULAR, DiscountOrder.AFTER_TAX
    )


def test_a_policy_is_the_same_after_a_wire() -> None:
    policy = MoneyPolicy(tax_rounded_per=TaxLevel.LINE, cash=[OERE, DOWN_AT_THE_TIE, KRONA])
    codec = STANDARD.codec
    assert codec.read(MoneyPolicy, codec.write(policy), where="money") == policy
    assert codec.write(HALF_UP) == {}
