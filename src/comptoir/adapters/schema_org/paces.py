"""How long a service takes, in the words of schema.org: business days, one cut-off, handling, transit.

Of several sources, cut-offs and seasons the slowest is said: what is promised for an order is never later.
Holidays have no word: what counts are business days, and a holiday is none.

Source: schema.org ServicePeriod, ShippingDeliveryTime; one cut-off for all days of the week, as its issue
2755 has found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta

import attrs

from comptoir.adapters.schema_org.unsaid import Notes
from comptoir.delivery.rules import Dispatch, Season, Shipped
from comptoir.facts.places import Places
from comptoir.values.almanac import Almanac
from comptoir.values.days import WEEKDAY_NAMES
from comptoir.values.errors import NoAnswer
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import TimeOfDay
from comptoir.values.zones import Zone
from comptoir.wire.canonical import Document

Days = tuple[int, int]
"""At least, and at most."""


@attrs.frozen(kw_only=True)
class Pace:
    """On which days of the week goods leave and arrive, how many of them pass, and the cut-off.

    ``both`` are the days of the week on which goods may leave and arrive. ``transit`` is ``None`` where the
    customer chooses the day.
    """

    leaving: tuple[str, ...]
    arriving: tuple[str, ...]
    cut_off: str
    handling: Days
    transit: Days | None
    both: tuple[Days, Days] | None

    def handling_time(self) -> Document:
        """From the order until goods leave."""
        return {**_period(self.leaving, self.handling), "cutoffTime": self.cut_off}

    def transit_time(self) -> Document | None:
        """From there until they arrive."""
        return None if self.transit is None else _period(self.arriving, self.transit)

    def delivery_time(self) -> Document | None:
        """All of it, for those who know one set of business days; ``None`` if there is no such day."""
        if self.both is None:
            return None
        days = [name for name in self.leaving if name in self.arriving]
        return {
            "@type": "ShippingDeliveryTime",
            "businessDays": {"@type": "OpeningHoursSpecification", "dayOfWeek": _weekdays(days)},
            "cutoffTime": self.cut_off,
            "handlingTime": _days(self.both[0]),
            "transitTime": _days(self.both[1]),
        }


def _period(days: Sequence[str], count: Days) -> dict[str, Document]:
    return {"@type": "ServicePeriod", "businessDays": _weekdays(days), "duration": _days(count)}


def _days(count: Days) -> Document:
    least, most = count
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}


def _weekdays(names: Sequence[str]) -> list[str]:
    return [f"https://schema.org/{name.capitalize()}" for name in names]


@attrs.frozen(kw_only=True)
class Clock:
    """Where and when it is looked at: the sources, the calendars, and the moment that notes what changes."""

    places: Places
    almanac: Almanac
    moment: Moment

    def zone_of(self, entry: Dispatch) -> Zone:
        """The time zone of a source, each of whose changes ahead is noted."""
        zone = self.almanac.zone(self.places.sources[entry.source].zone)
        for change in zone.changes:
            self.moment.reaches(change.at)
        return zone

    def passes(self, zone: Zone, day: date) -> bool:
        """Whether a day has begun."""
        if day <= zone.local_date(self.moment.at):
            return True
        with suppress(NoAnswer):  # further ahead than the table, and so than the rulebook
            self.moment.reaches(zone.instant_of(day))
        return False


def pace(way: Shipped, lead: int, clock: Clock, notes: Notes) -> Pace | None:
    """How long a service takes, ``lead`` days of making included; ``None`` if no day of the week fits all."""
    leaving = _common([_weekdays_of(entry) for entry in way.dispatch])
    carried = _working(clock.almanac, way.carrier)
    arriving = tuple(name for name in carried if not way.delivers_on or name in way.delivers_on)
    if not leaving or not arriving:
        notes.say("deliveryTime", "no day of the week is one for all its sources, or for its carrier")
        return None
    seasons = [season for season in way.seasons if _counts(season, way, lead, clock)]
    handling = _handling(way, leaving, seasons, lead)
    transit = _transit(way, carried, arriving, seasons)
    _say_what_is_lost(way, lead, seasons, clock, notes)
    found = Pace(
        leaving=leaving,
        arriving=arriving,
        cut_off=_cut_off(way, seasons, clock, notes),
        handling=handling,
        transit=transit,
        both=None,
    )
    if way.slots:
        return attrs.evolve(found, transit=None)
    both = tuple(name for name in leaving if name in arriving)
    counted = (
        _from_nothing(handling, is_same=both == leaving),
        _from_nothing(transit, is_same=both == carried),
    )
    return attrs.evolve(found, both=counted) if both else found


def _from_nothing(count: Days, *, is_same: bool) -> Days:
    """Days of fewer days of the week: there may be none of them within the least."""
    least, most = count
    return (least if is_same else 0, most)


def _weekdays_of(entry: Dispatch) -> tuple[str, ...]:
    return tuple(name for name in WEEKDAY_NAMES if name in entry.cut_off)


def _common(weeks: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for name in WEEKDAY_NAMES if all(name in week for week in weeks))


def _working(almanac: Almanac, calendar: str) -> tuple[str, ...]:
    weekend = almanac.calendar(calendar).weekend
    return tuple(name for number, name in enumerate(WEEKDAY_NAMES, 1) if number not in weekend)


def _counts(season: Season, way: Shipped, lead: int, clock: Clock) -> bool:
    """Whether an order of now, or of before the season is noted to begin, may be dispatched in it."""
    handling = max(entry.handling for entry in way.dispatch)
    reach = timedelta(days=lead + 14 + 7 * (handling + season.handling + 1))
    zones = [clock.zone_of(entry) for entry in way.dispatch]
    return any(
        clock.passes(zone, season.from_ - reach) and not clock.passes(zone, season.until) for zone in zones
    )


def _handling(way: Shipped, leaving: tuple[str, ...], seasons: Sequence[Season], lead: int) -> Days:
    more = lead + sum(season.handling for season in seasons)
    is_same = all(_weekdays_of(entry) == leaving for entry in way.dispatch)
    least = min(entry.handling for entry in way.dispatch) if is_same else 0
    return least, max(entry.handling for entry in way.dispatch) + more


def _transit(
    way: Shipped, carried: tuple[str, ...], arriving: tuple[str, ...], seasons: Sequence[Season]
) -> Days:
    """Counted in the days on which goods arrive, which may be fewer than those on which they travel."""
    transits = [entry.transit or way.transit for entry in way.dispatch]
    least = min(transit.least for transit in transits)
    most = max(transit.most for transit in transits) + sum(season.transit for season in seasons)
    leave = {name for entry in way.dispatch for name in entry.cut_off}
    leave |= {name for season in seasons for name in season.cut_off}
    return (
        least if carried == arriving else min(least, 1),
        most if most or leave <= set(arriving) else 1,
    )


def _cut_off(way: Shipped, seasons: Sequence[Season], clock: Clock, notes: Notes) -> str:
    """The earliest of all cut-offs, with the offset of now."""
    found = {
        (time.minutes * 60 - offset, offset)
        for entry in way.dispatch
        for offset in [clock.zone_of(entry).offset_at(clock.moment.at)]
        for time in (*entry.cut_off.values(), *_of_seasons(seasons))
    }
    utc, offset = min(found)
    if len(found) > 1:
        notes.say("cutoffTime", "its cut-offs differ by day, source or season: the earliest is said")
    return f"{TimeOfDay((utc + offset) // 60).to_text()}:00{_offset_text(offset)}"


def _of_seasons(seasons: Sequence[Season]) -> Iterator[TimeOfDay]:
    for season in seasons:
        yield from season.cut_off.values()


def _offset_text(offset: int) -> str:
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def _say_what_is_lost(way: Shipped, lead: int, seasons: Sequence[Season], clock: Clock, notes: Notes) -> None:
    calendars = {way.carrier, *(clock.places.sources[entry.source].calendar for entry in way.dispatch)}
    if any(clock.almanac.calendar(name).holidays for name in calendars):
        notes.say("businessDays", "holidays have no word: they are no business days")
    if len(way.dispatch) > 1:
        notes.say("handlingTime", "it has several sources: the slowest is said")
    if lead:
        notes.say("handlingTime", f"goods made to order take {lead} days more: they are added")
    for season in seasons:
        notes.say("transitTime", f"the season {season.id} is near: what it adds is added all the time")
    if way.slots:
        notes.say("transitTime", "the customer chooses the day: it is left out")
