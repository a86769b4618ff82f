"""Local days of points, where a zone's table need not reach.

An old purchase, or an end beyond the rulebook's horizon, must not keep a member from their points: before
its table a zone keeps the offset with which it begins, and an end beyond the table is not known yet.

Source: house rule.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from comptoir.values.errors import NoAnswer
from comptoir.values.instants import DAY, EARLIEST, SECOND, Instant
from comptoir.values.periods import Period
from comptoir.values.zones import Zone

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()


def local_day(zone: Zone, at: Instant) -> date:
    """The local day of an instant."""
    if at >= zone.since:
        return zone.local_date(at)
    return date.fromordinal(_EPOCH_DAY + (at + zone.offset * SECOND) // DAY)


def end_of_period(zone: Zone, period: Period, day: date) -> Instant | None:
    """The end of the last day of a period that counts from a day; ``None`` where the table ends before."""
    last = period.counted_from(day)
    try:
        return zone.end_of(last)
    except NoAnswer:
        if last > zone.local_date(zone.since):
            return None
        wall = (last.toordinal() + 1 - _EPOCH_DAY) * DAY
        return Instant(max(wall - zone.offset * SECOND, EARLIEST))
