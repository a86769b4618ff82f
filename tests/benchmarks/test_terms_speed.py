"""Speed of points, delivery and returns, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. Each group holds its own yardstick: the goods alone against the whole quote,
few facts against many, asking against doing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pendulum
import pytest

from comptoir import (
    Accepted,
    Basket,
    Buyer,
    Carry,
    Contract,
    Counter,
    Deliver,
    Fact,
    Give,
    HandedOver,
    Line,
    Place,
    Provenance,
    Settled,
    Tender,
)
from comptoir.authoring import example, seal
from comptoir.values.instants import instant_of

Benchmark = Callable[..., Any]

PARIS = "Europe/Paris"
AT = pendulum.datetime(2026, 12, 4, 18, 5, tz=PARIS)
MEMBER = Buyer(member="m-1")
SKUS = (
    "CHEMISE-LIN-M",
    "DRAP-PERCALE-160",
    "ECHARPE-LAINE",
    "PULL-MERINOS-M",
    "TAIE-PERCALE-65",
    "TORCHON-LIN",
)
LYON = Deliver(Place("FR", "69003"), "home")
TILL = Provenance("till")


@cache
def counter() -> Counter:
    return Counter(seal(example()))


def basket(lines: int, **facts: Any) -> Basket:
    """So many lines: of six products, in as many quantities as it takes to keep them apart."""
    return Basket(currency="EUR", lines=[Line(sku, 1 + lines // 6) for sku in SKUS[:lines]], **facts)


def placed(id_: str, at: pendulum.DateTime, asked: Basket) -> Accepted:
    quote = counter().quote(asked, at)
    found = counter().place(quote, id=id_, at=at, tenders=[Tender("card", quote.to_pay)], provenance=TILL)
    assert isinstance(found, Accepted)
    return found


@cache
def purchases(count: int) -> tuple[Fact, ...]:
    """So many purchases in a store within the last year, each with its points."""
    asked = basket(1, buyer=MEMBER, handover=Carry("lyon-2"), contract=Contract.IN_STORE)
    return tuple(
        fact
        for number in range(count)
        for fact in placed(f"o-{number}", AT.subtract(hours=8 * (count - number)), asked).facts
    )


@cache
def delivered(lines: int) -> tuple[Fact, ...]:
    asked = basket(lines, buyer=MEMBER, handover=LYON, contract=Contract.DISTANCE)
    handed = HandedOver(id="h-1", order="o-1", at=instant_of(AT.add(days=6)), provenance=TILL)
    return (*placed("o-1", AT, asked).facts, handed)


@pytest.mark.benchmark(group="a quote of 6 lines")
def test_the_goods_alone(benchmark: Benchmark) -> None:
    assert benchmark(counter().quote, basket(6), AT).terms.deliveries == ()


@pytest.mark.benchmark(group="a quote of 6 lines")
def test_with_delivery_points_and_returns(benchmark: Benchmark) -> None:
    asked = basket(6, buyer=MEMBER, handover=LYON, contract=Contract.DISTANCE)
    assert benchmark(counter().quote, asked, AT).terms.deliveries


@pytest.mark.benchmark(group="a quote of 6 lines")
def test_every_way_of_delivery(benchmark: Benchmark) -> None:
    assert len(benchmark(counter().delivery, basket(6), AT, to=LYON.place).options) == 13


@pytest.mark.benchmark(group="facts of a member")
@pytest.mark.parametrize("count", [10, 100, 1000])
def test_a_standing_by_facts(benchmark: Benchmark, count: int) -> None:
    history = counter().history(purchases(count))
    assert len(benchmark(counter().standing, "m-1", history, AT).purchases) == count


@pytest.mark.benchmark(group="facts of a member")
@pytest.mark.parametrize("count", [1000])
def test_facts_as_a_set(benchmark: Benchmark, count: int) -> None:
    assert len(benchmark(counter().history, purchases(count)).facts) == count


@pytest.mark.benchmark(group="a return of 6 lines")
def test_quoting_them(benchmark: Benchmark) -> None:
    asked = basket(6, buyer=MEMBER, handover=LYON, contract=Contract.DISTANCE)
    assert benchmark(counter().quote, asked, AT)


@pytest.mark.benchmark(group="a return of 6 lines")
def test_assessing_and_settling_them(benchmark: Benchmark) -> None:
    facts = delivered(6)
    give = [Give(number, 2) for number in range(1, 7)]

    def come_back() -> Any:
        asked = counter().assess("o-1", facts, AT.add(days=8), give=give, store="lyon-2")
        return counter().settle(asked, id="r-1", provenance=TILL)

    assert isinstance(benchmark(come_back), Settled)
