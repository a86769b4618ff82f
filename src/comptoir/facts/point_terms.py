"""What was agreed about points: what a purchase earns, the life of its lots, and what was spent.

Points that are earned together and live alike are a *lot*. An accrual is recorded on the order with
the terms of its lot and its two instants: no later rulebook earns it again.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import attrs

from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant, instant_text
from comptoir.values.periods import Period
from comptoir.values.points import checked_points
from comptoir.values.zones import checked_zone_name


class PeriodEnd(Enum):
    """Until the end of what a lot lives on, once its period is over."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@attrs.frozen(kw_only=True)
class LotTerms:
    """The life of a lot, counted from the local day of the purchase in ``zone``.

    Points are pending until the start of the day that ``available_after`` counts to, and available at
    once without it. They expire at the end of the day that ``expires_after`` counts to, or at the end of
    the month, quarter or year (``until_end_of``) in which that day lies; without it they never expire.
    """

    zone: str
    available_after: Period | None = None
    expires_after: Period | None = None
    until_end_of: PeriodEnd = PeriodEnd.DAY

    def __attrs_post_init__(self) -> None:
        checked_zone_name(self.zone, "zone")
        checked_type(
            PeriodEnd, self.until_end_of, "until_end_of", "pass PeriodEnd.DAY, MONTH, QUARTER or YEAR"
        )
        for where, period in (
            ("available_after", self.available_after),
            ("expires_after", self.expires_after),
        ):
            if period is not None:
                checked_type(Period, period, where, 'pass Period.from_text("14 days")')


def _lines(lines: Iterable[int]) -> tuple[int, ...]:
    return tuple_of(int, lines, "lines")


@attrs.frozen(kw_only=True)
class Earning:
    """Points that a rule gives for some lines; ``basis`` is what was paid for them, in minor units."""

    rule: str
    points: int
    lines: tuple[int, ...] = attrs.field(converter=_lines)
    basis: int
    lot: LotTerms

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.rule, "rule")
        checked_points(self.points, "points", at_least=1)
        checked_type(LotTerms, self.lot, "lot", "pass the LotTerms of the programme")


@attrs.frozen
class Accrual:
    """An earning with the life of its lot: spendable in ``[available_from, expires_at)``."""

    earning: Earning
    available_from: Instant
    expires_at: Instant | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(Earning, self.earning, "earning", "pass an Earning")
        checked_instant(self.available_from, "available_from")
        if (
            self.expires_at is not None
            and checked_instant(self.expires_at, "expires_at") <= self.available_from
        ):
            found = f"found {instant_text(self.expires_at)}, not after {instant_text(self.available_from)}"
            cure = "let the points expire after they become available"
            raise WrongValue.at("expires_at", found, cure, code="lot_without_life")


@attrs.frozen
class Redemption:
    """Points spent on an order, and what they are ``worth`` in minor units: a means of payment."""

    points: int
    worth: int

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        if type(self.worth) is not int:
            raise WrongType.at("worth", shown(self.worth), "pass minor units as int", code="not_an_int")
        if self.worth < 1:
            raise WrongValue.at("worth", shown(self.worth), "pass 1 or more", code="amount_not_positive")
