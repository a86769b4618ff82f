"""The second for half, the third for a quarter: ``{ positions = { of = 2, off = { "2" = "50" } } }``.

Units of a set stand from the dearest to the cheapest; each position has its own percentage.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import ClassVar

import attrs

from comptoir.pricing.kinds import SET_MAX, SetBenefit, SetUnit, Slot
from comptoir.values.collections import frozen_mapping
from comptoir.values.errors import WrongValue, quoted
from comptoir.values.percentages import Percent
from comptoir.values.policies import Minting
from comptoir.values.quantities import checked_count


def _off(off: Mapping[str, Percent | str]) -> Mapping[str, Percent]:
    written = frozen_mapping(off, "off")
    return frozen_mapping({key: Percent.of(each, f"off.{key}") for key, each in written.items()}, "off")


@attrs.frozen(kw_only=True)
class Positions(SetBenefit):
    """Of each ``of`` units, the one at a position (1 is the dearest) is reduced by what ``off`` says of it.

    >>> Positions(of=2, off={"2": "50"}).off["2"].to_text()
    '50'
    """

    kind: ClassVar[str] = "positions"
    of: int
    off: Mapping[str, Percent] = attrs.field(converter=_off)

    def __attrs_post_init__(self) -> None:
        checked_count(self.of, "of", 2, SET_MAX)
        if not self.off:
            cure = 'name a position and its percentage, such as { "2" = "50" }'
            raise WrongValue.at("off", "found no position", cure, code="gives_nothing")
        known = {str(position) for position in range(1, self.of + 1)}
        for key in self.off:
            if key not in known:
                cure = f"use a position from 1 (the dearest) to {self.of}"
                raise WrongValue.at(f"off.{key}", f"found {quoted(key)}", cure, code="no_such_position")

    @property
    def slots(self) -> tuple[Slot, ...]:
        """One, for all units."""
        return (Slot(least=self.of),)

    @property
    def by_position(self) -> bool:
        """Each position has its own percentage."""
        return True

    @property
    def in_turn(self) -> bool:
        """Only where one percentage is off the cheapest and nothing off the others."""
        changes = [(before, after) for before, after in pairwise(self._along) if before != after]
        return not changes or (len(changes) == 1 and changes[0][0] == Percent(0))

    @property
    def _along(self) -> list[Percent]:
        return [self.off.get(str(position), Percent(0)) for position in range(1, self.of + 1)]

    def cut(self, slot: int, position: int, unit: SetUnit, minting: Minting) -> int:
        """The position's percentage, rounded for each unit."""
        del slot
        percent = self.off.get(str(position), Percent(0))
        return min(unit.amount, percent.of_amount(unit.base(minting.percent_of), minting.rounding))
