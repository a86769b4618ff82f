"""One small shop that the galleries stand in: two products, two offers, two years."""

from __future__ import annotations

from functools import cache

import pendulum

from comptoir import (
    Accepted,
    Basket,
    ComptoirError,
    Contract,
    Counter,
    Deliver,
    Line,
    Measured,
    Order,
    Place,
    Product,
    Provenance,
    Rulebook,
    Tender,
)
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.rulebook import Assortment, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.values.instants import instant_from_text
from comptoir.values.money import UnitPrice
from comptoir.values.selections import Category
from comptoir.values.windows import Window
from comptoir.values.zones import Change, Zone

OPENS = instant_from_text("2026-01-01T00:00:00Z")
CLOSES = instant_from_text("2028-01-01T00:00:00Z")
AT = pendulum.datetime(2026, 12, 4, 17, 5, tz="UTC")

PARIS = Zone(
    name="Europe/Paris",
    since=OPENS,
    until=instant_from_text("2028-02-01T00:00:00Z"),
    offset=3600,
    changes=(
        Change(instant_from_text("2026-03-29T01:00:00Z"), 7200),
        Change(instant_from_text("2026-10-25T01:00:00Z"), 3600),
        Change(instant_from_text("2027-03-28T01:00:00Z"), 7200),
        Change(instant_from_text("2027-10-31T01:00:00Z"), 3600),
    ),
)
DRESS = Product(
    sku="ROBE-36",
    name={"fr": "Robe bleue"},
    category="mode/robes",
    tax="standard",
    gtin="3045140105502",
    attributes={"size": "36"},
)
TEA = Product(
    sku="THE-VRAC",
    name={"fr": "Thé vert du Fujian, récolte de printemps, en vrac", "en": "Loose green tea from Fujian"},
    category="epicerie/the",
    tax="reduced",
    unit="kg",
)
GOLD = Product(sku="LINGOT", name={"fr": "Lingot"}, category="or", tax="standard")
WITHOUT_PRICE = Product(sku="SANS-PRIX", name={"fr": "Échantillon"}, category="divers", tax="standard")


@cache
def rulebook() -> Rulebook:
    """The rules of the shop, without a file, a clock or the machine's zones."""
    return Rulebook.compose(
        id="demo",
        computing="2026-11",
        valid=Window(OPENS, CLOSES),
        zone="Europe/Paris",
        currencies=("EUR",),
        sections=Sections(
            products=Assortment([DRESS, TEA, GOLD, WITHOUT_PRICE]),
            pricing=PricingRules(
                lists=[
                    PriceList(
                        id="2026",
                        currency="EUR",
                        prices={
                            "ROBE-36": UnitPrice.of("79.90"),
                            "THE-VRAC": UnitPrice.of("85"),
                            "LINGOT": UnitPrice.of("1000000000"),
                        },
                    )
                ],
                layers=[Layer(id="offers"), Layer(id="basket")],
                promotions=[
                    Promotion(
                        id="soldes",
                        name={"fr": "Soldes"},
                        layer="offers",
                        on=Category("mode"),
                        benefit=PercentOff("20"),
                    ),
                    Promotion(
                        id="dix",
                        name={"fr": "10 € dès 100 €"},
                        layer="basket",
                        when=[Spend("100 EUR")],
                        benefit=BasketAmountOff("10 EUR"),
                    ),
                ],
            ),
            tax=TaxRules(
                country="FR",
                rates=[
                    TaxRate(category="standard", percent="20", source="CGI art. 278"),
                    TaxRate(category="reduced", percent="5.5", source="CGI art. 278-0 bis"),
                ],
            ),
            time=TimeTables(zones=[PARIS]),
        ),
    )


def basket() -> Basket:
    """Three dresses on two lines and a bag of tea, ordered from home."""
    return Basket(
        currency="EUR",
        lines=[
            Line("ROBE-36", 1, ref="app-7"),
            Line("THE-VRAC", Measured("0.532", "kg"), ref="app-8"),
            Line("ROBE-36", 2, ref="app-9"),
        ],
        contract=Contract.DISTANCE,
        handover=Deliver(Place("FR", "69003")),
    )


def order() -> Order:
    """The basket, placed and paid."""
    counter = Counter(rulebook())
    quote = counter.quote(basket(), AT)
    placed = counter.place(
        quote, id="o-1", at=AT, tenders=[Tender("card", quote.total)], provenance=Provenance("app")
    )
    assert isinstance(placed, Accepted)
    return placed.order


def code_of(error: ComptoirError) -> str:
    """The code of the first fault."""
    return error.faults[0].code
