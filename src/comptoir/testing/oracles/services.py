"""A second opinion on one delivery service: the first reason against it, or its deliveries and their price.

It decides nothing for a shop. It puts together what the other oracles of delivery count: the places, the
stock, the days, the fees. It shares no step with ``comptoir.delivery``.

Source: house rule (laws D4, D8, D10 and DO).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from comptoir.delivery.kinds import Beyond
from comptoir.delivery.offered import NotOfferedCode
from comptoir.delivery.rules import (
    Collected,
    Dates,
    Dispatch,
    Prefer,
    Service,
    Shipped,
    Sourcing,
    To,
    Transit,
)
from comptoir.facts.baskets import Buyer
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.places import Places, Store
from comptoir.facts.stock import Slot, SlotLeft, Stock
from comptoir.rulebook import Rulebook
from comptoir.testing.oracles import delivery_fees, promises, zones
from comptoir.testing.oracles.delivery_fees import Charge, Piece
from comptoir.testing.oracles.promises import Desk, Road
from comptoir.testing.oracles.sourcing import NEVER, Found, Wanted, sourced
from comptoir.values.grants import ReducedDelivery
from comptoir.values.instants import Instant
from comptoir.values.rounding import Rounding


@attrs.frozen(kw_only=True)
class Wish:
    """What is asked of every service: which goods, where to, by whom, when, and what is known of stock."""

    rulebook: Rulebook
    at: Instant
    currency: str
    buyer: Buyer
    to: Deliver | None
    pieces: tuple[Piece, ...]
    stock: tuple[Stock, ...] = ()
    slots: tuple[SlotLeft, ...] = ()
    reduced: tuple[ReducedDelivery, ...] = ()
    rounding: Rounding = Rounding.HALF_UP


@attrs.frozen(kw_only=True)
class Refused:
    """Why a service is not offered: the products, what a limit found."""

    code: NotOfferedCode
    products: tuple[str, ...] | None = None
    beyond: Beyond | None = None


@attrs.frozen(kw_only=True)
class Days:
    """When goods arrive, in the terms of a promise."""

    zone: str
    earliest: date
    latest: date
    slot: Slot | None = None
    ready: Instant | None = None
    held_until: date | None = None


@attrs.frozen(kw_only=True)
class Delivered:
    """One delivery: which pieces, from which source each, what it costs, and when it arrives."""

    pieces: dict[tuple[int, int], str]
    charge: Charge
    days: Days


@attrs.frozen(kw_only=True)
class Offer:
    """What a service offers: its deliveries in their order, and the slots to choose from."""

    deliveries: tuple[Delivered, ...]
    free: tuple[tuple[Slot, int | None], ...] = ()


def option(wish: Wish, service: Service, store: str | None) -> Offer | Refused:
    """What becomes of a service, and for one that is collected, of a store."""
    refused = _first_reason(wish, service)
    if refused is not None:
        return refused
    match service.way, wish.to:
        case Shipped() as way, Deliver() as to:
            return _shipped(wish, service, way, to)
        case Collected() as way, _:
            return _collected(wish, service, way, _store(wish, store))
        case _:
            raise AssertionError(wish)


def destination(to: Deliver, way: Shipped) -> Place:
    """Where the goods go: to the point that was chosen, if it is a service that goes to one."""
    return to.place if way.to is To.DOOR or to.point is None else to.point.place


def road_of(rulebook: Rulebook, to: Deliver, way: Shipped, dispatch: Dispatch) -> Road:
    """How goods go from one of the sources of a service to where they are wanted."""
    place, almanac = destination(to, way), rulebook.almanac
    there = to.receives if way.to is To.DOOR else {}
    carrier = almanac.calendar(way.carrier)

    def carries(day: date) -> bool:
        zone = almanac.zone(zones.days_at(rulebook.places, place).zone)
        return promises.is_worked(carrier, day) and promises.exists(zone, day)

    def receives(day: date) -> bool:
        name = promises.weekday(day)
        country = zones.days_at(rulebook.places, place)
        return (
            carries(day)
            and not promises.is_holiday(almanac.calendar(country.calendar), day)
            and (not way.delivers_on or name in way.delivers_on)
            and (not there or name in there)
        )

    return Road(
        dispatch=dispatch,
        source=rulebook.places.sources[dispatch.source],
        transit=dispatch.transit or way.transit,
        seasons=way.seasons,
        carries=carries,
        receives=receives,
        almanac=almanac,
    )


def road_to_store(wish: Wish, way: Collected, store: Store) -> Road:
    """How goods that are brought to a store reach it."""
    if way.transfer is None:
        raise AssertionError(way)
    almanac, transfer = wish.rulebook.almanac, way.transfer
    carrier, zone = almanac.calendar(transfer.carrier), almanac.zone(store.zone)
    return Road(
        dispatch=transfer.dispatch,
        source=wish.rulebook.places.sources[transfer.dispatch.source],
        transit=Transit(transfer.transit, transfer.transit),
        seasons=(),
        carries=lambda day: promises.is_worked(carrier, day) and promises.exists(zone, day),
        receives=lambda day: promises.is_worked(carrier, day) and promises.is_open(store, day, almanac),
        almanac=almanac,
    )


def candidates(rulebook: Rulebook, to: Deliver, way: Shipped) -> list[Dispatch]:
    """The sources that send to where the goods are wanted."""
    place, places = destination(to, way), rulebook.places
    return [
        each
        for each in way.dispatch
        if not each.zones or any(zones.lies_in(places, zone, place) for zone in each.zones)
    ]


def lead_of(service: Service, piece: Piece) -> int:
    """How many days it takes before a piece can be dispatched."""
    return max((each.days for each in service.lead_times if each.on.selects(piece.product)), default=0)


def _first_reason(wish: Wish, service: Service) -> Refused | None:
    """The first reason against a service that neither stock nor days give."""
    valid, code = service.valid, NotOfferedCode
    begun = valid.from_ is None or valid.from_ <= wish.at
    if not (begun and (valid.until is None or wish.at < valid.until)):
        return Refused(code=code.NOT_IN_FORCE)
    if wish.currency != service.fee.currency:
        return Refused(code=code.OTHER_CURRENCY)
    if not _is_for(service, wish.buyer):
        return Refused(code=code.NOT_FOR_BUYER)
    others = {piece.product.sku for piece in wish.pieces if not service.on.selects(piece.product)}
    if others:
        return Refused(code=code.PRODUCT_EXCLUDED, products=tuple(sorted(others)))
    if isinstance(service.way, Shipped):
        if wish.to is None:
            return Refused(code=code.NO_ADDRESS)
        if reason := _not_there(wish.rulebook.places, destination(wish.to, service.way), service.way):
            return Refused(code=reason)
    beyond = delivery_fees.beyond(service, wish.pieces, wish.buyer)
    if beyond is None:
        return None
    unknown = beyond.found is None
    return Refused(code=code.NOT_MEASURED if unknown else code.BEYOND_LIMIT, beyond=beyond)


def _is_for(service: Service, buyer: Buyer) -> bool:
    groups = service.buyers
    if groups is None or (groups.members and buyer.member is not None):
        return True
    return buyer.tier in groups.tiers or any(each in groups.segments for each in buyer.segments)


def _not_there(places: Places, place: Place, way: Shipped) -> NotOfferedCode | None:
    served = [zone for zone in places.zones if zone.id in way.zones]
    countries = {each.country for zone in served for each in zone.territories}
    if place.country not in places.countries or place.country not in countries:
        return NotOfferedCode.COUNTRY_NOT_SERVED
    if not any(zones.in_zone(zone, place) for zone in served):
        return NotOfferedCode.POSTCODE_NOT_SERVED
    return None


def _wanted(wish: Wish, service: Service) -> list[Wanted]:
    return [
        Wanted(
            number=piece.number,
            piece=piece.piece,
            sku=piece.product.sku,
            amount=piece.amount,
            lead=lead_of(service, piece),
        )
        for piece in sorted(wish.pieces, key=lambda piece: (piece.number, piece.piece))
    ]


def plan_of(wish: Wish, service: Service, way: Shipped, to: Deliver) -> list[Found] | tuple[str, ...]:
    """Where each piece comes from and when it arrives; or the SKUs that are missing."""
    rulebook = wish.rulebook
    roads = {each.source: road_of(rulebook, to, way, each) for each in candidates(rulebook, to, way)}
    return sourced(
        _wanted(wish, service),
        wish.stock,
        tuple(roads),
        service.sourcing,
        at=wish.at,
        arrival=lambda source, from_, lead: roads[source].promise(wish.at, from_, lead),
    )


def _shipped(wish: Wish, service: Service, way: Shipped, to: Deliver) -> Offer | Refused:
    place = destination(to, way)
    found = plan_of(wish, service, way, to)
    if isinstance(found, tuple):
        return Refused(code=NotOfferedCode.OUT_OF_STOCK, products=found)
    if any(each.days == NEVER for each in found):
        return Refused(code=NotOfferedCode.NOT_RECEIVED)
    country = zones.days_at(wish.rulebook.places, place)
    road = road_of(wish.rulebook, to, way, way.dispatch[0])
    parts = _parted(found, service.sourcing)
    deliveries = []
    for (first, last), those in parts:
        held = None if way.held_days is None else promises.kept_at_a_point(road, last, way.held_days)
        deliveries.append((those, Days(zone=country.zone, earliest=first, latest=last, held_until=held)))
    chosen = to.slot if to.service == service.id else None
    if not way.slots and chosen is None:
        return Offer(deliveries=_charged(wish, service, deliveries, place, None))
    return _by_appointment(wish, service, way, to, deliveries)


def _by_appointment(
    wish: Wish, service: Service, way: Shipped, to: Deliver, deliveries: list[tuple[list[Found], Days]]
) -> Offer | Refused:
    """The deliveries with the slot that was chosen, if one was, and those to choose from."""
    road = road_of(wish.rulebook, to, way, way.dispatch[0])
    latest = max(days.latest for _, days in deliveries)
    slots = promises.slots(way, road, latest, to.receives)
    left = {each.slot: each.left for each in wish.slots if each.service == service.id}
    chosen = to.slot if to.service == service.id else None
    if chosen is not None:
        if chosen not in slots:
            return Refused(code=NotOfferedCode.SLOT_UNKNOWN)
        if left.get(chosen) == 0:
            return Refused(code=NotOfferedCode.SLOT_FULL)
        [(_, promised), *_] = deliveries
        day = attrs.evolve(promised, earliest=chosen.day, latest=chosen.day, slot=chosen)
        deliveries = [(those, day) for those, _ in deliveries]
    return Offer(
        deliveries=_charged(wish, service, deliveries, destination(to, way), None),
        free=tuple((slot, left.get(slot)) for slot in slots if left.get(slot) != 0),
    )


def _parted(found: Iterable[Found], rule: Sourcing) -> list[tuple[promises.Days, list[Found]]]:
    """The pieces by the days on which they arrive: all together, or each day apart."""
    found = list(found)
    if rule.dates is Dates.TOGETHER:
        first, last = (max(each.days[end] for each in found) for end in (0, 1))
        return [((first, last), found)]
    days = sorted({each.days for each in found}, key=lambda each: (each[1], each[0]))
    return [(each, [one for one in found if one.days == each]) for each in days]


def _collected(wish: Wish, service: Service, way: Collected, store: Store) -> Offer | Refused:
    """What is made ready in a store of its own stock, else of what is brought there."""
    rule = attrs.evolve(service.sourcing, one_source=True, prefer=(Prefer.LISTED,))
    missing: list[tuple[str, ...]] = []
    for source in _sources(way, store):
        own = source == store.id and way.own_stock
        found = sourced(_wanted(wish, service), wish.stock, (source,), rule, at=wish.at, arrival=_any_day)
        if isinstance(found, tuple):
            missing.append(found)
            continue
        desk = Desk(way=way, store=store, almanac=wish.rulebook.almanac)
        ready = _ready(wish, desk, found, is_own=own)
        if ready is None:
            return Refused(code=NotOfferedCode.NOT_RECEIVED)
        days = Days(
            zone=store.zone,
            earliest=ready.day,
            latest=ready.day,
            ready=ready.at,
            held_until=ready.held_until,
        )
        return Offer(deliveries=_charged(wish, service, [(found, days)], store.place, store.id))
    return Refused(code=NotOfferedCode.OUT_OF_STOCK, products=missing[0] if len(missing) == 1 else None)


def _any_day(source: str, from_: Instant | None, lead: int) -> promises.Days:
    """When goods arrive where it does not matter: there is one source."""
    del source, from_, lead
    return date.min, date.min


def _sources(way: Collected, store: Store) -> Iterator[str]:
    if way.own_stock:
        yield store.id
    if way.transfer is not None:
        yield way.transfer.dispatch.source


def _ready(wish: Wish, desk: Desk, found: Sequence[Found], *, is_own: bool) -> promises.Ready | None:
    since = max((each.from_ for each in found if each.from_ is not None), default=None)
    if is_own:
        return desk.ready(wish.at, since)
    lead = max((each.wanted.lead for each in found), default=0)
    return desk.brought(wish.at, road_to_store(wish, desk.way, desk.store), since, lead)


def _store(wish: Wish, store: str | None) -> Store:
    return next(each for each in wish.rulebook.places.stores if each.id == store)


def _charged(
    wish: Wish,
    service: Service,
    deliveries: Sequence[tuple[Sequence[Found], Days]],
    place: Place | None,
    store: str | None,
) -> tuple[Delivered, ...]:
    """The deliveries with what each costs."""
    by_name = {(piece.number, piece.piece): piece for piece in wish.pieces}
    groups = [[by_name[each.wanted.number, each.wanted.piece] for each in those] for those, _ in deliveries]
    places = wish.rulebook.places
    surcharges = [
        each
        for each in service.surcharges
        if not each.zones or any(zones.lies_around(places, zone, place, store) for zone in each.zones)
    ]
    charges = delivery_fees.charges(service, surcharges, groups, wish.reduced, wish.rounding)
    return tuple(
        Delivered(
            pieces={(each.wanted.number, each.wanted.piece): each.source for each in those},
            charge=charge,
            days=days,
        )
        for (those, days), charge in zip(deliveries, charges, strict=True)
    )
