"""The "Complete Journey" transactions: one row per product of a basket, in US dollars, times in UTC.

The shelf value of a line is what the shop received plus what the loyalty card and the retailer's match
of a coupon took off; it has no unit price, which is the shelf value divided by the quantity, to six
decimals. Fuel is recorded in thousandths of a gallon, as pieces.

Source: 84.51, "The Complete Journey 2.0".
"""

from __future__ import annotations

from typing import Final

from comptoir.cli.replay.recorded import Layout, Recorded, unit_price
from comptoir.cli.replay.row import Row
from comptoir.cli.replay.skipping import Skip
from comptoir.values.decimals import MILLION
from comptoir.values.errors import WireError
from comptoir.values.money import MINOR_DIGITS

CURRENCY: Final = "USD"
_SHELF_VALUE: Final = ("sales_value", "retail_disc", "coupon_match_disc")
_MILLIONTHS_OF_CENT: Final = 10 ** (6 - MINOR_DIGITS[CURRENCY])


def _read(row: Row) -> Recorded | Skip:
    pieces = row.whole("quantity")
    value = sum(_cents(row, column) for column in _SHELF_VALUE)
    return Recorded(
        basket=row.text("basket_id"),
        at=row.instant("ts_utc"),
        product=row.text("product_id"),
        quantity=pieces * MILLION,
        price=unit_price(value, pieces, CURRENCY) if pieces > 0 else 0,
        value=value,
        currency=CURRENCY,
    )


def _cents(row: Row, column: str) -> int:
    cents, finer = divmod(row.number(column), _MILLIONTHS_OF_CENT)
    return row.read(column, _refuse_finer) if finer else cents


def _refuse_finer(text: str) -> int:
    raise WireError.at(
        "", f"found {text} {CURRENCY}", "write an amount to the cent", code="finer_than_minor_unit"
    )


COMPLETE_JOURNEY: Final = Layout(
    name="complete-journey",
    columns=("basket_id", "product_id", "quantity", *_SHELF_VALUE, "ts_utc"),
    read=_read,
)
"""The layout."""
