"""Laws of sums: nothing is lost, nothing is made up, and nothing falls below zero.

Source: laws Q1, Q2, Q7 and U1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise

from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.extras import EmptiesTerms
from comptoir.facts.parts import Part
from comptoir.facts.terms import LineTerms, Share
from comptoir.testing import oracle
from comptoir.testing.cases import Ask, Case, answer_of, ask_counter, expect
from comptoir.values.money import Amount
from comptoir.values.quantities import Measured


def q1_taxes_add_up_to_the_total(case: Case, ask: Ask = ask_counter) -> None:
    """Q1: per rate base + tax = gross, shares of both sum to it; grosses are the total and what others fund.

    What is paid is the lines, the delivery fee, and less the empties given back.
    """
    quote = answer_of(case, ask)
    if quote is None:
        return
    terms = quote.terms
    charges: list[LineTerms | DeliveryTerms | EmptiesTerms] = [
        *terms.lines,
        *terms.empties,
        *terms.deliveries,
    ]
    parts = [part for each in charges for part in each.taxes]
    for rate in terms.taxes:
        expect("Q1", rate.base + rate.tax == rate.gross, f"found {rate}")
        members = [
            part for part in parts if part.percent == rate.percent and part.treatment is rate.treatment
        ]
        expect("Q1", sum(part.gross for part in members) == rate.gross, f"found {rate} of {members}")
        expect("Q1", sum(part.tax for part in members) == rate.tax, f"found {rate} of {members}")
    rates = [(rate.percent, rate.treatment) for rate in terms.taxes]
    expect("Q1", len(set(rates)) == len(rates), f"found one rate twice: {rates}")
    funded = sum(each.in_base for line in terms.lines for each in line.adjustments)
    _sums_to("Q1", "the total", terms.total + funded, (rate.gross for rate in terms.taxes), "gross")
    _sums_to("Q1", "the total", terms.total, (each.paid for each in charges), "paid")
    expect("Q1", Amount.of(quote.total).minor == terms.total, f"found {quote.total} for {terms.total}")


def q2_no_adjustment_goes_below_zero(case: Case, ask: Ask = ask_counter) -> None:
    """Q2: no adjustment takes a charge below zero, and none raises it."""
    quote = answer_of(case, ask)
    for line in quote.terms.lines if quote else ():
        left = line.regular
        expect("Q2", left >= 0, f"found a regular price of {left} in {line}")
        for adjustment in line.adjustments:
            left += adjustment.amount
            expect("Q2", adjustment.amount <= 0, f"found {adjustment}, which raises the charge, in {line}")
            expect("Q2", left >= 0, f"found {left} left after {adjustment} in {line}")


def q7_extension_and_adjustments_are_charged(case: Case, ask: Ask = ask_counter) -> None:
    """Q7: the rounded line extension (price list in force, quantity) plus adjustments is what is charged."""
    quote = answer_of(case, ask)
    if quote is None:
        return
    basket, lines = case.basket, quote.terms.lines
    held = sorted((line.sku, str(line.quantity)) for line in lines)
    expect("Q7", held == sorted((sku, str(n)) for sku, n in oracle.goods(basket)), f"found {held}")
    for line in lines:
        due = oracle.regular(case.rulebook, line.sku, line.quantity, basket.currency, case.instant)
        expect("Q7", line.regular == due, f"found {line.regular}, not {due}, in {line}")
        left = line.regular + sum(each.amount for each in line.adjustments)
        expect("Q7", line.charged == left, f"found {line.charged}, not {left}, in {line}")


def u1_unit_shares_sum_to_their_line(case: Case, ask: Ask = ask_counter) -> None:
    """U1: every amount of a line is the sum of its units' shares, each within a minor unit of the exact."""
    quote = answer_of(case, ask)
    if quote is None:
        return
    for line, part in zip(quote.terms.lines, quote.lines, strict=True):
        shares_sum(line, list(line.shares()))
        _part_is_line(line, part)


def shares_sum(line: LineTerms, shares: list[Share]) -> None:
    """Law U1 of one line, whoever shared it out."""
    units = 1 if isinstance(line.quantity, Measured) else line.quantity
    _sums_to("U1", "the quantity", units, (share.units for share in shares), str(line))
    columns: list[tuple[int, Callable[[Share], int]]] = [
        (line.regular, lambda share: share.regular),
        (line.charged, lambda share: share.charged),
        (line.paid, lambda share: share.paid),
        (line.tax, lambda share: share.tax),
    ]
    columns += [
        (adjustment.amount, lambda share, i=i: share.adjustments[i])  # type: ignore[misc]
        for i, adjustment in enumerate(line.adjustments)
    ]
    for amount, column in columns:
        _sums_to("U1", "the amount", amount, (share.units * column(share) for share in shares), str(line))
        exact = Fraction(amount, units)
        near = all(abs(column(share) - exact) < 1 for share in shares)
        expect("U1", near, f"found a share a minor unit or more from {exact} in {shares}")
    for share in shares:
        left = share.regular + sum(share.adjustments)
        expect("U1", left == share.charged >= 0, f"found {share}, which leaves {left}, in {line}")
        expect("U1", max(share.adjustments, default=0) <= 0, f"found {share}, which raises a unit's price")
    for one, other in pairwise(shares):
        expect("U1", one != other, f"found {one} in two runs of {line}")


def _part_is_line(line: LineTerms, part: Part) -> None:
    shown = part.regular, part.paid, part.tax, *(each.money for each in part.reductions)
    due = line.regular, line.paid, line.tax, *(each.amount for each in line.adjustments)
    expect("U1", tuple(Amount.of(each).minor for each in shown) == due, f"found {part} for {line}")


def _sums_to(law: str, what: str, total: int, parts: Iterable[int], of_what: str) -> None:
    found = sum(parts)
    expect(law, found == total, f"found {what} {total}, while its parts sum to {found} ({of_what})")
