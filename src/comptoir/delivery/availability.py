"""Whether a service is offered for a parcel, at a place or in a store, before stock and days are asked.

Decides by what the service says of itself: when it is in force, its currency, for whom it is, what it takes,
where it goes, and within which limits. May never know prices beyond the parcel's worth, nor who asks.

Source: house rule (law D3); of several reasons, the first of ``NotOfferedCode`` is given, so that two
channels give the same one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import attrs

from comptoir.delivery.kinds import Beyond, Limit, Measure, Parcel
from comptoir.delivery.offered import NotOffered, NotOfferedCode
from comptoir.delivery.rules import Service, Shipped, Surcharge
from comptoir.facts.baskets import Buyer
from comptoir.facts.handovers import Place
from comptoir.facts.places import Places
from comptoir.facts.stock import Slot
from comptoir.values.moments import Moment


@attrs.frozen(kw_only=True)
class Availability:
    """What is asked of every service: a parcel, where it goes ``to``, for whom and when.

    ``to`` is the place, that of the point of delivery if one is chosen, and ``None`` while it is not known;
    ``tier`` is the one that the buyer is granted.
    """

    places: Places
    to: Place | None
    parcel: Parcel
    currency: str
    buyer: Buyer
    tier: str | None
    moment: Moment

    @cached_property
    def zones(self) -> frozenset[str]:
        """The zones, by id, in which the place lies."""
        return frozenset() if self.to is None else self.places.zones_around(self.to)


def why_not(asked: Availability, service: Service, store: str | None = None) -> NotOffered | None:
    """The first reason for which a service, in a store if its goods are collected, is not offered.

    ``None`` if it is, as far as stock and days let it.
    """
    if not asked.moment.is_in(service.valid):
        return not_offered(service, NotOfferedCode.NOT_IN_FORCE, store=store)
    if service.fee.currency != asked.currency:
        return not_offered(service, NotOfferedCode.OTHER_CURRENCY, store=store)
    if not _is_for(asked, service):
        return not_offered(service, NotOfferedCode.NOT_FOR_BUYER, store=store)
    if excluded := _excluded(asked.parcel, service):
        return not_offered(service, NotOfferedCode.PRODUCT_EXCLUDED, store=store, products=excluded)
    if code := _why_not_there(asked, service, store):
        place = asked.to if code in _ABOUT_THE_PLACE else None
        return not_offered(service, code, store=store, place=place)
    return _why_not_within(asked, service, store)


def not_offered(
    service: Service,
    code: NotOfferedCode,
    *,
    store: str | None = None,
    products: tuple[str, ...] = (),
    place: Place | None = None,
    beyond: Beyond | None = None,
    currency: str | None = None,
    slot: Slot | None = None,
) -> NotOffered:
    """A service, in a store if its goods are collected, that is not offered for a reason."""
    return NotOffered(
        service=service.id,
        name=service.name,
        store=store,
        code=code,
        products=products,
        place=place,
        beyond=beyond,
        currency=currency,
        slot=slot,
    )


def applying(service: Service, parcel: Parcel, zones: frozenset[str]) -> Iterator[tuple[Surcharge, Parcel]]:
    """The surcharges of a service that apply in one of the ``zones``, each with the goods that it is for."""
    for surcharge in service.surcharges:
        if surcharge.zones and zones.isdisjoint(surcharge.zones):
            continue
        goods = parcel.only(line for line in parcel.lines if surcharge.on.selects(line.product))
        if goods.lines:
            yield surcharge, goods


_ABOUT_THE_PLACE: Final = frozenset({NotOfferedCode.COUNTRY_NOT_SERVED, NotOfferedCode.POSTCODE_NOT_SERVED})


def _is_for(asked: Availability, service: Service) -> bool:
    """Whether the buyer is one of those for whom a service is."""
    buyers = service.buyers
    return (
        buyers is None
        or (buyers.members and asked.buyer.member is not None)
        or asked.tier in buyers.tiers
        or any(segment in buyers.segments for segment in asked.buyer.segments)
    )


def _excluded(parcel: Parcel, service: Service) -> tuple[str, ...]:
    """The SKUs that a service does not take, each once, in order."""
    products = (line.product for line in parcel.lines)
    return tuple(sorted({each.sku for each in products if not service.on.selects(each)}))


def _why_not_there(asked: Availability, service: Service, store: str | None) -> NotOfferedCode | None:
    """Why it does not go to the place, or is not offered in the store; ``None`` if it is."""
    way = service.way
    if not isinstance(way, Shipped):
        is_known = store in way.stores and store in asked.places.by_id
        return None if is_known else NotOfferedCode.UNKNOWN_STORE
    if asked.to is None:
        return NotOfferedCode.NO_ADDRESS
    if asked.to.country not in asked.places.countries:
        return NotOfferedCode.COUNTRY_NOT_SERVED
    if not asked.zones.isdisjoint(way.reach):
        return None
    is_served = asked.to.country in asked.places.countries_in(way.reach)
    return NotOfferedCode.POSTCODE_NOT_SERVED if is_served else NotOfferedCode.COUNTRY_NOT_SERVED


def _why_not_within(asked: Availability, service: Service, store: str | None) -> NotOffered | None:
    """What is not known of the parcel, or else the first limit that it is beyond."""
    found = [
        beyond
        for limit, parcel in _limits(asked, service)
        if (beyond := limit.beyond(parcel, asked.buyer)) is not None
    ]
    if not found:
        return None
    unknown = next((each for each in found if each.found is None), None)
    beyond = unknown or found[0]
    return not_offered(
        service,
        NotOfferedCode.BEYOND_LIMIT if unknown is None else NotOfferedCode.NOT_MEASURED,
        store=store,
        products=beyond.products,
        beyond=beyond,
        currency=asked.currency if beyond.measure is Measure.AMOUNT else None,
    )


def _limits(asked: Availability, service: Service) -> Iterator[tuple[Limit, Parcel]]:
    """The limits of a service, those of its fee and those of its surcharges, each with what it bounds."""
    for limit in (*service.limits, *service.fee.limits):
        yield limit, asked.parcel
    for surcharge, goods in applying(service, asked.parcel, asked.zones):
        for limit in surcharge.fee.limits:
            yield limit, goods
