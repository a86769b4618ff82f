"""What is kept of what was paid for pieces that come back: a fee, and what their condition takes off.

Both are found piece by piece, so that they are the same however the pieces come. Nothing is kept of extras
on top: a deposit comes back whole. Which right's fee and wear count is not decided here.

Rounding points: the fee and the wear of each piece, half up.

Source: Directive 2011/83/EU, article 14(2), for wear; house rule for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from comptoir.facts.orders import OrderLine
from comptoir.facts.return_terms import Grade, ReturnTerms, Right
from comptoir.facts.units import Units, shares_within
from comptoir.values.percentages import Percent
from comptoir.values.quantities import pieces
from comptoir.values.rounding import Rounding


@attrs.frozen(kw_only=True)
class Handed:
    """Pieces as they are handed in: of which ``line``, which, in which ``grade``, and for which reason.

    ``reduced`` minor units of what was paid for each were given back before. ``informed`` says that the
    customer had been told of the right to withdraw at the contract, ``told`` that they were before they used
    it.
    """

    line: OrderLine
    units: Units
    grade: Grade
    reason: str
    reduced: int = 0
    informed: bool = True
    told: bool = True


@attrs.frozen(kw_only=True)
class Kept:
    """What is kept of what was paid, in minor units."""

    fee: int = 0
    wear: int = 0


def fee_of(terms: ReturnTerms, handed: Handed) -> int:
    """The restocking fee that a right keeps, in minor units: at most what was paid, without extras on top."""
    if not _has_fee(terms):
        return 0
    return sum(count * _fee(terms, paid) for count, paid in _paid(handed))


def wear_of(terms: ReturnTerms, handed: Handed) -> int:
    """What a right takes off for the condition, in minor units."""
    return part_of(_wear(terms, handed), handed)


def part_of(percent: Percent, handed: Handed) -> int:
    """A percentage of what was paid for each piece, in minor units, without extras on top."""
    if not percent.parts_per_million:
        return 0
    return sum(count * _part(percent, paid) for count, paid in _paid(handed))


def kept_of(handed: Handed, *, fee_by: ReturnTerms, wear_by: ReturnTerms) -> Kept:
    """The fee of one right and the wear of another: never more than was paid; the wear is cut first."""
    percent = _wear(wear_by, handed)
    if not _has_fee(fee_by) and not percent.parts_per_million:
        return Kept()
    fee = wear = 0
    for count, paid in _paid(handed):
        own = _fee(fee_by, paid)
        fee += count * own
        wear += count * min(paid - own, _part(percent, paid))
    return Kept(fee=fee, wear=wear)


def _paid(handed: Handed) -> Iterator[tuple[int, int]]:
    """What was paid for each piece and not given back, without extras, with how many there are of these."""
    terms = handed.line.terms
    off = terms.on_top // pieces(terms.quantity) + handed.reduced
    for count, share in shares_within(handed.line.shares, handed.units):
        yield count, max(0, share.paid - off)


def _has_fee(terms: ReturnTerms) -> bool:
    return terms.fee.parts_per_million > 0 or terms.fee_each > 0


def _fee(terms: ReturnTerms, paid: int) -> int:
    return min(paid, _part(terms.fee, paid) + terms.fee_each)


def _wear(terms: ReturnTerms, handed: Handed) -> Percent:
    """The percentage that is taken off; nothing by the law, where the customer was not informed."""
    if terms.right is Right.STATUTORY and not handed.informed:
        return Percent(0)
    by = terms.on_grade(handed.grade, handed.reason)
    return Percent(0) if by is None else by.percent


def _part(percent: Percent, paid: int) -> int:
    return percent.of_amount(paid, Rounding.HALF_UP)
