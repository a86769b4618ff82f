"""A good before promotions look at it: its list price, or what a person decided, and what goes with it.

Source: house rule.
"""

from __future__ import annotations

import attrs

from comptoir.facts.goods import Good
from comptoir.facts.terms import OVERRIDE, Adjustment
from comptoir.pricing.adding import extras_of
from comptoir.pricing.flooring import floor_of
from comptoir.pricing.listing import list_price
from comptoir.pricing.overriding import decided_amount
from comptoir.pricing.priced import OverrideRefused, PricedLine
from comptoir.pricing.question import PriceQuestion


def before_promotions(good: Good, question: PriceQuestion) -> tuple[PricedLine, OverrideRefused | None]:
    """A good at its listed price, or at the one that a person decided; and why not, if it does not hold.

    Raises ``NoAnswer`` for a product that the assortment does not know or no list in force prices, and
    ``WrongValue`` for whole pieces of what is sold by measure, or the reverse.
    """
    minting = question.minting
    listed = list_price(good, prices=question.listed, assortment=question.assortment, minting=minting)
    extras, floor = extras_of(good, listed, question), floor_of(listed, question)
    line = PricedLine(good, listed, listed.regular, extras, None, floor)
    if good.override is None:
        return line, None
    rules = question.rules.overrides
    decided = decided_amount(good.override, good, listed, floor, rules=rules, minting=minting)
    if isinstance(decided, OverrideRefused):
        return line, decided
    changed = Adjustment(OVERRIDE, good.override.reason, decided - listed.regular)
    return attrs.evolve(line, override=good.override, adjustments=(changed,), charged=decided), None
