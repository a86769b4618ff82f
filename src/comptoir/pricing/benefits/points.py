"""More points for the purchase: ``{ points = 200 }``.

They are not multiplied by the member's tier, and live as the programme's points do.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import attrs

from comptoir.pricing.kinds import BesideBenefit
from comptoir.values.grants import ExtraPoints
from comptoir.values.points import checked_points


@attrs.frozen
class BonusPoints(BesideBenefit):
    """So many ``points`` for a purchase in which something selected is, once.

    >>> BonusPoints(200).granted("noel", [1]).points
    200
    """

    kind: ClassVar[str] = "points"
    for_members: ClassVar[bool] = True
    main: ClassVar[str] = "points"
    points: int

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)

    def granted(self, rule: str, numbers: Sequence[int]) -> ExtraPoints:
        """The points, for the selected lines."""
        return ExtraPoints(rule=rule, points=self.points, lines=tuple(numbers))
