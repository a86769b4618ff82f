"""The laws, by their letters: what must hold of every answer, whoever asks and however.

P are the laws of parity, Q of pricing, U of units, E of explanation, O of orders. Each is a function
of a case and of a way of asking; its docstring is the law in words. A case to which the rulebook has
no answer keeps every law but those that say that there must be none. L are the laws of facts and of
loyalty: functions of a story and of a way of telling a member's standing. D are those of delivery and R
of returns, each with a case and a way of asking of its own. LO, DO and RO compare whole answers with slow
second opinions, the oracles. The laws of prices are P and Q again, as they read for shops in which all rules
of prices, taxes and money meet, and more of them: functions of a case and of a till. S are those of points
that are spent, with a case of a member and a way of asking of its own. T are those of tiers, and TO compares
them with an oracle, again with a case and a way of telling of its own. G are those of guarantees and C of
claims, with oracles of their own, GO, CO and CR; X are those of exchanges. A are those of the accounting of
points: functions of a story and of an accountant; AO compares the liability with the oracle of points. W are
those of what is earned again under another programme.

Source: the design's list of laws; house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from comptoir.testing.accounting_cases import AT_THE_COUNTER, Accountant, AccountingLaw
from comptoir.testing.cases import Ask, Case, Law, LawBroken, ask_counter
from comptoir.testing.claim_cases import ClaimCase, ClaimLaw, TellClaims, tell_claims
from comptoir.testing.delivery_cases import AskDelivery, DeliveryCase, DeliveryLaw, ask_delivery
from comptoir.testing.exchange_cases import PlayTree, TreeCase, TreeLaw, play_tree
from comptoir.testing.laws.accounting import (
    a1_the_liability_is_the_sum_of_all_members,
    a2_the_journal_is_balanced_and_explains_what_is_left,
    a3_revenue_telescopes,
    ao_the_liability_is_what_the_oracle_counts,
)
from comptoir.testing.laws.choice import (
    q3_the_choice_is_the_best,
    q4_one_more_offer_never_costs_more,
    q5_out_of_its_window_an_offer_gives_nothing,
    q6_together_never_costs_more_than_apart,
)
from comptoir.testing.laws.claims import (
    cg_goods_are_told_piece_by_piece,
    co_claims_are_what_the_oracle_writes,
    cr_remedies_are_what_the_oracle_allows,
    r5_a_replacement_for_a_claim_costs_nothing,
)
from comptoir.testing.laws.competing import (
    q14_an_exclusive_offer_is_the_only_one,
    q15_a_layer_gives_no_less_than_any_of_its_offers,
    q16_no_offer_gives_more_than_is_left_of_it,
    q17_what_no_offer_looks_at_changes_no_other_line,
)
from comptoir.testing.laws.cut_off_exchanges import (
    CutOffCase,
    CutOffLaw,
    PlayCutOff,
    play_cut_off,
    xc_what_was_given_once_pays_once,
)
from comptoir.testing.laws.delivery import (
    d1_ordering_later_never_promises_earlier,
    d2_no_end_falls_on_a_day_of_rest,
    d4_a_day_has_one_cut_off_and_cut_offs_increase,
    d7_one_more_closed_day_never_promises_earlier,
    d8_order_by_is_the_last_chance,
    p1_typing_changes_no_option,
    p4_the_options_stay_until_valid_until,
)
from comptoir.testing.laws.earning import (
    e2_points_are_what_the_oracle_counts,
    e3_typing_changes_no_points,
    e4_placing_earns_what_was_told,
    e5_formulas_give_the_points_again,
)
from comptoir.testing.laws.exchanges import (
    ExchangeCase,
    ExchangeLaw,
    PlayExchange,
    play_exchange,
    xs_an_exchange_between_two_returns_changes_no_sum,
    xt_sale_exchange_and_return_leave_nothing_owed,
)
from comptoir.testing.laws.fees import (
    d3_the_fee_never_rises_with_the_goods,
    d5_a_fee_never_depends_on_the_order_of_lines,
    d6_fees_of_deliveries_sum_to_the_orders,
    d9_what_is_missing_is_exactly_what_is_short,
    d10_the_first_reason_is_given,
    do_promises_and_fees_are_what_the_oracle_counts,
)
from comptoir.testing.laws.guarantees import (
    g1_the_end_moves_by_the_days_of_all_suspensions,
    g2_a_claim_shortens_no_right,
    g3_the_latest_ends_no_earlier_than_any,
    g4_a_kinder_guarantee_shortens_none,
    g5_however_facts_come_it_is_one_state,
    go_guarantees_are_what_the_oracle_walks,
    p4_claims_stay_until_valid_until,
)
from comptoir.testing.laws.kinder import (
    rh_an_added_holiday_never_shortens_a_deadline,
    rk_a_kinder_policy_never_lowers_a_refund,
    rl_later_receipt_never_gives_an_earlier_deadline,
)
from comptoir.testing.laws.loyalty import (
    l1_however_facts_come_the_standing_is_the_same,
    l2_points_are_conserved,
    l3_a_lot_is_drawn_within_its_life_only,
    l4_folding_can_stop_anywhere_and_go_on,
    l5_a_return_leaves_what_was_there_before,
    l13_a_snapshot_saves_time_and_changes_nothing,
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
from comptoir.testing.laws.points import (
    l6_united_accounts_add_up,
    l7_no_more_is_awarded_than_a_cap_lets_through,
    l8_what_is_set_aside_is_used_or_released_once,
    l9_what_is_undone_never_lives_longer,
    l10_points_that_are_passed_on_keep_their_life,
    l11_who_a_member_is_changes_no_sum,
    l12_a_claimed_purchase_is_as_if_it_had_named_its_member,
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
from comptoir.testing.laws.refunds import ro_last_days_and_refunds_are_what_the_oracles_count
from comptoir.testing.laws.returns import (
    p1_naming_changes_no_assessment,
    p4_the_assessment_stays_until_valid_until,
    r1_any_split_refunds_the_same_for_the_goods,
    r2_no_refund_exceeds_what_was_paid,
    r3_what_is_owed_is_owed_once,
    r4_the_law_is_the_floor,
    r5_an_even_exchange_moves_no_money,
    r6_any_split_takes_the_same_total,
    rf_replaying_a_fact_changes_nothing,
)
from comptoir.testing.laws.spending import (
    q1_points_leave_the_taxes_those_of_a_sound_invoice,
    q2_points_go_below_no_floor,
    q7_what_points_leave_is_charged_and_taxed,
    s1_points_do_what_they_are_worth,
    s2_the_most_points_are_the_most,
    s3_kept_points_are_those_that_may_not_be_spent,
    s4_what_was_really_paid_comes_back,
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
from comptoir.testing.laws.tiers import (
    p4_the_tier_stays_until_valid_until,
    t1_spending_points_changes_no_tier,
    t2_one_more_purchase_never_lowers_a_tier,
    t3_a_purchase_that_came_back_leaves_no_trace,
    t4_what_keeps_a_tier_is_the_least_that_does,
    to_the_tier_is_what_the_oracle_counts,
)
from comptoir.testing.laws.uneven_exchanges import (
    p4_an_offer_stays_until_valid_until,
    xd_only_a_new_contract_opens_new_deadlines,
    xp_a_difference_is_plain_arithmetic,
    xt_whatever_is_exchanged_all_is_paid_back_as_it_was_paid,
)
from comptoir.testing.laws.what_if import (
    WhatIfCase,
    WhatIfLaw,
    w1_the_same_programme_changes_nothing,
    w2_an_order_earns_what_its_basket_would_have,
)
from comptoir.testing.return_cases import AskReturn, ReturnCase, ReturnLaw, ask_return
from comptoir.testing.spending_cases import AskSpending, SpendingCase, SpendingLaw, ask_spending
from comptoir.testing.stories import HistoryLaw, Story, Tell, tell_counter
from comptoir.testing.tier_cases import TellTier, TierCase, TierLaw, tell_tier
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
        "L6": l6_united_accounts_add_up,
        "L7": l7_no_more_is_awarded_than_a_cap_lets_through,
        "L8": l8_what_is_set_aside_is_used_or_released_once,
        "L9": l9_what_is_undone_never_lives_longer,
        "L10": l10_points_that_are_passed_on_keep_their_life,
        "L11": l11_who_a_member_is_changes_no_sum,
        "L12": l12_a_claimed_purchase_is_as_if_it_had_named_its_member,
        "L13": l13_a_snapshot_saves_time_and_changes_nothing,
        "LO": lo_the_standing_is_what_the_oracles_count,
        "P1": p1_where_facts_were_recorded_changes_no_points,
        "P2": p2_facts_survive_their_wire_form,
        "P4": p4_the_standing_stays_until_valid_until,
    }
)
"""Every law of histories, by its letter; those of parity as they read for standings."""

ACCOUNTING_LAWS: Final[Mapping[str, AccountingLaw]] = MappingProxyType(
    {
        "A1": a1_the_liability_is_the_sum_of_all_members,
        "A2": a2_the_journal_is_balanced_and_explains_what_is_left,
        "A3": a3_revenue_telescopes,
        "AO": ao_the_liability_is_what_the_oracle_counts,
    }
)
"""Every law of the accounting of points, by its letter."""

WHAT_IF_LAWS: Final[Mapping[str, WhatIfLaw]] = MappingProxyType(
    {
        "W1": w1_the_same_programme_changes_nothing,
        "W2": w2_an_order_earns_what_its_basket_would_have,
    }
)
"""Every law of what is earned again under another programme, by its letter."""

DELIVERY_LAWS: Final[Mapping[str, DeliveryLaw]] = MappingProxyType(
    {
        "D1": d1_ordering_later_never_promises_earlier,
        "D2": d2_no_end_falls_on_a_day_of_rest,
        "D3": d3_the_fee_never_rises_with_the_goods,
        "D4": d4_a_day_has_one_cut_off_and_cut_offs_increase,
        "D5": d5_a_fee_never_depends_on_the_order_of_lines,
        "D6": d6_fees_of_deliveries_sum_to_the_orders,
        "D7": d7_one_more_closed_day_never_promises_earlier,
        "D8": d8_order_by_is_the_last_chance,
        "D9": d9_what_is_missing_is_exactly_what_is_short,
        "D10": d10_the_first_reason_is_given,
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
        "RL": rl_later_receipt_never_gives_an_earlier_deadline,
        "RK": rk_a_kinder_policy_never_lowers_a_refund,
        "RH": rh_an_added_holiday_never_shortens_a_deadline,
        "RF": rf_replaying_a_fact_changes_nothing,
        "XS": xs_an_exchange_between_two_returns_changes_no_sum,
        "RO": ro_last_days_and_refunds_are_what_the_oracles_count,
        "P1": p1_naming_changes_no_assessment,
        "P4": p4_the_assessment_stays_until_valid_until,
    }
)
"""Every law of returns, by its letter; those of parity as they read for assessments."""

CLAIM_LAWS: Final[Mapping[str, ClaimLaw]] = MappingProxyType(
    {
        "GO": go_guarantees_are_what_the_oracle_walks,
        "G1": g1_the_end_moves_by_the_days_of_all_suspensions,
        "G2": g2_a_claim_shortens_no_right,
        "G3": g3_the_latest_ends_no_earlier_than_any,
        "G4": g4_a_kinder_guarantee_shortens_none,
        "G5": g5_however_facts_come_it_is_one_state,
        "CO": co_claims_are_what_the_oracle_writes,
        "CR": cr_remedies_are_what_the_oracle_allows,
        "CG": cg_goods_are_told_piece_by_piece,
        "R5": r5_a_replacement_for_a_claim_costs_nothing,
        "P4": p4_claims_stay_until_valid_until,
    }
)
"""Every law of guarantees and claims, by its letter; those of returns and parity as they read for them."""

EXCHANGE_LAWS: Final[Mapping[str, ExchangeLaw]] = MappingProxyType(
    {"XT": xt_sale_exchange_and_return_leave_nothing_owed}
)
"""Every law of one exchange that is not even, by its letter."""

TREE_LAWS: Final[Mapping[str, TreeLaw]] = MappingProxyType(
    {
        "XP": xp_a_difference_is_plain_arithmetic,
        "XT": xt_whatever_is_exchanged_all_is_paid_back_as_it_was_paid,
        "XD": xd_only_a_new_contract_opens_new_deadlines,
        "P4": p4_an_offer_stays_until_valid_until,
    }
)
"""Every law of exchanges in a row, by its letter; that of parity as it reads for offers."""

CUT_OFF_LAWS: Final[Mapping[str, CutOffLaw]] = MappingProxyType({"XC": xc_what_was_given_once_pays_once})
"""Every law of exchanges at tills that are cut off from each other, by its letter."""

EARN_LAWS: Final[Mapping[str, PriceLaw]] = MappingProxyType(
    {
        "E2": e2_points_are_what_the_oracle_counts,
        "E3": e3_typing_changes_no_points,
        "E4": e4_placing_earns_what_was_told,
        "E5": e5_formulas_give_the_points_again,
    }
)
"""Every law of earning, by its letter."""

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

SPENDING_LAWS: Final[Mapping[str, SpendingLaw]] = MappingProxyType(
    {
        "Q1": q1_points_leave_the_taxes_those_of_a_sound_invoice,
        "Q2": q2_points_go_below_no_floor,
        "Q7": q7_what_points_leave_is_charged_and_taxed,
        "S1": s1_points_do_what_they_are_worth,
        "S2": s2_the_most_points_are_the_most,
        "S3": s3_kept_points_are_those_that_may_not_be_spent,
        "S4": s4_what_was_really_paid_comes_back,
    }
)
"""Every law of spending, by its letter; those of prices as they read for quotes with points."""

TIER_LAWS: Final[Mapping[str, TierLaw]] = MappingProxyType(
    {
        "T1": t1_spending_points_changes_no_tier,
        "T2": t2_one_more_purchase_never_lowers_a_tier,
        "T3": t3_a_purchase_that_came_back_leaves_no_trace,
        "T4": t4_what_keeps_a_tier_is_the_least_that_does,
        "TO": to_the_tier_is_what_the_oracle_counts,
        "P4": p4_the_tier_stays_until_valid_until,
    }
)
"""Every law of tiers, by its letter; that of parity as it reads for tiers."""

__all__ = [
    "ACCOUNTING_LAWS",
    "AT_THE_COUNTER",
    "CLAIM_LAWS",
    "CUT_OFF_LAWS",
    "DELIVERY_LAWS",
    "EARN_LAWS",
    "EXCHANGE_LAWS",
    "HISTORY_LAWS",
    "LAWS",
    "PLAIN",
    "PRICE_LAWS",
    "RETURN_LAWS",
    "SPENDING_LAWS",
    "TIER_LAWS",
    "TREE_LAWS",
    "WHAT_IF_LAWS",
    "Accountant",
    "AccountingLaw",
    "Ask",
    "AskDelivery",
    "AskReturn",
    "AskSpending",
    "Case",
    "ClaimCase",
    "ClaimLaw",
    "CutOffCase",
    "CutOffLaw",
    "DeliveryCase",
    "DeliveryLaw",
    "ExchangeCase",
    "ExchangeLaw",
    "HistoryLaw",
    "Law",
    "LawBroken",
    "PlayCutOff",
    "PlayExchange",
    "PlayTree",
    "PriceLaw",
    "ReturnCase",
    "ReturnLaw",
    "SpendingCase",
    "SpendingLaw",
    "Story",
    "Tell",
    "TellClaims",
    "TellTier",
    "TierCase",
    "TierLaw",
    "Till",
    "TreeCase",
    "TreeLaw",
    "WhatIfCase",
    "WhatIfLaw",
    "a1_the_liability_is_the_sum_of_all_members",
    "a2_the_journal_is_balanced_and_explains_what_is_left",
    "a3_revenue_telescopes",
    "ao_the_liability_is_what_the_oracle_counts",
    "ask_counter",
    "ask_delivery",
    "ask_return",
    "ask_spending",
    "cg_goods_are_told_piece_by_piece",
    "co_claims_are_what_the_oracle_writes",
    "cr_remedies_are_what_the_oracle_allows",
    "d1_ordering_later_never_promises_earlier",
    "d2_no_end_falls_on_a_day_of_rest",
    "d3_the_fee_never_rises_with_the_goods",
    "d4_a_day_has_one_cut_off_and_cut_offs_increase",
    "d5_a_fee_never_depends_on_the_order_of_lines",
    "d6_fees_of_deliveries_sum_to_the_orders",
    "d7_one_more_closed_day_never_promises_earlier",
    "d8_order_by_is_the_last_chance",
    "d9_what_is_missing_is_exactly_what_is_short",
    "d10_the_first_reason_is_given",
    "do_promises_and_fees_are_what_the_oracle_counts",
    "e1_verdicts_agree_with_adjustments",
    "e2_points_are_what_the_oracle_counts",
    "e3_typing_changes_no_points",
    "e4_placing_earns_what_was_told",
    "e5_formulas_give_the_points_again",
    "g1_the_end_moves_by_the_days_of_all_suspensions",
    "g2_a_claim_shortens_no_right",
    "g3_the_latest_ends_no_earlier_than_any",
    "g4_a_kinder_guarantee_shortens_none",
    "g5_however_facts_come_it_is_one_state",
    "go_guarantees_are_what_the_oracle_walks",
    "l1_however_facts_come_the_standing_is_the_same",
    "l2_points_are_conserved",
    "l3_a_lot_is_drawn_within_its_life_only",
    "l4_folding_can_stop_anywhere_and_go_on",
    "l5_a_return_leaves_what_was_there_before",
    "l6_united_accounts_add_up",
    "l7_no_more_is_awarded_than_a_cap_lets_through",
    "l8_what_is_set_aside_is_used_or_released_once",
    "l9_what_is_undone_never_lives_longer",
    "l10_points_that_are_passed_on_keep_their_life",
    "l11_who_a_member_is_changes_no_sum",
    "l12_a_claimed_purchase_is_as_if_it_had_named_its_member",
    "l13_a_snapshot_saves_time_and_changes_nothing",
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
    "p4_an_offer_stays_until_valid_until",
    "p4_claims_stay_until_valid_until",
    "p4_prices_stay_until_valid_until",
    "p4_the_answer_stays_until_valid_until",
    "p4_the_assessment_stays_until_valid_until",
    "p4_the_options_stay_until_valid_until",
    "p4_the_standing_stays_until_valid_until",
    "p4_the_tier_stays_until_valid_until",
    "play_cut_off",
    "play_exchange",
    "play_tree",
    "q1_points_leave_the_taxes_those_of_a_sound_invoice",
    "q1_taxes_add_up_to_the_total",
    "q1_taxes_are_those_of_a_sound_invoice",
    "q2_no_adjustment_goes_below_zero",
    "q2_nothing_goes_below_a_floor",
    "q2_points_go_below_no_floor",
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
    "q7_what_points_leave_is_charged_and_taxed",
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
    "r5_a_replacement_for_a_claim_costs_nothing",
    "r5_an_even_exchange_moves_no_money",
    "r6_any_split_takes_the_same_total",
    "rf_replaying_a_fact_changes_nothing",
    "rh_an_added_holiday_never_shortens_a_deadline",
    "rk_a_kinder_policy_never_lowers_a_refund",
    "rl_later_receipt_never_gives_an_earlier_deadline",
    "ro_last_days_and_refunds_are_what_the_oracles_count",
    "s1_points_do_what_they_are_worth",
    "s2_the_most_points_are_the_most",
    "s3_kept_points_are_those_that_may_not_be_spent",
    "s4_what_was_really_paid_comes_back",
    "t1_spending_points_changes_no_tier",
    "t2_one_more_purchase_never_lowers_a_tier",
    "t3_a_purchase_that_came_back_leaves_no_trace",
    "t4_what_keeps_a_tier_is_the_least_that_does",
    "tell_claims",
    "tell_counter",
    "tell_tier",
    "to_the_tier_is_what_the_oracle_counts",
    "u1_unit_shares_sum_to_their_line",
    "w1_the_same_programme_changes_nothing",
    "w2_an_order_earns_what_its_basket_would_have",
    "xc_what_was_given_once_pays_once",
    "xd_only_a_new_contract_opens_new_deadlines",
    "xp_a_difference_is_plain_arithmetic",
    "xs_an_exchange_between_two_returns_changes_no_sum",
    "xt_sale_exchange_and_return_leave_nothing_owed",
    "xt_whatever_is_exchanged_all_is_paid_back_as_it_was_paid",
]
