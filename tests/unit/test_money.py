from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from comptoir import ComptoirError, Money, Tender, WrongType, WrongValue
from comptoir.values.money import AMOUNT_MAX, MINOR_DIGITS, Amount, UnitPrice, checked_currency, money_of
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12.90 EUR", 1290),
        ("12.9 EUR", 1290),
        ("12.900000 EUR", 1290),
        ("0 EUR", 0),
        ("-0.01 EUR", -1),
        ("1290 JPY", 1290),
        ("1.234 KWD", 1234),
        ("1.2345 CLF", 12345),
        ("90071992547409.91 EUR", AMOUNT_MAX),
    ],
)
def test_money_is_read_exactly_to_the_minor_unit(text: str, minor: int) -> None:
    assert Amount.of(text).minor == minor
    numeral, currency = text.split()
    assert Amount.of(Money(numeral, currency)).minor == minor


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Amount(1290, "EUR"), "12.90 EUR"),
        (Amount(5, "EUR"), "0.05 EUR"),
        (Amount(-1290, "EUR"), "-12.90 EUR"),
        (Amount(1290, "JPY"), "1290 JPY"),
        (Amount(5, "KWD"), "0.005 KWD"),
        (Amount(5, "CLF"), "0.0005 CLF"),
    ],
)
def test_an_amount_has_one_text_with_all_its_decimals(amount: Amount, text: str) -> None:
    assert amount.to_text() == text
    assert Amount.from_text(text) == amount
    assert Amount.of(amount.money) == amount


@pytest.mark.parametrize("text", ["1 JPY", "1.01 EUR", "1.001 KWD", "1.0001 CLF"])
def test_nothing_finer_than_the_minor_unit_is_an_amount(text: str) -> None:
    numeral, currency = text.split()
    with pytest.raises(WrongValue) as error:
        Amount.of(f"{numeral}{'' if '.' in numeral else '.'}1 {currency}")
    assert code_of(error) == "finer_than_minor_unit"


@pytest.mark.parametrize("code", ["XCG", "ZWG", "XAD", "SLE", "VED"])
def test_currencies_younger_than_py_moneyed_are_money(code: str) -> None:
    money = money_of(1290, code)
    assert (money.amount, money.currency.code) == (Decimal("12.90"), code)
    assert Amount.of(money) == Amount.of(f"12.90 {code}") == Amount(1290, code)


@pytest.mark.parametrize("code", ["eur", "EURO", "", "XXX", "XAU", "HRK", "€", "EUR ", "\uff25UR"])
def test_what_iso_4217_does_not_list_as_money_is_refused(code: str) -> None:
    with pytest.raises(WrongValue) as error:
        checked_currency(code)
    assert code_of(error) == "unknown_currency"


def test_every_currency_has_its_own_digits() -> None:
    assert {MINOR_DIGITS[code] for code in ("JPY", "ISK")} == {0}
    assert {MINOR_DIGITS[code] for code in ("EUR", "MGA", "RSD", "LBP")} == {2}
    assert {MINOR_DIGITS[code] for code in ("KWD", "IQD", "TND")} == {3}
    assert {MINOR_DIGITS[code] for code in ("CLF", "UYW")} == {4}


@pytest.mark.parametrize(
    "text", ["12.90", "12.90EUR", "EUR 12.90", "12,90 EUR", "12.90  EUR", "12.90 EUR ", ""]
)
def test_an_amount_in_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(WrongValue):
        Amount.of(text)


@pytest.mark.parametrize("amount", [AMOUNT_MAX + 1, -AMOUNT_MAX - 1, pytest.param(10**5000, id="long")])
def test_an_amount_that_a_json_reader_could_not_hold_is_refused(amount: int) -> None:
    with pytest.raises(WrongValue) as error:
        Amount(amount, "EUR")
    assert code_of(error) == "amount_too_large"


def test_a_unit_price_may_be_finer_than_the_minor_unit() -> None:
    fuel = UnitPrice.of("1.799")
    assert (fuel.millionths, fuel.to_text()) == (1_799_000, "1.799")
    assert fuel.extend(40_530_000, 2, Rounding.HALF_UP) == 7291
    assert fuel.money("EUR") == Money("1.799", "EUR")
    assert UnitPrice.of(Money("1.799", "EUR")) == UnitPrice.of(Decimal("1.7990")) == fuel


@pytest.mark.parametrize("price", ["-1", "-0.000001", "1000000000.000001", Decimal(-1), 10**10])
def test_a_unit_price_lies_between_zero_and_a_milliard(price: str | int | Decimal) -> None:
    with pytest.raises(WrongValue) as error:
        UnitPrice.of(price)
    assert (code_of(error), error.value.faults[0].where) == ("price_out_of_range", "price")


@pytest.mark.parametrize("percent", ["-0.0001", "100.0001", "-1", "101", 200])
def test_a_percentage_lies_between_zero_and_a_hundred(percent: str | int) -> None:
    with pytest.raises(WrongValue) as error:
        Percent.of(percent)
    assert code_of(error) == "percent_out_of_range"


def test_a_percentage_has_at_most_four_decimals() -> None:
    assert Percent.of("8.1250").to_text() == "8.125"
    with pytest.raises(WrongValue) as error:
        Percent.of("8.12505")
    assert code_of(error) == "percent_too_fine"


# -- what the process around may do -------------------------------------------------------------------


def test_a_hostile_decimal_context_changes_nothing() -> None:
    traps = list(decimal.getcontext().traps)
    hostile = decimal.Context(prec=4, rounding=decimal.ROUND_DOWN, Emax=9, Emin=-9, capitals=0, traps=traps)
    before = (
        Amount.of("12345.67 EUR").to_text(),
        str(Amount(1234567, "EUR").money.amount),
        str(UnitPrice.of("12345.678901").money("EUR").amount),
        Amount.of(Money("12345.67", "EUR")).minor,
        Percent.of(Decimal("12.3456")).to_text(),
    )
    euros = Money("12345.67", "EUR")
    with decimal.localcontext(hostile):
        after = (
            Amount.of("12345.67 EUR").to_text(),
            str(Amount(1234567, "EUR").money.amount),
            str(UnitPrice.of("12345.678901").money("EUR").amount),
            Amount.of(euros).minor,
            Percent.of(Decimal("12.3456")).to_text(),
        )
    assert after == before == ("12345.67 EUR", "12345.67", "12345.678901", 1234567, "12.3456")


def test_money_that_is_changed_after_the_call_changes_nothing() -> None:
    money = Money("12.90", "EUR")
    tender = Tender("card", money)
    money.amount = Decimal(9)  # type: ignore[misc]  # py-moneyed does not stop it
    assert tender.amount == Amount(1290, "EUR")


def test_money_that_is_handed_out_is_nobody_elses() -> None:
    amount = Amount(1290, "EUR")
    amount.money.amount = Decimal(9)  # type: ignore[misc]  # py-moneyed does not stop it
    assert amount.money == Money("12.90", "EUR")


def test_negative_zero_is_zero() -> None:
    assert Amount.of("-0.00 EUR") == Amount.of(Money("-0.00", "EUR")) == Amount(0, "EUR")
    assert Amount.of("-0.00 EUR").to_text() == "0.00 EUR"


# -- careless calls -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("take", "values"),
    [
        (Amount.of, [12.9, 1290, True, None, Decimal("12.90"), b"12.90 EUR"]),
        (lambda number: Amount.in_major(number, "EUR"), [12.9, True, None]),
        (lambda minor: Amount(minor, "EUR"), [12.0, True, None, "12.90 EUR", Decimal(12)]),
        (lambda currency: Amount(1290, currency), [9.5, None, True, ["EUR"]]),
        (UnitPrice.of, [1.799, True, None]),
        (UnitPrice, [1.799, True, "1.799", Decimal("1.799")]),
        (Percent.of, [5.5, True, None]),
        (Percent, [5.5, True, "5.5", Decimal("5.5")]),
        (lambda amount: Tender("card", amount), [63.92, 6392, True, None, Decimal("63.92")]),
        (lambda means: Tender(means, "63.92 EUR"), [1.5, True, None]),
        (lambda reference: Tender("card", "63.92 EUR", reference=reference), [1.5, True]),
    ],
)
def test_a_float_or_a_flag_is_never_money(take: Callable[[Any], object], values: list[object]) -> None:
    for value in values:
        with pytest.raises(WrongType) as error:
            take(value)
        assert isinstance(error.value, TypeError)


def test_the_error_says_what_to_pass_instead_of_a_float() -> None:
    with pytest.raises(WrongType) as error:
        Tender("card", 63.92)  # type: ignore[arg-type]
    assert str(error.value) == (
        'amount: found 63.92 (float); pass Money("12.90", "EUR"), or the text "12.90 EUR" [float]'
    )
    with pytest.raises(WrongType) as error:
        Percent.of(5.5)  # type: ignore[arg-type]
    assert str(error.value) == (
        "percent: found 5.5 (float); a float is never exact; write a percentage from 0 to 100 as text, "
        'such as "5.5" [float]'
    )


def test_a_binary_fraction_inside_money_is_found_out() -> None:
    with pytest.raises(WrongValue) as error:
        Tender("card", Money(0.1 + 0.2, "EUR"))
    assert str(error.value).startswith(
        'amount: found Decimal(\'0.30000000000000004\') (Decimal); pass Money("12.90", "EUR"), '
        'or the text "12.90 EUR" (at most'
    )
    assert code_of(error) == "not_a_number"


@pytest.mark.parametrize(
    ("means", "amount"), [("card", "0 EUR"), ("card", "-1.00 EUR"), ("cash", "-0.01 EUR")]
)
def test_a_tender_pays_something(means: str, amount: str) -> None:
    with pytest.raises(WrongValue) as error:
        Tender(means, amount)
    assert code_of(error) == "amount_not_positive"


def test_a_few_cents_may_round_to_nothing_in_coins() -> None:
    assert Tender("cash", "0 EUR").amount == Amount(0, "EUR")


def test_what_is_given_and_not_kept_is_the_change() -> None:
    assert Tender("cash", "8.70 EUR", given="10.00 EUR").change == Amount(130, "EUR")
    assert Tender("cash", "8.70 EUR", given="8.70 EUR").change == Amount(0, "EUR")
    assert Tender("card", "8.70 EUR").change == Amount(0, "EUR")


@pytest.mark.parametrize("given", ["8.69 EUR", "20.00 USD"])
def test_at_least_the_amount_is_given_in_its_currency(given: str) -> None:
    with pytest.raises(WrongValue) as error:
        Tender("cash", "8.70 EUR", given=given)
    assert str(error.value) == (
        f"given: found {given} given for 8.70 EUR; "
        "let at least the amount be given, in its currency [given_too_little]"
    )
