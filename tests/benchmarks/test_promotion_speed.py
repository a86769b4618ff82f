"""What promotions in force cost, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. The yardstick is a plain loop with ``Money`` that only adds up totals; other
libraries are measured beside it by `nox -s peers`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from benchmarks.peers import at_the_counter, plain_loop
from benchmarks.peers.at_the_counter import AT
from benchmarks.peers.shop import Shop, crowded_shop, shop
from comptoir import Counter, Rulebook

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


def quoted(rulebook: Rulebook) -> object:
    return Counter(rulebook).quote(at_the_counter.basket(shop(10)), AT).total
