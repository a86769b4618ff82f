"""Mistakes in prices, taxes and money that a channel or the core could make, each named after its law.

They tamper with what a till is told or with the rules that make it; ``price_faults`` asks through them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs

from comptoir.checkout.page import Page, PriceTag
from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.baskets import ANYONE, Basket
from comptoir.facts.orders import CASH, Tender
from comptoir.facts.products import Nature
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.terms import Adjustment, LineTerms
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.decisions import Limit
from comptoir.pricing.kinds import Benefit, SetBenefit, TogetherBenefit
from comptoir.rulebook import Assortment, Rulebook
from comptoir.testing.cases import ask_counter
from comptoir.testing.tills import AskPage, lock_at_counter, page_at_counter, place_at_counter
from comptoir.testing.variations import with_money, with_pricing, with_promotions, with_sections
from comptoir.values.instants import datetime_of
from comptoir.values.percentages import Percent
from comptoir.values.policies import DiscountOrder, TaxLevel
from comptoir.values.quantities import Measured
from comptoir.values.rounding import Rounding


def on_the_page(tamper: Callable[[Page], Page]) -> AskPage:
    """The counter's page, tampered with."""

    def ask(rulebook: Rulebook, skus: Sequence[str], basket: Basket, at: datetime) -> Page:
        return tamper(page_at_counter(rulebook, skus, basket, at))

    return ask


def on_each_tag(tamper: Callable[[Rulebook, Basket, PriceTag], PriceTag]) -> AskPage:
    """The counter's page, each of its tags tampered with."""

    def ask(rulebook: Rulebook, skus: Sequence[str], basket: Basket, at: datetime) -> Page:
        page = page_at_counter(rulebook, skus, basket, at)
        tags = tuple(
            tamper(rulebook, basket, each) if isinstance(each, PriceTag) else each for each in page.tags
        )
        return attrs.evolve(page, page=attrs.evolve(page.page, tags=tags))

    return ask


def small_units_are_other_units(quote: Quote) -> Quote:
    """P1: the answer tells whether goods were typed in grams or in kilograms."""
    typed = [line.quantity.unit for line in quote.basket.lines if isinstance(line.quantity, Measured)]
    small = len({"g", "ml"} & set(typed))
    return _with_terms(quote, computing=f"{quote.terms.computing}.{small}") if small else quote


def tags_for_what_is_in_the_basket(rulebook: Rulebook, basket: Basket, tag: PriceTag) -> PriceTag:
    """P1: a tag shows what is paid for the first line that was typed."""
    del rulebook
    return attrs.evolve(tag, paid=tag.paid + 1) if basket.lines[0].sku == tag.sku else tag


def a_lock_beyond_what_json_holds(rulebook: Rulebook, quote: Quote, until: datetime) -> LockedQuote | Refused:
    """P2: a locked quote of an amount that no JSON reader holds exactly."""
    kept = lock_at_counter(rulebook, quote, until)
    if isinstance(kept, Refused):
        return kept
    terms = attrs.evolve(kept.agreed.terms, total=2**53)
    return attrs.evolve(kept, agreed=attrs.evolve(kept.agreed, terms=terms))


def tags_until_the_horizon(page: Page) -> Page:
    """P4: tags are said to hold as long as the rulebook."""
    return attrs.evolve(page, until=page.rulebook.horizon_instant)


def what_others_fund_is_forgotten(quote: Quote) -> Quote:
    """Q1: a reduction does not say what of it is still taxed."""
    return _on_each_line(
        quote, lambda line: tuple(attrs.evolve(each, in_base=0) for each in line.adjustments)
    )


def floors_forgotten(rulebook: Rulebook) -> Rulebook:
    """Q2: there are no floors."""
    return _priced(rulebook, floors=())


def contributions_are_reduced(rulebook: Rulebook) -> Rulebook:
    """Q2: promotions are taken of the whole price, what is inside it and is none included."""
    return _priced(rulebook, extras=[each for each in rulebook.pricing.extras if not each.in_price])


def gift_cards_are_reduced(rulebook: Rulebook) -> Rulebook:
    """Q2: money for later is sold like any goods."""
    goods = [attrs.evolve(each, nature=Nature.GOODS) for each in rulebook.products.products]
    return with_sections(rulebook, products=Assortment(goods))


def promotions_on_decided_prices(rulebook: Rulebook) -> Rulebook:
    """Q2: a price that a person decided is reduced once more."""
    overrides = rulebook.pricing.overrides
    reasons = [attrs.evolve(each, promotions=True) for each in overrides.reasons]
    return _priced(rulebook, overrides=attrs.evolve(overrides, reasons=reasons))


def anybody_decides(rulebook: Rulebook) -> Rulebook:
    """Q2: whoever decides a price may go as far as they like."""
    overrides = rulebook.pricing.overrides
    limits = [Limit(each, "100") for each in overrides.authorities]
    reasons = [attrs.evolve(each, limits=limits) for each in overrides.reasons]
    return _priced(rulebook, overrides=attrs.evolve(overrides, reasons=reasons))


def tax_is_left_out_of_the_choice(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
    """Q3: offers are compared by what they take off prices, not off what is left to pay."""
    rates = [attrs.evolve(each, percent=Percent(0)) for each in rulebook.tax.rates]
    patient = with_promotions(rulebook, rulebook.pricing.promotions, search_steps=10_000)
    untaxed = with_sections(patient, tax=attrs.evolve(rulebook.tax, rates=rates))
    lines = ask_counter(untaxed, basket, at).terms.lines
    taken = {each.rule for line in lines for each in line.adjustments}
    chosen = [each for each in rulebook.pricing.promotions if each.id in taken]
    return ask_counter(with_promotions(patient, chosen), basket, at)


def nobody_else_pays(rulebook: Rulebook) -> Rulebook:
    """Q3: what a third party pays for is not looked at."""
    alone = [attrs.evolve(each, funding=None) for each in rulebook.pricing.promotions]
    return with_promotions(rulebook, alone)


def sets_forgotten(rulebook: Rulebook) -> Rulebook:
    """Q3, Q15: what takes several units together is left out."""
    offers = [each for each in rulebook.pricing.promotions if not isinstance(each.benefit, SetBenefit)]
    return with_promotions(rulebook, offers)


def exclusive_beside_others(rulebook: Rulebook) -> Rulebook:
    """Q14: a promotion that excludes the others is taken beside them."""
    offers = [attrs.evolve(each, exclusive=False) for each in rulebook.pricing.promotions]
    return with_promotions(rulebook, offers)


def limits_forgotten(rulebook: Rulebook) -> Rulebook:
    """Q16: nobody looks how much of a promotion a basket may have, and how much is left."""
    offers = [attrs.evolve(each, at_most=None, metered=False) for each in rulebook.pricing.promotions]
    return with_promotions(rulebook, offers)


def what_is_left_is_not_told(quote: Quote) -> Quote:
    """Q16: what was taken of a promotion that is counted elsewhere is not told."""
    return _with_terms(quote, consumed=())


def tax_of_all_lines_at_once(rulebook: Rulebook) -> Rulebook:
    """Q17: tax is rounded on the sum of lines, whatever the policy says."""
    money = attrs.evolve(rulebook.header.money, tax_rounded_per=TaxLevel.TOTAL)
    return with_money(rulebook, money)


def prices_for_anyone_anywhere(rulebook: Rulebook) -> Rulebook:
    """Q7: lists for some, or somewhere, are left out."""
    lists = [each for each in rulebook.pricing.lists if each.who is None and each.where is None]
    return _priced(rulebook, lists=lists)


def scales_forgotten(rulebook: Rulebook) -> Rulebook:
    """Q7: however much is bought, the unit costs the same."""
    return _priced(rulebook, lists=[attrs.evolve(each, scales={}) for each in rulebook.pricing.lists])


def packs_by_the_piece(rulebook: Rulebook) -> Rulebook:
    """Q7: a pack that has a price of its own costs what its units cost."""
    return _priced(rulebook, lists=[attrs.evolve(each, packs={}) for each in rulebook.pricing.lists])


def tax_is_in_every_price(rulebook: Rulebook) -> Rulebook:
    """Q7: nobody's prices are without tax."""
    lists = [attrs.evolve(each, basis=PriceBasis.INCLUDED) for each in rulebook.pricing.lists]
    return _priced(rulebook, lists=lists)


def the_rates_of_home_everywhere(rulebook: Rulebook) -> Rulebook:
    """Q7: wherever goods are handed over, the seller's own rates are taken."""
    home = {(each.category, each.valid): each for each in rulebook.tax.rates if each.where is None}
    rates = [
        attrs.evolve(each, percent=home[each.category, each.valid].percent)
        if (each.category, each.valid) in home
        else each
        for each in rulebook.tax.rates
    ]
    return with_sections(rulebook, tax=attrs.evolve(rulebook.tax, rates=rates))


def extras_forgotten(rulebook: Rulebook) -> Rulebook:
    """Q7: no deposit and no contribution is charged."""
    return _priced(rulebook, extras=())


def almost_all_of_it(rulebook: Rulebook) -> Rulebook:
    """Q8: a promotion never gives everything."""
    all_but_all: dict[Benefit, Benefit] = {
        PercentOff("100"): PercentOff("99"),
        BasketPercentOff("100"): BasketPercentOff("99"),
    }
    offers = [
        attrs.evolve(each, benefit=all_but_all.get(each.benefit, each.benefit))
        for each in rulebook.pricing.promotions
    ]
    return with_promotions(rulebook, offers)


def reductions_stay_taxed(rulebook: Rulebook) -> Rulebook:
    """Q8: what is given away is taxed at its price."""
    money = attrs.evolve(rulebook.header.money, discounts=DiscountOrder.AFTER_TAX)
    return attrs.evolve(rulebook, header=attrs.evolve(rulebook.header, money=money))


def a_cent_is_lost_in_spreading(quote: Quote) -> Quote:
    """Q9: the odd cent of an amount off the basket is nobody's."""
    together = _together(quote)

    def without(line: LineTerms) -> Iterator[Adjustment]:
        for each in line.adjustments:
            yield attrs.evolve(each, amount=each.amount + 1) if each.rule in together else each

    return _on_each_line(quote, lambda line: tuple(without(line)))


def the_first_typed_line_gives_a_cent_more(quote: Quote) -> Quote:
    """Q9: the odd cent of an amount off the basket is that of the line that was typed first."""
    first, together = quote.basket.lines[0], _together(quote)

    def moved(line: LineTerms) -> Iterator[Adjustment]:
        is_first = (line.sku, line.unit) == (first.sku, first.unit)
        for each in line.adjustments:
            more = each.rule in together and is_first
            yield attrs.evolve(each, amount=each.amount - 1) if more else each

    return _on_each_line(quote, lambda line: tuple(moved(line)))


def tags_without_extras_and_tax(rulebook: Rulebook, basket: Basket, tag: PriceTag) -> PriceTag:
    """Q10: what is paid is said to be what is charged."""
    del rulebook, basket
    return attrs.evolve(tag, paid=tag.charged)


def tags_for_anyone(rulebook: Rulebook, skus: Sequence[str], basket: Basket, at: datetime) -> Page:
    """Q10: the same page is kept for everybody."""
    return page_at_counter(rulebook, skus, attrs.evolve(basket, buyer=ANYONE), at)


def the_listed_price_is_the_prior_one(rulebook: Rulebook, basket: Basket, tag: PriceTag) -> PriceTag:
    """Q10: the price that is crossed out is the listed one, whatever was paid before."""
    del rulebook, basket
    if tag.announced is None:
        return tag
    prior = attrs.evolve(tag.announced.prior, price=tag.regular)
    return attrs.evolve(tag, announced=attrs.evolve(tag.announced, prior=prior))


def locked_quotes_are_asked_again(
    rulebook: Rulebook, quote: Quote | LockedQuote, at: datetime, tenders: Sequence[Tender]
) -> Accepted | Refused:
    """Q11: what was agreed is asked again when it is placed."""
    if isinstance(quote, LockedQuote):
        quote = ask_counter(rulebook, quote.agreed.basket, at)
    return place_at_counter(rulebook, quote, at, tenders)


def locks_without_end(
    rulebook: Rulebook, quote: Quote | LockedQuote, at: datetime, tenders: Sequence[Tender]
) -> Accepted | Refused:
    """Q11: nobody looks until when a quote was locked."""
    if isinstance(quote, LockedQuote):
        at = datetime_of(quote.asked_at)
    return place_at_counter(rulebook, quote, at, tenders)


def cards_are_rounded_too(
    rulebook: Rulebook, quote: Quote | LockedQuote, at: datetime, tenders: Sequence[Tender]
) -> Accepted | Refused:
    """Q12: whatever pays may miss what is due by the rounding of cash."""
    return place_at_counter(rulebook, quote, at, [attrs.evolve(each, means=CASH) for each in tenders])


def cash_to_the_cent(quote: Quote) -> Quote:
    """Q12: cash is not rounded."""
    return _with_terms(quote, money=attrs.evolve(quote.terms.money, cash=()))


def cash_rounded_up(quote: Quote) -> Quote:
    """Q12: cash is rounded up, whatever the country says."""
    up = [attrs.evolve(each, due=Rounding.UP, change=Rounding.UP) for each in quote.terms.money.cash]
    return _with_terms(quote, money=attrs.evolve(quote.terms.money, cash=up))


def a_pack_is_one_unit(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
    """Q13: what is bought by the pack is priced by the unit."""
    return ask_counter(
        rulebook, attrs.evolve(basket, lines=[attrs.evolve(each, unit=None) for each in basket.lines]), at
    )


def packs_are_rounded_first(quote: Quote) -> Quote:
    """Q13: a pack is priced to the minor unit, and then taken so often."""
    lines = [
        attrs.evolve(line, regular=line.regular + line.quantity)
        if line.unit is not None and isinstance(line.quantity, int)
        else line
        for line in quote.terms.lines
    ]
    return _with_terms(quote, lines=tuple(lines))


def _priced(rulebook: Rulebook, **changes: Any) -> Rulebook:  # noqa: ANN401 - each field has its own type
    return with_pricing(rulebook, attrs.evolve(rulebook.pricing, **changes))


def _with_terms(quote: Quote, **changes: Any) -> Quote:  # noqa: ANN401 - each field has its own type
    return attrs.evolve(quote, terms=attrs.evolve(quote.terms, **changes))


def _on_each_line(quote: Quote, adjusted: Callable[[LineTerms], tuple[Adjustment, ...]]) -> Quote:
    lines = tuple(attrs.evolve(line, adjustments=adjusted(line)) for line in quote.terms.lines)
    return _with_terms(quote, lines=lines)


def _together(quote: Quote) -> set[str]:
    """The promotions that take several lines together."""
    offers = quote.rulebook.pricing.promotions
    return {each.id for each in offers if isinstance(each.benefit, TogetherBenefit)}
