"""The hostile sender: what broke somebody's software, refused by a stated limit, place and cure named.

What is not here, and why:

==============================================  ====================================================
hostile input                                   where it is met
==============================================  ====================================================
a changed Decimal context, mutable ``Money``    it changes nothing: ``tests/unit/test_money.py``
currencies that py-moneyed does not know        they are money: ``tests/unit/test_money.py``
locale, hash seed, time zone of the machine     they change nothing: ``tests/integration``
sums of floats                                  the core has none: ``tests/unit/test_house.py``
regular expressions of the rules' author        there are none: selections are names
YAML's aliases, tags and types                  YAML is not read; here it is no JSON
TOML's floats, dotted keys, dates               the authoring side, before a rulebook is sealed
a changed or mixed-up sealed document           ``tests/gallery/test_wrong_documents.py``
a fact sent twice with another content          the store of facts, an adapter
a till's clock that is ahead                    an instant is an argument; the store dates facts
pickled gadgets                                 nothing is unpickled; the wire form is JSON
guessing coupons, timing of comparisons         whoever is asked over a network
formulas and markup in names                    whoever writes CSV or HTML; explanations are text
==============================================  ====================================================
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from types import FrameType
from typing import Any, cast
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import (
    STANDARD,
    Basket,
    ComptoirError,
    Counter,
    LimitExceeded,
    Line,
    Measured,
    Money,
    NoAnswer,
    Order,
    Product,
    Rulebook,
    SavedBasket,
    Tender,
    Terms,
    WireError,
    WrongType,
    WrongValue,
    escape_identifier,
    unescape_identifier,
)
from comptoir.values.instants import instant_from_text, instant_of
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.selections import NoneOf, Skus
from comptoir.wire import canonical, parse
from gallery.shop import AT, basket, rulebook


@attrs.frozen
class Sent:
    """What is sent, the error it meets, and what the message must name: the place and a part of the cure."""

    send: Callable[[], object]
    error: type[ComptoirError]
    code: str
    where: str
    cure: str


def basket_text(line: str) -> str:
    return f'{{"basket/1": {{"currency": "EUR", "lines": [{line}]}}}}'


def read_basket(line: str) -> Callable[[], object]:
    return lambda: STANDARD.codec.loads(basket_text(line), Basket)


def amount(text: str) -> Callable[[], object]:
    return lambda: Amount.of(text)


def tender(number: Any) -> Callable[[], object]:
    return lambda: Tender("card", Money(number, "EUR"))


def sku(text: str) -> Callable[[], object]:
    return lambda: Line(text, 1)


NUMERAL = "no exponent"
ALPHABET = "A-Z a-z 0-9"
AS_TEXT = "send a decimal number as text"
QUANTITY = "basket/1.lines[0].quantity"

GALLERY = {
    # -- numbers that are not what they seem
    "an exponent bomb in money": Sent(tender("1e1000000"), WrongValue, "not_a_number", "amount", NUMERAL),
    "an exponent bomb in text": Sent(amount("1e1000000 EUR"), WrongValue, "not_a_number", "amount", NUMERAL),
    "an exponent bomb below zero": Sent(tender("1e-1000000"), WrongValue, "not_a_number", "amount", NUMERAL),
    "an exponent bomb of nothing": Sent(tender("0e1000000"), WrongValue, "not_a_number", "amount", NUMERAL),
    "an exponent bomb in a price": Sent(
        lambda: UnitPrice.of(Decimal("1e10000000")), WrongValue, "not_a_number", "price", NUMERAL
    ),
    "an exponent bomb in a quantity": Sent(
        lambda: Measured(Decimal("1e1000000"), "kg"), WrongValue, "not_a_number", "amount", NUMERAL
    ),
    "five million digits in text": Sent(
        amount("9" * 5_000_000 + " EUR"), WrongValue, "not_an_amount", "amount", '"12.90 EUR"'
    ),
    "five million digits in a Decimal": Sent(
        tender(Decimal("9" * 5_000_000)), WrongValue, "not_a_number", "amount", NUMERAL
    ),
    "five thousand digits in an int": Sent(
        lambda: Line("A", 10**5000), WrongValue, "quantity_out_of_range", "quantity", "1 to 1000000"
    ),
    "five thousand digits in a document": Sent(
        read_basket(f'{{"sku": "A", "quantity": {"9" * 5000}}}'),
        LimitExceeded,
        "integer_too_large",
        QUANTITY,
        "2^53-1",
    ),
    "not a number": Sent(tender("NaN"), WrongValue, "not_a_number", "amount", NUMERAL),
    "not a number, signalling": Sent(tender("sNaN"), WrongValue, "not_a_number", "amount", NUMERAL),
    "minus infinity": Sent(tender("-Infinity"), WrongValue, "not_a_number", "amount", NUMERAL),
    "full-width digits": Sent(amount("\uff11\uff12 EUR"), WrongValue, "not_a_number", "amount", NUMERAL),
    "Arabic digits": Sent(amount("\u0663.\u0665 EUR"), WrongValue, "not_a_number", "amount", NUMERAL),
    "a digit of one Python version only": Sent(
        amount("\U0001e4f3 EUR"), WrongValue, "not_a_number", "amount", NUMERAL
    ),
    "underscores between digits": Sent(amount("1_000 EUR"), WrongValue, "not_a_number", "amount", NUMERAL),
    "spaces around digits": Sent(
        lambda: Measured(" 12 ", "kg"), WrongValue, "not_a_number", "amount", "number as text"
    ),
    "a plus sign": Sent(amount("+1 EUR"), WrongValue, "not_a_number", "amount", NUMERAL),
    "leading zeros": Sent(amount("007 EUR"), WrongValue, "not_a_number", "amount", NUMERAL),
    "a tenth of a cent": Sent(
        tender("1.239"), WrongValue, "finer_than_minor_unit", "amount", "EUR has 2 decimals"
    ),
    "a tenth plus two tenths": Sent(tender(0.1 + 0.2), WrongValue, "not_a_number", "amount", "12.90"),
    "a float as money": Sent(
        lambda: Tender("card", 0.3),  # type: ignore[arg-type]
        WrongType,
        "float",
        "amount",
        'Money("12.90", "EUR")',
    ),
    "a Decimal made of a float": Sent(
        lambda: Percent.of(Decimal(1.1)),  # noqa: RUF032 - the careless call
        WrongValue,
        "not_a_number",
        "percent",
        "from 0 to 100 as text",
    ),
    "more points than a JSON reader holds": Sent(
        lambda: Amount(2**53, "EUR"), WrongValue, "amount_too_large", "minor", "2^53-1"
    ),
    # -- documents that say two things, or nothing
    "a duplicate key": Sent(
        read_basket('{"sku": "A", "quantity": 1, "quantity": 2}'),
        WireError,
        "duplicate_key",
        QUANTITY,
        "each key once",
    ),
    "a duplicate key in disguise": Sent(
        read_basket(r'{"sku": "A", "quantity": 1, "\u0071uantity": 2}'),
        WireError,
        "duplicate_key",
        QUANTITY,
        "each key once",
    ),
    "a NaN in a document": Sent(
        read_basket('{"sku": "A", "quantity": NaN}'), WireError, "float", QUANTITY, AS_TEXT
    ),
    "an infinity in a document": Sent(
        read_basket('{"sku": "A", "quantity": -Infinity}'), WireError, "float", QUANTITY, AS_TEXT
    ),
    "a float beyond all floats": Sent(
        read_basket('{"sku": "A", "quantity": 1e999}'), WireError, "float", QUANTITY, AS_TEXT
    ),
    "a float for an integer": Sent(
        read_basket('{"sku": "A", "quantity": 1.9}'), WireError, "float", QUANTITY, AS_TEXT
    ),
    "a flag for an integer": Sent(
        read_basket('{"sku": "A", "quantity": true}'), WireError, "not_a_quantity", QUANTITY, "whole number"
    ),
    "a flag for an integer, in Python": Sent(
        lambda: Line("A", True),  # noqa: FBT003 - the careless call itself
        WrongType,
        "not_a_quantity",
        "quantity",
        "whole pieces as int",
    ),
    "a text for an integer": Sent(
        read_basket('{"sku": "A", "quantity": "1_0"}'), WireError, "not_a_quantity", QUANTITY, '"0.532 kg"'
    ),
    "a null for a text": Sent(
        read_basket('{"sku": null, "quantity": 1}'), WireError, "null", "basket/1.lines[0].sku", "leave"
    ),
    "a number for a text": Sent(
        read_basket('{"sku": 36, "quantity": 1}'),
        WireError,
        "not_a_text",
        "basket/1.lines[0].sku",
        "write a text",
    ),
    "a key of another alphabet": Sent(
        read_basket('{"sku": "A", "quantit\u0443": 1}'),
        WireError,
        "key_not_ascii",
        r"basket/1.lines[0]['quantit\u0443']",
        "ASCII keys",
    ),
    "half a character": Sent(
        lambda: STANDARD.codec.loads('{"basket/1": {"currency": "\\ud800"}}', Basket),
        WireError,
        "not_unicode",
        "basket/1.currency",
        "send Unicode text",
    ),
    "half a character, unescaped": Sent(
        lambda: parse('"\ud800"'), WireError, "not_unicode", "", "send Unicode text"
    ),
    "half a character in a name": Sent(
        lambda: Product(sku="A", name={"fr": "\ud800"}, category="c", tax="t"),
        WrongValue,
        "not_a_text",
        "name.fr",
        "printable",
    ),
    "bytes that are no UTF-8": Sent(lambda: parse(b'"\xff"'), WireError, "not_unicode", "", "send UTF-8"),
    "a byte order mark": Sent(lambda: parse(b"\xef\xbb\xbf{}"), WireError, "not_json", "", "one JSON"),
    "two documents": Sent(lambda: parse(b"{}{}"), WireError, "not_json", "", "one JSON document"),
    "no document": Sent(lambda: parse(b""), WireError, "not_json", "", "one JSON document"),
    "YAML": Sent(lambda: Rulebook.open("a: &a [1]\nb: *a\n"), WireError, "not_json", "", "JSON"),
    "a million brackets": Sent(
        lambda: parse("[" * 500_000 + "]" * 500_000), LimitExceeded, "nested_too_deeply", "", "flatter"
    ),
    "brackets behind a text that never ends": Sent(
        lambda: parse('"' + '\\"' * 500_000), WireError, "not_json", "", "one JSON document"
    ),
    "ten megabytes": Sent(
        lambda: STANDARD.codec.loads(b" " * 10_000_000, Basket),
        LimitExceeded,
        "document_too_large",
        "",
        "at most 1048576 bytes",
    ),
    "ten megabytes that are one as text": Sent(
        lambda: parse("\u20ac" * 400_000), LimitExceeded, "document_too_large", "", "at most 1048576 bytes"
    ),
    # -- names that look alike
    "a Cyrillic letter": Sent(sku("ТEA-1"), WrongValue, "not_an_identifier", "sku", ALPHABET),
    "a hyphen that does not break": Sent(sku("TEA\u20111"), WrongValue, "not_an_identifier", "sku", ALPHABET),
    "a space without width": Sent(sku("TEA\u200b-1"), WrongValue, "not_an_identifier", "sku", ALPHABET),
    "a turn of direction": Sent(sku("TEA-1\u202e"), WrongValue, "not_an_identifier", "sku", ALPHABET),
    "full-width letters": Sent(sku("\uff34\uff25\uff21-1"), WrongValue, "not_an_identifier", "sku", ALPHABET),
    "a digit in a circle": Sent(sku("\u246023"), WrongValue, "not_an_identifier", "sku", ALPHABET),
    "two letters in one": Sent(sku("\ufb01sh"), WrongValue, "not_an_identifier", "sku", ALPHABET),
    "a line feed at the end": Sent(sku("TEA\n"), WrongValue, "not_an_identifier", "sku", ALPHABET),
    "a megabyte of name": Sent(sku("A" * 1_000_000), WrongValue, "not_an_identifier", "sku", "1 to 64"),
    "a megabyte to escape": Sent(
        lambda: escape_identifier("é" * 1_000_000), WrongValue, "name_length", "name", "1 to 64"
    ),
    "a megabyte to unescape": Sent(
        lambda: unescape_identifier(".c3.a9" * 200_000),
        WrongValue,
        "not_an_escaped_identifier",
        "identifier",
        "escape_identifier()",
    ),
    "a command to the printer in a name": Sent(
        lambda: Product(sku="A", name={"fr": "TEA\x1bp\x00\x19\xfa"}, category="c", tax="t"),
        WrongValue,
        "not_a_text",
        "name.fr",
        "no control codes",
    ),
    # -- too much of everything
    "a return in disguise": Sent(
        lambda: Line("A", -80_995), WrongValue, "quantity_out_of_range", "quantity", "are a return"
    ),
    "a thousand million pieces": Sent(
        lambda: Line("A", 10**9), WrongValue, "quantity_out_of_range", "quantity", "1 to 1000000"
    ),
    "ten thousand lines": Sent(
        lambda: Basket(currency="EUR", lines=[Line("A", 1)] * 10_000),
        LimitExceeded,
        "too_many_lines",
        "lines",
        "at most 2000",
    ),
    "ten thousand lines in a document": Sent(
        read_basket(",".join(['{"sku":"A","quantity":1}'] * 10_000)),
        WireError,
        "too_many_lines",
        "basket/1.lines",
        "at most 2000",
    ),
    "more of a product than a basket holds, by halves": Sent(
        lambda: Counter(rulebook()).quote(
            Basket(currency="EUR", lines=[Line("ROBE-36", 600_000), Line("ROBE-36", 600_000)]), AT
        ),
        LimitExceeded,
        "quantity_out_of_range",
        "lines",
        "at most 1000000",
    ),
    "a basket worth more than all money": Sent(
        lambda: Counter(rulebook()).quote(Basket(currency="EUR", lines=[Line("LINGOT", 1_000_000)]), AT),
        LimitExceeded,
        "amount_too_large",
        "lines",
        "split the basket",
    ),
    "selections inside each other without end": Sent(
        lambda: deep_selection(1000), WrongValue, "nested_too_deeply", "of", "flatten it"
    ),
    # -- two things that are one, and one that is two
    "two currencies in one payment": Sent(
        lambda: Counter(rulebook()).quote(attrs.evolve(basket(), currency="USD"), AT),
        NoAnswer,
        "unknown_currency",
        "currency",
        "use one of EUR",
    ),
    "nobody's time": Sent(
        lambda: Counter(rulebook()).quote(basket(), datetime(2026, 12, 4)),  # noqa: DTZ001 - the careless call
        WrongValue,
        "naive_datetime",
        "at",
        "whose time",
    ),
}


def deep_selection(depth: int) -> object:
    selection: Any = Skus(["A"])
    for _ in range(depth):
        selection = NoneOf([selection])
    return selection


@pytest.mark.parametrize("sent", GALLERY.values(), ids=GALLERY)
def test_hostile_input_is_refused_with_its_place_and_a_cure(sent: Sent) -> None:
    with pytest.raises(sent.error) as error:
        sent.send()
    fault = error.value.faults[0]
    assert (fault.code, fault.where) == (sent.code, sent.where)
    assert sent.cure in fault.cure
    assert fault.found.startswith("found ")
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 500


@pytest.mark.parametrize("sent", GALLERY.values(), ids=GALLERY)
def test_an_error_says_who_must_act_and_is_what_python_programmers_catch(sent: Sent) -> None:
    assert sent.error.who != ComptoirError.who
    assert issubclass(sent.error, (ValueError, TypeError, LookupError))


# -- what is not refused, and means one thing ------------------------------------------------------------


def test_two_spellings_of_one_amount_are_one_value_with_one_text() -> None:
    one, other = Amount.of("1.0 EUR"), Amount.of("1.00 EUR")
    assert (one, hash(one), one.to_text()) == (other, hash(other), other.to_text())
    assert Amount.of("-0.00 EUR").to_text() == "0.00 EUR"


def test_a_sale_at_half_past_two_of_an_autumn_night_happens_at_one_instant() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    second = first.replace(fold=1)
    counter = Counter(rulebook())
    asked = [counter.quote(basket(), moment).asked_at for moment in (first, second)]
    assert asked == [instant_of(first), instant_of(second)]
    assert asked[0] < asked[1]


def test_a_set_of_names_has_one_order_in_every_process() -> None:
    names = {f"R-{number}" for number in range(50)}
    assert list(Skus(names).skus) == sorted(names)


def test_a_name_in_braces_is_printed_and_not_filled_in() -> None:
    product = Product(sku="A", name={"fr": "{0.__class__} {amount}"}, category="c", tax="t")
    assert product.name["fr"] == "{0.__class__} {amount}"


# -- refused before any work: counted in calls, never timed ------------------------------------------------


def calls_of(send: Callable[[], object]) -> int:
    """How many calls, of Python and of C, it takes to refuse."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        send()
    except ComptoirError:
        pass
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "sends",
    [
        [lambda n=n: parse(b"[" * n) for n in (1_100_000, 11_000_000)],
        [lambda n=n: parse("[" * n + "]" * n) for n in (1_000, 100_000)],
        [lambda n=n: parse('"' + '\\"' * n) for n in (1_000, 100_000)],
        [lambda n=n: parse('{"a": ' + "9" * n + "}") for n in (5_000, 500_000)],
        [lambda n=n: parse('{"a": 0.' + "9" * n + "}") for n in (5_000, 500_000)],
        [lambda n=n: Amount.of("9" * n + " EUR") for n in (1_000, 5_000_000)],
        [lambda n=n: Amount.in_major(Decimal("9" * n), "EUR") for n in (1_000, 1_000_000)],
        [lambda n=n: UnitPrice.of(Decimal(f"1e{n}")) for n in (1_000, 10_000_000)],
        [lambda n=n: Percent.of("1" * n) for n in (1_000, 1_000_000)],
        [lambda n=n: Measured("1" * n, "kg") for n in (1_000, 1_000_000)],
        [lambda n=n: Measured.from_text("1" * n + " kg") for n in (1_000, 1_000_000)],
        [lambda n=n: Line("A" * n, 1) for n in (1_000, 1_000_000)],
        [lambda n=n: Line("A", 10**n) for n in (100, 100_000)],
        [lambda n=n: Line(cast("str", ["A"] * n), 1) for n in (1_000, 1_000_000)],
        [lambda n=n: escape_identifier("é" * n) for n in (1_000, 1_000_000)],
        [lambda n=n: unescape_identifier(".c3" * n) for n in (1_000, 1_000_000)],
        [lambda n=n: instant_from_text("9" * n) for n in (1_000, 1_000_000)],
    ],
    ids=[
        "bytes",
        "brackets",
        "a text that never ends",
        "digits of an integer",
        "digits of a float",
        "digits of an amount",
        "digits of a Decimal",
        "an exponent",
        "digits of a percentage",
        "digits of a quantity",
        "digits of a quantity's text",
        "an identifier",
        "an int",
        "a list for a text",
        "a name to escape",
        "a name to unescape",
        "an instant",
    ],
)
def test_the_work_of_refusing_does_not_grow_with_the_input(sends: list[Callable[[], object]]) -> None:
    small, large = map(calls_of, sends)
    assert small == large < 1000


def test_a_document_that_is_too_long_is_not_even_decoded() -> None:
    class Untouchable(bytes):
        def decode(self, *_: object, **__: object) -> str:
            raise AssertionError

        def __iter__(self) -> Iterator[int]:
            raise AssertionError

    with pytest.raises(LimitExceeded):
        parse(Untouchable(b"[" * 1_048_577))


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (",".join(["1.5"] * 100_000), 100),
        (",".join(["null"] * 100_000), 100),
        (",".join(['{"x":1}'] * 100_000), 100),
        (",".join(["9" * 20] * 40_000), 100),
        (",".join(["[]"] * 100_000), 100),
    ],
    ids=["floats", "nulls", "unknown keys", "long integers", "lists for lines"],
)
def test_of_a_hundred_thousand_faults_a_hundred_are_listed(body: str, faults: int) -> None:
    with pytest.raises(ComptoirError) as error:
        STANDARD.codec.loads(basket_text(body), Basket)
    assert len(error.value.faults) == faults


def test_of_a_hundred_thousand_unknown_keys_a_hundred_are_compared_with_the_known_ones() -> None:
    def text(count: int) -> str:
        keys = ",".join(f'"curenc{number}":"x"' for number in range(count))
        return f'{{"basket/1":{{{keys}}}}}'

    small, large = (calls_of(partial(STANDARD.codec.loads, text(count), Basket)) for count in (100, 50_000))
    assert large < 1.1 * small


# -- nothing but our own errors ----------------------------------------------------------------------------

ORDINARY = [
    canonical({"basket/1": {"currency": "EUR", "lines": [{"sku": "A", "quantity": 1, "ref": "r"}]}}),
    STANDARD.codec.dumps(basket()),
    rulebook().sealed(),
]
PIECES = st.sampled_from(
    [
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"\\",
        b",",
        b":",
        b"null",
        b"1.5",
        b"-0",
        b"1e9",
        b"9" * 20,
        b"\xff",
        b"\\ud800",
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good document with a piece cut out and another put in."""
    document = draw(st.sampled_from(ORDINARY))
    start = draw(st.integers(0, len(document)))
    end = draw(st.integers(start, min(len(document), start + 20)))
    return document[:start] + draw(PIECES | st.binary(max_size=3)) + document[end:]


@given(st.binary(max_size=40) | damaged(), st.sampled_from([Basket, Order, SavedBasket, Terms]))
def test_whatever_is_sent_only_our_own_errors_come_back(data: bytes, type_: type) -> None:
    for read in (parse, partial(STANDARD.codec.loads, type_=type_), Rulebook.open):
        try:
            read(data)
        except ComptoirError as error:
            assert all(line.isprintable() for line in str(error).split("\n"))  # noqa: PT017 - either is right


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["sku", "quantity", "lines", "currency", "buyer", "handover", "deliver", "place"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_whatever_stands_in_a_basket_only_our_own_errors_come_back(document: object) -> None:
    for body in ({"basket/1": document}, {"basket/1": {"currency": "EUR", "lines": [document]}}):
        try:
            read = STANDARD.codec.loads(json.dumps(body), Basket)
        except ComptoirError:
            continue
        assert STANDARD.codec.loads(STANDARD.codec.dumps(read), Basket) == read


@given(st.text(max_size=40) | st.text("0123456789-T:.Z+ EURJPYkg", max_size=34))
def test_whatever_text_is_read_only_our_own_errors_come_back(text: str) -> None:
    readers: list[Callable[[str], object]] = [
        Amount.from_text,
        UnitPrice.from_text,
        Percent.from_text,
        Measured.from_text,
        instant_from_text,
        escape_identifier,
        unescape_identifier,
    ]
    for read in readers:
        try:
            read(text)
        except ComptoirError as error:
            assert str(error).isprintable()  # noqa: PT017 - either is right
