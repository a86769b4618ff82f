"""Bounds of a measure, in its smallest unit, and whether what was found of a parcel lies within them.

Source: house rule; both ends are inclusive.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.delivery.kinds import Beyond, Limit, Measure, Parcel
from comptoir.delivery.measures import METRE, to_measured, whole
from comptoir.facts.baskets import Buyer
from comptoir.values.errors import WrongValue
from comptoir.values.quantities import Measured


@attrs.frozen(kw_only=True)
class Bounds:
    """``at_least`` and ``at_most``, one of them at least; ``WrongValue`` if nothing lies between them."""

    at_least: int | None = None
    at_most: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            cure = "write at_least, at_most or both"
            raise WrongValue.at("", "found no bound", cure, code="limits_nothing")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            found, cure = "found it below at_least", "let at_most be at_least or more"
            raise WrongValue.at("at_most", found, cure, code="bounds_crossed")

    @classmethod
    def measured(
        cls, unit: str, *, at_least: Measured | None = None, at_most: Measured | None = None
    ) -> Bounds:
        """Bounds in whole grams, millilitres or millimetres; ``WrongValue`` for another measure."""
        return cls(
            at_least=None if at_least is None else whole(at_least, unit, "at_least"),
            at_most=None if at_most is None else whole(at_most, unit, "at_most"),
        )

    def beyond(self, parcel: Parcel, measure: Measure, found: int | None) -> Beyond | None:
        """By what ``found`` is out of bounds, or of which products it is not known; else ``None``."""
        if found is not None and self._hold(found):
            return None
        return Beyond(
            measure=measure,
            found=found,
            at_least=self.at_least,
            at_most=self.at_most,
            products=parcel.unmeasured(measure) if found is None else (),
        )

    def _hold(self, found: int) -> bool:
        return (self.at_least is None or found >= self.at_least) and (
            self.at_most is None or found <= self.at_most
        )


@attrs.frozen(kw_only=True)
class SideLimit(Limit):
    """A ``measure`` of the sides of any piece is ``at_most`` such a length."""

    measure: ClassVar[Measure]
    at_most: Measured = attrs.field(converter=to_measured)
    bounds: Bounds = attrs.field(init=False, eq=False, repr=False)

    @bounds.default
    def _bounds(self) -> Bounds:
        return Bounds.measured(METRE, at_most=self.at_most)

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what it is too much, in millimetres; a begun one counts."""
        del buyer
        return self.bounds.beyond(parcel, self.measure, parcel.measured(self.measure))
