from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import (
    ComptoirError,
    Line,
    Product,
    WrongType,
    WrongValue,
    escape_identifier,
    unescape_identifier,
)
from comptoir.values.errors import quoted, shown
from comptoir.values.identifiers import checked_identifier, checked_text


class Name(str):
    __slots__ = ()


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@pytest.mark.parametrize("text", ["A", "ROBE-36", "a.b_c/d:e-f", "0", "x" * 64])
def test_an_identifier_is_short_ascii(text: str) -> None:
    assert checked_identifier(text, "sku") == text


@pytest.mark.parametrize("text", ["", "x" * 65, "A B", "A\n", "\nA", "A\x00", "é", "A+", "A,B", "A*", "A\\"])
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(WrongValue) as error:
        Line(text, 1)
    assert code_of(error) == "not_an_identifier"
    assert error.value.faults[0].where == "sku"


@pytest.mark.parametrize("value", [1, 1.5, None, True, b"A", ["A"], Name("A")])
def test_only_plain_text_is_an_identifier(value: str) -> None:
    with pytest.raises(WrongType) as error:
        Line(value, 1)
    assert code_of(error) == "not_an_identifier"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=70))
def test_an_escaped_name_comes_back_or_is_refused(name: str) -> None:
    try:
        escaped = escape_identifier(name)
    except WrongValue:
        assert not 1 <= len(name.encode(errors="replace")) <= 21
    else:
        assert checked_identifier(escaped, "sku") == escaped
        assert unescape_identifier(escaped) == name


@given(st.text(st.sampled_from("aB0.c3f9-\n"), max_size=12))
def test_only_what_was_escaped_is_unescaped(text: str) -> None:
    with suppress(WrongValue):
        assert escape_identifier(unescape_identifier(text)) == text


@pytest.mark.parametrize("text", [".41", ".c3", ".C3.A9", ".", "a.2", "a b", "", ".ed.a0.80", "x" * 65])
def test_a_second_spelling_of_a_name_is_refused(text: str) -> None:
    with pytest.raises(WrongValue) as error:
        unescape_identifier(text)
    assert code_of(error) == "not_an_escaped_identifier"


@pytest.mark.parametrize("value", [None, 1.5, b"a", Name("a")])
def test_only_text_is_escaped_and_unescaped(value: str) -> None:
    with pytest.raises(WrongType):
        escape_identifier(value)
    with pytest.raises(WrongType):
        unescape_identifier(value)


def test_a_name_that_is_too_long_once_escaped_says_so() -> None:
    assert escape_identifier("é" * 10) == ".c3.a9" * 10
    with pytest.raises(WrongValue) as error:
        escape_identifier("é" * 11)
    assert str(error.value) == (
        f"name: found {'é' * 11!a} (str); pass a name that is 1 to 64 characters long once escaped "
        "(a character that an identifier does not know takes 3 or more) [name_length]"
    )


@pytest.mark.parametrize("text", ["Thé", "Robe « été »", "玫瑰", "🌹", "سكر", "a" * 500])
def test_a_text_for_people_is_any_printable_one(text: str) -> None:
    assert checked_text(text, "name") == text


@pytest.mark.parametrize(
    "text",
    ["", "a" * 501, "TEA\x1bp\x00\x19\xfa", "a\nb", "a\x85", "a\u2028b", "a\u202eb", "\u2067a", "\ud800"],
)
def test_a_text_that_a_printer_or_a_screen_would_obey_is_refused(text: str) -> None:
    with pytest.raises(WrongValue) as error:
        Product(sku="A", name={"fr": text}, category="c", tax="t")
    assert (code_of(error), error.value.faults[0].where) == ("not_a_text", "name.fr")


# -- how a message repeats what it found ----------------------------------------------------------------


class Hostile:
    def __repr__(self) -> str:
        raise RuntimeError


def nested(depth: int) -> list[object]:
    inner: list[object] = []
    for _ in range(depth):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("TEA\x1bp\n", r"found 'TEA\x1bp\n' (str)"),
        ("Т", r"found '\u0422' (str)"),
        (1.5, "found 1.5 (float)"),
        (None, "found None (NoneType)"),
        (10**5000, "found an integer of 16610 bits (int)"),
        (nested(100_000), "found [[[…]]] (list)"),
        ({"a": "x" * 10**6, "b": 2}, "found {'a': …, 'b': …} (dict)"),
        (list(range(10**6)), "found [0, 1, 2, 3, 4, 5, …] (list)"),
        (Hostile(), "found <Hostile> (Hostile)"),
    ],
    ids=["control codes", "look-alike", "float", "None", "long integer", "deep", "wide", "long", "no repr"],
)
def test_a_message_repeats_anything_in_short_printable_ascii(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_message_cuts_off_what_is_long() -> None:
    assert quoted("x" * 10**6) == f"'{'x' * 79}…"
    assert len(quoted(b"\xff" * 10**6)) == 81
