"""A coupon was handed in: ``{ coupon = "WELCOME-7K3F" }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

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
        return None if self.code in asked.coupons else NotMet("coupon")
