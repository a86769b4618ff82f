"""Whether delivery services fit the places, the calendars and the tax categories.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from comptoir.delivery.rules import Collected, DeliveryRules, Dispatch, Service, Shipped
from comptoir.facts.places import Places
from comptoir.rulebook.consistency.delivery_fees import fee_faults
from comptoir.rulebook.consistency.known import Known
from comptoir.rulebook.consistency.names import twice, unknown
from comptoir.values.errors import Fault


def delivery_faults(
    delivery: DeliveryRules, places: Places, known: Known, currencies: Collection[str]
) -> Iterator[Fault]:
    """Each thing that does not fit, service by service."""
    nobody = frozenset(zone.id for zone in places.zones if not zone.territories)
    yield from twice("delivery.services", [service.id for service in delivery.services], "id")
    for index, service in enumerate(delivery.services):
        where = f"delivery.services[{index}]"
        yield from fee_faults(service, where, known, currencies)
        cure = "add it under [[tax.rates]]"
        yield from unknown("unknown_tax_category", f"{where}.tax", service.tax, known.tax, cure)
        yield from _way(service, where, known, nobody)


def _way(service: Service, where: str, known: Known, nobody: Collection[str]) -> Iterator[Fault]:
    match service.way:
        case Shipped() as way:
            yield from _shipped(way, f"{where}.way.shipped", known, nobody)
        case Collected(stores=stores, transfer=transfer):
            place = f"{where}.way.collected"
            for store in stores:
                yield from known.store(f"{place}.stores", store)
            if transfer is not None:
                yield from known.source(f"{place}.transfer.dispatch.source", transfer.dispatch.source)
                yield from known.calendar(f"{place}.transfer.carrier", transfer.carrier)


def _shipped(way: Shipped, where: str, known: Known, nobody: Collection[str]) -> Iterator[Fault]:
    for zone in way.zones:
        yield from known.place_zone(f"{where}.zones", zone)
        if zone in nobody:
            cure = "give the zone a territory: to its stores nothing is shipped"
            yield Fault("reaches_nobody", f"{where}.zones", f"found {zone}, with stores alone", cure)
    for index, dispatch in enumerate(way.dispatch):
        yield from _dispatch(dispatch, f"{where}.dispatch[{index}]", way, known)
    yield from known.calendar(f"{where}.carrier", way.carrier)


def _dispatch(dispatch: Dispatch, where: str, way: Shipped, known: Known) -> Iterator[Fault]:
    yield from known.source(f"{where}.source", dispatch.source)
    for zone in dispatch.zones:
        if zone not in way.reach:
            cure = "add it to the zones of the service, or leave it out here"
            yield Fault("zone_not_served", f"{where}.zones", f"found {zone}", cure)
