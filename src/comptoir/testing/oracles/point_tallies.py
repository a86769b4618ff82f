"""What points come to when they are counted one by one.

Source: law LO, in the words of ``comptoir.loyalty.account``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import attrs

from comptoir.facts.conflicts import ReservationState
from comptoir.testing.oracles.point_lives import Claim, Given, Hold, Lot, Place
from comptoir.values.instants import Instant


@attrs.frozen(kw_only=True)
class Left:
    """What is left of a lot, and its life."""

    source: str
    number: int
    rule: str
    earned: int
    points: int
    since: Instant | None
    until: Instant | None
    funder: str | None
    priority: int
    origin: str | None
    cuts: tuple[tuple[str, int], ...]


@attrs.frozen(kw_only=True)
class Spent:
    """What an order or a fact has spent: how many points of each lot, in turn, and how many are owed."""

    source: str
    drawn: tuple[tuple[str, int, int], ...]
    owed: int


@attrs.frozen(kw_only=True)
class SetAside:
    """A reservation: how many of its points were used, and how many are still held."""

    id: str
    used: int
    left: int
    until: Instant
    ended: ReservationState | None


@attrs.frozen(kw_only=True)
class Tally:
    """What the points of one type of an account come to; the lots in the order of their turns.

    ``pooled`` is what there is to be spent in a pool. ``funders`` says where how many points of each are.
    """

    earned: int
    granted: int
    transferred_in: int
    forgiven: int
    settled: int
    pending: int
    available: int
    held: int
    redeemed: int
    expired: int
    clawed_back: int
    taken_off: int
    transferred_out: int
    debt: int
    pooled: int | None
    lots: tuple[Left, ...]
    spendings: frozenset[Spent]
    reservations: frozenset[SetAside]
    funders: frozenset[tuple[str | None, Place, int]]


def tally_of(
    lots: Sequence[Lot],
    claims: Sequence[Claim],
    holds: Iterable[Hold],
    *,
    pooled: int | None,
    end: Callable[[Lot], Instant | None],
) -> Tally:
    """The tally of an account's lots, in the order of their turns, and of what it claimed."""
    given = Counter[Given]()
    for lot in lots:
        given[lot.given] += lot.awarded
    places = Counter(point.place for lot in lots for point in lot.points)
    funders = Counter((lot.funder, point.place) for lot in lots for point in lot.points)
    for claim in claims:
        places[claim.puts] += claim.owed + claim.forgiven + claim.settled
    return Tally(
        earned=given[Given.EARNED],
        granted=given[Given.GRANTED],
        transferred_in=given[Given.TRANSFERRED_IN],
        forgiven=sum(each.forgiven for each in claims),
        settled=sum(each.settled for each in claims),
        pending=places[Place.PENDING],
        available=places[Place.AVAILABLE],
        held=places[Place.HELD],
        redeemed=places[Place.REDEEMED],
        expired=places[Place.EXPIRED],
        clawed_back=places[Place.CLAWED_BACK],
        taken_off=places[Place.TAKEN_OFF],
        transferred_out=places[Place.TRANSFERRED_OUT],
        debt=sum(claim.owed for claim in claims),
        pooled=pooled,
        lots=tuple(_left(lot, end(lot)) for lot in lots if lot.free and not lot.is_over),
        spendings=frozenset(_spent(each) for each in claims if each.takes and each.puts is Place.REDEEMED),
        reservations=frozenset(_set_aside(each) for each in holds),
        funders=frozenset((funder, place, points) for (funder, place), points in funders.items()),
    )


def _left(lot: Lot, until: Instant | None) -> Left:
    return Left(
        source=lot.source,
        number=lot.number,
        rule=lot.rule,
        earned=lot.awarded if lot.given in {Given.EARNED, Given.GRANTED} else 0,
        points=len(lot.free),
        since=lot.since,
        until=until,
        funder=lot.funder,
        priority=lot.priority,
        origin=lot.origin,
        cuts=lot.cuts,
    )


def _spent(claim: Claim) -> Spent:
    drawn: list[tuple[str, int, int]] = []
    for point in claim.points:
        name = (point.lot.source, point.lot.number)
        if drawn and drawn[-1][:2] == name:
            drawn[-1] = (*name, drawn[-1][2] + 1)
        else:
            drawn.append((*name, 1))
    return Spent(source=claim.source, drawn=tuple(drawn), owed=claim.owed)


def _set_aside(hold: Hold) -> SetAside:
    left = len(hold.claim.takes)
    return SetAside(id=hold.fact.id, used=hold.used, left=left, until=hold.fact.until, ended=hold.ended)
