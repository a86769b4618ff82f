"""A few cases made by hand: one small shop, in which every rule has an edge and every offer a rival.

For who runs the laws without Hypothesis, and for the planted faults, each of which is caught on one
of them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.handovers import Carry, Deliver, Place
from comptoir.facts.lines import Line
from comptoir.facts.products import Product
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.conditions.coupon import Coupon
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.kinds import Benefit, Condition
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.rulebook import COMPUTING, Assortment, Rulebook, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.testing.cases import Case
from comptoir.values.instants import DAY, Instant, datetime_of, instant_from_text
from comptoir.values.money import UnitPrice
from comptoir.values.quantities import Measured, Quantity
from comptoir.values.selections import Category, Everything, Selection, Skus
from comptoir.values.windows import Window
from comptoir.values.zones import Zone

OPENS: Final = instant_from_text("2026-01-01T00:00:00Z")
CLOSES: Final = instant_from_text("2028-01-01T00:00:00Z")
SALES: Final = Window(instant_from_text("2026-06-24T06:00:00Z"), instant_from_text("2026-07-21T22:00:00Z"))
SUMMER: Final = Window(instant_from_text("2026-06-01T00:00:00Z"), instant_from_text("2026-09-01T00:00:00Z"))
TAX_CHANGES: Final = instant_from_text("2027-01-01T00:00:00Z")

PRODUCTS: Final = (
    Product(sku="ROBE-36", name={"fr": "Robe"}, category="mode/robes", tax="standard", brand="Lin"),
    Product(sku="ROBE-38", name={"fr": "Robe"}, category="mode/robes", tax="standard"),
    Product(sku="SAC", name={"fr": "Sac"}, category="mode/sacs", tax="standard", tags=["cuir"]),
    Product(sku="THE", name={"fr": "Thé"}, category="epicerie/the", tax="reduced", unit="kg"),
    Product(sku="LIVRE", name={"fr": "Livre"}, category="livres", tax="books"),
)
PRICES: Final[Mapping[str, UnitPrice]] = {
    "ROBE-36": UnitPrice.of("79.90"),
    "ROBE-38": UnitPrice.of("79.90"),
    "SAC": UnitPrice.of("0.35"),
    "THE": UnitPrice.of("84.995"),
    "LIVRE": UnitPrice.of("9.99"),
}


def offer(
    name: str,
    benefit: Benefit,
    *when: Condition,
    layer: str = "offers",
    on: Selection = Everything(),  # noqa: B008 - frozen
    valid: Window = Window(),  # noqa: B008 - frozen
) -> Promotion:
    """A promotion, in few words."""
    return Promotion(id=name, name={"fr": name}, layer=layer, benefit=benefit, on=on, when=when, valid=valid)


PROMOTIONS: Final = (
    offer("a-five", PercentOff("5"), on=Category("mode")),
    offer("b-twenty", PercentOff("20"), on=Category("mode/robes"), valid=SALES),
    offer("c-book", FixedPrice("8.49 EUR"), on=Skus(["LIVRE"])),
    offer("d-bag", AmountOff("0.50 EUR"), on=Skus(["SAC"])),
    offer("e-pair", BasketPercentOff("12.5"), on=Skus(["LIVRE", "THE"])),
    offer("f-trio", BasketAmountOff("7.77 EUR"), on=Skus(["ROBE-36", "THE", "LIVRE"]), valid=SUMMER),
    offer("g-welcome", BasketAmountOff("10.00 EUR"), Coupon("WELCOME"), Spend("30 EUR"), layer="basket"),
    offer("h-tenth", BasketPercentOff("10"), Spend("50 EUR"), layer="basket"),
)


CHAIN: Final = (
    offer("book-and-tea", BasketPercentOff("12.5"), on=Skus(["LIVRE", "THE"])),
    offer("tea-and-bag", BasketPercentOff("15"), on=Skus(["THE", "SAC"])),
    offer("bag-and-dress", BasketAmountOff("5.00 EUR"), on=Skus(["SAC", "ROBE-36"])),
    offer("dresses", BasketPercentOff("7.5"), on=Category("mode/robes")),
)
"""Each shares a line with the next, and none is on a line of all: sets of them are searched."""


def zone(name: str = "Etc/GMT-1", *, offset: int = 3600) -> Zone:
    """A table with one offset, wide enough for any rulebook made here."""
    return Zone(name=name, since=Instant(0), until=Instant(CLOSES + 3650 * DAY), offset=offset, changes=())


def rulebook(promotions: Iterable[Promotion] = PROMOTIONS, *, search_steps: int = 10_000) -> Rulebook:
    """The small shop's rulebook, with these promotions."""
    summer = PriceList(id="summer", currency="EUR", valid=SUMMER, prices={"SAC": UnitPrice.of("0.33")})
    return Rulebook.compose(
        id="small-shop",
        computing=COMPUTING[-1],
        valid=Window(OPENS, CLOSES),
        zone="Etc/GMT-1",
        currencies=("EUR",),
        sections=Sections(
            products=Assortment(PRODUCTS),
            pricing=PricingRules(
                lists=[PriceList(id="all-year", currency="EUR", prices=PRICES), summer],
                layers=[Layer(id="offers"), Layer(id="basket")],
                promotions=tuple(promotions),
                search_steps=search_steps,
            ),
            tax=TaxRules(
                country="FR",
                rates=[
                    TaxRate(category="standard", percent="20", source="CGI art. 278"),
                    TaxRate(category="reduced", percent="5.5", source="CGI art. 278-0 bis"),
                    TaxRate(category="books", percent="5.5", valid=Window(None, TAX_CHANGES), source="CGI"),
                    TaxRate(
                        category="books", percent="10", valid=Window(TAX_CHANGES, None), source="made up"
                    ),
                ],
            ),
            time=TimeTables(zones=[zone()]),
        ),
    )


def basket(*lines: tuple[str, Quantity], **facts: Any) -> Basket:  # noqa: ANN401 - each fact has its own type
    """A basket in euros, each line with a ref of its own."""
    typed = [Line(sku, quantity, ref=f"r{index}") for index, (sku, quantity) in enumerate(lines)]
    return attrs.evolve(Basket(currency="EUR", lines=typed), **facts)


BASKETS: Final = (
    basket(("ROBE-36", 1), ("ROBE-38", 2), ("THE", Measured("0.532", "kg")), ("SAC", 3), ("LIVRE", 1)),
    basket(("LIVRE", 3), ("SAC", 7), ("LIVRE", 2), ("ROBE-36", 1), coupons=("WELCOME",)),
    basket(
        ("THE", Measured("0.1", "kg")),
        ("THE", Measured("0.1", "kg")),
        ("ROBE-38", 1),
        ("ROBE-38", 1),
        buyer=Buyer(member="m-1", tier="gold", segments=["staff"]),
        handover=Deliver(Place("FR", "69003")),
        contract=Contract.DISTANCE,
    ),
    basket(("SAC", 1), ("LIVRE", 1), handover=Carry("lyon-2"), contract=Contract.IN_STORE),
    basket(("ROBE-36", 1)),
    basket(),
)


def instants() -> tuple[Instant, ...]:
    """Either side of each edge of the shop's windows, inside the rulebook's own."""
    edges = [SALES.from_, SALES.until, SUMMER.from_, SUMMER.until, TAX_CHANGES]
    near = {Instant(edge + step) for edge in edges if edge is not None for step in (-1, 0)}
    return tuple(sorted({OPENS, *near, Instant(CLOSES - 1)}))


def cases() -> list[Case]:
    """Every basket at every instant, and searches that are cut short."""
    shop = rulebook()
    hurried = [rulebook(search_steps=1), *(rulebook(CHAIN, search_steps=steps) for steps in (1, 3, 7))]
    found = [Case(shop, each, datetime_of(at)) for each in BASKETS for at in instants()]
    return [*found, *(Case(each, BASKETS[0], datetime_of(OPENS)) for each in hurried)]
