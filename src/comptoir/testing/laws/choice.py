"""Laws of the choice of offers: the best for the customer, never worse for asking or having more.

Source: laws Q3 to Q6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import attrs

from comptoir.checkout.quote import Quote
from comptoir.facts.terms import Proven, Within
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.conditions.buyer import BirthMonth, FirstOrder, Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon, IssuedCouponOf
from comptoir.pricing.conditions.nested import AllMet, AnyMet
from comptoir.pricing.conditions.place import HandedOverBy, HandedOverIn
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours, InWindow
from comptoir.pricing.kinds import Condition, LineBenefit, SetBenefit
from comptoir.pricing.rules import Promotion
from comptoir.pricing.verdicts import NotInForce
from comptoir.testing import oracle
from comptoir.testing.cases import Ask, Case, LawBroken, answer_of, ask_at, ask_counter, expect
from comptoir.testing.oracles.passes import ImpossibleError, Passed, left_to_pay, passes
from comptoir.testing.oracles.piles import TooManyPlansError
from comptoir.testing.oracles.plans import best, explained
from comptoir.testing.variations import edges_of, halves, of_layer, with_promotions
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import EARLIEST, LATEST, Instant
from comptoir.values.quantities import pieces

ROUNDING_POINTS_PER_LINE = 2
"""The line extension, and what its offer takes off."""
SETTLING_STEPS = 10_000
"""With as many steps, a small layer's search comes to its end, ties included."""


def q3_the_choice_is_the_best(case: Case, ask: Ask = ask_counter) -> None:
    """Q3: in each layer, given the earlier ones, a proven choice leaves no more than the best plan there is.

    A bounded one leaves no more than its ``Within`` above it. Taxes are counted, unrounded: those that are
    added, relieved, or still due on a reduction. Of plans that leave the same, a proven choice with steps
    enough is the first: the one of fewest promotions, then of smallest ids. And it is a plan: each unit
    takes one promotion, and what lines give is just that. A layer with more plans than can be tried is not
    compared.
    """
    quote = answer_of(case, ask)
    if quote is None:
        return
    gap = Fraction(0)
    for each in passes_of("Q3", case, quote):
        _is_charged(quote, each)
        try:
            first, plan = best(each.stage), explained(each.stage, each.taken)
        except TooManyPlansError:
            continue
        if plan is None:
            raise LawBroken("Q3", f"found {each.taken} by {each.layer}, which is no plan of {each.stage}")
        found = f"found {plan} of {each.layer}, not {first}, in {each.stage}"
        expect("Q3", plan.worth <= first.worth, found)
        gap += first.worth - plan.worth
        if quote.proof == Proven():
            expect("Q3", plan.worth == first.worth, found)
            is_searched = case.rulebook.pricing.search_steps >= SETTLING_STEPS
            expect("Q3", plan == first or not is_searched, found)
    if isinstance(quote.proof, Within):
        expect("Q3", gap <= quote.proof.amount, f"found a choice {gap} from the best, not {quote.proof}")


def q4_one_more_offer_never_costs_more(case: Case, ask: Ask = ask_counter) -> None:
    """Q4: in one layer, one more offer never raises what is left to pay, when both choices are proven.

    Of offers that nobody must take: not of one that excludes all others, nor of one that combines with
    others on its lines, whether it is wanted or not.
    """
    for layer in case.rulebook.pricing.layers:
        offers = [each for each in of_layer(case.rulebook, layer.id) if not each.exclusive]
        with_all = _proven_left(case, ask, offers)
        for more in (each for each in offers if not each.combines) if with_all is not None else ():
            without = _proven_left(case, ask, [offer for offer in offers if offer is not more])
            if with_all is not None and without is not None:
                expect("Q4", with_all <= without, f"found {with_all} with {more}, {without} without it")


def q5_out_of_its_window_an_offer_gives_nothing(case: Case, ask: Ask = ask_counter) -> None:
    """Q5: outside its window at the quote's instant, edges included, a promotion gives nothing.

    Neither an adjustment nor anything beside the goods. Tried at the case's instant and at either side of
    every edge of a rule.
    """
    windows = {each.id: each.valid for each in case.rulebook.pricing.promotions}
    edges = {edge + step for edge in edges_of(case.rulebook) for step in (-1, 0, 1)} | {case.instant}
    for instant in sorted(Instant(edge) for edge in edges if EARLIEST <= edge <= LATEST):
        try:
            quote = ask_at(case, ask, instant)
        except ComptoirError:
            continue
        given = {each.rule for line in quote.terms.lines for each in line.adjustments}
        given |= {each.rule for each in quote.priced.grants}
        for promotion, window in windows.items():
            if not oracle.in_force(window, instant):
                found = f"found {promotion}, of {window}, at {instant}"
                expect("Q5", promotion not in given, found)
                expect("Q5", isinstance(quote.why_not(promotion), NotInForce), found)


def q6_together_never_costs_more_than_apart(case: Case, ask: Ask = ask_counter) -> None:
    """Q6: two baskets together never cost more than apart, but for a minor unit per rounding point.

    In one layer, of offers that each line takes for itself and of sets, without limits, exclusivity,
    thresholds and ``none``. An offer for lines together is left out, because there the law is false: its
    lines take it all or none, so that a better offer on one of them can be lost to the others (an
    exclusive), and an amount off the basket is given once to one basket and twice to two (a cap).
    """
    one, other = halves(case.basket)
    for layer in case.rulebook.pricing.layers:
        offers = [each for each in of_layer(case.rulebook, layer.id) if _is_additive(each)]
        rulebook = with_promotions(case.rulebook, offers)
        cases = [attrs.evolve(case, rulebook=rulebook, basket=each) for each in (case.basket, one, other)]
        quotes = [quote for each in cases if (quote := answer_of(each, ask)) is not None]
        if len(quotes) < 3 or any(quote.proof != Proven() for quote in quotes):
            continue
        if not _is_listed_alike(*quotes):
            continue
        together, *apart = (left_to_pay(each, quote) for each, quote in zip(cases, quotes, strict=True))
        points = sum(_rounding_points(quote) for quote in quotes)
        found = f"found {together} together, {apart} apart, with {points} rounding points"
        expect("Q6", together <= sum(apart) + points, found)


def _is_listed_alike(together: Quote, *apart: Quote) -> bool:
    """Whether goods cost before promotions what they cost apart, but for a minor unit per line."""
    differences: Counter[str] = Counter()
    for sign, quotes in ((1, (together,)), (-1, apart)):
        for line in (line for quote in quotes for line in quote.terms.lines):
            differences[line.sku] += sign * line.regular
    lines = sum(len(quote.terms.lines) for quote in (together, *apart))
    return all(abs(each) <= lines for each in differences.values())


def passes_of(law: str, case: Case, quote: Quote) -> list[Passed]:
    """Every layer of a quote; what it says that they found must be what the ones before left."""
    try:
        return list(passes(case, quote))
    except ImpossibleError as error:
        raise LawBroken(law, str(error)) from error


def _is_charged(quote: Quote, passed: Passed) -> None:
    """What a layer took of a line is what the line's adjustments say."""
    taken: Counter[tuple[int, str]] = Counter()
    for place, parts in passed.taken.items():
        for promotion, _, fall in parts:
            taken[passed.stage.runs[place].number, promotion] += fall
    for line in quote.terms.lines:
        own = {rule: fall for (number, rule), fall in taken.items() if number == line.number and fall}
        told = [(each.rule, -each.amount) for each in line.adjustments if each.layer == passed.layer]
        expect("Q3", sorted(told) == sorted(own.items()), f"found {told}, not {own}, in {line}")


def _proven_left(case: Case, ask: Ask, offers: Sequence[Promotion]) -> Fraction | None:
    """What is left to pay with these promotions; ``None`` if there is no answer or no proof."""
    one_layer = attrs.evolve(case, rulebook=with_promotions(case.rulebook, offers))
    quote = answer_of(one_layer, ask)
    return left_to_pay(one_layer, quote) if quote is not None and quote.proof == Proven() else None


def _rounding_points(quote: Quote) -> int:
    """The extension of each line and what is taken off it; a set is rounded unit by unit."""
    offers = quote.rulebook.pricing.promotions
    of_sets = 2 if any(isinstance(each.benefit, SetBenefit) for each in offers) else 0
    return sum(ROUNDING_POINTS_PER_LINE + of_sets * pieces(line.quantity) for line in quote.terms.lines)


def _is_additive(promotion: Promotion) -> bool:
    """Whether what it gives on two baskets is what it gives on each: no threshold, limit or ``none``."""
    benefit = promotion.benefit
    by_itself = isinstance(benefit, LineBenefit | SetBenefit) and not isinstance(benefit, Gift)
    is_limited = promotion.at_most is not None or promotion.metered or promotion.group is not None
    return (
        by_itself
        and not is_limited
        and not promotion.exclusive
        and all(_looks_at_the_buyer_only(each) for each in promotion.when)
    )


def _looks_at_the_buyer_only(condition: Condition) -> bool:
    match condition:
        case Member() | Tier() | Segment() | Coupon() | FirstOrder() | BirthMonth() | IssuedCouponOf():
            return True
        case PaidWith() | HandedOverIn() | HandedOverBy() | AtHours() | InWindow():
            return True
        case AnyMet(of) | AllMet(of):
            return all(_looks_at_the_buyer_only(each) for each in of)
        case _:
            return False
