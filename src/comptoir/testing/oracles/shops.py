"""What the oracles of prices read of a question, the plain way: how much of what, under which lists.

Source: house rule (laws Q2, Q3, Q7 and Q13).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from comptoir.facts.products import Product
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
    """The extras of a line, and for how many pieces: those in packs and kits too.

    A measured quantity is one piece.
    """
    product = case.rulebook.assortment[line.sku]
    if product.unit == PIECE:
        count = int(content)
    else:
        count = 1 if isinstance(line.quantity, Measured) else line.quantity
    held = list(_held(case, product, count))
    found = [
        (extra, sum(number for each, number in held if selects(extra.on, each)))
        for extra in sorted(case.rulebook.pricing.extras, key=lambda extra: extra.id)
        if extra.amount.currency == case.basket.currency and holds(case, extra.where, extra.valid)
    ]
    return [(extra, number) for extra, number in found if number]


def _held(case: Case, product: Product, count: int) -> Iterator[tuple[Product, int]]:
    """So many of a product, and all that is in them."""
    yield product, count
    for part in product.kit.parts if product.kit is not None else ():
        yield from _held(case, case.rulebook.assortment[part.sku], count * part.count)


def inside(case: Case, line: LineTerms, content: Fraction) -> int:
    """What of the price no promotion touches: contributions inside it, in minor units."""
    extras = extras_of(case, line, content)
    return min(line.regular, sum(count * extra.amount.minor for extra, count in extras if extra.in_price))
