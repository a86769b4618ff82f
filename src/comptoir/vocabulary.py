"""The kinds that a rulebook may use: one immutable value, passed in; there is no registry.

A new benefit, condition, fee, limit or return reason is one new file and one entry here, or one entry in
a vocabulary of the retailer's own: ``STANDARD.with_kinds(benefits=[LoyalFriday])``. A sealed rulebook
lists the kinds it uses, and one that the vocabulary lacks is refused.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

import attrs

from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.fees.percent import PercentFee
from comptoir.delivery.fees.sizes import SizesFee
from comptoir.delivery.fees.tiers import TieredFee
from comptoir.delivery.kinds import Fee, Limit
from comptoir.delivery.limits.age import AgeLimit
from comptoir.delivery.limits.amount import AmountLimit
from comptoir.delivery.limits.girth import GirthLimit
from comptoir.delivery.limits.length import LengthLimit
from comptoir.delivery.limits.pieces import PiecesLimit
from comptoir.delivery.limits.volume import VolumeLimit
from comptoir.delivery.limits.weight import WeightLimit
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.baskets import Basket
from comptoir.facts.events import FACT_TYPES
from comptoir.facts.orders import Order
from comptoir.facts.provenance import SavedBasket
from comptoir.facts.terms import Terms
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.points import BonusPoints
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.benefits.tiers import AmountTiers, QuantityTiers
from comptoir.pricing.conditions.buyer import BirthMonth, FirstOrder, Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon, IssuedCouponOf
from comptoir.pricing.conditions.nested import AllMet, AnyMet, NoneMet
from comptoir.pricing.conditions.place import HandedOverBy, HandedOverIn
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours, InWindow
from comptoir.pricing.kinds import Benefit, Condition
from comptoir.returns.kinds import Cause, Reason
from comptoir.returns.reasons.changed_mind import ChangedMind
from comptoir.returns.reasons.faulty import Faulty
from comptoir.returns.reasons.not_as_described import NotAsDescribed
from comptoir.returns.reasons.too_large import TooLarge
from comptoir.returns.reasons.too_small import TooSmall
from comptoir.values.collections import frozen_mapping, tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.wire import Codec

DOCUMENTS: Final = (Basket, SavedBasket, LockedQuote, Order, *FACT_TYPES, Terms)
"""What may stand alone on the wire."""


_Kind = Benefit | Condition | Fee | Limit | Reason


def _benefits(benefits: Iterable[type[Benefit]]) -> tuple[type[Benefit], ...]:
    return tuple_of(type, benefits, "benefits")


def _conditions(conditions: Iterable[type[Condition]]) -> tuple[type[Condition], ...]:
    return tuple_of(type, conditions, "conditions")


def _fees(fees: Iterable[type[Fee]]) -> tuple[type[Fee], ...]:
    return tuple_of(type, fees, "fees")


def _limits(limits: Iterable[type[Limit]]) -> tuple[type[Limit], ...]:
    return tuple_of(type, limits, "limits")


def _reasons(reasons: Iterable[type[Reason]]) -> tuple[type[Reason], ...]:
    return tuple_of(type, reasons, "reasons")


@attrs.frozen(kw_only=True)
class Vocabulary:
    """The benefits, conditions, fees, limits and return reasons there are, and the codec that knows them."""

    benefits: tuple[type[Benefit], ...] = attrs.field(converter=_benefits)
    conditions: tuple[type[Condition], ...] = attrs.field(converter=_conditions)
    fees: tuple[type[Fee], ...] = attrs.field(converter=_fees)
    limits: tuple[type[Limit], ...] = attrs.field(converter=_limits)
    reasons: tuple[type[Reason], ...] = attrs.field(converter=_reasons)

    def __attrs_post_init__(self) -> None:
        families: Mapping[str, tuple[type, tuple[type[_Kind], ...]]] = {
            "benefits": (Benefit, self.benefits),
            "conditions": (Condition, self.conditions),
            "fees": (Fee, self.fees),
            "limits": (Limit, self.limits),
            "reasons": (Reason, self.reasons),
        }
        for where, (base, kinds) in families.items():
            for index, kind in enumerate(kinds):
                _check_kind(kind, base, f"{where}[{index}]")
            names = [kind.kind for kind in kinds]
            if twice := sorted({name for name in names if names.count(name) > 1}):
                found = f"found {', '.join(twice)} twice"
                raise WrongValue.at(where, found, "give each kind a name of its own", code="duplicate_kind")

    def with_kinds(
        self,
        *,
        benefits: Iterable[type[Benefit]] = (),
        conditions: Iterable[type[Condition]] = (),
        fees: Iterable[type[Fee]] = (),
        limits: Iterable[type[Limit]] = (),
        reasons: Iterable[type[Reason]] = (),
    ) -> Vocabulary:
        """This vocabulary and a retailer's own kinds."""
        return Vocabulary(
            benefits=(*self.benefits, *benefits),
            conditions=(*self.conditions, *conditions),
            fees=(*self.fees, *fees),
            limits=(*self.limits, *limits),
            reasons=(*self.reasons, *reasons),
        )

    @property
    def names(self) -> frozenset[str]:
        """Every kind by its full name: ``benefit.percent``."""
        kinds: Mapping[str, tuple[type[_Kind], ...]] = {
            "benefit": self.benefits,
            "condition": self.conditions,
            "fee": self.fees,
            "limit": self.limits,
            "reason": self.reasons,
        }
        return frozenset(f"{family}.{kind.kind}" for family, members in kinds.items() for kind in members)

    @cached_property
    def reason(self) -> Mapping[str, Reason]:
        """The return reasons by their kind, under which a fact records them."""
        return {kind.kind: kind() for kind in self.reasons}

    @cached_property
    def codec(self) -> Codec:
        """Reads and writes every document in these kinds."""
        kinds: Mapping[type, tuple[type[_Kind], ...]] = {
            Benefit: self.benefits,
            Condition: self.conditions,
            Fee: self.fees,
            Limit: self.limits,
        }
        return Codec(DOCUMENTS, kinds)


def _check_kind(kind: type[_Kind], base: type, where: str) -> None:
    """A kind is an attrs class of its family, with a name that a document can hold; a reason says more."""
    if not (issubclass(kind, base) and attrs.has(kind)):
        cure = f"list classes that are derived from {base.__name__} and made with attrs"
        raise WrongType.at(where, f"found {kind.__name__}", cure, code="wrong_kind")
    checked_identifier(getattr(kind, "kind", None), f"{where}.kind")  # type: ignore[arg-type]
    if issubclass(kind, Reason):
        names = frozen_mapping(getattr(kind, "names", None), f"{where}.names")  # type: ignore[arg-type]
        checked_names(names, f"{where}.names")
        cure = "set cause to Cause.BUYER or Cause.SELLER"
        checked_type(Cause, getattr(kind, "cause", None), f"{where}.cause", cure)


STANDARD: Final = Vocabulary(
    benefits=(
        PercentOff,
        AmountOff,
        FixedPrice,
        BasketPercentOff,
        BasketAmountOff,
        AmountTiers,
        QuantityTiers,
        NForM,
        Positions,
        SetOffer,
        BuyGet,
        Gift,
        DeliveryOff,
        BonusPoints,
    ),
    conditions=(
        Spend,
        Quantity,
        Member,
        Tier,
        Segment,
        FirstOrder,
        BirthMonth,
        Coupon,
        IssuedCouponOf,
        PaidWith,
        AtHours,
        InWindow,
        HandedOverIn,
        HandedOverBy,
        AnyMet,
        AllMet,
        NoneMet,
    ),
    fees=(FlatFee, PerItemFee, PercentFee, TieredFee, SizesFee),
    limits=(AmountLimit, PiecesLimit, WeightLimit, VolumeLimit, LengthLimit, GirthLimit, AgeLimit),
    reasons=(ChangedMind, TooLarge, TooSmall, NotAsDescribed, Faulty),
)
"""The kinds that come with the library."""
