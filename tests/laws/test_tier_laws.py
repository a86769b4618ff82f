"""The laws of tiers, on random rules and purchases; each law can fail."""

from __future__ import annotations

import pytest
from hypothesis import given

from comptoir.testing import laws
from comptoir.testing.cases import LawBroken
from comptoir.testing.laws import TIER_LAWS
from comptoir.testing.strategies.tiers import tier_cases
from comptoir.testing.tier_cases import Buy, TellTier, TierCase, TierLaw, tell_tier
from comptoir.testing.tier_examples import PARIS, PROGRAMME, cases
from comptoir.testing.tier_faults import TIER_FAULTS
from comptoir.values.instants import instant_from_text


@given(tier_cases())
def test_t1_spending_points_changes_no_tier(case: TierCase) -> None:
    laws.t1_spending_points_changes_no_tier(case)


@given(tier_cases())
def test_t2_one_more_purchase_never_lowers_a_tier(case: TierCase) -> None:
    laws.t2_one_more_purchase_never_lowers_a_tier(case)


@given(tier_cases())
def test_t3_a_purchase_that_came_back_leaves_no_trace(case: TierCase) -> None:
    laws.t3_a_purchase_that_came_back_leaves_no_trace(case)


@given(tier_cases())
def test_t4_what_keeps_a_tier_is_the_least_that_does(case: TierCase) -> None:
    laws.t4_what_keeps_a_tier_is_the_least_that_does(case)


def test_t4_to_reach_the_next_tier_may_take_less_than_to_keep_this_one() -> None:
    bought = [("2026-03-01T10:00:00Z", 100), ("2026-03-11T10:00:00Z", 225)]
    case = TierCase(
        programme=PROGRAMME,
        zone=PARIS,
        buys=[Buy(instant_from_text(at), charged) for at, charged in bought],
        at=instant_from_text("2026-03-12T10:00:00Z"),
    )
    found = tell_tier(case).standing
    assert (found.tier, found.measured, found.missing, found.to_keep) == ("gold", 325, 175, 200)
    laws.t4_what_keeps_a_tier_is_the_least_that_does(case)


@given(tier_cases())
def test_p4_the_tier_stays_until_valid_until(case: TierCase) -> None:
    laws.p4_the_tier_stays_until_valid_until(case)


@given(tier_cases())
def test_to_the_tier_is_what_the_oracle_counts(case: TierCase) -> None:
    laws.to_the_tier_is_what_the_oracle_counts(case)


def breaks(law: TierLaw, case: TierCase, tell: TellTier) -> bool:
    try:
        law(case, tell)
    except LawBroken:
        return True
    return False


def test_every_law_of_tiers_has_faults() -> None:
    assert {letter: len(faults) >= 2 for letter, faults in TIER_FAULTS.items()} == dict.fromkeys(
        TIER_LAWS, True
    )


@pytest.mark.parametrize("letter", TIER_LAWS)
def test_the_law_holds_of_every_case_made_by_hand(letter: str) -> None:
    for case in cases():
        TIER_LAWS[letter](case)


@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in TIER_FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    assert any(breaks(TIER_LAWS[letter], case, TIER_FAULTS[letter][fault]) for case in cases())
