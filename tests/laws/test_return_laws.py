"""The laws of returns, on orders placed at the counter; deadlines, kinder policies and replays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.facts.baskets import Contract
from comptoir.facts.events import Exceptional, Returned
from comptoir.facts.handovers import Carry
from comptoir.facts.lines import Line
from comptoir.facts.return_terms import Means, RefundMode
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.rules import Promotion
from comptoir.returns.asked import Give
from comptoir.returns.rules import ReturnRules, StaffException
from comptoir.testing import laws
from comptoir.testing.cases import LawBroken
from comptoir.testing.laws import RETURN_LAWS
from comptoir.testing.return_cases import Request, ReturnCase, ask_return, settled
from comptoir.testing.strategies.returns import return_cases
from comptoir.testing.terms_examples import (
    ORDERED,
    arrival,
    house,
    last_order,
    ordered,
    placed,
    points_earned,
    policy,
)
from comptoir.testing.terms_examples import return_cases as hand_made
from comptoir.testing.terms_faults import RETURN_FAULTS
from comptoir.testing.variations import with_promotions
from comptoir.testing.whole_shop import FRANCE, PLACES, whole_shop
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.countings import STANDARD_COUNTINGS
from comptoir.values.deadlines import ends
from comptoir.values.instants import DAY, Instant, datetime_of
from comptoir.values.periods import Period, PeriodUnit

FEWER = settings(max_examples=max(settings().max_examples // 2, 1))


def cases(test: Callable[[ReturnCase], None]) -> Callable[[], None]:
    """A test of cases that Hypothesis draws."""
    drawn: Callable[[], None] = FEWER(given(case=return_cases())(test))
    return drawn


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
def test_xs_an_exchange_between_two_returns_changes_no_sum(case: ReturnCase) -> None:
    laws.xs_an_exchange_between_two_returns_changes_no_sum(case)


@cases
def test_ro_last_days_and_refunds_are_what_the_oracles_count(case: ReturnCase) -> None:
    laws.ro_last_days_and_refunds_are_what_the_oracles_count(case)


@cases
def test_rl_later_receipt_never_gives_an_earlier_deadline(case: ReturnCase) -> None:
    laws.rl_later_receipt_never_gives_an_earlier_deadline(case)


@cases
def test_rk_a_kinder_policy_never_lowers_a_refund(case: ReturnCase) -> None:
    laws.rk_a_kinder_policy_never_lowers_a_refund(case)


@cases
def test_rh_an_added_holiday_never_shortens_a_deadline(case: ReturnCase) -> None:
    laws.rh_an_added_holiday_never_shortens_a_deadline(case)


@cases
def test_rf_replaying_a_fact_changes_nothing(case: ReturnCase) -> None:
    laws.rf_replaying_a_fact_changes_nothing(case)


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
        paid_out.append({tender.means for tender in done.fact.tenders})
    assert paid_out == [{"card", "gift-card"}, {"credit"}]


@pytest.mark.parametrize("reasons", [("changed_mind", "faulty"), ("faulty", "changed_mind")])
def test_r2_a_share_is_at_most_what_is_left_once_kept_goods_were_priced_again(
    reasons: tuple[str, str],
) -> None:
    ten = BasketAmountOff("10.00 EUR")
    name = {"fr": "Dix euros"}
    offer = Promotion(id="offer", name=name, layer="basket", when=[Spend("50.00 EUR")], benefit=ten)
    shop = with_promotions(house(policy("policy", mode=RefundMode.REPRICE_KEPT)), [offer])
    basket = ordered(Line("ROBE-36", 2), handover=Carry("lyon-2"), contract=Contract.IN_STORE)
    facts = placed(shop, (), "o-1", ORDERED, basket)
    requests = tuple(
        Request(at=datetime_of(Instant(ORDERED + DAY * day)), give=(Give(1, reason=reason),))
        for day, reason in enumerate(reasons, 1)
    )
    case = ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=requests, basket=basket)
    refunded = [each.fact.refunded for each in settled(case, ask_return, requests)]
    assert sum(refunded) == last_order(facts).total_minor == 14980
    for law in ("R1", "R2", "R6", "RO"):
        RETURN_LAWS[law](case)


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


def test_rk_shares_are_neither_kinder_nor_harsher_than_pricing_again_what_is_kept() -> None:
    # Two dresses at 79.90, 10 off from 100: the one that is kept would have had nothing off: 69.90 come
    # back. With 10 off from 50 it would have had all of it, and 79.90 come back; a share is 74.90.
    for prices, due in (((100, 10), (7490, 6990)), ((50, 10), (7490, 7990))):
        from_, amount = prices
        offer = Promotion(
            id="offer",
            name={"fr": "offre"},
            layer="basket",
            when=[Spend(f"{from_}.00 EUR")],
            benefit=BasketAmountOff(f"{amount}.00 EUR"),
        )
        refunded = []
        for mode in RefundMode:
            shop = with_promotions(house(policy("policy", mode=mode)), [offer])
            basket = ordered(Line("ROBE-36", 2), handover=Carry("lyon-2"), contract=Contract.IN_STORE)
            facts = placed(shop, (), "o-1", ORDERED, basket)
            request = Request(at=datetime_of(Instant(ORDERED + DAY)), give=(Give(1),))
            refunded.append(ask_return(shop, "o-1", facts, request).assessed.refund.goods)
        assert tuple(refunded) == due


def test_r2_credit_for_the_points_of_a_gift_stands_for_the_points() -> None:
    # The recipient gets credit for all, what points had paid too: no tender ever paid that.
    shop = house(policy("free"))
    facts = placed(
        shop,
        points_earned(0),
        "o-1",
        ORDERED,
        ordered(Line("FOULARD", 2), handover=Carry("lyon-2"), contract=Contract.IN_STORE, points=50),
    )
    at = datetime_of(Instant(ORDERED + DAY))
    requests = tuple(Request(at=at, give=(Give(1),), gift=True) for _ in range(2))
    case = ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=requests)
    laws.r2_no_refund_exceeds_what_was_paid(case)
    done = settled(case, ask_return, requests)
    assert sum(each.fact.refunded for each in done) == last_order(facts).value == 4998
    assert {tender.means for each in done for tender in each.fact.tenders} == {"credit"}
    assert case.holdings([*facts, *(each.fact for each in done)], at).conflicts == ()


def test_ro_nothing_is_kept_of_faulty_goods_that_staff_take_back() -> None:
    # A final sale: no right lets it come back, and a restocking fee is never due for what is faulty.
    goodwill = StaffException(
        id="goodwill",
        name={"fr": "Geste commercial"},
        authorities=["manager"],
        lifts=["not_returnable"],
        fee="10",
    )
    rules = ReturnRules(policies=[policy("final", None)], exceptions=[goodwill])
    shop = whole_shop(returns=rules)
    basket = ordered(Line("FOULARD", 1), handover=Carry("lyon-2"), contract=Contract.IN_STORE)
    facts = placed(shop, (), "o-1", ORDERED, basket)
    by = Exceptional(rule="goodwill", author="e-7", authority="manager")
    kept = []
    for why in ("changed_mind", "faulty"):
        request = Request(
            at=datetime_of(Instant(ORDERED + DAY)), give=(Give(1, reason=why, exception=by),), store="lyon-2"
        )
        laws.ro_last_days_and_refunds_are_what_the_oracles_count(
            ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=(request,))
        )
        kept += [good.fee for good in ask_return(shop, "o-1", facts, request).goods]
    assert kept == [250, 0]


def test_ro_what_is_kept_is_priced_again_in_the_store_of_another_company() -> None:
    # The rules frozen for it name the store: so they name the company that sells, too.
    stores = [attrs.evolve(store, entity="rivoli-sas") for store in PLACES.stores]
    rules = ReturnRules(policies=[policy("policy", mode=RefundMode.REPRICE_KEPT)])
    shop = whole_shop(entity="lavande-sa", places=attrs.evolve(PLACES, stores=stores), returns=rules)
    basket = ordered(Line("ROBE-36", 2), handover=Carry("lyon-2"), contract=Contract.IN_STORE)
    facts = placed(shop, (), "o-1", ORDERED, basket, names=[("voucher", None)])
    request = Request(at=datetime_of(Instant(ORDERED + DAY)), give=(Give(1),), store="lyon-2")
    case = ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=(request,), basket=basket)
    laws.ro_last_days_and_refunds_are_what_the_oracles_count(case)
    [done] = settled(case, ask_return, [request])
    assert _sums(done.fact) == (2 * 7990 - 1000 - 7990, "lavande-sa", "rivoli-sas")


def _sums(fact: Returned) -> tuple[int, str, str]:
    owed = fact.intercompany
    assert owed is not None
    return sum(taken.refunded for taken in fact.taken), owed.owed_by, owed.owed_to


def test_r5_a_fee_on_two_pieces_is_two_fees_after_an_exchange() -> None:
    # One dress in 36 and two in 38, swapped for the other sizes when the law's right has just ended: of the
    # two, one is another product now, and each is asked for by itself.
    shop = house(policy("dear", fee="12.5"))
    facts = placed(shop, (), "o-1", ORDERED, ordered(Line("ROBE-36", 1), Line("ROBE-38", 2)))
    facts = (*facts, arrival("h-1", last_order(facts), (), Instant(ORDERED + DAY)))
    request = Request(at=datetime_of(Instant(ORDERED + 22 * DAY)), give=(Give(1), Give(2, 2)))
    case = ReturnCase(rulebook=shop, order="o-1", facts=facts, requests=(request,))
    laws.r5_an_even_exchange_moves_no_money(case)
