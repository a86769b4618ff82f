"""The laws, by their letters: what must hold of every answer, whoever asks and however.

P are the laws of parity, Q of pricing, U of units, E of explanation, O of orders. Each is a function
of a case and of a way of asking; its docstring is the law in words. A case to which the rulebook has
no answer keeps every law but those that say that there must be none.

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
from comptoir.testing.laws.parity import (
    p1_order_splitting_and_refs_change_nothing,
    p2_a_value_survives_its_wire_form,
    p3_sealing_changes_nothing,
    p4_the_answer_stays_until_valid_until,
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

__all__ = [
    "LAWS",
    "Ask",
    "Case",
    "Law",
    "LawBroken",
    "ask_counter",
    "e1_verdicts_agree_with_adjustments",
    "o1_an_order_carries_what_was_quoted",
    "p1_order_splitting_and_refs_change_nothing",
    "p2_a_value_survives_its_wire_form",
    "p3_sealing_changes_nothing",
    "p4_the_answer_stays_until_valid_until",
    "q1_taxes_add_up_to_the_total",
    "q2_no_adjustment_goes_below_zero",
    "q3_the_choice_is_the_best",
    "q4_one_more_offer_never_costs_more",
    "q5_out_of_its_window_an_offer_gives_nothing",
    "q6_together_never_costs_more_than_apart",
    "q7_extension_and_adjustments_are_charged",
    "u1_unit_shares_sum_to_their_line",
]
