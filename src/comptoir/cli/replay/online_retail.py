"""The UCI "Online Retail" invoices: one row per product of an invoice, in pounds, on British clocks.

Invoices whose number starts with C are cancellations. Some codes are no products: postage, carriage,
samples, discounts, fees, vouchers and corrections by hand. An invoice's rows may be minutes apart.

Source: Chen, Sain, Guo 2012, UCI "Online Retail", doi 10.24432/C5BW33.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from comptoir.authoring.zone_tables import packaged_zone
from comptoir.cli.replay.recorded import Layout, Recorded, extension
from comptoir.cli.replay.row import Row
from comptoir.cli.replay.skipping import Skip
from comptoir.values.decimals import MILLION
from comptoir.values.errors import WrongValue, shown
from comptoir.values.instants import Instant, instant_of

CURRENCY: Final = "GBP"
ZONE: Final = "Europe/London"
NO_PRODUCTS: Final = frozenset({"AMAZONFEE", "B", "BANK CHARGES", "C2", "CRUK", "D", "DOT", "M", "POST", "S"})
"""Amazon's fee, bad debt, bank charges, carriage, commission, discount, postage twice, manual, samples."""
_VOUCHER: Final = "GIFT_"


def _read(row: Row) -> Recorded | Skip:
    basket = row.text("InvoiceNo")
    product = row.text("StockCode")
    quantity = row.whole("Quantity") * MILLION
    price = row.number("UnitPrice")
    at = row.read("InvoiceDate", _instant)
    if basket.startswith("C"):
        return Skip.CANCELLATION
    if product.upper() in NO_PRODUCTS or product.upper().startswith(_VOUCHER):
        return Skip.NO_PRODUCT
    return Recorded(
        basket=basket,
        at=at,
        product=product,
        quantity=quantity,
        price=price,
        value=extension(price, quantity, CURRENCY),
        currency=CURRENCY,
    )


@lru_cache(maxsize=1024)
def _instant(text: str) -> Instant:
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=_london())
    except ValueError:
        cure = "write a British wall time such as 2010-12-01 08:26:00"
        raise WrongValue.at("", shown(text), cure, code="not_an_instant") from None
    return instant_of(moment, "")


@cache
def _london() -> ZoneInfo:
    return packaged_zone(ZONE)


ONLINE_RETAIL: Final = Layout(
    name="online-retail",
    columns=("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice"),
    read=_read,
)
"""The layout."""
