"""A percentage off each selected line: ``{ percent = "20" }``.

Rounded once per line, on what the layer found there, or on the regular price if the policy says so.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.pricing.kinds import Charge, LineBenefit
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.policies import Minting


@attrs.frozen
class PercentOff(LineBenefit):
    """``percent`` off each selected line.

    >>> PercentOff("20").percent.to_text()
    '20'
    """

    kind: ClassVar[str] = "percent"
    main: ClassVar[str] = "percent"
    is_percentage: ClassVar[bool] = True
    percent: Percent = attrs.field(converter=to_percent)

    def reduction(self, charge: Charge, minting: Minting) -> int:
        """The rounded percentage of the charge."""
        return self.percent.of_amount(charge.base(minting.percent_of), minting.rounding)
