"""A shop of lettered products, for the tests of offers that compete for units: every figure by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from comptoir import Line, Product, Quote
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.kinds import Slot
from comptoir.pricing.rules import Promotion
from comptoir.values.money import Amount
from comptoir.values.selections import Skus
from unit.price_shop import price_list, product, promotion, quoted, shop

THREE_FOR_TWO: Final = promotion("three", NForM(take=3, pay=2))
TWO_FOR_ONE: Final = promotion("two", NForM(take=2, pay=1))
TWENTY: Final = promotion("twenty", PercentOff("20"))


def sold(
    *promotions: Promotion,
    prices: Mapping[str, str],
    pieces: Mapping[str, int] | None = None,
    products: tuple[Product, ...] | None = None,
    rules: Mapping[str, Any] | None = None,
    **asked: Any,
) -> Quote:
    """Products at these prices, of each so many pieces or one, under rules of pricing and these offers."""
    if products is None:
        products = tuple(product(sku, "any") for sku in prices)
    fields = {"lists": [price_list("everyday", prices)], **(rules or {})}
    lines = [Line(sku, count) for sku, count in (pieces or dict.fromkeys(prices, 1)).items()]
    return quoted(shop(*promotions, products=products, **fields), *lines, **asked)


def charges(quote: Quote) -> dict[str, int]:
    """What each product comes to."""
    return {line.sku: line.charged for line in quote.terms.lines}


def gives(quote: Quote) -> dict[str, int]:
    """What each promotion takes off in all."""
    found: dict[str, int] = {}
    for line in quote.terms.lines:
        for each in line.adjustments:
            found[each.rule] = found.get(each.rule, 0) - each.amount
    return found


def euros(amount: str) -> Amount:
    """An amount as a verdict has it."""
    return Amount.of(f"{amount} EUR")


def on(skus: str, least: int = 1, most: int | None = None) -> Slot:
    """A slot for units of products, each named by a letter."""
    return Slot(on=Skus(list(skus)), least=least, most=most)


def set_of(id_: str, *slots: Slot, **fields: Any) -> Promotion:
    """A set of slots, with one way of reducing; other fields are the promotion's."""
    ways = {way: fields.pop(way) for way in ("total", "percent", "amount", "cheapest_free") if way in fields}
    return promotion(id_, SetOffer(slots=slots, **ways), **fields)
