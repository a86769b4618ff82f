"""What a rulebook consists of: sections, each with a digest of its own.

A till that has yesterday's rulebook fetches only the sections whose digest changed.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import attrs

from comptoir.delivery.rules import DeliveryRules
from comptoir.facts.places import Places
from comptoir.facts.products import Product
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.rules import PricingRules
from comptoir.returns.rules import ReturnRules
from comptoir.tax.rules import TaxRules
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar
from comptoir.values.collections import counted, tuple_of
from comptoir.values.zones import Zone
from comptoir.wire import Held, HeldItems, lazy_by


def _products(products: Iterable[Product]) -> Sequence[Product]:
    return products if isinstance(products, HeldItems) else tuple_of(Product, products, "products")


@attrs.frozen
class Assortment:
    """The products that are sold, on every channel alike."""

    products: Sequence[Product] = attrs.field(
        converter=_products, repr=counted("products"), metadata=lazy_by("sku")
    )

    @cached_property
    def by_sku(self) -> Mapping[str, Product]:
        """The products by SKU."""
        if isinstance(self.products, HeldItems):
            return self.products.by_key
        return {product.sku: product for product in self.products}


def _zones(zones: Iterable[Zone]) -> tuple[Zone, ...]:
    return tuple_of(Zone, zones, "zones")


def _calendars(calendars: Iterable[Calendar]) -> tuple[Calendar, ...]:
    return tuple_of(Calendar, calendars, "calendars")


@attrs.frozen(kw_only=True)
class TimeTables:
    """What two machines could resolve differently: time zones' offsets and public holidays, written out."""

    zones: tuple[Zone, ...] = attrs.field(converter=_zones)
    calendars: tuple[Calendar, ...] = attrs.field(default=(), converter=_calendars)

    @property
    def almanac(self) -> Almanac:
        """The tables as rules look them up."""
        return Almanac(self.zones, self.calendars)


@attrs.frozen(kw_only=True)
class Sections:
    """All that a rulebook consists of; what a retailer does not use stays empty."""

    delivery: DeliveryRules = attrs.field(factory=DeliveryRules)
    loyalty: LoyaltyRules = attrs.field(factory=LoyaltyRules)
    places: Places = attrs.field(factory=Places)
    pricing: PricingRules
    products: Assortment
    returns: ReturnRules = attrs.field(factory=ReturnRules)
    tax: TaxRules
    time: TimeTables

    @property
    def held(self) -> Iterator[Held]:
        """What is still read when it is asked for: products, and the prices and costs of lists."""
        pricing = self.pricing
        long = (
            self.products.products,
            *(each.prices for each in pricing.lists),
            *(each.costs for each in pricing.cost_lists),
        )
        return (each for each in long if isinstance(each, Held))


SECTIONS: Final[Mapping[str, type]] = {
    "delivery": DeliveryRules,
    "loyalty": LoyaltyRules,
    "places": Places,
    "pricing": PricingRules,
    "products": Assortment,
    "returns": ReturnRules,
    "tax": TaxRules,
    "time": TimeTables,
}
"""What each section is, by the name of its attribute."""
