"""What moves points, and when: read from facts, orders, returns and cancellings, in business order.

What follows from terms (a lot's end, its becoming available, the time-out of a reservation) is no fact
and does not stand here: the books know when it is due, and nothing has to run for it.

Source: house rule (laws L1, L3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Final

import attrs

from comptoir.facts.events import (
    FACT_RANKS,
    FACT_TYPES,
    Cancelled,
    HandedOver,
    OrderPlaced,
    Reduced,
    Returned,
)
from comptoir.facts.held import Held, Refunded, Run
from comptoir.facts.history import History
from comptoir.facts.holdings import Holdings
from comptoir.facts.linked import LinkedStreams
from comptoir.facts.point_events import PointsFact
from comptoir.facts.streams import member_stream, order_stream
from comptoir.loyalty.fold.past import has_the_same_past
from comptoir.values.instants import EARLIEST, Instant
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


Place = tuple[Instant, int, str, str, int]
"""What puts events in business order."""


class LateError(Exception):
    """Something is late: it would change what was folded already."""


@attrs.define(eq=False)
class _Told:
    """An order as it stood when it was looked at last, and the places of its events."""

    held: Held
    places: set[Place]


class Timeline:
    """What moves points, each told once, in business order.

    At one instant that is as facts can have happened, then by id.
    """

    def __init__(self) -> None:
        self._orders: dict[str, _Told] = {}
        self._last: Place | None = None

    def go_on(
        self, facts: Sequence[PointsFact], orders: Iterable[Held], told: Instant = EARLIEST
    ) -> tuple[Event, ...]:
        """What is new with some facts in business order, and with orders as they stand now.

        Up to the instant ``told``, all was. Raises ``LateError`` where an order was not what it was taken
        for, or something comes before what was told.
        """
        entries = [entry for held in orders for entry in self._of_order(held, told)]
        if not entries and not facts:
            return ()
        events: tuple[Event, ...] = tuple(facts)
        if entries:
            entries += [(_place(fact), fact) for fact in facts]
            entries.sort(key=itemgetter(0))
            events = tuple(event for _, event in entries)
        first, last = (entries[0][0], entries[-1][0]) if entries else (_place(facts[0]), _place(facts[-1]))
        if self._last is not None and first < self._last:
            raise LateError
        self._last = last
        return events

    def _of_order(self, held: Held, told: Instant) -> Iterator[tuple[Place, Event]]:
        """What is new of an order."""
        entries = dict(_of_order(held))
        before = self._orders.get(held.order.id)
        if before is not None:
            if not (before.places <= entries.keys() and has_the_same_past(held, before.held, told)):
                raise LateError
            entries = {place: event for place, event in entries.items() if place not in before.places}
        places = set(entries) if before is None else before.places.union(entries)
        self._orders[held.order.id] = _Told(held, places)
        return iter(entries.items())


def timeline(history: History, holdings: Holdings, moment: Moment) -> tuple[Event, ...]:
    """All that has happened to points at a moment; the next fact is noted."""
    facts = [fact for fact in history.known(moment) if isinstance(fact, PointsFact)]
    return Timeline().go_on(facts, holdings.orders.values())


def apart(history: History, events: Iterable[Event]) -> Iterable[Sequence[Event]]:
    """Events of a history in parts of which none has a stream of another: each can be folded alone.

    A part is small, so that all of it is near while it is folded, and gone before the next.
    """
    linked = LinkedStreams(fact.streams for fact in history.facts if type(fact) not in _OF_ONE_MEMBER)
    parts: dict[str, list[Event]] = {}
    of_members: dict[str, list[Event]] = {}
    for event in events:
        if isinstance(event, PointsFact):
            part = of_members.get(event.member)
            if part is None:
                part = parts.setdefault(linked.group(member_stream(event.member)), [])
                of_members[event.member] = part
        else:
            part = parts.setdefault(linked.group(order_stream(event.held.order.id)), [])
        part.append(event)
    return parts.values()


_OF_ONE_MEMBER: Final = frozenset(
    fact for fact in FACT_TYPES if issubclass(fact, PointsFact) and fact.streams is PointsFact.streams
)
"""The facts that lead from one member to nobody else, and to no order."""


def _place(fact: PointsFact) -> Place:
    return fact.at, FACT_RANKS[type(fact)], fact.id, fact.subject, 0


def _of_order(held: Held) -> Iterator[tuple[Place, Event]]:
    """An order, and what became of it: by the instants from which it counts, not those of the facts."""
    order, subject = held.order, order_stream(held.order.id)
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
