"""A second opinion on floors and on how far a person may go, written the plain way: exact, then rounded up.

It shares no step with ``comptoir.pricing`` beyond the values that a merchant writes.

Source: house rule (law Q2; what the reference says of floors and of overrides).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import assert_never

from comptoir.facts.products import Nature
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.terms import LineTerms
from comptoir.pricing.floors import AtLeast, AtMostOff, Floor, OverCost
from comptoir.testing.cases import Case
from comptoir.testing.oracle import in_force
from comptoir.testing.oracles.list_prices import Reading
from comptoir.testing.oracles.shops import holds, split_of
from comptoir.testing.oracles.taxes import inside, part
from comptoir.testing.readings import selects
from comptoir.values.money import MINOR_DIGITS


def least(case: Case, line: LineTerms, read: Reading) -> int:
    """Below what nothing takes the line: the highest of its floors, never above its listed price, or zero."""
    product = case.rulebook.assortment[line.sku]
    amounts = [
        min(_exact(case, line, read, floor), Fraction(read.regular))
        for floor in case.rulebook.pricing.floors
        if holds(case, floor.where, floor.valid) and selects(floor.on, product)
    ]
    return ceil(max(amounts, default=Fraction(0)))


def least_by_authority(case: Case, line: LineTerms) -> int | None:
    """The lowest amount for which the price that stands on a line may stand there; ``None`` if none may."""
    rules, decided = case.rulebook.pricing.overrides, line.override
    product = case.rulebook.assortment[line.sku]
    reasons = {each.id: each for each in rules.reasons}
    if decided is None or decided.reason not in reasons or decided.authority not in rules.authorities:
        return None
    reason = reasons[decided.reason]
    is_missing = reason.evidence and decided.evidence is None
    if is_missing or product.nature is Nature.GIFT_CARD or not selects(reason.on, product):
        return None
    below = rules.authorities[: rules.authorities.index(decided.authority) + 1]
    parts = [part(each.percent) for each in reason.limits if each.authority in below]
    return ceil(line.regular * (1 - max(parts, default=Fraction(0))))


def takes_promotions(case: Case, line: LineTerms) -> bool:
    """Whether promotions may touch the line: no gift card, no price that was decided without them."""
    if case.rulebook.assortment[line.sku].nature is Nature.GIFT_CARD:
        return False
    return line.override is None or any(
        each.promotions for each in case.rulebook.pricing.overrides.reasons if each.id == line.override.reason
    )


def _exact(case: Case, line: LineTerms, read: Reading, floor: Floor) -> Fraction:
    match floor.least:
        case AtLeast(price):
            return price.minor * read.content if price.currency == case.basket.currency else Fraction(0)
        case OverCost(margin):
            return _cost(case, line.sku) * read.content * (1 + part(margin)) * _with_tax(case, line, read)
        case AtMostOff(percent):
            return read.regular * (1 - part(percent))
        case _:
            assert_never(floor.least)


def _cost(case: Case, sku: str) -> Fraction:
    """What one unit costs the merchant, in minor units."""
    [cost] = [
        each.costs[sku]
        for each in case.rulebook.pricing.cost_lists
        if each.currency == case.basket.currency and in_force(each.valid, case.instant) and sku in each.costs
    ]
    minor: int = 10 ** MINOR_DIGITS[case.basket.currency]
    return Fraction(cost.to_text()) * minor


def _with_tax(case: Case, line: LineTerms, read: Reading) -> Fraction:
    """How often a price holds its net."""
    if read.basis is PriceBasis.ADDED:
        return Fraction(1)
    split = split_of(case, line, read)
    return sum((share * (1 + inside(case, category)) for category, share in split.items()), Fraction(0))
