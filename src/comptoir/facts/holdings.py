"""What has become of each piece of each order: a fold over the facts, without a rule.

A fact from before its order was placed (a clock that is a second off) waits for it, and counts from then
on. What goods given back were to pay of another order counts as far as they count.

Source: house rule (no unit twice; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Mapping
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


def holdings_of(history: History, moment: Moment) -> Holdings:
    """What has become of every order of a history, at a moment."""
    at_work: dict[str, OrderAtWork] = {}
    waiting: dict[str, list[OrderFact]] = {}
    paying: list[Returned] = []
    conflicts: list[Conflict] = [each.conflict for each in history.contradictions if moment.reaches(each.at)]
    for fact in history.known(moment):
        if isinstance(fact, _NOT_OF_ORDERS):
            continue
        if isinstance(fact, OrderPlaced):
            order = at_work[fact.order.id] = OrderAtWork(fact.order, conflicts)
            for early in waiting.pop(fact.order.id, ()):
                conflicts.append(BeforeItsOrder(early.id, fact.order.id))
                order.record(early, fact.at)
        elif fact.order in at_work:
            at_work[fact.order].record(fact, fact.at)
        else:
            waiting.setdefault(fact.order, []).append(fact)
        if isinstance(fact, Returned) and any(tender.means == OFFSET for tender in fact.tenders):
            paying.append(fact)
    for back in paying:
        _pay_others(back, at_work)
    unknown = (UnknownOrder(fact.id, order) for order, facts in waiting.items() for fact in facts)
    return Holdings({id_: order.held() for id_, order in at_work.items()}, (*conflicts, *unknown))


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
