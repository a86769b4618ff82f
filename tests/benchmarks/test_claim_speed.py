"""Speed of claims, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. The yardstick of asking about a faulty good is quoting it; of many claims and of
many steps of one, few.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pendulum
import pytest

from comptoir import (
    Accepted,
    Basket,
    Buyer,
    Claimed,
    ClaimPassed,
    ClaimStep,
    Contract,
    Counter,
    Deliver,
    Fact,
    HandedOver,
    Line,
    Place,
    Problem,
    Provenance,
    Quote,
    Remedy,
    Rulebook,
    Tender,
)
from comptoir.authoring import example, seal
from comptoir.facts.history import History
from comptoir.facts.units import Units

Benchmark = Any  # pytest-benchmark has no types

PARIS = "Europe/Paris"
BOUGHT = pendulum.datetime(2026, 9, 7, 20, 10, tz=PARIS)
DELIVERED = pendulum.datetime(2026, 9, 10, 11, 20, tz=PARIS)
BROUGHT = pendulum.datetime(2026, 10, 1, 10, 0, tz=PARIS)
ASKED = pendulum.datetime(2027, 11, 2, 9, 0, tz=PARIS)
APP = Provenance("app")
PIECES = 100
FEW, MANY = 10, 100


@cache
def counter() -> Counter:
    return Counter(Rulebook.open(seal(example()).sealed()))


def quote() -> Quote:
    basket = Basket(
        currency="EUR",
        lines=[Line("MACHINE-CAFE", PIECES)],
        buyer=Buyer(member="m-1"),
        handover=Deliver(Place("FR", "69003"), service="home"),
        contract=Contract.DISTANCE,
    )
    return counter().quote(basket, BOUGHT)


@cache
def sold() -> tuple[Fact, ...]:
    """Machines that were ordered and delivered."""
    found = quote()
    tenders = [Tender("card", found.to_pay)]
    placed = counter().place(found, id="o-1", at=BOUGHT, tenders=tenders, provenance=APP)
    assert isinstance(placed, Accepted)
    return (*placed.facts, HandedOver(id="h-1", order="o-1", member="m-1", at=DELIVERED, provenance=APP))


@cache
def history(claims: int, repairs: int) -> History:
    """A claim about each of so many machines, repaired so many times: each time it breaks again."""
    facts = list(sold())
    for number in range(claims):
        id_ = f"c-{number}"
        facts.append(
            Claimed(
                id=id_,
                order="o-1",
                member="m-1",
                at=BROUGHT.add(minutes=number),
                units=[Units(1, number, 1)],
                problem=Problem.FAULTY,
                wants=Remedy.REPAIR,
                store="lyon-2",
                provenance=APP,
            )
        )
        for repair in range(repairs):
            since = BROUGHT.add(days=3 * repair, minutes=number)
            for hours, step in enumerate(
                (ClaimStep.HANDED_IN, ClaimStep.REPAIRED, ClaimStep.HANDED_BACK, ClaimStep.PERSISTS), start=1
            ):
                place = "lyon-2" if step is ClaimStep.HANDED_IN else None
                facts.append(
                    ClaimPassed(
                        id=f"{id_}-{repair}-{step.value}",
                        order="o-1",
                        member="m-1",
                        at=since.add(hours=hours),
                        claim=id_,
                        step=step,
                        place=place,
                        provenance=APP,
                    )
                )
    return counter().history(facts)


@pytest.mark.benchmark(group="a claim beside a quote")
def test_a_quote(benchmark: Benchmark) -> None:
    assert benchmark(quote).answer


@pytest.mark.benchmark(group="a claim beside a quote")
def test_a_claim(benchmark: Benchmark) -> None:
    known = history(1, 1)
    assert benchmark(lambda: counter().claim("o-1", known, ASKED)).claims


@pytest.mark.benchmark(group="many claims")
@pytest.mark.parametrize("claims", [FEW, MANY])
def test_claims_of_one_order(benchmark: Benchmark, claims: int) -> None:
    known = history(claims, 1)
    assert len(benchmark(lambda: counter().claim("o-1", known, ASKED)).claims) == claims


@pytest.mark.benchmark(group="many steps")
@pytest.mark.parametrize("repairs", [FEW, MANY])
def test_steps_of_one_claim(benchmark: Benchmark, repairs: int) -> None:
    known = history(1, repairs)
    assert benchmark(lambda: counter().claim("o-1", known, ASKED)).claims


@pytest.mark.benchmark(group="the standing with claims")
@pytest.mark.parametrize("claims", [0, FEW, MANY])
def test_the_standing(benchmark: Benchmark, claims: int) -> None:
    known = history(claims, 1)
    [purchase] = benchmark(lambda: counter().standing("m-1", known, ASKED)).purchases
    assert len(purchase.claims or ()) == claims
