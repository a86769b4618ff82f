"""What happens to an order: goods are handed over, cancelled, come back, are swapped. Facts, never refused.

A fact has an ``id`` of its own, which whoever records it makes before sending it: sent twice, it is one
fact. Its instant is that of the event, not of its arrival. What was decided (a refund, points) stands
on it by value.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import ClassVar, Final

import attrs

from comptoir.facts.late_terms import AtOnce
from comptoir.facts.orders import Order, Tender, checked_digest
from comptoir.facts.point_events import (
    AccountsMerged,
    MemberJoined,
    PointsFact,
    PointsGranted,
    PointsReserved,
    PointsTakenOff,
    PointsTransferred,
    PoolJoined,
    PoolLeft,
    PurchaseClaimed,
    ReservationEnded,
    ReservationUsed,
    RewardGivenBack,
    RewardTaken,
)
from comptoir.facts.products import Product, identifiers
from comptoir.facts.provenance import Provenance
from comptoir.facts.streams import member_stream, order_stream
from comptoir.facts.terms import TERMS_BYTES_MAX
from comptoir.facts.units import Units
from comptoir.values.collections import tuple_of
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant, to_instant
from comptoir.values.money import checked_currency, checked_minor
from comptoir.values.points import checked_points


def _streams(order: str, member: str | None) -> tuple[str, ...]:
    return (order_stream(order),) if member is None else (order_stream(order), member_stream(member))


@attrs.frozen(kw_only=True)
class OrderPlaced:
    """The fact that an order was placed; its ``id`` is the order's."""

    document: ClassVar[str] = "order-placed/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    id: str
    order: Order

    def __attrs_post_init__(self) -> None:
        checked_type(Order, self.order, "order", "pass an Order")
        if self.id != self.order.id:
            found = f"found {shown(self.id).removeprefix('found ')} for the order {self.order.id}"
            raise WrongValue.at("id", found, "give the fact its order's id", code="other_id")

    @property
    def at(self) -> Instant:
        """When it was placed."""
        return self.order.placed_at

    @property
    def subject(self) -> str:
        """The stream by which, with its id, the fact is known."""
        return order_stream(self.order.id)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to."""
        return _streams(self.order.id, self.order.buyer.member)


def _units(units: Iterable[Units]) -> tuple[Units, ...]:
    return tuple_of(Units, units, "units")


@attrs.frozen(kw_only=True)
class HandedOver:
    """Goods reached the customer: delivered, or collected. Without ``units``, the whole order.

    What is carried away in a store is handed over when it is bought, and needs no such fact. ``at`` is
    any aware ``datetime``.
    """

    document: ClassVar[str] = "handed-over/1"

    id: str
    order: str
    member: str | None = None
    at: Instant = attrs.field(converter=to_instant)
    units: tuple[Units, ...] = attrs.field(default=(), converter=_units)
    provenance: Provenance

    def __attrs_post_init__(self) -> None:
        _check(self.id, self.order, self.member, self.at, self.provenance)

    @property
    def subject(self) -> str:
        """The stream by which, with its id, the fact is known."""
        return order_stream(self.order)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to."""
        return _streams(self.order, self.member)


@attrs.frozen(kw_only=True)
class Refunding:
    """Pieces for which money is given back: which, as which product, and how much, in minor units."""

    units: Units
    sku: str
    refunded: int

    def __attrs_post_init__(self) -> None:
        checked_type(Units, self.units, "units", "pass Units(1, 0, 1)")
        checked_identifier(self.sku, "sku")
        checked_minor(self.refunded, "refunded")


@attrs.frozen(kw_only=True)
class Taken(Refunding):
    """Pieces taken back: which, as which product, why, and what was decided to be refunded for them.

    ``refunded`` is in minor units, after ``fee`` was kept of what they had cost.
    """

    reason: str
    fee: int = 0

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checked_identifier(self.reason, "reason")
        checked_minor(self.fee, "fee")


def _coupons(coupons: Iterable[str]) -> tuple[str, ...]:
    return identifiers(coupons, "coupons")


def _taken(taken: Iterable[Taken]) -> tuple[Taken, ...]:
    return tuple_of(Taken, taken, "taken")


def _taken_off(taken: Iterable[Refunding]) -> tuple[Refunding, ...]:
    return tuple_of(Refunding, taken, "taken")


def _tenders(tenders: Iterable[Tender]) -> tuple[Tender, ...]:
    return tuple_of(Tender, tenders, "tenders")


@attrs.frozen(kw_only=True)
class Settled:
    """What stood in for points that were to go and were no longer there.

    Either ``amount`` minor units were kept of the refund, or ``coupons`` that had been issued for points
    were taken back; both stand for ``points``.
    """

    points: int
    amount: int = 0
    coupons: tuple[str, ...] = attrs.field(default=(), converter=_coupons)

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        checked_minor(self.amount, "amount")
        if bool(self.amount) == bool(self.coupons):
            cure = "say what was kept of the refund, or which coupons were taken back"
            raise WrongValue.at("amount", shown(self.amount), cure, code="settled_otherwise")


def _settled(settled: Iterable[Settled]) -> tuple[Settled, ...]:
    return tuple_of(Settled, settled, "settled")


@attrs.frozen(kw_only=True)
class GivenUp:
    """Goods of an order are the customer's no longer, and this was decided about money and points.

    ``delivery`` is the part of the delivery fee that was refunded; ``tenders``, the worth of the
    ``points_restored`` and what was kept for missing points (``settled``) sum to all that was refunded.
    ``points_clawed`` is what was told: the ledger computes it again from the set of facts.
    """

    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    id: str
    order: str
    member: str | None = None
    at: Instant = attrs.field(converter=to_instant)
    currency: str
    taken: tuple[Refunding, ...] = attrs.field(converter=_taken_off)
    delivery: int = 0
    tenders: tuple[Tender, ...] = attrs.field(default=(), converter=_tenders)
    points_restored: int = 0
    points_worth: int = 0
    points_clawed: int = 0
    settled: tuple[Settled, ...] = attrs.field(default=(), converter=_settled)
    answer: str
    provenance: Provenance

    def __attrs_post_init__(self) -> None:
        _check(self.id, self.order, self.member, self.at, self.provenance)
        checked_currency(self.currency)
        if not self.taken:
            raise WrongValue.at("taken", "found no goods", "say which pieces", code="nothing_taken")
        checked_digest(self.answer, "answer")
        checked_minor(self.delivery, "delivery")
        checked_minor(self.points_worth, "points_worth")
        checked_points(self.points_restored, "points_restored")
        checked_points(self.points_clawed, "points_clawed")
        for index, tender in enumerate(self.tenders):
            if tender.amount.currency != self.currency:
                found = f"found {tender.amount.to_text()}"
                cure = f"refund in {self.currency}"
                raise WrongValue.at(f"tenders[{index}].amount", found, cure, code="other_currency")
        paid_back = sum(tender.amount.minor for tender in self.tenders) + self.points_worth
        paid_back += sum(each.amount for each in self.settled)
        if paid_back != self.refunded:
            found = f"found {paid_back}, while goods and delivery come to {self.refunded}"
            raise WrongValue.at("tenders", found, "make them agree", code="does_not_sum")

    @property
    def refunded(self) -> int:
        """All that was refunded, in minor units: goods and delivery."""
        return sum(each.refunded for each in self.taken) + self.delivery

    @property
    def subject(self) -> str:
        """The stream by which, with its id, the fact is known."""
        return order_stream(self.order)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to."""
        return _streams(self.order, self.member)


@attrs.frozen(kw_only=True)
class Returned(GivenUp):
    """Goods came back, at a ``store`` or by post: the pieces ``taken`` back, each with its reason."""

    document: ClassVar[str] = "returned/1"

    store: str | None = None
    taken: tuple[Taken, ...] = attrs.field(converter=_taken)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.store is not None:
            checked_identifier(self.store, "store")


class CancelReason(Enum):
    """Why goods are no longer to be handed over."""

    NOT_COLLECTED = "not_collected"
    """They were held for the customer until the end of the last day, and nobody came."""
    LATE = "late"
    """They were not there in time, and the customer rescinded."""
    BY_CUSTOMER = "by_customer"
    """The customer wants them no longer."""
    BY_SELLER = "by_seller"
    """The seller cannot or will not hand them over."""


def _extra_until(day: date | None) -> date | None:
    return None if day is None else checked_day(day, "extra_until")


@attrs.frozen(kw_only=True)
class Cancelled(GivenUp):
    """Goods of an order were cancelled before they were handed over: the pieces ``taken`` off it.

    Of goods that are late, ``extra_until`` is the last day of the additional time that the customer had
    given, or ``at_once`` says why there was none.
    """

    document: ClassVar[str] = "cancelled/1"

    because: CancelReason
    extra_until: date | None = attrs.field(default=None, converter=_extra_until)
    at_once: AtOnce | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checked_type(CancelReason, self.because, "because", "pass CancelReason.NOT_COLLECTED, LATE, …")
        if self.at_once is not None:
            checked_type(AtOnce, self.at_once, "at_once", "pass AtOnce.ESSENTIAL or REFUSED")


@attrs.frozen(kw_only=True)
class Swap:
    """Pieces swapped evenly: the ones given back, why, and the product taken in their place.

    The pieces keep their terms: price, points, tender and deadlines are those of the order.
    """

    units: Units
    sku: str
    reason: str
    took: Product

    def __attrs_post_init__(self) -> None:
        checked_type(Units, self.units, "units", "pass Units(1, 0, 1)")
        checked_identifier(self.sku, "sku")
        checked_identifier(self.reason, "reason")
        checked_type(Product, self.took, "took", "pass the Product as it was described")


def _swaps(swaps: Iterable[Swap]) -> tuple[Swap, ...]:
    return tuple_of(Swap, swaps, "swaps")


@attrs.frozen(kw_only=True)
class Exchanged:
    """Goods were swapped evenly, at a ``store`` or by post: no customer money moved."""

    document: ClassVar[str] = "exchanged/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    id: str
    order: str
    member: str | None = None
    at: Instant = attrs.field(converter=to_instant)
    store: str | None = None
    swaps: tuple[Swap, ...] = attrs.field(converter=_swaps)
    answer: str
    provenance: Provenance

    def __attrs_post_init__(self) -> None:
        _check(self.id, self.order, self.member, self.at, self.provenance)
        if self.store is not None:
            checked_identifier(self.store, "store")
        checked_digest(self.answer, "answer")

    @property
    def subject(self) -> str:
        """The stream by which, with its id, the fact is known."""
        return order_stream(self.order)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to."""
        return _streams(self.order, self.member)


OrderFact = OrderPlaced | HandedOver | Returned | Cancelled | Exchanged
"""Everything that can have happened to an order."""

Fact = OrderFact | PointsFact
"""Everything that can have happened."""

FACT_TYPES: Final = (
    MemberJoined,
    PointsGranted,
    PointsReserved,
    OrderPlaced,
    PurchaseClaimed,
    ReservationUsed,
    RewardTaken,
    PointsTakenOff,
    PointsTransferred,
    Cancelled,
    HandedOver,
    Exchanged,
    Returned,
    RewardGivenBack,
    ReservationEnded,
    PoolJoined,
    PoolLeft,
    AccountsMerged,
)
"""The classes of facts, in the order in which those of one instant happened."""

FACT_RANKS: Final[Mapping[type[Fact], int]] = {fact: rank for rank, fact in enumerate(FACT_TYPES)}
"""The place of each class in that order."""


@attrs.frozen
class StreamRead:
    """How many facts a decision had read of a stream: to be committed only if there are no more."""

    stream: str
    version: int


def _check(id_: str, order: str, member: str | None, at: Instant, provenance: Provenance) -> None:
    checked_identifier(id_, "id")
    checked_identifier(order, "order")
    if member is not None:
        checked_identifier(member, "member")
    checked_instant(at, "at")
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("till")')
