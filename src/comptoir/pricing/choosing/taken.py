"""What a charge gives up to a promotion.

Source: house rule (law Q2).
"""

from __future__ import annotations

import attrs

from comptoir.pricing.kinds import Charge
from comptoir.pricing.rules import Promotion
from comptoir.values.decimals import MILLION
from comptoir.values.policies import DiscountOrder, Minting


@attrs.frozen
class Candidate:
    """A promotion whose conditions hold, and the places of the charges that it may take.

    ``units`` and ``amount`` are what it may take and give at most in this basket, ``times`` how often a set
    may apply; ``None`` without a limit.
    """

    promotion: Promotion
    places: tuple[int, ...]
    units: int | None = None
    times: int | None = None
    amount: int | None = None


@attrs.frozen
class Taken:
    """What one charge gives up to one promotion, in minor units; ``in_base`` of it is taxed all the same.

    ``funded`` is what a third party pays of it. ``worth`` is by how much less is left to pay, in weighted
    units; ``units`` of the charge take part.
    """

    promotion: str
    amount: int
    funded: int
    in_base: int
    worth: int
    units: int

    @classmethod
    def of(
        cls,
        promotion: Promotion,
        reduction: int,
        charge: Charge,
        minting: Minting,
        scale: int,
        *,
        units: int | None = None,
    ) -> Taken:
        """What a charge gives up, as far as it may fall."""
        amount = charge.fall(reduction)
        funding = promotion.funding
        funded = 0 if funding is None else funding.share.of_amount(amount, minting.rounding)
        in_base = funded if funding is not None and funding.taxed else 0
        if minting.discounts is DiscountOrder.AFTER_TAX:
            in_base = amount
        worth = amount * charge.weight - in_base * (charge.weight - scale)
        return cls(promotion.id, amount, funded, in_base, worth, charge.units if units is None else units)


def exact_weight(promotion: Promotion, charge: Charge, minting: Minting, scale: int) -> int:
    """What a minor unit off a charge is worth by a promotion, in millionths of a weighted unit."""
    if minting.discounts is DiscountOrder.AFTER_TAX:
        return scale * MILLION
    funding = promotion.funding
    taxed = funding.share.parts_per_million if funding is not None and funding.taxed else 0
    return charge.weight * MILLION - (charge.weight - scale) * taxed
