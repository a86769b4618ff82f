"""How many more units it takes before a basket's fill the slots of a set so often.

A unit fills one slot of one application. Whether another offer wants it too is not looked at here.

Source: house rule (a maximum flow from units to slots: Ford and Fulkerson, 1956).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from comptoir.facts.products import Product
from comptoir.pricing.kinds import Charge, Slot

Fits = tuple[int, ...]
"""The numbers of the slots that a unit may fill, from 0."""


def fits_of(product: Product, slots: Iterable[Slot]) -> Fits:
    """The slots that units of a product may fill."""
    return tuple(number for number, slot in enumerate(slots) if slot.on.selects(product))


@attrs.frozen
class Fitting:
    """Slots, and how many units there are to fill them: those that fit the same slots together."""

    slots: tuple[Slot, ...]
    supply: Mapping[Fits, int]

    @classmethod
    def of(cls, slots: Iterable[Slot], charges: Iterable[Charge]) -> Fitting:
        """The slots, and the units of charges that fill one."""
        slots, supply = tuple(slots), Counter[Fits]()
        for charge in charges:
            if fits := fits_of(charge.product, slots):
                supply[fits] += charge.units
        return cls(slots, supply)

    def with_more(self, units: Mapping[Fits, int]) -> Fitting:
        """With more units."""
        return attrs.evolve(self, supply=Counter(self.supply) + Counter(units))

    @property
    def size(self) -> int:
        """The fewest units of an application."""
        return sum(slot.least for slot in self.slots)

    def lacks(self, times: int) -> int:
        """How many units it takes at least before it fits so often."""
        flow = _Flow([times * slot.least for slot in self.slots])
        for fits, units in sorted(self.supply.items()):
            flow.give(fits, units)
        return sum(flow.open)


class _Flow:
    """Units on their way to slots: what is still ``open`` of each, and which units have filled it."""

    def __init__(self, open_: Sequence[int]) -> None:
        self.open = list(open_)
        self.given: Counter[tuple[Fits, int]] = Counter()

    def give(self, fits: Fits, units: int) -> None:
        """Fill as much as units can, others making room where they fit elsewhere."""
        while units and (path := self._path(fits)):
            many = min(units, self.open[path[-1][1]])
            for (mover, _), (_, left) in zip(path[1:], path, strict=False):
                many = min(many, self.given[mover, left])
            for index, (mover, slot) in enumerate(path):
                self.given[mover, slot] += many
                if index:
                    self.given[mover, path[index - 1][1]] -= many
            self.open[path[-1][1]] -= many
            units -= many

    def _path(self, fits: Fits) -> list[tuple[Fits, int]]:
        """Who moves to which slot, one after the other, until one that is open; nothing if there is none."""
        before: dict[int, tuple[Fits, int | None]] = dict.fromkeys(fits, (fits, None))
        queue = list(fits)
        for slot in queue:
            if self.open[slot]:
                path: list[tuple[Fits, int]] = []
                at: int | None = slot
                while at is not None:
                    mover, origin = before[at]
                    path.append((mover, at))
                    at = origin
                return path[::-1]
            for (mover, filled), many in sorted(self.given.items()):
                if filled == slot and many:
                    for other in mover:
                        if other not in before:
                            before[other] = mover, slot
                            queue.append(other)
        return []
