from __future__ import annotations

import attrs
import pytest

from comptoir.facts.point_terms import Redemption
from comptoir.loyalty.rules import Programme, SpendRule
from comptoir.loyalty.spend import SpendRefusalCode, SpendRefused, most_spendable, redeem
from comptoir.values.errors import WrongType, WrongValue
from unit.loyalty_shop import PROGRAMME

RULE = SpendRule(points=100, worth="1.00 EUR", step=50, minimum=100, share="50")


def spent(
    points: int, *, available: int = 1000, payable: int = 10_000, currency: str = "EUR"
) -> Redemption | SpendRefused:
    return redeem(PROGRAMME, points, available=available, payable=payable, currency=currency)


def test_points_are_worth_whole_cents() -> None:
    assert spent(150) == Redemption(150, 150)
    rule = SpendRule(points=3, worth="0.10 EUR", step=6)
    programme = attrs.evolve(PROGRAMME, spend=rule)
    assert redeem(programme, 12, available=12, payable=40, currency="EUR") == Redemption(12, 40)


def test_points_pay_up_to_their_share_and_no_more() -> None:
    assert spent(500, payable=1000) == Redemption(500, 500)
    assert spent(550, payable=1000) == SpendRefused(SpendRefusalCode.ABOVE_SHARE, 500, 100, 50)
    assert spent(500, payable=999) == SpendRefused(SpendRefusalCode.ABOVE_SHARE, 450, 100, 50)


@pytest.mark.parametrize(
    ("wish", "code", "most"),
    [
        ((30, 10, 10, "USD"), SpendRefusalCode.OTHER_CURRENCY, 0),
        ((30, 10, 10, "EUR"), SpendRefusalCode.NOT_ENOUGH_POINTS, 0),
        ((1010, 1000, 10, "EUR"), SpendRefusalCode.NOT_ENOUGH_POINTS, 0),
        ((1010, 1000, 4000, "EUR"), SpendRefusalCode.NOT_ENOUGH_POINTS, 1000),
        ((30, 1000, 10, "EUR"), SpendRefusalCode.BELOW_MINIMUM, 0),
        ((110, 1000, 10, "EUR"), SpendRefusalCode.NOT_A_MULTIPLE, 0),
        ((150, 1000, 10, "EUR"), SpendRefusalCode.ABOVE_SHARE, 0),
    ],
)
def test_the_first_reason_in_the_order_of_precedence_is_given(
    wish: tuple[int, int, int, str], code: SpendRefusalCode, most: int
) -> None:
    points, available, payable, currency = wish
    refused = spent(points, available=available, payable=payable, currency=currency)
    assert refused == SpendRefused(code, most, 100, 50)


def test_without_a_programme_or_a_rule_nothing_is_spent() -> None:
    none: Programme | None = None
    assert redeem(none, 100, available=100, payable=100, currency="EUR") == SpendRefused(
        SpendRefusalCode.NO_PROGRAMME, 0
    )
    collected = attrs.evolve(PROGRAMME, spend=None)
    assert redeem(collected, 100, available=100, payable=100, currency="EUR") == SpendRefused(
        SpendRefusalCode.NOT_SPENDABLE, 0
    )


@pytest.mark.parametrize(
    ("available", "payable", "most"),
    [
        (0, 10_000, 0),
        (99, 10_000, 0),
        (149, 10_000, 100),
        (1000, 10_000, 1000),
        (1000, 350, 150),
        (1000, 199, 0),
    ],
)
def test_the_most_that_may_be_spent(available: int, payable: int, most: int) -> None:
    assert most_spendable(RULE, available, payable, "EUR") == most
    if most:
        assert spent(most, available=available, payable=payable) == Redemption(most, most)


def test_no_more_can_be_spent_than_the_most() -> None:
    for available in (0, 99, 100, 149, 150, 320):
        for payable in (0, 199, 200, 299, 300, 650):
            allowed = [
                points
                for points in range(1, 400)
                if isinstance(spent(points, available=available, payable=payable), Redemption)
            ]
            assert most_spendable(RULE, available, payable, "EUR") == max(allowed, default=0)


def test_points_are_a_whole_number_of_at_least_one() -> None:
    with pytest.raises(WrongValue):
        spent(0)
    with pytest.raises(WrongType):
        spent(1.5)  # type: ignore[arg-type]
