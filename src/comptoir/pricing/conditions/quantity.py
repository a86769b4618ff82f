"""Buy at least so many pieces: ``{ quantity = 3 }`` or with ``on`` to count only some products.

Source: house rule (a measured quantity is one piece).
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.verdicts import NotMet
from comptoir.values.decimals import MILLION
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.quantities import PIECE, QUANTITY_MAX
from comptoir.values.selections import EVERYTHING, Selection, checked_selection


@attrs.frozen
class Quantity(Condition):
    """The basket holds ``at_least`` so many pieces of the selection."""

    kind: ClassVar[str] = "quantity"
    main: ClassVar[str] = "at_least"
    at_least: int
    on: Selection = EVERYTHING

    def __attrs_post_init__(self) -> None:
        if type(self.at_least) is not int:
            raise WrongType.at(
                "at_least", shown(self.at_least), "pass whole pieces as int", code="not_an_int"
            )
        if not 1 <= self.at_least <= QUANTITY_MAX:
            cure = f"use 1 to {QUANTITY_MAX} pieces"
            raise WrongValue.at("at_least", shown(self.at_least), cure, code="quantity_out_of_range")
        checked_selection(self.on, "on")

    def unmet(self, asked: Asked) -> NotMet | None:
        """The number of pieces missing."""
        charges = asked.selected(self.on)
        pieces = sum(charge.quantity // MILLION for charge in charges if charge.product.unit == PIECE)
        pieces += len({charge.number for charge in charges if charge.product.unit != PIECE})
        return NotMet("quantity", self.at_least - pieces) if pieces < self.at_least else None
