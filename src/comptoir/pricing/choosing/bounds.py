"""What is still to come at most: a price for each unit, and what every contender gains beyond these prices.

If units were sold to contenders at fixed prices, and each took what is best for it as if it were alone, all
of them together would gain no less than the best plan does: nobody is in another's way. So the prices of
all units and those gains bound every plan, whatever the prices are; good prices bound it closely. They are
found by raising the price of what several contenders want and lowering that of what nobody takes.

Source: Lagrangian relaxation, improved by subgradient steps (Held, Wolfe and Crowder 1974), in integers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from comptoir.pricing.choosing.contenders import FINE, Contender, State
from comptoir.pricing.choosing.growth import Growth, Steps, Way
from comptoir.pricing.choosing.units import UnitGroup

IMPOSSIBLE: Final = -(1 << 120)
"""The gain of what cannot be brought to an end."""
ROUNDS: Final = 24
"""How often prices are improved."""
STATES_MAX: Final = 256
"""States of one contender above which its gain is bounded unit by unit."""
WAYS_MAX: Final = 20_000
"""Ways of one contender to take units of all groups, above which likewise."""


class Bounds:
    """What each contender can gain beyond prices of units, from any of its states and any group on.

    All is counted in ``FINE`` parts of a worth.
    """

    def __init__(self, groups: Sequence[UnitGroup], contenders: Sequence[Contender], growth: Growth) -> None:
        self.counts = [group.count for group in groups]
        self.least = [group.alone * FINE for group in groups]
        self.gains = [Gains(contender, j, self.counts, growth) for j, contender in enumerate(contenders)]
        self.prices = [
            max([least, *(each.bound(g) for each in contenders if g in each.eligible)])
            for g, least in enumerate(self.least)
        ]
        self.cost = sum(each.cost for each in self.gains)
        self._price()

    def by_themselves(self) -> list[int]:
        """What each contender could gain beyond what units are worth alone, if it were the only one."""
        prices = self.prices
        self.prices = self.least
        self._price()
        gains = [each.at(each.contender.start, 0) for each in self.gains]
        self.prices = prices
        self._price()
        return gains

    def improve(self, reached: int, steps: Steps) -> None:
        """Better prices, given a plan worth ``reached``; stops where nothing can be worth more.

        No more than half of the steps are taken: the rest is for the search.
        """
        kept, best, target = self.prices, self.total, reached * FINE
        enough = steps.left // 2
        for _ in range(ROUNDS):
            if best < target + FINE or steps.left < enough:
                break
            steps.left -= self.cost
            slopes = self._slopes()
            norm = sum(slope * slope for slope in slopes)
            if not norm:
                break
            excess = self.total - target
            self.prices = [
                max(least, price - excess * slope // norm)
                for price, slope, least in zip(self.prices, slopes, self.least, strict=True)
            ]
            self._price()
            if self.total < best:
                kept, best = self.prices, self.total
        if kept is not self.prices:
            self.prices = kept
            self._price()

    def _slopes(self) -> list[int]:
        """By group, how many units nobody takes at these prices (less than zero: how many are missing)."""
        slopes = list(self.counts)
        for each in self.gains:
            each.take(slopes)
        return [
            0 if slope > 0 and price == least else slope
            for slope, price, least in zip(slopes, self.prices, self.least, strict=True)
        ]

    def _price(self) -> None:
        """Everything that follows from the prices."""
        rest = [0] * (len(self.counts) + 1)
        for g in reversed(range(len(self.counts))):
            rest[g] = rest[g + 1] + self.counts[g] * self.prices[g]
        self.rest = rest
        for each in self.gains:
            each.find(self.prices)
        self.total = rest[0] + sum(each.at(each.contender.start, 0) for each in self.gains)


class Gains:
    """What one contender can gain beyond the prices of the units that it takes."""

    def __init__(self, contender: Contender, j: int, counts: Sequence[int], growth: Growth) -> None:
        self.contender = contender
        self.own = sorted(contender.eligible)
        self.counts = [counts[g] for g in self.own]
        self.place_of = _following(self.own, len(counts))
        self.cycles = [contender.cycle(g) if growth.is_large(g) else None for g in self.own]
        self.ways: list[dict[State, Sequence[Way]]] = []
        states = {contender.start}
        self.cost = 0
        for g in self.own:
            ways: dict[State, Sequence[Way]] = {}
            for state in tuple(states):
                ways[state] = growth.of(j, state, g)
                states.update(way.after for way in ways[state])
                self.cost += len(ways[state])
                if len(states) > STATES_MAX or self.cost > WAYS_MAX:
                    break
            if len(states) > STATES_MAX or self.cost > WAYS_MAX:
                break
            self.ways.append(ways)
        self.is_counted = len(self.ways) == len(self.own)
        self.ends = {state: 0 if contender.is_settled(state) else IMPOSSIBLE for state in states}
        self.prices: Sequence[int] = ()
        self.found: list[Mapping[State, int]] = []
        self.later: list[int] = []

    def at(self, state: State, group: int) -> int:
        """The most that it can gain from a state, with units of a group and of those behind it."""
        place = self.place_of[group]
        if self.is_counted:
            return self.found[place][state]
        return self.later[place] + self.contender.ahead(state, group - 1)

    def find(self, prices: Sequence[int]) -> None:
        """The gains at some prices."""
        self.prices = [prices[g] for g in self.own]
        if not self.is_counted:
            self._find_by_unit()
            return
        found: list[Mapping[State, int]] = [self.ends]
        for place in reversed(range(len(self.own))):
            behind, price = found[-1], self.prices[place]
            cycled = self.cycled(self.own[place])
            here = {}
            for state, ways in self.ways[place].items():
                gains = [way.worth * FINE - way.many * price + behind[way.after] for way in ways]
                here[state] = max(gains) + cycled
            found.append(here)
        self.found = found[::-1]

    def _find_by_unit(self) -> None:
        later = [0]
        for place in reversed(range(len(self.own))):
            beyond = max(0, self.contender.bound(self.own[place]) - self.prices[place])
            later.append(later[-1] + self.counts[place] * beyond)
        self.later = later[::-1]

    def cycled(self, group: int) -> int:
        """What whole applications of a large group gain at most."""
        place = self.place_of[group]
        cycle = self.cycles[place]
        if cycle is None or not self.is_counted:
            return 0
        size, worth = cycle
        return self.counts[place] // size * max(0, worth * FINE - size * self.prices[place])

    def take(self, left: list[int]) -> None:
        """Take from the units that are left of each group those that are best at the prices."""
        if not self.is_counted:
            return
        state = self.contender.start
        for place, g in enumerate(self.own):
            behind, price = self.found[place + 1], self.prices[place]
            ways = self.ways[place][state]
            gains = [way.worth * FINE - way.many * price + behind[way.after] for way in ways]
            best = ways[gains.index(max(gains))]
            left[g] -= best.many
            state = best.after


def _following(own: Sequence[int], count: int) -> list[int]:
    """By group, the place among ``own`` of the first group from it on."""
    places = []
    place = 0
    for group in range(count + 1):
        while place < len(own) and own[place] < group:
            place += 1
        places.append(place)
    return places
