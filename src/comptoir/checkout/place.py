"""The verb that turns a quote into an order, or says why it may not.

A quote is accepted only as it was shown: the same question is asked again at the instant of placing,
and if the answer has changed, that is said. Reasons are looked for in the order of
:class:`~comptoir.checkout.refusals.RefusalCode`, so that two channels give the same one.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs

from comptoir.checkout.agreed import agreed_of, order_of
from comptoir.checkout.ask import quote_basket
from comptoir.checkout.quote import Quote
from comptoir.checkout.recorded import reads_of
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.reserving import not_usable
from comptoir.checkout.standing import Standing, standing_of
from comptoir.delivery.offered import NotOffered
from comptoir.facts.agreements import Agreed, LockedQuote
from comptoir.facts.cash import cash_for, is_rounded
from comptoir.facts.events import OrderPlaced, StreamRead
from comptoir.facts.exchange_terms import InExchange
from comptoir.facts.handovers import Deliver, Handover
from comptoir.facts.history import History
from comptoir.facts.orders import CASH, Order, Tender
from comptoir.facts.products import Nature
from comptoir.facts.provenance import Provenance
from comptoir.facts.streams import member_stream, order_stream
from comptoir.loyalty.spend import SpendRefusalCode, SpendRefused
from comptoir.rulebook import Rulebook
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.grants import SpendablePoints
from comptoir.values.instants import Instant
from comptoir.values.money import Amount


@attrs.frozen(kw_only=True)
class Accepted:
    """The order, the facts to record, and what must not have changed when they are committed."""

    order: Order
    facts: tuple[OrderPlaced, ...]
    reads: tuple[StreamRead, ...]


def place_order(
    rulebook: Rulebook,
    quote: Quote | LockedQuote,
    *,
    id: str,
    at: Instant,
    tenders: Iterable[Tender],
    provenance: Provenance,
    history: History | None = None,
    exchanges: Collection[InExchange] = (),
) -> Accepted | Refused:
    """The quote as an order placed at ``at``; ``tenders`` pay what points do not.

    A basket that is taken in exchange is one of those ``exchanges`` that are made with it.

    What the order uses up of issued coupons and of metered promotions stands on it: whoever keeps these
    counts changes them together with appending the facts, if they still are what the basket said, and
    asks again if they are not (see :mod:`comptoir.facts.consumption`).

    With a ``history``, the standing of a quote that has one is asked again; it is needed to spend points.
    A locked quote is not asked again: its terms hold. Raises ``WrongValue`` for a tender in another
    currency, for points without a history, and what asking raises. Points that are no longer set aside
    as the basket says are refused by how that came: ``RESERVATION_UNKNOWN``, ``ALREADY_USED``,
    ``ALREADY_ENDED`` or ``TIMED_OUT``.
    """
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("app")')
    if not isinstance(quote, Quote | LockedQuote):
        cure = "pass what quote() or lock() returned"
        raise WrongType.at("quote", shown(quote), cure, code="wrong_type")
    basket = quote.basket if isinstance(quote, Quote) else quote.agreed.basket
    paid = _checked_tenders(tenders, basket.currency)
    if basket.exchange is not None and basket.exchange not in exchanges:
        return Refused(Refusal(RefusalCode.NOT_ON_A_TICKET))
    if basket.points and history is None:
        cure = "pass history=, the member's facts: they say how many points there are now"
        raise WrongValue.at(
            "history", "found points to spend, and no history", cure, code="points_without_history"
        )
    if isinstance(quote, Quote):
        standing = _standing(rulebook, quote, at, history)
        again = quote_basket(rulebook, basket, at, standing)
        if refusal := not_placeable(again) or _changed(quote, again):
            return Refused(_told_apart(refusal, standing, basket.reservation))
        agreed = agreed_of(again)
        member = None if quote.standing is None else quote.standing.member
    else:
        if refusal := _lock_refusal(rulebook, quote, at, history):
            return Refused(refusal)
        agreed = quote.agreed
        member = None if agreed.terms.redemption is None else basket.buyer.member
    if refusal := _other_tender(agreed, paid) or _other_value(agreed, paid) or _unpaid(agreed, paid):
        return Refused(refusal)
    order = order_of(agreed, id=id, at=at, provenance=provenance, tenders=paid, almanac=rulebook.almanac)
    return Accepted(
        order=order,
        facts=(OrderPlaced(id=id, order=order),),
        reads=_reads(id, member, at, history),
    )


def not_placeable(quote: Quote) -> Refusal | None:
    """Why a quote cannot become an order at all, whoever pays and how; ``None`` if it can."""
    basket = quote.basket
    if not basket.lines:
        return Refusal(RefusalCode.EMPTY_BASKET)
    if basket.contract is None:
        return Refusal(RefusalCode.CONTRACT_UNKNOWN)
    if basket.handover is None:
        return Refusal(RefusalCode.HANDOVER_UNKNOWN)
    if refusal := undeliverable(quote):
        return refusal
    if quote.priced.refused:
        return Refusal(RefusalCode.PRICE_REFUSED, because=quote.priced.refused[0])
    if quote.terms.total < 0:
        over = Amount(-quote.terms.total, basket.currency)
        return Refusal(RefusalCode.EMPTIES_OVER, missing=over)
    if isinstance(quote.redeemed, SpendRefused):
        return Refusal(RefusalCode.POINTS_REFUSED, because=quote.redeemed)
    if quote.priced.by_tender and basket.tender is None:
        return Refusal(RefusalCode.TENDER_UNKNOWN)
    return None


def undeliverable(quote: Quote) -> Refusal | None:
    """Why goods cannot be handed over as the basket or a line of it says."""
    if _needs_a_service(quote):
        return Refusal(RefusalCode.SERVICE_UNKNOWN)
    for option in quote.deliveries:
        if isinstance(option, NotOffered):
            return Refusal(RefusalCode.SERVICE_NOT_OFFERED, because=option)
    if any(each.lacks_point for each in quote.services):
        return Refusal(RefusalCode.POINT_UNKNOWN)
    if any(each.lacks_slot for each in quote.services):
        return Refusal(RefusalCode.SLOT_UNKNOWN)
    return None


def _needs_a_service(quote: Quote) -> bool:
    """Whether goods are to be delivered, and by no service that was chosen."""
    if not quote.rulebook.delivery.services:
        return False
    own = quote.goods.handovers or (None,) * len(quote.priced.lines)
    return any(
        line.product.nature is Nature.GOODS and _is_open(quote.basket.handover if way is None else way)
        for line, way in zip(quote.priced.lines, own, strict=True)
    )


def _is_open(handover: Handover | None) -> bool:
    """Whether goods are to be delivered, and it is not said by which service."""
    return isinstance(handover, Deliver) and handover.service is None


def _checked_tenders(tenders: Iterable[Tender], currency: str) -> tuple[Tender, ...]:
    paid = tuple_of(Tender, tenders, "tenders")
    for index, tender in enumerate(paid):
        if tender.amount.currency != currency:
            found = f"found {tender.amount.to_text()}"
            cure = f"pay in {currency}"
            raise WrongValue.at(f"tenders[{index}].amount", found, cure, code="other_currency")
    return paid


def _standing(rulebook: Rulebook, quote: Quote, at: Instant, history: History | None) -> Standing | None:
    """The buyer's standing when placing: asked again where the facts are at hand."""
    if quote.standing is None or history is None:
        return quote.standing
    return standing_of(rulebook, quote.standing.member, history, at)


def _reads(id_: str, member: str | None, at: Instant, history: History | None) -> tuple[StreamRead, ...]:
    """The order is new; where a member's facts were read, each of their streams is as it was read."""
    order = StreamRead(order_stream(id_), 0)
    if member is None or history is None:
        return (order,)
    return (order, *reads_of(history, [member_stream(member)], at))


def _changed(quote: Quote, again: Quote) -> Refusal | None:
    """Whether the answer is no longer the one that was shown."""
    if again.answer == quote.answer:
        return None
    before, now = (Amount(each.terms.total, quote.basket.currency) for each in (quote, again))
    return Refusal(RefusalCode.ANSWER_CHANGED, before=before, now=now)


def _lock_refusal(
    rulebook: Rulebook, locked: LockedQuote, at: Instant, history: History | None
) -> Refusal | None:
    """Why the terms of a lock no longer hold, or the points that it spends are no longer there."""
    if rulebook.vocabulary.codec.digest(locked.agreed.terms) != locked.agreed.answer:
        cure = "pass the locked quote as it was kept: its terms were changed"
        raise WrongValue.at("quote", "found terms of another digest", cure, code="digest_differs")
    if not locked.asked_at <= at < locked.until:
        return Refusal(RefusalCode.LOCK_ENDED)
    redemption, member = locked.agreed.terms.redemption, locked.agreed.basket.buyer.member
    if redemption is None or member is None or history is None:
        return None
    standing = standing_of(rulebook, member, history, at)
    available = standing.grants.spendable(redemption.reservation)
    if available is None or available.points < redemption.points:
        short = Refusal(RefusalCode.POINTS_REFUSED, because=_short_of_points(rulebook, available))
        return _told_apart(short, standing, redemption.reservation)
    return None


def _told_apart(refusal: Refusal, standing: Standing | None, reservation: str | None) -> Refusal:
    """The same refusal; of points that are no longer set aside, how that came."""
    is_over = (
        isinstance(refusal.because, SpendRefused) and refusal.because.code is SpendRefusalCode.NOT_RESERVED
    )
    if not is_over or standing is None or reservation is None:
        return refusal
    return not_usable(standing.account.reservation(reservation), reservation) or refusal


def _short_of_points(rulebook: Rulebook, available: SpendablePoints | None) -> SpendRefused:
    """That there are too few points now, and how many could be spent instead."""
    if available is None:
        return SpendRefused(SpendRefusalCode.NOT_RESERVED, 0)
    code, programme = SpendRefusalCode.NOT_ENOUGH_POINTS, rulebook.loyalty.programme
    if programme is None or programme.spend is None:
        return SpendRefused(code, 0)
    rule = programme.spend
    return SpendRefused(code, rule.largest(available.points), rule.minimum, rule.step, rule.maximum)


def _other_tender(agreed: Agreed, tenders: tuple[Tender, ...]) -> Refusal | None:
    """Whether it is paid by another means than the one for which an offer was given."""
    wanted = agreed.terms.tender
    if wanted is None or all(tender.means == wanted for tender in tenders):
        return None
    return Refusal(RefusalCode.TENDER_DIFFERS, tender=wanted)


def _other_value(agreed: Agreed, tenders: tuple[Tender, ...]) -> Refusal | None:
    """Whether more or less is paid with stored value than what earns no points for it."""
    wanted = agreed.terms.stored_value
    if wanted is None:
        return None
    paid = sum(tender.amount.minor for tender in tenders if tender.means in wanted.means)
    if paid == wanted.amount:
        return None
    before, now = (Amount(each, agreed.terms.currency) for each in (wanted.amount, paid))
    return Refusal(RefusalCode.STORED_VALUE_DIFFERS, before=before, now=now)


def _unpaid(agreed: Agreed, tenders: tuple[Tender, ...]) -> Refusal | None:
    """By how much the tenders miss what is due, up to the rounding of cash."""
    if is_rounded(agreed.terms.cash, agreed.terms.due, tenders):
        return None
    missing = agreed.terms.due - sum(tender.amount.minor for tender in tenders)
    if not missing:  # to the cent, which coins cannot pay
        others = [tender for tender in tenders if tender.means != CASH]
        return Refusal(RefusalCode.CASH_NOT_ROUNDED, now=cash_for(agreed.terms, None, others).due)
    code = RefusalCode.TENDERS_SHORT if missing > 0 else RefusalCode.TENDERS_OVER
    return Refusal(code, missing=Amount(abs(missing), agreed.terms.currency))
