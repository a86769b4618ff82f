"""Strategies for tiers: programmes with every clock, and what a member buys and gives back over some years.

Source: house rule.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier_rules import Measure, TierClock, TierRule, TierRules
from comptoir.testing.tier_cases import Buy, TierCase
from comptoir.testing.tier_examples import PARIS, PROGRAMME, STEPS
from comptoir.values.instants import DAY, SECOND, Instant, instant_from_text
from comptoir.values.periods import Period

STARTS: Final = instant_from_text("2026-01-10T11:00:00Z")
MIDNIGHT: Final = instant_from_text("2026-12-31T23:00:00Z")
"""Of the new year 2027, in Paris."""
GAPS: Final = (0, 1, 3600 * SECOND, 9 * DAY, 31 * DAY, 90 * DAY, 365 * DAY)
AMOUNTS: Final = (100, 60, 40, 30, 10, 2, 250)
PERIODS: Final = tuple(Period.from_text(text) for text in ("1 year", "3 months", "30 days"))
GRACES: Final = (None, Period.from_text("10 days"), Period.from_text("6 weeks"))


@cache
@st.composite
def tier_rules(draw: st.DrawFn) -> TierRules:
    """Rules of every kind that fit each other."""
    clock = draw(st.sampled_from(TierClock))
    measure = draw(st.sampled_from((Measure.SPENT, Measure.SPENT, Measure.PURCHASES)))
    grace = draw(st.sampled_from(GRACES))
    soft = draw(st.booleans())
    if clock is TierClock.ROLLING:
        lasts = draw(st.sampled_from(PERIODS if soft else (None, *PERIODS)))
        period = draw(st.sampled_from(PERIODS))
        return TierRules(measure=measure, period=period, lasts=lasts, grace=grace, soft_landing=soft)
    is_fixed = clock is TierClock.FIXED
    return TierRules(
        measure=measure,
        clock=clock,
        period=draw(st.sampled_from(PERIODS)) if is_fixed else None,
        starts=draw(st.sampled_from((date(2026, 1, 31), date(2026, 6, 1)))) if is_fixed else None,
        more_periods=draw(st.integers(0, 2)),
        grace=grace,
        soft_landing=soft,
    )


@cache
@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """A programme of four tiers."""
    levels = draw(tier_rules())
    return programme_with(levels)


def programme_with(levels: TierRules) -> Programme:
    """The programme of the examples with other rules."""
    if levels.measure is Measure.SPENT:
        return attrs.evolve(PROGRAMME, levels=levels)
    tiers = [TierRule(id=id_, name={"fr": id_}, purchases=number) for number, id_ in enumerate(STEPS)]
    return attrs.evolve(PROGRAMME, levels=levels, tiers=tiers)


@cache
@st.composite
def tier_cases(draw: st.DrawFn, buys_max: int = 6) -> TierCase:
    """Some purchases, some of them returned, and an instant on an edge or beside it."""
    at, buys = STARTS, []
    for _ in range(draw(st.integers(1, buys_max))):
        at = MIDNIGHT if draw(st.integers(0, 9)) == 9 and at < MIDNIGHT else at
        at = Instant(at + draw(st.sampled_from(GAPS)))
        backs = draw(st.lists(st.sampled_from((0, DAY, 40 * DAY, 200 * DAY)), max_size=2))
        buys.append(
            Buy(
                at,
                draw(st.sampled_from(AMOUNTS)),
                tuple(Instant(at + later) for later in backs),
                draw(st.sampled_from((0, 0, 1))),
            )
        )
    programme = draw(programmes())
    joined = draw(st.sampled_from((None, STARTS, instant_from_text("2019-05-20T08:00:00Z"))))
    case = TierCase(programme=programme, zone=PARIS, buys=tuple(buys), at=at, joined=joined)
    asked = draw(st.sampled_from(case.edges)) + draw(
        st.sampled_from((0, -1, 1, DAY, 40 * DAY, 300 * DAY, 400 * DAY, 800 * DAY))
    )
    return attrs.evolve(case, at=Instant(asked))
