"""What the goods are worth, from and up to: ``{ amount = { at_least = "20.00 EUR" } }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.bounds import Bounds
from comptoir.delivery.kinds import Basis, Beyond, Limit, Measure, Parcel
from comptoir.facts.baskets import Buyer
from comptoir.values.errors import checked_type
from comptoir.values.money import Amount, checked_alike, checked_not_negative, maybe_amount


@attrs.frozen(kw_only=True)
class AmountLimit(Limit):
    """Goods worth ``at_least`` and ``at_most`` so much, on a ``basis``.

    >>> AmountLimit(at_least="20.00 EUR").currency
    'EUR'
    """

    kind: ClassVar[str] = "amount"
    at_least: Amount | None = attrs.field(default=None, converter=maybe_amount)
    at_most: Amount | None = attrs.field(default=None, converter=maybe_amount)
    basis: Basis = Basis.PAID
    bounds: Bounds = attrs.field(init=False, eq=False, repr=False)

    @bounds.default
    def _bounds(self) -> Bounds:
        for where, bound in (("at_least", self.at_least), ("at_most", self.at_most)):
            if bound is not None:
                checked_not_negative(bound, where)
        if self.at_least is not None and self.at_most is not None:
            checked_alike(self.at_most, self.at_least.currency, "at_most", "at_least")
        return Bounds(
            at_least=None if self.at_least is None else self.at_least.minor,
            at_most=None if self.at_most is None else self.at_most.minor,
        )

    def __attrs_post_init__(self) -> None:
        checked_type(Basis, self.basis, "basis", "pass Basis.PAID, REGULAR, PAID_NET or REGULAR_NET")

    @property
    def currency(self) -> str | None:
        """The currency of the amounts."""
        bound = self.at_least or self.at_most
        return None if bound is None else bound.currency

    @property
    def bases(self) -> tuple[Basis, ...]:
        """Its basis."""
        return (self.basis,)

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what the worth of the goods is out of bounds, in minor units."""
        del buyer
        return self.bounds.beyond(parcel, Measure.AMOUNT, parcel.worth(self.basis))
