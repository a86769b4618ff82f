"""Whether price lists, costs, packs and kits fit each other, the products and the places.

Source: house rule.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping

from comptoir.facts.products import KitPrice, Nature, Product
from comptoir.pricing.listing import KIT_DEPTH_MAX
from comptoir.pricing.lookup import PriceIndex, start_of
from comptoir.pricing.price_lists import CostList, OfTier, PriceList
from comptoir.rulebook.consistency.names import known_currency, twice, unknown
from comptoir.rulebook.consistency.wheres import where_faults
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.quantities import PIECE


def price_faults(
    sections: Sections, currencies: Collection[str], unread: Collection[str] = ()
) -> Iterator[Fault]:
    """Each thing that does not fit, without looking at a single price or product.

    Nothing is called unknown that may stand in a section that could not be read (``unread``).
    """
    pricing, programme = sections.pricing, sections.loyalty.programme
    yield from twice("pricing.lists", [each.id for each in pricing.lists], "id")
    for index, each in enumerate(pricing.lists):
        where = f"pricing.lists[{index}]"
        yield from known_currency(f"{where}.currency", each.currency, currencies)
        if "places" not in unread:
            yield from where_faults(f"{where}.where", each.where, sections)
        if isinstance(each.who, OfTier) and programme is not None:
            tiers = {tier.id for tier in programme.tiers}
            cure = "add it under [[loyalty.programme.tiers]]"
            yield from unknown("unknown_tier", f"{where}.who", each.who.tier, tiers, cure)
    yield from twice("pricing.cost_lists", [each.id for each in pricing.cost_lists], "id")
    for index, cost in enumerate(pricing.cost_lists):
        yield from known_currency(f"pricing.cost_lists[{index}].currency", cost.currency, currencies)


def whole_price_faults(sections: Sections) -> Iterator[Fault]:
    """Each thing that does not fit between single products, prices and costs: all of them are read."""
    products = {product.sku: product for product in sections.products.products}
    for index, product in enumerate(sections.products.products):
        yield from _kit_parts(f"products[{index}].kit", product, products)
    yield from _nested_kits(sections, products)
    for index, each in enumerate(sections.pricing.lists):
        yield from _priced(f"pricing.lists[{index}]", each, products)
    yield from _ambiguous(sections)
    for index, cost in enumerate(sections.pricing.cost_lists):
        for sku in cost.costs:
            yield from _known_sku(f"pricing.cost_lists[{index}].costs.{sku}", sku, products)
    yield from _overlapping_costs(sections)


def _known_sku(where: str, sku: str, products: Mapping[str, Product]) -> Iterator[Fault]:
    yield from unknown("unknown_sku", where, sku, products, "add it under [[products]]")


def _kit_parts(where: str, product: Product, products: Mapping[str, Product]) -> Iterator[Fault]:
    if product.kit is None:
        return
    place = f"{where}.parts"  # they stand in the order of their SKUs, whatever was written
    for part in product.kit.parts:
        yield from _known_sku(place, part.sku, products)
        if part.sku in products and products[part.sku].nature is Nature.GIFT_CARD:
            cure = "sell a gift card by itself: nothing may change its price"
            yield Fault("gift_card_in_kit", place, f"found the gift card {part.sku} in a kit", cure)
        if part.sku in products and (unit := products[part.sku].unit) != PIECE:
            cure = "let a kit hold products that are sold by the piece"
            yield Fault("measured_part", place, f"found {part.sku}, which is sold by the {unit}", cure)


def _nested_kits(sections: Sections, products: Mapping[str, Product]) -> Iterator[Fault]:
    depths = _depths(products)
    for index, product in enumerate(sections.products.products):
        if product.kit is None:
            continue
        depth = depths.get(product.sku)
        if depth is None:
            found = f"found {product.sku} inside itself, or around a kit that is"
            cure = "let no kit hold itself, nor a kit that holds it"
            yield Fault("circular_kit", f"products[{index}].kit", found, cure)
        elif depth > KIT_DEPTH_MAX:
            found = f"found kits inside kits, {depth} deep"
            cure = f"nest them at most {KIT_DEPTH_MAX} deep: name the products themselves as parts"
            yield Fault("kit_too_deep", f"products[{index}].kit", found, cure)


def _depths(products: Mapping[str, Product]) -> Mapping[str, int]:
    """How many kits are inside each other in each kit, itself included; one that never ends has no depth."""
    inside = {
        sku: {part.sku for part in product.kit.parts if part.sku in products and products[part.sku].kit}
        for sku, product in products.items()
        if product.kit is not None
    }
    around: dict[str, list[str]] = {}
    for sku, kits in inside.items():
        for kit in kits:
            around.setdefault(kit, []).append(sku)
    open_parts = {sku: len(kits) for sku, kits in inside.items()}
    ready = deque(sku for sku, count in open_parts.items() if not count)
    depths: dict[str, int] = {}
    while ready:
        sku = ready.popleft()
        depths[sku] = 1 + max((depths[kit] for kit in inside[sku]), default=0)
        for outer in around.get(sku, ()):
            open_parts[outer] -= 1
            if not open_parts[outer]:
                ready.append(outer)
    return depths


def _priced(where: str, price_list: PriceList, products: Mapping[str, Product]) -> Iterator[Fault]:
    for sku in price_list.prices:
        yield from _known_sku(f"{where}.prices.{sku}", sku, products)
        yield from _priced_by_parts(f"{where}.prices.{sku}", sku, products)
    for pack, prices in price_list.packs.items():
        for sku in prices:
            place = f"{where}.packs.{pack}.{sku}"
            yield from _known_sku(place, sku, products)
            yield from _priced_by_parts(place, sku, products)
            if sku in products:
                cure = f"add it to the packs of {sku}: how many units it holds"
                yield from unknown("unknown_pack", place, pack, products[sku].packs, cure)


def _priced_by_parts(where: str, sku: str, products: Mapping[str, Product]) -> Iterator[Fault]:
    kit = products[sku].kit if sku in products else None
    if kit is not None and kit.priced is KitPrice.PARTS:
        found = f"found a price for {sku}, which costs what its parts cost"
        yield Fault("price_of_parts", where, found, 'leave it out, or write priced = "whole" in the kit')


def _ambiguous(sections: Sections) -> Iterator[Fault]:
    for each in PriceIndex.of(sections.pricing.lists).ambiguous():
        what = each.sku if each.pack is None else f"the {each.pack} of {each.sku}"
        yield Fault(
            "ambiguous_price",
            "pricing.lists",
            f"found {what} priced by {each.one} and {each.other}, for the same buyers and places, "
            "from the same instant on",
            "let one of them start later, or price the product in one of them",
        )


def _overlapping_costs(sections: Sections) -> Iterator[Fault]:
    longest: dict[tuple[str, str], CostList] = {}
    for each in sorted(sections.pricing.cost_lists, key=lambda each: (start_of(each.valid), each.id)):
        for sku in each.costs:
            last = longest.get((each.currency, sku))
            if last is not None and last.valid.overlaps(each.valid):
                found = f"found the cost of {sku} in {last.id} and {each.id}, in overlapping windows"
                yield Fault(
                    "overlapping_costs", "pricing.cost_lists", found, "end one where the other starts"
                )
            if last is None or _ends_later(each, last):
                longest[each.currency, sku] = each


def _ends_later(one: CostList, other: CostList) -> bool:
    if other.valid.until is None:
        return False
    return one.valid.until is None or one.valid.until > other.valid.until
