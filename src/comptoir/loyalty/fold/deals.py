"""What orders do to points: they spend, they earn, and what came back takes and gives back.

What each return takes is the difference between all that is due so far and all before: however a return
is split, the parts come to the whole. An order that named nobody moves points once it is claimed; what
came back of it by then is applied at once.

Source: house rule (law L5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

import attrs

from comptoir.facts.giving_back import ComingBack, points_restored
from comptoir.facts.held import Held, Refunded
from comptoir.facts.point_events import GrantKind, PointsGranted
from comptoir.facts.point_terms import Accrual, Shortfall
from comptoir.facts.units import Units
from comptoir.loyalty.account import Cut, MovementKind
from comptoir.loyalty.fold.clawing import Settling, claw_back
from comptoir.loyalty.fold.lots import NEVER, PENDING, Claim, Grace, OpenLot, instant_or_never
from comptoir.loyalty.fold.moves import Moves
from comptoir.loyalty.fold.pages import EARNED, GRANTED, SPENT, Origin
from comptoir.loyalty.fold.past import as_it_stood
from comptoir.loyalty.fold.spending import Spending
from comptoir.values.instants import Instant
from comptoir.values.quantities import pieces

Closes = Callable[[Held, tuple[int, ...]], Instant | None]
"""From when on nothing of some lines of an order may come back; ``None`` while that is not known."""


@attrs.define(eq=False)
class _Earned:
    """A lot of an order, and what came back of the goods that earned it."""

    lot: OpenLot
    accrual: Accrual
    coming: ComingBack

    @property
    def waits(self) -> bool:
        """Whether it waits until goods may no longer come back."""
        return self.accrual.available_from is None and self.lot.phase is PENDING


@attrs.define(eq=False)
class _Deal:
    """One order as it stands in the fold: ``refunds`` of its refunds have happened so far."""

    held: Held
    refunds: int = 0
    member: str | None = None
    active_at: Instant | None = None
    spent: Claim | None = None
    earned: list[_Earned] = attrs.field(factory=list)
    back: list[Units] = attrs.field(factory=list)
    pieces_left: int = 0
    refunded: int = 0
    restored: int = 0


class Deals:
    """The orders of a fold, and what they do to points."""

    def __init__(self, moves: Moves, spending: Spending, closes: Closes) -> None:
        self._moves = moves
        self._spending = spending
        self._closes = closes
        self._deals: dict[str, _Deal] = {}

    def place(self, held: Held) -> None:
        """An order was placed; whose it is, is said by :meth:`belongs`."""
        self._deals[held.order.id] = _Deal(held)

    def belongs(self, order: str, member: str, fact: str | None = None) -> None:
        """An order is a member's from now on, by a claim if a ``fact`` is named."""
        deal = self._deals[order]
        bought = deal.held.order
        deal.member = member
        deal.pieces_left = sum(pieces(line.terms.quantity) for line in bought.lines)
        deal.active_at = bought.placed_at
        self._moves.active(member, bought.placed_at)
        self._spend(deal, member)
        for number, accrual in enumerate(bought.accruals):
            lot = self._earn(
                accrual,
                number,
                EARNED,
                member=member,
                source=bought.id,
                at=bought.placed_at,
                claimed_by=fact,
            )
            deal.earned.append(_Earned(lot, accrual, ComingBack(bought, accrual.earning)))
        for place in range(deal.refunds):
            self._give_back(deal, member, deal.held.refunds[place])
        self._open_windows(deal)

    def grant(self, fact: PointsGranted) -> None:
        """Points were given other than for an order."""
        if fact.grant is GrantKind.ACTION:
            self._moves.active(fact.member, fact.at)
        for number, accrual in enumerate(fact.accruals):
            self._earn(accrual, number, GRANTED, member=fact.member, source=fact.id, at=fact.at)

    def hand_over(self, held: Held) -> None:
        """Goods of an order reached the customer."""
        deal = self._deals[held.order.id]
        deal.held = held
        self._open_windows(deal)

    def give_back(self, held: Held, place: int) -> None:
        """Goods of an order came back, by one of its returns."""
        deal = self._deals[held.order.id]
        deal.held = held
        deal.refunds = place + 1
        if deal.member is not None:
            self._give_back(deal, deal.member, held.refunds[place])
            self._open_windows(deal)

    def _spend(self, deal: _Deal, member: str) -> None:
        order = deal.held.order
        redemption = order.redemption
        if redemption is None:
            return
        grace = None
        if redemption.grace is not None and redemption.zone is not None:
            grace = Grace(redemption.grace, redemption.zone)
        deal.spent = self._spending.claim(SPENT, member, redemption.type, order.id, grace)
        self._spending.spend(deal.spent, redemption.points, redemption.draw, redemption.reservation)

    def _earn(
        self,
        accrual: Accrual,
        number: int,
        origin: Origin,
        *,
        member: str,
        source: str,
        at: Instant,
        claimed_by: str | None = None,
    ) -> OpenLot:
        """A lot of a source, as far as caps let it through, counted at its instant."""
        earning, moves = accrual.earning, self._moves
        points = earning.points
        cuts: tuple[Cut, ...] = ()
        if earning.caps:
            zone = moves.almanac.zone(earning.lot.zone)
            caps = moves.ledger(member).caps
            points, cuts = caps.let_through(points, earning.caps, source=source, at=at, zone=zone)
        purse = moves.purse(member, earning.type)
        lot = OpenLot(
            moves.next_place(),
            member,
            source,
            number,
            earning,
            origin,
            points,
            at,
            moves.at,
            NEVER if accrual.available_from is None else accrual.available_from,
            NEVER if accrual.expires_at is None else accrual.expires_at,
            purse.page,
            purse.page.sums_of(earning.funder),
            cuts=cuts,
        )
        moves.give(purse, lot, _GIVEN[origin], claimed_by)
        return lot

    def _give_back(self, deal: _Deal, member: str, returned: Refunded) -> None:
        order = deal.held.order
        deal.back += returned.units
        deal.refunded += returned.goods + returned.delivery
        if deal.spent is not None:
            restored = points_restored(order, deal.refunded, deal.back)
            points, deal.restored = restored - deal.restored, restored
            if not returned.gift:  # whoever had it got credit for them
                self._moves.restore(deal.spent, points, MovementKind.RESTORED, returned.fact)
        settling = _settling(returned)
        for each in deal.earned:
            each.coming.take(returned.units, returned.delivery, returned.lessened)
            gone = each.coming.points(each.lot.given)
            points, each.lot.returned = gone - each.lot.returned, gone
            claw_back(self._moves, each.lot, points, each.accrual.earning.shortfall, settling)
        deal.pieces_left -= sum(units.count for units in returned.units)
        if not deal.pieces_left and deal.active_at is not None:
            self._moves.undo(member, deal.active_at)
            deal.active_at = None

    def _open_windows(self, deal: _Deal) -> None:
        """Look when points become available that wait until goods may no longer come back."""
        waiting = [each for each in deal.earned if each.waits]
        if not waiting:
            return
        held = as_it_stood(deal.held, self._moves.at, deal.refunds)
        for each in waiting:
            closes = self._closes(held, each.accrual.earning.lines)
            self._moves.open_at(each.lot, instant_or_never(closes))


_GIVEN: Final = {EARNED: MovementKind.EARNED, GRANTED: MovementKind.GRANTED}
"""How a statement says it."""


def _settling(returned: Refunded) -> Settling:
    """For how many points something else stands in, by what it is."""
    left = Counter[Shortfall]()
    for each in returned.settled:
        left[Shortfall.REFUND if each.amount else Shortfall.VALUE] += each.points
    return Settling(returned.fact, left)
