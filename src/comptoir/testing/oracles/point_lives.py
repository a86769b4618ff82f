"""Single points, the lots in which they were given, and what took them: a plain second opinion.

Where a point is stands on the point: in its lot's hands, unless something took it or it was clawed back.
Whether it is pending, available or expired is then its lot's to say.

Source: laws L2 to L5 and LO, in the words of ``comptoir.loyalty.account``.
"""

from __future__ import annotations

from enum import Enum

import attrs

from comptoir.facts.conflicts import ReservationState
from comptoir.facts.orders import Order
from comptoir.facts.point_events import PointsReserved
from comptoir.facts.point_terms import DrawBy, Earning
from comptoir.values.instants import LATEST, Instant
from comptoir.values.periods import Period


class Given(Enum):
    """How the points of a lot came to a member."""

    EARNED = "earned"
    GRANTED = "granted"
    TRANSFERRED_IN = "transferred_in"
    BY_GRACE = "by_grace"
    """They were the member's before."""


class Place(Enum):
    """Where a point is."""

    PENDING = "pending"
    AVAILABLE = "available"
    HELD = "held"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    CLAWED_BACK = "clawed_back"
    TAKEN_OFF = "taken_off"
    TRANSFERRED_OUT = "transferred_out"


@attrs.define(eq=False)
class Claim:
    """What takes points of a ``member``, for which ``source``, and where it puts them.

    ``takes`` are the points taken in turn, ``None`` for one that is owed; ``since`` is which of all debts
    it is, by age. Of what it should have taken, ``forgiven`` and ``settled`` are asked for no more.
    """

    puts: Place
    member: str
    type: str
    source: str
    takes: list[Point | None] = attrs.field(factory=list)
    since: int = 0
    forgiven: int = 0
    settled: int = 0

    @property
    def owed(self) -> int:
        """How many points could not be taken yet."""
        return self.takes.count(None)

    @property
    def points(self) -> list[Point]:
        """The points that were taken, in turn."""
        return [each for each in self.takes if each is not None]


@attrs.define(eq=False, kw_only=True)
class Lot:
    """Points given together to a ``member``, and their life.

    ``born`` is the instant from which it counts, ``since`` that from which they can be spent, if it is
    known, and ``until`` the end that no activity puts off. ``waits`` is the order whose goods must be safe
    first, ``clawed_by`` what says how many go with goods. ``standing_in`` took other points, or owes them,
    for points of this lot that were gone when they should have been clawed back.
    """

    member: str
    type: str
    source: str
    number: int
    rule: str
    given: Given
    awarded: int
    born: Instant
    since: Instant | None
    until: Instant | None
    zone: str
    idle: Period | None = None
    waits: Order | None = None
    clawed_by: Earning | None = None
    funder: str | None = None
    priority: int = 0
    origin: str | None = None
    had_grace: bool = False
    cuts: tuple[tuple[str, int], ...] = ()
    is_open: bool = False
    is_over: bool = False
    points: list[Point] = attrs.field(factory=list)
    standing_in: Claim = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.standing_in = Claim(Place.CLAWED_BACK, self.member, self.type, self.source)

    def fill(self, points: int) -> None:
        """Put new points in."""
        self.points += [Point(self) for _ in range(points)]

    @property
    def free(self) -> list[Point]:
        """The points in its hands, but for those that a clawback met when they had expired."""
        return [each for each in self.points if each.is_home and not each.is_written_off]

    def turn(self, draw: tuple[DrawBy, ...], until: Instant | None) -> tuple[object, ...]:
        """The key by which lots are drawn, the first first, if this one ends at an instant."""
        by = {
            DrawBy.PRIORITY: (self.priority,),
            DrawBy.EXPIRY: (until is None, until or LATEST),
            DrawBy.OLDEST: (self.since is None, self.since or LATEST, self.born),
        }
        return (*(by[each] for each in draw), self.source, self.rule, self.number, self.member)


@attrs.define(eq=False)
class Point:
    """One point: in its lot's hands unless something took it (``by``) or it was clawed back.

    ``is_written_off``: it had expired when it was to be clawed back, which costs nothing more.
    """

    lot: Lot
    by: Claim | None = None
    is_clawed: bool = False
    is_written_off: bool = False

    @property
    def is_home(self) -> bool:
        """Whether it is in its lot's hands."""
        return self.by is None and not self.is_clawed

    @property
    def place(self) -> Place:
        """Where it is, as the member sees it."""
        if self.is_clawed:
            return Place.CLAWED_BACK
        if self.by is not None:
            return self.by.puts
        if self.lot.is_over:
            return Place.EXPIRED
        return Place.AVAILABLE if self.lot.is_open else Place.PENDING


@attrs.define(eq=False)
class Hold:
    """Points set aside by a fact: what took them, and how many were used."""

    fact: PointsReserved
    claim: Claim
    used: int = 0
    ended: ReservationState | None = None
