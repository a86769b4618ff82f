"""A second opinion on tiers, written the plain way: day by day, each purchase added up anew every time.

Whoever walks along the days needs to remember, for each level, the last day to which it is held. On each
day the levels whose last day is over fall, and every purchase of the day may reach or confirm some. It
shares no step with ``comptoir.loyalty``.

Source: house rule (laws LO and TO).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import count
from typing import Final

import attrs

from comptoir.facts.held import Held, Run
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier_rules import Measure, TierClock
from comptoir.testing.oracles.deadlines import closes, counted, day_shown
from comptoir.testing.oracles.refunds import charged
from comptoir.values.instants import LATEST, Instant
from comptoir.values.periods import Period
from comptoir.values.zones import Zone

FURTHEST: Final = timedelta(days=1_800)
"""How far ahead the end of a tier is looked for."""
YEAR: Final = Period.from_text("1 year")


@attrs.frozen
class Bought:
    """When something was added to the measure, and how much."""

    at: Instant
    amount: int


@attrs.frozen
class Reached:
    """A tier, what was measured for it, the next one, what is missing for it, and until when it lasts."""

    tier: str
    measured: int
    next: str | None
    missing: int | None
    until: Instant | None


def reached(
    programme: Programme,
    purchases: Sequence[Held],
    at: Instant,
    zone: Zone,
    *,
    joined: Instant | None = None,
    given: Sequence[Bought] = (),
) -> Reached:
    """The tier at an instant of whoever bought these; ``given`` are points, where it measures them."""
    by_points = programme.levels.measure is Measure.POINTS
    bought = list(given) if by_points else measures(programme, purchases, at)
    return standing(programme, bought, at, zone, joined)


def _is_kept(run: Run, at: Instant) -> bool:
    """Whether pieces had neither come back by then nor been cancelled."""
    return all(gone is None or gone > at for gone in (run.returned, run.cancelled))


def measures(programme: Programme, purchases: Iterable[Held], at: Instant) -> list[Bought]:
    """What each purchase adds to the measure at an instant, without the pieces given up by then."""
    bought = []
    for held in purchases:
        pieces = [
            charged(held.order, run.units.number)[piece]
            for run in held.runs
            if _is_kept(run, at)
            for piece in range(run.units.first, run.units.after)
        ]
        if pieces and held.order.placed_at <= at and held.order.currency == programme.currency:
            amount = sum(pieces) if programme.levels.measure is Measure.SPENT else 1
            bought.append(Bought(held.order.placed_at, amount))
    bought = [each for each in bought if each.amount]
    return sorted(bought, key=lambda each: each.at)


def standing(
    programme: Programme, bought: Sequence[Bought], at: Instant, zone: Zone, joined: Instant | None = None
) -> Reached:
    """The tier at an instant, by what was bought until then."""
    walk = Walk(programme, bought, zone, joined)
    today = day_shown(zone, at)
    level = walk.level_at(at)
    measured = walk.measured(today, at)
    higher = programme.tiers[level + 1 :]
    return Reached(
        programme.tiers[level].id,
        measured,
        higher[0].id if higher else None,
        higher[0].threshold - measured if higher else None,
        walk.until(at, level) if level else None,
    )


def ends(programme: Programme, at: Instant, zone: Zone, joined: Instant | None = None) -> set[Instant]:
    """The instants at which what was bought at an instant may count no more, or its tier may end."""
    walk = Walk(programme, [Bought(at, 1)], zone, joined)
    day = day_shown(zone, at)
    days = {walk.counts_to(day), walk.lasts_to(day)}
    days |= {walk.graced(each) for each in days if each is not None}
    return {closes(each, zone) for each in days if each is not None}


@attrs.frozen
class Walk:
    """Along the days since the first purchase, with the last day to which each level is held."""

    programme: Programme
    bought: Sequence[Bought]
    zone: Zone
    joined: Instant | None

    @cached_property
    def days(self) -> Sequence[date]:
        """The local day of each purchase."""
        return [day_shown(self.zone, each.at) for each in self.bought]

    def level_at(self, at: Instant) -> int:
        """The place of the tier at an instant."""
        known = attrs.evolve(self, bought=[each for each in self.bought if each.at <= at])
        return known.walked(day_shown(self.zone, at))[-1]

    def until(self, at: Instant, level: int) -> Instant | None:
        """When the member falls below a level if nothing more happens; ``None`` if not in sight."""
        today = day_shown(self.zone, at)
        for number, held in enumerate(self.walked(today + FURTHEST)[-FURTHEST.days :]):
            if held < level:
                return closes(today + timedelta(days=number), self.zone)
        return None

    def walked(self, until: date) -> list[int]:
        """The level at the end of each day until one."""
        first = min(self.days, default=until)
        last: dict[int, date] = {}
        levels = [0]
        for number in range((until - first).days + 1):
            levels.append(self._day(first + timedelta(days=number), last, levels[-1]))
        return levels

    def counts_to(self, day: date) -> date | None:
        """The last day on which what was bought on a day counts."""
        levels = self.programme.levels
        if levels.clock is TierClock.ROLLING:
            return None if levels.period is None else _counted(levels.period, day)
        return self._end_of_period(day, 0)

    def lasts_to(self, day: date) -> date | None:
        """The last day of a tier that was reached on a day."""
        levels = self.programme.levels
        if levels.clock is TierClock.ROLLING:
            return None if levels.lasts is None else _counted(levels.lasts, day)
        return self._end_of_period(day, levels.more_periods)

    def graced(self, day: date) -> date:
        """The last day of grace after a last day."""
        grace = self.programme.levels.grace
        return day if grace is None else _counted(grace, day)

    def measured(self, day: date, at: Instant) -> int:
        """What counts on a day of what was bought until an instant."""
        return sum(
            each.amount
            for each, its_day in zip(self.bought, self.days, strict=True)
            if each.at <= at and its_day <= day and ((last := self.counts_to(its_day)) is None or day <= last)
        )

    def _end_of_period(self, day: date, more: int) -> date:
        levels = self.programme.levels
        first, length = levels.starts or day, levels.period or YEAR
        if levels.clock is TierClock.CALENDAR_YEAR:
            return date(day.year + more, 12, 31)
        if levels.clock is TierClock.ANNIVERSARY:
            since = self.bought[0].at if self.joined is None else self.joined
            first = day_shown(self.zone, since)
        for number in count():
            if _later(length, first, number) > day:
                return _later(length, first, number + more) - timedelta(days=1)
        raise AssertionError(day)

    def _day(self, day: date, last: dict[int, date], held: int) -> int:
        """The level at the end of a day, by that of the day before."""
        own = [each.at for each, its_day in zip(self.bought, self.days, strict=True) if its_day == day]
        begins = closes(day - timedelta(days=1), self.zone) if own else LATEST
        for instant in sorted({begins, *own}):
            measured = self.measured(day, instant)
            for level in range(1, len(self.programme.tiers)):
                if measured >= self.programme.tiers[level].threshold:
                    lasts = self.lasts_to(day) if instant in own else None
                    last[level] = max(last.get(level, day), day, lasts or day)
            held = self._landed(day, last, held)
        return held

    def _landed(self, day: date, last: dict[int, date], before: int) -> int:
        """The highest level held on a day; whoever falls lands one below, if landings are soft."""
        held = max([0, *(level for level, each in last.items() if day <= self.graced(each))])
        lasts = self.lasts_to(day) if self.bought else None
        if held < before and before > 1 and self.programme.levels.soft_landing and lasts is not None:
            last[before - 1] = max(last.get(before - 1, lasts), lasts)
            return max(held, before - 1)
        return held


@cache
def _counted(period: Period, day: date) -> date:
    return counted(period, day)


@cache
def _later(length: Period, first: date, number: int) -> date:
    return counted(attrs.evolve(length, count=length.count * number), first) if number else first
