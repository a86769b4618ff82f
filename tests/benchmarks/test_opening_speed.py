"""What a large rulebook costs to open and to ask, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. The yardstick of opening is Python's own JSON reader on the same bytes.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pendulum
import pytest

from comptoir import Basket, Counter, Line, Rulebook
from comptoir.authoring import example, seal
from comptoir.pricing.price_lists import PriceList
from comptoir.values.errors import WireError
from comptoir.vocabulary import STANDARD
from comptoir.wire import canonical, digest

Benchmark = Any  # pytest-benchmark has no types

AT = pendulum.datetime(2026, 12, 4, 18, 5, tz="Europe/Paris")
STARTS = ("2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-09-01T00:00:00Z")


def sku(number: int) -> str:
    return f"SKU-{number:07}"


def product(number: int) -> dict[str, Any]:
    """A product as a retailer has it, in its wire form."""
    return {
        "attributes": {"colour": "bleu", "size": str(number % 50)},
        "brand": f"brand-{number % 100}",
        "category": f"fashion/c{number % 300}",
        "gtin": "4006381333931",
        "model": f"M-{number // 5}",
        "name": {"en": f"Linen dress number {number}", "fr": f"Robe en lin numéro {number}, été"},
        "sku": sku(number),
        "tags": ["new", "summer"],
        "tax": "standard",
    }


def prices(count: int) -> dict[str, str]:
    return {sku(number): f"{number % 400 + 1}.{number % 90 + 10}" for number in range(count)}


@cache
def sealed(products: int) -> bytes:
    """Maison Lavande with so many products more, each of them priced by three lists."""
    document = json.loads(seal(example()).sealed())
    body = document["rulebook/1"]
    sections = body["sections"]
    sections["products"]["products"] += [product(number) for number in range(products)]
    sections["pricing"]["lists"] += [
        {"id": f"list-{start[:7]}", "currency": "EUR", "valid": {"from": start}, "prices": prices(products)}
        for start in STARTS
    ]
    body["header"]["sections"] = {name: digest(section) for name, section in sections.items()}
    return canonical(document)


@cache
def price_list(count: int) -> bytes:
    return canonical({"id": "list", "currency": "EUR", "prices": prices(count)})


def opened_list(count: int) -> PriceList:
    return STANDARD.codec.hold(PriceList, price_list(count), where="list", error=WireError)


def asked(rulebook: Rulebook) -> object:
    lines = [Line(sku(number), 1) for number in (17, 500, 900)]
    return Counter(rulebook).quote(Basket(currency="EUR", lines=lines), AT).total


@pytest.mark.benchmark(group="open a sealed rulebook of 50,000 products and 150,000 prices")
def test_open_it(benchmark: Benchmark) -> None:
    assert benchmark(Rulebook.open, sealed(50_000)).digest


@pytest.mark.benchmark(group="open a sealed rulebook of 50,000 products and 150,000 prices")
def test_only_parse_it_as_json(benchmark: Benchmark) -> None:
    assert benchmark(json.loads, sealed(50_000))


@pytest.mark.benchmark(group="open a sealed rulebook of 50,000 products and 150,000 prices")
def test_open_one_of_1_000_products(benchmark: Benchmark) -> None:
    assert benchmark(Rulebook.open, sealed(1_000)).digest


@pytest.mark.benchmark(group="the first quote after opening, by products")
@pytest.mark.parametrize("products", [1_000, 50_000])
def test_first_quote(benchmark: Benchmark, products: int) -> None:
    assert benchmark.pedantic(asked, setup=lambda: ((Rulebook.open(sealed(products)),), {}), rounds=5)


@pytest.mark.benchmark(group="a thousand prices that were not asked for before, by prices in the list")
@pytest.mark.parametrize("count", [1_000, 1_000_000])
def test_look_up_prices(benchmark: Benchmark, count: int) -> None:
    names = [sku(number) for number in range(0, count, count // 1_000)]

    def setup() -> tuple[tuple[PriceList], dict[str, object]]:
        held = opened_list(count)
        assert "SKU" not in held.prices
        return (held,), {}

    assert benchmark.pedantic(lambda held: [held.prices[name] for name in names], setup=setup, rounds=5)


@pytest.mark.benchmark(group="open a price list, by prices in it")
@pytest.mark.parametrize("count", [1_000, 1_000_000])
def test_open_a_price_list(benchmark: Benchmark, count: int) -> None:
    price_list(count)
    assert benchmark(opened_list, count).prices
