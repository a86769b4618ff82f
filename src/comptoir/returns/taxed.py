"""Base, tax and gross of what is given back, at the rates of the sale.

Decides on the tax parts of each line and of delivery, as they were agreed, and on what was given back of
them before; a rate, a country or a price of today is never asked. Every part is cumulative: what is due for
all that was given back so far, less what was due before. A line never gives back more than the tax that it
bore, and all of it once its whole gross is given back, however its pieces came: what is given back for it
beyond its gross bears the tax of the order's other lines, of those that came back before the rest. What a
third party funds stays in what is taxed, as the funder pays it: it is not given back, nor is the tax on it.

Rounding points: the parts, each cent to the one that is most behind; the tax within what is given back of
each part, half up; what exceeds a line, over what is left of others, by largest remainder.

Source: Directive 2006/112/EC, article 90(1), for the reduction of the taxable amount; house rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from comptoir.facts.held import Counted, Held
from comptoir.facts.orders import Order
from comptoir.facts.tax_terms import TaxPart, TaxTerms, Treatment
from comptoir.values.allocation import spread, spread_growing
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding, divide


def taxes_back(held: Held, goods: Mapping[int, int], delivery: int) -> tuple[TaxTerms, ...]:
    """What is given back now, per rate: so many minor units for ``goods`` by line number, and for delivery.

    What exceeds the tax parts of all lines is taxed as the order was.
    """
    order = held.order
    before = _Parted(order)
    for refunded in held.refunds:
        before.take(_by_line(refunded.taken))
    after = before.copy()
    after.take(goods)
    parts = [
        part
        for number, gross in sorted(after.by_line.items())
        if gross != before.by_line[number]
        for part in _between(_taxes_of(order, number), before.by_line[number], gross)
    ]
    if after.beyond:
        parts += _between(_of_order(order), before.beyond, after.beyond)
    if delivery:
        fees = _summed(part for each in order.deliveries for part in each.taxes)
        given = sum(each.delivery for each in held.refunds)
        parts += _between(fees or _of_order(order), given, given + delivery)
    return tuple(
        TaxTerms(each.percent, each.net, each.tax, each.gross, each.treatment)
        for each in _summed(parts)
        if each.gross or each.tax
    )


@attrs.define
class _Parted:
    """What was given back so far ``by_line`` whose tax it is, in minor units, and ``beyond`` that of all.

    It is a line's own up to its gross, whose goods are in ``came``; the rest is that of other lines.
    """

    order: Order
    by_line: Counter[int] = attrs.Factory(Counter)
    came: set[int] = attrs.Factory(set)
    beyond: int = 0

    def copy(self) -> _Parted:
        """The same, to be taken further."""
        return _Parted(self.order, self.by_line.copy(), set(self.came), self.beyond)

    def take(self, goods: Mapping[int, int]) -> None:
        """One refund more, by line number."""
        self.came |= goods.keys()
        surplus = 0
        for number, amount in goods.items():
            own = min(amount, self._left(number))
            self.by_line[number] += own
            surplus += amount - own
        if surplus:
            surplus -= self._spread(surplus, sorted(self.came))
        if surplus:
            lines = range(1, len(self.order.lines) + 1)
            surplus -= self._spread(surplus, [number for number in lines if number not in self.came])
        self.beyond += surplus

    def _spread(self, surplus: int, numbers: Sequence[int]) -> int:
        """How much of it these lines have room for, by what is left of theirs."""
        rooms = [self._left(number) for number in numbers]
        taken = min(surplus, sum(rooms))
        for number, part in zip(numbers, spread(taken, rooms, numbers), strict=True):
            self.by_line[number] += part
        return taken

    def _left(self, number: int) -> int:
        return sum(part.gross for part in _taxes_of(self.order, number)) - self.by_line[number]


def _by_line(taken: Iterable[Counted]) -> Mapping[int, int]:
    """What was given back for each line, by its number."""
    sums: Counter[int] = Counter()
    for counted in taken:
        sums[counted.units[0].number] += counted.refunded
    return sums


def _taxes_of(order: Order, number: int) -> Sequence[TaxPart]:
    return order.lines[number - 1].terms.taxes


def _of_order(order: Order) -> Sequence[TaxPart]:
    return [TaxPart(each.percent, each.gross, each.tax, each.treatment) for each in order.taxes]


def _between(parts: Sequence[TaxPart], before: int, after: int) -> Iterator[TaxPart]:
    """What of each part is given back by the time that ``after`` of all is, and was not ``before``."""
    so_far = parts_within(parts, after)
    if not before:
        yield from so_far
        return
    earlier = parts_within(parts, before)
    for now, then in zip(so_far, earlier, strict=True):
        yield attrs.evolve(now, gross=now.gross - then.gross, tax=now.tax - then.tax)


def parts_within(parts: Sequence[TaxPart], amount: int) -> list[TaxPart]:
    """An amount in parts like those, each with the tax within it; none shrinks as the amount grows."""
    whole = [part.gross for part in parts]
    if amount == sum(whole):
        return list(parts)
    grosses = spread_growing(amount, whole)
    return [
        attrs.evolve(part, gross=gross, tax=_tax(part, gross))
        for part, gross in zip(parts, grosses, strict=True)
    ]


def _tax(part: TaxPart, gross: int) -> int:
    return divide(part.tax * gross, part.gross, Rounding.HALF_UP) if part.gross else 0


def _summed(parts: Iterable[TaxPart]) -> list[TaxPart]:
    """The parts of one rate and treatment as one, in the order of their rates, the highest first."""
    gross: Counter[tuple[Percent, Treatment]] = Counter()
    tax: Counter[tuple[Percent, Treatment]] = Counter()
    for part in parts:
        key = part.percent, part.treatment
        gross[key] += part.gross
        tax[key] += part.tax
    summed = (TaxPart(key[0], gross[key], tax[key], key[1]) for key in gross)
    return sorted(summed, key=_by_rate)


def _by_rate(part: TaxPart) -> tuple[int, str]:
    return -part.percent.parts_per_million, part.treatment.value
