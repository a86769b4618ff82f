"""A case for a law of histories: facts, a member and an instant; the ways of telling; stories as played.

A story is what some customers did, played at the counter itself: nothing in it was written by hand but
what is wrong on purpose.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, Protocol

import attrs

from comptoir.checkout.after_sales import Assessment, Settled
from comptoir.checkout.cancelling import Cancellation
from comptoir.checkout.exchanging import Swapped
from comptoir.checkout.place import Accepted
from comptoir.checkout.standing import Standing
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.events import (
    Cancelled,
    CancelReason,
    Exchanged,
    Fact,
    HandedOver,
    OrderPlaced,
    Returned,
    Taken,
)
from comptoir.facts.events import Settled as PointsSettled
from comptoir.facts.handovers import Carry, Handover
from comptoir.facts.history import History
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order, Tender
from comptoir.facts.point_events import PointsGranted, PointsReserved
from comptoir.facts.point_terms import Accrual
from comptoir.facts.provenance import Provenance
from comptoir.facts.units import Units, paid_for
from comptoir.returns.asked import Give
from comptoir.rulebook import Rulebook
from comptoir.values.instants import Instant, datetime_of, instant_of
from comptoir.values.money import Amount

MEMBER: Final = "m-1"
TILL: Final = Provenance("till")


@attrs.frozen(kw_only=True)
class Story:
    """What a member's standing is asked of: rules, facts as they came, and an aware instant."""

    rulebook: Rulebook
    member: str = MEMBER
    facts: tuple[Fact, ...]
    at: datetime

    @property
    def instant(self) -> Instant:
        """The instant as the core keeps it."""
        return instant_of(self.at)

    @property
    def history(self) -> History:
        """The facts as a set, in business order."""
        return History.of(self.facts, self.rulebook.vocabulary.codec.dumps)

    @property
    def edges(self) -> tuple[Instant, ...]:
        """The instants at which something happens: a fact's, and the ends of each lot's life."""
        found = {fact.at for fact in self.facts}
        found |= {fact.until for fact in self.facts if isinstance(fact, PointsReserved)}
        for accrual in accruals_of(self.facts):
            found |= {at for at in (accrual.available_from, accrual.expires_at) if at is not None}
        return tuple(sorted(at for at in found if self.rulebook.header.valid.holds(at)))


def accruals_of(facts: Iterable[Fact]) -> Iterator[Accrual]:
    """The points that facts gave, before caps."""
    for fact in facts:
        if isinstance(fact, OrderPlaced):
            yield from fact.order.accruals
        elif isinstance(fact, PointsGranted):
            yield from fact.accruals


Tell = Callable[[Rulebook, str, Sequence[Fact], datetime], Standing]
"""A way of telling a member's standing: directly, out of a database, through a till."""


class HistoryLaw(Protocol):
    """A law of histories: it returns if it holds of a story, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, story: Story, tell: Tell = ...) -> None:
        """Try the law on one story."""


def tell_counter(rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime) -> Standing:
    """The plain way of telling: by the counter itself."""
    return Counter(rulebook).standing(member, facts, at)


def told(
    story: Story, tell: Tell, at: Instant | None = None, facts: Iterable[Fact] | None = None
) -> Standing:
    """The standing of the story; or at another instant, or by other facts."""
    return tell(
        story.rulebook,
        story.member,
        story.facts if facts is None else tuple(facts),
        story.at if at is None else datetime_of(at),
    )


def came_back(
    order: Order,
    units: Iterable[Units],
    *,
    id: str,
    at: Instant,
    delivery: int = 0,
    settled: Iterable[PointsSettled] = (),
) -> Returned:
    """Pieces of an order given back and refunded in full, by a till that asked nobody."""
    taken = [
        Taken(
            units=some,
            sku=order.lines[some.number - 1].product.sku,
            reason="changed_mind",
            refunded=paid_for(order.lines[some.number - 1].shares, some),
        )
        for some in units
    ]
    kept = tuple(settled)
    refunded = sum(each.refunded for each in taken) + delivery - sum(each.amount for each in kept)
    return Returned(
        id=id,
        order=order.id,
        member=order.buyer.member,
        at=at,
        store="lyon-2",
        currency=order.currency,
        taken=taken,
        delivery=delivery,
        tenders=[Tender("cash", Amount(refunded, order.currency))] if refunded else [],
        settled=kept,
        answer="0" * 64,
        provenance=TILL,
    )


@attrs.define(kw_only=True)
class Play:
    """Customers at the counter, and the facts that they leave; what is refused leaves none.

    Each act may be decided by a till that was cut off: ``known`` is how many of the facts it had seen.
    """

    rulebook: Rulebook
    facts: list[Fact] = attrs.field(factory=list)

    def buy(
        self,
        *lines: Line,
        id: str,
        at: Instant,
        member: str = MEMBER,
        handover: Handover = Carry("lyon-2"),  # noqa: B008 - frozen
        points: int = 0,
        known: int | None = None,
        provenance: Provenance = TILL,
    ) -> Order | None:
        """An order of some goods, paid with as many of the points as may be spent."""
        counter, when = Counter(self.rulebook), datetime_of(at)
        history = counter.history(self.facts[:known])
        standing = counter.standing(member, history, when)
        contract = Contract.IN_STORE if isinstance(handover, Carry) else Contract.DISTANCE
        basket = Basket(
            currency="EUR", lines=lines, buyer=Buyer(member=member), handover=handover, contract=contract
        )
        quote = counter.quote(basket, when, standing=standing)
        programme = self.rulebook.loyalty.programme
        if points and programme is not None and programme.spend is not None:
            most = programme.spend.largest(min(points, quote.most_points))
            quote = counter.quote(attrs.evolve(basket, points=most), when, standing=standing)
        placed = counter.place(
            quote,
            id=id,
            at=when,
            tenders=[Tender("card", quote.to_pay)] if quote.due else [],
            provenance=provenance,
            history=history,
        )
        if not isinstance(placed, Accepted):
            return None
        self.facts += placed.facts
        return placed.order

    def hand_over(self, order: Order, *units: Units, id: str, at: Instant) -> HandedOver:
        """Goods of an order reach the customer; without ``units``, all of them."""
        fact = HandedOver(
            id=id, order=order.id, member=order.buyer.member, at=at, units=units, provenance=TILL
        )
        self.facts.append(fact)
        return fact

    def give_back(
        self, order: Order, *give: Give, id: str, at: Instant, store: str | None, known: int | None = None
    ) -> Returned | None:
        """Goods of an order come back, if they may, and are refunded."""
        assessed = self._assess(order, give, at=at, store=store, known=known)
        settled = Counter(self.rulebook).settle(assessed, id=id, provenance=TILL)
        if not isinstance(settled, Settled):
            return None
        self.facts += settled.facts
        return settled.facts[0]

    def swap(
        self, order: Order, give: Give, take: str, *, id: str, at: Instant, known: int | None = None
    ) -> Exchanged | None:
        """Goods of an order are swapped in a store for another variant, if they may be."""
        assessed = self._assess(order, [give], at=at, store="lyon-2", known=known)
        took = [Line(take, give.quantity)]
        swapped = Counter(self.rulebook).exchange(assessed, take=took, id=id, provenance=TILL)
        if not isinstance(swapped, Swapped):
            return None
        self.facts += swapped.facts
        return swapped.facts[0]

    def cancel(
        self, order: Order, *units: Units, id: str, at: Instant, known: int | None = None
    ) -> Cancelled | None:
        """Goods of an order are cancelled before they are handed over, if they may be; all without units."""
        history = Counter(self.rulebook).history(self.facts[:known])
        cancelled = Counter(self.rulebook).cancel(
            order.id if order.id in history.orders else order,
            history,
            datetime_of(at),
            units=units or None,
            because=CancelReason.BY_CUSTOMER,
            id=id,
            provenance=TILL,
        )
        if not isinstance(cancelled, Cancellation):
            return None
        self.facts += cancelled.facts
        return cancelled.facts[0]

    def _assess(
        self, order: Order, give: Iterable[Give], *, at: Instant, store: str | None, known: int | None
    ) -> Assessment:
        """By what the till has seen; an order that it has not seen is brought by the customer."""
        counter = Counter(self.rulebook)
        history = counter.history(self.facts[:known])
        asked = order.id if order.id in history.orders else order
        return counter.assess(asked, history, datetime_of(at), give=give, store=store)

    def order(self, id: str) -> Order:
        """An order of that id."""
        return next(fact.order for fact in self.facts if isinstance(fact, OrderPlaced) and fact.id == id)

    def record(self, fact: Fact) -> None:
        """A fact that nobody has checked."""
        self.facts.append(fact)

    def story(self, at: Instant, member: str = MEMBER) -> Story:
        """What has happened, asked about at an instant."""
        return Story(rulebook=self.rulebook, member=member, facts=tuple(self.facts), at=datetime_of(at))


def moved(fact: Fact, by: int) -> Fact:
    """The same fact, said to have happened so many microseconds later."""
    if isinstance(fact, OrderPlaced):
        order = attrs.evolve(fact.order, placed_at=Instant(fact.at + by))
        return attrs.evolve(fact, order=order)
    if isinstance(fact, PointsReserved):
        return attrs.evolve(fact, at=Instant(fact.at + by), until=Instant(fact.until + by))
    return attrs.evolve(fact, at=Instant(fact.at + by))
