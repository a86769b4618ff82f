"""The names of a rulebook to which its terms may refer: places, calendars, services, categories of tax.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import attrs

from comptoir.rulebook.consistency.names import unknown
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault


class Anything(Collection[str]):
    """The names of a section that could not be read: it may hold any."""

    def __contains__(self, _name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@attrs.frozen(kw_only=True)
class Known:
    """The names that rules may refer to."""

    zones: Collection[str]
    calendars: Collection[str]
    countries: Collection[str]
    stores: Collection[str]
    sources: Collection[str]
    services: Collection[str]
    place_zones: Collection[str]
    tax: Collection[str]

    @classmethod
    def of(cls, sections: Sections, unread: Collection[str]) -> Known:
        """All names of a rulebook."""

        def names(section: str, found: Iterable[str]) -> Collection[str]:
            return Anything() if section in unread else frozenset(found)

        return cls(
            zones=frozenset(zone.name for zone in sections.time.zones),
            calendars=names("calendars", (calendar.id for calendar in sections.time.calendars)),
            countries=names("places", sections.places.countries),
            stores=names("places", (store.id for store in sections.places.stores)),
            sources=names("places", sections.places.sources),
            services=names("delivery", (service.id for service in sections.delivery.services)),
            place_zones=names("places", (zone.id for zone in sections.places.zones)),
            tax=names("tax", (rate.category for rate in sections.tax.rates)),
        )

    def zone(self, where: str, name: str) -> Iterator[Fault]:
        """A fault if a time zone has no table."""
        yield from unknown("unknown_zone", where, name, self.zones, "list it under zones, at the top")

    def calendar(self, where: str, id_: str) -> Iterator[Fault]:
        """A fault if a calendar is not there."""
        yield from unknown("unknown_calendar", where, id_, self.calendars, "add it under [calendars]")

    def country(self, where: str, code: str) -> Iterator[Fault]:
        """A fault if nobody has said whose days count in a country."""
        cure = "add it under [places.countries], with its zone and its calendar"
        yield from unknown("unknown_country", where, code, self.countries, cure)

    def store(self, where: str, id_: str) -> Iterator[Fault]:
        """A fault if a store is not there."""
        yield from unknown("unknown_store", where, id_, self.stores, "add it under [[places.stores]]")

    def source(self, where: str, id_: str) -> Iterator[Fault]:
        """A fault if goods cannot be sent from somewhere: it is neither a warehouse nor a store."""
        cure = "add it under [[places.warehouses]] or [[places.stores]]"
        yield from unknown("unknown_source", where, id_, self.sources, cure)

    def place_zone(self, where: str, id_: str) -> Iterator[Fault]:
        """A fault if a zone of places is not there."""
        yield from unknown(
            "unknown_place_zone", where, id_, self.place_zones, "add it under [[places.zones]]"
        )
