"""A member's tier: what was measured for it, until when it lasts, and what is missing for the next.

Decides the tier by the facts as they stand: purchases less what came back, in the order in which they
happened, and points as they were given. It is reached by the purchase that comes to its threshold, and
lasts as the programme says; each level has an end of its own, so that reaching a higher one never shortens
a lower one. May never know the points that a member has: neither spending them nor their expiry changes a
tier.

Source: house rule; a return takes a purchase back as if it had not been, from the day of the return on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final, assert_never

import attrs

from comptoir.facts.held import Held
from comptoir.facts.point_terms import POINTS
from comptoir.loyalty.days import local_day
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier_rules import ONE_YEAR, Measure, TierClock, TierRules
from comptoir.values.almanac import Almanac
from comptoir.values.collections import tuple_of
from comptoir.values.days import ONE_DAY
from comptoir.values.instants import LATEST, Instant
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from comptoir.values.zones import Zone

_NEVER: Final = date.max
"""The last day of what does not end."""
_NEW_YEAR: Final = date(1970, 1, 1)
"""A day on which a calendar year starts; the first that can be named."""


@attrs.frozen
class Given:
    """Points as they were given at an instant, less those clawed back: what a tier may measure."""

    at: Instant
    points: int
    type: str = POINTS


@attrs.frozen
class Higher:
    """A tier above a member's, and what is ``missing`` for it."""

    tier: str
    missing: int


def _higher(tiers: Iterable[Higher]) -> tuple[Higher, ...]:
    return tuple_of(Higher, tiers, "above")


@attrs.frozen(kw_only=True)
class TierStanding:
    """A member's tier, what was ``measured`` for it, and until when it lasts without more.

    ``measured``, ``missing`` and ``to_keep`` are minor units of ``currency``, points or purchases, by the
    ``measure``. ``until`` is the first instant at which the member would fall, ``None`` if never: ``to_keep``
    more, now, would put it off; ``None`` where nothing can as yet. ``above`` are the tiers still to be
    reached, the next one first.
    """

    tier: str
    name: Mapping[str, str]
    measure: Measure = Measure.SPENT
    measured: int
    currency: str
    until: Instant | None = None
    to_keep: int | None = None
    above: tuple[Higher, ...] = attrs.field(default=(), converter=_higher)

    @property
    def next(self) -> str | None:
        """The tier after this one; ``None`` at the highest."""
        return self.above[0].tier if self.above else None

    @property
    def missing(self) -> int | None:
        """What is missing for the next tier; ``None`` at the highest."""
        return self.above[0].missing if self.above else None

    def with_more(self, more: int) -> str:
        """The tier that the member would have if so much more were measured now.

        ``more`` is what a purchase spends, in minor units, the points it gives, or 1 for the purchase.
        """
        return next((each.tier for each in reversed(self.above) if each.missing <= more), self.tier)


def tier_of(
    programme: Programme,
    purchases: Iterable[Held],
    moment: Moment,
    almanac: Almanac,
    *,
    joined: Instant | None = None,
    given: Iterable[Given] = (),
) -> TierStanding:
    """The tier by the purchases of an account as they stand, and the points that it was ``given``.

    Purchases in the programme's currency count, from their own instant. ``joined`` is when the account's
    first member joined, as far as somebody recorded it. Days are those of the programme's zone; of what
    happened before the zone's table begins, ``NoAnswer`` is raised unless it is certain that it counts no
    more. So it is where the table does not reach the end of a tier.
    """
    zone, levels = almanac.zone(programme.zone), programme.levels
    own = [held for held in purchases if held.order.currency == programme.currency]
    counted = sorted((each for each in _counted(levels, own, given) if each.amount), key=_instant)
    if joined is None:
        firsts = [held.order.placed_at for held in own if _is_kept(held)] or [each.at for each in counted]
        joined = min(firsts, default=zone.since)
    clock = _clock(levels, local_day(zone, joined))
    older = [each for each in counted if each.at < zone.since]
    known = counted[len(older) :]
    found = _Fold(programme, zone, clock, known).standing(moment)
    if older:
        at_most = [*(_Counted(zone.since, each.amount) for each in older), *known]
        if _Fold(programme, zone, clock, at_most).standing(moment) != found:
            zone.local_date(older[-1].at)  # raises NoAnswer
    return found


@attrs.frozen
class _Counted:
    """What a purchase or a gift of points adds to the measure."""

    at: Instant
    amount: int


def _instant(counted: _Counted) -> Instant:
    return counted.at


def _counted(levels: TierRules, purchases: Iterable[Held], given: Iterable[Given]) -> Iterator[_Counted]:
    match levels.measure:
        case Measure.SPENT:
            for held in purchases:
                goods = sum(line.terms.charged for line in held.order.lines)
                yield _Counted(held.order.placed_at, goods - held.charged_back)
        case Measure.PURCHASES:
            for held in purchases:
                yield _Counted(held.order.placed_at, int(_is_kept(held)))
        case Measure.POINTS:
            for each in given:
                if each.type == (levels.type or POINTS):
                    yield _Counted(each.at, each.points)


def _is_kept(held: Held) -> bool:
    return any(not run.is_gone for run in held.runs)


@attrs.frozen
class _Rolling:
    """What was measured counts for a ``period`` from its day, a tier ``lasts`` from that of reaching it."""

    period: Period | None
    lasts: Period | None

    def counts_to(self, day: date) -> date:
        """The last day on which what was measured on a day still counts."""
        return _NEVER if self.period is None else self.period.counted_from(day)

    def lasts_to(self, day: date) -> date | None:
        """The last day of a tier reached on a day; ``None`` if it lasts as long as the measure alone."""
        return None if self.lasts is None else self.lasts.counted_from(day)


@attrs.frozen
class _Periods:
    """What was measured counts to the end of its period, a tier lasts for so many ``more`` of them.

    The first period ``starts`` on a day; all that lies before is one period too.
    """

    starts: date
    period: Period
    more: int

    def counts_to(self, day: date) -> date:
        """The last day on which what was measured on a day still counts."""
        return self._start(self._number(day)) - ONE_DAY

    def lasts_to(self, day: date) -> date:
        """The last day of a tier reached on a day."""
        return self._start(self._number(day) + self.more) - ONE_DAY

    def _start(self, number: int) -> date:
        return self.period.later(self.starts, number)

    def _number(self, day: date) -> int:
        """The number of the first start after a day."""
        if day < self.starts:
            return 0
        number = (day - self.starts) // (self._start(1) - self.starts) + 1
        while self._start(number) <= day:
            number += 1
        while self._start(number - 1) > day:
            number -= 1
        return number


_Clock = _Rolling | _Periods


def _clock(levels: TierRules, joined: date) -> _Clock:
    period, more = levels.period or ONE_YEAR, levels.more_periods
    match levels.clock:
        case TierClock.ROLLING:
            return _Rolling(levels.period, levels.lasts)
        case TierClock.CALENDAR_YEAR:
            return _Periods(_NEW_YEAR, period, more)
        case TierClock.ANNIVERSARY:
            return _Periods(joined, period, more)
        case TierClock.FIXED:
            return _Periods(levels.starts or _NEW_YEAR, period, more)
        case _:
            assert_never(levels.clock)


@attrs.frozen
class _Span:
    """A tier was held from an instant until the end of its ``last`` day."""

    since: Instant
    last: date


@attrs.frozen
class _Mark:
    """An instant at which the measure changed to ``measured``: something was bought, or stopped counting.

    ``bought_on`` is the local day of what was bought, ``over`` the last day of what stopped counting.
    """

    at: Instant
    measured: int
    bought_on: date | None
    over: date | None


@attrs.frozen
class _Fold:
    """What was measured, in order, and which levels were held when."""

    programme: Programme
    zone: Zone
    clock: _Clock
    counted: Sequence[_Counted]
    _ends: dict[date, Instant] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def standing(self, moment: Moment) -> TierStanding:
        """The tier at a moment; each end that lies ahead is noted."""
        measured = sum(
            each.amount
            for each, last in zip(self.counted, self._last_days, strict=True)
            if not self._is_over(last, moment)
        )
        tiers = self.programme.tiers
        level, base = self._level(moment)
        last = self._graced(base)
        return TierStanding(
            tier=tiers[level].id,
            name=tiers[level].name,
            measure=self.programme.levels.measure,
            measured=measured,
            currency=self.programme.currency,
            until=None if last == _NEVER else self._end_of(last),
            to_keep=None if base == _NEVER else self._to_keep(tiers[level].threshold, measured, base, moment),
            above=[Higher(tier.id, tier.threshold - measured) for tier in tiers[level + 1 :]],
        )

    @cached_property
    def _days(self) -> Sequence[date]:
        """The local day of each of what was measured."""
        return [self.zone.local_date(each.at) for each in self.counted]

    @cached_property
    def _last_days(self) -> Sequence[date]:
        """The last day on which each of what was measured counts."""
        counts_to = {day: self.clock.counts_to(day) for day in dict.fromkeys(self._days)}
        return [counts_to[day] for day in self._days]

    @cached_property
    def _lasts_to(self) -> Mapping[date, date | None]:
        """By the day on which something was measured, the last of a tier reached then."""
        return {day: self.clock.lasts_to(day) for day in dict.fromkeys(self._days)}

    @cached_property
    def _marks(self) -> Sequence[_Mark]:
        """Every change of the measure, in order."""
        changes: dict[Instant, int] = {}
        over: dict[Instant, date] = {}
        for each, last in zip(self.counted, self._last_days, strict=True):
            changes[each.at] = changes.get(each.at, 0) + each.amount
            if last != _NEVER:
                end = self._end_of(last)
                changes[end] = changes.get(end, 0) - each.amount
                over[end] = last
        bought = {each.at: day for each, day in zip(self.counted, self._days, strict=True)}
        marks: list[_Mark] = []
        measured = 0
        for at, change in sorted(changes.items()):
            measured += change
            marks.append(_Mark(at, measured, bought.get(at), over.get(at)))
        return marks

    def _level(self, moment: Moment) -> tuple[int, date]:
        """The highest level held at a moment, and the last day, before grace, on which it is."""
        above: list[_Span] = []
        for level in range(len(self.programme.tiers) - 1, 0, -1):
            spans = list(self._reached(self.programme.tiers[level].threshold))
            if self.programme.levels.soft_landing:
                spans += self._landed(above)
            own = self._joined(spans)
            held = self._joined([*above, *(_Span(span.since, self._graced(span.last)) for span in own)])
            if held and not self._is_over(held[-1].last, moment):
                return level, max(span.last for span in own)
            above = held
        return 0, _NEVER

    def _reached(self, threshold: int) -> Iterator[_Span]:
        """When a level is held by the measure, and for how long whenever it was reached or confirmed."""
        since: Instant | None = None
        for mark in self._marks:
            if mark.measured >= threshold:
                since = mark.at if since is None else since
                last = None if mark.bought_on is None else self._lasts_to[mark.bought_on]
                if last is not None:
                    yield _Span(mark.at, last)
            elif since is not None and mark.over is not None:
                yield _Span(since, mark.over)
                since = None
        if since is not None:
            yield _Span(since, _NEVER)

    def _landed(self, above: Iterable[_Span]) -> Iterator[_Span]:
        """When a level is held because the one above it came to its end: as one just reached."""
        for span in above:
            end = self._end_of(span.last)
            last = self.clock.lasts_to(self.zone.local_date(end))
            if last is not None:
                yield _Span(end, last)

    def _joined(self, spans: Iterable[_Span]) -> list[_Span]:
        """The spans in order, those that touch as one."""
        joined: list[_Span] = []
        for span in sorted(spans, key=lambda each: each.since):
            if joined and span.since <= self._end_of(joined[-1].last):
                joined[-1] = _Span(joined[-1].since, max(joined[-1].last, span.last))
            else:
                joined.append(span)
        return joined

    def _to_keep(self, threshold: int, measured: int, base: date, moment: Moment) -> int | None:
        """The least that, measured now, would put off the last day of a tier; ``None`` if nothing can yet.

        Either it confirms the tier anew, or it carries the measure beyond that day.
        """
        if self._puts_off(base, self.clock.lasts_to, moment):
            return max(threshold - measured, 1)
        if self._puts_off(base, self.clock.counts_to, moment):
            still = zip(self.counted, self._last_days, strict=True)
            return threshold - sum(each.amount for each, last in still if last > base)
        return None

    def _puts_off(self, base: date, ends: Callable[[date], date | None], moment: Moment) -> bool:
        """Whether what begins today ends after a day; if not, the first day of which that is so is noted."""
        today = self.zone.local_date(moment.at)
        days = range(today.toordinal(), base.toordinal() + 2)
        wait = bisect_left(days, 1, key=lambda each: int((ends(date.fromordinal(each)) or base) > base))
        if not wait:
            return True
        if wait < len(days):
            moment.reaches(self._end_of(date.fromordinal(days[wait - 1])))
        return False

    def _graced(self, day: date) -> date:
        """The last day of grace after a last day."""
        grace = self.programme.levels.grace
        return day if grace is None or day == _NEVER else grace.counted_from(day)

    def _is_over(self, last: date, moment: Moment) -> bool:
        return last != _NEVER and moment.reaches(self._end_of(last))

    def _end_of(self, day: date) -> Instant:
        """The instant at which a day is over; ``NoAnswer`` beyond the zone's table."""
        if day == _NEVER:
            return LATEST
        if day not in self._ends:
            self._ends[day] = self.zone.end_of(day)
        return self._ends[day]
