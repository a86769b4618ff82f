"""Laws of the accounting of points: the liability, its journal, and the revenue that follows.

Source: laws A1 to A3 and AO.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from comptoir.checkout.accounting import PointsRevenue
from comptoir.facts.events import OrderPlaced
from comptoir.facts.membership import membership_of
from comptoir.facts.point_events import PurchaseClaimed
from comptoir.loyalty.account import Account
from comptoir.loyalty.assumptions import AssumedPeriod, PointAssumptions
from comptoir.loyalty.breakage import BreakageEntry, EntryKind, Side
from comptoir.loyalty.liability import LiabilityState
from comptoir.testing.accounting_cases import AT_THE_COUNTER, Accountant, Accounted
from comptoir.testing.cases import expect
from comptoir.testing.laws.loyalty import instants
from comptoir.testing.oracles.point_lives import Place
from comptoir.testing.oracles.points import Purses
from comptoir.testing.standings import accounts_of
from comptoir.testing.stories import Story, tell_counter
from comptoir.values.instants import EARLIEST, Instant, datetime_of
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent

Key = tuple[str, str | None, Instant | None]
"""A type of points, its funder, and when they end."""

SIDES: Final = {
    EntryKind.PLANNED: (Side.GIVEN, Side.LEFT),
    EntryKind.RELEASED: (Side.LEFT, Side.USED),
    EntryKind.REOPENED: (Side.USED, Side.LEFT),
    EntryKind.MOVED: (Side.LEFT, Side.LEFT),
    EntryKind.REALISED: (Side.LEFT, Side.LAPSED),
}
"""Which accounts each kind of entry debits and credits."""


def a1_the_liability_is_the_sum_of_all_members(story: Story, accountant: Accountant = AT_THE_COUNTER) -> None:
    """A1: the liability is the sum of every member's standing: what is pending, available, held and owed.

    By type, funder and end; each account once, whatever its references. What ends then is what was foretold.
    """
    for at in instants(story):
        state = _at(story, accountant, at).state
        accounts = list(_accounts(story, at))
        for type_ in sorted({row.type for row in state.rows} | {type_ for type_, _ in accounts}):
            own = [account for of, account in accounts if of == type_]
            found = _places(state, type_)
            due = Counter[tuple[str, str | None]]()
            for account in own:
                for each in account.funders:
                    due["pending", each.funder] += each.pending
                    due["available", each.funder] += each.available
                    due["held", each.funder] += each.held
            expect("A1", found == +due, f"found {found}, not {+due}, of {type_} at {at}")
            owed = sum(account.debt for account in own)
            expect("A1", state.debt(type_) == owed, f"found {state.debt(type_)} owed, not {owed}, at {at}")
            ends = _ends(state, type_)
            foretold = Counter[Instant | None]()
            for account in own:
                for lot in account.lots:
                    foretold[lot.expires_at] += lot.remaining
            expect("A1", ends == +foretold, f"found {ends}, not {+foretold}, of {type_} at {at}")


def a2_the_journal_is_balanced_and_explains_what_is_left(
    story: Story, accountant: Accountant = AT_THE_COUNTER
) -> None:
    """A2: each group of entries is balanced, and all until an instant come to what is left then, by end.

    Planned less released, reopened, moved and realised, by type, funder and end; what was given and what has
    lapsed are those of all members; nothing lapses before its end, and what was written stays as it was.
    """
    every = instants(story)
    journal = _at(story, accountant, every[-1]).journal
    for entry in journal:
        fits = (entry.debit.side, entry.credit.side) == SIDES[entry.kind] and entry.is_balanced
        expect("A2", fits, f"found an entry that is not balanced: {entry}")
        end = entry.debit.expires_at
        is_due = entry.kind is not EntryKind.REALISED or (end is not None and end <= entry.at)
        expect("A2", is_due, f"found points that lapse before their end: {entry}")
    for at in every:
        so_far = [entry for entry in journal if entry.at <= at]
        told = _at(story, accountant, at)
        expect("A2", list(told.journal) == so_far, f"found another journal at {at} than later")
        left = Counter({key: points for key, points in _left(so_far) if points})
        rows = Counter({(row.type, row.funder, row.expires_at): row.points for row in told.state.rows})
        expect("A2", left == rows, f"found {left} by the journal, {rows} left, at {at}")
        given, lapsed = Counter[tuple[str, str | None]](), Counter[tuple[str, str | None]]()
        for type_, account in _accounts(story, at):
            for each in account.funders:
                given[type_, each.funder] += each.given
                lapsed[type_, each.funder] += each.expired
        found = _on(so_far, Side.GIVEN), _on(so_far, Side.LAPSED)
        expect("A2", found == (+given, +lapsed), f"found {found}, not {(given, lapsed)}, at {at}")


def a3_revenue_telescopes(story: Story, accountant: Accountant = AT_THE_COUNTER) -> None:
    """A3: revenue in all follows from the points redeemed by then and the estimate, whatever came between.

    The revenue of periods sums to it; it is never more than what was allocated, and all of that once nothing
    is left of the points, or what is expected to be spent has been.
    """
    horizon = Instant(story.rulebook.horizon_instant - 1)
    sold = [fact.at for fact in story.facts if isinstance(fact, OrderPlaced | PurchaseClaimed)]
    first = Instant(min(max(sold, default=story.instant) + 1, horizon - 1))
    ends = [first, *(at for at in instants(story)[::4] if first < at < horizon), horizon]
    whole = _revenue(story, accountant, ends)
    for before, period in pairwise((None, *whole.periods)):
        if period is None:
            continue
        total = period.revenue + (0 if before is None else before.revenue_total)
        expect("A3", total == period.revenue_total, f"found {period} after {before}")
        expect("A3", 0 <= period.revenue_total <= period.allocated_total, f"found {period}")
        is_done = period.redeemed >= period.expected
        expect("A3", not is_done or not period.liability, f"found something owed, all done: {period}")
    last = whole.periods[-1]
    short = _revenue(story, accountant, [ends[0], ends[-1]]).periods[-1]
    same = (short.revenue_total, short.liability) == (last.revenue_total, last.liability)
    expect("A3", same, f"found {last} by way of all periods, {short} without those between")
    expect("A3", sum(each.revenue for each in whole.periods) == last.revenue_total, f"found {whole.periods}")
    end = _at(story, accountant, ends[-1]).state
    nothing = not any(row.points for row in end.rows if row.type == "points" and row.funder is None)
    expect("A3", not nothing or not last.liability, f"found something owed for points that are gone: {last}")


def ao_the_liability_is_what_the_oracle_counts(story: Story, accountant: Accountant = AT_THE_COUNTER) -> None:
    """AO: what is left, by type, funder and end, is what is counted point by point."""
    purses = Purses(story.history, story.rulebook.almanac)
    for at in instants(story):
        state = _at(story, accountant, at).state
        found = Counter[tuple[str, str | None, Instant | None, Place]]()
        for row in state.rows:
            is_over = row.expires_at is not None and row.expires_at <= at
            key = row.type, row.funder, EARLIEST if is_over else row.expires_at
            found[*key, Place.PENDING] += row.pending
            found[*key, Place.AVAILABLE] += row.available
            found[*key, Place.HELD] += row.held
        due = purses.at(at).left()
        expect("AO", +found == +due, f"found {+found}, not {+due}, at {at}")


def _at(story: Story, accountant: Accountant, at: Instant) -> Accounted:
    return accountant.account(story.rulebook, story.facts, datetime_of(at))


def _revenue(story: Story, accountant: Accountant, ends: Sequence[Instant]) -> PointsRevenue:
    """With all sales in the first period, and an estimate that falls from period to period."""
    periods = [
        AssumedPeriod(
            until=end,
            sales=Amount(0 if place else 100_000, "EUR"),
            expected_percent=Percent(1_000_000 if end == ends[0] else 700_000),
        )
        for place, end in enumerate(ends)
    ]
    assumptions = PointAssumptions(price=Amount(1, "EUR"), periods=periods)
    return accountant.recognise(story.rulebook, story.facts, datetime_of(ends[-1]), assumptions)


def _accounts(story: Story, at: Instant) -> Iterator[tuple[str, Account]]:
    """The points of everybody, by type; those of one account once."""
    membership = membership_of(story.history, Moment(at))
    streams = [each.partition(":") for each in story.history.streams]
    members = [name for kind, _, name in streams if kind == "member"]
    for member in members:
        if member == min(membership.references(member)):
            standing = tell_counter(story.rulebook, member, story.facts, datetime_of(at))
            yield from accounts_of(standing).items()


def _places(state: LiabilityState, type_: str) -> Counter[tuple[str, str | None]]:
    found = Counter[tuple[str, str | None]]()
    for row in state.rows:
        if row.type == type_:
            found["pending", row.funder] += row.pending
            found["available", row.funder] += row.available
            found["held", row.funder] += row.held
    return +found


def _ends(state: LiabilityState, type_: str) -> Counter[Instant | None]:
    found = Counter[Instant | None]()
    for row in state.rows:
        if row.type == type_:
            found[row.expires_at] += row.pending + row.available
    return +found


def _left(entries: Iterable[BreakageEntry]) -> Iterable[tuple[Key, int]]:
    """What entries come to, of what is left: a credit makes it more, a debit less."""
    found: dict[Key, int] = {}
    for entry in entries:
        for post, points in ((entry.credit, entry.points), (entry.debit, -entry.points)):
            if post.side is Side.LEFT:
                key = entry.type, entry.funder, post.expires_at
                found[key] = found.get(key, 0) + points
    return found.items()


def _on(entries: Iterable[BreakageEntry], side: Side) -> Counter[tuple[str, str | None]]:
    """What stands on an account of entries, whichever way it stands there."""
    found = Counter[tuple[str, str | None]]()
    for entry in entries:
        found[entry.type, entry.funder] += entry.points * (
            (entry.debit.side is side) | (entry.credit.side is side)
        )
    return +found
