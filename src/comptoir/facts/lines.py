"""What is typed at a channel: a product, how much of it, and what is particular about it.

Source: house rule.
"""

from __future__ import annotations

import attrs

from comptoir.facts.handovers import Handover, checked_handover
from comptoir.facts.overrides import Override
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier
from comptoir.values.quantities import Measured, Quantity, checked_quantity


@attrs.frozen
class Line:
    """A product and how much of it; ``ref`` is the channel's own name for the line, if it has one.

    ``unit`` is one of the product's packs, if it is sold by the pack; ``override`` is a price that a
    person decided. ``handover`` is how this line reaches the customer, if otherwise than the basket.

    >>> Line("ROBE-36", 1, ref="app-7").sku
    'ROBE-36'
    """

    sku: str
    quantity: Quantity
    ref: str | None = attrs.field(default=None, kw_only=True)
    unit: str | None = attrs.field(default=None, kw_only=True)
    override: Override | None = attrs.field(default=None, kw_only=True)
    handover: Handover | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.sku, "sku")
        checked_quantity(self.quantity)
        checked_handover(self.handover)
        if self.unit is not None:
            checked_identifier(self.unit, "unit")
            if isinstance(self.quantity, Measured):
                found = f"found {self.quantity.to_text()} by the {self.unit}"
                cure = "count packs in whole pieces, or leave the unit out"
                raise WrongValue.at("unit", found, cure, code="measured_packs")
        if self.override is not None:
            checked_type(Override, self.override, "override", "pass an Override")
        if self.ref is not None:
            checked_identifier(self.ref, "ref")
