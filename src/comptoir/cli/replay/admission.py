"""Whether a recorded line can stand in a basket: the same checks for every layout, in one order.

What it becomes is a SKU of its own per product and unit price, because till data has no price list
and sells a product at several prices at once.

Source: house rule; the limits are the basket's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import attrs

from comptoir.cli.replay.recorded import Recorded
from comptoir.cli.replay.skipping import Skip
from comptoir.values.decimals import MILLION, decimal_text
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_identifier, escape_identifier
from comptoir.values.instants import Instant
from comptoir.values.money import UNIT_PRICE_MAX, UnitPrice
from comptoir.values.quantities import PIECE, QUANTITY_MAX, Measured, Quantity

VALUE_MAX: Final = 10**12
"""Minor units of one line: two thousand such lines stay below the limit of a basket."""


@attrs.frozen(kw_only=True)
class Sold:
    """A line that can be quoted; ``value`` is what the till recorded, in minor units."""

    basket: str
    at: Instant
    sku: str
    quantity: Quantity
    price: UnitPrice
    value: int


def admitted(line: Recorded) -> Sold | Skip:
    """The line as a basket's, or why it can be none."""
    if line.quantity < 0:
        return Skip.RETURN
    if line.quantity == 0:
        return Skip.NO_QUANTITY
    if line.price < 0 or line.value < 0:
        return Skip.NEGATIVE_PRICE
    if line.price == 0 or line.value == 0:
        return Skip.NO_PRICE
    if line.quantity > QUANTITY_MAX * MILLION:
        return Skip.QUANTITY_ABOVE_LIMIT
    if line.value > VALUE_MAX or line.price > UNIT_PRICE_MAX * MILLION:
        return Skip.VALUE_ABOVE_LIMIT
    sku = _sku(line.product, line.price, line.unit)
    if sku is None:
        return Skip.UNNAMEABLE
    return Sold(
        basket=line.basket,
        at=line.at,
        sku=sku,
        quantity=_quantity(line),
        price=UnitPrice(line.price),
        value=line.value,
    )


@lru_cache(maxsize=65_536)
def _sku(product: str, price: int, unit: str) -> str | None:
    """``85123A/2.55``, or ``tea/4.20-kg``: no two products, prices or units share a SKU."""
    by = "" if unit == PIECE else f"-{unit}"
    try:
        return checked_identifier(
            f"{escape_identifier(product)}/{decimal_text(price, 6, at_least=2)}{by}", "sku"
        )
    except WrongValue:
        return None


def _quantity(line: Recorded) -> Quantity:
    if line.unit == PIECE:
        return line.quantity // MILLION
    return Measured(decimal_text(line.quantity, 6), line.unit)
