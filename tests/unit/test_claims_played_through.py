"""Faults of claims and exchanges that were found by playing them through, each in its smallest form."""

from __future__ import annotations

from datetime import date

import pendulum
import pytest

from comptoir import Give, Line, WrongValue
from comptoir.checkout.after_sales import Settled
from comptoir.checkout.exchanging import Swapped
from comptoir.facts.claim_events import ClaimStep
from comptoir.facts.guarantee_terms import Remedy
from comptoir.returns.claims import found, guarantee
from comptoir.returns.claims.asked import ClaimRefusalCode
from comptoir.values.money import Amount
from unit.test_claims_at_the_counter import CLAIMED, DESK, Story, delivered, why


def _exchanged_in_advance(back_by: date) -> Story:
    story = delivered()
    story.open(wants=Remedy.REPLACEMENT)
    found = story.counter.assess("o-1", story.facts, CLAIMED, give=[Give(1)])
    done = story.counter.exchange(
        found, take=[Line("CAFE-NOIR", 1)], claim="c-1", back_by=back_by, id="e-1", provenance=DESK
    )
    assert isinstance(done, Swapped)
    story.facts += done.facts
    return story


@pytest.mark.parametrize("amount", ["-12.50 EUR", "0.00 EUR"])
def test_a_cost_of_nothing_or_less_takes_nothing_off_another(amount: str) -> None:
    story = delivered()
    story.open()
    with pytest.raises(WrongValue, match="amount_not_positive"):
        story.step(CLAIMED, ClaimStep.COST_ADVANCED, amount=Amount.from_text(amount))


def test_goods_owed_until_a_day_that_no_table_knows_keep_nobody_from_their_standing() -> None:
    story = _exchanged_in_advance(date(9999, 12, 31))
    [purchase] = story.counter.standing("m-1", story.facts, CLAIMED.add(days=1)).purchases
    assert [owed.is_over for owed in purchase.owed_back] == [False]


def test_goods_owed_are_over_with_their_last_day() -> None:
    story = _exchanged_in_advance(date(2026, 11, 20))
    midnight = pendulum.datetime(2026, 11, 21, tz="Europe/Paris")
    for when, is_over in ((midnight.subtract(microseconds=1), False), (midnight, True)):
        [purchase] = story.counter.standing("m-1", story.facts, when).purchases
        assert [owed.is_over for owed in purchase.owed_back] == [is_over]


def test_the_fault_of_goods_that_came_back_for_good_is_not_there_again() -> None:
    story = delivered()
    story.open()
    story.step(CLAIMED, ClaimStep.MAJOR)
    found = story.counter.assess("o-1", story.facts, CLAIMED, give=[Give(1)], claim="c-1")
    done = story.counter.settle(found, id="r-1", provenance=DESK)
    assert isinstance(done, Settled)
    story.facts += done.facts
    refused = story.step(CLAIMED.add(hours=1), ClaimStep.PERSISTS)
    assert why(refused).code is ClaimRefusalCode.CLAIM_OVER
    assert story.ask(CLAIMED.add(hours=2)).conflicts == ()


def test_guarantees_are_reckoned_once_however_many_claims_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    story = delivered()
    for number in range(5):
        story.open(CLAIMED.add(hours=number), f"c-{number}")
        story.step(CLAIMED.add(hours=number, minutes=1), ClaimStep.CLOSED, claim=f"c-{number}")
    counted: list[object] = []
    reckon = guarantee.guarantees_on

    def once(*asked: object) -> object:
        counted.append(asked)
        return reckon(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(found, "guarantees_on", once)
    story.ask(CLAIMED.add(days=1))
    assert len(counted) == 1
