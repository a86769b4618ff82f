"""A rulebook out of till data: every product and unit price seen, one list, one offer, one tax rate.

The window is that of the data, the zone UTC; the tax rate is made up, so that the laws of tax have
something to hold of.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from comptoir.cli.replay.baskets import TillBasket
from comptoir.facts.products import Product
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.rulebook import COMPUTING, Assortment, Rulebook, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.values.instants import DAY, EARLIEST, LATEST, Instant
from comptoir.values.money import UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.quantities import PIECE, Measured
from comptoir.values.windows import Window
from comptoir.values.zones import Zone

UTC: Final = Zone(name="UTC", since=EARLIEST, until=LATEST, offset=0, changes=())
TAX: Final = TaxRate(category="standard", percent="20", source="made up for the replay")
LAYER: Final = Layer(id="offers")


@attrs.frozen(kw_only=True)
class Seen:
    """What the data sells: the price and unit of each SKU, how many baskets, from when to when."""

    prices: Mapping[str, tuple[UnitPrice, str]]
    baskets: int
    first: Instant
    last: Instant


def seen_in(baskets: Iterable[TillBasket]) -> Seen:
    """One pass over the data; memory grows with its prices, not with its lines."""
    prices: dict[str, tuple[UnitPrice, str]] = {}
    count, first, last = 0, LATEST, EARLIEST
    for basket in baskets:
        count += 1
        first, last = min(first, basket.at), max(last, basket.at)
        for line in basket.lines:
            if line.sku not in prices:
                unit = line.quantity.unit if isinstance(line.quantity, Measured) else PIECE
                prices[line.sku] = line.price, unit
    return Seen(prices=prices, baskets=count, first=first, last=last)


def rulebook_for(seen: Seen, currency: str, percent: Percent) -> Rulebook:
    """The rulebook under which the data is quoted: its own prices, and ``percent`` off everything."""
    prices = {sku: price for sku, (price, _) in seen.prices.items()}
    off = Promotion(
        id="off-everything",
        name={"en": f"{percent.to_text()} % off everything"},
        layer=LAYER.id,
        benefit=PercentOff(percent),
    )
    return Rulebook.compose(
        id="replay",
        computing=COMPUTING[-1],
        valid=Window(seen.first, Instant(min(seen.last + DAY, LATEST - 1))),
        zone=UTC.name,
        currencies=(currency,),
        sections=Sections(
            products=Assortment(_product(sku, unit) for sku, (_, unit) in sorted(seen.prices.items())),
            pricing=PricingRules(
                lists=[PriceList(id="seen", currency=currency, prices=prices)],
                layers=[LAYER],
                promotions=[off],
            ),
            tax=TaxRules(country="FR", rates=[TAX]),
            time=TimeTables(zones=[UTC]),
        ),
    )


def _product(sku: str, unit: str) -> Product:
    return Product(sku=sku, name={"en": sku}, category="till", tax=TAX.category, unit=unit)
