"""The laws of what is earned again under another programme; each can fail."""

from __future__ import annotations

import pytest
from hypothesis import given

from comptoir.testing import laws
from comptoir.testing.cases import LawBroken
from comptoir.testing.laws import WHAT_IF_LAWS, WhatIfCase
from comptoir.testing.laws.what_if import Replay
from comptoir.testing.strategies.what_if import by_hand, what_if_cases
from comptoir.testing.what_if_faults import WHAT_IF_FAULTS


@given(what_if_cases())
def test_w1_the_same_programme_changes_nothing(case: WhatIfCase) -> None:
    laws.w1_the_same_programme_changes_nothing(case)


@given(what_if_cases())
def test_w2_an_order_earns_what_its_basket_would_have(case: WhatIfCase) -> None:
    laws.w2_an_order_earns_what_its_basket_would_have(case)


def breaks(letter: str, case: WhatIfCase, replay: Replay) -> bool:
    try:
        WHAT_IF_LAWS[letter](case, replay)
    except LawBroken:
        return True
    return False


@pytest.mark.parametrize("letter", WHAT_IF_LAWS)
def test_the_law_holds_of_every_case_made_by_hand(letter: str) -> None:
    for case in by_hand():
        WHAT_IF_LAWS[letter](case)


def test_every_law_has_faults() -> None:
    assert {letter: len(faults) >= 2 for letter, faults in WHAT_IF_FAULTS.items()} == dict.fromkeys(
        WHAT_IF_LAWS, True
    )


@pytest.mark.parametrize(
    ("letter", "fault"),
    [(letter, fault) for letter, faults in WHAT_IF_FAULTS.items() for fault in faults],
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    assert any(breaks(letter, case, WHAT_IF_FAULTS[letter][fault]) for case in by_hand())
