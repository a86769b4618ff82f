"""What does not fit in a set of facts: named, part of the state, the same in whatever order they came.

A fact is never refused: it happened. Where two cannot both be so, the state follows a published rule
and a conflict says what it left out, for somebody to look at.

Source: house rule (facts are never refused).
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

import attrs

from comptoir.facts.units import Units


@attrs.frozen
class OtherContent:
    """Two facts of one id say different things: the one that happened first counts."""

    kind: ClassVar[str] = "other_content"
    document: str
    fact: str


@attrs.frozen
class UnknownOrder:
    """A fact speaks of an order that was not placed, as far as is known: it has no effect yet."""

    kind: ClassVar[str] = "unknown_order"
    fact: str
    order: str


@attrs.frozen
class BeforeItsOrder:
    """A fact is older than its order, as clocks that differ make it: it counts from the order on."""

    kind: ClassVar[str] = "before_its_order"
    fact: str
    order: str


@attrs.frozen
class NoSuchUnits:
    """A fact speaks of pieces that its order does not have: it has no effect on them."""

    kind: ClassVar[str] = "no_such_units"
    fact: str
    order: str
    units: Units


@attrs.frozen
class AlreadyReturned:
    """Pieces came back a second time: the fact ``by`` counts, this one pays nothing out."""

    kind: ClassVar[str] = "already_returned"
    fact: str
    order: str
    units: Units
    by: str


@attrs.frozen
class AlreadyCancelled:
    """Pieces were cancelled by the fact ``by``, which counts: this one does nothing to them.

    It cancels them again, or hands them over, takes them back or swaps them: then the goods are to be
    looked at.
    """

    kind: ClassVar[str] = "already_cancelled"
    fact: str
    order: str
    units: Units
    by: str


@attrs.frozen
class AlreadyHandedOver:
    """Pieces were cancelled that the customer has: the hand-over counts, the cancelling pays nothing out."""

    kind: ClassVar[str] = "already_handed_over"
    fact: str
    order: str
    units: Units


@attrs.frozen
class AlreadySwapped:
    """Pieces were swapped that the exchange ``by`` had swapped, of which this one did not know.

    Both count, the one upon the other; whether one piece was given twice is to be looked at.
    """

    kind: ClassVar[str] = "already_swapped"
    fact: str
    order: str
    units: Units
    by: str


@attrs.frozen
class OtherProduct:
    """What came back is not what the customer held: the goods are to be looked at."""

    kind: ClassVar[str] = "other_product"
    fact: str
    order: str
    units: Units
    found: str
    held: str


@attrs.frozen
class NotHandedOver:
    """Pieces came back of which nobody has said that they were handed over; it counts all the same."""

    kind: ClassVar[str] = "not_handed_over"
    fact: str
    order: str
    units: Units


@attrs.frozen
class HandedOverTwice:
    """Pieces were handed over a second time: the first time counts."""

    kind: ClassVar[str] = "handed_over_twice"
    fact: str
    order: str
    units: Units


@attrs.frozen
class UnknownClaim:
    """A fact speaks of a claim that nobody has made: it says nothing of one."""

    kind: ClassVar[str] = "unknown_claim"
    fact: str
    order: str
    claim: str


@attrs.frozen
class ClaimOver:
    """A claim went a step further, or goods came in for it, that was over: it stays so.

    It was settled, rejected or closed. What came in for it counts as goods, but settles nothing.
    """

    kind: ClassVar[str] = "claim_over"
    fact: str
    order: str
    claim: str


@attrs.frozen
class NotHandedIn:
    """Goods of a claim were handed back that nobody had taken in: it says nothing of them."""

    kind: ClassVar[str] = "not_handed_in"
    fact: str
    order: str
    claim: str


@attrs.frozen
class NoLoan:
    """What was lent came back, though nothing was lent, or all of it came back before."""

    kind: ClassVar[str] = "no_loan"
    fact: str
    order: str
    claim: str


@attrs.frozen
class OverRefunded:
    """More was given back than was paid: for a piece, for delivery, in money, in all or to a tender.

    ``amount`` is the largest of these excesses, in minor units.
    """

    kind: ClassVar[str] = "over_refunded"
    fact: str
    order: str
    amount: int


@attrs.frozen
class NotPaidByReturn:
    """An order is paid with goods given back that had come back before: ``amount`` of it was never paid.

    In minor units. The return ``fact`` counts for nothing as far as that goes, and when goods of the order
    come back, so much of it is not paid out.
    """

    kind: ClassVar[str] = "not_paid_by_return"
    fact: str
    order: str
    amount: int


@attrs.frozen
class OverCaptured:
    """More was captured than a tender of the order had paid, by ``amount`` minor units: it is left out."""

    kind: ClassVar[str] = "over_captured"
    fact: str
    order: str
    amount: int


@attrs.frozen
class OtherCurrency:
    """A refund or a capture was in another currency than its order's: its money does not count.

    The goods of a refund do.
    """

    kind: ClassVar[str] = "other_currency"
    fact: str
    order: str
    currency: str


@attrs.frozen
class Overspent:
    """More points were taken than there were, by an order or another fact: ``points`` could not be drawn.

    They are owed; of points that were passed on or set aside, the fact has so many fewer.
    """

    kind: ClassVar[str] = "overspent"
    fact: str
    points: int


@attrs.frozen
class NoSuchReservation:
    """Points were to be used of a reservation that is not known, another's, or of another type of points.

    It is a plain spending.
    """

    kind: ClassVar[str] = "no_such_reservation"
    fact: str
    reservation: str


class ReservationState(Enum):
    """How a reservation ended."""

    USED = "used"
    """It was used, and what was left is free."""
    ENDED = "ended"
    """It was given up before its time."""
    TIMED_OUT = "timed_out"
    """Its time was over."""


@attrs.frozen
class ReservationOver:
    """A reservation was used after it had ended: what is used of it is a plain spending."""

    kind: ClassVar[str] = "reservation_over"
    fact: str
    reservation: str
    ended: ReservationState


@attrs.frozen
class MoreThanReserved:
    """More points were used than were left of a reservation: the ``points`` beyond are a plain spending."""

    kind: ClassVar[str] = "more_than_reserved"
    fact: str
    reservation: str
    points: int


@attrs.frozen
class NoSuchReward:
    """A reward was given back that was not taken, or was given back before: no points come back."""

    kind: ClassVar[str] = "no_such_reward"
    fact: str
    taken: str


@attrs.frozen
class NotClaimed:
    """A purchase was claimed that is somebody's already: it stays theirs.

    ``owner`` is the member, as it was placed or claimed first.
    """

    kind: ClassVar[str] = "not_claimed"
    fact: str
    order: str
    owner: str


@attrs.frozen
class NotMerged:
    """An account was to be merged that is one with the other, or with ``into``, already: nothing changes."""

    kind: ClassVar[str] = "not_merged"
    fact: str
    into: str


@attrs.frozen
class NotPooled:
    """A member joined a pool while in one, or their own alone, or left one not theirs: nothing changes.

    If two accounts became one that were in different pools, the ``pool`` is the one that they left.
    """

    kind: ClassVar[str] = "not_pooled"
    fact: str
    pool: str


Conflict = (
    OtherContent
    | UnknownOrder
    | BeforeItsOrder
    | NoSuchUnits
    | AlreadyReturned
    | AlreadyCancelled
    | AlreadyHandedOver
    | AlreadySwapped
    | OtherProduct
    | NotHandedOver
    | HandedOverTwice
    | UnknownClaim
    | ClaimOver
    | NotHandedIn
    | NoLoan
    | OverRefunded
    | NotPaidByReturn
    | OverCaptured
    | OtherCurrency
    | Overspent
    | NoSuchReservation
    | ReservationOver
    | MoreThanReserved
    | NoSuchReward
    | NotClaimed
    | NotMerged
    | NotPooled
)
"""A closed union: how facts can fail to fit."""
