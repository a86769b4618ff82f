"""Where live lots lie until they are drawn: whichever order is asked for, the first is found at once.

On one shelf either each lot has an end of its own, or all end together when the member stays idle: so the
order on a shelf never changes, however often that common end moves.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from heapq import heapify, heappop, heappush
from operator import attrgetter
from typing import Any, assert_never
from weakref import ReferenceType, ref

import attrs

from comptoir.facts.point_terms import DrawBy
from comptoir.loyalty.fold.lots import OpenLot

Draw = tuple[DrawBy, ...]


Key = tuple[Any, ...]
"""What puts lots in order; the place of the lot comes last."""


@cache
def in_order(draw: Draw, end: str | None = "ends") -> Callable[[OpenLot], Key]:
    """By what lots are put in order, the first to be drawn first.

    ``end`` names what says when a lot ends; ``None`` where all end together.
    """
    by: list[str] = []
    for each in draw:
        match each:
            case DrawBy.PRIORITY:
                by.append("earning.priority")
            case DrawBy.EXPIRY:
                by += () if end is None else (end,)
            case DrawBy.OLDEST:
                by += ("available_from", "earned_at")
            case _:
                assert_never(each)
    return attrgetter(*by, "source", "earning.rule", "number", "member", "place")


@attrs.define(eq=False)
class _Queue:
    """The lots of a shelf in one order; those that have left it are dropped when they come first.

    One that came back while it still stood there stands there twice.
    """

    key: Callable[[OpenLot], Key]
    heap: list[Key]


@attrs.define(eq=False)
class Shelf:
    """Live lots with points left; ``together`` says that they end together."""

    together: bool
    lots: dict[int, OpenLot] = attrs.field(factory=dict)
    _queues: dict[Draw, _Queue] = attrs.field(factory=dict)
    reference: ReferenceType[Shelf] = attrs.field(init=False)

    @reference.default
    def _of_itself(self) -> ReferenceType[Shelf]:
        return ref(self)

    def __bool__(self) -> bool:
        return bool(self.lots)

    def __iter__(self) -> Iterator[OpenLot]:
        return iter(tuple(self.lots.values()))

    def put(self, lot: OpenLot) -> None:
        """Put a lot that has points on it."""
        lot.lies_on = self.reference
        self.lots[lot.place] = lot
        for queue in self._queues.values():
            heappush(queue.heap, queue.key(lot))

    def take(self, lot: OpenLot) -> None:
        """Take a lot off it."""
        lot.lies_on = None
        del self.lots[lot.place]

    def first(self, draw: Draw) -> OpenLot:
        """The lot that is drawn first in an order; there is one."""
        queue = self._queues.get(draw)
        if queue is None:
            key = in_order(draw, None if self.together else "fixed_end")
            heap = [key(lot) for lot in self.lots.values()]
            heapify(heap)
            queue = self._queues[draw] = _Queue(key, heap)
        lots, heap = self.lots, queue.heap
        while (place := heap[0][-1]) not in lots:
            heappop(heap)
        return lots[place]


def first_of(shelves: Iterable[Shelf], draw: Draw) -> OpenLot | None:
    """The lot that is drawn first of all shelves."""
    found: OpenLot | None = None
    for shelf in shelves:
        if shelf.lots:
            first = shelf.first(draw)
            found = first if found is None else min(found, first, key=in_order(draw))
    return found
