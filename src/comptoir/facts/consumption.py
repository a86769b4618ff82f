"""What orders have used up of issued coupons and of metered promotions, over all baskets.

Counts that are spent by many baskets at once are kept outside: a basket brings what was left when it
was looked up, and an order says what it took. To make them exact, whoever keeps them changes each count
in the transaction that appends the order's facts, on one condition: that it still is what the basket
said, by its number or by a version that counts its changes. If it is not, nothing is appended; what is
left is looked up again, and the basket is asked again. A coupon for single use is then used once, on
whatever channel. Who does not need that (a budget that may be overrun by the baskets under way) only adds
up the orders, in any order.

Source: house rule (facts are never refused; decisions that spend are guarded).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from comptoir.facts.orders import Order
from comptoir.values.collections import frozen_mapping, tuple_of


@attrs.frozen(kw_only=True)
class Consumption:
    """What was taken of a promotion: ``uses``, and minor units by currency."""

    uses: int
    amounts: Mapping[str, int]


def consumed_by(orders: Iterable[Order]) -> Mapping[str, Consumption]:
    """What orders took of metered promotions, by their identifiers; each order counts once."""
    uses: Counter[str] = Counter()
    amounts: dict[str, Counter[str]] = {}
    for order in _each_once(orders):
        for each in order.consumed:
            uses[each.promotion] += each.uses
            amounts.setdefault(each.promotion, Counter())[order.currency] += each.amount
    return {
        promotion: Consumption(uses=uses[promotion], amounts=frozen_mapping(by_currency, "amounts"))
        for promotion, by_currency in sorted(amounts.items())
    }


def coupons_used_by(orders: Iterable[Order]) -> Mapping[str, int]:
    """How often orders used each issued coupon, by its code; each order counts once."""
    used = Counter(code for order in _each_once(orders) for code in order.coupons)
    return dict(sorted(used.items()))


def _each_once(orders: Iterable[Order]) -> Iterable[Order]:
    return {order.id: order for order in tuple_of(Order, orders, "orders")}.values()
