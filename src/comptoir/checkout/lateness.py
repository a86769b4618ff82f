"""Whether goods of an order are late, and what the law gives then: a question that changes nothing.

It is answered from the order's own terms. What is to be given back is all that was paid for what is
awaited, and for what was cancelled because it was late. A customer who rescinded, by such a fact or by what
the channel says, is owed it from that day on.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import attrs

from comptoir.checkout.horizon import until_of
from comptoir.checkout.order_read import OrderRead, read_order
from comptoir.checkout.return_rights import law_since
from comptoir.checkout.told import OrderTold
from comptoir.delivery.lateness import HowLate, LateGoods, RefundStep, lateness_of
from comptoir.facts.awaited import late_terms_of, parts_of
from comptoir.facts.events import Cancelled, CancelReason
from comptoir.facts.history import History
from comptoir.facts.late_terms import AtOnce, LateTerms
from comptoir.facts.orders import Order
from comptoir.returns.refund import delivery_due, were_sellers
from comptoir.returns.rights import were_withdrawn
from comptoir.rulebook import Rulebook
from comptoir.values.days import checked_day
from comptoir.values.errors import checked_type
from comptoir.values.instants import Instant
from comptoir.values.money import Money, money_of
from comptoir.wire import Document


@attrs.frozen(kw_only=True)
class Lateness(OrderTold):
    """How late an order is at an instant, what the customer may do, and what a late refund costs.

    ``rescinded``, ``extra_until`` and ``at_once`` are what was asked about, ``found`` is the answer itself.
    ``until`` is the first instant at which it may be another.
    """

    question_document: ClassVar[str] = "lateness-question/1"

    rescinded: date | None = None
    extra_until: date | None = None
    at_once: AtOnce | None = None
    found: HowLate

    @property
    def terms(self) -> LateTerms | None:
        """What was agreed about it: the rule of law; ``None`` if none was known."""
        return self.found.terms

    @property
    def by(self) -> date | None:
        """The last day on which the goods were to be delivered, whole; ``None`` without a rule."""
        return None if self.found.terms is None else self.found.terms.by

    @property
    def days_late(self) -> int:
        """How many days they are late, or were when they came or were given up."""
        return self.found.days_late

    @property
    def may_rescind_from(self) -> date | None:
        """The first day on which the customer may rescind; ``None`` if they may not, or did."""
        return self.found.may_rescind_from

    @property
    def amount(self) -> Money:
        """What is to be given back if the contract is rescinded."""
        return money_of(self.found.amount, self.order.currency)

    @property
    def refund_due(self) -> date | None:
        """The last day of the refund, whole; ``None`` unless rescinded, or where the law names none."""
        return None if self.found.refund_due is None else self.found.refund_due.last_day

    @property
    def steps(self) -> tuple[RefundStep, ...]:
        """What a refund after that day grows by, each step with its days and its article."""
        return self.found.steps

    def _asked_about(self) -> Iterator[tuple[str, Document]]:
        yield from super()._asked_about()
        for name, day in (("rescinded", self.rescinded), ("extra_until", self.extra_until)):
            if day is not None:
                yield name, day.isoformat()
        if self.at_once is not None:
            yield "at_once", self.at_once.value


def lateness(
    rulebook: Rulebook,
    order: str | Order,
    history: History,
    at: Instant,
    *,
    rescinded: date | None,
    extra_until: date | None,
    at_once: AtOnce | None,
) -> Lateness:
    """How late an order is at an instant.

    Raises ``WrongValue`` for an order of which the history knows nothing, for a contract rescinded on a day
    that has not begun where the goods go, and for one rescinded, or additional time that ended, while they
    were not late; ``NoAnswer`` for a day outside a zone's table or a calendar.
    """
    for where, day in (("rescinded", rescinded), ("extra_until", extra_until)):
        if day is not None:
            checked_day(day, where)
    if at_once is not None:
        checked_type(AtOnce, at_once, "at_once", "pass AtOnce.ESSENTIAL or REFUSED")
    read = read_order(rulebook, order, history, at)
    terms = late_terms_of(read.held)
    given_up = _rescinding(read)
    if terms is not None and rescinded is None and given_up:
        rescinded = rulebook.almanac.zone(terms.zone).local_date(given_up[0].at)
    found = lateness_of(
        LateGoods(
            order=read.held.order.id,
            currency=read.held.order.currency,
            rounding=read.held.order.money.rounding,
            terms=terms,
            amount=_amount(read, given_up, rulebook),
            over=_over(read),
        ),
        rescinded=rescinded,
        extra_until=extra_until,
        at_once=at_once,
        moment=read.moment,
        almanac=rulebook.almanac,
    )
    return Lateness(
        order=read.held.order,
        asked_at=at,
        until=until_of(rulebook, read.moment),
        rescinded=rescinded,
        extra_until=extra_until,
        at_once=at_once,
        found=found,
        conflicts=read.conflicts,
        history=read.own,
        rulebook=rulebook,
    )


def _rescinding(read: OrderRead) -> list[Cancelled]:
    """The facts by which goods were cancelled because they were late, the first one first."""
    counting = {each.fact for each in read.held.refunds if each.cancelled}
    facts = (fact for fact in read.own.known(read.moment) if isinstance(fact, Cancelled))
    return [fact for fact in facts if fact.because is CancelReason.LATE and fact.id in counting]


def _amount(read: OrderRead, rescinding: list[Cancelled], rulebook: Rulebook) -> int:
    """What was given back because the goods were late, and what is paid for those still awaited."""
    held = read.held
    ids = {fact.id for fact in rescinding}
    before = sum(each.goods + each.delivery for each in held.refunds if each.cancelled and each.fact in ids)
    awaited = [part.run.units for part in parts_of(held) if part.is_awaited]
    goods = sum(map(held.paid_of, awaited))
    withdrawn = were_withdrawn(held, rulebook.almanac, law_since(rulebook, held.order))
    sellers = were_sellers(held, rulebook.vocabulary.reason)
    return before + goods + delivery_due(held, off=awaited, withdrawn=withdrawn, sellers=sellers)


def _over(read: OrderRead) -> Instant | None:
    """When the last of the goods that can be late came or was given up; ``None`` while one is awaited."""
    parts = [
        part for part in parts_of(read.held) if part.delivery is not None and part.delivery.late is not None
    ]
    if any(part.is_awaited for part in parts):
        return None
    ends = [part.run.handed_over or part.run.cancelled or part.run.returned for part in parts]
    return max((end for end in ends if end is not None), default=None)
