"""What may be written about returns, and the ways to write it wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.facts.baskets import Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.return_terms import (
    Exemption,
    Extension,
    Grade,
    GradeTerms,
    Lost,
    LostTerms,
    NoRight,
    RefundLaw,
    WithoutRight,
)
from comptoir.returns.rules import (
    FunctionRule,
    ReturnPolicy,
    ReturnRules,
    Season,
    StaffException,
    StatutoryRule,
    WearRule,
)
from comptoir.values.errors import WrongType, WrongValue
from comptoir.values.periods import Period
from comptoir.values.windows import ALWAYS, Window
from unit.returns_shop import THIRTY_DAYS, WITHDRAWAL, at, dress, line, order

FOURTEEN = Period.from_text("14 days")
POLICY = ReturnPolicy(id="thirty", name={"fr": "30 jours"}, period=Period.from_text("30 days"))
LAW = StatutoryRule(
    id="wd.fr",
    source="article L221-18",
    confidence=Confidence.HIGH,
    countries=["FR"],
    contracts=[Contract.DISTANCE],
    period=FOURTEEN,
    counting="fr-l221-19",
)
SUMMER = Season(id="summer", contracts=Window(at("2026-06-01"), at("2026-09-01")), extra=FOURTEEN)
FUNCTION = FunctionRule(
    id="function.eu",
    source="Directive (EU) 2023/2673",
    confidence=Confidence.HIGH,
    valid=Window(at("2026-06-19")),
    countries=["FR"],
    statement={"fr": "Renoncer au contrat"},
    confirm={"fr": "Confirmer"},
)
GOODWILL = StaffException(
    id="goodwill", name={"fr": "Geste commercial"}, authorities=["manager"], lifts=["too_late"]
)


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (lambda: attrs.evolve(SUMMER, extra=None), "extra", "not_a_season"),
        (lambda: attrs.evolve(SUMMER, last_day=date(2027, 1, 31)), "extra", "not_a_season"),
        (lambda: attrs.evolve(SUMMER, extra="14 days"), "extra", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(SUMMER, contracts=None), "contracts", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(POLICY, seasons=[SUMMER, SUMMER]), "seasons[1].id", "duplicate_id"),
        (lambda: attrs.evolve(POLICY, seasons=[SUMMER], period=None), "seasons", "never_applies"),
        (lambda: attrs.evolve(POLICY, seasons=["summer"]), "seasons[0]", "wrong_item"),  # type: ignore[list-item]
        (lambda: attrs.evolve(POLICY, where="FR"), "where", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(POLICY, members="yes"), "members", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(POLICY, tiers=["gold tier"]), "tiers[0]", "not_an_identifier"),
        (lambda: attrs.evolve(POLICY, fee_each="-1.00 EUR"), "fee_each", "amount_negative"),
        (lambda: attrs.evolve(POLICY, label="-4.90 EUR"), "label", "amount_negative"),
        (lambda: attrs.evolve(POLICY, proofs=["receipt"]), "proofs[0]", "wrong_item"),  # type: ignore[list-item]
        (lambda: attrs.evolve(POLICY, mode="pro_rata"), "mode", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(POLICY, free_delivery="keep"), "free_delivery", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(POLICY, anchor="shipped"), "anchor", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(LAW, selector="event"), "selector", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(LAW, extension=FOURTEEN), "extension", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(LAW, refund=FOURTEEN), "refund", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(LAW, diminished=""), "diminished", "not_a_text"),
        (lambda: attrs.evolve(FUNCTION, countries=[]), "countries", "never_applies"),
        (lambda: attrs.evolve(FUNCTION, source=""), "source", "not_a_text"),
        (lambda: attrs.evolve(FUNCTION, valid=None), "valid", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(FUNCTION, confirm={"fr": ""}), "confirm.fr", "not_a_text"),
        (lambda: WearRule(grade=Grade.AS_NEW, percent="5"), "grade", "no_wear"),
        (lambda: WearRule(grade=Grade.WRONG_ITEM, percent="5"), "grade", "no_wear"),
        (lambda: WearRule(grade="used", percent="5"), "grade", "wrong_type"),  # type: ignore[arg-type]
        (lambda: WearRule(grade=Grade.USED, percent="101"), "percent", "percent_out_of_range"),
        (lambda: attrs.evolve(GOODWILL, authorities=[]), "authorities", "never_applies"),
        (lambda: attrs.evolve(GOODWILL, lifts=[]), "lifts", "never_applies"),
        (lambda: attrs.evolve(GOODWILL, within="30 days"), "within", "wrong_type"),  # type: ignore[arg-type]
        (lambda: ReturnRules(wear=[LAW]), "wear[0]", "wrong_item"),  # type: ignore[list-item]
        (lambda: ReturnRules(refunding="last"), "refunding", "wrong_type"),  # type: ignore[arg-type]
        (lambda: ReturnRules(unproven="never"), "unproven", "wrong_type"),  # type: ignore[arg-type]
    ],
)
def test_a_rule_says_what_is_wrong_with_it(make: Any, where: str, code: str) -> None:
    with pytest.raises((WrongValue, WrongType)) as error:
        make()
    assert (error.value.faults[0].where, error.value.faults[0].code) == (where, code)


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (lambda: GradeTerms(grade=Grade.USED, percent="5", refused=True), "percent", "refused_and_deducted"),
        (lambda: GradeTerms(grade="used"), "grade", "wrong_type"),  # type: ignore[arg-type]
        (lambda: Extension(period=FOURTEEN, source=""), "source", "not_a_text"),
        (lambda: Extension(period="1 year", source="x"), "period", "wrong_type"),  # type: ignore[arg-type]
        (lambda: LostTerms(lines=[1], head="media", source="x"), "head", "wrong_type"),  # type: ignore[arg-type]
        (lambda: RefundLaw(source="x", within=FOURTEEN, counts_from="back"), "counts_from", "wrong_type"),  # type: ignore[arg-type]
        (lambda: WithoutRight(lines=["1"], why=NoRight.NO_RULE), "lines[0]", "wrong_item"),  # type: ignore[list-item]
        (lambda: WithoutRight(lines=[1], why="exempt"), "why", "wrong_type"),  # type: ignore[arg-type]
        (lambda: WithoutRight(lines=[1], why=NoRight.EXEMPT, head="press"), "head", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(WITHDRAWAL, fee="10"), "right", "below_the_floor"),
        (lambda: attrs.evolve(WITHDRAWAL, fee_each=1), "right", "below_the_floor"),
        (
            lambda: attrs.evolve(WITHDRAWAL, grades=[GradeTerms(grade=Grade.USED, refused=True)]),
            "right",
            "below_the_floor",
        ),
        (lambda: attrs.evolve(THIRTY_DAYS, fee_each=-1), "fee_each", "too_small"),
        (lambda: attrs.evolve(THIRTY_DAYS, label=1.5), "label", "not_an_int"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(THIRTY_DAYS, extra=["15 days"]), "extra[0]", "wrong_item"),  # type: ignore[list-item]
        (lambda: attrs.evolve(THIRTY_DAYS, extension=FOURTEEN), "extension", "wrong_type"),  # type: ignore[arg-type]
    ],
)
def test_terms_say_what_is_wrong_with_them(make: Any, where: str, code: str) -> None:
    with pytest.raises((WrongValue, WrongType)) as error:
        make()
    assert (error.value.faults[0].where, error.value.faults[0].code) == (where, code)


def test_an_order_speaks_of_its_own_lines() -> None:
    placed = order(line(1, dress(), 1, 1000))
    lost = LostTerms(lines=[2], head=Exemption.MEDIA, source="x")
    terms = attrs.evolve(WITHDRAWAL, lines=[1], lost=[lost])
    with pytest.raises(WrongValue) as error:
        attrs.evolve(placed, returns=[terms])
    assert error.value.faults[0].where == "returns[0].lost[0].lines[0]"
    with pytest.raises(WrongValue) as error:
        attrs.evolve(placed, without_right=[WithoutRight(lines=[2], why=NoRight.NO_RULE)])
    assert error.value.faults[0].where == "without_right[0].lines[0]"


def test_there_are_thirteen_exceptions_and_four_come_later() -> None:
    assert len(Exemption) == 13
    assert {head: head.lost for head in Exemption if head.lost is not Lost.AT_ONCE} == {
        Exemption.SERVICE_PERFORMED: Lost.PERFORMED,
        Exemption.HYGIENE: Lost.UNSEALED,
        Exemption.MEDIA: Lost.UNSEALED,
        Exemption.DIGITAL_CONTENT: Lost.PERFORMED,
    }


def test_what_is_in_force_always_needs_no_window() -> None:
    assert (POLICY.valid, LAW.valid, GOODWILL.valid) == (ALWAYS, ALWAYS, ALWAYS)
