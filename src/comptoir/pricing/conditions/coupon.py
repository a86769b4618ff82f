"""A coupon was handed in: ``{ coupon = "WELCOME-7K3F" }``, ``{ issued_coupon = "welcome" }``.

The first is one code for everybody, written in the rulebook. The second is any coupon of a series whose
codes are kept elsewhere: the basket brings what is known of each of them.

Nothing tells what is wrong with a code: one that is mistyped, unknown, used up or somebody else's gets
the same verdict, and comparing codes takes the same time however much of them is right.

Source: house rule.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import ClassVar

import attrs

from comptoir.facts.coupons import IssuedCoupon
from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.verdicts import NotMet
from comptoir.values.identifiers import checked_identifier


@attrs.frozen
class Coupon(Condition):
    """The basket names this coupon."""

    kind: ClassVar[str] = "coupon"
    main: ClassVar[str] = "code"
    code: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.code, "code")

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether the coupon is there; the code itself is never repeated."""
        same = [compare_digest(self.code, given) for given in asked.coupons]  # every one, found or not
        return None if any(same) else NotMet("coupon")


@attrs.frozen
class IssuedCouponOf(Condition):
    """The basket holds a coupon of this ``series`` that may still be used, by whoever buys."""

    kind: ClassVar[str] = "issued_coupon"
    main: ClassVar[str] = "series"
    series: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.series, "series")

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether one of the coupons is good; which of them, and why the others are not, is not told."""
        return None if self.usable(asked) else NotMet("coupon")

    def usable(self, asked: Asked) -> tuple[IssuedCoupon, ...]:
        """The coupons of the series that this buyer may use, in the order of their codes."""
        return tuple(
            coupon
            for coupon in asked.issued
            if coupon.series == self.series
            and coupon.left != 0
            and coupon.member in {None, asked.buyer.member}
        )
