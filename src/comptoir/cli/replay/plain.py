"""The plain layout, for a till of one's own: basket, at, sku, quantity, price and perhaps currency.

``at`` has its offset, ``quantity`` is a number of pieces or, with its unit, what was measured (0.532 kg);
``price`` is that of one piece or unit, with at most six decimals.

Source: house rule.
"""

from __future__ import annotations

from typing import Final

from comptoir.cli.replay.recorded import Layout, Recorded, extension
from comptoir.cli.replay.row import Row
from comptoir.cli.replay.skipping import Skip
from comptoir.values.decimals import MILLION, millionths_of
from comptoir.values.errors import WrongValue, shown
from comptoir.values.money import checked_currency
from comptoir.values.quantities import PIECE, UNITS

CURRENCY: Final = "EUR"
"""The currency where there is no column for it."""

_CURE: Final = "write whole pieces such as 2, or what was measured such as 0.532 kg"


def _read(row: Row) -> Recorded | Skip:
    quantity, unit = row.read("quantity", _quantity)
    price = row.number("price")
    currency = row.read("currency", _currency) if "currency" in row.cells else CURRENCY
    return Recorded(
        basket=row.text("basket"),
        at=row.instant("at"),
        product=row.text("sku"),
        quantity=quantity,
        unit=unit,
        price=price,
        value=extension(price, quantity, currency),
        currency=currency,
    )


def _quantity(text: str) -> tuple[int, str]:
    numeral, space, unit = text[:64].partition(" ")
    millionths = millionths_of(numeral, "", cure=_CURE)
    if not space and not millionths % MILLION:
        return millionths, PIECE
    if unit in UNITS and unit != PIECE:
        return millionths, unit
    raise WrongValue.at("", shown(text), _CURE, code="not_a_quantity")


def _currency(code: str) -> str:
    return checked_currency(code, "")


PLAIN: Final = Layout(
    name="plain",
    columns=("basket", "at", "sku", "quantity", "price"),
    read=_read,
)
"""The layout."""
