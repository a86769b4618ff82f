"""How long a legal period is: days, weeks, months or years, and the day that counting alone gives.

The day of the event is not counted; a period in weeks, months or years ends on the day of the same
name or date, or on the last day of a month that is too short.

Source: Regulation (EEC, Euratom) No 1182/71, article 3(1) and (2)(c).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType
from typing import ClassVar, Final, Self, assert_never

import attrs

from comptoir.values.days import checked_day, months_after
from comptoir.values.errors import WrongType, WrongValue, shown


class PeriodUnit(Enum):
    """What a period is counted in; ``value`` is the word in a rulebook."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


COUNT_MAX: Final[Mapping[PeriodUnit, int]] = MappingProxyType(
    {
        PeriodUnit.DAYS: 36_525,
        PeriodUnit.WEEKS: 5_218,
        PeriodUnit.MONTHS: 1_200,
        PeriodUnit.YEARS: 100,
    }
)
"""The longest period of each unit: a hundred years."""

_TEXT = re.compile(r"([1-9][0-9]{0,4}) (day|week|month|year)(s?)", re.ASCII)
_CURE: Final = "write a period such as 14 days, 1 week, 1 month or 2 years"


@attrs.frozen
class Period:
    """A length of time as a law states it: a count (1 or more, a hundred years at most) of a unit.

    >>> Period(14, PeriodUnit.DAYS).to_text()
    '14 days'
    """

    example: ClassVar[str] = "14 days"

    count: int
    unit: PeriodUnit

    def __attrs_post_init__(self) -> None:
        if type(self.count) is not int:
            raise WrongType.at("count", shown(self.count), "pass a whole number", code="not_an_int")
        if not 1 <= self.count <= COUNT_MAX[self.unit]:
            raise WrongValue.at(
                "count",
                shown(self.count),
                f"count 1 to {COUNT_MAX[self.unit]} {self.unit.value}",
                code="period_out_of_range",
            )

    @classmethod
    def from_text(cls, text: str, where: str = "") -> Self:
        """Read ``14 days``, ``1 month``, ``2 years``; each period has this one spelling.

        Raises ``WrongValue`` naming the place.

        >>> Period.from_text("1 month")
        Period(count=1, unit=<PeriodUnit.MONTHS: 'months'>)
        """
        match = _TEXT.fullmatch(text) if type(text) is str else None
        if match is None or (match[1] == "1") == bool(match[3]):
            raise WrongValue.at(where, shown(text), _CURE, code="not_a_period")
        try:
            return cls(int(match[1]), PeriodUnit(f"{match[2]}s"))
        except WrongValue as error:
            raise error.under(where) from None

    def to_text(self) -> str:
        """The period's one spelling.

        >>> Period(1, PeriodUnit.YEARS).to_text()
        '1 year'
        """
        unit = self.unit.value
        return f"{self.count} {unit if self.count > 1 else unit.removesuffix('s')}"

    def counted_from(self, event_day: date) -> date:
        """The last day of the period as counted, before any day is moved; the event's is not counted.

        Weeks, months and years end on the day of the same name or date as the event's, or on the
        last day of the month if it has no such date. Source: article 3(2)(c).

        >>> Period(1, PeriodUnit.YEARS).counted_from(date(2028, 2, 29))
        datetime.date(2029, 2, 28)
        """
        return self.later(checked_day(event_day, "event_day"), 1)

    def later(self, day: date, times: int) -> date:
        """The day so many periods after another, counted at once: no short month shortens a later one.

        ``times`` is at least 0.

        >>> Period(1, PeriodUnit.MONTHS).later(date(2027, 1, 31), 2)
        datetime.date(2027, 3, 31)
        """
        count = self.count * times
        match self.unit:
            case PeriodUnit.DAYS:
                return day + timedelta(days=count)
            case PeriodUnit.WEEKS:
                return day + timedelta(weeks=count)
            case PeriodUnit.MONTHS:
                return months_after(day, count)
            case PeriodUnit.YEARS:
                return months_after(day, count * 12)
            case _:
                assert_never(self.unit)
