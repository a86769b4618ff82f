"""What is swapped evenly for what: the same product in another variant, without any customer money.

Decides whether a policy allows it and pairs what is given with what is taken. May never look at a
price: an even exchange keeps the price, the points and the tender of the order, whatever the variant
costs now. The law gives no right to it, so a policy must.

Source: house rule (law R5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

import attrs

from comptoir.facts.baskets import Line
from comptoir.facts.events import Swap
from comptoir.facts.products import Product
from comptoir.facts.units import Units
from comptoir.returns.assessed import Assessed, GoodBack
from comptoir.texts import language_of, say
from comptoir.values.collections import tuple_of
from comptoir.values.quantities import PIECE, pieces


class ExchangeRefusalCode(Enum):
    """Why there is no even exchange, in order of precedence."""

    NOTHING_TO_SWAP = "nothing_to_swap"
    """Nothing is given back, or some of it may not come back."""
    NOT_EXCHANGEABLE = "not_exchangeable"
    """No policy that is alive swaps it evenly, or it was sold by measure."""
    UNKNOWN_PRODUCT = "unknown_product"
    """What is to be taken is no product of the rulebook."""
    QUANTITIES_DIFFER = "quantities_differ"
    """Not as many pieces are to be taken as are given."""
    OTHER_MODEL = "other_model"
    """What is to be taken is no variant of what is given."""


@attrs.frozen
class ExchangeRefused:
    """Why there is no even exchange, and the product, given or to be taken, that stands in the way."""

    code: ExchangeRefusalCode
    sku: str | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        return say(f"exchange_{self.code.value}", language_of(language), sku=self.sku or "")


@attrs.frozen
class Evenly:
    """What is swapped for what, as it is to be recorded."""

    swaps: tuple[Swap, ...]


@attrs.frozen
class _Taken:
    """So many pieces of a product that are to be taken."""

    product: Product
    count: int


def even_exchange(
    assessed: Assessed, take: Iterable[Line], assortment: Mapping[str, Product]
) -> Evenly | ExchangeRefused:
    """The goods assessed swapped for products of the same model, or the very same, piece by piece.

    ``assortment`` has the products that can be taken, by SKU.
    """
    wanted: Counter[str] = Counter()
    for line in tuple_of(Line, take, "take"):
        wanted[line.sku] += pieces(line.quantity)
    if refused := _refused(assessed, wanted, assortment):
        return refused
    taken = [_Taken(assortment[sku], count) for sku, count in wanted.items()]
    swaps: list[Swap] = []
    for good, units, product in _paired(assessed.goods, taken):
        if not _is_variant(good.product, product):
            return ExchangeRefused(ExchangeRefusalCode.OTHER_MODEL, product.sku)
        swaps.append(Swap(units=units, sku=good.product.sku, reason=good.give.reason, took=product))
    return Evenly(tuple(sorted(swaps, key=lambda swap: swap.units)))


def _refused(
    assessed: Assessed, wanted: Mapping[str, int], assortment: Mapping[str, Product]
) -> ExchangeRefused | None:
    if assessed.refused or not assessed.goods:
        return ExchangeRefused(ExchangeRefusalCode.NOTHING_TO_SWAP)
    for good in assessed.goods:
        if good.product.unit != PIECE or not _is_exchangeable(good):
            return ExchangeRefused(ExchangeRefusalCode.NOT_EXCHANGEABLE, good.product.sku)
    for sku in sorted(wanted):
        if sku not in assortment:
            return ExchangeRefused(ExchangeRefusalCode.UNKNOWN_PRODUCT, sku)
    if sum(good.units.count for good in assessed.goods) != sum(wanted.values()):
        return ExchangeRefused(ExchangeRefusalCode.QUANTITIES_DIFFER)
    return None


def _is_exchangeable(good: GoodBack) -> bool:
    return any(right.alive and right.terms.even_exchange for right in good.rights)


def _paired(goods: Sequence[GoodBack], taken: Sequence[_Taken]) -> Iterator[tuple[GoodBack, Units, Product]]:
    """Pieces given and the product taken for them, both by model and SKU; there are as many of each."""
    waiting = sorted(taken, key=lambda each: _model(each.product), reverse=True)
    for good in sorted(goods, key=lambda good: (_model(good.product), good.units)):
        first = good.units.first
        while first < good.units.after:
            next_ = waiting.pop()
            count = min(next_.count, good.units.after - first)
            yield good, Units(good.units.number, first, count), next_.product
            first += count
            if next_.count > count:
                waiting.append(_Taken(next_.product, next_.count - count))


def _model(product: Product) -> tuple[str, str]:
    return product.model or "", product.sku


def _is_variant(given: Product, taken: Product) -> bool:
    """Whether one is another variant of the other; what is sold by measure never is."""
    is_alike = taken.sku == given.sku or (given.model is not None and taken.model == given.model)
    return is_alike and taken.unit == given.unit
