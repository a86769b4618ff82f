"""What a sealed rulebook knows of time: for which years its zones and holidays are written out.

Decides how far the tables reach beyond the rulebook's own window, the same for zones and calendars.
May never decide what a zone or a calendar says: that is taken from named releases.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

import attrs

from comptoir.authoring.holiday_calendars import holiday_calendar
from comptoir.authoring.source import CalendarSource, Horizon
from comptoir.authoring.written_dates import WallClock
from comptoir.authoring.zone_tables import zone_table
from comptoir.values.calendars import Calendar
from comptoir.values.errors import ComptoirError, Fault
from comptoir.values.instants import Instant, instant_of
from comptoir.values.zones import Zone

YEARS_BEFORE: Final = 3
"""Whole years before the one in which a rulebook starts: what was bought then comes back now, counts
for a member's level, or is asked about."""
YEARS_AFTER: Final = 3
"""Whole years after the one in which a rulebook ends.

What is sold on its last day has deadlines of its own: two years of legal guarantee in the European
Union, six months more after a repair, and the working days that a period runs on.
"""

_MARGIN: Final = timedelta(days=2)
"""So that every local day of the calendars lies in the table of every zone."""


@attrs.frozen
class Span:
    """The whole local years ``[since, until)`` for which zones and calendars are written out."""

    since: date
    until: date

    @classmethod
    def around(cls, valid: Horizon, clock: WallClock) -> Span:
        """The span for a rulebook's window, its years counted by its own clock.

        >>> from comptoir.values.instants import instant_from_text
        >>> edges = [instant_from_text(f"{year}-01-01T00:00:00+01:00") for year in (2026, 2028)]
        >>> span = Span.around(Horizon(*edges), WallClock("Europe/Paris"))
        >>> str(span.since), str(span.until)
        ('2023-01-01', '2031-01-01')
        """
        first = clock.local_date(valid.from_).year
        last = clock.local_date(Instant(valid.until - 1)).year
        return cls(date(first - YEARS_BEFORE, 1, 1), date(last + YEARS_AFTER + 1, 1, 1))

    def zones(self, names: Iterable[str]) -> tuple[Zone, ...]:
        """The tables of the zones named, in that order."""
        since, until = _midnight(self.since) - _MARGIN, _midnight(self.until) + _MARGIN
        return tuple(zone_table(name, instant_of(since), instant_of(until)) for name in names)

    def calendars(
        self, sources: Mapping[str, CalendarSource]
    ) -> tuple[tuple[Calendar, ...], tuple[Fault, ...]]:
        """The calendars that can be resolved, in the order of their names, and the faults of the others."""
        resolved: list[Calendar] = []
        faults: list[Fault] = []
        for name, source in sorted(sources.items()):
            try:
                resolved.append(self._calendar(name, source))
            except ComptoirError as error:
                faults.extend(_written(fault).under(f"calendars.{name}") for fault in error.faults)
        return tuple(resolved), tuple(faults)

    def _calendar(self, name: str, source: CalendarSource) -> Calendar:
        return holiday_calendar(
            id=name,
            country=source.country.text,
            subdivision=source.subdivision,
            since=self.since,
            until=self.until,
            weekend=source.weekend_iso,
            closures=source.closures,
        )


def _written(fault: Fault) -> Fault:
    """The fault at a place that the author wrote: the span is no field of a calendar."""
    return attrs.evolve(fault, where="country") if fault.where in {"since", "until"} else fault


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
