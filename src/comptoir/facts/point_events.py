"""What happens to points apart from orders: given, taken, held, passed on, united. Facts, never refused.

A member is an opaque reference: who it is stands elsewhere, and can be forgotten there without a single
sum changing here. Decisions are made before (:mod:`comptoir.checkout.points`); what was decided stands on
the fact by value, and a till that was offline records what it did.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import ClassVar

import attrs

from comptoir.facts.coupons import IssuedCoupon
from comptoir.facts.point_terms import DRAW_ORDER, POINTS, Accrual, DrawBy
from comptoir.facts.provenance import Provenance
from comptoir.facts.streams import member_stream, order_stream
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant, instant_text, to_instant
from comptoir.values.points import checked_points


def _accruals(accruals: Iterable[Accrual]) -> tuple[Accrual, ...]:
    return tuple_of(Accrual, accruals, "accruals")


def _draw(order: Iterable[DrawBy]) -> tuple[DrawBy, ...]:
    return tuple_of(DrawBy, order, "draw")


@attrs.frozen(kw_only=True)
class PointsFact:
    """What every fact about a member's points has: an ``id``, the member, its instant, and who said so.

    ``at`` is any aware ``datetime``.
    """

    document: ClassVar[str]

    id: str
    member: str
    at: Instant = attrs.field(converter=to_instant)
    provenance: Provenance

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_identifier(self.member, "member")
        checked_instant(self.at, "at")
        checked_type(Provenance, self.provenance, "provenance", 'pass Provenance("till")')
        self._check()

    def _check(self) -> None:
        """Check what the class has of its own."""

    @property
    def subject(self) -> str:
        """The stream by which, with its id, the fact is known."""
        return member_stream(self.member)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to."""
        return (member_stream(self.member),)


@attrs.frozen(kw_only=True)
class MemberJoined(PointsFact):
    """Somebody became a member: years of membership count from here."""

    document: ClassVar[str] = "member-joined/1"


class GrantKind(Enum):
    """Why points were given other than for an order."""

    ACTION = "action"
    """The member did something that the programme rewards: wrote a review, brought a friend."""
    ADJUSTMENT = "adjustment"
    """A person decided it, for a reason."""
    OPENING = "opening"
    """The balance that another system had, lot by lot."""


@attrs.frozen(kw_only=True)
class PointsGranted(PointsFact):
    """Points were given. ``rule`` names the action, the reason of an adjustment, or the other system.

    ``author`` is who decided it; an adjustment has one.
    """

    document: ClassVar[str] = "points-granted/1"

    grant: GrantKind
    rule: str
    author: str | None = None
    accruals: tuple[Accrual, ...] = attrs.field(converter=_accruals)

    def _check(self) -> None:
        checked_type(GrantKind, self.grant, "grant", "pass GrantKind.ACTION, ADJUSTMENT or OPENING")
        checked_identifier(self.rule, "rule")
        _check_author(self.author, is_needed=self.grant is GrantKind.ADJUSTMENT)
        for index, accrual in enumerate(self.accruals):
            if accrual.earning.lines or accrual.available_from is None:
                found = "found points that wait for goods"
                cure = "give points with instants of their own: no order stands behind them"
                raise WrongValue.at(f"accruals[{index}]", found, cure, code="grant_of_an_order")


@attrs.frozen(kw_only=True)
class PointsTakenOff(PointsFact):
    """A person took points off, for a reason: of the member's own lots, and what these lack is owed."""

    document: ClassVar[str] = "points-taken-off/1"

    points: int
    type: str = POINTS
    rule: str
    author: str
    draw: tuple[DrawBy, ...] = attrs.field(default=DRAW_ORDER, converter=_draw)

    def _check(self) -> None:
        checked_points(self.points, "points", at_least=1)
        checked_identifier(self.type, "type")
        checked_identifier(self.rule, "rule")
        _check_author(self.author, is_needed=True)


class Reserving(Enum):
    """For what points are set aside."""

    HOLD = "hold"
    """For one purchase: it is used once, wholly or in part, and what is left is free again."""
    RIGHT = "right"
    """For a till that may be offline: it may spend them bit by bit, and nobody else may."""


@attrs.frozen(kw_only=True)
class PointsReserved(PointsFact):
    """Points were set aside until an instant, when what was not used of them is free again.

    They are drawn from the lots at once, so that what expires meanwhile can still be used. A right
    names the ``till`` that has it.
    """

    document: ClassVar[str] = "points-reserved/1"

    reserving: Reserving = Reserving.HOLD
    points: int
    until: Instant = attrs.field(converter=to_instant)
    till: str | None = None
    type: str = POINTS
    draw: tuple[DrawBy, ...] = attrs.field(default=DRAW_ORDER, converter=_draw)

    def _check(self) -> None:
        checked_type(Reserving, self.reserving, "reserving", "pass Reserving.HOLD or RIGHT")
        checked_points(self.points, "points", at_least=1)
        checked_identifier(self.type, "type")
        if checked_instant(self.until, "until") <= self.at:
            found = f"found {instant_text(self.until)}, not after {instant_text(self.at)}"
            raise WrongValue.at("until", found, "let it end after it begins", code="reservation_without_life")
        if (self.till is None) != (self.reserving is Reserving.HOLD):
            cure = "name the till that has the right; a hold has none"
            raise WrongValue.at("till", shown(self.till), cure, code="till_differs")
        if self.till is not None:
            checked_identifier(self.till, "till")


@attrs.frozen(kw_only=True)
class ReservationUsed(PointsFact):
    """Points set aside were spent on something other than an order of this library's.

    ``spent_on`` names it. Of a hold, the rest is free.
    """

    document: ClassVar[str] = "reservation-used/1"

    reservation: str
    points: int
    spent_on: str

    def _check(self) -> None:
        checked_identifier(self.reservation, "reservation")
        checked_points(self.points, "points", at_least=1)
        checked_identifier(self.spent_on, "spent_on")


@attrs.frozen(kw_only=True)
class ReservationEnded(PointsFact):
    """Points set aside are free again before their time: a hold is void, a right is given back."""

    document: ClassVar[str] = "reservation-ended/1"

    reservation: str

    def _check(self) -> None:
        checked_identifier(self.reservation, "reservation")


@attrs.frozen(kw_only=True)
class RewardTaken(PointsFact):
    """A reward of the catalogue was taken for points, of a ``reservation`` if they were reserved before.

    What it is stands on it by value: a ``coupon`` that was issued, or a product, ``sku``.
    """

    document: ClassVar[str] = "reward-taken/1"

    reward: str
    points: int
    type: str = POINTS
    draw: tuple[DrawBy, ...] = attrs.field(default=DRAW_ORDER, converter=_draw)
    reservation: str | None = None
    coupon: IssuedCoupon | None = None
    sku: str | None = None

    def _check(self) -> None:
        checked_identifier(self.reward, "reward")
        checked_points(self.points, "points", at_least=1)
        checked_identifier(self.type, "type")
        for where, name in (("reservation", self.reservation), ("sku", self.sku)):
            if name is not None:
                checked_identifier(name, where)
        if self.coupon is not None:
            checked_type(
                IssuedCoupon, self.coupon, "coupon", "pass the IssuedCoupon that the member was given"
            )


@attrs.frozen(kw_only=True)
class RewardGivenBack(PointsFact):
    """A reward was given back unused, and its points with it, into the lots that they came from."""

    document: ClassVar[str] = "reward-given-back/1"

    taken: str

    def _check(self) -> None:
        checked_identifier(self.taken, "taken")


@attrs.frozen(kw_only=True)
class PointsTransferred(PointsFact):
    """A member passed points on ``to`` another; they keep their life, their funder and their type."""

    document: ClassVar[str] = "points-transferred/1"

    to: str
    points: int
    type: str = POINTS
    draw: tuple[DrawBy, ...] = attrs.field(default=DRAW_ORDER, converter=_draw)

    def _check(self) -> None:
        _check_other(self.to, self.member, "to")
        checked_points(self.points, "points", at_least=1)
        checked_identifier(self.type, "type")

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to: of both members."""
        return (member_stream(self.member), member_stream(self.to))


@attrs.frozen(kw_only=True)
class AccountsMerged(PointsFact):
    """The account of a member is one with ``into`` from now on: its lots, debts, orders and history."""

    document: ClassVar[str] = "accounts-merged/1"

    into: str

    def _check(self) -> None:
        _check_other(self.into, self.member, "into")

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to: of both accounts."""
        return (member_stream(self.member), member_stream(self.into))


@attrs.frozen(kw_only=True)
class PoolFact(PointsFact):
    """A fact about a household, named by ``pool``: the member who opened it."""

    pool: str

    def _check(self) -> None:
        checked_identifier(self.pool, "pool")

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to: the member's, and that of who opened the pool."""
        return tuple(dict.fromkeys((member_stream(self.member), member_stream(self.pool))))


@attrs.frozen(kw_only=True)
class PoolJoined(PoolFact):
    """A member spends from one pool with others from now on; each keeps what they earn as their own lots."""

    document: ClassVar[str] = "pool-joined/1"


@attrs.frozen(kw_only=True)
class PoolLeft(PoolFact):
    """A member no longer spends from a pool, and takes what is left of their own lots with them."""

    document: ClassVar[str] = "pool-left/1"


@attrs.frozen(kw_only=True)
class PurchaseClaimed(PointsFact):
    """A purchase that named nobody is a member's from now on, with the points that it would have earned."""

    document: ClassVar[str] = "purchase-claimed/1"

    order: str

    def _check(self) -> None:
        checked_identifier(self.order, "order")

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to: the order's and the member's."""
        return (order_stream(self.order), member_stream(self.member))


def _check_author(author: str | None, *, is_needed: bool) -> None:
    if author is None:
        if is_needed:
            raise WrongValue.at("author", "found none", "say who decided it", code="no_author")
        return
    checked_identifier(author, "author")


def _check_other(other: str, member: str, where: str) -> None:
    if checked_identifier(other, where) == member:
        raise WrongValue.at(where, f"found {member} itself", "name another member", code="same_member")
