"""What a fee is, the open kind of delivery, and the parcel that it is asked for.

A retailer adds a fee by writing a class like those in ``fees/`` and listing it in the vocabulary. A
fee sees the parcel only: no place, no date, no buyer and no channel.

Source: house rule.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

import attrs

from comptoir.facts.products import Product
from comptoir.values.collections import tuple_of


@attrs.frozen(kw_only=True)
class ParcelLine:
    """One canonical line to be handed over, in minor units: ``regular`` before promotions, ``charged`` after.

    What was weighed or measured is one piece.
    """

    number: int
    product: Product
    pieces: int
    regular: int
    charged: int


def _lines(lines: Iterable[ParcelLine]) -> tuple[ParcelLine, ...]:
    return tuple_of(ParcelLine, lines, "lines")


@attrs.frozen
class Parcel:
    """All that one service hands over."""

    lines: tuple[ParcelLine, ...] = attrs.field(converter=_lines)

    @property
    def regular(self) -> int:
        """What the goods cost before promotions, in minor units, tax included."""
        return sum(line.regular for line in self.lines)

    @property
    def charged(self) -> int:
        """What is left of that after promotions."""
        return sum(line.charged for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return sum(line.pieces for line in self.lines)


class Fee(ABC):
    """What a delivery service costs before anything makes it free."""

    kind: ClassVar[str]

    @property
    @abstractmethod
    def currency(self) -> str:
        """The only currency in which it is charged."""

    @abstractmethod
    def amount(self, parcel: Parcel) -> int:
        """The fee for a parcel in minor units, tax included; never below zero."""
