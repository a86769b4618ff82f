"""How much is given back, to which means of payment, and which points come back or go.

Decides on what an order was paid with and on what came back of it, never on rules of today. Every
share is cumulative: what is due for all that was refunded so far, less what was due before. However a
return is split, its parts come to the whole.

Rounding points: the shares of points and of their worth, half up.

Source: Directive 2011/83/EU, article 13 (French Code de la consommation, article L221-24), for the
delivery fee and the means of payment; house rule (laws R1, R2 and R6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

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


def delivery_due(held: Held, back: Sequence[Units]) -> int:
    """The delivery fee to give back with the last goods of an order, in minor units; 0 with any before.

    At most that of the least expensive standard delivery, and no part of it twice.
    """
    delivery = held.order.delivery
    left = sum(run.units.count for run in held.runs if run.returned is None)
    if delivery is None or not back or sum(units.count for units in back) != left:
        return 0
    return max(0, min(delivery.paid, delivery.standard) - sum(each.delivery for each in held.returns))


def points_taken(held: Held, back: Iterable[Units], delivery: int = 0) -> int:
    """The points that were earned with these goods and the fee, as agreed, before caps: they go with them."""
    units = list(back)
    taken = 0
    for accrual in held.order.accruals:
        given = accrual.earning.points
        coming = ComingBack(held.order, accrual.earning)
        for each in held.returns:
            coming.take(each.units, each.delivery)
        before = coming.points(given)
        coming.take(units, delivery)
        taken += coming.points(given) - before
    return taken


def _points_due(held: Held, given: int, back: Iterable[Units]) -> int:
    """The points that come back with so much more refunded, and these goods."""
    before = [units for each in held.returns for units in each.units]
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
    for refunded in held.returns:
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
