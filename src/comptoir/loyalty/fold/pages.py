"""What is written about the points of one type of one account: lines, sums, and what does not fit.

A page keeps no lot and no claim: these keep their page, on which they write.

Source: house rule (law L2).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Final, TypeVar

import attrs

from comptoir.facts.conflicts import Conflict
from comptoir.loyalty.account import FundedTotals, Movement, MovementKind, TakenBack
from comptoir.values.enums import KeyEnum

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Origin(KeyEnum):
    """How the points of a lot came to be there."""

    EARNED = "earned"
    GRANTED = "granted"
    TRANSFERRED = "transferred"
    GRACE = "grace"


EARNED, GRANTED, TRANSFERRED, GRACE = Origin


class Use(KeyEnum):
    """For what points were taken."""

    SPENT = "spent"
    HELD = "held"
    STOOD_IN = "stood_in"
    """For points of another lot that were to be clawed back."""
    TAKEN_OFF = "taken_off"
    PASSED_ON = "passed_on"


SPENT, HELD, STOOD_IN, TAKEN_OFF, PASSED_ON = Use


@attrs.define(eq=False)
class Sums:
    """The points of the lots of one funder: by how they came, where they are, for what they were taken."""

    given: dict[Origin, int] = attrs.field(factory=lambda: dict.fromkeys(Origin, 0))
    pending: int = 0
    available: int = 0
    used: dict[Use, int] = attrs.field(factory=lambda: dict.fromkeys(Use, 0))
    expired: int = 0
    clawed: int = 0

    def add(self, other: Sums) -> None:
        """Count those of other lots as well."""
        _count(self.given, other.given)
        self.pending += other.pending
        self.available += other.available
        _count(self.used, other.used)
        self.expired += other.expired
        self.clawed += other.clawed

    @property
    def clawed_back(self) -> int:
        """What was clawed back: of a lot's own points, or of those that stood in for others."""
        return self.clawed + self.used[STOOD_IN]

    def of_funder(self, funder: str | None) -> FundedTotals:
        """As a member sees them; points that live on by grace were given before."""
        return FundedTotals(
            funder=funder,
            given=sum(self.given.values()) - self.given[GRACE],
            available=self.available,
            pending=self.pending,
            held=self.used[HELD],
            redeemed=self.used[SPENT],
            expired=self.expired,
            clawed_back=self.clawed_back,
            taken_off=self.used[TAKEN_OFF],
            transferred_out=self.used[PASSED_ON],
        )


class Lines:
    """The lines of a statement: each as its place among all, and what a :class:`Movement` says.

    They stand in one row, so that a million of them are no million objects.
    """

    __slots__ = ("_made", "_row", "write")

    def __init__(self, row: Iterable[Any] = ()) -> None:
        self._row: list[Any] = list(row)
        self._made: list[Movement] = []
        self.write = self._row.extend
        """Write a line: place, instant, kind (by ``WRITTEN``), points, source, fact, by."""

    def with_those_of(self, other: Lines) -> Lines:
        """Both, in the order of their places."""
        lines = sorted([*self._each(), *other._each()], key=itemgetter(0))
        return Lines(chain.from_iterable(lines))

    def movements(self) -> Sequence[Movement]:
        """All lines as a member sees them: each is made once."""
        for _, at, kind, points, source, fact, by in islice(self._each(), len(self._made), None):
            self._made.append(
                Movement(at=at, kind=_KINDS[kind], points=points, source=source, fact=fact, by=by)
            )
        return self._made

    def _each(self) -> Iterator[tuple[Any, ...]]:
        return zip(*[iter(self._row)] * _COLUMNS, strict=True)


_COLUMNS: Final = 7
WRITTEN: Final = {kind: kind.value for kind in MovementKind}
"""Kinds as they are written in a row."""
_KINDS: Final = {written: kind for kind, written in WRITTEN.items()}


@attrs.define(eq=False)
class Page:
    """What is written about the points of one ``type``; each line stands by its place among all.

    ``forgiven`` and ``settled`` is what was to be clawed back and is not owed.
    """

    type: str
    lines: Lines = attrs.field(factory=Lines)
    by_funder: dict[str | None, Sums] = attrs.field(factory=dict)
    forgiven: int = 0
    settled: int = 0
    taken_back: dict[int, TakenBack] = attrs.field(factory=dict)
    conflicts: dict[int, Conflict] = attrs.field(factory=dict)

    def sums_of(self, funder: str | None) -> Sums:
        """The sums of the lots for which somebody pays."""
        sums = self.by_funder.get(funder)
        if sums is None:
            sums = self.by_funder[funder] = Sums()
        return sums

    def sums(self) -> Sums:
        """The sums of all lots."""
        whole = Sums()
        for sums in self.by_funder.values():
            whole.add(sums)
        return whole

    def funders(self) -> Iterable[FundedTotals]:
        """The sums of each funder as a member sees them, the merchant's first."""
        return (
            self.by_funder[funder].of_funder(funder)
            for funder in sorted(self.by_funder, key=lambda funder: funder or "")
        )

    def take_over(self, other: Page) -> None:
        """Unite it with that of another account; ``other`` is not written on any more."""
        for funder, sums in other.by_funder.items():
            self.sums_of(funder).add(sums)
        self.lines = self.lines.with_those_of(other.lines)
        self.forgiven += other.forgiven
        self.settled += other.settled
        self.taken_back = _by_place(self.taken_back | other.taken_back)
        self.conflicts = _by_place(self.conflicts | other.conflicts)


def _count(into: dict[K, int], own: Mapping[K, int]) -> None:
    for key, points in own.items():
        into[key] += points


def _by_place(noted: Mapping[int, T]) -> dict[int, T]:
    return dict(sorted(noted.items(), key=itemgetter(0)))
