"""What staff takes back though no right lets it: by which rule, in whose authority, and for how much."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.events import Exceptional
from comptoir.facts.held import Held
from comptoir.facts.return_terms import (
    Anchor,
    Exemption,
    Grade,
    Lost,
    LostTerms,
    Means,
    RefundMode,
    ReturnTerms,
)
from comptoir.facts.units import Units
from comptoir.returns.asked import Give, ReturnAsked
from comptoir.returns.assess import assess_goods
from comptoir.returns.assessed import Assessed, GoodBack
from comptoir.returns.exceptional import Staff
from comptoir.returns.refused import ReturnRefusalCode, ReturnRefused
from comptoir.returns.rules import LIFTABLE, StaffException
from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.selections import Category
from comptoir.values.windows import Window
from unit.returns_shop import (
    ALMANAC,
    FINAL,
    PARIS,
    REASONS,
    THIRTY_DAYS,
    WITHDRAWAL,
    at,
    dress,
    handed_over,
    held,
    line,
    order,
    paid,
)

GOODWILL = StaffException(
    id="goodwill",
    name={"fr": "Geste commercial"},
    authorities=["manager", "owner"],
    lifts=["too_late", "not_returnable"],
    within=Period.from_text("60 days"),
    fee="15",
)
"""After the thirty days, which end on the third of April, until the second of June."""
LOYAL = StaffException(
    id="loyal", name={"fr": "Client fidèle"}, authorities=["owner"], lifts=["too_late"], means=Means.ORIGINAL
)
STAFF = Staff([GOODWILL, LOYAL], PARIS)
BY_MANAGER = Exceptional(rule="goodwill", author="e-114", authority="manager", note="robe tachée au lavage")
BY_OWNER = Exceptional(rule="loyal", author="e-1", authority="owner")
LATE = at("2026-04-20")


def stands(*returns: ReturnTerms, quantity: int = 2) -> Held:
    placed = order(line(1, dress(), quantity, 5_001 * quantity), returns=returns or [WITHDRAWAL, THIRTY_DAYS])
    return held(placed, handed_over(), when=LATE)


def looked(give: Give, on: Held | None = None, *, when: Instant = LATE, **fields: Any) -> Assessed:
    asked: dict[str, Any] = {"staff": STAFF, "moment": Moment(when), **fields}
    return assess_goods(
        on or stands(), ReturnAsked(give=[give], store="lyon"), reasons=REASONS, almanac=ALMANAC, **asked
    )


def only(found: Assessed) -> GoodBack:
    [good] = found.goods
    return good


def refused(found: Assessed) -> ReturnRefused:
    [each] = found.refused
    return each


def test_who_could_take_it_back_is_named_beside_the_refusal() -> None:
    found = refused(looked(Give(1)))
    assert (found.code, found.exceptions) == (ReturnRefusalCode.TOO_LATE, ("goodwill", "loyal"))


def test_what_is_taken_back_by_an_exception_bears_it() -> None:
    found = looked(Give(1, exception=BY_MANAGER))
    good = only(found)
    assert (good.exception, good.charged, good.fee, good.refunded) == (BY_MANAGER, 5_001, 750, 4_251)
    assert (good.means, good.mode, good.wear) == (Means.CREDIT, RefundMode.PRO_RATA, 0)
    assert (good.best.fee_by, good.best.means_by, good.best.last_day) == ("goodwill", "goodwill", None)
    assert paid(found) == {"credit": 4_251}
    assert not good.is_withdrawal
    assert paid(looked(Give(1, exception=BY_OWNER))) == {"card": 5_001}


def test_what_is_the_sellers_fault_comes_back_whole_and_as_it_was_paid_by_an_exception_too() -> None:
    found = looked(Give(1, exception=BY_MANAGER, reason="faulty"))
    good = only(found)
    assert (good.exception, good.fee, good.refunded) == (BY_MANAGER, 0, 5_001)
    assert (good.means, good.mode) == (Means.ORIGINAL, RefundMode.PRO_RATA)
    assert paid(found) == {"card": 5_001}


def test_where_a_right_lets_it_come_back_an_exception_is_not_recorded() -> None:
    good = only(looked(Give(1, exception=BY_MANAGER), when=at("2026-03-20")))
    assert (good.exception, good.best.fee_by, good.means) == (None, "thirty", Means.ORIGINAL)


@pytest.mark.parametrize(
    ("claimed", "where", "code", "cure"),
    [
        (
            attrs.evolve(BY_MANAGER, rule="kindness"),
            "give[0].exception.rule",
            "unknown_exception",
            "name an exception of the rulebook: goodwill, loyal",
        ),
        (
            attrs.evolve(BY_MANAGER, authority="till"),
            "give[0].exception.authority",
            "without_authority",
            "let it be decided by one of manager, owner",
        ),
    ],
)
def test_who_may_not_decide_it_is_told_who_may(
    claimed: Exceptional, where: str, code: str, cure: str
) -> None:
    with pytest.raises(WrongValue) as raised:
        looked(Give(1, exception=claimed), when=at("2026-03-10"))
    fault = raised.value.faults[0]
    assert (fault.where, fault.code, fault.cure) == (where, code, cure)


@pytest.mark.parametrize(
    ("when", "taken"),
    [
        (instant_from_text("2026-06-02T21:59:59.999999Z"), True),
        (instant_from_text("2026-06-02T22:00:00Z"), False),
    ],
)
def test_its_time_ends_with_the_midnight_of_its_last_day(when: Instant, taken: object) -> None:
    moment = Moment(when)
    found = looked(Give(1, exception=BY_MANAGER), moment=moment)
    assert bool(found.goods) is taken
    if taken:
        assert moment.until == instant_from_text("2026-06-02T22:00:00Z")
    else:
        assert refused(found).exceptions == ("loyal",)


def test_of_a_final_sale_its_time_counts_from_the_hand_over() -> None:
    sold = stands(FINAL)
    in_time = looked(Give(1, exception=BY_MANAGER), sold, when=at("2026-05-03"))
    assert only(in_time).exception == BY_MANAGER
    assert refused(looked(Give(1), sold, when=at("2026-05-04"))).exceptions == ()
    assert refused(looked(Give(1), stands(), when=at("2026-05-04"))).exceptions == ("goodwill", "loyal")


def test_without_any_right_the_days_are_those_of_the_rulebook() -> None:
    placed = order(line(1, dress(), 1, 5_000), returns=[])
    sold = held(placed, handed_over(), when=LATE)
    assert only(looked(Give(1, exception=BY_MANAGER), sold, when=at("2026-05-03"))).exception == BY_MANAGER
    assert refused(looked(Give(1, exception=BY_MANAGER), sold, when=at("2026-05-04"))).exceptions == ()


def test_while_a_right_has_no_end_there_is_time() -> None:
    open_ended = attrs.evolve(
        THIRTY_DAYS, anchor=Anchor.LAST_HANDED_OVER, reasons=["faulty"], lines=[1], fee="0"
    )
    lifting = attrs.evolve(GOODWILL, lifts=["reason_not_accepted"], within=Period.from_text("1 day"))
    placed = order(line(1, dress(), 2, 10_000), returns=[open_ended])
    sold = held(placed, handed_over(Units(1, 0, 1)), when=LATE)
    found = looked(Give(1, exception=BY_MANAGER), sold, staff=Staff([lifting], PARIS))
    assert only(found).exception == BY_MANAGER


def test_it_lifts_the_refusals_that_it_names_of_the_goods_that_it_names() -> None:
    for staff in (
        attrs.evolve(GOODWILL, lifts=["condition"]),
        attrs.evolve(GOODWILL, on=Category("epicerie")),
        attrs.evolve(GOODWILL, valid=Window(until=at("2026-04-01"))),
    ):
        found = refused(looked(Give(1, exception=BY_MANAGER), staff=Staff([staff], PARIS)))
        assert (found.code, found.exceptions) == (ReturnRefusalCode.TOO_LATE, ())


def test_a_right_that_was_lost_can_be_made_good() -> None:
    sealed = LostTerms(lines=[1], head=Exemption.HYGIENE, source="article L221-28, 5°")
    assert Exemption.HYGIENE.lost is Lost.UNSEALED
    lifting = attrs.evolve(GOODWILL, lifts=["right_lost"])
    sold = stands(attrs.evolve(WITHDRAWAL, lost=[sealed]))
    found = looked(
        Give(1, unsealed=True, exception=BY_MANAGER),
        sold,
        when=at("2026-03-10"),
        staff=Staff([lifting], PARIS),
    )
    assert only(found).exception == BY_MANAGER


@pytest.mark.parametrize(
    ("give", "code"),
    [
        (Give(2, exception=BY_MANAGER), ReturnRefusalCode.NEVER_BOUGHT),
        (Give(1, 3, exception=BY_MANAGER), ReturnRefusalCode.MORE_THAN_BOUGHT),
        (Give(1, grade=Grade.WRONG_ITEM, exception=BY_MANAGER), ReturnRefusalCode.WRONG_ITEM),
    ],
)
def test_nobody_can_lift_what_was_never_sold(give: Give, code: ReturnRefusalCode) -> None:
    everything = attrs.evolve(GOODWILL, lifts=LIFTABLE)
    found = refused(looked(give, staff=Staff([everything], PARIS)))
    assert (found.code, found.exceptions) == (code, ())


def test_the_refusals_that_can_be_lifted_are_those_of_the_rights() -> None:
    after = [code.value for code in ReturnRefusalCode][-len(LIFTABLE) :]
    assert sorted(LIFTABLE) == sorted(after)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"lifts": ["never_bought"]}, "not_liftable"),
        ({"lifts": []}, "never_applies"),
        ({"authorities": []}, "never_applies"),
    ],
)
def test_a_rule_that_cannot_be_meant(fields: Any, code: str) -> None:
    with pytest.raises(WrongValue) as raised:
        attrs.evolve(GOODWILL, **fields)
    assert raised.value.faults[0].code == code


def test_of_pieces_that_are_alike_those_with_a_right_come_back_first() -> None:
    placed = order(line(1, dress(), 2, 10_000), returns=[THIRTY_DAYS])
    first = handed_over(Units(1, 0, 1), when=at("2026-03-04"))
    second = handed_over(Units(1, 1, 1), when=at("2026-03-25"), id_="h-2")
    sold = held(placed, first, second, when=LATE)
    one = only(looked(Give(1, exception=BY_MANAGER), sold))
    assert (one.units.first, one.exception) == (1, None)
    both = looked(Give(1, 2, exception=BY_MANAGER), sold).goods
    assert [(good.units.first, good.exception) for good in both] == [(1, None), (0, BY_MANAGER)]


def test_another_customers_order_is_not_theirs_to_return_whatever_staff_decides() -> None:
    found = looked(Give(1, exception=BY_MANAGER), is_of_other=True)
    assert refused(found).code is ReturnRefusalCode.OTHER_CUSTOMER
    assert refused(looked(Give(9), is_of_other=True)).code is ReturnRefusalCode.NEVER_BOUGHT


@given(day=st.dates(date(2026, 3, 4), date(2026, 7, 31)), fee=st.integers(0, 100))
def test_an_exception_never_gives_more_than_was_paid_nor_less_than_a_right(day: date, fee: int) -> None:
    staff = Staff([attrs.evolve(GOODWILL, fee=Percent(fee * 10_000), within=None)], PARIS)
    when = at(day.isoformat())
    found = only(looked(Give(1, 2, exception=BY_MANAGER), when=when, staff=staff))
    bare = looked(Give(1, 2), when=when)
    assert 0 <= found.refunded <= 10_002
    assert (found.exception is None) is bool(bare.goods)
    if bare.goods:
        assert only(bare) == attrs.evolve(found, give=only(bare).give)


@pytest.mark.parametrize(
    "change",
    [{"rule": "loyal", "authority": "owner"}, {"author": "e-115"}, {"authority": "owner"}, {"note": None}],
)
def test_which_entry_is_named_first_changes_nothing(change: dict[str, Any]) -> None:
    one, other = (Give(1, exception=by) for by in (BY_MANAGER, attrs.evolve(BY_MANAGER, **change)))
    found = [
        assess_goods(
            stands(),
            ReturnAsked(give=give, store="lyon"),
            reasons=REASONS,
            almanac=ALMANAC,
            staff=STAFF,
            moment=Moment(LATE),
        )
        for give in ([one, other], [other, one])
    ]
    assert found[0] == found[1]
    assert len({good.exception for good in found[0].goods}) == 2
