"""Who buys: ``{ member = true }``, ``{ tier = ["gold"] }``, ``{ segment = "staff" }``.

Facts of the buyer, handed in with the basket; pricing looks nobody up.

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
