"""Why goods may not come back: each code, what it names, and the sentence that is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.events import Fact, Passage, Passed
from comptoir.facts.held import Held
from comptoir.facts.return_terms import (
    Bearer,
    Exemption,
    Grade,
    GradeTerms,
    LostTerms,
    Means,
    NoRight,
    ProofKind,
    RefundMode,
    ReturnTerms,
    Right,
    WithoutRight,
)
from comptoir.facts.units import Units
from comptoir.returns.asked import Give, ReturnAsked
from comptoir.returns.assess import assess_goods
from comptoir.returns.assessed import Assessed, GoodBack
from comptoir.returns.refused import ReturnRefusalCode as Code
from comptoir.returns.refused import ReturnRefused
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from unit.returns_shop import (
    ALMANAC,
    FINAL,
    REASONS,
    THIRTY_DAYS,
    TILL,
    WITHDRAWAL,
    assessed,
    at,
    dress,
    handed_over,
    held,
    line,
    order,
)

SOON, LATER, TOO_LATE = at("2026-03-10"), at("2026-03-25"), at("2026-05-01")
MEDIA = LostTerms(lines=[1], head=Exemption.MEDIA, source="article L221-28, 9°")
LOSABLE = attrs.evolve(WITHDRAWAL, lost=[MEDIA])
USED_REFUSED = attrs.evolve(THIRTY_DAYS, grades=[GradeTerms(grade=Grade.USED, refused=True)])


def bought(*terms: ReturnTerms, quantity: int = 2, **changes: Any) -> Held:
    placed = order(line(1, dress(), quantity, 1000 * quantity), returns=terms)
    return held(attrs.evolve(placed, **changes), handed_over())


def refused(stands: Held, give: Give, when: Instant, **asked: Any) -> ReturnRefused:
    found = assessed(stands, give, when=when, **asked)
    assert found.goods == ()
    [refusal] = found.refused
    return refusal


def taken(stands: Held, give: Give, when: Instant, **asked: Any) -> GoodBack:
    found = assessed(stands, give, when=when, **asked)
    assert found.refused == ()
    [good] = found.goods
    return good


def test_the_codes_are_looked_for_in_this_order() -> None:
    assert [code.value for code in Code] == [
        "never_bought",
        "other_customer",
        "more_than_bought",
        "already_returned",
        "cancelled",
        "not_handed_over",
        "wrong_item",
        "claim",
        "not_returnable",
        "right_lost",
        "too_late",
        "reason_not_accepted",
        "not_proven",
        "condition",
    ]


def test_what_was_never_sold_is_taken_back_by_no_right() -> None:
    stands = bought(WITHDRAWAL, THIRTY_DAYS)
    for reason in ("changed_mind", "faulty"):
        refusal = refused(stands, Give(1, grade=Grade.WRONG_ITEM, reason=reason), SOON)
        assert (refusal.code, refusal.rule) == (Code.WRONG_ITEM, None)
    assert refused(held(stands.order), Give(1, grade=Grade.WRONG_ITEM), SOON).code is Code.NOT_HANDED_OVER


def test_a_right_that_was_lost_names_the_exception() -> None:
    refusal = refused(bought(LOSABLE), Give(1, unsealed=True), SOON)
    assert (refusal.code, refusal.rule, refusal.lost, refusal.last_day) == (
        Code.RIGHT_LOST,
        "wd.fr",
        MEDIA,
        None,
    )
    assert refusal.text("en") == "The right was lost (wd.fr; article L221-28, 9°)."
    assert refusal.text("fr") == "Le droit est perdu (wd.fr ; article L221-28, 9°)."
    assert taken(bought(LOSABLE), Give(1), SOON).is_withdrawal


def test_a_right_that_was_lost_and_is_over_is_too_late() -> None:
    refusal = refused(bought(LOSABLE), Give(1, unsealed=True), LATER)
    assert (refusal.code, refusal.last_day, refusal.lost) == (Code.TOO_LATE, date(2026, 3, 18), None)


def test_a_right_that_was_lost_beside_a_final_sale_is_named() -> None:
    assert refused(bought(LOSABLE, FINAL), Give(1, unsealed=True), SOON).code is Code.RIGHT_LOST
    assert refused(bought(FINAL), Give(1, unsealed=True), SOON).code is Code.NOT_RETURNABLE


def test_what_the_law_takes_away_the_policy_may_still_give() -> None:
    good = taken(bought(LOSABLE, THIRTY_DAYS), Give(1, unsealed=True), SOON)
    assert (good.is_withdrawal, good.fee, good.best.fee_by) == (False, 100, "thirty")
    assert [right.lost for right in good.rights] == [MEDIA, None]


def test_another_proof_is_not_taken() -> None:
    terms = attrs.evolve(THIRTY_DAYS, proofs=[ProofKind.RECEIPT, ProofKind.ACCOUNT])
    refusal = refused(bought(terms), Give(1), SOON, proof=ProofKind.CARD)
    assert (refusal.code, refusal.rule) == (Code.NOT_PROVEN, "thirty")
    assert refusal.text("en") == "Not taken back with this proof of purchase (thirty)."
    assert taken(bought(terms), Give(1), SOON, proof=ProofKind.ACCOUNT).means is Means.ORIGINAL
    assert taken(bought(terms, WITHDRAWAL), Give(1), SOON, proof=ProofKind.SERIAL).is_withdrawal


def test_another_condition_is_not_taken() -> None:
    refusal = refused(bought(USED_REFUSED), Give(1, grade=Grade.USED), SOON)
    assert (refusal.code, refusal.rule) == (Code.CONDITION, "thirty")
    assert refusal.text("fr") == "Pas repris dans cet état (thirty)."
    assert taken(bought(USED_REFUSED), Give(1, grade=Grade.OPENED), SOON).fee == 100
    assert taken(bought(USED_REFUSED, WITHDRAWAL), Give(1, grade=Grade.USED), SOON).is_withdrawal


def test_of_several_obstacles_the_first_is_named() -> None:
    picky = attrs.evolve(USED_REFUSED, reasons=["too_large"], proofs=[ProofKind.RECEIPT])
    stands, by_card = bought(picky), {"proof": ProofKind.CARD}
    used = Give(1, grade=Grade.USED, reason="too_large")
    assert refused(stands, Give(1, grade=Grade.USED), SOON, **by_card).code is Code.REASON_NOT_ACCEPTED
    assert refused(stands, used, SOON, **by_card).code is Code.NOT_PROVEN
    assert refused(stands, used, SOON).code is Code.CONDITION
    assert refused(stands, used, TOO_LATE, **by_card).code is Code.TOO_LATE


def test_without_any_right_no_rule_is_named() -> None:
    refusal = refused(bought(), Give(1), SOON)
    assert refusal.text("en") == "No right lets it come back."


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_code_has_a_sentence(code: Code, language: str) -> None:
    said = ReturnRefused(give=Give(1), code=code).text(language)
    assert said.endswith(".")
    assert "{" not in said


def test_a_fault_is_no_refusal_of_the_legal_guarantee() -> None:
    for terms, give in (
        (LOSABLE, Give(1, unsealed=True, reason="faulty")),
        (USED_REFUSED, Give(1, grade=Grade.USED, reason="faulty")),
    ):
        assert "legal guarantee" in refused(bought(terms), give, SOON).text("en")


def test_wear_is_a_line_of_its_own_beside_the_fee() -> None:
    worn = attrs.evolve(THIRTY_DAYS, grades=[GradeTerms(grade=Grade.USED, percent="25")])
    good = taken(bought(worn), Give(1, 2, grade=Grade.USED), SOON)
    assert (good.charged, good.fee, good.wear, good.refunded) == (2000, 200, 500, 1300)
    assert good.grade is Grade.USED


def test_what_is_the_sellers_fault_keeps_nothing_whatever_the_condition() -> None:
    worn = attrs.evolve(
        THIRTY_DAYS,
        grades=[GradeTerms(grade=Grade.DAMAGED, percent="25")],
        means=Means.CREDIT,
        mode=RefundMode.REPRICE_KEPT,
    )
    good = taken(bought(worn), Give(1, grade=Grade.DAMAGED, reason="faulty"), SOON)
    assert (good.fee, good.wear, good.means, good.carriage) == (0, 0, Means.ORIGINAL, Bearer.SELLER)
    assert good.mode is RefundMode.PRO_RATA


def test_why_the_law_gives_nothing_is_told_of_the_lines_that_are_asked_about() -> None:
    placed = order(line(1, dress(), 1, 1000), line(2, dress("B"), 1, 1000), returns=[THIRTY_DAYS])
    exempt = WithoutRight(lines=[1, 2], why=NoRight.EXEMPT, rule="wd.fr", head=Exemption.PRESS, source="16")
    stands = held(attrs.evolve(placed, without_right=[exempt]), handed_over())
    found = assessed(stands, Give(2), Give("never"), when=SOON)
    assert found.without_right == (attrs.evolve(exempt, lines=[2]),)


def test_later_law_has_no_reason_against_it() -> None:
    exempt = WithoutRight(lines=[1], why=NoRight.CONTRACT)
    stands = bought(without_right=[exempt])

    def law(number: int, _moment: Moment) -> tuple[ReturnTerms, ...]:
        return (attrs.evolve(WITHDRAWAL, lines=[number]),)

    found = assess_goods(
        stands,
        ReturnAsked(give=[Give(1)]),
        reasons=REASONS,
        moment=Moment(SOON),
        almanac=ALMANAC,
        since=law,
    )
    assert found.without_right == ()
    assert found.goods[0].is_withdrawal


def declared(on: Instant, *units: Units, id_: str = "d-1") -> Fact:
    return Passed(id=id_, order="o-1", at=on, passage=Passage.DECLARED, units=units, provenance=TILL)


def test_what_was_declared_in_time_comes_back_when_the_parcel_is_there() -> None:
    placed = order(line(1, dress(), 2, 2000), returns=[WITHDRAWAL])
    stands = held(placed, handed_over(), declared(SOON), when=TOO_LATE)
    found = assessed(stands, Give(1, 2), when=TOO_LATE)
    assert found.refused == ()
    assert found.declared == SOON
    assert [right.declared for right in found.goods[0].rights] == [True]


def test_pieces_that_were_declared_are_meant_before_those_that_were_not() -> None:
    placed = order(line(1, dress(), 3, 3000), returns=[WITHDRAWAL])
    stands = held(placed, handed_over(), declared(SOON, Units(1, 2, 1)), when=TOO_LATE)
    assert taken(stands, Give(1), TOO_LATE).units == Units(1, 2, 1)
    assert refused(stands, Give(1, 2), TOO_LATE).code is Code.TOO_LATE


def test_goods_of_which_one_was_not_declared_have_no_declaration() -> None:
    placed = order(line(1, dress(), 2, 2000), returns=[WITHDRAWAL])
    stands = held(placed, handed_over(), declared(SOON, Units(1, 0, 1)), when=SOON)
    assert assessed(stands, Give(1, 2), when=SOON).declared is None
    assert assessed(stands, Give(1), when=SOON).declared == SOON


# properties

TERMS = st.lists(
    st.sampled_from([WITHDRAWAL, LOSABLE, THIRTY_DAYS, USED_REFUSED, FINAL]), max_size=3, unique_by=id
)
GIVES = st.builds(
    Give,
    st.just(1),
    reason=st.sampled_from(sorted(REASONS)),
    grade=st.sampled_from(Grade),
    unsealed=st.booleans(),
)
WHEN = st.sampled_from([SOON, LATER, TOO_LATE])


def answer(terms: list[ReturnTerms], give: Give, when: Instant, proof: ProofKind) -> Assessed:
    return assessed(bought(*terms, quantity=1), give, when=when, proof=proof)


@given(terms=TERMS, give=GIVES, when=WHEN, proof=st.sampled_from(ProofKind))
def test_goods_come_back_by_a_living_right_that_takes_them_or_are_refused(
    terms: list[ReturnTerms], give: Give, when: Instant, proof: ProofKind
) -> None:
    found = answer(terms, give, when, proof)
    assert len(found.goods) + len(found.refused) == 1
    for good in found.goods:
        assert give.grade is not Grade.WRONG_ITEM
        assert any(right.alive for right in good.rights)
        assert 0 <= good.fee + good.wear <= good.charged
        if good.is_withdrawal:
            assert (good.fee, good.mode) == (0, RefundMode.PRO_RATA)
    for refusal in found.refused:
        assert refusal.code not in {Code.NEVER_BOUGHT, Code.MORE_THAN_BOUGHT}
        assert (refusal.lost is not None) is (refusal.code is Code.RIGHT_LOST)


@given(terms=TERMS, give=GIVES, when=WHEN, proof=st.sampled_from(ProofKind))
def test_a_living_right_of_the_law_takes_anything_that_was_sold(
    terms: list[ReturnTerms], give: Give, when: Instant, proof: ProofKind
) -> None:
    of_law = [each for each in terms if each.right is Right.STATUTORY]
    is_alive = any(not (each.lost and give.unsealed) for each in of_law) and when == SOON
    found = answer(terms, give, when, proof)
    if is_alive and give.grade is not Grade.WRONG_ITEM:
        assert [good.is_withdrawal for good in found.goods] == [True]


@given(terms=TERMS, give=GIVES, when=WHEN, more=st.sampled_from([WITHDRAWAL, THIRTY_DAYS]))
def test_one_right_more_never_gives_back_less(
    terms: list[ReturnTerms], give: Give, when: Instant, more: ReturnTerms
) -> None:
    richer = [*terms, attrs.evolve(more, rule="z-more")]
    before, after = (
        sum(good.refunded for good in answer(each, give, when, ProofKind.RECEIPT).goods)
        for each in (terms, richer)
    )
    assert before <= after
