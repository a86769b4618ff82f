"""How points move: given, drawn, owed, put back, expired; and the statement that says so.

Points are drawn from lots that are alive, in the order that whoever takes them declares. What cannot be
drawn may be owed: it is repaid, the oldest debt first, from whatever becomes available next; that is a
late draw, so that a return after it gives back to the lot that repaid.

When points come back to a lot of which some were clawed back after they had been used, these are the ones:
the lots that stood in for them get theirs again. If a lot's own life is over by then, its points have
expired instead, unless what they were spent on grants them grace.

Source: house rule (laws L2 to L5).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from comptoir.facts.conflicts import Conflict
from comptoir.facts.point_terms import DRAW_ORDER, POINTS
from comptoir.loyalty.account import MovementKind
from comptoir.loyalty.days import end_of_period, local_day
from comptoir.loyalty.fold.agenda import Agenda
from comptoir.loyalty.fold.idle import IdleTogether
from comptoir.loyalty.fold.ledger import Ledger, Purse
from comptoir.loyalty.fold.lots import LIVE, NEVER, OVER, Claim, Grace, OpenLot, instant_or_never
from comptoir.loyalty.fold.pages import GRACE, WRITTEN, Page
from comptoir.loyalty.fold.shelves import Draw, first_of
from comptoir.values.almanac import Almanac
from comptoir.values.instants import EARLIEST, Instant


class Moves:
    """All accounts of one fold, and everything that can happen to their points at the instant ``at``.

    ``richer`` are those whose debts are to be looked at before anything else happens.
    """

    def __init__(self, almanac: Almanac) -> None:
        self.almanac = almanac
        self.agenda = Agenda()
        self.at = EARLIEST
        self.richer: dict[Purse, None] = {}
        self._ledgers: dict[str, Ledger] = {}
        self._count = 0
        self._graced: dict[str, int] = {}

    def begin(self, at: Instant) -> None:
        """What follows happens at an instant."""
        self.at = at
        if self._graced:
            self._graced.clear()

    def finish(self) -> None:
        """Repay what is owed, where there is something now."""
        for purse in self.richer:
            self._repay(purse)
        self.richer.clear()

    def ledger(self, member: str) -> Ledger:
        """The account of a reference."""
        ledger = self._ledgers.get(member)
        if ledger is None:
            ledger = self._ledgers[member] = Ledger(self.almanac)
        return ledger

    def purse(self, member: str, type_: str) -> Purse:
        """The points of one type of a reference's account."""
        try:
            return self._ledgers[member].purses[type_]
        except KeyError:
            return self.ledger(member).purse(type_)

    def purses(self) -> Iterator[Purse]:
        """The points of every account, type by type; an account of several references is one."""
        for ledger in dict.fromkeys(self._ledgers.values()):
            yield from ledger.purses.values()

    def next_place(self) -> int:
        """The place of what is new now: later than all before."""
        self._count += 1
        return self._count

    def conflict(self, member: str, conflict: Conflict, type_: str = POINTS) -> None:
        """Name what does not fit, in the account of a member."""
        self.purse(member, type_).page.conflicts[self.next_place()] = conflict

    def note(
        self,
        page: Page,
        kind: MovementKind,
        points: int,
        source: str,
        fact: str | None = None,
        *,
        by: str | None = None,
    ) -> None:
        """Write a line of a statement, unless it is about nothing."""
        if points:
            self._count += 1
            page.lines.write((self._count, self.at, WRITTEN[kind], points, source, fact, by))

    def give(self, purse: Purse, lot: OpenLot, kind: MovementKind | None, fact: str | None = None) -> None:
        """A new lot; ``kind`` says in the statement how it came, if it is to be said."""
        purse.add(lot)
        if kind is not None:
            self.note(lot.page, kind, lot.given, lot.source, fact)
        if lot.idle_after is not None:
            ledger = self.ledger(lot.member)
            self._watch(ledger.idle.add(lot, lot.idle_after, ledger.activities.last()))
        self.agenda.put(lot.fixed_end, lot)
        if lot.available_from <= self.at:
            self._open(purse, lot)
        else:
            self.open_at(lot, lot.available_from)
        if lot.ends <= self.at:
            self.end(lot)

    def open_at(self, lot: OpenLot, at: Instant) -> None:
        """A pending lot becomes available at an instant, at once if that is past, if ever as far as known."""
        lot.opens_at = at
        if at <= self.at:
            self.open(lot)
        else:
            self.agenda.put(at, lot)

    def open(self, lot: OpenLot) -> None:
        """A pending lot is available now."""
        self._open(self.purse(lot.member, lot.type), lot)

    def end(self, lot: OpenLot) -> None:
        """The life of a lot is over."""
        ended = self.take(lot, lot.remaining)
        lot.phase = OVER
        if lot.idle is not None:
            self.ledger(lot.member).idle.leave(lot)
        self._expire(lot, ended)

    def take(self, lot: OpenLot, points: int) -> int:
        """Take points off what remains of a lot."""
        lot.leave(points)
        if not lot.remaining and lot.lies_on is not None and (shelf := lot.lies_on()) is not None:
            shelf.take(lot)
        return points

    def draw(self, claim: Claim, points: int, draw: Draw = DRAW_ORDER, *, pooled: bool = True) -> int:
        """Draw points for a claim from live lots, its member's own or those of their pool; what is short."""
        ledger, type_ = self.ledger(claim.member), claim.page.type
        shelves = ledger.shelves(type_) if pooled else ledger.purse(type_).shelves.values()
        while points and (lot := first_of(shelves, draw)) is not None:
            drawn = self.take(lot, min(points, lot.remaining))
            claim.draw(lot, drawn)
            points -= drawn
        return points

    def owe(self, claim: Claim, points: int) -> None:
        """Let a claim wait for points."""
        if not points:
            return
        purse = self.purse(claim.member, claim.type)
        claim.owe(points)
        if claim.since is None:
            claim.since = self.next_place()
            purse.owing.append(claim)
        self.richer[purse] = None

    def note_taken(self, kind: MovementKind, claim: Claim, *, sign: int = -1) -> None:
        """Say in the statements what a new claim took, of each account its own."""
        self._note_each(kind, claim, claim.owed, claim.drawn, sign=sign)

    def restore(self, claim: Claim, points: int, kind: MovementKind, fact: str | None) -> None:
        """Give back so many points of a claim, into the lots from which they came."""
        forgiven, back = claim.release(points)
        self._note_each(kind, claim, forgiven, back, fact=fact)
        self._put_back(deque(back), claim, fact)

    def active(self, member: str, at: Instant) -> None:
        """The member did something at an instant: what ends for want of it ends later."""
        ledger = self.ledger(member)
        last = ledger.activities.add(at)
        if ledger.idle.has_lots:
            for together, moved in ledger.idle.put_off(last):
                self._watch(together)
                for lot in moved:
                    self._reshelve(lot)

    def undo(self, member: str, at: Instant) -> None:
        """What the member did at an instant is undone, from now on: lots may end earlier, or now."""
        ledger = self.ledger(member)
        before = ledger.activities.last()
        ledger.activities.undo(at)
        last = ledger.activities.last()
        if last != before:
            self.look_again(ledger, ledger.idle.take_later(last))

    def look_again(self, ledger: Ledger, lots: Iterable[OpenLot]) -> None:
        """When lots end that live by what the member did last, after this has changed otherwise."""
        last = ledger.activities.last()
        for lot in lots:
            if lot.idle_after is not None:
                self._watch(ledger.idle.add(lot, lot.idle_after, last))
        for lot in lots:
            if lot.ends <= self.at:
                self.end(lot)
            else:
                self._reshelve(lot)

    def unite(self, kept: Ledger, gone: Ledger, references: Iterable[str]) -> None:
        """Let two accounts be one under all their references."""
        lots = kept.take_over(gone)
        for reference in references:
            self._ledgers[reference] = kept
        self.look_again(kept, lots)
        self.richer.update(dict.fromkeys(kept.purses.values()))

    def _watch(self, together: IdleTogether) -> None:
        if together.at.end > self.at:
            self.agenda.put(together.at.end, together)

    def _reshelve(self, lot: OpenLot) -> None:
        if lot.shelf is not None:
            self.purse(lot.member, lot.type).shelve(lot)

    def _open(self, purse: Purse, lot: OpenLot) -> None:
        lot.open()
        if lot.available_from >= NEVER:
            lot.available_from = self.at
        self.note(lot.page, MovementKind.BECAME_AVAILABLE, lot.remaining, lot.source)
        self._shelve(purse, lot)

    def _shelve(self, purse: Purse, lot: OpenLot) -> None:
        purse.shelve(lot)
        if purse.owing:
            self.richer[purse] = None

    def _note_each(
        self,
        kind: MovementKind,
        claim: Claim,
        owed: int,
        parts: Iterable[tuple[OpenLot, int]],
        *,
        sign: int = 1,
        fact: str | None = None,
    ) -> None:
        """Write of a claim in each statement what moved there: what is owed in that of its member."""
        own = claim.page
        others: dict[Page, int] = {}
        for lot, part in parts:
            if lot.page is own:
                owed += part
            else:
                others[lot.page] = others.get(lot.page, 0) + part
        self.note(own, kind, sign * owed, claim.source, fact)
        for page, moved in others.items():
            self.note(page, kind, sign * moved, claim.source, fact, by=claim.member)

    def _repay(self, purse: Purse) -> None:
        """What is owed is drawn, the oldest debt first, as long as there is a live lot."""
        while purse.owing and (purse.has_points or not purse.owing[0].owed):
            claim = purse.owing[0]
            owed = claim.owed
            claim.owe(self.draw(claim, owed, pooled=False) - owed)
            self.note(purse.page, MovementKind.REPAID, claim.owed - owed, claim.source)
            if not claim.owed:
                claim.since = None
                purse.owing.popleft()

    def _put_back(self, back: deque[tuple[OpenLot, int]], claim: Claim, fact: str | None) -> None:
        """Points come back to lots; those that were to be clawed back there free the lots that stood in."""
        while back:
            lot, points = back.popleft()
            settled = min(points, lot.missing)
            if lot.shortfall is not None and settled:
                back += lot.shortfall.release(settled)[1]
                self._settle(lot, settled, claim, fact)
            self._put(lot, points - settled, claim, fact)

    def _settle(self, lot: OpenLot, points: int, claim: Claim, fact: str | None) -> None:
        """Points come back that were to be clawed back: they are, unless they would have expired now."""
        if lot.phase is not OVER or _grace(claim, lot) is not None:
            lot.claw_back(points)
            return
        lot.gone += points
        self.note(lot.page, MovementKind.CLAWED_BACK, points, lot.source, fact)
        self._expire(lot, points, fact)

    def _put(self, lot: OpenLot, points: int, claim: Claim, fact: str | None) -> None:
        """Put points back into a lot; if its life is over, so is theirs, unless there is grace: once."""
        if not points:
            return
        if lot.phase is not OVER:
            lot.leave(-points)
            if lot.phase is LIVE and lot.shelf is None:
                self._shelve(self.purse(lot.member, lot.type), lot)
        elif fact is None or (grace := _grace(claim, lot)) is None:
            self._expire(lot, points, fact)
        else:
            self._let_live_on(lot, points, grace, fact)

    def _let_live_on(self, lot: OpenLot, points: int, grace: Grace, fact: str) -> None:
        """Points of a lot that is over live on as a lot of their own."""
        number = self._graced.get(fact, 0)
        self._graced[fact] = number + 1
        zone = self.almanac.zone(grace.zone)
        graced = lot.split(
            points,
            GRACE,
            place=self.next_place(),
            member=lot.member,
            source=fact,
            number=number,
            given_at=self.at,
            earned_at=self.at,
            available_from=self.at,
            fixed_end=instant_or_never(end_of_period(zone, grace.period, local_day(zone, self.at))),
            page=lot.page,
            had_grace=True,
        )
        self.give(self.purse(lot.member, lot.type), graced, None)

    def _expire(self, lot: OpenLot, points: int, fact: str | None = None) -> None:
        lot.expire(points)
        self.note(lot.page, MovementKind.EXPIRED, -points, lot.source, fact)


def _grace(claim: Claim, lot: OpenLot) -> Grace | None:
    """How long points of a claim live on that come back to a lot that is over: by grace, once."""
    return None if lot.had_grace else claim.grace
