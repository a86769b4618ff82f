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

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import attrs

from comptoir.values.instants import EARLIEST, Instant
from comptoir.values.windows import Window

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Moment:
    """One question's instant, noting each boundary that an answer looked at."""

    __slots__ = ("_at", "_since", "_until")

    def __init__(self, at: Instant) -> None:
        self._at = at
        self._since = EARLIEST
        self._until: Instant | None = None

    @property
    def at(self) -> Instant:
        """The instant itself, for the outcome's provenance; never for a comparison in a rule."""
        return self._at

    @property
    def until(self) -> Instant | None:
        """The nearest boundary ahead that was looked at; ``None`` if there was none."""
        return self._until

    @property
    def since(self) -> Instant:
        """The nearest boundary now or past that was looked at; the earliest instant if there was none."""
        return self._since

    def reaches(self, boundary: Instant) -> bool:
        """Whether the boundary is now or past; one still ahead is noted."""
        if boundary <= self._at:
            self._since = max(self._since, boundary)
            return True
        if self._until is None or boundary < self._until:
            self._until = boundary
        return False

    def is_in(self, window: Window) -> bool:
        """Whether the instant lies in ``[from, until)``; the edge ahead is noted."""
        if window.from_ is not None and not self.reaches(window.from_):
            return False
        return window.until is None or not self.reaches(window.until)

    def shares(self, since: Instant, until: Instant | None) -> bool:
        """Whether what was found from one boundary until another holds now too; if so, both are noted."""
        if self._at < since:
            return False
        if until is not None:
            if self._at >= until:
                return False
            if self._until is None or until < self._until:
                self._until = until
        if since > self._since:  # noqa: PLR1730 - asked for every line: max() takes longer than all of it
            self._since = since
        return True


@attrs.frozen(eq=False)
class _Finding(Generic[T]):
    """What was found, and between which boundaries it holds."""

    found: T
    since: Instant
    until: Instant | None


@attrs.frozen(eq=False)
class Findings(Generic[K, T]):
    """What was found for earlier questions, by a key: at most so many findings, forgotten together."""

    most: int
    _kept: dict[K, _Finding[T]] = attrs.field(factory=dict, init=False, repr=False)

    def at(self, moment: Moment, key: K, find: Callable[[Moment], T]) -> T:
        """What holds for a key at a moment: what is not known is found, and what cannot be, raised.

        ``find`` is given a moment of its own. But for that, what it finds follows from the key alone.
        """
        kept = self._kept.get(key)
        if kept is not None and moment.shares(kept.since, kept.until):
            return kept.found
        own = Moment(moment.at)
        try:
            found = find(own)
        finally:
            moment.shares(own.since, own.until)
        if len(self._kept) >= self.most:
            self._kept.clear()
        self._kept[key] = _Finding(found, own.since, own.until)
        return found
