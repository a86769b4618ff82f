"""When points become revenue: the example of IFRS 15, the variant that rounds the share first, and edges."""

from __future__ import annotations

from typing import Any

import pytest

from comptoir.loyalty.assumptions import AssumedPeriod, PointAssumptions
from comptoir.loyalty.revenue import PeriodRevenue, PointsSoFar, allocate, recognised_of, revenue_of
from comptoir.values.errors import WrongType, WrongValue
from comptoir.values.instants import Instant
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent

YEN_100_000 = Amount(100_000, "JPY")
NO_SALES = Amount(0, "JPY")


def period(number: int, sales: Amount = NO_SALES, *, points: int) -> AssumedPeriod:
    return AssumedPeriod(until=Instant(number), sales=sales, expected_points=points)


def so_far(redeemed: int, *, given: int = 10_000, left: int | None = None) -> PointsSoFar:
    left = given - redeemed if left is None else left
    return PointsSoFar(earned=given, given=given, redeemed=redeemed, left=left)


def years(*expected: int, step: str | None = None) -> PointAssumptions:
    """Goods of 100,000 are sold in the first year; a point is worth 1; so many are expected in each year."""
    periods = [
        period(number, NO_SALES if number else YEN_100_000, points=points)
        for number, points in enumerate(expected)
    ]
    return PointAssumptions(price=Amount(1, "JPY"), periods=periods, share_step=step)


def test_ie267_the_price_is_allocated_to_goods_and_points_by_what_they_are_worth_alone() -> None:
    points = allocate(100_000, 100_000, (9_500, 1))
    assert (100_000 - points, points) == (91_324, 8_676)


def test_ie268_in_the_first_year_as_many_points_are_revenue_as_were_redeemed() -> None:
    [first] = revenue_of(years(9_500), [so_far(4_500)])
    assert (first.allocated, first.revenue, first.liability) == (8_676, 4_110, 4_566)


def test_ie270_in_the_second_year_a_higher_estimate_catches_up() -> None:
    _, second = revenue_of(years(9_500, 9_700), [so_far(4_500), so_far(8_500)])
    assert (second.revenue, second.revenue_total, second.liability) == (3_493, 7_603, 1_073)


@pytest.mark.parametrize(("estimate", "revenue"), [(9_900, 3_552), (9_200, 4_140)])
def test_with_a_share_rounded_to_whole_percent_first(estimate: int, revenue: int) -> None:
    first, second = revenue_of(years(9_700, estimate, step="1"), [so_far(4_500), so_far(8_500)])
    assert (100_000 - first.allocated, first.allocated) == (91_000, 9_000)
    assert (first.revenue, second.revenue) == (4_175, revenue)


def test_a_higher_estimate_can_take_revenue_back() -> None:
    _, second = revenue_of(years(5_000, 10_000), [so_far(4_000), so_far(4_100)])
    assert second.revenue < 0


def test_all_is_revenue_once_all_that_were_expected_are_redeemed() -> None:
    [only] = revenue_of(years(9_500), [so_far(9_500)])
    assert (only.revenue_total, only.liability) == (only.allocated, 0)


def test_all_is_revenue_once_the_rest_has_lapsed() -> None:
    _, second = revenue_of(years(9_500, 9_500), [so_far(4_500), so_far(4_500, left=0)])
    assert (second.expected, second.revenue_total, second.liability) == (4_500, 8_676, 0)


def test_no_more_points_are_expected_than_can_still_be_redeemed() -> None:
    [only] = revenue_of(years(20_000), [so_far(1_000)])
    assert only.expected == 10_000


def test_an_estimate_in_percent_is_of_all_points_ever_given() -> None:
    periods = [AssumedPeriod(until=Instant(1), sales=YEN_100_000, expected_percent="95")]
    [only] = revenue_of(PointAssumptions(price=Amount(1, "JPY"), periods=periods), [so_far(4_500)])
    assert (only.expected, only.revenue) == (9_500, 4_110)


def test_each_period_allocates_its_own_sales_at_its_own_estimate() -> None:
    sold = [period(1, YEN_100_000, points=9_500), period(2, YEN_100_000, points=19_000)]
    first, second = revenue_of(
        PointAssumptions(price=Amount(1, "JPY"), periods=sold), [so_far(0), so_far(9_500, given=20_000)]
    )
    assert (first.allocated, second.allocated, second.allocated_total) == (8_676, 8_676, 17_352)
    assert second.revenue == 17_352 // 2


def test_where_more_came_back_than_was_sold_the_part_for_points_is_taken_back() -> None:
    back = Amount(-100_000, "JPY")
    sold = [period(1, YEN_100_000, points=9_500), period(2, back, points=4_750)]
    first, second = revenue_of(
        PointAssumptions(price=Amount(1, "JPY"), periods=sold), [so_far(0), so_far(0, given=5_000)]
    )
    assert (first.allocated, second.issued) == (8_676, -5_000)
    assert second.allocated < 0
    assert allocate(-100_000, -100_000, (-9_500, 1)) == -8_676


@pytest.mark.parametrize("goods", [0, -5])
def test_without_a_price_for_both_nothing_is_for_points(goods: int) -> None:
    assert allocate(100, goods, (10, 1)) == 0


def test_a_share_is_never_rounded_to_more_than_all() -> None:
    assert allocate(100, 1, (1_000, 1), Percent.of("70")) == 70
    assert allocate(100, 1, (1_000_000, 1), Percent.of("60")) == 100


def test_nothing_expected_and_nothing_redeemed_is_all_revenue() -> None:
    assert recognised_of(8_676, 0, 0) == 8_676


def test_the_liability_is_what_is_not_revenue_yet() -> None:
    figures = {"issued": 1, "expected": 1, "redeemed": 0, "allocated": 5, "revenue": 2}
    found = PeriodRevenue(until=Instant(1), **figures, allocated_total=9, revenue_total=2)
    assert found.liability == 7


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"per": 0}, "points_out_of_range"),
        ({"price": "0.00 EUR"}, "amount_not_positive"),
        ({"share_step": "0"}, "empty_step"),
        ({"periods": []}, "periods_out_of_range"),
        ({"periods": [period(2, points=1), period(2, points=1)]}, "periods_not_in_order"),
        ({"price": "0.01 EUR"}, "other_currency"),
        ({"type": "a b"}, "not_an_identifier"),
    ],
)
def test_assumptions_that_say_nothing_are_refused(changes: dict[str, Any], code: str) -> None:
    said: dict[str, Any] = {"price": Amount(1, "JPY"), "periods": [period(1, points=1)], **changes}
    with pytest.raises(WrongValue) as caught:
        PointAssumptions(**said)
    assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expected_points": None}, "expected_once"),
        ({"expected_percent": "95"}, "expected_once"),
        ({"goods": "1.00 EUR"}, "other_currency"),
        ({"expected_points": -1}, "points_out_of_range"),
    ],
)
def test_a_period_is_estimated_once_and_in_one_currency(changes: dict[str, Any], code: str) -> None:
    said: dict[str, Any] = {"until": Instant(1), "sales": NO_SALES, "expected_points": 1, **changes}
    with pytest.raises(WrongValue) as caught:
        AssumedPeriod(**said)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_float_is_no_price() -> None:
    with pytest.raises(WrongType):
        PointAssumptions(price=0.01, periods=[period(1, points=1)])  # type: ignore[arg-type]
