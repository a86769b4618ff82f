"""What goes wrong where goods with a fault are brought: each case with what everybody is told."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest

from comptoir import (
    Accepted,
    Carry,
    Contract,
    Counter,
    Fact,
    Line,
    OrderPlaced,
    Refused,
    Tender,
    WrongType,
    WrongValue,
)
from comptoir.checkout.claiming import ClaimOpened
from comptoir.facts.claim_events import ClaimStep
from comptoir.facts.guarantee_terms import GuaranteeTerms, Problem, Remedy, RemedyLaw
from comptoir.facts.return_terms import Right
from comptoir.facts.units import Units
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from unit.price_shop import TILL, basket, shop

BOUGHT = pendulum.datetime(2026, 12, 4, 18, 5, tz="Europe/Paris")
BROUGHT = pendulum.datetime(2026, 12, 12, 16, 10, tz="Europe/Paris")
LEGAL = GuaranteeTerms(
    right=Right.STATUTORY,
    rule="fr-guarantee",
    source="Code de la consommation, article L217-3",
    lines=[1],
    period=Period.from_text("2 years"),
    zone="Europe/Paris",
    remedies=RemedyLaw(
        source="Code de la consommation, article L217-8",
        then_source="Code de la consommation, article L217-14",
    ),
)


def counter() -> Counter:
    return Counter(shop())


def bought() -> list[Fact]:
    desk = counter()
    quote = desk.quote(basket(Line("PULL", 1), handover=Carry("lyon"), contract=Contract.IN_STORE), BOUGHT)
    done = desk.place(quote, id="o-1", at=BOUGHT, tenders=[Tender("card", quote.to_pay)], provenance=TILL)
    assert isinstance(done, Accepted)
    [fact] = done.facts
    assert isinstance(fact, OrderPlaced)
    return [attrs.evolve(fact, order=attrs.evolve(fact.order, guarantees=[LEGAL]))]


def opened(**asked: Any) -> ClaimOpened | Refused:
    described = {"problem": Problem.FAULTY, "id": "c-1", "provenance": TILL, **asked}
    return counter().open_claim("o-1", bought(), BROUGHT, **described)


def claimed() -> list[Fact]:
    done = opened()
    assert isinstance(done, ClaimOpened)
    return [*bought(), *done.facts]


def passed(step: ClaimStep, **said: Any) -> object:
    described = {"claim": "c-1", "id": "s-1", "provenance": TILL, **said}
    return counter().pass_claim("o-1", claimed(), BROUGHT, step=step, **described)


def told(refused: object) -> tuple[str, str]:
    assert isinstance(refused, Refused)
    return refused.reason.text("fr"), refused.reason.text("en")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            {"problem": "broken"},
            "problem: found 'broken' (str); pass Problem.FAULTY, MISSING, WRONG or DAMAGED [wrong_type]",
        ),
        (
            {"wants": "money"},
            "wants: found 'money' (str); pass Remedy.REPAIR, REPLACEMENT, … [wrong_type]",
        ),
    ],
)
def test_a_claim_that_says_what_is_no_word_for_it(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongType) as raised:
        opened(**asked)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"units": []}, "units: found no goods; name some, or leave it out for all [nothing_given]"),
        (
            {"units": [Units(1, 0, 1), Units(1, 0, 1)]},
            "units: found pieces of line 1 twice; name each piece once [named_twice]",
        ),
    ],
)
def test_a_claim_about_no_goods_or_some_twice(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongValue) as raised:
        opened(**asked)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("step", "said", "message"),
    [
        (
            ClaimStep.REFUSED,
            {"remedy": Remedy.REPAIR},
            "said: found a claim that was refused without one; say its said [step_incomplete]",
        ),
        (
            ClaimStep.HANDED_IN,
            {},
            "place: found a claim that was handed_in without one; say its place [step_incomplete]",
        ),
        (
            ClaimStep.COST_ADVANCED,
            {"amount": Amount.from_text("5.00 SEK")},
            "amount: found 5.00 SEK; write it in EUR, as the order [other_currency]",
        ),
    ],
)
def test_a_step_that_says_too_little_or_is_in_other_money(
    step: ClaimStep, said: dict[str, Any], message: str
) -> None:
    with pytest.raises(WrongValue) as raised:
        passed(step, **said)
    assert str(raised.value) == message


def test_a_claim_that_nobody_has_made() -> None:
    with pytest.raises(WrongValue) as raised:
        counter().claim("o-1", bought(), BROUGHT, claim="c-9")
    assert str(raised.value) == (
        "claim: found c-9; use a claim about goods of the order: there is none [unknown_claim]"
    )
    with pytest.raises(WrongValue, match="goods of the order: c-1"):
        counter().claim("o-1", claimed(), BROUGHT, claim="c-9")


def test_the_money_back_before_the_goods_were_put_right() -> None:
    assert told(opened(wants=Remedy.RESCISSION)) == (
        "Résolution du contrat : l'article est d'abord mis en conformité. Possible : Réparation, Remplacement.",
        "Rescission of the contract: the goods are put right first. What may be asked for: Repair, Replacement.",
    )


def test_goods_handed_back_that_nobody_took_in() -> None:
    assert told(passed(ClaimStep.HANDED_BACK)) == (
        "Cet article n'a pas été remis (c-1).",
        "These goods were not handed in (c-1).",
    )


def test_a_second_claim_about_the_same_goods() -> None:
    again = counter().open_claim(
        "o-1", claimed(), BROUGHT, problem=Problem.DAMAGED, id="c-2", provenance=TILL
    )
    assert told(again) == (
        "Une demande est déjà ouverte sur cet article : poursuivez c-1.",
        "There is an open claim about it: go on with c-1.",
    )
