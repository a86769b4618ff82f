"""The straight way through the layers comes out as the long way does: same lines, same adjustments."""

from __future__ import annotations

from hypothesis import given

from comptoir.checkout.question import Question
from comptoir.pricing.before import before_promotions
from comptoir.pricing.plainly import plain_line
from comptoir.pricing.plans import compare
from comptoir.testing.cases import Case
from comptoir.testing.strategies.price_cases import price_cases
from comptoir.values.errors import ComptoirError


@given(price_cases())
def test_a_line_that_goes_straight_comes_out_as_on_the_long_way(case: Case) -> None:
    try:
        question = Question.of(case.rulebook, case.basket, case.instant, None).prices
        goods = case.basket.goods.items
        lines = [before_promotions(good, question)[0] for good in goods]
    except ComptoirError:
        return
    straight = [plain_line(good, question) for good in goods]
    if None not in straight:
        assert straight == list(compare(question, lines).chosen.lines)
        assert straight == list(compare(question, lines, outdone=True).chosen.lines)
