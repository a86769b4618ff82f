"""What moves points, and when: read from facts, orders, returns and cancellings, in business order.

What follows from terms (a lot's end, its becoming available, the time-out of a reservation) is no fact
and does not stand here: the books know when it is due, and nothing has to run for it.

Source: house rule (laws L1, L3).
"""

from __future__ import annotations

from collections.abc import Iterator

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
    events: list[tuple[Instant, int, str, str, int, Event]] = []
    for fact in history.known(moment):
        if isinstance(fact, PointsFact):
            events.append((fact.at, FACT_RANKS[type(fact)], fact.id, fact.subject, 0, fact))
        elif isinstance(fact, OrderPlaced):
            events += _of_order(holdings.orders[fact.order.id], fact.subject)
    events.sort(key=_business_order)
    return tuple(event for *_, event in events)


def _business_order(entry: tuple[Instant, int, str, str, int, Event]) -> tuple[Instant, int, str, str, int]:
    return entry[:5]


def _of_order(held: Held, subject: str) -> Iterator[tuple[Instant, int, str, str, int, Event]]:
    """An order, and what became of it: by the instants from which it counts, not those of the facts."""
    order = held.order
    yield order.placed_at, FACT_RANKS[OrderPlaced], order.id, subject, 0, Purchased(order.placed_at, held)
    for place, each in enumerate(held.refunds):
        back = CameBack(each.at, held, place)
        yield each.at, FACT_RANKS[_type_of(each)], each.fact, subject, place, back
    if any(accrual.earning.lot.after_return_window for accrual in order.accruals):
        since = {at for run in held.runs for at in _since(run)} - {order.placed_at}
        for at in sorted(since if held.informed is None else since | {held.informed}):
            yield at, FACT_RANKS[HandedOver], order.id, subject, 0, ReachedCustomer(at, held)


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
