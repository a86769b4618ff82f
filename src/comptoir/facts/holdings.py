"""What has become of each piece of each order: a fold over the facts, without a rule.

Pieces of a line that share a fate are one run, so that a thousand cost as much as one. Goods taken back
or swapped are the pieces that the fact names; where those are gone already but the line has others
alike (two tills, each cut off from the other, took back one piece of two), it is the first of these.
So it is with goods that are cancelled, among those that were not handed over; of pieces that were handed
over and cancelled, what happened first counts.

A fact from before its order was placed (a clock that is a second off) waits for it, and counts from then
on. Money that was refunded is taken as the fact states it; what exceeds what was paid is named.

Source: house rule (no unit twice; facts are never refused).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, assert_never

import attrs

from comptoir.facts.baskets import Carry
from comptoir.facts.conflicts import (
    AlreadyCancelled,
    AlreadyHandedOver,
    AlreadyReturned,
    BeforeItsOrder,
    Conflict,
    HandedOverTwice,
    NoSuchUnits,
    NotHandedOver,
    OtherCurrency,
    OtherProduct,
    OverRefunded,
    UnknownOrder,
)
from comptoir.facts.events import (
    Cancelled,
    Exchanged,
    HandedOver,
    OrderFact,
    OrderPlaced,
    Refunding,
    Returned,
    Settled,
    Swap,
    Taken,
)
from comptoir.facts.history import History
from comptoir.facts.orders import Order, OrderLine
from comptoir.facts.point_events import PointsFact
from comptoir.facts.products import Product
from comptoir.facts.units import Units, charged_for, paid_for
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.quantities import pieces
from comptoir.values.rounding import Rounding, divide


@attrs.frozen(kw_only=True)
class Run:
    """Pieces of one line with one fate: the product that they are now, and what happened to them when."""

    units: Units
    product: Product
    handed_over: Instant | None = None
    exchanged_by: tuple[str, ...] = ()
    returned: Instant | None = None
    returned_by: str | None = None
    cancelled: Instant | None = None
    cancelled_by: str | None = None

    @property
    def is_gone(self) -> bool:
        """Whether they came back, or were cancelled: they are not the customer's any more."""
        return self.returned is not None or self.cancelled is not None


@attrs.frozen(kw_only=True)
class Refunded:
    """A return or a cancelling that counts: the pieces really given up by a fact, and what it gave back.

    ``goods`` and ``delivery`` are in minor units, and so is the money by means of payment, ``tenders``.
    ``settled`` is what stood in for points that were no longer there. ``cancelled`` says that the goods had
    never been handed over.
    """

    fact: str
    cancelled: bool = False
    at: Instant
    units: tuple[Units, ...]
    goods: int
    delivery: int = 0
    tenders: tuple[tuple[str, str | None, int], ...] = ()
    settled: tuple[Settled, ...] = ()


@attrs.frozen(kw_only=True)
class Held:
    """One order as it stands: the runs of its lines, and what was given back for some, in business order.

    ``refunds`` are the returns and the cancellings that count.
    """

    order: Order
    runs: tuple[Run, ...]
    refunds: tuple[Refunded, ...] = ()

    def of_line(self, number: int) -> tuple[Run, ...]:
        """The runs of one line."""
        return tuple(run for run in self.runs if run.units.number == number)

    @cached_property
    def charged_back(self) -> int:
        """What had been charged for the goods that are the customer's no longer, in minor units."""
        shares = [line.shares for line in self.order.lines]
        units = (units for each in self.refunds for units in each.units)
        return sum(charged_for(shares[each.number - 1], each) for each in units)

    @cached_property
    def refunded(self) -> int:
        """What was refunded so far, goods and delivery, in minor units."""
        return sum(each.goods + each.delivery for each in self.refunds)

    @cached_property
    def last_handed_over(self) -> Instant | None:
        """When the last piece was handed over, or what was awaited was cancelled, if that is later.

        ``None`` while a piece is awaited, and if none was handed over.
        """
        known = [run.handed_over for run in self.runs if run.handed_over is not None]
        off = [run.cancelled for run in self.runs if run.cancelled is not None]
        is_complete = all(run.handed_over is not None or run.is_gone for run in self.runs)
        return max([*known, *off]) if known and is_complete else None


@attrs.frozen
class Holdings:
    """All orders as they stand at an instant, by id, and what does not fit."""

    orders: Mapping[str, Held]
    conflicts: tuple[Conflict, ...]


def holdings_of(history: History, moment: Moment) -> Holdings:
    """What has become of every order of a history, at a moment."""
    at_work: dict[str, _OrderAtWork] = {}
    waiting: dict[str, list[OrderFact]] = {}
    conflicts: list[Conflict] = [each.conflict for each in history.contradictions if moment.reaches(each.at)]
    for fact in history.known(moment):
        if isinstance(fact, PointsFact):
            continue
        if isinstance(fact, OrderPlaced):
            order = at_work[fact.order.id] = _OrderAtWork(fact.order, conflicts)
            for early in waiting.pop(fact.order.id, ()):
                conflicts.append(BeforeItsOrder(early.id, fact.order.id))
                order.record(early, fact.at)
        elif fact.order in at_work:
            at_work[fact.order].record(fact, fact.at)
        else:
            waiting.setdefault(fact.order, []).append(fact)
    unknown = (UnknownOrder(fact.id, order) for order, facts in waiting.items() for fact in facts)
    return Holdings({id_: order.held() for id_, order in at_work.items()}, (*conflicts, *unknown))


class _Line:
    """The runs of one line, in order; each change touches only the runs that it is about."""

    def __init__(self, run: Run) -> None:
        self.runs = [run]

    def within(self, units: Units) -> list[Run]:
        """The runs that some pieces are, cut to them."""
        first, after = self._span(units)
        found = ((run, run.units.common(units)) for run in self.runs[first:after])
        return [attrs.evolve(run, units=common) for run, common in found if common is not None]

    def change(self, units: Units, **changes: Any) -> None:  # noqa: ANN401 - each field has its own type
        """Give the pieces another fate; runs are cut where they must be, and joined where they can be."""
        first, after = self._span(units)
        parts: list[Run] = []
        for run in self.runs[first:after]:
            common = run.units.common(units)
            pieces_ = [(part, False) for part in run.units.without(units)]
            if common is not None:
                pieces_.append((common, True))
            for part, is_meant in sorted(pieces_):
                parts.append(attrs.evolve(run, units=part, **(changes if is_meant else {})))
        start, end = max(0, first - 1), min(len(self.runs), after + 1)
        self.runs[start:end] = _joined([*self.runs[start:first], *parts, *self.runs[after:end]])

    def _span(self, units: Units) -> tuple[int, int]:
        """From which run until before which the pieces lie."""
        first = bisect_right(self.runs, units.first, key=_first_piece) - 1
        return first, bisect_right(self.runs, units.after - 1, key=_first_piece)


class _OrderAtWork:
    """One order, to which facts happen; it lives as long as the fold."""

    def __init__(self, order: Order, conflicts: list[Conflict]) -> None:
        self._order = order
        self._lines = {
            line.terms.number: _Line(
                Run(units=line.units, product=line.product, handed_over=_carried_at(order, line))
            )
            for line in order.lines
        }
        self._refunds: list[Refunded] = []
        self._conflicts = conflicts
        self._given_back = 0
        self._money = 0
        self._by_tender: Counter[tuple[str, str | None]] = Counter()

    def held(self) -> Held:
        """The order as it stands."""
        runs = tuple(run for line in self._lines.values() for run in line.runs)
        return Held(order=self._order, runs=runs, refunds=tuple(self._refunds))

    def record(self, fact: OrderFact, at: Instant) -> None:
        """Something happened to the order."""
        match fact:
            case HandedOver(units=units):
                for some in units or self._to_hand_over():
                    self._hand_over(fact.id, some, at)
            case Returned() | Cancelled():
                self._give_up(fact, at)
            case Exchanged():
                for swap in fact.swaps:
                    for some in self._available(fact.id, swap):
                        self._swap(fact.id, some, swap.took)
            case OrderPlaced():
                raise AssertionError(fact)
            case _:
                assert_never(fact)

    def _to_hand_over(self) -> tuple[Units, ...]:
        """All that was neither carried away when it was bought nor cancelled; everything if there is none."""
        order = self._order
        awaited = [line for line in order.lines if _carried_at(order, line) is None] or order.lines
        runs = [run for line in awaited for run in self._lines[line.terms.number].runs]
        return tuple(run.units for run in runs if run.cancelled is None) or tuple(run.units for run in runs)

    def _hand_over(self, fact: str, units: Units, at: Instant) -> None:
        """The pieces reached the customer; those swapped by post may do so again."""
        if not self._has(fact, units):
            return
        for run in self._lines[units.number].within(units):
            if run.cancelled_by is not None:
                gone = AlreadyCancelled(fact, self._order.id, run.units, run.cancelled_by)
                self._conflicts.append(gone)
            elif run.handed_over is None:
                self._lines[units.number].change(run.units, handed_over=at)
            elif not run.exchanged_by:
                self._conflicts.append(HandedOverTwice(fact, self._order.id, run.units))

    def _swap(self, fact: str, units: Units, took: Product) -> None:
        """The pieces are another product now."""
        line = self._lines[units.number]
        for run in line.within(units):
            line.change(run.units, product=took, exchanged_by=(*run.exchanged_by, fact))

    def _give_up(self, fact: Returned | Cancelled, at: Instant) -> None:
        """Pieces came back, or were cancelled; what was given back for them counts with them."""
        is_cancelled = isinstance(fact, Cancelled)
        fate = "cancelled" if is_cancelled else "returned"
        back: list[Units] = []
        goods = excess = 0
        for taken in fact.taken:
            units = self._available(fact.id, taken, are_awaited=is_cancelled)
            for some in units:
                self._lines[some.number].change(some, **{fate: at, f"{fate}_by": fact.id})
            if units:
                paid = paid_for(self._order.lines[taken.units.number - 1].shares, taken.units)
                fee = taken.fee if isinstance(taken, Taken) else 0
                excess = max(excess, taken.refunded + fee - paid)
                goods += taken.refunded
            back += units
        if not back:
            return
        if fact.currency != self._order.currency:
            self._conflicts.append(OtherCurrency(fact.id, self._order.id, fact.currency))
            other = Refunded(fact=fact.id, cancelled=is_cancelled, at=at, units=tuple(back), goods=0)
            self._refunds.append(other)
            return
        refunded = _counting(fact, at, tuple(back), goods)
        self._refunds.append(refunded)
        if (excess := max(excess, self._excess(refunded))) > 0:
            self._conflicts.append(OverRefunded(fact.id, self._order.id, excess))

    def _excess(self, refunded: Refunded) -> int:
        """By how much more was given back by now than was paid: in all, in money, for delivery, by tender."""
        order = self._order
        self._given_back += refunded.goods + refunded.delivery
        paid = 0 if order.redemption is None else order.redemption.paid
        self._money += sum(minor for _, _, minor in refunded.tenders)
        excesses = [self._given_back - order.value, self._money - (order.value - paid)]
        if refunded.delivery:
            excesses.append(sum(each.delivery for each in self._refunds) - order.fees)
        by_tender = Counter[tuple[str, str | None]]()
        for tender in order.tenders:
            by_tender[tender.means, tender.reference] += tender.amount.minor
        for means, reference, minor in refunded.tenders:
            self._by_tender[means, reference] += minor
            if (means, reference) in by_tender:
                excesses.append(self._by_tender[means, reference] - by_tender[means, reference])
        return max(excesses)

    def _available(
        self, fact: str, wanted: Refunding | Swap, *, are_awaited: bool = False
    ) -> tuple[Units, ...]:
        """The pieces that a fact can have meant; none, with a conflict, where there are too few.

        They are with the customer, or still awaited.
        """
        units, order = wanted.units, self._order.id
        if not self._has(fact, units):
            return ()

        def fits(run: Run) -> bool:
            is_there = not run.is_gone and run.product.sku == wanted.sku
            return is_there and not (are_awaited and run.handed_over is not None)

        line = self._lines[units.number]
        named = line.within(units)
        found = [run for run in named if fits(run)]
        if sum(run.units.count for run in found) < units.count:
            found = list(_first(_handed_over_first(filter(fits, line.runs)), units.count))
        if sum(run.units.count for run in found) < units.count:
            self._conflicts.append(_why_not(fact, order, wanted, named))
            return ()
        for run in found:
            if run.handed_over is None and not are_awaited:
                self._conflicts.append(NotHandedOver(fact, order, run.units))
        return tuple(run.units for run in found)

    def _has(self, fact: str, units: Units) -> bool:
        lines = self._order.lines
        if units.number <= len(lines) and units.after <= pieces(lines[units.number - 1].terms.quantity):
            return True
        self._conflicts.append(NoSuchUnits(fact, self._order.id, units))
        return False


def _handed_over_first(runs: Iterable[Run]) -> Iterable[Run]:
    return sorted(runs, key=lambda run: (run.handed_over is None, run.units))


def _counting(fact: Returned | Cancelled, at: Instant, back: tuple[Units, ...], goods: int) -> Refunded:
    """What a fact gave back; if only some of its goods count, the same share of each tender."""
    given, whole = goods + fact.delivery, fact.refunded

    def counted(amount: int) -> int:
        return divide(amount * given, whole, Rounding.HALF_UP) if whole else 0

    return Refunded(
        fact=fact.id,
        cancelled=isinstance(fact, Cancelled),
        at=at,
        units=back,
        goods=goods,
        delivery=fact.delivery,
        tenders=tuple(
            (tender.means, tender.reference, counted(tender.amount.minor)) for tender in fact.tenders
        ),
        settled=fact.settled,
    )


def _why_not(fact: str, order: str, wanted: Refunding | Swap, named: Iterable[Run]) -> Conflict:
    """Why the pieces that a fact names cannot be the ones."""
    runs = list(named)
    for run in runs:
        if run.returned_by is not None:
            return AlreadyReturned(fact, order, wanted.units, run.returned_by)
        if run.cancelled_by is not None:
            return AlreadyCancelled(fact, order, wanted.units, run.cancelled_by)
    held = next((run.product.sku for run in runs if run.product.sku != wanted.sku), None)
    if held is None:
        return AlreadyHandedOver(fact, order, wanted.units)
    return OtherProduct(fact, order, wanted.units, wanted.sku, held)


def _carried_at(order: Order, line: OrderLine) -> Instant | None:
    """When a line was handed over as it was bought; ``None`` if it is to be later."""
    return order.placed_at if isinstance(order.handover_of(line), Carry) else None


def _first(runs: Iterable[Run], count: int) -> Iterator[Run]:
    """The first so many pieces of some runs."""
    for run in runs:
        if not count:
            return
        kept = min(count, run.units.count)
        count -= kept
        yield attrs.evolve(run, units=attrs.evolve(run.units, count=kept))


def _first_piece(run: Run) -> int:
    return run.units.first


def _joined(runs: Iterable[Run]) -> list[Run]:
    """The runs, neighbours with one fate as one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and attrs.evolve(last, units=run.units) == run:
            count = last.units.count + run.units.count
            joined[-1] = attrs.evolve(last, units=attrs.evolve(last.units, count=count))
        else:
            joined.append(run)
    return joined
