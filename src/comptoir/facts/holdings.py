"""What has become of each piece of each order: a fold over the facts, without a rule.

A fact from before its order was placed (a clock that is a second off) waits for it, and counts from then
on. What goods given back were to pay of another order counts as far as they count.

Source: house rule (no unit twice; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from comptoir.facts.conflicts import BeforeItsOrder, Conflict, UnknownOrder
from comptoir.facts.events import OrderFact, OrderPlaced, Returned
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.order_at_work import OrderAtWork
from comptoir.facts.orders import OFFSET
from comptoir.facts.point_events import PointsFact
from comptoir.facts.unproven import UnprovenReturned
from comptoir.values.moments import Moment

_NOT_OF_ORDERS: Final = (PointsFact, UnprovenReturned)


@attrs.frozen
class Holdings:
    """All orders as they stand at an instant, by id, and what does not fit."""

    orders: Mapping[str, Held]
    conflicts: tuple[Conflict, ...]


class OrdersAtWork:
    """All orders, as far as facts were recorded; it can be carried on after any fact of business order."""

    def __init__(self, conflicts: Iterable[Conflict] = ()) -> None:
        self._at_work: dict[str, OrderAtWork] = {}
        self._waiting: dict[str, list[OrderFact]] = {}
        self._paying: list[Returned] = []
        self._conflicts: list[Conflict] = [*conflicts]
        self._held: dict[str, Held] = {}
        self._recorded: dict[str, int] = {}

    @property
    def pays_others(self) -> bool:
        """Whether goods given back were to pay for others: what that comes to, is known at the end only."""
        return bool(self._paying)

    def record(self, fact: OrderFact) -> str:
        """Something happened to an order, whose id is given back."""
        id_ = fact.order.id if isinstance(fact, OrderPlaced) else fact.order
        self._held.pop(id_, None)
        self._recorded[id_] = self._recorded.get(id_, 0) + 1
        if isinstance(fact, OrderPlaced):
            order = self._at_work[id_] = OrderAtWork(fact.order, self._conflicts)
            for early in self._waiting.pop(id_, ()):
                self._conflicts.append(BeforeItsOrder(early.id, id_))
                order.record(early, fact.at)
        elif id_ in self._at_work:
            self._at_work[id_].record(fact, fact.at)
        else:
            self._waiting.setdefault(id_, []).append(fact)
        if isinstance(fact, Returned) and any(tender.means == OFFSET for tender in fact.tenders):
            self._paying.append(fact)
        return id_

    def held(self, order: str) -> Held | None:
        """An order as it stands; ``None`` if it is not known."""
        held = self._held.get(order)
        if held is None and order in self._at_work:
            held = self._held[order] = self._at_work[order].held()
        return held

    def recorded(self, order: str) -> int:
        """How many facts of an order were recorded: as long as it is the same, so is the order."""
        return self._recorded.get(order, 0)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What does not fit, with what happened to orders that are not known."""
        unknown = (UnknownOrder(fact.id, order) for order, facts in self._waiting.items() for fact in facts)
        return (*self._conflicts, *unknown)

    def settle(self) -> None:
        """Say what goods given back really paid for others: nothing more is recorded."""
        for back in self._paying:
            _pay_others(back, self._at_work)
        self._held.clear()

    def holdings(self) -> Holdings:
        """All orders as they stand."""
        held = {id_: each for id_ in self._at_work if (each := self.held(id_)) is not None}
        return Holdings(held, self.conflicts)


def holdings_of(history: History, moment: Moment) -> Holdings:
    """What has become of every order of a history, at a moment."""
    orders = OrdersAtWork(each.conflict for each in history.contradictions if moment.reaches(each.at))
    for fact in history.known(moment):
        if not isinstance(fact, _NOT_OF_ORDERS):
            orders.record(fact)
    orders.settle()
    return orders.holdings()


def _pay_others(back: Returned, at_work: Mapping[str, OrderAtWork]) -> None:
    """What a return was to pay of other orders and was not there was never paid: in business order.

    Of a return whose order is not known, nothing is.
    """
    if back.order not in at_work:
        return
    short: dict[str, list[tuple[int, int]]] = {}
    for order, place, minor in at_work[back.order].unpaid.short_of(back):
        short.setdefault(order, []).append((place, minor))
    for order, shorts in short.items():
        if order in at_work:
            at_work[order].unpaid.not_paid(back, shorts)
