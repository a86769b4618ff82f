"""Prices for a basket's goods: list price, what a person decided, then layer by layer the best promotions.

Rounding points: the line extension, each application of a percentage or of an amount to a measured
quantity, and the part of a reduction that a third party pays.

Source: house rule (laws Q2 to Q7).
"""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.facts.goods import Good, Goods
from comptoir.facts.terms import PROVEN, Within
from comptoir.pricing.before import before_promotions
from comptoir.pricing.plainly import plain_line, plain_lines
from comptoir.pricing.plans import compare
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.pricing.question import PriceQuestion
from comptoir.pricing.why import Verdicts
from comptoir.values.errors import LimitExceeded
from comptoir.values.money import AMOUNT_MAX


def price_goods(question: PriceQuestion, goods: Goods) -> Priced:
    """Every good at its price, reduced by the best choice of promotions in each layer.

    Promotions that exclude every other are compared as whole plans: the goods with all the others, and
    with each of these by itself. Raises ``NoAnswer`` for a product that the assortment does not know or no
    list in force prices, and ``WrongValue`` for whole pieces of what is sold by measure, or the reverse.
    """
    lines = plain_lines(goods, question)
    if lines is not None:
        _check_amounts(lines)
        return Priced(lines=lines, proof=PROVEN, verdicts=Verdicts(question, goods))
    first = [before_promotions(good, question) for good in goods.items]
    _check_amounts([line for line, _ in first])
    compared = compare(question, [line for line, _ in first])
    chosen = compared.chosen
    return Priced(
        lines=chosen.lines,
        proof=Within(compared.gap) if compared.gap else PROVEN,
        grants=chosen.grants,
        consumed=chosen.consumed,
        relied_on=chosen.relied_on,
        by_tender=chosen.by_tender,
        refused=tuple(refused for _, refused in first if refused is not None),
        verdicts=Verdicts(question, goods),
    )


def price_alone(question: PriceQuestion, good: Good) -> PricedLine:
    """A good as the only one of a basket, without what becomes of offers that it does not take.

    For a page of many products. Raises as :func:`price_goods` does.
    """
    straight = plain_line(good, question)
    if straight is not None:
        return straight
    line, _ = before_promotions(good, question)
    [reduced] = compare(question, [line]).chosen.lines
    return reduced


def _check_amounts(lines: Sequence[PricedLine]) -> None:
    """``LimitExceeded`` for a basket of which an amount could not be written."""
    if sum([line.at_most for line in lines]) > AMOUNT_MAX:
        found = "found a basket worth more than 2^53-1 minor units"
        raise LimitExceeded.at("lines", found, "split the basket", code="amount_too_large")
