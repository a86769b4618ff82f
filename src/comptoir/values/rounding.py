"""Rounding, only where it is asked for and only of exact quotients of integers.

Decides how a quotient becomes an integer of minor units. Knows no money, no place in a
calculation where rounding happens: those are few and named in ``docs/reference/rounding.md``.

Source: the modes are those of ISO/IEC/IEEE 60559 and of ``decimal``, under the names that
the payments world uses; *half up* (a tie goes away from zero) is the house's default.
"""

from __future__ import annotations

from enum import Enum
from typing import assert_never


class Rounding(Enum):
    """What becomes of an amount between two minor units."""

    HALF_UP = "half_up"
    """To the nearest; a tie goes away from zero (0.005 -> 0.01, -0.005 -> -0.01)."""
    HALF_EVEN = "half_even"
    """To the nearest; a tie goes to the even neighbour ("banker's rounding")."""
    HALF_DOWN = "half_down"
    """To the nearest; a tie goes towards zero."""
    UP = "up"
    """Away from zero."""
    DOWN = "down"
    """Towards zero."""
    CEILING = "ceiling"
    """Towards plus infinity."""
    FLOOR = "floor"
    """Towards minus infinity."""


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """``numerator / denominator`` rounded to an integer; exact for integers of any size.

    ``denominator`` is positive (``ZeroDivisionError`` or a wrong sign would be a mistake of ours).

    >>> [divide(n, 2, Rounding.HALF_UP) for n in (-3, -1, 1, 3)]
    [-2, -1, 1, 2]
    >>> [divide(n, 2, Rounding.HALF_EVEN) for n in (-3, -1, 1, 3)]
    [-2, 0, 0, 2]
    """
    quotient, remainder = divmod(abs(numerator), denominator)
    if remainder and _goes_away_from_zero(numerator, quotient, 2 * remainder, denominator, rounding):
        quotient += 1
    return -quotient if numerator < 0 else quotient


def _goes_away_from_zero(
    numerator: int, quotient: int, twice: int, denominator: int, rounding: Rounding
) -> bool:
    match rounding:
        case Rounding.HALF_UP:
            return twice >= denominator
        case Rounding.HALF_EVEN:
            return twice > denominator or (twice == denominator and quotient % 2 == 1)
        case Rounding.HALF_DOWN:
            return twice > denominator
        case Rounding.UP:
            return True
        case Rounding.DOWN:
            return False
        case Rounding.CEILING:
            return numerator > 0
        case Rounding.FLOOR:
            return numerator < 0
        case _:
            assert_never(rounding)
