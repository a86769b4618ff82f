"""What moves points, and when: read from facts, orders, returns and cancellings, in business order.

What follows from terms (a lot's end, its becoming available, the time-out of a reservation) is no fact
and does not stand here: the books know when it is due, and nothing has to run for it.

Source: house rule (laws L1, L3).
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from comptoir.facts.events import FACT_RANKS, Cancelled, HandedOver, OrderPlaced, Returned
from comptoir.facts.history import History
from comptoir.facts.holdings import Held, Holdings
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
    """Goods of an order were handed over later than it was placed."""

    at: Instant
    held: Held


@attrs.frozen
class CameBack:
    """Goods of an order were given up, by what stands at ``place`` among the refunds that count."""

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
        yield each.at, FACT_RANKS[Cancelled if each.cancelled else Returned], each.fact, subject, place, back
    if any(accrual.earning.lot.after_return_window for accrual in order.accruals):
        reached = {run.handed_over for run in held.runs} - {None, order.placed_at}
        for at in sorted(at for at in reached if at is not None):
            yield at, FACT_RANKS[HandedOver], order.id, subject, 0, ReachedCustomer(at, held)
