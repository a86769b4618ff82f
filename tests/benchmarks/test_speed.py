"""Speed, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. Each group holds its own yardstick: a plain loop with ``Money`` that only adds
up totals, one line against many, few promotions against many.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pendulum
import pytest
from moneyed import Money

from comptoir import Basket, Counter, Line, Product, Rulebook
from comptoir.authoring import example, seal
from comptoir.authoring.zone_tables import zone_table
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.rulebook import Assortment, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.values.instants import instant_of
from comptoir.values.money import UnitPrice
from comptoir.values.selections import Skus
from comptoir.values.windows import Window
from comptoir.vocabulary import STANDARD

Benchmark = Callable[..., Any]

PARIS = "Europe/Paris"
AT = pendulum.datetime(2026, 12, 4, 18, 5, tz=PARIS)
START, END, BEYOND = (instant_of(pendulum.datetime(year, 1, 1, tz=PARIS)) for year in (2026, 2028, 2029))
PRODUCTS = 1_000


def price(number: int) -> str:
    return f"{number % 90 + 1}.99"


def sku(number: int) -> str:
    return f"P-{number:04}"


def rulebook(promotions: int) -> Rulebook:
    """A thousand products, each promotion on one of the first thirty."""
    numbers = range(PRODUCTS)
    return Rulebook.compose(
        id="benchmark",
        computing="2026-11",
        valid=Window(START, END),
        zone=PARIS,
        currencies=("EUR",),
        sections=Sections(
            products=Assortment(
                Product(sku=sku(n), name={"en": sku(n)}, category="all/things", tax="standard")
                for n in numbers
            ),
            pricing=PricingRules(
                lists=[
                    PriceList(
                        id="list", currency="EUR", prices={sku(n): UnitPrice.of(price(n)) for n in numbers}
                    )
                ],
                layers=[Layer(id="offers")],
                promotions=[
                    Promotion(
                        id=f"offer-{n}",
                        name={"en": "an offer"},
                        layer="offers",
                        on=Skus([sku(n % 30)]),
                        benefit=PercentOff(n % 40 + 1),
                    )
                    for n in range(promotions)
                ],
            ),
            tax=TaxRules(
                country="FR", rates=[TaxRate(category="standard", percent="20", source="CGI art. 278")]
            ),
            time=TimeTables(zones=[zone_table(PARIS, START, BEYOND)]),
        ),
    )


def basket(lines: int, pieces: int = 2) -> Basket:
    return Basket(currency="EUR", lines=[Line(sku(n), pieces) for n in range(lines)])


def plain_loop(lines: int, promotions: int) -> Money:
    """What a shop writes in an afternoon: the best percentage per line, totals only, no reasons."""
    cent = Decimal("0.01")
    offers = [(sku(n % 30), n % 40 + 1) for n in range(promotions)]
    total = Money(0, "EUR")
    for n in range(lines):
        regular = Money(price(n), "EUR") * 2
        best = regular
        for on, percent in offers:
            if on == sku(n):
                off = (regular.amount * percent / 100).quantize(cent, ROUND_HALF_UP)
                best = min(best, regular - Money(off, "EUR"))
        total += best
    return total


@pytest.mark.benchmark(group="20 lines, 10 promotions in force")
def test_quote_with_10_promotions(benchmark: Benchmark) -> None:
    counter, asked = Counter(rulebook(10)), basket(20)
    assert benchmark(counter.quote, asked, AT).total == plain_loop(20, 10)


@pytest.mark.benchmark(group="20 lines, 10 promotions in force")
def test_plain_loop_with_10_promotions(benchmark: Benchmark) -> None:
    assert benchmark(plain_loop, 20, 10)


@pytest.mark.benchmark(group="20 lines, 100 promotions in force")
def test_quote_with_100_promotions(benchmark: Benchmark) -> None:
    counter, asked = Counter(rulebook(100)), basket(20)
    assert benchmark(counter.quote, asked, AT).total == plain_loop(20, 100)


@pytest.mark.benchmark(group="20 lines, 100 promotions in force")
def test_plain_loop_with_100_promotions(benchmark: Benchmark) -> None:
    assert benchmark(plain_loop, 20, 100)


@pytest.mark.benchmark(group="lines of a basket, 10 promotions in force")
@pytest.mark.parametrize("lines", [1, 10, 100, 1000])
def test_quote_by_lines(benchmark: Benchmark, lines: int) -> None:
    counter, asked = Counter(rulebook(10)), basket(lines)
    assert len(benchmark(counter.quote, asked, AT).terms.lines) == lines


@pytest.mark.benchmark(group="pieces of a line")
@pytest.mark.parametrize("pieces", [1, 6000])
def test_quote_by_pieces(benchmark: Benchmark, pieces: int) -> None:
    counter, asked = Counter(rulebook(10)), basket(20, pieces)
    quote = benchmark(counter.quote, asked, AT)
    assert sum(share.units for share in quote.terms.lines[0].shares()) == pieces


@pytest.mark.benchmark(group="parts of an answer, 20 lines")
def test_quote_alone(benchmark: Benchmark) -> None:
    counter, asked = Counter(rulebook(10)), basket(20)
    assert benchmark(counter.quote, asked, AT)


@pytest.mark.benchmark(group="parts of an answer, 20 lines")
def test_quote_and_its_answer_digest(benchmark: Benchmark) -> None:
    counter, asked = Counter(rulebook(10)), basket(20)
    assert benchmark(lambda: counter.quote(asked, AT).answer)


@pytest.mark.benchmark(group="parts of an answer, 20 lines")
def test_quote_and_its_explanation(benchmark: Benchmark) -> None:
    counter, asked = Counter(rulebook(10)), basket(20)
    assert benchmark(lambda: counter.quote(asked, AT).explain("fr"))


@pytest.mark.benchmark(group="a rulebook of 1,000 products")
def test_open_a_sealed_rulebook(benchmark: Benchmark) -> None:
    sealed = rulebook(100).sealed()
    assert benchmark(Rulebook.open, sealed).digest


@pytest.mark.benchmark(group="a rulebook of 1,000 products")
def test_compose_it_from_values(benchmark: Benchmark) -> None:
    assert benchmark(rulebook, 100).digest


@pytest.mark.benchmark(group="the example rulebook")
def test_seal_the_example_from_toml(benchmark: Benchmark) -> None:
    assert benchmark(seal, example()).digest


@pytest.mark.benchmark(group="the example rulebook")
def test_open_the_sealed_example(benchmark: Benchmark) -> None:
    sealed = seal(example()).sealed()
    assert benchmark(Rulebook.open, sealed).digest


@pytest.mark.benchmark(group="the wire form of a basket, 20 lines")
def test_write_a_basket(benchmark: Benchmark) -> None:
    assert benchmark(STANDARD.codec.dumps, basket(20))


@pytest.mark.benchmark(group="the wire form of a basket, 20 lines")
def test_read_a_basket(benchmark: Benchmark) -> None:
    carried = STANDARD.codec.dumps(basket(20))
    assert benchmark(STANDARD.codec.loads, carried, Basket).lines
