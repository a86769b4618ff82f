from __future__ import annotations

import json
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import (
    STANDARD,
    Basket,
    ComptoirError,
    LimitExceeded,
    Line,
    Measured,
    Order,
    OrderPlaced,
    Provenance,
    SavedBasket,
    Terms,
    WireError,
    WrongType,
)
from comptoir.facts.point_terms import Funded
from comptoir.values.instants import instant_from_text
from comptoir.wire import Codec, canonical, digest, parse
from gallery.shop import basket, order, rulebook

CODEC = STANDARD.codec


def codes(error: pytest.ExceptionInfo[ComptoirError]) -> list[str]:
    return [fault.code for fault in error.value.faults]


def places(error: pytest.ExceptionInfo[ComptoirError]) -> list[str]:
    return [fault.where for fault in error.value.faults]


# -- canonical bytes --------------------------------------------------------------------------------

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DOCUMENTS = st.recursive(
    TEXTS | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def as_rfc_8785_says(document: Any) -> str:
    """Sections 3.2.2 and 3.2.3 of the standard, written out without a JSON library."""
    match document:
        case bool():
            return "true" if document else "false"
        case int():
            return str(document)
        case str():
            written = "".join(
                SHORT_ESCAPES.get(char) or (f"\\u{ord(char):04x}" if ord(char) < 0x20 else char)
                for char in document
            )
            return f'"{written}"'
        case list():
            return f"[{','.join(map(as_rfc_8785_says, document))}]"
        case _:
            in_order = sorted(document.items(), key=lambda pair: pair[0].encode("utf-16-be"))
            members = (f"{as_rfc_8785_says(key)}:{as_rfc_8785_says(item)}" for key, item in in_order)
            return f"{{{','.join(members)}}}"


@given(DOCUMENTS)
def test_canonical_bytes_are_those_of_rfc_8785(document: Any) -> None:
    assert canonical(document) == as_rfc_8785_says(document).encode()


@given(DOCUMENTS)
def test_parsing_gives_back_what_was_written(document: Any) -> None:
    assert parse(canonical(document)) == document
    assert parse(json.dumps(document, indent=1)) == document


def test_a_digest_is_that_of_the_canonical_bytes() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1}) != digest({"a": 1, "b": 2})


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), None, {"a": [1.0]}, {1: 2}, {"é": 1}, 2**53, object(), b"a", (1,)]
)
def test_what_no_document_holds_has_no_canonical_bytes(value: object) -> None:
    with pytest.raises(WrongType):
        canonical(value)


def test_a_document_that_holds_itself_has_no_canonical_bytes() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(WrongType):
        canonical(endless)


# -- parsing ----------------------------------------------------------------------------------------


def test_every_refused_place_is_named_at_once() -> None:
    text = '{"a": [1, 2.5], "b": {"c": null, "c": 1}, "d": 1e3, "x y": NaN, "e": null}'
    with pytest.raises(WireError) as error:
        parse(text)
    assert [(fault.where, fault.code) for fault in error.value.faults] == [
        ("a[1]", "float"),
        ("b.c", "duplicate_key"),
        ("d", "float"),
        ("['x y']", "float"),
        ("e", "null"),
    ]


def test_the_word_null_in_a_text_is_a_text() -> None:
    assert parse('{"a": "null"}') == {"a": "null"}


def test_an_escaped_quote_does_not_end_a_text_early() -> None:
    assert parse(r'{"a": "\"[[[{{{\\"}') == {"a": '"[[[{{{\\'}


@pytest.mark.parametrize("data", [None, 1.5, 7, bytearray(b"{}"), ["{}"], {"a": 1}])
def test_only_bytes_and_text_are_documents(data: Any) -> None:
    with pytest.raises(WrongType) as error:
        parse(data)
    assert codes(error) == ["not_a_document"]


def test_brackets_in_texts_are_no_nesting() -> None:
    assert parse(json.dumps("[" * 1000)) == "[" * 1000


def test_forty_brackets_inside_each_other_are_read_and_one_more_is_not() -> None:
    assert parse("[" * 40 + "]" * 40)
    with pytest.raises(LimitExceeded):
        parse("[" * 41 + "]" * 41)


def test_the_largest_integer_is_read_and_one_more_is_not() -> None:
    assert parse(str(2**53 - 1)) == 2**53 - 1
    assert parse(str(1 - 2**53)) == 1 - 2**53
    for beyond in (2**53, -(2**53)):
        with pytest.raises(LimitExceeded) as error:
            parse(json.dumps({"a": beyond}))
        assert (places(error), codes(error)) == (["a"], ["integer_too_large"])


# -- values as documents ----------------------------------------------------------------------------


def test_a_field_at_its_default_is_left_out() -> None:
    written = CODEC.document(Basket(currency="EUR", lines=[Line("A", 1)]))
    assert written == {"basket/1": {"currency": "EUR", "lines": [{"sku": "A", "quantity": 1}]}}


def test_a_field_written_at_its_default_is_read_as_left_out() -> None:
    long = '{"basket/1": {"currency": "EUR", "lines": [], "coupons": [], "buyer": {}}}'
    assert CODEC.loads(long, Basket) == Basket(currency="EUR")


def test_a_field_that_must_be_said_and_may_be_nothing_is_read_as_nothing_where_it_is_left_out() -> None:
    written = CODEC.write(Funded(None, 5, 10))
    assert written == {"points": 5, "worth": 10}
    assert CODEC.read(Funded, written) == Funded(None, 5, 10)


@pytest.mark.parametrize(
    "value",
    [
        basket(),
        order(),
        OrderPlaced(id="o-1", order=order()),
        order().terms,
        SavedBasket(
            id="s-1",
            basket=basket(),
            saved_at=instant_from_text("2026-12-04T17:05:00.5Z"),
            provenance=Provenance("till", till="t-4", who="anne"),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_document_survives_its_wire_form(value: Any) -> None:
    written = CODEC.dumps(value)
    again = CODEC.loads(written, type(value))
    assert again == value
    assert CODEC.dumps(again) == written == canonical(parse(written, bytes_max=1 << 23))


def test_the_order_of_keys_and_white_space_change_nothing() -> None:
    pretty = json.dumps(json.loads(CODEC.dumps(basket())), indent=2, sort_keys=False)
    assert CODEC.dumps(CODEC.loads(pretty, Basket)) == CODEC.dumps(basket())


def test_an_unknown_key_suggests_the_nearest() -> None:
    with pytest.raises(WireError) as error:
        CODEC.loads('{"basket/1": {"curency": "EUR", "lines": []}}', Basket)
    assert str(error.value) == (
        "basket/1: found the key 'curency'; did you mean currency? known are buyer, contract, coupons, "
        "currency, empties, exchange, handover, informed, issued, lines, points, remaining, reservation, "
        "slots, stock, stored_value, tender [unknown_key]\n"
        "basket/1: found no currency; write currency, which has no default [missing_key]"
    )


def test_several_faults_are_all_reported_with_their_paths() -> None:
    text = """{"basket/1": {"currency": "EURO", "handover": {"post": "x"}, "contract": "telephone", "lines": [
        {"sku": "A B", "quantity": 0}, {"sku": "A", "quantity": true}, 7,
        {"sku": "A", "quantity": "1 stone"}, {"sku": 1, "quantity": "x"}]}}"""
    with pytest.raises(WireError) as error:
        CODEC.loads(text, Basket)
    assert [(fault.where, fault.code) for fault in error.value.faults] == [
        ("basket/1.lines[0].sku", "not_an_identifier"),
        ("basket/1.lines[1].quantity", "not_a_quantity"),
        ("basket/1.lines[2]", "not_an_object"),
        ("basket/1.lines[3].quantity.unit", "unknown_unit"),
        ("basket/1.lines[4].sku", "not_a_text"),
        ("basket/1.lines[4].quantity", "not_a_quantity"),
        ("basket/1.handover", "unknown_kind"),
        ("basket/1.contract", "unknown_choice"),
    ]


def test_what_is_wrong_with_the_whole_is_said_once_its_parts_are_right() -> None:
    text = '{"basket/1": {"currency": "EURO", "lines": [{"sku": "A", "quantity": 1}]}}'
    with pytest.raises(WireError) as error:
        CODEC.loads(text, Basket)
    assert str(error.value) == (
        "basket/1.currency: found 'EURO' (str); use a currency code of ISO 4217, such as EUR "
        "[unknown_currency]"
    )


def test_another_document_is_refused_by_name() -> None:
    with pytest.raises(WireError) as error:
        CODEC.loads(CODEC.dumps(basket()), Order)
    assert str(error.value) == "found 'basket/1'; send {\"order/1\": { … }} [other_document]"


@pytest.mark.parametrize("type_", [Line, Measured, int, object])
def test_only_documents_stand_alone(type_: type) -> None:
    with pytest.raises(WrongType) as error:
        CODEC.loads("{}", type_)
    assert codes(error) == ["no_document"]


@pytest.mark.parametrize("value", [5, "basket", None, Line("A", 1), object()])
def test_only_documents_are_written(value: object) -> None:
    with pytest.raises(WrongType):
        CODEC.dumps(value)


def test_a_value_built_around_its_checks_is_not_written() -> None:
    terms = Terms(computing="2026-11", currency="EUR", total=1.5, proof=order().proof)  # type: ignore[arg-type]
    with pytest.raises(WrongType) as error:
        CODEC.dumps(terms)
    assert str(error.value) == "total: found 1.5 (float); pass a whole number as int [not_an_int]"


def test_a_sealed_rulebook_is_canonical() -> None:
    sealed = rulebook().sealed()
    assert canonical(parse(sealed)) == sealed


# -- a retailer's own kinds ---------------------------------------------------------------------------


@attrs.frozen
class Strict:
    kind: ClassVar[str] = "strict"
    main: ClassVar[str] = "really"
    really: bool


@attrs.frozen
class Sized:
    kind: ClassVar[str] = "sized"
    main: ClassVar[str] = "line"
    line: Line
    note: str = ""


@attrs.frozen
class Rule:
    document: ClassVar[str] = "rule/1"
    when: Strict | Sized


@pytest.mark.parametrize("really", [True, False])
def test_a_kind_whose_main_field_is_a_flag_survives(really: bool) -> None:  # noqa: FBT001
    codec = Codec([Rule])
    assert codec.loads(codec.dumps(Rule(Strict(really))), Rule) == Rule(Strict(really))


@pytest.mark.parametrize("note", ["", "n"])
def test_a_kind_whose_main_field_is_a_table_survives(note: str) -> None:
    codec = Codec([Rule])
    rule = Rule(Sized(Line("A", 1), note))
    assert codec.loads(codec.dumps(rule), Rule) == rule


def test_a_kind_that_the_vocabulary_lacks_is_not_written() -> None:
    codec = Codec([Rule])
    with pytest.raises(WrongType) as error:
        codec.dumps(Rule(Line("A", 1)))  # type: ignore[arg-type]
    assert codes(error) == ["unknown_kind"]
    assert places(error) == ["when"]


@attrs.frozen
class Pairs:
    document: ClassVar[str] = "pairs/1"
    pairs: tuple[tuple[str, int], ...] = ()


def test_parts_without_names_are_never_written_as_if_they_were_alike() -> None:
    with pytest.raises(AssertionError, match="tuple"):
        Codec([Pairs]).dumps(Pairs((("a", 1),)))
