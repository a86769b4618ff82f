"""Laws of the choice of offers where taxes, floors and those who pay for reductions differ from line to line.

Source: laws Q3, Q4, Q6 and Q9.
"""

from __future__ import annotations

from collections import Counter

import attrs

from comptoir.checkout.quote import Quote
from comptoir.facts.terms import LineTerms
from comptoir.pricing.kinds import TogetherBenefit
from comptoir.testing.cases import Case, answer_of, expect
from comptoir.testing.laws import choice
from comptoir.testing.oracles.offers import falls_together
from comptoir.testing.oracles.passes import Passed
from comptoir.testing.tills import PLAIN, Till
from comptoir.testing.variations import reversed_lines, rotated_lines


def q3_the_choice_leaves_least_to_pay(case: Case, till: Till = PLAIN) -> None:
    """Q3: in each layer, given the earlier ones, a proven choice takes most off what is left to pay."""
    choice.q3_the_choice_is_the_best(case, till.quote)


def q4_one_more_offer_leaves_no_more_to_pay(case: Case, till: Till = PLAIN) -> None:
    """Q4: in one layer, one more offer never raises what is left to pay, when both choices are proven."""
    choice.q4_one_more_offer_never_costs_more(case, till.quote)


def q6_together_leaves_no_more_to_pay_than_apart(case: Case, till: Till = PLAIN) -> None:
    """Q6: two baskets together never cost more than apart, but for a minor unit per rounding point."""
    choice.q6_together_never_costs_more_than_apart(case, till.quote)


def q9_an_amount_is_spread_whoever_comes_first(case: Case, till: Till = PLAIN) -> None:
    """Q9: an amount spread over lines sums exactly, none above its room, and their order decides nothing."""
    quote = answer_of(case, till.quote)
    if quote is None:
        return
    for each in choice.passes_of("Q9", case, quote):
        _is_spread(quote, each)
    for typed in (reversed_lines, rotated_lines):
        other = answer_of(attrs.evolve(case, basket=typed(case.basket)), till.quote)
        one, two = _given(quote), None if other is None else _given(other)
        expect("Q9", one == two, f"found {two}, not {one}, for lines in another order")


def _is_spread(quote: Quote, passed: Passed) -> None:
    """What goods give together is what is due, on every line."""
    for offer in passed.stage.offers:
        if not isinstance(offer.benefit, TogetherBenefit):
            continue
        told = Counter(
            {
                line.number: -each.amount
                for line in quote.terms.lines
                for each in line.adjustments
                if each.rule == offer.id
            }
        )
        if not told:
            continue
        due: Counter[int] = Counter()
        rooms: Counter[int] = Counter()
        for place, fall in falls_together(passed.stage, offer).items():
            due[passed.stage.runs[place].number] += fall
            rooms[passed.stage.runs[place].number] += passed.stage.runs[place].room
        lost = {number: fall for number, fall in told.items() if fall > rooms[number]}
        expect("Q9", not lost, f"found {lost} of {offer}, above {rooms}")
        expect("Q9", +told == +due, f"found {told}, not {due}, of {offer}")


def _given(quote: Quote) -> Counter[tuple[object, ...]]:
    """What each line is given, by its content."""
    return Counter(map(_content, quote.terms.lines))


def _content(line: LineTerms) -> tuple[object, ...]:
    return line.sku, line.quantity, line.unit, line.override, line.adjustments, line.paid, line.taxes
