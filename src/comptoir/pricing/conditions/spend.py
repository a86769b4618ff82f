"""Spend at least so much: ``{ spend = "50.00 EUR" }`` or with ``on`` to count only some products.

Source: house rule (what counts is what the layer found, tax included).
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.verdicts import NotMet
from comptoir.values.money import Amount, checked_not_negative, to_amount
from comptoir.values.selections import EVERYTHING, Selection, checked_selection


@attrs.frozen
class Spend(Condition):
    """The selected goods come to ``at_least`` that much, as the layer found them."""

    kind: ClassVar[str] = "spend"
    main: ClassVar[str] = "at_least"
    at_least: Amount = attrs.field(converter=to_amount)
    on: Selection = EVERYTHING

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.at_least, "at_least")
        checked_selection(self.on, "on")

    def unmet(self, asked: Asked) -> NotMet | None:
        """The amount missing; another currency never counts."""
        if asked.currency != self.at_least.currency:
            return NotMet("other_currency")
        missing = self.at_least.minor - sum(charge.amount for charge in asked.selected(self.on))
        return NotMet("spend", Amount(missing, asked.currency)) if missing > 0 else None
