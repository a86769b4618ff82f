"""What conditions may know of the instant: days and times by clocks of the rulebook's zones.

A day begins at the first instant at which the clock shows it or a later one, and so does each time of
it: where clocks are set back, no day and no time begins again. Every look notes the instant at which it
may come out otherwise.

Source: house rule (laws P4 and Q5); what a wall time means is decided in ``values.zones``.
"""

from __future__ import annotations

from datetime import date

import attrs

from comptoir.values.almanac import Almanac
from comptoir.values.days import ONE_DAY, months_after
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import DAY_MINUTES, Hours
from comptoir.values.windows import Window
from comptoir.values.zones import Zone


@attrs.frozen
class WallClocks:
    """The clocks at a moment: those of the rulebook's ``zone``, or of any that the almanac has.

    Looking at a zone raises ``NoAnswer`` if its table is missing or does not reach.
    """

    moment: Moment
    almanac: Almanac
    zone: str

    def is_in(self, window: Window) -> bool:
        """Whether the instant lies in a window."""
        return self.moment.is_in(window)

    def is_within(self, hours: Hours, zone: str | None) -> bool:
        """Whether these hours of the day have begun and are not over, in a zone or the rulebook's own."""
        table = self._table(zone)
        today = self._day(table)
        tomorrow = table.instant_of(today + ONE_DAY)
        if not self.moment.reaches(table.instant_of(today, hours.from_ * 60)):
            return False
        over = tomorrow if hours.until == DAY_MINUTES else table.instant_of(today, hours.until * 60)
        if not self.moment.reaches(over):
            return True
        self.moment.reaches(tomorrow)
        return False

    def weekday(self, zone: str | None) -> int:
        """The day of the week in a zone or the rulebook's own, Monday being 0."""
        table = self._table(zone)
        today = self._day(table)
        self.moment.reaches(table.instant_of(today + ONE_DAY))
        return today.weekday()

    def month(self, zone: str | None) -> int:
        """The month in a zone or the rulebook's own, January being 1."""
        table = self._table(zone)
        today = self._day(table)
        self.moment.reaches(table.instant_of(months_after(today.replace(day=1), 1)))
        return today.month

    def _table(self, zone: str | None) -> Zone:
        return self.almanac.zone(self.zone if zone is None else zone)

    def _day(self, table: Zone) -> date:
        """The day that has begun last."""
        at = self.moment.at
        day = table.local_date(at)
        while table.instant_of(day + ONE_DAY) <= at:  # the clocks were set back over midnight
            day += ONE_DAY
        return day
