"""The pieces of an order while facts happen to them: which a fact means, and why not those that it names.

Decides no fate: it finds the pieces, and names what does not fit. Where those that a fact names are gone
already but the line has others alike (two tills, each cut off from the other, took back one piece of two), it
is the first of these. So it is with goods that are cancelled, among those that were not handed over.

Source: house rule (no unit twice; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from comptoir.facts.conflicts import (
    AlreadyCancelled,
    AlreadyHandedOver,
    AlreadyReturned,
    AlreadySwapped,
    Conflict,
    NoSuchUnits,
    NotHandedOver,
    OtherProduct,
)
from comptoir.facts.events import Exchanged, Refunding, Swap
from comptoir.facts.handovers import Carry
from comptoir.facts.held import Run
from comptoir.facts.line_at_work import LineAtWork, first_of
from comptoir.facts.orders import Order, OrderLine
from comptoir.facts.units import Units
from comptoir.values.instants import Instant
from comptoir.values.quantities import pieces


class Whereabouts(Enum):
    """Where pieces are, of which a fact speaks."""

    WITH_CUSTOMER = "with_customer"
    AWAITED = "awaited"
    ANYWHERE = "anywhere"


class PiecesAtWork:
    """The pieces of one order, by line; it lives as long as the fold."""

    def __init__(self, order: Order, conflicts: list[Conflict]) -> None:
        self._order = order
        self._conflicts = conflicts
        self.lines = {
            line.terms.number: LineAtWork(
                Run(units=line.units, product=line.product, handed_over=_carried_at(order, line))
            )
            for line in order.lines
        }

    @property
    def runs(self) -> tuple[Run, ...]:
        """All of them, in order."""
        return tuple(run for line in self.lines.values() for run in line.runs)

    def are_gone(self, units: Units) -> bool:
        """Whether none of some pieces is the customer's any more."""
        return all(run.is_gone for run in self.lines[units.number].within(units))

    def not_gone(self) -> tuple[Units, ...]:
        """All that is the customer's, or is to be; everything if nothing is."""
        runs = self.runs
        return tuple(run.units for run in runs if not run.is_gone) or tuple(run.units for run in runs)

    def with_customer(self) -> tuple[Units, ...]:
        """All that the customer has; if nobody has said that they do, all that they are to have."""
        runs = self.runs
        theirs = (run.units for run in runs if run.handed_over is not None and not run.is_gone)
        return tuple(theirs) or self.not_gone()

    def to_hand_over(self) -> tuple[Units, ...]:
        """All that was neither carried away when it was bought nor cancelled; everything if there is none."""
        order = self._order
        awaited = [line for line in order.lines if _carried_at(order, line) is None] or order.lines
        runs = [run for line in awaited for run in self.lines[line.terms.number].runs]
        return tuple(run.units for run in runs if run.cancelled is None) or tuple(run.units for run in runs)

    def still_there(self, fact: str, units: Units) -> list[Run]:
        """The runs that some pieces are, without those that are gone, which are named."""
        runs = self.lines[units.number].within(units) if self.has(fact, units) else []
        gone = (why_gone(fact, self._order.id, run.units, run) for run in runs)
        self._conflicts += [conflict for conflict in gone if conflict is not None]
        return [run for run in runs if not run.is_gone]

    def to_swap(self, fact: Exchanged, swap: Swap, *, are_missing: bool) -> tuple[Units, ...]:
        """The pieces that were swapped: those of which the same swaps were known, if there are enough.

        What was swapped before by an exchange that was not known is named. For a claim, it is its own pieces.
        """

        def by_another(run: Run) -> str | None:
            last = run.exchanged_by[-1] if run.exchanged_by else None
            return None if last == swap.after else last

        units = self.available(
            fact.id,
            swap,
            are_missing=are_missing,
            is_meant=lambda run: fact.claim is None and by_another(run) is None,
        )
        for run in (run for some in units for run in self.lines[some.number].within(some)):
            by = by_another(run)
            if by is not None:
                self._conflicts.append(AlreadySwapped(fact.id, self._order.id, run.units, by))
        return units

    def available(
        self,
        fact: str,
        wanted: Refunding | Swap,
        where: Whereabouts = Whereabouts.WITH_CUSTOMER,
        *,
        are_missing: bool = False,
        is_meant: Callable[[Run], bool] | None = None,
    ) -> tuple[Units, ...]:
        """The pieces that a fact can have meant; none, with a conflict, where there are too few.

        Those that ``is_meant`` picks come first, if there are enough. Pieces that should be with the customer
        and are still awaited count, and are named, unless a claim says that they ``are_missing``.
        """
        units, order = wanted.units, self._order.id
        if not self.has(fact, units):
            return ()

        def fits(run: Run) -> bool:
            is_there = not run.is_gone and run.product.sku == wanted.sku
            return is_there and not (where is Whereabouts.AWAITED and run.handed_over is not None)

        found: Sequence[Run] = ()
        if is_meant is not None:
            found = self._named_or_alike(units, lambda run: fits(run) and is_meant(run))
        found = found or self._named_or_alike(units, fits)
        if not found:
            self._conflicts.append(_why_not(fact, order, wanted, self.lines[units.number].within(units)))
        elif where is Whereabouts.WITH_CUSTOMER and not are_missing:
            awaited = (run.units for run in found if run.handed_over is None)
            self._conflicts += [NotHandedOver(fact, order, some) for some in awaited]
        return tuple(run.units for run in found)

    def _named_or_alike(self, units: Units, fits: Callable[[Run], bool]) -> Sequence[Run]:
        """The runs that some pieces are, if they fit; else the first that do of their line, if enough do."""
        line = self.lines[units.number]
        found = [run for run in line.within(units) if fits(run)]
        if _count(found) < units.count:
            found = list(first_of(_handed_over_first(filter(fits, line.runs)), units.count))
        return found if _count(found) == units.count else ()

    def has(self, fact: str, units: Units) -> bool:
        """Whether the order has some pieces; they are named if not."""
        lines = self._order.lines
        if units.number <= len(lines) and units.after <= pieces(lines[units.number - 1].terms.quantity):
            return True
        self._conflicts.append(NoSuchUnits(fact, self._order.id, units))
        return False


def _count(runs: Iterable[Run]) -> int:
    return sum(run.units.count for run in runs)


def _handed_over_first(runs: Iterable[Run]) -> Iterable[Run]:
    return sorted(runs, key=lambda run: (run.handed_over is None, run.units))


def _why_not(fact: str, order: str, wanted: Refunding | Swap, named: Iterable[Run]) -> Conflict:
    """Why the pieces that a fact names cannot be the ones."""
    runs = list(named)
    for run in runs:
        gone = why_gone(fact, order, wanted.units, run)
        if gone is not None:
            return gone
    held = next((run.product.sku for run in runs if run.product.sku != wanted.sku), None)
    if held is None:
        return AlreadyHandedOver(fact, order, wanted.units)
    return OtherProduct(fact, order, wanted.units, wanted.sku, held)


def why_gone(fact: str, order: str, units: Units, run: Run) -> Conflict | None:
    """By what pieces are the customer's no longer; ``None`` if they are."""
    if run.returned_by is not None:
        return AlreadyReturned(fact, order, units, run.returned_by)
    if run.cancelled_by is not None:
        return AlreadyCancelled(fact, order, units, run.cancelled_by)
    return None


def _carried_at(order: Order, line: OrderLine) -> Instant | None:
    """When a line was handed over as it was bought; ``None`` if it is to be later."""
    return order.placed_at if isinstance(order.handover_of(line), Carry) else None
