"""Offers that combine on a line, one after the other, and those of which a basket takes one."""

from __future__ import annotations

import attrs
import pytest

from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.rules import AtMost, CombineOrder, Layer
from comptoir.pricing.verdicts import Applied, Barrier, Beaten, Blocked
from comptoir.values.policies import MoneyPolicy, PercentBase
from comptoir.values.selections import Skus
from unit.offer_shop import THREE_FOR_TWO, charges, euros, gives, on, set_of, sold
from unit.price_shop import only, promotion

TEN = {"A": "10.00"}
PERCENT = promotion("percent", PercentOff("10"), combines=True)
ONE = promotion("one", AmountOff("1.00 EUR"), combines=True)


def layers(order: CombineOrder) -> dict[str, object]:
    """Rules whose first layer combines in this order."""
    return {"layers": [Layer(id="offers", order=order), Layer(id="basket")]}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        # 1.00, then 10 % of 9.00.
        (CombineOrder.AMOUNTS_FIRST, [("one", -100), ("percent", -90)]),
        # 10 % of 10.00, then 1.00.
        (CombineOrder.PERCENTAGES_FIRST, [("percent", -100), ("one", -100)]),
    ],
)
def test_offers_that_combine_follow_each_other_in_the_order_of_the_layer(
    order: CombineOrder, expected: list[tuple[str, int]]
) -> None:
    line = only(sold(PERCENT, ONE, prices=TEN, rules=layers(order)))
    assert [(each.rule, each.amount) for each in line.adjustments] == expected


def test_without_a_written_order_amounts_come_first() -> None:
    assert charges(sold(PERCENT, ONE, prices=TEN)) == {"A": 810}


def test_percentages_of_the_regular_price_do_not_depend_on_the_order() -> None:
    for order in CombineOrder:
        rules = {**layers(order), "money": MoneyPolicy(percent_of=PercentBase.REGULAR)}
        assert charges(sold(PERCENT, ONE, prices=TEN, rules=rules)) == {"A": 800}


def test_alike_ones_follow_by_identifier_and_fixed_prices_stand_with_amounts() -> None:
    # 9.50 first, by its identifier, then 1.00 off it; the other way, 9.00 is below 9.50 already.
    for id_, expected in (("a-price", 850), ("z-price", 900)):
        fixed = promotion(id_, FixedPrice("9.50 EUR"), combines=True)
        assert charges(sold(fixed, ONE, prices=TEN)) == {"A": expected}


def test_one_that_gives_more_than_all_that_combine_is_taken_instead() -> None:
    thirty = promotion("thirty", PercentOff("30"))
    quote = sold(PERCENT, ONE, thirty, prices=TEN)
    assert gives(quote) == {"thirty": 300}
    # The best with percent in it is that it combines with one: 1.90.
    assert quote.why_not("percent") == Beaten(("thirty",), euros("1.10"))


def test_one_that_combines_competes_with_those_that_do_not() -> None:
    # 1.90 together, 1.50 alone.
    fifteen = promotion("fifteen", PercentOff("15"))
    quote = sold(PERCENT, ONE, fifteen, prices=TEN)
    assert gives(quote) == {"one": 100, "percent": 90}
    assert quote.why_not("fifteen") == Beaten(("one", "percent"), euros("0.40"))


def test_what_leaves_nothing_to_the_others_is_alone() -> None:
    # 10.00 off leaves nothing of which 10 % could be taken.
    all_of_it = promotion("all", AmountOff("10.00 EUR"), combines=True)
    quote = sold(PERCENT, all_of_it, prices=TEN)
    assert [each.rule for each in only(quote).adjustments] == ["all"]


def test_offers_combine_line_by_line() -> None:
    # Both on A, one on B only.
    a_only = attrs.evolve(PERCENT, on=Skus(["A"]))
    quote = sold(a_only, ONE, prices={"A": "10.00", "B": "10.00"})
    assert charges(quote) == {"A": 810, "B": 900}
    assert quote.why_not("one") == Applied(euros("-2.00"), lines=(1, 2))


def test_units_that_a_set_leaves_take_their_part_of_what_combines() -> None:
    # Seven: 4.00 off and then 10 % of 66.00, 6.60 … each unit's part is 1.00 and 0.90. Two threes take six.
    quote = sold(THREE_FOR_TWO, PERCENT, ONE, prices=TEN, pieces={"A": 7})
    assert gives(quote) == {"three": 2000, "one": 100, "percent": 90}


def test_layers_compound_where_offers_do_not_combine() -> None:
    # 10 % in one layer, 1.00 in the next.
    percent, one = (attrs.evolve(each, combines=False) for each in (PERCENT, ONE))
    assert charges(sold(percent, attrs.evolve(one, layer="basket"), prices=TEN)) == {"A": 800}
    assert charges(sold(percent, one, prices=TEN)) == {"A": 900}


# Groups


def test_of_a_group_a_basket_takes_one_even_on_different_goods() -> None:
    # 20 % of A, 2.00, or 10 % of B, 1.00.
    a = promotion("a", PercentOff("20"), on=Skus(["A"]), group="welcome")
    b = promotion("b", PercentOff("10"), on=Skus(["B"]), group="welcome")
    quote = sold(a, b, prices={"A": "10.00", "B": "10.00"})
    assert gives(quote) == {"a": 200}
    assert quote.why_not("b") == Blocked(Barrier.GROUP, ("a",), euros("1.00"))
    assert gives(sold(b, prices={"A": "10.00", "B": "10.00"})) == {"b": 100}


def test_a_group_may_mix_lines_sets_and_all_together() -> None:
    # A line offer 3.00, a set 3.50, an amount off both 3.20: one of them; and what has no group besides.
    offers = (
        promotion("line", PercentOff("30"), on=Skus(["A"]), group="g"),
        set_of("set", on("B"), on("C"), amount="3.50 EUR", group="g"),
        promotion("all", BasketAmountOff("3.20 EUR"), on=Skus(["A", "C"]), group="g"),
        promotion("other", PercentOff("5"), on=Skus(["A"])),
    )
    quote = sold(*offers, prices={"A": "10.00", "B": "10.00", "C": "10.00"})
    assert gives(quote) == {"set": 350, "other": 50}
    # The line offer would leave neither the set nor the 0.50: 3.00 instead of 4.00.
    assert quote.why_not("line") == Blocked(Barrier.GROUP, ("set",), euros("1.00"))
    assert quote.why_not("all") == Blocked(Barrier.GROUP, ("set",), euros("0.80"))


def test_a_member_of_a_group_takes_only_the_units_that_others_want_less() -> None:
    # Four at 10.00: 3-for-2 takes three, and 20 % the one that is left.
    grouped = promotion("grouped", PercentOff("20"), group="g")
    assert gives(sold(THREE_FOR_TWO, grouped, prices=TEN, pieces={"A": 4})) == {"three": 1000, "grouped": 200}


def test_combined_offers_take_no_more_off_a_unit_than_it_costs() -> None:
    # 95 % of 0.20 is 19 cents, 10 and 9; 50 % of what is left is the last one, of the second unit
    most = promotion("most", PercentOff("95"), combines=True)
    half = promotion("rest", PercentOff("50"), combines=True)
    one = promotion("unit", PercentOff("100"), at_most=AtMost(units=1))
    assert charges(sold(most, half, one, prices={"A": "0.10"}, pieces={"A": 2})) == {"A": 0}


@pytest.mark.parametrize("price", ["0.05", "0.10"])
def test_a_smaller_percentage_that_rounds_to_the_same_cent_wins_by_its_id(price: str) -> None:
    quote = sold(promotion("a", PercentOff("10")), promotion("b", PercentOff("11")), prices={"A": price})
    assert gives(quote) == {"a": 1}
