"""Giving units away: from the dearest down, every way that can still be the best, by counted steps.

What is known after some groups is a set of *states* (what each contender has open and left), each with
the most that led to it. A state is dropped only if its bound is below what is already found, or, where
the counted steps run out, with a note of how much that may have missed.

Of plans that are worth the same, the one with fewer promotions, then with the smaller identifiers; of
those with the same promotions, the first in the order of the search, which depends on the goods only.

Source: house rule (law Q3); dynamic programming over grouped units with bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from comptoir.pricing.choosing.bounds import Bounds
from comptoir.pricing.choosing.contenders import FINE, Contender, Cycles, Field
from comptoir.pricing.choosing.growth import LARGE, Growth, Steps, Way

WITHIN: Final = 4
"""How many times as many states are kept while the units of one group are given away."""

Path = tuple[Any, ...]
"""Linked steps, the last first: ``(before, contender, group, notes)``; empty at the start."""


@attrs.frozen(kw_only=True)
class Given:
    """Which units each contender takes, what that and all else is worth, by how much it may miss the best.

    ``is_only`` says that no plan that was not looked at is worth as much. ``used`` are the places in the
    order of identifiers (bits) of the promotions that it uses. ``steps`` are, by contender, the groups and
    notes of its units; ``alone`` how many units of each group are left alone.
    """

    worth: int
    used: int
    missed: int
    is_only: bool
    steps: Mapping[int, tuple[tuple[int, Any], ...]]
    alone: Mapping[int, int]


@attrs.frozen(kw_only=True)
class Sweep:
    """A search over the groups of a field for contenders in the order of their identifiers.

    ``bits`` are theirs, ``alone_bits`` those of the promotions that a group takes alone. Of contenders with
    the same ``exclusive`` number, one may be used, and none if it is among ``taken``. With ``must`` (bits),
    only plans that use such a promotion count.
    """

    field: Field
    contenders: Sequence[Contender]
    bits: Sequence[int]
    alone_bits: Sequence[int]
    exclusive: Sequence[int | None]
    taken: frozenset[int] = frozenset()
    must: int = 0

    @property
    def bound(self) -> int:
        """What all units are worth at most."""
        most = 0
        for g, group in enumerate(self.field.groups):
            bounds = (each.bound(g) for each in self.contenders if g in each.eligible)
            most += group.count * max(group.alone * FINE, 0, *bounds)
        return -(-most // FINE)


_Label = tuple[int, int, dict[int, Path]]
"""The bound and the worth of what leads to a state, and by the promotions used, the way there."""
_Open = tuple[tuple[int, Any], ...]
"""By contender, what it has open or left, if anything was taken; then the users of exclusive groups."""
_Frontier = dict[tuple[int, _Open], _Label]
"""By the units of the present group that are given away, and the state."""
_USED: Final = (-1, True)
"""The mark that the contender which must be used is used."""


class Search:
    """One search of a sweep: its data in the form in which the inner loop needs them."""

    def __init__(self, sweep: Sweep, steps: Steps) -> None:
        self.sweep = sweep
        self.steps = steps
        self.groups = sweep.field.groups
        self.contenders = sweep.contenders
        self.by_group = [
            [
                j
                for j, each in enumerate(self.contenders)
                if group in each.eligible and sweep.exclusive[j] not in sweep.taken
            ]
            for group in range(len(self.groups))
        ]
        self.growth = Growth(self.groups, self.contenders, steps)
        self.bounds = Bounds(self.groups, self.contenders, self.growth)
        self.filled: dict[tuple[int, int], tuple[int, int, tuple[tuple[int, int], ...]]] = {}
        self.missed = -1
        self.end = min(0, -steps.left)

    def run(self, *, width: int | None, reached: int) -> Given | None:
        """The best plan worth ``reached`` or more, keeping at most ``width`` states after each group."""
        floor = reached * FINE
        frontier: _Frontier = {(0, ()): (self.bounds.total, 0, {0: ()})}
        dropped = -1
        for group in range(len(self.groups)):
            room = self._room(group) if width is None else min(width, self._room(group))
            frontier, first = self._spread(frontier, group, floor, WITHIN * room)
            frontier, then = _narrowed(frontier, room)
            dropped = max(dropped, first, then)
        if self.growth.is_short:
            dropped = max(dropped, self.bounds.total)
        self.missed = -(-dropped // FINE)
        return self._best(frontier, dropped)

    def _spread(self, frontier: _Frontier, group: int, floor: int, room: int) -> tuple[_Frontier, int]:
        """The ways to give away the units of a group that can still come to ``floor``, and what was dropped.

        A way costs the bound what its units and its contender's gain fall short of what was expected.
        """
        level, dropped = frontier, -1
        for j in self.by_group[group]:
            if self.steps.left < self.end:  # long after the steps ran out: what is left stays alone
                dropped = max(dropped, max((label[0] for label in level.values()), default=-1))
                break
            level, bound = _narrowed(self._taken(level, j, group, floor), room)
            dropped = max(dropped, bound)
        after: _Frontier = {}
        count, price = self.groups[group].count, self.bounds.prices[group]
        cycled = sum(self.bounds.gains[j].cycled(group) for j in self.by_group[group])
        for (used, state), (bound, worth, paths) in level.items():
            rest = count - used
            more, mask, cycles = self._filled(group, rest)
            left = bound - cycled + more * FINE - rest * price
            if left >= floor:
                ways = _alone(paths, mask, cycles, group) if mask or cycles else paths
                _keep(after, (0, self._noted(state, mask)), (left, worth + more, ways))
        return after, dropped

    def _taken(self, level: _Frontier, j: int, group: int, floor: int) -> _Frontier:
        """Every way in which one contender takes units of a group, none of them included."""
        count, bit = self.groups[group].count, self.sweep.bits[j]
        start = self.contenders[j].start
        after: _Frontier = {}
        priced: dict[Any, list[tuple[int, Way]]] = {}
        for (used, state), (bound, worth, paths) in level.items():
            own = next((each for i, each in state if i == j), start)
            if own not in priced:
                priced[own] = self._priced(j, own, group)
            self.steps.left -= len(priced[own])
            for slack, way in priced[own]:
                if bound + slack < floor:
                    continue
                many = way.many
                if not many:
                    _keep(after, (used, state), (bound + slack, worth, paths))
                elif used + many <= count and (others := self._others(state, j)) is not None:
                    now = others if way.after == start else tuple(sorted((*others, (j, way.after))))
                    found = {mask | bit: (path, j, group, way.notes) for mask, path in paths.items()}
                    _keep(after, (used + many, now), (bound + slack, worth + way.worth, found))
        return after

    def _priced(self, j: int, own: Any, group: int) -> list[tuple[int, Way]]:  # noqa: ANN401
        """What each way of a contender costs the bound, and the way."""
        gains, price = self.bounds.gains[j], self.bounds.prices[group]
        expected = gains.at(own, group) - gains.cycled(group)
        return [
            (way.worth * FINE - way.many * price + gains.at(way.after, group + 1) - expected, way)
            for way in self.growth.of(j, own, group)
        ]

    def _others(self, state: _Open, j: int) -> _Open | None:
        """The state without a contender's own, noting that it is used; ``None`` if another excludes it."""
        others = tuple(each for each in state if each[0] != j)
        number = self.sweep.exclusive[j]
        if number is not None:
            mark = len(self.contenders) + number
            user = next((each for i, each in others if i == mark), j)
            if user != j:
                return None
            others = tuple(sorted({*others, (mark, j)}))
        return self._noted(others, self.sweep.bits[j])

    def _noted(self, state: _Open, used: int) -> _Open:
        """The state, noting that a promotion which must be used is."""
        return tuple(sorted({*state, _USED})) if used & self.sweep.must else state

    def _filled(self, group: int, rest: int) -> tuple[int, int, tuple[tuple[int, int], ...]]:
        """The most that units of a group are worth alone or in applications of their own."""
        key = group, rest
        if key not in self.filled:
            whole = [(1, self.groups[group].alone, self.sweep.alone_bits[group], -1)]
            if self.growth.is_large(group):
                cycles = ((j, self.contenders[j].cycle(group)) for j in self.by_group[group])
                whole += [(*cycle, self.sweep.bits[j], j) for j, cycle in cycles if cycle is not None]
            self.filled[key] = _fullest(whole, rest)
        return self.filled[key]

    def _room(self, group: int) -> int:
        """How many states the steps that are left allow for each group to come."""
        cost = 1
        for later in range(group + 1, len(self.groups)):
            units = min(LARGE, self.groups[later].count)
            cost += len(self.by_group[later]) * (1 + units)
        return max(1, self.steps.left // cost)

    def _is_settled(self, state: _Open) -> bool:
        """Whether nothing is open, and what must be used is."""
        if self.sweep.must and _USED not in state:
            return False
        return all(self.contenders[j].is_settled(own) for j, own in state if 0 <= j < len(self.contenders))

    def _best(self, frontier: _Frontier, dropped: int) -> Given | None:
        ended = [label for (_, state), label in frontier.items() if self._is_settled(state)]
        if not ended:
            return None
        worth = max(each[1] for each in ended)
        found = [item for each in ended if each[1] == worth for item in each[2].items()]
        used, path = min(found, key=lambda item: fewest_first(item[0]))
        given: dict[int, list[tuple[int, Any]]] = {}
        alone = {group: each.count for group, each in enumerate(self.groups)}
        for j, group, notes in _in_order(path):
            for note in notes:
                given.setdefault(j, []).append((group, note))
                cycle = self.contenders[j].cycle(group) if isinstance(note, Cycles) else None
                alone[group] -= 1 if cycle is None else cycle[0] * note.times
        return Given(
            worth=worth,
            used=used,
            missed=max(0, -(-dropped // FINE) - worth),
            is_only=dropped < worth * FINE,
            steps={j: tuple(steps) for j, steps in given.items()},
            alone=alone,
        )


def fewest_first(mask: int) -> tuple[int, tuple[int, ...]]:
    """The order of plans by the promotions used: fewest, then the smaller identifiers (lower bits)."""
    bits = tuple(bit for bit in range(mask.bit_length()) if mask >> bit & 1)
    return len(bits), bits


def _keep(kept: _Frontier, key: tuple[int, _Open], found: _Label) -> None:
    """Keep the most that leads to a state; of what is worth the same, each set of promotions once."""
    best = kept.get(key)
    if best is None or found[1] > best[1]:
        kept[key] = found
    elif found[1] == best[1] and not found[2].keys() <= best[2].keys():
        kept[key] = best[0], best[1], {**found[2], **best[2]}


def _narrowed(frontier: _Frontier, room: int) -> tuple[_Frontier, int]:
    """No more states than there is room for; and the bound of what was dropped, else -1.

    The state in which nothing was taken always leads to a plan.
    """
    if len(frontier) <= room:
        return frontier, -1
    in_order = sorted(frontier, key=lambda key: -frontier[key][0])
    kept = {(0, ()), *in_order[:room]}
    dropped = max((frontier[key][0] for key in in_order[room:] if key not in kept), default=-1)
    return {key: label for key, label in frontier.items() if key in kept}, dropped


def _alone(
    paths: Mapping[int, Path], mask: int, cycles: Sequence[tuple[int, int]], group: int
) -> dict[int, Path]:
    """The ways on, with what the rest of a group takes."""
    found: dict[int, Path] = {}
    for before, path in paths.items():
        longer = path
        for j, times in cycles:
            longer = longer, j, group, ((), Cycles(times))
        found.setdefault(before | mask, longer)
    return found


def _fullest(
    whole: Sequence[tuple[int, int, int, int]], rest: int
) -> tuple[int, int, tuple[tuple[int, int], ...]]:
    """The most that ``rest`` units alike are worth, by items of (size, worth, bits, contender).

    All but few of the units take the item that is worth most per unit: fewer than its size of any others
    remain, or as many of them could be exchanged for it at no loss.
    """
    if len(whole) == 1:
        size, worth, bits, _ = whole[0]
        return rest * worth, bits if rest and worth else 0, ()
    densest = max(whole, key=lambda item: (Fraction(item[1], item[0]), -item[3]))
    largest = max(size for size, *_ in whole)
    many = max(0, rest - densest[0] * largest) // densest[0]
    small = rest - many * densest[0]
    best: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, (0,) * len(whole))]
    for units in range(1, small + 1):
        found = []
        for index, (size, worth, bits, _) in enumerate(whole):
            if size <= units:
                total, mask, counts = best[units - size]
                more = tuple(count + (i == index) for i, count in enumerate(counts))
                found.append((total + worth, mask | (bits if worth else 0), more))
        best.append(min(found, key=lambda item: (-item[0], fewest_first(item[1]))))
    total, mask, counts = best[small]
    times = dict(zip((item[3] for item in whole), counts, strict=True))
    times[densest[3]] += many
    mask |= densest[2] if many and densest[1] else 0
    cycles = tuple((j, count) for j, count in times.items() if j >= 0 and count)
    return total + many * densest[1], mask, cycles


def _in_order(path: Path) -> Iterator[tuple[int, int, list[Any]]]:
    """The steps of a path, the first one first."""
    steps: list[tuple[int, int, list[Any]]] = []
    while path:
        path, j, group, linked = path
        steps.append((j, group, _unlinked(linked)))
    yield from reversed(steps)


def _unlinked(linked: Path) -> list[Any]:
    """Linked notes, the first one first."""
    notes = []
    while linked:
        linked, note = linked
        notes.append(note)
    return notes[::-1]
