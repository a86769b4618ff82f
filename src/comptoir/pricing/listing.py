"""What a good costs before anything changes it: list price, volume scale, pack, kit.

May never know promotions, tax rates, nor who decided another price.

Rounding point: the line extension. Everything before it is exact; a price that would not be is no answer.

Source: house rule; a kit's tax follows what its parts cost by themselves (Directive 2006/112/EC, article 73,
and CJEU C-349/96 and C-308/96 on splitting one price).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from operator import attrgetter
from typing import Final

import attrs

from comptoir.facts.goods import Good
from comptoir.facts.products import Kit, KitPrice, Product
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.terms import AtPrice
from comptoir.pricing.lookup import AskedPrices, ListedPrice
from comptoir.pricing.price_lists import Counts, Scale, Step
from comptoir.values.allocation import spread
from comptoir.values.decimals import MILLION, decimal_text
from comptoir.values.errors import LimitExceeded, NoAnswer, WrongValue, quoted
from comptoir.values.instants import instant_text
from comptoir.values.money import UNIT_PRICE_MAX, UnitPrice
from comptoir.values.policies import Minting
from comptoir.values.quantities import (
    PIECE,
    QUANTITY_MAX,
    Measured,
    Quantity,
    measure_alike,
    millionths,
    millionths_in,
    unit_of,
)

KIT_DEPTH_MAX: Final = 5
"""Kits inside kits."""


@attrs.frozen(kw_only=True)
class TaxWeight:
    """By what a kit's charge is split over its parts' tax categories."""

    category: str
    weight: int


@attrs.frozen
class Listed:
    """A good at its list price.

    ``unit_price`` is that of one sold unit (a piece, a kilogram, a pack). ``content`` is how much of the
    product it is, in millionths of the product's own unit. ``regular`` is the rounded line extension, in
    minor units. ``graduated`` are the parts of the line where it has several prices, in the product's own
    unit. ``parts`` are what a kit's tax categories weigh, in their order; nothing for another product.
    """

    product: Product
    list: str
    basis: PriceBasis
    announced: bool
    unit_price: UnitPrice
    content: int
    regular: int
    graduated: tuple[AtPrice, ...] = ()
    parts: tuple[TaxWeight, ...] = ()


@attrs.frozen
class _Run:
    """A part of a line: so many millionths at one price each."""

    many: int
    price: UnitPrice


def list_price(
    good: Good,
    *,
    prices: AskedPrices,
    assortment: Mapping[str, Product],
    minting: Minting,
) -> Listed:
    """The good at the price in force, in the currency of ``minting``, whose mode rounds the line extension.

    Raises ``NoAnswer`` for a product that the assortment does not know, for one that no list in force
    prices, and for a price that cannot be written exactly; ``WrongValue`` for a unit or a pack by which
    the product is not sold; ``LimitExceeded`` for more than 1,000,000 units.
    """
    product = _product(good.sku, assortment)
    kits = None
    if product.kit is not None:
        kits = _Kits(prices, assortment, minting.currency)
        kits.check_depth(product)
    content = _content(good, product)
    if kits is None:
        offered = _in_force(product, good.unit, None, prices, minting.currency)
    else:
        offered = kits.offered(product, good.unit, None)
    listed = offered[0]
    if len(offered) > 1:
        listed = min(offered, key=lambda each: _exact(each, good, product, content))
    runs = () if listed.scale is None else _runs(listed, listed.scale, product, content)
    unit_price = runs[0].price if runs else listed.price
    if good.unit is not None and not listed.per_pack:
        unit_price = _of_pack(unit_price, good.unit, product)
    return Listed(  # by position, as this is done for every line: names would take twice as long
        product,
        listed.list,
        listed.basis,
        listed.announced,
        unit_price,
        content,
        minting.rounded(_exact(listed, good, product, content)),
        tuple(_at_price(run, product) for run in runs) if len(runs) > 1 else (),
        () if kits is None else kits.weights(product, listed.basis),
    )


def _product(sku: str, assortment: Mapping[str, Product]) -> Product:
    """A product of the assortment."""
    product = assortment.get(sku)
    if product is None:
        cure = "sell a product of the rulebook, or add it under [[products]]"
        found = f"found the SKU {sku}, which the rulebook does not know"
        raise NoAnswer.at("lines", found, cure, code="unknown_sku")
    return product


def _in_force(
    product: Product, pack: str | None, basis: PriceBasis | None, prices: AskedPrices, currency: str
) -> tuple[ListedPrice, ...]:
    """The equally specific prices in force; on that basis, if some list has one."""
    found = prices.of(product.sku, pack, basis)
    if not found and basis is not None:
        found = prices.of(product.sku, pack)
    if not found:
        at = instant_text(prices.moment.at)
        none = f"found no price in {currency} in force for {product.sku} at {at}"
        cure = "add it to a price list whose window holds that instant: nothing is priced at zero by default"
        raise NoAnswer.at("lines", none, cure, code="no_price")
    return found


def _content(good: Good, product: Product) -> int:
    """How much of the product it is, in millionths of its unit."""
    content = _of_quantity(good, product) if good.unit is None else _of_packs(good, product)
    if content > QUANTITY_MAX * MILLION:
        unit = "pieces" if product.unit == PIECE else product.unit
        found = f"found {decimal_text(content, 6)} {unit} of {good.sku}"
        cure = f"a line holds at most {QUANTITY_MAX} units of a product"
        raise LimitExceeded.at("lines", found, cure, code="quantity_out_of_range")
    return content


def _of_quantity(good: Good, product: Product) -> int:
    content = millionths_in(good.quantity, product.unit)
    if content is not None:
        return content
    unit = unit_of(good.quantity)
    if not measure_alike(unit, product.unit):
        cure = f"{good.sku} is sold by the {product.unit}" + (
            ": pass whole pieces" if product.unit == PIECE else f': pass Measured("…", "{product.unit}")'
        )
        raise WrongValue.at("lines", f"found {good.sku} by the {unit}", cure, code="other_unit")
    found = f"found {_text(good.quantity)} of {good.sku}"
    cure = f"{good.sku} is sold by the {product.unit}: pass at most six decimals of it"
    raise WrongValue.at("lines", found, cure, code="finer_than_unit")


def _text(quantity: Quantity) -> str:
    return quantity.to_text() if isinstance(quantity, Measured) else str(quantity)


def _of_packs(good: Good, product: Product) -> int:
    multiple = product.content_of(good.unit)
    if multiple is None:
        packs = ", ".join(product.packs)
        cure = f"leave the unit out, or use one of its packs: {packs}" if packs else "leave the unit out"
        raise WrongValue.at(
            "lines", f"found {good.sku} by the {quoted(good.unit)}", cure, code="unknown_pack"
        )
    return multiple.millionths * millionths(good.quantity) // MILLION


def _exact(listed: ListedPrice, good: Good, product: Product, content: int) -> int:
    """What a line costs before it is rounded, in millionths of a millionth of the major unit."""
    if listed.scale is not None:
        runs = _runs(listed, listed.scale, product, content)
        return sum(run.many * run.price.millionths for run in runs)
    many = millionths(good.quantity) if listed.per_pack else content
    return many * listed.price.millionths


def _runs(listed: ListedPrice, scale: Scale, product: Product, content: int) -> tuple[_Run, ...]:
    """The parts of a line that have one price each by a volume scale: several only by a graduated one."""
    if scale.counts is Counts.ALL_UNITS:
        reached = [step.price for step in scale.steps if step.from_.millionths <= content]
        return (_Run(content, (listed.price, *reached)[-1]),)
    starts = [(0, listed.price), *((_below(step, product), step.price) for step in scale.steps)]
    edges = pairwise([*starts, (content, listed.price)])
    return tuple(
        _Run(min(until, content) - start, price)
        for (start, price), (until, _) in edges
        if start < min(until, content)
    )


def _below(step: Step, product: Product) -> int:
    """How much lies below a step of a graduated scale: of pieces, those before the first that reaches it."""
    if product.unit != PIECE:
        return step.from_.millionths
    return (step.from_.millionths - 1) // MILLION * MILLION


def _at_price(run: _Run, product: Product) -> AtPrice:
    is_whole = product.unit == PIECE
    quantity = run.many // MILLION if is_whole else Measured(decimal_text(run.many, 6), product.unit)
    return AtPrice(quantity, run.price)


def _of_pack(price: UnitPrice, pack: str, product: Product) -> UnitPrice:
    """The price of a pack, out of that of one unit of the product."""
    exact = product.packs[pack].times(price.millionths)
    if exact is None:
        found = f"found {price.to_text()} for one {product.unit} of {product.sku}, not exact for a {pack}"
        raise NoAnswer.at("lines", found, "give the pack a price of its own", code="price_too_fine")
    return _unit_price(exact, product)


def _unit_price(exact: int, product: Product) -> UnitPrice:
    if exact > UNIT_PRICE_MAX * MILLION:
        found = f"found {decimal_text(exact, 6)} for {product.sku}"
        cure = f"a price lies between 0 and {UNIT_PRICE_MAX}"
        raise NoAnswer.at("lines", found, cure, code="price_out_of_range")
    return UnitPrice(exact)


@attrs.frozen(eq=False)
class _Kits:
    """What kits cost, to one buyer, in one currency; a part is looked up once."""

    prices: AskedPrices
    assortment: Mapping[str, Product]
    currency: str
    _alone: dict[tuple[str, PriceBasis | None], ListedPrice] = attrs.field(factory=dict, init=False)
    _categories: dict[str, frozenset[str]] = attrs.field(factory=dict, init=False)
    _weights: dict[str, tuple[TaxWeight, ...]] = attrs.field(factory=dict, init=False)

    def offered(
        self, product: Product, pack: str | None, basis: PriceBasis | None
    ) -> tuple[ListedPrice, ...]:
        """The equally specific prices in force of a product, or of a pack of it."""
        if product.kit is not None and product.kit.priced is KitPrice.PARTS:
            return (self._sum_of_parts(product, product.kit, basis),)
        return _in_force(product, pack, basis, self.prices, self.currency)

    def alone(self, sku: str, basis: PriceBasis | None) -> ListedPrice:
        """What one piece of a kit's part costs by itself: volume scales do not reach into kits."""
        if (sku, basis) not in self._alone:
            product = _product(sku, self.assortment)
            if product.unit != PIECE:
                found = f"found {sku}, which is sold by the {product.unit}, in a kit"
                cure = "let a kit hold products that are sold by the piece"
                raise NoAnswer.at("lines", found, cure, code="measured_part")
            self._alone[sku, basis] = min(self.offered(product, None, basis), key=attrgetter("price"))
        return self._alone[sku, basis]

    def _sum_of_parts(self, product: Product, kit: Kit, basis: PriceBasis | None) -> ListedPrice:
        parts = self._parts(product, kit, basis)
        exact = sum(count * part.price.millionths for count, part in parts)
        return ListedPrice(
            list=parts[0][1].list,
            basis=parts[0][1].basis,
            announced=any(part.announced for _, part in parts),
            price=_unit_price(exact, product),
            scale=None,
            per_pack=False,
        )

    def _parts(self, product: Product, kit: Kit, basis: PriceBasis | None) -> list[tuple[int, ListedPrice]]:
        """How many of each part, and what one costs: all with the tax inside, or all without it."""
        parts = [(part.count, self.alone(part.sku, basis)) for part in kit.parts]
        if len({part.basis for _, part in parts}) > 1:
            found = f"found parts of {product.sku} priced with tax and others without"
            cure = "price all its parts in lists of one basis"
            raise NoAnswer.at("lines", found, cure, code="mixed_basis")
        return parts

    def weights(self, product: Product, basis: PriceBasis) -> tuple[TaxWeight, ...]:
        """What each tax category weighs in a product, by what its parts cost by themselves on a basis.

        The weights never sum to zero: parts that are all free weigh by their pieces.
        """
        if product.sku not in self._weights:
            self._weights[product.sku] = self._weigh(product, basis)
        return self._weights[product.sku]

    def _weigh(self, product: Product, basis: PriceBasis) -> tuple[TaxWeight, ...]:
        kit = product.kit
        categories = self._categories_of(product)
        if kit is None or len(categories) == 1:
            return tuple(TaxWeight(category=category, weight=1) for category in categories)
        costs = [count * part.price.millionths for count, part in self._parts(product, kit, basis)]
        if not any(costs):
            costs = [part.count for part in kit.parts]
        weighed: Counter[str] = Counter()
        for part, cost in zip(kit.parts, costs, strict=True):
            inside = self.weights(_product(part.sku, self.assortment), basis)
            names = [each.category for each in inside]
            shares = spread(cost, [each.weight for each in inside], names)
            weighed.update(dict(zip(names, shares, strict=True)))
        return tuple(
            TaxWeight(category=category, weight=weight)
            for category, weight in sorted(weighed.items())
            if weight
        )

    def _categories_of(self, product: Product) -> frozenset[str]:
        """The tax categories of a product, or of what is inside a kit."""
        if product.kit is None:
            return frozenset([product.tax])
        if product.sku not in self._categories:
            inside = [self._categories_of(_product(part.sku, self.assortment)) for part in product.kit.parts]
            self._categories[product.sku] = frozenset().union(*inside)
        return self._categories[product.sku]

    def check_depth(self, product: Product) -> None:
        """``NoAnswer`` for kits inside kits without end, or further than anybody can follow."""
        kits = {product.sku}
        for _ in range(KIT_DEPTH_MAX):
            parts = [kit.parts for sku in kits if (kit := _product(sku, self.assortment).kit)]
            kits = {
                part.sku for inside in parts for part in inside if _product(part.sku, self.assortment).kit
            }
        if kits:
            found = f"found kits inside kits in {product.sku}, more than {KIT_DEPTH_MAX} deep"
            cure = "name the products themselves as parts of the kit"
            raise NoAnswer.at("lines", found, cure, code="kit_too_deep")
