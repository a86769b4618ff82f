"""The engine agrees with an oracle written the plain way: fractions, every combination tried."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from fractions import Fraction

import attrs
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.baskets import Basket
from comptoir.facts.lines import Line
from comptoir.facts.terms import Proven
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.rules import Promotion
from comptoir.testing import examples, laws, oracle
from comptoir.testing.cases import Case, answer_of, ask_counter
from comptoir.testing.readings import selects
from comptoir.testing.strategies import NASTY, PLAUSIBLE, cases, crowded_cases, products, selections
from comptoir.testing.strategies.flavours import Flavour
from comptoir.testing.variations import halves
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding
from comptoir.values.selections import Everything, Skus

AT: datetime = datetime_of(Instant(examples.OPENS))
flavours = st.sampled_from((PLAUSIBLE, NASTY))


@given(crowded_cases())
def test_where_many_offers_share_lines_the_choice_is_the_oracles(case: Case) -> None:
    laws.q3_the_choice_is_the_best(case)
    laws.e1_verdicts_agree_with_adjustments(case)


@given(crowded_cases())
def test_with_steps_enough_the_choice_is_proven(case: Case) -> None:
    pricing = attrs.evolve(case.rulebook.pricing, search_steps=10_000)
    rulebook = attrs.evolve(case.rulebook, pricing=pricing)
    quote = ask_counter(rulebook, case.basket, case.at)
    assert quote.proof == Proven()


@given(cases(PLAUSIBLE) | cases(NASTY))
def test_the_tax_of_each_rate_is_the_oracles(case: Case) -> None:
    quote = answer_of(case, ask_counter)
    if quote is None:
        return
    grosses: dict[Percent, int] = defaultdict(int)
    for line in quote.terms.lines:
        category = case.rulebook.assortment[line.sku].tax
        grosses[oracle.tax_percent(case.rulebook, category, case.instant)] += line.charged + line.in_base
    mode = case.rulebook.header.money.rounding
    found = {rate.percent: (rate.gross, rate.tax) for rate in quote.taxes}
    assert found == {
        percent: (gross, oracle.tax_within(gross, percent, mode)) for percent, gross in grosses.items()
    }


@given(st.data(), flavours)
def test_a_selection_means_what_the_oracle_reads(data: st.DataObject, flavour: Flavour) -> None:
    selection, product = data.draw(selections(flavour)), data.draw(products(flavour))
    assert selection.selects(product) == selects(selection, product)


def test_the_oracle_agrees_with_sums_done_by_hand() -> None:
    # 12.5 % of 80.95 is 10.11875; the tax inside 59.90 at 5.5 % is 59.90 x 5.5 / 105.5 = 3.1227…
    assert oracle.rounded(Fraction(8095 * 125, 1000), Rounding.HALF_UP) == 1012
    assert oracle.tax_within(5990, Percent.of("5.5"), Rounding.HALF_UP) == 312


def shop_with(*promotions: Promotion) -> Case:
    basket = Basket(currency="EUR", lines=[Line("ROBE-36", 1), Line("LIVRE", 1)])
    return Case(examples.rulebook(promotions), basket, AT)


def costs_together_and_apart(case: Case) -> tuple[int, int]:
    together, *apart = (
        ask_counter(case.rulebook, basket, case.at).terms.total
        for basket in (case.basket, *halves(case.basket))
    )
    return together, sum(apart)


def test_q6_is_false_of_an_amount_off_the_basket_which_is_given_once_to_each_basket() -> None:
    case = shop_with(examples.offer("ten", BasketAmountOff(Amount(500, "EUR")), on=Everything()))
    assert costs_together_and_apart(case) == (8989 - 500, 8989 - 1000)
    laws.q6_together_never_costs_more_than_apart(case)


def test_q6_is_false_of_a_percentage_for_lines_together_that_has_a_rival_on_one_of_them() -> None:
    case = shop_with(
        examples.offer("tenth", BasketPercentOff("10"), on=Everything()),
        examples.offer("dress", PercentOff("50"), on=Skus(["ROBE-36"])),
    )
    # Apart, the dress takes its half and the book its tenth; together, the tenth would cost the half.
    assert costs_together_and_apart(case) == (3995 + 999, 3995 + 899)
    laws.q6_together_never_costs_more_than_apart(case)
