"""The online withdrawal function: when it must be offered, how a withdrawal is declared and acknowledged."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import attrs
import pendulum
import pytest
from pendulum import DateTime

from comptoir import (
    Accepted,
    Acknowledgement,
    Basket,
    Carry,
    Contract,
    Counter,
    Declaration,
    DeclareRefused,
    Deliver,
    HandedOver,
    Line,
    Passage,
    Passed,
    Place,
    Provenance,
    Refused,
    Rulebook,
    Settled,
    Tender,
    Units,
    WrongValue,
)
from comptoir.authoring import example, seal
from comptoir.checkout.refusals import Refusal, RefusalCode
from comptoir.facts.events import Fact
from comptoir.facts.handovers import Handover
from comptoir.returns.asked import Give
from comptoir.returns.withdrawing import AskFor, DeclaredWhen, DeclareRefusalCode, NoFunction
from comptoir.values.instants import instant_of

WEB = Provenance("web")
TILL = Provenance("till")


@cache
def shop() -> Rulebook:
    return seal(example())


COUNTER = Counter(shop())


def on(day: str, *, zone: str = "Europe/Paris") -> DateTime:
    found = pendulum.parse(day, tz=zone)
    assert isinstance(found, DateTime)
    return found


def sold(
    *lines: Line,
    handover: Handover | None = None,
    contract: Contract = Contract.DISTANCE,
    at: str = "2026-12-01T10:00",
) -> list[Fact]:
    basket = Basket(
        currency="EUR",
        lines=lines or [Line("ROBE-LIN-36", 1), Line("LIVRE-CUISINE-PROVENCE", 1)],
        handover=handover or Deliver(Place("FR", "69003"), "home"),
        contract=contract,
    )
    quote = COUNTER.quote(basket, on(at))
    tender = Tender("card", quote.to_pay, reference="c-1")
    placed = COUNTER.place(quote, id="o-1", at=on(at), tenders=[tender], provenance=WEB)
    assert isinstance(placed, Accepted)
    return list(placed.facts)


def handed_over(day: str, *units: Units) -> Fact:
    return HandedOver(id=f"h-{day}", order="o-1", at=on(day), units=units, provenance=WEB)


def declared(history: list[Fact], day: str, **asked: Any) -> Declaration:
    found = COUNTER.declare("o-1", history, on(day), **{"id": "d-1", "provenance": WEB, **asked})
    assert isinstance(found, Declaration)
    return found


def refused(history: list[Fact], day: str, **asked: Any) -> object:
    found = COUNTER.declare("o-1", history, on(day), **{"id": "d-1", "provenance": WEB, **asked})
    assert isinstance(found, Refused)
    return found.reason


# Whether it must be offered


def test_it_must_be_offered_until_the_last_day_of_the_right() -> None:
    history = [*sold(), handed_over("2026-12-03T12:00")]
    found = COUNTER.withdrawal_function("o-1", history, on("2026-12-04T09:00"))
    assert found.must_be_offered
    assert found.why_not is None
    assert found.rule is not None
    assert found.rule.id == "fr-withdrawal-function"
    assert dict(found.rule.statement) == {
        "en": "withdraw from contract here",
        "fr": "renoncer au contrat ici",
    }
    assert dict(found.rule.confirm) == {"en": "confirm withdrawal", "fr": "confirmer la rétractation"}
    assert found.asks_for == (AskFor.NAME, AskFor.ORDER, AskFor.ADDRESS)
    assert found.last_day == date(2026, 12, 17)
    assert found.valid_until == on("2026-12-18")
    after = COUNTER.withdrawal_function("o-1", history, on("2026-12-18"))
    assert after.why_not is NoFunction.NO_RIGHT
    assert after.goods == ()
    assert after.answer != found.answer


def test_it_must_be_offered_before_anything_is_handed_over() -> None:
    found = COUNTER.withdrawal_function("o-1", sold(), on("2026-12-01T11:00"))
    assert found.must_be_offered
    assert found.last_day is None
    assert "le délai n'a pas commencé" in found.text("fr")


def test_it_is_due_from_its_day_on_for_older_contracts_too() -> None:
    history = sold(at="2026-06-10T10:00")
    before = COUNTER.withdrawal_function("o-1", history, on("2026-06-18T23:59"))
    assert before.why_not is NoFunction.NO_RULE
    assert before.valid_until == on("2026-06-19")
    assert COUNTER.withdrawal_function("o-1", history, on("2026-06-19")).must_be_offered


@pytest.mark.parametrize(("country", "postcode"), [("BE", "1000"), ("DE", "10115")])
def test_other_member_states_have_the_rule_of_the_directive(country: str, postcode: str) -> None:
    service = {"BE": "home-belgium", "DE": "home-germany"}[country]
    handover = Deliver(Place(country, postcode), service)
    found = COUNTER.withdrawal_function("o-1", sold(handover=handover), on("2026-12-02"))
    assert found.rule is not None
    assert found.rule.id == "eu-withdrawal-function"


def test_where_no_rule_is_known_nothing_is_said_for_certain() -> None:
    bare = attrs.evolve(shop().returns, functions=())
    counter = Counter(attrs.evolve(shop(), returns=bare))
    found = counter.withdrawal_function("o-1", sold(), on("2026-12-02"))
    assert found.why_not is NoFunction.NO_RULE
    assert not found.must_be_offered
    assert "nothing is said for certain" in found.text("en")


def test_a_purchase_in_the_store_has_none() -> None:
    history = sold(handover=Carry("lyon-2"), contract=Contract.IN_STORE)
    found = COUNTER.withdrawal_function("o-1", history, on("2026-12-02"))
    assert found.why_not is NoFunction.CONTRACT


def test_goods_without_a_right_are_not_in_it() -> None:
    magazine = sold(Line("MAGAZINE-JARDINS-12", 1))
    assert COUNTER.withdrawal_function("o-1", magazine, on("2026-12-02")).why_not is NoFunction.NO_RIGHT
    both = sold(Line("MAGAZINE-JARDINS-12", 1), Line("ROBE-LIN-36", 1))
    found = COUNTER.withdrawal_function("o-1", both, on("2026-12-02"))
    assert [good.product.sku for good in found.goods] == ["ROBE-LIN-36"]


def test_what_was_declared_is_not_in_it_any_more() -> None:
    history = [*sold(), handed_over("2026-12-03T12:00")]
    history += declared(history, "2026-12-04T09:00", units=[Units(1, 0, 1)]).facts
    found = COUNTER.withdrawal_function("o-1", history, on("2026-12-05"))
    assert [good.units for good in found.goods] == [Units(2, 0, 1)]
    history += declared(history, "2026-12-05T09:00", id="d-2").facts
    assert COUNTER.withdrawal_function("o-1", history, on("2026-12-06")).why_not is NoFunction.DECLARED


def test_the_digests_are_those_of_the_question_and_of_the_answer() -> None:
    history = sold()
    one = COUNTER.withdrawal_function("o-1", history, on("2026-12-02"))
    other = COUNTER.withdrawal_function("o-1", list(reversed(history)), on("2026-12-03"))
    assert one.answer == other.answer
    assert one.question != other.question


# Declaring


def test_a_declaration_is_a_fact_with_its_acknowledgement() -> None:
    history = [*sold(), handed_over("2026-12-03T12:00")]
    found = declared(history, "2026-12-17T23:59", statement="Je me rétracte de toute la commande.")
    [fact] = found.facts
    assert isinstance(fact, Passed)
    assert fact.passage is Passage.DECLARED
    assert fact.units == (Units(1, 0, 1), Units(2, 0, 1))
    assert fact.statement == "Je me rétracte de toute la commande."
    told = found.acknowledgement
    assert told.in_time
    assert (told.day, told.clock) == (date(2026, 12, 17), "23:59 (Europe/Paris)")
    assert {good.last_day for good in told.goods} == {date(2026, 12, 17)}
    french = told.text("fr").splitlines()
    received = "a été reçue le 17 décembre 2026, 23:59 (Europe/Paris)"
    assert french[0] == f"Votre rétractation de la commande o-1 {received} (n° d-1)."
    assert french[1] == "Votre déclaration : « Je me rétracte de toute la commande. »"
    assert "in time, until the end of 17 December 2026" in told.text("en")
    assert [read.stream for read in found.reads] == ["order:o-1"]


def test_one_that_is_late_is_acknowledged_as_late() -> None:
    history = [*sold(), handed_over("2026-12-03T12:00")]
    told = declared(history, "2026-12-18").acknowledgement
    assert not told.in_time
    assert {good.when for good in told.goods} == {DeclaredWhen.TOO_LATE}
    assert "hors délai, le dernier jour était le 17 décembre 2026" in told.text("fr")


def test_goods_that_came_back_in_time_after_it_are_taken_back_whenever_they_come() -> None:
    history = [*sold(), handed_over("2026-12-03T12:00")]
    history += declared(history, "2026-12-17T23:59").facts
    assessed = COUNTER.assess("o-1", history, on("2027-01-20"), give=[Give(1, reason="changed_mind")])
    assert len(assessed.goods) == 1
    assert assessed.refused == ()


def test_what_the_law_gives_no_right_on_is_said() -> None:
    told = declared(sold(Line("MAGAZINE-JARDINS-12", 1)), "2026-12-02").acknowledgement
    assert [good.when for good in told.goods] == [DeclaredWhen.NO_RIGHT]
    assert "aucun droit de rétractation connu ici" in told.text("fr")


def test_its_time_is_that_of_the_place_to_which_the_goods_go() -> None:
    handover = Deliver(Place("FR", "97400"), "overseas")
    told = declared(sold(handover=handover), "2026-12-02T22:30").acknowledgement
    assert (told.day, told.clock) == (date(2026, 12, 3), "01:30 (Indian/Reunion)")


def test_declared_again_under_its_id_it_gives_the_same() -> None:
    history = [*sold(), handed_over("2026-12-03T12:00")]
    first = declared(history, "2026-12-04T09:00", units=[Units(1, 0, 1)], statement="Robe")
    history += first.facts
    again = declared(history, "2026-12-28T09:00", units=[Units(1, 0, 1)], statement="Robe")
    assert again.facts == first.facts
    assert again.acknowledgement == first.acknowledgement
    assert declared(history, "2026-12-28", statement="Robe").facts == first.facts


def test_it_gives_the_same_once_the_goods_came_back() -> None:
    history = [*sold(), handed_over("2026-12-03T12:00")]
    first = declared(history, "2026-12-04T09:00")
    history += first.facts
    assessed = COUNTER.assess("o-1", history, on("2026-12-10"), give=[Give(1, reason="changed_mind")])
    settled = COUNTER.settle(assessed, id="r-1", provenance=TILL)
    assert isinstance(settled, Settled)
    history += settled.facts
    assert declared(history, "2026-12-11").acknowledgement == first.acknowledgement


@pytest.mark.parametrize(
    "asked", [{"units": [Units(2, 0, 1)]}, {"units": [Units(1, 0, 1)], "statement": "Otherwise"}]
)
def test_something_else_under_its_id_is_refused(asked: dict[str, Any]) -> None:
    history = sold()
    history += declared(history, "2026-12-02", units=[Units(1, 0, 1)]).facts
    assert refused(history, "2026-12-03", **asked) == Refusal(RefusalCode.ID_TAKEN, name="d-1")


def test_an_id_of_another_passage_is_taken() -> None:
    sent = Passed(id="d-1", order="o-1", at=on("2026-12-02"), passage=Passage.SHIPPED, provenance=WEB)
    assert refused([*sold(), sent], "2026-12-03") == Refusal(RefusalCode.ID_TAKEN, name="d-1")


def test_what_is_gone_or_was_never_bought_is_refused() -> None:
    history = [*sold(), handed_over("2026-12-03T12:00")]
    assessed = COUNTER.assess("o-1", history, on("2026-12-04"), give=[Give(1, reason="changed_mind")])
    settled = COUNTER.settle(assessed, id="r-1", provenance=TILL)
    assert isinstance(settled, Settled)
    history += settled.facts
    back = refused(history, "2026-12-05", units=[Units(1, 0, 1)])
    assert isinstance(back, DeclareRefused)
    assert (back.code, back.by) == (DeclareRefusalCode.ALREADY_RETURNED, "r-1")
    assert back.text("en") == "It has come back before (r-1)."
    never = refused(history, "2026-12-05", units=["nothing-like-it"])
    assert isinstance(never, DeclareRefused)
    assert (never.code, never.ref) == (DeclareRefusalCode.NEVER_BOUGHT, "nothing-like-it")
    rest = declared(history, "2026-12-05")
    assert rest.facts[0].units == (Units(2, 0, 1),)


def test_pieces_named_twice_or_none_are_wrong() -> None:
    with pytest.raises(WrongValue, match="named_twice"):
        declared(sold(), "2026-12-02", units=[Units(1, 0, 1), Units(1, 0, 1)])
    with pytest.raises(WrongValue, match="nothing_given"):
        declared(sold(), "2026-12-02", units=[])


def test_who_reads_the_facts_later_reads_what_was_declared() -> None:
    history = sold()
    [fact] = declared(history, "2026-12-02", statement="Stop").facts
    codec = shop().vocabulary.codec
    assert codec.loads(codec.dumps(fact), Passed) == fact
    assert isinstance(declared(history, "2026-12-02").acknowledgement, Acknowledgement)
    assert fact.at == instant_of(on("2026-12-02"))
