"""In which order a sweep is searched: a good plan quickly, then everything that can still be better.

A narrow search looks for a good plan. Should it be worse than what one contender could have by itself, that
one takes its units, then the next of what is left: so no plan that is found is worse than any single offer.
With a good plan known, prices are found that bound all others closely, and a wide search goes through all
that the bounds leave. Of more contenders than the steps allow for, those that promise most are searched;
the bound still speaks of all.

Source: house rule (law Q3).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from comptoir.pricing.choosing.contenders import FINE
from comptoir.pricing.choosing.growth import LARGE, Steps
from comptoir.pricing.choosing.sweep import WITHIN, Given, Search, Sweep

FIRST_LOOK: Final = 12
"""States that a first, narrow search keeps."""
SEARCHED_LEAST: Final = 8
"""Contenders that are searched, however few steps there are."""
BY_ITSELF: Final = 32
"""States that are kept when one contender is looked at by itself."""
GREEDY_STEPS: Final = 20_000
"""Steps that a first plan may take, however few there are."""


def best_given(sweep: Sweep, steps: Steps) -> Given | None:
    """The best plan found within the steps; ``None`` only if what must be used cannot be."""
    search = Search(sweep, steps)
    if len(sweep.contenders) < 2 or sweep.must:
        return search.run(width=None, reached=-1)
    gains = search.bounds.by_themselves()
    few = _promising(sweep, gains, steps)
    if len(few) == len(sweep.contenders):
        return _searched(search, gains)
    found = _searched(Search(_only(sweep, few), steps), [gains[j] for j in few])
    search.bounds.improve(found.worth, steps)
    bound = -(-search.bounds.total // FINE)
    return attrs.evolve(_renumbered(found, few), missed=max(0, bound - found.worth), is_only=False)


def _searched(search: Search, gains: Sequence[int]) -> Given:
    """The best plan that is found; ``gains`` are the most that each contender can gain by itself."""
    first = search.run(width=FIRST_LOOK, reached=-1)
    if first is None or (first.worth - _alone(search.sweep)) * FINE < max(gains):
        greedy = _greedy(search.sweep, gains, Steps(max(search.steps.left, GREEDY_STEPS)))
        first = greedy if first is None or greedy.worth > first.worth else first
    if first.is_only:
        return first
    search.bounds.improve(first.worth, search.steps)
    again = search.run(width=None, reached=first.worth)
    return again or attrs.evolve(first, missed=max(0, search.missed - first.worth))


def _greedy(sweep: Sweep, gains: Sequence[int], steps: Steps) -> Given:
    """The contender that gains most by itself takes its units, then the next of what is left.

    ``gains`` are the most that each can gain by itself, by their bounds.
    """
    in_order = sorted(range(len(gains)), key=lambda j: -gains[j])
    best = _by_itself(sweep, in_order[0], steps)
    first = in_order[0]
    for j in in_order[1:]:
        if steps.left < 0 or gains[j] <= (best.worth - _alone(sweep)) * FINE:
            break
        other = _by_itself(sweep, j, steps)
        if other.worth > best.worth:
            best, first = other, j
    taken = {first: best.steps.get(0, ())}
    left = _without(sweep, first, best)
    for j in in_order:
        if steps.left < 0 or gains[j] <= 0:
            break
        if j == first or left.exclusive[j] in left.taken:
            continue
        given = _by_itself(left, j, steps)
        if given.worth > _alone(left):
            taken[j] = given.steps[0]
            left = _without(left, j, given)
    return _put_together(sweep, left, taken)


def _by_itself(sweep: Sweep, j: int, steps: Steps) -> Given:
    """The best plan with one contender only."""
    found = Search(_only(sweep, [j]), steps).run(width=BY_ITSELF, reached=-1)
    assert found is not None
    return found


def _only(sweep: Sweep, few: Sequence[int]) -> Sweep:
    """The sweep with some of its contenders."""
    return attrs.evolve(
        sweep,
        contenders=[sweep.contenders[j] for j in few],
        bits=[sweep.bits[j] for j in few],
        exclusive=[sweep.exclusive[j] for j in few],
    )


def _without(sweep: Sweep, j: int, given: Given) -> Sweep:
    """The sweep over the units that a contender left, in which its exclusive group is used."""
    groups = [attrs.evolve(group, count=given.alone[index]) for index, group in enumerate(sweep.field.groups)]
    number = sweep.exclusive[j]
    taken = sweep.taken if number is None or not given.steps else sweep.taken | {number}
    return attrs.evolve(sweep, field=attrs.evolve(sweep.field, groups=groups), taken=taken)


def _put_together(sweep: Sweep, left: Sweep, taken: dict[int, tuple[tuple[int, Any], ...]]) -> Given:
    """The plan of contenders that took their units one after the other."""
    worth = _alone(left)
    used = 0
    for j, steps in taken.items():
        contender = sweep.contenders[j]
        worth += contender.worth_of(contender.reductions(steps))
        used |= sweep.bits[j] if steps else 0
    for index, group in enumerate(left.field.groups):
        if group.count and group.alone:
            used |= sweep.alone_bits[index]
    alone = {index: group.count for index, group in enumerate(left.field.groups)}
    steps_taken = {j: steps for j, steps in taken.items() if steps}
    return Given(worth=worth, used=used, missed=0, is_only=False, steps=steps_taken, alone=alone)


def _alone(sweep: Sweep) -> int:
    """What all units are worth alone."""
    return sum(group.count * group.alone for group in sweep.field.groups)


def _promising(sweep: Sweep, gains: Sequence[int], steps: Steps) -> list[int]:
    """As many contenders as the steps allow for, those that can gain most; in their order."""
    left = steps.left // 2
    few: list[int] = []
    for j in sorted(range(len(gains)), key=lambda j: -gains[j]):
        units = (min(LARGE, sweep.field.groups[group].count) for group in sweep.contenders[j].eligible)
        left -= FIRST_LOOK * WITHIN * sum(1 + count for count in units)
        if left < 0 and len(few) >= SEARCHED_LEAST:
            break
        few.append(j)
    return sorted(few)


def _renumbered(given: Given, few: Sequence[int]) -> Given:
    """A plan of some contenders, by their numbers among all."""
    return attrs.evolve(given, steps={few[j]: steps for j, steps in given.steps.items()})
