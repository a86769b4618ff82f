"""Every law, on what a shop has every day, on what it has at its worst, and on a shop with everything."""

from __future__ import annotations

from hypothesis import given

from comptoir.testing import laws
from comptoir.testing.cases import Case
from comptoir.testing.strategies import NASTY, PLAUSIBLE, cases
from comptoir.testing.strategies.whole_cases import whole_cases

either = given(case=cases(PLAUSIBLE) | cases(NASTY) | whole_cases())


@either
def test_p1_order_splitting_and_refs_change_nothing(case: Case) -> None:
    laws.p1_order_splitting_and_refs_change_nothing(case)


@either
def test_p2_a_value_survives_its_wire_form(case: Case) -> None:
    laws.p2_a_value_survives_its_wire_form(case)


@either
def test_p3_sealing_changes_nothing(case: Case) -> None:
    laws.p3_sealing_changes_nothing(case)


@either
def test_p4_the_answer_stays_until_valid_until(case: Case) -> None:
    laws.p4_the_answer_stays_until_valid_until(case)


@either
def test_q1_taxes_add_up_to_the_total(case: Case) -> None:
    laws.q1_taxes_add_up_to_the_total(case)


@either
def test_q2_no_adjustment_goes_below_zero(case: Case) -> None:
    laws.q2_no_adjustment_goes_below_zero(case)


@either
def test_q3_the_choice_is_the_best(case: Case) -> None:
    laws.q3_the_choice_is_the_best(case)


@either
def test_q4_one_more_offer_never_costs_more(case: Case) -> None:
    laws.q4_one_more_offer_never_costs_more(case)


@either
def test_q5_out_of_its_window_an_offer_gives_nothing(case: Case) -> None:
    laws.q5_out_of_its_window_an_offer_gives_nothing(case)


@either
def test_q6_together_never_costs_more_than_apart(case: Case) -> None:
    laws.q6_together_never_costs_more_than_apart(case)


@either
def test_q7_extension_and_adjustments_are_charged(case: Case) -> None:
    laws.q7_extension_and_adjustments_are_charged(case)


@either
def test_u1_unit_shares_sum_to_their_line(case: Case) -> None:
    laws.u1_unit_shares_sum_to_their_line(case)


@either
def test_e1_verdicts_agree_with_adjustments(case: Case) -> None:
    laws.e1_verdicts_agree_with_adjustments(case)


@either
def test_o1_an_order_carries_what_was_quoted(case: Case) -> None:
    laws.o1_an_order_carries_what_was_quoted(case)
