"""What a member's points amount to at an instant: totals, lots, and the movements that explain them.

At every instant,

    earned + granted + transferred in + forgiven + settled
    = available + pending + held + redeemed + expired + clawed back + taken off + transferred out - debt

and the same for each funder without what is owed, forgiven or settled: these are drawn from no lot.

Source: house rule (law L2).
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from comptoir.facts.conflicts import Conflict, ReservationState
from comptoir.facts.point_events import Reserving
from comptoir.values.enums import KeyEnum
from comptoir.values.instants import Instant


@attrs.frozen
class Cut:
    """Points that a rule gave and a cap did not let through."""

    cap: str
    points: int


@attrs.frozen(kw_only=True)
class Award:
    """Points that a rule gave, by their source and their place on it: what caps let through, and ``cuts``."""

    source: str
    number: int
    rule: str
    points: int
    cuts: tuple[Cut, ...] = ()


@attrs.frozen(kw_only=True)
class Lot:
    """Points given together: ``remaining`` of them can be spent in ``[available_from, expires_at)``.

    ``source`` is the order or the fact that gave them, ``number`` their place on it. ``earned`` are those
    that caps let through, ``cuts`` the others. ``available_from`` is ``None`` while goods may still come
    back. Points that were passed on or that live on by grace are lots of their own: ``origin`` is the
    source of the first.
    """

    source: str
    number: int
    rule: str
    earned: int
    remaining: int
    available_from: Instant | None
    expires_at: Instant | None = None
    funder: str | None = None
    priority: int = 0
    origin: str | None = None
    cuts: tuple[Cut, ...] = ()


class MovementKind(KeyEnum):
    """What happened to points.

    The points of all movements but those that move them from one place to another (``became_available``,
    ``repaid``, ``held`` and ``released``) sum to what the member has: available, pending and held points,
    debt taken off.
    """

    EARNED = "earned"
    """An order earned them."""
    GRANTED = "granted"
    """They were given other than for an order."""
    TRANSFERRED_IN = "transferred_in"
    """Another member passed them on, or their accounts became one."""
    BECAME_AVAILABLE = "became_available"
    """They can be spent from now on."""
    HELD = "held"
    """They were set aside."""
    RELEASED = "released"
    """They were set aside, and are free again."""
    REDEEMED = "redeemed"
    """They were spent (negative), whether or not there were as many."""
    RESTORED = "restored"
    """What was paid with them came back, and so do they."""
    CLAWED_BACK = "clawed_back"
    """What had earned them came back (negative; positive where it is found that they had expired)."""
    FORGIVEN = "forgiven"
    """They were to go, were no longer there, and are asked for no more."""
    SETTLED = "settled"
    """They were to go, were no longer there, and money or value was taken for them."""
    TAKEN_OFF = "taken_off"
    """A person took them off (negative)."""
    TRANSFERRED_OUT = "transferred_out"
    """They were passed on to another member (negative)."""
    EXPIRED = "expired"
    """Their life was over (negative)."""
    REPAID = "repaid"
    """They were taken to repay a debt (negative)."""


@attrs.frozen(kw_only=True)
class Movement:
    """One line of a member's statement: when, what, how many, for which source and by which fact.

    ``source`` is the order or fact that gave the points, spent them or owes them; ``fact`` is what moved
    them, if something else did. ``by`` is the member of the same pool who did it, if it was another.
    """

    at: Instant
    kind: MovementKind
    points: int
    source: str
    fact: str | None = None
    by: str | None = None


@attrs.frozen
class Expiring:
    """Points whose life is over at an instant, unless they are spent before."""

    at: Instant
    points: int


@attrs.frozen(kw_only=True)
class Drawn:
    """Points drawn from one lot, by the lot's source and number; ``member`` is whose lot it is."""

    member: str
    source: str
    number: int
    points: int
    funder: str | None = None


@attrs.frozen(kw_only=True)
class Spending:
    """What one order or fact took, and of which lots, in the order in which they were drawn.

    What came back is no longer part of it; ``owed`` is what could not be drawn.
    """

    source: str
    drawn: tuple[Drawn, ...] = ()
    owed: int = 0

    @property
    def points(self) -> int:
        """All that it took."""
        return self.owed + sum(each.points for each in self.drawn)


@attrs.frozen(kw_only=True)
class Reservation:
    """Points set aside: ``left`` of them are still held; ``ended`` says how it ended, if it has.

    ``drawn`` says of which lots those that are left are, in the order in which they are used.
    """

    id: str
    reserving: Reserving
    till: str | None = None
    points: int
    used: int = 0
    left: int = 0
    drawn: tuple[Drawn, ...] = ()
    until: Instant
    ended: ReservationState | None = None


@attrs.frozen(kw_only=True)
class TakenBack:
    """The points that went with goods: so many of the lot ``number`` of an order, by the fact of a return.

    As many as were there are of the ``lot`` itself; some had ``expired`` and cost nothing more. What was
    short was made up for, step by step: ``others`` were drawn from other lots, ``settled`` with value or
    money, the rest is ``owed`` or ``forgiven``. It says what happened then: what is restored later may
    free other lots, and what is owed is repaid.
    """

    fact: str
    source: str
    number: int
    lot: int = 0
    expired: int = 0
    others: int = 0
    settled: int = 0
    owed: int = 0
    forgiven: int = 0

    @property
    def short(self) -> int:
        """The points that were no longer there."""
        return self.others + self.settled + self.owed + self.forgiven

    @property
    def points(self) -> int:
        """All that went."""
        return self.lot + self.expired + self.short


@attrs.frozen(kw_only=True)
class FundedTotals:
    """The points of one funder (the merchant himself, if ``None``), as far as they are or were in lots."""

    funder: str | None = None
    given: int = 0
    available: int = 0
    pending: int = 0
    held: int = 0
    redeemed: int = 0
    expired: int = 0
    clawed_back: int = 0
    taken_off: int = 0
    transferred_out: int = 0


@attrs.frozen(kw_only=True)
class Pool:
    """The household from whose points a member spends: who opened it, its members, what they have.

    ``lots`` says of which lots that is, in the order in which they are drawn.
    """

    id: str
    members: tuple[str, ...]
    available: int
    lots: tuple[Drawn, ...] = ()


@attrs.frozen(kw_only=True)
class Account:
    """The points of one type of one member.

    ``given`` points are ``earned`` with orders, ``granted`` otherwise and ``transferred_in``. ``redeemed``
    is what was spent less what was restored, of the member's own lots (whoever of a pool spent them) or as
    debt; ``clawed_back`` what was taken back with goods, of lots or as debt; ``held`` what is set aside.
    ``awards`` are all points that were earned or granted, by source and number; ``lots`` those with points
    left, in the order in which they are spent, pending ones among them.
    ``spendings`` are the member's own, ``taken_back`` is what went with goods, return by return.
    ``conflicts`` is what does not fit in the facts about points; it stays named when a debt is repaid.
    """

    earned: int = 0
    granted: int = 0
    transferred_in: int = 0
    forgiven: int = 0
    settled: int = 0
    pending: int = 0
    available: int = 0
    held: int = 0
    redeemed: int = 0
    expired: int = 0
    clawed_back: int = 0
    taken_off: int = 0
    transferred_out: int = 0
    debt: int = 0
    awards: Sequence[Award] = ()
    lots: Sequence[Lot] = ()
    spendings: Sequence[Spending] = ()
    reservations: Sequence[Reservation] = ()
    taken_back: tuple[TakenBack, ...] = ()
    funders: tuple[FundedTotals, ...] = ()
    pool: Pool | None = None
    movements: Sequence[Movement] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def spendable(self) -> int:
        """The points that can be spent now, of the whole pool, less what the member owes."""
        available = self.available if self.pool is None else self.pool.available
        return max(available - self.debt, 0)

    def reservation(self, id: str) -> Reservation | None:
        """The reservation of that name, over or not; ``None`` if there is none.

        Accounts that became one may have two: the first that is not over is meant, and if all are, the last.
        """
        named = [each for each in self.reservations if each.id == id]
        return next((each for each in named if each.ended is None), named[-1] if named else None)

    @property
    def expiring(self) -> tuple[Expiring, ...]:
        """When what is left will expire, the earliest first; points that never do are left out.

        A member's next activity may put off the end of those that expire for want of it.
        """
        schedule: dict[Instant, int] = {}
        for lot in self.lots:
            if lot.expires_at is not None:
                schedule[lot.expires_at] = schedule.get(lot.expires_at, 0) + lot.remaining
        return tuple(Expiring(at, points) for at, points in sorted(schedule.items()))


NO_POINTS = Account()
"""The account of somebody who has none."""
