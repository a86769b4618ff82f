"""Points that are set aside: for one purchase (a hold), or for a till that may be offline (a right).

What is set aside is used once or bit by bit, given up, or free again by itself when its time is over; a
reservation that is over is over in one of three ways, and each is told by a code of its own.

A till that spends no more than the rights it has, while nobody else can, needs no line to anybody: in
whatever order the facts of all tills come together later, no balance falls below zero. After the end of a
right what is left of it is free, as far as is known: whoever spends then must have heard of its till.

Source: house rule; rights are those of a bounded counter (Balegas et al., "Extending Eventual Consistency
Cloud Databases for Enforcing Numeric Invariants", 2015).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from comptoir.checkout.asked import Asked
from comptoir.checkout.recorded import Recorded
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.facts.conflicts import ReservationState
from comptoir.facts.point_events import PointsReserved, ReservationEnded, ReservationUsed, Reserving
from comptoir.loyalty.account import Account, Reservation
from comptoir.loyalty.rules import Programme
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant
from comptoir.values.points import checked_points

_OVER: Final[Mapping[ReservationState, RefusalCode]] = {
    ReservationState.USED: RefusalCode.ALREADY_USED,
    ReservationState.ENDED: RefusalCode.ALREADY_ENDED,
    ReservationState.TIMED_OUT: RefusalCode.TIMED_OUT,
}


def reserve(asked: Asked, points: int, until: Instant, till: str | None) -> Recorded | Refused:
    """Points set aside until an instant: for a purchase, or as the right of a ``till``."""
    checked_points(points, "points", at_least=1)
    again = asked.repeated(
        PointsReserved, lambda fact: (fact.points, fact.until, fact.till), (points, until, till)
    )
    if again is not None:
        return again
    if refusal := too_few(asked.programme, asked.account, points):
        return Refused(refusal)
    return asked.record(
        PointsReserved,
        reserving=Reserving.HOLD if till is None else Reserving.RIGHT,
        points=points,
        until=until,
        till=till,
        draw=asked.draw,
    )


def use(asked: Asked, reservation: str, points: int, spent_on: str) -> Recorded | Refused:
    """Points of a reservation spent on something other than an order of this library's."""
    checked_points(points, "points", at_least=1)
    checked_identifier(spent_on, "spent_on")
    again = asked.repeated(
        ReservationUsed,
        lambda fact: (fact.reservation, fact.points, fact.spent_on),
        (reservation, points, spent_on),
    )
    if again is not None:
        return again
    found = asked.reservation(reservation)
    if refusal := not_usable(found, reservation):
        return Refused(refusal)
    if found is not None and found.left < points:
        return asked.refused(RefusalCode.MORE_THAN_HELD, name=reservation, points=found.left)
    return asked.record(ReservationUsed, reservation=reservation, points=points, spent_on=spent_on)


def end(asked: Asked, reservation: str) -> Recorded | Refused:
    """What is left of a reservation free again."""
    again = asked.repeated(ReservationEnded, lambda fact: fact.reservation, reservation)
    if again is not None:
        return again
    if refusal := not_usable(asked.reservation(reservation), reservation):
        return Refused(refusal)
    return asked.record(ReservationEnded, reservation=reservation)


def not_usable(found: Reservation | None, name: str) -> Refusal | None:
    """Why nothing can be spent of what was set aside under a name: nothing was, or it is over."""
    if found is None:
        return Refusal(RefusalCode.RESERVATION_UNKNOWN, name=name)
    if found.ended is None:
        return None
    return Refusal(_OVER[found.ended], name=name)


def too_few(programme: Programme | None, account: Account, points: int) -> Refusal | None:
    """Why so many points cannot be taken of what a member may spend."""
    if programme is None:
        return Refusal(RefusalCode.NO_PROGRAMME)
    if points > account.spendable:
        return Refusal(RefusalCode.NOT_ENOUGH_POINTS, points=account.spendable)
    return None
