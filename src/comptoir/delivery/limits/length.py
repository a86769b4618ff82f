"""How long the longest piece may be: ``{ length = { at_most = "1.2 m" } }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.bounds import Bounds
from comptoir.delivery.kinds import Beyond, Limit, Measure, Parcel
from comptoir.delivery.measures import METRE, to_measured
from comptoir.facts.baskets import Buyer
from comptoir.values.quantities import Measured


@attrs.frozen(kw_only=True)
class LengthLimit(Limit):
    """No side of any piece is longer than ``at_most``.

    >>> LengthLimit(at_most="1.2 m").bounds.at_most
    1200
    """

    kind: ClassVar[str] = "length"
    at_most: Measured = attrs.field(converter=to_measured)
    bounds: Bounds = attrs.field(init=False, eq=False, repr=False)

    @bounds.default
    def _bounds(self) -> Bounds:
        return Bounds.measured(METRE, at_most=self.at_most)

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what the longest side is too long, in millimetres; a begun one counts."""
        del buyer
        found = parcel.measured(Measure.LENGTH)
        return self.bounds.beyond(Measure.LENGTH, found, lambda: parcel.unmeasured(Measure.LENGTH))
