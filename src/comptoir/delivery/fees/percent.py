"""A percentage of what the goods are worth: ``{ percent = { percent = "4", minimum = "6.90 EUR" } }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.kinds import Basis, Fee, Parcel
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.money import (
    Amount,
    checked_alike,
    checked_currency,
    checked_not_negative,
    maybe_amount,
)
from comptoir.values.percentages import Percent, to_percent


@attrs.frozen(kw_only=True)
class PercentFee(Fee):
    """``percent`` of the goods on a ``basis``, rounded once, and not less or more than two amounts, if given.

    Without either amount, the ``currency`` is to be named.

    >>> PercentFee(percent="4", minimum="6.90 EUR").currency
    'EUR'
    """

    kind: ClassVar[str] = "percent"
    percent: Percent = attrs.field(converter=to_percent)
    basis: Basis = Basis.PAID
    minimum: Amount | None = attrs.field(default=None, converter=maybe_amount)
    maximum: Amount | None = attrs.field(default=None, converter=maybe_amount)
    currency_: str | None = attrs.field(default=None, alias="currency")

    def __attrs_post_init__(self) -> None:
        checked_type(Basis, self.basis, "basis", "pass Basis.PAID, REGULAR, PAID_NET or REGULAR_NET")
        if self.currency_ is not None:
            checked_currency(self.currency_)
        for where, amount in (("minimum", self.minimum), ("maximum", self.maximum)):
            if amount is not None:
                checked_not_negative(amount, where)
                checked_alike(amount, self.currency, where, "the rest of the fee")
        if self.minimum is not None and self.maximum is not None and self.maximum.minor < self.minimum.minor:
            found, cure = f"found {self.maximum.to_text()}", f"write {self.minimum.to_text()} or more"
            raise WrongValue.at("maximum", found, cure, code="bounds_crossed")
        if not self.currency:
            cure = 'write currency = "EUR", or a minimum or a maximum'
            raise WrongValue.at("currency", "found none", cure, code="no_currency")

    @property
    def currency(self) -> str:
        """The currency named, or that of the amounts."""
        amount = self.minimum or self.maximum
        return self.currency_ or ("" if amount is None else amount.currency)

    @property
    def bases(self) -> tuple[Basis, ...]:
        """Its basis."""
        return (self.basis,)

    def amount(self, parcel: Parcel) -> int:
        """The percentage of the goods' worth, within the two amounts."""
        fee = self.percent.of_amount(parcel.worth(self.basis), parcel.rounding)
        if self.minimum is not None:
            fee = max(fee, self.minimum.minor)
        return fee if self.maximum is None else min(fee, self.maximum.minor)
