"""Which days are worked: a weekend, and the holidays between two dates, each with its name.

Decides whether a day is a working one and which is the next. May never know how holidays are
found (Easter, decrees, the moon): they are resolved once, when a rulebook is sealed. A calendar
answers for the days in ``[since, until)`` only; beyond, it says so instead of finding no holiday.

Source: house rule; the days of the week are ISO 8601's, Monday 1 to Sunday 7.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

import attrs

from comptoir.values.days import ONE_DAY, checked_day, checked_weekdays
from comptoir.values.errors import NoAnswer, WrongType, WrongValue, shown
from comptoir.values.identifiers import checked_identifier, checked_text


@attrs.frozen
class Holiday:
    """One day that is not worked, and the name under which people know it."""

    day: date
    name: str

    def __attrs_post_init__(self) -> None:
        checked_day(self.day, "day")
        checked_text(self.name, "name")


@attrs.frozen(kw_only=True)
class Calendar:
    """The working days in ``[since, until)``: all but the weekend's and the holidays.

    ``weekend`` holds ISO days of the week, in order; it may be empty, never all seven. ``holidays``
    are in order of their day, one a day at most; one that falls on a weekend may be listed.

    >>> calendar = Calendar(
    ...     id="fr",
    ...     since=date(2026, 1, 1),
    ...     until=date(2027, 1, 1),
    ...     holidays=(Holiday(date(2026, 4, 6), "lundi de Pâques"),),
    ... )
    >>> calendar.next_working(date(2026, 4, 4))
    datetime.date(2026, 4, 7)
    """

    id: str
    since: date
    until: date
    weekend: tuple[int, ...] = (6, 7)
    holidays: tuple[Holiday, ...] = ()

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        if checked_day(self.since, "since") >= checked_day(self.until, "until"):
            raise WrongValue.at(
                "until",
                f"found {self.until.isoformat()}, which is not after {self.since.isoformat()}",
                "let the calendar end after it starts (until is the first day outside)",
                code="empty_calendar",
            )
        if len(checked_weekdays(self.weekend, "weekend")) == 7:
            raise WrongValue.at(
                "weekend",
                "found all seven days of the week",
                "leave at least one day of the week on which work is done",
                code="no_working_day",
            )
        for index, holiday in enumerate(self.holidays):
            is_after = index == 0 or self.holidays[index - 1].day < holiday.day
            if not is_after or not self.since <= holiday.day < self.until:
                raise WrongValue.at(
                    f"holidays[{index}].day",
                    f"found {holiday.day.isoformat()}",
                    f"list days from {self.since.isoformat()} to before {self.until.isoformat()}, "
                    "in order, each once",
                    code="holidays_not_in_order",
                )

    def holiday(self, day: date) -> Holiday | None:
        """The holiday that falls on a day, whatever the day of the week, if there is one.

        Raises ``NoAnswer`` outside ``[since, until)``.

        >>> new_year = Holiday(date(2026, 1, 1), "jour de l'An")
        >>> Calendar(
        ...     id="fr", since=date(2026, 1, 1), until=date(2027, 1, 1), holidays=(new_year,)
        ... ).holiday(date(2026, 1, 1)).name
        "jour de l'An"
        """
        self._inside(day)
        index = bisect_left(self.holidays, day, key=_day)
        if index < len(self.holidays) and self.holidays[index].day == day:
            return self.holidays[index]
        return None

    def is_working(self, day: date) -> bool:
        """Whether a day is worked: neither on the weekend nor a holiday.

        Raises ``NoAnswer`` outside ``[since, until)``.

        >>> Calendar(id="fr", since=date(2026, 1, 1), until=date(2027, 1, 1)).is_working(date(2026, 1, 3))
        False
        """
        return self.holiday(day) is None and day.isoweekday() not in self.weekend

    def next_working(self, day: date) -> date:
        """The day itself if it is worked, else the first later one that is.

        Raises ``NoAnswer`` if there is none before ``until``, or ``day`` is before ``since``.

        >>> Calendar(id="fr", since=date(2026, 1, 1), until=date(2027, 1, 1)).next_working(date(2026, 1, 3))
        datetime.date(2026, 1, 5)
        """
        found = self._inside(day)
        while not self.is_working(found):
            found += ONE_DAY
        return found

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day, which itself is not counted.

        ``count`` is 0 or more; 0 gives the day itself, worked or not, so that adding 2 and then 3
        is adding 5. Raises ``WrongValue`` for a negative count, ``NoAnswer`` if the calendar does
        not reach that far.

        >>> Calendar(
        ...     id="fr", since=date(2026, 1, 1), until=date(2027, 1, 1)
        ... ).add_working_days(date(2026, 1, 3), 2)
        datetime.date(2026, 1, 6)
        """
        if type(count) is not int:
            raise WrongType.at("count", shown(count), "pass a whole number", code="not_an_int")
        if count < 0:
            raise WrongValue.at("count", shown(count), "pass 0 or more days", code="negative_count")
        found = self._inside(day)
        for _ in range(count):
            found = self.next_working(found + ONE_DAY)
        return found

    def _inside(self, day: date) -> date:
        """The day itself, if the calendar answers for it."""
        if not self.since <= (checked := checked_day(day)) < self.until:
            raise NoAnswer.at(
                "day",
                f"found {checked.isoformat()}, outside the calendar {self.id}",
                f"ask from {self.since.isoformat()} to before {self.until.isoformat()}, "
                "or seal a longer calendar",
                code="outside_calendar",
            )
        return checked


def _day(holiday: Holiday) -> date:
    return holiday.day
