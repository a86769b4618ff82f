from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import ComptoirError, WrongType, WrongValue
from comptoir.values.multiples import MULTIPLE_MAX, SINGLE, Multiple, to_multiple


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@given(st.integers(1, MULTIPLE_MAX * 10**6))
def test_a_multiple_survives_its_text(millionths: int) -> None:
    multiple = Multiple(millionths)
    assert Multiple.from_text(multiple.to_text()) == multiple


@given(st.integers(1, MULTIPLE_MAX * 10**6), st.integers(1, 10**15))
def test_so_many_taken_so_often_is_exact_or_nothing(one: int, other: int) -> None:
    exact, finer = divmod(one * other, 10**6)
    assert Multiple(one).times(other) == (None if finer else exact)
    assert Multiple.of("0.000001").times(other) == (None if other % 10**6 else other // 10**6)


@pytest.mark.parametrize("value", [6, "6", "6.000000", Decimal(6), Decimal("6.0"), Multiple(6_000_000)])
def test_a_multiple_is_read_from_what_is_exact(value: Any) -> None:
    assert to_multiple(value) == Multiple.of(value) == Multiple(6_000_000)
    assert Multiple.of(value).to_text() == "6"


def test_one_unit_changes_nothing() -> None:
    assert Multiple.of(1) == SINGLE
    assert SINGLE.times(1_250_000) == 1_250_000


def test_multiples_are_in_order() -> None:
    assert Multiple.of("0.5") < SINGLE < Multiple.of("1.000001") < Multiple.of(MULTIPLE_MAX)


@pytest.mark.parametrize("value", [0, "0", "-1", "0.0000001", MULTIPLE_MAX + 1, "1000000.000001", "six", ""])
def test_what_is_no_multiple_is_refused_with_its_cure(value: Any) -> None:
    with pytest.raises(WrongValue) as error:
        Multiple.of(value, "packs.carton")
    assert error.value.faults[0].where == "packs.carton"
    assert 'write how many units, above 0 and at most 1000000, as text, such as "6"' in str(error.value)


@pytest.mark.parametrize("value", [6.0, True, None, [6]])
def test_a_multiple_is_no_binary_fraction_and_nothing_else(value: Any) -> None:
    with pytest.raises(WrongType):
        Multiple.of(value)


@pytest.mark.parametrize("millionths", [0, -1, MULTIPLE_MAX * 10**6 + 1])
def test_a_multiple_that_is_built_is_in_range(millionths: int) -> None:
    with pytest.raises(WrongValue) as error:
        Multiple(millionths)
    assert code_of(error) == "multiple_out_of_range"


@pytest.mark.parametrize("millionths", [6.0, "6", True])
def test_a_multiple_is_built_of_an_int(millionths: Any) -> None:
    with pytest.raises(WrongType) as error:
        Multiple(millionths)
    assert code_of(error) == "not_an_int"
