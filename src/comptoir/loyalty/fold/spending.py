"""Points that are spent, set aside, taken off, passed on.

Points that were set aside were drawn at once: they are used in the order in which they were drawn, and
what is left of them goes back where it came from.

Source: house rule (law L3).
"""

from __future__ import annotations

from comptoir.facts.conflicts import (
    MoreThanReserved,
    NoSuchReservation,
    NoSuchReward,
    Overspent,
    ReservationOver,
    ReservationState,
)
from comptoir.facts.point_events import (
    PointsReserved,
    PointsTakenOff,
    PointsTransferred,
    ReservationEnded,
    ReservationUsed,
    Reserving,
    RewardGivenBack,
    RewardTaken,
)
from comptoir.facts.point_terms import DRAW_ORDER, POINTS
from comptoir.loyalty.account import MovementKind
from comptoir.loyalty.fold.lots import Claim, Grace, OpenReservation
from comptoir.loyalty.fold.moves import Moves
from comptoir.loyalty.fold.pages import HELD, PASSED_ON, SPENT, TAKEN_OFF, TRANSFERRED, Use
from comptoir.loyalty.fold.shelves import Draw


class Spending:
    """Everything by which points are taken from lots on purpose."""

    def __init__(self, moves: Moves) -> None:
        self._moves = moves

    def claim(self, use: Use, member: str, type_: str, source: str, grace: Grace | None = None) -> Claim:
        """A new claim of a member's, of which nothing is drawn yet."""
        purse = self._moves.purse(member, type_)
        claim = Claim(use, member, purse.page, source, self._moves.next_place(), grace)
        if use is SPENT:
            purse.spent.append(claim)
        return claim

    def spend(self, claim: Claim, points: int, draw: Draw, reservation: str | None = None) -> None:
        """Points are spent, of a reservation if one is named; what lots do not cover is owed."""
        found = None
        if reservation is not None:
            found = self._usable(claim.member, reservation, claim.source, claim.type)
        self._spend(claim, points, draw, found)

    def take_reward(self, fact: RewardTaken) -> None:
        """A reward is taken."""
        claim = self.claim(SPENT, fact.member, fact.type, fact.id)
        self._moves.active(fact.member, fact.at)
        claim.active_at = fact.at
        self.spend(claim, fact.points, fact.draw, fact.reservation)
        rewards = self._moves.ledger(fact.member).rewards
        claim.earlier = rewards.get(fact.id)
        rewards[fact.id] = claim

    def give_reward_back(self, fact: RewardGivenBack) -> None:
        """A reward is given back, and its points with it."""
        rewards = self._moves.ledger(fact.member).rewards
        claim = rewards.pop(fact.taken, None)
        if claim is None:
            self._moves.conflict(fact.member, NoSuchReward(fact.id, fact.taken))
            return
        if claim.earlier is not None:
            rewards[fact.taken] = claim.earlier
        self._moves.restore(claim, claim.points, MovementKind.RESTORED, fact.id)
        if claim.active_at is not None:
            self._moves.undo(fact.member, claim.active_at)

    def use(self, fact: ReservationUsed) -> None:
        """Points that were set aside are spent on something else than an order.

        Of which type they are, and in which order they are drawn, was said when they were set aside.
        """
        meant = self._moves.ledger(fact.member).reservation(fact.reservation)
        type_, draw = (POINTS, DRAW_ORDER) if meant is None else (meant.claim.type, meant.draw)
        self._moves.active(fact.member, fact.at)
        claim = self.claim(SPENT, fact.member, type_, fact.id)
        self.spend(claim, fact.points, draw, fact.reservation)

    def take_off(self, fact: PointsTakenOff) -> None:
        """A person takes points off, of the member's own; what their lots do not cover is owed."""
        claim = self.claim(TAKEN_OFF, fact.member, fact.type, fact.id)
        self._take(claim, fact.points, fact.draw, MovementKind.TAKEN_OFF, pooled=False)

    def reserve(self, fact: PointsReserved) -> None:
        """Points are set aside, as many as there are."""
        claim = self.claim(HELD, fact.member, fact.type, fact.id)
        short = self._moves.draw(claim, fact.points, fact.draw)
        if short:
            self._moves.conflict(fact.member, Overspent(fact.id, short), fact.type)
        reservation = OpenReservation(
            id=fact.id,
            reserving=fact.reserving,
            till=fact.till,
            until=fact.until,
            draw=fact.draw,
            claim=claim,
            points=fact.points - short,
        )
        purse = self._moves.purse(fact.member, fact.type)
        purse.reservations.setdefault(fact.id, []).append(reservation)
        self._moves.note_taken(MovementKind.HELD, claim, sign=1)
        self._moves.agenda.put(fact.until, reservation)

    def end(self, fact: ReservationEnded) -> None:
        """What was set aside is free again."""
        found = self._usable(fact.member, fact.reservation, fact.id)
        if found is not None:
            self.free(found, ReservationState.ENDED, fact.id)

    def free(self, reservation: OpenReservation, state: ReservationState, fact: str | None = None) -> None:
        """What is left of a reservation goes back, and it is over."""
        reservation.ended = state
        claim = reservation.claim
        self._moves.restore(claim, claim.held, MovementKind.RELEASED, fact)

    def transfer(self, fact: PointsTransferred) -> None:
        """Points are passed on, as many as there are; they keep their life, and their age."""
        claim = self.claim(PASSED_ON, fact.member, fact.type, fact.id)
        if short := self._moves.draw(claim, fact.points, fact.draw):
            self._moves.conflict(fact.member, Overspent(fact.id, short), fact.type)
        self._moves.note_taken(MovementKind.TRANSFERRED_OUT, claim)
        purse = self._moves.purse(fact.to, fact.type)
        for number, (lot, points) in enumerate(claim.drawn):
            passed = lot.split(
                points,
                TRANSFERRED,
                place=self._moves.next_place(),
                member=fact.to,
                source=fact.id,
                number=number,
                given_at=fact.at,
                earned_at=lot.earned_at,
                available_from=lot.available_from,
                fixed_end=lot.fixed_end,
                page=purse.page,
                had_grace=lot.had_grace,
            )
            self._moves.give(purse, passed, MovementKind.TRANSFERRED_IN)

    def _spend(self, claim: Claim, points: int, draw: Draw, reservation: OpenReservation | None) -> None:
        if reservation is None:
            self._take(claim, points, draw, MovementKind.REDEEMED)
            return
        used = min(points, reservation.claim.held)
        reservation.claim.hand_over(used, claim)
        reservation.used += used
        if beyond := points - used:
            conflict = MoreThanReserved(claim.source, reservation.id, beyond)
            self._moves.conflict(claim.member, conflict, claim.type)
        self._take(claim, beyond, draw, MovementKind.REDEEMED)
        if reservation.reserving is Reserving.HOLD:
            self.free(reservation, ReservationState.USED, claim.source)

    def _take(
        self, claim: Claim, points: int, draw: Draw, kind: MovementKind, *, pooled: bool = True
    ) -> None:
        """Draw what there is, and let the rest be owed."""
        if short := self._moves.draw(claim, points, draw, pooled=pooled):
            self._moves.conflict(claim.member, Overspent(claim.source, short), claim.type)
            self._moves.owe(claim, short)
        self._moves.note_taken(kind, claim)

    def _usable(self, member: str, id_: str, fact: str, type_: str | None = None) -> OpenReservation | None:
        """A reservation of the member's account that is not over; else it is said why there is none."""
        found = self._moves.ledger(member).reservation(id_, type_)
        if found is None:
            self._moves.conflict(member, NoSuchReservation(fact, id_), type_ or POINTS)
            return None
        if found.ended is not None:
            self._moves.conflict(member, ReservationOver(fact, id_, found.ended), found.claim.type)
            return None
        return found
