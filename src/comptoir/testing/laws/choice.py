"""Laws of the choice of offers: the best for the customer, never worse for asking or having more.

Source: laws Q3 to Q6.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from comptoir.checkout.quote import Quote
from comptoir.facts.terms import Proven, Within
from comptoir.pricing.conditions.buyer import Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon
from comptoir.pricing.conditions.nested import AllMet, AnyMet
from comptoir.pricing.kinds import Condition, Scope
from comptoir.pricing.rules import Promotion
from comptoir.pricing.verdicts import NotInForce
from comptoir.rulebook import Rulebook
from comptoir.testing import oracle
from comptoir.testing.cases import Ask, Case, answer_of, ask_at, ask_counter, expect, layer_charges
from comptoir.testing.readings import Item
from comptoir.testing.variations import edges_of, halves, of_layer, with_promotions
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import EARLIEST, LATEST, Instant

ROUNDING_POINTS_PER_LINE = 2
"""The line extension, and what its offer takes off."""


def q3_the_choice_is_the_best(case: Case, ask: Ask = ask_counter) -> None:
    """Q3: in each layer, given the earlier ones, a proven choice leaves no more than the best there is.

    A bounded one leaves no more than its ``Within`` above it. And what was chosen could be chosen:
    each line takes one offer that selects it and gives just that; an offer for lines together takes
    all of them. A layer with more combinations than can be tried is not compared.
    """
    quote = answer_of(case, ask)
    if quote is None:
        return
    gap = 0
    names = tuple(layer.id for layer in case.rulebook.pricing.layers)
    for place, layer in enumerate(names):
        before, after = (layer_charges(quote, names[:end]) for end in (place, place + 1))
        items = [
            Item(case.rulebook.assortment[line.sku], line.quantity, charge)
            for line, charge in zip(quote.terms.lines, before, strict=True)
        ]
        offers = oracle.offers(case.rulebook, layer, case.basket, case.at, items)
        _could_be_chosen(quote, layer, offers, before)
        try:
            best = oracle.least_left(items, offers)
        except oracle.TooManyPlansError:
            continue
        expect("Q3", sum(after) >= best, f"found {sum(after)} left by {layer}, below the least, {best}")
        gap += sum(after) - best
    match quote.proof:
        case Proven():
            expect("Q3", gap == 0, f"found a proven choice {gap} from the best")
        case Within(amount):
            expect(
                "Q3", 0 <= gap <= amount, f"found a choice {gap} from the best, said to be within {amount}"
            )


def q4_one_more_offer_never_costs_more(case: Case, ask: Ask = ask_counter) -> None:
    """Q4: in one layer, one more offer never raises what is left to pay, when both choices are proven."""
    for layer in case.rulebook.pricing.layers:
        offers = of_layer(case.rulebook, layer.id)
        with_all = _proven_total(case, ask, offers)
        for more in offers if with_all is not None else ():
            without = _proven_total(case, ask, [offer for offer in offers if offer is not more])
            if with_all is not None and without is not None:
                expect("Q4", with_all <= without, f"found {with_all} with {more}, {without} without it")


def q5_out_of_its_window_an_offer_gives_nothing(case: Case, ask: Ask = ask_counter) -> None:
    """Q5: outside its window at the quote's instant, edges included, a promotion gives no adjustment.

    Tried at the case's instant and at either side of every edge of a rule.
    """
    windows = {each.id: each.valid for each in case.rulebook.pricing.promotions}
    edges = {edge + step for edge in edges_of(case.rulebook) for step in (-1, 0, 1)} | {case.instant}
    for instant in sorted(Instant(edge) for edge in edges if EARLIEST <= edge <= LATEST):
        try:
            quote = ask_at(case, ask, instant)
        except ComptoirError:
            continue
        given = {each.rule for line in quote.terms.lines for each in line.adjustments}
        for promotion, window in windows.items():
            if not oracle.in_force(window, instant):
                found = f"found {promotion}, of {window}, at {instant}"
                expect("Q5", promotion not in given, found)
                expect("Q5", isinstance(quote.why_not(promotion), NotInForce), found)


def q6_together_never_costs_more_than_apart(case: Case, ask: Ask = ask_counter) -> None:
    """Q6: two baskets together never cost more than apart, but for a minor unit per rounding point.

    In one layer, of offers that each line takes for itself, without thresholds and ``none``. An offer
    for lines together is left out, because there the law is false: its lines take it all or none, so
    that a better offer on one of them can be lost to the others (an exclusive), and an amount off
    the basket is given once to one basket and twice to two (a cap).
    """
    one, other = halves(case.basket)
    for layer in case.rulebook.pricing.layers:
        offers = [each for each in of_layer(case.rulebook, layer.id) if _is_additive(each)]
        rulebook = with_promotions(case.rulebook, offers)
        quotes = [
            answer_of(attrs.evolve(case, rulebook=rulebook, basket=basket), ask)
            for basket in (case.basket, one, other)
        ]
        costs = [quote.terms.total for quote in quotes if quote is not None]
        if len(costs) == 3:
            together, *apart = costs
            points = sum(_rounding_points(quote) for quote in quotes if quote is not None)
            found = f"found {together} together, {apart} apart, with {points} rounding points"
            expect("Q6", together <= sum(apart) + points, found)


def _could_be_chosen(quote: Quote, layer: str, offers: Sequence[oracle.Offer], before: Sequence[int]) -> None:
    given = {offer.promotion: offer for offer in offers}
    chosen: dict[int, tuple[str, int]] = {}
    for index, line in enumerate(quote.terms.lines):
        own = [each for each in line.adjustments if each.layer == layer]
        expect("Q3", len(own) <= 1, f"found {own} on one line")
        for each in own:
            offer = given.get(each.rule)
            selected = offer is not None and index in offer.lines
            expect("Q3", selected, f"found {each}, which may not be taken, on {line}")
            chosen[index] = each.rule, -each.amount
    for offer in offers:
        taken = {index: fall for index, (name, fall) in chosen.items() if name == offer.promotion}
        others = {chosen[index][0] for index in offer.lines if index in chosen} - {offer.promotion}
        if offer.together and taken:
            due, found = sum(offer.falls), sum(taken.values())
            expect("Q3", found == due and not others, f"found {taken} of {offer}, beside {others}")
            shares = [
                (due * before[i], sum(before[j] for j in offer.lines), taken.get(i, 0)) for i in offer.lines
            ]
            near = all(abs(part * whole - share) < whole for share, whole, part in shares)
            expect("Q3", near, f"found shares a minor unit or more from the exact in {taken} of {offer}")
        elif not offer.together:
            falls = dict(zip(offer.lines, offer.falls, strict=True))
            expect("Q3", all(falls[i] == fall for i, fall in taken.items()), f"found {taken} of {offer}")


def _proven_total(case: Case, ask: Ask, offers: Sequence[Promotion]) -> int | None:
    rulebook: Rulebook = with_promotions(case.rulebook, offers)
    quote = answer_of(attrs.evolve(case, rulebook=rulebook), ask)
    return quote.terms.total if quote is not None and isinstance(quote.proof, Proven) else None


def _rounding_points(quote: Quote) -> int:
    return ROUNDING_POINTS_PER_LINE * len(quote.terms.lines)


def _is_additive(promotion: Promotion) -> bool:
    """Whether what it gives on two baskets is what it gives on each: no threshold, cap or ``none``."""
    alone = promotion.benefit.scope is Scope.EACH_LINE
    return alone and all(_looks_at_the_buyer_only(each) for each in promotion.when)


def _looks_at_the_buyer_only(condition: Condition) -> bool:
    match condition:
        case Member() | Tier() | Segment() | Coupon():
            return True
        case AnyMet(of) | AllMet(of):
            return all(_looks_at_the_buyer_only(each) for each in of)
        case _:
            return False
