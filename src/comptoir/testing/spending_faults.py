"""Planted faults of spending: for each law, ways of asking that break it.

A law must be able to fail. Each fault here is a mistake that a channel, an adapter or a room could make;
a law that lets one pass is no law.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

import attrs

from comptoir.checkout.quote import Quote
from comptoir.checkout.standing import Standing
from comptoir.facts.baskets import Basket
from comptoir.facts.terms import POINTS_OFF, Adjustment
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import FunderKind, Residue, SpendRule
from comptoir.rulebook import Rulebook
from comptoir.testing import mistakes, price_mistakes
from comptoir.testing.spending_cases import AskSpending, ask_spending
from comptoir.testing.variations import with_sections


def on_the_answer(tamper: Callable[[Quote], Quote]) -> AskSpending:
    """The counter's quote, tampered with."""

    def ask(rulebook: Rulebook, basket: Basket, at: datetime, standing: Standing) -> Quote:
        return tamper(ask_spending(rulebook, basket, at, standing))

    return ask


def on_the_rules(tamper: Callable[[Rulebook], Rulebook]) -> AskSpending:
    """The counter's quote under rules that were tampered with."""

    def ask(rulebook: Rulebook, basket: Basket, at: datetime, standing: Standing) -> Quote:
        rules = tamper(rulebook)
        return ask_spending(rules, basket, at, attrs.evolve(standing, rulebook=rules))

    return ask


def _with_rule(rulebook: Rulebook, change: Callable[[SpendRule], SpendRule]) -> Rulebook:
    def changed(programme: Programme) -> Programme:
        rule = programme.spend
        return programme if rule is None else attrs.evolve(programme, spend=change(rule))

    return _with_programme(rulebook, changed)


def _with_programme(rulebook: Rulebook, change: Callable[[Programme], Programme]) -> Rulebook:
    programme = rulebook.loyalty.programme
    if programme is None:
        return rulebook
    return with_sections(rulebook, loyalty=attrs.evolve(rulebook.loyalty, programme=change(programme)))


def everybody_pays_as_a_supplier(rulebook: Rulebook) -> Rulebook:
    """S1: what a third party pays is no longer taxed."""

    def as_suppliers(programme: Programme) -> Programme:
        funders = [attrs.evolve(each, pays_as=FunderKind.SUPPLIER) for each in programme.funders]
        return attrs.evolve(programme, funders=funders)

    return _with_programme(rulebook, as_suppliers)


def the_last_lot_first(rulebook: Rulebook, basket: Basket, at: datetime, standing: Standing) -> Quote:
    """S1: lots are drawn the other way round."""
    account = attrs.evolve(standing.account, lots=standing.account.lots[::-1])
    other = attrs.evolve(standing, state=attrs.evolve(standing.state, account=account))
    return ask_spending(rulebook, basket, at, other)


def worth_a_cent_more(rulebook: Rulebook) -> Rulebook:
    """S1: points are worth more than was declared."""

    def dearer(rule: SpendRule) -> SpendRule:
        more = attrs.evolve(rule.worth, minor=rule.worth.minor + rule.points)
        return attrs.evolve(rule, worth=more)

    return _with_rule(rulebook, dearer)


def a_cent_is_taken_off_another_line(quote: Quote) -> Quote:
    """S1: of two lines, the one gives a cent less and the other a cent more."""
    lines = list(quote.terms.lines)
    own = [i for i, line in enumerate(lines) if _by_points(line.adjustments)]
    if len(own) < 2:
        return quote
    for place, more in zip(own, (1, -1), strict=False):
        *others, last = lines[place].adjustments
        changed = attrs.evolve(last, amount=last.amount + more)
        lines[place] = attrs.evolve(
            lines[place], adjustments=(*others, changed), charged=lines[place].charged + more
        )
    return attrs.evolve(quote, terms=attrs.evolve(quote.terms, lines=tuple(lines)))


def under_another_layer(quote: Quote) -> Quote:
    """S4: nobody can tell what points took off from what promotions did."""

    def renamed(adjustments: tuple[Adjustment, ...]) -> tuple[Adjustment, ...]:
        return tuple(
            attrs.evolve(each, layer="first") if each.layer == POINTS_OFF else each for each in adjustments
        )

    lines = [attrs.evolve(line, adjustments=renamed(line.adjustments)) for line in quote.terms.lines]
    return attrs.evolve(quote, terms=attrs.evolve(quote.terms, lines=tuple(lines)))


def the_minimum_is_forgotten(rulebook: Rulebook) -> Rulebook:
    """S2: fewer points are said to be enough."""
    return _with_rule(rulebook, lambda rule: attrs.evolve(rule, minimum=0))


def on_what_is_said_to_be_the_most(tamper: Callable[[Rulebook], Rulebook]) -> AskSpending:
    """The counter's quote, of which the most points are told by rules that were tampered with."""
    return on_the_answer(lambda quote: attrs.evolve(quote, rulebook=tamper(quote.rulebook)))


def wishes_are_refused(rulebook: Rulebook) -> Rulebook:
    """S3: whatever is declared, a wish is granted as it is or not at all."""
    return _with_rule(rulebook, lambda rule: attrs.evolve(rule, residue=Residue.REFUSED))


def one_step_too_few(rulebook: Rulebook, basket: Basket, at: datetime, standing: Standing) -> Quote:
    """S3: the largest number is sought below the wish, and the wish itself forgotten."""
    fewer = attrs.evolve(basket, points=max(1, basket.points - 1))
    return ask_spending(rulebook, fewer, at, standing)


def _by_points(adjustments: tuple[Adjustment, ...]) -> list[Adjustment]:
    return [each for each in adjustments if each.layer == POINTS_OFF]


SPENDING_FAULTS: Final[Mapping[str, Mapping[str, AskSpending]]] = MappingProxyType(
    {
        "Q1": {
            "what_others_fund_is_forgotten": on_the_answer(price_mistakes.what_others_fund_is_forgotten),
            "a_line_taxed_a_cent_more": on_the_answer(mistakes.a_line_taxed_a_cent_more),
        },
        "Q2": {
            "floors_forgotten": on_the_rules(price_mistakes.floors_forgotten),
            "contributions_are_reduced": on_the_rules(price_mistakes.contributions_are_reduced),
            "gift_cards_are_reduced": on_the_rules(price_mistakes.gift_cards_are_reduced),
        },
        "Q7": {
            "charged_beside_the_adjustments": on_the_answer(mistakes.charged_beside_the_adjustments),
            "third_parties_are_untaxed": on_the_answer(price_mistakes.what_others_fund_is_forgotten),
        },
        "S1": {
            "everybody_pays_as_a_supplier": on_the_rules(everybody_pays_as_a_supplier),
            "the_last_lot_first": the_last_lot_first,
            "worth_a_cent_more": on_the_rules(worth_a_cent_more),
            "a_cent_is_taken_off_another_line": on_the_answer(a_cent_is_taken_off_another_line),
        },
        "S2": {"the_minimum_is_forgotten": on_what_is_said_to_be_the_most(the_minimum_is_forgotten)},
        "S3": {
            "wishes_are_refused": on_the_rules(wishes_are_refused),
            "one_step_too_few": one_step_too_few,
        },
        "S4": {"under_another_layer": on_the_answer(under_another_layer)},
    }
)
"""For each law of spending, by its letter, ways of asking that break it."""
