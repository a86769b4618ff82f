"""How it shall be paid: ``{ tender = ["gift-card"] }``.

What the basket says is checked when the order is placed: it must be paid so.

Source: house rule.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.facts.products import identifiers
from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.verdicts import NotMet
from comptoir.values.errors import WrongValue


@attrs.frozen
class PaidWith(Condition):
    """The means of payment that the basket names is one of these."""

    kind: ClassVar[str] = "tender"
    main: ClassVar[str] = "any_of"
    any_of: tuple[str, ...] = attrs.field(converter=identifiers)

    def __attrs_post_init__(self) -> None:
        if not self.any_of:
            raise WrongValue.at("any_of", "found an empty list", "name at least one means", code="never_met")

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether the means is named."""
        return None if asked.tender in self.any_of else NotMet("tender")
