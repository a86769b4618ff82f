"""What a fee and a limit are, the open kinds of delivery, and the parcel that they look at.

A retailer adds a fee by writing a class like those in ``fees/`` and listing it in the vocabulary; a
limit, like those in ``limits/``. A fee sees the parcel only: no place, no date, no buyer and no channel.

Source: house rule.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import groupby
from operator import attrgetter
from typing import ClassVar, Final

import attrs

from comptoir.delivery import measures
from comptoir.facts.baskets import Buyer
from comptoir.facts.products import Product
from comptoir.facts.units import Units
from comptoir.values.allocation import EqualParts
from comptoir.values.collections import tuple_of
from comptoir.values.decimals import MILLION
from comptoir.values.rounding import Rounding


class Basis(Enum):
    """Which worth of the goods a rule looks at."""

    REGULAR = "regular"
    """Before promotions, tax included."""
    PAID = "paid"
    """After them, tax included."""
    REGULAR_NET = "regular_net"
    """Before promotions, without tax."""
    PAID_NET = "paid_net"
    """After them, without tax."""

    @property
    def is_net(self) -> bool:
        """Whether it leaves the tax out."""
        return self in {Basis.REGULAR_NET, Basis.PAID_NET}


class Measure(Enum):
    """What of a parcel is measured; the word is the one that a message uses."""

    AMOUNT = "amount"
    """Minor units of the basket's currency."""
    PIECES = "pieces"
    WEIGHT = "weight"
    """Grams; a begun gram counts."""
    VOLUME = "volume"
    """Millilitres; a begun one counts."""
    LENGTH = "length"
    """The longest side of any piece, in millimetres; a begun one counts."""
    GIRTH = "girth"
    """The most, over the pieces, of the longest side and twice the sum of the two others, in millimetres."""
    SIZE = "size"
    """The class of size, of the retailer's own; it has no number."""
    AGE = "age"
    """The buyer's, in whole years."""


@attrs.frozen(kw_only=True)
class ParcelLine:
    """One canonical line to be handed over, or some pieces of it, in minor units, tax included.

    ``regular`` is its worth before promotions, ``charged`` after; the ``…_net`` ones leave the tax out, and
    are there where a rule looks at them. What was weighed or measured is one piece; ``amount`` is how much it
    is of the product's unit, in millionths: packs are counted by what is in them. Without it, a piece is one.
    """

    number: int
    product: Product
    pieces: int
    amount: int | None = None
    regular: int
    charged: int
    regular_net: int | None = None
    charged_net: int | None = None

    def worth(self, basis: Basis) -> int:
        """What it is worth, in minor units."""
        worth = {
            Basis.REGULAR: self.regular,
            Basis.PAID: self.charged,
            Basis.REGULAR_NET: self.regular_net,
            Basis.PAID_NET: self.charged_net,
        }[basis]
        if worth is None:  # whoever makes a parcel fills what its rules look at
            raise AssertionError(basis)
        return worth

    @property
    def units(self) -> int:
        """How much it is of the product's unit, in millionths."""
        return self.pieces * MILLION if self.amount is None else self.amount

    def measured(self, measure: Measure) -> int | None:
        """Its weight and volume, or the length and girth of one piece; ``None`` if that is not known."""
        match measure:
            case Measure.WEIGHT:
                return measures.weight(self.product, self.units)
            case Measure.VOLUME:
                return measures.volume(self.product, self.units)
            case Measure.LENGTH:
                return measures.length(self.product)
            case Measure.GIRTH:
                return measures.girth(self.product)
            case _:
                raise AssertionError(measure)  # not of a line

    def some(self, units: Sequence[Units]) -> ParcelLine:
        """Some of its pieces, with their share of its worth: the first pieces take the odd cents."""
        pieces = sum(each.count for each in units)

        def share(amount: int) -> int:
            parts = EqualParts.of(amount, self.pieces)
            return sum(parts.of_units(each.first, each.after) for each in units)

        return attrs.evolve(
            self,
            pieces=pieces,
            amount=None if self.amount is None else self.amount // self.pieces * pieces,
            regular=share(self.regular),
            charged=share(self.charged),
            regular_net=None if self.regular_net is None else share(self.regular_net),
            charged_net=None if self.charged_net is None else share(self.charged_net),
        )

    @property
    def piece_weight(self) -> int | None:
        """Grams of one piece, a begun gram counting; ``None`` if that is not known."""
        return measures.weight(self.product, self.units // self.pieces)


def _lines(lines: Iterable[ParcelLine]) -> tuple[ParcelLine, ...]:
    return tuple_of(ParcelLine, lines, "lines")


@attrs.frozen
class Parcel:
    """All that one service hands over, and how its fees are rounded."""

    lines: tuple[ParcelLine, ...] = attrs.field(converter=_lines)
    rounding: Rounding = Rounding.HALF_UP

    def worth(self, basis: Basis) -> int:
        """What the goods are worth, in minor units."""
        return sum(line.worth(basis) for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return sum(line.pieces for line in self.lines)

    def measured(self, measure: Measure) -> int | None:
        """Weight and volume of all, or the greatest length and girth; ``None`` if one is not known."""
        found = [line.measured(measure) for line in self.lines]
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            return None
        return sum(known) if measure in _ADDED_UP else max(known, default=0)

    @property
    def heaviest_piece(self) -> int | None:
        """Grams of the heaviest piece; ``None`` if the weight of one is not known."""
        found = [line.piece_weight for line in self.lines]
        known = [each for each in found if each is not None]
        return max(known, default=0) if len(known) == len(found) else None

    def unmeasured(self, measure: Measure) -> tuple[str, ...]:
        """The products (SKUs) of which a measure is not known, each once, in order."""
        lacking = (line for line in self.lines if line.measured(measure) is None)
        return tuple(sorted({line.product.sku for line in lacking}))

    def only(self, lines: Iterable[ParcelLine]) -> Parcel:
        """These lines of it, as a parcel of their own."""
        return Parcel(tuple(lines), self.rounding)

    def some(self, units: Iterable[Units]) -> Parcel:
        """Some pieces of it, line by line, as a parcel of their own."""
        lines = {line.number: line for line in self.lines}
        by_line = groupby(units, key=attrgetter("number"))
        return self.only(lines[number].some([*own]) for number, own in by_line)


_ADDED_UP: Final = frozenset({Measure.WEIGHT, Measure.VOLUME})


@attrs.frozen(kw_only=True)
class Beyond:
    """What a limit found: ``found`` of a ``measure`` is less than ``at_least`` or more than ``at_most``.

    ``found`` is ``None`` where it is not known, for the ``products`` (SKUs) of which it is not. Of an age,
    these are the products that ask for it.
    """

    measure: Measure
    found: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    products: tuple[str, ...] = ()


class Limit(ABC):
    """A bound within which a service is offered; both ends are inclusive."""

    kind: ClassVar[str]

    @property
    def bases(self) -> tuple[Basis, ...]:
        """The worths of the goods at which it looks."""
        return ()

    @property
    def currency(self) -> str | None:
        """The only currency in which it can be asked; ``None`` if it looks at no amount."""
        return None

    @abstractmethod
    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what a parcel is out of bounds for a buyer; ``None`` if it is not."""


class Fee(ABC):
    """What a delivery service costs before anything makes it free."""

    kind: ClassVar[str]

    @property
    @abstractmethod
    def currency(self) -> str:
        """The only currency in which it is charged."""

    @property
    def bases(self) -> tuple[Basis, ...]:
        """The worths of the goods at which it looks."""
        return ()

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The bounds beyond which there is no fee: the service is not offered then."""
        return ()

    @abstractmethod
    def amount(self, parcel: Parcel) -> int:
        """The fee for a parcel within its limits, in minor units, tax included; never below zero."""
