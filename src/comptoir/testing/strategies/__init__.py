"""Hypothesis strategies for every public value, in two flavours: ``PLAUSIBLE`` and ``NASTY``.

Hypothesis does not read attrs validators, so that a value built by ``st.builds`` is mostly refused.
These build values that stand: a rulebook's products are priced and taxed, a basket's products are
mostly the rulebook's, instants cluster on the edges of windows, and amounts where cents collide::

    @given(cases(NASTY))
    def test_my_law(case): ...

Source: house rule.
"""

from comptoir.testing.strategies.baskets import (
    baskets,
    buyers,
    handovers,
    lines,
    places,
    provenances,
    saved_baskets,
)
from comptoir.testing.strategies.cases import cases, crowded_cases, orders
from comptoir.testing.strategies.flavours import NASTY, PLAUSIBLE, Flavour
from comptoir.testing.strategies.names import identifiers, names, texts
from comptoir.testing.strategies.numbers import (
    amounts,
    measured,
    money,
    percents,
    quantities,
    roundings,
    tenders,
    unit_prices,
)
from comptoir.testing.strategies.products import assortments, products
from comptoir.testing.strategies.promotions import benefits, conditions, promotions
from comptoir.testing.strategies.rulebooks import price_lists, pricing_rules, rulebooks, tax_rules
from comptoir.testing.strategies.selections import selections
from comptoir.testing.strategies.times import any_windows, datetimes, instants, windows, zones

__all__ = [
    "NASTY",
    "PLAUSIBLE",
    "Flavour",
    "amounts",
    "any_windows",
    "assortments",
    "baskets",
    "benefits",
    "buyers",
    "cases",
    "conditions",
    "crowded_cases",
    "datetimes",
    "handovers",
    "identifiers",
    "instants",
    "lines",
    "measured",
    "money",
    "names",
    "orders",
    "percents",
    "places",
    "price_lists",
    "pricing_rules",
    "products",
    "promotions",
    "provenances",
    "quantities",
    "roundings",
    "rulebooks",
    "saved_baskets",
    "selections",
    "tax_rules",
    "tenders",
    "texts",
    "unit_prices",
    "windows",
    "zones",
]
