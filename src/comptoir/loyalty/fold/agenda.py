"""What will happen by itself, and when: lots end, reservations time out, lots become available.

Nothing has to run for it: whoever folds facts asks what was due before the next one. At one instant lots
end first, since their life does not include it; then reservations time out; then lots become available.

Source: house rule (law P4).
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from operator import attrgetter

from comptoir.loyalty.fold.idle import IdleTogether
from comptoir.loyalty.fold.lots import NEVER, OVER, PENDING, OpenLot, OpenReservation
from comptoir.values.instants import Instant

Thing = OpenLot | IdleTogether | OpenReservation


Due = tuple[Sequence[OpenLot], Sequence[OpenReservation], Sequence[OpenLot]]
"""What happens at one instant, each in the order of names: lots end, reservations time out, lots open."""


class Agenda:
    """Everything that may be due, by instant; whether it still is, the thing itself says.

    ``first`` is the earliest instant for which anything was put, ``NEVER`` if there is none.
    """

    def __init__(self) -> None:
        self.first = NEVER
        self._instants: list[Instant] = []
        self._things: dict[Instant, Thing] = {}
        self._others: dict[Instant, list[Thing]] = {}

    def put(self, at: Instant, thing: Thing) -> None:
        """Something happens to a thing at an instant, if ever."""
        if at in self._things:
            self._others.setdefault(at, []).append(thing)
        elif at < NEVER:
            self._things[at] = thing
            heappush(self._instants, at)
            self.first = self._instants[0]

    def next_at(self) -> Instant:
        """When the next thing happens; ``NEVER`` if nothing does."""
        while self._instants and not any(_is_on(thing, self.first) for thing in self._due()):
            self._pop()
        return self.first

    def pop(self) -> Due:
        """What happens at the first instant."""
        at = self.first
        ends: dict[int, OpenLot] = {}
        openings: dict[int, OpenLot] = {}
        time_outs: list[OpenReservation] = []
        for thing in self._pop():
            if isinstance(thing, OpenLot):
                if _ends(thing, at):
                    ends[thing.place] = thing
                elif _opens(thing, at):
                    openings[thing.place] = thing
            elif isinstance(thing, IdleTogether):
                ends.update((lot.place, lot) for lot in _idle_until(thing, at))
            elif thing.ended is None:
                time_outs.append(thing)
        return (
            sorted(ends.values(), key=_in_order) if ends else (),
            sorted(time_outs, key=_by_name) if time_outs else (),
            sorted(openings.values(), key=_in_order) if openings else (),
        )

    def _due(self) -> list[Thing]:
        """What was put for the first instant, in that order."""
        return [self._things[self.first], *self._others.get(self.first, ())]

    def _pop(self) -> list[Thing]:
        things = self._due()
        del self._things[self.first]
        self._others.pop(heappop(self._instants), None)
        self.first = self._instants[0] if self._instants else NEVER
        return things


def _is_on(thing: Thing, at: Instant) -> bool:
    """Whether it still happens."""
    if isinstance(thing, OpenLot):
        return _ends(thing, at) or _opens(thing, at)
    return bool(_idle_until(thing, at)) if isinstance(thing, IdleTogether) else thing.ended is None


def _idle_until(together: IdleTogether, at: Instant) -> Sequence[OpenLot]:
    """The lots that end by it, if their members stayed idle until then."""
    return [lot for lot in together.lots.values() if lot.ends == at] if together.at.end == at else ()


def _ends(lot: OpenLot, at: Instant) -> bool:
    return lot.phase is not OVER and lot.ends <= at


def _opens(lot: OpenLot, at: Instant) -> bool:
    return lot.phase is PENDING and lot.opens_at == at


_in_order = attrgetter("source", "number", "member", "place")
_by_name = attrgetter("id", "claim.member")
