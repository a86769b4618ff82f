"""The runs of one line while facts happen to its pieces: cut where fates part, joined where they meet.

Decides nothing; each change touches only the runs that it is about.

Source: house rule (no unit twice).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from comptoir.facts.held import Run, runs_within, span_of
from comptoir.facts.units import Units
from comptoir.values.allocation import EqualParts


class LineAtWork:
    """The runs of one line, in order; each change touches only the runs that it is about."""

    def __init__(self, run: Run) -> None:
        self.runs = [run]

    def within(self, units: Units) -> list[Run]:
        """The runs that some pieces are, cut to them."""
        return runs_within(self.runs, units)

    def change(self, units: Units, **changes: Any) -> None:  # noqa: ANN401 - each field has its own type
        """Give the pieces another fate; runs are cut where they must be, and joined where they can be."""
        first, after = span_of(self.runs, units)
        parts: list[Run] = []
        for run in self.runs[first:after]:
            common = run.units.common(units)
            pieces_ = [(part, False) for part in run.units.without(units)]
            if common is not None:
                pieces_.append((common, True))
            for part, is_meant in sorted(pieces_):
                parts.append(attrs.evolve(run, units=part, **(changes if is_meant else {})))
        start, end = max(0, first - 1), min(len(self.runs), after + 1)
        self.runs[start:end] = _joined([*self.runs[start:first], *parts, *self.runs[after:end]])

    def in_equal_parts(self, units: Sequence[Units], amount: int) -> Iterator[tuple[Run, int]]:
        """The runs that some pieces are, each with its pieces' equal part of an amount."""
        parts = EqualParts.of(amount, sum(some.count for some in units))
        more = parts.more
        for some in units:
            first = min(more, some.count)
            more -= first
            for start, count, each in (
                (some.first, first, parts.each + parts.sign),
                (some.first + first, some.count - first, parts.each),
            ):
                runs = self.within(Units(some.number, start, count)) if count else []
                yield from ((run, each) for run in runs)


def first_of(runs: Iterable[Run], count: int) -> Iterator[Run]:
    """The first so many pieces of some runs."""
    for run in runs:
        if not count:
            return
        kept = min(count, run.units.count)
        count -= kept
        yield attrs.evolve(run, units=attrs.evolve(run.units, count=kept))


def _joined(runs: Iterable[Run]) -> list[Run]:
    """The runs, neighbours with one fate as one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and attrs.evolve(last, units=run.units) == run:
            count = last.units.count + run.units.count
            joined[-1] = attrs.evolve(last, units=attrs.evolve(last.units, count=count))
        else:
            joined.append(run)
    return joined
