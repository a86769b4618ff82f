"""What a retailer knows of a coupon that it issued and of a promotion that it counts: facts of the basket.

A code is looked up where codes are kept, before anybody is asked for a price: here it is already known to
which series it belongs, how often it may still be used and by whom.

Source: house rule.
"""

from __future__ import annotations

import attrs

from comptoir.values.identifiers import checked_identifier
from comptoir.values.money import AMOUNT_MAX, Amount, checked_not_negative, to_amount
from comptoir.values.quantities import QUANTITY_MAX, checked_count


@attrs.frozen(kw_only=True)
class IssuedCoupon:
    """A coupon of a ``series``, by its ``code``: ``left`` uses are left of it, if they are limited.

    A personal one is for a ``member`` only.
    """

    code: str
    series: str
    left: int | None = None
    member: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.code, "code")
        checked_identifier(self.series, "series")
        if self.left is not None:
            checked_count(self.left, "left", 0, QUANTITY_MAX)
        if self.member is not None:
            checked_identifier(self.member, "member")


def _amount(amount: Amount | str | None) -> Amount | None:
    return None if amount is None else to_amount(amount)


@attrs.frozen(kw_only=True)
class Remaining:
    """What is left of a promotion whose uses or budget are counted over all baskets.

    ``uses`` are applications of a set, else units that it may still reduce … of what takes all goods
    together, baskets. ``amount`` is what it may still give away. What is left out is not limited.
    """

    promotion: str
    uses: int | None = None
    amount: Amount | None = attrs.field(default=None, converter=_amount)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.promotion, "promotion")
        if self.uses is not None:
            checked_count(self.uses, "uses", 0, QUANTITY_MAX)
        if self.amount is not None:
            checked_not_negative(self.amount, "amount")


@attrs.frozen(kw_only=True)
class Consumed:
    """What a basket takes of a promotion that is counted over all baskets: ``uses``, and minor units."""

    promotion: str
    uses: int
    amount: int

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.promotion, "promotion")
        checked_count(self.uses, "uses", 0, AMOUNT_MAX)
        checked_count(self.amount, "amount", 0, AMOUNT_MAX)
