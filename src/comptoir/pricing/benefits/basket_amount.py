"""An amount off the selected goods together: ``{ basket_amount = "10.00 EUR" }``.

Spread over the lines by exact largest remainder; what a line at its floor cannot give, the others do.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import attrs

from comptoir.pricing.kinds import Charge, TogetherBenefit
from comptoir.values.allocation import spread_within
from comptoir.values.money import Amount, checked_not_negative, to_amount
from comptoir.values.policies import Minting


@attrs.frozen
class BasketAmountOff(TogetherBenefit):
    """``amount`` off the sum of the selected lines, spread over them."""

    kind: ClassVar[str] = "basket_amount"
    main: ClassVar[str] = "amount"
    amount: Amount = attrs.field(converter=to_amount)

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.amount, "amount")

    @property
    def currency(self) -> str:
        """The currency of the amount."""
        return self.amount.currency

    def reductions(self, charges: Sequence[Charge], minting: Minting) -> Sequence[int]:
        """The amount in shares proportional to the charges."""
        del minting  # an amount needs no rounding
        rooms = [charge.room for charge in charges]
        return spread_within(
            min(self.amount.minor, sum(rooms)),
            [charge.amount for charge in charges],
            rooms,
            [(charge.number, not charge.fresh) for charge in charges],
        )
