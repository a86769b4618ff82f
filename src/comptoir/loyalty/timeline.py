"""What moves a member's points, and when: read from orders and returns, in business order.

A lot's becoming available and its end are no facts and need none: they follow from the lot's terms and
stand in the timeline at their instants. Nothing has to run for points to expire. At one instant lots end
first, since their life does not include it; then lots become available; then orders spend and earn, by
their id; then goods come back, by the id of the fact.

Source: house rule (laws L1, L3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import attrs

from comptoir.facts.giving_back import points_clawed, points_restored, value_back
from comptoir.facts.holdings import Held, Holdings
from comptoir.facts.orders import Order
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


@attrs.frozen
class LotKey:
    """Which lot: the order that earned it, and the place of its accrual on the order, from 0."""

    order: str
    number: int


@attrs.frozen
class LotEnded:
    """A lot's life is over."""

    at: Instant
    lot: LotKey


@attrs.frozen
class LotBecameAvailable:
    """A pending lot can be spent from now on."""

    at: Instant
    lot: LotKey


@attrs.frozen
class PointsSpent:
    """An order was paid with points."""

    at: Instant
    order: str
    points: int


@attrs.frozen(kw_only=True)
class LotEarned:
    """An order earned a lot, which may be available at once."""

    at: Instant
    lot: LotKey
    rule: str
    points: int
    available_from: Instant
    expires_at: Instant | None


@attrs.frozen(kw_only=True)
class GoodsReturned:
    """Goods of an order came back by a fact: points restored, and points clawed back of each of its lots."""

    at: Instant
    order: str
    fact: str
    restored: int
    clawed: tuple[int, ...]


Event = LotEnded | LotBecameAvailable | PointsSpent | LotEarned | GoodsReturned
"""A closed union: what can move points."""


def timeline(member: str, holdings: Holdings, moment: Moment) -> tuple[Event, ...]:
    """What has moved a member's points at a moment, in business order; what comes next is noted."""
    events = [
        (event, name)
        for held in holdings.orders.values()
        if held.order.buyer.member == member
        for event, name in _events(held)
        if moment.reaches(event.at)
    ]
    events.sort(key=lambda each: (each[0].at, _rank(each[0]), each[1]))
    return tuple(event for event, _ in events)


def _rank(event: Event) -> int:
    """The place of an event among those of its instant."""
    match event:
        case LotEnded():
            return 0
        case LotBecameAvailable():
            return 1
        case PointsSpent() | LotEarned():
            return 2
        case GoodsReturned():
            return 3
        case _:
            assert_never(event)


def _events(held: Held) -> Iterator[tuple[Event, str]]:
    """The events of one order, each with the id by which those of one instant are told apart."""
    order = held.order
    if order.redemption is not None:
        yield PointsSpent(order.placed_at, order.id, order.redemption.points), order.id
    for event in _lives(order):
        yield event, order.id
    for returned in _returns(held):
        yield returned, returned.fact


def _lives(order: Order) -> Iterator[Event]:
    for number, accrual in enumerate(order.accruals):
        lot = LotKey(order.id, number)
        yield LotEarned(
            at=order.placed_at,
            lot=lot,
            rule=accrual.earning.rule,
            points=accrual.earning.points,
            available_from=accrual.available_from,
            expires_at=accrual.expires_at,
        )
        if accrual.available_from > order.placed_at:
            yield LotBecameAvailable(accrual.available_from, lot)
        if accrual.expires_at is not None and accrual.expires_at > order.placed_at:
            yield LotEnded(accrual.expires_at, lot)


def _returns(held: Held) -> Iterator[GoodsReturned]:
    """What each fact gives back, as the difference between all so far and all before (law L5)."""
    order = held.order
    refunded = restored = 0
    values = [0] * len(order.accruals)
    clawed = [0] * len(order.accruals)
    for each in held.returns:
        refunded += each.goods + each.delivery
        restored_so_far = points_restored(order, refunded)
        taken: list[int] = []
        for number, accrual in enumerate(order.accruals):
            values[number] += value_back(order, accrual.earning, each.units)
            so_far = points_clawed(order, accrual.earning, values[number])
            taken.append(so_far - clawed[number])
            clawed[number] = so_far
        yield GoodsReturned(
            at=each.at,
            order=order.id,
            fact=each.fact,
            restored=restored_so_far - restored,
            clawed=tuple(taken),
        )
        restored = restored_so_far
