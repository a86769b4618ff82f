"""How many points may be spent, what they are worth, and who pays for them."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir.facts.point_terms import DrawBy, Funded, Redemption, SpendAs
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend import (
    Payable,
    SpendRefusalCode,
    SpendRefused,
    most_spendable,
    redeem,
)
from comptoir.loyalty.spend_rules import Funder, FunderKind, Residue, Reward, SpendRule
from comptoir.values.errors import ComptoirError, WrongType, WrongValue
from comptoir.values.grants import FundedPoints, SpendablePoints
from comptoir.values.periods import Period
from unit.loyalty_shop import PROGRAMME

RULE = SpendRule(points=100, worth="1.00 EUR", step=50, minimum=100, share="50")
KEEPING = attrs.evolve(RULE, residue=Residue.KEPT)


def to_pay(amount: int, currency: str = "EUR", room: int | None = None) -> Payable:
    return Payable(amount=amount, room=amount if room is None else room, currency=currency)


def spent(
    points: int,
    *,
    available: int = 1000,
    payable: Payable | int = 10_000,
    rule: SpendRule = RULE,
) -> Redemption | SpendRefused:
    of = payable if isinstance(payable, Payable) else to_pay(payable)
    programme = attrs.evolve(PROGRAMME, spend=rule)
    return redeem(programme, points, SpendablePoints(points=available), of)


def test_points_are_worth_whole_cents() -> None:
    assert spent(150) == Redemption(150, 150)
    three = SpendRule(points=3, worth="0.10 EUR", step=6)
    assert spent(12, payable=40, rule=three) == Redemption(12, 40)


def test_points_pay_up_to_their_share_and_no_more() -> None:
    assert spent(500, payable=1000) == Redemption(500, 500)
    assert spent(550, payable=1000) == SpendRefused(SpendRefusalCode.ABOVE_SHARE, 500, 100, 50)
    assert spent(500, payable=999) == SpendRefused(SpendRefusalCode.ABOVE_SHARE, 450, 100, 50)


def test_points_take_no_more_off_than_prices_may_fall() -> None:
    assert spent(250, payable=to_pay(1000, room=250)) == Redemption(250, 250)
    refused = SpendRefused(SpendRefusalCode.BELOW_FLOOR, 200, 100, 50)
    assert spent(250, payable=to_pay(1000, room=249)) == refused
    assert refused.text("en") == "These prices may not fall so far: at most 200 points here."


def test_no_more_points_are_spent_at_once_than_the_maximum() -> None:
    rule = attrs.evolve(RULE, maximum=320)
    assert spent(300, rule=rule) == Redemption(300, 300)
    refused = SpendRefused(SpendRefusalCode.ABOVE_MAXIMUM, 300, 100, 50, 320)
    assert spent(350, rule=rule) == refused
    assert refused.text("en") == "At most 320 points are spent at once; here, at most 300."


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
    points, available, amount, currency = wish
    refused = spent(points, available=available, payable=to_pay(amount, currency))
    assert refused == SpendRefused(code, most, 100, 50)


def test_without_a_programme_or_a_rule_nothing_is_spent() -> None:
    none: Programme | None = None
    points, payable = SpendablePoints(points=100), to_pay(100)
    assert redeem(none, 100, points, payable) == SpendRefused(SpendRefusalCode.NO_PROGRAMME, 0)
    collected = attrs.evolve(PROGRAMME, spend=None)
    assert redeem(collected, 100, points, payable) == SpendRefused(SpendRefusalCode.NOT_SPENDABLE, 0)


def test_of_a_reservation_that_is_not_there_nothing_is_spent() -> None:
    refused = redeem(PROGRAMME, 100, None, to_pay(10_000))
    assert refused == SpendRefused(SpendRefusalCode.NOT_RESERVED, 0, 100, 50)
    assert refused.text("en") == "No points are set aside under that name, or no longer."


def test_points_of_a_reservation_name_it() -> None:
    held = SpendablePoints(points=200, reservation="hold-1")
    found = redeem(PROGRAMME, 150, held, to_pay(10_000))
    assert found == Redemption(150, 150, reservation="hold-1")


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
    assert most_spendable(RULE, available, to_pay(payable)) == most
    if most:
        assert spent(most, available=available, payable=payable) == Redemption(most, most)


# What is wished beyond it


def test_where_the_residue_is_kept_as_many_as_may_be_are_spent() -> None:
    assert spent(199, rule=KEEPING) == Redemption(150, 150)
    assert spent(10_000, rule=KEEPING) == Redemption(1000, 1000)
    assert spent(10_000, payable=999, rule=KEEPING) == Redemption(450, 450)
    assert spent(700, rule=attrs.evolve(KEEPING, maximum=400)) == Redemption(400, 400)


def test_where_none_may_be_spent_the_wish_is_refused_all_the_same() -> None:
    assert spent(99, rule=KEEPING) == SpendRefused(SpendRefusalCode.BELOW_MINIMUM, 1000, 100, 50)
    assert spent(500, available=99, rule=KEEPING) == SpendRefused(
        SpendRefusalCode.NOT_ENOUGH_POINTS, 0, 100, 50
    )


# Whose points they are


def funded(points: int, *drawn: tuple[str | None, int], rule: SpendRule = RULE) -> tuple[Funded, ...]:
    """Who pays for points that are drawn in this order."""
    available = SpendablePoints(points=10_000, drawn=[FundedPoints(*each) for each in drawn])
    found = redeem(attrs.evolve(PROGRAMME, spend=rule), points, available, to_pay(100_000))
    assert isinstance(found, Redemption)
    assert (found.points, found.worth) == (points, rule.worth_of(points))
    return found.funded


def test_who_pays_for_points_is_told_in_the_order_in_which_they_are_drawn() -> None:
    drawn = (None, 120), ("brand", 100), ("bank", 500), ("brand", 50)
    assert funded(100, *drawn) == ()
    assert funded(200, *drawn) == (Funded(None, 120, 120), Funded("brand", 80, 80))
    assert funded(750, *drawn) == (
        Funded(None, 120, 120),
        Funded("bank", 500, 500),
        Funded("brand", 130, 130),
    )


def test_points_of_which_nobody_is_known_are_the_merchants() -> None:
    assert funded(200) == ()
    assert funded(200, ("brand", 150)) == (Funded(None, 50, 50), Funded("brand", 150, 150))


def test_an_odd_cent_goes_to_the_largest_part_of_one() -> None:
    """Of 6 points that are worth 20 cents, 4 are worth 13.33 and 1 each 3.33: the first by its name gains."""
    rule = SpendRule(points=3, worth="0.10 EUR", step=6)
    assert funded(6, ("brand", 1), ("bank", 1), (None, 4), rule=rule) == (
        Funded(None, 4, 14),
        Funded("bank", 1, 3),
        Funded("brand", 1, 3),
    )
    assert funded(6, ("brand", 2), (None, 4), rule=rule) == (Funded(None, 4, 13), Funded("brand", 2, 7))


def test_what_a_redemption_says_of_funders_is_all_of_it() -> None:
    with pytest.raises(WrongValue, match=r"^funded: found 90 points worth 100, not 100 worth 100; make them"):
        Redemption(100, 100, funded=[Funded("bank", 90, 100)])


def test_a_redemption_takes_along_how_points_are_drawn_and_come_back() -> None:
    rule = SpendRule(
        points=1,
        worth="0.01 EUR",
        spent_as=SpendAs.DISCOUNT,
        draw=[DrawBy.OLDEST],
        grace=Period.from_text("1 month"),
    )
    assert spent(7, rule=rule) == Redemption(
        7,
        7,
        spent_as=SpendAs.DISCOUNT,
        draw=[DrawBy.OLDEST],
        grace=Period.from_text("1 month"),
        zone="Europe/Paris",
    )


# What is wrong


def test_points_are_a_whole_number_of_at_least_one() -> None:
    with pytest.raises(WrongValue):
        spent(0)
    with pytest.raises(WrongType):
        spent(1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"maximum": 99},
            "maximum: found 99 for at least 100 points in steps of 50; let at least 100 be spent",
        ),
        (
            {"maximum": 149, "minimum": 101},
            "maximum: found 149 for at least 101 points in steps of 50; let at",
        ),
        (
            {"points": 3},
            "step: found 50 of 3 points that are worth 1.00 EUR; let a step be worth whole minor",
        ),
        ({"draw": ["oldest"]}, "draw[0]: found 'oldest' (str); pass DrawBy values only"),
        ({"draw": [DrawBy.OLDEST] * 2}, "draw: found oldest, oldest; name each once"),
        ({"residue": "kept"}, "residue: found 'kept' (str); pass Residue.REFUSED or KEPT"),
        ({"spent_as": "discount"}, "spent_as: found 'discount' (str); pass SpendAs.TENDER or DISCOUNT"),
        ({"grace": 3}, "grace: found 3 (int); pass Period.from_text"),
    ],
)
def test_a_wrong_rule_says_where_and_what_would_be_right(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ComptoirError) as raised:
        attrs.evolve(RULE, **wrong)
    assert str(raised.value).startswith(message)


def test_a_funder_says_as_what_they_pay() -> None:
    with pytest.raises(ComptoirError, match=r"^pays_as: found 'supplier' \(str\); pass FunderKind"):
        Funder(id="brand", name={"fr": "Marque"}, pays_as="supplier")  # type: ignore[arg-type]
    assert Funder(id="brand", name={"fr": "Marque"}, pays_as=FunderKind.SUPPLIER).id == "brand"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"sku": None}, "found neither a series of coupons nor a product; give one: series or sku"),
        ({"series": "S"}, "found the coupons S and the product THE; give one: series or sku"),
        ({"points": 0}, "points: found 0 (int); pass 1 to 1000000000000 points"),
        ({"at_most": 0}, "at_most: found 0 (int); use 1 to 1000000"),
        ({"name": {"fr": 7}}, "name.fr: "),
        ({"tiers": "gold"}, "tiers: "),
    ],
)
def test_a_wrong_reward_says_where_and_what_would_be_right(wrong: dict[str, Any], message: str) -> None:
    reward = Reward(id="the", name={"fr": "Thé"}, points=100, sku="THE")
    with pytest.raises(ComptoirError) as raised:
        attrs.evolve(reward, **wrong)
    assert str(raised.value).startswith(message)
