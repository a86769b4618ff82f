"""A line as a till recorded it, whatever its layout, and what a layout is.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from comptoir.cli.replay.row import Row
from comptoir.cli.replay.skipping import Skip
from comptoir.values.decimals import MILLION
from comptoir.values.instants import Instant
from comptoir.values.money import MINOR_DIGITS
from comptoir.values.quantities import PIECE
from comptoir.values.rounding import Rounding, divide


@attrs.frozen(kw_only=True)
class Recorded:
    """What was sold, dirty as it may be: signs and sizes are judged later, for every layout alike.

    ``quantity`` and ``price`` are in millionths, ``value`` is the line's in minor units.
    """

    basket: str
    at: Instant
    product: str
    quantity: int
    unit: str = PIECE
    price: int
    value: int
    currency: str


@attrs.frozen(kw_only=True)
class Layout:
    """The columns that a kind of till data must have (it may have more), and how a row of it is read."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[Row], Recorded | Skip]


def extension(price: int, quantity: int, currency: str) -> int:
    """The line's value in minor units: price times quantity, both in millionths, rounded half up."""
    return divide(price * quantity, MILLION * 10 ** (6 - MINOR_DIGITS[currency]), Rounding.HALF_UP)


def unit_price(value: int, pieces: int, currency: str) -> int:
    """The price of one piece in millionths, from the value of the line in minor units."""
    return divide(value * 10 ** (6 - MINOR_DIGITS[currency]), pieces, Rounding.HALF_UP)
