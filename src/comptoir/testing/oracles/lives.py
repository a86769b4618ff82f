"""A second opinion on what has become of the pieces of an order: each piece a page, each fact a line on it.

For facts that do not contradict each other. It shares no step with ``comptoir.facts.holdings``.

Source: house rule (law RO).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

import attrs

from comptoir.facts.events import (
    Cancelled,
    Fact,
    HandedOver,
    Informed,
    OrderPlaced,
    Passage,
    Passed,
    Returned,
)
from comptoir.facts.handovers import Carry
from comptoir.facts.orders import Order
from comptoir.facts.units import Units
from comptoir.testing.oracles.deadlines import Clock
from comptoir.values.instants import Instant

_Its = Informed | Passed | HandedOver | Returned | Cancelled
"""What is looked at of what can happen to an order."""
Key = tuple[int, int]
"""A piece: the number of its line, from 1, and its own, from 0."""


@attrs.define(kw_only=True)
class Life:
    """What happened to one piece, and when."""

    shipped: Instant | None = None
    handed_over: Instant | None = None
    declared: Instant | None = None
    handed_back: Instant | None = None
    returned: Instant | None = None
    cancelled: Instant | None = None
    reduced: int = 0

    @property
    def is_gone(self) -> bool:
        """Whether it is the customer's no longer."""
        return self.returned is not None or self.cancelled is not None


@attrs.frozen(kw_only=True)
class Lives:
    """All pieces of an order, and when its customer was told of the right to withdraw."""

    order: Order
    pieces: Mapping[Key, Life]
    informed: Instant | None

    def clock(self, key: Key) -> Clock:
        """The events on which the rights on a piece depend."""
        life, every = self.pieces[key], self.pieces.values()
        arrived = [each.handed_over for each in every if each.handed_over is not None]
        awaits = any(each.handed_over is None and not each.is_gone for each in every)
        ended = [*arrived, *(each.cancelled for each in every if each.cancelled is not None)]
        return Clock(
            placed=self.order.placed_at,
            shipped=life.shipped,
            handed_over=life.handed_over,
            handed_back=life.handed_back,
            first=min(arrived, default=None),
            last=max(ended) if arrived and not awaits else None,
            declared=life.declared,
            is_informed=self.order.informed,
            informed=self.informed,
        )


def lives_of(order_id: str, facts: Sequence[Fact], at: Instant) -> Lives:
    """The pieces of an order by the facts that are known at an instant."""
    order = next(fact.order for fact in facts if isinstance(fact, OrderPlaced) and fact.id == order_id)
    pieces = {
        (line.terms.number, index): Life(
            handed_over=order.placed_at if isinstance(order.handover_of(line), Carry) else None
        )
        for line in order.lines
        for index in range(sum(share.units for share in line.shares))
    }
    known = [fact for fact in sorted(_about(order_id, facts), key=_when) if fact.at <= at]
    for fact in known:
        _happens(pieces, fact)
    told = (fact.at for fact in known if isinstance(fact, Informed))
    return Lives(order=order, pieces=pieces, informed=next(told, None))


def _happens(pieces: Mapping[Key, Life], fact: _Its) -> None:
    match fact:
        case Informed():
            return
        case Passed():
            for life in _named(pieces, fact.units):
                _pass(life, fact)
        case HandedOver():
            for life in _named(pieces, fact.units):
                if life.handed_over is None and life.cancelled is None:
                    life.handed_over = fact.at
        case Returned() | Cancelled():
            fate = "returned" if isinstance(fact, Returned) else "cancelled"
            for life in _named(pieces, [taken.units for taken in fact.taken]):
                setattr(life, fate, fact.at)
        case _:
            assert_never(fact)


def _about(order_id: str, facts: Iterable[Fact]) -> Iterator[_Its]:
    seen = set[str]()
    for fact in facts:
        match fact:
            case Informed() | Passed() | HandedOver() | Returned() | Cancelled():
                if fact.order == order_id and fact.id not in seen:
                    seen.add(fact.id)
                    yield fact
            case _:
                continue


def _when(fact: _Its) -> tuple[Instant, bool]:
    return fact.at, isinstance(fact, Returned)


def _named(pieces: Mapping[Key, Life], units: Iterable[Units]) -> Iterator[Life]:
    """The lives of the pieces that a fact names; of all that are not gone, if it names none."""
    named = {(each.number, index) for each in units for index in range(each.first, each.after)}
    for key, life in pieces.items():
        if not life.is_gone and (key in named or not named):
            yield life


def _pass(life: Life, fact: Passed) -> None:
    match fact.passage:
        case Passage.SHIPPED if life.shipped is None:
            life.shipped = fact.at
        case Passage.DECLARED if life.declared is None:
            life.declared = fact.at
        case Passage.HANDED_BACK:
            life.handed_back = fact.at
        case _:
            return
