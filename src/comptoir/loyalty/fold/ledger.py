"""The points of one account while facts are folded: by type, its lots, what it took, what it owes.

Source: house rule (laws L2, L6).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from operator import attrgetter, itemgetter
from typing import TypeVar
from weakref import ReferenceType, ref

import attrs

from comptoir.facts.conflicts import Conflict
from comptoir.facts.point_terms import DRAW_ORDER
from comptoir.loyalty.account import (
    Account,
    Award,
    FundedTotals,
    Movement,
    MovementKind,
    Pool,
    TakenBack,
)
from comptoir.loyalty.fold.caps import Caps
from comptoir.loyalty.fold.idle import Activities, IdleEnd, IdleLots
from comptoir.loyalty.fold.lots import Claim, OpenLot, OpenReservation, Origin, Phase, Sums, Use
from comptoir.loyalty.fold.shelves import Draw, Shelf, first_of, in_order
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant

T = TypeVar("T")


Moved = tuple[int, Instant, MovementKind, int, str, str | None, str | None]
"""A line of a statement as it is noted: its place, then what a :class:`Movement` says."""


@attrs.define(eq=False)
class Purse:
    """The points of one type of one account.

    ``given`` are those of its ``lots`` that a rule gave, ``spent`` what orders, rewards and uses took,
    ``owing`` the claims that wait for points, the oldest first; ``forgiven`` and ``settled`` what was to be
    clawed back and is not owed. What was noted stands by its place among all that happened.
    """

    type: str
    lots: list[OpenLot] = attrs.field(factory=list)
    given: list[OpenLot] = attrs.field(factory=list)
    sums: dict[str | None, Sums] = attrs.field(factory=dict)
    shelves: dict[IdleEnd | None, Shelf] = attrs.field(factory=dict)
    spent: list[Claim] = attrs.field(factory=list)
    owing: deque[Claim] = attrs.field(factory=deque)
    reservations: dict[str, list[OpenReservation]] = attrs.field(factory=dict)
    forgiven: int = 0
    settled: int = 0
    taken_back: dict[int, TakenBack] = attrs.field(factory=dict)
    moved: list[Moved] = attrs.field(factory=list)
    conflicts: dict[int, Conflict] = attrs.field(factory=dict)
    _awards: list[Award] = attrs.field(factory=list)
    _movements: list[Movement] = attrs.field(factory=list)

    @property
    def has_points(self) -> bool:
        """Whether there is a live lot with points left."""
        return any(self.shelves.values())

    def sums_of(self, funder: str | None) -> Sums:
        """The sums of the lots for which somebody pays."""
        sums = self.sums.get(funder)
        if sums is None:
            sums = self.sums[funder] = Sums()
        return sums

    def add(self, lot: OpenLot) -> None:
        """A new lot of it, with points that nobody has taken."""
        lot.enter_life()
        self.lots.append(lot)
        if lot.is_award:
            self.given.append(lot)

    def shelve(self, lot: OpenLot) -> None:
        """Put a live lot where it belongs, if points are left."""
        if lot.shelf is not None:
            lot.shelf.take(lot)
        if lot.remaining:
            together = lot.idle if lot.ends_idle else None
            shelf = self.shelves.get(together)
            if shelf is None:
                self.shelves = {of: shelf for of, shelf in self.shelves.items() if shelf}
                shelf = self.shelves[together] = Shelf(together is not None)
            shelf.put(lot)

    def take_over(self, other: Purse) -> None:
        """Unite it with that of another account; ``other`` is not used any more."""
        for funder, sums in other.sums.items():
            self.sums_of(funder).add(sums)
        for lot in other.lots:
            lot.sums = self.sums_of(lot.funder)
            if lot.shelf is not None:
                self.shelve(lot)
        self.lots = sorted([*self.lots, *other.lots], key=_place)
        self.given = sorted([*self.given, *other.given], key=_place)
        self.spent = sorted([*self.spent, *other.spent], key=_place)
        self.owing = deque(sorted([*self.owing, *other.owing], key=_age))
        for id_, reservations in other.reservations.items():
            both = [*self.reservations.get(id_, []), *reservations]
            self.reservations[id_] = sorted(both, key=_place_of_reservation)
        self.forgiven += other.forgiven
        self.settled += other.settled
        self.taken_back = _by_place(self.taken_back | other.taken_back)
        self.moved = sorted([*self.moved, *other.moved], key=itemgetter(0))
        self.conflicts = _by_place(self.conflicts | other.conflicts)
        self._awards.clear()
        self._movements.clear()

    def account(self, draw: Draw, pool: Pool | None) -> Account:
        """What the points amount to; the lots in the order ``draw``. What stays as it is, is told once."""
        sums = Sums.of_all(self.sums.values())
        short = self.forgiven + self.settled
        owed = dict.fromkeys(Use, 0)
        for claim in self.owing:
            owed[claim.use] += claim.owed
        left = sorted((lot for lot in self.lots if lot.remaining), key=in_order(draw))
        reservations = [each for all_ in self.reservations.values() for each in all_]
        reservations.sort(key=_place_of_reservation)
        self._awards += [lot.award() for lot in self.given[len(self._awards) :]]
        self._movements += [_movement(each) for each in self.moved[len(self._movements) :]]
        return Account(
            earned=sums.given[Origin.EARNED],
            granted=sums.given[Origin.GRANTED],
            transferred_in=sums.given[Origin.TRANSFERRED],
            forgiven=self.forgiven,
            settled=self.settled,
            pending=sums.left[Phase.PENDING],
            available=sums.left[Phase.LIVE],
            held=sums.used[Use.HELD],
            redeemed=sums.used[Use.SPENT] + owed[Use.SPENT],
            expired=sums.expired,
            clawed_back=sums.clawed_back + owed[Use.STOOD_IN] + short,
            taken_off=sums.used[Use.TAKEN_OFF] + owed[Use.TAKEN_OFF],
            transferred_out=sums.used[Use.PASSED_ON],
            debt=sum(owed.values()),
            awards=tuple(self._awards),
            lots=tuple(lot.seen() for lot in left),
            spendings=tuple(claim.spending() for claim in self.spent if claim.drawn or claim.owed),
            reservations=tuple(each.seen() for each in reservations),
            taken_back=tuple(self.taken_back.values()),
            funders=tuple(_funded(funder, self.sums[funder]) for funder in sorted(self.sums, key=_funder)),
            pool=pool,
            movements=tuple(self._movements),
            conflicts=tuple(self.conflicts.values()),
        )


class Ledger:
    """One account: whichever of its references a fact names, it is this one."""

    def __init__(self, almanac: Almanac) -> None:
        self.purses: dict[str, Purse] = {}
        self.caps = Caps()
        self.activities = Activities()
        self.idle = IdleLots(almanac)
        self.rewards: dict[str, list[Claim]] = {}
        self._pool: ReferenceType[OpenPool] | None = None

    @property
    def pool(self) -> OpenPool | None:
        """The pool that it is in, if any; the account does not keep what keeps it."""
        return None if self._pool is None else self._pool()

    @pool.setter
    def pool(self, pool: OpenPool | None) -> None:
        self._pool = None if pool is None else ref(pool)

    def purse(self, type_: str) -> Purse:
        """Its points of one type."""
        purse = self.purses.get(type_)
        if purse is None:
            purse = self.purses[type_] = Purse(type_)
        return purse

    def spendable(self, type_: str) -> list[Purse]:
        """The points from which it spends: its own, and those of its pool."""
        if self.pool is None:
            return [self.purse(type_)]
        return self.pool.purses(type_)

    def reservation(self, id_: str, type_: str | None = None) -> OpenReservation | None:
        """Which one of that name is meant, of one type of points or of all: the first that is not over.

        If all are over it is the last.
        """
        purses = [purse for of, purse in self.purses.items() if type_ in {None, of}]
        named = [each for purse in purses for each in purse.reservations.get(id_, ())]
        named.sort(key=_place_of_reservation)
        return next((each for each in named if each.ended is None), named[-1] if named else None)

    def take_over(self, other: Ledger) -> list[OpenLot]:
        """Unite it with another account, which is not used any more; the lots whose end is to be looked at.

        In which pool it is then is for whoever keeps pools to say.
        """
        lots = [*self.idle.take_all(), *other.idle.take_all()]
        for type_, purse in other.purses.items():
            self.purse(type_).take_over(purse)
        self.caps.unite(other.caps)
        self.activities.unite(other.activities)
        for id_, rewards in other.rewards.items():
            self.rewards[id_] = [*self.rewards.get(id_, []), *rewards]
        return lots


@attrs.define(eq=False)
class OpenPool:
    """Accounts that spend from the points of all; ``members`` by the reference by which they joined."""

    id: str
    members: dict[str, Ledger] = attrs.field(factory=dict)

    def purses(self, type_: str) -> list[Purse]:
        """The points of one type of those who have some."""
        return [ledger.purses[type_] for ledger in self.members.values() if type_ in ledger.purses]

    def seen(self, type_: str, draw: Draw) -> Pool:
        """As a member sees it."""
        lots = [lot for purse in self.purses(type_) for shelf in purse.shelves.values() for lot in shelf]
        lots.sort(key=in_order(draw))
        return Pool(
            id=self.id,
            members=tuple(sorted(self.members)),
            available=sum(lot.remaining for lot in lots),
            lots=tuple(lot.part(lot.remaining) for lot in lots),
        )


def first_lot(purses: Iterable[Purse], draw: Draw = DRAW_ORDER) -> OpenLot | None:
    """The lot that is drawn first of some purses."""
    return first_of((shelf for purse in purses for shelf in purse.shelves.values()), draw)


def _movement(moved: Moved) -> Movement:
    _, at, kind, points, source, fact, by = moved
    return Movement(at=at, kind=kind, points=points, source=source, fact=fact, by=by)


def _funded(funder: str | None, sums: Sums) -> FundedTotals:
    """The points of a funder as a member sees them; those that live on by grace were given before."""
    return FundedTotals(
        funder=funder,
        given=sum(sums.given.values()) - sums.given[Origin.GRACE],
        available=sums.left[Phase.LIVE],
        pending=sums.left[Phase.PENDING],
        held=sums.used[Use.HELD],
        redeemed=sums.used[Use.SPENT],
        expired=sums.expired,
        clawed_back=sums.clawed_back,
        taken_off=sums.used[Use.TAKEN_OFF],
        transferred_out=sums.used[Use.PASSED_ON],
    )


def _funder(funder: str | None) -> str:
    return funder or ""


def _by_place(noted: Mapping[int, T]) -> dict[int, T]:
    return dict(sorted(noted.items(), key=itemgetter(0)))


_place = attrgetter("place")


def _place_of_reservation(reservation: OpenReservation) -> int:
    return reservation.claim.place


def _age(claim: Claim) -> int:
    return 0 if claim.since is None else claim.since
