"""Units that are alike, and one way of using a promotion on some of them: what the oracle of plans counts in.

Source: house rule (what the reference says of units).
"""

from __future__ import annotations

from fractions import Fraction

import attrs


class TooManyPlansError(Exception):
    """Trying every plan would take too long."""


@attrs.frozen(kw_only=True)
class Pile:
    """Units of one run that are alike in everything: ``first`` is the place of the first of them in it.

    ``each`` is how many units stand together: all of a run of which no promotion takes a part.
    """

    place: int
    first: int
    count: int
    each: int = 1
    amount: int
    regular: int
    room: int

    @property
    def units(self) -> range:
        """The first of them, by its place in the run."""
        return range(self.first, self.first + self.each)


Counts = tuple[int, ...]
"""How many of each pile."""
Given = tuple[tuple[int, int, int], ...]
"""By the place of a run: how many units of it are taken, and by how much they fall in all."""


@attrs.frozen(kw_only=True)
class Use:
    """One way of using a promotion: on how many units of each pile, what it gives, and what that is worth."""

    counts: Counts
    given: Given
    worth: Fraction
