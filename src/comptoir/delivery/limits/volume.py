"""How much room the goods take, from and up to: ``{ volume = { at_most = "60 l" } }``.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.bounds import Bounds
from comptoir.delivery.kinds import Beyond, Limit, Measure, Parcel
from comptoir.delivery.measures import MILLILITRE, maybe_measured
from comptoir.facts.baskets import Buyer
from comptoir.values.quantities import Measured


@attrs.frozen(kw_only=True)
class VolumeLimit(Limit):
    """``at_least`` and ``at_most`` such a volume of all goods together."""

    kind: ClassVar[str] = "volume"
    at_least: Measured | None = attrs.field(default=None, converter=maybe_measured)
    at_most: Measured | None = attrs.field(default=None, converter=maybe_measured)
    bounds: Bounds = attrs.field(init=False, eq=False, repr=False)

    @bounds.default
    def _bounds(self) -> Bounds:
        return Bounds.measured(MILLILITRE, at_least=self.at_least, at_most=self.at_most)

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what the volume is out of bounds, in millilitres; a begun one of a line counts."""
        del buyer
        return self.bounds.beyond(parcel, Measure.VOLUME, parcel.measured(Measure.VOLUME))
