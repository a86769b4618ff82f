"""An order as it stood before: the fold looks at it as it was at the instant that it has come to.

Source: house rule (law L4).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import attrs

from comptoir.facts.held import Held, Run
from comptoir.facts.units import Units
from comptoir.values.instants import Instant


def as_it_stood(held: Held, at: Instant, refunds: int) -> Held:
    """An order as it stood at an instant, after so many of its refunds.

    Of its pieces it says what they are now, and as much as decides until when they could come back.
    """
    counted = held.refunds[:refunds]
    facts = {(each.cancelled, each.fact) for each in counted}
    runs = tuple(_run_by(run, at, facts) for run in held.runs)
    return attrs.evolve(held, runs=runs, refunds=counted, informed=_by(at, held.informed))


def has_the_same_past(held: Held, before: Held, at: Instant) -> bool:
    """Whether an order stood at an instant as it was ``before``, whatever happened since.

    How its pieces are cut into runs does not matter, nor what they are.
    """
    refunds = len(before.refunds)
    stood, then = as_it_stood(held, at, refunds), as_it_stood(before, at, refunds)
    return (
        stood.refunds == then.refunds
        and stood.informed == then.informed
        and _fates(stood.runs) == _fates(then.runs)
    )


def _fates(runs: Sequence[Run]) -> list[tuple[Units, tuple[Any, ...]]]:
    """The runs, those as one that differ in their pieces alone and lie side by side."""
    fates: list[tuple[Units, tuple[Any, ...]]] = []
    for run in runs:
        units, _, *fate = attrs.astuple(run, recurse=False)
        if fates and fates[-1][1] == tuple(fate) and _touch(fates[-1][0], units):
            before = fates.pop()[0]
            units = Units(units.number, before.first, before.count + units.count)
        fates.append((units, tuple(fate)))
    return fates


def _touch(before: Units, units: Units) -> bool:
    return before.number == units.number and before.after == units.first


def _run_by(run: Run, at: Instant, refunds: Collection[tuple[bool, str | None]]) -> Run:
    handed_back = [each for each in (*run.handed_back_before, run.handed_back) if _by(at, each) is not None]
    return Run(
        units=run.units,
        product=run.product,
        shipped=_by(at, run.shipped),
        handed_over=_by(at, run.handed_over),
        declared=_by(at, run.declared),
        handed_back=handed_back[-1] if handed_back else None,
        returned=run.returned if (False, run.returned_by) in refunds else None,
        cancelled=run.cancelled if (True, run.cancelled_by) in refunds else None,
    )


def _by(at: Instant, happened: Instant | None) -> Instant | None:
    """When something happened, if it had by an instant."""
    return None if happened is None or happened > at else happened
