"""What the oracles of prices read of a question, the plain way: how much of what, under which lists.

Source: house rule (laws Q2, Q3, Q7 and Q13).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from comptoir.facts.terms import LineTerms
from comptoir.facts.wheres import Spot, Where
from comptoir.pricing.extras import Extra
from comptoir.testing.cases import Case
from comptoir.testing.oracle import in_force
from comptoir.testing.oracles.list_prices import Reading, Shop, reading
from comptoir.testing.readings import selects
from comptoir.values.money import MINOR_DIGITS
from comptoir.values.quantities import PIECE, Measured
from comptoir.values.windows import Window


def spot_of(case: Case) -> Spot:
    """Where the goods are handed over; at home, while that is not known."""
    return case.rulebook.places.spot_of(case.basket.handover, case.rulebook.tax.country)


def shop_of(case: Case) -> Shop:
    """The case as the oracle of list prices reads it."""
    rulebook, basket = case.rulebook, case.basket
    return Shop(
        lists=rulebook.pricing.lists,
        products=rulebook.assortment,
        currency=basket.currency,
        digits=MINOR_DIGITS[basket.currency],
        rounding=rulebook.header.money.rounding,
        buyer=basket.buyer,
        spot=spot_of(case),
        at=case.instant,
    )


def read(case: Case, line: LineTerms) -> Reading:
    """The list price of a line; raises ``NoPriceError``."""
    return reading(shop_of(case), line.sku, line.quantity, line.unit)


def holds(case: Case, where: Where | None, valid: Window) -> bool:
    """Whether a rule holds where and when the case is asked."""
    return in_force(valid, case.instant) and (where is None or where.holds(spot_of(case)))


def split_of(case: Case, line: LineTerms, read_: Reading) -> Mapping[str, Fraction]:
    """The tax categories of a line, with the share of each."""
    return read_.split or {case.rulebook.assortment[line.sku].tax: Fraction(1)}


def extras_of(case: Case, line: LineTerms, content: Fraction) -> list[tuple[Extra, int]]:
    """The extras of a line, and for how many pieces: those in packs too; a measured quantity is one."""
    product = case.rulebook.assortment[line.sku]
    if product.unit == PIECE:
        count = int(content)
    else:
        count = 1 if isinstance(line.quantity, Measured) else line.quantity
    return [
        (extra, count)
        for extra in sorted(case.rulebook.pricing.extras, key=lambda extra: extra.id)
        if extra.amount.currency == case.basket.currency
        and holds(case, extra.where, extra.valid)
        and selects(extra.on, product)
    ]


def inside(case: Case, line: LineTerms, content: Fraction) -> int:
    """What of the price no promotion touches: contributions inside it, in minor units."""
    extras = extras_of(case, line, content)
    return min(line.regular, sum(count * extra.amount.minor for extra, count in extras if extra.in_price))
