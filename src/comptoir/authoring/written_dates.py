"""How a person writes a day or an instant in TOML, and which one it is.

Decides that a bare day is its midnight and a bare time a wall time, both in the zone of the rulebook,
and that a time with an offset is what it says. A wall time that does not exist or exists twice is
decided by :meth:`comptoir.values.zones.Zone.instant_of`: the first instant at which the clock shows
it or later. May never know the zone of the machine.

Source: TOML 1.0 for the spellings; the rest is a house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import attrs

from comptoir.authoring.zone_tables import zone_table
from comptoir.values.errors import WrongValue, shown
from comptoir.values.instants import Instant, datetime_of, instant_from_text, instant_of
from comptoir.values.zones import Zone
from comptoir.wire import Document

YEARS: Final = range(1971, 2199)
"""The years of days and wall times that can be written."""

_MARGIN: Final = timedelta(days=3)
_DAY_CURE: Final = "write a day without quotes, such as 2026-11-27"
_INSTANT_CURE: Final = (
    "write a day (2026-11-27), a time in the rulebook's zone (2026-11-27T08:00:00) "
    "or one with its offset (2026-11-27T08:00:00+01:00), without quotes"
)


@attrs.frozen
class WallClock:
    """The clock on the wall of a rulebook's zone, for reading what is written by it.

    >>> from comptoir.values.instants import instant_text
    >>> instant_text(WallClock("Europe/Paris").instant(date(2026, 11, 27)))
    '2026-11-26T23:00:00Z'
    """

    zone: str
    _tables: dict[int, Zone] = attrs.field(factory=dict, init=False, repr=False, eq=False)

    @property
    def spellings(self) -> Mapping[object, Callable[[Document, str], Any]]:
        """What the wire codec reads in place of its canonical texts."""
        return {Instant: self.instant, date: written_day}

    def instant(self, document: Document, where: str = "") -> Instant:
        """The instant that a TOML date, date-time or canonical text names.

        Raises ``WrongValue`` for anything else, for a wall time with a fraction of a second, and
        for a year outside ``YEARS``.
        """
        match document:
            case datetime(tzinfo=None):
                return self._first_showing(document, where)
            case datetime():
                return instant_of(document, where)
            case date():
                return self._first_showing(datetime(document.year, document.month, document.day), where)  # noqa: DTZ001 - a wall time has no zone
            case str() if "T" in document[:11]:
                return instant_from_text(document, where)
            case _:
                raise WrongValue.at(where, _found(document), _INSTANT_CURE, code="not_an_instant")

    def local_date(self, instant: Instant) -> date:
        """The day that the calendar on the wall shows at an instant."""
        return self._table(datetime_of(instant).year).local_date(instant)

    def _first_showing(self, wall: datetime, where: str) -> Instant:
        if wall.microsecond:
            found = f"found {wall.isoformat()}"
            cure = "write whole seconds, or add the offset: 2026-11-27T08:00:00.5+01:00"
            raise WrongValue.at(where, found, cure, code="fraction_of_a_second")
        if wall.year not in YEARS:
            found = f"found {wall.isoformat()}"
            cure = f"write a day of the years {YEARS.start} to {YEARS.stop - 1}"
            raise WrongValue.at(where, found, cure, code="instant_out_of_range")
        seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
        return self._table(wall.year).instant_of(wall.date(), seconds)

    def _table(self, year: int) -> Zone:
        """The table of a year and a little more, made once."""
        if year not in self._tables:
            since, until = (datetime(each, 1, 1, tzinfo=UTC) for each in (year, year + 1))
            self._tables[year] = zone_table(
                self.zone, instant_of(since - _MARGIN), instant_of(until + _MARGIN)
            )
        return self._tables[year]


def written_day(document: Document, where: str = "") -> date:
    """The day that a TOML date names, or a text like ``2026-11-27``.

    Raises ``WrongValue`` for anything else: a time has no place there.
    """
    if isinstance(document, date) and not isinstance(document, datetime):
        return document
    if isinstance(document, str) and len(document) == len("2026-11-27"):
        try:
            return date.fromisoformat(document)
        except ValueError:
            pass
    raise WrongValue.at(where, _found(document), _DAY_CURE, code="not_a_date")


def _found(document: Document) -> str:
    """What was found, a date or time as it is written in TOML."""
    return f"found {document.isoformat()}" if hasattr(document, "isoformat") else shown(document)
