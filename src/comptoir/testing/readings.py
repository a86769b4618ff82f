"""What selections and conditions mean, written the plain way: the oracle's reading of them.

A condition of a retailer's own is not known here and is asked itself.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from comptoir.facts.baskets import Basket
from comptoir.facts.products import Product
from comptoir.pricing.conditions.buyer import Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon
from comptoir.pricing.conditions.nested import AllMet, AnyMet, NoneMet
from comptoir.pricing.conditions.quantity import Quantity as Pieces
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.kinds import Asked, Charge, Condition
from comptoir.values.quantities import Measured, Quantity
from comptoir.values.selections import (
    AllOf,
    AnyOf,
    Attribute,
    Brand,
    Category,
    Everything,
    NoneOf,
    Selection,
    Skus,
    Tag,
)


@attrs.frozen
class Item:
    """What one line holds as a layer found it: a product, how much of it, and what is left to pay."""

    product: Product
    quantity: Quantity
    charge: int

    @property
    def amount(self) -> Fraction:
        """How much, exactly."""
        measured = self.quantity
        return Fraction(measured.millionths, 10**6) if isinstance(measured, Measured) else Fraction(measured)

    @property
    def pieces(self) -> int:
        """How many pieces; what is measured is one."""
        return 1 if isinstance(self.quantity, Measured) else self.quantity


def met(condition: Condition, basket: Basket, items: Sequence[Item]) -> bool:
    """Whether a condition holds of what a layer found."""
    match condition:
        case Spend(at_least, on):
            spent = sum(item.charge for item in items if selects(on, item.product))
            return at_least.currency == basket.currency and spent >= at_least.minor
        case Pieces(at_least, on):
            return sum(item.pieces for item in items if selects(on, item.product)) >= at_least
        case Member():
            return basket.buyer.member is not None
        case Tier(any_of):
            return basket.buyer.tier in any_of
        case Segment(name):
            return name in basket.buyer.segments
        case Coupon(code):
            return code in basket.coupons
        case AnyMet(of):
            return any(met(each, basket, items) for each in of)
        case AllMet(of):
            return all(met(each, basket, items) for each in of)
        case NoneMet(of):
            return not any(met(each, basket, items) for each in of)
        case _:
            charges = [charge_of(index, item) for index, item in enumerate(items)]
            return condition.unmet(Asked(basket.buyer, basket.coupons, basket.currency, charges)) is None


def selects(selection: Selection, product: Product) -> bool:
    """Whether a selection holds a product."""
    match selection:
        case Everything():
            return True
        case Skus(skus):
            return product.sku in skus
        case Category(path):
            wanted, found = path.split("/"), product.category.split("/")
            return found[: len(wanted)] == wanted
        case Brand(name):
            return product.brand == name
        case Tag(name):
            return name in product.tags
        case Attribute(name, value):
            attributes: Mapping[str, str] = product.attributes
            return name in attributes and attributes[name] == value
        case AnyOf(of):
            return any(selects(each, product) for each in of)
        case AllOf(of):
            return all(selects(each, product) for each in of)
        case NoneOf(of):
            return not any(selects(each, product) for each in of)
        case _:
            assert_never(selection)


def charge_of(number: int, item: Item) -> Charge:
    """The item as a kind sees it."""
    return Charge(number, item.product, int(item.amount * 10**6), item.charge, item.charge)
