"""The floor of a line: the highest of those that hold for its product, never above its listed price.

Rounding point: a floor is rounded up to the minor unit, so that no rounding goes below it.

Source: house rule (law Q2); the laws that set floors are named by the rules themselves.
"""

from __future__ import annotations

from typing import assert_never

from comptoir.facts.products import Nature
from comptoir.facts.tax_terms import PriceBasis
from comptoir.pricing.floors import AtLeast, AtMostOff, Floor, OverCost
from comptoir.pricing.listing import Listed, TaxWeight
from comptoir.pricing.priced import FloorAt
from comptoir.pricing.question import PriceQuestion
from comptoir.values.decimals import MILLION
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import instant_text
from comptoir.values.rounding import Rounding, divide


def floor_of(listed: Listed, question: PriceQuestion) -> FloorAt | None:
    """The floor of a listed good, in minor units of its line; ``None`` if there is none.

    Of floors at the same amount, the smallest id is named. Raises ``NoAnswer`` for a margin over a cost
    that the rulebook does not have.
    """
    highest: FloorAt | None = None
    for floor in question.floors.selecting(listed.product):
        amount = min(_amount(floor, listed, question), listed.regular)
        if highest is None or amount > highest.amount:
            highest = FloorAt(floor.id, floor.source, amount)
    return highest


def is_fixed(listed: Listed) -> bool:
    """Whether nothing may change the price: that of money for later."""
    return listed.product.nature is Nature.GIFT_CARD


def _amount(floor: Floor, listed: Listed, question: PriceQuestion) -> int:
    """What the floor asks for the line, before its listed price is looked at."""
    match floor.least:
        case AtLeast(price):
            if price.currency != question.minting.currency:
                return 0
            return divide(price.minor * listed.content, MILLION, Rounding.CEILING)
        case OverCost(margin):
            return _over_cost(MILLION + margin.parts_per_million, listed, question)
        case AtMostOff(percent):
            kept = MILLION - percent.parts_per_million
            return divide(listed.regular * kept, MILLION, Rounding.CEILING)
        case _:
            assert_never(floor.least)


def _over_cost(parts: int, listed: Listed, question: PriceQuestion) -> int:
    """So many millionths of what the line costs the merchant, with the tax if its price includes it."""
    cost = question.cost(listed.product.sku)
    if cost is None:
        found = f"found no cost of {listed.product.sku} in force at {instant_text(question.moment.at)}"
        cure = "add it under [[pricing.cost_lists]]: a floor over the cost needs it"
        raise NoAnswer.at("lines", found, cure, code="no_cost")
    above, below = _with_tax(listed, question)
    return divide(
        cost.millionths * listed.content * parts * above,
        MILLION**2 * 10 ** (6 - question.minting.digits) * below,
        Rounding.CEILING,
    )


def _with_tax(listed: Listed, question: PriceQuestion) -> tuple[int, int]:
    """How often a price on the line's basis holds its net, as an exact fraction; a kit's, by its parts."""
    if listed.basis is PriceBasis.ADDED:
        return 1, 1
    parts = listed.parts or (TaxWeight(category=listed.product.tax, weight=1),)
    weight = sum(part.weight for part in parts)
    taxed = sum(
        part.weight * (MILLION + question.tax.percent(part.category).parts_per_million) for part in parts
    )
    return taxed, weight * MILLION
