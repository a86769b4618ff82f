"""The same fee whatever the parcel holds: ``{ flat = "4.90 EUR" }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.kinds import Fee, Parcel
from comptoir.values.money import Amount, checked_not_negative, to_amount


@attrs.frozen
class FlatFee(Fee):
    """``fee`` for every parcel.

    >>> FlatFee("4.90 EUR").amount(Parcel([]))
    490
    """

    kind: ClassVar[str] = "flat"
    main: ClassVar[str] = "fee"
    fee: Amount = attrs.field(converter=to_amount)

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.fee, "fee")

    @property
    def currency(self) -> str:
        """The currency of the fee."""
        return self.fee.currency

    def amount(self, parcel: Parcel) -> int:
        """The fee itself."""
        del parcel  # it is the same for every one
        return self.fee.minor
