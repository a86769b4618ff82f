from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import ComptoirError, Line, Measured, WrongType, WrongValue
from comptoir.values.decimals import decimal_text, millionths_of
from comptoir.values.quantities import (
    QUANTITY_MAX,
    Quantity,
    in_main_unit,
    measure_alike,
    millionths,
    millionths_in,
    pieces,
)


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@given(st.integers(1, 10**12))
def test_a_measured_quantity_survives_its_text(amount: int) -> None:
    measured = Measured(decimal_text(amount, 6), "kg")
    assert measured.millionths == amount
    assert Measured.from_text(measured.to_text()) == measured


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6))
def test_a_numeral_means_the_same_as_text_and_as_decimal(scaled: int, digits: int) -> None:
    text = decimal_text(scaled, digits)
    assert millionths_of(text, "", cure="") == millionths_of(Decimal(text), "", cure="")
    assert millionths_of(text, "", cure="") == scaled * 10 ** (6 - digits)


@pytest.mark.parametrize(
    ("value", "scaled"),
    [
        (Decimal("1E+3"), 10**9),
        (Decimal("5E-3"), 5000),
        (Decimal("-0.00"), 0),
        ("-0", 0),
        ("1.5", 1500000),
        (-7, -7000000),
    ],
)
def test_a_plain_number_is_read_exactly(value: str | int | Decimal, scaled: int) -> None:
    assert millionths_of(value, "", cure="") == scaled


def test_pieces_and_measures_count_alike_in_millionths() -> None:
    assert (millionths(3), pieces(3)) == (3_000_000, 3)
    tea = Measured("0.532", "kg")
    assert (millionths(tea), pieces(tea)) == (532_000, 1)


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001, 10**9, pytest.param(10**5000, id="5000 digits")])
def test_a_line_has_one_to_a_million_pieces(quantity: int) -> None:
    with pytest.raises(WrongValue) as error:
        Line("A", quantity)
    assert (code_of(error), error.value.faults[0].where) == ("quantity_out_of_range", "quantity")


@pytest.mark.parametrize("quantity", [1.0, True, "1", None, Decimal(1), [1]])
def test_pieces_are_an_int_and_nothing_else(quantity: Any) -> None:
    with pytest.raises(WrongType) as error:
        Line("A", quantity)
    assert isinstance(error.value, TypeError)


def test_the_error_for_a_float_says_what_to_pass() -> None:
    with pytest.raises(WrongType) as error:
        Line("THE", 0.532)  # type: ignore[arg-type]
    assert str(error.value) == (
        'quantity: found 0.532 (float); pass whole pieces as int, or Measured("0.532", "kg") [float]'
    )
    with pytest.raises(WrongType) as error:
        Measured(0.532, "kg")  # type: ignore[arg-type]
    assert str(error.value) == (
        'amount: found 0.532 (float); a float is never exact; pass Measured("0.532", "kg"), '
        "the number as text [float]"
    )


@pytest.mark.parametrize("amount", ["0", "-0.5", "1000000.000001", 0])
def test_a_measured_quantity_is_above_zero_and_bounded(amount: str | int) -> None:
    with pytest.raises(WrongValue) as error:
        Measured(amount, "kg")
    assert code_of(error) == "quantity_out_of_range"


@pytest.mark.parametrize("amount", [True, None, [1], b"1"])
def test_a_measured_quantity_is_a_number(amount: Any) -> None:
    with pytest.raises(WrongType):
        Measured(amount, "kg")


@pytest.mark.parametrize("unit", ["piece", "KG", "lb", "", "kg "])
def test_a_measured_quantity_has_a_unit_that_is_measured(unit: str) -> None:
    with pytest.raises(WrongValue) as error:
        Measured("1", unit)
    assert code_of(error) == "unknown_unit"


@pytest.mark.parametrize("unit", [1.5, None, ["kg"]])
def test_a_unit_is_a_text(unit: Any) -> None:
    with pytest.raises(WrongType):
        Measured("1", unit)


@pytest.mark.parametrize("text", ["", "1", "kg", "1kg", "1 kg ", "1  kg", "1.5 kg" + " " * 100, "1,5 kg"])
def test_a_measured_quantity_in_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(WrongValue):
        Measured.from_text(text)


# Units that measure the same kind of thing


@pytest.mark.parametrize(
    ("quantity", "main"),
    [
        (3, 3),
        (Measured("250", "g"), Measured("0.25", "kg")),
        (Measured("1", "ml"), Measured("0.001", "l")),
        (Measured("0.001", "g"), Measured("0.000001", "kg")),
        (Measured("0.0005", "g"), Measured("0.0005", "g")),  # finer than a millionth of a kilogram
        (Measured("1000000", "g"), Measured("1000", "kg")),
        (Measured("0.25", "kg"), Measured("0.25", "kg")),
        (Measured("2.5", "m"), Measured("2.5", "m")),
        (Measured("2.5", "m2"), Measured("2.5", "m2")),
    ],
)
def test_grams_become_kilograms_where_the_number_stays_exact(quantity: Quantity, main: Quantity) -> None:
    assert in_main_unit(quantity) == main
    assert in_main_unit(main) == main


@pytest.mark.parametrize(
    ("quantity", "unit", "expected"),
    [
        (3, "piece", 3_000_000),
        (3, "kg", None),
        (Measured("0.25", "kg"), "kg", 250_000),
        (Measured("0.25", "kg"), "g", 250_000_000),
        (Measured("250", "g"), "kg", 250_000),
        (Measured("0.000001", "kg"), "g", 1_000),
        (Measured("0.001", "g"), "kg", 1),
        (Measured("0.0005", "g"), "kg", None),
        (Measured("0.0005", "g"), "g", 500),
        (Measured("1", "l"), "ml", 1_000_000_000),
        (Measured("1", "ml"), "l", 1_000),
        (Measured("1", "l"), "kg", None),
        (Measured("1", "ml"), "g", None),
        (Measured("1", "m"), "m2", None),
        (Measured("1", "m"), "piece", None),
    ],
)
def test_a_quantity_is_so_many_millionths_of_a_unit_or_of_another_kind(
    quantity: Quantity, unit: str, expected: int | None
) -> None:
    assert millionths_in(quantity, unit) == expected


@given(
    st.integers(1, QUANTITY_MAX * 10**6),
    st.sampled_from([("kg", "g"), ("l", "ml")]),
)
def test_a_thousand_small_units_are_one_main_unit(amount: int, units: tuple[str, str]) -> None:
    main, small = units
    large = Measured(decimal_text(amount, 6), main)
    assert millionths_in(large, small) == amount * 1000
    fine = Measured(decimal_text(amount, 6), small)
    assert millionths_in(fine, main) == (None if amount % 1000 else amount // 1000)
    assert millionths_in(in_main_unit(fine), small) == amount


@pytest.mark.parametrize(
    ("unit", "other", "alike"),
    [("g", "kg", True), ("ml", "l", True), ("kg", "kg", True), ("g", "l", False), ("m", "m2", False)],
)
def test_units_measure_alike_or_not(unit: str, other: str, alike: bool) -> None:  # noqa: FBT001
    assert measure_alike(unit, other) is measure_alike(other, unit) is alike
