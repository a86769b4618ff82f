"""The kinds that a rulebook may use: one immutable value, passed in; there is no registry.

A new benefit or condition is one new file and one entry here, or one entry in a vocabulary of the
retailer's own: ``STANDARD.with_kinds(benefits=[LoyalFriday])``. A sealed rulebook lists the kinds it
uses, and one that the vocabulary lacks is refused.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

import attrs

from comptoir.facts.baskets import Basket
from comptoir.facts.events import Exchanged, HandedOver, OrderPlaced, Returned
from comptoir.facts.orders import Order
from comptoir.facts.provenance import SavedBasket
from comptoir.facts.terms import Terms
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.conditions.buyer import Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon
from comptoir.pricing.conditions.nested import AllMet, AnyMet, NoneMet
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.kinds import Benefit, Condition
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue
from comptoir.wire import Codec

DOCUMENTS: Final = (Basket, SavedBasket, Order, OrderPlaced, HandedOver, Exchanged, Returned, Terms)
"""What may stand alone on the wire."""


def _benefits(benefits: Iterable[type[Benefit]]) -> tuple[type[Benefit], ...]:
    return tuple_of(type, benefits, "benefits")


def _conditions(conditions: Iterable[type[Condition]]) -> tuple[type[Condition], ...]:
    return tuple_of(type, conditions, "conditions")


@attrs.frozen(kw_only=True)
class Vocabulary:
    """The benefits and conditions that can be written, and the codec that reads and writes them."""

    benefits: tuple[type[Benefit], ...] = attrs.field(converter=_benefits)
    conditions: tuple[type[Condition], ...] = attrs.field(converter=_conditions)

    def __attrs_post_init__(self) -> None:
        for where, kinds in (("benefits", self.benefits), ("conditions", self.conditions)):
            names = [kind.kind for kind in kinds]
            if twice := sorted({name for name in names if names.count(name) > 1}):
                found = f"found {', '.join(twice)} twice"
                raise WrongValue.at(where, found, "give each kind a name of its own", code="duplicate_kind")

    def with_kinds(
        self, *, benefits: Iterable[type[Benefit]] = (), conditions: Iterable[type[Condition]] = ()
    ) -> Vocabulary:
        """This vocabulary and a retailer's own kinds."""
        return Vocabulary(benefits=(*self.benefits, *benefits), conditions=(*self.conditions, *conditions))

    @property
    def names(self) -> frozenset[str]:
        """Every kind by its full name: ``benefit.percent``."""
        benefits = {f"benefit.{kind.kind}" for kind in self.benefits}
        return frozenset(benefits | {f"condition.{kind.kind}" for kind in self.conditions})

    @cached_property
    def codec(self) -> Codec:
        """Reads and writes every document in these kinds."""
        return Codec(DOCUMENTS, {Benefit: self.benefits, Condition: self.conditions})


STANDARD: Final = Vocabulary(
    benefits=(PercentOff, AmountOff, FixedPrice, BasketPercentOff, BasketAmountOff),
    conditions=(Spend, Quantity, Member, Tier, Segment, Coupon, AnyMet, AllMet, NoneMet),
)
"""The kinds that come with the library."""
