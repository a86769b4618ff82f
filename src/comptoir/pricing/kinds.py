"""What a benefit is and what a condition is: the two open kinds of pricing.

A retailer adds one by writing a class like those in ``benefits/`` or ``conditions/`` and listing it
in the vocabulary. A kind sees only what is handed to it here: no clock, no channel, no other offer.

Source: house rule.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Final, Protocol

import attrs

from comptoir.facts.baskets import Buyer
from comptoir.facts.coupons import IssuedCoupon
from comptoir.facts.products import Nature, Product
from comptoir.facts.wheres import NOWHERE, Spot
from comptoir.pricing.verdicts import NotMet
from comptoir.values.grants import PromotionGrant
from comptoir.values.policies import Minting, PercentBase
from comptoir.values.quantities import checked_count
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.times_of_day import Hours
from comptoir.values.windows import Window

SET_MAX: Final = 1_000
"""Units of one application of a set."""


@attrs.frozen
class Charge:
    """What a layer found: ``units`` alike of a line at ``amount`` minor units in all.

    ``number`` is the line's canonical number, the stable key for ties, ``quantity`` how much it is in
    millionths of the product's unit. ``regular`` is what it was before every reduction. Both amounts leave
    out what no promotion touches: a contribution inside the price. The amount may not fall below ``floor``;
    a minor unit of it leaves ``weight`` to pay. ``fresh`` units are not reduced yet, ``list`` priced them.
    """

    number: int
    product: Product
    quantity: int
    amount: int
    regular: int
    floor: int = 0
    weight: int = 1
    units: int = 1
    fresh: bool = True
    list: str = ""

    @property
    def room(self) -> int:
        """By how much it may fall."""
        return self.amount - self.floor

    def fall(self, reduction: int) -> int:
        """By how much a reduction makes it fall: at most its room, and never below nothing (law Q2)."""
        return min(max(reduction, 0), self.room)

    def base(self, percent_of: PercentBase) -> int:
        """Of what a percentage is taken."""
        return self.regular if percent_of is PercentBase.REGULAR else self.amount


class Clock(Protocol):
    """What a condition may know of the instant: every boundary that it looks at is noted (law P4)."""

    def is_in(self, window: Window) -> bool:
        """Whether the instant lies in a window."""

    def is_within(self, hours: Hours, zone: str | None) -> bool:
        """Whether these hours of the day run by clocks of a zone, the rulebook's own without one."""

    def weekday(self, zone: str | None) -> int:
        """The day of the week in a zone, Monday being 0."""

    def month(self, zone: str | None) -> int:
        """The month in a zone, January being 1."""


@attrs.frozen(kw_only=True)
class Asked:
    """What a condition may look at: facts of the buyer and the basket, and the charges that the layer found.

    ``handover`` is the kind of hand-over (``deliver``, ``collect``, ``carry``), if it is known.
    """

    buyer: Buyer
    coupons: tuple[str, ...]
    issued: tuple[IssuedCoupon, ...] = ()
    tender: str | None = None
    spot: Spot = NOWHERE
    handover: str | None = None
    clock: Clock
    currency: str
    charges: Sequence[Charge]

    def selected(self, selection: Selection) -> list[Charge]:
        """The charges on selected products; money for later is no product."""
        return [charge for charge in self.charges if is_touched(charge.product, selection)]


def is_touched(product: Product, selection: Selection) -> bool:
    """Whether a promotion on a selection may touch a product: never a gift card."""
    return product.nature is not Nature.GIFT_CARD and selection.selects(product)


class Benefit(ABC):
    """What a promotion gives; its families say on what: lines, all together, sets, or beside the goods."""

    kind: ClassVar[str]

    @property
    def currency(self) -> str | None:
        """The only currency in which it can be given; ``None`` if in any."""
        return None


class LineBenefit(Benefit):
    """Something off each selected line by itself: some lines may take this offer, others a better one."""

    is_percentage: ClassVar[bool] = False
    """Whether it is a share of what it finds: the order in which combined offers follow depends on it."""

    @abstractmethod
    def reduction(self, charge: Charge, minting: Minting) -> int:
        """By how many minor units the charge falls; never below zero.

        What exceeds the charge's room is cut off by the caller.
        """


class TogetherBenefit(Benefit):
    """Something off every selected line at once, or none: an amount spread over them."""

    @abstractmethod
    def reductions(self, charges: Sequence[Charge], minting: Minting) -> Sequence[int]:
        """By how many minor units each charge falls, in the order given; never below zero.

        What exceeds a charge's room is cut off by the caller.
        """


@attrs.frozen(kw_only=True)
class Slot:
    """A place in a set for ``least`` to ``most`` units of the selection; without ``most``, for ``least``."""

    on: Selection = EVERYTHING
    least: int = 1
    most: int | None = None

    def __attrs_post_init__(self) -> None:
        checked_selection(self.on, "on")
        checked_count(self.least, "least", 1, SET_MAX)
        if self.most is not None:
            checked_count(self.most, "most", self.least, SET_MAX)

    @property
    def limit(self) -> int:
        """The most units that it holds."""
        return self.least if self.most is None else self.most


@attrs.frozen
class SetUnit:
    """A unit of an application: what it costs now, and what it was before every reduction."""

    amount: int
    regular: int

    def base(self, percent_of: PercentBase) -> int:
        """Of what a percentage is taken."""
        return self.regular if percent_of is PercentBase.REGULAR else self.amount


class SetBenefit(Benefit):
    """Something off units that are taken together, as often as the basket holds such a set.

    An *application* fills every slot. Its reduction is the sum of what each unit is cut by and of what is
    constant, and its units share it in proportion to what they cost.
    """

    @property
    @abstractmethod
    def slots(self) -> tuple[Slot, ...]:
        """What an application takes."""

    @property
    def constant(self) -> int:
        """Minor units that an application reduces besides the cuts; a fixed total is less than zero."""
        return 0

    @property
    def times(self) -> int | None:
        """How often at most it applies to a basket; ``None`` as often as it fits."""
        return None

    @property
    def by_position(self) -> bool:
        """Whether a cut depends on the unit's position; then the slots hold fixed numbers of units."""
        return False

    @property
    def by_slot(self) -> bool:
        """Whether a cut depends on the slot; if not, slots for the same goods may be counted as one."""
        return False

    @property
    def in_turn(self) -> bool:
        """Whether nothing is lost by filling one application after the other, the dearest units first."""
        return not self.by_position

    @property
    def in_order(self) -> bool:
        """Whether a slot takes only units no dearer than those of the slots before it."""
        return False

    @abstractmethod
    def cut(self, slot: int, position: int, unit: SetUnit, minting: Minting) -> int:
        """By how much a unit is cut in a slot, at a position from the dearest (1) down; 0 to its amount."""


class BesideBenefit(Benefit):
    """Something that is not taken off the goods: delivery for less, or points.

    It takes no unit from anybody: it is granted if its conditions hold and something selected is there.
    """

    for_members: ClassVar[bool] = False
    """Whether only a member can have it."""

    @abstractmethod
    def granted(self, rule: str, numbers: Sequence[int]) -> PromotionGrant:
        """What the promotion ``rule`` hands to the other domains, for lines with these numbers."""


class Condition(ABC):
    """What must be so for a promotion to apply."""

    kind: ClassVar[str]

    @abstractmethod
    def unmet(self, asked: Asked) -> NotMet | None:
        """Why it does not hold, and by how much; ``None`` if it holds."""
