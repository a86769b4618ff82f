"""Orders that cost the same: how much they are worth, how many pieces they have, what they weigh.

Source: house rule; both ends of a span are inclusive, as in schema.org's QuantitativeValue.
"""

from __future__ import annotations

from typing import Final

import attrs

from comptoir.values.percentages import Percent


@attrs.frozen
class Span:
    """From ``least`` to ``most``, both included; without ``most``, no end."""

    least: int = 0
    most: int | None = None

    def within(self, other: Span) -> Span | None:
        """What lies in both; ``None`` if nothing does."""
        ends = [end for end in (self.most, other.most) if end is not None]
        both = Span(max(self.least, other.least), min(ends, default=None))
        return None if both.most is not None and both.most < both.least else both


ANY: Final = Span()
SOME: Final = Span(1)

Rate = int | Percent | None
"""Minor units, or a share of the order's value; ``None`` where it cannot be said."""


@attrs.frozen(kw_only=True)
class Orders:
    """Orders of so much ``value`` in minor units, so many ``pieces``, so many grams; and what they cost.

    ``is_free`` says that a rule makes the fee nothing.
    """

    value: Span = ANY
    pieces: Span = ANY
    weight: Span = ANY
    rate: Rate = None
    is_free: bool = False

    @property
    def is_any(self) -> bool:
        """Whether every order is one of them: it has a piece at least."""
        return self.value == ANY == self.weight and self.pieces.within(SOME) == SOME

    def within(self, other: Orders) -> Orders | None:
        """Those that are also of ``other``, at this rate; ``None`` if there is none."""
        value = self.value.within(other.value)
        pieces = self.pieces.within(other.pieces)
        weight = self.weight.within(other.weight)
        if value is None or pieces is None or weight is None:
            return None
        return attrs.evolve(self, value=value, pieces=pieces, weight=weight)


def clipped(orders: list[Orders], other: Orders) -> list[Orders]:
    """Those of each that are also of ``other``."""
    return [found for each in orders if (found := each.within(other)) is not None]
