"""A case for a law of exchanges in a row: a plain shop, what is bought, and what is exchanged when.

What became of each visit is kept as it was told at the counter, and as its facts say.

Source: house rule (laws XP, XT and XD).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Protocol, TypeVar

import attrs

from comptoir.checkout.after_sales import Assessment, Settled
from comptoir.checkout.exchanging import ExchangeOffer, Swapped
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.checkout.ticket import Closed, Ticket
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.events import Fact, Returned
from comptoir.facts.handovers import Carry, Deliver, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import OFFSET, Order, Tender, TenderName
from comptoir.returns.asked import Give
from comptoir.testing.exchange_shops import TreeShop
from comptoir.testing.return_cases import BY
from comptoir.testing.terms_examples import (
    BEFORE,
    ORDERED,
    Names,
    arrival,
    last_order,
    ordered,
    placed,
)
from comptoir.values.instants import DAY, Instant, datetime_of
from comptoir.values.money import Amount

T = TypeVar("T")

STORE: Final = "lyon-2"
AT_HOME: Final = Deliver(Place("FR", "69003"), "home")
CARD: Final = ("card", "psp-1")


def done_as(kind: type[T], found: object) -> T:
    """What was done, as what it is to be; nothing of these cases is refused."""
    if isinstance(found, kind):
        return found
    raise AssertionError(found)


@attrs.frozen(kw_only=True)
class Visit:
    """What the customer wants of one visit: goods of one of the orders given for others.

    They give the first ``give`` pieces that they still have of the order ``of``, all if there are not so
    many; with ``take`` empty, each for the very same product. What is taken goes over the counter or
    ``home``; a difference is paid by ``points``, if there are so many, and by one means. They come so many
    days ``after`` the time before.
    """

    after: int = 2
    points: int = 0
    of: int = 0
    give: int = 99
    take: tuple[tuple[str, int], ...] = ()
    home: bool = False
    means: tuple[str, str | None] = CARD


@attrs.frozen(kw_only=True)
class TreeCase:
    """Goods bought over the counter or sent ``home``, paid by some means and ``points``, then exchanged.

    Two days after the last of the ``visits``, everything comes back. Without ``points``, nobody earns any.
    """

    shop: TreeShop
    bought: tuple[tuple[str, int], ...]
    home: bool = False
    points: int = 0
    means: Names = (CARD,)
    visits: tuple[Visit, ...]


@attrs.frozen(order=True)
class Piece:
    """One piece: of which order, as which product it was bought, and which of its line, from 0."""

    order: str
    sku: str
    index: int


Money = Mapping[TenderName, int]
"""Minor units by the means by which they move."""
Rights = Mapping[Piece, frozenset[tuple[str, date | None]]]
"""The rights on each piece, by rule, and their last days."""


@attrs.frozen(kw_only=True)
class Visited:
    """What came of a visit, ``number`` 0 being the purchase: what was given of the order ``source``, when.

    For it was ``taken``, as the new ``order`` if there is a difference to pay. ``difference`` is what was
    told. The customer ``paid`` so much by their own means and ``spent`` points of such a worth; so much was
    ``paid_out``, and ``worth`` came back as points. ``rights`` are those on what was given. ``told`` is all
    that was offered, and ``again`` what is offered at another instant, nothing if it is refused then.
    """

    number: int
    at: Instant
    source: str | None = None
    given: tuple[Piece, ...] = ()
    taken: tuple[tuple[str, int], ...] = ()
    order: str | None = None
    home: bool = False
    difference: int = 0
    paid: tuple[tuple[TenderName, int], ...] = ()
    spent: int = 0
    paid_out: Money = attrs.field(factory=dict)
    worth: int = 0
    rights: Rights = attrs.field(factory=dict)
    told: tuple[object, ...] = ()
    again: tuple[object, ...] = ()


@attrs.frozen(kw_only=True)
class TreePlayed:
    """All visits of a case, the purchase first and what came back in the end last."""

    visits: tuple[Visited, ...]


PlayTree = Callable[[TreeCase], TreePlayed]
"""A way of playing a case."""


class TreeLaw(Protocol):
    """A law of exchanges in a row: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: TreeCase, play: PlayTree = ...) -> None:
        """Try the law on one case."""


def play_tree(case: TreeCase) -> TreePlayed:
    """The plain way of playing: at the counter itself."""
    return _Play(case).played()


def asking_again(step: int) -> PlayTree:
    """The same, each offer asked again so many microseconds after its end, or before it."""
    return lambda case: _Play(case, again=step).played()


class _Play:
    """A case as it is played: the facts so far, and what the customer has of each order."""

    def __init__(self, case: TreeCase, *, again: int | None = None) -> None:
        self._case = case
        self._again = again
        self._rulebook = case.shop.rulebook(programme=case.points > 0)
        self._counter = Counter(self._rulebook)
        self._facts: tuple[Fact, ...] = ()
        self._orders: dict[str, Order] = {}
        self._has: dict[str, dict[tuple[int, int], str]] = {}
        self._visits: list[Visited] = []

    def played(self) -> TreePlayed:
        """The purchase, the visits, and the return of everything."""
        case = self._case
        if case.points:
            earning = self._basket((("ROBE-36", 10),), home=False)
            self._facts = placed(self._rulebook, (), "o-0", BEFORE, earning, names=(CARD,))
        basket = self._basket(case.bought, home=case.home, points=case.points)
        self._facts = placed(self._rulebook, self._facts, "o-1", ORDERED, basket, names=case.means)
        order = last_order(self._facts)
        self._keep(order, home=case.home)
        own = tuple((each.pays_by, each.amount.minor) for each in order.tenders)
        purchase = Visited(
            number=0,
            at=ORDERED,
            taken=case.bought,
            order="o-1",
            home=case.home,
            paid=own,
            spent=_spent(order),
        )
        self._visits.append(purchase)
        at = ORDERED
        for number, visit in enumerate(case.visits, start=1):
            at = Instant(at + visit.after * DAY)
            self._visit(number, visit, at)
        for id_ in [*self._orders]:
            self._back(len(case.visits) + 1, id_, Instant(at + 2 * DAY))
        return TreePlayed(visits=tuple(self._visits))

    def _visit(self, number: int, visit: Visit, at: Instant) -> None:
        there = [id_ for id_, has in self._has.items() if has]
        source = there[visit.of % len(there)]
        keys = sorted(self._has[source])[: visit.give]
        seen = self._assessed(source, keys, at)
        given = [
            key for good in seen.goods for key in _keys(good.units.number, good.units.first, good.units.after)
        ]
        same = [(self._has[source][key], 1) for key in given]
        taken = visit.take or tuple(same)
        basket = self._basket(taken, home=visit.home, points=visit.points if self._case.points else 0)
        offer = self._offer(seen, basket, number)
        visited = Visited(
            number=number,
            at=at,
            source=source,
            given=self._pieces(source, given),
            taken=taken,
            home=visit.home,
            difference=offer.difference.get_amount_in_sub_unit(),
            rights=self._rights(source, seen),
        )
        if self._again is not None:
            basket = attrs.evolve(basket, points=offer.basket.points)
            later = self._assess(source, keys, Instant(offer.until + self._again))
            again = () if later.refused else _told(self._offer(later, basket, number))
            visited = attrs.evolve(visited, told=_told(offer), again=again)
        if offer.ticket is None:
            self._swap(visited, seen, basket)
        else:
            self._close(visited, offer, visit, given)

    def _offer(self, seen: Assessment, basket: Basket, number: int) -> ExchangeOffer:
        """What it comes to, with what the customer has once the goods are back; without points if refused."""
        standing = None
        if self._case.points:
            back = done_as(Settled, self._counter.settle(seen, id=f"o-{number + 1}", provenance=BY))
            at = datetime_of(seen.asked_at)
            standing = self._counter.standing("m-1", (*self._facts, *back.facts), at)
        found = self._counter.exchange_offer(seen, basket, standing=standing)
        if isinstance(found, Refused) and basket.points:
            basket = attrs.evolve(basket, points=0)
            found = self._counter.exchange_offer(seen, basket, standing=standing)
        return done_as(ExchangeOffer, found)

    def _swap(self, visited: Visited, seen: Assessment, basket: Basket) -> None:
        handover = basket.handover if visited.home else None
        id_ = f"x-{visited.number}"
        found = self._counter.exchange(seen, take=basket.lines, handover=handover, id=id_, provenance=BY)
        done, source = done_as(Swapped, found), done_as(str, visited.source)
        self._facts = (*self._facts, *done.facts)
        for swap in done.facts[0].swaps:
            for key in _keys(swap.units.number, swap.units.first, swap.units.after):
                self._has[source][key] = swap.took.sku
        if visited.home:
            units = [swap.units for swap in done.facts[0].swaps]
            at = Instant(visited.at + DAY)
            order = self._orders[source]
            self._facts = (*self._facts, arrival(f"h-x-{visited.number}", order, units, at))
        self._visits.append(visited)

    def _close(
        self, visited: Visited, offer: ExchangeOffer, visit: Visit, given: Iterable[tuple[int, int]]
    ) -> None:
        ticket, source = done_as(Ticket, offer.ticket), done_as(str, visited.source)
        means, reference = visit.means
        to_pay = max(0, ticket.net)
        own = [Tender(means, Amount(to_pay, "EUR"), reference=reference)] if to_pay else []
        found = self._counter.close(
            ticket,
            id=f"o-{visited.number + 1}",
            at=datetime_of(visited.at),
            tenders=own,
            provenance=BY,
            history=self._counter.history(self._facts),
        )
        done = done_as(Closed, found)
        self._facts = (*self._facts, *done.facts)
        for key in given:
            del self._has[source][key]
        self._keep(done.order, home=visited.home)
        returned = [fact for fact in done.facts if isinstance(fact, Returned)]
        self._visits.append(
            attrs.evolve(
                visited,
                order=done.order.id,
                paid=tuple((each.pays_by, each.amount.minor) for each in own),
                spent=_spent(done.order),
                paid_out=_paid_out(returned),
                worth=sum(fact.points_worth for fact in returned),
            )
        )

    def _back(self, number: int, id_: str, at: Instant) -> None:
        keys = sorted(self._has[id_])
        if not keys:
            return
        seen = self._assessed(id_, keys, at)
        done = done_as(Settled, self._counter.settle(seen, id=f"r-{id_}", provenance=BY))
        self._facts = (*self._facts, *done.facts)
        self._visits.append(
            Visited(
                number=number,
                at=at,
                source=id_,
                given=self._pieces(id_, keys),
                paid_out=_paid_out(done.facts),
                worth=sum(fact.points_worth for fact in done.facts),
                rights=self._rights(id_, seen),
            )
        )

    def _assessed(self, id_: str, keys: Iterable[tuple[int, int]], at: Instant) -> Assessment:
        found = self._assess(id_, keys, at)
        if found.refused:
            raise AssertionError(found.refused)
        return found

    def _assess(self, id_: str, keys: Iterable[tuple[int, int]], at: Instant) -> Assessment:
        wanted: dict[tuple[int, str], int] = {}
        for key in keys:
            what = key[0], self._has[id_][key]
            wanted[what] = wanted.get(what, 0) + 1
        give = [Give(number, count, sku=sku) for (number, sku), count in wanted.items()]
        return self._counter.assess(id_, self._facts, datetime_of(at), give=give, store=STORE)

    def _pieces(self, id_: str, keys: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
        lines = self._orders[id_].lines
        return tuple(Piece(id_, lines[number - 1].product.sku, index) for number, index in keys)

    def _rights(self, id_: str, seen: Assessment) -> Rights:
        return {
            piece: frozenset((right.terms.rule, right.last_day) for right in good.rights)
            for good in seen.goods
            for piece in self._pieces(id_, _keys(good.units.number, good.units.first, good.units.after))
        }

    def _keep(self, order: Order, *, home: bool) -> None:
        self._orders[order.id] = order
        self._has[order.id] = {
            key: line.product.sku
            for line in order.lines
            for key in _keys(line.terms.number, 0, sum(share.units for share in line.shares))
        }
        if home:
            at = Instant(order.placed_at + DAY)
            self._facts = (*self._facts, arrival(f"h-{order.id}", order, (), at))

    def _basket(self, lines: Iterable[tuple[str, int]], *, home: bool, points: int = 0) -> Basket:
        basket = ordered(
            *(Line(sku, count) for sku, count in lines),
            handover=AT_HOME if home else Carry(STORE),
            contract=Contract.DISTANCE if home else Contract.IN_STORE,
            points=points,
        )
        return basket if self._case.points else attrs.evolve(basket, buyer=Buyer())


def _told(offer: ExchangeOffer) -> tuple[object, ...]:
    """All that an offer says, but when."""
    ticket = offer.ticket
    said = (offer.difference, offer.rule, offer.price, offer.promised, offer.even)
    return said if ticket is None else (*said, ticket.netted, done_as(Quote, ticket.quote).answer)


def _spent(order: Order) -> int:
    """What points paid of an order."""
    return 0 if order.redemption is None else order.redemption.worth


def _keys(number: int, first: int, after: int) -> Iterator[tuple[int, int]]:
    return ((number, index) for index in range(first, after))


def _paid_out(facts: Sequence[Returned]) -> Money:
    """What was paid out, and did not pay what was taken."""
    found: dict[TenderName, int] = {}
    for fact in facts:
        for tender in fact.tenders:
            if tender.means != OFFSET:
                found[tender.pays_by] = found.get(tender.pays_by, 0) + tender.amount.minor
    return found
