"""By when a withdrawal is refunded, and what it costs to be late: every edge of the French ladder."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.late_terms import LateStep, rungs_of, to_ladder
from comptoir.facts.return_terms import CountsFrom, RefundLaw, ReturnTerms
from comptoir.returns.kinds import Cause
from comptoir.returns.next_steps import NextStep, StepCode, ToDo, steps_of
from comptoir.returns.refund import Surcharge
from comptoir.returns.refund_due import RefundClock, Withdrawn, refund_clock
from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from unit.returns_shop import ALMANAC, WITHDRAWAL, at

ARTICLE = "Code de la consommation, article L242-4"
LADDER = (
    LateStep(up_to=10, percent=Percent.of("0"), legal_rate=True),
    LateStep(up_to=20, percent=Percent.of("5")),
    LateStep(up_to=30, percent=Percent.of("10")),
    LateStep(up_to=60, percent=Percent.of("20")),
    LateStep(up_to=90, percent=Percent.of("50")),
    LateStep(percent=Percent.of("50"), per_month="5", at_most="100", legal_rate=True),
)
ONE = Percent.of("1")
LAW = RefundLaw(
    source="Code de la consommation, article L221-24",
    within=Period.from_text("14 days"),
    send_back_within=Period.from_text("14 days"),
    ladder=LADDER,
    ladder_source=ARTICLE,
)
FRENCH = attrs.evolve(WITHDRAWAL, refund=LAW)
DECLARED = at("2026-03-05")
"""A Thursday: the refund is due on Thursday, the nineteenth."""


def clock(
    when: str | Instant,
    *rights: ReturnTerms,
    declared: Instant | None = DECLARED,
    received: Instant | None = DECLARED,
    sent_back: Instant | None = None,
    moment: Moment | None = None,
) -> RefundClock:
    now = at(when) if isinstance(when, str) else when
    goods = Withdrawn(rights=rights or [FRENCH], declared=declared, received=received, sent_back=sent_back)
    found = refund_clock([goods], moment or Moment(now), ALMANAC)
    assert found is not None
    return found


def law(**changes: Any) -> ReturnTerms:
    return attrs.evolve(FRENCH, refund=attrs.evolve(LAW, **changes))


def test_it_is_due_fourteen_days_after_the_declaration() -> None:
    moment = Moment(at("2026-03-10"))
    found = clock("2026-03-10", moment=moment)
    assert (found.due.last_day, found.days_late, found.law) == (date(2026, 3, 19), 0, LAW)
    assert found.send_back is not None
    assert found.send_back.last_day == date(2026, 3, 19)
    assert found.surcharge(10_000) is None
    assert moment.until == instant_from_text("2026-03-19T23:00:00Z")


def test_an_end_on_a_day_of_rest_moves_as_the_right_counts() -> None:
    saturday = clock("2026-03-10", declared=at("2026-03-07"))
    assert saturday.due.last_day == date(2026, 3, 23)
    assert [reason.why for reason in saturday.due.moved_by] == ["saturday", "sunday"]
    plainly = attrs.evolve(FRENCH, counting=None, calendar=None)
    assert clock("2026-03-10", plainly, declared=at("2026-03-07")).due.last_day == date(2026, 3, 21)


@pytest.mark.parametrize(
    ("days", "percent", "amount", "legal_rate"),
    [
        (1, "0", 0, True),
        (10, "0", 0, True),
        (11, "5", 500, False),
        (20, "5", 500, False),
        (21, "10", 1_000, False),
        (30, "10", 1_000, False),
        (31, "20", 2_001, False),
        (60, "20", 2_001, False),
        (61, "50", 5_002, False),
        (90, "50", 5_002, False),
        (91, "55", 5_502, True),  # the nineteenth of March and 90 days are the seventeenth of June
        (120, "55", 5_502, True),
        (121, "60", 6_002, True),
        (151, "60", 6_002, True),
        (152, "65", 6_503, True),
        (363, "95", 9_504, True),
        (364, "100", 10_004, True),
        (600, "100", 10_004, True),
    ],
)
def test_every_step_of_the_ladder_with_its_last_day(
    days: int,
    percent: str,
    amount: int,
    legal_rate: bool,  # noqa: FBT001 - a case of the table
) -> None:
    late = date(2026, 3, 19) + timedelta(days=days)
    moment = Moment(at(late.isoformat()))
    found = clock(moment.at, moment=moment)
    assert found.days_late == days
    assert found.surcharge(10_004) == Surcharge(
        days=days, percent=Percent.of(percent), amount=amount, legal_rate=legal_rate, source=ARTICLE
    )
    midnight = ALMANAC.zone("Europe/Paris").instant_of(late + timedelta(days=1))
    assert moment.until == midnight


def test_a_day_ends_with_its_midnight_in_the_zone_of_the_right() -> None:
    assert clock(instant_from_text("2026-03-19T22:59:59.999999Z")).days_late == 0
    assert clock(instant_from_text("2026-03-19T23:00:00Z")).days_late == 1
    assert clock(instant_from_text("2026-03-29T21:59:59.999999Z")).days_late == 10
    assert clock(instant_from_text("2026-03-29T22:00:00Z")).days_late == 11


def test_nothing_is_due_before_the_goods_are_back_or_proven_to_be_sent() -> None:
    late = at("2026-03-25")
    assert clock("2026-03-26", received=late).due.last_day == date(2026, 3, 25)
    assert clock("2026-03-26", received=late, sent_back=at("2026-03-21")).due.last_day == date(2026, 3, 21)
    assert clock("2026-03-26", received=late, sent_back=at("2026-03-09")).due.last_day == date(2026, 3, 19)
    not_withheld = law(may_withhold=False)
    assert clock("2026-03-26", not_withheld, received=late).due.last_day == date(2026, 3, 19)


def test_of_several_goods_each_is_back_or_proven_to_be_sent() -> None:
    """One is proven to be sent on the sixth, and not back yet; the other came back on the ninth, unproven."""
    sent = Withdrawn(rights=[FRENCH], declared=DECLARED, sent_back=at("2026-03-06"))
    came = Withdrawn(rights=[FRENCH], declared=DECLARED, received=at("2026-03-09"))
    late = attrs.evolve(came, received=at("2026-03-23"))
    brought = Withdrawn(rights=[FRENCH], declared=DECLARED)
    for goods, due in (
        ([sent, came], date(2026, 3, 19)),
        ([sent, late], date(2026, 3, 23)),
        ([sent, late, brought], date(2026, 4, 20)),
    ):
        found = refund_clock(goods, Moment(at("2026-04-20")), ALMANAC)
        assert found is not None
        assert found.due.last_day == due


def test_the_ladder_of_any_right_that_is_late_applies_whichever_comes_first_by_name() -> None:
    european = attrs.evolve(law(ladder=(), ladder_source=None), rule="eu")
    low = attrs.evolve(law(ladder=[LateStep(percent=ONE)]), rule="low")
    for rights in ([european, FRENCH], [FRENCH, european, low], [low, FRENCH]):
        found = clock("2026-04-08", *rights)
        assert (found.days_late, found.right) == (20, min(rights, key=lambda each: each.rule))
        surcharge = found.surcharge(10_000)
        assert surcharge is not None
        assert (surcharge.percent, surcharge.days, surcharge.source) == (Percent.of("5"), 20, ARTICLE)


def test_each_right_is_late_from_its_own_day() -> None:
    """The later one grows by more; the day that is named is the earlier one's."""
    soon = attrs.evolve(
        law(within=Period.from_text("7 days"), ladder=[LateStep(percent=ONE)], ladder_source="soon"),
        rule="soon",
    )
    found = clock("2026-03-31", soon, FRENCH)
    assert (found.due.last_day, found.days_late, found.law.ladder_source) == (date(2026, 3, 12), 19, "soon")
    surcharge = found.surcharge(10_000)
    assert surcharge is not None
    assert (surcharge.days, surcharge.percent) == (12, Percent.of("5"))
    early = clock("2026-03-19", soon, FRENCH).surcharge(10_000)
    assert early is not None
    assert (early.days, early.percent) == (7, ONE)


def test_it_may_count_from_the_goods() -> None:
    british = law(counts_from=CountsFrom.BACK)
    assert clock("2026-03-26", british, received=at("2026-03-11")).due.last_day == date(2026, 3, 25)
    sent = clock("2026-03-26", british, received=at("2026-03-11"), sent_back=at("2026-03-10"))
    assert sent.due.last_day == date(2026, 3, 24)
    assert sent.send_back is not None
    assert sent.send_back.last_day == date(2026, 3, 19)


def test_what_no_fact_says_happens_now() -> None:
    moment = Moment(at("2026-03-10"))
    assert clock(moment.at, declared=None, received=None, moment=moment).due.last_day == date(2026, 3, 24)
    assert moment.until == instant_from_text("2026-03-10T23:00:00Z")
    assert clock("2026-04-02", received=None).due.last_day == date(2026, 4, 2)


def test_of_several_goods_the_first_declaration_counts_and_the_last_to_come_back() -> None:
    one = Withdrawn(rights=[FRENCH], declared=at("2026-03-05"), received=at("2026-03-20"))
    other = Withdrawn(rights=[FRENCH], declared=at("2026-03-09"), received=at("2026-03-26"))
    found = refund_clock([one, other], Moment(at("2026-03-30")), ALMANAC)
    assert found is not None
    assert (found.due.last_day, found.days_late) == (date(2026, 3, 26), 4)
    unsaid = refund_clock([one, attrs.evolve(other, declared=None)], Moment(at("2026-03-30")), ALMANAC)
    assert unsaid is not None
    assert unsaid.due.last_day == date(2026, 4, 13)


def test_of_several_rights_the_one_that_is_due_first_counts() -> None:
    slow = attrs.evolve(law(within=Period.from_text("30 days")), rule="a-slow")
    found = clock("2026-04-01", slow, FRENCH)
    assert (found.right.rule, found.due.last_day) == ("wd.fr", date(2026, 3, 19))
    longer = law(send_back_within=Period.from_text("20 days"))
    both = clock("2026-04-01", attrs.evolve(longer, rule="b"), FRENCH)
    assert both.send_back is not None
    assert (both.right.rule, both.send_back.last_day) == ("b", date(2026, 3, 25))


def test_without_a_law_about_it_no_day_is_guessed() -> None:
    moment = Moment(at("2026-04-01"))
    assert refund_clock([Withdrawn(rights=[WITHDRAWAL])], moment, ALMANAC) is None
    assert refund_clock([], moment, ALMANAC) is None
    assert moment.until is None


def test_a_law_without_a_ladder_costs_nothing() -> None:
    bare = law(ladder=(), ladder_source=None)
    assert clock("2026-04-30", bare).surcharge(10_000) is None


def test_after_a_last_step_that_has_an_end_it_stays() -> None:
    short = law(ladder=LADDER[:2])
    found = clock("2026-06-30", short).surcharge(10_000)
    assert found is not None
    assert (found.percent.to_text(), found.amount) == ("5", 500)


@given(days=st.integers(1, 700), later=st.integers(0, 300), amount=st.integers(0, 10**7))
def test_a_later_refund_never_costs_less(days: int, later: int, amount: int) -> None:
    due = date(2026, 3, 19)

    def grown(late: int) -> int:
        found = RefundClock(right=FRENCH, law=LAW, due=clock("2026-03-10").due, days_late=late)
        surcharge = found.surcharge(amount)
        assert surcharge is not None
        return surcharge.amount

    assert grown(days) <= grown(days + later) <= amount
    rungs = list(rungs_of(LADDER, due))
    day = due + timedelta(days=days)
    [rung] = [each for each in rungs if each.first_day <= day and (each.last_day or date.max) >= day]
    assert rung.percent.parts_per_million * amount <= 10**6 * amount


def test_rungs_follow_one_another_without_a_gap() -> None:
    rungs = list(rungs_of(LADDER, date(2026, 3, 19)))
    assert rungs[0].first_day == date(2026, 3, 20)
    for one, other in pairwise(rungs):
        assert one.last_day is not None
        assert other.first_day == one.last_day + timedelta(days=1)
        assert other.percent >= one.percent
    assert (len(rungs), rungs[-1].last_day, rungs[-1].percent.to_text()) == (15, None, "100")


def test_months_are_counted_from_the_last_day_of_the_step_before() -> None:
    ladder = [LateStep(up_to=1, percent=ONE), LateStep(percent=ONE, per_month="1", at_most="3.5")]
    days = [
        (rung.first_day, rung.last_day, rung.percent.to_text())
        for rung in rungs_of(ladder, date(2027, 1, 30))
    ]
    assert days == [
        (date(2027, 1, 31), date(2027, 1, 31), "1"),
        (date(2027, 2, 1), date(2027, 2, 28), "2"),
        (date(2027, 3, 1), date(2027, 3, 31), "3"),
        (date(2027, 4, 1), None, "3.5"),
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"per_month": "5"}, "growth_without_end"),
        ({"at_most": "100"}, "growth_without_end"),
        ({"per_month": "5", "at_most": "100", "up_to": 90}, "grows_within_days"),
        ({"per_month": "5", "at_most": "50"}, "growth_out_of_range"),
        ({"per_month": "0.0001", "at_most": "100"}, "growth_out_of_range"),
        ({"up_to": 0}, "count_out_of_range"),
    ],
)
def test_a_step_that_cannot_be_meant(fields: Any, code: str) -> None:
    with pytest.raises(WrongValue) as raised:
        LateStep(percent=Percent.of("50"), **fields)
    assert raised.value.faults[0].code == code


def test_a_step_that_grows_by_the_month_is_the_last_one() -> None:
    with pytest.raises(WrongValue) as raised:
        to_ladder([LADDER[-1], LADDER[0]])
    assert raised.value.faults[0].code == "steps_not_in_order"


def test_what_is_to_be_done_by_whom_and_by_when() -> None:
    everything = ToDo(is_sent=True, pays=True, elsewhere=True, is_declared=True, claims=True)
    steps = steps_of(everything, clock("2026-03-10"))
    due, source = date(2026, 3, 19), LAW.source
    assert steps == (
        NextStep(code=StepCode.ACKNOWLEDGE, by=Cause.SELLER),
        NextStep(code=StepCode.SEND_BACK, by=Cause.BUYER, last_day=due, source=source),
        NextStep(code=StepCode.REFUND, by=Cause.SELLER, last_day=due, source=source),
        NextStep(code=StepCode.PAY_ELSEWHERE, by=Cause.SELLER, last_day=due, source=source),
        NextStep(code=StepCode.CLAIM, by=Cause.SELLER),
    )
    assert steps[2].text("fr") == (
        "Le vendeur rembourse au plus tard le 19 mars 2026 (Code de la consommation, article L221-24)."
    )
    assert steps[0].text("en") == (
        "The seller acknowledges the withdrawal on a durable medium, with its date and time."
    )


def test_without_a_law_a_step_has_no_day() -> None:
    assert steps_of(ToDo(is_sent=True, pays=True), None) == (
        NextStep(code=StepCode.SEND_BACK, by=Cause.BUYER),
        NextStep(code=StepCode.REFUND, by=Cause.SELLER),
    )
    assert steps_of(ToDo(), None) == ()
