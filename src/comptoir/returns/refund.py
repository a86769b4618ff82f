"""How much is given back, to which means of payment, and which points come back or go.

Decides on what an order was paid with and on what came back of it, never on rules of today. Every
share is cumulative: what is due for all that was refunded so far, less what was due before. However a
return is split, its parts come to the whole.

Rounding points: the shares of points and of their worth, half up.

Source: Directive 2011/83/EU, article 13 (French Code de la consommation, article L221-24), for the
delivery fee and the means of payment; house rule (laws R1, R2 and R6).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from comptoir.facts.conflicts import Conflict
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.giving_back import ComingBack, points_restored, worth_restored
from comptoir.facts.holdings import Held
from comptoir.facts.orders import CASH, Tender
from comptoir.facts.return_terms import Means
from comptoir.facts.units import Units
from comptoir.values.money import Amount


@attrs.frozen(kw_only=True)
class Refund:
    """What is given back, in minor units: for goods, for delivery; as ``tenders`` and as ``points``.

    The tenders, the ``worth`` of the points and what is ``kept`` for points that were to go and are no
    longer there sum to the ``total``.
    """

    goods: int
    delivery: int
    currency: str
    tenders: tuple[Tender, ...] = ()
    points: int = 0
    worth: int = 0
    kept: int = 0

    @property
    def total(self) -> int:
        """All that is given back."""
        return self.goods + self.delivery

    @property
    def money(self) -> int:
        """What of it is given back otherwise than as points."""
        return sum(tender.amount.minor for tender in self.tenders)

    def keeping(self, amount: int) -> Refund:
        """The same refund, of whose money so much is kept: of credit first, then of what was paid first."""
        left, tenders = amount, []
        for tender in reversed(self.tenders):
            part = min(left, tender.amount.minor)
            left -= part
            if minor := tender.amount.minor - part:
                tenders.append(attrs.evolve(tender, amount=Amount(minor, self.currency)))
        return attrs.evolve(self, tenders=tuple(reversed(tenders)), kept=self.kept + amount - left)


@attrs.frozen(kw_only=True)
class Shortage:
    """Points that go with goods and are no longer there, and what makes up for them, all in points.

    ``others`` are other points of the member; ``value`` is what the ``coupons`` taken back stand for,
    ``money`` what is kept of the refund. The rest is ``owed`` or ``forgiven``.
    """

    others: int = 0
    value: int = 0
    coupons: tuple[str, ...] = ()
    money: int = 0
    owed: int = 0
    forgiven: int = 0

    @property
    def points(self) -> int:
        """All that were no longer there."""
        return self.others + self.value + self.money + self.owed + self.forgiven


_NOTHING_SHORT: Final = Shortage()


@attrs.frozen(kw_only=True)
class PaidBack(ABC):
    """What is given back for goods of an order that the customer keeps no longer.

    ``points_clawed`` go with the goods; ``shortage`` says what becomes of those that are no longer there.
    """

    order: str
    goods: tuple[object, ...]
    refund: Refund
    points_clawed: int
    shortage: Shortage = _NOTHING_SHORT
    conflicts: tuple[Conflict, ...] = ()

    @property
    @abstractmethod
    def may_keep(self) -> int:
        """What of the refund may be kept for missing points, in minor units: not what the law orders."""


def refund_of(held: Held, back: Iterable[Units], *, goods: int, on_credit: int, delivery: int) -> Refund:
    """The refund of so much for goods that come ``back``, ``on_credit`` of it as credit, and of a fee.

    All in minor units. What was paid with points comes back as points, by its share of the total; points
    that took something off these goods come back beside what was paid. Money goes back to the order's
    tenders, the last paid first, each up to what is left of it.
    """
    as_paid = goods + delivery - on_credit
    worth = _worth_due(held, goods + delivery)
    worth_of_paid = min(_worth_due(held, as_paid), worth)
    tenders = _to_tenders(held, as_paid - worth_of_paid)
    if credit := on_credit - (worth - worth_of_paid):
        tenders[Means.CREDIT.value, None] = tenders.get((Means.CREDIT.value, None), 0) + credit
    return Refund(
        goods=goods,
        delivery=delivery,
        currency=held.order.currency,
        tenders=tuple(
            Tender(means, Amount(minor, held.order.currency), reference=reference)
            for (means, reference), minor in tenders.items()
        ),
        points=_points_due(held, goods + delivery, back),
        worth=worth,
    )


def delivery_due(
    held: Held, *, back: Sequence[Units] = (), off: Sequence[Units] = (), withdrawn: bool
) -> int:
    """The delivery fees to give back with goods that come ``back`` or are taken ``off``, in minor units.

    Of a delivery of which nothing was handed over, all that was paid goes with the last of its goods. Of
    those that were made, at most what the least expensive standard one costs goes with the last goods of the
    order, if the law gave a right to all that came back (``withdrawn``). No part of one comes back twice.
    """
    unmade_before = sum(each.paid for each in held.order.deliveries if _is_cancelled(held, each))
    unmade = sum(each.paid for each in held.order.deliveries if _is_cancelled(held, each, off))
    left = sum(run.units.count for run in held.runs if not run.is_gone)
    leaving = sum(units.count for units in (*back, *off))
    if not withdrawn or leaving == 0 or leaving != left:
        return unmade - unmade_before
    made = [each for each in held.order.deliveries if not _is_cancelled(held, each, off)]
    given = max(0, sum(each.delivery for each in held.refunds) - unmade_before)
    return unmade - unmade_before + max(0, sum(min(each.paid, each.standard) for each in made) - given)


def _is_cancelled(held: Held, delivery: DeliveryTerms, off: Sequence[Units] = ()) -> bool:
    """Whether all goods of a delivery were cancelled, or are ``off`` now."""
    goods = held.order.units_of(delivery)
    gone = [*off, *(run.units for run in held.runs if run.cancelled is not None)]
    common = (one.common(other) for one in goods for other in gone)
    count = sum(units.count for units in common if units is not None)
    return bool(goods) and count == sum(units.count for units in goods)


def points_taken(held: Held, back: Iterable[Units], delivery: int = 0) -> int:
    """The points that were earned with these goods and the fee, as agreed, before caps: they go with them."""
    units = list(back)
    taken = 0
    for accrual in held.order.accruals:
        given = accrual.earning.points
        coming = ComingBack(held.order, accrual.earning)
        for each in held.refunds:
            coming.take(each.units, each.delivery)
        before = coming.points(given)
        coming.take(units, delivery)
        taken += coming.points(given) - before
    return taken


def _points_due(held: Held, given: int, back: Iterable[Units]) -> int:
    """The points that come back with so much more refunded, and these goods."""
    before = [units for each in held.refunds for units in each.units]
    so_far = points_restored(held.order, held.refunded + given, [*before, *back])
    return so_far - points_restored(held.order, held.refunded, before)


def _worth_due(held: Held, given: int) -> int:
    """What they stand for of it, in minor units."""
    return worth_restored(held.order, held.refunded + given) - worth_restored(held.order, held.refunded)


def _to_tenders(held: Held, money: int) -> dict[tuple[str, str | None], int]:
    """Money per means and reference; what no tender has left for, to the last paid.

    What empties paid for, and what the rounding of cash took off, comes back in cash.
    """
    given: Counter[tuple[str, str | None]] = Counter()
    for refunded in held.refunds:
        for means, reference, minor in refunded.tenders:
            given[means, reference] += minor
    back: dict[tuple[str, str | None], int] = {}
    paid = [(tender.means, tender.reference, tender.amount.minor) for tender in reversed(held.order.tenders)]
    for means, reference, minor in paid:
        key = means, reference
        earlier = min(given[key], minor)
        given[key] -= earlier
        if part := min(money, minor - earlier):
            back[key] = back.get(key, 0) + part
            money -= part
    if money:
        in_coins = bool(held.order.empties) or held.order.cash_rounding < 0
        other = (CASH, None) if in_coins else (Means.CREDIT.value, None)
        last = paid[0][:2] if paid and not in_coins else other
        back[last] = back.get(last, 0) + money
    return back
