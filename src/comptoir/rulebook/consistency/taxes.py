"""Whether tax rates and exemptions fit each other, the products and the places.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from comptoir.facts.wheres import InCountries, InZone
from comptoir.pricing.lookup import start_of
from comptoir.rulebook.consistency.names import twice, unknown
from comptoir.rulebook.consistency.wheres import where_faults
from comptoir.rulebook.sections import Sections
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.values.errors import Fault
from comptoir.values.windows import Window


def tax_faults(sections: Sections, unread: Collection[str] = ()) -> Iterator[Fault]:
    """Each thing that does not fit, without looking at the products.

    No place is called unknown if the section ``places`` could not be read (``unread``).
    """
    tax = sections.tax
    yield from _home(tax)
    if "places" not in unread:
        yield from _places(sections)
    yield from _overlapping_rates(tax)
    yield from twice("tax.exemptions", [each.id for each in tax.exemptions], "id")
    for index, extra in enumerate(sections.pricing.extras):
        if extra.tax is not None:
            yield from _category(f"pricing.extras[{index}].tax", extra.tax, tax)


def whole_tax_faults(sections: Sections) -> Iterator[Fault]:
    """Each product whose tax category has no rate at all."""
    known = {rate.category for rate in sections.tax.rates}
    for index, product in enumerate(sections.products.products):
        if product.tax not in known:
            yield from _category(f"products[{index}].tax", product.tax, sections.tax)


def _category(where: str, category: str, tax: TaxRules) -> Iterator[Fault]:
    known = {rate.category for rate in tax.rates}
    yield from unknown("unknown_tax_category", where, category, known, "add it under [[tax.rates]]")


def _home(tax: TaxRules) -> Iterator[Fault]:
    """A fault if rates are stated, and none for the country in which the seller is established."""
    if tax.rates and not any(("", tax.country) in _places_of(rate, tax) for rate in tax.rates):
        cure = "state its rates without where, or name the country in which the seller is established"
        yield Fault("no_home_rate", "tax.country", f"found {tax.country}, which has no rate", cure)


def _places(sections: Sections) -> Iterator[Fault]:
    for index, rate in enumerate(sections.tax.rates):
        yield from where_faults(f"tax.rates[{index}].where", rate.where, sections)
    for index, exemption in enumerate(sections.tax.exemptions):
        yield from where_faults(f"tax.exemptions[{index}].where", exemption.where, sections)


def _overlapping_rates(tax: TaxRules) -> Iterator[Fault]:
    """A fault for each rate that holds when another of its category and place does."""
    by_place: dict[tuple[str, str, str], list[tuple[Window, int]]] = {}
    for index, rate in enumerate(tax.rates):
        for zone, country in _places_of(rate, tax):
            by_place.setdefault((rate.category, zone, country), []).append((rate.valid, index))
    named: set[int] = set()
    for (category, zone, country), windows in sorted(by_place.items()):
        for index in _overlapping(windows):
            if index not in named:
                named.add(index)
                found = f"found a second rate for {category} in {country or zone} in an overlapping window"
                cure = "end one where the other starts"
                yield Fault("overlapping_rates", f"tax.rates[{index}]", found, cure)


def _places_of(rate: TaxRate, tax: TaxRules) -> tuple[tuple[str, str], ...]:
    """Where a rate holds, as pairs of a zone and a country of which one is empty."""
    match rate.where:
        case InZone(zone=zone):
            return ((zone, ""),)
        case InCountries(countries=countries):
            return tuple(("", country) for country in countries)
        case _:
            return (("", tax.country),)


def _overlapping(windows: list[tuple[Window, int]]) -> Iterator[int]:
    """The indices of windows that overlap one that starts earlier, or stands before them."""
    last: Window | None = None
    for window, index in sorted(windows, key=lambda each: (start_of(each[0]), each[1])):
        if last is not None and last.overlaps(window):
            yield index
        if last is None or (last.until is not None and (window.until is None or window.until > last.until)):
            last = window
