"""The points of one account while facts are folded: by type, its lots, what it took, what it owes.

Source: house rule (laws L2, L6).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from operator import attrgetter
from weakref import ReferenceType, ref

import attrs

from comptoir.loyalty.account import Account, Award, Lot, Pool, Reservation, Spending
from comptoir.loyalty.fold.caps import Caps
from comptoir.loyalty.fold.idle import Activities, IdleEnd, IdleLots
from comptoir.loyalty.fold.lots import Claim, OpenLot, OpenReservation
from comptoir.loyalty.fold.pages import (
    EARNED,
    GRANTED,
    HELD,
    PASSED_ON,
    SPENT,
    STOOD_IN,
    TAKEN_OFF,
    TRANSFERRED,
    Page,
    Use,
)
from comptoir.loyalty.fold.shelves import Draw, Shelf, in_order
from comptoir.values.almanac import Almanac
from comptoir.values.collections import WhenAsked


@attrs.define(eq=False)
class Purse:
    """The points of one type of one account, and the ``page`` on which they are written.

    ``given`` are those of its ``lots`` that a rule gave, ``spent`` what orders, rewards and uses took,
    ``owing`` the claims that wait for points, the oldest first.
    """

    page: Page
    lots: list[OpenLot] = attrs.field(factory=list)
    given: list[OpenLot] = attrs.field(factory=list)
    shelves: dict[IdleEnd | None, Shelf] = attrs.field(factory=dict)
    spent: list[Claim] = attrs.field(factory=list)
    owing: deque[Claim] = attrs.field(factory=deque)
    reservations: dict[str, list[OpenReservation]] = attrs.field(factory=dict)
    _awarded: list[Award] = attrs.field(factory=list)

    @classmethod
    def empty(cls, type_: str) -> Purse:
        """No points of a type, and nothing written about them."""
        return cls(Page(type_))

    @property
    def type(self) -> str:
        """Of which type of points it is."""
        return self.page.type

    @property
    def has_points(self) -> bool:
        """Whether there is a live lot with points left."""
        return any(self.shelves.values())

    def add(self, lot: OpenLot) -> None:
        """A new lot of it, with points that nobody has taken."""
        lot.remaining = points = lot.given
        lot.sums.given[lot.origin] += points
        lot.sums.pending += points
        self.lots.append(lot)
        if lot.is_award:
            self.given.append(lot)

    def shelve(self, lot: OpenLot) -> None:
        """Put a live lot where it belongs, if points are left."""
        if lot.lies_on is not None and (shelf := lot.lies_on()) is not None:
            shelf.take(lot)
        if lot.remaining:
            together = lot.idle if lot.idle is not None and lot.ends_idle else None
            shelf = self.shelves.get(together)
            if shelf is None:
                self.shelves = {of: shelf for of, shelf in self.shelves.items() if shelf}
                shelf = self.shelves[together] = Shelf(together is not None)
            shelf.put(lot)

    def take_over(self, other: Purse) -> None:
        """Unite it with that of another account; ``other`` is not used any more."""
        self.page.take_over(other.page)
        for lot in other.lots:
            lot.write_on(self.page)
            if lot.shelf is not None:
                self.shelve(lot)
        held = (each.claim for all_ in other.reservations.values() for each in all_)
        for claim in (*other.spent, *other.owing, *held):
            claim.page = self.page
        self.lots = sorted([*self.lots, *other.lots], key=_place)
        self.given = sorted([*self.given, *other.given], key=_place)
        self.spent = sorted([*self.spent, *other.spent], key=_place)
        self.owing = deque(sorted([*self.owing, *other.owing], key=_age))
        for id_, reservations in other.reservations.items():
            both = [*self.reservations.get(id_, []), *reservations]
            self.reservations[id_] = sorted(both, key=_place_of_reservation)
        self._awarded.clear()

    def account(self, draw: Draw, pool: Pool | None) -> Account:
        """What the points amount to; the lots in the order ``draw``.

        What it lists is made when it is asked for: before anything else happens to the points, if ever.
        """
        page, sums = self.page, self.page.sums()
        short = page.forgiven + page.settled
        owed = dict.fromkeys(Use, 0)
        for claim in self.owing:
            owed[claim.use] += claim.owed
        return Account(
            earned=sums.given[EARNED],
            granted=sums.given[GRANTED],
            transferred_in=sums.given[TRANSFERRED],
            forgiven=page.forgiven,
            settled=page.settled,
            pending=sums.pending,
            available=sums.available,
            held=sums.used[HELD],
            redeemed=sums.used[SPENT] + owed[SPENT],
            expired=sums.expired,
            clawed_back=sums.clawed_back + owed[STOOD_IN] + short,
            taken_off=sums.used[TAKEN_OFF] + owed[TAKEN_OFF],
            transferred_out=sums.used[PASSED_ON],
            debt=sum(owed.values()),
            awards=WhenAsked(self._awards),
            lots=WhenAsked(partial(self._lots, draw)),
            spendings=WhenAsked(self._spendings),
            reservations=WhenAsked(self._reservations),
            taken_back=tuple(page.taken_back.values()),
            funders=tuple(page.funders()),
            pool=pool,
            movements=WhenAsked(page.lines.movements),
            conflicts=tuple(page.conflicts.values()),
        )

    def _awards(self) -> Iterable[Award]:
        self._awarded += [lot.award() for lot in self.given[len(self._awarded) :]]
        return self._awarded

    def _lots(self, draw: Draw) -> Iterator[Lot]:
        left = sorted((lot for lot in self.lots if lot.remaining), key=in_order(draw))
        return (lot.seen() for lot in left)

    def _spendings(self) -> Iterator[Spending]:
        return (claim.spending() for claim in self.spent if claim.drawn or claim.owed)

    def _reservations(self) -> Iterator[Reservation]:
        reservations = [each for all_ in self.reservations.values() for each in all_]
        return (each.seen() for each in sorted(reservations, key=_place_of_reservation))


class Ledger:
    """One account: whichever of its references a fact names, it is this one."""

    def __init__(self, almanac: Almanac) -> None:
        self.purses: dict[str, Purse] = {}
        self.caps = Caps()
        self.activities = Activities()
        self.idle = IdleLots(almanac)
        self.rewards: dict[str, Claim] = {}
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
            purse = self.purses[type_] = Purse.empty(type_)
        return purse

    def shelves(self, type_: str) -> Iterable[Shelf]:
        """The points from which it spends: its own, and those of its pool."""
        pool = self.pool
        return self.purse(type_).shelves.values() if pool is None else pool.shelves(type_)

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
        for id_, claim in other.rewards.items():
            claim.first().earlier = self.rewards.get(id_)
            self.rewards[id_] = claim
        return lots


@attrs.define(eq=False)
class OpenPool:
    """Accounts that spend from the points of all; ``members`` by the reference by which they joined."""

    id: str
    members: dict[str, Ledger] = attrs.field(factory=dict)

    def shelves(self, type_: str) -> list[Shelf]:
        """The points of one type of those who have some."""
        purses = [ledger.purses[type_] for ledger in self.members.values() if type_ in ledger.purses]
        return [shelf for purse in purses for shelf in purse.shelves.values()]

    def seen(self, type_: str, draw: Draw) -> Pool:
        """As a member sees it."""
        lots = [lot for shelf in self.shelves(type_) for lot in shelf]
        lots.sort(key=in_order(draw))
        return Pool(
            id=self.id,
            members=tuple(sorted(self.members)),
            available=sum(lot.remaining for lot in lots),
            lots=tuple(lot.part(lot.remaining) for lot in lots),
        )


_place = attrgetter("place")


def _place_of_reservation(reservation: OpenReservation) -> int:
    return reservation.claim.place


def settle(account: Account) -> None:
    """Make all that an account lists now, and not when it is asked for."""
    for listed in (account.awards, account.lots, account.spendings, account.reservations, account.movements):
        if isinstance(listed, WhenAsked):
            listed.made()


def _age(claim: Claim) -> int:
    return 0 if claim.since is None else claim.since
