"""The zones and calendars that an answer may consult, by name.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import Any, Final

import attrs

from comptoir.values.calendars import Calendar
from comptoir.values.errors import NoAnswer
from comptoir.values.moments import Findings
from comptoir.values.zones import Zone

ANSWERS_REMEMBERED: Final = 4_096
"""Answers from zones and calendars that are remembered."""


@attrs.frozen
class Almanac:
    """Zone tables and calendars, found by their names; what is missing is said, never replaced."""

    zones: tuple[Zone, ...]
    calendars: tuple[Calendar, ...]

    def zone(self, name: str) -> Zone:
        """The zone of that name; ``NoAnswer`` if its table is missing."""
        found = self._zones.get(name)
        if found is None:
            cure = "list it under zones in the rulebook and seal again"
            raise NoAnswer.at("zone", f"found no table of {name}", cure, code="no_zone_table")
        return found

    def calendar(self, id_: str) -> Calendar:
        """The calendar of that id; ``NoAnswer`` if it is missing."""
        found = self._calendars.get(id_)
        if found is None:
            cure = "add it under [calendars] in the rulebook and seal again"
            raise NoAnswer.at("calendar", f"found no calendar {id_}", cure, code="no_calendar")
        return found

    @cached_property
    def found(self) -> Findings[Hashable, Any]:
        """What was found in these tables for earlier questions, by all that was asked but the moment."""
        return Findings(ANSWERS_REMEMBERED)

    @cached_property
    def _zones(self) -> Mapping[str, Zone]:
        return {zone.name: zone for zone in self.zones}

    @cached_property
    def _calendars(self) -> Mapping[str, Calendar]:
        return {calendar.id: calendar for calendar in self.calendars}
