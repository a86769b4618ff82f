"""Who buys: ``{ member = true }``, ``{ tier = ["gold"] }``, ``{ segment = "staff" }``.

Also ``{ first_order = true }``, and ``{ birth_month = true }`` in the month in which the buyer was born,
by the clock of the rulebook's zone. Facts of the buyer, handed in with the basket; pricing looks nobody
up. A fact that is not known is no reason to give anything.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.facts.products import identifiers
from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.verdicts import NotMet
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_identifier


@attrs.frozen
class Member(Condition):
    """The buyer is a member of the loyalty programme."""

    kind: ClassVar[str] = "member"

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether there is a member."""
        return None if asked.buyer.member is not None else NotMet("member")


@attrs.frozen
class Tier(Condition):
    """The buyer's tier is one of those named."""

    kind: ClassVar[str] = "tier"
    main: ClassVar[str] = "any_of"
    any_of: tuple[str, ...] = attrs.field(converter=identifiers)

    def __attrs_post_init__(self) -> None:
        if not self.any_of:
            raise WrongValue.at("any_of", "found an empty list", "name at least one tier", code="never_met")

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether the tier is named."""
        return None if asked.buyer.tier in self.any_of else NotMet("tier")


@attrs.frozen
class Segment(Condition):
    """The retailer has put the buyer in this segment."""

    kind: ClassVar[str] = "segment"
    main: ClassVar[str] = "name"
    name: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.name, "name")

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether the segment is there."""
        return None if self.name in asked.buyer.segments else NotMet("segment")


@attrs.frozen
class FirstOrder(Condition):
    """The buyer has not bought anything before, as the channel has found out."""

    kind: ClassVar[str] = "first_order"

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether it is said to be the first order."""
        return None if asked.buyer.first_order else NotMet("first_order")


@attrs.frozen
class BirthMonth(Condition):
    """It is the month in which the buyer was born, in the rulebook's zone."""

    kind: ClassVar[str] = "birth_month"

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether it is that month; never for a buyer of whom it is not known."""
        month = asked.buyer.birth_month
        return None if month is not None and asked.clock.month(None) == month else NotMet("birth_month")
