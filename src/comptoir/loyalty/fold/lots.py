"""Lots while facts are folded, and the claims that were drawn from them.

A claim is what one fact took: points drawn from lots, in order, and points that are owed. What was drawn
is kept, so that what comes back goes where it came from, with its own life.

Source: house rule (laws L2, L3).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final
from weakref import ReferenceType

import attrs

from comptoir.facts.conflicts import ReservationState
from comptoir.facts.point_events import Reserving
from comptoir.facts.point_terms import DrawBy, Earning
from comptoir.loyalty.account import Award, Cut, Drawn, Lot, Reservation, Spending
from comptoir.loyalty.fold.pages import EARNED, GRANTED, HELD, Origin, Page, Sums, Use
from comptoir.values.instants import LATEST, Instant
from comptoir.values.periods import Period

if TYPE_CHECKING:
    from comptoir.loyalty.fold.idle import IdleEnd
    from comptoir.loyalty.fold.shelves import Shelf


NEVER: Final = Instant(LATEST + 1)
"""Later than any instant that can be named: of what does not happen, or not as far as is known."""


def instant_or_never(at: Instant | None) -> Instant:
    """An instant; ``NEVER`` if there is none."""
    return NEVER if at is None else at


def none_if_never(at: Instant) -> Instant | None:
    """The way back."""
    return None if at >= NEVER else at


class Phase(Enum):
    """Where a lot stands in its life."""

    PENDING = "pending"
    LIVE = "live"
    OVER = "over"


PENDING, LIVE, OVER = Phase
"""Each by a name of its own: they are looked at with every step."""


@attrs.frozen
class Grace:
    """How long what comes back to a lot that is over lives on: whole days of ``zone``."""

    period: Period
    zone: str


@attrs.define(eq=False)
class Claim:
    """Points taken by one fact: drawn from lots, or ``owed`` and waiting for one.

    It is written on the ``page`` of its ``member``, and on those whose lots were drawn. ``since`` tells debts
    apart by their age; ``None`` while nothing waits. ``active_at`` is the instant of what the member did by
    it, if that can be undone; ``earlier`` is the one before it that has the same name, of a reward.
    """

    use: Use
    member: str
    page: Page
    source: str
    place: int
    grace: Grace | None = None
    active_at: Instant | None = None
    earlier: Claim | None = None
    drawn: list[tuple[OpenLot, int]] = attrs.field(factory=list)
    owed: int = 0
    since: int | None = None
    _told: Spending | None = None

    @property
    def type(self) -> str:
        """Of which type of points it is."""
        return self.page.type

    @property
    def held(self) -> int:
        """The points drawn from lots."""
        return sum(points for _, points in self.drawn)

    @property
    def points(self) -> int:
        """All that it took."""
        return self.owed + self.held

    def first(self) -> Claim:
        """The first of those that have the same name."""
        return self if self.earlier is None else self.earlier.first()

    def draw(self, lot: OpenLot, points: int) -> None:
        """Points taken off a lot are part of it from now on."""
        self._told = None
        lot.use(self.use, points)
        if self.drawn and self.drawn[-1][0] is lot:
            points += self.drawn.pop()[1]
        self.drawn.append((lot, points))

    def owe(self, points: int) -> None:
        """So many points more are owed; below nothing, fewer."""
        self._told = None
        self.owed += points

    def release(self, points: int) -> tuple[int, list[tuple[OpenLot, int]]]:
        """Take so many less, what is owed first, then the last drawn: points forgiven, lots given back to."""
        forgiven = min(points, self.owed)
        self.owe(-forgiven)
        points -= forgiven
        back = []
        while points:
            lot, drawn = self.drawn.pop()
            returned = min(points, drawn)
            if returned < drawn:
                self.drawn.append((lot, drawn - returned))
            lot.use(self.use, -returned)
            back.append((lot, returned))
            points -= returned
        return forgiven, back

    def hand_over(self, points: int, to: Claim) -> None:
        """Let another claim have so many points, in the order in which they were drawn."""
        self._told = None
        whole = 0
        for lot, drawn in self.drawn:
            given = min(points, drawn)
            if not given:
                break
            lot.use(self.use, -given)
            to.draw(lot, given)
            points -= given
            if given < drawn:
                self.drawn[whole] = lot, drawn - given
                break
            whole += 1
        del self.drawn[:whole]

    def seen(self) -> tuple[Drawn, ...]:
        """Of which lots, as a member sees it."""
        return tuple(lot.part(points) for lot, points in self.drawn)

    def spending(self) -> Spending:
        """The whole of it, as a member sees it; it is told once, as long as nothing changes."""
        if self._told is None:
            self._told = Spending(source=self.source, drawn=self.seen(), owed=self.owed)
        return self._told


@attrs.define(eq=False)
class OpenLot:
    """A lot: ``remaining``, ``expired`` and ``clawed`` points of it, and others that claims took.

    What it is, its ``earning`` says: the type, the rule, the funder, the priority and the terms of its life.
    ``held`` are those that are set aside; ``gone`` are those of the expired points that a clawback has met;
    ``shortfall`` is what was drawn elsewhere, or is owed, for points that were clawed back after they had
    been used; ``returned`` are all that went with goods, whatever had become of them. ``member`` is the
    reference to which it was given, ``given_at`` the instant of its source, ``earned_at`` when it was
    theirs. ``place`` is its place among all lots, by when they were given, and ``opens_at`` when it becomes
    available, as far as is known. It is written on a ``page``, and its points are counted there, in
    the ``sums`` of its funder.
    """

    place: int
    member: str
    source: str
    number: int
    earning: Earning
    origin: Origin
    given: int
    given_at: Instant
    earned_at: Instant
    available_from: Instant
    fixed_end: Instant
    page: Page
    sums: Sums
    first_source: str | None = None
    had_grace: bool = False
    cuts: tuple[Cut, ...] = ()
    remaining: int = attrs.field(init=False)
    phase: Phase = PENDING
    opens_at: Instant = NEVER
    expired: int = 0
    gone: int = 0
    clawed: int = 0
    held: int = 0
    returned: int = 0
    shortfall: Claim | None = None
    idle: IdleEnd | None = None
    lies_on: ReferenceType[Shelf] | None = None
    _told: tuple[tuple[int, Instant, Instant], Lot] | None = None

    @property
    def type(self) -> str:
        """Of which type of points it is."""
        return self.earning.type

    @property
    def funder(self) -> str | None:
        """Who pays for it."""
        return self.earning.funder

    @property
    def shelf(self) -> Shelf | None:
        """Where it lies while it is live and has points left; it does not keep what keeps it."""
        return None if self.lies_on is None else self.lies_on()

    @property
    def idle_after(self) -> Period | None:
        """The time after which inactivity ends it, if it does."""
        return None if self.had_grace else self.earning.lot.idle_after

    @property
    def ends(self) -> Instant:
        """When its life is over, as things stand; ``NEVER`` if it is not."""
        idle = self.idle
        return self.fixed_end if idle is None else min(idle.end, self.fixed_end)

    @property
    def end(self) -> Instant | None:
        """When its life is over, as a member sees it."""
        return none_if_never(self.ends)

    @property
    def is_award(self) -> bool:
        """Whether a rule gave it: it is not of points that were there before."""
        return self.origin in _AWARDED

    @property
    def ends_idle(self) -> bool:
        """Whether it is inactivity that ends it, as things stand."""
        return self.idle is not None and self.idle.end < self.fixed_end

    @property
    def missing(self) -> int:
        """What stands in, or is owed, for points of it that were clawed back."""
        return 0 if self.shortfall is None else self.shortfall.points

    def write_on(self, page: Page) -> None:
        """Two accounts are one: what happens to it is written there, where its points are counted already."""
        self.page = page
        self.sums = page.sums_of(self.funder)
        if self.shortfall is not None:
            self.shortfall.page = page

    def open(self) -> None:
        """What remains of it can be spent from now on."""
        self.phase = LIVE
        self.sums.pending -= self.remaining
        self.sums.available += self.remaining

    def leave(self, points: int) -> None:
        """So many points of it remain no longer; below nothing, more do."""
        self.remaining -= points
        if self.phase is LIVE:
            self.sums.available -= points
        else:
            self.sums.pending -= points

    def use(self, use: Use, points: int) -> None:
        """So many points more are used; below nothing, fewer."""
        self.sums.used[use] += points
        if use is HELD:
            self.held += points

    def expire(self, points: int) -> None:
        """So many points have expired."""
        self.expired += points
        self.sums.expired += points

    def claw_back(self, points: int) -> None:
        """So many points went with goods, of itself."""
        self.clawed += points
        self.sums.clawed += points

    def split(
        self,
        points: int,
        origin: Origin,
        *,
        place: int,
        member: str,
        source: str,
        number: int,
        given_at: Instant,
        earned_at: Instant,
        available_from: Instant,
        fixed_end: Instant,
        page: Page,
        had_grace: bool,
    ) -> OpenLot:
        """So many points of it as a lot of their own; what they are stays."""
        return OpenLot(
            place,
            member,
            source,
            number,
            self.earning,
            origin,
            points,
            given_at,
            earned_at,
            available_from,
            fixed_end,
            page,
            page.sums_of(self.funder),
            self.first_source or self.source,
            had_grace,
        )

    def part(self, points: int) -> Drawn:
        """So many points of it, as they were drawn."""
        return Drawn(
            member=self.member, source=self.source, number=self.number, points=points, funder=self.funder
        )

    def award(self) -> Award:
        """What a rule gave, as the member sees it."""
        return Award(
            source=self.source, number=self.number, rule=self.earning.rule, points=self.given, cuts=self.cuts
        )

    def seen(self) -> Lot:
        """As the member sees it; it is told once, as long as nothing changes."""
        found = self.remaining, self.available_from, self.ends
        if self._told is None or self._told[0] != found:
            lot = Lot(
                source=self.source,
                number=self.number,
                rule=self.earning.rule,
                earned=self.given if self.is_award else 0,
                remaining=self.remaining,
                available_from=none_if_never(self.available_from),
                expires_at=self.end,
                funder=self.funder,
                priority=self.earning.priority,
                origin=self.first_source,
                cuts=self.cuts,
            )
            self._told = found, lot
        return self._told[1]


_AWARDED: Final = (EARNED, GRANTED)


@attrs.define(eq=False)
class OpenReservation:
    """Points that were set aside, drawn by ``claim``: what is left of it is still held."""

    id: str
    reserving: Reserving
    till: str | None
    until: Instant
    draw: tuple[DrawBy, ...]
    claim: Claim
    points: int = 0
    used: int = 0
    ended: ReservationState | None = None
    _told: Reservation | None = None

    def seen(self) -> Reservation:
        """As the member sees it; once it is over, it is told once."""
        told = self._told
        if told is None:
            told = Reservation(
                id=self.id,
                reserving=self.reserving,
                till=self.till,
                points=self.points,
                used=self.used,
                left=self.claim.held,
                until=self.until,
                ended=self.ended,
                drawn=self.claim.seen(),
            )
            self._told = None if self.ended is None else told
        return told
