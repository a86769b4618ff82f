"""What has become of each piece of each order: a fold over the facts, without a rule.

Pieces of a line that share a fate are one run, so that a thousand cost as much as one. Goods taken back
or swapped are the pieces that the fact names; where those are gone already but the line has others
alike (two tills, each cut off from the other, took back one piece of two), it is the first of these.

Source: house rule (no unit twice; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

import attrs

from comptoir.facts.baskets import Carry
from comptoir.facts.conflicts import (
    AlreadyReturned,
    Conflict,
    HandedOverTwice,
    NoSuchUnits,
    NotHandedOver,
    OtherProduct,
    UnknownOrder,
)
from comptoir.facts.events import Exchanged, Fact, HandedOver, OrderPlaced, Returned, Swap, Taken
from comptoir.facts.history import History
from comptoir.facts.orders import Order
from comptoir.facts.products import Product
from comptoir.facts.units import Units, charged_for
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.quantities import pieces


@attrs.frozen(kw_only=True)
class Run:
    """Pieces of one line with one fate: the product that they are now, and what happened to them when."""

    units: Units
    product: Product
    handed_over: Instant | None = None
    exchanged_by: tuple[str, ...] = ()
    returned: Instant | None = None
    returned_by: str | None = None


@attrs.frozen(kw_only=True)
class TakenBack:
    """Goods that a return really took back: what was paid for them, and what was refunded."""

    fact: str
    at: Instant
    units: tuple[Units, ...]
    charged: int
    refunded: int


@attrs.frozen(kw_only=True)
class Held:
    """One order as it stands: the runs of its lines, the returns that count, in business order.

    ``delivery`` has what was refunded of the delivery fee, by fact.
    """

    order: Order
    runs: tuple[Run, ...]
    returns: tuple[TakenBack, ...] = ()
    delivery: tuple[tuple[str, Instant, int], ...] = ()

    def of_line(self, number: int) -> tuple[Run, ...]:
        """The runs of one line."""
        return tuple(run for run in self.runs if run.units.number == number)

    @property
    def delivery_refunded(self) -> int:
        """What was refunded of the delivery fee, in minor units."""
        return sum(amount for _, _, amount in self.delivery)


@attrs.frozen
class Holdings:
    """All orders as they stand at an instant, by id, and what does not fit."""

    orders: Mapping[str, Held]
    conflicts: tuple[Conflict, ...]


def holdings_of(history: History, moment: Moment) -> Holdings:
    """What has become of every order of a history, at a moment."""
    orders: dict[str, Held] = {}
    conflicts: list[Conflict] = [each.conflict for each in history.contradictions if moment.reaches(each.at)]
    for fact in history.known(moment):
        if isinstance(fact, OrderPlaced):
            orders[fact.order.id] = _placed(fact.order)
        elif (held := orders.get(fact.order)) is None:
            conflicts.append(UnknownOrder(fact.id, fact.order))
        else:
            orders[fact.order], found = _after(held, fact)
            conflicts.extend(found)
    return Holdings(orders, tuple(conflicts))


def _placed(order: Order) -> Held:
    carried = order.placed_at if isinstance(order.handover, Carry) else None
    runs = tuple(
        Run(
            units=Units(line.terms.number, 0, pieces(line.terms.quantity)),
            product=line.product,
            handed_over=carried,
        )
        for line in order.lines
    )
    return Held(order=order, runs=runs)


def _after(held: Held, fact: Fact) -> tuple[Held, list[Conflict]]:
    work = _Work(held, fact.id)
    match fact:
        case HandedOver(units=units, at=at):
            for some in units or tuple(_whole(held.order)):
                work.hand_over(some, at)
        case Returned():
            for taken in fact.taken:
                work.take_back(taken, fact.at)
            work.refund_delivery(fact)
        case Exchanged():
            for swap in fact.swaps:
                work.swap(swap)
        case OrderPlaced():
            raise AssertionError(fact)
        case _:
            assert_never(fact)
    return work.held, work.conflicts


def _whole(order: Order) -> Iterator[Units]:
    for line in order.lines:
        yield Units(line.terms.number, 0, pieces(line.terms.quantity))


class _Work:
    """One fact at work on one order; it lives as long as the fact is folded."""

    def __init__(self, held: Held, fact: str) -> None:
        self.conflicts: list[Conflict] = []
        self._held = held
        self._fact = fact
        self._lines: dict[int, list[Run]] = {}
        for run in held.runs:
            self._lines.setdefault(run.units.number, []).append(run)

    @property
    def held(self) -> Held:
        """The order after the fact."""
        runs = tuple(run for line in self._lines.values() for run in line)
        return attrs.evolve(self._held, runs=runs)

    def hand_over(self, units: Units, at: Instant) -> None:
        """The pieces reached the customer."""
        if not self._has(units):
            return
        for run in self._within(units):
            if run.handed_over is None:
                self._change(run.units, handed_over=at)
            else:
                self.conflicts.append(HandedOverTwice(self._fact, self._held.order.id, run.units))

    def take_back(self, taken: Taken, at: Instant) -> None:
        """The pieces came back."""
        found = self._available(taken)
        if not found:
            return
        for units in found:
            self._change(units, returned=at, returned_by=self._fact)
        shares = self._held.order.lines[taken.units.number - 1].shares
        back = TakenBack(
            fact=self._fact,
            at=at,
            units=found,
            charged=sum(charged_for(shares, units) for units in found),
            refunded=taken.refunded,
        )
        self._held = attrs.evolve(self._held, returns=(*self._held.returns, back))

    def refund_delivery(self, fact: Returned) -> None:
        """The delivery fee comes back once, and only with goods that did."""
        terms = self._held.order.delivery
        counts = any(each.fact == fact.id for each in self._held.returns)
        if not fact.delivery or terms is None or not counts:
            return
        amount = min(fact.delivery, terms.charged - self._held.delivery_refunded)
        if amount:
            entry = (fact.id, fact.at, amount)
            self._held = attrs.evolve(self._held, delivery=(*self._held.delivery, entry))

    def swap(self, swap: Swap) -> None:
        """The pieces are another product now."""
        for units in self._available(swap):
            for run in self._within(units):
                self._change(run.units, product=swap.took, exchanged_by=(*run.exchanged_by, self._fact))

    def _available(self, wanted: Taken | Swap) -> tuple[Units, ...]:
        """The pieces that a fact can have meant; none, with a conflict, where there are too few."""
        units, order = wanted.units, self._held.order.id
        if not self._has(units):
            return ()
        named = [run for run in self._within(units) if run.returned is None and run.product.sku == wanted.sku]
        found = named
        if sum(run.units.count for run in named) < units.count:
            found = list(_first(self._alike(units.number, wanted.sku), units.count))
        if sum(run.units.count for run in found) < units.count:
            self.conflicts.append(self._why_not(wanted))
            return ()
        for run in found:
            if run.handed_over is None:
                self.conflicts.append(NotHandedOver(self._fact, order, run.units))
        return tuple(run.units for run in found)

    def _alike(self, number: int, sku: str) -> Iterator[Run]:
        """The pieces of a line that are still with the customer as that product, handed over ones first."""
        alike = [run for run in self._lines[number] if run.returned is None and run.product.sku == sku]
        yield from sorted(alike, key=lambda run: (run.handed_over is None, run.units))

    def _why_not(self, wanted: Taken | Swap) -> Conflict:
        order = self._held.order.id
        for run in self._within(wanted.units):
            if run.returned_by is not None:
                return AlreadyReturned(self._fact, order, wanted.units, run.returned_by)
        for run in self._within(wanted.units):
            if run.product.sku != wanted.sku:
                return OtherProduct(self._fact, order, wanted.units, wanted.sku, run.product.sku)
        raise AssertionError(wanted)

    def _has(self, units: Units) -> bool:
        lines = self._held.order.lines
        if units.number <= len(lines) and units.after <= pieces(lines[units.number - 1].terms.quantity):
            return True
        self.conflicts.append(NoSuchUnits(self._fact, self._held.order.id, units))
        return False

    def _within(self, units: Units) -> list[Run]:
        """The runs that the pieces are, cut to them."""
        return [
            attrs.evolve(run, units=common)
            for run in self._lines[units.number]
            if (common := run.units.common(units))
        ]

    def _change(self, units: Units, **changes: Any) -> None:  # noqa: ANN401 - each field has its own type
        """Give the pieces another fate; runs are cut where they must be, and joined where they can be."""
        runs: list[Run] = []
        for run in self._lines[units.number]:
            common = run.units.common(units)
            parts = [(part, False) for part in run.units.without(units)]
            if common is not None:
                parts.append((common, True))
            for part, is_meant in sorted(parts):
                _append(runs, attrs.evolve(run, units=part, **(changes if is_meant else {})))
        self._lines[units.number] = runs


def _first(runs: Iterator[Run], count: int) -> Iterator[Run]:
    """The first so many pieces of some runs."""
    for run in runs:
        if not count:
            return
        kept = min(count, run.units.count)
        count -= kept
        yield attrs.evolve(run, units=attrs.evolve(run.units, count=kept))


def _append(runs: list[Run], run: Run) -> None:
    """Add a run, as a part of the last one where they share a fate."""
    if runs and _joins(runs[-1], run):
        first = runs.pop().units
        run = attrs.evolve(run, units=attrs.evolve(first, count=first.count + run.units.count))
    runs.append(run)


def _joins(one: Run, other: Run) -> bool:
    """Whether two runs are neighbours with one fate."""
    return (
        one.units.number == other.units.number
        and one.units.after == other.units.first
        and attrs.evolve(one, units=other.units) == other
    )
