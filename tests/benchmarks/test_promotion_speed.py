"""What promotions in force cost, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. The yardstick is a plain loop with ``Money`` that only adds up totals; other
libraries are measured beside it by `nox -s peers`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from functools import cache
from itertools import count
from typing import Any

import pytest
from pendulum import DateTime

from benchmarks.peers import at_the_counter, plain_loop
from benchmarks.peers.at_the_counter import AT
from benchmarks.peers.shop import CURRENCY, Shop, crowded_shop, item, shop
from comptoir import Basket, Counter, Line, Rulebook

Benchmark = Any  # pytest-benchmark has no types


@cache
def sealed(promotions: int) -> bytes:
    return at_the_counter.rulebook(shop(promotions)).sealed()


def full_quote(benchmark: Benchmark, asked: Shop) -> None:
    found = benchmark(at_the_counter.contestant(asked).answer)
    assert found == plain_loop.contestant(asked).answer()


@pytest.mark.parametrize(
    "promotions",
    [
        pytest.param(each, marks=pytest.mark.benchmark(group=f"20 lines, {each:,} promotions in force"))
        for each in (10, 100, 1_000, 10_000)
    ],
)
def test_full_quote(benchmark: Benchmark, promotions: int) -> None:
    full_quote(benchmark, shop(promotions))


@pytest.mark.parametrize(
    "promotions",
    [
        pytest.param(each, marks=pytest.mark.benchmark(group=f"20 lines, {each:,} promotions in force"))
        for each in (10, 100, 1_000)
    ],
)
def test_plain_loop(benchmark: Benchmark, promotions: int) -> None:
    assert benchmark(plain_loop.contestant(shop(promotions)).answer)


@pytest.mark.benchmark(group="20 lines, by promotions that select a line")
@pytest.mark.parametrize("candidates", [1, 5, 25])
def test_full_quote_by_candidates(benchmark: Benchmark, candidates: int) -> None:
    full_quote(benchmark, crowded_shop(candidates))


@pytest.mark.parametrize(
    "promotions",
    [
        pytest.param(
            each, marks=pytest.mark.benchmark(group=f"{each:,} promotions, from sealed to first quote")
        )
        for each in (1_000, 10_000)
    ],
)
class TestUntilTheFirstQuote:
    """The first quote brings promotions into the form in which the next ones find them."""

    def test_open_it(self, benchmark: Benchmark, promotions: int) -> None:
        data = sealed(promotions)
        assert benchmark.pedantic(Rulebook.open, (data,), rounds=5).digest

    def test_first_quote(self, benchmark: Benchmark, promotions: int) -> None:
        def setup() -> tuple[tuple[Rulebook], dict[str, object]]:
            return (Rulebook.open(sealed(promotions)),), {}

        assert benchmark.pedantic(quoted, setup=setup, rounds=5)

    def test_next_quote(self, benchmark: Benchmark, promotions: int) -> None:
        rulebook = Rulebook.open(sealed(promotions))
        quoted(rulebook)
        assert benchmark.pedantic(quoted, (rulebook,), rounds=5)


@pytest.mark.benchmark(group="20 lines, by what was asked before")
class TestByWhatWasAskedBefore:
    """What lines come to is remembered: a line asked again costs a fraction of one that is new."""

    def test_the_same_basket(self, benchmark: Benchmark) -> None:
        ask(benchmark, lambda _: typed(range(LINES)))

    def test_one_line_more_each_time(self, benchmark: Benchmark) -> None:
        """As at a till, where a line that is new moves those that follow it."""
        ask(benchmark, lambda nth: typed((nth + place) * STRIDE % ON_SALE for place in range(LINES)))

    def test_a_basket_that_was_never_asked(self, benchmark: Benchmark) -> None:
        chance = random.Random(2)
        ask(benchmark, lambda _: typed(chance.sample(range(ON_SALE), LINES), chance))


LINES = 20
ON_SALE = 10_000
STRIDE = 499
"""From one product to the next one that is typed, among those in order."""


@cache
def large() -> Rulebook:
    """Ten thousand products, a hundred promotions."""
    return at_the_counter.rulebook(Shop(tuple(map(item, range(ON_SALE))), shop(100).offers, ()))


def typed(numbers: Iterable[int], chance: random.Random | None = None) -> Basket:
    """Lines typed anew, so many pieces of each: two, unless that is left to chance."""
    pieces = (2 if chance is None else chance.randrange(1, 10) for _ in range(LINES))
    lines = [Line(item(number).sku, many) for number, many in zip(numbers, pieces, strict=True)]
    return Basket(currency=CURRENCY, lines=lines)


def ask(benchmark: Benchmark, basket: Callable[[int], Basket]) -> None:
    counter, asked = Counter(large()), count()

    def setup() -> tuple[tuple[Basket, DateTime], dict[str, object]]:
        return (basket(next(asked)), AT), {}

    assert benchmark.pedantic(counter.quote, setup=setup, rounds=400, warmup_rounds=40)


def quoted(rulebook: Rulebook) -> object:
    return Counter(rulebook).quote(at_the_counter.basket(shop(10)), AT).total
