"""What prices with everything in them cost, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. A page of three hundred products stands beside a basket of twenty lines and
beside three hundred baskets; lines and pieces beside fewer of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import Basket, Buyer, Carry, Contract, Counter, Line, Product, Rulebook
from comptoir.authoring import example, seal
from comptoir.pricing.price_lists import Counts, PriceList, Scale, Step
from comptoir.rulebook import Assortment
from comptoir.values.money import UnitPrice

Benchmark = Callable[..., Any]

AT = pendulum.datetime(2026, 11, 27, 15, 0, tz="Europe/Paris")
PRODUCTS = 2_000
CATEGORIES = ("fashion/shirts", "household/kitchen", "grocery/oils", "books/cooking")


def sku(number: int) -> str:
    return f"P-{number:04}"


@cache
def counter() -> Counter:
    """Maison Lavande with two thousand products more, on promotion, with floors and a scale."""
    rulebook = seal(example())
    products = (
        Product(
            sku=sku(number),
            name={"en": sku(number)},
            category=CATEGORIES[number % 4],
            tax="reduced" if number % 4 > 1 else "standard",
        )
        for number in range(PRODUCTS)
    )
    prices = PriceList(
        id="more",
        currency="EUR",
        prices={sku(number): UnitPrice.of(f"{number % 60 + 5}.90") for number in range(PRODUCTS)},
        scales={sku(0): Scale(Counts.GRADUATED, [Step("10", "5.50"), Step("100", "4.90")])},
    )
    rules = attrs.evolve(rulebook.pricing, lists=(*rulebook.pricing.lists, prices))
    header = rulebook.header
    return Counter(
        Rulebook.compose(
            id="benchmark",
            entity=rulebook.header.entity,
            computing=header.computing,
            valid=header.valid,
            zone=header.zone,
            currencies=tuple(header.currencies),
            money=header.money,
            sections=attrs.evolve(
                rulebook.sections,
                pricing=rules,
                products=Assortment((*rulebook.products.products, *products)),
            ),
        )
    )


def basket(lines: int, pieces: int = 1, first: int = 0) -> Basket:
    return Basket(
        currency="EUR",
        lines=[Line(sku(first + number), pieces) for number in range(lines)],
        buyer=Buyer(segments=["press"]),
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
    )


def one_by_one(count: int) -> list[int]:
    """What a shop does that has no page: a basket for each product."""
    return [counter().quote(basket(1, first=number), AT).terms.total for number in range(count)]


@pytest.mark.benchmark(group="a page of 300 products, a basket of 20 lines")
def test_a_page_of_300_products(benchmark: Benchmark) -> None:
    skus = [sku(number) for number in range(300)]
    assert len(benchmark(counter().page, skus, AT, basket=basket(0)).tags) == 300


@pytest.mark.benchmark(group="a page of 300 products, a basket of 20 lines")
def test_a_basket_of_20_lines(benchmark: Benchmark) -> None:
    assert benchmark(counter().quote, basket(20), AT).total


@pytest.mark.benchmark(group="a page of 300 products, a basket of 20 lines")
def test_a_basket_of_300_lines(benchmark: Benchmark) -> None:
    assert benchmark(counter().quote, basket(300), AT).total


@pytest.mark.benchmark(group="a page of 300 products, a basket of 20 lines")
def test_300_baskets_of_one_product(benchmark: Benchmark) -> None:
    assert benchmark(one_by_one, 300)


@pytest.mark.parametrize("lines", [100, 1_000])
@pytest.mark.benchmark(group="lines with every rule of Maison Lavande")
def test_lines(benchmark: Benchmark, lines: int) -> None:
    assert benchmark(counter().quote, basket(lines), AT).total


@pytest.mark.parametrize("pieces", [1, 6_000])
@pytest.mark.benchmark(group="pieces on a graduated line")
def test_pieces_on_a_graduated_line(benchmark: Benchmark, pieces: int) -> None:
    assert benchmark(counter().quote, basket(1, pieces), AT).total
