"""Offers on sets that compete for 35 units, chosen exactly: HiGHS and Comptoir on the same baskets."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from time import perf_counter_ns
from typing import Final, NamedTuple

from benchmarks.peers import highs
from benchmarks.peers.rounds import figures, print_row, spoken, without_collection
from benchmarks.peers.set_offers import Chosen, Instance, instance
from benchmarks.peers.sets_at_the_counter import quote_best

OFFERS: Final = (5, 8, 10, 12, 15)
BASKETS: Final = 20
REPEATS: Final = 3


HIGHS: Final = "HiGHS, building and solving"
COMPTOIR: Final = "Comptoir, the full quote"


class Run(NamedTuple):
    """What was chosen, and the nanoseconds that each part of it took."""

    chosen: Chosen
    took: dict[str, int]


class Raced(NamedTuple):
    """One basket: each part's median time, what HiGHS proves, and what Comptoir chose."""

    took: dict[str, float]
    greatest: Chosen
    comptoir: Chosen


def by_highs(asked: Instance) -> Run:
    start = perf_counter_ns()
    program = highs.program(asked)
    built = perf_counter_ns()
    chosen = highs.solved(program)
    end = perf_counter_ns()
    return Run(chosen, {HIGHS: end - start, "HiGHS, solving": end - built})


def by_comptoir(asked: Instance) -> Run:
    start = perf_counter_ns()
    chosen = quote_best(asked)
    return Run(chosen, {COMPTOIR: perf_counter_ns() - start})


def race(asked: Instance) -> Raced:
    """Both in turns, after one run each that is not counted."""
    taken: dict[str, list[int]] = {}
    greatest, comptoir = by_highs(asked).chosen, by_comptoir(asked).chosen
    assert greatest.proven
    for _ in range(REPEATS):
        for contestant in (by_highs, by_comptoir):
            with without_collection():
                run = contestant(asked)
            for part, nanoseconds in run.took.items():
                taken.setdefault(part, []).append(nanoseconds)
    return Raced({part: statistics.median(each) for part, each in taken.items()}, greatest, comptoir)


def print_table() -> None:
    baskets = [[instance(offers, seed) for seed in range(BASKETS)] for offers in OFFERS]
    raced = [[race(asked) for asked in those] for those in baskets]
    print(f"\n35 units, by offers on sets that compete for them: median / worst of {BASKETS} baskets\n")
    print_row("", *(str(offers) for offers in OFFERS))
    print_row("---", *("---:" for _ in OFFERS))
    for part in raced[0][0].took:
        print_row(part, *(times([each.took[part] for each in those]) for those in raced))
    print_row(
        "HiGHS, building and solving, times Comptoir", *(f"x {figures(ratio(those), 2)}" for those in raced)
    )
    print_row("proven by Comptoir", *(f"{proven(those)} of {len(those)}" for those in raced))
    print_row("greatest reduction missed by Comptoir, mean", *(f"{missed(those):.2%}" for those in raced))


def times(nanoseconds: Sequence[float]) -> str:
    return f"{spoken(statistics.median(nanoseconds))} / {spoken(max(nanoseconds))}"


def proven(those: Sequence[Raced]) -> int:
    """For how many Comptoir says that nothing gives more: it must be what HiGHS finds."""
    found = [each for each in those if each.comptoir.proven]
    for each in found:
        assert each.comptoir.reduction == each.greatest.reduction, f"{each.comptoir}, HiGHS {each.greatest}"
    return len(found)


def missed(those: Sequence[Raced]) -> float:
    """The share of the greatest reduction that Comptoir does not give."""
    return statistics.mean(1 - each.comptoir.reduction / each.greatest.reduction for each in those)


def ratio(those: Sequence[Raced]) -> float:
    """How many times as long HiGHS takes, the middle of the baskets."""
    return statistics.median(each.took[HIGHS] / each.took[COMPTOIR] for each in those)
