"""Goods come back: what may, until when, for how much; and the facts of doing it.

A question (:class:`Assessment`) changes nothing. Doing it, as a refund or as an even exchange, gives the
facts to record and what must not have changed when they are committed. Everything is answered from the
order's own terms; which channel asks is no input.

Source: house rule (laws R1 to R6).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

import attrs
import pendulum

from comptoir.checkout.answers import answer_digest, facts_digest
from comptoir.checkout.given_up import Recording, returned_of
from comptoir.checkout.horizon import until_of
from comptoir.checkout.order_read import read_order
from comptoir.checkout.refusals import Refused
from comptoir.checkout.shortfall import with_points
from comptoir.facts.baskets import Line
from comptoir.facts.conflicts import Conflict
from comptoir.facts.events import Exchanged, GivenUp, Returned, StreamRead
from comptoir.facts.history import History
from comptoir.facts.orders import Order, Tender
from comptoir.facts.products import identifiers
from comptoir.facts.provenance import Provenance
from comptoir.returns.assess import Assessed, Give, GoodBack, ReturnRefused, assess_goods, content_of
from comptoir.returns.exchange import ExchangeRefused, even_exchange
from comptoir.returns.pieces import pieces_meant
from comptoir.rulebook import Rulebook
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, datetime_of, instant_text
from comptoir.values.money import Money, money_of
from comptoir.wire import Document, digest

QUESTION: Final = "return-question/1"


@attrs.frozen(kw_only=True)
class Assessment:
    """Whether goods may come back at an instant: by which rights, for how much, and if not, why.

    ``store`` is where they would come back, or ``None`` if they are sent; ``take_back`` are coupons that
    would stand in for points that are no longer there. ``until`` is the first instant at which the answer
    may be another.
    """

    order: Order
    store: str | None
    asked_at: Instant
    until: Instant
    assessed: Assessed
    give: tuple[Give, ...] = attrs.field(repr=False)
    take_back: tuple[str, ...] = ()
    reads: tuple[StreamRead, ...]
    history: History = attrs.field(repr=False)
    rulebook: Rulebook = attrs.field(repr=False)

    @property
    def goods(self) -> tuple[GoodBack, ...]:
        """The goods that may come back, each with its rights: statutory, commercial, best on each axis."""
        return self.assessed.goods

    @property
    def refused(self) -> tuple[ReturnRefused, ...]:
        """The goods that may not, each with its reason."""
        return self.assessed.refused

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What does not fit in the order's facts, for somebody to look at."""
        return self.assessed.conflicts

    @property
    def refund(self) -> Money:
        """All that would be refunded: in money, and as points restored; less what is kept for points."""
        refund = self.assessed.refund
        return money_of(refund.total - refund.kept, self.order.currency)

    @property
    def valid_until(self) -> pendulum.DateTime:
        """The first instant, in UTC, at which the same question may get another answer."""
        return datetime_of(self.until)

    @cached_property
    def question(self) -> str:
        """The digest of the rulebook, the facts, what is given back, where, and the instant.

        The facts are the order's and, where it had earned points, those of the member who has it.
        """
        document: dict[str, Document] = {
            "rulebook": self.rulebook.digest,
            "order": self.order.id,
            "facts": facts_digest(self.history, self.rulebook.vocabulary),
            "give": [_meant(self.order, each) for each in self.give],
            "at": instant_text(self.asked_at),
        }
        if self.store is not None:
            document["store"] = self.store
        if self.take_back:
            document["take_back"] = list(self.take_back)
        return digest({QUESTION: document})

    @cached_property
    def answer(self) -> str:
        """The digest of the result: equal on every channel that asked the same."""
        return answer_digest(self.assessed, self.rulebook.vocabulary)


@attrs.frozen(kw_only=True)
class PaidOut:
    """Goods given up: the fact to record, what must not have changed, and the money to pay out."""

    facts: tuple[GivenUp, ...]
    reads: tuple[StreamRead, ...]

    @property
    def pay_out(self) -> tuple[Tender, ...]:
        """The money, by means of payment."""
        return self.facts[0].tenders


@attrs.frozen(kw_only=True)
class Settled(PaidOut):
    """A return as done: the fact to record, what must not have changed, and the money to pay out."""

    facts: tuple[Returned, ...]


@attrs.frozen(kw_only=True)
class Swapped:
    """An even exchange as done: no customer money moves."""

    facts: tuple[Exchanged, ...]
    reads: tuple[StreamRead, ...]
    currency: str

    @property
    def to_pay(self) -> Money:
        """What the customer pays: nothing."""
        return money_of(0, self.currency)


def assess_return(
    rulebook: Rulebook,
    order: str | Order,
    history: History,
    at: Instant,
    *,
    give: Iterable[Give],
    store: str | None,
    take_back: Iterable[str] = (),
) -> Assessment:
    """Whether goods of an order may come back at an instant, at a store or by post.

    What makes up for points that are to go and are no longer there is decided by
    :mod:`comptoir.checkout.shortfall`; coupons to ``take_back`` had been issued for points. Raises
    ``WrongValue`` for an order of which the history knows nothing, a store that the rulebook does not
    have, a reason that is not known, nothing to give back, or a coupon that cannot be taken back.
    """
    wanted = tuple_of(Give, give, "give")
    if not wanted:
        cure = 'say what comes back, such as [Give("app-7", 1, reason="too_large")]'
        raise WrongValue.at("give", "found nothing to give back", cure, code="nothing_given")
    read = read_order(rulebook, order, history, at)
    coupons = identifiers(take_back, "take_back")
    if store is not None and checked_identifier(store, "store") not in rulebook.places.by_id:
        stores = ", ".join(sorted(rulebook.places.by_id)) or "none"
        cure = f"use a store of the rulebook: {stores}"
        raise WrongValue.at("store", f"found {store}", cure, code="unknown_store")
    assessed = assess_goods(
        read.held,
        wanted,
        reasons=rulebook.vocabulary.reason,
        store=store,
        moment=read.moment,
        almanac=rulebook.almanac,
        conflicts=read.conflicts,
    )

    def draft(tried: Assessed, id_: str) -> Returned:
        return returned_of(tried, Recording(id=id_, order=read.held.order, at=at), store)

    told = with_points(rulebook, read, assessed, draft, coupons)
    return Assessment(
        order=read.held.order,
        store=store,
        asked_at=at,
        until=until_of(rulebook, read.moment),
        assessed=told.paid,
        give=tuple(sorted(wanted, key=lambda each: content_of(read.held.order, each))),
        take_back=coupons,
        reads=told.reads,
        history=told.history,
        rulebook=rulebook,
    )


def settle(
    rulebook: Rulebook, assessment: Assessment, *, id: str, provenance: Provenance
) -> Settled | Refused:
    """The goods assessed as taken back and refunded; refused where one of them may not come back.

    The fact bears the instant of the assessment.
    """
    _check(rulebook, assessment)
    if assessment.refused:
        return Refused(assessment.refused[0])
    recording = Recording(
        id=id,
        order=assessment.order,
        at=assessment.asked_at,
        answer=assessment.answer,
        provenance=provenance,
    )
    fact = returned_of(assessment.assessed, recording, assessment.store)
    return Settled(facts=(fact,), reads=assessment.reads)


def exchange(
    rulebook: Rulebook, assessment: Assessment, take: Iterable[Line], *, id: str, provenance: Provenance
) -> Swapped | Refused:
    """The goods assessed as swapped for others, evenly; refused where they may not be.

    The fact bears the instant of the assessment.
    """
    _check(rulebook, assessment)
    order = assessment.order
    swapped = even_exchange(assessment.assessed, take, rulebook.assortment)
    if isinstance(swapped, ExchangeRefused):
        return Refused(swapped)
    fact = Exchanged(
        id=id,
        order=order.id,
        member=order.buyer.member,
        at=assessment.asked_at,
        store=assessment.store,
        swaps=swapped.swaps,
        answer=assessment.answer,
        provenance=provenance,
    )
    return Swapped(facts=(fact,), reads=assessment.reads, currency=order.currency)


def _check(rulebook: Rulebook, assessment: Assessment) -> None:
    checked_type(Assessment, assessment, "assessment", "pass what assess() returned")
    if rulebook.digest != assessment.rulebook.digest:
        cure = "settle it at the counter that assessed it"
        raise WrongValue.at("assessment", "found it under another rulebook", cure, code="other_rulebook")


def _meant(order: Order, give: Give) -> Document:
    """An entry of a question, the same however a channel names the pieces."""
    units = pieces_meant(order, give.what)
    what = str(give.what) if units is None else [units.number, units.first, units.count]
    meant = {"what": what, "quantity": give.quantity, "reason": give.reason}
    return meant if give.sku is None else {**meant, "sku": give.sku}
