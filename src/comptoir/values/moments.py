"""The instant of a question, in the only form in which a rule may look at it.

Every comparison with a boundary goes through a :class:`Moment`, which notes the nearest boundary
still ahead. What it has noted when the answer is ready is the instant until which the same question
gets the same answer: nobody maintains it by hand, and no rule can forget it.

A ``Moment`` belongs to one question; it is the only mutable thing of a decision.

Source: house rule (law P4).
"""

from __future__ import annotations

from comptoir.values.instants import Instant
from comptoir.values.windows import Window


class Moment:
    """One question's instant, noting each boundary that an answer looked at."""

    __slots__ = ("_at", "_until")

    def __init__(self, at: Instant) -> None:
        self._at = at
        self._until: Instant | None = None

    @property
    def at(self) -> Instant:
        """The instant itself, for the outcome's provenance; never for a comparison in a rule."""
        return self._at

    @property
    def until(self) -> Instant | None:
        """The nearest boundary ahead that was looked at; ``None`` if there was none."""
        return self._until

    def reaches(self, boundary: Instant) -> bool:
        """Whether the boundary is now or past; one still ahead is noted."""
        if boundary <= self._at:
            return True
        if self._until is None or boundary < self._until:
            self._until = boundary
        return False

    def is_in(self, window: Window) -> bool:
        """Whether the instant lies in ``[from, until)``; the edge ahead is noted."""
        if window.from_ is not None and not self.reaches(window.from_):
            return False
        return window.until is None or not self.reaches(window.until)
