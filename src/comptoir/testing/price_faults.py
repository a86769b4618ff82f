"""Planted faults of prices, taxes and money: for each law, tills that break it.

A law must be able to fail. Each fault here is a mistake that a channel, an adapter or a room could make;
a law that lets one pass is no law.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from comptoir.checkout.page import Page, PriceTag
from comptoir.checkout.quote import Quote
from comptoir.facts.baskets import Basket
from comptoir.rulebook import Rulebook
from comptoir.testing import mistakes, price_mistakes
from comptoir.testing.faults import on_the_answer, on_the_rules
from comptoir.testing.tills import Till


def answers(tamper: Callable[[Quote], Quote]) -> Till:
    """A till whose quotes are tampered with."""
    return Till(quote=on_the_answer(tamper))


def rules(tamper: Callable[[Rulebook], Rulebook]) -> Till:
    """A till whose quotes are made under rules that were tampered with."""
    return Till(quote=on_the_rules(tamper))


def tags(tamper: Callable[[Rulebook, Basket, PriceTag], PriceTag]) -> Till:
    """A till whose price tags are tampered with."""
    return Till(page=price_mistakes.on_each_tag(tamper))


def pages(tamper: Callable[[Page], Page]) -> Till:
    """A till whose pages are tampered with."""
    return Till(page=price_mistakes.on_the_page(tamper))


PRICE_FAULTS: Final[Mapping[str, Mapping[str, Till]]] = MappingProxyType(
    {
        "P1": {
            "the_first_typed_line_takes_a_cent": answers(mistakes.the_first_typed_line_takes_a_cent),
            "small_units_are_other_units": answers(price_mistakes.small_units_are_other_units),
            "tags_for_what_is_in_the_basket": tags(price_mistakes.tags_for_what_is_in_the_basket),
        },
        "P2": {
            "beyond_what_json_holds": answers(mistakes.beyond_what_json_holds),
            "a_lock_beyond_what_json_holds": Till(lock=price_mistakes.a_lock_beyond_what_json_holds),
        },
        "P3": {"clamped_to_the_horizon": Till(quote=mistakes.clamped_to_the_horizon)},
        "P4": {
            "valid_until_the_horizon": answers(mistakes.valid_until_the_horizon),
            "valid_a_microsecond_too_long": answers(mistakes.valid_a_microsecond_too_long),
            "tags_until_the_horizon": pages(price_mistakes.tags_until_the_horizon),
        },
        "Q1": {
            "a_line_taxed_a_cent_more": answers(mistakes.a_line_taxed_a_cent_more),
            "tax_beside_the_gross": answers(mistakes.tax_beside_the_gross),
            "what_others_fund_is_forgotten": answers(price_mistakes.what_others_fund_is_forgotten),
        },
        "Q2": {
            "floors_forgotten": rules(price_mistakes.floors_forgotten),
            "contributions_are_reduced": rules(price_mistakes.contributions_are_reduced),
            "gift_cards_are_reduced": rules(price_mistakes.gift_cards_are_reduced),
            "promotions_on_decided_prices": rules(price_mistakes.promotions_on_decided_prices),
            "anybody_decides": rules(price_mistakes.anybody_decides),
        },
        "Q3": {
            "the_first_offer_wins": rules(mistakes.the_first_offer_wins),
            "the_search_is_cut_short_and_silent": Till(quote=mistakes.the_search_is_cut_short_and_silent),
            "the_bound_is_too_tight": Till(quote=mistakes.the_bound_is_too_tight),
            "tax_is_left_out_of_the_choice": Till(quote=price_mistakes.tax_is_left_out_of_the_choice),
            "nobody_else_pays": rules(price_mistakes.nobody_else_pays),
            "sets_forgotten": rules(price_mistakes.sets_forgotten),
        },
        "Q4": {"the_first_offer_wins": rules(mistakes.the_first_offer_wins)},
        "Q5": {"windows_with_both_edges": rules(mistakes.windows_with_both_edges)},
        "Q6": {"offers_for_one_line_only": Till(quote=mistakes.offers_for_one_line_only)},
        "Q7": {
            "extensions_cut_off": rules(mistakes.extensions_cut_off),
            "charged_beside_the_adjustments": answers(mistakes.charged_beside_the_adjustments),
            "prices_for_anyone_anywhere": rules(price_mistakes.prices_for_anyone_anywhere),
            "scales_forgotten": rules(price_mistakes.scales_forgotten),
            "packs_by_the_piece": rules(price_mistakes.packs_by_the_piece),
            "tax_is_in_every_price": rules(price_mistakes.tax_is_in_every_price),
            "the_rates_of_home_everywhere": rules(price_mistakes.the_rates_of_home_everywhere),
            "extras_forgotten": rules(price_mistakes.extras_forgotten),
        },
        "Q8": {
            "almost_all_of_it": rules(price_mistakes.almost_all_of_it),
            "reductions_stay_taxed": rules(price_mistakes.reductions_stay_taxed),
        },
        "Q9": {
            "a_cent_is_lost_in_spreading": answers(price_mistakes.a_cent_is_lost_in_spreading),
            "the_first_typed_line_gives_a_cent_more": answers(
                price_mistakes.the_first_typed_line_gives_a_cent_more
            ),
        },
        "Q10": {
            "tags_without_extras_and_tax": tags(price_mistakes.tags_without_extras_and_tax),
            "tags_for_anyone": Till(page=price_mistakes.tags_for_anyone),
            "the_listed_price_is_the_prior_one": tags(price_mistakes.the_listed_price_is_the_prior_one),
        },
        "Q11": {
            "locked_quotes_are_asked_again": Till(place=price_mistakes.locked_quotes_are_asked_again),
            "locks_without_end": Till(place=price_mistakes.locks_without_end),
        },
        "Q12": {
            "cards_are_rounded_too": Till(place=price_mistakes.cards_are_rounded_too),
            "cash_to_the_cent": answers(price_mistakes.cash_to_the_cent),
            "cash_rounded_up": answers(price_mistakes.cash_rounded_up),
        },
        "Q13": {
            "a_pack_is_one_unit": Till(quote=price_mistakes.a_pack_is_one_unit),
            "packs_are_rounded_first": answers(price_mistakes.packs_are_rounded_first),
        },
        "Q14": {"exclusive_beside_others": rules(price_mistakes.exclusive_beside_others)},
        "Q15": {"the_first_offer_wins": rules(mistakes.the_first_offer_wins)},
        "Q16": {
            "limits_forgotten": rules(price_mistakes.limits_forgotten),
            "what_is_left_is_not_told": answers(price_mistakes.what_is_left_is_not_told),
        },
        "Q17": {"tax_of_all_lines_at_once": rules(price_mistakes.tax_of_all_lines_at_once)},
    }
)
"""For each law of prices, by its letter, tills that break it."""
