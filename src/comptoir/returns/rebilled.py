"""What is owed for deliveries that were free from an amount which the goods kept no longer reach.

Only goods that come back under a right of the merchant's own that says so count as kept no longer; all the
others, withdrawn ones among them, count as kept, so that the law is never made dearer. It is owed once, even
where nothing of the order is left: the delivery was made.

What was kept for it after some returns depends on which such goods came back, and not on how they were split:
what is owed by then, at most the money that such goods gave back. As no return takes more than its own money,
a small one by which a threshold is missed leaves the rest to later ones of such goods, if there are any.

Source: Directive 2011/83/EU, articles 13 and 14, for what a withdrawal may not cost; house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comptoir.facts.delivery_terms import DeliveryTerms, FreeFrom
from comptoir.facts.held import Held
from comptoir.facts.return_terms import FreeDelivery, Right
from comptoir.facts.units import Units
from comptoir.returns.rights import OneRight
from comptoir.values.allocation import EqualParts


def is_rebilled(rights: Iterable[OneRight]) -> bool:
    """Whether the only living rights are the merchant's own, and ask for a free delivery again."""
    alive = [right.terms for right in rights if right.alive]
    is_own = all(terms.right is Right.COMMERCIAL for terms in alive)
    return is_own and any(terms.free_delivery is FreeDelivery.REBILL for terms in alive)


def delivery_owed(held: Held, gone: Sequence[Units]) -> int:
    """What the deliveries of an order would have cost more without the goods that are ``gone`` so, in all.

    In minor units: what was saved by the threshold of each that its goods no longer reach.
    """
    return sum(
        delivery.reduction
        for delivery in held.order.deliveries
        if delivery.free_from is not None
        and _kept_worth(held, delivery, delivery.free_from, gone) < delivery.free_from.amount
    )


def _kept_worth(held: Held, delivery: DeliveryTerms, free: FreeFrom, gone: Sequence[Units]) -> int:
    """What the goods that count towards a threshold are worth without those that are gone."""
    counting = free.units or held.order.units_of(delivery)
    return sum(
        worth - _worth_gone(worth, sorted(units for units in counting if units.number == number), gone)
        for number, worth in zip(free.lines, free.worths, strict=True)
    )


def _worth_gone(worth: int, own: Sequence[Units], gone: Sequence[Units]) -> int:
    """The worth of the pieces of a line that are gone: equal parts of it, the first ones the odd units."""
    parts = EqualParts.of(worth, max(1, sum(units.count for units in own)))
    lost = before = 0
    for units in own:
        for common in filter(None, (each.common(units) for each in gone)):
            first = before + common.first - units.first
            lost += parts.of_units(first, first + common.count)
        before += units.count
    return lost
