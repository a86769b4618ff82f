"""What all members' points come to: what is left of them, by when it ends and who pays for it.

What is left of a lot is a promise until it is used or ends, whether it can be spent now (*available*), later
(*pending*), or is set aside (*held*). What members owe stands apart: it is drawn from no lot.

Source: house rule (laws A1 and A2).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

from comptoir.facts.terms import TERMS_BYTES_MAX
from comptoir.loyalty.fold.ledger import Purse
from comptoir.loyalty.fold.lots import OpenLot, Phase, instant_or_never
from comptoir.values.instants import Instant


@attrs.frozen(kw_only=True)
class LiabilityRow:
    """Points of one type that end at one instant (``None``: never), paid for by one funder.

    The merchant is the funder if there is none. Points that are held may outlive the end of their lot.
    """

    type: str
    funder: str | None
    expires_at: Instant | None
    pending: int
    available: int
    held: int

    @property
    def points(self) -> int:
        """All of them."""
        return self.pending + self.available + self.held


@attrs.frozen(kw_only=True)
class Owed:
    """Points of one type that members owe, in all."""

    type: str
    points: int


@attrs.frozen(kw_only=True)
class LiabilityState:
    """The answer itself: its rows, the merchant's first, by when they end; and what is owed."""

    document: ClassVar[str] = "liability/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    rows: tuple[LiabilityRow, ...] = ()
    owed: tuple[Owed, ...] = ()

    def points(self, type_: str) -> int:
        """The points of a type that are left, whoever pays for them."""
        return sum(row.points for row in self.rows if row.type == type_)

    def debt(self, type_: str) -> int:
        """The points of a type that members owe."""
        return sum(each.points for each in self.owed if each.type == type_)


def what_is_left(lot: OpenLot) -> int:
    """The points of a lot that can still be used: those that are set aside among them."""
    return lot.remaining + lot.held


def liability_of(purses: Iterable[Purse]) -> LiabilityState:
    """What is left in some purses, and what is owed there."""
    rows: dict[tuple[str, str | None, Instant | None], list[int]] = {}
    owed: dict[str, int] = {}
    for purse in purses:
        owed[purse.type] = owed.get(purse.type, 0) + sum(claim.owed for claim in purse.owing)
        for lot in filter(what_is_left, purse.lots):
            row = rows.setdefault((lot.type, lot.funder, lot.end), [0, 0, 0])
            row[0 if lot.phase is Phase.PENDING else 1] += lot.remaining
            row[2] += lot.held
    found = [
        LiabilityRow(type=type_, funder=funder, expires_at=end, pending=first, available=second, held=third)
        for (type_, funder, end), (first, second, third) in rows.items()
    ]
    return LiabilityState(
        rows=tuple(sorted(found, key=_place)),
        owed=tuple(Owed(type=type_, points=points) for type_, points in sorted(owed.items()) if points),
    )


def _place(row: LiabilityRow) -> tuple[str, str, Instant]:
    return row.type, row.funder or "", instant_or_never(row.expires_at)
