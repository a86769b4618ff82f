"""What comes back with goods: points that were earned, and points that were spent.

Every share is cumulative: what is due for all returns so far, less what earlier ones took. However a
return is split, the parts come to the whole.

Source: house rule (laws L5, R1, R6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from comptoir.facts.held import Lessened
from comptoir.facts.orders import Order
from comptoir.facts.point_terms import Clawback, Earning, SpendAs
from comptoir.facts.terms import POINTS_OFF
from comptoir.facts.units import Units, charged_for, charged_off, shares_within
from comptoir.values.allocation import EqualParts
from comptoir.values.quantities import pieces
from comptoir.values.rounding import Rounding, divide


class ComingBack:
    """How many points of an earning go with its goods, as more and more of them come back.

    Of the points that were ``given`` (what caps let through), by what was agreed on the earning.
    """

    def __init__(self, order: Order, earning: Earning) -> None:
        self._order = order
        self._earning = earning
        self._lines = {number: index for index, number in enumerate(earning.lines)}
        self._fee = order.fees if earning.delivery else 0
        self._fee_back = 0
        self._back = [0] * len(earning.lines)
        self._lessened: list[list[Lessened]] = [[] for _ in earning.lines]
        self._points_back = 0

    def take(self, back: Iterable[Units], delivery: int, lessened: Iterable[Lessened] = ()) -> None:
        """Goods came back, and so much of the fee of delivery, in minor units; others cost less now.

        Of what costs less, a part of the value comes back, and of no piece more than the whole.
        """
        for units in back:
            index = self._lines.get(units.number)
            if index is None:
                continue
            line = self._order.lines[units.number - 1]
            self._back[index] += charged_for(line.shares, units) - self._off(index, units)
            if self._earning.clawback is Clawback.ITEM:
                parts = EqualParts.of(self._earning.parts[index], pieces(line.terms.quantity))
                self._points_back += parts.of_units(units.first, units.after)
        for each in lessened:
            index = self._lines.get(each.units.number)
            if index is not None:
                before = self._off(index, each.units)
                self._lessened[index].append(each)
                self._back[index] += self._off(index, each.units) - before
        self._fee_back = min(self._fee_back + delivery, self._fee)

    def _off(self, index: int, units: Units) -> int:
        """What of the value of some pieces came back already, as they cost less."""
        shares = self._order.lines[units.number - 1].shares
        return sum(
            charged_off(shares, some, sum(each.each for each in self._lessened[index] if _has(each, some)))
            for some in _cut(units, self._lessened[index])
        )

    def points(self, given: int) -> int:
        """The points that are to go by now."""
        charged = [self._order.lines[number - 1].terms.charged for number in self._earning.lines]
        whole = sum(charged) + self._fee
        value = sum(self._back) + self._fee_back
        match self._earning.clawback:
            case Clawback.ITEM:
                return given - min(given, self._earning.points - self._points_back)
            case Clawback.VALUE:
                return divide(given * value, whole, Rounding.HALF_UP) if whole else 0
            case Clawback.KEPT:
                if not whole:
                    return 0
                return given - min(given, self._kept(charged, whole, value) if value < whole else 0)
            case _:
                assert_never(self._earning.clawback)

    def _kept(self, charged: Sequence[int], whole: int, value: int) -> int:
        """The points that what is kept would have earned."""
        earning, formula = self._earning, self._earning.formula
        if formula is None:
            return 0
        if not earning.parts:
            return formula.earned(earning.basis * (whole - value) // whole)
        lines = zip(earning.parts, charged, self._back, strict=True)
        fee = [(earning.delivery, self._fee, self._fee_back)] if earning.delivery else []
        return sum(formula.earned(_left(part, of, back)) for part, of, back in (*lines, *fee))


def _has(lessened: Lessened, units: Units) -> bool:
    return lessened.units.common(units) is not None


def _cut(units: Units, lessened: Iterable[Lessened]) -> Iterator[Units]:
    """Pieces, cut where others begin or end that were lessened."""
    common = [both for each in lessened if (both := each.units.common(units)) is not None]
    edges = sorted(
        {units.first, units.after, *(edge for both in common for edge in (both.first, both.after))}
    )
    for first, after in pairwise(edges if common else ()):
        yield Units(units.number, first, after - first)


def _left(part: int, charged: int, back: int) -> int:
    """What is left of a part of the basis once so much of what was charged came back."""
    return part * (charged - back) // charged if charged else part


def points_clawed(
    order: Order, earning: Earning, given: int, back: Iterable[Units], delivery: int = 0
) -> int:
    """The points of an earning that go once these goods, and so much of the fee, have come back."""
    coming = ComingBack(order, earning)
    coming.take(back, delivery)
    return coming.points(given)


def points_restored(order: Order, refunded: int, back: Iterable[Units]) -> int:
    """The points that come back to the member once so much was refunded and goods came back, half up.

    Those that paid come back by the share of the order that was refunded; those that took something off,
    by what they took off these goods.
    """
    redemption = order.redemption
    if redemption is None:
        return 0
    if redemption.spent_as is SpendAs.TENDER:
        return _share(order, refunded, redemption.points)
    return divide(redemption.points * _taken_off(order, back), redemption.worth, Rounding.HALF_UP)


def worth_restored(order: Order, refunded: int) -> int:
    """What these points stand for of the sum refunded, in minor units, half a unit up."""
    return _share(order, refunded, 0 if order.redemption is None else order.redemption.paid)


def _taken_off(order: Order, back: Iterable[Units]) -> int:
    """What points took off some goods, in minor units."""
    taken = 0
    for units in back:
        line = order.lines[units.number - 1]
        places = [i for i, each in enumerate(line.terms.adjustments) if each.layer == POINTS_OFF]
        for count, share in shares_within(line.shares, units) if places else ():
            taken -= count * sum(share.adjustments[i] for i in places)
    return taken


def _share(order: Order, refunded: int, whole: int) -> int:
    if not order.value:
        return 0
    return divide(whole * min(refunded, order.value), order.value, Rounding.HALF_UP)
