"""Codes of coupons: what is mistyped is found, wherever it is."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import WrongType, WrongValue
from comptoir.values.coupon_codes import coupon_code, read_coupon_code
from comptoir.values.identifiers import checked_identifier

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = st.binary(min_size=7, max_size=16).map(coupon_code)


def plain(code: str) -> str:
    return code.replace("-", "")


@given(CODES)
def test_a_code_reads_as_itself_however_it_is_typed(code: str) -> None:
    assert read_coupon_code(code) == code
    assert read_coupon_code(f" {plain(code).lower()} ") == code
    assert read_coupon_code(code.replace("0", "o").replace("1", "l")) == code
    assert checked_identifier(code, "code") == code
    assert set(plain(code)) <= set(ALPHABET)


@given(CODES)
def test_every_single_wrong_character_is_found(code: str) -> None:
    written = plain(code)
    for place, right in enumerate(written):
        for wrong in ALPHABET.replace(right, ""):
            assert read_coupon_code(written[:place] + wrong + written[place + 1 :]) is None


@given(CODES)
def test_every_swap_of_two_characters_is_found(code: str) -> None:
    written = plain(code)
    for one, other in combinations(range(len(written)), 2):
        if written[one] != written[other]:
            swapped = list(written)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert read_coupon_code("".join(swapped)) is None


@given(CODES, st.integers(0, 11))
def test_what_is_left_out_or_typed_twice_is_found(code: str, place: int) -> None:
    written = plain(code)
    assert read_coupon_code(written[:place] + written[place + 1 :]) is None
    assert read_coupon_code(written[: place + 1] + written[place:]) is None


@pytest.mark.parametrize(
    "text", ["", "U" * 12, "WELCOME-7K3F", "0820-C20A-1G7É", "0820-C20A-1G7F" * 9, "0820_C20A_1G7F"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_coupon_code(text) is None


def test_bits_of_chance_are_all_in_the_code() -> None:
    ones = {
        coupon_code(bytes(7 - byte) + bytes([1 << bit]) + bytes(byte))
        for byte in range(7)
        for bit in range(8)
    }
    assert (
        len(ones) == 56
    )  # no two are alike: the first of 56 bits counts for nothing, and is a code of zeros
    assert coupon_code(bytes(7)) == "0000-0000-0000"


@pytest.mark.parametrize(
    ("random", "code"), [(bytes(6), "too_few_bytes"), ("abcdefg", "not_bytes"), (7, "not_bytes")]
)
def test_a_code_needs_enough_bytes(random: Any, code: str) -> None:
    with pytest.raises((WrongValue, WrongType)) as error:
        coupon_code(random)
    assert error.value.faults[0].code == code


def test_only_a_text_can_be_a_code() -> None:
    with pytest.raises(WrongType):
        read_coupon_code(7)  # type: ignore[arg-type]
