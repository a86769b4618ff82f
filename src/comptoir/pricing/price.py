"""Prices for a basket's goods: list price, what a person decided, then layer by layer the best promotions.

Rounding points: the line extension, and each application of a percentage or of an amount to a
measured quantity, and the part of a reduction that a third party pays.

Source: house rule (laws Q2 to Q7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm  # noqa: TID251 - of integers, exactly

import attrs

from comptoir.facts.goods import Good, Goods
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.terms import OVERRIDE, Adjustment, Proven, Within
from comptoir.pricing.adding import extras_of
from comptoir.pricing.choice import Candidate, Plan, Taken, best_for_one, best_plan
from comptoir.pricing.flooring import floor_of, is_fixed
from comptoir.pricing.kinds import Asked, Charge, is_touched
from comptoir.pricing.listing import Listed, list_price
from comptoir.pricing.overriding import decided_amount
from comptoir.pricing.priced import OverrideRefused, Priced, PricedLine
from comptoir.pricing.question import PriceQuestion
from comptoir.pricing.rules import Promotion
from comptoir.pricing.verdicts import Applied, Beaten, NothingToReduce, NotReached, OtherCurrency, Verdict
from comptoir.values.decimals import MILLION
from comptoir.values.errors import LimitExceeded
from comptoir.values.money import AMOUNT_MAX, Amount
from comptoir.values.rounding import Rounding, divide


@attrs.frozen
class _Passed:
    """The lines after a layer, the verdicts of its promotions, and what its choice may have missed."""

    lines: list[PricedLine]
    verdicts: Mapping[str, Verdict]
    gap: int


@attrs.frozen
class _Weights:
    """By line number, what a minor unit leaves to pay, in units of which ``scale`` make one."""

    by_number: Mapping[int, int]
    scale: int


def price_goods(question: PriceQuestion, goods: Goods) -> Priced:
    """Every good at its price, reduced by the best choice of promotions in each layer.

    Raises ``NoAnswer`` for a product that the assortment does not know or no list in force prices,
    and ``WrongValue`` for whole pieces of what is sold by measure, or the reverse.
    """
    first = [_before_promotions(good, question) for good in goods.items]
    lines = [line for line, _ in first]
    if sum(line.regular + _on_top(line) for line in lines) > AMOUNT_MAX:
        found = "found a basket worth more than 2^53-1 minor units"
        raise LimitExceeded.at("lines", found, "split the basket", code="amount_too_large")
    weights = _weights(lines, question)
    verdicts: dict[str, Verdict] = {}
    gap = 0
    for layer, promotions in question.promotions.items():
        passed = _through_layer(layer, promotions, lines, weights, question)
        lines = passed.lines
        verdicts |= passed.verdicts
        gap += passed.gap
    return Priced(
        lines=tuple(lines),
        proof=Within(gap) if gap else Proven(),
        verdicts=verdicts,
        refused=tuple(refused for _, refused in first if refused is not None),
    )


def price_alone(question: PriceQuestion, good: Good) -> PricedLine:
    """A good as the only one of a basket, without what becomes of offers that it does not take.

    For a page of many products: only offers that select the product are looked at, and their conditions
    last. Raises as :func:`price_goods` does.
    """
    line, _ = _before_promotions(good, question)
    for layer, promotions in question.promotions.items():
        selecting = [each for each in promotions if is_touched(line.product, each.on)]
        if selecting:
            weights = _weights([line], question)
            charge = _charge(line, weights, question)
            asked = Asked(question.buyer, question.coupons, question.minting.currency, [charge])
            found = (_candidate(promotion, asked) for promotion in selecting)
            candidates = (each for each in found if isinstance(each, Candidate))
            taken = best_for_one(candidates, charge, question.minting, scale=weights.scale)
            if taken is not None:
                line = _reduced(line, layer, taken, question.payers)
    return line


def _before_promotions(good: Good, question: PriceQuestion) -> tuple[PricedLine, OverrideRefused | None]:
    """A good at its listed price, or at the one that a person decided; and why not, if it does not hold."""
    minting = question.minting
    listed = list_price(
        good,
        prices=question.listed,
        assortment=question.assortment,
        minting=minting,
        moment=question.moment,
    )
    line = PricedLine(
        good=good,
        listed=listed,
        extras=extras_of(good, listed, question),
        floor=floor_of(listed, question),
        charged=listed.regular,
    )
    if good.override is None:
        return line, None
    rules = question.rules.overrides
    decided = decided_amount(good.override, good, listed, line.floor, rules=rules, minting=minting)
    if isinstance(decided, OverrideRefused):
        return line, decided
    changed = Adjustment(OVERRIDE, good.override.reason, decided - listed.regular)
    return attrs.evolve(line, override=good.override, adjustments=(changed,), charged=decided), None


def _on_top(line: PricedLine) -> int:
    return sum(each.terms.amount for each in line.extras if not each.terms.in_price)


def _weights(lines: Sequence[PricedLine], question: PriceQuestion) -> _Weights:
    """What a minor unit of each line leaves to pay: more where tax is added, less where it is taken off."""
    alike: dict[tuple[str, PriceBasis], Fraction] = {}
    exact: dict[int, Fraction] = {}
    for line in lines:
        key = line.product.tax, line.listed.basis
        if line.listed.parts:
            exact[line.good.number] = _weight_of_kit(line.listed, question)
        else:
            if key not in alike:
                alike[key] = Fraction(*question.tax.weight(*key))
            exact[line.good.number] = alike[key]
    scale = lcm(*{weight.denominator for weight in exact.values()})
    return _Weights(
        {number: weight.numerator * (scale // weight.denominator) for number, weight in exact.items()}, scale
    )


def _weight_of_kit(kit: Listed, question: PriceQuestion) -> Fraction:
    """The mean of the weights of a kit's parts, to the twelfth decimal."""
    whole, weighed = 0, Fraction(0)
    for part in kit.parts:
        whole += part.weight
        weighed += part.weight * Fraction(*question.tax.weight(part.category, kit.basis))
    parts = divide(weighed.numerator * MILLION**2, weighed.denominator * whole, Rounding.HALF_EVEN)
    return Fraction(parts, MILLION**2)


def _through_layer(
    layer: str,
    promotions: Sequence[Promotion],
    lines: list[PricedLine],
    weights: _Weights,
    question: PriceQuestion,
) -> _Passed:
    charges = [_charge(line, weights, question) for line in lines]
    asked = Asked(question.buyer, question.coupons, question.minting.currency, charges)
    found = [_candidate(promotion, asked) for promotion in promotions]
    candidates = [each for each in found if isinstance(each, Candidate)]
    steps = question.rules.search_steps
    plan = best_plan(candidates, charges, question.minting, steps=steps, scale=weights.scale)
    verdicts = {
        promotion.id: (
            _verdict(each, plan, question.minting.currency) if isinstance(each, Candidate) else each
        )
        for promotion, each in zip(promotions, found, strict=True)
    }
    reduced = [
        _reduced(line, layer, plan.taken[place], question.payers) if place in plan.taken else line
        for place, line in enumerate(lines)
    ]
    return _Passed(reduced, verdicts, plan.gap)


def _charge(line: PricedLine, weights: _Weights, question: PriceQuestion) -> Charge:
    """What a promotion may look at: the line without what is untouchable, down to its floor."""
    amount = max(0, line.charged - line.in_price)
    floor = 0 if line.floor is None else min(amount, max(0, line.floor.amount - line.in_price))
    return Charge(
        number=line.good.number,
        product=line.product,
        quantity=line.listed.content,
        amount=amount,
        regular=line.regular - line.in_price,
        floor=floor if _takes_promotions(line, question) else amount,
        weight=weights.by_number[line.good.number],
    )


def _takes_promotions(line: PricedLine, question: PriceQuestion) -> bool:
    """Whether promotions apply at all: not to money for later, nor to a price decided without them."""
    if is_fixed(line.listed):
        return False
    reasons = question.rules.overrides.reasons
    return line.override is None or any(
        each.promotions for each in reasons if each.id == line.override.reason
    )


def _candidate(promotion: Promotion, asked: Asked) -> Candidate | Verdict:
    currency = promotion.benefit.currency
    if currency not in {None, asked.currency}:
        return OtherCurrency(currency)
    for condition in promotion.when:
        if reason := condition.unmet(asked):
            return reason
    places = tuple(
        place
        for place, charge in enumerate(asked.charges)
        if charge.room and is_touched(charge.product, promotion.on)
    )
    return Candidate(promotion, places) if places else NothingToReduce()


def _verdict(candidate: Candidate, plan: Plan, currency: str) -> Verdict:
    own = candidate.promotion.id
    winners = {place: plan.taken[place] for place in candidate.places if place in plan.taken}
    reduction = sum(taken.amount for taken in winners.values() if taken.promotion == own)
    if reduction:
        return Applied(Amount(-reduction, currency))
    others = tuple(sorted({taken.promotion for taken in winners.values()} - {own}))
    if own in plan.unproven:
        return NotReached()
    return Beaten(others) if others else NothingToReduce()


def _reduced(line: PricedLine, layer: str, taken: Taken, payers: Mapping[str, str]) -> PricedLine:
    """The line after what it gives up to a promotion of a layer."""
    if not taken.amount:
        return line
    adjustment = Adjustment(
        layer,
        taken.promotion,
        -taken.amount,
        in_base=taken.in_base,
        payer=payers.get(taken.promotion),
        funded=taken.funded,
    )
    return attrs.evolve(
        line, adjustments=(*line.adjustments, adjustment), charged=line.charged - taken.amount
    )
