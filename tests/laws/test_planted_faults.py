"""Each law holds on the cases made by hand, and catches the faults planted for it."""

from __future__ import annotations

from functools import cache

import pytest

from comptoir.testing import examples
from comptoir.testing.cases import Ask, Case, Law, LawBroken
from comptoir.testing.faults import FAULTS
from comptoir.testing.laws import LAWS


@cache
def hand_made() -> list[Case]:
    return examples.cases()


def breaks(law: Law, case: Case, ask: Ask) -> bool:
    try:
        law(case, ask)
    except LawBroken:
        return True
    return False


def test_every_law_has_a_fault() -> None:
    assert set(FAULTS) == set(LAWS)


@pytest.mark.parametrize("letter", LAWS)
def test_the_law_holds_on_every_case_made_by_hand(letter: str) -> None:
    for case in hand_made():
        LAWS[letter](case)


@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    assert any(breaks(LAWS[letter], case, FAULTS[letter][fault]) for case in hand_made())


def test_a_broken_law_names_itself_and_what_was_found() -> None:
    with pytest.raises(LawBroken, match=r"^Q1: found the total") as caught:
        LAWS["Q1"](hand_made()[0], FAULTS["Q1"]["another_total_is_shown"])
    assert caught.value.law == "Q1"
