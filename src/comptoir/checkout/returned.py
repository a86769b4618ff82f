"""The fact that goods came back, as it was assessed.

Source: house rule (what was decided stands on the fact by value).
"""

from __future__ import annotations

from comptoir.facts.events import Returned, Settled, Taken
from comptoir.facts.orders import Order
from comptoir.facts.provenance import Provenance
from comptoir.returns.assess import Assessed
from comptoir.values.instants import Instant


def returned_of(
    assessed: Assessed,
    order: Order,
    *,
    id: str,
    at: Instant,
    store: str | None,
    answer: str,
    provenance: Provenance,
) -> Returned:
    """The goods that may come back as taken back at an instant, at a store or by post."""
    refund, shortage = assessed.refund, assessed.shortage
    by_coupons = [Settled(points=shortage.value, coupons=shortage.coupons)] if shortage.coupons else []
    by_money = [Settled(points=shortage.money, amount=refund.kept)] if refund.kept else []
    return Returned(
        id=id,
        order=order.id,
        member=order.buyer.member,
        at=at,
        store=store,
        currency=order.currency,
        taken=(
            Taken(
                units=good.units,
                sku=good.product.sku,
                reason=good.reason,
                refunded=good.refunded,
                fee=good.fee,
            )
            for good in assessed.goods
        ),
        delivery=refund.delivery,
        tenders=refund.tenders,
        points_restored=refund.points,
        points_worth=refund.worth,
        points_clawed=assessed.points_clawed,
        settled=[*by_coupons, *by_money],
        answer=answer,
        provenance=provenance,
    )
