"""Lots while facts are folded, and the claims that were drawn from them.

A claim is what one fact took: points drawn from lots, in order, and points that are owed. What was drawn
is kept, so that what comes back goes where it came from, with its own life.

Source: house rule (laws L2, L3).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, assert_never
from weakref import ReferenceType

import attrs

from comptoir.facts.conflicts import ReservationState
from comptoir.facts.point_events import Reserving
from comptoir.facts.point_terms import DrawBy, LotTerms
from comptoir.loyalty.account import Award, Cut, Drawn, Lot, Reservation, Spending
from comptoir.values.instants import EARLIEST, LATEST, Instant
from comptoir.values.periods import Period

if TYPE_CHECKING:
    from comptoir.loyalty.fold.idle import IdleEnd
    from comptoir.loyalty.fold.shelves import Shelf


class _Key(Enum):
    """Members are keys wherever facts are folded: each is found as itself, which is quicker than by name."""

    __hash__ = object.__hash__


class Phase(_Key):
    """Where a lot stands in its life."""

    PENDING = "pending"
    LIVE = "live"
    OVER = "over"


class Origin(_Key):
    """How the points of a lot came to be there."""

    EARNED = "earned"
    GRANTED = "granted"
    TRANSFERRED = "transferred"
    GRACE = "grace"


class Use(_Key):
    """For what points were taken."""

    SPENT = "spent"
    HELD = "held"
    STOOD_IN = "stood_in"
    """For points of another lot that were to be clawed back."""
    TAKEN_OFF = "taken_off"
    PASSED_ON = "passed_on"


@attrs.frozen
class Grace:
    """How long what comes back to a lot that is over lives on: whole days of ``zone``."""

    period: Period
    zone: str


@attrs.define(eq=False, kw_only=True)
class Claim:
    """Points taken by one fact: drawn from lots, or ``owed`` and waiting for one.

    ``since`` tells debts apart by their age; ``None`` while nothing waits.
    """

    use: Use
    member: str
    type: str
    source: str
    place: int
    grace: Grace | None = None
    drawn: deque[tuple[OpenLot, int]] = attrs.field(factory=deque)
    owed: int = 0
    since: int | None = None

    @property
    def held(self) -> int:
        """The points drawn from lots."""
        return sum(points for _, points in self.drawn)

    @property
    def points(self) -> int:
        """All that it took."""
        return self.owed + self.held

    def draw(self, lot: OpenLot, points: int) -> None:
        """Points taken off a lot are part of it from now on."""
        lot.used[self.use] = lot.used.get(self.use, 0) + points
        if self.drawn and self.drawn[-1][0] is lot:
            points += self.drawn.pop()[1]
        self.drawn.append((lot, points))

    def release(self, points: int) -> tuple[int, list[tuple[OpenLot, int]]]:
        """Take so many less, what is owed first, then the last drawn: points forgiven, lots given back to."""
        forgiven = min(points, self.owed)
        self.owed -= forgiven
        points -= forgiven
        back = []
        while points:
            lot, drawn = self.drawn.pop()
            returned = min(points, drawn)
            if returned < drawn:
                self.drawn.append((lot, drawn - returned))
            lot.used[self.use] -= returned
            back.append((lot, returned))
            points -= returned
        return forgiven, back

    def hand_over(self, points: int, to: Claim) -> None:
        """Let another claim have so many points, in the order in which they were drawn."""
        while points:
            lot, drawn = self.drawn.popleft()
            given = min(points, drawn)
            if given < drawn:
                self.drawn.appendleft((lot, drawn - given))
            lot.used[self.use] -= given
            to.draw(lot, given)
            points -= given

    def seen(self) -> tuple[Drawn, ...]:
        """Of which lots, as a member sees it."""
        return tuple(lot.part(points) for lot, points in self.drawn)

    def spending(self) -> Spending:
        """The whole of it, as a member sees it."""
        return Spending(source=self.source, drawn=self.seen(), owed=self.owed)


@attrs.define(eq=False, kw_only=True)
class OpenLot:
    """A lot: ``remaining``, ``expired`` and ``clawed`` points of it; the others are ``used``.

    ``gone`` are those of the expired points that a clawback has met; ``shortfall`` is what was drawn
    elsewhere, or is owed, for points that were clawed back after they had been used; ``returned`` are all
    that went with goods, whatever had become of them. ``member`` is the reference to which it was given,
    ``given_at`` the instant of its source, ``earned_at`` when it was theirs. ``place`` is its place
    among all lots, by when they were given, and ``opens_at`` when it becomes available, as far as is known.
    """

    place: int
    member: str
    type: str
    source: str
    number: int
    rule: str
    funder: str | None
    priority: int
    origin: Origin
    given: int
    remaining: int
    given_at: Instant
    earned_at: Instant
    available_from: Instant | None
    fixed_end: Instant | None
    terms: LotTerms | None = None
    first_source: str | None = None
    had_grace: bool = False
    cuts: tuple[Cut, ...] = ()
    phase: Phase = Phase.PENDING
    opens_at: Instant | None = None
    expired: int = 0
    gone: int = 0
    clawed: int = 0
    returned: int = 0
    used: dict[Use, int] = attrs.field(factory=dict)
    shortfall: Claim | None = None
    idle: IdleEnd | None = None
    _lies_on: ReferenceType[Shelf] | None = attrs.field(default=None, init=False)

    @property
    def shelf(self) -> Shelf | None:
        """Where it lies while it is live and has points left."""
        return None if self._lies_on is None else self._lies_on()

    def lie_on(self, shelf: Shelf | None) -> None:
        """Note where it lies, if anywhere; it does not keep what keeps it."""
        self._lies_on = None if shelf is None else shelf.reference

    @property
    def end(self) -> Instant | None:
        """When its life is over, as things stand."""
        idle = None if self.idle is None else self.idle.end
        if idle is None or self.fixed_end is None:
            return self.fixed_end if idle is None else idle
        return min(idle, self.fixed_end)

    @property
    def is_award(self) -> bool:
        """Whether a rule gave it: it is not of points that were there before."""
        return self.origin is Origin.EARNED or self.origin is Origin.GRANTED

    @property
    def ends_idle(self) -> bool:
        """Whether it is inactivity that ends it, as things stand."""
        return self.end != self.fixed_end

    @property
    def missing(self) -> int:
        """What stands in, or is owed, for points of it that were clawed back."""
        return 0 if self.shortfall is None else self.shortfall.points

    def key(self, draw: Sequence[DrawBy], *, ends: bool = True) -> tuple[object, ...]:
        """The place in the order in which lots are drawn, the first first; ``ends`` leaves out its end."""
        key: list[object] = []
        for by in draw:
            match by:
                case DrawBy.PRIORITY:
                    key.append(self.priority)
                case DrawBy.EXPIRY:
                    end = self.end if ends else EARLIEST
                    key.append(_NEVER if end is None else end)
                case DrawBy.OLDEST:
                    key.append(_NEVER if self.available_from is None else self.available_from)
                    key.append(self.earned_at)
                case _:
                    assert_never(by)
        return (*key, self.source, self.rule, self.number, self.member, self.place)

    def split(self, points: int, origin: Origin, **new: Any) -> OpenLot:  # noqa: ANN401 - each its own type
        """So many points of it as a lot of their own, as ``new`` says; what they are stays."""
        return OpenLot(
            type=self.type,
            rule=self.rule,
            funder=self.funder,
            priority=self.priority,
            origin=origin,
            given=points,
            remaining=points,
            first_source=self.first_source or self.source,
            **new,
        )

    def part(self, points: int) -> Drawn:
        """So many points of it, as they were drawn."""
        return Drawn(
            member=self.member, source=self.source, number=self.number, points=points, funder=self.funder
        )

    def award(self) -> Award:
        """What a rule gave, as the member sees it."""
        return Award(
            source=self.source, number=self.number, rule=self.rule, points=self.given, cuts=self.cuts
        )

    def seen(self) -> Lot:
        """As the member sees it."""
        return Lot(
            source=self.source,
            number=self.number,
            rule=self.rule,
            earned=self.given if self.is_award else 0,
            remaining=self.remaining,
            available_from=self.available_from,
            expires_at=self.end,
            funder=self.funder,
            priority=self.priority,
            origin=self.first_source,
            cuts=self.cuts,
        )


@attrs.define(eq=False, kw_only=True)
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

    def seen(self) -> Reservation:
        """As the member sees it."""
        return Reservation(
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


_NEVER: Final = LATEST + 1
"""Later than any instant that can be named."""
