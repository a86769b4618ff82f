"""Delivery for less and points by a promotion: applied where delivery is charged and points are earned."""

from __future__ import annotations

from typing import Any

import pytest

from comptoir import STANDARD, Accepted, Buyer, Counter, Deliver, Line, Order, Place, Quote, Tender
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.offered import Offered
from comptoir.delivery.rules import FreeFrom
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.points import BonusPoints
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.kinds import BesideBenefit
from comptoir.pricing.rules import Promotion
from comptoir.values.grants import FreeDelivery, Grants, ReducedDelivery
from comptoir.values.percentages import Percent
from comptoir.values.selections import Category
from unit import test_delivery_offer as offering
from unit.delivery_shop import FREE_FROM_60, parcel, service
from unit.price_shop import AT, HOME, PROGRAMME, basket, placed, promotion, quoted, shop

LYON = Deliver(Place("FR", "69003"), "home")


def off(rule: str, *services: str, **fields: Any) -> ReducedDelivery:
    return ReducedDelivery(rule=rule, services=services, **fields)


def charge(*promotions: ReducedDelivery, goods: int = 5990, standing: str | None = None) -> tuple[Any, ...]:
    """What home delivery, 4.90 or free from 60.00, comes to, by which rule, and what is missing."""
    free = [] if standing is None else [FreeDelivery("home", standing)]
    grants = Grants(free_delivery=free, promotions=promotions)
    found = offering.delivery(
        service(free_from=FREE_FROM_60), parcel=parcel(("ROBE", 1, goods)), grants=grants
    )
    return found.charged, found.free_by, found.reduced_by, found.missing


# The fee


@pytest.mark.parametrize(
    ("promotions", "expected"),
    [
        ([off("p", percent=Percent.of("50"))], (245, None, "p", 10)),
        ([off("p", amount=100)], (390, None, "p", 10)),
        ([off("p", price=100)], (100, None, "p", 10)),
        ([off("p", price=900)], (490, None, None, 10)),
        ([off("p", percent=Percent.of("100"))], (0, "p", None, None)),
        ([off("p", "home", price=100)], (100, None, "p", 10)),
        ([off("p", "express", price=100)], (490, None, None, 10)),
        ([off("b", price=100), off("a", amount=390), off("c", price=200)], (100, None, "a", 10)),
    ],
)
def test_of_promotions_the_one_that_leaves_least(
    promotions: list[ReducedDelivery], expected: tuple[Any, ...]
) -> None:
    assert charge(*promotions) == expected


def test_of_rules_that_leave_nothing_the_threshold_then_the_standing_then_a_promotion() -> None:
    free = off("a", percent=Percent.of("100"))
    assert charge(free, goods=6000, standing="club/gold") == (0, "home/free_from", None, None)
    assert charge(free, standing="club/gold") == (0, "club/gold", None, None)
    assert charge(free) == (0, "a", None, None)


def test_nothing_off_nothing_is_no_reduction() -> None:
    grants = Grants(promotions=[off("p", percent=Percent.of("100"))])
    found = offering.delivery(service(fee=FlatFee("0.00 EUR")), grants=grants)
    assert (found.charged, found.free_by, found.reduced_by) == (0, None, None)


# At the counter


def delivered(benefit: BesideBenefit, **fields: Any) -> Quote:
    """A pullover for 50.00, sent home for 4.90 or less."""
    rules = shop(promotion("noel", benefit, **fields), services=(HOME,))
    return quoted(rules, Line("PULL", 1), handover=LYON)


def test_less_for_delivery_is_in_the_total_the_taxes_and_the_explanation() -> None:
    quote = delivered(DeliveryOff(percent="50"))
    [delivery] = quote.terms.deliveries
    assert (delivery.fee, delivery.charged, delivery.reduced_by, delivery.free_by) == (490, 245, "noel", None)
    assert (quote.terms.total, delivery.standard, [part.gross for part in delivery.taxes]) == (
        5245,
        245,
        [245],
    )
    assert "  reduced to €2.45 (noel)\n" in quote.explain("en")
    assert "  réduit à 2,45" in quote.explain("fr")


def test_an_order_names_what_reduced_its_delivery() -> None:
    accepted = placed(
        shop(promotion("noel", DeliveryOff(price="1.00 EUR")), services=(HOME,)),
        delivered(DeliveryOff(price="1.00 EUR")),
    )
    assert isinstance(accepted, Accepted)
    order = accepted.order
    [delivery] = order.deliveries
    assert (delivery.charged, delivery.reduced_by) == (100, "noel")
    assert order.rule_names == {"noel": {"fr": "noel", "en": "noel"}}
    assert STANDARD.codec.loads(STANDARD.codec.dumps(order), Order) == order


def test_delivery_is_less_only_with_what_the_promotion_selects() -> None:
    assert delivered(DeliveryOff(percent="50"), on=Category("books")).terms.total == 5490
    assert delivered(DeliveryOff(percent="50"), when=[Spend("50.01 EUR")]).terms.total == 5490
    assert delivered(DeliveryOff(percent="50"), when=[Spend("50.00 EUR")]).terms.total == 5245


def test_a_list_of_the_ways_of_delivery_shows_the_same_fee() -> None:
    threshold = HOME.__class__(
        **{name: getattr(HOME, name) for name in ("id", "name", "fee", "tax", "way")},
        free_from=FreeFrom("60.00 EUR"),
    )
    rules = shop(promotion("noel", DeliveryOff(amount="2.00 EUR")), services=(threshold,))
    [option] = Counter(rules).delivery(basket(Line("PULL", 1), handover=LYON), AT).options
    assert isinstance(option, Offered)
    [delivery] = option.deliveries
    assert (delivery.charged, delivery.reduced_by, delivery.missing) == (290, "noel", 1000)


# Points


def earned(*promotions: Promotion, member: str | None = "m-1", **fields: Any) -> list[tuple[Any, ...]]:
    """Of a pullover and a book: the rule, points, lines and basis of each earning."""
    rules = shop(*promotions, programme=PROGRAMME, **fields)
    quote = quoted(rules, Line("LIVRE", 1), Line("PULL", 1), buyer=Buyer(member=member, tier="gold"))
    return [(each.rule, each.points, each.lines, each.basis) for each in quote.terms.earnings]


def test_points_of_a_promotion_stand_beside_those_of_the_programme() -> None:
    bonus = promotion("bonus", BonusPoints(200), on=Category("fashion"))
    assert earned(bonus) == [("club", 74, (1, 2), 7490), ("bonus", 200, (2,), 5000)]
    assert earned(bonus, member=None) == []
    assert earned(promotion("bonus", BonusPoints(200), on=Category("services"))) == [
        ("club", 74, (1, 2), 7490)
    ]


def test_points_of_several_promotions_stand_in_the_order_of_their_identifiers() -> None:
    found = earned(promotion("z", BonusPoints(1)), promotion("a", BonusPoints(2), layer="basket"))
    assert [rule for rule, *_ in found] == ["club", "a", "z"]


def test_an_order_accrues_them() -> None:
    rules = shop(promotion("bonus", BonusPoints(200)), programme=PROGRAMME)
    quote = quoted(rules, Line("PULL", 1), buyer=Buyer(member="m-1"))
    accepted = placed(rules, quote, Tender("card", quote.to_pay))
    assert isinstance(accepted, Accepted)
    assert [accrual.earning.points for accrual in accepted.order.accruals] == [50, 200]
    assert quote.will_earn == 250
    assert "bonus" in accepted.order.rule_names
