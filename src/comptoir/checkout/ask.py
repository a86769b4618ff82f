"""The verb that joins the domains: goods, delivery, points spent, tax, points earned, returns.

Each domain is handed its own rules and neutral values; what one gives another passes through here.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from comptoir.checkout.earning import earned, stored_value
from comptoir.checkout.options import cheapest_standard, chosen_delivery
from comptoir.checkout.question import Question
from comptoir.checkout.quote import Quote
from comptoir.checkout.spending import less_points, payable_with_points
from comptoir.checkout.standing import Standing
from comptoir.checkout.taxing import TaxedBasket, taxed
from comptoir.delivery.offer import Offered
from comptoir.facts.baskets import Basket
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.goods import goods_of
from comptoir.facts.point_terms import Redemption
from comptoir.facts.return_terms import ReturnTerms
from comptoir.facts.terms import Terms
from comptoir.loyalty.spend import SpendRefused, redeem
from comptoir.pricing.priced import Priced
from comptoir.returns.agree import GoodSold, return_terms
from comptoir.rulebook import Rulebook
from comptoir.tax.breakdown import Taxed
from comptoir.values.instants import Instant


def quote_basket(rulebook: Rulebook, basket: Basket, at: Instant, standing: Standing | None = None) -> Quote:
    """The quote of a basket at an instant, for a buyer with that standing.

    Raises ``NoAnswer`` outside the rulebook's window, for a currency it does not declare, and for a
    product, price or tax rate that it does not have; ``WrongValue`` for a standing that is another
    member's or no longer holds, for points without a standing, and for a delivery service that the
    rulebook does not know.
    """
    question = Question.of(rulebook, basket, at, standing)
    goods = goods_of(basket)
    priced = question.priced(goods)
    delivery = chosen_delivery(question, priced)
    offered = delivery if isinstance(delivery, Offered) else None
    tax = taxed(question, priced, offered)
    redeemed = _redeemed(question, priced, tax)
    left = less_points(rulebook.loyalty.programme, priced, redeemed)
    if left is not priced:
        tax = taxed(question, left, offered)
    agreed = None
    if offered is not None and tax.delivery is not None:
        agreed = _delivery_terms(offered, tax.delivery, cheapest_standard(question, offered, priced))
    terms = _terms(question, left, agreed, tax, redeemed)
    return Quote(
        basket=basket,
        asked_at=at,
        until=question.until,
        terms=terms,
        goods=goods,
        priced=priced,
        rulebook=rulebook,
        standing=standing,
        delivery=delivery,
        redeemed=redeemed,
        exemption=question.rates.exemption,
    )


def _redeemed(question: Question, priced: Priced, tax: TaxedBasket) -> Redemption | SpendRefused | None:
    basket, programme = question.basket, question.rulebook.loyalty.programme
    if not basket.points:
        return None
    rule = None if programme is None else programme.spend
    payable = payable_with_points(rule, priced.lines, tax.total, basket.currency)
    return redeem(programme, basket.points, question.grants.spendable(basket.reservation), payable)


def _terms(
    question: Question,
    priced: Priced,
    delivery: DeliveryTerms | None,
    tax: TaxedBasket,
    redeemed: Redemption | SpendRefused | None,
) -> Terms:
    redemption = redeemed if isinstance(redeemed, Redemption) else None
    return Terms(
        computing=question.rulebook.computing,
        currency=question.basket.currency,
        money=question.money,
        lines=tax.agreed(priced.lines),
        empties=tax.empties,
        taxes=tax.taxes,
        delivery=delivery,
        total=tax.total,
        redemption=redemption,
        earnings=earned(question, priced, tax, delivery, redemption),
        returns=_returns(question, priced),
        tender=question.basket.tender if priced.by_tender else None,
        stored_value=stored_value(question),
        coupons=priced.relied_on,
        consumed=priced.consumed,
        proof=priced.proof,
    )


def _delivery_terms(offered: Offered, share: Taxed, standard: int) -> DeliveryTerms:
    return DeliveryTerms(
        service=offered.service,
        name=offered.name,
        fee=offered.fee,
        charged=offered.charged,
        free_by=offered.free_by,
        reduced_by=offered.reduced_by,
        standard=standard,
        paid=share.paid,
        taxes=share.parts,
        promised=offered.promise.promised,
    )


def _returns(question: Question, priced: Priced) -> tuple[ReturnTerms, ...]:
    rulebook, basket = question.rulebook, question.basket
    if not rulebook.returns.policies and not rulebook.returns.statutory:
        return ()
    return return_terms(
        rulebook.returns,
        [GoodSold(line.good.number, line.listed.product) for line in priced.lines],
        contract=basket.contract,
        country=None if basket.handover is None else rulebook.places.country_of(basket.handover),
        places=rulebook.places,
        zone=rulebook.header.zone,
        moment=question.moment,
    )
