"""When a legal period ends: each jurisdiction's way of counting, as data.

Decides the last day of a period that starts with an event, and why it is not an earlier one. May
never know what the period is for (withdrawal, guarantee, refund), nor the hour of the event: it
lies somewhere in the event's day, which is not counted. Which calendar and whose zone apply is the
rule's to say; the calendar's own weekend is not looked at, since the law names the days that roll.

Source: Regulation (EEC, Euratom) No 1182/71, articles 2 and 3 (and CJEU C-171/03, Toeters, for the
day that has the same name or date as the event's); article L221-19 of the French Code de la
consommation; for the United Kingdom regulation 30 of the Consumer Contracts Regulations 2013 and
section 22 of the Consumer Rights Act 2015. Not legal advice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType
from typing import ClassVar, Final, Self, assert_never

import attrs

from comptoir.values.calendars import Calendar
from comptoir.values.days import ONE_DAY, WEEKDAY_NAMES, checked_day, checked_weekdays, months_after
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.instants import Instant
from comptoir.values.zones import Zone


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
        day = checked_day(event_day, "event_day")
        match self.unit:
            case PeriodUnit.DAYS:
                return day + timedelta(days=self.count)
            case PeriodUnit.WEEKS:
                return day + timedelta(weeks=self.count)
            case PeriodUnit.MONTHS:
                return months_after(day, self.count)
            case PeriodUnit.YEARS:
                return months_after(day, self.count * 12)
            case _:
                assert_never(self.unit)


@attrs.frozen(kw_only=True)
class Counting:
    """How a jurisdiction counts: does an end on a day of rest move on, and on which days.

    ``rolls``: an end on a holiday, or on one of ``rolled_weekdays`` (ISO, in order), moves to the
    next day that is neither. ``two_working_days``: a period of two days or more holds at least two
    of those. ``source`` names the law. Without ``rolls`` the other two are empty and false.
    """

    id: str
    rolls: bool
    rolled_weekdays: tuple[int, ...]
    two_working_days: bool
    source: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.source, "source")
        if len(checked_weekdays(self.rolled_weekdays, "rolled_weekdays")) == 7:
            raise WrongValue.at(
                "rolled_weekdays",
                "found all seven days of the week",
                "leave at least one day of the week on which a period may end",
                code="no_working_day",
            )
        if not self.rolls and (self.rolled_weekdays or self.two_working_days):
            raise WrongValue.at(
                "rolls",
                "found rolled_weekdays or two_working_days in a counting that does not roll",
                "let it roll, or leave both out",
                code="counting_does_not_roll",
            )


EU_1182_71: Final = Counting(
    id="eu-1182-71",
    rolls=True,
    rolled_weekdays=(6, 7),
    two_working_days=True,
    source="Regulation (EEC, Euratom) No 1182/71, articles 2 and 3",
)
"""The European Union: Saturdays, Sundays and public holidays roll; two working days at least."""

FR_L221_19: Final = Counting(
    id="fr-l221-19",
    rolls=True,
    rolled_weekdays=(6, 7),
    two_working_days=True,
    source="Code de la consommation, article L221-19",
)
"""France, withdrawal: as Regulation 1182/71, which the article applies; days *chômés* roll as well,
so the calendar may list them."""

UK: Final = Counting(
    id="uk",
    rolls=False,
    rolled_weekdays=(),
    two_working_days=False,
    source="Consumer Contracts Regulations 2013, regulation 30; Consumer Rights Act 2015, section 22",
)
"""The United Kingdom: calendar days, and the last one stays where it falls."""

STANDARD_COUNTINGS: Final[Mapping[str, Counting]] = MappingProxyType(
    {counting.id: counting for counting in (EU_1182_71, FR_L221_19, UK)}
)
"""The countings that a rulebook may name, by their id."""


@attrs.frozen
class OnWeekday:
    """The period could not end on ``day``: it is a Saturday, or another day of the week that rolls."""

    kind: ClassVar[str] = "weekday"
    main: ClassVar[str] = "day"

    day: date

    @property
    def why(self) -> str:
        """The stable code: the day of the week in English, such as ``saturday``."""
        return WEEKDAY_NAMES[self.day.isoweekday() - 1]


@attrs.frozen
class OnHoliday:
    """The period could not end on ``day``: it is the holiday ``name``."""

    kind: ClassVar[str] = "holiday"

    day: date
    name: str

    @property
    def why(self) -> str:
        """The stable code ``holiday``."""
        return self.kind


@attrs.frozen
class TooFewWorkingDays:
    """The period could not end on ``day``: until then it holds fewer than two working days."""

    kind: ClassVar[str] = "two_working_days"
    main: ClassVar[str] = "day"

    day: date

    @property
    def why(self) -> str:
        """The stable code ``two_working_days``."""
        return self.kind


MovedBy = OnWeekday | OnHoliday | TooFewWorkingDays
"""Why a period does not end on a certain day."""


@attrs.frozen(kw_only=True)
class Deadline:
    """The last day of a period, whole; the day first counted; and why it moved from there.

    ``moved_by`` has exactly one reason for each day from ``counted_last_day`` to before ``last_day``,
    in order: the day of the week before the holiday, and that before too few working days.
    """

    last_day: date
    counted_last_day: date
    moved_by: tuple[MovedBy, ...]

    def __attrs_post_init__(self) -> None:
        first = checked_day(self.counted_last_day, "counted_last_day")
        moved = tuple(first + n * ONE_DAY for n in range(len(self.moved_by) + 1))
        if moved != (*(reason.day for reason in self.moved_by), checked_day(self.last_day, "last_day")):
            raise WrongValue.at(
                "moved_by",
                f"found {len(self.moved_by)} reasons from {first} to {self.last_day}",
                "give one reason for each day from counted_last_day to before last_day, in order",
                code="deadline_without_reason",
            )


def ends(counting: Counting, period: Period, event_day: date, calendar: Calendar) -> Deadline:
    """The last day on which something may still be done, and why not a day earlier.

    ``event_day`` is the local day of the event in the zone that the rule names; it is not counted.
    ``calendar`` gives the holidays of the State whose law counts; its weekend is not looked at. The
    whole of ``last_day`` still belongs to the period: :func:`closes_at` gives the instant. Raises
    ``NoAnswer`` where a counting that rolls needs a day outside the calendar. Source: the counting's.

    >>> calendar = Calendar(id="fr", since=date(2026, 1, 1), until=date(2027, 1, 1))
    >>> deadline = ends(EU_1182_71, Period.from_text("14 days"), date(2026, 1, 3), calendar)
    >>> deadline.last_day, [reason.why for reason in deadline.moved_by]
    (datetime.date(2026, 1, 19), ['saturday', 'sunday'])
    """
    counted = last_day = period.counted_from(event_day)
    moved_by: list[MovedBy] = []
    while reason := _reason_to_move(counting, period, event_day, last_day, calendar):
        moved_by.append(reason)
        last_day += ONE_DAY
    return Deadline(last_day=last_day, counted_last_day=counted, moved_by=tuple(moved_by))


def closes_at(deadline: Deadline, zone: Zone) -> Instant:
    """The first instant at which it is too late: when the last day is over for good in a zone.

    Raises ``NoAnswer`` if that instant lies outside the zone's table. Source: article 3(2)(b), the
    last hour of the last day belongs to the period.

    >>> utc = Zone(name="UTC", since=Instant(0), until=Instant(10**15), offset=0, changes=())
    >>> day = date(1970, 1, 2)
    >>> closes_at(Deadline(last_day=day, counted_last_day=day, moved_by=()), utc)
    172800000000
    """
    return zone.end_of(deadline.last_day)


def _reason_to_move(
    counting: Counting, period: Period, event_day: date, day: date, calendar: Calendar
) -> MovedBy | None:
    """Why the period may not end on a day; ``None`` if it may."""
    if not counting.rolls:
        return None
    if day.isoweekday() in counting.rolled_weekdays:
        return OnWeekday(day)
    if holiday := calendar.holiday(day):
        return OnHoliday(day, holiday.name)
    if (
        counting.two_working_days
        and period != Period(1, PeriodUnit.DAYS)
        and not _has_two_working_days(counting, event_day, day, calendar)
    ):
        return TooFewWorkingDays(day)
    return None


def _has_two_working_days(counting: Counting, event_day: date, last_day: date, calendar: Calendar) -> bool:
    """Whether two days after the event's, up to the last, neither roll by weekday nor are holidays.

    From the end backwards, so that a long period needs the calendar of its last days only.
    """
    found = 0
    day = last_day
    while found < 2 and day > event_day:
        if day.isoweekday() not in counting.rolled_weekdays and calendar.holiday(day) is None:
            found += 1
        day -= ONE_DAY
    return found == 2
