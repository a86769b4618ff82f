"""Planted faults for the laws of tiers: ways of telling a tier that break them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from comptoir.loyalty.tier_rules import TierClock
from comptoir.testing.tier_cases import Buy, Found, TellTier, TierCase, tell_tier
from comptoir.values.instants import DAY, Instant


def on_the_case(change: Callable[[TierCase], TierCase]) -> TellTier:
    """The tier of a case that was tampered with."""
    return lambda case: tell_tier(change(case))


def on_the_tier(**changes: Callable[[Any], Any]) -> TellTier:
    """The tier, with some of what it says changed."""

    def tell(case: TierCase) -> Found:
        found = tell_tier(case)
        told = {name: change(getattr(found.standing, name)) for name, change in changes.items()}
        return attrs.evolve(found, standing=attrs.evolve(found.standing, **told))

    return tell


def _each(change: Callable[[Buy], Buy]) -> TellTier:
    return on_the_case(lambda case: attrs.evolve(case, buys=[change(buy) for buy in case.buys]))


def _so_far(case: TierCase) -> TierCase:
    """T3: what came back after it was counted still counts."""
    return attrs.evolve(case, buys=[attrs.evolve(buy, back=buy.back[:1]) for buy in case.buys])


def _last_only(case: TierCase) -> TierCase:
    """T2: the last purchase alone is looked at."""
    return attrs.evolve(case, buys=[buy for buy in case.buys if buy.at <= case.at][-1:])


def _many_are_worth_less(case: TierCase) -> TierCase:
    """T2: whoever buys often is taken for a reseller."""
    return attrs.evolve(case, buys=case.buys if len(case.buys) < 4 else case.buys[:1])


def _without_end(case: TierCase) -> TierCase:
    """TO: a tier that was reached is never lost within the year after."""
    levels = case.programme.levels
    if levels.clock is TierClock.ROLLING:
        return case
    more = attrs.evolve(levels, more_periods=levels.more_periods + 1)
    return attrs.evolve(case, programme=attrs.evolve(case.programme, levels=more))


def _hard(case: TierCase) -> TierCase:
    """TO: nobody lands softly."""
    hard = attrs.evolve(case.programme.levels, soft_landing=False)
    return attrs.evolve(case, programme=attrs.evolve(case.programme, levels=hard))


def _at_once(case: TierCase) -> TierCase:
    """TO: no grace is given."""
    strict = attrs.evolve(case.programme.levels, grace=None)
    return attrs.evolve(case, programme=attrs.evolve(case.programme, levels=strict))


def _valid(longer: Callable[[Instant], Instant]) -> TellTier:
    def tell(case: TierCase) -> Found:
        found = tell_tier(case)
        return found if found.until is None else attrs.evolve(found, until=longer(found.until))

    return tell


TIER_FAULTS: Final[Mapping[str, Mapping[str, TellTier]]] = MappingProxyType(
    {
        "T1": {
            "what_points_paid_is_not_counted": _each(
                lambda buy: attrs.evolve(buy, charged=buy.charged - buy.points, points=0)
            ),
            "whoever_spends_points_is_demoted": on_the_case(
                lambda case: attrs.evolve(case, buys=[buy for buy in case.buys if not buy.points])
            ),
        },
        "T2": {
            "only_the_last_purchase_counts": on_the_case(_last_only),
            "who_buys_often_is_a_reseller": on_the_case(_many_are_worth_less),
        },
        "T3": {
            "half_of_a_return_is_forgotten": on_the_case(_so_far),
            "a_tier_is_kept_whatever_comes_back": _each(lambda buy: attrs.evolve(buy, back=())),
        },
        "T4": {
            "a_cent_too_much_is_asked_for": on_the_tier(
                to_keep=lambda least: None if least is None else least + 1
            ),
            "nothing_is_said_to_keep_it": on_the_tier(to_keep=lambda _least: None),
            "more_is_asked_for_than_is_missing": on_the_tier(
                above=lambda above: [attrs.evolve(each, missing=each.missing + 1) for each in above]
            ),
        },
        "P4": {
            "valid_a_microsecond_too_long": _valid(lambda until: Instant(until + 1)),
            "valid_a_year_too_long": _valid(lambda until: Instant(until + 366 * DAY)),
        },
        "TO": {
            "a_tier_ends_a_period_late": on_the_case(_without_end),
            "nobody_lands_softly": on_the_case(_hard),
            "no_grace_is_given": on_the_case(_at_once),
        },
    }
)
"""The faults, by the letter of the law that must catch them."""
