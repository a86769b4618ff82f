"""A percentage off the selected goods together: ``{ basket_percent = "10" }``.

Rounded once, on the sum of what the layer found, and spread over the lines by exact largest
remainder: the discount of the basket is the percentage that was announced, to the cent. A line at its
floor keeps what it cannot give: no other line gives more than the percentage for it.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import attrs

from comptoir.pricing.kinds import Charge, TogetherBenefit
from comptoir.values.allocation import spread
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.policies import Minting


@attrs.frozen
class BasketPercentOff(TogetherBenefit):
    """``percent`` off the sum of the selected lines, spread over them."""

    kind: ClassVar[str] = "basket_percent"
    main: ClassVar[str] = "percent"
    percent: Percent = attrs.field(converter=to_percent)

    def reductions(self, charges: Sequence[Charge], minting: Minting) -> Sequence[int]:
        """The rounded percentage of the sum, in shares proportional to the charges."""
        bases = [charge.base(minting.percent_of) for charge in charges]
        reduction = self.percent.of_amount(sum(bases), minting.rounding)
        return spread(reduction, bases, [(charge.number, not charge.fresh) for charge in charges])
