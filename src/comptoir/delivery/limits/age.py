"""From which age on goods are sold: ``{ age = { at_least = 18, on = { category = "wine" } } }``.

Source: house rule; what is the age for which goods is the law's, and the channel verifies it.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.kinds import Beyond, Limit, Measure, Parcel
from comptoir.facts.baskets import AGE_MAX, Buyer
from comptoir.values.quantities import checked_count
from comptoir.values.selections import EVERYTHING, Selection, checked_selection


@attrs.frozen(kw_only=True)
class AgeLimit(Limit):
    """Goods ``on`` go to a buyer who is known to be ``at_least`` so many years old."""

    kind: ClassVar[str] = "age"
    at_least: int
    on: Selection = EVERYTHING

    def __attrs_post_init__(self) -> None:
        checked_count(self.at_least, "at_least", 1, AGE_MAX)
        checked_selection(self.on, "on")

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what the buyer is too young, for these products; or that their age is not known."""
        if buyer.age is not None and buyer.age >= self.at_least:
            return None
        products = sorted({each.product.sku for each in parcel.lines if self.on.selects(each.product)})
        if not products:
            return None
        return Beyond(measure=Measure.AGE, found=buyer.age, at_least=self.at_least, products=tuple(products))
