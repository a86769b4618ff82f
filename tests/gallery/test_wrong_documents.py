"""The damaged document and the question without an answer: each error as a developer reads it.

The texts are part of the product: they name the place, what was found there and what would be right.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import (
    STANDARD,
    Basket,
    ComptoirError,
    Counter,
    LimitExceeded,
    Line,
    Measured,
    NoAnswer,
    Order,
    Provenance,
    Rulebook,
    RulebookError,
    SavedBasket,
    Tender,
    WireError,
    WrongType,
    WrongValue,
)
from comptoir.rulebook.sealed import RULEBOOK_BYTES_MAX
from comptoir.values.instants import datetime_of, instant_from_text
from comptoir.wire import digest
from comptoir.wire.canonical import DOCUMENT_BYTES_MAX
from gallery.shop import AT, CLOSES, OPENS, basket, order, rulebook

Document = dict[str, Any]


def sealed() -> Document:
    document: Document = json.loads(rulebook().sealed())
    return document


def opened(change: Callable[[Document, Document], object], *, seal: bool = True) -> Callable[[], Rulebook]:
    """A sealed rulebook whose header and sections somebody has changed, with digests that fit again."""

    def send() -> Rulebook:
        document = sealed()
        body = document["rulebook/1"]
        change(body["header"], body["sections"])
        if seal:
            for name, section in body["sections"].items():
                if name in body["header"]["sections"]:
                    body["header"]["sections"][name] = digest(section)
        return Rulebook.open(json.dumps(document))

    return send


def setting(path: str, value: object) -> Callable[[Document, Document], None]:
    """Set one thing, named by its path."""

    def change(header: Document, sections: Document) -> None:
        at: Any = {"header": header, **sections}
        *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        for step in steps:
            at = at[step]
        at[last] = value

    return change


def without(path: str) -> Callable[[Document, Document], None]:
    """Leave one thing out, named by its path."""

    def change(header: Document, sections: Document) -> None:
        at: Any = {"header": header, "sections": sections}
        *steps, last = path.split("/")
        for step in steps:
            at = at[step]
        del at[last]

    return change


def one_byte_flipped() -> Rulebook:
    return Rulebook.open(rulebook().sealed().replace(b"Robe bleue", b"Robe blaue"))


# -- a rulebook that was damaged, or is none ---------------------------------------------------------------

RULEBOOKS: dict[str, tuple[Callable[[], object], type[ComptoirError], str]] = {
    "no document at all": (
        lambda: Rulebook.open(b"{}"),
        WireError,
        "found no sealed rulebook; send what `comptoir seal` wrote (TOML is sealed first) [other_document]",
    ),
    "the TOML that it is written in": (
        lambda: Rulebook.open('id = "demo"\n'),
        WireError,
        "found no JSON at line 1, column 1: Expecting value; send one JSON document [not_json]",
    ),
    "a basket": (
        lambda: Rulebook.open(STANDARD.codec.dumps(basket())),
        WireError,
        "found no sealed rulebook; send what `comptoir seal` wrote (TOML is sealed first) [other_document]",
    ),
    "an open file, not what is in it": (
        lambda: Rulebook.open({"rulebook/1": {}}),  # type: ignore[arg-type]
        WrongType,
        "found {'rulebook/1': …} (dict); pass the document as bytes or text [not_a_document]",
    ),
    "no header": (
        lambda: Rulebook.open('{"rulebook/1": {"sections": {}}}'),
        WireError,
        "rulebook/1: found no header and sections; send what `comptoir seal` wrote [other_document]",
    ),
    "a header that is a list": (
        lambda: Rulebook.open('{"rulebook/1": {"header": [], "sections": {}}}'),
        RulebookError,
        "header: found [] (list); write a table with id, ",
    ),
    "a computing of the future": (
        opened(setting("header/computing", "2031-01")),
        RulebookError,
        (
            "header.computing: found '2031-01'; seal it for one of 2026-11, or use a release of comptoir "
            "that knows it [unknown_computing]"
        ),
    ),
    "a kind that nobody knows": (
        opened(setting("header/kinds", ["benefit.percent", "benefit.moonlight"])),
        RulebookError,
        "header.kinds: found the kinds ",
    ),
    "a kind that is used and not declared": (
        opened(setting("pricing/promotions/0/benefit", {"percnt": "20"})),
        RulebookError,
        "pricing.promotions[0].benefit: found the kind 'percnt'; did you mean percent? known are amount, ",
    ),
    "currency digits of another table": (
        opened(setting("header/currencies", {"EUR": 3})),
        RulebookError,
        (
            "header.currencies.EUR: found 3 digits for EUR; seal the rulebook again with this release of "
            "comptoir [other_currency_digits]"
        ),
    ),
    "a currency that is none": (
        opened(setting("header/currencies", {"EURO": 2})),
        RulebookError,
        "header.currencies.EURO: found 2 digits for EURO; ",
    ),
    "a section too many": (
        opened(lambda _, sections: sections.update(weather={})),
        RulebookError,
        (
            "sections: found other sections; send the sections delivery, loyalty, places, pricing, products, "
            "returns, tax, time [other_sections]"
        ),
    ),
    "a section missing": (
        opened(without("sections/tax")),
        RulebookError,
        (
            "sections: found other sections; send the sections delivery, loyalty, places, pricing, products, "
            "returns, tax, time [other_sections]"
        ),
    ),
    "a section's digest missing": (
        opened(without("header/sections/tax"), seal=False),
        RulebookError,
        (
            "sections: found other sections; send the sections delivery, loyalty, places, pricing, products, "
            "returns, tax, time [other_sections]"
        ),
    ),
    "one byte flipped": (one_byte_flipped, RulebookError, "sections.products: found the digest "),
    "a window without an end": (
        opened(setting("header/valid", {"from": "2026-01-01T00:00:00Z"})),
        RulebookError,
        (
            "header.valid: found an open window; write valid = { from = …, until = … }: beyond its horizon a "
            "rulebook does not answer [no_horizon]"
        ),
    ),
    "a price as a number": (
        opened(setting("pricing/lists/0/prices/ROBE-36", 7990)),
        RulebookError,
        'pricing.lists[0].prices.ROBE-36: found 7990 (int); write it as text, such as "1.799" [not_a_text]',
    ),
    "a price as a float": (
        opened(setting("pricing/lists/0/prices/ROBE-36", 79.9), seal=False),
        WireError,
        (
            "rulebook/1.sections.pricing.lists[0].prices.ROBE-36: found the number 79.9; send a decimal "
            'number as text, such as "1.10": a float is never exact [float]'
        ),
    ),
    "a tax of more than everything": (
        opened(setting("tax/rates/0/percent", "120")),
        RulebookError,
        (
            "tax.rates[0].percent: found '120' (str); write a percentage from 0 to 100 as text, such as "
            '"5.5" [percent_out_of_range]'
        ),
    ),
    "clocks that change backwards": (
        opened(setting("time/zones/0/changes/1/at", "2026-01-02T00:00:00Z")),
        RulebookError,
        (
            "time.zones[0].changes[1].at: found 2026-01-02T00:00:00Z; name an instant after "
            "2026-03-29T01:00:00Z and before 2028-02-01T00:00:00Z [changes_not_in_order]"
        ),
    ),
    "a barcode that was misread": (
        opened(setting("products/products/0/gtin", "3045140105503")),
        RulebookError,
        (
            "products.products[0].gtin: found '3045140105503' (str); write the 8, 12, 13 or 14 digits of the "
            "barcode as text, check digit included [not_a_gtin]"
        ),
    ),
}


@pytest.mark.parametrize(("send", "error", "text"), RULEBOOKS.values(), ids=RULEBOOKS)
def test_a_damaged_rulebook_does_not_open(
    send: Callable[[], object], error: type[ComptoirError], text: str
) -> None:
    with pytest.raises(error) as raised:
        send()
    found = str(raised.value)
    assert found == text if text.endswith("]") else found.startswith(text)


def test_a_rulebook_that_nobody_changed_opens() -> None:
    assert opened(lambda *_: None)() == rulebook()


def test_every_fault_of_a_rulebook_is_listed_at_once() -> None:
    def change(header: Document, sections: Document) -> None:
        del header
        sections["products"]["products"][0]["unit"] = "dozen"
        sections["products"]["products"][1]["colour"] = "vert"
        sections["products"]["products"][2]["name"] = {"fr": "\x1b"}

    with pytest.raises(RulebookError) as error:
        opened(change)()
    assert [(fault.where, fault.code) for fault in error.value.faults] == [
        ("products.products[0].unit", "unknown_unit"),
        ("products.products[1]", "unknown_key"),
        ("products.products[2].name.fr", "not_a_text"),
    ]


def test_a_rulebook_beyond_the_limit_is_refused_by_its_length() -> None:
    class Long(bytes):
        def __len__(self) -> int:
            return RULEBOOK_BYTES_MAX + 1

    with pytest.raises(LimitExceeded) as error:
        Rulebook.open(Long(b"{"))
    assert error.value.faults[0].code == "document_too_large"


# -- a basket or an order that was saved long ago, or elsewhere --------------------------------------------


def test_a_basket_saved_by_another_release_names_the_key_that_is_not_known() -> None:
    old = '{"basket/1": {"currency": "EUR", "lines": [{"sku": "A", "quantity": 1, "note": "cadeau"}]}}'
    with pytest.raises(WireError) as error:
        STANDARD.codec.loads(old, Basket)
    assert str(error.value) == (
        "basket/1.lines[0]: found the key 'note'; use one of handover, override, quantity, ref, sku, unit [unknown_key]"
    )


def test_a_basket_of_another_version_is_another_document() -> None:
    with pytest.raises(WireError) as error:
        STANDARD.codec.loads('{"basket/2": {"currency": "EUR"}}', Basket)
    assert str(error.value) == "found 'basket/2'; send {\"basket/1\": { … }} [other_document]"


def test_a_saved_basket_is_no_basket() -> None:
    saved = SavedBasket(
        id="s-1",
        basket=basket(),
        saved_at=instant_from_text("2026-12-04T17:05:00Z"),
        provenance=Provenance("web"),
    )
    with pytest.raises(WireError) as error:
        STANDARD.codec.loads(STANDARD.codec.dumps(saved), Basket)
    assert error.value.faults[0].code == "other_document"


def test_two_documents_in_one_are_none() -> None:
    with pytest.raises(WireError) as error:
        STANDARD.codec.loads('{"basket/1": {"currency": "EUR"}, "order/1": {}}', Basket)
    assert str(error.value) == "found 'basket/1', 'order/1'; send {\"basket/1\": { … }} [other_document]"


def test_hostile_names_of_documents_are_shown_harmlessly() -> None:
    name = "\x1b[31m\n" + "a" * 500
    with pytest.raises(WireError) as error:
        STANDARD.codec.loads(json.dumps({name: 1}), Basket)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 200


def test_an_order_whose_amounts_were_changed_is_refused_where_they_stop_to_agree() -> None:
    document = json.loads(STANDARD.codec.dumps(order()))
    line = document["order/1"]["lines"][0]
    line["terms"]["charged"] -= 100
    with pytest.raises(WireError) as error:
        STANDARD.codec.loads(json.dumps(document), Order)
    charged = line["terms"]["charged"]
    assert str(error.value) == (
        f"order/1.lines[0].shares: found {charged}, while the shares' charged sum to {charged + 100}; "
        "make them agree [does_not_sum]"
    )


# -- questions that this rulebook does not answer --------------------------------------------------------


def ask(*lines: Line, at: object = AT, **facts: Any) -> Callable[[], object]:
    asked = Basket(**{"currency": "EUR", "lines": lines, **facts})
    return lambda: Counter(rulebook()).quote(asked, at)  # type: ignore[arg-type]


QUESTIONS: dict[str, tuple[Callable[[], object], type[ComptoirError], str]] = {
    "a product that nobody sells": (
        ask(Line("ROBE-36", 1), Line("ROBE-99", 1)),
        NoAnswer,
        (
            "lines: found the SKU ROBE-99, which the rulebook does not know; sell a product of the "
            "rulebook, or add it under [[products]] [unknown_sku]"
        ),
    ),
    "a product without a price": (
        ask(Line("SANS-PRIX", 1)),
        NoAnswer,
        (
            "lines: found no price in EUR in force for SANS-PRIX at 2026-12-04T17:05:00Z; add it to a price "
            "list whose window holds that instant: nothing is priced at zero by default [no_price]"
        ),
    ),
    "pieces of what is weighed": (
        ask(Line("THE-VRAC", 2)),
        WrongValue,
        (
            'lines: found THE-VRAC by the piece; THE-VRAC is sold by the kg: pass Measured("…", "kg") '
            "[other_unit]"
        ),
    ),
    "a weight of what is counted": (
        ask(Line("ROBE-36", Measured("0.5", "kg"))),
        WrongValue,
        "lines: found ROBE-36 by the kg; ROBE-36 is sold by the piece: pass whole pieces [other_unit]",
    ),
    "litres of what is sold by the kilogram": (
        ask(Line("THE-VRAC", Measured("500", "ml"))),
        WrongValue,
        'lines: found THE-VRAC by the l; THE-VRAC is sold by the kg: pass Measured("…", "kg") [other_unit]',
    ),
    "grams that no scale in kilograms shows": (
        ask(Line("THE-VRAC", Measured("500.0001", "g"))),
        WrongValue,
        (
            "lines: found 500.0001 g of THE-VRAC; THE-VRAC is sold by the kg: pass at most six decimals of it "
            "[finer_than_unit]"
        ),
    ),
    "a pack that there is not": (
        ask(Line("ROBE-36", 1, unit="carton")),
        WrongValue,
        "lines: found ROBE-36 by the 'carton'; leave the unit out [unknown_pack]",
    ),
    "another currency": (
        ask(Line("ROBE-36", 1), currency="CHF"),
        NoAnswer,
        "currency: found CHF; use one of EUR [unknown_currency]",
    ),
    "the instant after the last": (
        ask(Line("ROBE-36", 1), at=datetime_of(CLOSES)),
        NoAnswer,
        (
            "at: found 2028-01-01T00:00:00Z; ask for an instant from 2026-01-01T00:00:00Z until "
            "before 2028-01-01T00:00:00Z, or seal a rulebook that reaches further [beyond_horizon]"
        ),
    ),
    "the instant before the first": (
        ask(Line("ROBE-36", 1), at=datetime_of(OPENS) - timedelta(microseconds=1)),
        NoAnswer,
        (
            "at: found 2025-12-31T23:59:59.999999Z; ask for an instant from 2026-01-01T00:00:00Z until "
            "before 2028-01-01T00:00:00Z, or seal a rulebook that reaches further [beyond_horizon]"
        ),
    ),
    "no instant at all": (
        ask(Line("ROBE-36", 1), at="2026-12-04T17:05:00Z"),
        WrongType,
        (
            "at: found '2026-12-04T17:05:00Z' (str); pass an aware datetime, such as "
            'pendulum.datetime(2026, 12, 4, tz="Europe/Paris") [not_a_datetime]'
        ),
    ),
    "nobody's instant": (
        ask(Line("ROBE-36", 1), at=pendulum.naive(2026, 12, 4)),
        WrongValue,
        (
            "at: found 2026-12-04T00:00:00, which names no time zone; say whose time it is, such as "
            'pendulum.datetime(…, tz="Europe/Paris") [naive_datetime]'
        ),
    ),
    "a line instead of a basket": (
        lambda: Counter(rulebook()).quote(Line("ROBE-36", 1), AT),  # type: ignore[arg-type]
        WrongType,
        (
            "basket: found Line(sku='ROBE-36', quantity=1, ref=None, unit=None, override=None, handover=Non… (Line); "
            "pass a Basket [not_a_basket]"
        ),
    ),
    "a sealed document instead of a rulebook": (
        lambda: Counter(rulebook().sealed()),  # type: ignore[arg-type]
        WrongType,
        'rulebook: found b\'{"rulebook/1":',
    ),
    "a ref that no line had": (
        lambda: Counter(rulebook()).quote(basket(), AT).ref("app-1"),
        WrongValue,
        "ref: found 'app-1' (str); use a ref of the basket's lines: app-7, app-8, app-9 [unknown_ref]",
    ),
    "two lines of one name": (
        lambda: Basket(currency="EUR", lines=[Line("A", 1, ref="x"), Line("B", 1, ref="x")]),
        WrongValue,
        (
            "lines[0].ref: found 'x' (str); give each line a ref of its own: it is how its share is found "
            "again [duplicate_ref]"
        ),
    ),
    "a payment in another currency": (
        lambda: Counter(rulebook()).place(
            Counter(rulebook()).quote(basket(), AT),
            id="o-1",
            at=AT,
            tenders=[Tender("card", "1.00 USD")],
            provenance=Provenance("app"),
        ),
        WrongValue,
        "tenders[0].amount: found 1.00 USD; pay in EUR [other_currency]",
    ),
}


@pytest.mark.parametrize(("send", "error", "text"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_without_an_answer_says_what_is_missing(
    send: Callable[[], object], error: type[ComptoirError], text: str
) -> None:
    with pytest.raises(error) as raised:
        send()
    found = str(raised.value)
    assert found == text if text.endswith("]") else found.startswith(text)


def test_the_largest_basket_can_be_placed_written_and_read_again() -> None:
    counter = Counter(rulebook())
    lines = [
        Line("THE-VRAC", Measured(f"0.{number}", "kg"), ref=f"{'app-':x<58}{number}")
        for number in range(100_000, 102_000)
    ]
    quote = counter.quote(attrs.evolve(basket(), lines=lines), AT)
    placed = counter.place(
        quote,
        id="o-1",
        at=AT,
        tenders=[Tender("card", quote.total)],
        provenance=Provenance("till", till="t-4"),
    )
    written = STANDARD.codec.dumps(placed.order)  # type: ignore[union-attr]
    assert len(written) > DOCUMENT_BYTES_MAX  # it is longer than a basket may be
    assert STANDARD.codec.loads(written, Order).answer == quote.answer


def test_what_could_not_be_read_again_is_not_written() -> None:
    names = {f"l{number}": "é" * 500 for number in range(9000)}
    first, *others = order().lines
    product = attrs.evolve(first.product, name=names)
    long = attrs.evolve(order(), lines=[attrs.evolve(first, product=product), *others])
    with pytest.raises(LimitExceeded) as error:
        STANDARD.codec.dumps(long)
    assert error.value.faults[0].code == "document_too_large"
