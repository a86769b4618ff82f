"""How many pieces, from and up to: ``{ pieces = { at_most = 20 } }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.bounds import Bounds
from comptoir.delivery.kinds import Beyond, Limit, Measure, Parcel
from comptoir.facts.baskets import Buyer
from comptoir.values.quantities import QUANTITY_MAX, checked_count


@attrs.frozen(kw_only=True)
class PiecesLimit(Limit):
    """``at_least`` and ``at_most`` so many pieces; a measured quantity is one, and so is a pack."""

    kind: ClassVar[str] = "pieces"
    at_least: int | None = None
    at_most: int | None = None
    bounds: Bounds = attrs.field(init=False, eq=False, repr=False)

    @bounds.default
    def _bounds(self) -> Bounds:
        for where, bound in (("at_least", self.at_least), ("at_most", self.at_most)):
            if bound is not None:
                checked_count(bound, where, 1, QUANTITY_MAX)
        return Bounds(at_least=self.at_least, at_most=self.at_most)

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what the number of pieces is out of bounds."""
        del buyer
        return self.bounds.beyond(parcel, Measure.PIECES, parcel.pieces)
