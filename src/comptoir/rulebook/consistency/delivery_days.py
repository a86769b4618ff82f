"""Whether there is a day for everything: on which goods leave, are delivered, and a store opens.

A calendar that is not there is another's fault; of rules that need it, nothing is said here.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from comptoir.delivery.rules import DeliveryRules, Dispatch, Season, Shipped, To, Transfer
from comptoir.facts.places import Places, Store
from comptoir.values.calendars import Calendar
from comptoir.values.days import ONE_DAY, WEEKDAY_NAMES, weekday_name
from comptoir.values.errors import Fault


def day_faults(delivery: DeliveryRules, places: Places, calendars: Iterable[Calendar]) -> Iterator[Fault]:
    """Each rule that never finds its day, and each day that no rule can reach: stores first."""
    days = _Days({calendar.id: calendar for calendar in calendars}, places)
    for index, store in enumerate(places.stores):
        yield from days.store(f"places.stores[{index}]", store)
    for index, service in enumerate(delivery.services):
        where = f"delivery.services[{index}].way"
        if isinstance(service.way, Shipped):
            yield from days.shipped(f"{where}.shipped", service.way)
        elif service.way.transfer is not None:
            place = f"{where}.collected.transfer"
            yield from days.dispatch(f"{place}.dispatch", service.way.transfer.dispatch, ())
            yield from days.brought(place, service.way.transfer, service.way.stores)


@attrs.frozen
class _Days:
    calendars: Mapping[str, Calendar]
    places: Places

    def store(self, where: str, store: Store) -> Iterator[Fault]:
        """A store that never opens, or knows of days that do not come."""
        calendar = self.calendars.get(store.calendar)
        if calendar is None:
            return
        if not any(store.opening_on(day, calendar) for day in _days(calendar)):
            found = f"found no day on which {store.id} opens, in the calendar {calendar.id}"
            yield Fault("never_open", f"{where}.opening", found, "write hours of a day that is no holiday")
        for index, special in enumerate(store.special):
            if not calendar.since <= special.day < calendar.until:
                found = f"found {special.day.isoformat()}, outside the calendar {calendar.id}"
                cure = f"name a day from {calendar.since.isoformat()} to before {calendar.until.isoformat()}"
                yield Fault("day_outside_calendar", f"{where}.special[{index}].day", found, cure)

    def shipped(self, where: str, way: Shipped) -> Iterator[Fault]:
        """What never leaves or arrives, and a season or a slot that changes nothing."""
        for index, dispatch in enumerate(way.dispatch):
            yield from self.dispatch(f"{where}.dispatch[{index}]", dispatch, way.seasons)
        for index, season in enumerate(way.seasons):
            yield from self._season(f"{where}.seasons[{index}]", season)
        delivered = self._delivered(way)
        if not delivered:
            found = f"found {', '.join(way.delivers_on)}, never worked in the calendar {way.carrier}"
            cure = "name a day on which the carrier works, or leave it out"
            yield Fault("never_delivered", f"{where}.delivers_on", found, cure)
            return
        yield from _slots(where, way, delivered)

    def dispatch(self, where: str, dispatch: Dispatch, seasons: tuple[Season, ...]) -> Iterator[Fault]:
        """A source from which nothing ever leaves."""
        source = self.places.sources.get(dispatch.source)
        calendar = None if source is None else self.calendars.get(source.calendar)
        if calendar is None:
            return
        cut_offs = {*dispatch.cut_off, *(name for season in seasons for name in season.cut_off)}
        if not any(weekday_name(day) in cut_offs and not calendar.holiday(day) for day in _days(calendar)):
            found = f"found no day on which anything leaves {dispatch.source}, in its calendar {calendar.id}"
            cure = "write the cut-off of a day of the week that is worked"
            yield Fault("never_dispatched", f"{where}.cut_off", found, cure)

    def brought(self, where: str, transfer: Transfer, stores: Iterable[str]) -> Iterator[Fault]:
        """A store that never opens on a day on which the carrier could bring something."""
        carrier = self.calendars.get(transfer.carrier)
        for id_ in stores:
            store = self.places.by_id.get(id_)
            calendar = None if store is None else self.calendars.get(store.calendar)
            if carrier is None or store is None or calendar is None:
                continue
            worked = (day for day in _days(calendar) if carrier.since <= day < carrier.until)
            if not any(carrier.is_working(day) and store.opening_on(day, calendar) for day in worked):
                found = f"found no day on which {transfer.carrier} works and {id_} opens"
                cure = "name a carrier's calendar with days on which the store opens"
                yield Fault("never_brought", f"{where}.carrier", found, cure)

    def _season(self, where: str, season: Season) -> Iterator[Fault]:
        if not (season.cut_off or season.handling or season.transit):
            cure = "write a cut-off, handling or transit of the season, or leave the season out"
            yield Fault("idle_season", where, f"found {season.id}, which changes nothing", cure)
        every = self.calendars.values()
        if not any(season.from_ < calendar.until and calendar.since < season.until for calendar in every):
            found = f"found {season.from_.isoformat()} to {season.until.isoformat()}, outside every calendar"
            cure = "name days of the years for which the rulebook answers"
            yield Fault("day_outside_calendar", f"{where}.from", found, cure)

    def _delivered(self, way: Shipped) -> frozenset[str]:
        """The days of the week on which a service delivers: all that it names if its carrier is not there."""
        named = frozenset(way.delivers_on or WEEKDAY_NAMES)
        carrier = self.calendars.get(way.carrier)
        if carrier is None:
            return named
        hoped = named - {WEEKDAY_NAMES[day - 1] for day in carrier.weekend}
        found: set[str] = set()
        for day in _days(carrier):
            if hoped <= found:
                break
            if carrier.is_working(day):
                found.add(weekday_name(day))
        return named & found


def _slots(where: str, way: Shipped, delivered: frozenset[str]) -> Iterator[Fault]:
    """Slots that nobody can choose, or that are there twice."""
    if way.slots and way.to is not To.DOOR:
        cure = "bring goods by appointment to a door, or leave the slots out"
        yield Fault("slots_at_a_point", f"{where}.slots", f"found slots at a {way.to.value}", cure)
    seen: set[tuple[str, object]] = set()
    for index, rule in enumerate(way.slots):
        place = f"{where}.slots[{index}]"
        if delivered.isdisjoint(rule.on):
            found = f"found {', '.join(rule.on)}, on which nothing is delivered"
            yield Fault("never_delivered", f"{place}.on", found, f"use {_listed(delivered)}")
        for day in rule.on:
            if (day, rule.hours) in seen:
                found = f"found {day} {rule.hours.to_text()} a second time"
                yield Fault("duplicate_slot", place, found, "write each slot once")
            seen.add((day, rule.hours))


def _listed(days: frozenset[str]) -> str:
    return ", ".join(name for name in WEEKDAY_NAMES if name in days)


def _days(calendar: Calendar) -> Iterator[date]:
    """The days for which a calendar answers."""
    return (calendar.since + ahead * ONE_DAY for ahead in range((calendar.until - calendar.since).days))
