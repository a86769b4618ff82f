"""Days of the Gregorian calendar: read, moved by months, and named within the week.

A day here is a plain ``date``, nobody's in particular: whose day it is, is decided where a zone is
at hand. A ``datetime`` is refused, because Python takes it for a date and then compares it wrongly.

Source: ISO 8601 for the days of the week, Monday 1 to Sunday 7; Regulation (EEC, Euratom)
No 1182/71, article 3(2)(c), for the month that is too short.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from comptoir.values.errors import WrongType, WrongValue, shown

ONE_DAY: Final = timedelta(days=1)
WEEKDAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The codes of the days of the week; Monday, which is ISO's 1, stands first."""


def checked_day(day: object, where: str = "day") -> date:
    """The day itself, as a plain ``date``; a ``datetime`` or a text is a ``WrongType``.

    >>> checked_day(date(2026, 12, 4))
    datetime.date(2026, 12, 4)
    """
    if not isinstance(day, date) or isinstance(day, datetime):
        raise WrongType.at(where, shown(day), "pass a date, such as date(2026, 12, 4)", code="not_a_day")
    return day if type(day) is date else date(day.year, day.month, day.day)


def weekday_name(day: date) -> str:
    """The code of a day's name within the week.

    >>> weekday_name(date(2026, 12, 4))
    'friday'
    """
    return WEEKDAY_NAMES[day.isoweekday() - 1]


def checked_weekdays(weekdays: tuple[int, ...], where: str) -> tuple[int, ...]:
    """The days of the week themselves if they are ISO's (1 to 7), in order and without repetition."""
    if any(type(weekday) is not int or not 1 <= weekday <= 7 for weekday in weekdays) or any(
        later <= earlier for earlier, later in pairwise(weekdays)
    ):
        raise WrongValue.at(
            where,
            shown(weekdays),
            "list days of the week from 1 (Monday) to 7 (Sunday), in order, each once",
            code="not_weekdays",
        )
    return weekdays


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or the last day of that month if it has no such date.

    ``months`` is at least 0. Raises ``OverflowError`` beyond the year 9999: whoever counts, bounds
    the count. Source: Regulation 1182/71, article 3(2)(c).

    >>> months_after(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
