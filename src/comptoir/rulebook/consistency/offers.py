"""Whether floors, overrides, extras and prior-price rules fit each other and what they name.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from comptoir.facts.products import Nature
from comptoir.pricing.decisions import OverrideRules
from comptoir.pricing.floors import AtLeast, OverCost
from comptoir.rulebook.consistency.names import known_currency, twice, unknown
from comptoir.rulebook.consistency.promotions import promotion_faults
from comptoir.rulebook.consistency.wheres import where_faults
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.windows import Window


def offer_faults(
    sections: Sections, currencies: Collection[str], valid: Window, unread: Collection[str] = ()
) -> Iterator[Fault]:
    """Each thing that does not fit, in the order of the section."""
    pricing = sections.pricing
    yield from twice("pricing.floors", [each.id for each in pricing.floors], "id")
    yield from twice("pricing.extras", [each.id for each in pricing.extras], "id")
    yield from twice("pricing.prior_prices", [each.id for each in pricing.prior_prices], "id")
    if "places" not in unread:
        yield from _places(sections)
    for index, floor in enumerate(pricing.floors):
        if isinstance(floor.least, AtLeast):
            where = f"pricing.floors[{index}].least"
            yield from known_currency(where, floor.least.price.currency, currencies)
    for index, extra in enumerate(pricing.extras):
        yield from known_currency(f"pricing.extras[{index}].amount", extra.amount.currency, currencies)
    yield from _overrides(pricing.overrides)
    yield from twice("pricing.layers", [each.id for each in pricing.layers], "id")
    yield from promotion_faults(sections, currencies, valid, unread)


def whole_offer_faults(sections: Sections) -> Iterator[Fault]:
    """Each product that a margin protects and of which no list says what it costs: all of them are read."""
    pricing = sections.pricing
    for index, floor in enumerate(pricing.floors):
        if isinstance(floor.least, OverCost):
            for product in sections.products.products:
                known = any(product.sku in costs.costs for costs in pricing.cost_lists)
                is_fixed = product.nature is Nature.GIFT_CARD
                if floor.on.selects(product) and not known and not is_fixed:
                    found = f"found no cost of {product.sku}, which the floor protects"
                    cure = "add it under [[pricing.cost_lists]], or leave the product out"
                    yield Fault("no_cost", f"pricing.floors[{index}].on", found, cure)


def _places(sections: Sections) -> Iterator[Fault]:
    pricing = sections.pricing
    for index, floor in enumerate(pricing.floors):
        yield from where_faults(f"pricing.floors[{index}].where", floor.where, sections)
    for index, extra in enumerate(pricing.extras):
        yield from where_faults(f"pricing.extras[{index}].where", extra.where, sections)
    for index, rule in enumerate(pricing.prior_prices):
        yield from where_faults(f"pricing.prior_prices[{index}].where", rule.where, sections)


def _overrides(rules: OverrideRules) -> Iterator[Fault]:
    yield from twice("pricing.overrides.reasons", [each.id for each in rules.reasons], "id")
    for index, reason in enumerate(rules.reasons):
        for place, limit in enumerate(reason.limits):
            where = f"pricing.overrides.reasons[{index}].limits[{place}].authority"
            cure = "add it to pricing.overrides.authorities, the lowest first"
            yield from unknown("unknown_authority", where, limit.authority, rules.authorities, cure)
