"""What the goods weigh, from and up to: ``{ weight = { at_most = "30 kg" } }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.bounds import Bounds
from comptoir.delivery.kinds import Beyond, Limit, Measure, Parcel
from comptoir.delivery.measures import GRAM, maybe_measured
from comptoir.facts.baskets import Buyer
from comptoir.values.errors import checked_type
from comptoir.values.quantities import Measured


@attrs.frozen(kw_only=True)
class WeightLimit(Limit):
    """``at_least`` and ``at_most`` such a weight: of the parcel, or with ``each``, of its heaviest piece."""

    kind: ClassVar[str] = "weight"
    at_least: Measured | None = attrs.field(default=None, converter=maybe_measured)
    at_most: Measured | None = attrs.field(default=None, converter=maybe_measured)
    each: bool = False
    bounds: Bounds = attrs.field(init=False, eq=False, repr=False)

    @bounds.default
    def _bounds(self) -> Bounds:
        return Bounds.measured(GRAM, at_least=self.at_least, at_most=self.at_most)

    def __attrs_post_init__(self) -> None:
        checked_type(bool, self.each, "each", "pass True or False")

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what the weight is out of bounds, in grams; a begun gram of a line counts."""
        del buyer
        found = parcel.heaviest_piece if self.each else parcel.measured(Measure.WEIGHT)
        return self.bounds.beyond(parcel, Measure.WEIGHT, found)
