"""What comes back with goods, by share of value: points that were earned, and points that were spent.

Every share is cumulative: what is due for all returns so far, less what earlier ones took. However a
return is split, the parts come to the whole.

Source: house rule (laws L5, R1, R6).
"""

from __future__ import annotations

from collections.abc import Iterable

from comptoir.facts.orders import Order
from comptoir.facts.point_terms import Earning
from comptoir.facts.units import Units, charged_for
from comptoir.values.rounding import Rounding, divide


def value_back(order: Order, earning: Earning, back: Iterable[Units]) -> int:
    """What was charged for goods that came back, as far as they had earned points, in minor units."""
    earning_lines = frozenset(earning.lines)
    return sum(
        charged_for(order.lines[each.number - 1].shares, each)
        for each in back
        if each.number in earning_lines
    )


def points_clawed(order: Order, earning: Earning, value: int) -> int:
    """The points of an earning that go once goods of so much ``value`` have come back, half a point up.

    By what was charged for these goods of all that the lines of the earning were charged.
    """
    whole = sum(order.lines[number - 1].terms.charged for number in earning.lines)
    return divide(earning.points * value, whole, Rounding.HALF_UP) if whole else 0


def points_restored(order: Order, refunded: int) -> int:
    """The points that come back to the member once so much of the order was refunded, half a point up."""
    return _share(order, refunded, 0 if order.redemption is None else order.redemption.points)


def worth_restored(order: Order, refunded: int) -> int:
    """What these points stand for of the sum refunded, in minor units, half a unit up."""
    return _share(order, refunded, 0 if order.redemption is None else order.redemption.worth)


def _share(order: Order, refunded: int, whole: int) -> int:
    if not order.value:
        return 0
    return divide(whole * min(refunded, order.value), order.value, Rounding.HALF_UP)
