"""Opening a sealed rulebook: what is read at once, what when it is asked for, and what a wrong entry does."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import Basket, ComptoirError, Counter, Line, Product, Rulebook, RulebookError, WireError
from comptoir.authoring import example, seal
from comptoir.rulebook import Assortment
from comptoir.rulebook.slices import slices
from comptoir.testing.strategies import assortments
from comptoir.values.collections import FrozenMapping
from comptoir.values.money import UnitPrice
from comptoir.wire import LAZY, Codec, Held, canonical, digest
from gallery.shop import AT, DRESS, TEA, basket, rulebook

Document = dict[str, Any]

SKUS = st.text("ABCZaz09._/:-", min_size=1, max_size=6)
PRICES = st.dictionaries(SKUS, st.integers(0, 10**9).map(UnitPrice), max_size=300)


def resealed(*changes: Callable[[Document], object]) -> bytes:
    """The canonical bytes of a rulebook whose sections were changed, with digests that fit again."""
    document = json.loads(rulebook().sealed())
    header, sections = (document["rulebook/1"][key] for key in ("header", "sections"))
    for change in changes:
        change(sections)
    header["sections"] = {name: digest(section) for name, section in sections.items()}
    return canonical(document)


def product(number: int, **fields: object) -> Callable[[Document], object]:
    """Change fields of a product."""
    return lambda sections: sections["products"]["products"][number].update(fields)


def prices(**entries: object) -> Callable[[Document], object]:
    """Change prices of the first list."""
    named = {key.replace("_", "-"): price for key, price in entries.items()}
    return lambda sections: sections["pricing"]["lists"][0]["prices"].update(named)


def respelled(name: str, before: bytes, after: bytes) -> bytes:
    """The bytes of a rulebook of which one section is spelled otherwise, with the digest of that spelling."""
    sealed = rulebook().sealed()
    body = slices(sealed)[name]
    changed = body.replace(before, after)
    assert body.count(before) == 1
    document = json.loads(sealed)["rulebook/1"]["header"]["sections"]
    with_body = sealed.replace(body, changed)
    return with_body.replace(document[name].encode(), sha256(changed).hexdigest().encode())


def faults(error: pytest.ExceptionInfo[ComptoirError]) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in error.value.faults]


# -- what opening gives ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sealed", [rulebook(), seal(example())], ids=["small", "example"])
def test_an_opened_rulebook_is_the_one_that_was_sealed(sealed: Rulebook) -> None:
    opened = Rulebook.open(sealed.sealed())
    assert list(opened.sections.held)
    assert opened.sealed() == sealed.sealed()
    assert opened.digest == sealed.digest
    assert opened == sealed
    assert sealed == opened
    assert hash(opened.products) == hash(sealed.products)
    assert hash(opened.pricing.lists) == hash(sealed.pricing.lists)
    assert opened.assortment == sealed.assortment
    assert list(opened.pricing.lists[0].prices) == list(sealed.pricing.lists[0].prices)
    opened.verify()
    assert opened == sealed


def test_bytes_and_text_open_alike() -> None:
    sealed = rulebook().sealed()
    assert Rulebook.open(sealed.decode()) == Rulebook.open(sealed)


def test_it_answers_as_the_composed_one_does() -> None:
    opened = Counter(Rulebook.open(rulebook().sealed()))
    asked, expected = (counter.quote(basket(), AT) for counter in (opened, Counter(rulebook())))
    assert (asked.answer, asked.question, asked.valid_until) == (
        expected.answer,
        expected.question,
        expected.valid_until,
    )


def test_only_what_is_asked_for_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = rulebook().sealed()
    read: list[str] = []
    made, priced = Product.__attrs_post_init__, UnitPrice.__attrs_post_init__

    def noted(self: Product) -> None:
        read.append(self.sku)
        made(self)

    def noted_price(self: UnitPrice) -> None:
        read.append(self.to_text())
        priced(self)

    monkeypatch.setattr(Product, "__attrs_post_init__", noted)
    monkeypatch.setattr(UnitPrice, "__attrs_post_init__", noted_price)
    opened = Rulebook.open(sealed)
    assert not read
    assert "<4 products>" in repr(opened.products)
    assert "<3 prices>" in repr(opened.pricing.lists[0])
    assert len(opened.assortment) == 4
    assert "NO-SUCH" not in opened.assortment
    assert not read
    assert opened.assortment["THE-VRAC"] == TEA
    assert opened.assortment["THE-VRAC"] is opened.assortment["THE-VRAC"]
    assert opened.pricing.lists[0].prices["ROBE-36"] == UnitPrice.of("79.90")
    assert read[:2] == ["THE-VRAC", "79.90"]


def test_it_travels_to_another_process() -> None:
    opened = Rulebook.open(rulebook().sealed())
    assert opened.assortment["ROBE-36"] == DRESS
    travelled = pickle.loads(pickle.dumps(opened))  # noqa: S301 - our own bytes
    assert list(travelled.sections.held)
    assert travelled == rulebook()


def test_what_is_changed_afterwards_is_checked_in_full() -> None:
    opened = Rulebook.open(resealed(product(2, tax="none")))
    header = opened.header
    with pytest.raises(RulebookError) as error:
        Rulebook.compose(
            id=header.id,
            computing=header.computing,
            valid=header.valid,
            zone=header.zone,
            currencies=tuple(header.currencies),
            sections=opened.sections,
        )
    assert faults(error) == [("products[2].tax", "unknown_tax_category")]


# -- a wrong product or price ------------------------------------------------------------------------------

WRONG_PRODUCTS = {
    "a barcode that was misread": ({"gtin": "3045140105503"}, "products.products[2].gtin", "not_a_gtin"),
    "a key of another release": ({"colour": "or"}, "products.products[2]", "unknown_key"),
    "a default that is written out": ({"unit": "piece"}, "products.products[2]", "not_canonical"),
    "tags out of order": ({"tags": ["b", "a"]}, "products.products[2]", "not_canonical"),
    "a list with braces": ({"parts": [{"a": 1}, {"b": 2}]}, "products.products[2]", "unknown_key"),
}


@pytest.mark.parametrize(("fields", "where", "code"), WRONG_PRODUCTS.values(), ids=WRONG_PRODUCTS)
def test_a_wrong_product_harms_no_other_and_is_named_when_asked_for(
    fields: Document, where: str, code: str
) -> None:
    opened = Rulebook.open(resealed(product(2, **fields)))
    assert Counter(opened).quote(basket(), AT).answer == Counter(rulebook()).quote(basket(), AT).answer
    for _ in range(2):
        with pytest.raises(RulebookError) as error:
            Counter(opened).quote(Basket(currency="EUR", lines=[Line("LINGOT", 1)]), AT)
        assert faults(error) == [(where, code)]
    with pytest.raises(RulebookError) as error:
        opened.verify()
    assert code in {found for _, found in faults(error)}


WRONG_PRICES: dict[str, tuple[object, str]] = {
    "a number": (1790, "not_a_text"),
    "a float": (17.9, "float"),
    "null": (None, "null"),
    "a table": ({}, "not_a_text"),
    "a comma": ("17,90", "not_a_number"),
    "only a comma": (",", "not_a_number"),
    "another spelling": ("17.9", "not_canonical"),
    "an escape": ('1"7', "not_a_number"),
}


def of_any_price(price: object) -> bytes:
    """The rulebook with that price of a bar of gold, whatever it is."""
    return respelled("pricing", b'"LINGOT":"1000000000"', b'"LINGOT":' + json.dumps(price).encode())


@pytest.mark.parametrize(("price", "code"), WRONG_PRICES.values(), ids=WRONG_PRICES)
def test_a_wrong_price_harms_no_other_and_is_named_when_asked_for(price: object, code: str) -> None:
    sealed = of_any_price(price)
    if isinstance(price, dict):  # what holds tables is no list of prices: it is read at once
        with pytest.raises(RulebookError):
            Rulebook.open(sealed)
        return
    opened = Rulebook.open(sealed)
    assert Counter(opened).quote(basket(), AT).answer == Counter(rulebook()).quote(basket(), AT).answer
    with pytest.raises(RulebookError) as error:
        Counter(opened).quote(Basket(currency="EUR", lines=[Line("LINGOT", 1)]), AT)
    assert faults(error) == [("pricing.lists[0].prices.LINGOT", code)]
    with pytest.raises(RulebookError) as error:
        opened.verify()
    assert "pricing.lists[0].prices" in faults(error)[0][0]


def test_verify_lists_every_fault_of_products_and_prices() -> None:
    opened = Rulebook.open(
        resealed(product(0, unit="dozen"), product(1, name={}), prices(ROBE_36="79,90", LINGOT="1e9"))
    )
    with pytest.raises(RulebookError) as error:
        opened.verify()
    assert [where for where, _ in faults(error)] == [
        "products.products[0].unit",
        "products.products[1].name",
        "pricing.lists[0].prices.LINGOT",
        "pricing.lists[0].prices.ROBE-36",
    ]


def test_verify_says_what_does_not_fit_between_products_and_prices() -> None:
    opened = Rulebook.open(resealed(product(0, tax="none"), prices(NO_SUCH="1")))
    with pytest.raises(RulebookError) as error:
        opened.verify()
    assert faults(error) == [
        ("products[0].tax", "unknown_tax_category"),
        ("pricing.lists[0].prices.NO-SUCH", "unknown_sku"),
    ]


def test_prices_out_of_order_or_twice_are_refused_when_verified() -> None:
    one, other = b'"LINGOT":"1000000000"', b'"ROBE-36":"79.90"'
    swapped = respelled("pricing", b"%b,%b" % (one, other), b"%b,%b" % (other, one))
    twice = respelled("pricing", one, b"%b,%b" % (one, one))
    for sealed, code in ((swapped, "not_canonical"), (twice, "duplicate_key")):
        with pytest.raises(RulebookError) as error:
            Rulebook.open(sealed).verify()
        assert faults(error)[0][1] == code


def test_sealing_a_rulebook_in_another_spelling_is_checked_too() -> None:
    twice = respelled("pricing", b'"LINGOT":"1000000000"', b'"LINGOT":"1000000000","LINGOT":"1000000000"')
    with pytest.raises(WireError):
        Rulebook.open(twice).sealed()


# -- what is not left for later ----------------------------------------------------------------------------


def test_two_products_of_one_sku_are_refused_when_opened() -> None:
    with pytest.raises(RulebookError) as error:
        Rulebook.open(resealed(product(2, sku="ROBE-36")))
    assert faults(error)[0] == ("products[2].sku", "duplicate_sku")


def test_the_rules_are_checked_when_opened() -> None:
    with pytest.raises(RulebookError) as error:
        Rulebook.open(resealed(lambda sections: sections["pricing"]["layers"].pop()))
    assert faults(error) == [("pricing.promotions[1].layer", "unknown_layer")]


def test_another_spelling_is_read_whole() -> None:
    pretty = json.dumps(json.loads(rulebook().sealed()), indent=2)
    opened = Rulebook.open(pretty)
    assert not list(opened.sections.held)
    assert opened == rulebook()
    wrong = json.dumps(json.loads(resealed(product(2, unit="dozen"))), indent=2)
    with pytest.raises(RulebookError):
        Rulebook.open(wrong)


@pytest.mark.parametrize(
    "name", ["Infinity", "-Infinity NaN", '"products":[', '},{"category":"x"', '"sku":"A"']
)
def test_names_that_look_like_json_are_names(name: str) -> None:
    changed = resealed(
        lambda sections: [each.update(name={"fr": name}) for each in sections["products"]["products"]],
        lambda sections: sections["pricing"]["promotions"][0].update(name={"fr": name}),
    )
    opened = Rulebook.open(changed)
    assert opened.assortment["ROBE-36"].name["fr"] == name
    assert opened.pricing.promotions[0].name["fr"] == name
    assert opened.sealed() == changed


# -- held mappings and lists are those that were written ---------------------------------------------------


@attrs.frozen
class Listed:
    prices: Mapping[str, UnitPrice] = attrs.field(metadata=LAZY)


CODEC = Codec()


@given(PRICES, SKUS)
def test_a_held_mapping_has_the_entries_that_were_written(entries: dict[str, UnitPrice], other: str) -> None:
    held = CODEC.hold(Listed, canonical(CODEC.write(Listed(entries))), where="", error=WireError).prices
    assert isinstance(held, Held)
    assert {sku: held[sku] for sku in entries} == entries
    assert held.get(other) == entries.get(other)
    assert len(held) == len(entries)
    assert dict(held) == entries
    assert list(held) == sorted(entries)
    assert hash(held) == hash(FrozenMapping(entries))
    assert pickle.loads(pickle.dumps(held)) == held  # noqa: S301 - our own bytes


@pytest.mark.parametrize("key", ["", 'A":"1.00","B', "é", "A\\", "A" * 100, 7])
def test_a_key_that_is_no_identifier_is_not_there(key: Any) -> None:
    written = canonical(CODEC.write(Listed({"A": UnitPrice(10**6), "B": UnitPrice(10**6)})))
    assert key not in CODEC.hold(Listed, written, where="", error=WireError).prices


@given(assortments())
def test_a_held_assortment_has_the_products_that_were_written(sold: Assortment) -> None:
    codec = rulebook().vocabulary.codec
    held = codec.hold(Assortment, canonical(codec.write(sold)), where="products", error=RulebookError)
    assert isinstance(held.products, Held)
    assert {sku: held.by_sku[sku] for sku in held.by_sku} == sold.by_sku
    assert held.products[-1] == sold.products[-1]
    assert held.products[:2] == sold.products[:2]
    assert held == sold
    assert len(held.products) == len(sold.products)


def test_an_attribute_called_sku_names_no_product() -> None:
    opened = Rulebook.open(resealed(product(0, attributes={"sku": "LINGOT"})))
    assert opened.assortment["ROBE-36"].attributes == {"sku": "LINGOT"}
    assert opened.assortment["LINGOT"].sku == "LINGOT"


def test_an_empty_assortment_opens() -> None:
    codec = rulebook().vocabulary.codec
    held = codec.hold(Assortment, b'{"products":[]}', where="products", error=RulebookError)
    assert (len(held.products), list(held.by_sku), tuple(held.products)) == (0, [], ())


def test_the_example_with_everything_in_it_is_held_and_has_its_kits() -> None:
    rulebook = seal(example())
    opened = Rulebook.open(rulebook.sealed())
    lists, cost_lists = opened.pricing.lists, opened.pricing.cost_lists
    assert len(list(opened.sections.held)) == 1 + len(lists) + len(cost_lists)
    for sku, product in rulebook.assortment.items():
        assert opened.assortment[sku] == product
    opened.verify()
