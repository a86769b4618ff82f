"""How much is given back, to which means of payment, and which points come back or go.

Decides on what an order was paid with and on what came back of it, never on rules of today. Every
share is cumulative: what is due for all that was refunded so far, less what was due before. However a
return is split, its parts come to the whole.

Rounding points: the shares of points and of their worth, half up.

Source: Directive 2011/83/EU, article 13 (French Code de la consommation, article L221-24), for the
delivery fee and the means of payment; Directive (EU) 2019/771, article 16, and house rule for that of goods
that are all the seller's fault; house rule (laws R1, R2 and R6).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import ClassVar, Final

import attrs

from comptoir.facts.conflicts import Conflict
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.events import Cancelled, Reduced, Returned
from comptoir.facts.giving_back import ComingBack, points_restored, worth_restored
from comptoir.facts.held import Held
from comptoir.facts.orders import PAID_BY_POINTS, Tender, TenderName
from comptoir.facts.tax_terms import TaxTerms
from comptoir.facts.units import Units
from comptoir.returns.kinds import Cause, Reason
from comptoir.returns.tender_plan import (
    CREDIT,
    MoneyBack,
    Paid,
    PayableHere,
    beyond_tenders,
    paid_with,
    part_due,
    plan,
)
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent


@attrs.frozen(kw_only=True)
class Surcharge:
    """What is paid beside a refund because it is so many ``days`` late, in minor units, by which article.

    Where interest at the legal rate is due besides, ``legal_rate`` says so: that sum is not computed.
    """

    days: int
    percent: Percent
    amount: int
    legal_rate: bool = False
    source: str


@attrs.frozen(kw_only=True)
class Refund:
    """What is given back, in minor units: for goods, for delivery; as ``tenders`` and as ``points``.

    The tenders, the ``worth`` of the points and what is kept sum to the ``total``: ``kept`` for points that
    were to go and are no longer there, ``carriage`` for the seller's parcel label, ``rebilled`` for a
    delivery that is free no longer. ``taxes`` are base, tax and gross of the total per rate, as at the sale.

    Beside the total stand what being late costs (``surcharge``), a ``bonus`` for taking credit, and the
    ``cash_rounding`` of what is paid in coins. ``released`` is what of the tenders was never captured.
    """

    goods: int
    delivery: int
    currency: str
    tenders: tuple[Tender, ...] = ()
    points: int = 0
    worth: int = 0
    kept: int = 0
    carriage: int = 0
    rebilled: int = 0
    taxes: tuple[TaxTerms, ...] = ()
    surcharge: Surcharge | None = None
    bonus: int = 0
    cash_rounding: int = 0
    released: tuple[Tender, ...] = ()

    @property
    def total(self) -> int:
        """All that is given back."""
        return self.goods + self.delivery

    @property
    def money(self) -> int:
        """What of it is given back otherwise than as points."""
        return sum(tender.amount.minor for tender in self.tenders)

    def keeping(self, amount: int, held: Held) -> Refund:
        """The same refund, of whose money so much is kept: of its tenders, the last one first.

        What was captured in another currency is what is due of it by now, less what the order, as ``held``,
        gave back before.
        """
        left, tenders, paid = amount, [], paid_by(held)
        for tender in reversed(self.tenders):
            kept = min(left, tender.amount.minor)
            left -= kept
            if minor := tender.amount.minor - kept:
                tenders.append(part_due(tender, minor, paid, held.order.refunding.order))
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

    document: ClassVar[str]

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


def _by_post() -> PayableHere:
    return PayableHere(is_store=False)


@attrs.frozen(kw_only=True)
class Paying:
    """How a refund is paid: ``here``, by a means that the customer may ``prefer``; of a ``gift``, as credit.

    Of its money, up to ``rebilled`` minor units are kept for a delivery that is free no longer, then up to
    ``carriage`` for the seller's parcel label.
    """

    here: PayableHere = attrs.field(factory=_by_post)
    prefer: str | None = None
    gift: bool = False
    rebilled: int = 0
    carriage: int = 0


_AS_PAID: Final = Paying()


def refund_of(
    held: Held,
    back: Iterable[Units],
    *,
    goods: int,
    on_credit: int,
    delivery: int,
    taxes: Iterable[TaxTerms] = (),
    paying: Paying = _AS_PAID,
) -> Refund:
    """The refund of so much for goods that come ``back``, ``on_credit`` of it as credit, and of a fee.

    All in minor units. What was paid with points comes back as points, by its share of the total; points
    that took something off these goods come back beside what was paid. Money goes back to the order's
    tenders, each up to what is left of it, as the order's terms say; what is kept of it is kept of credit
    first. Points do not come back with a gift: whoever has it gets credit for all. Raises ``WrongValue`` for
    a preferred means by which none of it may come back.
    """
    total, order = goods + delivery, held.order
    worth_due = _worth_due(held, total)
    worth = 0 if paying.gift else worth_due
    worth_of_paid = min(_worth_due(held, total - on_credit), worth)
    money = total - worth
    rebilled = min(paying.rebilled, money)
    carriage = min(paying.carriage, money - rebilled)
    credit = on_credit - (worth - worth_of_paid) - rebilled - carriage
    for_points = min(worth_due - worth, money - rebilled - carriage)
    planned = plan(
        paid_by(held),
        MoneyBack(
            money=money - rebilled - carriage - for_points,
            on_credit=max(0, credit),
            currency=order.currency,
            beyond=beyond_tenders(order),
            terms=order.refunding,
            here=paying.here,
            prefer=paying.prefer,
            gift=paying.gift,
        ),
    )
    return Refund(
        goods=goods,
        delivery=delivery,
        currency=order.currency,
        tenders=(*planned.tenders, *_for_points(for_points, order.currency)),
        points=0 if paying.gift else _points_due(held, total, back),
        worth=worth,
        carriage=carriage,
        rebilled=rebilled,
        taxes=tuple(taxes),
        released=planned.released,
    )


def paid_by(held: Held) -> tuple[Paid, ...]:
    """What each tender of an order paid, and what of it came back so far."""
    return paid_with(
        held.order.tenders,
        refunded=_refunded_by(held),
        captured=None if held.captured is None else dict(held.captured),
        unpaid=dict(held.unpaid),
        order=held.order.refunding.order,
    )


def released_of(held: Held, fact: Returned | Cancelled | Reduced) -> tuple[Tender, ...]:
    """What of the money of a fact that is recorded of an order was never taken, and is not paid out.

    By what was known of the order's tenders when ``held`` was read, and by the refunds before the fact.
    """
    before = takewhile(lambda each: each.fact != fact.id, held.refunds)
    paid = {each.name: each for each in paid_by(attrs.evolve(held, refunds=tuple(before)))}
    found: list[Tender] = []
    for tender in fact.tenders:
        own = None if tender.instead_of is not None else paid.get(tender.pays_by)
        if own is not None and (minor := own.released(min(tender.amount.minor, own.left))):
            amount, captured = Amount(minor, fact.currency), own.in_other_of(minor)
            found.append(Tender(tender.means, amount, reference=tender.reference, captured=captured))
    return tuple(found)


def without_released(tenders: Iterable[Tender], released: Iterable[Tender]) -> Iterator[Tender]:
    """What of some tenders is paid out: without what of them is ``released``, as it was never taken."""
    never = {each.pays_by: each for each in released}
    for tender in tenders:
        less = None if tender.instead_of is not None else never.pop(tender.pays_by, None)
        if less is None:
            yield tender
        elif less.amount.minor < tender.amount.minor:
            yield attrs.evolve(
                tender,
                amount=Amount(tender.amount.minor - less.amount.minor, tender.amount.currency),
                captured=_less(tender.captured, less.captured),
            )


def _less(captured: Amount | None, other: Amount | None) -> Amount | None:
    """What was captured in another currency, less a part of it."""
    if captured is None or other is None:
        return captured
    return Amount(captured.minor - other.minor, captured.currency)


def _for_points(minor: int, currency: str) -> Iterator[Tender]:
    """Credit for what points had paid, if it is any."""
    if minor:
        yield Tender(CREDIT.means, Amount(minor, currency), instead_of=PAID_BY_POINTS)


def delivery_due(
    held: Held,
    *,
    back: Sequence[Units] = (),
    off: Sequence[Units] = (),
    withdrawn: bool,
    sellers: bool = False,
) -> int:
    """The delivery fees to give back with goods that come ``back`` or are taken ``off``, in minor units.

    Of a delivery of which nothing was handed over, all that was paid goes with the last of its goods. Of
    those that were made, at most what the least expensive standard one costs goes with the last goods of the
    order, if the law gave a right to all that came back (``withdrawn``); and all that was paid, if all came
    back for reasons on the seller's side (``sellers``). No part of one comes back twice.
    """
    unmade_before = sum(each.paid for each in held.order.deliveries if _is_cancelled(held, each))
    unmade = sum(each.paid for each in held.order.deliveries if _is_cancelled(held, each, off))
    left = sum(run.units.count for run in held.runs if not run.is_gone)
    leaving = sum(units.count for units in (*back, *off))
    if not (withdrawn or sellers) or leaving == 0 or leaving != left:
        return unmade - unmade_before
    made = [each for each in held.order.deliveries if not _is_cancelled(held, each, off)]
    given = max(0, sum(each.delivery for each in held.refunds) - unmade_before)
    due = sum(each.paid if sellers else min(each.paid, each.standard) for each in made)
    return unmade - unmade_before + max(0, due - given)


def were_sellers(held: Held, reasons: Mapping[str, Reason]) -> bool:
    """Whether all that came back so far did so for reasons on the seller's side, as they are known."""
    taken = (each.reason for refunded in held.refunds for each in refunded.taken)
    back = (reason for reason in taken if reason is not None)
    return all(reason in reasons and reasons[reason].cause is Cause.SELLER for reason in back)


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
            coming.take(each.units, each.delivery, each.lessened)
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


def _refunded_by(held: Held) -> Mapping[TenderName, int]:
    """What was refunded so far for each tender of the order."""
    given: Counter[TenderName] = Counter()
    for refunded in held.refunds:
        for name, minor in refunded.tenders:
            given[name] += minor
    return given
