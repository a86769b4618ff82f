"""What will happen by itself, and when: lots end, reservations time out, lots become available.

Nothing has to run for it: whoever folds facts asks what was due before the next one. At one instant lots
end first, since their life does not include it; then reservations time out; then lots become available.

Source: house rule (law P4).
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from operator import attrgetter
from typing import Generic, TypeVar

from comptoir.loyalty.fold.idle import IdleTogether
from comptoir.loyalty.fold.lots import NEVER, OpenLot, OpenReservation, Phase
from comptoir.values.instants import Instant

T = TypeVar("T")


class Agenda:
    """Everything that is due, the next first.

    What was put may be off by then: it is looked at again when its instant comes.
    """

    def __init__(self) -> None:
        self._instants: list[Instant] = []
        self._listed: set[Instant] = set()
        self._ends = _Due[OpenLot](_still_lives)
        self._idle = _Due[IdleTogether](_still_waits)
        self._time_outs = _Due[OpenReservation](_still_holds)
        self._openings = _Due[OpenLot](_still_pends)

    def end(self, lot: OpenLot) -> None:
        """A lot ends, by its own terms, if it ever does."""
        if lot.fixed_end < NEVER:
            self._put(self._ends, lot.fixed_end, lot)

    def end_idle(self, together: IdleTogether) -> None:
        """Lots end together, unless the member does something before, if they ever do."""
        if together.at.end < NEVER:
            self._put(self._idle, together.at.end, together)

    def time_out(self, reservation: OpenReservation) -> None:
        """A reservation times out."""
        self._put(self._time_outs, reservation.until, reservation)

    def open(self, lot: OpenLot) -> None:
        """A lot becomes available."""
        self._put(self._openings, lot.opens_at, lot)

    def next_at(self) -> Instant:
        """When the next thing happens; ``NEVER`` if nothing does."""
        while self._instants:
            at = self._instants[0]
            if any(due.is_at(at) for due in (self._ends, self._idle, self._time_outs, self._openings)):
                return at
            self._listed.discard(heappop(self._instants))
        return NEVER

    def reaches(self, at: Instant) -> bool:
        """Whether something is due at an instant, or has been."""
        return bool(self._instants) and self._instants[0] <= at and self.next_at() <= at

    def pop_ends(self, at: Instant) -> list[OpenLot]:
        """The lots that end at an instant, in the order of their sources."""
        lots = {lot.place: lot for lot in self._ends.pop(at)}
        for together in self._idle.pop(at):
            lots.update((lot.place, lot) for lot in together.lots.values() if lot.ends == at)
        return sorted(lots.values(), key=_in_order)

    def pop_time_outs(self, at: Instant) -> list[OpenReservation]:
        """The reservations that time out, in the order of their names."""
        return sorted(self._time_outs.pop(at), key=attrgetter("id", "claim.member"))

    def pop_openings(self, at: Instant) -> list[OpenLot]:
        """The lots that become available, in the order of their sources."""
        return sorted(self._openings.pop(at), key=_in_order)

    def _put(self, due: _Due[T], at: Instant, thing: T) -> None:
        if at not in self._listed:
            self._listed.add(at)
            heappush(self._instants, at)
        due.put(at, thing)


class _Due(Generic[T]):
    """Things to which the same will happen, by instant."""

    def __init__(self, is_on: Callable[[T, Instant], bool]) -> None:
        self._is_on = is_on
        self._things: dict[Instant, list[T]] = {}

    def put(self, at: Instant, thing: T) -> None:
        """It happens to a thing."""
        things = self._things.get(at)
        if things is None:
            self._things[at] = [thing]
        else:
            things.append(thing)

    def is_at(self, at: Instant) -> bool:
        """Whether it happens to anything at an instant."""
        return at in self._things and any(self._is_on(thing, at) for thing in self._things[at])

    def pop(self, at: Instant) -> list[T]:
        """Those to which it happens at an instant, each once."""
        return [thing for thing in dict.fromkeys(self._things.pop(at, ())) if self._is_on(thing, at)]


def _still_lives(lot: OpenLot, _: Instant) -> bool:
    return lot.phase is not Phase.OVER


def _still_waits(together: IdleTogether, at: Instant) -> bool:
    return together.at.end == at and bool(together.lots)


def _still_holds(reservation: OpenReservation, _: Instant) -> bool:
    return reservation.ended is None


def _still_pends(lot: OpenLot, at: Instant) -> bool:
    return lot.phase is Phase.PENDING and lot.opens_at == at


_in_order = attrgetter("source", "number", "member", "place")
