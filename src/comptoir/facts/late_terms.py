"""What the law says, as frozen on an order, if its goods are late.

Source: French Code de la consommation, articles L216-1, L216-6, L216-7 and L241-4, for the shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import Enum
from itertools import count, pairwise
from typing import Final

import attrs

from comptoir.values.almanac import Almanac
from comptoir.values.collections import tuple_of
from comptoir.values.countings import checked_counting
from comptoir.values.days import ONE_DAY, checked_day
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.instants import Instant
from comptoir.values.percentages import Percent, maybe_percent, to_percent
from comptoir.values.periods import Period, PeriodUnit
from comptoir.values.quantities import checked_count
from comptoir.values.zones import checked_zone_name

MONTHS_OF_A_STEP_MAX: Final = 120
"""Months for which a refund that is late may grow further: ten years."""

_ONE_MONTH: Final = Period(1, PeriodUnit.MONTHS)


class AtOnce(Enum):
    """Why a customer whose goods are late need not give more time."""

    ESSENTIAL = "essential"
    """The day had been made a condition of the contract."""
    REFUSED = "refused"
    """The seller refuses to deliver, or plainly will not."""


@attrs.frozen(kw_only=True)
class LateStep:
    """A refund that is ``up_to`` so many days too late (that day included) grows by ``percent``.

    Without ``up_to``, however late it is; then by ``per_month`` more for each further month begun, up to
    ``at_most``. Where ``legal_rate`` says so, interest at the legal rate is due besides: no sum is computed.
    """

    up_to: int | None = None
    percent: Percent
    per_month: Percent = attrs.field(default=Percent(0), converter=to_percent)
    at_most: Percent | None = attrs.field(default=None, converter=maybe_percent)
    legal_rate: bool = False

    def __attrs_post_init__(self) -> None:
        if self.up_to is not None:
            checked_count(self.up_to, "up_to", 1, 3_650)
        checked_type(Percent, self.percent, "percent", 'pass Percent.from_text("10")')
        checked_type(bool, self.legal_rate, "legal_rate", "pass True or False")
        self._check_months()

    def _check_months(self) -> None:
        """Only the last step grows month by month, and to an end that is not too far away."""
        by, top = self.per_month.parts_per_million, self.at_most
        if bool(by) is (top is None):
            found = "found a growth without an end" if top is None else "found an end without a growth"
            cure = 'write both: per_month = "5", at_most = "100"'
            raise WrongValue.at("at_most", found, cure, code="growth_without_end")
        if top is None:
            return
        if self.up_to is not None:
            cure = "let the step that grows by the month be the last one, without up_to"
            raise WrongValue.at("per_month", shown(self.up_to), cure, code="grows_within_days")
        more = top.parts_per_million - self.percent.parts_per_million
        if not 0 < more <= MONTHS_OF_A_STEP_MAX * by:
            cure = f"let it grow to more than percent, within {MONTHS_OF_A_STEP_MAX} months"
            raise WrongValue.at("at_most", shown(top.to_text()), cure, code="growth_out_of_range")


@attrs.frozen(kw_only=True)
class Rung:
    """What a refund grows by from the ``first_day`` to the ``last_day``, both whole, or from then on."""

    first_day: date
    last_day: date | None = None
    percent: Percent
    legal_rate: bool = False


def rungs_of(ladder: Iterable[LateStep], due: date) -> Iterator[Rung]:
    """What a refund grows by that was ``due`` by the end of a day, from the day after on, in order.

    The days of a step are counted from the day on which it was due. A step that grows by the month has a
    rung for each month begun since the step before was over, the first of them at once.
    """
    over = due
    for step in ladder:
        if step.at_most is not None:
            yield from _months(step, step.at_most, over)
            return
        last = None if step.up_to is None else due + timedelta(days=step.up_to)
        yield Rung(first_day=over + ONE_DAY, last_day=last, percent=step.percent, legal_rate=step.legal_rate)
        over = over if last is None else last


def _months(step: LateStep, at_most: Percent, over: date) -> Iterator[Rung]:
    """The rungs of the step that grows by the month, since the day on which the one before was over."""
    for month in count(1):
        grown = step.percent.parts_per_million + month * step.per_month.parts_per_million
        is_last = grown >= at_most.parts_per_million
        yield Rung(
            first_day=_ONE_MONTH.later(over, month - 1) + ONE_DAY,
            last_day=None if is_last else _ONE_MONTH.later(over, month),
            percent=at_most if is_last else Percent(grown),
            legal_rate=step.legal_rate,
        )
        if is_last:
            return


def to_ladder(ladder: Iterable[LateStep]) -> tuple[LateStep, ...]:
    """Steps each of which reaches further than the one before; for attrs fields."""
    steps = tuple_of(LateStep, ladder, "ladder")
    for index, (one, other) in enumerate(pairwise(steps), start=1):
        if one.up_to is None or (other.up_to is not None and other.up_to <= one.up_to):
            cure = "let each step reach further than the one before, and the last one any number of days"
            raise WrongValue.at(f"ladder[{index}].up_to", shown(other.up_to), cure, code="steps_not_in_order")
    return steps


def check_refund(within: Period | None, ladder: tuple[LateStep, ...], source: str | None) -> None:
    """``WrongValue`` for a ladder without the period after which it begins, or without its article."""
    if within is not None:
        checked_type(Period, within, "refund_within", 'pass Period.from_text("14 days")')
    if source is not None:
        checked_text(source, "ladder_source")
    if ladder and source is None:
        raise WrongValue.at(
            "ladder_source", "found a ladder without one", "name the article", code="no_source"
        )
    if ladder and within is None:
        cure = "say within which period a refund is due"
        raise WrongValue.at("refund_within", "found a ladder without one", cure, code="ladder_without_period")


@attrs.frozen(kw_only=True)
class LateTerms:
    """The last day ``by`` which goods are to be delivered, by which ``rule`` of law, and what follows.

    ``announced`` says whether ``by`` is the day that was promised, else it is what the law gives. Without
    ``refund_within``, the law wants a refund without undue delay. Days are those of ``zone``, counted as
    ``counting`` says, on the holidays of ``calendar``.
    """

    rule: str
    source: str
    by: date
    announced: bool
    refund_within: Period | None = None
    counting: str
    calendar: str
    zone: str
    ladder: tuple[LateStep, ...] = attrs.field(default=(), converter=to_ladder)
    ladder_source: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.rule, "rule")
        checked_text(self.source, "source")
        checked_day(self.by, "by")
        checked_type(bool, self.announced, "announced", "pass True or False")
        check_refund(self.refund_within, self.ladder, self.ladder_source)
        checked_counting(self.counting, "counting")
        checked_identifier(self.calendar, "calendar")
        checked_zone_name(self.zone, "zone")

    def late_from(self, almanac: Almanac) -> Instant:
        """The first instant at which the goods are late; ``NoAnswer`` outside the zone's table."""
        return almanac.zone(self.zone).end_of(self.by)

    def waits_until(self, extra_until: date | None, at_once: AtOnce | None) -> date | None:
        """The last day for which a customer whose goods are late has to wait before they may rescind.

        ``extra_until`` is the last day of the additional time that they gave; without it, and without a
        reason to rescind ``at_once``, they may not yet: ``None``. Raises ``WrongValue`` for a day on which
        the goods were not late.
        """
        if extra_until is not None and extra_until <= self.by:
            found = f"found {extra_until.isoformat()}, while the goods are due by {self.by.isoformat()}"
            cure = "name the last day of the time that was given once they were late"
            raise WrongValue.at("extra_until", found, cure, code="no_extra_time")
        return extra_until if at_once is None else self.by
