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
from comptoir.facts.products import Nature, Product
from comptoir.pricing.verdicts import NotMet
from comptoir.values.policies import Minting, PercentBase
from comptoir.values.selections import Selection


class Scope(Enum):
    """What an offer takes at a time."""

    EACH_LINE = "each_line"
    """Each selected line by itself: some lines may take this offer, others a better one."""
    ALL_TOGETHER = "all_together"
    """Every selected line at once, or none: an amount spread over them."""


@attrs.frozen
class Charge:
    """What a layer found on a line: ``amount`` minor units for ``quantity`` millionths of its unit.

    ``number`` is the line's canonical number, the stable key for ties. ``regular`` is what the line
    was before every reduction. Both leave out what no promotion touches: a contribution inside the
    price. The amount may not fall below ``floor``; a minor unit of it leaves ``weight`` to pay.
    """

    number: int
    product: Product
    quantity: int
    amount: int
    regular: int
    floor: int = 0
    weight: int = 1

    @property
    def room(self) -> int:
        """By how much it may fall."""
        return self.amount - self.floor

    def base(self, percent_of: PercentBase) -> int:
        """Of what a percentage is taken."""
        return self.regular if percent_of is PercentBase.REGULAR else self.amount


@attrs.frozen
class Asked:
    """What a condition may look at: the buyer, the coupons, and the charges as the layer found them."""

    buyer: Buyer
    coupons: tuple[str, ...]
    currency: str
    charges: Sequence[Charge]

    def selected(self, selection: Selection) -> list[Charge]:
        """The charges on selected products; money for later is no product."""
        return [charge for charge in self.charges if is_touched(charge.product, selection)]


def is_touched(product: Product, selection: Selection) -> bool:
    """Whether a promotion on a selection may touch a product: never a gift card."""
    return product.nature is not Nature.GIFT_CARD and selection.selects(product)


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

        With scope ``EACH_LINE`` there is one charge. What exceeds a charge's room is cut off by the caller.
        """


class Condition(ABC):
    """What must be so for a promotion to apply."""

    kind: ClassVar[str]

    @abstractmethod
    def unmet(self, asked: Asked) -> NotMet | None:
        """Why it does not hold, and by how much; ``None`` if it holds."""
