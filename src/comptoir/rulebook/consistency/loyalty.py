"""Whether the loyalty programme fits the products, the promotions, the places and the time it is made for.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Final

from comptoir.facts.point_terms import PeriodEnd
from comptoir.loyalty.earn_rules import LotRule
from comptoir.loyalty.rules import Programme
from comptoir.pricing.conditions.buyer import Tier
from comptoir.pricing.conditions.coupon import IssuedCouponOf
from comptoir.pricing.conditions.nested import every_condition
from comptoir.rulebook.consistency.names import unknown
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.instants import Instant
from comptoir.values.periods import Period
from comptoir.values.windows import Window
from comptoir.values.zones import Zone

PROGRAMME: Final = "loyalty.programme"
"""Where the programme is written."""
EXTENSIONS: Final = {
    PeriodEnd.DAY: timedelta(0),
    PeriodEnd.MONTH: timedelta(days=31),
    PeriodEnd.QUARTER: timedelta(days=92),
    PeriodEnd.YEAR: timedelta(days=366),
}
"""What a lot's life may still grow by to the end of its day, month, quarter or year."""


def programme_faults(
    sections: Sections, programme: Programme, valid: Window, unread: Collection[str]
) -> Iterator[Fault]:
    """Each thing that does not fit; nothing is called unknown that may stand in an ``unread`` section."""
    yield from _windows(programme, valid)
    yield from _ids(sections, programme)
    yield from _tiers_asked_for(sections, programme)
    yield from _rewards(sections, programme, unread)
    zones = {zone.name: zone for zone in sections.time.zones}
    if programme.zone in zones and valid.until is not None:
        yield from _days(programme, zones[programme.zone], valid)


def programme_periods(programme: Programme) -> Iterator[tuple[str, Period, timedelta]]:
    """Every period that the programme speaks of: its place, and what it may still grow by."""
    for where, lots, _ in _lots(programme, Window()):
        room = EXTENSIONS[lots.until_end_of]
        for key, period, more in (
            ("available_after", lots.available_after, timedelta(0)),
            ("expires_after", lots.expires_after, room),
            ("idle_after", lots.idle_after, timedelta(0)),
        ):
            if period is not None:
                yield f"{where}.{key}", period, more
    if programme.claimed_within is not None:
        yield f"{PROGRAMME}.claimed_within", programme.claimed_within, timedelta(0)
    if programme.spend is not None and programme.spend.grace is not None:
        yield f"{PROGRAMME}.spend.grace", programme.spend.grace, timedelta(0)


def _windows(programme: Programme, valid: Window) -> Iterator[Fault]:
    windows = [
        *((f"campaigns[{index}]", each.valid) for index, each in enumerate(programme.campaigns)),
        *((f"actions[{index}]", each.valid) for index, each in enumerate(programme.actions)),
        *((f"rewards[{index}]", each.valid) for index, each in enumerate(programme.rewards)),
    ]
    for where, window in windows:
        if not window.overlaps(valid):
            found = "found a window wholly outside the rulebook's own"
            cure = "move it into valid.from … valid.until, or remove the rule"
            yield Fault("never_in_force", f"{PROGRAMME}.{where}.valid", found, cure)


def _ids(sections: Sections, programme: Programme) -> Iterator[Fault]:
    """Rules by whose ids points are counted: a promotion gives points too, under its own."""
    promotions = {promotion.id for promotion in sections.pricing.promotions}
    named = [
        ("id", programme.id),
        *((f"campaigns[{index}].id", each.id) for index, each in enumerate(programme.campaigns)),
        *((f"actions[{index}].id", each.id) for index, each in enumerate(programme.actions)),
    ]
    for where, id_ in named:
        if id_ in promotions:
            found = f"found {id_}, which is a promotion too"
            yield Fault("duplicate_id", f"{PROGRAMME}.{where}", found, "give one of them another id")


def _tiers_asked_for(sections: Sections, programme: Programme) -> Iterator[Fault]:
    tiers = {tier.id for tier in programme.tiers}
    for index, promotion in enumerate(sections.pricing.promotions):
        for condition in every_condition(promotion.when):
            for tier in condition.any_of if isinstance(condition, Tier) else ():
                cure = "add it under [[loyalty.programme.tiers]]"
                yield from unknown("unknown_tier", f"pricing.promotions[{index}].when", tier, tiers, cure)


def _rewards(sections: Sections, programme: Programme, unread: Collection[str]) -> Iterator[Fault]:
    series = {
        condition.series
        for promotion in sections.pricing.promotions
        for condition in every_condition(promotion.when)
        if isinstance(condition, IssuedCouponOf)
    }
    for index, reward in enumerate(programme.rewards):
        where = f"{PROGRAMME}.rewards[{index}]"
        if reward.sku is not None and "products" not in unread:
            skus = sections.products.by_sku
            yield from unknown(
                "unknown_product", f"{where}.sku", reward.sku, skus, "add it under [[products]]"
            )
        if reward.series is not None and "pricing" not in unread:
            cure = f'let a promotion take it: when = [{{ issued_coupon = "{reward.series}" }}]'
            yield from unknown("unknown_series", f"{where}.series", reward.series, series, cure)


def _days(programme: Programme, zone: Zone, valid: Window) -> Iterator[Fault]:
    """Lots that could expire before they are available, and tiers and lots that outlive the tables."""
    table_end = zone.local_date(Instant(zone.until - 1))
    cure = "write an earlier day: tables reach to the end of the third year after valid.until"
    for where, lots, window in _lots(programme, valid):
        if lots.expires_on is None:
            continue
        if lots.expires_on >= table_end:
            found = f"found {lots.expires_on}, beyond the tables of the time zone"
            yield Fault("outlives_tables", f"{where}.expires_on", found, cure)
        last = _last_day(zone, window, valid)
        available = last if lots.available_after is None else lots.available_after.counted_from(last)
        if available > lots.expires_on:
            found = f"found {lots.expires_on}, while points earned on {last} are available on {available}"
            yield Fault(
                "lot_without_life",
                f"{where}.expires_on",
                found,
                "let the points expire later, or end valid earlier",
            )
    ends = programme.levels.last_day(_last_day(zone, valid, valid))
    if ends is not None and ends >= table_end:
        found = f"found tiers that may last until {ends}, beyond the tables of the time zone"
        cure = "let them end sooner: tables reach to the end of the third year after valid.until"
        yield Fault("outlives_tables", f"{PROGRAMME}.levels", found, cure)


def _lots(programme: Programme, valid: Window) -> Iterator[tuple[str, LotRule, Window]]:
    """Each life of points that is written, and when such points may be earned."""
    yield f"{PROGRAMME}.lots", programme.lots, valid
    for index, campaign in enumerate(programme.campaigns):
        if campaign.lots is not None:
            yield f"{PROGRAMME}.campaigns[{index}].lots", campaign.lots, campaign.valid
    for index, action in enumerate(programme.actions):
        if action.lots is not None:
            yield f"{PROGRAMME}.actions[{index}].lots", action.lots, action.valid


def _last_day(zone: Zone, window: Window, valid: Window) -> date:
    """The last day of a window, as far as the rulebook answers."""
    ends = [each.until for each in (window, valid) if each.until is not None]
    return zone.local_date(Instant(min(ends) - 1))
