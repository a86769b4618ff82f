"""A fixed price for each selected piece: ``{ price = "9.99 EUR" }``.

Per kilogram, litre … where the product is sold by measure. It never makes anything dearer.

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
class FixedPrice(LineBenefit):
    """Each piece (or kilogram, litre …) of the selected lines at ``price``, if that is less.

    >>> FixedPrice("9.99 EUR").price.minor
    999
    """

    kind: ClassVar[str] = "price"
    main: ClassVar[str] = "price"
    price: Amount = attrs.field(converter=to_amount)

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.price, "price")

    @property
    def currency(self) -> str:
        """The currency of the price."""
        return self.price.currency

    def reduction(self, charge: Charge, minting: Minting) -> int:
        """What the charge is more than at the fixed price."""
        fixed = divide(self.price.minor * charge.quantity, MILLION, minting.rounding)
        return max(0, charge.amount - fixed)
