"""A fee for the first piece and one for each further: ``{ per_item = { first = …, additional = … } }``.

Source: house rule; first and additional item are the words of web shops.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.kinds import Fee, Parcel
from comptoir.values.money import Amount, checked_alike, checked_not_negative, to_amount


@attrs.frozen
class PerItemFee(Fee):
    """``first`` for the first piece of the parcel and ``additional`` for each one more.

    >>> PerItemFee("4.90 EUR", "1.00 EUR").currency
    'EUR'
    """

    kind: ClassVar[str] = "per_item"
    first: Amount = attrs.field(converter=to_amount)
    additional: Amount = attrs.field(converter=to_amount)

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.first, "first")
        checked_not_negative(self.additional, "additional")
        checked_alike(self.additional, self.currency, "additional", "the fee for the first piece")

    @property
    def currency(self) -> str:
        """The currency of both amounts."""
        return self.first.currency

    def amount(self, parcel: Parcel) -> int:
        """The sum over the pieces; nothing for an empty parcel."""
        if not parcel.pieces:
            return 0
        return self.first.minor + (parcel.pieces - 1) * self.additional.minor
