"""The journal of points: what is planned to lapse, what is released from that, reopened, and has lapsed.

Points that are given are planned to lapse at the end of their lot, by an entry that is dated forward. What is
used is released from there, what comes back reopened; where a member's activity puts the end off (or what is
undone brings it forward), they are moved; at the end, what is left has lapsed. It works because what comes
back goes to the very lots that it was drawn from.

It is read off the lots: what each step of the books changed. What one step does to one lot is one entry;
those of several lots that are alike are one, so that nothing tells whose they were.

Source: house rule (law A2); the forward-dated entries are those of a ledger of credits such as OpenMeter's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

import attrs

from comptoir.loyalty.fold.books import Books
from comptoir.loyalty.fold.lots import OpenLot, instant_or_never
from comptoir.loyalty.fold.pages import Origin
from comptoir.loyalty.fold.steps import Step, steps
from comptoir.loyalty.fold.timeline import Event
from comptoir.loyalty.liability import what_is_left
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


class EntryKind(Enum):
    """What happened to points that were planned to lapse."""

    PLANNED = "planned"
    """They were given: they lapse at their end, if nothing happens before."""
    RELEASED = "released"
    """They were used: spent, taken back with goods, taken off, passed on."""
    REOPENED = "reopened"
    """They had been released, and came back."""
    MOVED = "moved"
    """They end at another instant than they did."""
    REALISED = "realised"
    """Their end has come, and nobody used them."""


class Side(Enum):
    """An account of the journal."""

    GIVEN = "given"
    """All that was ever given (what was passed on is given again)."""
    LEFT = "left"
    """What is left, by when it ends: the liability."""
    USED = "used"
    """What is used, less what came back."""
    LAPSED = "lapsed"
    """What has lapsed."""


@attrs.frozen
class Post:
    """One side of an entry: an account; of what is ``left``, the points that end then (``None``: never)."""

    side: Side
    expires_at: Instant | None = None


@attrs.frozen(kw_only=True)
class BreakageEntry:
    """Points of one type and funder that go from the account ``credit`` to the account ``debit``.

    What is left is owed to members: a credit makes it more, a debit less. ``source`` is the order or the fact
    that made the entry, ``None`` where time alone did. The entries of one instant and source are a group.
    """

    at: Instant
    source: str | None
    kind: EntryKind
    type: str
    funder: str | None
    debit: Post
    credit: Post
    points: int

    @property
    def is_balanced(self) -> bool:
        """Whether it takes from one account what it gives to another."""
        return self.points > 0 and self.debit != self.credit


def journal_of(events: Iterable[Event], books: Books, moment: Moment) -> tuple[BreakageEntry, ...]:
    """The entries of some events, of which the books have none yet, and of what is due until a moment."""
    entries: list[BreakageEntry] = []
    seen: dict[int, _Seen] = {}
    for step in steps(events, books, moment):
        for purse in books.purses():
            for lot in purse.lots:
                before, after = seen.get(lot.place), _Seen(lot.end, what_is_left(lot), lot.expired)
                if after != before:
                    entries += _entries(step, lot, before, after)
                    seen[lot.place] = after
    return united(entries)


def united(entries: Iterable[BreakageEntry]) -> tuple[BreakageEntry, ...]:
    """Entries in the order of a journal, those that differ in their points alone as one."""
    points: dict[BreakageEntry, int] = {}
    for entry in entries:
        alike = attrs.evolve(entry, points=0)
        points[alike] = points.get(alike, 0) + entry.points
    return tuple(attrs.evolve(alike, points=points[alike]) for alike in sorted(points, key=_place))


_Change = tuple[EntryKind, Post, Post, int]
"""What an entry says of a lot: its kind, what it debits and credits, and how many points."""


@attrs.frozen
class _Seen:
    """What a journal has to know of a lot: its end, what is left of it, and what of it has lapsed."""

    end: Instant | None
    left: int
    expired: int


def _entries(step: Step, lot: OpenLot, before: _Seen | None, after: _Seen) -> Iterator[BreakageEntry]:
    """What a step did to a lot, unless it is about nothing."""
    for kind, debit, credit, points in _changes(lot, before, after):
        if points > 0:
            yield BreakageEntry(
                at=step.at,
                source=step.source,
                kind=kind,
                type=lot.type,
                funder=lot.funder,
                debit=debit,
                credit=credit,
                points=points,
            )


def _changes(lot: OpenLot, before: _Seen | None, after: _Seen) -> Iterator[_Change]:
    """What became of a lot. What comes back after its end lapses at once: it is reopened, and realised."""
    if before is None:
        before = _Seen(after.end, lot.given, 0)
        kind, side = EntryKind.PLANNED, Side.GIVEN
        if lot.origin is Origin.GRACE:  # points of a lot that is over, which came back
            kind, side = EntryKind.REOPENED, Side.USED
        yield kind, Post(side), Post(Side.LEFT, after.end), lot.given
    elif before.end != after.end:
        old, new = Post(Side.LEFT, before.end), Post(Side.LEFT, after.end)
        yield EntryKind.MOVED, old, new, before.left
    lapsed = after.expired - before.expired
    came = after.left + lapsed - before.left
    left, used = Post(Side.LEFT, after.end), Post(Side.USED)
    yield EntryKind.RELEASED, left, used, -came
    yield EntryKind.REOPENED, used, left, came
    yield EntryKind.REALISED, left, Post(Side.LAPSED), lapsed


_KINDS = {kind: place for place, kind in enumerate(EntryKind)}


def _place(entry: BreakageEntry) -> tuple[object, ...]:
    """By instant, what time does before what facts do; then by what it is about."""
    return (
        entry.at,
        entry.source is not None,
        entry.source or "",
        entry.type,
        entry.funder or "",
        _KINDS[entry.kind],
        instant_or_never(entry.debit.expires_at),
        instant_or_never(entry.credit.expires_at),
        entry.debit.side.value,
    )
