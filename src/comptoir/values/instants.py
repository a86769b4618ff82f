"""A point on the world's time line, as an integer.

Inside, an instant is the number of microseconds since 1970-01-01T00:00:00Z: it compares, hashes
and travels the same on every machine, and two 02:30 of an autumn night are two numbers. At the
boundary it is an aware ``datetime`` (pendulum's or any other). Nothing here reads a clock or knows
a time zone's rules.

Source: ISO 8601 for the text form; the bounds are a house rule.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final, NewType

import pendulum

from comptoir.values.errors import WrongType, WrongValue, quoted, shown

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00:00Z."""

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
EARLIEST: Final = Instant(0)
"""1970-01-01T00:00:00Z, the first instant that can be named."""
LATEST: Final = Instant((date(2200, 1, 1).toordinal() - date(1970, 1, 1).toordinal()) * DAY)
"""2200-01-01T00:00:00Z, the last instant that can be named."""

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_TEXT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:Z|([+-])(\d\d):(\d\d))",
    re.ASCII,
)
_CURE = "write an instant with its offset, such as 2026-12-04T18:05:00+01:00 or …T17:05:00Z"


def instant_of(moment: datetime, where: str = "at") -> Instant:
    """The instant that an aware ``datetime`` names; a naive one is refused, never guessed.

    >>> instant_of(pendulum.datetime(1970, 1, 2, tz="UTC"))
    86400000000
    """
    if not isinstance(moment, datetime):
        raise WrongType.at(
            where,
            shown(moment),
            'pass an aware datetime, such as pendulum.datetime(2026, 12, 4, tz="Europe/Paris")',
            code="not_a_datetime",
        )
    offset = moment.utcoffset()
    if offset is None:
        raise WrongValue.at(
            where,
            f"found {moment.isoformat()}, which names no time zone",
            'say whose time it is, such as pendulum.datetime(…, tz="Europe/Paris")',
            code="naive_datetime",
        )
    seconds = (
        (moment.toordinal() - _EPOCH_DAY) * 86_400 + moment.hour * 3600 + moment.minute * 60 + moment.second
    )
    micros = seconds * SECOND + moment.microsecond - _micros(offset)
    return checked_instant(micros, where)


def to_instant(moment: Instant | datetime) -> Instant:
    """A public instant as a value, for attrs fields: an aware ``datetime``, or an ``Instant`` as it is."""
    return instant_of(moment) if isinstance(moment, datetime) else moment


def checked_instant(micros: int, where: str = "") -> Instant:
    """The integer as an instant, if it lies between 1970 and 2200."""
    if type(micros) is not int:
        raise WrongType.at(where, shown(micros), "pass what instant_of() gives", code="not_an_instant")
    if not EARLIEST <= micros <= LATEST:
        raise WrongValue.at(
            where,
            f"found an instant {quoted(micros)} microseconds from 1970",
            "name an instant between 1970-01-01 and 2200-01-01",
            code="instant_out_of_range",
        )
    return Instant(micros)


def datetime_of(instant: Instant) -> pendulum.DateTime:
    """The instant as an aware ``pendulum.DateTime`` in UTC."""
    days, rest = divmod(instant, DAY)
    day = date.fromordinal(_EPOCH_DAY + days)
    seconds, micros = divmod(rest, SECOND)
    return pendulum.datetime(
        day.year,
        day.month,
        day.day,
        seconds // 3600,
        seconds // 60 % 60,
        seconds % 60,
        micros,
        tz="UTC",
    )


def instant_text(instant: Instant) -> str:
    """The one canonical text of an instant, in UTC, with no more digits than it needs.

    >>> instant_text(Instant(86_400_500_000))
    '1970-01-02T00:00:00.5Z'
    """
    days, rest = divmod(instant, DAY)
    seconds, micros = divmod(rest, SECOND)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    fraction = f".{micros:06}".rstrip("0") if micros else ""
    return f"{date.fromordinal(_EPOCH_DAY + days).isoformat()}T{clock}{fraction}Z"


def instant_from_text(text: str, where: str = "") -> Instant:
    """Read ``2026-12-04T18:05:00+01:00`` or ``…Z``; a text without an offset is refused.

    >>> instant_text(instant_from_text("2026-12-04T18:05:00+01:00"))
    '2026-12-04T17:05:00Z'
    """
    if not isinstance(text, str):
        raise WrongType.at(where, shown(text), _CURE, code="not_a_text")
    match = _TEXT.fullmatch(text) if len(text) <= 32 else None
    if match is None:
        raise WrongValue.at(where, shown(text), _CURE, code="not_an_instant")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    fraction, sign, off_hours, off_minutes = match.groups()[6:]
    try:
        ordinal = date(year, month, day).toordinal()
    except ValueError:
        ordinal = 0
    if not ordinal or hour > 23 or minute > 59 or second > 59:
        raise WrongValue.at(where, shown(text), "name a day and a time that exist", code="no_such_time")
    offset = 0
    if sign:
        if int(off_hours) > 23 or int(off_minutes) > 59:
            raise WrongValue.at(where, shown(text), _CURE, code="not_an_instant")
        offset = (int(off_hours) * 3600 + int(off_minutes) * 60) * (1 if sign == "+" else -1)
    seconds = (ordinal - _EPOCH_DAY) * 86_400 + hour * 3600 + minute * 60 + second - offset
    return checked_instant(seconds * SECOND + int((fraction or "").ljust(6, "0")), where)


def _micros(span: timedelta) -> int:
    return (span.days * 86_400 + span.seconds) * SECOND + span.microseconds
