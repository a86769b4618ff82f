"""A second opinion on where goods come from: every set of sources tried, piece by piece.

It decides nothing for a shop. It reads what is said of stock, and shares no step with
``comptoir.delivery``.

Source: house rule (law DO).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Final

import attrs

from comptoir.delivery.rules import PREFERENCES, Prefer, Sourcing
from comptoir.facts.stock import Stock
from comptoir.testing.oracles.promises import Days
from comptoir.values.instants import Instant
from comptoir.values.quantities import Measured, millionths

Arrival = Callable[[str, Instant | None, int], Days | None]
"""When goods of a source arrive that are to be had from an instant on and take some days to make."""
NEVER: Final = (date.max, date.max)


@attrs.frozen(kw_only=True)
class Wanted:
    """One piece of a line: which, of what, how much of the product's unit in millionths, days to make it."""

    number: int
    piece: int
    sku: str
    amount: int
    lead: int


@attrs.frozen(kw_only=True)
class Found:
    """Where a piece comes from, from when on it is there, and when it arrives."""

    wanted: Wanted
    source: str
    from_: Instant | None
    days: Days


@attrs.define
class _Pile:
    """What is left of one entry of stock."""

    entry: Stock
    left: int


def sourced(
    wanted: Sequence[Wanted],
    stock: Iterable[Stock],
    sources: Sequence[str],
    rule: Sourcing,
    *,
    at: Instant,
    arrival: Arrival,
) -> list[Found] | tuple[str, ...]:
    """Where each piece comes from, by the best of all sets of ``sources``; or the SKUs that are missing."""
    told = {each.sku for each in stock}
    there = [each for each in stock if not (rule.in_stock and each.from_ is not None and each.from_ > at)]
    plans = []
    for some in _sets(sources, 1 if rule.one_source else len(sources)):
        found, missing = _taken(wanted, told, there, some, arrival)
        if not missing and {each.source for each in found} == set(some):
            plans.append(found)
    if plans:
        return min(plans, key=lambda plan: _measures(plan, sources, rule))
    together = [sources] if not rule.one_source or not sources else [(each,) for each in sources]
    gone = {sku for some in together for sku in _taken(wanted, told, there, some, arrival)[1]}
    return tuple(sorted(gone))


def _sets(sources: Sequence[str], most: int) -> Iterator[tuple[str, ...]]:
    for many in range(1, most + 1):
        yield from combinations(sources, many)


def _taken(
    wanted: Iterable[Wanted],
    told: set[str],
    stock: Iterable[Stock],
    sources: Sequence[str],
    arrival: Arrival,
) -> tuple[list[Found], set[str]]:
    """What is taken of some sources, each piece from where it arrives first; and the SKUs of the rest."""
    piles = [_Pile(each, _amount(each)) for each in sorted(stock, key=_since)]
    found: list[Found] = []
    missing: set[str] = set()
    for want in sorted(wanted, key=_larger_first):
        ways = [
            (arrival(source, from_, want.lead) or NEVER, place, source, from_)
            for place, source in enumerate(sources)
            for from_ in _to_be_had(want, told, piles, source)
        ]
        if not ways:
            missing.add(want.sku)
            continue
        days, _, source, from_ = min(ways, key=lambda way: (way[0][1], way[1]))
        _take(want, piles, source)
        found.append(Found(wanted=want, source=source, from_=from_, days=days))
    return sorted(found, key=lambda each: (each.wanted.number, each.wanted.piece)), missing


def _larger_first(want: Wanted) -> tuple[int, int, int]:
    return -want.amount, want.number, want.piece


def _to_be_had(want: Wanted, told: set[str], piles: Iterable[_Pile], source: str) -> list[Instant | None]:
    """From when on a piece is to be had at a source, ``None`` for now; an empty list if it is not."""
    if want.sku not in told:
        return [None]
    left = want.amount
    for pile in _of(want, piles, source):
        left -= pile.left
        if left <= 0:
            return [pile.entry.from_]
    return []


def _take(want: Wanted, piles: Iterable[_Pile], source: str) -> None:
    left = want.amount
    for pile in _of(want, piles, source):
        taken = min(left, pile.left)
        pile.left -= taken
        left -= taken


def _of(want: Wanted, piles: Iterable[_Pile], source: str) -> list[_Pile]:
    return [each for each in piles if (each.entry.sku, each.entry.source) == (want.sku, source) and each.left]


def _amount(entry: Stock) -> int:
    quantity = entry.quantity
    return quantity.millionths if isinstance(quantity, Measured) else millionths(quantity)


def _since(entry: Stock) -> int:
    return -1 if entry.from_ is None else entry.from_


def _measures(plan: Sequence[Found], sources: Sequence[str], rule: Sourcing) -> tuple[object, ...]:
    """What a plan is compared by, the first preference first."""
    used = tuple(sorted({sources.index(each.source) for each in plan}))
    by = {
        Prefer.FEWEST_SOURCES: len(used),
        Prefer.EARLIEST: max((each.days[1] for each in plan), default=date.min),
        Prefer.LISTED: used,
    }
    order = (*rule.prefer, *(each for each in PREFERENCES if each not in rule.prefer))
    return tuple(by[each] for each in order)
