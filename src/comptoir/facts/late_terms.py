"""What the law says, as frozen on an order, if its goods are late.

Source: French Code de la consommation, articles L216-1, L216-6, L216-7 and L241-4, for the shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from itertools import pairwise

import attrs

from comptoir.values.almanac import Almanac
from comptoir.values.collections import tuple_of
from comptoir.values.countings import checked_counting
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.instants import Instant
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.quantities import checked_count
from comptoir.values.zones import checked_zone_name


class AtOnce(Enum):
    """Why a customer whose goods are late need not give more time."""

    ESSENTIAL = "essential"
    """The day had been made a condition of the contract."""
    REFUSED = "refused"
    """The seller refuses to deliver, or plainly will not."""


@attrs.frozen(kw_only=True)
class LateStep:
    """A refund that is ``up_to`` so many days too late (that day included) grows by ``percent``.

    Without ``up_to``, however late it is.
    """

    up_to: int | None = None
    percent: Percent

    def __attrs_post_init__(self) -> None:
        if self.up_to is not None:
            checked_count(self.up_to, "up_to", 1, 3_650)
        checked_type(Percent, self.percent, "percent", 'pass Percent.from_text("10")')


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
