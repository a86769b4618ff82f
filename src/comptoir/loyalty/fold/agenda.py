"""What will happen by itself, and when: lots end, reservations time out, lots become available.

Nothing has to run for it: whoever folds facts asks what was due before the next one. At one instant lots
end first, since their life does not include it; then reservations time out; then lots become available.

Source: house rule (law P4).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from heapq import heappop, heappush

import attrs

from comptoir.loyalty.fold.idle import IdleTogether
from comptoir.loyalty.fold.lots import OpenLot, OpenReservation, Phase
from comptoir.values.instants import Instant

Thing = OpenLot | IdleTogether | OpenReservation


class What(IntEnum):
    """What happens; at one instant in this order."""

    END = 0
    TIME_OUT = 1
    AVAILABLE = 2


@attrs.frozen
class Due:
    """Something that will happen to a thing, unless the thing has changed by then."""

    at: Instant
    what: What
    thing: Thing

    @property
    def is_off(self) -> bool:
        """Whether it will not happen any more."""
        match self.thing:
            case OpenLot():
                if self.what is What.END:
                    return self.thing.phase is Phase.OVER
                return self.thing.phase is not Phase.PENDING or self.thing.opens_at != self.at
            case IdleTogether():
                return self.thing.end != self.at or not self.thing.lots
            case OpenReservation():
                return self.thing.ended is not None

    def lots(self) -> list[OpenLot]:
        """The lots that end by it."""
        if isinstance(self.thing, IdleTogether):
            return [lot for lot in self.thing.lots.values() if lot.end == self.at]
        return [self.thing] if isinstance(self.thing, OpenLot) else []


class Agenda:
    """Everything that is due, the next first."""

    def __init__(self) -> None:
        self._heap: list[tuple[Instant, What, tuple[str, int, str], int, Due]] = []
        self._count = 0

    def put(self, at: Instant, what: What, thing: Thing) -> None:
        """Something will happen to a thing."""
        self._count += 1
        heappush(self._heap, (at, what, _named(thing), self._count, Due(at, what, thing)))

    def next_at(self) -> Instant | None:
        """When the next thing happens; ``None`` if nothing does."""
        while self._heap and self._heap[0][-1].is_off:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_all(self, at: Instant, what: What) -> Iterator[Thing]:
        """The things to which this happens at an instant, if it is what comes next, in their order."""
        while self.next_at() == at and self._heap[0][1] is what:
            yield heappop(self._heap)[-1].thing

    def pop_ends(self, at: Instant) -> list[OpenLot]:
        """The lots that end at an instant, in the order of their sources."""
        lots: dict[int, OpenLot] = {}
        while self.next_at() == at and self._heap[0][1] is What.END:
            lots.update((lot.place, lot) for lot in heappop(self._heap)[-1].lots())
        return sorted(lots.values(), key=_order)


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
