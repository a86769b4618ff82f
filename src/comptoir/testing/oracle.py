"""A second opinion on prices, windows and rounding, written the plain way, in fractions.

It decides nothing for a shop: it is slow on purpose, shares no step with ``comptoir.pricing`` beyond
the values that a merchant writes, and exists to be compared with it.

Source: house rule (laws Q5 and Q7).
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from comptoir.facts.baskets import Basket
from comptoir.rulebook import Rulebook
from comptoir.values.instants import Instant
from comptoir.values.money import MINOR_DIGITS
from comptoir.values.percentages import Percent
from comptoir.values.quantities import Measured, Quantity
from comptoir.values.rounding import Rounding
from comptoir.values.windows import Window


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
    many = Fraction(quantity.millionths, 10**6) if isinstance(quantity, Measured) else quantity
    return rounded(price * many * 10 ** MINOR_DIGITS[currency], rulebook.header.money.rounding)


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
