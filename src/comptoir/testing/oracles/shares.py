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
    odd = set(order[: amount - sum(parts)])
    return [part + (i in odd) for i, part in enumerate(parts)]


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


def even(amount: int, count: int, units: range) -> int:
    """Of an amount over so many equal units, the part of some: the first of all take the odd minor units.

    >>> [even(11, 3, range(unit, unit + 1)) for unit in range(3)]
    [4, 4, 3]
    """
    each, odd = divmod(amount, count)
    return each * len(units) + max(0, min(units.stop, odd) - units.start)
