"""The verb that turns a quote into an order, or says why it may not.

A quote is accepted only as it was shown: the same question is asked again at the instant of placing,
and if the answer has changed, that is said. Reasons are looked for in the order of
:class:`RefusalCode`, so that two channels give the same one.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import attrs

from comptoir.checkout.ask import quote_basket
from comptoir.checkout.quote import Quote
from comptoir.facts.events import OrderPlaced, StreamRead
from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.provenance import Provenance
from comptoir.rulebook import Rulebook
from comptoir.texts import amount_text, language_of, say
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.instants import Instant
from comptoir.values.money import Amount


class RefusalCode(Enum):
    """Why an order is refused, in order of precedence."""

    EMPTY_BASKET = "empty_basket"
    CONTRACT_UNKNOWN = "contract_unknown"
    HANDOVER_UNKNOWN = "handover_unknown"
    ANSWER_CHANGED = "answer_changed"
    TENDERS_SHORT = "tenders_short"
    TENDERS_OVER = "tenders_over"


@attrs.frozen
class Refusal:
    """A reason, with the amounts that it speaks of."""

    code: RefusalCode
    before: Amount | None = attrs.field(default=None, kw_only=True)
    now: Amount | None = attrs.field(default=None, kw_only=True)
    missing: Amount | None = attrs.field(default=None, kw_only=True)

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        amounts = {"before": self.before, "now": self.now, "missing": self.missing}
        written = {key: amount_text(each, spoken) for key, each in amounts.items() if each is not None}
        return say(self.code.value, spoken, **written)


@attrs.frozen
class Refused:
    """No order; the reason is a value to show."""

    reason: Refusal


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
) -> Accepted | Refused:
    """The quote as an order placed at ``at`` and paid with ``tenders``.

    Raises ``WrongValue`` for a tender in another currency, and what asking raises.
    """
    checked_type(Quote, quote, "quote", "pass what quote() returned")
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("app")')
    paid = tuple_of(Tender, tenders, "tenders")
    for index, tender in enumerate(paid):
        if tender.amount.currency != quote.basket.currency:
            found = f"found {tender.amount.to_text()}"
            cure = f"pay in {quote.basket.currency}"
            raise WrongValue.at(f"tenders[{index}].amount", found, cure, code="other_currency")
    again = quote_basket(rulebook, quote.basket, at)
    if refusal := _refusal(quote, again, paid):
        return Refused(refusal)
    order = _order(again, id, provenance, paid)
    return Accepted(
        order=order,
        facts=(OrderPlaced(id=id, order=order),),
        reads=(StreamRead(f"order:{id}", 0),),
    )


def _refusal(quote: Quote, again: Quote, tenders: Iterable[Tender]) -> Refusal | None:
    basket = quote.basket
    if not basket.lines:
        return Refusal(RefusalCode.EMPTY_BASKET)
    if basket.contract is None:
        return Refusal(RefusalCode.CONTRACT_UNKNOWN)
    if basket.handover is None:
        return Refusal(RefusalCode.HANDOVER_UNKNOWN)
    if again.answer != quote.answer:
        before, now = (Amount(each.terms.total, basket.currency) for each in (quote, again))
        return Refusal(RefusalCode.ANSWER_CHANGED, before=before, now=now)
    missing = again.terms.total - sum(tender.amount.minor for tender in tenders)
    if missing > 0:
        return Refusal(RefusalCode.TENDERS_SHORT, missing=Amount(missing, basket.currency))
    if missing < 0:
        return Refusal(RefusalCode.TENDERS_OVER, missing=Amount(-missing, basket.currency))
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
        total_minor=terms.total,
        proof=terms.proof,
        tenders=tenders,
    )
