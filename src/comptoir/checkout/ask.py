"""The verb that joins the domains: a basket's goods are priced, then their tax is found.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from comptoir.checkout.quote import Quote
from comptoir.facts.baskets import Basket
from comptoir.facts.goods import goods_of
from comptoir.facts.terms import LineTerms, Terms
from comptoir.pricing.price import price_goods
from comptoir.pricing.priced import Priced
from comptoir.rulebook import Rulebook
from comptoir.tax.breakdown import Breakdown, Taxable, break_down
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import Instant, instant_text
from comptoir.values.moments import Moment


def quote_basket(rulebook: Rulebook, basket: Basket, at: Instant) -> Quote:
    """The quote of a basket at an instant.

    Raises ``NoAnswer`` outside the rulebook's window, for a currency it does not declare, and for a
    product, price or tax rate that it does not have.
    """
    moment = Moment(at)
    if not moment.is_in(rulebook.header.valid):
        valid = rulebook.header.valid
        edges = " until before ".join(
            instant_text(edge) for edge in (valid.from_, valid.until) if edge is not None
        )
        found = f"found {instant_text(at)}"
        cure = f"ask for an instant from {edges}, or seal a rulebook that reaches further"
        raise NoAnswer.at("at", found, cure, code="beyond_horizon")
    minting = rulebook.minting(basket.currency)
    if minting is None:
        cure = f"use one of {', '.join(rulebook.header.currencies)}"
        raise NoAnswer.at("currency", f"found {basket.currency}", cure, code="unknown_currency")
    goods = goods_of(basket)
    priced = price_goods(
        rules=rulebook.pricing,
        prices=rulebook.prices,
        assortment=rulebook.assortment,
        basket=basket,
        goods=goods,
        minting=minting,
        moment=moment,
    )
    taxable = [Taxable(line.good.number, line.product.tax, line.charged) for line in priced.lines]
    breakdown = break_down(rulebook.tax, taxable, minting.rounding, moment)
    return Quote(
        basket=basket,
        asked_at=at,
        until=moment.until if moment.until is not None else rulebook.horizon_instant,
        terms=_terms(rulebook.computing, basket.currency, priced, breakdown),
        goods=goods,
        priced=priced,
        rulebook=rulebook,
    )


def _terms(computing: str, currency: str, priced: Priced, breakdown: Breakdown) -> Terms:
    lines = tuple(
        LineTerms(
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
        for line, share in zip(priced.lines, breakdown.shares, strict=True)
    )
    return Terms(
        computing=computing,
        currency=currency,
        lines=lines,
        taxes=breakdown.taxes,
        total=sum(line.charged for line in lines),
        proof=priced.proof,
    )
