"""Whether the rules of a rulebook fit each other, the products and the time it is made for.

Every fault is listed with its place in the rulebook; none is repaired by guessing.

Source: house rule.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from comptoir.pricing.lookup import PriceIndex, start_of
from comptoir.pricing.rules import PricingRules
from comptoir.rulebook.sections import Assortment, TimeTables
from comptoir.tax.rules import TaxRules
from comptoir.values.errors import Fault, quoted
from comptoir.values.windows import Window

SUGGESTED_FROM_MAX: Final = 1_000
"""Names among which the closest is looked for: among twenty thousand it takes seconds for each fault."""


def inconsistencies(
    *,
    products: Assortment,
    pricing: PricingRules,
    tax: TaxRules,
    time: TimeTables,
    currencies: Iterable[str],
    zone: str,
    valid: Window,
) -> Iterator[Fault]:
    """Each thing that does not fit, in the order of the rulebook's sections."""
    if zone not in {each.name for each in time.zones}:
        yield Fault(
            "unknown_zone",
            "zone",
            f"found {quoted(zone)}",
            "seal the rulebook again: its zone table is missing",
        )
    yield from _short_tables(time, valid)
    yield from _twice("products", [each.sku for each in products.products], "sku")
    yield from _tax_categories(products, tax)
    yield from _twice("pricing.lists", [each.id for each in pricing.lists], "id")
    yield from _prices(products, pricing, set(currencies))
    yield from _twice("pricing.layers", [each.id for each in pricing.layers], "id")
    yield from _twice("pricing.promotions", [each.id for each in pricing.promotions], "id")
    yield from _promotions(pricing, set(currencies), valid)
    yield from _overlapping_rates(tax)


def _twice(where: str, names: Sequence[str], key: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            found = f"found {name} a second time"
            yield Fault(f"duplicate_{key}", f"{where}[{index}].{key}", found, f"give each a {key} of its own")
        seen.add(name)


def _short_tables(time: TimeTables, valid: Window) -> Iterator[Fault]:
    for index, zone in enumerate(time.zones):
        starts = valid.from_ is None or zone.since <= valid.from_
        if not (starts and (valid.until is None or valid.until < zone.until)):
            found = f"found a table of {zone.name} that does not reach over the rulebook's window"
            cure = "seal the rulebook again: the table must hold its last instant and more"
            yield Fault("zone_table_too_short", f"time.zones[{index}]", found, cure)


def _tax_categories(products: Assortment, tax: TaxRules) -> Iterator[Fault]:
    known = {rate.category for rate in tax.rates}
    for index, product in enumerate(products.products):
        if product.tax not in known:
            yield Fault(
                "unknown_tax_category",
                f"products[{index}].tax",
                f"found {product.tax}",
                known_names(product.tax, known, "add it under [[tax.rates]]"),
            )


def _prices(products: Assortment, pricing: PricingRules, currencies: set[str]) -> Iterator[Fault]:
    known = {product.sku for product in products.products}
    for index, each in enumerate(pricing.lists):
        if each.currency not in currencies:
            cure = "declare it under money.currencies"
            yield Fault(
                "unknown_currency", f"pricing.lists[{index}].currency", f"found {each.currency}", cure
            )
        for sku in each.prices:
            if sku not in known:
                where = f"pricing.lists[{index}].prices.{sku}"
                yield Fault(
                    "unknown_sku", where, f"found {sku}", known_names(sku, known, "add it under [[products]]")
                )
    for sku, one, other in PriceIndex.of(pricing.lists).ambiguous():
        yield Fault(
            "ambiguous_price",
            "pricing.lists",
            f"found {sku} priced by {other.list} and {one.list} from the same instant on",
            "let one of them start later, or price the product in one of them",
        )


def _promotions(pricing: PricingRules, currencies: set[str], valid: Window) -> Iterator[Fault]:
    layers = {layer.id for layer in pricing.layers}
    for index, promotion in enumerate(pricing.promotions):
        where = f"pricing.promotions[{index}]"
        if promotion.layer not in layers:
            cure = known_names(promotion.layer, layers, "add it under [[pricing.layers]]")
            yield Fault("unknown_layer", f"{where}.layer", f"found {promotion.layer}", cure)
        currency = promotion.benefit.currency
        if currency is not None and currency not in currencies:
            cure = "declare it under money.currencies"
            yield Fault("unknown_currency", f"{where}.benefit", f"found {currency}", cure)
        if not promotion.valid.overlaps(valid):
            found = "found a window wholly outside the rulebook's own"
            cure = "move it into valid.from … valid.until, or remove the promotion"
            yield Fault("never_in_force", f"{where}.valid", found, cure)


def _overlapping_rates(tax: TaxRules) -> Iterator[Fault]:
    by_category: dict[str, list[tuple[Window, int]]] = {}
    for index, rate in enumerate(tax.rates):
        by_category.setdefault(rate.category, []).append((rate.valid, index))
    for category, windows in sorted(by_category.items()):
        last: Window | None = None
        for window, index in sorted(windows, key=lambda each: (start_of(each[0]), each[1])):
            if last is not None and last.overlaps(window):
                found = f"found a second rate for {category} in an overlapping window"
                cure = "end one where the other starts"
                yield Fault("overlapping_rates", f"tax.rates[{index}]", found, cure)
            if last is None or (
                last.until is not None and (window.until is None or window.until > last.until)
            ):
                last = window


def known_names(found: str, known: Iterable[str], otherwise: str) -> str:
    """A cure that names the closest of what is known."""
    names = sorted(known)
    if len(names) <= SUGGESTED_FROM_MAX and (close := difflib.get_close_matches(found, names, n=1)):
        return f"did you mean {close[0]}? Otherwise {otherwise}"
    return otherwise
