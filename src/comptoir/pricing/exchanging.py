"""The price of goods that are taken in exchange: today's, that of the first sale, or the lesser of both.

Decides what each line charges; its tax, its extras and its floor stay those of today. May never know what
was paid for the goods that are given back, nor who asks.

Rounding point: none beside those of the two prices; the lesser of two lines is that of each of their pieces,
as both are spread over them alike.

Source: house rule (law Q2: no charge falls below its floor).
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from comptoir.facts.exchange_terms import ExchangePrice, InExchange
from comptoir.facts.goods import Good, Goods
from comptoir.facts.terms import EXCHANGE, Adjustment
from comptoir.pricing.flooring import is_fixed
from comptoir.pricing.listing import list_price
from comptoir.pricing.price import price_goods
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.pricing.question import PriceQuestion
from comptoir.values.errors import NoAnswer


def exchanged_goods(question: PriceQuestion, goods: Goods, today: Priced, exchange: InExchange) -> Priced:
    """Goods that cost so much ``today`` at the price at which they are taken in exchange.

    Then is when the goods given back were bought, and as this basket is asked now. What had no price then,
    what a person decided and money for later stay at today's price. A promotion that gave way is not counted.
    """
    if exchange.price is ExchangePrice.TODAY:
        return today
    then = _then(question.at(exchange.placed_at), goods)
    lines = tuple(_line(line, then.get(line.good.number), exchange) for line in today.lines)
    applied = {each.rule for line in lines for each in line.adjustments}
    applied |= {each.rule for each in today.grants}
    consumed = tuple(each for each in today.consumed if each.promotion in applied)
    return attrs.evolve(today, lines=lines, consumed=consumed)


def _then(question: PriceQuestion, goods: Goods) -> Mapping[int, PricedLine]:
    """What those of the goods that had a price then cost together, by their numbers."""
    priced = [good for good in goods.items if _has_price(question, good)]
    contents = tuple((good.sku, good.quantity, good.unit, good.override) for good in priced)
    lines = price_goods(question, Goods(contents, ())).lines
    return {good.number: line for good, line in zip(priced, lines, strict=True)}


def _has_price(question: PriceQuestion, good: Good) -> bool:
    try:
        list_price(good, prices=question.listed, assortment=question.assortment, minting=question.minting)
    except NoAnswer:
        return False
    return True


def _line(line: PricedLine, then: PricedLine | None, exchange: InExchange) -> PricedLine:
    """A line at the price of the exchange, which stands for all that changed today's."""
    is_open = line.override is None and not is_fixed(line.listed)
    if then is None or not is_open or then.listed.basis is not line.listed.basis:
        return line
    charged = then.charged if line.floor is None else max(then.charged, line.floor.amount)
    if exchange.price is ExchangePrice.PROTECTED:
        charged = min(charged, line.charged)
    if charged == line.charged:
        return line
    changed = charged - line.regular
    adjustments = (Adjustment(EXCHANGE, exchange.rule, changed),) if changed else ()
    return attrs.evolve(line, charged=charged, adjustments=adjustments)
