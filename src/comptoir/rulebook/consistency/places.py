"""Whether countries, regions, stores, warehouses and zones fit each other and the calendars.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comptoir.facts.places import Country, Places
from comptoir.facts.territories import PlaceZone, serves
from comptoir.rulebook.consistency.known import Known
from comptoir.rulebook.consistency.names import twice
from comptoir.values.errors import Fault


def place_faults(places: Places, known: Known) -> Iterator[Fault]:
    """Each thing that does not fit, in the order in which it is written."""
    zones = {zone.id: zone for zone in places.zones}
    for code, country in places.countries.items():
        where = f"places.countries.{code}"
        yield from known.zone(f"{where}.zone", country.zone)
        yield from known.calendar(f"{where}.calendar", country.calendar)
        yield from _regions(where, code, country, zones, known)
    yield from twice("places.stores", [store.id for store in places.stores], "id")
    for index, store in enumerate(places.stores):
        where = f"places.stores[{index}]"
        yield from known.country(f"{where}.place.country", store.place.country)
        yield from known.zone(f"{where}.zone", store.zone)
        yield from known.calendar(f"{where}.calendar", store.calendar)
    yield from _warehouses(places, known)
    yield from twice("places.zones", [zone.id for zone in places.zones], "id")
    for index, zone in enumerate(places.zones):
        for number, territory in enumerate(zone.territories):
            where = f"places.zones[{index}].territories[{number}].country"
            yield from known.country(where, territory.country)
        for name in zone.stores:
            yield from known.store(f"places.zones[{index}].stores", name)


def entity_faults(entity: str | None, places: Places) -> Iterator[Fault]:
    """Each store that another legal entity runs, where it is not said which one sells."""
    if entity is not None:
        return
    for index, store in enumerate(places.stores):
        if store.entity is not None:
            cure = "write entity, the legal entity that sells, at the top of the rulebook"
            where = f"places.stores[{index}].entity"
            yield Fault("entity_without_seller", where, f"found {store.entity}", cure)


def _regions(
    country: str, code: str, days: Country, zones: Mapping[str, PlaceZone], known: Known
) -> Iterator[Fault]:
    """Each region that is not there, lies elsewhere, or never decides since it was named before."""
    for index, region in enumerate(days.regions):
        where = f"{country}.regions[{index}]"
        if any(before.of == region.of for before in days.regions[:index]):
            found, cure = f"found {region.of} a second time", "name each zone once: the first one decides"
            yield Fault("duplicate_region", f"{where}.of", found, cure)
        yield from known.place_zone(f"{where}.of", region.of)
        if region.of in zones and not serves(zones[region.of], code):
            found = f"found {region.of}, of which no part is in {code}"
            cure = f"name a zone with a territory of {code}, or leave the region out"
            yield Fault("region_elsewhere", f"{where}.of", found, cure)
        if region.zone is not None:
            yield from known.zone(f"{where}.zone", region.zone)
        if region.calendar is not None:
            yield from known.calendar(f"{where}.calendar", region.calendar)


def _warehouses(places: Places, known: Known) -> Iterator[Fault]:
    """Each warehouse whose name is taken, also by a store, or that lacks a clock or a calendar."""
    stores = {store.id for store in places.stores}
    yield from twice("places.warehouses", [warehouse.id for warehouse in places.warehouses], "id")
    for index, warehouse in enumerate(places.warehouses):
        where = f"places.warehouses[{index}]"
        if warehouse.id in stores:
            found = f"found {warehouse.id}, as a store is called"
            yield Fault("duplicate_id", f"{where}.id", found, "give each source an id of its own")
        yield from known.zone(f"{where}.zone", warehouse.zone)
        yield from known.calendar(f"{where}.calendar", warehouse.calendar)
