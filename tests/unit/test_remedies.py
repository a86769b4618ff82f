"""What may be asked for goods with a fault, and why not the rest: each rule by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.facts.claims import Claim, RefusedRemedy
from comptoir.facts.confidence import Confidence
from comptoir.facts.guarantee_terms import GuaranteeTerms, Problem, Remedy, RemedyLaw, ShortReject
from comptoir.facts.held import Held, Run
from comptoir.facts.return_terms import Right
from comptoir.facts.units import Units
from comptoir.returns.claims.found import ClaimDesk
from comptoir.returns.claims.remedies import Fault, Remedies, WhyNot, WhyRemedy, common_of, conform_by
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from unit.returns_shop import ALMANAC, HANDED, PARIS, at, dress, line, order

FIRST = "Code de la consommation, articles L217-8 et L217-9"
IN_TIME = "Code de la consommation, article L217-10"
THEN = "Code de la consommation, article L217-14"
FRENCH = GuaranteeTerms(
    right=Right.STATUTORY,
    rule="fr-guarantee",
    source="Code de la consommation, article L217-3",
    lines=[1],
    period=Period.from_text("1 year"),
    zone=PARIS,
    transferred_by="Code de la consommation, article L217-29",
    remedies=RemedyLaw(
        source=FIRST, within=Period.from_text("30 days"), within_source=IN_TIME, then_source=THEN
    ),
)
REJECTING = "Consumer Rights Act 2015, sections 20 and 22"
BRITISH = GuaranteeTerms(
    right=Right.STATUTORY,
    rule="gb-conformity",
    source="Consumer Rights Act 2015, section 9",
    lines=[1],
    zone=PARIS,
    remedies=RemedyLaw(
        source="Consumer Rights Act 2015, section 23",
        then_source="Consumer Rights Act 2015, section 24",
        reject=ShortReject(
            period=Period.from_text("30 days"), days_after=7, source=REJECTING, confidence=Confidence.MEDIUM
        ),
    ),
)
MERCHANTS = GuaranteeTerms(
    right=Right.COMMERCIAL, rule="merchant", lines=[1], period=Period.from_text("18 months"), zone=PARIS
)
MACHINE = Units(1, 0, 1)
REQUESTED = at("2026-06-01")
WITHIN = at("2026-06-20")
"""In time: the goods are put right by 1 July."""


def claim(**changes: Any) -> Claim:
    described = {"id": "c-1", "order": "o-1", "units": (MACHINE,), "problem": Problem.FAULTY}
    return Claim(**{**described, "requested": REQUESTED, "since": REQUESTED, **changes})


def refused(*remedies: Remedy) -> tuple[RefusedRemedy, ...]:
    return tuple(RefusedRemedy(remedy=each, at=at("2026-06-05"), said="trop cher") for each in remedies)


def desk(
    when: Instant, *terms: GuaranteeTerms, about: Claim | None = None, run: Run | None = None
) -> ClaimDesk:
    goods = run or Run(units=MACHINE, product=dress(), handed_over=HANDED)
    stands = Held(
        order=attrs.evolve(order(line(1, dress(), 1, 9_000)), guarantees=terms or (FRENCH,)),
        runs=(goods,),
        claims=() if about is None else (about,),
    )
    return ClaimDesk(held=stands, moment=Moment(when), almanac=ALMANAC)


def under(about: Claim, *terms: GuaranteeTerms, when: Instant = WITHIN, **told: Any) -> Remedies:
    return desk(when, *terms, about=about, **told).remedies(about)


def fresh(*terms: GuaranteeTerms, when: Instant = WITHIN, problem: Problem = Problem.FAULTY) -> Remedies:
    stands = desk(when, *terms)
    return stands.new_remedies(stands.held.runs, problem)


def given(found: Remedies) -> dict[Remedy, WhyRemedy]:
    return {each.remedy: each.why for each in found.available}


def denied(found: Remedies) -> dict[Remedy, WhyNot]:
    return {each.remedy: each.why for each in found.refused}


THE_GOODS = {Remedy.REPAIR: WhyRemedy.CHOSEN, Remedy.REPLACEMENT: WhyRemedy.CHOSEN}
THE_MONEY = {Remedy.REDUCTION: WhyNot.FIRST_THE_GOODS, Remedy.RESCISSION: WhyNot.FIRST_THE_GOODS}


def test_first_the_goods_are_put_right_as_the_customer_chooses() -> None:
    found = fresh()
    assert given(found) == THE_GOODS
    assert denied(found) == THE_MONEY
    repair = found.open_for(Remedy.REPAIR)
    assert repair is not None
    assert (repair.rule, repair.source, repair.until) == ("fr-guarantee", FIRST, date(2027, 3, 4))


def test_the_money_is_named_with_the_day_from_which_it_may_be_asked_for() -> None:
    found = under(claim())
    assert given(found) == THE_GOODS
    closed = found.closed_for(Remedy.RESCISSION)
    assert closed is not None
    assert (closed.why, closed.since) == (WhyNot.FIRST_THE_GOODS, date(2026, 7, 2))
    assert found.closed_for(Remedy.REPAIR) is None


@pytest.mark.parametrize(
    ("when", "is_late"), [("2026-07-01T23:59:59+02:00", False), ("2026-07-02T00:00:00+02:00", True)]
)
def test_not_in_time_once_the_last_day_is_over(when: str, *, is_late: bool) -> None:
    found = under(claim(), when=at(when))
    late = {Remedy.REDUCTION: WhyRemedy.NOT_IN_TIME, Remedy.RESCISSION: WhyRemedy.NOT_IN_TIME}
    assert given(found) == THE_GOODS | (late if is_late else {})
    assert denied(found) == ({} if is_late else THE_MONEY)


def test_both_remedies_refused_in_writing() -> None:
    found = under(claim(refused=refused(Remedy.REPAIR, Remedy.REPLACEMENT)))
    assert given(found) == {Remedy.REDUCTION: WhyRemedy.REFUSED, Remedy.RESCISSION: WhyRemedy.REFUSED}
    assert denied(found) == {Remedy.REPAIR: WhyNot.REFUSED, Remedy.REPLACEMENT: WhyNot.REFUSED}
    closed = found.closed_for(Remedy.REPAIR)
    assert closed is not None
    assert closed.text("en") == "Repair: refused in writing (“trop cher”)."
    assert under(claim(refused=refused(Remedy.REPAIR))).available[0].remedy is Remedy.REPLACEMENT


def test_what_was_agreed_after_it_was_refused_is_open_again_and_takes_nothing_from_the_customer() -> None:
    repair, replacement = refused(Remedy.REPAIR, Remedy.REPLACEMENT)
    again = claim(
        refused=(attrs.evolve(repair, agreed_after=at("2026-06-06")), replacement),
        agreed=Remedy.REPAIR,
        agreed_at=at("2026-06-06"),
    )
    found = under(again)
    assert given(found) == {
        Remedy.REPAIR: WhyRemedy.CHOSEN,
        Remedy.REDUCTION: WhyRemedy.REFUSED,
        Remedy.RESCISSION: WhyRemedy.REFUSED,
    }
    assert denied(found) == {Remedy.REPLACEMENT: WhyNot.REFUSED}


def test_remedies_that_were_never_refused_both_at_once_open_no_money() -> None:
    repair, replacement = refused(Remedy.REPAIR, Remedy.REPLACEMENT)
    first = attrs.evolve(repair, agreed_after=at("2026-06-04"), at=at("2026-06-03"))
    found = under(claim(refused=(first, replacement), agreed=Remedy.REPAIR, agreed_at=at("2026-06-04")))
    assert given(found) == {Remedy.REPAIR: WhyRemedy.CHOSEN}
    assert found.open_for(Remedy.RESCISSION) is None


def test_a_repair_that_was_not_done_while_a_replacement_is_refused() -> None:
    not_done = claim(not_repaired=at("2026-06-10"), refused=refused(Remedy.REPLACEMENT))
    found = given(under(not_done))
    assert found[Remedy.RESCISSION] is found[Remedy.REDUCTION] is WhyRemedy.REFUSED


def test_a_failed_attempt() -> None:
    failed = claim(persists=(at("2026-06-15"),))
    assert given(under(failed))[Remedy.RESCISSION] is WhyRemedy.FAILED
    assert FRENCH.remedies is not None
    patient = attrs.evolve(FRENCH, remedies=attrs.evolve(FRENCH.remedies, attempts=2))
    assert denied(under(failed, patient)) == THE_MONEY


def test_a_serious_fault_and_a_minor_one() -> None:
    assert given(under(claim(major=WITHIN)))[Remedy.RESCISSION] is WhyRemedy.MAJOR
    minor = under(claim(minor=WITHIN), when=at("2026-07-10"))
    assert minor.open_for(Remedy.REDUCTION) is not None
    assert denied(minor) == {Remedy.RESCISSION: WhyNot.MINOR}


def test_of_several_reasons_the_first_is_told() -> None:
    all_of_it = claim(refused=refused(Remedy.REPAIR, Remedy.REPLACEMENT), persists=(WITHIN,), major=WITHIN)
    assert given(under(all_of_it, when=at("2026-07-10")))[Remedy.RESCISSION] is WhyRemedy.REFUSED


def test_missing_goods_are_replaced_and_never_repaired_or_reduced() -> None:
    found = fresh(problem=Problem.MISSING)
    assert given(found) == {Remedy.REPLACEMENT: WhyRemedy.CHOSEN}
    assert denied(found) == {
        Remedy.REPAIR: WhyNot.NOT_FOR_MISSING,
        Remedy.REDUCTION: WhyNot.NOT_FOR_MISSING,
        Remedy.RESCISSION: WhyNot.FIRST_THE_GOODS,
    }
    not_sent = under(claim(problem=Problem.MISSING, refused=refused(Remedy.REPLACEMENT)))
    assert given(not_sent) == {Remedy.RESCISSION: WhyRemedy.REFUSED}


@pytest.mark.parametrize("problem", [Problem.WRONG, Problem.DAMAGED])
def test_wrong_and_damaged_goods_are_not_as_they_should_be(problem: Problem) -> None:
    assert given(fresh(problem=problem)) == THE_GOODS


def test_a_claim_that_was_refused_gives_nothing_and_may_be_disputed() -> None:
    found = under(claim(rejected=WITHIN, rejected_for="chute"))
    assert not found.available
    assert set(denied(found).values()) == {WhyNot.REJECTED}
    assert "may dispute it" in found.refused[0].text("en")


def test_a_claim_that_is_settled_gives_nothing_more() -> None:
    found = under(claim(settled_at=WITHIN, settled_as=Remedy.REPAIR))
    assert set(denied(found).values()) == {WhyNot.SETTLED}


def test_once_the_guarantee_is_over_nothing_may_be_asked_for() -> None:
    found = fresh(when=at("2027-03-05"))
    assert set(denied(found).values()) == {WhyNot.GUARANTEE_OVER}
    assert found.refused[0].text("en") == "Repair: the guarantee ended on 4 March 2027."
    assert fresh(when=at("2027-03-04")).available


def test_a_claim_made_in_time_outlives_the_guarantee_and_a_late_one_has_none() -> None:
    late = at("2027-03-06")
    in_time = claim(requested=at("2027-03-04"))
    assert given(under(in_time, when=late)) == THE_GOODS
    assert not under(claim(requested=late), when=late).available


def test_the_short_term_right_to_reject_gives_the_money_at_once() -> None:
    found = fresh(BRITISH, when=at("2026-04-03"))
    assert given(found) == THE_GOODS | {Remedy.RESCISSION: WhyRemedy.SHORT_TERM}
    reject = found.open_for(Remedy.RESCISSION)
    assert reject is not None
    assert (reject.source, reject.until) == (REJECTING, date(2026, 4, 3))
    assert denied(fresh(BRITISH, when=at("2026-04-04T12:00:00+02:00"))) == THE_MONEY


def test_who_claimed_while_goods_could_be_rejected_may_reject_them_later() -> None:
    early = claim(requested=at("2026-03-20"))
    assert given(under(early, BRITISH))[Remedy.RESCISSION] is WhyRemedy.SHORT_TERM
    assert denied(under(claim(), BRITISH))[Remedy.RESCISSION] is WhyNot.FIRST_THE_GOODS


def test_a_merchants_guarantee_repairs_and_gives_what_it_promises() -> None:
    later = at("2027-05-01")
    assert given(fresh(FRENCH, MERCHANTS, when=later)) == {Remedy.REPAIR: WhyRemedy.POLICY}
    kind = attrs.evolve(MERCHANTS, at_once=[Remedy.REPLACEMENT, Remedy.RESCISSION])
    found = fresh(FRENCH, kind, when=later)
    assert given(found) == {
        Remedy.REPLACEMENT: WhyRemedy.POLICY,
        Remedy.RESCISSION: WhyRemedy.POLICY,
    }
    assert denied(found) == {Remedy.REPAIR: WhyNot.NO_RULE, Remedy.REDUCTION: WhyNot.NO_RULE}


def test_the_laws_remedy_is_named_before_the_merchants_and_neither_takes_from_the_other() -> None:
    kind = attrs.evolve(MERCHANTS, at_once=[Remedy.REPAIR, Remedy.RESCISSION])
    found = fresh(FRENCH, kind)
    assert given(found) == THE_GOODS | {Remedy.RESCISSION: WhyRemedy.POLICY}
    assert found.available[0].rule == "fr-guarantee"


def test_without_a_guarantee_nothing_is_said_for_certain() -> None:
    elsewhere = attrs.evolve(FRENCH, lines=[])
    assert set(denied(fresh(elsewhere)).values()) == {WhyNot.NO_RULE}
    assert set(denied(fresh(attrs.evolve(FRENCH, remedies=None))).values()) == {WhyNot.NO_RULE}


def test_a_guarantee_that_does_not_follow_the_goods_is_the_first_owners_alone() -> None:
    later = Run(units=MACHINE, product=dress(), handed_over=HANDED, owner_since=at("2026-05-01"), owner="m-9")
    mine = attrs.evolve(FRENCH, transferred_by=None)
    stands = desk(WITHIN, mine, run=later)
    denying = denied(stands.new_remedies(stands.held.runs, Problem.FAULTY))
    assert set(denying.values()) == {WhyNot.NOT_TRANSFERRED}
    followed = desk(WITHIN, FRENCH, run=later)
    assert given(followed.new_remedies(followed.held.runs, Problem.FAULTY)) == THE_GOODS
    assert not under(claim(), mine, run=later).available
    sold_since = attrs.evolve(later, owner_since=at("2026-06-10"))
    assert given(under(claim(), mine, run=sold_since)) == THE_GOODS


def test_of_several_goods_what_may_be_asked_for_of_all() -> None:
    missing, faulty = fresh(problem=Problem.MISSING), fresh()
    both = common_of([faulty, missing])
    assert given(both) == {Remedy.REPLACEMENT: WhyRemedy.CHOSEN}
    assert denied(both)[Remedy.REPAIR] is WhyNot.NOT_FOR_MISSING


def test_by_when_goods_are_put_right_is_what_the_first_law_says() -> None:
    assert FRENCH.remedies is not None
    strict = attrs.evolve(
        FRENCH,
        rule="strict",
        remedies=attrs.evolve(FRENCH.remedies, within=Period.from_text("2 weeks"), within_source="art. 1"),
    )
    [fault] = desk(WITHIN, FRENCH, strict, BRITISH, about=claim()).faults(claim())
    end = conform_by(fault, ALMANAC)
    assert end is not None
    assert (end.last_day, end.source) == (date(2026, 6, 15), "art. 1")
    [without] = desk(WITHIN, BRITISH, about=claim()).faults(claim())
    assert conform_by(without, ALMANAC) is None


def test_every_remedy_is_told_in_both_languages() -> None:
    for found in (fresh(), fresh(BRITISH, when=at("2026-04-01")), fresh(problem=Problem.MISSING)):
        for language in ("fr", "en"):
            assert all(each.text(language) for each in found.available)
            assert all(each.text(language) for each in found.refused)
    repair = fresh().available[0]
    assert repair.text("en") == (
        "Repair, at no cost to the customer: as the customer chooses, "
        f"until the end of 4 March 2027 ({FIRST})."
    )


def test_a_fault_names_no_claim_where_there_is_none() -> None:
    stands = desk(WITHIN)
    fault = stands.new(stands.held.runs[0], Problem.FAULTY)
    assert isinstance(fault, Fault)
    assert fault.refusal(Remedy.REPAIR) is None
