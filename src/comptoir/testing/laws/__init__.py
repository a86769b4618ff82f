"""The laws, by their letters: what must hold of every answer, whoever asks and however.

P are the laws of parity, Q of pricing, U of units, E of explanation, O of orders. Each is a function
of a case and of a way of asking; its docstring is the law in words. A case to which the rulebook has
no answer keeps every law but those that say that there must be none. L are the laws of facts and of
loyalty: functions of a story and of a way of telling a member's standing. D are those of delivery and R
of returns, each with a case and a way of asking of its own. LO, DO and RO compare whole answers with slow
second opinions, the oracles. The laws of prices are P and Q again, as they read for shops in which all rules
of prices, taxes and money meet, and more of them: functions of a case and of a till.

Source: the design's list of laws; house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from comptoir.testing.cases import Ask, Case, Law, LawBroken, ask_counter
from comptoir.testing.laws.choice import (
    q3_the_choice_is_the_best,
    q4_one_more_offer_never_costs_more,
    q5_out_of_its_window_an_offer_gives_nothing,
    q6_together_never_costs_more_than_apart,
)
from comptoir.testing.laws.competing import (
    q14_an_exclusive_offer_is_the_only_one,
    q15_a_layer_gives_no_less_than_any_of_its_offers,
    q16_no_offer_gives_more_than_is_left_of_it,
    q17_what_no_offer_looks_at_changes_no_other_line,
)
from comptoir.testing.laws.delivery import (
    AskDelivery,
    DeliveryCase,
    DeliveryLaw,
    ask_delivery,
    d1_ordering_later_never_promises_earlier,
    d2_no_end_falls_on_a_day_of_rest,
    d3_the_fee_never_rises_with_the_goods,
    d4_a_day_has_one_cut_off_and_cut_offs_increase,
    do_promises_and_fees_are_what_the_oracle_counts,
    p1_typing_changes_no_option,
    p4_the_options_stay_until_valid_until,
)
from comptoir.testing.laws.loyalty import (
    l1_however_facts_come_the_standing_is_the_same,
    l2_points_are_conserved,
    l3_a_lot_is_drawn_within_its_life_only,
    l4_folding_can_stop_anywhere_and_go_on,
    l5_a_return_leaves_what_was_there_before,
    lo_the_standing_is_what_the_oracles_count,
    p1_where_facts_were_recorded_changes_no_points,
    p2_facts_survive_their_wire_form,
    p4_the_standing_stays_until_valid_until,
)
from comptoir.testing.laws.parity import (
    p1_order_splitting_and_refs_change_nothing,
    p2_a_value_survives_its_wire_form,
    p3_sealing_changes_nothing,
    p4_the_answer_stays_until_valid_until,
)
from comptoir.testing.laws.paying import (
    q11_a_locked_quote_keeps_its_terms,
    q12_only_cash_is_rounded,
)
from comptoir.testing.laws.price_choice import (
    q3_the_choice_leaves_least_to_pay,
    q4_one_more_offer_leaves_no_more_to_pay,
    q6_together_leaves_no_more_to_pay_than_apart,
    q9_an_amount_is_spread_whoever_comes_first,
)
from comptoir.testing.laws.price_tags import q10_a_tag_is_what_a_basket_costs
from comptoir.testing.laws.prices import (
    p1_typing_changes_no_price,
    p2_what_is_agreed_survives_its_wire_form,
    p3_sealing_changes_no_price,
    p4_prices_stay_until_valid_until,
    q1_taxes_are_those_of_a_sound_invoice,
    q2_nothing_goes_below_a_floor,
    q5_out_of_its_window_nothing_is_given,
    q7_prices_are_what_the_oracles_count,
    q8_all_of_it_leaves_nothing_to_pay,
    q13_a_pack_costs_what_its_units_cost,
)
from comptoir.testing.laws.returns import (
    AskReturn,
    ReturnCase,
    ReturnLaw,
    ask_return,
    p1_naming_changes_no_assessment,
    p4_the_assessment_stays_until_valid_until,
    r1_any_split_refunds_the_same_for_the_goods,
    r2_no_refund_exceeds_what_was_paid,
    r3_what_is_owed_is_owed_once,
    r4_the_law_is_the_floor,
    r5_an_even_exchange_moves_no_money,
    r6_any_split_takes_the_same_total,
    ro_last_days_and_refunds_are_what_the_oracles_count,
)
from comptoir.testing.laws.sums import (
    q1_taxes_add_up_to_the_total,
    q2_no_adjustment_goes_below_zero,
    q7_extension_and_adjustments_are_charged,
    u1_unit_shares_sum_to_their_line,
)
from comptoir.testing.laws.telling import (
    e1_verdicts_agree_with_adjustments,
    o1_an_order_carries_what_was_quoted,
)
from comptoir.testing.stories import HistoryLaw, Story, Tell, tell_counter
from comptoir.testing.tills import PLAIN, PriceLaw, Till

LAWS: Final[Mapping[str, Law]] = MappingProxyType(
    {
        "P1": p1_order_splitting_and_refs_change_nothing,
        "P2": p2_a_value_survives_its_wire_form,
        "P3": p3_sealing_changes_nothing,
        "P4": p4_the_answer_stays_until_valid_until,
        "Q1": q1_taxes_add_up_to_the_total,
        "Q2": q2_no_adjustment_goes_below_zero,
        "Q3": q3_the_choice_is_the_best,
        "Q4": q4_one_more_offer_never_costs_more,
        "Q5": q5_out_of_its_window_an_offer_gives_nothing,
        "Q6": q6_together_never_costs_more_than_apart,
        "Q7": q7_extension_and_adjustments_are_charged,
        "U1": u1_unit_shares_sum_to_their_line,
        "E1": e1_verdicts_agree_with_adjustments,
        "O1": o1_an_order_carries_what_was_quoted,
    }
)
"""Every law, by its letter."""

HISTORY_LAWS: Final[Mapping[str, HistoryLaw]] = MappingProxyType(
    {
        "L1": l1_however_facts_come_the_standing_is_the_same,
        "L2": l2_points_are_conserved,
        "L3": l3_a_lot_is_drawn_within_its_life_only,
        "L4": l4_folding_can_stop_anywhere_and_go_on,
        "L5": l5_a_return_leaves_what_was_there_before,
        "LO": lo_the_standing_is_what_the_oracles_count,
        "P1": p1_where_facts_were_recorded_changes_no_points,
        "P2": p2_facts_survive_their_wire_form,
        "P4": p4_the_standing_stays_until_valid_until,
    }
)
"""Every law of histories, by its letter; those of parity as they read for standings."""

DELIVERY_LAWS: Final[Mapping[str, DeliveryLaw]] = MappingProxyType(
    {
        "D1": d1_ordering_later_never_promises_earlier,
        "D2": d2_no_end_falls_on_a_day_of_rest,
        "D3": d3_the_fee_never_rises_with_the_goods,
        "D4": d4_a_day_has_one_cut_off_and_cut_offs_increase,
        "DO": do_promises_and_fees_are_what_the_oracle_counts,
        "P1": p1_typing_changes_no_option,
        "P4": p4_the_options_stay_until_valid_until,
    }
)
"""Every law of delivery, by its letter; those of parity as they read for ways of delivery."""

RETURN_LAWS: Final[Mapping[str, ReturnLaw]] = MappingProxyType(
    {
        "R1": r1_any_split_refunds_the_same_for_the_goods,
        "R2": r2_no_refund_exceeds_what_was_paid,
        "R3": r3_what_is_owed_is_owed_once,
        "R4": r4_the_law_is_the_floor,
        "R5": r5_an_even_exchange_moves_no_money,
        "R6": r6_any_split_takes_the_same_total,
        "RO": ro_last_days_and_refunds_are_what_the_oracles_count,
        "P1": p1_naming_changes_no_assessment,
        "P4": p4_the_assessment_stays_until_valid_until,
    }
)
"""Every law of returns, by its letter; those of parity as they read for assessments."""

PRICE_LAWS: Final[Mapping[str, PriceLaw]] = MappingProxyType(
    {
        "P1": p1_typing_changes_no_price,
        "P2": p2_what_is_agreed_survives_its_wire_form,
        "P3": p3_sealing_changes_no_price,
        "P4": p4_prices_stay_until_valid_until,
        "Q1": q1_taxes_are_those_of_a_sound_invoice,
        "Q2": q2_nothing_goes_below_a_floor,
        "Q3": q3_the_choice_leaves_least_to_pay,
        "Q4": q4_one_more_offer_leaves_no_more_to_pay,
        "Q5": q5_out_of_its_window_nothing_is_given,
        "Q6": q6_together_leaves_no_more_to_pay_than_apart,
        "Q7": q7_prices_are_what_the_oracles_count,
        "Q8": q8_all_of_it_leaves_nothing_to_pay,
        "Q9": q9_an_amount_is_spread_whoever_comes_first,
        "Q10": q10_a_tag_is_what_a_basket_costs,
        "Q11": q11_a_locked_quote_keeps_its_terms,
        "Q12": q12_only_cash_is_rounded,
        "Q13": q13_a_pack_costs_what_its_units_cost,
        "Q14": q14_an_exclusive_offer_is_the_only_one,
        "Q15": q15_a_layer_gives_no_less_than_any_of_its_offers,
        "Q16": q16_no_offer_gives_more_than_is_left_of_it,
        "Q17": q17_what_no_offer_looks_at_changes_no_other_line,
    }
)
"""Every law of prices, taxes and money, by its letter."""

__all__ = [
    "DELIVERY_LAWS",
    "HISTORY_LAWS",
    "LAWS",
    "PLAIN",
    "PRICE_LAWS",
    "RETURN_LAWS",
    "Ask",
    "AskDelivery",
    "AskReturn",
    "Case",
    "DeliveryCase",
    "DeliveryLaw",
    "HistoryLaw",
    "Law",
    "LawBroken",
    "PriceLaw",
    "ReturnCase",
    "ReturnLaw",
    "Story",
    "Tell",
    "Till",
    "ask_counter",
    "ask_delivery",
    "ask_return",
    "d1_ordering_later_never_promises_earlier",
    "d2_no_end_falls_on_a_day_of_rest",
    "d3_the_fee_never_rises_with_the_goods",
    "d4_a_day_has_one_cut_off_and_cut_offs_increase",
    "do_promises_and_fees_are_what_the_oracle_counts",
    "e1_verdicts_agree_with_adjustments",
    "l1_however_facts_come_the_standing_is_the_same",
    "l2_points_are_conserved",
    "l3_a_lot_is_drawn_within_its_life_only",
    "l4_folding_can_stop_anywhere_and_go_on",
    "l5_a_return_leaves_what_was_there_before",
    "lo_the_standing_is_what_the_oracles_count",
    "o1_an_order_carries_what_was_quoted",
    "p1_naming_changes_no_assessment",
    "p1_order_splitting_and_refs_change_nothing",
    "p1_typing_changes_no_option",
    "p1_typing_changes_no_price",
    "p1_where_facts_were_recorded_changes_no_points",
    "p2_a_value_survives_its_wire_form",
    "p2_facts_survive_their_wire_form",
    "p2_what_is_agreed_survives_its_wire_form",
    "p3_sealing_changes_no_price",
    "p3_sealing_changes_nothing",
    "p4_prices_stay_until_valid_until",
    "p4_the_answer_stays_until_valid_until",
    "p4_the_assessment_stays_until_valid_until",
    "p4_the_options_stay_until_valid_until",
    "p4_the_standing_stays_until_valid_until",
    "q1_taxes_add_up_to_the_total",
    "q1_taxes_are_those_of_a_sound_invoice",
    "q2_no_adjustment_goes_below_zero",
    "q2_nothing_goes_below_a_floor",
    "q3_the_choice_is_the_best",
    "q3_the_choice_leaves_least_to_pay",
    "q4_one_more_offer_leaves_no_more_to_pay",
    "q4_one_more_offer_never_costs_more",
    "q5_out_of_its_window_an_offer_gives_nothing",
    "q5_out_of_its_window_nothing_is_given",
    "q6_together_leaves_no_more_to_pay_than_apart",
    "q6_together_never_costs_more_than_apart",
    "q7_extension_and_adjustments_are_charged",
    "q7_prices_are_what_the_oracles_count",
    "q8_all_of_it_leaves_nothing_to_pay",
    "q9_an_amount_is_spread_whoever_comes_first",
    "q10_a_tag_is_what_a_basket_costs",
    "q11_a_locked_quote_keeps_its_terms",
    "q12_only_cash_is_rounded",
    "q13_a_pack_costs_what_its_units_cost",
    "q14_an_exclusive_offer_is_the_only_one",
    "q15_a_layer_gives_no_less_than_any_of_its_offers",
    "q16_no_offer_gives_more_than_is_left_of_it",
    "q17_what_no_offer_looks_at_changes_no_other_line",
    "r1_any_split_refunds_the_same_for_the_goods",
    "r2_no_refund_exceeds_what_was_paid",
    "r3_what_is_owed_is_owed_once",
    "r4_the_law_is_the_floor",
    "r5_an_even_exchange_moves_no_money",
    "r6_any_split_takes_the_same_total",
    "ro_last_days_and_refunds_are_what_the_oracles_count",
    "tell_counter",
    "u1_unit_shares_sum_to_their_line",
]
