"""What may become of several units of a group that one contender takes, found once for each of its states.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from comptoir.pricing.choosing.contenders import Contender, State
from comptoir.pricing.choosing.units import UnitGroup

LARGE: Final = 64
"""Units alike above which they are given in whole applications."""


@attrs.define
class Steps:
    """The counted work of a layer that is left."""

    left: int


@attrs.frozen
class Way:
    """``many`` units for a contender: its state ``after`` them, what they are worth, and linked notes."""

    many: int
    after: State
    worth: int
    notes: Any = ()


@attrs.define
class Growth:
    """The ways of every contender, by its state and the group; the more units first, none last.

    ``is_short`` once the steps ran out before all ways were found.
    """

    groups: Sequence[UnitGroup]
    contenders: Sequence[Contender]
    steps: Steps
    is_short: bool = False
    _known: dict[tuple[int, State, int], list[Way]] = attrs.field(factory=dict, init=False)

    def is_large(self, group: int) -> bool:
        """Whether a group's units are not looked at one by one."""
        return self.groups[group].count > LARGE

    def of(self, contender: int, state: State, group: int) -> list[Way]:
        """The ways from a state, with the units of a group."""
        key = contender, state, group
        if key not in self._known:
            self._known[key] = self._find(contender, state, group)
        return self._known[key]

    def _find(self, number: int, state: State, group: int) -> list[Way]:
        contender, count = self.contenders[number], self.groups[group].count
        cycle = contender.cycle(group) if self.is_large(group) else None
        found = [Way(0, state, 0)]
        current: dict[State, tuple[int, Any]] = {state: (0, ())}
        for many in range(1, 1 + (count if cycle is None else 2 * cycle[0])):
            following: dict[State, tuple[int, Any]] = {}
            for before, (worth, notes) in current.items():
                self.steps.left -= contender.effort(before)
                for move in contender.moves(before, group):
                    total = worth + move.worth
                    if move.state not in following or total > following[move.state][0]:
                        following[move.state] = total, (notes, move.note)
            current = following
            if not current:
                break
            if self.steps.left < 0:
                self.is_short = True
                break
            found += [Way(many, after, worth, notes) for after, (worth, notes) in current.items()]
        return found[::-1]
