"""Countries and stores: whose clock and whose holidays count where.

Goods are delivered to countries, collected in stores, and come back to stores, whichever channel sold
them.

Source: schema.org Store and OpeningHoursSpecification for the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

import attrs

from comptoir.facts.baskets import Deliver, Handover, Place
from comptoir.facts.territories import PlaceZone, reaches
from comptoir.facts.wheres import Spot
from comptoir.values.collections import frozen_mapping, tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_country, checked_identifier, checked_text
from comptoir.values.times_of_day import Hours, by_weekday
from comptoir.values.zones import checked_zone_name


@attrs.frozen(kw_only=True)
class Country:
    """Whose days count in a country: a time zone, and a calendar (of the rulebook) of its holidays."""

    zone: str
    calendar: str

    def __attrs_post_init__(self) -> None:
        checked_zone_name(self.zone, "zone")
        checked_identifier(self.calendar, "calendar")


def _opening(opening: Mapping[str, Hours]) -> Mapping[str, Hours]:
    return by_weekday(opening, "opening")


@attrs.frozen(kw_only=True)
class Store:
    """A store's place, time zone, calendar of closed days, and opening hours by day of the week.

    A day of the week without hours is closed, and so is a holiday of the ``calendar`` (a calendar of
    the rulebook; its weekend is not looked at: the hours say which days are worked).
    """

    id: str
    name: str
    place: Place
    zone: str
    calendar: str
    opening: Mapping[str, Hours] = attrs.field(converter=_opening)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.name, "name")
        checked_type(Place, self.place, "place", 'pass Place("FR", "69003")')
        checked_zone_name(self.zone, "zone")
        checked_identifier(self.calendar, "calendar")
        for day, hours in self.opening.items():
            checked_type(Hours, hours, f"opening.{day}", 'pass Hours.from_text("10:00-19:00")')
        if not self.opening:
            cure = 'write the hours of a day, such as { monday = "10:00-19:00" }'
            raise WrongValue.at("opening", "found no opening hours", cure, code="never_open")


def _countries(countries: Mapping[str, Country]) -> Mapping[str, Country]:
    return frozen_mapping(countries, "countries")


def _stores(stores: Iterable[Store]) -> tuple[Store, ...]:
    return tuple_of(Store, stores, "stores")


def _zones(zones: Iterable[PlaceZone]) -> tuple[PlaceZone, ...]:
    return tuple_of(PlaceZone, zones, "zones")


SPOTS_REMEMBERED: Final = 4_096
"""Ways of hand-over of which it is remembered in which zones they lie."""


@attrs.frozen(kw_only=True)
class Places:
    """The countries that are served, by their code of ISO 3166-1, the stores, and zones of both."""

    countries: Mapping[str, Country] = attrs.field(factory=dict, converter=_countries)
    stores: tuple[Store, ...] = attrs.field(default=(), converter=_stores)
    zones: tuple[PlaceZone, ...] = attrs.field(default=(), converter=_zones)

    def __attrs_post_init__(self) -> None:
        for code, country in self.countries.items():
            checked_country(code, f"countries.{code}")
            checked_type(Country, country, f"countries.{code}", "pass a Country")

    @cached_property
    def by_id(self) -> Mapping[str, Store]:
        """The stores by their id."""
        return {store.id: store for store in self.stores}

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
                return Spot(country=to.country, zones=self._zones_around(to, None))
            case _:
                store = self.by_id.get(handover.store)
                place = None if store is None else store.place
                return Spot(
                    country=None if place is None else place.country,
                    zones=self._zones_around(place, handover.store),
                    store=handover.store,
                )

    def _zones_around(self, place: Place | None, store: str | None) -> tuple[str, ...]:
        return tuple(
            sorted(
                zone.id
                for zone in self.zones
                if store in zone.stores or (place is not None and reaches(zone, place))
            )
        )
