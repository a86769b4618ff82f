"""A quote as what it agrees, and what was agreed as an order.

Source: house rule (an order carries its terms by value).
"""

from __future__ import annotations

from comptoir.checkout.quote import Quote
from comptoir.checkout.repricing import repricing_of
from comptoir.facts.agreements import Agreed
from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.provenance import Provenance
from comptoir.loyalty.earn import accruals
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant


def agreed_of(quote: Quote) -> Agreed:
    """What a quote agrees."""
    applied = {each.rule for line in quote.terms.lines for each in line.adjustments}
    applied |= {earning.rule for earning in quote.terms.earnings}
    for delivery in quote.terms.deliveries:
        applied |= {rule for rule in (delivery.free_by, delivery.reduced_by) if rule is not None}
    pricing = quote.rulebook.pricing
    names = {promotion.id: promotion.name for promotion in pricing.promotions}
    names |= {reason.id: reason.name for reason in pricing.overrides.reasons}
    if (exchange := quote.basket.exchange) is not None:
        names |= {each.id: each.name for each in quote.rulebook.returns.policies if each.id == exchange.rule}
    if (programme := quote.rulebook.loyalty.programme) is not None:
        names |= {programme.id: programme.name}
        names |= {campaign.id: campaign.name for campaign in programme.campaigns}
    return Agreed(
        seller=quote.rulebook.header.seller,
        entity=quote.rulebook.header.entity,
        rulebook=quote.rulebook.digest,
        question=quote.question,
        answer=quote.answer,
        basket=quote.basket.canonical,
        products=(line.product for line in quote.priced.lines),
        refs=quote.goods.refs,
        rule_names={rule: name for rule, name in names.items() if rule in applied},
        terms=quote.terms,
        repricing=repricing_of(quote),
    )


def order_of(
    agreed: Agreed,
    *,
    id: str,
    at: Instant,
    provenance: Provenance,
    tenders: tuple[Tender, ...],
    almanac: Almanac,
) -> Order:
    """What was agreed as an order placed at an instant; what ``tenders`` pay beyond it rounds the cash."""
    basket, terms = agreed.basket, agreed.terms
    if basket.contract is None or basket.handover is None:  # refused before
        raise AssertionError(basket)
    ways = basket.goods.handovers or (None,) * len(terms.lines)
    return Order(
        id=id,
        placed_at=at,
        provenance=provenance,
        seller=agreed.seller,
        entity=agreed.entity,
        buyer=basket.buyer,
        contract=basket.contract,
        handover=basket.handover,
        rulebook=agreed.rulebook,
        question=agreed.question,
        answer=agreed.answer,
        computing=terms.computing,
        currency=terms.currency,
        money=terms.money,
        lines=(
            OrderLine(product, line, line.shares(), handover=own)
            for product, line, own in zip(agreed.products, terms.lines, ways, strict=True)
        ),
        rule_names=agreed.rule_names,
        refs=agreed.refs,
        empties=terms.empties,
        taxes=terms.taxes,
        deliveries=terms.deliveries,
        total_minor=terms.total,
        cash_rounding=sum(tender.amount.minor for tender in tenders) - terms.due,
        redemption=terms.redemption,
        accruals=accruals(terms.earnings, at, almanac),
        informed=basket.informed,
        returns=terms.returns,
        without_right=terms.without_right,
        guarantees=terms.guarantees,
        refunding=terms.refunding,
        repricing=agreed.repricing,
        tender=terms.tender,
        stored_value=terms.stored_value,
        coupons=terms.coupons,
        consumed=terms.consumed,
        proof=terms.proof,
        tenders=tenders,
    )
