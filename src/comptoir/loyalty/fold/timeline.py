"""What moves points, and when: read from facts, orders, returns and cancellings, in business order.

What follows from terms (a lot's end, its becoming available, the time-out of a reservation) is no fact
and does not stand here: the books know when it is due, and nothing has to run for it.

Source: house rule (laws L1, L3).
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

import attrs

from comptoir.facts.events import FACT_RANKS, Cancelled, HandedOver, OrderPlaced, Reduced, Returned
from comptoir.facts.held import Held, Refunded, Run
from comptoir.facts.history import History
from comptoir.facts.holdings import Holdings
from comptoir.facts.point_events import PointsFact
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


@attrs.frozen
class Purchased:
    """An order was placed, by a member or by nobody who is known."""

    at: Instant
    held: Held


@attrs.frozen
class ReachedCustomer:
    """Something happened from which the time counts in which goods may come back.

    They were handed over later than they were bought, sent off or handed back, or the customer was informed.
    """

    at: Instant
    held: Held


@attrs.frozen
class CameBack:
    """Goods were given up, or cost less, by what stands at ``place`` among the refunds that count."""

    at: Instant
    held: Held
    place: int


Event = Purchased | ReachedCustomer | CameBack | PointsFact
"""What can move points."""


def timeline(history: History, holdings: Holdings, moment: Moment) -> tuple[Event, ...]:
    """All that has happened to points at a moment, in business order; the next fact is noted.

    At one instant as facts can have happened, then by id.
    """
    own: list[PointsFact] = []
    of_orders: list[tuple[_Place, Event]] = []
    for fact in history.known(moment):
        if isinstance(fact, PointsFact):
            own.append(fact)
        elif isinstance(fact, OrderPlaced):
            of_orders += _of_order(holdings.orders[fact.order.id], fact.subject)
    if not of_orders:
        return tuple(own)
    events: list[tuple[_Place, Event]] = [(_place(fact), fact) for fact in own]
    return tuple(event for _, event in sorted([*events, *of_orders], key=itemgetter(0)))


_Place = tuple[Instant, int, str, str, int]
"""What puts events in business order."""


def _place(fact: PointsFact) -> _Place:
    return fact.at, FACT_RANKS[type(fact)], fact.id, fact.subject, 0


def _of_order(held: Held, subject: str) -> Iterator[tuple[_Place, Event]]:
    """An order, and what became of it: by the instants from which it counts, not those of the facts."""
    order = held.order
    placed = order.placed_at, FACT_RANKS[OrderPlaced], order.id, subject, 0
    yield placed, Purchased(order.placed_at, held)
    for place, each in enumerate(held.refunds):
        back = each.at, FACT_RANKS[_type_of(each)], each.fact, subject, place
        yield back, CameBack(each.at, held, place)
    if any(accrual.earning.lot.after_return_window for accrual in order.accruals):
        since = {at for run in held.runs for at in _since(run)} - {order.placed_at}
        for at in sorted(since if held.informed is None else since | {held.informed}):
            yield (at, FACT_RANKS[HandedOver], order.id, subject, 0), ReachedCustomer(at, held)


def _since(run: Run) -> Iterator[Instant]:
    """The instants from which, for some pieces, the time can count in which they may come back."""
    for at in (run.shipped, run.handed_over, run.declared, run.handed_back):
        if at is not None:
            yield at
    yield from run.handed_back_before


def _type_of(refunded: Refunded) -> type[Cancelled | Reduced | Returned]:
    if refunded.cancelled:
        return Cancelled
    return Returned if refunded.units else Reduced
