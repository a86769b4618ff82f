"""A second opinion on what kept goods would have cost: they are quoted, under all the rules of the sale.

The basket is asked again at the instant of the sale, with what is kept and nothing else, under the full
rulebook; every part of what came back is tried. It shares no step with ``comptoir.returns`` and does not
look at the rules that the order carries.

Source: house rule (laws R1 and RO).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import product

import attrs

from comptoir.checkout.standing import Standing
from comptoir.counter import Counter as Till
from comptoir.facts.baskets import Basket
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.rulebook import Rulebook
from comptoir.testing.oracles.rights import Piece
from comptoir.values.instants import datetime_of
from comptoir.values.quantities import Measured

Cost = Callable[[Mapping[int, int]], int]
"""What so many pieces of each line, by its number, would have cost, in minor units."""


class Asked:
    """The basket of a sale, to be asked again without some of its goods; answers are remembered."""

    def __init__(self, rulebook: Rulebook, order: Order, basket: Basket, standing: Standing | None) -> None:
        self._till = Till(rulebook)
        self._order = order
        self._basket = attrs.evolve(basket, points=0)
        self._standing = standing
        self._known = dict[tuple[tuple[int, int], ...], int]()

    def cost(self, kept: Mapping[int, int]) -> int:
        """What so many pieces of each line would have cost, extras and added tax included."""
        key = tuple(sorted((number, count) for number, count in kept.items() if count))
        if not key:
            return 0
        if key not in self._known:
            lines = [self._line(number, count) for number, count in key]
            basket = attrs.evolve(self._basket, lines=lines)
            at = datetime_of(self._order.placed_at)
            quote = self._till.quote(basket, at, standing=self._standing)
            self._known[key] = sum(line.paid for line in quote.terms.lines)
        return self._known[key]

    def _line(self, number: int, count: int) -> Line:
        line = self._order.lines[number - 1]
        whole = line.terms.quantity
        quantity = whole if isinstance(whole, Measured) else count
        return Line(line.product.sku, quantity, ref=f"kept-{number}", handover=line.handover)


def most_due(pieces: Iterable[Piece], all_of: Mapping[int, int], whole: int, cost: Cost) -> int:
    """The most that is due to any part of some pieces, by line, fee and wear; never below zero.

    ``whole`` was paid for ``all_of`` the order's pieces, so many of each line.
    """
    kinds = Counter((piece.number, piece.fee, piece.wear) for piece in pieces)
    best = 0
    for part in product(*(range(count + 1) for count in kinds.values())):
        kept, less = Counter(all_of), 0
        for (number, fee, wear), count in zip(kinds, part, strict=True):
            kept[number] -= count
            less += count * (fee + wear)
        best = max(best, whole - cost(kept) - less)
    return best
