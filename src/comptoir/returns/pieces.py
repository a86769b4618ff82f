"""Which pieces of an order are meant by what a customer gives back.

Pieces of a line are alike, so the first that the customer still has are taken, by a preference that is
handed in. It knows nothing of rights or money.

Source: house rule (law R3: no piece twice).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from comptoir.facts.holdings import Run
from comptoir.facts.orders import Order
from comptoir.facts.units import Units
from comptoir.values.quantities import pieces


def pieces_meant(order: Order, what: str | int) -> Units | None:
    """The pieces of a channel's ref, or of the line of a number; ``None`` if the order has none."""
    if isinstance(what, str):
        found = next((ref for ref in order.refs if ref.ref == what), None)
        return None if found is None else Units(found.number, found.first, found.units)
    if what > len(order.lines):
        return None
    return Units(what, 0, pieces(order.lines[what - 1].terms.quantity))


def first_pieces(
    runs: Iterable[Run], within: Units, quantity: int, preference: Callable[[Run], tuple[bool, ...]]
) -> list[Run]:
    """The first so many pieces of some runs that lie within others, by preference; all if there are fewer."""
    found: list[Run] = []
    listed = list(runs)
    if len(listed) > 1:
        listed.sort(key=lambda run: (preference(run), run.units))
    for run in listed:
        common = run.units.common(within)
        if common is not None and quantity:
            count = min(common.count, quantity)
            found.append(attrs.evolve(run, units=attrs.evolve(common, count=count)))
            quantity -= count
    return found


def without(runs: Iterable[Run], gone: Units) -> Iterator[Run]:
    """What is left of some runs."""
    for run in runs:
        for units in run.units.without(gone):
            yield attrs.evolve(run, units=units)
