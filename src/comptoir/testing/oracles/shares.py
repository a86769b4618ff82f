"""A second opinion on allocation, written the plain way: exact fractions, then the largest remainders.

It shares no step with ``comptoir.values.allocation``.

Source: house rule (law Q9; what the reference says of allocation).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def shares(amount: int, weights: Sequence[int | Fraction]) -> list[int]:
    """An amount spread by largest remainder: of equal remainders, the first takes the odd minor unit."""
    if not amount:
        return [0] * len(weights)
    whole = sum(weights)
    exact = [Fraction(amount * weight) / whole for weight in weights]
    parts = [int(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    return [part + (i in order[: amount - sum(parts)]) for i, part in enumerate(parts)]


def shares_within(amount: int, weights: Sequence[int], rooms: Sequence[int]) -> list[int]:
    """The same, none above its room: whoever is full takes its room, and the others share what is left."""
    given = shares(amount, weights)
    full = [weight > 0 and share >= room for weight, share, room in zip(weights, given, rooms, strict=True)]
    if not any(full):
        return given
    rest = amount - sum(room for room, is_full in zip(rooms, full, strict=True) if is_full)
    others = [0 if is_full else weight for weight, is_full in zip(weights, full, strict=True)]
    inner = shares_within(rest, others, rooms)
    return [room if is_full else share for room, is_full, share in zip(rooms, full, inner, strict=True)]
