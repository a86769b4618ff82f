"""A basket in canonical order: what is computed depends on what it holds, never on how it was typed.

Whole-unit lines that are equal in every fact become one; measured pieces stay apart. Goods are
numbered in the order of their content, and each of the channel's refs knows which units are its.

Source: house rule (law P1).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

import attrs

from comptoir.facts.baskets import Basket, Line
from comptoir.values.errors import LimitExceeded
from comptoir.values.quantities import QUANTITY_MAX, Measured, Quantity, pieces


@attrs.frozen
class RefUnits:
    """Which units of which good a channel's line stands for: ``units`` of them from ``first`` on."""

    ref: str
    number: int
    first: int
    units: int


@attrs.frozen
class Good:
    """One canonical line: its ``number`` (from 1), its SKU, and how much of it."""

    number: int
    sku: str
    quantity: Quantity


@attrs.frozen
class Goods:
    """A basket's goods in canonical order, and where each ref of the channel is found in them."""

    items: tuple[Good, ...]
    refs: tuple[RefUnits, ...]


def goods_of(basket: Basket) -> Goods:
    """The basket's goods, the same however its lines were ordered or split.

    >>> goods_of(Basket(currency="EUR", lines=[Line("B", 1), Line("A", 2), Line("B", 3)])).items
    (Good(number=1, sku='A', quantity=2), Good(number=2, sku='B', quantity=4))
    """
    items: list[Good] = []
    refs: list[RefUnits] = []
    content = sorted(((_content(line), line) for line in basket.lines), key=itemgetter(0))
    for (sku, unit, _), group in groupby(content, key=lambda pair: pair[0][:3]):
        lines = [line for _, line in group]
        for merged in [[line] for line in lines] if unit else [lines]:
            quantity = merged[0].quantity if unit else _whole(sku, merged)
            items.append(Good(len(items) + 1, sku, quantity))
            refs.extend(_refs(merged, len(items)))
    return Goods(tuple(items), tuple(refs))


def canonical_basket(basket: Basket, goods: Goods) -> Basket:
    """The basket with its goods in canonical order and no refs: the part of it that decides."""
    return attrs.evolve(basket, lines=[Line(good.sku, good.quantity) for good in goods.items])


def _whole(sku: str, lines: Iterable[Line]) -> int:
    whole = sum(pieces(line.quantity) for line in lines)
    if whole > QUANTITY_MAX:
        cure = f"a basket holds at most {QUANTITY_MAX} of a product"
        raise LimitExceeded.at("lines", f"found {whole} of {sku} in all", cure, code="quantity_out_of_range")
    return whole


def _content(line: Line) -> tuple[str, str, int, str, int]:
    quantity = line.quantity
    ref = line.ref or "~"  # lines without a ref take the last units: "~" follows every identifier
    if isinstance(quantity, Measured):
        return line.sku, quantity.unit, quantity.millionths, ref, 1
    return line.sku, "", 0, ref, quantity


def _refs(lines: Iterable[Line], number: int) -> Iterable[RefUnits]:
    first = 0
    for line in lines:
        units = pieces(line.quantity)
        if line.ref is not None:
            yield RefUnits(line.ref, number, first, units)
        first += units
