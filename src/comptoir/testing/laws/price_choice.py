"""Laws of the choice of offers where taxes, floors and those who pay for reductions differ from line to line.

Source: laws Q3 and Q9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from comptoir.checkout.quote import Quote
from comptoir.facts.terms import Adjustment, LineTerms, Proven, Within
from comptoir.testing.cases import Case, answer_of, expect
from comptoir.testing.oracles import choices
from comptoir.testing.oracles.choices import Offer, Place
from comptoir.testing.tills import PLAIN, Till
from comptoir.testing.variations import reversed_lines, rotated_lines

Falls = dict[int, Adjustment]
"""By place, what a layer gave."""


def q3_the_choice_leaves_least_to_pay(case: Case, till: Till = PLAIN) -> None:
    """Q3: in each layer, given the earlier ones, a proven choice takes most off what is left to pay.

    Taxes are counted, unrounded: those that are added, relieved, or still due on a reduction. A bounded
    choice misses no more than its ``Within``. Each line takes one offer that may be taken, and all of it.
    """
    quote = answer_of(case, till.quote)
    if quote is None:
        return
    gap = Fraction(0)
    for layer, found, offers in _layers(case, quote):
        taken = _taken(quote, layer)
        _may_be_taken(taken, offers)
        best = choices.most(found, offers)
        falls = {place: -each.amount for place, each in taken.items()}
        worth = choices.worth(found, falls, {place: each.in_base for place, each in taken.items()})
        expect("Q3", worth <= best, f"found {worth} taken off by {layer}, above the most, {best}")
        gap += best - worth
    match quote.proof:
        case Proven():
            expect("Q3", gap == 0, f"found a proven choice {gap} from the best")
        case Within(amount):
            expect("Q3", gap <= amount, f"found a choice {gap} from the best, said to be within {amount}")


def q9_an_amount_is_spread_whoever_comes_first(case: Case, till: Till = PLAIN) -> None:
    """Q9: an amount spread over lines sums exactly, none above its room, and their order decides nothing."""
    quote = answer_of(case, till.quote)
    if quote is None:
        return
    for layer, found, offers in _layers(case, quote):
        taken = _taken(quote, layer)
        for offer in offers:
            falls = {i: -each.amount for i, each in taken.items() if each.rule == offer.promotion}
            if offer.together and falls:
                lost = {i: found[i].room for i in falls if falls[i] > found[i].room}
                expect("Q9", not lost, f"found {falls} of {offer}, above {lost}")
                due = sum(offer.falls.values())
                expect("Q9", sum(falls.values()) == due, f"found {falls}, which do not sum to {due}")
    for typed in (reversed_lines, rotated_lines):
        other = answer_of(attrs.evolve(case, basket=typed(case.basket)), till.quote)
        one, two = _given(quote), None if other is None else _given(other)
        expect("Q9", one == two, f"found {two}, not {one}, for lines in another order")


def _layers(case: Case, quote: Quote) -> Iterator[tuple[str, list[Place], list[Offer]]]:
    """Each layer, what it found, and what it may give."""
    names = tuple(layer.id for layer in case.rulebook.pricing.layers)
    for place, layer in enumerate(names):
        found = choices.places(case, quote, names[:place])
        yield layer, found, choices.offers(case, layer, found)


def _taken(quote: Quote, layer: str) -> Falls:
    taken: Falls = {}
    for place, line in enumerate(quote.terms.lines):
        for each in (each for each in line.adjustments if each.layer == layer):
            expect("Q3", place not in taken, f"found two offers of {layer} on {line}")
            taken[place] = each
    return taken


def _may_be_taken(taken: Falls, offers: Sequence[Offer]) -> None:
    """Each line takes an offer that selects it, and all that it gives; for lines together, all."""
    known = {offer.promotion: offer for offer in offers}
    for place, each in taken.items():
        given = known[each.rule].given(place) if each.rule in known else None
        found = -each.amount, each.in_base, each.funded
        expect("Q3", found == given, f"found {found}, not {given}, by {each.rule} in place {place}")
    for offer in offers:
        own = {place for place, each in taken.items() if each.rule == offer.promotion}
        if offer.together and own:
            due = {place for place, fall in offer.falls.items() if fall}
            expect("Q3", own == due, f"found {offer} on {own}, not on {due}")
            others = {place: taken[place] for place in offer.falls if place in taken and place not in own}
            expect("Q3", not others, f"found {others} beside {offer}")


def _given(quote: Quote) -> Counter[tuple[object, ...]]:
    """What each line is given, by its content."""
    return Counter(map(_content, quote.terms.lines))


def _content(line: LineTerms) -> tuple[object, ...]:
    return line.sku, line.quantity, line.unit, line.override, line.adjustments, line.paid, line.taxes
