"""Mistakes that a channel, an adapter or the core could make, each named after a law it breaks.

They tamper with a quote or with the rules that make it; ``faults`` asks through them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import attrs

from comptoir.checkout.quote import Quote
from comptoir.facts.baskets import Basket
from comptoir.facts.terms import Adjustment, LineTerms, Proven, Within
from comptoir.pricing.rules import Promotion
from comptoir.pricing.verdicts import Applied
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import ask_counter
from comptoir.testing.lossy import LossyLine
from comptoir.testing.variations import with_pricing, with_promotions
from comptoir.values.instants import Instant, datetime_of, instant_of
from comptoir.values.money import Amount
from comptoir.values.rounding import Rounding
from comptoir.values.windows import Window


def _with_terms(quote: Quote, **changes: Any) -> Quote:  # noqa: ANN401 - each field has its own type
    return attrs.evolve(quote, terms=attrs.evolve(quote.terms, **changes))


def _with_line(quote: Quote, index: int, **changes: Any) -> Quote:  # noqa: ANN401 - each field has its own type
    lines = list(quote.terms.lines)
    lines[index] = attrs.evolve(lines[index], **changes)
    return _with_terms(quote, lines=tuple(lines))


def _taxed_more(quote: Quote, index: int) -> Quote:
    """The quote with one line taxed a minor unit more, at the first of its rates."""
    first, *others = quote.terms.lines[index].taxes
    return _with_line(quote, index, taxes=(attrs.evolve(first, tax=first.tax + 1), *others))


def the_first_typed_line_takes_a_cent(quote: Quote) -> Quote:
    """P1: an odd cent goes to the line that was typed first, instead of by a stable key."""
    if len(quote.terms.lines) < 2:
        return quote
    first = [line.sku for line in quote.terms.lines].index(quote.basket.lines[0].sku)
    return _taxed_more(quote, first)


def each_typed_line_is_a_line(quote: Quote) -> Quote:
    """P1: the answer tells how many lines were typed."""
    return _with_terms(quote, computing=f"{quote.terms.computing}.{len(quote.basket.lines)}")


def a_ref_stands_for_one_unit(quote: Quote) -> Quote:
    """P1: a ref's share forgets all units but one."""
    lines = tuple(tuple(attrs.evolve(line, quantity=1) for line in alike) for alike in quote.goods.lines)
    basket = attrs.evolve(quote.basket)
    vars(basket)["goods"] = attrs.evolve(quote.goods, lines=lines)
    return attrs.evolve(quote, basket=basket)


def beyond_what_json_holds(quote: Quote) -> Quote:
    """P2: an amount that no JSON reader holds exactly."""
    return _with_terms(quote, total=2**53)


def clamped_to_the_horizon(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
    """P3: beyond the horizon the last known answer is given."""
    last = Instant(rulebook.horizon_instant - 1)
    return ask_counter(rulebook, basket, datetime_of(Instant(min(instant_of(at), last))))


def valid_until_the_horizon(quote: Quote) -> Quote:
    """P4: the answer is said to hold as long as the rulebook."""
    return attrs.evolve(quote, until=quote.rulebook.horizon_instant)


def valid_a_microsecond_too_long(quote: Quote) -> Quote:
    """P4: the answer is said to hold at the very edge."""
    return attrs.evolve(quote, until=Instant(quote.until + 1))


def valid_until_it_is_asked(quote: Quote) -> Quote:
    """P4: the answer has lapsed when it is given."""
    return attrs.evolve(quote, until=quote.asked_at)


def a_cent_moved_between_rates(quote: Quote) -> Quote:
    """Q1: a cent of one rate's gross stands under another."""
    if len(quote.taxes) < 2:
        return quote
    one, two, *others = quote.taxes
    moved = (
        attrs.evolve(one, base=one.base - 1, gross=one.gross - 1),
        attrs.evolve(two, base=two.base + 1, gross=two.gross + 1),
    )
    return _with_terms(quote, taxes=(*moved, *others))


def a_line_taxed_a_cent_more(quote: Quote) -> Quote:
    """Q1: a line's tax is rounded by itself."""
    return _taxed_more(quote, 0) if quote.terms.lines else quote


def tax_beside_the_gross(quote: Quote) -> Quote:
    """Q1: the base is rounded by itself."""
    return _with_terms(quote, taxes=tuple(attrs.evolve(each, base=each.base + 1) for each in quote.taxes))


def taken_below_zero(quote: Quote) -> Quote:
    """Q2: an amount off is not capped at the charge."""
    return _adjusted(quote, lambda line: -line.charged - 1)


def made_dearer(quote: Quote) -> Quote:
    """Q2: a fixed price is given though it is higher."""
    return _adjusted(quote, lambda _: 1)


def the_first_offer_wins(rulebook: Rulebook) -> Rulebook:
    """Q3, Q4: of several offers, the first is taken, not the best."""
    first: dict[str, Promotion] = {}
    for promotion in rulebook.pricing.promotions:
        first.setdefault(promotion.layer, promotion)
    return with_promotions(rulebook, first.values())


def the_search_is_cut_short_and_silent(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
    """Q3: a choice found within one step is called proven."""
    hurried = with_promotions(rulebook, rulebook.pricing.promotions, search_steps=1)
    return _with_terms(ask_counter(hurried, basket, at), proof=Proven())


def the_bound_is_too_tight(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
    """Q3: a choice found within one step is said to be a cent from the best."""
    hurried = with_promotions(rulebook, rulebook.pricing.promotions, search_steps=1)
    return _with_terms(ask_counter(hurried, basket, at), proof=Within(1))


def two_offers_on_one_line(quote: Quote) -> Quote:
    """Q3: a line takes an offer twice."""
    lines = quote.terms.lines
    doubled = [attrs.evolve(line, adjustments=line.adjustments * 2) for line in lines]
    return _with_terms(quote, lines=tuple(doubled))


def windows_with_both_edges(rulebook: Rulebook) -> Rulebook:
    """Q5: the instant at which a window ends still counts."""
    later = [
        attrs.evolve(each, valid=Window(each.valid.from_, Instant(each.valid.until + 1)))
        if each.valid.until is not None
        else each
        for each in rulebook.pricing.promotions
    ]
    return with_promotions(rulebook, later)


def offers_for_one_line_only(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
    """Q6: an offer lapses as soon as the basket holds something else."""
    few = rulebook if len(basket.lines) < 2 else with_promotions(rulebook, ())
    return ask_counter(few, basket, at)


def extensions_cut_off(rulebook: Rulebook) -> Rulebook:
    """Q7: the line extension is cut off instead of rounded."""
    down = attrs.evolve(rulebook.header.money, rounding=Rounding.DOWN)
    return attrs.evolve(rulebook, header=attrs.evolve(rulebook.header, money=down))


def last_years_prices(rulebook: Rulebook) -> Rulebook:
    """Q7: the list that started first decides, not the one that started last."""
    open_lists = [each for each in rulebook.pricing.lists if each.valid.from_ is None]
    return with_pricing(rulebook, attrs.evolve(rulebook.pricing, lists=open_lists))


def charged_beside_the_adjustments(quote: Quote) -> Quote:
    """Q7: what is charged is not what the adjustments leave."""
    return _with_line(quote, 0, charged=quote.terms.lines[0].charged + 1) if quote.terms.lines else quote


def odd_cents_forgotten(quote: Quote) -> Quote:
    """U1: each unit gets the same, and the odd cents are lost."""
    lines = tuple(LossyLine.of(line) for line in quote.terms.lines)
    return _with_terms(quote, lines=lines)


def every_offer_says_it_applied(quote: Quote) -> Quote:
    """E1: an offer that gave nothing is told as applied."""
    told = Applied(Amount(-1, quote.terms.currency))
    verdicts = dict.fromkeys(quote.priced.verdicts, told)
    return attrs.evolve(quote, priced=attrs.evolve(quote.priced, verdicts=verdicts))


def another_total_is_shown(quote: Quote) -> Quote:
    """O1: the total that was shown is not the one that is charged."""
    return _with_terms(quote, total=quote.terms.total + 1)


def _adjusted(quote: Quote, change: Callable[[LineTerms], int]) -> Quote:
    """The quote with one more adjustment on each line, by which its sums still agree."""
    changes = [Adjustment("offers", "a-five", change(line)) for line in quote.terms.lines]
    lines = tuple(
        attrs.evolve(
            line,
            adjustments=(*line.adjustments, more),
            charged=line.charged + more.amount,
            paid=line.paid + more.amount,
        )
        for line, more in zip(quote.terms.lines, changes, strict=True)
    )
    total = quote.terms.total + sum(more.amount for more in changes)
    return _with_terms(quote, lines=lines, total=total)
