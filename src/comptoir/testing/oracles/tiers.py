"""A second opinion on tiers, written the plain way: piece by piece, and day by day.

A purchase counts as long as the calendar on the wall shows no day after the last of its period. It
shares no step with ``comptoir.loyalty``.

Source: house rule (law LO).
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from comptoir.facts.holdings import Held
from comptoir.loyalty.rules import Programme
from comptoir.testing.oracles.deadlines import closes, counted, day_shown
from comptoir.testing.oracles.refunds import charged
from comptoir.values.instants import Instant
from comptoir.values.zones import Zone


@attrs.frozen
class Reached:
    """A tier, what was spent for it, the next one and what is missing for it, in minor units."""

    tier: str
    spent: int
    next: str | None
    missing: int | None


def reached(programme: Programme, orders: Sequence[Held], at: Instant, zone: Zone) -> Reached:
    """The tier at an instant of whoever placed these orders."""
    spent = sum(
        _spent(held, at)
        for held in orders
        if held.order.placed_at <= at < ends(programme, held, zone)
        and held.order.currency == programme.currency
    )
    below = [tier for tier in programme.tiers if tier.from_.minor <= spent]
    above = [tier for tier in programme.tiers if tier.from_.minor > spent]
    missing = above[0].from_.minor - spent if above else None
    return Reached(below[-1].id, spent, above[0].id if above else None, missing)


def ends(programme: Programme, held: Held, zone: Zone) -> Instant:
    """The instant from which a purchase no longer counts."""
    return closes(counted(programme.tier_period, day_shown(zone, held.order.placed_at)), zone)


def _spent(held: Held, at: Instant) -> int:
    """What the pieces were charged that have not come back by an instant."""
    return sum(
        charged(held.order, run.units.number)[piece]
        for run in held.runs
        if run.returned is None or run.returned > at
        for piece in range(run.units.first, run.units.after)
    )
