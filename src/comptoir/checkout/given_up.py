"""The facts that goods came back, or were cancelled, as it was decided.

Source: house rule (what was decided stands on the fact by value).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from comptoir.facts.events import Cancelled, Reduced, Refunding, Returned, Settled, Taken
from comptoir.facts.orders import Order
from comptoir.facts.provenance import Provenance
from comptoir.returns.assessed import Assessed
from comptoir.returns.cancel import Cancelling
from comptoir.returns.reduce import Lowering
from comptoir.returns.refund import PaidBack
from comptoir.values.instants import Instant

_NOT_ANSWERED: Final = "0" * 64
_TRIED: Final = Provenance("trial")


@attrs.frozen(kw_only=True)
class Recording:
    """How a decision about an order is to be recorded: under which id, when, and by whom.

    Without an ``answer``, it is only tried.
    """

    id: str
    order: Order
    at: Instant
    answer: str = _NOT_ANSWERED
    provenance: Provenance = _TRIED


def returned_of(assessed: Assessed, recording: Recording, store: str | None) -> Returned:
    """The goods that may come back as taken back at an instant, at a store or by post."""
    taken = (
        Taken(
            units=good.units,
            sku=good.product.sku,
            reason=good.reason,
            refunded=good.refunded,
            grade=good.grade,
            fee=good.fee,
            wear=good.wear,
            mode=good.mode,
            withdrawn=good.is_withdrawal,
            rebills=good.rebills,
            exception=good.exception,
        )
        for good in assessed.goods
    )
    refund = assessed.refund
    return Returned(
        **_decided(assessed, recording),
        store=store,
        taken=taken,
        declared=assessed.declared,
        gift=assessed.gift,
        claim=assessed.claim,
        carriage=refund.carriage,
        rebilled=refund.rebilled,
        surcharge=0 if refund.surcharge is None else refund.surcharge.amount,
        bonus=refund.bonus,
        cash_rounding=refund.cash_rounding,
        intercompany=assessed.intercompany,
    )


def cancelled_of(cancelling: Cancelling, recording: Recording) -> Cancelled:
    """The goods that may be cancelled as taken off the order at an instant."""
    return Cancelled(
        **_decided(cancelling, recording),
        taken=(
            Refunding(units=good.units, sku=good.product.sku, refunded=good.refunded)
            for good in cancelling.goods
        ),
        because=cancelling.because,
        extra_until=cancelling.extra_until,
        at_once=cancelling.at_once,
    )


def reduced_of(lowering: Lowering, recording: Recording) -> Reduced:
    """What is taken off the price of goods that the customer keeps, at an instant."""
    return Reduced(
        **_decided(lowering, recording),
        taken=lowering.taken,
        because=lowering.because,
        claim=lowering.claim,
    )


def _decided(paid: PaidBack, recording: Recording) -> Mapping[str, Any]:
    """What both facts say."""
    order, refund, shortage = recording.order, paid.refund, paid.shortage
    by_coupons = [Settled(points=shortage.value, coupons=shortage.coupons)] if shortage.coupons else []
    by_money = [Settled(points=shortage.money, amount=refund.kept)] if refund.kept else []
    return {
        "id": recording.id,
        "order": order.id,
        "member": order.buyer.member,
        "at": recording.at,
        "currency": order.currency,
        "delivery": refund.delivery,
        "tenders": refund.tenders,
        "points_restored": refund.points,
        "points_worth": refund.worth,
        "taxes": refund.taxes,
        "points_clawed": paid.points_clawed,
        "settled": [*by_coupons, *by_money],
        "answer": recording.answer,
        "provenance": recording.provenance,
    }
