"""The laws of guarantees, claims and exchanges, on cases that are drawn, and on faults planted for them."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep
from comptoir.facts.confidence import Confidence
from comptoir.facts.events import Fact
from comptoir.facts.exchange_terms import ExchangeScope, ExchangeTerms
from comptoir.facts.guarantee_terms import GuaranteeTerms, Problem, Remedy, RemedyLaw, RepairExtension
from comptoir.facts.lines import Line
from comptoir.facts.return_terms import Right
from comptoir.facts.units import Units
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import LawBroken
from comptoir.testing.claim_cases import ClaimCase
from comptoir.testing.claim_faults import CLAIM_FAULTS, EXCHANGE_FAULTS
from comptoir.testing.laws import CLAIM_LAWS, EXCHANGE_LAWS
from comptoir.testing.laws.exchanges import ExchangeCase, play_exchange
from comptoir.testing.strategies.claims import bought, claim_cases
from comptoir.testing.terms_examples import BY, ORDERED, arrival, house, last_order, policy
from comptoir.testing.whole_shop import whole_shop
from comptoir.values.instants import DAY, Instant
from comptoir.values.periods import Period

FEW = settings(max_examples=max(settings().max_examples // 4, 1))


@pytest.mark.parametrize("letter", CLAIM_LAWS)
@FEW
@given(case=claim_cases())
def test_the_law_holds(letter: str, case: ClaimCase) -> None:
    CLAIM_LAWS[letter](case)


lines = st.lists(
    st.builds(Line, st.sampled_from(("ROBE-36", "ROBE-38", "FOULARD", "LIVRE")), st.integers(1, 3)),
    min_size=1,
    max_size=2,
    unique_by=lambda line: line.sku,
).map(tuple)


@FEW
@given(given=lines, taken=lines)
def test_xt_sale_exchange_and_return_leave_nothing_owed(
    given: tuple[Line, ...], taken: tuple[Line, ...]
) -> None:
    case = ExchangeCase(rulebook=anything_goes(), given=given, taken=taken)
    assert play_exchange(case) is not None
    EXCHANGE_LAWS["XT"](case)


def anything_goes() -> Rulebook:
    """The whole shop, where all is exchanged for anything."""
    return house(policy("free", exchange=ExchangeTerms(scope=ExchangeScope.ANYTHING)))


def hand_made() -> list[ClaimCase]:
    """A dress repaired within its guarantee; asked before it ends, after, and with a second claim open."""
    terms = GuaranteeTerms(
        right=Right.STATUTORY,
        rule="law",
        source="art. 1",
        lines=(1, 2),
        period=Period.from_text("2 months"),
        zone="Europe/Paris",
        suspended_by="art. 2",
        extension=RepairExtension(
            period=Period.from_text("1 month"), source="art. 3", confidence=Confidence.HIGH
        ),
        remedies=RemedyLaw(source="art. 4", then_source="art. 5"),
    )
    more = attrs.evolve(terms, rule="shop", right=Right.COMMERCIAL, remedies=None)
    case = ClaimCase(rulebook=whole_shop(), order="o-1", facts=bought(), at=ORDERED).under([terms, more])
    repaired = (
        (30, ClaimStep.REPAIRED, None),
        (32, ClaimStep.HANDED_BACK, None),
        (33, ClaimStep.HANDED_BACK, None),
    )
    refused = ((45, ClaimStep.REFUSED, Remedy.REPAIR),)
    facts: list[Fact] = [
        *case.facts,
        arrival("h-1", case.placed, (), Instant(ORDERED + 2 * DAY)),
        claimed("c-1", 20, store="lyon-2"),
        *(passed(f"c-1-{day}", "c-1", day, step, remedy) for day, step, remedy in repaired),
        claimed("c-2", 44),
        *(passed(f"c-2-{day}", "c-2", day, step, remedy) for day, step, remedy in refused),
    ]
    days = (21, 31, 46, 60, 106, 107, 200)
    return [attrs.evolve(case, facts=tuple(facts), at=Instant(ORDERED + day * DAY)) for day in days]


def claimed(id_: str, day: int, *, store: str | None = None) -> Claimed:
    return Claimed(
        id=id_,
        order="o-1",
        member=last_order(bought()).buyer.member,
        at=Instant(ORDERED + day * DAY),
        units=(Units(2, 0, 1),),
        problem=Problem.FAULTY,
        store=store,
        provenance=BY,
    )


def passed(id_: str, claim: str, day: int, step: ClaimStep, remedy: Remedy | None) -> ClaimPassed:
    return ClaimPassed(
        id=id_,
        order="o-1",
        member=last_order(bought()).buyer.member,
        at=Instant(ORDERED + day * DAY),
        claim=claim,
        step=step,
        remedy=remedy,
        said="in writing",
        provenance=BY,
    )


def test_every_law_has_two_faults() -> None:
    assert (set(CLAIM_FAULTS), set(EXCHANGE_FAULTS)) == (set(CLAIM_LAWS), set(EXCHANGE_LAWS))
    assert all(len(faults) >= 2 for faults in (*CLAIM_FAULTS.values(), *EXCHANGE_FAULTS.values()))


@pytest.mark.parametrize("letter", CLAIM_LAWS)
def test_the_law_holds_on_every_case_made_by_hand(letter: str) -> None:
    for case in hand_made():
        CLAIM_LAWS[letter](case)


@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in CLAIM_FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    with pytest.raises(LawBroken, match=f"^{letter}: "):  # noqa: PT012 - one of the cases does
        for case in hand_made():
            CLAIM_LAWS[letter](case, CLAIM_FAULTS[letter][fault])


@pytest.mark.parametrize("fault", EXCHANGE_FAULTS["XT"])
def test_xt_catches_the_planted_fault(fault: str) -> None:
    case = ExchangeCase(rulebook=anything_goes(), given=(Line("FOULARD", 1),), taken=(Line("ROBE-36", 1),))
    with pytest.raises(LawBroken, match=r"^XT: "):
        EXCHANGE_LAWS["XT"](case, EXCHANGE_FAULTS["XT"][fault])
