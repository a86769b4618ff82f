"""Planted faults for the laws of the accounting of points: ways of accounting that break them.

Each is a mistake that a report or a ledger beside the library could make.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

import attrs

from comptoir.checkout.accounting import PointsRevenue
from comptoir.facts.events import Fact
from comptoir.loyalty.assumptions import PointAssumptions
from comptoir.loyalty.breakage import BreakageEntry, EntryKind
from comptoir.loyalty.liability import LiabilityRow
from comptoir.loyalty.revenue import PeriodRevenue
from comptoir.rulebook import Rulebook
from comptoir.testing.accounting_cases import AT_THE_COUNTER, Accountant, Accounted


def _rows(change: Callable[[LiabilityRow], LiabilityRow | None]) -> Accountant:
    """The counter's accounting, each row tampered with."""

    def account(rulebook: Rulebook, facts: Sequence[Fact], at: datetime) -> Accounted:
        found = AT_THE_COUNTER.account(rulebook, facts, at)
        rows = tuple(row for each in found.state.rows if (row := change(each)) is not None)
        return attrs.evolve(found, state=attrs.evolve(found.state, rows=rows))

    return attrs.evolve(AT_THE_COUNTER, account=account)


def _entries(change: Callable[[BreakageEntry], Iterable[BreakageEntry]]) -> Accountant:
    """The counter's accounting, each entry tampered with."""

    def account(rulebook: Rulebook, facts: Sequence[Fact], at: datetime) -> Accounted:
        found = AT_THE_COUNTER.account(rulebook, facts, at)
        return attrs.evolve(found, journal=tuple(new for old in found.journal for new in change(old)))

    return attrs.evolve(AT_THE_COUNTER, account=account)


def _figures(change: Callable[[PeriodRevenue], PeriodRevenue]) -> Accountant:
    """The counter's accounting, the figures of each period tampered with."""

    def recognise(
        rulebook: Rulebook, facts: Sequence[Fact], at: datetime, assumptions: PointAssumptions
    ) -> PointsRevenue:
        found = AT_THE_COUNTER.recognise(rulebook, facts, at, assumptions)
        return attrs.evolve(found, periods=tuple(map(change, found.periods)))

    return attrs.evolve(AT_THE_COUNTER, recognise=recognise)


def held_points_are_no_longer_owed(row: LiabilityRow) -> LiabilityRow:
    """A1, AO: what is set aside counts as spent."""
    return attrs.evolve(row, held=0)


def pending_points_are_left_out(row: LiabilityRow) -> LiabilityRow | None:
    """A1, AO: only what can be spent today is counted."""
    return attrs.evolve(row, pending=0) if row.pending else row


def all_points_are_the_merchants(row: LiabilityRow) -> LiabilityRow:
    """A1, AO: nobody asks who pays for points."""
    return attrs.evolve(row, funder=None)


def one_side_is_forgotten(entry: BreakageEntry) -> Iterator[BreakageEntry]:
    """A2: points are used, and are nowhere after."""
    yield attrs.evolve(entry, credit=entry.debit) if entry.kind is EntryKind.RELEASED else entry


def what_comes_back_is_not_reopened(entry: BreakageEntry) -> Iterator[BreakageEntry]:
    """A2: a return restores points, and the plan does not know."""
    if entry.kind is not EntryKind.REOPENED:
        yield entry


def an_end_that_is_put_off_is_not_moved(entry: BreakageEntry) -> Iterator[BreakageEntry]:
    """A2: points of an active member still lapse on their first day, in the books."""
    if entry.kind is not EntryKind.MOVED:
        yield entry


def nothing_ever_lapses(entry: BreakageEntry) -> Iterator[BreakageEntry]:
    """A2: a job that realises what has lapsed did not run."""
    if entry.kind is not EntryKind.REALISED:
        yield entry


def what_lapsed_is_never_revenue(period: PeriodRevenue) -> PeriodRevenue:
    """A3: a part stays owed for ever."""
    return attrs.evolve(period, revenue_total=period.revenue_total - min(1, period.revenue_total))


def only_the_period_is_looked_at(period: PeriodRevenue) -> PeriodRevenue:
    """A3: revenue of each period is what its estimate gives, without what was recognised before."""
    return attrs.evolve(period, revenue=period.revenue_total)


ACCOUNTING_FAULTS: Final[Mapping[str, Mapping[str, Accountant]]] = MappingProxyType(
    {
        "A1": {
            "held_points_are_no_longer_owed": _rows(held_points_are_no_longer_owed),
            "pending_points_are_left_out": _rows(pending_points_are_left_out),
            "all_points_are_the_merchants": _rows(all_points_are_the_merchants),
        },
        "A2": {
            "one_side_is_forgotten": _entries(one_side_is_forgotten),
            "what_comes_back_is_not_reopened": _entries(what_comes_back_is_not_reopened),
            "an_end_that_is_put_off_is_not_moved": _entries(an_end_that_is_put_off_is_not_moved),
            "nothing_ever_lapses": _entries(nothing_ever_lapses),
        },
        "A3": {
            "what_lapsed_is_never_revenue": _figures(what_lapsed_is_never_revenue),
            "only_the_period_is_looked_at": _figures(only_the_period_is_looked_at),
        },
        "AO": {
            "held_points_are_no_longer_owed": _rows(held_points_are_no_longer_owed),
            "pending_points_are_left_out": _rows(pending_points_are_left_out),
            "all_points_are_the_merchants": _rows(all_points_are_the_merchants),
        },
    }
)
"""For each law, ways of accounting that it must catch."""
