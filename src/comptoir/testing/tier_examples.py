"""A few cases of tiers made by hand: reached, confirmed, in grace, falling softly, taken back by a return.

For who runs the laws of tiers without Hypothesis, and for the planted faults, each of which is caught on
one of them.

Source: house rule.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs

from comptoir.loyalty.earn_rules import EarnRule
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier_rules import TierClock, TierRule, TierRules
from comptoir.testing.tier_cases import Buy, TierCase
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.periods import Period
from comptoir.values.zones import Change, Zone

PARIS: Final = Zone(
    name="Europe/Paris",
    since=instant_from_text("2025-12-30T00:00:00Z"),
    until=instant_from_text("2040-01-03T00:00:00Z"),
    offset=3600,
    changes=(
        Change(instant_from_text("2026-03-29T01:00:00Z"), 7200),
        Change(instant_from_text("2026-10-25T01:00:00Z"), 3600),
        Change(instant_from_text("2027-03-28T01:00:00Z"), 7200),
        Change(instant_from_text("2027-10-31T01:00:00Z"), 3600),
    ),
)
STEPS: Final = ("basic", "silver", "gold", "black")
PROGRAMME: Final = Programme(
    id="club",
    name={"fr": "Le Club"},
    zone="Europe/Paris",
    earn=EarnRule(points=1, per="1.00 EUR"),
    levels=TierRules(period=Period.from_text("1 year")),
    tiers=[
        TierRule(id=id_, name={"fr": id_}, from_=f"{least}.00 EUR")
        for id_, least in zip(STEPS, (0, 1, 2, 5), strict=True)
    ],
)
YEARS: Final = (
    TierRules(period=Period.from_text("1 year")),
    TierRules(period=Period.from_text("3 months"), lasts=Period.from_text("1 year"), soft_landing=True),
    TierRules(clock=TierClock.CALENDAR_YEAR, more_periods=1, grace=Period.from_text("10 days")),
    TierRules(clock=TierClock.ANNIVERSARY, soft_landing=True),
    TierRules(clock=TierClock.FIXED, starts=date(2026, 6, 1), period=Period.from_text("3 months")),
)
DAYS: Final = (
    "2026-03-01",
    "2026-03-20",
    "2026-05-02",
    "2026-09-01",
    "2027-01-05",
    "2027-02-10",
    "2027-12-31",
    "2028-01-05",
    "2028-06-01",
)


def cases() -> list[TierCase]:
    """The same purchases under each of the rules, asked on many days."""
    return [
        TierCase(programme=attrs.evolve(PROGRAMME, levels=levels), zone=PARIS, buys=buys(), at=noon(day))
        for levels in YEARS
        for day in DAYS
    ]


def buys() -> tuple[Buy, ...]:
    """A purchase that is kept, one of which all comes back, one that confirms, one paid with points."""
    return (
        Buy(noon("2026-01-10"), 250),
        Buy(noon("2026-02-20"), 600, (noon("2026-05-01"), noon("2026-05-01"))),
        Buy(noon("2026-03-15"), 10),
        Buy(noon("2027-02-01"), 120, points=20),
    )


def noon(day: str) -> Instant:
    """Noon in UTC."""
    return instant_from_text(f"{day}T12:00:00Z")
