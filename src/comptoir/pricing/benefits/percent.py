"""A percentage off each selected line: ``{ percent = "20" }``.

Rounded once per line, on what the layer found there, or on the regular price if the policy says so.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import attrs

from comptoir.pricing.kinds import Benefit, Charge, Scope
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.policies import Minting


@attrs.frozen
class PercentOff(Benefit):
    """``percent`` off each selected line.

    >>> PercentOff("20").percent.to_text()
    '20'
    """

    kind: ClassVar[str] = "percent"
    main: ClassVar[str] = "percent"
    scope: ClassVar[Scope] = Scope.EACH_LINE
    percent: Percent = attrs.field(converter=to_percent)

    def reductions(self, charges: Sequence[Charge], minting: Minting) -> Sequence[int]:
        """The rounded percentage of each charge."""
        bases = (charge.base(minting.percent_of) for charge in charges)
        return [self.percent.of_amount(base, minting.rounding) for base in bases]
