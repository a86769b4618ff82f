"""Whether products, prices, promotions and taxes fit each other.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from comptoir.pricing.lookup import PriceIndex, start_of
from comptoir.pricing.rules import PricingRules
from comptoir.rulebook.consistency.names import twice, unknown
from comptoir.rulebook.sections import Assortment, Sections
from comptoir.tax.rules import TaxRules
from comptoir.values.errors import Fault
from comptoir.values.windows import Window


def goods_faults(sections: Sections, currencies: Collection[str], valid: Window) -> Iterator[Fault]:
    """Each thing that does not fit, in the order of the sections."""
    products, pricing = sections.products, sections.pricing
    yield from twice("products", [each.sku for each in products.products], "sku")
    yield from _tax_categories(products, sections.tax)
    yield from twice("pricing.lists", [each.id for each in pricing.lists], "id")
    yield from _prices(products, pricing, currencies)
    yield from twice("pricing.layers", [each.id for each in pricing.layers], "id")
    yield from twice("pricing.promotions", [each.id for each in pricing.promotions], "id")
    yield from _promotions(pricing, currencies, valid)
    yield from _overlapping_rates(sections.tax)


def known_currency(where: str, code: str, currencies: Collection[str]) -> Iterator[Fault]:
    """A fault if a currency is not declared."""
    if code not in currencies:
        yield Fault("unknown_currency", where, f"found {code}", "declare it under money.currencies")


def _tax_categories(products: Assortment, tax: TaxRules) -> Iterator[Fault]:
    known = {rate.category for rate in tax.rates}
    for index, product in enumerate(products.products):
        where = f"products[{index}].tax"
        yield from unknown("unknown_tax_category", where, product.tax, known, "add it under [[tax.rates]]")


def _prices(products: Assortment, pricing: PricingRules, currencies: Collection[str]) -> Iterator[Fault]:
    known = {product.sku for product in products.products}
    for index, each in enumerate(pricing.lists):
        yield from known_currency(f"pricing.lists[{index}].currency", each.currency, currencies)
        for sku in each.prices:
            where = f"pricing.lists[{index}].prices.{sku}"
            yield from unknown("unknown_sku", where, sku, known, "add it under [[products]]")
    for sku, one, other in PriceIndex.of(pricing.lists).ambiguous():
        yield Fault(
            "ambiguous_price",
            "pricing.lists",
            f"found {sku} priced by {other.list} and {one.list} from the same instant on",
            "let one of them start later, or price the product in one of them",
        )


def _promotions(pricing: PricingRules, currencies: Collection[str], valid: Window) -> Iterator[Fault]:
    layers = {layer.id for layer in pricing.layers}
    for index, promotion in enumerate(pricing.promotions):
        where = f"pricing.promotions[{index}]"
        cure = "add it under [[pricing.layers]]"
        yield from unknown("unknown_layer", f"{where}.layer", promotion.layer, layers, cure)
        if (currency := promotion.benefit.currency) is not None:
            yield from known_currency(f"{where}.benefit", currency, currencies)
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
