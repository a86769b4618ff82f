"""What a member's points amount to at an instant: totals, lots, and the movements that explain them.

At every instant, earned = available + pending + redeemed + expired + clawed back - debt.

Source: house rule (law L2).
"""

from __future__ import annotations

from enum import Enum

import attrs

from comptoir.facts.conflicts import Overspent
from comptoir.values.instants import Instant


@attrs.frozen(kw_only=True)
class Lot:
    """Points earned together: ``remaining`` of them can be spent in ``[available_from, expires_at)``."""

    order: str
    rule: str
    earned: int
    remaining: int
    available_from: Instant
    expires_at: Instant | None = None


class MovementKind(Enum):
    """What happened to points.

    The points of all movements but ``became_available`` and ``repaid`` sum to what the member has,
    pending points counted and debt taken off; these two move points from one place to another.
    """

    EARNED = "earned"
    """An order earned them; they are pending until they become available."""
    BECAME_AVAILABLE = "became_available"
    """They can be spent from now on."""
    REDEEMED = "redeemed"
    """An order was paid with them (negative), whether or not there were as many."""
    RESTORED = "restored"
    """What was paid with them came back, and so do they."""
    CLAWED_BACK = "clawed_back"
    """What had earned them came back (negative; positive where it is found that they had expired)."""
    EXPIRED = "expired"
    """Their life was over (negative)."""
    REPAID = "repaid"
    """They were taken to repay a debt (negative)."""


@attrs.frozen(kw_only=True)
class Movement:
    """One line of a member's statement: when, what, how many, for which order and by which fact.

    ``order`` is the one that earned the points, spent them or owes them; ``fact`` is the return that
    moved them, if one did.
    """

    at: Instant
    kind: MovementKind
    points: int
    order: str
    fact: str | None = None


@attrs.frozen
class Expiring:
    """Points whose life is over at an instant, unless they are spent before."""

    at: Instant
    points: int


@attrs.frozen(kw_only=True)
class Account:
    """The points of one member.

    ``redeemed`` is what was spent less what was restored, ``clawed_back`` what was taken back with
    goods, of lots or as debt. ``lots`` are those with points left, in the order in which they are spent,
    pending ones among them. ``overspent`` names each order that spent more than there was when it was
    placed; it stays named when the debt is repaid.
    """

    earned: int
    pending: int
    available: int
    redeemed: int
    expired: int
    clawed_back: int
    debt: int
    lots: tuple[Lot, ...] = ()
    movements: tuple[Movement, ...] = ()
    overspent: tuple[Overspent, ...] = ()

    @property
    def spendable(self) -> int:
        """The points that can be spent now: none as long as some are owed."""
        return max(self.available - self.debt, 0)

    @property
    def expiring(self) -> tuple[Expiring, ...]:
        """When what is left will expire, the earliest first; points that never do are left out."""
        schedule: dict[Instant, int] = {}
        for lot in self.lots:
            if lot.expires_at is not None:
                schedule[lot.expires_at] = schedule.get(lot.expires_at, 0) + lot.remaining
        return tuple(Expiring(at, points) for at, points in sorted(schedule.items()))
