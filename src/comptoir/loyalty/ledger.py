"""The fold of a member's timeline: which lots points were drawn from, and where they went back to.

Points are drawn from the lots that are alive: the first to expire first, those that never do last; then
by the instant from which they are available, and by the order that earned them. What was drawn is kept,
so that what comes back goes where it came from, with its own life: spending and returning never makes
points live longer.

What cannot be drawn is a debt. It is repaid, the oldest first, from whatever becomes available next;
that is a late draw, so that a return after it gives back to the lot that repaid. Of a spending that is
given back, what is still owed counts as drawn last, so it goes first.

Points of a lot are clawed back from what is left of it; then from what has expired of it, which costs
the member nothing more; what was spent of it is drawn from other lots, or owed. When these spent points
come back, they are the ones that were to be clawed back, and the other lots get theirs again; if their
own life is over by then, they have expired instead.

Source: house rule (laws L2 to L5).
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Iterable
from enum import Enum
from typing import assert_never

import attrs

from comptoir.facts.conflicts import Overspent
from comptoir.facts.holdings import Holdings
from comptoir.loyalty.account import Account, Lot, Movement, MovementKind
from comptoir.loyalty.timeline import (
    Event,
    GoodsReturned,
    LotBecameAvailable,
    LotEarned,
    LotEnded,
    LotKey,
    PointsSpent,
    timeline,
)
from comptoir.values.instants import EARLIEST, Instant
from comptoir.values.moments import Moment


def account_of(member: str, holdings: Holdings, moment: Moment) -> Account:
    """The points of a member at a moment, by all orders as they stand."""
    return replay(timeline(member, holdings, moment)).account()


def replay(events: Iterable[Event], onto: Ledger | None = None) -> Ledger:
    """The ledger after some events in business order; ``onto``, if given, is the one carried on."""
    ledger = Ledger() if onto is None else onto
    for event in events:
        ledger.advance(event)
    return ledger


class _Phase(Enum):
    PENDING = "pending"
    LIVE = "live"
    OVER = "over"


@attrs.define(eq=False)
class _Claim:
    """Points taken for a reason that an order gave: drawn from lots, or ``owed`` and waiting for one."""

    order: str
    drawn: list[tuple[_LotState, int]] = attrs.field(factory=list)
    owed: int = 0
    is_waiting: bool = False

    @property
    def points(self) -> int:
        return self.owed + sum(points for _, points in self.drawn)

    def release(self, points: int) -> list[tuple[_LotState, int]]:
        """Take so many less: what is owed first, then the last drawn; the lots to which points go back."""
        forgiven = min(points, self.owed)
        self.owed -= forgiven
        points -= forgiven
        back = []
        while points:
            lot, drawn = self.drawn.pop()
            returned = min(points, drawn)
            if returned < drawn:
                self.drawn.append((lot, drawn - returned))
            back.append((lot, returned))
            points -= returned
        return back


@attrs.define(eq=False)
class _LotState:
    """A lot: ``remaining``, ``expired`` and ``clawed`` points of it; the others are drawn.

    ``gone`` are those of the expired points that a clawback has met; ``shortfall`` is what is clawed
    back of points that were spent.
    """

    earned: LotEarned
    remaining: int
    shortfall: _Claim
    phase: _Phase = _Phase.PENDING
    expired: int = 0
    gone: int = 0
    clawed: int = 0

    def seen(self) -> Lot:
        """As the member sees it."""
        return Lot(
            order=self.earned.lot.order,
            rule=self.earned.rule,
            earned=self.earned.points,
            remaining=self.remaining,
            available_from=self.earned.available_from,
            expires_at=self.earned.expires_at,
        )


class Ledger:
    """The points of one member, as far as events were folded; it can be carried on after any of them.

    It keeps the lots, those that can be drawn in their order, what each order spent, and what is owed.
    """

    def __init__(self) -> None:
        self._lots: dict[LotKey, _LotState] = {}
        self._live: list[_LotState] = []
        self._spendings: dict[str, _Claim] = {}
        self._owing: deque[_Claim] = deque()
        self._movements: list[Movement] = []
        self._overspent: list[Overspent] = []

    def advance(self, event: Event) -> None:
        """Fold the next event of the timeline."""
        match event:
            case LotEarned():
                self._earn(event)
            case LotBecameAvailable(at=at, lot=key):
                self._make_available(self._lots[key], at)
            case LotEnded(at=at, lot=key):
                self._end(self._lots[key], at)
            case PointsSpent():
                self._spend(event)
            case GoodsReturned():
                self._give_back(event)
            case _:
                assert_never(event)
        self._repay(event.at)

    def account(self) -> Account:
        """What the points amount to after the last event."""
        lots = sorted(self._lots.values(), key=_spending_order)
        claims = (*self._spendings.values(), *(lot.shortfall for lot in lots))
        return Account(
            earned=sum(lot.earned.points for lot in lots),
            pending=sum(lot.remaining for lot in lots if lot.phase is _Phase.PENDING),
            available=sum(lot.remaining for lot in lots if lot.phase is _Phase.LIVE),
            redeemed=sum(claim.points for claim in self._spendings.values()),
            expired=sum(lot.expired for lot in lots),
            clawed_back=sum(lot.clawed + lot.shortfall.points for lot in lots),
            debt=sum(claim.owed for claim in claims),
            lots=tuple(lot.seen() for lot in lots if lot.remaining),
            movements=tuple(self._movements),
            overspent=tuple(self._overspent),
        )

    def _earn(self, event: LotEarned) -> None:
        lot = _LotState(event, event.points, _Claim(event.lot.order))
        self._lots[event.lot] = lot
        self._note(event.at, MovementKind.EARNED, event.points, event.lot.order)
        if event.available_from <= event.at:
            self._make_available(lot, event.at)
        if event.expires_at is not None and event.expires_at <= event.at:
            self._end(lot, event.at)

    def _make_available(self, lot: _LotState, at: Instant) -> None:
        lot.phase = _Phase.LIVE
        self._note(at, MovementKind.BECAME_AVAILABLE, lot.remaining, lot.earned.lot.order)
        if lot.remaining:
            insort(self._live, lot, key=_spending_order)

    def _end(self, lot: _LotState, at: Instant) -> None:
        ended = self._take(lot, lot.remaining)
        lot.phase = _Phase.OVER
        self._expire(lot, ended, at)

    def _spend(self, event: PointsSpent) -> None:
        self._note(event.at, MovementKind.REDEEMED, -event.points, event.order)
        claim = self._spendings[event.order] = _Claim(event.order)
        if short := self._draw(claim, event.points):
            self._overspent.append(Overspent(event.order, short))

    def _give_back(self, event: GoodsReturned) -> None:
        if event.restored:
            self._note(event.at, MovementKind.RESTORED, event.restored, event.order, event.fact)
            self._restore(self._spendings[event.order].release(event.restored), event)
        for number, points in enumerate(event.clawed):
            self._claw_back(self._lots[LotKey(event.order, number)], points, event)

    def _restore(self, back: list[tuple[_LotState, int]], event: GoodsReturned) -> None:
        """Points come back to lots; those that were to be clawed back there free the lots that stood in."""
        while back:
            lot, points = back.pop(0)
            settled = min(points, lot.shortfall.points)
            back += lot.shortfall.release(settled)
            self._settle(lot, settled, event)
            self._put(lot, points - settled, event)

    def _settle(self, lot: _LotState, points: int, event: GoodsReturned) -> None:
        """Points come back that were to be clawed back; if their life is over, they have expired instead."""
        if lot.phase is _Phase.OVER:
            lot.gone += points
            self._note(event.at, MovementKind.CLAWED_BACK, points, lot.earned.lot.order, event.fact)
            self._expire(lot, points, event.at, event.fact)
        else:
            lot.clawed += points

    def _claw_back(self, lot: _LotState, points: int, event: GoodsReturned) -> None:
        own = self._take(lot, min(points, lot.remaining))
        gone = min(points - own, lot.expired - lot.gone)
        short = points - own - gone
        lot.clawed += own
        lot.gone += gone
        self._note(event.at, MovementKind.CLAWED_BACK, -(own + short), event.order, event.fact)
        self._draw(lot.shortfall, short)

    def _repay(self, at: Instant) -> None:
        """What is owed is drawn, the oldest debt first, as soon as there is a live lot."""
        while self._owing and (self._live or not self._owing[0].owed):
            claim = self._owing[0]
            owed, claim.owed = claim.owed, 0
            short = self._draw(claim, owed)
            self._note(at, MovementKind.REPAID, short - owed, claim.order)
            if not short:
                claim.is_waiting = False
                self._owing.popleft()

    def _draw(self, claim: _Claim, points: int) -> int:
        """Draw points from the live lots, in order; what is short is owed, and returned."""
        while points and self._live:
            lot = self._live[0]
            drawn = self._take(lot, min(points, lot.remaining))
            claim.drawn.append((lot, drawn))
            points -= drawn
        claim.owed += points
        if points and not claim.is_waiting:
            claim.is_waiting = True
            self._owing.append(claim)
        return points

    def _take(self, lot: _LotState, points: int) -> int:
        """Take points off what remains of a lot."""
        lot.remaining -= points
        if points and not lot.remaining and lot.phase is _Phase.LIVE:
            self._live.remove(lot)
        return points

    def _put(self, lot: _LotState, points: int, event: GoodsReturned) -> None:
        """Put points back into a lot; if its life is over, so is theirs."""
        if lot.phase is _Phase.OVER:
            self._expire(lot, points, event.at, event.fact)
        elif points:
            if not lot.remaining:
                insort(self._live, lot, key=_spending_order)
            lot.remaining += points

    def _expire(self, lot: _LotState, points: int, at: Instant, fact: str | None = None) -> None:
        lot.expired += points
        self._note(at, MovementKind.EXPIRED, -points, lot.earned.lot.order, fact)

    def _note(
        self, at: Instant, kind: MovementKind, points: int, order: str, fact: str | None = None
    ) -> None:
        if points:
            self._movements.append(Movement(at=at, kind=kind, points=points, order=order, fact=fact))


def _spending_order(lot: _LotState) -> tuple[bool, Instant, Instant, str, str, int]:
    """The key by which lots are drawn, the first first; those that never expire are the last."""
    earned = lot.earned
    end = earned.expires_at
    return (
        end is None,
        EARLIEST if end is None else end,
        earned.available_from,
        earned.lot.order,
        earned.rule,
        earned.lot.number,
    )
