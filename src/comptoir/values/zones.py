"""A time zone as a sealed table: which offset is in force when, and nothing else.

Decides what a clock on the wall shows at an instant, and which instant a wall time means. May never
know the machine's time zone files: two tills with two releases of them would disagree about a
deadline. A table answers for ``[since, until)`` only, and says so beyond it.

One rule settles every night on which the clocks change: *a wall time means the first instant at
which the clock shows it or later*. A time that exists twice is thereby its earlier occurrence, a
time that is skipped is the first instant after the gap, and a day that is skipped has no length.

Source: IANA time zone database for the offsets, RFC 5545 section 3.3.5 for the time that exists
twice; the rest is a house rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property
from typing import Final

import attrs

from comptoir.values.days import checked_day
from comptoir.values.errors import NoAnswer, WrongType, WrongValue, shown
from comptoir.values.instants import DAY, SECOND, Instant, checked_instant, instant_text

OFFSET_MAX: Final = 26 * 3600
"""Seconds; no place on Earth has kept a clock further from UTC."""

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_REACH: Final = OFFSET_MAX * SECOND
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*", re.ASCII)
_NAME_LENGTH_MAX: Final = 64


@attrs.frozen
class Change:
    """From the instant ``at`` on, local time is UTC plus ``offset`` seconds."""

    at: Instant
    offset: int

    def __attrs_post_init__(self) -> None:
        checked_instant(self.at, "at")
        _checked_offset(self.offset)


@attrs.frozen(kw_only=True)
class LocalTime:
    """What the clock on the wall shows: the day, whole seconds since its 00:00, UTC offset in seconds.

    ``seconds`` are those of the clock's face (0 to 86399), not those elapsed since the day began.
    """

    day: date
    seconds: int
    offset: int


@attrs.frozen(kw_only=True)
class Zone:
    """The offsets of one time zone in ``[since, until)``: ``offset`` at first, then each change.

    Of two tables that say the same, only one can be built: a change lies strictly between the two
    bounds, changes are in order, and each one changes the offset.

    >>> paris = Zone(
    ...     name="Europe/Paris", since=Instant(0), until=Instant(400 * DAY), offset=3600, changes=()
    ... )
    >>> paris.local(Instant(23 * 3600 * SECOND))
    LocalTime(day=datetime.date(1970, 1, 2), seconds=0, offset=3600)
    """

    name: str
    since: Instant
    until: Instant
    offset: int
    changes: tuple[Change, ...]

    def __attrs_post_init__(self) -> None:
        checked_zone_name(self.name, "name")
        _checked_offset(self.offset)
        if checked_instant(self.since, "since") >= checked_instant(self.until, "until"):
            raise WrongValue.at(
                "until",
                f"found {instant_text(self.until)}, which is not after {instant_text(self.since)}",
                "let the table end after it starts (until is the first instant outside)",
                code="empty_zone_table",
            )
        before, offset = self.since, self.offset
        for index, change in enumerate(self.changes):
            if not before < change.at < self.until:
                raise WrongValue.at(
                    f"changes[{index}].at",
                    f"found {instant_text(change.at)}",
                    f"name an instant after {instant_text(before)} and before {instant_text(self.until)}",
                    code="changes_not_in_order",
                )
            if change.offset == offset:
                raise WrongValue.at(
                    f"changes[{index}].offset",
                    f"found {offset}, the offset that is in force already",
                    "leave out a change that changes nothing",
                    code="idle_change",
                )
            before, offset = change.at, change.offset

    def offset_at(self, instant: Instant) -> int:
        """How far local time is ahead of UTC at an instant, in seconds (negative: behind).

        Raises ``NoAnswer`` outside ``[since, until)``.

        >>> Zone(
        ...     name="UTC", since=Instant(0), until=Instant(DAY), offset=0, changes=()
        ... ).offset_at(Instant(0))
        0
        """
        return self._piece(self._piece_of(instant))[1]

    def local(self, instant: Instant) -> LocalTime:
        """The day and the time that the clock on the wall shows at an instant.

        Raises ``NoAnswer`` outside ``[since, until)``.

        >>> Zone(
        ...     name="Etc/GMT+1", since=Instant(0), until=Instant(DAY), offset=-3600, changes=()
        ... ).local(Instant(0))
        LocalTime(day=datetime.date(1969, 12, 31), seconds=82800, offset=-3600)
        """
        offset = self.offset_at(instant)
        days, rest = divmod(instant + offset * SECOND, DAY)
        return LocalTime(day=date.fromordinal(_EPOCH_DAY + days), seconds=rest // SECOND, offset=offset)

    def local_date(self, instant: Instant) -> date:
        """The day that the calendar on the wall shows at an instant.

        Raises ``NoAnswer`` outside ``[since, until)``.

        >>> Zone(
        ...     name="Etc/GMT+1", since=Instant(0), until=Instant(DAY), offset=-3600, changes=()
        ... ).local_date(Instant(0))
        datetime.date(1969, 12, 31)
        """
        return self.local(instant).day

    def instant_of(self, day: date, seconds: int = 0) -> Instant:
        """The instant that a wall time means: the first at which the clock shows it or later.

        ``seconds`` is the time on the clock's face since 00:00 (0 to 86399). A time that exists twice
        is its earlier occurrence; one that does not exist is the first instant after the gap, so that
        a day that was skipped starts where the next one does. Raises ``WrongValue`` for a time
        that no clock shows, ``NoAnswer`` if the instant lies outside ``[since, until)``.

        >>> Zone(
        ...     name="Etc/GMT+1", since=Instant(0), until=Instant(DAY), offset=-3600, changes=()
        ... ).instant_of(date(1970, 1, 1), 3600)
        7200000000
        """
        if type(seconds) is not int:
            raise WrongType.at("seconds", shown(seconds), "pass whole seconds", code="not_an_int")
        if not 0 <= seconds < 86_400:
            raise WrongValue.at(
                "seconds", shown(seconds), "pass 0 to 86399 seconds since 00:00", code="no_such_time"
            )
        wall = _wall(checked_day(day), seconds)
        if wall < self.since + self.offset * SECOND:
            raise self._outside("day", day.isoformat())
        index = bisect_right(self.changes, wall - _REACH, key=_at)
        return self._first_showing(wall, index, day)

    def midnight_after(self, instant: Instant) -> Instant:
        """The first instant after this one at which the local day is a later one.

        It need not show 00:00: clocks that skip midnight start the day at 01:00, and a day that is
        skipped is no day. Where clocks are set back over midnight, the day before may be shown
        once more afterwards; :meth:`end_of` tells when a day is over for good. Raises ``NoAnswer``
        if either instant lies outside ``[since, until)``.

        >>> Zone(
        ...     name="Etc/GMT+1", since=Instant(0), until=Instant(DAY), offset=-3600, changes=()
        ... ).midnight_after(Instant(0))
        3600000000
        """
        index = self._piece_of(instant)
        day = self.local_date(instant)
        return self._first_showing(_wall(day) + DAY, index, day)

    def end_of(self, day: date) -> Instant:
        """The first instant from which on every local day is later than ``day``: it is over for good.

        Where clocks are set back over midnight, a day that is shown twice ends with the second time.
        A day that was skipped ends where the one before it does. Raises ``NoAnswer`` if that instant
        lies outside ``(since, until)``; a table does not know what clocks do after it.

        >>> Zone(
        ...     name="Etc/GMT+1", since=Instant(0), until=Instant(DAY), offset=-3600, changes=()
        ... ).end_of(date(1969, 12, 31))
        3600000000
        """
        wall = _wall(checked_day(day)) + DAY
        for index in range(bisect_left(self.changes, wall + _REACH, key=_at), -1, -1):
            start, offset, end = self._piece(index)
            if start + offset * SECOND < wall:
                over = min(end, wall - offset * SECOND)
                if over < self.until:
                    return Instant(over)
                break
        raise self._outside("day", day.isoformat())

    @cached_property
    def skipped(self) -> frozenset[date]:
        """The days that start where the next one does: no clock shows them before a later one.

        >>> Zone(
        ...     name="Made/Date_Line",
        ...     since=Instant(0),
        ...     until=Instant(9 * DAY),
        ...     offset=-36_000,
        ...     changes=(Change(Instant(36_000 * SECOND), 50_400),),
        ... ).skipped
        frozenset({datetime.date(1970, 1, 1)})
        """
        days: set[date] = set()
        shown = self.since + self.offset * SECOND
        for index in range(len(self.changes) + 1):
            start, offset, end = self._piece(index)
            numbers = range(-(-shown // DAY), (start + offset * SECOND) // DAY)
            days.update(date.fromordinal(_EPOCH_DAY + number) for number in numbers)
            shown = max(shown, end + offset * SECOND)
        return frozenset(days)

    def _piece_of(self, instant: Instant) -> int:
        """The number of the piece of unchanged offset in which an instant lies."""
        if not self.since <= checked_instant(instant, "at") < self.until:
            raise self._outside("at", instant_text(instant))
        return bisect_right(self.changes, instant, key=_at)

    def _piece(self, index: int) -> tuple[Instant, int, Instant]:
        """Start, offset and end of a piece; piece 0 comes before the first change."""
        end = self.changes[index].at if index < len(self.changes) else self.until
        if index == 0:
            return self.since, self.offset, end
        change = self.changes[index - 1]
        return change.at, change.offset, end

    def _first_showing(self, wall: int, index: int, day: date) -> Instant:
        """The first instant, from a piece on, at which the clock shows a wall time or a later one."""
        for piece in range(index, len(self.changes) + 1):
            start, offset, end = self._piece(piece)
            if end + offset * SECOND > wall:
                return Instant(max(start, wall - offset * SECOND))
        raise self._outside("day", day.isoformat())

    def _outside(self, where: str, found: str) -> NoAnswer:
        return NoAnswer.at(
            where,
            f"found {found}, outside the table of {self.name}",
            f"ask from {instant_text(self.since)} to before {instant_text(self.until)}, "
            "or seal a longer table",
            code="outside_zone_table",
        )


def _at(change: Change) -> Instant:
    return change.at


def _wall(day: date, seconds: int = 0) -> int:
    """A wall time as microseconds since 1970-01-01T00:00 on the same wall."""
    return (day.toordinal() - _EPOCH_DAY) * DAY + seconds * SECOND


def _checked_offset(offset: int) -> None:
    if type(offset) is not int:
        raise WrongType.at("offset", shown(offset), "pass whole seconds", code="not_an_int")
    if not -OFFSET_MAX <= offset <= OFFSET_MAX:
        raise WrongValue.at(
            "offset",
            shown(offset),
            "pass seconds ahead of UTC, within 26 hours either way",
            code="offset_out_of_range",
        )


def checked_zone_name(name: str, where: str) -> str:
    """The name itself if it has the form of a time zone's, such as ``Europe/Paris``."""
    if type(name) is not str or len(name) > _NAME_LENGTH_MAX or not _NAME.fullmatch(name):
        raise WrongValue.at(
            where, shown(name), "use the name of a time zone, such as Europe/Paris", code="not_a_zone_name"
        )
    return name
