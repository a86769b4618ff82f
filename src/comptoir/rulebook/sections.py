"""What a rulebook consists of: sections, each with a digest of its own.

A till that has yesterday's rulebook fetches only the sections whose digest changed.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from comptoir.facts.products import Product
from comptoir.pricing.rules import PricingRules
from comptoir.tax.rules import TaxRules
from comptoir.values.calendars import Calendar
from comptoir.values.collections import counted, tuple_of
from comptoir.values.zones import Zone


def _products(products: Iterable[Product]) -> tuple[Product, ...]:
    return tuple_of(Product, products, "products")


@attrs.frozen
class Assortment:
    """The products that are sold, on every channel alike."""

    products: tuple[Product, ...] = attrs.field(converter=_products, repr=counted("products"))


def _zones(zones: Iterable[Zone]) -> tuple[Zone, ...]:
    return tuple_of(Zone, zones, "zones")


def _calendars(calendars: Iterable[Calendar]) -> tuple[Calendar, ...]:
    return tuple_of(Calendar, calendars, "calendars")


@attrs.frozen(kw_only=True)
class TimeTables:
    """What two machines could resolve differently: time zones' offsets and public holidays, written out."""

    zones: tuple[Zone, ...] = attrs.field(converter=_zones)
    calendars: tuple[Calendar, ...] = attrs.field(default=(), converter=_calendars)


SECTIONS: Final[Mapping[str, type]] = {
    "pricing": PricingRules,
    "products": Assortment,
    "tax": TaxRules,
    "time": TimeTables,
}
"""The sections of a rulebook, by the attribute that holds each."""
