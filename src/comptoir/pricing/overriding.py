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
    reason = next((each for each in rules.reasons if each.id == override.reason), None)
    quantity = listed.content if good.unit is None else millionths(good.quantity)
    amount = divide(override.price.minor * quantity, MILLION, minting.rounding)
    code, least = OverrideRefusalCode, None
    if reason is None:
        refused = code.UNKNOWN_REASON
    elif is_fixed(listed) or not reason.on.selects(listed.product):
        refused = code.NOT_FOR_PRODUCT
    elif override.authority not in rules.authorities:
        refused = code.UNKNOWN_AUTHORITY
    elif reason.evidence and override.evidence is None:
        refused = code.NO_EVIDENCE
    elif amount > listed.regular:
        refused = code.ABOVE_PRICE
    elif amount < (least := _least(reason, override.authority, rules, listed.regular)):
        refused = code.BEYOND_AUTHORITY
    elif floor is not None and amount < floor.amount:
        refused, least = code.BELOW_FLOOR, floor.amount
    else:
        return amount
    return OverrideRefused(
        code=refused,
        number=good.number,
        sku=good.sku,
        override=override,
        least=None if least is None else Amount(least, minting.currency),
        rule=floor.rule if floor is not None and refused is code.BELOW_FLOOR else None,
    )


def _least(reason: OverrideReason, authority: str, rules: OverrideRules, regular: int) -> int:
    """The lowest amount that an authority, with those below it, may decide."""
    within = rules.authorities[: rules.authorities.index(authority) + 1]
    parts = max(
        (each.percent.parts_per_million for each in reason.limits if each.authority in within), default=0
    )
    return divide(regular * (MILLION - parts), MILLION, Rounding.CEILING)
