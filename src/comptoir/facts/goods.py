"""A basket in canonical order: what is computed depends on what it holds, never on how it was typed.

Whole-unit lines that are equal in every fact become one; measured pieces stay apart. Grams are
kilograms and millilitres litres, wherever the number stays exact; a postcode is what its country writes,
however it was spaced. Goods are numbered in the order of
their content, and each of the channel's refs knows which units are its.

Source: house rule (law P1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import Final

import attrs

from comptoir.facts.handovers import Deliver, Handover
from comptoir.facts.lines import Line
from comptoir.facts.overrides import Override
from comptoir.facts.spelling import usual_handover
from comptoir.values.errors import LimitExceeded
from comptoir.values.quantities import QUANTITY_MAX, Measured, Quantity, in_main_unit, pieces


@attrs.frozen
class RefUnits:
    """Which units of which good a channel's line stands for: ``units`` of them from ``first`` on."""

    ref: str
    number: int
    first: int
    units: int


@attrs.frozen
class Good:
    """One canonical line: its ``number`` (from 1), its SKU, how much of it, by which unit, at whose price."""

    number: int
    sku: str
    quantity: Quantity
    unit: str | None = None
    override: Override | None = None


Content = tuple[str, Quantity, str | None, Override | None]
"""The fields of a :class:`Good` but for its number: those that decide what it costs."""


@attrs.frozen(slots=False)
class Goods:
    """A basket's goods in canonical order, as ``contents``, and the channel's lines that each stands for.

    ``apart`` says whether some of them reach the customer otherwise than the others.
    """

    contents: tuple[Content, ...]
    lines: tuple[tuple[Line, ...], ...]
    apart: bool = False

    @cached_property
    def items(self) -> tuple[Good, ...]:
        """The goods."""
        return tuple(Good(number, *content) for number, content in enumerate(self.contents, start=1))

    @property
    def handovers(self) -> tuple[Handover | None, ...]:
        """How each of them reaches the customer, if otherwise than the basket; empty if none does."""
        return tuple(alike[0].handover for alike in self.lines) if self.apart else ()

    @property
    def written(self) -> tuple[Line, ...]:
        """The lines that stand for them, one for each, with no refs: the part of a basket's that decides."""
        own = self.handovers or (None,) * len(self.contents)
        return tuple(
            Line(sku, quantity, unit=unit, override=override, handover=handover)
            for (sku, quantity, unit, override), handover in zip(self.contents, own, strict=True)
        )

    @cached_property
    def refs(self) -> tuple[RefUnits, ...]:
        """Where each ref of the channel is found in them."""
        return tuple(ref for number, alike in enumerate(self.lines, start=1) for ref in _refs(alike, number))


_Key = tuple[str, int, str, tuple[str | int, ...], tuple[str, ...]]
_SKU: Final = attrgetter("sku")
_HANDOVER: Final = attrgetter("handover")


def goods_of(typed: Iterable[Line], handover: Handover | None = None) -> Goods:
    """The goods of a basket with that hand-over, the same however its lines were ordered or split.

    >>> goods_of([Line("B", 1), Line("A", 2), Line("B", 3)]).items[1].quantity
    4
    """
    lines = sorted(typed, key=_SKU)
    if any(map(_HANDOVER, lines)):
        usual = None if handover is None else usual_handover(handover)
        own = [_by_the_way(line, usual) for line in lines]
        return attrs.evolve(_goods(own), apart=any(map(_HANDOVER, own)))
    return _goods(lines)


def _goods(lines: Sequence[Line]) -> Goods:
    """The goods of lines in the order of their products."""
    if len(set(map(_SKU, lines))) < len(lines):
        return together(chain.from_iterable(_alike(own) for _, own in groupby(lines, key=_SKU)))
    return each_its_own(lines)


def each_its_own(lines: Sequence[Line]) -> Goods:
    """The goods of lines of which none is like another, as nearly always: each is a good of its own."""
    contents = [
        (
            line.sku,
            line.quantity if type(line.quantity) is int else in_main_unit(line.quantity),
            line.unit,
            line.override,
        )
        for line in lines
    ]
    return Goods(tuple(contents), tuple(zip(lines, strict=True)))


def together(groups: Iterable[Sequence[Line]]) -> Goods:
    """The goods of lines of which each group is one good."""
    contents: list[Content] = []
    lines: list[tuple[Line, ...]] = []
    for alike in groups:
        first = alike[0]
        quantity = in_main_unit(first.quantity) if len(alike) == 1 else _whole(first.sku, alike)
        contents.append((first.sku, quantity, first.unit, first.override))
        lines.append(tuple(alike))
    return Goods(tuple(contents), tuple(lines))


def _alike(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines of a product in canonical order, those together that are one good."""
    content = sorted(((_content(line), _turn(line), line) for line in lines), key=itemgetter(0, 1))
    for _, group in groupby(content, key=itemgetter(0)):
        alike = [line for _, _, line in group]
        if isinstance(alike[0].quantity, Measured):
            yield from ([line] for line in alike)
        else:
            yield alike


def _by_the_way(line: Line, handover: Handover | None) -> Line:
    """The line, with a hand-over of its own, spelled the usual way, only if that is not the basket's."""
    if line.handover is None:
        return line
    own = usual_handover(line.handover)
    if own == handover:
        return attrs.evolve(line, handover=None)
    return line if own is line.handover else attrs.evolve(line, handover=own)


def to_key(handover: Handover | None) -> tuple[str, ...]:
    """A hand-over by its content, to be put in order; the basket's own first."""
    match handover:
        case None:
            return ()
        case Deliver(place=to, service=service, point=point, slot=slot, receives=receives):
            at = () if point is None else (point.id, point.name, point.place.country, point.place.postcode)
            when = () if slot is None else (slot.day.isoformat(), slot.hours.to_text())
            days = [text for day, hours in receives.items() for text in (day, hours.to_text())]
            sizes = f"{len(at)}/{len(when)}"
            return handover.kind, to.country, to.postcode, service or "", sizes, *at, *when, *days
        case _:
            return handover.kind, handover.store


def _whole(sku: str, lines: Iterable[Line]) -> int:
    whole = sum(pieces(line.quantity) for line in lines)
    if whole > QUANTITY_MAX:
        cure = f"a basket holds at most {QUANTITY_MAX} of a product"
        raise LimitExceeded.at("lines", f"found {whole} of {sku} in all", cure, code="quantity_out_of_range")
    return whole


def _content(line: Line) -> _Key:
    """What makes two lines of a product alike: whole-unit lines with the same are one line."""
    override = line.override
    decided: tuple[str | int, ...] = (
        ()
        if override is None
        else (
            override.price.minor,
            override.reason,
            override.author,
            override.authority,
            override.evidence or "",
        )
    )
    quantity = in_main_unit(line.quantity)
    if isinstance(quantity, Measured):
        return quantity.unit, quantity.millionths, "", decided, to_key(line.handover)
    return "", 0, line.unit or "", decided, to_key(line.handover)


def _turn(line: Line) -> tuple[str, int]:
    """In which order lines that are alike take their units."""
    ref = line.ref or "~"  # lines without a ref take the last units: "~" follows every identifier
    return ref, pieces(line.quantity)


def _refs(lines: Iterable[Line], number: int) -> Iterable[RefUnits]:
    first = 0
    for line in lines:
        units = pieces(line.quantity)
        if line.ref is not None:
            yield RefUnits(line.ref, number, first, units)
        first += units
