"""The laws that are tried on every basket of a replay, and what was found where one is broken.

They are the very functions of ``comptoir.testing``; besides them, each basket's regular price is
compared with one that is added up here from the recorded prices.

Source: laws Q1, Q2, Q7, P1 and P2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from comptoir.checkout.quote import Quote
from comptoir.cli.replay.baskets import TillBasket
from comptoir.cli.replay.recorded import extension
from comptoir.testing.laws import LAWS, Ask, Case, LawBroken
from comptoir.values.quantities import Measured, millionths

LAWS_TRIED: Final = ("Q1", "Q2", "Q7", "P1", "P2")
"""The laws that hold of any basket and need no other rulebook."""
OWN_SUM: Final = "own-sum"
LOST_LINES: Final = "lost-lines"
_FOUND_MAX: Final = 500
"""Characters of a finding that are kept."""


@attrs.frozen
class Broken:
    """A law that does not hold of a basket (``-`` for all of them), and what was found."""

    basket: str
    law: str
    found: str


def broken_laws(case: Case, ask: Ask, basket: TillBasket, laws: Iterable[str]) -> Iterator[Broken]:
    """Each of the laws that does not hold of the basket."""
    for law in laws:
        try:
            LAWS[law](case, ask)
        except LawBroken as broken:
            yield Broken(basket.id, law, broken.found[:_FOUND_MAX])


def own_sum_differs(quote: Quote, basket: TillBasket) -> Iterator[Broken]:
    """Whether the quote's regular price is the sum of price times quantity, per product and price."""
    due = own_sum(basket, quote.terms.currency)
    found = sum(line.regular for line in quote.terms.lines)
    if found != due:
        yield Broken(basket.id, OWN_SUM, f"found {found} minor units, not {due}")


def own_sum(basket: TillBasket, currency: str) -> int:
    """The basket's regular price, added up without the core: whole pieces of one SKU together."""
    total = 0
    whole: dict[tuple[str, int], int] = defaultdict(int)
    for line in basket.lines:
        if isinstance(line.quantity, Measured):
            total += extension(line.price.millionths, line.quantity.millionths, currency)
        else:
            whole[line.sku, line.price.millionths] += millionths(line.quantity)
    return total + sum(extension(price, quantity, currency) for (_, price), quantity in whole.items())
