"""Strategies for whole questions: a rulebook, a basket of its products, an instant on an edge.

Source: house rule.
"""

from __future__ import annotations

from functools import cache

import attrs
from hypothesis import reject
from hypothesis import strategies as st

from comptoir.checkout.place import Accepted
from comptoir.facts.baskets import Basket
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.facts.products import Product
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.rulebook import COMPUTING, Assortment, Rulebook, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.testing.cases import Case, ask_counter
from comptoir.testing.laws.placing import acceptable, place
from comptoir.testing.strategies.baskets import baskets
from comptoir.testing.strategies.flavours import PLAUSIBLE, Flavour
from comptoir.testing.strategies.rulebooks import rulebooks
from comptoir.testing.strategies.times import CLOSES, OPENS, datetimes, fixed_zone, near_edges
from comptoir.values.instants import datetime_of
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.selections import Skus
from comptoir.values.windows import Window


@cache
@st.composite
def cases(draw: st.DrawFn, flavour: Flavour = PLAUSIBLE) -> Case:
    """A question that mostly has an answer, asked on an edge or next to one."""
    rulebook = draw(rulebooks(flavour))
    basket = draw(baskets(flavour, products=rulebook.products.products))
    return Case(rulebook, basket, draw(datetimes(near_edges())))


@cache
@st.composite
def crowded_cases(draw: st.DrawFn) -> Case:
    """One layer in which up to nine offers, most of them for several lines together, share six lines."""
    skus = tuple("ABCDEF")
    products = [
        Product(sku=sku, name={"en": sku}, category=f"c/{sku}", tax="standard", tags=("all",)) for sku in skus
    ]
    prices = {sku: UnitPrice(draw(st.sampled_from((0, 1)) | st.integers(1, 99)) * 10_000) for sku in skus}
    benefit = st.one_of(
        st.integers(1, 60).map(lambda cents: BasketAmountOff(Amount(cents, "EUR"))),
        st.integers(1, 9).map(lambda tenths: BasketPercentOff(tenths * 10)),
        st.integers(1, 9).map(lambda tenths: PercentOff(tenths * 5)),
    )
    pairs = st.sampled_from((0b11, 0b1100, 0b110000, 0b1001))  # so that some share no line
    masks = st.lists(pairs | st.integers(1, 63), min_size=2, max_size=9)
    offers = [
        Promotion(
            id=f"o{index}",
            name={"en": "offer"},
            layer="only",
            on=Skus([sku for place, sku in enumerate(skus) if chosen >> place & 1]),
            benefit=draw(benefit),
        )
        for index, chosen in enumerate(draw(masks))
    ]
    rulebook = Rulebook.compose(
        id="crowded-shop",
        computing=COMPUTING[-1],
        valid=Window(OPENS, CLOSES),
        zone="Etc/GMT-1",
        currencies=("EUR",),
        sections=Sections(
            products=Assortment(products),
            pricing=PricingRules(
                lists=[PriceList(id="prices", currency="EUR", prices=prices)],
                layers=[Layer(id="only")],
                promotions=offers,
                search_steps=draw(st.sampled_from((10_000, 1, 3, 10, 30))),
            ),
            tax=TaxRules(country="FR", rates=[TaxRate(category="standard", percent="20", source="made up")]),
            time=TimeTables(zones=[fixed_zone()]),
        ),
    )
    basket = Basket(currency="EUR", lines=[Line(sku, draw(st.integers(1, 3))) for sku in skus])
    return Case(rulebook, basket, datetime_of(OPENS))


@cache
@st.composite
def orders(draw: st.DrawFn, flavour: Flavour = PLAUSIBLE) -> Order:
    """An order, placed at a counter and paid to the cent."""
    placed = place(acceptable(draw(cases(attrs.evolve(flavour, gaps=False)))), ask_counter)
    if not isinstance(placed, Accepted):
        reject()
    return placed.order
