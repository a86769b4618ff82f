"""The verb that joins the domains: goods, delivery, points spent, tax, points earned, returns.

Each domain is handed its own rules and neutral values; what one gives another passes through here.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

import attrs

from comptoir.checkout.earning import earned, stored_value
from comptoir.checkout.handing_over import check_ways
from comptoir.checkout.options import Chosen, chosen_services
from comptoir.checkout.question import Question
from comptoir.checkout.quote import Quote
from comptoir.checkout.return_rights import goods_sold
from comptoir.checkout.spending import less_points, payable_with_points
from comptoir.checkout.standing import Standing
from comptoir.checkout.taxing import TaxedBasket, taxed
from comptoir.delivery.late import late_terms
from comptoir.delivery.offered import Offered
from comptoir.facts.baskets import Basket
from comptoir.facts.delivery_terms import DeliveryTerms, Promised
from comptoir.facts.exchange_terms import ExchangePrice
from comptoir.facts.goods import Goods
from comptoir.facts.guarantee_terms import GuaranteeTerms
from comptoir.facts.handovers import Handover
from comptoir.facts.late_terms import LateTerms
from comptoir.facts.point_terms import Redemption
from comptoir.facts.return_terms import FreeDelivery, RefundMode, ReturnTerms
from comptoir.facts.terms import Terms
from comptoir.loyalty.spend import SpendRefused, redeem
from comptoir.pricing.priced import Priced
from comptoir.returns.agree import NO_RETURNS, AgreedReturns, Sale, return_terms
from comptoir.returns.claims.guaranteed import guarantee_terms
from comptoir.rulebook import Rulebook
from comptoir.values.instants import Instant


def quote_basket(rulebook: Rulebook, basket: Basket, at: Instant, standing: Standing | None = None) -> Quote:
    """The quote of a basket at an instant, for a buyer with that standing.

    Raises ``NoAnswer`` outside the rulebook's window, for a currency it does not declare, and for a
    product, price or tax rate that it does not have; ``WrongValue`` for a standing that is another
    member's or no longer holds, for points without a standing, and for a delivery service that the
    rulebook does not know.
    """
    question = Question.of(rulebook, basket, at, standing)
    goods = basket.goods
    check_ways(question, goods)
    priced = question.priced(goods)
    services = chosen_services(question, priced, goods)
    offered = [each.option for each in services if isinstance(each.option, Offered)]
    tax = taxed(question, priced, offered)
    redeemed, left = None, priced
    if basket.points:
        redeemed = _redeemed(question, priced, tax)
        left = less_points(rulebook.loyalty.programme, priced, redeemed)
        tax = tax if left is priced else taxed(question, left, offered)
    rights, guarantees = _rights(question, goods, left)
    deliveries = tuple(_as_rebilled(rights, _deliveries(question, services, tax))) if services else ()
    terms = _terms(question, left, deliveries, tax, redeemed, rights=rights, guarantees=guarantees)
    return Quote(
        basket=basket,
        asked_at=at,
        until=question.until,
        terms=terms,
        priced=priced,
        rulebook=rulebook,
        standing=standing,
        services=services,
        redeemed=redeemed,
        exemption=question.rates.exemption,
    )


def _redeemed(question: Question, priced: Priced, tax: TaxedBasket) -> Redemption | SpendRefused:
    """What the points that the basket wants to spend pay of it, or why they do not."""
    basket, programme = question.basket, question.rulebook.loyalty.programme
    rule = None if programme is None else programme.spend
    payable = payable_with_points(rule, priced.lines, tax.total, basket.currency)
    return redeem(programme, basket.points, question.grants.spendable(basket.reservation), payable)


def _terms(
    question: Question,
    priced: Priced,
    deliveries: tuple[DeliveryTerms, ...],
    tax: TaxedBasket,
    redeemed: Redemption | SpendRefused | None,
    *,
    rights: AgreedReturns,
    guarantees: tuple[GuaranteeTerms, ...],
) -> Terms:
    redemption = redeemed if isinstance(redeemed, Redemption) else None
    return Terms(
        computing=question.rulebook.computing,
        currency=question.basket.currency,
        money=question.money,
        lines=tax.agreed(priced.lines),
        empties=tax.empties,
        taxes=tax.taxes,
        deliveries=deliveries,
        total=tax.total,
        redemption=redemption,
        earnings=earned(question, priced, tax, deliveries, redemption),
        returns=rights.returns,
        without_right=rights.without_right,
        guarantees=guarantees,
        refunding=question.rulebook.returns.refunding,
        tender=question.basket.tender if priced.by_tender else None,
        stored_value=stored_value(question),
        coupons=priced.relied_on,
        consumed=priced.consumed,
        proof=priced.proof,
    )


def _deliveries(question: Question, services: Iterable[Chosen], tax: TaxedBasket) -> Iterator[DeliveryTerms]:
    """What is agreed of each delivery, in the order in which they were taxed."""
    shares = iter(tax.deliveries)
    for each in services:
        if isinstance(each.option, Offered):
            handover = question.basket.handover if each.handover is None else each.handover
            own = islice(shares, len(each.option.deliveries))
            yield from each.terms(own, partial(_late, question, handover))


def _as_rebilled(rights: AgreedReturns, deliveries: Iterable[DeliveryTerms]) -> Iterator[DeliveryTerms]:
    """The deliveries with the thresholds from which they were free, where returns may ask for them again."""
    is_asked = any(terms.free_delivery is FreeDelivery.REBILL for terms in rights.returns)
    for each in deliveries:
        yield each if is_asked or each.free_from is None else attrs.evolve(each, free_from=None)


def _late(question: Question, handover: Handover | None, promised: Promised) -> LateTerms | None:
    """What the law says if goods are late where they are handed over."""
    rulebook = question.rulebook
    if not rulebook.delivery.law or handover is None:
        return None
    country, days = rulebook.places.country_of(handover), rulebook.places.days_of(handover)
    if country is None or days is None:
        return None
    return late_terms(
        rulebook.delivery,
        country=country,
        days=days,
        promised=promised,
        moment=question.moment,
        almanac=rulebook.almanac,
    )


def _rights(
    question: Question, goods: Goods, priced: Priced
) -> tuple[AgreedReturns, tuple[GuaranteeTerms, ...]]:
    """Every right on the goods; nothing, where the rulebook says nothing about returns and faults."""
    rules = question.rulebook.returns
    if not rules.has_returns and not rules.has_guarantees:
        return NO_RETURNS, ()
    sale = _sale(question, goods, priced)
    return _returns(question, sale), guarantee_terms(rules, sale, question.moment)


def _sale(question: Question, goods: Goods, priced: Priced) -> Sale:
    """The goods as rules about returns and faults look at them."""
    rulebook, basket = question.rulebook, question.basket
    ways = goods.handovers or (None,) * len(priced.lines)
    sold = (
        (line.good.number, line.product, own or basket.handover)
        for line, own in zip(priced.lines, ways, strict=True)
    )
    return Sale(
        goods=goods_sold(rulebook, sold),
        contract=basket.contract,
        buyer=question.prices.buyer,
        currency=basket.currency,
        zone=rulebook.header.zone,
    )


def _returns(question: Question, sale: Sale) -> AgreedReturns:
    """Every right to bring goods back; nothing, where the rulebook says nothing about returns."""
    rules, exchange = question.rulebook.returns, question.basket.exchange
    if not rules.has_returns:
        return NO_RETURNS
    agreed = return_terms(rules, sale, question.moment)
    if exchange is None or exchange.price is ExchangePrice.TODAY:
        return agreed
    return attrs.evolve(agreed, returns=tuple(map(_pro_rata, agreed.returns)))


def _pro_rata(terms: ReturnTerms) -> ReturnTerms:
    """A right on goods at the price of an exchange, which no rules of the day could give for those kept."""
    return attrs.evolve(terms, mode=RefundMode.PRO_RATA)
