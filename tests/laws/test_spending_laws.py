"""The laws of points that are spent; their faults; and what they have found."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from comptoir.testing.cases import LawBroken
from comptoir.testing.laws import SPENDING_LAWS
from comptoir.testing.spending_cases import SpendingCase
from comptoir.testing.spending_faults import SPENDING_FAULTS
from comptoir.testing.strategies.spending import lavish_cases, spending_cases

CASES = {"Q2": spending_cases() | lavish_cases()}
"""Where points go as far as they may, too."""


def cases(letter: str) -> st.SearchStrategy[SpendingCase]:
    return CASES.get(letter, spending_cases())


@pytest.mark.parametrize("letter", SPENDING_LAWS)
def test_the_law_holds(letter: str) -> None:
    @given(case=cases(letter))
    def holds(case: SpendingCase) -> None:
        SPENDING_LAWS[letter](case)

    holds()


def test_every_law_has_a_fault() -> None:
    assert set(SPENDING_FAULTS) == set(SPENDING_LAWS)


@pytest.mark.search
@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in SPENDING_FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    @settings(max_examples=500, phases=[Phase.generate])  # the first that breaks it is enough
    @given(case=cases(letter))
    def holds(case: SpendingCase) -> None:
        SPENDING_LAWS[letter](case, SPENDING_FAULTS[letter][fault])

    with pytest.raises(LawBroken, match=f"^{letter}: "):
        holds()
