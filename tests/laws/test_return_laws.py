"""The laws of returns, on orders placed at the counter; deadlines, kinder policies and replays."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.baskets import Carry, Contract, Line
from comptoir.facts.events import OrderPlaced
from comptoir.facts.return_terms import Anchor, Bearer, Means
from comptoir.returns.assess import Give
from comptoir.testing.cases import LawBroken
from comptoir.testing.laws import RETURN_LAWS
from comptoir.testing.laws import returns as laws
from comptoir.testing.laws.returns import Request, ReturnCase, ask_return, settled
from comptoir.testing.strategies.returns import return_cases
from comptoir.testing.terms_examples import ORDERED, arrival, house, last_order, ordered, placed, policy
from comptoir.testing.terms_examples import return_cases as hand_made
from comptoir.testing.terms_faults import RETURN_FAULTS
from comptoir.testing.whole_shop import FRANCE
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.countings import STANDARD_COUNTINGS
from comptoir.values.deadlines import ends
from comptoir.values.instants import DAY, Instant, datetime_of
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period, PeriodUnit

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
def test_ro_last_days_and_refunds_are_what_the_oracles_count(case: ReturnCase) -> None:
    laws.ro_last_days_and_refunds_are_what_the_oracles_count(case)


@cases
def test_p1_naming_changes_no_assessment(case: ReturnCase) -> None:
    laws.p1_naming_changes_no_assessment(case)


@cases
def test_p4_the_assessment_stays_until_valid_until(case: ReturnCase) -> None:
    laws.p4_the_assessment_stays_until_valid_until(case)


periods = st.builds(Period, st.sampled_from((1, 2, 7, 14, 30)), st.sampled_from(PeriodUnit))
countings = st.sampled_from(tuple(STANDARD_COUNTINGS))
days = st.integers(0, 400).map(lambda number: date(2026, 1, 1) + timedelta(days=number))
LONG = attrs.evolve(FRANCE, until=date(2070, 1, 1))


@given(periods, countings, days, st.integers(0, 40))
def test_later_handing_over_never_ends_earlier(period: Period, id_: str, day: date, later: int) -> None:
    counting = STANDARD_COUNTINGS[id_]
    one, two = (ends(counting, period, day + timedelta(days=step), LONG) for step in (0, later))
    assert one.last_day <= two.last_day


@given(periods, countings, days, st.lists(st.integers(-3, 3), min_size=1, unique=True))
def test_an_added_holiday_never_ends_earlier(period: Period, id_: str, day: date, near: list[int]) -> None:
    counting = STANDARD_COUNTINGS[id_]
    one = ends(counting, period, day, LONG)
    added = {one.counted_last_day + timedelta(days=step): "added" for step in near}
    named = {each.day: each.name for each in LONG.holidays} | added
    holidays = tuple(Holiday(each, name) for each, name in sorted(named.items()))
    calendar: Calendar = attrs.evolve(LONG, holidays=holidays)
    assert one.last_day <= ends(counting, period, day, calendar).last_day


@cases
def test_a_kinder_policy_lowers_nothing(case: ReturnCase) -> None:
    order = case.held(case.facts, case.requests[0].at).order
    terms = [
        attrs.evolve(
            each,
            period=Period.from_text("40 days"),
            anchor=Anchor.LAST_HANDED_OVER,
            fee=Percent(0),
            carriage=Bearer.SELLER,
            means=Means.ORIGINAL,
            reasons=(),
        )
        if each.source is None
        else each
        for each in order.returns
    ]
    better = attrs.evolve(order, returns=terms)
    facts = tuple(
        OrderPlaced(id=order.id, order=better) if fact.id == order.id else fact for fact in case.facts
    )
    for request in case.requests:
        before, after = (ask_return(case.rulebook, case.order, each, request) for each in (case.facts, facts))
        assert len(after.goods) >= len(before.goods)
        assert after.assessed.refund.total >= before.assessed.refund.total
        for good in before.goods:
            [now] = [each for each in after.goods if each.units == good.units]
            assert now.refunded >= good.refunded
            assert (now.best.last_day or date.max) >= (good.best.last_day or date.max)
            assert now.best.fee <= good.best.fee


@cases
def test_replaying_a_fact_changes_nothing(case: ReturnCase) -> None:
    done = settled(case, ask_return, case.requests)
    facts = [*case.facts, *(each.fact for each in done)]
    at = case.requests[-1].at
    assert case.holdings(facts, at) == case.holdings([*facts[::-1], *facts], at)


def test_every_law_has_two_faults() -> None:
    assert set(RETURN_FAULTS) == set(RETURN_LAWS)
    assert all(len(faults) >= 2 for faults in RETURN_FAULTS.values())


@pytest.mark.parametrize("letter", RETURN_LAWS)
def test_the_law_holds_on_every_case_made_by_hand(letter: str) -> None:
    for case in hand_made():
        RETURN_LAWS[letter](case)


@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in RETURN_FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    with pytest.raises(LawBroken, match=f"^{letter}: "):  # noqa: PT012 - one of the cases does
        for case in hand_made():
            RETURN_LAWS[letter](case, RETURN_FAULTS[letter][fault])


def test_r6_the_delivery_fee_does_not_depend_on_which_goods_come_back_last() -> None:
    # The paper is exempt from withdrawal and comes back by the policy alone: not all was withdrawn from.
    shop = house(policy("free"))
    facts = placed(shop, (), "o-1", ORDERED, ordered(Line("FOULARD", 1), Line("JOURNAL", 1)))
    facts = (*facts, arrival("h-1", last_order(facts), (), Instant(ORDERED + DAY)))
    at = datetime_of(Instant(ORDERED + 2 * DAY))
    request = Request(at=at, give=(Give(1), Give(2)), store="lyon-2")
    case = ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=(request,))
    laws.r6_any_split_takes_the_same_total(case)
    for first, then in ((1, 2), (2, 1)):
        asked = [attrs.evolve(request, give=(Give(number),)) for number in (first, then)]
        assert [each.fact.delivery for each in settled(case, ask_return, asked)] == [0, 0]


def test_p1_a_ref_of_a_whole_line_is_another_name_of_the_line() -> None:
    # One entry names the only two dresses by their ref, the other one of them by their line's number.
    shop = house(policy("free"))
    facts = placed(shop, (), "o-1", ORDERED, ordered(Line("ROBE-36", 2)))
    facts = (*facts, arrival("h-1", last_order(facts), (), Instant(ORDERED + DAY)))
    request = Request(at=datetime_of(Instant(ORDERED + 2 * DAY)), give=(Give(1), Give("r0", 2)))
    case = ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=(request,))
    laws.p1_naming_changes_no_assessment(case)


def test_ro_what_is_the_sellers_fault_is_repaid_as_it_was_paid() -> None:
    shop = house(policy("credit", means=Means.CREDIT, fee="10"))
    basket = ordered(Line("ROBE-36", 1), handover=Carry("lyon-2"), contract=Contract.IN_STORE)
    facts = placed(shop, (), "o-1", ORDERED, basket)
    at = datetime_of(Instant(ORDERED + DAY))
    requests = tuple(Request(at=at, give=(Give(1, reason=why),)) for why in ("faulty", "changed_mind"))
    paid_out = []
    for request in requests:
        case = ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=(request,))
        laws.ro_last_days_and_refunds_are_what_the_oracles_count(case)
        [done] = settled(case, ask_return, [request])
        paid_out.append([tender.means for tender in done.fact.tenders])
    assert paid_out == [["card", "gift-card"], ["credit"]]


def test_r1_a_line_and_one_of_its_refs_are_two_goods() -> None:
    # Taken first and alone, any one scarf of the line would be the one that the ref names.
    shop = house(policy("free"))
    facts = placed(shop, (), "o-1", ORDERED, ordered(Line("FOULARD", 1), Line("FOULARD", 1)))
    facts = (*facts, arrival("h-1", last_order(facts), (), Instant(ORDERED + DAY)))
    request = Request(at=datetime_of(Instant(ORDERED + 2 * DAY)), give=(Give(1), Give("r0")))
    case = ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=(request,))
    laws.r1_any_split_refunds_the_same_for_the_goods(case)
    laws.r6_any_split_takes_the_same_total(case)


def test_r5_a_line_may_be_two_products_after_an_exchange() -> None:
    # One dress in size 36 and two in 38, for two in 36 and one in 38: of the two, one stays what it was.
    shop = house(policy("free"))
    facts = placed(shop, (), "o-1", ORDERED, ordered(Line("ROBE-36", 1), Line("ROBE-38", 2)))
    facts = (*facts, arrival("h-1", last_order(facts), (), Instant(ORDERED + DAY)))
    request = Request(at=datetime_of(Instant(ORDERED + 2 * DAY)), give=(Give(1), Give(2, 2)))
    case = ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=(request,))
    laws.r5_an_even_exchange_moves_no_money(case)
