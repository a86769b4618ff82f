"""Prices for a basket's goods: list price, then layer by layer the best promotions.

Rounding points: the line extension, and each application of a percentage or of an amount to a
measured quantity.

Source: house rule (laws Q2 to Q7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from comptoir.facts.baskets import Basket
from comptoir.facts.goods import Good, Goods
from comptoir.facts.products import Product
from comptoir.facts.terms import Adjustment, Proven, Within
from comptoir.pricing.choice import Candidate, Plan, best_plan
from comptoir.pricing.kinds import Asked, Charge
from comptoir.pricing.lookup import PriceIndex
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.pricing.rules import PricingRules, Promotion
from comptoir.pricing.verdicts import Applied, Beaten, NothingToReduce, NotReached, OtherCurrency, Verdict
from comptoir.values.errors import LimitExceeded, NoAnswer, WrongValue
from comptoir.values.instants import instant_text
from comptoir.values.moments import Moment
from comptoir.values.money import AMOUNT_MAX, Amount
from comptoir.values.policies import Minting
from comptoir.values.quantities import PIECE, Measured, millionths


@attrs.frozen
class _Passed:
    """The lines after a layer, the verdicts of its promotions, and what its choice may have missed."""

    lines: list[PricedLine]
    verdicts: Mapping[str, Verdict]
    gap: int


def price_goods(
    *,
    rules: PricingRules,
    prices: PriceIndex,
    assortment: Mapping[str, Product],
    basket: Basket,
    goods: Goods,
    minting: Minting,
    moment: Moment,
) -> Priced:
    """Every good at its price, reduced by the best choice of promotions in each layer.

    Raises ``NoAnswer`` for a product that the assortment does not know or no list in force prices,
    and ``WrongValue`` for whole pieces of what is sold by measure, or the reverse.
    """
    lines = [_at_list_price(good, prices, assortment, minting, moment) for good in goods.items]
    if sum(line.regular for line in lines) > AMOUNT_MAX:
        found = "found a basket worth more than 2^53-1 minor units"
        raise LimitExceeded.at("lines", found, "split the basket", code="amount_too_large")
    verdicts: dict[str, Verdict] = {}
    gap = 0
    for layer, promotions in _in_force(rules, moment).items():
        passed = _through_layer(
            layer, promotions, lines, basket=basket, minting=minting, steps=rules.search_steps
        )
        lines = passed.lines
        verdicts |= passed.verdicts
        gap += passed.gap
    return Priced(tuple(lines), Within(gap) if gap else Proven(), verdicts)


def _at_list_price(
    good: Good, prices: PriceIndex, assortment: Mapping[str, Product], minting: Minting, moment: Moment
) -> PricedLine:
    product = assortment.get(good.sku)
    if product is None:
        cure = "sell a product of the rulebook, or add it under [[products]]"
        found = f"found the SKU {good.sku}, which the rulebook does not know"
        raise NoAnswer.at("lines", found, cure, code="unknown_sku")
    unit = good.quantity.unit if isinstance(good.quantity, Measured) else PIECE
    if unit != product.unit:
        cure = f"{good.sku} is sold by the {product.unit}" + (
            ": pass whole pieces" if product.unit == PIECE else f': pass Measured("…", "{product.unit}")'
        )
        raise WrongValue.at("lines", f"found {good.sku} by the {unit}", cure, code="other_unit")
    listed = prices.in_force(good.sku, minting.currency, moment)
    if listed is None:
        raise NoAnswer.at(
            "lines",
            f"found no price in {minting.currency} in force for {good.sku} at {instant_text(moment.at)}",
            "add it to a price list whose window holds that instant: nothing is priced at zero by default",
            code="no_price",
        )
    regular = listed.price.extend(millionths(good.quantity), minting.digits, minting.rounding)
    return PricedLine(
        good=good, product=product, listed=listed, regular=regular, adjustments=(), charged=regular
    )


def _in_force(rules: PricingRules, moment: Moment) -> dict[str, list[Promotion]]:
    """The promotions in force, in the order of the layers and, within one, of their identifiers."""
    by_layer: dict[str, list[Promotion]] = {layer.id: [] for layer in rules.layers}
    for promotion in rules.in_order:
        if moment.is_in(promotion.valid):
            by_layer[promotion.layer].append(promotion)
    return by_layer


def _through_layer(
    layer: str,
    promotions: Sequence[Promotion],
    lines: list[PricedLine],
    *,
    basket: Basket,
    minting: Minting,
    steps: int,
) -> _Passed:
    charges = [
        Charge(line.good.number, line.product, millionths(line.good.quantity), line.charged) for line in lines
    ]
    asked = Asked(basket.buyer, basket.coupons, minting.currency, charges)
    verdicts: dict[str, Verdict] = {}
    candidates = []
    for promotion in promotions:
        match _candidate(promotion, asked):
            case Candidate() as candidate:
                candidates.append(candidate)
            case verdict:
                verdicts[promotion.id] = verdict
    plan = best_plan(candidates, charges, minting, steps)
    for candidate in candidates:
        verdicts[candidate.promotion.id] = _verdict(candidate, plan, minting.currency)
    return _Passed(
        [_reduced(line, layer, plan, place) for place, line in enumerate(lines)], verdicts, plan.gap
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
        if charge.amount and promotion.on.selects(charge.product)
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


def _reduced(line: PricedLine, layer: str, plan: Plan, place: int) -> PricedLine:
    taken = plan.taken.get(place)
    if taken is None or not taken.amount:
        return line
    adjustment = Adjustment(layer, taken.promotion, -taken.amount)
    return PricedLine(
        good=line.good,
        product=line.product,
        listed=line.listed,
        regular=line.regular,
        adjustments=(*line.adjustments, adjustment),
        charged=line.charged - taken.amount,
    )
