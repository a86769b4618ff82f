"""Some pieces of one line of an order: what is handed over, comes back or is exchanged.

A line's pieces are numbered from 0; what was weighed or measured is one piece.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.quantities import Measured, Quantity

if TYPE_CHECKING:  # terms hold units
    from comptoir.facts.terms import Share


@attrs.frozen(order=True)
class Units:
    """``count`` pieces of line ``number`` (from 1), from piece ``first`` (from 0) on."""

    number: int
    first: int
    count: int

    def __attrs_post_init__(self) -> None:
        for where, number, least in (
            ("number", self.number, 1),
            ("first", self.first, 0),
            ("count", self.count, 1),
        ):
            if type(number) is not int:
                raise WrongType.at(where, shown(number), "pass a whole number as int", code="not_an_int")
            if number < least:
                raise WrongValue.at(where, shown(number), f"pass {least} or more", code="too_small")

    @property
    def after(self) -> int:
        """The first piece that is none of them."""
        return self.first + self.count

    def common(self, other: Units) -> Units | None:
        """The pieces that are in both."""
        if self == other:
            return self
        first, after = max(self.first, other.first), min(self.after, other.after)
        return (
            Units(self.number, first, after - first)
            if self.number == other.number and first < after
            else None
        )

    def without(self, gone: Units) -> tuple[Units, ...]:
        """What is left of them once others are gone: what comes before, and what comes after."""
        common = self.common(gone)
        if common is None:
            return (self,)
        if common == self:
            return ()
        sides = ((self.first, common.first), (common.after, self.after))
        return tuple(Units(self.number, first, after - first) for first, after in sides if first < after)


def united(units: Iterable[Units]) -> tuple[Units, ...]:
    """Pieces in order, each once; those that follow each other are written as one."""
    found: list[Units] = []
    for each in sorted(units):
        last = found[-1] if found else None
        if last is not None and last.number == each.number and each.first <= last.after:
            after = max(last.after, each.after)
            found[-1] = Units(last.number, last.first, after - last.first)
        else:
            found.append(each)
    return tuple(found)


def quantity_of(line: Quantity, units: Units) -> Quantity:
    """How much of a line some pieces are: their number, or what was weighed or measured."""
    return line if isinstance(line, Measured) else units.count


def shares_within(shares: Iterable[Share], units: Units) -> Iterator[tuple[int, Share]]:
    """The shares that those pieces carry, each with how many of the pieces carry it."""
    start = 0
    for share in shares:
        inside = min(units.after, start + share.units) - max(units.first, start)
        if inside > 0:
            yield inside, share
        start += share.units


def charged_for(shares: Iterable[Share], units: Units) -> int:
    """What was charged for those pieces, on the basis of their price, in minor units."""
    return sum(count * share.charged for count, share in shares_within(shares, units))


def paid_for(shares: Iterable[Share], units: Units) -> int:
    """What the customer paid for those pieces, extras and tax included, in minor units."""
    return sum(count * share.paid for count, share in shares_within(shares, units))


def left_of(shares: Iterable[Share], units: Units, reduced: int) -> int:
    """What was paid for those pieces less ``reduced`` minor units for each; never below nothing for one."""
    return sum(count * max(0, share.paid - reduced) for count, share in shares_within(shares, units))


def charged_off(shares: Iterable[Share], units: Units, reduced: int) -> int:
    """The part of what was charged for pieces that ``reduced`` minor units are of what was paid for each.

    In minor units, rounded down by piece.
    """
    return sum(
        count * (share.charged * min(reduced, share.paid) // share.paid)
        for count, share in shares_within(shares, units)
        if share.paid > 0
    )
