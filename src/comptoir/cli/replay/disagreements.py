"""How others would have charged the same lines with the same percentage off: three common ways.

Comptoir rounds the reduction once per line, half up, in integers. Each function here changes one thing
only (where it is rounded, how, or in which numbers), so that what it counts has one cause. This is the
outside: floats are allowed here, to show what they do.

Source: house rule; IEEE 754 and Python's ``round`` for the floats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from comptoir.facts.terms import LineTerms
from comptoir.values.decimals import MILLION
from comptoir.values.percentages import Percent
from comptoir.values.quantities import millionths
from comptoir.values.rounding import Rounding

Other = Callable[[Sequence[LineTerms], Percent, int], int]
"""What somebody else charges in all, in minor units of so many digits."""


def per_basket(lines: Sequence[LineTerms], percent: Percent, digits: int) -> int:  # noqa: ARG001 - an Other
    """The reduction rounded once, half up, on the sum of the lines."""
    regular = sum(line.regular for line in lines)
    return regular - percent.of_amount(regular, Rounding.HALF_UP)


def half_even(lines: Sequence[LineTerms], percent: Percent, digits: int) -> int:  # noqa: ARG001 - an Other
    """The reduction rounded per line, a tie going to the even cent ("banker's rounding")."""
    return sum(line.regular - percent.of_amount(line.regular, Rounding.HALF_EVEN) for line in lines)


def in_floats(lines: Sequence[LineTerms], percent: Percent, digits: int) -> int:
    """The reduction rounded per line, as it is commonly written with binary floating point numbers.

    ``total += round(price * quantity, 2) - round(price * quantity * (percent / 100), 2)`` over the
    lines, then ``round(total, 2)``. Python's ``round`` takes the cent nearest to the binary number, which
    lies a little above or below the tie that was meant, and an exact tie to the even cent. How many
    baskets differ depends on how it is written: ``… * percent / 100`` misses other ties.
    """
    share = percent.parts_per_million / 10_000 / 100
    total = 0.0
    for line in lines:
        value = line.unit_price.millionths / MILLION * (millionths(line.quantity) / MILLION)
        total += round(value, digits) - round(value * share, digits)
    minor: int = round(round(total, digits) * 10**digits)
    return minor


OTHERS: Final[Mapping[str, Other]] = MappingProxyType(
    {"per_basket": per_basket, "half_even": half_even, "in_floats": in_floats}
)
"""The ways of others, by name."""
TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "per_basket": "rounding per basket, not per line",
        "half_even": "rounding half to even, not half up",
        "in_floats": "binary floats, not exact decimals",
    }
)
"""What each changes, for people."""
