"""What may be taken for goods given back: evenly, without any customer money, or with the difference paid.

Decides whether a policy allows it, by when the old goods are given back, and pairs what is given with what is
taken where that is even. May never look at a price: an even exchange keeps the price, the points and the
tender of the order, whatever the other product costs now. The law gives no right to it, so a policy must.

Source: house rule (law R5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum

import attrs

from comptoir.facts.events import Swap
from comptoir.facts.exchange_terms import ExchangeScope, ExchangeTerms, InExchange
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.facts.products import Product
from comptoir.facts.return_terms import ReturnTerms
from comptoir.facts.units import Units
from comptoir.returns.assessed import Assessed, GoodBack
from comptoir.texts import language_of, say
from comptoir.texts.writing import day_text
from comptoir.values.almanac import Almanac
from comptoir.values.collections import tuple_of
from comptoir.values.moments import Moment
from comptoir.values.quantities import PIECE, pieces


class ExchangeRefusalCode(Enum):
    """Why there is no exchange, in order of precedence."""

    NOTHING_TO_SWAP = "nothing_to_swap"
    """Nothing is given back, or some of it may not come back."""
    NOT_EXCHANGEABLE = "not_exchangeable"
    """No policy that is alive swaps it evenly, or it was sold by measure."""
    NO_DIFFERENCE = "no_difference"
    """No policy that is alive exchanges it where the difference is paid."""
    SEVERAL_POLICIES = "several_policies"
    """What is given back is exchanged by policies of different terms."""
    STILL_OWED = "still_owed"
    """It was taken for something that is still to be given back."""
    UNKNOWN_PRODUCT = "unknown_product"
    """What is to be taken is no product of the rulebook."""
    QUANTITIES_DIFFER = "quantities_differ"
    """Not as many pieces are to be taken as are given."""
    OTHER_MODEL = "other_model"
    """What is to be taken is no variant of what is given."""
    CLAIM_OPEN = "claim_open"
    """There is an open claim about it: it is replaced for that claim, or the claim is closed first."""
    OUT_OF_STOCK = "out_of_stock"
    """What is to be taken is not there, in the store where it would be carried away."""
    NOT_IN_ADVANCE = "not_in_advance"
    """No policy lets the old goods be given back later."""
    BACK_TOO_LATE = "back_too_late"
    """The old goods would be given back later than the policy lets them be."""


@attrs.frozen
class ExchangeRefused:
    """Why there is no exchange, and the product, given or to be taken, that stands in the way.

    ``last_day`` is the last on which the old goods may be given back, ``claim`` the one that is open.
    """

    code: ExchangeRefusalCode
    sku: str | None = None
    last_day: date | None = attrs.field(default=None, kw_only=True)
    claim: str | None = attrs.field(default=None, kw_only=True)

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        day = "" if self.last_day is None else day_text(self.last_day, spoken)
        return say(f"exchange_{self.code.value}", spoken, sku=self.sku or "", day=day, claim=self.claim or "")


@attrs.frozen
class Evenly:
    """What is swapped for what, as it is to be recorded."""

    swaps: tuple[Swap, ...]


@attrs.frozen
class Unevenly:
    """That goods are exchanged with the difference paid, on which ``terms``, by which ``rule``."""

    rule: str
    terms: ExchangeTerms

    def of_order(self, order: Order) -> InExchange:
        """How what is taken for goods of an order is priced and delivered."""
        return InExchange(
            order=order.id,
            placed_at=order.placed_at,
            rule=self.rule,
            price=self.terms.price,
            delivery=self.terms.delivery,
        )


@attrs.frozen
class _Taken:
    """So many pieces of a product that are to be taken."""

    product: Product
    count: int


def even_exchange(
    assessed: Assessed, take: Iterable[Line], assortment: Mapping[str, Product]
) -> Evenly | ExchangeRefused:
    """The goods assessed swapped for products of the same model, the very same, or what a policy names.

    Piece by piece. ``assortment`` has the products that can be taken, by SKU.
    """
    wanted: Counter[str] = Counter()
    for line in tuple_of(Line, take, "take"):
        wanted[line.sku] += pieces(line.quantity)
    if refused := _refused(assessed, wanted, assortment):
        return refused
    taken = [_Taken(assortment[sku], count) for sku, count in wanted.items()]
    swaps: list[Swap] = []
    for good, units, product in _paired(assessed.goods, taken):
        if not _is_even(good, product):
            return ExchangeRefused(ExchangeRefusalCode.OTHER_MODEL, product.sku)
        swaps.append(Swap(units=units, sku=good.product.sku, reason=good.give.reason, took=product))
    return Evenly(tuple(sorted(swaps, key=lambda swap: swap.units)))


def uneven_exchange(assessed: Assessed, taken: Iterable[Product]) -> Unevenly | ExchangeRefused:
    """On which terms the goods assessed are given for the products ``taken``, the difference paid."""
    if assessed.refused or not assessed.goods:
        return ExchangeRefused(ExchangeRefusalCode.NOTHING_TO_SWAP)
    found: dict[str, ExchangeTerms] = {}
    for good in assessed.goods:
        granted = next(_exchanging(good), None)
        if granted is None or granted.exchange is None:
            return ExchangeRefused(ExchangeRefusalCode.NO_DIFFERENCE, good.product.sku)
        found[granted.rule] = granted.exchange
    if len(found) > 1:
        return ExchangeRefused(ExchangeRefusalCode.SEVERAL_POLICIES)
    [(rule, terms)] = found.items()
    if terms.scope is ExchangeScope.VARIANTS:
        given = [good.product for good in assessed.goods]
        for product in sorted(taken, key=_sku):
            if not any(_is_variant(each, product) for each in given):
                return ExchangeRefused(ExchangeRefusalCode.OTHER_MODEL, product.sku)
    return Unevenly(rule, terms)


def not_back_by(
    assessed: Assessed, back_by: date, moment: Moment, almanac: Almanac
) -> ExchangeRefused | None:
    """Why the old goods may not be given back as late as the end of a day; ``None`` if they may.

    For each of the goods, the longest time that a policy which is alive gives counts from the day of the
    exchange, on the calendar of that policy.
    """
    for good in assessed.goods:
        last_day = max(
            (
                terms.exchange.advance.counted_from(almanac.zone(terms.zone).local_date(moment.at))
                for terms in _exchanging(good)
                if terms.exchange is not None and terms.exchange.advance is not None
            ),
            default=None,
        )
        if last_day is None:
            return ExchangeRefused(ExchangeRefusalCode.NOT_IN_ADVANCE, good.product.sku)
        if back_by > last_day:
            code = ExchangeRefusalCode.BACK_TOO_LATE
            return ExchangeRefused(code, good.product.sku, last_day=last_day)
    return None


def _exchanging(good: GoodBack) -> Iterator[ReturnTerms]:
    """The living rights on a good that say what it is exchanged for."""
    return (right.terms for right in good.rights if right.alive and right.terms.exchange is not None)


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
    """Whether a living right swaps it for something evenly."""
    return _swaps_variants(good) or any(_is_named(terms, good.product) for terms in _exchanging(good))


def _is_even(good: GoodBack, taken: Product) -> bool:
    """Whether a product is taken for a good without any money."""
    if _swaps_variants(good) and _is_variant(good.product, taken):
        return True
    is_alike = good.product.unit == taken.unit
    return is_alike and any(
        _is_named(terms, good.product) and _is_named(terms, taken) for terms in _exchanging(good)
    )


def _swaps_variants(good: GoodBack) -> bool:
    return any(right.alive and right.terms.even_exchange for right in good.rights)


def _is_named(terms: ReturnTerms, product: Product) -> bool:
    """Whether a policy names a product among those that are swapped evenly for each other."""
    named = None if terms.exchange is None else terms.exchange.even_on
    return named is not None and named.selects(product)


def _paired(goods: Sequence[GoodBack], taken: Sequence[_Taken]) -> Iterator[tuple[GoodBack, Units, Product]]:
    """Pieces given and the product taken for them; there are as many of each.

    First variants for each other, by model and SKU, then what is left, in that order. Goods that are swapped
    for variants alone come first, so that others do not take theirs.
    """
    by_model: dict[tuple[bool, str], list[_Taken]] = {}
    for each in sorted(taken, key=_taken_first, reverse=True):
        by_model.setdefault(_variants_of(each.product), []).append(each)
    left: list[tuple[GoodBack, Units]] = []
    for good in sorted(goods, key=_given_first):
        waiting = by_model.get(_variants_of(good.product), []) if _swaps_variants(good) else []
        rest = yield from _filled(good, good.units, waiting)
        if rest is not None:
            left.append((good, rest))
    others = [each for waiting in by_model.values() for each in waiting]
    others.sort(key=_taken_first, reverse=True)
    for good, units in left:
        yield from _filled(good, units, others)


def _filled(
    good: GoodBack, units: Units, waiting: list[_Taken]
) -> Generator[tuple[GoodBack, Units, Product], None, Units | None]:
    """Pieces with what is taken for them, as far as something waits; the pieces that are left."""
    first = units.first
    while waiting and first < units.after:
        next_ = waiting.pop()
        count = min(next_.count, units.after - first)
        yield good, Units(units.number, first, count), next_.product
        first += count
        if next_.count > count:
            waiting.append(_Taken(next_.product, next_.count - count))
    return Units(units.number, first, units.after - first) if first < units.after else None


def _given_first(good: GoodBack) -> tuple[bool, str, str, Units]:
    named = any(_is_named(terms, good.product) for terms in _exchanging(good))
    return named, good.product.model or "", good.product.sku, good.units


def _taken_first(taken: _Taken) -> tuple[str, str]:
    return taken.product.model or "", taken.product.sku


def _variants_of(product: Product) -> tuple[bool, str]:
    """What products have in common that are variants of each other: the model, or the SKU without one."""
    return product.model is not None, product.model or product.sku


def _is_variant(given: Product, taken: Product) -> bool:
    """Whether one is another variant of the other; what is sold by measure never is."""
    is_alike = taken.sku == given.sku or (given.model is not None and taken.model == given.model)
    return is_alike and taken.unit == given.unit


def _sku(product: Product) -> str:
    return product.sku
