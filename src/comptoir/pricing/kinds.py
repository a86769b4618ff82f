"""What a benefit is and what a condition is: the two open kinds of pricing.

A retailer adds one by writing a class like those in ``benefits/`` or ``conditions/`` and listing it
in the vocabulary. A kind sees only what is handed to it here: no clock, no channel, no other offer.

Source: house rule.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum
from typing import ClassVar

import attrs

from comptoir.facts.baskets import Buyer
from comptoir.facts.products import Product
from comptoir.pricing.verdicts import NotMet
from comptoir.values.policies import Minting
from comptoir.values.selections import Selection


class Scope(Enum):
    """What an offer takes at a time."""

    EACH_LINE = "each_line"
    """Each selected line by itself: some lines may take this offer, others a better one."""
    ALL_TOGETHER = "all_together"
    """Every selected line at once, or none: an amount spread over them."""


@attrs.frozen
class Charge:
    """What a layer found on a line: ``amount`` minor units for ``quantity`` millionths of it.

    ``number`` is the line's canonical number, the stable key for ties.
    """

    number: int
    product: Product
    quantity: int
    amount: int


@attrs.frozen
class Asked:
    """What a condition may look at: the buyer, the coupons, and the charges as the layer found them."""

    buyer: Buyer
    coupons: tuple[str, ...]
    currency: str
    charges: Sequence[Charge]

    def selected(self, selection: Selection) -> list[Charge]:
        """The charges on selected products."""
        return [charge for charge in self.charges if selection.selects(charge.product)]


class Benefit(ABC):
    """What a promotion gives on the goods it selects."""

    kind: ClassVar[str]
    scope: ClassVar[Scope]

    @property
    def currency(self) -> str | None:
        """The only currency in which it can be given; ``None`` if in any."""
        return None

    @abstractmethod
    def reductions(self, charges: Sequence[Charge], minting: Minting) -> Sequence[int]:
        """By how many minor units each charge falls, in the order given; never below zero.

        With scope ``EACH_LINE`` there is one charge. What exceeds a charge is cut off by the caller.
        """


class Condition(ABC):
    """What must be so for a promotion to apply."""

    kind: ClassVar[str]

    @abstractmethod
    def unmet(self, asked: Asked) -> NotMet | None:
        """Why it does not hold, and by how much; ``None`` if it holds."""
