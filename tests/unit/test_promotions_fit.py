"""Promotions that do not fit each other, the goods, or what they name of other sections."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir import RulebookError
from comptoir.authoring import check, example
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.points import BonusPoints
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.conditions.buyer import Member
from comptoir.pricing.conditions.nested import AllMet, AnyMet, NoneMet
from comptoir.pricing.conditions.place import HandedOverIn
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.conditions.time import AtHours
from comptoir.pricing.kinds import Slot
from comptoir.pricing.rules import AtMost, Promotion
from comptoir.values.selections import AllOf, AnyOf, Category, Selection, Skus
from unit.price_shop import HALF, HOME, PROGRAMME, promotion, shop

FIVE = promotion("five", AmountOff("5.00 EUR"))


def faults(*promotions: Promotion, **fields: Any) -> list[tuple[str, str]]:
    """The code and the place of each, within its promotion's list."""
    try:
        shop(*promotions, **fields)
    except RulebookError as error:
        return [(fault.code, fault.where.removeprefix("pricing.promotions")) for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("wrong", "code", "where"),
    [
        (attrs.evolve(HALF, not_on_lists=["outlet"]), "unknown_list", "[0].not_on_lists"),
        (
            promotion("d", DeliveryOff(services=["moped"], percent="5")),
            "unknown_service",
            "[0].benefit.services",
        ),
        (attrs.evolve(HALF, when=[HandedOverIn(zone="moon")]), "unknown_place_zone", "[0].when"),
        (attrs.evolve(HALF, when=[NoneMet([HandedOverIn(store="nice")])]), "unknown_store", "[0].when"),
        (attrs.evolve(HALF, when=[HandedOverIn(countries=["IT"])]), "unknown_country", "[0].when"),
        (
            attrs.evolve(HALF, when=[AnyMet([AtHours(weekdays=["friday"], zone="Asia/Tokyo"), Member()])]),
            "unknown_zone",
            "[0].when",
        ),
        (attrs.evolve(HALF, when=[AllMet([Spend("5.00 USD")])]), "unknown_currency", "[0].when"),
        (attrs.evolve(HALF, at_most=AtMost(amount="5.00 USD")), "unknown_currency", "[0].at_most"),
        (promotion("p", BonusPoints(5)), "no_programme", "[0].benefit"),
        (promotion("g", Gift()), "gift_without_condition", "[0].when"),
        (
            promotion("s", NForM(take=3, pay=2), at_most=AtMost(units=2)),
            "set_above_limit",
            "[0].at_most.units",
        ),
        (
            promotion("s", NForM(take=3, pay=2), on=Category("shoes")),
            "unreachable_slot",
            "[0].on",
        ),
        (
            promotion("b", BuyGet(buy=Slot(), get=Slot(on=Category("books"))), on=Category("fashion")),
            "unreachable_slot",
            "[0].benefit.get",
        ),
        (
            promotion("c", SetOffer(slots=[Slot(on=Skus(["CARTE"]))], percent="5")),
            "unreachable_slot",
            "[0].benefit.slots[0]",
        ),
    ],
)
def test_what_does_not_fit_is_named_in_its_place(wrong: Promotion, code: str, where: str) -> None:
    assert faults(wrong) == [(code, where)]


@pytest.mark.parametrize(
    "right",
    [
        attrs.evolve(HALF, not_on_lists=["everyday"]),
        promotion("d", DeliveryOff(services=["home"], percent="5")),
        promotion("d", DeliveryOff(percent="5")),
        attrs.evolve(HALF, when=[HandedOverIn(zone="corsica")]),
        attrs.evolve(HALF, when=[AtHours(weekdays=["friday"], zone="Europe/Paris")]),
        promotion("p", BonusPoints(5)),
        promotion("g", Gift(), on=Category("books"), when=[Spend("50.00 EUR")]),
        promotion("s", NForM(take=3, pay=2), at_most=AtMost(units=3)),
        promotion("later", PercentOff("5"), on=Category("shoes")),
        promotion("b", BuyGet(buy=Slot(on=Category("fashion")), get=Slot(on=Category("books")))),
    ],
)
def test_what_fits_is_no_fault(right: Promotion) -> None:
    assert faults(right, services=(HOME,), programme=PROGRAMME) == []


def test_a_limit_is_in_the_currency_of_what_it_limits() -> None:
    limited = promotion("p", BasketAmountOff("5.00 EUR"), at_most=AtMost(amount="5.00 SEK"))
    assert faults(limited) == [("other_currency", "[0].at_most.amount")]


def test_a_group_is_in_one_layer() -> None:
    one, other = attrs.evolve(HALF, group="season"), attrs.evolve(FIVE, group="season")
    assert faults(one, other) == []
    assert faults(one, attrs.evolve(other, layer="basket")) == [("contradictory_exclusivity", "[1].group")]
    assert faults(one, attrs.evolve(other, layer="basket", group="summer")) == []


def test_many_slots_are_looked_at_with_many_products() -> None:
    sets = [
        promotion(f"s-{index:03}", NForM(take=2, pay=1), on=Skus([f"X-{index:03}"])) for index in range(40)
    ]
    found = faults(*sets, promotion("right", NForM(take=2, pay=1), on=Skus(["PULL"])))
    assert found == [("unreachable_slot", f"[{index}].on") for index in range(40)]


@pytest.mark.parametrize(
    ("on", "meant"),
    [
        (Category("grocery/tee"), "grocery/tea"),
        (Category("grocerie"), "grocery"),
        (AnyOf([Skus(["X"]), AllOf([Category("books"), Category("bokks")])]), "books"),
    ],
)
def test_the_nearest_category_is_named_for_one_that_no_product_has(on: Selection, meant: str) -> None:
    cures = []
    for wrong in (
        promotion("s", NForM(take=3, pay=2), on=on),
        promotion("s", SetOffer(slots=[Slot(), Slot(on=on)], percent="5")),
    ):
        with pytest.raises(RulebookError) as error:
            shop(wrong)
        cures += [
            (fault.where.removeprefix("pricing.promotions[0]."), fault.cure) for fault in error.value.faults
        ]
    cure = f"did you mean {meant}? Otherwise add the product, or select others: the set can never be complete"
    assert cures == [("on", cure), ("benefit.slots[1]", cure)]


def test_no_category_is_named_for_what_is_none() -> None:
    with pytest.raises(RulebookError) as error:
        shop(promotion("s", NForM(take=3, pay=2), on=AllOf([Category("books"), Skus(["PULL"])])))
    assert error.value.faults[0].cure == "add the product, or select others: the set can never be complete"


UNREADABLE = """
[[pricing.promotions]]
id = "unreadable"
name = { fr = "Illisible" }
layer = "offers"
benefit = { percent = "200" }

[[pricing.promotions]]
id = "elsewhere"
name = { fr = "Ailleurs" }
layer = "offers"
when = [{ hours = { hours = "18:00-19:00", zone = "Asia/Tokyo" } }, { none = [{ where = { store = "x" } }] }]
not_on_lists = ["outlet"]
benefit = { n_for_m = { take = 3, pay = 2 } }
on = { category = "what/nobody/sells" }

"""
"""Two promotions: one that cannot be read, and one that names what is not there."""


def test_what_does_not_fit_is_found_beside_what_cannot_be_read() -> None:
    first = "[[pricing.promotions]]"
    assert first in example()
    found = check(example().replace(first, UNREADABLE + first, 1))
    assert [(fault.code, fault.where.removeprefix("pricing.promotions")) for fault in found] == [
        ("percent_out_of_range", "[0].benefit.percent"),
        ("unknown_list", "[1].not_on_lists"),
        ("unknown_zone", "[1].when"),
        ("unknown_store", "[1].when"),
    ]
