"""Planted faults: for each law, ways of asking that break it.

A law must be able to fail. Each fault here is a mistake that a channel, an adapter or the core could
make; a law that lets one pass is no law.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from comptoir.checkout.quote import Quote
from comptoir.facts.baskets import Basket
from comptoir.rulebook import Rulebook
from comptoir.testing import mistakes
from comptoir.testing.cases import Ask, ask_counter

Tamper = Callable[[Quote], Quote]


def on_the_answer(tamper: Tamper) -> Ask:
    """The counter's quote, tampered with."""

    def ask(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
        return tamper(ask_counter(rulebook, basket, at))

    return ask


def on_the_rules(tamper: Callable[[Rulebook], Rulebook]) -> Ask:
    """The counter's quote under rules that were tampered with."""

    def ask(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
        return ask_counter(tamper(rulebook), basket, at)

    return ask


def _counter_forgets() -> Ask:
    """P1: an answer that depends on how often was asked."""
    asked: list[datetime] = []

    def ask(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
        asked.append(at)
        quote = ask_counter(rulebook, basket, at)
        return quote if len(asked) % 2 else mistakes.another_total_is_shown(quote)

    return ask


FAULTS: Final[Mapping[str, Mapping[str, Ask]]] = MappingProxyType(
    {
        "P1": {
            "the_first_typed_line_takes_a_cent": on_the_answer(mistakes.the_first_typed_line_takes_a_cent),
            "each_typed_line_is_a_line": on_the_answer(mistakes.each_typed_line_is_a_line),
            "a_ref_stands_for_one_unit": on_the_answer(mistakes.a_ref_stands_for_one_unit),
            "every_second_answer_differs": _counter_forgets(),
        },
        "P2": {"beyond_what_json_holds": on_the_answer(mistakes.beyond_what_json_holds)},
        "P3": {"clamped_to_the_horizon": mistakes.clamped_to_the_horizon},
        "P4": {
            "valid_until_the_horizon": on_the_answer(mistakes.valid_until_the_horizon),
            "valid_a_microsecond_too_long": on_the_answer(mistakes.valid_a_microsecond_too_long),
            "valid_until_it_is_asked": on_the_answer(mistakes.valid_until_it_is_asked),
        },
        "Q1": {
            "a_cent_moved_between_rates": on_the_answer(mistakes.a_cent_moved_between_rates),
            "a_line_taxed_a_cent_more": on_the_answer(mistakes.a_line_taxed_a_cent_more),
            "tax_beside_the_gross": on_the_answer(mistakes.tax_beside_the_gross),
            "another_total_is_shown": on_the_answer(mistakes.another_total_is_shown),
        },
        "Q2": {
            "taken_below_zero": on_the_answer(mistakes.taken_below_zero),
            "made_dearer": on_the_answer(mistakes.made_dearer),
        },
        "Q3": {
            "the_first_offer_wins": on_the_rules(mistakes.the_first_offer_wins),
            "the_search_is_cut_short_and_silent": mistakes.the_search_is_cut_short_and_silent,
            "the_bound_is_too_tight": mistakes.the_bound_is_too_tight,
            "two_offers_on_one_line": on_the_answer(mistakes.two_offers_on_one_line),
        },
        "Q4": {"the_first_offer_wins": on_the_rules(mistakes.the_first_offer_wins)},
        "Q5": {"windows_with_both_edges": on_the_rules(mistakes.windows_with_both_edges)},
        "Q6": {"offers_for_one_line_only": mistakes.offers_for_one_line_only},
        "Q7": {
            "extensions_cut_off": on_the_rules(mistakes.extensions_cut_off),
            "last_years_prices": on_the_rules(mistakes.last_years_prices),
            "charged_beside_the_adjustments": on_the_answer(mistakes.charged_beside_the_adjustments),
        },
        "U1": {"odd_cents_forgotten": on_the_answer(mistakes.odd_cents_forgotten)},
        "E1": {"every_offer_says_it_applied": on_the_answer(mistakes.every_offer_says_it_applied)},
        "O1": {"another_total_is_shown": on_the_answer(mistakes.another_total_is_shown)},
    }
)
"""For each law, by its letter, the ways of asking that break it on one of the hand-made cases."""
