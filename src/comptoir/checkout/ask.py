"""The verb that joins the domains: goods, delivery, points spent, tax, points earned, returns.

Each domain is handed its own rules and neutral values; what one gives another passes through here.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from comptoir.checkout.options import cheapest_standard, chosen_delivery
from comptoir.checkout.question import Question, parcel_of
from comptoir.checkout.quote import Quote
from comptoir.checkout.standing import Standing
from comptoir.delivery.offer import NotOffered, Offered
from comptoir.facts.baskets import Basket
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.goods import goods_of
from comptoir.facts.point_terms import Earning, Redemption
from comptoir.facts.return_terms import ReturnTerms
from comptoir.facts.terms import LineTerms, Terms
from comptoir.loyalty.earn import EarningLine, earnings
from comptoir.loyalty.spend import SpendRefused, redeem
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.returns.agree import GoodSold, return_terms
from comptoir.rulebook import Rulebook
from comptoir.tax.breakdown import Taxable, TaxShare, break_down
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
    delivery = chosen_delivery(question, parcel_of(priced))
    redeemed = _redeemed(question, priced, delivery)
    terms = _terms(question, priced, delivery, redeemed)
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
    )


def _redeemed(
    question: Question, priced: Priced, delivery: Offered | NotOffered | None
) -> Redemption | SpendRefused | None:
    if not question.basket.points:
        return None
    return redeem(
        question.rulebook.loyalty.programme,
        question.basket.points,
        available=question.grants.points,
        payable=sum(line.charged for line in priced.lines) + _fee(delivery),
        currency=question.basket.currency,
    )


def _terms(
    question: Question,
    priced: Priced,
    delivery: Offered | NotOffered | None,
    redeemed: Redemption | SpendRefused | None,
) -> Terms:
    taxable = [Taxable(line.good.number, line.product.tax, line.charged) for line in priced.lines]
    if isinstance(delivery, Offered):
        taxable.append(Taxable(len(taxable) + 1, delivery.tax, delivery.charged))
    rules = question.rulebook.tax
    breakdown = break_down(rules, taxable, question.minting.rounding, question.moment)
    count = len(priced.lines)
    redemption = redeemed if isinstance(redeemed, Redemption) else None
    return Terms(
        computing=question.rulebook.computing,
        currency=question.basket.currency,
        lines=tuple(map(_line_terms, priced.lines, breakdown.shares[:count])),
        taxes=breakdown.taxes,
        delivery=(
            _delivery_terms(
                delivery, breakdown.shares[count], cheapest_standard(question, delivery, parcel_of(priced))
            )
            if isinstance(delivery, Offered)
            else None
        ),
        total=sum(line.charged for line in priced.lines) + _fee(delivery),
        redemption=redemption,
        earnings=_earnings(question, priced, redemption),
        returns=_returns(question, priced),
        proof=priced.proof,
    )


def _fee(delivery: Offered | NotOffered | None) -> int:
    return delivery.charged if isinstance(delivery, Offered) else 0


def _line_terms(line: PricedLine, share: TaxShare) -> LineTerms:
    return LineTerms(
        number=line.good.number,
        sku=line.good.sku,
        quantity=line.good.quantity,
        unit_price=line.listed.price,
        price_list=line.listed.list,
        regular=line.regular,
        adjustments=line.adjustments,
        charged=line.charged,
        tax_percent=share.percent,
        tax=share.tax,
    )


def _delivery_terms(offered: Offered, share: TaxShare, standard: int) -> DeliveryTerms:
    return DeliveryTerms(
        service=offered.service,
        name=offered.name,
        fee=offered.fee,
        charged=offered.charged,
        free_by=offered.free_by,
        standard=standard,
        tax_percent=share.percent,
        tax=share.tax,
        promised=offered.promise.promised,
    )


def _earnings(question: Question, priced: Priced, redemption: Redemption | None) -> tuple[Earning, ...]:
    if question.basket.buyer.member is None:
        return ()
    return earnings(
        question.rulebook.loyalty.programme,
        [EarningLine(line.good.number, line.product, line.charged) for line in priced.lines],
        currency=question.basket.currency,
        tier=question.grants.tier,
        redeemed=0 if redemption is None else redemption.worth,
    )


def _returns(question: Question, priced: Priced) -> tuple[ReturnTerms, ...]:
    rulebook, basket = question.rulebook, question.basket
    return return_terms(
        rulebook.returns,
        [GoodSold(line.good.number, line.product) for line in priced.lines],
        contract=basket.contract,
        country=None if basket.handover is None else rulebook.places.country_of(basket.handover),
        places=rulebook.places,
        zone=rulebook.header.zone,
        moment=question.moment,
    )
