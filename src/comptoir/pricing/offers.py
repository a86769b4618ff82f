"""Which promotions a product may be offered, found once for each product.

A *plain* promotion takes each line by itself, whatever else is in the basket and whoever asks. Plain
percentages that lose against another whenever they are in force are left out. May never know a basket.

Source: house rule (ten thousand promotions cost a line as much as those that can win it).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, Generic, Protocol, TypeVar

import attrs

from comptoir.facts.products import Nature, Product
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.by_product import ByProduct
from comptoir.values.moments import Findings
from comptoir.values.selections import Selection
from comptoir.values.windows import ALWAYS, Window

PRODUCTS_REMEMBERED_MAX: Final = 16_384
"""Products of which it is remembered what they may be offered."""
QUESTIONS_REMEMBERED: Final = 16
"""Sets of price lists at a spot for which it is remembered what goods come to."""
LINES_REMEMBERED: Final = 4_096
"""Goods for each of them."""


class Offer(Protocol):
    """What is looked at of a promotion."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def layer(self) -> str:
        """The layer in which it competes."""

    @property
    def valid(self) -> Window:
        """When it is in force."""

    @property
    def on(self) -> Selection:
        """What it applies to."""

    @property
    def benefit(self) -> object:
        """What it gives."""

    @property
    def funding(self) -> object | None:
        """Who else pays for it."""

    @property
    def is_plain(self) -> bool:
        """Whether it takes each line by itself."""


P = TypeVar("P", bound=Offer)


@attrs.frozen
class ProductOffers(Generic[P]):
    """The promotions that may take a product: plain ones by their layer, and the others, by identifier."""

    plain: Mapping[str, tuple[P, ...]]
    others: tuple[P, ...]
    has_funding: bool
    """Whether a third party pays for a plain one."""

    def __iter__(self) -> Iterator[P]:
        """All of them."""
        return chain(self.others, *self.plain.values())


@attrs.frozen(eq=False)
class Offers(Generic[P]):
    """The promotions of a rulebook, to be asked which may take a product."""

    by_product: ByProduct[P]
    _found: dict[str, tuple[Product, ProductOffers[P]]] = attrs.field(factory=dict, init=False, repr=False)
    _remembered: dict[Hashable, Findings[Any, Any]] = attrs.field(factory=dict, init=False, repr=False)

    def remembered_for(self, whom: Hashable) -> Findings[Any, Any]:
        """Where it is remembered what goods come to with these promotions, for whom, there."""
        found = self._remembered.get(whom)
        if found is None:
            if len(self._remembered) >= QUESTIONS_REMEMBERED:
                self._remembered.clear()
            self._remembered[whom] = found = Findings(LINES_REMEMBERED)
        return found

    def every(self, product: Product) -> Sequence[P]:
        """What a product may be offered, with what can win nothing."""
        return () if product.nature is Nature.GIFT_CARD else self.by_product.selecting(product)

    def of(self, product: Product) -> ProductOffers[P]:
        """What a product may be offered; nothing for money for later."""
        known = self._found.get(product.sku)
        if known is not None and known[0] is product:
            return known[1]
        found = _offers(self.every(product))
        if len(self._found) >= PRODUCTS_REMEMBERED_MAX:
            self._found.clear()
        self._found[product.sku] = product, found
        return found


def _offers(promotions: Sequence[P]) -> ProductOffers[P]:
    plain: dict[str, list[P]] = {}
    for promotion in promotions:
        if promotion.is_plain:
            plain.setdefault(promotion.layer, []).append(promotion)
    return ProductOffers(
        plain={layer: _not_outdone(offers) for layer, offers in plain.items()},
        others=tuple(promotion for promotion in promotions if not promotion.is_plain),
        has_funding=any(promotion.is_plain and promotion.funding is not None for promotion in promotions),
    )


def _not_outdone(offers: Sequence[P]) -> tuple[P, ...]:
    """The offers, in the order of their identifiers, without percentages that can win nothing.

    Such a percentage is no higher than one that wins a tie against it, while that one is in force.
    """
    kept: list[P] = []
    percents: list[tuple[int, Window]] = []
    for each in offers:
        if isinstance(each.benefit, PercentOff) and each.funding is None:
            own = each.benefit.percent.parts_per_million
            if any(percent >= own and _spans(valid, each.valid) for percent, valid in percents):
                continue
            percents.append((own, each.valid))
        kept.append(each)
    return tuple(kept)


def _spans(longer: Window, shorter: Window) -> bool:
    """Whether a window holds every instant of another."""
    if longer in {ALWAYS, shorter}:
        return True
    begins = longer.from_ is None or (shorter.from_ is not None and longer.from_ <= shorter.from_)
    ends = longer.until is None or (shorter.until is not None and shorter.until <= longer.until)
    return begins and ends
