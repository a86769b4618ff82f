"""The laws of the accounting of points, on stories of several members; each law can fail."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given

from comptoir.testing import history_examples, laws
from comptoir.testing.accounting_cases import Accountant
from comptoir.testing.accounting_faults import ACCOUNTING_FAULTS
from comptoir.testing.cases import LawBroken
from comptoir.testing.laws import ACCOUNTING_LAWS, AccountingLaw
from comptoir.testing.stories import Story
from comptoir.testing.strategies.point_stories import point_stories
from comptoir.testing.strategies.stories import stories

played_or_built = stories() | point_stories()
"""Played at the counter, or built by hand with all that can happen to points."""


@given(played_or_built)
def test_a1_the_liability_is_the_sum_of_all_members(story: Story) -> None:
    laws.a1_the_liability_is_the_sum_of_all_members(story)


@given(played_or_built)
def test_a2_the_journal_is_balanced_and_explains_what_is_left(story: Story) -> None:
    laws.a2_the_journal_is_balanced_and_explains_what_is_left(story)


@given(played_or_built)
def test_a3_revenue_telescopes(story: Story) -> None:
    laws.a3_revenue_telescopes(story)


@given(played_or_built)
def test_ao_the_liability_is_what_the_oracle_counts(story: Story) -> None:
    laws.ao_the_liability_is_what_the_oracle_counts(story)


@cache
def hand_made() -> list[Story]:
    return history_examples.stories()


def breaks(law: AccountingLaw, story: Story, accountant: Accountant) -> bool:
    try:
        law(story, accountant)
    except LawBroken:
        return True
    return False


def test_every_law_of_accounting_has_faults() -> None:
    assert {letter: len(faults) >= 2 for letter, faults in ACCOUNTING_FAULTS.items()} == dict.fromkeys(
        ACCOUNTING_LAWS, True
    )


@pytest.mark.parametrize("letter", ACCOUNTING_LAWS)
def test_the_law_holds_of_every_story_made_by_hand(letter: str) -> None:
    for story in hand_made():
        ACCOUNTING_LAWS[letter](story)


@pytest.mark.parametrize(
    ("letter", "fault"),
    [(letter, fault) for letter, faults in ACCOUNTING_FAULTS.items() for fault in faults],
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    accountant = ACCOUNTING_FAULTS[letter][fault]
    assert any(breaks(ACCOUNTING_LAWS[letter], story, accountant) for story in hand_made())
