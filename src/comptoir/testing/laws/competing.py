"""Laws of promotions that limit or exclude each other, and of what they leave alone.

Source: laws Q14 to Q17.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from comptoir.checkout.quote import Quote
from comptoir.facts.baskets import Basket
from comptoir.facts.lines import Line
from comptoir.facts.products import Nature
from comptoir.facts.terms import OVERRIDE, Adjustment, LineTerms, Proven
from comptoir.pricing.conditions.nested import every_condition
from comptoir.pricing.kinds import LineBenefit, SetBenefit
from comptoir.pricing.rules import Promotion
from comptoir.testing.cases import Case, answer_of, expect
from comptoir.testing.laws.choice import passes_of
from comptoir.testing.oracles.offers import limits
from comptoir.testing.oracles.passes import left_to_pay
from comptoir.testing.readings import selects
from comptoir.testing.tills import PLAIN, Till
from comptoir.testing.variations import of_layer, with_money, with_promotions
from comptoir.values.policies import TaxLevel


def q14_an_exclusive_offer_is_the_only_one(case: Case, till: Till = PLAIN) -> None:
    """Q14: a basket takes no exclusive promotion, or one and no other: whatever leaves least to pay.

    Whole plans are compared, over all layers. Where they leave the same, the basket takes none of them,
    else the one of the smallest id.
    """
    quote = answer_of(case, till.quote)
    offers = case.rulebook.pricing.promotions
    exclusive = sorted((each for each in offers if each.exclusive), key=lambda each: each.id)
    if quote is None or not exclusive:
        return
    plans = [_with_only(case, till, [each for each in offers if not each.exclusive])]
    plans += [_with_only(case, till, [each]) for each in exclusive]
    if any(plan is None or plan.proof != Proven() for plan in (quote, *plans)):
        return
    first = min(
        (plan for plan in plans if plan is not None), key=lambda plan: left_to_pay(case, plan)
    )  # the first of those that leave the same
    given, due = _given(quote), _given(first)
    expect("Q14", given == due, f"found {given}, not {due}")
    rules = {each.rule for each in quote.priced.grants}
    rules |= {each.rule for _, each in given if each.layer != OVERRIDE}
    alone = {each.id for each in exclusive} & rules
    expect("Q14", not alone or len(rules) == 1, f"found {alone} beside others: {rules}")


def q15_a_layer_gives_no_less_than_any_of_its_offers(case: Case, till: Till = PLAIN) -> None:
    """Q15: in one layer, all offers together leave no more to pay than any one of them by itself."""
    for layer in case.rulebook.pricing.layers:
        offers = [each for each in of_layer(case.rulebook, layer.id) if not each.exclusive]
        whole = _with_only(case, till, offers)
        if whole is None or whole.proof != Proven():
            continue
        left = left_to_pay(case, whole)
        for each in offers:
            single = _with_only(case, till, [each])
            if single is not None and single.proof == Proven():
                least = left_to_pay(case, single)
                expect("Q15", left <= least, f"found {left} left by all offers, {least} by {each.id} alone")


def q16_no_offer_gives_more_than_is_left_of_it(case: Case, till: Till = PLAIN) -> None:
    """Q16: no promotion goes beyond its limits, nor beyond what the basket says is left of it.

    One that is counted elsewhere gives nothing where nothing is said. What the terms say that it took is
    what it took: applications of a set, units of lines, or once for goods together.
    """
    quote = answer_of(case, till.quote)
    if quote is None:
        return
    amounts: Counter[str] = Counter()
    for line in quote.terms.lines:
        for each in line.adjustments:
            amounts[each.rule] -= each.amount
    units: Counter[str] = Counter()
    known = {each.id: each for each in case.rulebook.pricing.promotions}
    for passed in passes_of("Q16", case, quote):
        for parts in passed.taken.values():
            for offer, count, _ in parts:
                units[offer] += count
        for name in units.keys() & {each.id for each in passed.stage.offers}:
            limit = limits(passed.stage, known[name])
            found = f"found {units[name]} units and {amounts[name]} of {known[name]}"
            expect("Q16", limit.amount is None or amounts[name] <= limit.amount, found)
            expect("Q16", limit.units is None or units[name] <= limit.units, found)
            most = _most_units(known[name], limit.times)
            expect("Q16", most is None or units[name] <= most, found)
    _is_consumed(case, quote, amounts, units)


def q17_what_no_offer_looks_at_changes_no_other_line(case: Case, till: Till = PLAIN) -> None:
    """Q17: where tax is rounded by line, goods that no promotion looks at change nothing but the total.

    Neither a selection, a slot nor a condition selects them.
    """
    money = attrs.evolve(case.rulebook.header.money, tax_rounded_per=TaxLevel.LINE)
    for sku in sorted({line.sku for line in case.basket.lines}):
        offers = [each for each in case.rulebook.pricing.promotions if not _looks_at(case, each, sku)]
        others = [line for line in case.basket.lines if line.sku != sku]
        asked = attrs.evolve(case, rulebook=with_money(with_promotions(case.rulebook, offers), money))
        with_it = answer_of(asked, till.quote)
        without = answer_of(attrs.evolve(asked, basket=_of(case, others)), till.quote)
        if with_it is not None and without is not None:
            one = [_content(each) for each in with_it.terms.lines if each.sku != sku]
            two = [_content(each) for each in without.terms.lines]
            expect("Q17", one == two, f"found {one} beside {sku}, {two} without it")


def _with_only(case: Case, till: Till, offers: Iterable[Promotion]) -> Quote | None:
    """The quote under these promotions and no others."""
    return answer_of(attrs.evolve(case, rulebook=with_promotions(case.rulebook, offers)), till.quote)


def _given(quote: Quote) -> list[tuple[int, Adjustment]]:
    return [(line.number, each) for line in quote.terms.lines for each in line.adjustments]


def _most_units(offer: Promotion, times: int | None) -> int | None:
    """How many units it may take, if it may apply so many times."""
    if times is None or not isinstance(offer.benefit, SetBenefit):
        return None
    return times * sum(slot.limit for slot in offer.benefit.slots)


def _is_consumed(case: Case, quote: Quote, amounts: Counter[str], units: Counter[str]) -> None:
    """What is told of promotions that are counted is what they took, and it was left."""
    told = {each.promotion: each for each in quote.terms.consumed}
    left = {each.promotion: each for each in case.basket.remaining}
    for offer in case.rulebook.pricing.promotions:
        if not offer.metered and offer.id not in left:
            expect("Q16", offer.id not in told, f"found {told} of {offer}, which nobody counts")
            continue
        if offer.id not in told:
            expect("Q16", not amounts[offer.id], f"found {amounts[offer.id]} given by {offer}, and not told")
            continue
        consumed, found = told[offer.id], f"found {told[offer.id]} of {offer}, of which {left} is left"
        expect("Q16", offer.id in left, found)
        uses, amount = left[offer.id].uses, left[offer.id].amount
        expect("Q16", consumed.amount == amounts[offer.id], f"{found}; it gave {amounts[offer.id]}")
        expect("Q16", uses is None or consumed.uses <= uses, found)
        expect("Q16", amount is None or consumed.amount <= amount.minor, found)
        if isinstance(offer.benefit, LineBenefit):
            expect("Q16", consumed.uses == units[offer.id], f"{found}; it took {units[offer.id]} units")
        elif isinstance(offer.benefit, SetBenefit):
            least, most = (
                consumed.uses * sum(sizes)
                for sizes in zip(*((slot.least, slot.limit) for slot in offer.benefit.slots), strict=True)
            )
            expect("Q16", least <= units[offer.id] <= most, f"{found}; it took {units[offer.id]} units")
        else:
            expect("Q16", consumed.uses == 1, found)


def _looks_at(case: Case, offer: Promotion, sku: str) -> bool:
    """Whether a product is in the selection of a promotion or of one of its conditions."""
    product = case.rulebook.assortment[sku]
    if product.nature is Nature.GIFT_CARD:
        return False
    conditions = (getattr(each, "on", None) for each in every_condition(offer.when))
    return any(on is not None and selects(on, product) for on in (offer.on, *conditions))


def _of(case: Case, lines: Iterable[Line]) -> Basket:
    return attrs.evolve(case.basket, lines=tuple(lines), empties=())


def _content(line: LineTerms) -> LineTerms:
    return attrs.evolve(line, number=0)
