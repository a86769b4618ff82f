"""A withdrawal whose refund is late, at the counter: by the facts of the order, with what it costs."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pendulum

from comptoir import (
    Accepted,
    Assessment,
    Contract,
    Counter,
    Deliver,
    Fact,
    Give,
    HandedOver,
    Line,
    Passage,
    Passed,
    Place,
    Settled,
    Tender,
    Units,
)
from comptoir.facts.confidence import Confidence
from comptoir.facts.return_terms import Anchor
from comptoir.returns.next_steps import StepCode
from comptoir.returns.rules import ReturnPolicy, ReturnRules, StatutoryRule
from comptoir.rulebook import Rulebook
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from unit.price_shop import HOME, TILL, basket, shop
from unit.test_returns_refund_due import ARTICLE, LAW

PARIS = "Europe/Paris"
RULES = ReturnRules(
    policies=[
        ReturnPolicy(
            id="ninety",
            name={"fr": "90 jours"},
            period=Period.from_text("90 days"),
            anchor=Anchor.HANDED_OVER,
        )
    ],
    statutory=[
        StatutoryRule(
            id="wd",
            source="L221-18",
            confidence=Confidence.HIGH,
            countries=["FR"],
            contracts=[Contract.DISTANCE],
            period=Period.from_text("14 days"),
            counting="eu-1182-71",
            refund=LAW,
        )
    ],
)


def paris(month: int, day: int, hour: int = 12, year: int = 2026) -> pendulum.DateTime:
    return pendulum.datetime(year, month, day, hour, tz=PARIS)


@cache
def rules() -> Rulebook:
    return shop(returns=RULES, services=(HOME,))


@cache
def bought() -> tuple[Fact, ...]:
    """Two pullovers of 50.00, sent home for 4.90, there on Wednesday, the fourth of March."""
    counter = Counter(rules())
    wanted = basket(
        Line("PULL", 2, ref="app-7"),
        handover=Deliver(Place("FR", "69003"), "home"),
        contract=Contract.DISTANCE,
    )
    quote = counter.quote(wanted, paris(3, 2))
    placed = counter.place(
        quote, id="o-1", at=paris(3, 2), tenders=[Tender("card", quote.to_pay)], provenance=TILL
    )
    assert isinstance(placed, Accepted), placed
    return (*placed.facts, HandedOver(id="h-1", order="o-1", at=paris(3, 4), provenance=TILL))


def passed(passage: Passage, at: pendulum.DateTime, **fields: Any) -> Passed:
    return Passed(id=passage.value, order="o-1", at=at, passage=passage, provenance=TILL, **fields)


DECLARED = passed(Passage.DECLARED, paris(3, 5))
RECEIVED = passed(Passage.RECEIVED, paris(3, 12))


def assessed(*facts: Fact, at: pendulum.DateTime, quantity: int = 2, store: str | None = None) -> Assessment:
    given = [Give("app-7", quantity)]
    return Counter(rules()).assess("o-1", (*bought(), *facts), at, give=given, store=store)


def steps(found: Assessment) -> list[tuple[StepCode, date | None]]:
    return [(step.code, step.last_day) for step in found.assessed.steps]


def test_in_time_nothing_is_added_and_the_days_are_told() -> None:
    found = assessed(DECLARED, at=paris(3, 10))
    assert found.assessed.refund.surcharge is None
    assert steps(found) == [
        (StepCode.ACKNOWLEDGE, None),
        (StepCode.SEND_BACK, date(2026, 3, 19)),
        (StepCode.REFUND, date(2026, 3, 19)),
    ]
    back = assessed(DECLARED, RECEIVED, at=paris(3, 19, 23))
    assert back.assessed.refund.surcharge is None
    assert steps(back) == [(StepCode.ACKNOWLEDGE, None), (StepCode.REFUND, date(2026, 3, 19))]
    assert back.valid_until == pendulum.datetime(2026, 3, 19, 23, tz="UTC")


def test_later_it_costs_a_part_of_goods_and_delivery_beside_the_refund() -> None:
    found = assessed(DECLARED, RECEIVED, at=paris(3, 30))  # eleven days late
    refund = found.assessed.refund
    assert refund.surcharge is not None
    assert (refund.surcharge.days, refund.surcharge.percent, refund.surcharge.amount) == (
        11,
        Percent.of("5"),
        525,  # 5% of 104.90 is 5.245
    )
    assert refund.surcharge.source == ARTICLE
    assert (refund.total, refund.money) == (10_490, 10_490)
    done = Counter(rules()).settle(found, id="r-1", provenance=TILL)
    assert isinstance(done, Settled)
    assert (done.facts[0].surcharge, done.facts[0].refunded) == (525, 10_490)
    assert [tender.amount.minor for tender in done.pay_out] == [10_490]
    assert done.surcharge == Tender("card", "5.25 EUR")


def test_while_the_goods_are_not_back_nothing_is_late() -> None:
    waiting = assessed(DECLARED, at=paris(4, 30))
    assert waiting.assessed.refund.surcharge is None
    assert (StepCode.REFUND, date(2026, 4, 30)) in steps(waiting)
    sent = passed(Passage.SENT_BACK, paris(3, 16))
    proven = assessed(DECLARED, sent, at=paris(4, 30))
    assert proven.assessed.refund.surcharge is not None
    assert proven.assessed.refund.surcharge.days == 42


def test_what_is_brought_to_a_store_is_refunded_in_time() -> None:
    found = assessed(at=paris(3, 17), store="lyon")
    assert found.assessed.refund.surcharge is None
    assert steps(found) == [(StepCode.REFUND, date(2026, 3, 31))]
    done = Counter(rules()).settle(found, id="r-1", provenance=TILL)
    assert isinstance(done, Settled)
    assert done.surcharge is None


def test_what_only_the_merchant_takes_back_has_no_day_of_the_law() -> None:
    found = assessed(at=paris(4, 30), store="lyon")
    assert [good.is_withdrawal for good in found.goods] == [False]
    assert steps(found) == [(StepCode.REFUND, None)]


def test_of_goods_that_are_not_all_withdrawn_only_those_cost_more() -> None:
    one = passed(Passage.DECLARED, paris(3, 5), units=[Units(1, 0, 1)])
    back = passed(Passage.RECEIVED, paris(3, 12), units=[Units(1, 0, 1)])
    found = assessed(one, back, at=paris(4, 30), store="lyon")
    assert [good.is_withdrawal for good in found.goods] == [True, False]
    refund = found.assessed.refund
    assert refund.surcharge is not None
    assert (refund.surcharge.days, refund.goods, refund.surcharge.amount) == (42, 10_000, 1_000)


def test_what_is_the_sellers_fault_and_too_late_is_a_claim() -> None:
    found = Counter(rules()).assess(
        "o-1", bought(), paris(8, 1), give=[Give("app-7", reason="faulty")], store="lyon"
    )
    assert steps(found) == [(StepCode.CLAIM, None)]
