"""An amount off each selected piece: ``{ amount = "5.00 EUR" }``.

Per kilogram, litre … where the product is sold by measure, as the price label says.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.pricing.kinds import Charge, LineBenefit
from comptoir.values.decimals import MILLION
from comptoir.values.money import Amount, checked_not_negative, to_amount
from comptoir.values.policies import Minting
from comptoir.values.rounding import divide


@attrs.frozen
class AmountOff(LineBenefit):
    """``amount`` off each piece (or kilogram, litre …) of the selected lines, at most its charge.

    >>> AmountOff("5.00 EUR").amount.minor
    500
    """

    kind: ClassVar[str] = "amount"
    main: ClassVar[str] = "amount"
    amount: Amount = attrs.field(converter=to_amount)

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.amount, "amount")

    @property
    def currency(self) -> str:
        """The currency of the amount."""
        return self.amount.currency

    def reduction(self, charge: Charge, minting: Minting) -> int:
        """The amount times the quantity of the charge."""
        return divide(self.amount.minor * charge.quantity, MILLION, minting.rounding)
