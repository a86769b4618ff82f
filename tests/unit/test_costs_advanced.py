"""What customers advanced for a claim: by when it is repaid, and what it costs to be late, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.authoring.zone_tables import zone_table
from comptoir.facts.claims import Claim
from comptoir.facts.guarantee_terms import GuaranteeTerms, Problem, RemedyLaw
from comptoir.facts.late_terms import LateStep
from comptoir.facts.return_terms import RefundLaw, Right
from comptoir.facts.units import Units
from comptoir.returns.claims.advanced import CostOwed, costs_owed
from comptoir.returns.kinds import Cause
from comptoir.returns.next_steps import NextStep, StepCode
from comptoir.values.almanac import Almanac
from comptoir.values.instants import instant_from_text
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from unit.returns_shop import ALMANAC, PARIS, at

ARTICLE = "Code de la consommation, article L241-6"
ADVANCED = RefundLaw(
    source=ARTICLE,
    within=Period.from_text("14 days"),
    ladder=[
        LateStep(up_to=14, percent=Percent.of("10")),
        LateStep(up_to=30, percent=Percent.of("20")),
        LateStep(percent=Percent.of("50")),
    ],
    ladder_source="Code de la consommation, article L241-7",
)
REMEDIES = RemedyLaw(
    source="Code de la consommation, article L217-8",
    then_source="Code de la consommation, article L217-14",
    advanced=ADVANCED,
)
FRENCH = GuaranteeTerms(right=Right.STATUTORY, rule="fr-guarantee", lines=[1], zone=PARIS, remedies=REMEDIES)
PAID = at("2027-03-06")
"""A Saturday: the cost is due on Saturday, the twentieth."""


def claim(*advanced: tuple[str, int], repaid: int = 0) -> Claim:
    return Claim(
        id="c-1",
        order="o-1",
        units=(Units(1, 0, 1),),
        problem=Problem.FAULTY,
        requested=PAID,
        since=PAID,
        advanced=tuple((at(day), amount) for day, amount in advanced),
        repaid=((at("2027-03-10"), repaid),) if repaid else (),
    )


def owed(
    about: Claim, when: str, *terms: GuaranteeTerms, moment: Moment | None = None, almanac: Almanac = ALMANAC
) -> tuple[CostOwed, ...]:
    return costs_owed(about, terms or [FRENCH], moment or Moment(at(when)), almanac)


def law(rule: str, **changes: Any) -> GuaranteeTerms:
    remedies = attrs.evolve(REMEDIES, advanced=attrs.evolve(ADVANCED, **changes))
    return attrs.evolve(FRENCH, rule=rule, remedies=remedies)


POSTAGE = claim(("2027-03-06", 1_290))


def test_it_is_due_fourteen_days_later_whatever_day_that_is() -> None:
    moment = Moment(at("2027-03-10"))
    (cost,) = owed(POSTAGE, "", moment=moment)
    assert (cost.amount, cost.left, cost.last_day, cost.days_late) == (1_290, 1_290, date(2027, 3, 20), 0)
    assert (cost.surcharge, cost.total) == (None, 1_290)
    assert moment.until == instant_from_text("2027-03-20T23:00:00Z")
    assert cost.step == NextStep(
        code=StepCode.REPAY, by=Cause.SELLER, last_day=date(2027, 3, 20), source=ARTICLE
    )


@pytest.mark.parametrize(
    ("when", "days", "percent", "more"),
    [
        ("2027-03-21", 1, "10", 129),
        ("2027-04-03", 14, "10", 129),
        ("2027-04-04", 15, "20", 258),
        ("2027-04-19", 30, "20", 258),
        ("2027-04-20", 31, "50", 645),
        ("2027-12-24", 279, "50", 645),
    ],
)
def test_every_step_of_the_ladder(when: str, days: int, percent: str, more: int) -> None:
    moment = Moment(at(when))
    (cost,) = owed(POSTAGE, "", moment=moment)
    assert cost.surcharge is not None
    assert (cost.days_late, cost.surcharge.percent) == (days, Percent.of(percent))
    assert (cost.surcharge.amount, cost.total) == (more, 1_290 + more)
    assert cost.surcharge.source == "Code de la consommation, article L241-7"
    assert moment.until == ALMANAC.zone(PARIS).midnight_after(moment.at)


def test_half_a_cent_is_rounded_up() -> None:
    (cost,) = owed(claim(("2027-03-06", 1_295)), "2027-03-22")
    assert cost.surcharge is not None
    assert cost.surcharge.amount == 130


def test_each_cost_has_a_day_of_its_own_and_repayments_settle_the_oldest_first() -> None:
    both = claim(("2027-03-20", 500), ("2027-03-06", 1_290), repaid=1_400)
    (cost,) = owed(both, "2027-04-05")
    assert (cost.at, cost.amount, cost.left) == (at("2027-03-20"), 500, 390)
    assert (cost.last_day, cost.days_late, cost.total) == (date(2027, 4, 3), 2, 429)
    first, second = owed(attrs.evolve(both, repaid=((PAID, 290),)), "2027-04-05")
    assert (first.left, first.total, second.left, second.total) == (1_000, 1_200, 500, 550)


@pytest.mark.parametrize("repaid", [1_290, 2_000])
def test_what_was_repaid_is_owed_no_more(repaid: int) -> None:
    assert owed(claim(("2027-03-06", 1_290), repaid=repaid), "2027-12-01") == ()


def test_without_a_law_it_is_owed_and_no_day_is_named() -> None:
    (cost,) = owed(POSTAGE, "2027-12-01", attrs.evolve(FRENCH, remedies=None))
    assert (cost.left, cost.last_day, cost.source, cost.surcharge) == (1_290, None, None, None)


def test_of_several_laws_the_first_day_counts_and_the_greatest_surcharge() -> None:
    strict = law("b", within=Period.from_text("7 days"), source="Act B", ladder=(), ladder_source=None)
    dear = law("a", ladder=[LateStep(percent=Percent.of("100"))], ladder_source="Act A")
    (cost,) = owed(POSTAGE, "2027-03-21", dear, strict, FRENCH)
    assert (cost.last_day, cost.source, cost.days_late) == (date(2027, 3, 13), "Act B", 8)
    assert cost.surcharge is not None
    assert (cost.surcharge.amount, cost.surcharge.source) == (1_290, "Act A")


def test_on_the_last_day_of_the_table_of_the_zone() -> None:
    table = zone_table(
        PARIS, instant_from_text("2027-01-01T00:00:00Z"), instant_from_text("2027-03-25T12:00:00Z")
    )
    moment = Moment(at("2027-03-25T12:00:00+01:00"))
    (cost,) = owed(POSTAGE, "", moment=moment, almanac=Almanac((table,), ()))
    assert (cost.days_late, moment.until) == (5, table.until)
