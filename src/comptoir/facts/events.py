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

from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep, PassedOn
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.handovers import Handover, checked_handover
from comptoir.facts.late_terms import AtOnce
from comptoir.facts.order_event import OrderEvent, order_streams, to_units
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
from comptoir.facts.return_terms import Grade, RefundMode
from comptoir.facts.streams import order_stream
from comptoir.facts.tax_terms import TaxTerms
from comptoir.facts.terms import TERMS_BYTES_MAX
from comptoir.facts.units import Units
from comptoir.facts.unproven import UnprovenReturned
from comptoir.values.collections import tuple_of
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.instants import Instant, checked_instant
from comptoir.values.money import checked_currency, checked_minor
from comptoir.values.points import checked_points
from comptoir.values.quantities import Measured


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
        return order_streams(self.order.id, self.order.buyer.member)


def _tenders(tenders: Iterable[Tender]) -> tuple[Tender, ...]:
    return tuple_of(Tender, tenders, "tenders")


@attrs.frozen(kw_only=True)
class HandedOver(OrderEvent):
    """Goods reached the customer: delivered, or collected. Without ``units``, the whole order.

    What is carried away in a store is handed over when it is bought, and needs no such fact.
    """

    document: ClassVar[str] = "handed-over/1"

    units: tuple[Units, ...] = attrs.field(default=(), converter=to_units)


class Passage(Enum):
    """What becomes of goods between the sale and the end of their returns, without anybody deciding."""

    SHIPPED = "shipped"
    """They left for the customer."""
    DECLARED = "declared"
    """The customer said that they withdraw, or that the goods come back; in time, if it is sent in time."""
    SENT_BACK = "sent_back"
    """The customer has proven that they are on their way back."""
    RECEIVED = "received"
    """They are back in the seller's hands: nothing is decided yet."""
    HANDED_BACK = "handed_back"
    """They were given back to the customer after a repair."""


@attrs.frozen(kw_only=True)
class Passed(OrderEvent):
    """Goods passed on, or it was said that they will be: which ``passage``. Without ``units``, all of them.

    ``store`` is where; ``reason`` and ``grade`` are what was said, or seen, of goods that come back.
    ``statement`` is the customer's own words, as the online withdrawal function keeps them.
    """

    document: ClassVar[str] = "passed/1"

    passage: Passage
    units: tuple[Units, ...] = attrs.field(default=(), converter=to_units)
    store: str | None = None
    reason: str | None = None
    grade: Grade | None = None
    statement: str | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checked_type(Passage, self.passage, "passage", "pass Passage.SHIPPED, DECLARED, …")
        for where, name in (("store", self.store), ("reason", self.reason)):
            if name is not None:
                checked_identifier(name, where)
        if self.grade is not None:
            checked_type(Grade, self.grade, "grade", "pass Grade.AS_NEW, OPENED, USED, …")
        if self.statement is not None:
            checked_text(self.statement, "statement")


@attrs.frozen(kw_only=True)
class Informed(OrderEvent):
    """The customer was told of the right to withdraw after the contract, which they had not been at it."""

    document: ClassVar[str] = "informed/1"


@attrs.frozen(kw_only=True)
class Captured(OrderEvent):
    """Money of an order's tenders was really taken: what was only authorised is released, not refunded.

    An order without such a fact was paid in full when it was placed.
    """

    document: ClassVar[str] = "captured/1"

    tenders: tuple[Tender, ...] = attrs.field(converter=_tenders)


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
class Exceptional:
    """That a person took back what no right lets come back: by which rule, who, and in which authority."""

    rule: str
    author: str
    authority: str
    note: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.rule, "rule")
        checked_identifier(self.author, "author")
        checked_identifier(self.authority, "authority")
        if self.note is not None:
            checked_text(self.note, "note")


@attrs.frozen(kw_only=True)
class Taken(Refunding):
    """Pieces taken back: which, as which product, why, and what was decided to be refunded for them.

    ``refunded`` is in minor units, after a restocking ``fee`` and ``wear`` were kept of what they had cost;
    under :attr:`~comptoir.facts.return_terms.RefundMode.REPRICE_KEPT` it is their share of what pricing the
    kept goods again gave. ``withdrawn`` says whether the law gave a right to it then (``None``: nobody said);
    ``rebills`` that a delivery which was free from an amount counts them as kept no longer.
    """

    reason: str
    grade: Grade = Grade.AS_NEW
    fee: int = 0
    wear: int = 0
    mode: RefundMode = RefundMode.PRO_RATA
    withdrawn: bool | None = None
    rebills: bool = False
    exception: Exceptional | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checked_identifier(self.reason, "reason")
        checked_type(Grade, self.grade, "grade", "pass Grade.AS_NEW, OPENED, USED, …")
        checked_minor(self.fee, "fee")
        checked_minor(self.wear, "wear")
        checked_type(RefundMode, self.mode, "mode", "pass RefundMode.PRO_RATA or REPRICE_KEPT")
        if self.withdrawn is not None:
            checked_type(bool, self.withdrawn, "withdrawn", "pass True, False or None")
        checked_type(bool, self.rebills, "rebills", "pass True or False")


def _coupons(coupons: Iterable[str]) -> tuple[str, ...]:
    return identifiers(coupons, "coupons")


def _taken(taken: Iterable[Taken]) -> tuple[Taken, ...]:
    return tuple_of(Taken, taken, "taken")


def _taken_off(taken: Iterable[Refunding]) -> tuple[Refunding, ...]:
    return tuple_of(Refunding, taken, "taken")


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


def _taxes(taxes: Iterable[TaxTerms]) -> tuple[TaxTerms, ...]:
    return tuple_of(TaxTerms, taxes, "taxes")


def _settled(settled: Iterable[Settled]) -> tuple[Settled, ...]:
    return tuple_of(Settled, settled, "settled")


@attrs.frozen(kw_only=True)
class GivenUp(OrderEvent):
    """Goods of an order are the customer's no longer, and this was decided about money and points.

    ``delivery`` is the part of the delivery fee that was refunded; ``tenders``, the worth of the
    ``points_restored``, what was kept for missing points (``settled``) and what was ``kept`` otherwise sum to
    all that was refunded. ``taxes`` are base, tax and gross of it per rate, at the rates of the sale.
    ``points_clawed`` is what was told: the ledger computes it again from the set of facts.
    """

    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    currency: str
    taken: tuple[Refunding, ...] = attrs.field(converter=_taken_off)
    delivery: int = 0
    tenders: tuple[Tender, ...] = attrs.field(default=(), converter=_tenders)
    points_restored: int = 0
    points_worth: int = 0
    points_clawed: int = 0
    settled: tuple[Settled, ...] = attrs.field(default=(), converter=_settled)
    taxes: tuple[TaxTerms, ...] = attrs.field(default=(), converter=_taxes)
    answer: str

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
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
        paid_back += sum(each.amount for each in self.settled) + self.kept
        if paid_back != self.refunded:
            found = f"found {paid_back}, while goods and delivery come to {self.refunded}"
            raise WrongValue.at("tenders", found, "make them agree", code="does_not_sum")

    @property
    def kept(self) -> int:
        """What was kept of the refund as a whole, in minor units."""
        return 0

    @property
    def refunded(self) -> int:
        """All that was refunded, in minor units: goods and delivery."""
        return sum(each.refunded for each in self.taken) + self.delivery


@attrs.frozen(kw_only=True)
class Intercompany:
    """What one legal entity owes another: a store paid back what another had sold.

    ``amount`` minor units were paid out by the store; the tax stays the seller's to correct.
    """

    owed_by: str
    owed_to: str
    amount: int

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.owed_by, "owed_by")
        checked_identifier(self.owed_to, "owed_to")
        checked_minor(self.amount, "amount")


@attrs.frozen(kw_only=True)
class Returned(GivenUp):
    """Goods came back, at a ``store`` or by post: the pieces ``taken`` back, each with its reason.

    Of the refund, ``carriage`` was kept for the seller's parcel label, and ``rebilled`` for a delivery that
    is free no longer. Beside it stand what being late costs (``surcharge``), a ``bonus`` for taking credit,
    and what rounding adds to, or takes off, the part paid in coins (``cash_rounding``). ``declared`` is when
    the customer said it, if that was before; a ``gift`` comes back from whom it was given to. ``claim`` is
    the claim for which the contract was rescinded.
    """

    document: ClassVar[str] = "returned/1"

    store: str | None = None
    taken: tuple[Taken, ...] = attrs.field(converter=_taken)
    declared: Instant | None = None
    gift: bool = False
    carriage: int = 0
    rebilled: int = 0
    surcharge: int = 0
    bonus: int = 0
    cash_rounding: int = 0
    intercompany: Intercompany | None = None
    claim: str | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.claim is not None:
            checked_identifier(self.claim, "claim")
        if self.store is not None:
            checked_identifier(self.store, "store")
        if self.declared is not None:
            checked_instant(self.declared, "declared")
        checked_type(bool, self.gift, "gift", "pass True or False")
        for where, minor in (
            ("carriage", self.carriage),
            ("rebilled", self.rebilled),
            ("surcharge", self.surcharge),
            ("bonus", self.bonus),
        ):
            checked_minor(minor, where)

    @property
    def kept(self) -> int:
        """What was kept of the refund as a whole, in minor units."""
        return self.carriage + self.rebilled


class ReduceReason(Enum):
    """Why money is given back for goods that the customer keeps, or is still to get."""

    PICKED_LESS = "picked_less"
    """Less was picked of what is sold by measure than was ordered."""
    SUBSTITUTED = "substituted"
    """Another product was picked, which costs less."""
    PRICE_REDUCTION = "price_reduction"
    """They are not as they should be, and the customer keeps them for less."""
    GOODWILL = "goodwill"


@attrs.frozen(kw_only=True)
class Reducing(Refunding):
    """Pieces for which less is paid: as ``took`` if another product was picked, ``picked`` if less was."""

    took: Product | None = None
    picked: Measured | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.took is not None:
            checked_type(Product, self.took, "took", "pass the Product as it was described")
        if self.picked is not None:
            checked_type(Measured, self.picked, "picked", 'pass Measured("0.532", "kg")')


def _reduced(taken: Iterable[Reducing]) -> tuple[Reducing, ...]:
    return tuple_of(Reducing, taken, "taken")


@attrs.frozen(kw_only=True)
class Reduced(GivenUp):
    """Money was given back for goods that the customer does not give up: the pieces ``taken`` into account.

    What comes back later comes back for what was left of its price. ``claim`` is the claim for which it was.
    """

    document: ClassVar[str] = "reduced/1"

    taken: tuple[Reducing, ...] = attrs.field(converter=_reduced)
    because: ReduceReason
    claim: str | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.claim is not None:
            checked_identifier(self.claim, "claim")
        checked_type(ReduceReason, self.because, "because", "pass ReduceReason.PICKED_LESS, …")


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


def _back_by(day: date | None) -> date | None:
    return None if day is None else checked_day(day, "back_by")


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

    The pieces keep their terms: price, points, tender and deadlines are those of the order. ``after`` is the
    last exchange of them that was known, if they had been swapped before: by it, two tills that were cut off
    from each other and swapped them for the very same product are told from one that did so twice.
    """

    units: Units
    sku: str
    reason: str
    took: Product
    after: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(Units, self.units, "units", "pass Units(1, 0, 1)")
        checked_identifier(self.sku, "sku")
        checked_identifier(self.reason, "reason")
        checked_type(Product, self.took, "took", "pass the Product as it was described")
        if self.after is not None:
            checked_identifier(self.after, "after")


def _swaps(swaps: Iterable[Swap]) -> tuple[Swap, ...]:
    return tuple_of(Swap, swaps, "swaps")


@attrs.frozen(kw_only=True)
class Exchanged(OrderEvent):
    """Goods were swapped evenly, at a ``store`` or by post: no customer money moved.

    ``claim`` is the claim for which they were replaced. The customer may keep what they give until the end of
    the day ``back_by``. What is taken comes by its ``handover``, as ``promised``; without one, over the
    counter or by post.
    """

    document: ClassVar[str] = "exchanged/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    store: str | None = None
    swaps: tuple[Swap, ...] = attrs.field(converter=_swaps)
    claim: str | None = None
    back_by: date | None = attrs.field(default=None, converter=_back_by)
    handover: Handover | None = None
    promised: Promised | None = None
    answer: str

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        for where, name in (("store", self.store), ("claim", self.claim)):
            if name is not None:
                checked_identifier(name, where)
        checked_handover(self.handover)
        if self.promised is not None:
            checked_type(Promised, self.promised, "promised", "pass a Promised")
        checked_digest(self.answer, "answer")


OrderFact = (
    OrderPlaced
    | Informed
    | Captured
    | Passed
    | HandedOver
    | PassedOn
    | Claimed
    | ClaimPassed
    | Returned
    | Cancelled
    | Reduced
    | Exchanged
)
"""Everything that can have happened to an order."""

Fact = OrderFact | PointsFact | UnprovenReturned
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
    Informed,
    Captured,
    Reduced,
    Cancelled,
    Passed,
    HandedOver,
    PassedOn,
    Claimed,
    ClaimPassed,
    Exchanged,
    Returned,
    UnprovenReturned,
    RewardGivenBack,
    ReservationEnded,
    PoolJoined,
    PoolLeft,
    AccountsMerged,
)
"""The classes of facts, in the order in which those of one instant happened."""

FACT_RANKS: Final[Mapping[type[Fact], int]] = {fact: rank for rank, fact in enumerate(FACT_TYPES)}
"""The place of each class in that order."""

_STEP_RANKS: Final[Mapping[ClaimStep, int]] = {step: rank for rank, step in enumerate(ClaimStep)}


def rank_within_instant(fact: Fact) -> tuple[int, int]:
    """The place of a fact among those of its instant, as they can have happened.

    That of its class; the steps of a claim in the order of :class:`ClaimStep`, and a reduction for a claim
    after them.
    """
    match fact:
        case ClaimPassed(step=step):
            return FACT_RANKS[ClaimPassed], _STEP_RANKS[step]
        case Reduced(claim=str()):
            return FACT_RANKS[ClaimPassed], len(ClaimStep)
        case _:
            return FACT_RANKS[type(fact)], 0


@attrs.frozen
class StreamRead:
    """How many facts a decision had read of a stream: to be committed only if there are no more."""

    stream: str
    version: int
