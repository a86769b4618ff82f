"""What a merchant may write about tiers: what is measured, over which period, how long a tier lasts.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import attrs

from comptoir.facts.products import identifiers
from comptoir.values.collections import texts
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.factors import ONCE, Factor, to_factor
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.money import Amount, checked_not_negative, to_amount
from comptoir.values.periods import Period, PeriodUnit
from comptoir.values.points import checked_points

MORE_PERIODS_MAX: Final = 10
"""So long that nobody remembers how the tier was reached."""
ONE_YEAR: Final = Period(1, PeriodUnit.YEARS)


class Measure(Enum):
    """What is added up for a tier; never points that can be spent, since spending them must not demote."""

    SPENT = "spent"
    """What was charged for goods, less what came back."""
    POINTS = "points"
    """Points of the type that the programme counts for its tiers, as they were given, less clawed back."""
    PURCHASES = "purchases"
    """Purchases of which something was kept."""


_KEYS: Final[Mapping[Measure, str]] = MappingProxyType(
    {Measure.SPENT: "from", Measure.POINTS: "points", Measure.PURCHASES: "purchases"}
)


class TierClock(Enum):
    """Over which period it is added up."""

    ROLLING = "rolling"
    """The ``period`` that ends now; without one, all that ever was."""
    CALENDAR_YEAR = "calendar_year"
    """Since 1 January."""
    ANNIVERSARY = "anniversary"
    """Since the last anniversary of having joined (of the first purchase, if nobody recorded it)."""
    FIXED = "fixed"
    """Since the last of the days that ``starts`` and every ``period`` after it make."""


def _services(services: Iterable[str]) -> tuple[str, ...]:
    return identifiers(services, "free_delivery")


def _amount(amount: Amount | str | None) -> Amount | None:
    return None if amount is None else to_amount(amount)


@attrs.frozen(kw_only=True)
class TierRule:
    """A level: what it takes, the ``factor`` on points, free deliveries.

    It takes what was spent (``from``), a number of ``points`` or of ``purchases``: what the programme
    measures, and none of the others.

    >>> TierRule(id="gold", name={"en": "Gold"}, from_="500.00 EUR").threshold
    50000
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    from_: Amount | None = attrs.field(default=None, converter=_amount)
    points: int | None = None
    purchases: int | None = None
    factor: Factor = attrs.field(default=ONCE, converter=to_factor)
    free_delivery: tuple[str, ...] = attrs.field(default=(), converter=_services)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        if self.from_ is not None:
            checked_not_negative(self.from_, "from")
        for where, count in (("points", self.points), ("purchases", self.purchases)):
            if count is not None:
                checked_points(count, where)
        given = [_KEYS[measure] for measure, least in self._thresholds.items() if least is not None]
        if len(given) != 1:
            found = f"found {' and '.join(given) or 'nothing that it takes'}"
            raise WrongValue.at(
                "from", found, "say one of from, points and purchases", code="tier_without_threshold"
            )

    @property
    def measure(self) -> Measure:
        """What its threshold is a threshold of."""
        return next(measure for measure, least in self._thresholds.items() if least is not None)

    @property
    def threshold(self) -> int:
        """What it takes: minor units, points, or purchases."""
        return self._thresholds[self.measure] or 0

    @property
    def _thresholds(self) -> Mapping[Measure, int | None]:
        spent = None if self.from_ is None else self.from_.minor
        return {Measure.SPENT: spent, Measure.POINTS: self.points, Measure.PURCHASES: self.purchases}

    @property
    def key(self) -> str:
        """Under which name a rulebook says what it takes."""
        return _KEYS[self.measure]

    def threshold_text(self) -> str:
        """What it takes, as a rulebook has it."""
        return str(self.threshold) if self.from_ is None else self.from_.to_text()


@attrs.frozen(kw_only=True)
class TierRules:
    """How tiers are reached and lost.

    A tier that is reached lasts until the end of the measured period, and of ``more_periods`` after it;
    on a ``ROLLING`` clock, for ``lasts`` from the day on which it was reached or confirmed, and without
    that only as long as the measure does. When it ends, the member has ``grace`` more; then they fall to
    what the measure says, or one level at a time (``soft_landing``): the level below then lasts as one
    that was just reached. A lower tier that was confirmed for longer goes on meanwhile. ``type`` says
    which points are measured. With ``own_order_counts`` a purchase earns by the tier that it reaches.
    """

    measure: Measure = Measure.SPENT
    type: str | None = None
    clock: TierClock = TierClock.ROLLING
    period: Period | None = None
    starts: date | None = None
    more_periods: int = 0
    lasts: Period | None = None
    grace: Period | None = None
    soft_landing: bool = False
    own_order_counts: bool = False

    def __attrs_post_init__(self) -> None:
        checked_type(Measure, self.measure, "measure", "pass Measure.SPENT, POINTS or PURCHASES")
        checked_type(
            TierClock, self.clock, "clock", "pass TierClock.ROLLING, CALENDAR_YEAR, ANNIVERSARY or FIXED"
        )
        for where, period in (("period", self.period), ("lasts", self.lasts), ("grace", self.grace)):
            if period is not None:
                checked_type(Period, period, where, 'pass Period.from_text("12 months")')
        for where, flag in (
            ("soft_landing", self.soft_landing),
            ("own_order_counts", self.own_order_counts),
        ):
            checked_type(bool, flag, where, "pass True or False")
        self._check_type()
        self._check_clock()
        self._check_end()

    def _check_type(self) -> None:
        if self.type is None:
            return
        checked_identifier(self.type, "type")
        if self.measure is not Measure.POINTS:
            found = f"found {self.type} for tiers that measure {self.measure.value}"
            cure = 'leave it out, or write measure = "points"'
            raise WrongValue.at("type", found, cure, code="type_not_measured")

    def _check_clock(self) -> None:
        if self.starts is not None:
            checked_day(self.starts, "starts")
        is_fixed = self.clock is TierClock.FIXED
        if is_fixed != (self.starts is not None):
            cure = "name the first day of a period" if is_fixed else 'leave it out, or write clock = "fixed"'
            found = "found none" if self.starts is None else f"found {self.starts.isoformat()}"
            raise WrongValue.at("starts", found, cure, code="clock_differs")
        if is_fixed and self.period is None:
            raise WrongValue.at("period", "found none", "say how long a period is", code="clock_differs")
        if self.clock in {TierClock.CALENDAR_YEAR, TierClock.ANNIVERSARY} and self.period is not None:
            found = f"found {self.period.to_text()} beside a year"
            raise WrongValue.at("period", found, "leave it out: it is a year", code="clock_differs")

    def _check_end(self) -> None:
        if type(self.more_periods) is not int:
            raise WrongType.at(
                "more_periods", shown(self.more_periods), "pass a whole number", code="not_an_int"
            )
        if not 0 <= self.more_periods <= MORE_PERIODS_MAX:
            cure = f"pass 0 to {MORE_PERIODS_MAX}"
            raise WrongValue.at(
                "more_periods", shown(self.more_periods), cure, code="more_periods_out_of_range"
            )
        if self.clock is not TierClock.ROLLING:
            if self.lasts is not None:
                found = f"found {self.lasts.to_text()} beside the end of a period"
                raise WrongValue.at("lasts", found, "say more_periods instead", code="tier_ends_otherwise")
            return
        if self.more_periods:
            found = f"found {self.more_periods} on a rolling clock"
            raise WrongValue.at("more_periods", found, "say lasts instead", code="tier_ends_otherwise")
        if self.period is None and (self.lasts is not None or self.grace is not None or self.soft_landing):
            cure = "say over which period is measured: without one, no tier ends"
            raise WrongValue.at("period", "found none", cure, code="tier_without_end")
        if self.soft_landing and self.lasts is None:
            cure = "say how long a tier lasts: the level below lasts as long"
            raise WrongValue.at("lasts", "found none", cure, code="landing_without_life")

    def last_day(self, day: date) -> date | None:
        """No tier reached on a day or confirmed there ends after this one; ``None`` if it never ends.

        >>> TierRules(clock=TierClock.CALENDAR_YEAR, more_periods=1).last_day(date(2026, 3, 10))
        datetime.date(2028, 3, 10)
        """
        if self.clock is TierClock.ROLLING:
            ends = [each.counted_from(day) for each in (self.period, self.lasts) if each is not None]
            last = max(ends) if self.period is not None else None
        else:
            last = (self.period or ONE_YEAR).later(day, 1 + self.more_periods)
        return last if last is None or self.grace is None else self.grace.counted_from(last)


def check_rising(levels: TierRules, tiers: Sequence[TierRule]) -> None:
    """Check that tiers say what the programme measures, and rise from nothing."""
    for index, tier in enumerate(tiers):
        if tier.measure is not levels.measure:
            found = f"found {tier.threshold_text()}, while tiers measure {levels.measure.value}"
            cure = f"say {_KEYS[levels.measure]} instead"
            raise WrongValue.at(f"tiers[{index}].{tier.key}", found, cure, code="other_measure")
    for first in tiers[:1]:
        if first.threshold:
            found = f"found a first tier from {first.threshold_text()}"
            cure = "let the first tier start from nothing"
            raise WrongValue.at(f"tiers[0].{first.key}", found, cure, code="tiers_not_rising")
    for index, (lower, higher) in enumerate(pairwise(tiers), 1):
        if higher.threshold <= lower.threshold:
            found = f"found {higher.threshold_text()} after {lower.threshold_text()}"
            cure = "list tiers in rising order of what they take"
            raise WrongValue.at(f"tiers[{index}].{higher.key}", found, cure, code="tiers_not_rising")
