"""What a shop writes in an afternoon: the best percentage per line, totals only, no reasons."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from moneyed import Money

from benchmarks.peers.rounds import Answer, InThisProcess
from benchmarks.peers.shop import CURRENCY, PIECES, Shop

CENT: Final = Decimal("0.01")


Bought = tuple[str, str, str]
"""SKU, shelf, price."""
InForce = tuple[int, frozenset[str], str]
"""Percent off these SKUs, or off this shelf."""


def total(bought: Sequence[Bought], in_force: Sequence[InForce]) -> Money:
    """What the basket costs."""
    paid = Money(0, CURRENCY)
    for sku, shelf, price in bought:
        regular = Money(price, CURRENCY) * PIECES
        best = regular
        for percent, skus, on in in_force:
            if sku in skus or shelf == on:
                off = (regular.amount * percent / 100).quantize(CENT, ROUND_HALF_UP)
                best = min(best, regular - Money(off, CURRENCY))
        paid += best
    return paid


def contestant(shop: Shop) -> InThisProcess:
    """The loop over plain tuples."""
    bought = [(item.sku, item.shelf, item.price) for item in shop.basket]
    in_force = [(offer.percent, offer.skus, offer.shelf) for offer in shop.offers]
    return InThisProcess(
        "a plain loop with `Money`, totals only",
        lambda: Answer(total=total(bought, in_force).get_amount_in_sub_unit()),
    )
