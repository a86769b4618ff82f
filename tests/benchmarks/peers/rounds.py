"""Times of several contestants, taken in turns so that the machine's drift hits all of them alike."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter_ns
from typing import Final, NamedTuple, Protocol

BATCH_NS: Final = 20_000_000
"""About how long a contestant is run at a stretch."""


class Answer(NamedTuple):
    """What a contestant found: a total in cents, the promotions that select something, or both."""

    total: int | None = None
    matched: frozenset[str] | None = None


class Contestant(Protocol):
    """Something that answers the same question as often as wanted."""

    @property
    def name(self) -> str:
        """What the table calls it."""

    def answer(self) -> Answer:
        """What it finds."""

    def nanoseconds(self, times: int) -> int:
        """How long it takes to find that so many times."""


def nanoseconds(find: Callable[[], object], times: int) -> int:
    """How long so many calls take."""
    turns = range(times)
    start = perf_counter_ns()
    for _ in turns:
        find()
    return perf_counter_ns() - start


class InThisProcess:
    """A contestant that is a Python function of nothing."""

    def __init__(self, name: str, find: Callable[[], Answer]) -> None:
        self.name = name
        self.answer = find

    def nanoseconds(self, times: int) -> int:
        return nanoseconds(self.answer, times)


class Measured(NamedTuple):
    """Nanoseconds of one answer, one figure per round."""

    name: str
    rounds: tuple[float, ...]

    def median(self) -> float:
        return statistics.median(self.rounds)

    def beside(self, other: Measured) -> float:
        """How many times as long as the other it takes, each round compared within itself."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return statistics.median(mine / theirs for mine, theirs in pairs)


@contextmanager
def without_collection() -> Iterator[None]:
    """No garbage collection of this process while something is timed, as in ``timeit``."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def in_turns(contestants: Mapping[int, Sequence[Contestant]], rounds: int) -> dict[int, list[Measured]]:
    """Each contestant of each size once a round; who is first changes from round to round."""
    times = {
        (size, each.name): max(1, BATCH_NS // max(1, min(each.nanoseconds(1) for _ in range(3))))
        for size, present in contestants.items()
        for each in present
    }
    taken: dict[tuple[int, str], list[float]] = {key: [] for key in times}
    for nth in range(rounds):
        for size, present in contestants.items():
            first = nth % len(present)
            for each in (*present[first:], *present[:first]):
                key = (size, each.name)
                with without_collection():
                    taken[key].append(each.nanoseconds(times[key]) / times[key])
    return {
        size: [Measured(each.name, tuple(taken[size, each.name])) for each in present]
        for size, present in contestants.items()
    }


def spoken(nanoseconds: float) -> str:
    """A time with three figures or more: ``1.35 ms``, ``1,120 ms``."""
    microseconds = nanoseconds / 1_000
    return (
        f"{figures(microseconds, 3)} us" if microseconds < 999.5 else f"{figures(microseconds / 1_000, 3)} ms"
    )


def figures(number: float, least: int) -> str:
    """A number with at ``least`` so many figures, and whole from there on."""
    return f"{number:.{least}g}" if round(number) < 10**least else f"{number:,.0f}"


def print_row(*cells: str) -> None:
    """A row of a Markdown table."""
    print(f"| {' | '.join(cells)} |")
