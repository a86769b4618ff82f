"""The instant of a question, in the only form in which a rule may look at it.

Every comparison with a boundary goes through a :class:`Moment`, which notes the nearest boundary
still ahead. What it has noted when the answer is ready is the instant until which the same question
gets the same answer: nobody maintains it by hand, and no rule can forget it.

What was found at one moment holds at every other from the last boundary that it looked at until the next
one: between them, each comparison comes out the same. So it can be kept (:class:`Findings`), and whoever
uses it again notes the same boundaries.

A ``Moment`` belongs to one question; it is the only mutable thing of a decision.

Source: house rule (law P4).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Final, Generic, TypeVar

import attrs

from comptoir.values.instants import EARLIEST, Instant
from comptoir.values.windows import Window

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_NEVER: Final = Instant(1 << 63)
"""After every instant: until then holds what no boundary ends."""

Span = tuple[Instant, Instant]
"""The nearest boundaries that were looked at: the last one, now or past, and the next one."""


class Moment:
    """One question's instant, noting each boundary that an answer looked at."""

    __slots__ = ("_at", "_since", "_until")

    def __init__(self, at: Instant) -> None:
        self._at = at
        self._since = EARLIEST
        self._until = _NEVER

    @property
    def at(self) -> Instant:
        """The instant itself, for the outcome's provenance; never for a comparison in a rule."""
        return self._at

    @property
    def until(self) -> Instant | None:
        """The nearest boundary ahead that was looked at; ``None`` if there was none."""
        return None if self._until == _NEVER else self._until

    @property
    def since(self) -> Instant:
        """The nearest boundary now or past that was looked at; the earliest instant if there was none."""
        return self._since

    def reaches(self, boundary: Instant) -> bool:
        """Whether the boundary is now or past; one still ahead is noted."""
        if boundary <= self._at:
            self._since = max(self._since, boundary)
            return True
        self._until = min(self._until, boundary)
        return False

    def is_in(self, window: Window) -> bool:
        """Whether the instant lies in ``[from, until)``; the edge ahead is noted."""
        if window.from_ is not None and not self.reaches(window.from_):
            return False
        return window.until is None or not self.reaches(window.until)

    def shares(self, span: Span) -> bool:
        """Whether what was found between two boundaries holds now too; if so, both are noted."""
        since, until = span
        if not since <= self._at < until:
            return False
        self._since, self._until = max(self._since, since), min(self._until, until)
        return True

    def part(self) -> Span:
        """The boundaries noted so far, which are put aside: what is noted from now on stands apart."""
        span = self._since, self._until
        self._since, self._until = EARLIEST, _NEVER
        return span

    def join(self, aside: Span) -> Span:
        """What was noted apart; it is noted with what was put ``aside`` from now on."""
        span = self._since, self._until
        self.shares(aside)
        return span


@attrs.frozen(eq=False)
class Findings(Generic[K, T]):
    """What was found for earlier questions, by a key: at most so many findings, forgotten together."""

    most: int
    _kept: dict[K, tuple[T, Span]] = attrs.field(factory=dict, init=False, repr=False)
    _spans: dict[Span, Span] = attrs.field(factory=dict, init=False, repr=False)

    def at(self, moment: Moment, key: K, find: Callable[[Moment], T]) -> T:
        """What holds for a key at a moment: what is not known is found, and what cannot be, raised.

        But for the moment, what ``find`` finds follows from the key alone. It looks at every boundary on
        which that depends, even if the question has looked at it before.
        """
        kept = self._kept.get(key)
        if kept is not None and moment.shares(kept[1]):
            return kept[0]
        aside = moment.part()
        try:
            found = find(moment)
        finally:
            span = moment.join(aside)
        if len(self._kept) >= self.most:
            self._kept.clear()
        if len(self._spans) >= self.most:
            self._spans.clear()
        self._kept[key] = found, self._spans.setdefault(span, span)
        return found

    def known(self, moment: Moment, keys: Iterable[K]) -> list[T | None]:
        """What is known of each of many keys at a moment; ``None`` for what has to be found.

        As :meth:`at` for each of them, but in one go: most boundaries are those of the one before.
        """
        found: list[T | None] = []
        shared: Span | None = None
        for each in map(self._kept.get, keys):
            if each is not None and (each[1] is shared or moment.shares(each[1])):
                shared = each[1]
                found.append(each[0])
            else:
                found.append(None)
        return found
