"""A second opinion on list prices, written the plain way: every list sorted, every piece priced, fractions.

It shares no step with ``comptoir.pricing`` beyond the values that a merchant writes.

Source: house rule (what the reference says of price lists, scales, packs and kits).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final, assert_never

import attrs

from comptoir.facts.baskets import Buyer
from comptoir.facts.products import KitPrice, Product
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.wheres import InCountries, InStore, InZone, Spot
from comptoir.pricing.price_lists import (
    Counts,
    OfAgreement,
    OfMembers,
    OfSegment,
    OfTier,
    PriceList,
    Scale,
)
from comptoir.testing.oracle import in_force, rounded
from comptoir.values.instants import Instant
from comptoir.values.quantities import QUANTITY_MAX, Measured, Quantity
from comptoir.values.rounding import Rounding

SMALL_UNITS: Final = {"g": ("kg", 1000), "ml": ("l", 1000)}


class NoPriceError(Exception):
    """There is no price; its argument is the code that says why."""


@attrs.frozen(kw_only=True)
class Shop:
    """Who asks where and when, and all that is written."""

    lists: Sequence[PriceList]
    products: Mapping[str, Product]
    currency: str
    digits: int
    rounding: Rounding
    buyer: Buyer
    spot: Spot
    at: Instant


@attrs.frozen(kw_only=True)
class Reading:
    """What is read of a price: in major units and own units, exactly; ``regular`` in minor units.

    ``split`` is the share of each tax category of a kit.
    """

    list: str
    basis: PriceBasis
    unit_price: Fraction
    content: Fraction
    regular: int
    split: Mapping[str, Fraction]


def reading(shop: Shop, sku: str, quantity: Quantity, pack: str | None = None) -> Reading:
    """The list price of a line; raises ``NoPriceError``."""
    product = _product(shop, sku)
    content = _content(product, quantity, pack)
    if content > QUANTITY_MAX:
        raise NoPriceError("quantity_out_of_range")
    decided, cost, unit = _cost(shop, product, content, _number(quantity), pack)
    if unit * 10**6 % 1:
        raise NoPriceError("price_too_fine")
    return Reading(
        list=decided.id,
        basis=decided.basis,
        unit_price=unit,
        content=content,
        regular=rounded(cost * 10**shop.digits, shop.rounding),
        split=_split(shop, product, decided.basis) if product.kit is not None else {},
    )


def _product(shop: Shop, sku: str) -> Product:
    if sku not in shop.products:
        raise NoPriceError("unknown_sku")
    return shop.products[sku]


def _number(quantity: Quantity) -> Fraction:
    return Fraction(quantity.millionths, 10**6) if isinstance(quantity, Measured) else Fraction(quantity)


def _content(product: Product, quantity: Quantity, pack: str | None) -> Fraction:
    """How much it is, in the product's own unit."""
    if pack is not None:
        if pack not in product.packs:
            raise NoPriceError("unknown_pack")
        return _number(quantity) * Fraction(product.packs[pack].to_text())
    unit = quantity.unit if isinstance(quantity, Measured) else "piece"
    main, many = SMALL_UNITS.get(unit, (unit, 1))
    own, own_many = SMALL_UNITS.get(product.unit, (product.unit, 1))
    if main != own:
        raise NoPriceError("other_unit")
    content = _number(quantity) * own_many / many
    if content * 10**6 % 1:
        raise NoPriceError("finer_than_unit")
    return content


def _cost(
    shop: Shop,
    product: Product,
    content: Fraction,
    number: Fraction,
    pack: str | None,
    *,
    basis: PriceBasis | None = None,
) -> tuple[PriceList, Fraction, Fraction]:
    """The list that decides, what the line costs, and one sold unit of it; on a basis, if there is one."""
    if product.kit is not None and product.kit.priced is KitPrice.PARTS:
        parts = [_alone(shop, part.sku, basis) for part in product.kit.parts]
        if len({each.basis for each, _ in parts}) > 1:
            raise NoPriceError("mixed_basis")
        one = sum(
            (price * part.count for (_, price), part in zip(parts, product.kit.parts, strict=True)),
            Fraction(0),
        )
        held = Fraction(1) if pack is None else Fraction(product.packs[pack].to_text())
        return parts[0][0], one * content, one * held
    found = []
    on_basis = [] if basis is None else _first_in_force(shop, product.sku, pack, {basis})
    for each in on_basis or _first_in_force(shop, product.sku, pack, set(PriceBasis)):
        if product.sku in each.packs.get(pack or "", {}):
            price = Fraction(each.packs[pack or ""][product.sku].to_text())
            found.append((price * number, each.id, each, price))
        else:
            cost, first = _by_scale(product, content, each.prices[product.sku].to_text(), each.scales)
            held = Fraction(1) if pack is None else Fraction(product.packs[pack].to_text())
            found.append((cost, each.id, each, first * held))
    if not found:
        raise NoPriceError("no_price")
    cost, _, decided, unit = min(found, key=lambda each: each[:2])
    return decided, cost, unit


def _first_in_force(shop: Shop, sku: str, pack: str | None, bases: Collection[PriceBasis]) -> list[PriceList]:
    """The most specific lists that price a product, or a pack of it, on one of these bases."""
    pricing = [
        each
        for each in shop.lists
        if each.currency == shop.currency
        and each.basis in bases
        and in_force(each.valid, shop.at)
        and _closeness(each, shop.buyer) is not None
        and _narrowness(each, shop.spot) is not None
        and (sku in each.prices or sku in each.packs.get(pack or "", {}))
    ]

    def rank(each: PriceList) -> tuple[int, int, int]:
        start = -1 if each.valid.from_ is None else each.valid.from_
        return _closeness(each, shop.buyer) or 0, _narrowness(each, shop.spot) or 0, start

    return [each for each in pricing if rank(each) == max(map(rank, pricing))]


def _closeness(price_list: PriceList, buyer: Buyer) -> int | None:
    match price_list.who:
        case None:
            return 0
        case OfMembers():
            return 1 if buyer.member is not None else None
        case OfSegment(segment):
            return 2 if segment in buyer.segments else None
        case OfTier(tier):
            return 3 if tier == buyer.tier else None
        case OfAgreement(agreement):
            return 4 if agreement == buyer.agreement else None
        case _:
            assert_never(price_list.who)


def _narrowness(price_list: PriceList, spot: Spot) -> int | None:
    match price_list.where:
        case None:
            return 0
        case InCountries(countries):
            return 1 if spot.country in countries else None
        case InZone(zone):
            return 2 if zone in spot.zones else None
        case InStore(store):
            return 3 if store == spot.store else None
        case _:
            assert_never(price_list.where)


def _by_scale(
    product: Product, content: Fraction, price: str, scales: Mapping[str, Scale]
) -> tuple[Fraction, Fraction]:
    """What so much costs, and the first unit of it."""
    base = Fraction(price)
    if product.sku not in scales:
        return base * content, base
    scale = scales[product.sku]

    def at(number: Fraction) -> Fraction:
        """The price of the step that a number reaches."""
        reached = [step for step in scale.steps if Fraction(step.from_.to_text()) <= number]
        return Fraction(reached[-1].price.to_text()) if reached else base

    if scale.counts is Counts.ALL_UNITS:
        return at(content) * content, at(content)
    if product.unit == "piece":
        prices = [at(Fraction(piece)) for piece in range(1, int(content) + 1)]
        return sum(prices, Fraction(0)), prices[0]
    edges = [Fraction(0), *(Fraction(step.from_.to_text()) for step in scale.steps)]
    edges = [edge for edge in edges if edge < content] + [content]
    cost = sum(((until - start) * at(start) for start, until in pairwise(edges)), Fraction(0))
    return cost, at(Fraction(0))


def _alone(shop: Shop, sku: str, basis: PriceBasis | None) -> tuple[PriceList, Fraction]:
    """The list and the price of one piece of a kit's part, by itself."""
    product = _product(shop, sku)
    if product.unit != "piece":
        raise NoPriceError("measured_part")
    bare = attrs.evolve(shop, lists=[attrs.evolve(each, scales={}) for each in shop.lists])
    decided, cost, _ = _cost(bare, product, Fraction(1), Fraction(1), None, basis=basis)
    return decided, cost


def _split(shop: Shop, product: Product, basis: PriceBasis) -> Mapping[str, Fraction]:
    """The shares of the tax categories: of what the parts cost on a basis, or else of their pieces."""
    if product.kit is None:
        return {product.tax: Fraction(1)}
    categories = _categories(shop, product)
    if len(categories) == 1:
        return dict.fromkeys(categories, Fraction(1))
    alone = [_alone(shop, part.sku, basis) for part in product.kit.parts]
    if len({each.basis for each, _ in alone}) > 1:
        raise NoPriceError("mixed_basis")
    weights = [price * part.count for (_, price), part in zip(alone, product.kit.parts, strict=True)]
    if not sum(weights):
        weights = [Fraction(part.count) for part in product.kit.parts]
    shares: dict[str, Fraction] = {}
    for part, weight in zip(product.kit.parts, weights, strict=True):
        for category, share in _split(shop, _product(shop, part.sku), basis).items():
            shares[category] = shares.get(category, Fraction(0)) + share * weight / sum(weights)
    return {category: share for category, share in shares.items() if share}


def _categories(shop: Shop, product: Product) -> set[str]:
    if product.kit is None:
        return {product.tax}
    return {each for part in product.kit.parts for each in _categories(shop, _product(shop, part.sku))}
