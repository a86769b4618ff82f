"""A second opinion on prices, written the plain way: fractions, and every combination tried.

It decides nothing for a shop: it is slow on purpose, shares no step with ``comptoir.pricing`` beyond
the values that a merchant writes, and exists to be compared with it. A benefit of a retailer's
own is not known here and is asked itself.

Source: house rule (laws Q3, Q5, Q7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final, assert_never

import attrs

from comptoir.facts.baskets import Basket
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.kinds import Benefit, Scope
from comptoir.pricing.rules import Promotion
from comptoir.rulebook import Rulebook
from comptoir.testing.readings import Item, charge_of, met, selects
from comptoir.values.instants import Instant, instant_of
from comptoir.values.money import MINOR_DIGITS
from comptoir.values.percentages import Percent
from comptoir.values.policies import Minting
from comptoir.values.quantities import Measured, Quantity
from comptoir.values.rounding import Rounding
from comptoir.values.windows import Window

TOGETHER_MAX: Final = 16
"""Offers for several lines together whose every combination is still tried."""


class TooManyPlansError(Exception):
    """Trying every combination would take too long."""


@attrs.frozen
class Offer:
    """A promotion that may be taken: on which lines, and by how much they fall."""

    promotion: str
    together: bool
    lines: tuple[int, ...]
    falls: tuple[int, ...]
    """Per line; or, of an offer for lines together, the one sum."""


def rounded(value: Fraction, mode: Rounding) -> int:
    """A fraction as an integer.

    >>> [rounded(Fraction(n, 2), Rounding.HALF_EVEN) for n in (-3, -1, 1, 3)]
    [-2, 0, 0, 2]
    """
    low = value.numerator // value.denominator
    rest = value - low
    if rest == 0:
        return low
    away, towards = (low + 1, low) if value > 0 else (low, low + 1)
    nearest = low if rest < Fraction(1, 2) else low + 1
    is_tie = rest == Fraction(1, 2)
    match mode:
        case Rounding.HALF_UP:
            return away if is_tie else nearest
        case Rounding.HALF_DOWN:
            return towards if is_tie else nearest
        case Rounding.HALF_EVEN:
            return low + low % 2 if is_tie else nearest
        case Rounding.UP:
            return away
        case Rounding.DOWN:
            return towards
        case Rounding.CEILING:
            return low + 1
        case Rounding.FLOOR:
            return low
        case _:
            assert_never(mode)


def in_force(window: Window, at: Instant) -> bool:
    """Whether an instant lies in ``[from, until)``."""
    if window.from_ is not None and at < window.from_:
        return False
    return window.until is None or at < window.until


def goods(basket: Basket) -> list[tuple[str, Quantity]]:
    """Each product with its quantity: whole pieces counted together, measured ones each apart."""
    whole: dict[str, int] = {}
    measured: list[tuple[str, Quantity]] = []
    for line in basket.lines:
        if isinstance(line.quantity, Measured):
            measured.append((line.sku, line.quantity))
        else:
            whole[line.sku] = whole.get(line.sku, 0) + line.quantity
    return [*whole.items(), *measured]


def unit_price(rulebook: Rulebook, sku: str, currency: str, at: Instant) -> Fraction | None:
    """The price in major units, of the list in force that started last; ``None`` without any."""
    found: list[tuple[Instant, Fraction]] = []
    for each in rulebook.pricing.lists:
        if each.currency == currency and in_force(each.valid, at) and sku in each.prices:
            start = each.valid.from_ if each.valid.from_ is not None else Instant(-1)
            found.append((start, Fraction(each.prices[sku].millionths, 10**6)))
    return max(found)[1] if found else None


def regular(rulebook: Rulebook, sku: str, quantity: Quantity, currency: str, at: Instant) -> int | None:
    """The rounded line extension in minor units; ``None`` without a price."""
    price = unit_price(rulebook, sku, currency, at)
    if price is None:
        return None
    amount = Item(rulebook.assortment[sku], quantity, 0).amount
    return rounded(price * amount * 10 ** MINOR_DIGITS[currency], rulebook.header.money.rounding)


def tax_percent(rulebook: Rulebook, category: str, at: Instant) -> Percent:
    """The rate of a tax category at an instant."""
    [percent] = [
        rate.percent for rate in rulebook.tax.rates if rate.category == category and in_force(rate.valid, at)
    ]
    return percent


def tax_within(gross: int, percent: Percent, mode: Rounding) -> int:
    """The tax inside an amount: gross x rate / (100 + rate), rounded."""
    rate = Fraction(percent.parts_per_million, 10**4)
    return rounded(gross * rate / (100 + rate), mode)


def offers(
    rulebook: Rulebook, layer: str, basket: Basket, at: datetime, items: Sequence[Item]
) -> list[Offer]:
    """The promotions of a layer that may be taken, given what the layer found."""
    instant = instant_of(at)
    return [
        _offer(promotion, items, rulebook, basket)
        for promotion in rulebook.pricing.promotions
        if promotion.layer == layer
        and in_force(promotion.valid, instant)
        and promotion.benefit.currency in {None, basket.currency}
        and all(met(condition, basket, items) for condition in promotion.when)
    ]


def least_left(items: Sequence[Item], choices: Iterable[Offer]) -> int:
    """The least that a layer can leave to pay: of every combination of offers, the best.

    Raises ``TooManyPlansError`` if they are more than anybody wants to wait for.
    """
    together = [offer for offer in choices if offer.together]
    single = [offer for offer in choices if not offer.together]
    if len(together) > TOGETHER_MAX:
        raise TooManyPlansError(len(together))
    alone = [
        max((fall for offer in single for line, fall in _falls(offer) if line == index), default=0)
        for index in range(len(items))
    ]
    return min(
        sum(0 if index in taken else item.charge - alone[index] for index, item in enumerate(items)) + left
        for taken, left in _plans(together, items)
    )


def _falls(offer: Offer) -> Iterator[tuple[int, int]]:
    return zip(offer.lines, offer.falls, strict=True)


def _plans(together: Sequence[Offer], items: Sequence[Item]) -> Iterator[tuple[frozenset[int], int]]:
    """Every set of offers that share no line: the lines they take, and what they leave of them."""
    if not together:
        yield frozenset(), 0
        return
    first, *others = together
    own = sum(items[line].charge for line in first.lines) - sum(first.falls)
    for taken, left in _plans(others, items):
        yield taken, left
        if taken.isdisjoint(first.lines):
            yield taken.union(first.lines), left + own


def _offer(promotion: Promotion, items: Sequence[Item], rulebook: Rulebook, basket: Basket) -> Offer:
    lines = tuple(
        index for index, item in enumerate(items) if item.charge > 0 and selects(promotion.on, item.product)
    )
    chosen = [items[index] for index in lines]
    minting = Minting(basket.currency, MINOR_DIGITS[basket.currency], rulebook.header.money.rounding)
    is_together = promotion.benefit.scope is Scope.ALL_TOGETHER
    falls = (
        (_sum_of(promotion.benefit, chosen, minting),)
        if is_together
        else tuple(min(item.charge, _fall(promotion.benefit, item, minting)) for item in chosen)
    )
    return Offer(promotion.id, is_together, lines, falls)


def _fall(benefit: Benefit, item: Item, minting: Minting) -> int:
    """By how much one line falls."""
    mode = minting.rounding
    match benefit:
        case PercentOff(percent):
            return rounded(item.charge * Fraction(percent.parts_per_million, 10**6), mode)
        case AmountOff(amount):
            return rounded(amount.minor * item.amount, mode)
        case FixedPrice(price):
            return max(0, item.charge - rounded(price.minor * item.amount, mode))
        case _:
            return max(0, sum(benefit.reductions([charge_of(0, item)], minting)))


def _sum_of(benefit: Benefit, items: Sequence[Item], minting: Minting) -> int:
    """By how much lines fall together."""
    found = sum(item.charge for item in items)
    match benefit:
        case BasketPercentOff(percent):
            return rounded(found * Fraction(percent.parts_per_million, 10**6), minting.rounding)
        case BasketAmountOff(amount):
            return min(found, amount.minor)
        case _:
            charges = [charge_of(index, item) for index, item in enumerate(items)]
            reductions = benefit.reductions(charges, minting)
            return sum(min(max(0, fall), item.charge) for fall, item in zip(reductions, items, strict=True))
