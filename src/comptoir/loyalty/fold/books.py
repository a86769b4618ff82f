"""All accounts that facts speak of, folded in business order: what each amounts to at a moment.

The books keep no more than what was folded, and what is due by itself after it: they can be carried on
after any fact, and folding up to a cut and then the rest is folding all. Nothing in them keeps what keeps
it, so that they are gone as soon as nobody reads them: whoever folds one account after the other needs the
memory of the largest.

Source: house rule (laws L1 to L6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from comptoir.facts.conflicts import ReservationState
from comptoir.facts.held import Held
from comptoir.facts.membership import Membership
from comptoir.facts.point_events import (
    AccountsMerged,
    PointsGranted,
    PointsReserved,
    PointsTakenOff,
    PointsTransferred,
    PoolJoined,
    PoolLeft,
    PurchaseClaimed,
    ReservationEnded,
    ReservationUsed,
    RewardGivenBack,
    RewardTaken,
)
from comptoir.facts.point_terms import DRAW_ORDER, POINTS, DrawBy, Earning
from comptoir.loyalty.account import Account, Cut
from comptoir.loyalty.fold.deals import Closes, Deals
from comptoir.loyalty.fold.ledger import Purse, settle
from comptoir.loyalty.fold.lots import NEVER, none_if_never
from comptoir.loyalty.fold.moves import Moves
from comptoir.loyalty.fold.spending import Spending
from comptoir.loyalty.fold.timeline import CameBack, Event, Purchased, ReachedCustomer
from comptoir.loyalty.fold.uniting import Uniting
from comptoir.loyalty.tier import Given
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


def replay(events: Iterable[Event], onto: Books) -> Books:
    """The books carried on by some events in business order."""
    for event in events:
        onto.advance(event)
    return onto


_NO_SOURCE: Final = ""
"""The name of a purchase that has none yet: no other is called so."""


class Books:
    """The accounts as far as events were folded: of all members whom these name.

    ``closes`` says from when on nothing of some lines of an order may come back, ``None`` while that is not
    known. Raises ``NoAnswer`` where the almanac has no table of a zone by which a lot or a cap counts days.
    """

    def __init__(self, almanac: Almanac, closes: Closes) -> None:
        self._told: list[Account] = []
        self._membership = Membership()
        self._moves = Moves(almanac)
        self._spending = Spending(self._moves)
        self._deals = Deals(self._moves, self._spending, closes)
        self._uniting = Uniting(self._moves, self._membership)
        self._acts: Mapping[type[Event], Callable[[Any], None]] = {
            PointsGranted: self._deals.grant,
            PointsReserved: self._spending.reserve,
            ReservationUsed: self._spending.use,
            RewardTaken: self._spending.take_reward,
            PointsTakenOff: self._spending.take_off,
            PointsTransferred: self._spending.transfer,
            RewardGivenBack: self._spending.give_reward_back,
            ReservationEnded: self._spending.end,
            PoolJoined: self._uniting.join,
            PoolLeft: self._uniting.leave,
            AccountsMerged: self._uniting.merge,
        }

    def advance(self, event: Event) -> None:
        """Fold the next event of the timeline, and what was due by itself until then."""
        if self._told:
            self.settle()
        moves, at = self._moves, event.at
        while moves.agenda.first <= at:
            self._happen()
        moves.begin(at)
        act = self._acts.get(type(event))
        if act is not None:
            act(event)
        else:
            self._record(event)
        if moves.richer:
            moves.finish()

    def close(self, moment: Moment) -> None:
        """Let happen what is due by itself at a moment; what comes next is noted."""
        self.settle()
        while (at := self._moves.agenda.next_at()) < NEVER and moment.reaches(at):
            self._happen()

    def accounts(self, member: str, draw: Sequence[DrawBy] = DRAW_ORDER) -> Mapping[str, Account]:
        """What the points of a member's account amount to, by type; the lots in the order ``draw``."""
        ledger, order = self._moves.ledger(member), tuple(draw)
        pool, purses = ledger.pool, dict(ledger.purses)
        if pool is not None:
            purses.setdefault(POINTS, Purse.empty(POINTS))  # who has none sees those of the pool
        accounts = {
            type_: purse.account(order, None if pool is None else pool.seen(type_, order))
            for type_, purse in sorted(purses.items())
        }
        self._told += accounts.values()
        return accounts

    def settle(self) -> None:
        """Let what was told of accounts stay as it was told, whatever happens next."""
        for account in self._told:
            settle(account)
        self._told.clear()

    def given(self, member: str) -> Iterator[Given]:
        """The points that a member's account was given by orders and otherwise, at their own instants.

        Less what went with goods that came back, whatever had become of it.
        """
        purses = self._moves.ledger(member).purses
        for type_, purse in sorted(purses.items()):
            for lot in purse.given:
                yield Given(lot.given_at, lot.given - lot.returned, type_)

    def would_award(
        self, member: str, earnings: Iterable[Earning], at: Instant
    ) -> tuple[tuple[int, tuple[Cut, ...]], ...]:
        """What caps would let through of a purchase, each earning in turn, and what each would cut off."""
        caps = self._moves.ledger(member).caps.copy()
        zone = self._moves.almanac.zone
        return tuple(
            caps.let_through(each.points, each.caps, source=_NO_SOURCE, at=at, zone=zone(each.lot.zone))
            for each in earnings
        )

    def next_due(self) -> Instant | None:
        """When something happens by itself, if no fact comes before; ``None`` if nothing does."""
        return none_if_never(self._moves.agenda.next_at())

    def purses(self) -> Iterator[Purse]:
        """The points of every account, type by type: each account once, whatever references it has."""
        return self._moves.purses()

    def _happen(self) -> None:
        """All that is due at an instant: what ends, then what times out, then what becomes available.

        What is owed is repaid from all that is then available, in the order of drawing.
        """
        moves = self._moves
        moves.begin(moves.agenda.first)
        ends, time_outs, openings = moves.agenda.pop()
        for lot in ends:
            moves.end(lot)
        for reservation in time_outs:
            self._spending.free(reservation, ReservationState.TIMED_OUT)
        moves.finish()
        for lot in openings:
            moves.open(lot)
        moves.finish()

    def _record(self, event: Event) -> None:
        """What else happened: to orders, and to whose they are."""
        match event:
            case Purchased():
                self._place(event.held)
            case PurchaseClaimed():
                self._claim(event)
            case ReachedCustomer():
                self._deals.hand_over(event.held)
            case CameBack():
                self._deals.give_back(event.held, event.place)
            case _:
                pass  # who joins has no points yet

    def _place(self, held: Held) -> None:
        order = held.order
        self._deals.place(held)
        refused = self._membership.place(order)
        if owner := self._membership.owner(order.id):
            self._deals.belongs(order.id, owner.member, owner.claim)
        for member, conflict in refused:
            self._moves.conflict(member, conflict)

    def _claim(self, fact: PurchaseClaimed) -> None:
        if conflict := self._membership.claim(fact):
            self._moves.conflict(fact.member, conflict)
            return
        owner = self._membership.owner(fact.order)
        if owner is not None and owner.claim == fact.id:
            self._deals.belongs(fact.order, fact.member, fact.id)
