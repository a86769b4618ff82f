"""What ends when a member stays idle: their activities, and the lots that live by the last of them.

Lots that count the same period from the same local day end together, so that an activity moves one end,
however many lots there are.

Source: house rule.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from datetime import date
from heapq import heappop, heappush

import attrs

from comptoir.loyalty.days import end_of_period, local_day
from comptoir.loyalty.fold.lots import NEVER, OpenLot, instant_or_never
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant
from comptoir.values.periods import Period
from comptoir.values.zones import Zone


class Activities:
    """When the members of one account did something, each time that was not undone."""

    def __init__(self) -> None:
        self._instants: list[Instant] = []

    def add(self, at: Instant) -> Instant:
        """Something was done; when something was done last."""
        insort(self._instants, at)
        return self._instants[-1]

    def undo(self, at: Instant) -> None:
        """One thing that was done at an instant is undone."""
        del self._instants[bisect_left(self._instants, at)]

    def unite(self, other: Activities) -> None:
        """What the members of another account did was done by this one's."""
        self._instants = sorted([*self._instants, *other._instants])

    def last(self) -> Instant | None:
        """When something was done last."""
        return self._instants[-1] if self._instants else None


@attrs.define(eq=False, kw_only=True)
class IdleEnd:
    """When the lots end that count the same ``period`` from a local ``day``, if the member stays idle."""

    zone: Zone
    period: Period
    day: date
    end: Instant = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.count_from(self.day)

    def count_from(self, day: date) -> None:
        """Count from a day."""
        self.day = day
        self.end = instant_or_never(end_of_period(self.zone, self.period, day))


@attrs.define(eq=False, kw_only=True)
class IdleTogether:
    """Lots that end together at ``at`` if the member stays idle, or before by their own terms."""

    at: IdleEnd
    lots: dict[int, OpenLot] = attrs.field(factory=dict)
    _bound: list[tuple[Instant, int, OpenLot]] = attrs.field(factory=list)

    def add(self, lot: OpenLot) -> None:
        """Let a lot live by it."""
        lot.idle = self.at
        self.lots[lot.place] = lot
        if lot.fixed_end < NEVER and lot.ends_idle:
            heappush(self._bound, (lot.fixed_end, lot.place, lot))

    def put_off(self, day: date) -> Iterator[OpenLot]:
        """Count from a later day; the lots that end by their own terms from now on."""
        self.at.count_from(day)
        while self._bound and self._bound[0][0] <= self.at.end:
            *_, lot = heappop(self._bound)
            if self.lots.get(lot.place) is lot:
                yield lot


class IdleLots:
    """The lots of one account that live by its last activity."""

    def __init__(self, almanac: Almanac) -> None:
        self._almanac = almanac
        self._by_terms: dict[tuple[str, Period], dict[date, IdleTogether]] = {}

    @property
    def has_lots(self) -> bool:
        """Whether there ever was one."""
        return bool(self._by_terms)

    def add(self, lot: OpenLot, period: Period, last: Instant | None) -> IdleTogether:
        """Let a lot live so long after the last activity; those with which it ends."""
        zone = self._almanac.zone(lot.earning.lot.zone)
        since = lot.earned_at if last is None else max(lot.earned_at, last)
        day = local_day(zone, since)
        by_day = self._by_terms.setdefault((zone.name, period), {})
        together = by_day.get(day)
        if together is None:
            together = by_day[day] = IdleTogether(at=IdleEnd(zone=zone, period=period, day=day))
        together.add(lot)
        return together

    def leave(self, lot: OpenLot) -> None:
        """A lot is over, and waits for nothing any more."""
        if lot.idle is not None:
            by_day = self._by_terms[lot.idle.zone.name, lot.idle.period]
            together = by_day[lot.idle.day]
            del together.lots[lot.place]
            if not together.lots:
                del by_day[lot.idle.day]

    def put_off(self, last: Instant) -> Iterator[tuple[IdleTogether, list[OpenLot]]]:
        """Something was done: what ends together now, and the lots of it that lie elsewhere from now on."""
        for by_day in self._by_terms.values():
            zone = next((together.at.zone for together in by_day.values()), None)
            if zone is None:
                continue
            day = local_day(zone, last)
            earlier = [together for of, together in by_day.items() if of < day]
            if not earlier:
                continue
            here = [by_day[day]] if day in by_day else []
            largest = max((*here, *earlier), key=_size)
            others = [together for together in (*here, *earlier) if together is not largest]
            for together in (*here, *earlier):
                del by_day[together.at.day]
            by_day[day] = largest
            moved = list(largest.put_off(day)) if largest.at.day < day else []
            for lot in [lot for together in others for lot in together.lots.values()]:
                largest.add(lot)
                moved.append(lot)
            yield largest, moved

    def take_all(self) -> list[OpenLot]:
        """Every lot that is not over, to be added anew: accounts became one."""
        return self.take_later(None)

    def take_later(self, last: Instant | None) -> list[OpenLot]:
        """Those that live by a later day than that of what was done ``last``: something was undone."""
        lots: list[OpenLot] = []
        for by_day in self._by_terms.values():
            for day, together in tuple(by_day.items()):
                if last is None or day > local_day(together.at.zone, last):
                    lots += by_day.pop(day).lots.values()
        for lot in lots:
            lot.idle = None
        return sorted(lots, key=_place)


def _size(together: IdleTogether) -> int:
    return len(together.lots)


def _place(lot: OpenLot) -> int:
    return lot.place
