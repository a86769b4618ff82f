"""Strategies for rulebooks that stand: every product priced and taxed, windows that share edges.

Source: house rule.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules
from comptoir.rulebook import COMPUTING, Assortment, Rulebook, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.testing.strategies.flavours import PLAUSIBLE, Flavour
from comptoir.testing.strategies.numbers import percents, unit_prices
from comptoir.testing.strategies.products import TAX_CATEGORIES, assortments
from comptoir.testing.strategies.promotions import promotions
from comptoir.testing.strategies.times import CLOSES, EDGES, OPENS, cut_in_two, fixed_zone
from comptoir.values.instants import Instant
from comptoir.values.policies import MoneyPolicy
from comptoir.values.windows import Window


@st.composite
def price_lists(
    draw: st.DrawFn,
    flavour: Flavour = PLAUSIBLE,
    *,
    name: str = "prices",
    currency: str = "EUR",
    skus: tuple[str, ...] = (),
    starts: Instant | None = None,
) -> PriceList:
    """A list of prices from an instant on, until an edge or for good."""
    priced = skus or flavour.skus
    later = [edge for edge in EDGES if starts is not None and edge > starts]
    until = draw(st.none() | st.sampled_from(later)) if later else None
    prices = {sku: draw(unit_prices(flavour)) for sku in priced}
    return PriceList(id=name, currency=currency, valid=Window(starts, until), prices=prices)


@st.composite
def pricing_rules(
    draw: st.DrawFn, flavour: Flavour = PLAUSIBLE, *, skus: tuple[str, ...] = ()
) -> PricingRules:
    """Lists that price every product in every currency, layers, and promotions that compete."""
    sold = skus or flavour.skus
    lists = []
    for currency in flavour.currencies:
        starts = draw(st.lists(st.sampled_from(EDGES), max_size=2, unique=True))
        gap = flavour.gaps and draw(st.integers(0, 19)) == 19
        lists.append(
            draw(
                price_lists(
                    flavour,
                    name=f"{currency}-base",
                    currency=currency,
                    skus=sold,
                    starts=Instant(EDGES[0] - 1) if gap else None,
                )
            )
        )
        for index, start in enumerate(starts):
            some = tuple(sku for sku in sold if draw(st.booleans())) or sold[:1]
            name = f"{currency}-{index}"
            lists.append(draw(price_lists(flavour, name=name, currency=currency, skus=some, starts=start)))
    layers = [Layer(id=f"l{index}") for index in range(draw(st.integers(1, flavour.layers_max)))]
    count = draw(_counts(flavour.promotions_max))
    chosen = [layers[draw(st.integers(0, len(layers) - 1))].id for _ in range(count)]
    return PricingRules(
        lists=lists,
        layers=layers,
        promotions=[draw(promotions(flavour, name=f"p{i}", layer=layer)) for i, layer in enumerate(chosen)],
        search_steps=draw(st.sampled_from(flavour.search_steps)),
    )


@st.composite
def tax_rules(draw: st.DrawFn, flavour: Flavour = PLAUSIBLE) -> TaxRules:
    """A rate for every tax category at any instant, some of them changed at an edge."""
    rates = []
    for category in TAX_CATEGORIES:
        edge = draw(st.none() | st.sampled_from(EDGES))
        windows = (Window(),) if edge is None else cut_in_two(edge)
        rates += [
            TaxRate(category=category, percent=draw(percents(flavour)), valid=window, source="made up")
            for window in windows
        ]
    return TaxRules(country="FR", rates=rates)


@st.composite
def rulebooks(
    draw: st.DrawFn, flavour: Flavour = PLAUSIBLE, *, products: Assortment | None = None
) -> Rulebook:
    """A rulebook in force from 2026 until 2028, in a zone with one offset."""
    sold = draw(assortments(flavour)) if products is None else products
    return Rulebook.compose(
        id=f"{flavour.name}-shop",
        computing=draw(st.sampled_from(COMPUTING)),
        valid=Window(OPENS, CLOSES),
        zone="Etc/GMT-1",
        currencies=flavour.currencies,
        money=MoneyPolicy(rounding=draw(st.sampled_from(flavour.roundings))),
        sections=Sections(
            products=sold,
            pricing=draw(pricing_rules(flavour, skus=tuple(each.sku for each in sold.products))),
            tax=draw(tax_rules(flavour)),
            time=TimeTables(zones=[fixed_zone()]),
        ),
    )


@cache
def _counts(largest: int) -> st.SearchStrategy[int]:
    """How many: any number up to the largest as often as another, the simplest one."""
    return st.sampled_from((*range(1, largest + 1), 0))
