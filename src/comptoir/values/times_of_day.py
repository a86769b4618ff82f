"""A time of day, as a clock on the wall shows it, and opening hours: no day, no zone.

Whose clock it is, is said where a zone is at hand. Hours are half-open: at ``10:00-19:00`` a shop is
open at 10:00 and no longer at 19:00; ``00:00-24:00`` is the whole day. A day of opening is one or several
of them: ``10:00-12:30, 14:00-19:00`` is closed over lunch.

Source: ISO 8601 for the 24-hour spelling; house rule for the bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import ClassVar, Final, TypeVar

import attrs

from comptoir.values.collections import frozen_mapping, tuple_of
from comptoir.values.days import WEEKDAY_NAMES
from comptoir.values.errors import WrongType, WrongValue, shown

T = TypeVar("T")

_TEXT = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_MIDNIGHT_TEXT = "24:00"
_CURE = 'write a time of day as "14:00"'
_HOURS_LENGTH: Final = len("10:00-19:00")
DAY_MINUTES: Final = 24 * 60
"""Minutes on the face of a clock."""


@attrs.frozen(order=True)
class TimeOfDay:
    """Whole minutes since 00:00 on the clock's face, 0 to 1439. Its text is ``14:00``.

    >>> TimeOfDay.from_text("14:30").minutes
    870
    """

    example: ClassVar[str] = "14:00"

    minutes: int

    def __attrs_post_init__(self) -> None:
        if type(self.minutes) is not int:
            raise WrongType.at(
                "", shown(self.minutes), 'call TimeOfDay.from_text("14:00")', code="not_an_int"
            )
        if not 0 <= self.minutes < DAY_MINUTES:
            raise WrongValue.at("", shown(self.minutes), "pass 0 to 1439 minutes", code="no_such_time")

    @classmethod
    def from_text(cls, text: str) -> TimeOfDay:
        """Read ``14:00``."""
        match = _TEXT.fullmatch(text) if type(text) is str else None
        if match is None:
            raise WrongValue.at("", shown(text), _CURE, code="not_a_time_of_day")
        return cls(int(match[1]) * 60 + int(match[2]))

    def to_text(self) -> str:
        """The one spelling."""
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"


@attrs.frozen(order=True)
class Hours:
    """Open from a time of day until before another, on the same day. Its text is ``10:00-19:00``.

    ``until`` is in minutes since 00:00, 1440 for the end of the day.

    >>> Hours.from_text("10:00-19:00").until
    1140
    """

    example: ClassVar[str] = "10:00-19:00"

    from_: int
    until: int

    def __attrs_post_init__(self) -> None:
        for minutes in (self.from_, self.until):
            if type(minutes) is not int:
                raise WrongType.at(
                    "", shown(minutes), 'call Hours.from_text("10:00-19:00")', code="not_an_int"
                )
        if not 0 <= self.from_ < self.until <= DAY_MINUTES:
            found = f"found {self.from_} to {self.until} minutes"
            raise WrongValue.at("", found, "let the hours end after they start", code="empty_hours")

    @classmethod
    def from_text(cls, text: str) -> Hours:
        """Read ``10:00-19:00``."""
        first, dash, last = text.partition("-") if type(text) is str else ("", "", "")
        if not dash or len(text) != _HOURS_LENGTH:
            raise WrongValue.at("", shown(text), 'write hours as "10:00-19:00"', code="not_hours")
        until = DAY_MINUTES if last == _MIDNIGHT_TEXT else TimeOfDay.from_text(last).minutes
        return cls(TimeOfDay.from_text(first).minutes, until)

    def to_text(self) -> str:
        """The one spelling."""
        until = _MIDNIGHT_TEXT if self.until == DAY_MINUTES else TimeOfDay(self.until).to_text()
        return f"{TimeOfDay(self.from_).to_text()}-{until}"


def _intervals(intervals: Iterable[Hours]) -> tuple[Hours, ...]:
    return tuple_of(Hours, intervals, "intervals")


@attrs.frozen(order=True)
class Opening:
    """When a place is open on a day: one interval or several, in order, with a break between any two.

    Its text is theirs: ``10:00-19:00``, or ``10:00-12:30, 14:00-19:00``.

    >>> Opening.from_text("10:00-12:30, 14:00-19:00").intervals[1].to_text()
    '14:00-19:00'
    """

    example: ClassVar[str] = "10:00-12:30, 14:00-19:00"

    intervals: tuple[Hours, ...] = attrs.field(converter=_intervals)

    def __attrs_post_init__(self) -> None:
        if not self.intervals:
            cure = 'write hours such as "10:00-12:30, 14:00-19:00"'
            raise WrongValue.at("", "found no hours", cure, code="empty_hours")
        for before, after in pairwise(self.intervals):
            if before.until >= after.from_:
                found = f"found {after.to_text()} after {before.to_text()}"
                cure = "list intervals in order, with a break between them, or join them"
                raise WrongValue.at("", found, cure, code="hours_overlap")

    @classmethod
    def from_text(cls, text: str) -> Opening:
        """Read ``10:00-12:30, 14:00-19:00``."""
        parts = [part.strip() for part in text.split(",")] if type(text) is str else []
        if not parts or any(len(part) != _HOURS_LENGTH for part in parts):
            cure = 'write hours as "10:00-19:00", or as "10:00-12:30, 14:00-19:00"'
            raise WrongValue.at("", shown(text), cure, code="not_hours")
        return cls([Hours.from_text(part) for part in parts])

    def to_text(self) -> str:
        """The one spelling."""
        return ", ".join(each.to_text() for each in self.intervals)


def to_opening(hours: Opening | Hours) -> Opening:
    """Hours as they may be written for a day, for attrs fields: one interval is an opening of one."""
    return Opening([hours]) if isinstance(hours, Hours) else hours


def by_weekday(entries: Mapping[str, T], where: str) -> Mapping[str, T]:
    """Something for some days of the week, by their names ``monday`` to ``sunday``."""
    found = frozen_mapping(entries, where)
    for name in found:
        if name not in WEEKDAY_NAMES:
            cure = f"use {', '.join(WEEKDAY_NAMES)}"
            raise WrongValue.at(f"{where}.{name}", shown(name), cure, code="not_weekdays")
    return found
