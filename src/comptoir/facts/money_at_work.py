"""The money of one order while facts happen to it: what was captured of it, and what was given back.

Decides nothing: money is taken as the facts state it, and what exceeds what was paid is named.

Rounding point: the share of each tender where only some goods of a fact count, half up.

Source: house rule (facts are never refused).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from comptoir.facts.conflicts import Conflict, OtherCurrency, OverCaptured, OverRefunded
from comptoir.facts.events import Cancelled, Captured, Reduced, Returned
from comptoir.facts.held import Refunded
from comptoir.facts.orders import PAID_BY_POINTS, Order, Tender, TenderName
from comptoir.facts.units import Units
from comptoir.values.instants import Instant
from comptoir.values.rounding import Rounding, divide


class MoneyAtWork:
    """What was captured of an order's tenders, and its ``refunds``; it lives as long as the fold."""

    def __init__(self, order: Order, conflicts: list[Conflict]) -> None:
        self._order = order
        self._conflicts = conflicts
        self.refunds: list[Refunded] = []
        self._given_back = 0
        self._money = 0
        self._by_tender: Counter[TenderName] = Counter()
        self._captured: Counter[TenderName] | None = None

    @property
    def captured(self) -> tuple[tuple[TenderName, int], ...] | None:
        """What was really taken of each tender, in minor units; ``None`` if nobody said so."""
        return None if self._captured is None else tuple(self._captured.items())

    def capture(self, fact: Captured) -> None:
        """Money of the order's tenders was taken; what exceeds what they paid is named, and left out."""
        captured = Counter[TenderName]() if self._captured is None else self._captured
        self._captured, excess = captured, 0
        paid = _by_name(self._order.tenders)
        for tender in fact.tenders:
            if tender.amount.currency != self._order.currency:
                self._conflicts.append(OtherCurrency(fact.id, self._order.id, tender.amount.currency))
                continue
            name = tender.stands_for
            taken = min(tender.amount.minor, paid[name] - captured[name])
            if taken > 0:
                captured[name] += taken
            excess += tender.amount.minor - taken
        if excess:
            self._conflicts.append(OverCaptured(fact.id, self._order.id, excess))

    def count(self, refunded: Refunded, excess: int) -> None:
        """What was given back counts; what exceeds what was paid, for a piece or in all, is named."""
        self.refunds.append(refunded)
        if (excess := max(excess, self._excess(refunded))) > 0:
            self._conflicts.append(OverRefunded(refunded.fact, self._order.id, excess))

    def _excess(self, refunded: Refunded) -> int:
        """By how much more was given back by now than was paid: in all, in money, for delivery, by tender."""
        order = self._order
        self._given_back += refunded.goods + refunded.delivery
        paid = 0 if order.redemption is None else order.redemption.paid
        self._money += sum(minor for name, minor in refunded.tenders if name != PAID_BY_POINTS)
        excesses = [self._given_back - order.value, self._money - (order.value - paid)]
        if refunded.delivery:
            excesses.append(sum(each.delivery for each in self.refunds) - order.fees)
        by_tender = _by_name(order.tenders)
        for name, minor in refunded.tenders:
            self._by_tender[name] += minor
            if name in by_tender:
                excesses.append(self._by_tender[name] - by_tender[name])
        return max(excesses)


def refunded_by(
    fact: Returned | Cancelled | Reduced, at: Instant, back: tuple[Units, ...], goods: int
) -> Refunded:
    """What a fact gave back; if only some of its goods count, the same share of each tender."""
    given, whole = goods + fact.delivery, fact.refunded

    def counted(amount: int) -> int:
        return divide(amount * given, whole, Rounding.HALF_UP) if whole else 0

    carriage, rebilled = (fact.carriage, fact.rebilled) if isinstance(fact, Returned) else (0, 0)
    return Refunded(
        fact=fact.id,
        cancelled=isinstance(fact, Cancelled),
        gift=isinstance(fact, Returned) and fact.gift,
        at=at,
        units=back,
        goods=goods,
        delivery=fact.delivery,
        tenders=tuple((tender.stands_for, counted(tender.amount.minor)) for tender in fact.tenders),
        carriage=counted(carriage),
        rebilled=counted(rebilled),
        settled=fact.settled,
    )


def _by_name(tenders: Iterable[Tender]) -> Counter[TenderName]:
    """What tenders paid, each by its name."""
    paid: Counter[TenderName] = Counter()
    for tender in tenders:
        paid[tender.stands_for] += tender.amount.minor
    return paid
