"""How many points caps let through: counted when they are given, in business order.

So it does not matter in which order facts came: one that is late takes its place, and what caps leave of
the later ones follows.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from comptoir.facts.point_terms import CapPer, CapTerms
from comptoir.loyalty.account import Cut
from comptoir.loyalty.days import local_day
from comptoir.values.instants import Instant
from comptoir.values.zones import Zone

_Window = tuple[str, CapPer, str | tuple[int, ...]]


class Caps:
    """What one account was awarded under each cap, in each of its windows."""

    def __init__(self) -> None:
        self._used: dict[_Window, int] = {}

    def let_through(
        self, points: int, caps: Iterable[CapTerms], *, source: str, at: Instant, zone: Zone
    ) -> tuple[int, tuple[Cut, ...]]:
        """What is awarded of some points of a source at an instant, and what each cap in turn cut off."""
        cuts = []
        windows = [(cap, _window(cap, source, at, zone)) for cap in caps]
        for cap, window in windows:
            room = max(cap.points - self._used.get(window, 0), 0)
            if points > room:
                cuts.append(Cut(cap.id, points - room))
                points = room
        for window in {window for _, window in windows}:
            self._used[window] = self._used.get(window, 0) + points
        return points, tuple(cuts)

    def copy(self) -> Caps:
        """The same, to be counted on apart."""
        copy = Caps()
        copy.unite(self)
        return copy

    def unite(self, other: Caps) -> None:
        """Count what another account was awarded as well."""
        for window, points in other._used.items():
            self._used[window] = self._used.get(window, 0) + points


def _window(cap: CapTerms, source: str, at: Instant, zone: Zone) -> _Window:
    match cap.per:
        case CapPer.PURCHASE:
            return cap.id, cap.per, source
        case CapPer.CAMPAIGN:
            return cap.id, cap.per, ()
        case CapPer.DAY | CapPer.MONTH | CapPer.YEAR:
            return cap.id, cap.per, _named(cap.per, local_day(zone, at))
        case _:
            assert_never(cap.per)


def _named(per: CapPer, day: date) -> tuple[int, ...]:
    """The local day, its month or its year, by numbers."""
    parts = (day.year, day.month, day.day)
    return parts[: {CapPer.YEAR: 1, CapPer.MONTH: 2}.get(per, 3)]
