"""How much is given back, to which means of payment, and which points come back or go.

Decides on what an order was paid with and on what came back of it, never on rules of today. Every
share is cumulative: what is due for all that was refunded so far, less what was due before. However a
return is split, its parts come to the whole.

Rounding points: the shares of points and of their worth, half up.

Source: Directive 2011/83/EU, article 13 (French Code de la consommation, article L221-24), for the
delivery fee and the means of payment; house rule (laws R1, R2 and R6).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from comptoir.facts.giving_back import points_clawed, points_restored, worth_restored
from comptoir.facts.holdings import Held
from comptoir.facts.orders import Order, Tender
from comptoir.facts.return_terms import Means
from comptoir.facts.units import Units
from comptoir.values.money import Amount


@attrs.frozen(kw_only=True)
class Refund:
    """What is given back, in minor units: for goods, for delivery; as ``tenders`` and as ``points``.

    The tenders and the ``worth`` of the points sum to the ``total``.
    """

    goods: int
    delivery: int
    currency: str
    tenders: tuple[Tender, ...] = ()
    points: int = 0
    worth: int = 0

    @property
    def total(self) -> int:
        """All that is given back."""
        return self.goods + self.delivery


def refund_of(held: Held, *, goods: int, on_credit: int, delivery: int) -> Refund:
    """The refund of so much for goods, ``on_credit`` of it as credit, and of a delivery fee.

    All in minor units. What was paid with points comes back as points, by its share of the total. Money
    goes back to the order's tenders, the last paid first; the part on credit counts against them too,
    after the rest.
    """
    order = held.order
    given = goods + delivery
    before = min(_refunded(held), order.total_minor - given)
    after = before + given
    money_back = _money(order, before), _money(order, after - on_credit), _money(order, after)
    return Refund(
        goods=goods,
        delivery=delivery,
        currency=order.currency,
        tenders=_tenders(order, *money_back),
        points=points_restored(order, after) - points_restored(order, before),
        worth=worth_restored(order, after) - worth_restored(order, before),
    )


def delivery_due(held: Held, back: Sequence[Units]) -> int:
    """The delivery fee to give back with the last goods of an order, in minor units; 0 with any before.

    At most that of the least expensive standard delivery, and no part of it twice.
    """
    delivery = held.order.delivery
    left = sum(run.units.count for run in held.runs if run.returned is None)
    if delivery is None or not back or sum(units.count for units in back) != left:
        return 0
    return max(0, min(delivery.charged, delivery.standard) - held.delivery_refunded)


def points_taken(held: Held, back: Iterable[Units]) -> int:
    """The points that were earned with these goods: they go with them."""
    before = [units for each in held.returns for units in each.units]
    after = [*before, *back]
    order = held.order
    return sum(
        points_clawed(order, accrual.earning, after) - points_clawed(order, accrual.earning, before)
        for accrual in order.accruals
    )


def _refunded(held: Held) -> int:
    return sum(each.refunded for each in held.returns) + held.delivery_refunded


def _money(order: Order, refunded: int) -> int:
    """How much of the sum refunded is money, and not points."""
    return refunded - worth_restored(order, refunded)


def _tenders(order: Order, before: int, on_credit_from: int, after: int) -> tuple[Tender, ...]:
    """The money from ``before`` to ``after``, per means and reference; from a point on, as credit."""
    amounts: dict[tuple[str, str | None], int] = {}
    filled = 0
    for tender in reversed(order.tenders):
        minor = tender.amount.minor
        part = min(filled + minor, on_credit_from) - max(filled, before)
        if part > 0:
            key = tender.means, tender.reference
            amounts[key] = amounts.get(key, 0) + part
        filled += minor
    if after > on_credit_from:
        key = Means.CREDIT.value, None
        amounts[key] = amounts.get(key, 0) + after - on_credit_from
    return tuple(
        Tender(means, Amount(minor, order.currency), reference=reference)
        for (means, reference), minor in amounts.items()
    )
