"""The laws of returns, on orders placed at the counter; deadlines and refunds, against oracles."""

from __future__ import annotations

from hypothesis import given

from comptoir.facts.return_terms import Means
from comptoir.returns.assess import GoodBack
from comptoir.testing.laws import returns as laws
from comptoir.testing.laws.returns import ReturnCase, ask_return, settled
from comptoir.testing.oracles import deadlines, refunds
from comptoir.testing.strategies.returns import return_cases
from comptoir.values.instants import instant_of
from comptoir.values.percentages import Percent

cases = given(case=return_cases())


@cases
def test_r1_any_split_refunds_the_same_for_the_goods(case: ReturnCase) -> None:
    laws.r1_any_split_refunds_the_same_for_the_goods(case)


@cases
def test_r2_no_refund_exceeds_what_was_paid(case: ReturnCase) -> None:
    laws.r2_no_refund_exceeds_what_was_paid(case)


@cases
def test_r3_what_is_owed_is_owed_once(case: ReturnCase) -> None:
    laws.r3_what_is_owed_is_owed_once(case)


@cases
def test_r4_the_law_is_the_floor(case: ReturnCase) -> None:
    laws.r4_the_law_is_the_floor(case)


@cases
def test_r5_an_even_exchange_moves_no_money(case: ReturnCase) -> None:
    laws.r5_an_even_exchange_moves_no_money(case)


@cases
def test_r6_any_split_takes_the_same_total(case: ReturnCase) -> None:
    laws.r6_any_split_takes_the_same_total(case)


@cases
def test_p1_naming_changes_no_assessment(case: ReturnCase) -> None:
    laws.p1_naming_changes_no_assessment(case)


@cases
def test_p4_the_assessment_stays_until_valid_until(case: ReturnCase) -> None:
    laws.p4_the_assessment_stays_until_valid_until(case)


@cases
def test_every_last_day_is_the_oracles(case: ReturnCase) -> None:
    almanac = case.rulebook.almanac
    for request in case.requests:
        held = case.held(case.facts, request.at)
        found = ask_return(case.rulebook, case.order, case.facts, request.at, request.give, request.store)
        for good in found.goods:
            [run] = [run for run in held.runs if run.units.common(good.units)]
            for right in good.rights:
                ended = deadlines.ends(right.terms, held, run, almanac)
                assert (right.last_day, right.closes_at) == (ended or (None, None))
                at = instant_of(request.at)
                assert right.alive == deadlines.is_alive(right.terms, held, run, at, almanac)


@cases
def test_every_refund_is_the_oracles_to_the_cent(case: ReturnCase) -> None:
    done = settled(case, ask_return, case.requests)
    if not done:
        return
    pile = refunds.Pile(done[0].assessment.order)
    for each in done:
        fact = each.fact
        due = pile.take(
            [piece for good in each.assessment.goods for piece in pieces_of(good)], fact.delivery
        )
        assert sum(taken.refunded for taken in fact.taken) == due.goods
        assert (fact.points_restored, fact.points_worth) == (due.points, due.worth)
        assert fact.points_clawed == due.clawed
        paid = {(tender.means, tender.reference): tender.amount.minor for tender in fact.tenders}
        assert paid == {key: minor for key, minor in due.tenders.items() if minor}


def pieces_of(good: GoodBack) -> list[refunds.Piece]:
    alive = [right.terms for right in good.rights if right.alive]
    fee = Percent(0) if good.give.reason == "faulty" else min(terms.fee for terms in alive)
    on_credit = all(terms.means is Means.CREDIT for terms in alive)
    return [
        refunds.Piece(number=good.units.number, index=index, fee=fee, on_credit=on_credit)
        for index in range(good.units.first, good.units.after)
    ]
