"""The straight way through the layers comes out as the long way does: same lines, same adjustments."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given

from comptoir.checkout.question import Question
from comptoir.facts.baskets import Basket
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.lines import Line
from comptoir.facts.products import Product
from comptoir.pricing.before import before_promotions
from comptoir.pricing.plainly import plain_line
from comptoir.pricing.plans import compare
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import PricingRules
from comptoir.tax.rules import Sourcing
from comptoir.testing.cases import Case, ask_counter
from comptoir.testing.strategies.price_cases import price_cases, small_shop
from comptoir.testing.strategies.price_world import OPENS
from comptoir.testing.variations import with_sections
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import datetime_of
from comptoir.values.money import UnitPrice


def goes_straight_as_the_long_way(case: Case) -> None:
    """Where the long way finds no answer, as a line has no rate of tax, there is no quote either."""
    try:
        question = Question.of(case.rulebook, case.basket, case.instant, None).prices
        goods = case.basket.goods.items
        lines = [before_promotions(good, question)[0] for good in goods]
        long_ways = [compare(question, lines, outdone=outdone).chosen.lines for outdone in (False, True)]
    except ComptoirError:
        with pytest.raises(ComptoirError):
            ask_counter(case.rulebook, case.basket, case.at)
        return
    straight = [plain_line(good, question) for good in goods]
    if None not in straight:
        assert [straight, straight] == [list(lines) for lines in long_ways]


@given(price_cases())
def test_a_line_that_goes_straight_comes_out_as_on_the_long_way(case: Case) -> None:
    goes_straight_as_the_long_way(case)


def test_a_line_without_a_rate_where_it_goes_has_no_quote_on_either_way() -> None:
    product = Product(sku="A", name={"fr": "A"}, category="c", tax="standard")
    prices = PriceList(id="all", currency="EUR", prices={"A": UnitPrice.of("10")})
    rulebook = small_shop([product], PricingRules(lists=[prices]))
    tax = attrs.evolve(rulebook.tax, sourcing=Sourcing.DESTINATION, exemptions=[])
    basket = Basket(currency="EUR", lines=[Line("A", 1)], handover=Deliver(Place("DE", "10115")))
    goes_straight_as_the_long_way(Case(with_sections(rulebook, tax=tax), basket, datetime_of(OPENS)))
