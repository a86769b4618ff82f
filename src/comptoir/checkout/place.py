"""The verb that turns a quote into an order, or says why it may not.

A quote is accepted only as it was shown: the same question is asked again at the instant of placing,
and if the answer has changed, that is said. Reasons are looked for in the order of
:class:`~comptoir.checkout.refusals.RefusalCode`, so that two channels give the same one.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from comptoir.checkout.ask import quote_basket
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.standing import Standing, standing_of
from comptoir.delivery.offer import NotOffered
from comptoir.facts.baskets import Deliver
from comptoir.facts.events import OrderPlaced, StreamRead, member_stream, order_stream
from comptoir.facts.history import History
from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.provenance import Provenance
from comptoir.loyalty.earn import accruals
from comptoir.loyalty.spend import SpendRefused
from comptoir.rulebook import Rulebook
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.money import Amount


@attrs.frozen(kw_only=True)
class Accepted:
    """The order, the facts to record, and what must not have changed when they are committed."""

    order: Order
    facts: tuple[OrderPlaced, ...]
    reads: tuple[StreamRead, ...]


def place_order(
    rulebook: Rulebook,
    quote: Quote,
    *,
    id: str,
    at: Instant,
    tenders: Iterable[Tender],
    provenance: Provenance,
    history: History | None = None,
) -> Accepted | Refused:
    """The quote as an order placed at ``at``; ``tenders`` pay what points do not.

    With a ``history``, the standing of a quote that has one is asked again; it is needed to spend points.
    Raises ``WrongValue`` for a tender in another currency, for points without a history, and what
    asking raises.
    """
    checked_type(Quote, quote, "quote", "pass what quote() returned")
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("app")')
    paid = tuple_of(Tender, tenders, "tenders")
    for index, tender in enumerate(paid):
        if tender.amount.currency != quote.basket.currency:
            found = f"found {tender.amount.to_text()}"
            cure = f"pay in {quote.basket.currency}"
            raise WrongValue.at(f"tenders[{index}].amount", found, cure, code="other_currency")
    again = quote_basket(rulebook, quote.basket, at, _standing(rulebook, quote, at, history))
    if refusal := _refusal(quote, again, paid):
        return Refused(refusal)
    order = _order(again, id, provenance, paid)
    return Accepted(
        order=order,
        facts=(OrderPlaced(id=id, order=order),),
        reads=_reads(id, quote, at, history),
    )


def _standing(rulebook: Rulebook, quote: Quote, at: Instant, history: History | None) -> Standing | None:
    """The buyer's standing when placing: asked again where the facts are at hand."""
    if quote.standing is None or history is None:
        if quote.basket.points:
            cure = "pass history=, the member's facts: they say how many points there are now"
            raise WrongValue.at(
                "history", "found points to spend, and no history", cure, code="points_without_history"
            )
        return quote.standing
    return standing_of(rulebook, quote.standing.member, history, at)


def _reads(id_: str, quote: Quote, at: Instant, history: History | None) -> tuple[StreamRead, ...]:
    """The order is new; where a member's facts were read, each of their streams is as it was read."""
    order = StreamRead(order_stream(id_), 0)
    if quote.standing is None or history is None:
        return (order,)
    member = quote.standing.member
    own = history.of_member(member, Moment(at))
    streams = {member_stream(member), *own.streams}
    return (order, *(StreamRead(stream, own.version(stream)) for stream in sorted(streams)))


def _refusal(quote: Quote, again: Quote, tenders: Iterable[Tender]) -> Refusal | None:
    basket = quote.basket
    if not basket.lines:
        return Refusal(RefusalCode.EMPTY_BASKET)
    if basket.contract is None:
        return Refusal(RefusalCode.CONTRACT_UNKNOWN)
    if basket.handover is None:
        return Refusal(RefusalCode.HANDOVER_UNKNOWN)
    if refusal := _not_possible(again):
        return refusal
    if again.answer != quote.answer:
        before, now = (Amount(each.terms.total, basket.currency) for each in (quote, again))
        return Refusal(RefusalCode.ANSWER_CHANGED, before=before, now=now)
    missing = again.due - sum(tender.amount.minor for tender in tenders)
    if missing > 0:
        return Refusal(RefusalCode.TENDERS_SHORT, missing=Amount(missing, basket.currency))
    if missing < 0:
        return Refusal(RefusalCode.TENDERS_OVER, missing=Amount(-missing, basket.currency))
    return None


def _not_possible(quote: Quote) -> Refusal | None:
    """Why delivery or points stand in the way, if they do."""
    if isinstance(quote.delivery, NotOffered):
        return Refusal(RefusalCode.SERVICE_NOT_OFFERED, because=quote.delivery)
    handover = quote.basket.handover
    if isinstance(handover, Deliver) and handover.service is None and quote.rulebook.delivery.services:
        return Refusal(RefusalCode.SERVICE_UNKNOWN)
    if isinstance(quote.redeemed, SpendRefused):
        return Refusal(RefusalCode.POINTS_REFUSED, because=quote.redeemed)
    return None


def _order(quote: Quote, id_: str, provenance: Provenance, tenders: tuple[Tender, ...]) -> Order:
    basket, terms = quote.basket, quote.terms
    if basket.contract is None or basket.handover is None:  # refused before
        raise AssertionError(basket)
    lines = (
        OrderLine(line.product, agreed, agreed.shares())
        for line, agreed in zip(quote.priced.lines, terms.lines, strict=True)
    )
    applied = {each.promotion for line in terms.lines for each in line.adjustments}
    return Order(
        id=id_,
        placed_at=quote.asked_at,
        provenance=provenance,
        seller=quote.rulebook.header.seller,
        buyer=basket.buyer,
        contract=basket.contract,
        handover=basket.handover,
        rulebook=quote.rulebook.digest,
        question=quote.question,
        answer=quote.answer,
        computing=terms.computing,
        currency=terms.currency,
        lines=lines,
        promotion_names={
            promotion.id: promotion.name
            for promotion in quote.rulebook.pricing.promotions
            if promotion.id in applied
        },
        refs=quote.goods.refs,
        taxes=terms.taxes,
        delivery=terms.delivery,
        total_minor=terms.total,
        redemption=terms.redemption,
        accruals=accruals(terms.earnings, quote.asked_at, quote.rulebook.almanac),
        returns=terms.returns,
        proof=terms.proof,
        tenders=tenders,
    )
