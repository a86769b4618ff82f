"""Promotions that are the only one of a basket: whole plans are compared, over all layers."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.rules import Promotion
from comptoir.pricing.verdicts import Applied, Barrier, Beaten, Blocked, Granted, NotMet
from comptoir.values.grants import ReducedDelivery
from comptoir.values.percentages import Percent
from comptoir.values.selections import Skus
from unit.offer_shop import THREE_FOR_TWO, charges, euros, gives, sold
from unit.price_shop import promotion

TEN = {"A": "10.00"}
FIRST = promotion("first", PercentOff("10"))
THEN = promotion("then", PercentOff("5"), "basket")
"""Together 1.45 off 10.00: 1.00, and 5 % of 9.00."""


def alone(percent: str, id_: str = "alone", **fields: Any) -> Promotion:
    """An exclusive percentage."""
    return promotion(id_, PercentOff(percent), exclusive=True, **fields)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ("14", {"first": 100, "then": 45}),
        ("14.5", {"first": 100, "then": 45}),  # a tie: the plan without it
        ("14.6", {"alone": 146}),
        ("15", {"alone": 150}),
    ],
)
@pytest.mark.parametrize("layer", ["offers", "basket"])
def test_an_exclusive_promotion_must_beat_all_layers_together(
    percent: str, expected: dict[str, int], layer: str
) -> None:
    assert gives(sold(FIRST, THEN, alone(percent, layer=layer), prices=TEN)) == expected


def test_who_loses_says_to_whom_and_by_how_much() -> None:
    lost = sold(FIRST, THEN, alone("14"), prices=TEN)
    assert lost.why_not("alone") == Beaten(("first", "then"), euros("0.05"))
    assert lost.why_not("first") == Applied(euros("-1.00"), lines=(1,))
    won = sold(FIRST, THEN, alone("15"), prices=TEN)
    assert won.why_not("alone") == Applied(euros("-1.50"), lines=(1,))
    for id_ in ("first", "then"):
        assert won.why_not(id_) == Blocked(Barrier.EXCLUSIVE, ("alone",), euros("0.05"))


def test_after_a_tie_the_exclusive_one_is_beaten_by_nothing() -> None:
    tied = sold(FIRST, THEN, alone("14.5"), prices=TEN)
    assert tied.why_not("alone") == Beaten(("first", "then"), euros("0.00"))


def test_it_excludes_promotions_of_other_goods_too() -> None:
    # 30 % of A, or 10 % of both.
    only_a = alone("30", on=Skus(["A"]))
    assert gives(sold(FIRST, only_a, prices={"A": "10.00", "B": "10.00"})) == {"alone": 300}
    assert gives(sold(FIRST, only_a, prices={"A": "10.00", "B": "30.00"})) == {"first": 400}


def test_of_two_exclusive_ones_the_better_is_taken_and_after_a_tie_the_smaller_id() -> None:
    quote = sold(alone("15", "b"), alone("20", "c"), prices=TEN)
    assert gives(quote) == {"c": 200}
    assert quote.why_not("b") == Beaten(("c",), euros("0.50"))
    tied = sold(alone("15", "b"), alone("15", "a"), prices=TEN)
    assert gives(tied) == {"a": 150}
    assert tied.why_not("b") == Beaten(("a",), euros("0.00"))


def test_sets_and_offers_together_may_be_exclusive() -> None:
    # 3-for-2 on three is 10.00; 5.00 off all is less.
    three = attrs.evolve(THREE_FOR_TWO, exclusive=True)
    five = promotion("five", BasketAmountOff("5.00 EUR"))
    assert gives(sold(three, five, prices=TEN, pieces={"A": 3})) == {"three": 1000}
    assert gives(sold(three, five, prices=TEN, pieces={"A": 2})) == {"five": 500}


def test_one_whose_condition_does_not_hold_excludes_nobody() -> None:
    quote = sold(FIRST, alone("50", when=[Spend("20.00 EUR")]), prices=TEN)
    assert gives(quote) == {"first": 100}
    assert quote.why_not("alone") == NotMet("spend", euros("10.00"))


def test_it_excludes_what_is_given_beside_the_goods() -> None:
    free = promotion("free", DeliveryOff(percent="100"))
    grant = ReducedDelivery(rule="free", services=(), percent=Percent.of("100"), amount=None, price=None)
    without = sold(FIRST, free, prices=TEN)
    assert (without.priced.grants, without.why_not("free")) == ((grant,), Granted(grant))
    won = sold(FIRST, free, alone("15"), prices=TEN)
    assert won.priced.grants == ()
    assert won.why_not("free") == Blocked(Barrier.EXCLUSIVE, ("alone",), euros("0.50"))


def test_goods_are_compared_and_not_what_is_beside_them() -> None:
    # Free delivery is not counted: 11 % off the goods win.
    free = promotion("free", DeliveryOff(percent="100"))
    assert gives(sold(FIRST, free, alone("11"), prices=TEN)) == {"alone": 110}


def test_units_and_layers_are_found_anew_for_each_whole_plan() -> None:
    # Without: 3-for-2 on A, 10.00, then 5 % of 30.00, 1.50. Alone, 30 % of the whole 40.00 is 12.00.
    quote = sold(THREE_FOR_TWO, THEN, alone("30"), prices={"A": "10.00"}, pieces={"A": 4})
    assert gives(quote) == {"alone": 1200}
    assert charges(quote) == {"A": 2800}
