"""A second opinion on points that are spent, written the plain way: point by point, and by exact fractions.

It shares no step with ``comptoir.loyalty`` nor with ``comptoir.checkout``.

Source: house rule (laws S1 to S3; what the reference says of spending).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import islice

from comptoir.facts.products import Nature
from comptoir.facts.terms import LineTerms
from comptoir.loyalty.account import Lot
from comptoir.testing.cases import Case
from comptoir.testing.oracles import floors
from comptoir.testing.oracles.shares import shares, shares_within
from comptoir.testing.oracles.shops import inside, read
from comptoir.testing.spending_cases import SpendingCase
from comptoir.values.instants import Instant

Funders = Mapping[str | None, int]
"""Something of each funder; the merchant is ``None``."""


def drawn(case: SpendingCase, points: int) -> Funders:
    """Who pays for so many points: one after the other is taken from the first lot that has one."""
    single = (
        lot.funder for lot in case.lots if _is_live(lot, case.case.instant) for _ in range(lot.remaining)
    )
    return Counter(islice(single, points))


def worth(case: SpendingCase, points: int) -> Fraction:
    """What so many points are worth, in minor units."""
    return Fraction(points * case.rule.worth.minor, case.rule.points)


def worth_by_funder(case: SpendingCase, points: int) -> Funders:
    """What the points of each funder are worth: the merchant first, then the others by name."""
    by_funder = drawn(case, points)
    funders = sorted(by_funder, key=lambda funder: (funder is not None, funder or ""))
    parts = shares(int(worth(case, points)), [by_funder[funder] for funder in funders])
    return dict(zip(funders, parts, strict=True))


def taken_off(case: Case, lines: Sequence[LineTerms], amount: int) -> list[int]:
    """What an amount takes off each line as it was before: by what it is charged, as far as it may fall."""
    weights = [0 if is_money(case, line) else line.charged for line in lines]
    return shares_within(amount, weights, [room(case, line) for line in lines])


def room(case: Case, line: LineTerms) -> int:
    """How much less a line may be charged."""
    if is_money(case, line):
        return 0
    reading = read(case, line)
    return max(0, line.charged - max(floors.least(case, line, reading), inside(case, line, reading.content)))


def is_money(case: Case, line: LineTerms) -> bool:
    """Whether a line is money for later."""
    return case.rulebook.assortment[line.sku].nature is Nature.GIFT_CARD


def _is_live(lot: Lot, at: Instant) -> bool:
    return lot.available_from is not None and lot.available_from <= at
