"""What a layer of promotions finds, read the plain way: every line in units that are reduced or not.

The oracle of plans decides on these alone; where they come from is no business of its.

Source: house rule (what the reference says of layers, charges and units).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

import attrs

from comptoir.facts.coupons import Remaining
from comptoir.facts.products import Nature, Product
from comptoir.pricing.kinds import Charge
from comptoir.pricing.rules import CombineOrder, Promotion
from comptoir.testing.readings import selects
from comptoir.values.policies import HALF_UP, MoneyPolicy


@attrs.frozen(kw_only=True)
class Run:
    """Units alike of one line: what they come to in all, before which reductions, and how far they may fall.

    ``content`` is how much of the product they are, ``weight`` what a minor unit of them leaves to pay.
    ``fresh`` units are not reduced yet; ``list`` is the price list that priced them.
    """

    number: int
    product: Product
    content: Fraction
    amount: int
    regular: int
    floor: int = 0
    units: int = 1
    weight: Fraction = Fraction(1)
    fresh: bool = True
    list: str = ""

    @property
    def room(self) -> int:
        """By how much they may fall."""
        return max(0, self.amount - self.floor)

    @property
    def unit_floor(self) -> int:
        """Below what none of them may fall: the floor's part, rounded up."""
        return ceil(Fraction(self.floor, self.units))

    @property
    def key(self) -> tuple[int, int]:
        """What settles ties: the line's number, its fresh units first."""
        return self.number, 0 if self.fresh else 1

    @property
    def charge(self) -> Charge:
        """The run as a kind of a retailer's own sees it; what it weighs is no business of a kind."""
        return Charge(
            number=self.number,
            product=self.product,
            quantity=int(self.content * 10**6),
            amount=self.amount,
            regular=self.regular,
            floor=self.floor,
            units=self.units,
            fresh=self.fresh,
            list=self.list,
        )


def _runs(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(sorted(runs, key=lambda run: run.key))


def _offers(offers: tuple[Promotion, ...]) -> tuple[Promotion, ...]:
    return tuple(sorted(offers, key=lambda offer: offer.id))


@attrs.frozen(kw_only=True)
class Stage:
    """A layer at work: what it found, and the promotions whose conditions hold.

    ``remaining`` is what is left of those that are counted outside.
    """

    runs: tuple[Run, ...] = attrs.field(converter=_runs)
    offers: tuple[Promotion, ...] = attrs.field(converter=_offers)
    order: CombineOrder = CombineOrder.AMOUNTS_FIRST
    money: MoneyPolicy = HALF_UP
    currency: str = "EUR"
    remaining: Mapping[str, Remaining] = attrs.field(factory=dict)

    def taken_by(self, offer: Promotion) -> list[int]:
        """The places of the runs of which a promotion may take units."""
        return [place for place, run in enumerate(self.runs) if run.room > 0 and _may_take(offer, run)]


def _may_take(offer: Promotion, run: Run) -> bool:
    if run.product.nature is Nature.GIFT_CARD or not selects(offer.on, run.product):
        return False
    return run.list not in offer.not_on_lists and (run.fresh or not offer.not_on_reduced)
