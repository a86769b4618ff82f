"""Which campaigns a purchase takes part in, and with which of its lines.

Decides by the window, the goods and the audience of each campaign, and where two multiply the points of
one line, by the programme's stacking. May never know what a line costs, nor what the member has.

Source: house rule; a birthday is celebrated for the whole month, by the days of the programme's zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from comptoir.facts.baskets import Buyer
from comptoir.facts.products import Product
from comptoir.loyalty.earn_rules import Audience, Campaign, Stacking
from comptoir.loyalty.rules import Programme
from comptoir.values.almanac import Almanac
from comptoir.values.days import months_after
from comptoir.values.factors import ONCE
from comptoir.values.moments import Moment
from comptoir.values.zones import Zone


class Line(Protocol):
    """A line, as far as campaigns look at it."""

    @property
    def product(self) -> Product:
        """What is sold."""


L = TypeVar("L", bound=Line)


def taking_part(
    programme: Programme,
    lines: Sequence[L],
    *,
    buyer: Buyer,
    tier: str,
    moment: Moment,
    almanac: Almanac,
) -> list[tuple[Campaign, list[L]]]:
    """Each campaign that gives something on some of the lines, with those; in the programme's order.

    ``tier`` is the buyer's. Raises ``NoAnswer`` where the table of the programme's zone does not reach.
    """
    found = [
        (each, [line for line in lines if each.on.selects(line.product)]) for each in programme.campaigns
    ]
    zone = almanac.zone(programme.zone)
    found = [
        (campaign, own)
        for campaign, own in found
        if own
        and _is_told(campaign.audience, buyer, tier)
        and moment.is_in(campaign.valid)
        and (not campaign.audience.birth_month or _is_birth_month(buyer, zone, moment))
    ]
    return _best(found) if programme.stacking is Stacking.BEST else found


def _is_told(audience: Audience, buyer: Buyer, tier: str) -> bool:
    """Whether the buyer is of the audience, as far as that does not depend on the day."""
    return (
        (not audience.tiers or tier in audience.tiers)
        and (not audience.segments or not set(audience.segments).isdisjoint(buyer.segments))
        and (not audience.first_order or buyer.first_order)
        and (not audience.birth_month or buyer.birth_month is not None)
    )


def _is_birth_month(buyer: Buyer, zone: Zone, moment: Moment) -> bool:
    return buyer.birth_month == _month(zone, moment)


def _month(zone: Zone, moment: Moment) -> int:
    """The month that has begun last in a zone; a month that clocks set back to has not begun again."""
    first = zone.local_date(moment.at).replace(day=1)
    following = months_after(first, 1)
    return (following if moment.reaches(zone.instant_of(following)) else first).month


def _best(found: Sequence[tuple[Campaign, list[L]]]) -> list[tuple[Campaign, list[L]]]:
    """Each line with the campaign that has the largest factor, and with every bonus."""
    ranked = sorted(
        ((campaign, own) for campaign, own in found if campaign.factor is not None),
        key=lambda each: (-(each[0].factor or ONCE).millionths, each[0].id),
    )
    best: dict[str, list[L]] = {campaign.id: own for campaign, own in found if campaign.factor is None}
    taken: set[str] = set()
    for campaign, own in ranked:
        best[campaign.id] = [line for line in own if line.product.sku not in taken]
        taken |= {line.product.sku for line in own}
    return [(campaign, best[campaign.id]) for campaign, _ in found if best[campaign.id]]
