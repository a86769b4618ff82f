"""A member's tier: what was spent within the programme's period, and what is missing for the next.

Decides the tier by what the member's orders were charged for goods, less what came back. May never know
points: neither spending them nor their expiry changes a tier.

Source: house rule; a return takes a purchase back from the day on which it happened, as every fact does.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import attrs

from comptoir.facts.holdings import Held, Holdings
from comptoir.loyalty.rules import Programme
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from comptoir.values.zones import Zone


@attrs.frozen(kw_only=True)
class TierStanding:
    """A member's tier, and what was ``spent`` for it, in minor units of ``currency``.

    ``missing`` is what is still to be spent for the ``next`` tier; both are ``None`` at the highest.
    """

    tier: str
    name: Mapping[str, str]
    spent: int
    currency: str
    next: str | None = None
    missing: int | None = None


def tier_of(
    programme: Programme, member: str, holdings: Holdings, moment: Moment, almanac: Almanac
) -> TierStanding:
    """The highest tier for which a member has spent enough.

    A purchase in the programme's currency counts until the end of the last day of ``tier_period``,
    counted from its local day in the programme's zone. Raises ``NoAnswer`` where the zone's table does
    not reach that far.
    """
    zone = almanac.zone(programme.zone)
    spent = sum(
        _charged(held)
        for held in holdings.orders.values()
        if held.order.buyer.member == member
        and held.order.currency == programme.currency
        and not _is_over(held.order.placed_at, programme.tier_period, zone, moment)
    )
    tier, following = programme.tiers[-1], None
    for lower, higher in pairwise(programme.tiers):
        if spent < higher.from_.minor:
            tier, following = lower, higher
            break
    return TierStanding(
        tier=tier.id,
        name=tier.name,
        spent=spent,
        currency=programme.currency,
        next=None if following is None else following.id,
        missing=None if following is None else following.from_.minor - spent,
    )


def _charged(held: Held) -> int:
    """What an order's goods were charged, less what came back."""
    goods = sum(line.terms.charged for line in held.order.lines)
    return goods - held.charged_back


def _is_over(placed_at: Instant, period: Period, zone: Zone, moment: Moment) -> bool:
    """Whether the period of a purchase is over.

    The local day of a purchase from before the zone's table is not known; it is over if that of a
    purchase at the table's beginning is.
    """
    if placed_at < zone.since and _is_over(zone.since, period, zone, moment):
        return True
    return moment.reaches(zone.end_of(period.counted_from(zone.local_date(placed_at))))
