"""The laws of earning on programmes of every sort, their faults, and the example shop."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import Phase, given, settings

from comptoir.authoring import example, seal
from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.handovers import Carry, Deliver, Place
from comptoir.facts.lines import Line
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import Case, LawBroken
from comptoir.testing.earning_faults import EARN_FAULTS
from comptoir.testing.laws import EARN_LAWS
from comptoir.testing.strategies.earning import cases_of, earning_cases
from comptoir.testing.strategies.whole_cases import whole_cases
from comptoir.values.instants import datetime_of, instant_from_text


@pytest.mark.parametrize("letter", EARN_LAWS)
def test_the_law_holds(letter: str) -> None:
    @given(case=earning_cases())
    def holds(case: Case) -> None:
        EARN_LAWS[letter](case)

    holds()


def test_every_law_has_a_fault() -> None:
    assert set(EARN_FAULTS) == set(EARN_LAWS)


@pytest.mark.search
@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in EARN_FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    @settings(max_examples=1_000, phases=[Phase.generate])  # the first that breaks it is enough
    @given(case=cases_of(whole_cases()))
    def holds(case: Case) -> None:
        EARN_LAWS[letter](case, EARN_FAULTS[letter][fault])

    with pytest.raises(LawBroken, match=f"^{letter}: "):
        holds()


@cache
def maison_lavande() -> Rulebook:
    return seal(example())


LAVANDE = (
    Basket(
        currency="EUR",
        lines=[Line("MIEL-LAVANDE-250", 3), Line("ROBE-LIN-36", 1), Line("CARTE-CADEAU-50", 1)],
        buyer=Buyer(member="m-1", tier="gold", segments=["carte-provence"], birth_month=5),
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
    ),
    Basket(
        currency="EUR",
        lines=[Line("MIEL-LAVANDE-250", 5)],
        buyer=Buyer(member="m-2", first_order=True),
        handover=Deliver(Place("FR", "69003"), "home"),
        contract=Contract.DISTANCE,
    ),
    Basket(currency="EUR", lines=[Line("LIMONADE-LAVANDE-75CL", 7)], handover=Carry("lyon-2")),
)


@pytest.mark.parametrize("letter", EARN_LAWS)
def test_the_law_holds_in_the_example_shop(letter: str) -> None:
    for basket in LAVANDE:
        for at in ("2026-10-15T10:00:00+02:00", "2027-03-20T10:00:00+01:00", "2027-05-20T10:00:00+02:00"):
            EARN_LAWS[letter](Case(maison_lavande(), basket, datetime_of(instant_from_text(at))))
