"""Countries and stores: whose clock and whose holidays count where.

Goods are delivered to countries, collected in stores, and come back to stores, whichever channel sold
them.

Source: schema.org Store and OpeningHoursSpecification for the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Final

import attrs

from comptoir.facts.handovers import Deliver, Handover, Place
from comptoir.facts.postal_index import PostalIndex
from comptoir.facts.products import identifiers
from comptoir.facts.territories import PlaceZone
from comptoir.facts.wheres import Spot
from comptoir.values.calendars import Calendar
from comptoir.values.collections import frozen_mapping, tuple_of
from comptoir.values.days import checked_day, weekday_name
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_country, checked_identifier, checked_text
from comptoir.values.times_of_day import Hours, Opening, by_weekday, to_opening
from comptoir.values.zones import checked_zone_name


@attrs.frozen(kw_only=True)
class Region:
    """A part of a country, the zone ``of`` the rulebook's places, that has days or a clock of its own.

    What is left out is the country's: Alsace and Moselle have holidays of their own, La Réunion a clock too.
    """

    of: str
    zone: str | None = None
    calendar: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.of, "of")
        if self.zone is not None:
            checked_zone_name(self.zone, "zone")
        if self.calendar is not None:
            checked_identifier(self.calendar, "calendar")
        if self.zone is None and self.calendar is None:
            cure = "give it a zone or a calendar of its own, or leave it out"
            raise WrongValue.at("calendar", "found neither a zone nor a calendar", cure, code="idle_region")


def _regions(regions: Iterable[Region]) -> tuple[Region, ...]:
    return tuple_of(Region, regions, "regions")


@attrs.frozen(kw_only=True, cache_hash=True)  # promises are remembered by it
class Country:
    """Whose days count in a country: a time zone, and a calendar (of the rulebook) of its holidays.

    The first of the ``regions`` in which a place lies decides there.
    """

    zone: str
    calendar: str
    regions: tuple[Region, ...] = attrs.field(default=(), converter=_regions)

    def __attrs_post_init__(self) -> None:
        checked_zone_name(self.zone, "zone")
        checked_identifier(self.calendar, "calendar")


@attrs.frozen(kw_only=True, cache_hash=True)  # promises are remembered by it
class Warehouse:
    """A place from which goods are sent: its time zone, and its calendar of closed days.

    The weekend of the ``calendar`` is not looked at: the cut-offs of a service say on which days of the week
    it dispatches.
    """

    id: str
    name: str
    place: Place
    zone: str
    calendar: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.name, "name")
        checked_type(Place, self.place, "place", 'pass Place("FR", "69007")')
        checked_zone_name(self.zone, "zone")
        checked_identifier(self.calendar, "calendar")


def _opening(opening: Mapping[str, Opening | Hours]) -> Mapping[str, Opening]:
    return by_weekday({day: to_opening(hours) for day, hours in opening.items()}, "opening")


def _that_day(opening: Opening | Hours | None) -> Opening | None:
    return None if opening is None else to_opening(opening)


@attrs.frozen(kw_only=True)
class SpecialDay:
    """A day on which a store keeps other hours than its own: either its ``opening``, or why it is ``closed``.

    >>> SpecialDay(day=date(2026, 12, 20), opening=Hours.from_text("10:00-18:00")).opening.to_text()
    '10:00-18:00'
    """

    day: date
    opening: Opening | None = attrs.field(default=None, converter=_that_day)
    closed: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_day(self.day, "day")
        if (self.opening is None) is (self.closed is None):
            found = "found neither" if self.opening is None else "found both"
            cure = 'write either opening = "10:00-18:00" or closed = "stocktaking"'
            raise WrongValue.at("opening", found, cure, code="not_a_special_day")
        if self.opening is not None:
            checked_type(Opening, self.opening, "opening", 'pass Opening.from_text("10:00-18:00")')
        if self.closed is not None:
            checked_text(self.closed, "closed")


def _pays_out(pays_out: Iterable[str]) -> tuple[str, ...]:
    return identifiers(pays_out, "pays_out")


def _special(special: Iterable[SpecialDay]) -> tuple[SpecialDay, ...]:
    written = tuple_of(SpecialDay, special, "special")
    days = [each.day for each in written]
    for index, day in enumerate(days):
        if day in days[:index]:
            cure = "name each day once"
            found = f"found {day.isoformat()} twice"
            raise WrongValue.at(f"special[{index}]", found, cure, code="duplicate_day")
    return tuple(sorted(written, key=lambda each: each.day))


@attrs.frozen(kw_only=True, cache_hash=True)  # promises are remembered by it
class Store:
    """A store's place, time zone, calendar of closed days, and opening hours by day of the week.

    A day of the week without hours is closed, and so is a holiday of the ``calendar`` (a calendar of
    the rulebook; its weekend is not looked at: the hours say which days are worked). ``special`` days
    replace both. ``entity`` is the legal entity that runs it, if that is not the seller. A refund is paid out
    by the means in ``pays_out``; by any, if it is empty.
    """

    id: str
    name: str
    place: Place
    zone: str
    calendar: str
    entity: str | None = None
    pays_out: tuple[str, ...] = attrs.field(default=(), converter=_pays_out)
    opening: Mapping[str, Opening] = attrs.field(converter=_opening)
    special: tuple[SpecialDay, ...] = attrs.field(default=(), converter=_special)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.name, "name")
        if self.entity is not None:
            checked_identifier(self.entity, "entity")
        checked_type(Place, self.place, "place", 'pass Place("FR", "69003")')
        checked_zone_name(self.zone, "zone")
        checked_identifier(self.calendar, "calendar")
        for day, opening in self.opening.items():
            checked_type(Opening, opening, f"opening.{day}", 'pass Opening.from_text("10:00-19:00")')
        if not self.opening:
            cure = 'write the hours of a day, such as { monday = "10:00-19:00" }'
            raise WrongValue.at("opening", "found no opening hours", cure, code="never_open")

    def opening_on(self, day: date, calendar: Calendar) -> Opening | None:
        """When it is open on a day; ``None`` if it is closed. ``calendar`` is its own.

        Raises ``NoAnswer`` beyond that.
        """
        if special := self._by_day.get(day):
            return special.opening
        return None if calendar.holiday(day) else self.opening.get(weekday_name(day))

    def closed_for(self, day: date, calendar: Calendar) -> str | None:
        """What closes it on a day on which it is closed; ``None`` if that is its week."""
        if special := self._by_day.get(day):
            return special.closed
        holiday = calendar.holiday(day)
        return None if holiday is None else holiday.name

    @cached_property
    def _by_day(self) -> Mapping[date, SpecialDay]:
        return {each.day: each for each in self.special}


def _countries(countries: Mapping[str, Country]) -> Mapping[str, Country]:
    return frozen_mapping(countries, "countries")


def _stores(stores: Iterable[Store]) -> tuple[Store, ...]:
    return tuple_of(Store, stores, "stores")


def _warehouses(warehouses: Iterable[Warehouse]) -> tuple[Warehouse, ...]:
    return tuple_of(Warehouse, warehouses, "warehouses")


def _zones(zones: Iterable[PlaceZone]) -> tuple[PlaceZone, ...]:
    return tuple_of(PlaceZone, zones, "zones")


SPOTS_REMEMBERED: Final = 4_096
"""Places, and ways of hand-over, of which it is remembered in which zones they lie."""
ZONES_REMEMBERED: Final = 1_024
"""Sets of zones of which it is remembered which countries they have a part of."""


@attrs.frozen(kw_only=True)
class Places:
    """The countries that are served, by their code of ISO 3166-1, stores, warehouses, and zones of places.

    A ``source`` of goods is a warehouse or a store, by its id.
    """

    countries: Mapping[str, Country] = attrs.field(factory=dict, converter=_countries)
    stores: tuple[Store, ...] = attrs.field(default=(), converter=_stores)
    warehouses: tuple[Warehouse, ...] = attrs.field(default=(), converter=_warehouses)
    zones: tuple[PlaceZone, ...] = attrs.field(default=(), converter=_zones)

    def __attrs_post_init__(self) -> None:
        for code, country in self.countries.items():
            checked_country(code, f"countries.{code}")
            checked_type(Country, country, f"countries.{code}", "pass a Country")

    @cached_property
    def by_id(self) -> Mapping[str, Store]:
        """The stores by their id."""
        return {store.id: store for store in self.stores}

    @cached_property
    def sources(self) -> Mapping[str, Warehouse | Store]:
        """Where goods can be sent from, by id."""
        found: tuple[Warehouse | Store, ...] = (*self.stores, *self.warehouses)
        return {each.id: each for each in found}

    @cached_property
    def _index(self) -> PostalIndex:
        return PostalIndex.of(self.zones)

    def zones_around(self, place: Place) -> frozenset[str]:
        """The zones, by id, in which a place lies; it is found alike among twenty and among thousands."""
        zones = self._around.get(place)
        if zones is None:
            if len(self._around) >= SPOTS_REMEMBERED:
                self._around.clear()
            self._around[place] = zones = self._index.around(place)
        return zones

    @cached_property
    def _around(self) -> dict[Place, frozenset[str]]:
        return {}

    def countries_in(self, zones: frozenset[str]) -> frozenset[str]:
        """The countries of which some part lies in one of the zones (ids)."""
        countries = self._countries_in.get(zones)
        if countries is None:
            if len(self._countries_in) >= ZONES_REMEMBERED:
                self._countries_in.clear()
            parts = (part for zone in self.zones if zone.id in zones for part in zone.territories)
            self._countries_in[zones] = countries = frozenset(part.country for part in parts)
        return countries

    @cached_property
    def _countries_in(self) -> dict[frozenset[str], frozenset[str]]:
        return {}

    def days_at(self, place: Place) -> Country:
        """Whose days count at a place of one of the countries: the country's, or those of its region."""
        country = self.countries[place.country]
        zones = self.zones_around(place) if country.regions else ()
        for region in country.regions:
            if region.of in zones:
                return Country(zone=region.zone or country.zone, calendar=region.calendar or country.calendar)
        return country

    def days_of(self, handover: Handover) -> Country | None:
        """Whose days count where goods are handed over; ``None`` where that is not known."""
        if not isinstance(handover, Deliver):
            store = self.by_id.get(handover.store)
            return None if store is None else Country(zone=store.zone, calendar=store.calendar)
        place = handover.place if handover.point is None else handover.point.place
        return self.days_at(place) if place.country in self.countries else None

    def public_days_of(self, handover: Handover) -> Country | None:
        """Whose days the law counts where goods are handed over: not those on which a store is closed.

        ``None`` where that is not known.
        """
        if isinstance(handover, Deliver):
            return self.days_of(handover)
        store = self.by_id.get(handover.store)
        is_known = store is not None and store.place.country in self.countries
        return self.days_at(store.place) if store is not None and is_known else None

    def country_of(self, handover: Handover) -> str | None:
        """The country in which goods are handed over; ``None`` for a store that is not known."""
        if isinstance(handover, Deliver):
            return handover.place.country
        store = self.by_id.get(handover.store)
        return None if store is None else store.place.country

    def spot_of(self, handover: Handover | None, home: str) -> Spot:
        """Where goods are handed over, as rules look at it: ``home``, a country, while it is not known."""
        spot = self._spots.get((handover, home))
        if spot is None:
            if len(self._spots) >= SPOTS_REMEMBERED:
                self._spots.clear()
            self._spots[handover, home] = spot = self._spot_of(handover, home)
        return spot

    @cached_property
    def _spots(self) -> dict[tuple[Handover | None, str], Spot]:
        return {}

    def _spot_of(self, handover: Handover | None, home: str) -> Spot:
        match handover:
            case None:
                return Spot(country=home)
            case Deliver(place=to):
                return Spot(country=to.country, zones=tuple(sorted(self.zones_around(to))))
            case _:
                store = self.by_id.get(handover.store)
                zones = self._index.around_store(handover.store)
                if store is not None:
                    zones |= self.zones_around(store.place)
                return Spot(
                    country=None if store is None else store.place.country,
                    zones=tuple(sorted(zones)),
                    store=handover.store,
                )
