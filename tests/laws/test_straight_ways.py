"""A straight way is the general way's special case: where both can be gone, they come to the same."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from comptoir.checkout.question import Question
from comptoir.checkout.taxing import of_line, singly
from comptoir.facts.tax_terms import PriceBasis
from comptoir.pricing.priced import PricedLine
from comptoir.tax.breakdown import Charges, Taxable, break_down, tax_of_all
from comptoir.testing.cases import Case
from comptoir.testing.strategies.price_cases import price_cases
from comptoir.values.errors import ComptoirError
from comptoir.values.policies import MoneyPolicy, TaxLevel

BESIDE = st.lists(st.tuples(st.integers(-300, 900), st.sampled_from(PriceBasis)), max_size=2)


@given(price_cases(), BESIDE, st.sampled_from(TaxLevel))
def test_lines_that_charge_one_amount_each_are_taxed_as_any_lines(
    case: Case, beside: list[tuple[int, PriceBasis]], level: TaxLevel
) -> None:
    with suppress(ComptoirError):
        question = Question.of(case.rulebook, case.basket, case.instant, None)
        lines = [line for line in question.priced(case.basket.goods).lines if line.charge is not None]
        agree(question, lines, beside, level)


def agree(
    question: Question, lines: list[PricedLine], beside: list[tuple[int, PriceBasis]], level: TaxLevel
) -> None:
    category = lines[0].product.tax if lines else "none"
    more = [Taxable((1000 + at, 0), category, amount, basis) for at, (amount, basis) in enumerate(beside)]
    rows = [*(row for line in lines for row in of_line(line)), *more]
    columns = singly(lines, more)
    assert columns is not None
    assert [*zip(columns.categories, columns.amounts, columns.bases, columns.in_bases, strict=True)] == [
        row[1:] for row in rows
    ]
    assert Charges.of(rows).keys == tuple(sorted(Charges.of(rows).keys))
    policy = MoneyPolicy(tax_rounded_per=level)
    assert tax_of_all(question.rates, columns, policy) == break_down(question.rates, rows, policy)
