"""A standing's points in the words of the oracle, and the facts of a story one by one: for the laws.

Source: house rule (law LO).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from comptoir.checkout.standing import Standing
from comptoir.facts.conflicts import (
    Conflict,
    MoreThanReserved,
    NoSuchReservation,
    NoSuchReward,
    NotClaimed,
    NotMerged,
    NotPooled,
    Overspent,
    ReservationOver,
)
from comptoir.facts.events import Fact, OrderPlaced
from comptoir.facts.point_events import PointsReserved, PointsTakenOff, PointsTransferred, RewardTaken
from comptoir.facts.point_terms import DrawBy
from comptoir.facts.streams import order_stream
from comptoir.loyalty.account import Account, Lot, Pool
from comptoir.testing.oracles.point_lives import Place
from comptoir.testing.oracles.point_tallies import Left, SetAside, Spent, Tally
from comptoir.testing.oracles.points import Purses
from comptoir.testing.stories import Story, Tell
from comptoir.values.instants import Instant, datetime_of

ABOUT_POINTS = (
    Overspent,
    NoSuchReservation,
    ReservationOver,
    MoreThanReserved,
    NoSuchReward,
    NotClaimed,
    NotMerged,
    NotPooled,
)
"""The conflicts that a fold of points finds."""


@attrs.frozen(kw_only=True)
class Drawing:
    """A fact that takes points of lots that its member can spend: what came before, and how many."""

    fact: Fact
    past: tuple[Fact, ...]
    member: str
    points: int
    type: str
    draw: tuple[DrawBy, ...]

    def pool(self, account: Account) -> Pool | None:
        """The pool that it draws from, if any: what a person takes off is the member's own."""
        return None if isinstance(self.fact, PointsTakenOff) else account.pool


def accounts_of(standing: Standing) -> Mapping[str, Account]:
    """The accounts of a standing, by the type of their points."""
    return standing.accounts


def conflicts_of(standing: Standing) -> frozenset[Conflict]:
    """What did not fit in the facts about points."""
    found = {each for account in accounts_of(standing).values() for each in account.conflicts}
    return frozenset(each for each in {*found, *standing.conflicts} if isinstance(each, ABOUT_POINTS))


def told_of(story: Story, tell: Tell, member: str, facts: Sequence[Fact], at: Instant) -> Standing:
    """The standing of a member by some facts at an instant."""
    return tell(story.rulebook, member, tuple(facts), datetime_of(at))


def followed(story: Story) -> Purses:
    """The story's points, followed as far as its rulebook reaches."""
    purses = Purses(story.history, story.rulebook.almanac)
    return purses.at(Instant(story.rulebook.horizon_instant - 1))


def past_of(story: Story, fact: Fact) -> tuple[Fact, ...]:
    """What had happened before a fact; of an order's own facts, those that wait for it are left out."""
    facts = story.history.facts
    before = facts[: facts.index(fact)]
    if isinstance(fact, OrderPlaced):
        return tuple(each for each in before if order_stream(fact.id) not in each.streams)
    return before


def drawings(story: Story) -> Iterator[Drawing]:
    """The facts of a story, until its instant, that take points which nobody had set aside."""
    for fact in story.history.facts:
        if fact.at > story.instant:
            return
        past = past_of(story, fact)
        match fact:
            case OrderPlaced(order=order):
                spends, member = order.redemption, order.buyer.member
                if spends is not None and spends.reservation is None and member is not None:
                    yield Drawing(
                        fact=fact,
                        past=past,
                        member=member,
                        points=spends.points,
                        type=spends.type,
                        draw=spends.draw,
                    )
            case PointsReserved() | PointsTakenOff() | PointsTransferred() | RewardTaken():
                if not (isinstance(fact, RewardTaken) and fact.reservation is not None):
                    yield Drawing(
                        fact=fact,
                        past=past,
                        member=fact.member,
                        points=fact.points,
                        type=fact.type,
                        draw=fact.draw,
                    )
            case _:
                pass


def tally_of(account: Account) -> Tally:
    """An account in the words of the oracle."""
    return Tally(
        earned=account.earned,
        granted=account.granted,
        transferred_in=account.transferred_in,
        forgiven=account.forgiven,
        settled=account.settled,
        pending=account.pending,
        available=account.available,
        held=account.held,
        redeemed=account.redeemed,
        expired=account.expired,
        clawed_back=account.clawed_back,
        taken_off=account.taken_off,
        transferred_out=account.transferred_out,
        debt=account.debt,
        pooled=None if account.pool is None else account.pool.available,
        lots=tuple(_left(lot) for lot in account.lots),
        spendings=frozenset(
            Spent(
                source=each.source,
                drawn=tuple(_runs((drawn.source, drawn.number, drawn.points) for drawn in each.drawn)),
                owed=each.owed,
            )
            for each in account.spendings
            if each.points
        ),
        reservations=frozenset(
            SetAside(id=each.id, used=each.used, left=each.left, until=each.until, ended=each.ended)
            for each in account.reservations
        ),
        funders=frozenset(
            (each.funder, place, points)
            for each in account.funders
            for place in Place
            if (points := getattr(each, place.value))
        ),
    )


def _left(lot: Lot) -> Left:
    return Left(
        source=lot.source,
        number=lot.number,
        rule=lot.rule,
        earned=lot.earned,
        points=lot.remaining,
        since=lot.available_from,
        until=lot.expires_at,
        funder=lot.funder,
        priority=lot.priority,
        origin=lot.origin,
        cuts=tuple((cut.cap, cut.points) for cut in lot.cuts),
    )


def _runs(drawn: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Points drawn twice in turn from one lot, as one."""
    last: tuple[str, int, int] | None = None
    for source, number, points in drawn:
        if last is not None and last[:2] == (source, number):
            last = (source, number, last[2] + points)
            continue
        if last is not None:
            yield last
        last = (source, number, points)
    if last is not None:
        yield last
