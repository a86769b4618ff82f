"""Why a line of till data is not quoted: each reason has a name and is counted, nothing is lost.

Source: house rule.
"""

from __future__ import annotations

from enum import Enum

from comptoir.facts.baskets import LINES_MAX
from comptoir.values.quantities import QUANTITY_MAX


class Skip(Enum):
    """A reason, in order of precedence; the value is its text, the name in small letters its code."""

    EMPTY_LINE = "an empty line"
    CANCELLATION = "a cancelled invoice (number C…)"
    NO_PRODUCT = "a code that is no product (postage, fees, …)"
    RETURN = "a quantity below zero (a return, a write-off)"
    NO_QUANTITY = "a quantity of zero"
    NEGATIVE_PRICE = "a price or a value below zero"
    NO_PRICE = "a price or a value of zero"
    QUANTITY_ABOVE_LIMIT = f"more than {QUANTITY_MAX} of a product"
    VALUE_ABOVE_LIMIT = "a price or a value above the limit"
    UNNAMEABLE = "a product whose code is longer than a SKU may be"
    LATE_LINE = "a line that came long after the rest of its basket"
    BASKET_FULL = f"a basket of more than {LINES_MAX} lines"

    @property
    def code(self) -> str:
        """The reason's stable name."""
        return self.name.lower()
