"""Where live lots lie until they are drawn: whichever order is asked for, the first is found at once.

On one shelf either each lot has an end of its own, or all end together when the member stays idle: so the
order on a shelf never changes, however often that common end moves.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from weakref import ReferenceType, ref

import attrs

from comptoir.facts.point_terms import DrawBy
from comptoir.loyalty.fold.lots import OpenLot

Draw = tuple[DrawBy, ...]


@attrs.define(eq=False)
class _Queue:
    """The lots of a shelf in one order; those that have left it are dropped when they come first."""

    heap: list[tuple[tuple[object, ...], OpenLot]]
    inside: set[int]


@attrs.define(eq=False)
class Shelf:
    """Live lots with points left; ``together`` says that they end together."""

    together: bool
    _lots: dict[int, OpenLot] = attrs.field(factory=dict)
    _queues: dict[Draw, _Queue] = attrs.field(factory=dict)
    reference: ReferenceType[Shelf] = attrs.field(init=False)

    @reference.default
    def _of_itself(self) -> ReferenceType[Shelf]:
        return ref(self)

    def __bool__(self) -> bool:
        return bool(self._lots)

    def __iter__(self) -> Iterator[OpenLot]:
        return iter(tuple(self._lots.values()))

    def put(self, lot: OpenLot) -> None:
        """Put a lot that has points on it."""
        lot.lie_on(self)
        self._lots[lot.place] = lot
        for draw, queue in self._queues.items():
            if lot.place not in queue.inside:
                queue.inside.add(lot.place)
                heappush(queue.heap, (lot.key(draw, ends=not self.together), lot))

    def take(self, lot: OpenLot) -> None:
        """Take a lot off it."""
        lot.lie_on(None)
        del self._lots[lot.place]

    def first(self, draw: Draw) -> OpenLot | None:
        """The lot that is drawn first in an order."""
        if not self._lots:
            return None
        queue = self._queues.get(draw)
        if queue is None:
            heap = [(lot.key(draw, ends=not self.together), lot) for lot in self._lots.values()]
            heapify(heap)
            queue = self._queues[draw] = _Queue(heap, set(self._lots))
        while queue.heap[0][1].place not in self._lots:
            queue.inside.discard(heappop(queue.heap)[1].place)
        return queue.heap[0][1]


def first_of(shelves: Iterable[Shelf], draw: Draw) -> OpenLot | None:
    """The lot that is drawn first of all shelves."""
    heads = [lot for shelf in shelves if shelf and (lot := shelf.first(draw)) is not None]
    if len(heads) < 2:
        return heads[0] if heads else None
    return min(heads, key=lambda lot: lot.key(draw))
