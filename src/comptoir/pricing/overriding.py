"""The verb that applies a price decided by a person, or says why it does not hold.

Rounding point: the line extension at the decided price.

Source: house rule.
"""

from __future__ import annotations

from comptoir.facts.goods import Good
from comptoir.facts.overrides import Override
from comptoir.pricing.decisions import OverrideReason, OverrideRules
from comptoir.pricing.flooring import is_fixed
from comptoir.pricing.listing import Listed
from comptoir.pricing.priced import FloorAt, OverrideRefusalCode, OverrideRefused
from comptoir.values.decimals import MILLION
from comptoir.values.money import Amount
from comptoir.values.policies import Minting
from comptoir.values.quantities import millionths
from comptoir.values.rounding import Rounding, divide


def decided_amount(
    override: Override,
    good: Good,
    listed: Listed,
    floor: FloorAt | None,
    *,
    rules: OverrideRules,
    minting: Minting,
) -> int | OverrideRefused:
    """What the line comes to at the decided price, in minor units; or why it stays at the listed one.

    The price is of one sold unit: a piece, a kilogram, a pack.
    """
    quantity = listed.content if good.unit is None else millionths(good.quantity)
    amount = divide(override.price.minor * quantity, MILLION, minting.rounding)
    if code := _why_not_at_all(override, listed, amount, rules):
        return _refused(code, good, override)
    [reason] = (each for each in rules.reasons if each.id == override.reason)
    allowed = _least(reason, override.authority, rules, listed.regular)
    least = allowed if floor is None else max(allowed, floor.amount)
    if amount >= least:
        return amount
    is_allowed = floor is not None and amount >= allowed
    return _refused(
        OverrideRefusalCode.BELOW_FLOOR if is_allowed else OverrideRefusalCode.BEYOND_AUTHORITY,
        good,
        override,
        least=Amount(least, minting.currency),
        rule=floor.rule if floor is not None and floor.amount == least else None,
    )


def _why_not_at_all(
    override: Override, listed: Listed, amount: int, rules: OverrideRules
) -> OverrideRefusalCode | None:
    """The first reason for which no price may be decided so, however high; ``None`` if there is none."""
    reason = next((each for each in rules.reasons if each.id == override.reason), None)
    if reason is None:
        return OverrideRefusalCode.UNKNOWN_REASON
    if is_fixed(listed) or not reason.on.selects(listed.product):
        return OverrideRefusalCode.NOT_FOR_PRODUCT
    if override.authority not in rules.authorities:
        return OverrideRefusalCode.UNKNOWN_AUTHORITY
    if reason.evidence and override.evidence is None:
        return OverrideRefusalCode.NO_EVIDENCE
    return OverrideRefusalCode.ABOVE_PRICE if amount > listed.regular else None


def _refused(
    code: OverrideRefusalCode,
    good: Good,
    override: Override,
    *,
    least: Amount | None = None,
    rule: str | None = None,
) -> OverrideRefused:
    return OverrideRefused(
        code=code, number=good.number, sku=good.sku, override=override, least=least, rule=rule
    )


def _least(reason: OverrideReason, authority: str, rules: OverrideRules, regular: int) -> int:
    """The lowest amount that an authority, with those below it, may decide."""
    within = rules.authorities[: rules.authorities.index(authority) + 1]
    parts = max(
        (each.percent.parts_per_million for each in reason.limits if each.authority in within), default=0
    )
    return divide(regular * (MILLION - parts), MILLION, Rounding.CEILING)
