"""When a legal period ends, by a jurisdiction's way of counting and a calendar.

Decides the last day of a period that starts with an event, and why it moved from the day that counting
alone gives. May never know today's date, nor which right the period belongs to. The calendar tells
public holidays; which days of the week roll is the law's to say, not the calendar's.

Source: see ``comptoir.values.countings``.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from comptoir.values.calendars import Calendar
from comptoir.values.countings import Counting
from comptoir.values.days import ONE_DAY, checked_day, weekday_name
from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant
from comptoir.values.periods import Period, PeriodUnit
from comptoir.values.zones import Zone


@attrs.frozen
class OnWeekday:
    """The period could not end on ``day``: it is a Saturday, or another day of the week that rolls."""

    kind: ClassVar[str] = "weekday"
    main: ClassVar[str] = "day"

    day: date

    @property
    def why(self) -> str:
        """The stable code: the day of the week in English, such as ``saturday``."""
        return weekday_name(self.day)


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

    >>> from comptoir.values.countings import EU_1182_71
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
