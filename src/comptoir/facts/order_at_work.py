"""One order to which facts happen: what becomes of its pieces and of its money, without a rule.

Pieces of a line that share a fate are one run, so that a thousand cost as much as one. Of pieces that were
handed over and cancelled, what happened first counts. Where money is given back for goods that the customer
keeps, each of their pieces has an equal part of it, as pieces have of what their line was charged.

Of what goods pass through, the first time counts, and of their being handed back the last. What was sent
back or received is with the customer again once it is handed back or swapped. What was swapped before it
was given back is owed until it is received.

A claim is about the pieces that it names and that are not gone; what takes pieces of it and names it is
their remedy, and it ends when none of them is left without one.

Money that was refunded is taken as the fact states it; what exceeds what was paid is named.

Source: house rule (no unit twice; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, assert_never

import attrs

from comptoir.facts.claim_events import Claimed, ClaimPassed, PassedOn
from comptoir.facts.claims_at_work import ClaimsAtWork
from comptoir.facts.conflicts import (
    AlreadyCancelled,
    Conflict,
    HandedOverTwice,
    OtherCurrency,
)
from comptoir.facts.events import (
    Cancelled,
    Captured,
    Exchanged,
    HandedOver,
    Informed,
    OrderFact,
    OrderPlaced,
    Passage,
    Passed,
    Reduced,
    Reducing,
    Refunding,
    Returned,
    Taken,
)
from comptoir.facts.guarantee_terms import Problem
from comptoir.facts.handovers import Carry
from comptoir.facts.held import Counted, Held, Lessened, Refunded, Run
from comptoir.facts.line_at_work import LineAtWork
from comptoir.facts.money_at_work import MoneyAtWork, refunded_by
from comptoir.facts.orders import Order
from comptoir.facts.pieces_at_work import PiecesAtWork, Whereabouts, why_gone
from comptoir.facts.return_terms import RefundMode
from comptoir.facts.units import Units, paid_for
from comptoir.facts.unpaid import UnpaidAtWork
from comptoir.values.instants import Instant

_FIELDS: Final = {
    Passage.SHIPPED: "shipped",
    Passage.DECLARED: "declared",
    Passage.SENT_BACK: "sent_back",
    Passage.RECEIVED: "received",
    Passage.HANDED_BACK: "handed_back",
}
"""What of a run says when its pieces passed on."""


class OrderAtWork:
    """One order, to which facts happen; it lives as long as the fold."""

    def __init__(self, order: Order, conflicts: list[Conflict]) -> None:
        self._order = order
        self._conflicts = conflicts
        self._pieces = PiecesAtWork(order, conflicts)
        self._money = MoneyAtWork(order, conflicts)
        self._claims = ClaimsAtWork(order, conflicts)
        self._passed_on: list[Instant] = []
        self._informed: Instant | None = None
        self.unpaid = UnpaidAtWork(order, self._money.refunds, conflicts)

    def held(self) -> Held:
        """The order as it stands."""
        return Held(
            order=self._order,
            runs=self._pieces.runs,
            refunds=tuple(self._money.refunds),
            informed=self._informed,
            captured=self._money.captured,
            claims=self._claims.claims(),
            passed_on=tuple(self._passed_on),
            unpaid=self.unpaid.by_place(),
        )

    def record(self, fact: OrderFact, at: Instant) -> None:
        """Something happened to the order."""
        match fact:
            case HandedOver() | Passed() | PassedOn():
                self._move(fact, at)
            case Claimed() | ClaimPassed():
                self._claim(fact, at)
            case Exchanged() | Reduced() | Returned():
                self._remedy(fact, at)
            case Cancelled():
                self._close_claims(fact, self._give_up(fact, at), at)
            case Informed():
                self._informed = at if self._informed is None else self._informed
            case Captured():
                self._money.capture(fact)
            case OrderPlaced():
                raise AssertionError(fact)
            case _:
                assert_never(fact)

    def _remedy(self, fact: Exchanged | Reduced | Returned, at: Instant) -> None:
        """Goods were swapped, cost less or came back; where a claim is named, that settles it."""
        match fact:
            case Exchanged():
                self._claims.settle(fact, self._swap(fact, at), at, self._pieces.are_gone)
            case Reduced():
                self._claims.settle(fact, self._reduce(fact, at), at, self._pieces.are_gone)
            case Returned():
                back = self._give_up(fact, at)
                self._claims.settle(fact, back, at, self._pieces.are_gone)
                self._close_claims(fact, back, at)
            case _:
                assert_never(fact)

    def _close_claims(self, fact: Returned | Cancelled, taken: Iterable[Units], at: Instant) -> None:
        self._claims.give_up(fact, taken, at, self._pieces.are_gone)

    def _claim(self, fact: Claimed | ClaimPassed, at: Instant) -> None:
        """A claim was made about pieces that are not gone, or went a step further."""
        if isinstance(fact, Claimed):
            is_missing = fact.problem is Problem.MISSING
            units = fact.units or (self._pieces.not_gone() if is_missing else self._pieces.with_customer())
            claimed = [run for some in units for run in self._pieces.still_there(fact.id, some)]
            for run in claimed:
                by = tuple(dict.fromkeys((*run.claimed_by, fact.id)))
                self._pieces.lines[run.units.number].change(run.units, claimed_by=by)
            if claimed:
                self._claims.begin(fact, [run.units for run in claimed], at)
            return
        for some in self._claims.go_on(fact, at):
            line = self._pieces.lines[some.number]
            for run in line.within(some):
                if not run.is_gone:
                    _hand_back(line, run, at)

    def _move(self, fact: HandedOver | Passed | PassedOn, at: Instant) -> None:
        """Goods went from one hand to another, without any money."""
        match fact:
            case HandedOver(units=units):
                for some in units or self._pieces.to_hand_over():
                    self._hand_over(fact.id, some, at)
            case Passed(units=units):
                for some in units or self._pieces.not_gone():
                    self._pass(fact, some, at)
            case PassedOn(units=units):
                for some in units or self._pieces.with_customer():
                    self._pass_on(fact, some, at)
            case _:
                assert_never(fact)

    def _hand_over(self, fact: str, units: Units, at: Instant) -> None:
        """The pieces reached the customer; those swapped by post may do so again."""
        if not self._pieces.has(fact, units):
            return
        line = self._pieces.lines[units.number]
        for run in line.within(units):
            if run.cancelled_by is not None:
                gone = AlreadyCancelled(fact, self._order.id, run.units, run.cancelled_by)
                self._conflicts.append(gone)
            elif run.swapped is not None:
                since = at if run.handed_over is None else run.handed_over
                taken_over = at if run.taken_over is None else run.taken_over
                line.change(run.units, handed_over=since, taken_over=taken_over)
            elif run.handed_over is None:
                line.change(run.units, handed_over=at)
            else:
                self._conflicts.append(HandedOverTwice(fact, self._order.id, run.units))

    def _pass_on(self, fact: PassedOn, units: Units, at: Instant) -> None:
        """The pieces are a later owner's; or the buyer's again, if that is who gets them."""
        there = self._pieces.still_there(fact.id, units)
        is_buyers = fact.to is not None and fact.to == self._order.buyer.member
        since, owner = (None, None) if is_buyers else (at, fact.to)
        for run in there:
            ended = () if run.owner_since is None else ((run.owner_since, at),)
            self._pieces.lines[units.number].change(
                run.units, owner_since=since, owner=owner, owned_before=(*run.owned_before, *ended)
            )
        if there and not is_buyers and at not in self._passed_on:
            self._passed_on.append(at)

    def _pass(self, fact: Passed, units: Units, at: Instant) -> None:
        """The pieces passed on; those given up already can do no more than reach the seller.

        While what they replaced is owed, it is that which comes back.
        """
        if not self._pieces.has(fact.id, units):
            return
        field, line = _FIELDS[fact.passage], self._pieces.lines[units.number]
        is_on_its_way = fact.passage in {Passage.SENT_BACK, Passage.RECEIVED}
        for run in line.within(units):
            gone = None if is_on_its_way else why_gone(fact.id, self._order.id, run.units, run)
            if gone is not None:
                self._conflicts.append(gone)
            elif fact.passage is Passage.HANDED_BACK:
                _hand_back(line, run, at)
            elif is_on_its_way and run.back_by is not None:
                self._get_what_is_owed(fact.passage, run, at)
            elif getattr(run, field) is None:
                line.change(run.units, **{field: at})

    def _get_what_is_owed(self, passage: Passage, run: Run, at: Instant) -> None:
        """Goods that were swapped before they were given back are on their way, or are back."""
        if passage is Passage.RECEIVED:
            self._pieces.lines[run.units.number].change(run.units, back_by=None)
            if run.swapped_for is not None:
                self._claims.came_in(run.swapped_for, at)

    def _swap(self, fact: Exchanged, at: Instant) -> tuple[Units, ...]:
        """Pieces are another product now, and what was said of the old ones is done with; which pieces."""
        swapped: list[Units] = []
        for swap in fact.swaps:
            for some in self._pieces.to_swap(fact, swap, are_missing=self._are_missing(fact)):
                line = self._pieces.lines[some.number]
                for run in line.within(some):
                    line.change(
                        run.units,
                        product=swap.took,
                        exchanged_by=(*run.exchanged_by, fact.id),
                        swapped=at,
                        swapped_for=fact.claim,
                        taken_over=at if _is_taken_along(fact) else None,
                        swapped_before=run.swaps,
                        back_by=fact.back_by,
                        declared=None,
                        sent_back=None,
                        received=None,
                    )
                swapped.append(some)
        return tuple(swapped)

    def _reduce(self, fact: Reduced, at: Instant) -> tuple[Units, ...]:
        """Money was given back for pieces that the customer keeps, or is still to get; which pieces."""
        is_ours = fact.currency == self._order.currency
        taken: list[Counted] = []
        lessened: list[Lessened] = []
        excess = 0
        for each in fact.taken:
            units = self._pieces.available(fact.id, each, Whereabouts.ANYWHERE)
            if units:
                taken.append(Counted(units=units, refunded=each.refunded))
                excess = max(excess, each.refunded - self._left(each, units))
                lessened += self._lessen(fact.id, each, sorted(units), each.refunded if is_ours else 0)
        if taken and not is_ours:
            self._conflicts.append(OtherCurrency(fact.id, self._order.id, fact.currency))
        elif taken:
            refunded = refunded_by(fact, at, (), sum(each.refunded for each in taken))
            self._money.count(attrs.evolve(refunded, taken=tuple(taken), lessened=tuple(lessened)), excess)
        return tuple(some for each in taken for some in each.units)

    def _lessen(
        self, fact: str, reducing: Reducing, units: Iterable[Units], amount: int
    ) -> Iterator[Lessened]:
        """Take equal parts of an amount off pieces, which are what was picked now."""
        line = self._pieces.lines[reducing.units.number]
        for run, each in line.in_equal_parts(list(units), amount):
            line.change(
                run.units,
                product=reducing.took or run.product,
                picked=reducing.picked or run.picked,
                reduced=run.reduced + each,
                reduced_by=(*run.reduced_by, fact),
            )
            if each:
                yield Lessened(run.units, each)

    def _left(self, wanted: Refunding, units: Iterable[Units]) -> int:
        """What was paid for the pieces that a fact names, less what was taken off those that it is for."""
        paid = paid_for(self._order.lines[wanted.units.number - 1].shares, wanted.units)
        runs = (run for some in units for run in self._pieces.lines[some.number].within(some))
        return paid - sum(run.units.count * run.reduced for run in runs)

    def _give_up(self, fact: Returned | Cancelled, at: Instant) -> tuple[Units, ...]:
        """Pieces came back, or were cancelled, and what was given back for them counts with them.

        Which pieces.
        """
        is_cancelled = isinstance(fact, Cancelled)
        fate = "cancelled" if is_cancelled else "returned"
        where = Whereabouts.AWAITED if is_cancelled else Whereabouts.WITH_CUSTOMER
        taken: list[Counted] = []
        excess = 0
        for each in fact.taken:
            units = self._pieces.available(fact.id, each, where, are_missing=self._are_missing(fact))
            changes: dict[str, Any] = {fate: at, f"{fate}_by": fact.id}
            if isinstance(each, Taken):
                changes["withdrawn"] = each.withdrawn
            for some in units:
                self._pieces.lines[some.number].change(some, **changes)
            if units:
                counted = _counted(each, units)
                taken.append(counted)
                if counted.mode is RefundMode.PRO_RATA:
                    given = counted.refunded + counted.fee + counted.wear
                    excess = max(excess, given - self._left(each, units))
        if not taken:
            return ()
        back = tuple(some for each in taken for some in each.units)
        if fact.currency != self._order.currency:
            self._conflicts.append(OtherCurrency(fact.id, self._order.id, fact.currency))
            other = Refunded(fact=fact.id, cancelled=is_cancelled, at=at, units=back, goods=0)
            self._money.refunds.append(other)
            return back
        refunded = refunded_by(fact, at, back, sum(each.refunded for each in taken))
        self._money.count(attrs.evolve(refunded, taken=tuple(taken)), excess)
        return back

    def _are_missing(self, fact: Exchanged | Reduced | Returned | Cancelled) -> bool:
        """Whether a fact is about goods of a claim that they are missing."""
        named = None if isinstance(fact, Cancelled) else fact.claim
        return named is not None and self._claims.is_of_missing(named)


def _counted(taken: Refunding, units: tuple[Units, ...]) -> Counted:
    """Pieces that were given up, as they count."""
    if not isinstance(taken, Taken):
        return Counted(units=units, refunded=taken.refunded)
    return Counted(
        units=units,
        refunded=taken.refunded,
        reason=taken.reason,
        fee=taken.fee,
        wear=taken.wear,
        mode=taken.mode,
        rebills=taken.rebills,
    )


def _hand_back(line: LineAtWork, run: Run, at: Instant) -> None:
    """The customer has pieces again: what was said of their coming back is done with."""
    before = run.handed_back_before
    if run.handed_back is not None:
        before = (*before, run.handed_back)
    line.change(run.units, handed_back=at, handed_back_before=before, sent_back=None, received=None)


def _is_taken_along(fact: Exchanged) -> bool:
    """Whether what is taken is handed over at once: it is neither to come by another way nor by post."""
    return fact.store is not None if fact.handover is None else isinstance(fact.handover, Carry)
