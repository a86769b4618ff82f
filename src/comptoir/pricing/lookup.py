"""Which price is in force: of the lists that price a product, the one that started last.

A product without a price in force is an error that names it and the instant, never zero.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import attrs

from comptoir.pricing.priced import ListedPrice
from comptoir.pricing.rules import PriceList
from comptoir.values.instants import EARLIEST, Instant
from comptoir.values.moments import Moment
from comptoir.values.windows import Window


def start_of(window: Window) -> Instant:
    """When a window starts; an open one, at the earliest instant that can be named."""
    return window.from_ if window.from_ is not None else EARLIEST


@attrs.frozen
class PriceIndex:
    """All lists of a rulebook, by currency and product, the latest start first."""

    entries: Mapping[tuple[str, str], tuple[tuple[Window, ListedPrice], ...]]

    @classmethod
    def of(cls, lists: Iterable[PriceList]) -> PriceIndex:
        """The index of these lists."""
        found: dict[tuple[str, str], list[tuple[Window, ListedPrice]]] = {}
        for price_list in sorted(lists, key=lambda each: (start_of(each.valid), each.id), reverse=True):
            for sku, price in price_list.prices.items():
                entry = price_list.valid, ListedPrice(price_list.id, price)
                found.setdefault((price_list.currency, sku), []).append(entry)
        return cls({key: tuple(entries) for key, entries in found.items()})

    def in_force(self, sku: str, currency: str, moment: Moment) -> ListedPrice | None:
        """The price of the list that started last, or ``None`` if no list in force prices the product."""
        for valid, listed in self.entries.get((currency, sku), ()):
            if moment.is_in(valid):
                return listed
        return None

    def ambiguous(self) -> Iterable[tuple[str, ListedPrice, ListedPrice]]:
        """Each product that two lists price from the same instant on."""
        for (_, sku), entries in self.entries.items():
            for (valid, listed), (other, also) in pairwise(entries):
                if start_of(valid) == start_of(other):
                    yield sku, listed, also
