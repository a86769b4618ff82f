"""What will happen by itself, and when: lots end, reservations time out, lots become available.

Nothing has to run for it: whoever folds facts asks what was due before the next one. At one instant lots
end first, since their life does not include it; then reservations time out; then lots become available.

Source: house rule (law P4).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from heapq import heappop, heappush

from comptoir.loyalty.fold.idle import IdleTogether
from comptoir.loyalty.fold.lots import OpenLot, OpenReservation, Phase
from comptoir.values.instants import Instant

Thing = OpenLot | IdleTogether | OpenReservation


class What(IntEnum):
    """What happens; at one instant in this order."""

    END = 0
    TIME_OUT = 1
    AVAILABLE = 2


Due = tuple[Instant, What, str, int, str, int, Thing]
"""What will happen when, unless the thing has changed by then: with what puts it in order, as it was put."""


class Agenda:
    """Everything that is due, the next first."""

    def __init__(self) -> None:
        self._heap: list[Due] = []
        self._count = 0

    def put(self, at: Instant, what: What, thing: Thing) -> None:
        """Something will happen to a thing."""
        self._count += 1
        heappush(self._heap, (at, what, *_named(thing), self._count, thing))

    def next_at(self) -> Instant | None:
        """When the next thing happens; ``None`` if nothing does."""
        while self._heap and _is_off(self._heap[0]):
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_all(self, at: Instant, what: What) -> Iterator[Thing]:
        """The things to which this happens at an instant, if it is what comes next, in their order."""
        while self.next_at() == at and self._heap[0][1] is what:
            yield heappop(self._heap)[-1]

    def pop_ends(self, at: Instant) -> list[OpenLot]:
        """The lots that end at an instant, in the order of their sources."""
        lots: dict[int, OpenLot] = {}
        while self.next_at() == at and self._heap[0][1] is What.END:
            lots.update((lot.place, lot) for lot in _ending(heappop(self._heap)))
        return sorted(lots.values(), key=_order)


def _is_off(due: Due) -> bool:
    """Whether it will not happen any more."""
    at, what, thing = due[0], due[1], due[-1]
    match thing:
        case OpenLot():
            if what is What.END:
                return thing.phase is Phase.OVER
            return thing.phase is not Phase.PENDING or thing.opens_at != at
        case IdleTogether():
            return thing.at.end != at or not thing.lots
        case OpenReservation():
            return thing.ended is not None


def _ending(due: Due) -> list[OpenLot]:
    """The lots that end by it."""
    at, thing = due[0], due[-1]
    if isinstance(thing, IdleTogether):
        return [lot for lot in thing.lots.values() if lot.end == at]
    return [thing] if isinstance(thing, OpenLot) else []


def _named(thing: Thing) -> tuple[str, int, str]:
    """By what the things of one instant are put in order."""
    match thing:
        case OpenLot():
            return thing.source, thing.number, thing.member
        case OpenReservation():
            return thing.id, 0, thing.claim.member
        case IdleTogether():
            return "", 0, ""


def _order(lot: OpenLot) -> tuple[str, int, str, int]:
    return lot.source, lot.number, lot.member, lot.place
