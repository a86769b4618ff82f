"""A second opinion on prior prices, written the plain way: day by day, as a clerk with a price book.

Each civil day is looked up by itself: what stood on the tag when it began, and after every change in
it. It shares no step with ``comptoir.pricing.history``. Offsets and their changes are whole minutes.

Source: house rule (``docs/reference/prior-price.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from comptoir.pricing.history import Sold
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.testing.oracles.deadlines import day_shown
from comptoir.testing.oracles.promises import first_showing
from comptoir.values.instants import Instant
from comptoir.values.zones import Zone

Tag = Callable[[Instant], Sold | None]
"""What stands on the price tag at an instant; nothing while there is none."""


@attrs.frozen
class Found:
    """The prior price, since when there is the reduction, how many days were looked at, were all on sale."""

    price: int
    since: Instant
    days: int
    is_partial: bool


def prior(edges: Iterable[Instant], tag: Tag, at: Instant, rule: PriorPriceRule, zone: Zone) -> Found | None:
    """The prior price at an instant, of a product whose tag changes at these edges only."""
    book = sorted(set(edges))
    shown = tag(at)
    if rule.exempt or shown is None or not shown.reduced:
        return None
    began = next((edge for edge in reversed(book) if edge <= at and _begins(tag, edge, rule)), None)
    earlier = [edge for edge in book if began is not None and edge < began and tag(edge) is not None]
    if began is None or not earlier:
        return None
    days = rule.days
    if rule.new_days is not None and earlier[0] > first_showing(zone, _day_before(zone, began, days)):
        days = rule.new_days
    seen = [tag(look) for look in _looks(book, began, days, zone)]
    prices = [sold.price for sold in seen if sold is not None]
    return Found(min(prices), began, days, None in seen) if prices else None


def _begins(tag: Tag, edge: Instant, rule: PriorPriceRule) -> bool:
    """Whether another reduction than the one before begins at an edge, or none was announced before it."""
    before, after = tag(Instant(edge - 1)), tag(edge)
    if before is None or after is None or before.reduced is not after.reduced:
        return True
    return before.price < after.price if rule.progressive else before.price != after.price


def _looks(book: Sequence[Instant], began: Instant, days: int, zone: Zone) -> Iterator[Instant]:
    """When the clerk looks at the tag: as each day begins, and at each change before the reduction."""
    for back in range(days, -1, -1):
        opens = first_showing(zone, _day_before(zone, began, back))
        closes = first_showing(zone, _day_before(zone, began, back - 1)) if back else began
        if opens < closes:
            yield opens
            yield from (edge for edge in book if opens < edge < closes)


def _day_before(zone: Zone, began: Instant, days: int) -> date:
    return day_shown(zone, began) - timedelta(days=days)
