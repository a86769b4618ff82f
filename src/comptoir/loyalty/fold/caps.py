"""How many points caps let through: counted when they are given, in business order.

So it does not matter in which order facts came: one that is late takes its place, and what caps leave of
the later ones follows.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

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
        cuts: list[Cut] = []
        used = self._used
        windows = _windows(caps, source, at, zone)
        for cap, window in windows:
            room = max(cap.points - used.get(window, 0), 0)
            if points > room:
                cuts.append(Cut(cap.id, points - room))
                points = room
        for window in dict.fromkeys(window for _, window in windows):
            used[window] = used.get(window, 0) + points
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


def _windows(
    caps: Iterable[CapTerms], source: str, at: Instant, zone: Zone
) -> list[tuple[CapTerms, _Window]]:
    """The window of each cap: a purchase by its source, a local day, its month or its year by numbers."""
    windows: list[tuple[CapTerms, _Window]] = []
    numbers: tuple[int, ...] = ()
    for cap in caps:
        parts = _NUMBERS[cap.per]
        if parts and not numbers:
            day = local_day(zone, at)
            numbers = day.year, day.month, day.day
        of = source if cap.per is CapPer.PURCHASE else numbers[:parts]
        windows.append((cap, (cap.id, cap.per, of)))
    return windows


_NUMBERS: Final[Mapping[CapPer, int]] = {
    CapPer.PURCHASE: 0,
    CapPer.DAY: 3,
    CapPer.MONTH: 2,
    CapPer.YEAR: 1,
    CapPer.CAMPAIGN: 0,
}
"""How many numbers of a day name the window of a cap."""
