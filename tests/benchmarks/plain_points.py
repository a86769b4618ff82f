"""The yardstick of folding points: what a member has, in bare integers that are changed in place.

It knows lots that live until an instant and are drawn in the order of their ends, holds that time out, and
how much was given in a year, which a tier may measure. It knows no other fact, no reason and no statement,
and cannot say what any spending took.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from typing import Any

from comptoir import Fact
from comptoir.facts.point_events import PointsGranted, PointsReserved, ReservationEnded, RewardTaken
from comptoir.values.instants import DAY, Instant

YEAR = 365 * DAY
Lot = list[int]
"""When it ends, and what is left of it."""


class Plain:
    """One member's points; lots must come in the order of their ends, and no more be spent than there is."""

    __slots__ = ("available", "given", "held", "holds", "lots")

    def __init__(self) -> None:
        self.lots: deque[Lot] = deque()
        self.holds: dict[str, list[tuple[Lot, int]]] = {}
        self.given: dict[int, int] = {}
        self.available = 0
        self.held = 0

    def expire(self, now: int) -> None:
        """Drop the lots that are over."""
        lots = self.lots
        while lots and lots[0][0] <= now:
            self.available -= lots.popleft()[1]

    def grant(self, fact: PointsGranted) -> None:
        """Points are given."""
        year = fact.at // YEAR
        for accrual in fact.accruals:
            points = accrual.earning.points
            self.lots.append([accrual.expires_at or 0, points])
            self.available += points
            self.given[year] = self.given.get(year, 0) + points

    def take(self, points: int) -> list[tuple[Lot, int]]:
        """Points are taken off the lots, the first to end first."""
        parts = []
        lots = self.lots
        while points and lots:
            lot = lots[0]
            taken = min(points, lot[1])
            lot[1] -= taken
            points -= taken
            self.available -= taken
            parts.append((lot, taken))
            if not lot[1]:
                lots.popleft()
        return parts

    def spend(self, fact: RewardTaken) -> None:
        """Points are spent."""
        self.take(fact.points)

    def hold(self, fact: PointsReserved) -> None:
        """Points are set aside."""
        self.holds[fact.id] = parts = self.take(fact.points)
        self.held += sum(points for _, points in parts)

    def end(self, fact: ReservationEnded) -> None:
        """What was set aside is there again."""
        self.free(fact.reservation, fact.at)

    def free(self, hold: str, now: int) -> None:
        """What was held is there again, as far as its lots are."""
        for lot, points in self.holds.pop(hold, ()):
            self.held -= points
            if lot[0] > now:
                if not lot[1]:
                    insort(self.lots, lot)
                lot[1] += points
                self.available += points


ACTS: Mapping[type[Fact], Callable[[Plain, Any], None]] = {
    PointsGranted: Plain.grant,
    RewardTaken: Plain.spend,
    PointsReserved: Plain.hold,
    ReservationEnded: Plain.end,
}


def plain_points(facts: Iterable[Any], at: Instant) -> dict[str, Plain]:
    """What each member has at an instant, by facts in business order of the kinds that are known here."""
    members: dict[str, Plain] = {}
    due: list[tuple[int, str, str]] = []
    for fact in facts:
        time_out(members, due, fact.at)
        member = members.get(fact.member)
        if member is None:
            member = members[fact.member] = Plain()
        member.expire(fact.at)
        ACTS[type(fact)](member, fact)
        if type(fact) is PointsReserved:
            heappush(due, (fact.until, fact.id, fact.member))
    time_out(members, due, at)
    for member in members.values():
        member.expire(at)
    return members


def time_out(members: Mapping[str, Plain], due: list[tuple[int, str, str]], now: int) -> None:
    """Holds that nobody used are over."""
    while due and due[0][0] <= now:
        until, hold, member = heappop(due)
        members[member].expire(until)
        members[member].free(hold, until)
