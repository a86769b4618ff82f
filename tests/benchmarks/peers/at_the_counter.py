"""The shop as Comptoir has it, through its public doors only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pendulum

from benchmarks.peers.rounds import Answer, InThisProcess
from benchmarks.peers.shop import CURRENCY, PIECES, Offer, Shop
from comptoir import Basket, Counter, Line, Product, Rulebook
from comptoir.authoring.zone_tables import zone_table
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.rulebook import Assortment, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.values.instants import instant_of
from comptoir.values.money import UnitPrice
from comptoir.values.selections import Category, Skus
from comptoir.values.windows import Window

PARIS: Final = "Europe/Paris"
AT: Final = pendulum.datetime(2026, 12, 4, 18, 5, tz=PARIS)
START, END, BEYOND = (instant_of(pendulum.datetime(year, 1, 1, tz=PARIS)) for year in (2026, 2028, 2029))


def promotion(offer: Offer) -> Promotion:
    return Promotion(
        id=offer.id,
        name={"en": "an offer"},
        layer="offers",
        on=Skus(sorted(offer.skus)) if offer.skus else Category(offer.shelf),
        benefit=PercentOff(offer.percent),
    )


def composed(prices: Iterable[tuple[Product, str]], promotions: Iterable[Promotion]) -> Rulebook:
    """Rules of such products at such prices and of promotions that compete in one layer."""
    sold = tuple(prices)
    return Rulebook.compose(
        id="benchmark",
        computing="2026-11",
        valid=Window(START, END),
        zone=PARIS,
        currencies=(CURRENCY,),
        sections=Sections(
            products=Assortment(product for product, _ in sold),
            pricing=PricingRules(
                lists=[
                    PriceList(
                        id="list",
                        currency=CURRENCY,
                        prices={product.sku: UnitPrice.of(price) for product, price in sold},
                    )
                ],
                layers=[Layer(id="offers")],
                promotions=list(promotions),
            ),
            tax=TaxRules(
                country="FR", rates=[TaxRate(category="standard", percent="20", source="CGI art. 278")]
            ),
            time=TimeTables(zones=[zone_table(PARIS, START, BEYOND)]),
        ),
    )


def product(sku: str, category: str) -> Product:
    return Product(sku=sku, name={"en": sku}, category=category, tax="standard")


def rulebook(shop: Shop) -> Rulebook:
    """The shop's rules, composed and validated."""
    return composed(
        ((product(each.sku, each.shelf), each.price) for each in shop.items),
        (promotion(offer) for offer in shop.offers),
    )


def basket(shop: Shop) -> Basket:
    return Basket(currency=CURRENCY, lines=[Line(each.sku, PIECES) for each in shop.basket])


def contestant(shop: Shop) -> InThisProcess:
    counter, asked = Counter(rulebook(shop)), basket(shop)
    return InThisProcess(
        "Comptoir, the full quote",
        lambda: Answer(total=counter.quote(asked, AT).total.get_amount_in_sub_unit()),
    )
