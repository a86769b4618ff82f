"""Which goods would make up for what a promotion lacks: every way, the cheapest by its regular price first.

Candidate products are those of the basket, those that the promotion's own selections name by SKU, and those
that the caller shows. What was weighed, gift cards, and what has no price are none. Units of one slot, and of
slots that the same goods fill, are all of one product.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import islice
from typing import Final

import attrs

from comptoir.checkout.trials import Trials
from comptoir.facts.lines import Line
from comptoir.facts.products import Product
from comptoir.pricing.conditions.nested import every_condition
from comptoir.pricing.fitting import Fits, Fitting, fits_of
from comptoir.pricing.kinds import SetBenefit, is_touched
from comptoir.pricing.lacks import LacksSlots, LacksUnits
from comptoir.pricing.rules import Promotion
from comptoir.values.quantities import PIECE, QUANTITY_MAX, Measured
from comptoir.values.selections import AllOf, AnyOf, Selection, Skus

COMPLETIONS_MAX: Final = 64
"""Ways to complete one promotion that are tried."""

Completion = tuple[Line, ...]
"""Lines that are added to a basket."""
_Way = tuple[tuple[tuple[int, Line], ...], ...]
"""For each part of a completion, what it may be: its price, and the line; the first is tried first."""


@attrs.frozen
class Candidates:
    """The goods that may complete a promotion: by SKU, and by the pack in which the basket has them."""

    trials: Trials
    products: Mapping[tuple[str, str | None], Product]

    @classmethod
    def of(cls, trials: Trials, promotion: Promotion, among: Iterable[str]) -> Candidates:
        """The candidates for a promotion."""
        keys = {(line.sku, line.unit) for line in trials.lines if not isinstance(line.quantity, Measured)}
        keys |= {(sku, None) for selection in _selections(promotion) for sku in _named(selection)}
        keys |= {(sku, None) for sku in among}
        assortment = trials.question.rulebook.assortment
        known = {key: assortment[key[0]] for key in keys if key[0] in assortment}
        in_order = sorted(known, key=lambda key: (key[0], key[1] or ""))
        return cls(trials, {key: known[key] for key in in_order if known[key].unit == PIECE})

    def of_units(self, lack: LacksUnits) -> Iterator[Completion]:
        """Every way to add the units that are missing."""
        found = [
            (sku, unit, units)
            for (sku, unit), product in self.products.items()
            if (units := lack.units_of(product, unit)) is not None
        ]
        yield from _in_order([(self._lines(found),)])

    def of_slots(self, lack: LacksSlots, *, dearest: bool = False) -> Iterator[Completion]:
        """Every way to fill the slots that lack units, or of gifts the ``dearest`` first."""
        by_fits: dict[Fits, list[tuple[str, str | None]]] = {}
        for key, product in self.products.items():
            fits = fits_of(product, lack.fitting.slots)
            if fits and is_touched(product, lack.on):
                by_fits.setdefault(fits, []).append(key)
        ways = (
            tuple(
                self._lines([(*key, units) for key in by_fits[fits]], dearest=dearest)
                for fits, units in more.items()
            )
            for more in islice(_fillings(lack.fitting, lack.times, sorted(by_fits)), COMPLETIONS_MAX)
        )
        yield from _in_order(ways)

    def _lines(
        self, found: Iterable[tuple[str, str | None, int]], *, dearest: bool = False
    ) -> tuple[tuple[int, Line], ...]:
        """The lines that have a price, the cheapest first, or the dearest."""
        lines = [Line(sku, units, unit=unit) for sku, unit, units in found if units <= QUANTITY_MAX]
        priced = [(price, line) for line in lines if (price := self.trials.regular(line)) is not None]
        return tuple(sorted(((-price if dearest else price, line) for price, line in priced), key=_order))


def _order(priced: tuple[int, Line]) -> tuple[int, str, str]:
    price, line = priced
    return price, line.sku, line.unit or ""


def _fillings(fitting: Fitting, times: int, kinds: Sequence[Fits]) -> Iterator[Mapping[Fits, int]]:
    """Every choice of how many units of which kind to add, so that it fits ``times`` with the fewest."""
    endless = dict.fromkeys(kinds, times * fitting.size)
    if fitting.with_more(endless).lacks(times):
        return
    stack: list[tuple[int, Mapping[Fits, int], int]] = [(0, {}, fitting.lacks(times))]
    while stack:
        place, chosen, left = stack.pop()
        if not left:
            yield chosen
            continue
        kind, later = kinds[place], {each: endless[each] for each in kinds[place + 1 :]}
        for units in range(left + 1):
            more = {**chosen, kind: units} if units else chosen
            fuller = fitting.with_more(more)
            if fuller.lacks(times) != left - units:
                break
            if not fuller.with_more(later).lacks(times):
                stack.append((place + 1, more, left - units))


def _in_order(ways: Iterable[_Way]) -> Iterator[Completion]:
    """Every completion of every way, the sum of whose prices is the least first."""
    heap: list[tuple[int, int, tuple[int, ...]]] = []
    parts: list[_Way] = []
    for way in ways:
        if all(way):
            heappush(heap, (sum(part[0][0] for part in way), len(parts), (0,) * len(way)))
            parts.append(way)
    seen = {entry[1:] for entry in heap}
    while heap:
        _, number, places = heappop(heap)
        way = parts[number]
        yield tuple(part[place][1] for part, place in zip(way, places, strict=True))
        for index, part in enumerate(way):
            after = (*places[:index], places[index] + 1, *places[index + 1 :])
            if after[index] < len(part) and (number, after) not in seen:
                seen.add((number, after))
                cost = sum(each[place][0] for each, place in zip(way, after, strict=True))
                heappush(heap, (cost, number, after))


def _selections(promotion: Promotion) -> Iterator[Selection]:
    """Every selection of a promotion: its own, those of its slots and of its conditions."""
    yield promotion.on
    if isinstance(promotion.benefit, SetBenefit):
        yield from (slot.on for slot in promotion.benefit.slots)
    for condition in every_condition(promotion.when):
        if (on := getattr(condition, "on", None)) is not None:
            yield on


def _named(selection: Selection) -> Iterator[str]:
    """The SKUs that a selection names and may select."""
    match selection:
        case Skus(skus):
            yield from skus
        case AnyOf(of) | AllOf(of):
            for part in of:
                yield from _named(part)
        case _:
            return
