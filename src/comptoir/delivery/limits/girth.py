"""How large any piece may be around: ``{ girth = { at_most = "3 m" } }``.

Source: house rule; girth as the parcel carriers count it, with the longest side.
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
class GirthLimit(Limit):
    """Of every piece, the longest side and twice the sum of the others come to ``at_most``.

    >>> GirthLimit(at_most="3 m").bounds.at_most
    3000
    """

    kind: ClassVar[str] = "girth"
    at_most: Measured = attrs.field(converter=to_measured)
    bounds: Bounds = attrs.field(init=False, eq=False, repr=False)

    @bounds.default
    def _bounds(self) -> Bounds:
        return Bounds.measured(METRE, at_most=self.at_most)

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what the girth is too much, in millimetres; a begun one counts."""
        del buyer
        found = parcel.measured(Measure.GIRTH)
        return self.bounds.beyond(Measure.GIRTH, found, lambda: parcel.unmeasured(Measure.GIRTH))
