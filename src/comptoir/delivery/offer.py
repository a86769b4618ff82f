"""Which services are offered for a parcel, in which deliveries, or why they are not.

Puts together what the parts of delivery decide: whether a service takes the parcel, from where its goods
come, when they arrive, and what each delivery costs. May never know who asks: what a buyer may rely on
beyond the basket comes as grants.

Source: house rule (law D3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from heapq import nsmallest
from typing import Final, TypeVar, assert_never

import attrs

from comptoir.delivery.appointments import NO_SLOTS, Slots, booked, free_slots
from comptoir.delivery.availability import Availability, not_offered, why_not
from comptoir.delivery.charging import Charge, charge
from comptoir.delivery.collecting import Brought, Pickup, collected_promise
from comptoir.delivery.kinds import Parcel
from comptoir.delivery.offered import Delivery, FreeSlot, NotOffered, NotOfferedCode, Offered, Option
from comptoir.delivery.order_by import collected_order_by, shipped_order_by
from comptoir.delivery.promise import Promise, Trip, shipped_promise
from comptoir.delivery.rules import Collected, Dates, DeliveryRules, Dispatch, FeePer, Service, Shipped, To
from comptoir.delivery.sourcing import (
    NO_STOCK,
    Lacking,
    Stocks,
    Supply,
    deliveries,
    joined,
    lead_days,
    sourced,
)
from comptoir.facts.baskets import ANYONE, Buyer
from comptoir.facts.delivery_terms import Sourced
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Place
from comptoir.facts.places import Places
from comptoir.facts.stock import Slot
from comptoir.facts.units import Units
from comptoir.values.almanac import Almanac
from comptoir.values.errors import NoAnswer, WrongValue, quoted
from comptoir.values.grants import NO_GRANTS, Grants
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment

T = TypeVar("T")

COMING_IN_MAX: Final = 100
"""Instants at which goods come in that are looked at to say until when to order."""


@attrs.frozen(kw_only=True)
class _Sent:
    """Goods that arrive together: what is promised of them, their sources, and their ``units``.

    Without units, they are the whole parcel. By appointment, ``free`` are the slots to choose from.
    """

    promise: Promise
    sources: tuple[Sourced, ...]
    units: tuple[Units, ...] = ()
    free: tuple[FreeSlot, ...] = ()


@attrs.frozen(kw_only=True, slots=False)
class Asked:
    """What is asked of delivery: a parcel, where it goes ``to``, and what the buyer is granted.

    ``to`` has the place, and what of a service was chosen; it is ``None`` while the place is not known.
    ``stock`` is what is told of the parcel's products, and ``slots`` what is left of slots. ``where`` is the
    field of the basket that says how the goods are handed over. Asking raises ``NoAnswer`` where a promise
    needs a day beyond a table or calendar, and ``LimitExceeded`` for a fee beyond what can be written.
    """

    rules: DeliveryRules
    places: Places
    to: Deliver | None
    parcel: Parcel
    currency: str
    buyer: Buyer = ANYONE
    grants: Grants = NO_GRANTS
    stock: Stocks = NO_STOCK
    slots: Slots = NO_SLOTS
    moment: Moment
    almanac: Almanac
    where: str = "handover"

    def options(self) -> tuple[Option, ...]:
        """Every service to the place, and every store of each that is collected, by service and store.

        Without a place, nothing is offered that is shipped.
        """
        return tuple(
            self.option(service, store) for service in self._services for store in service.stores or (None,)
        )

    def chosen(self, handover: Handover) -> Option | None:
        """What becomes of the service by which somebody wants their goods; ``None`` if they want none.

        Goods to be collected take the first service, by id, that is offered in their store, or else the
        first that lists it; goods carried away take none. Raises ``WrongValue`` for a service to a place
        that the rules do not have.
        """
        match handover:
            case Deliver(service=str() as wanted):
                return self._delivered(wanted)
            case Collect(store=store):
                return self._collected(store)
            case Deliver() | Carry():
                return None
            case _:
                assert_never(handover)

    def standard_fee(self) -> int | None:
        """The least that a standard delivery to the place is charged, in minor units; ``None`` without one.

        Source: article 13(2) of Directive 2011/83/EU, the least expensive type of standard delivery
        offered by the trader.
        """
        standard = (each for each in self._services if each.standard and isinstance(each.way, Shipped))
        charged = (self._if_answered(each) for each in standard)
        return min((each for each in charged if each is not None), default=None)

    def order_by(self, service: str, day: date, store: str | None = None) -> Instant | None:
        """The instant before which what is ordered is promised on a day or earlier.

        ``None`` if what is ordered now is not. It is the last one of those at which goods miss a day of
        dispatch, or a step of a store's day, or come in, before which the whole parcel is promised in time:
        where a season begins or ends between, or goods come in, some order before it may not be. A slot that
        was chosen is not looked at. Raises ``WrongValue`` for a service, or a store of it, that the rules do
        not have.
        """
        wanted = next((each for each in self._services if each.id == service), None)
        if wanted is None or store not in (wanted.stores or (None,)):
            found = f"found {quoted(service)}" if wanted is None else f"found {quoted(store)}"
            cure = "name a service of the rulebook, and for one that is collected one of its stores"
            raise WrongValue.at("service", found, cure, code="unknown_service")
        asked = self._whenever(self.moment.at)
        limits = asked.limits(wanted, day, store)
        if not asked.is_there(wanted, day, store):
            return None
        for limit in sorted(limits, reverse=True):
            if self._whenever(Instant(limit - 1)).is_there(wanted, day, store):
                return limit
        return asked.moment.until

    def is_there(self, service: Service, day: date, store: str | None) -> bool:
        """Whether what is ordered now is promised on a day or earlier."""
        option = self.option(service, store)
        return isinstance(option, Offered) and option.promise.promised.latest <= day

    def _whenever(self, at: Instant) -> Asked:
        """The same, asked at an instant, of no slot."""
        to = None if self.to is None else attrs.evolve(self.to, slot=None)
        return attrs.evolve(self, to=to, moment=Moment(at))

    def limits(self, service: Service, day: date, store: str | None) -> set[Instant]:
        """When goods of each source may be too late for a day, or come in; when the service ends."""
        available = self._available(service, store)
        if why_not(available, service, store) is not None:
            return set()
        leads = {lead_days(service.lead_times, line.product) for line in self.parcel.lines} or {0}
        way, moment, almanac = service.way, self.moment, self.almanac
        if isinstance(way, Collected):
            at = self.places.by_id[store or ""]
            pickups = (
                Pickup(way=way, store=at, brought=brought, lead=max(leads))
                for _, brought in self._sources(way, at.id)
            )
            found = {collected_order_by(each, day, moment, almanac) for each in pickups}
        else:
            trips = (
                self._trip(way, dispatch, lead=lead)
                for dispatch in self._candidates(service, way)
                for lead in leads
            )
            found = {shipped_order_by(each, day, moment, almanac) for each in trips}
        found |= {service.valid.until, *self._coming_in(service)}
        return {each for each in found if each is not None and not moment.reaches(each)}

    def _coming_in(self, service: Service) -> Iterable[Instant]:
        """The next instants at which goods come in, if the service does not count on them before."""
        if not service.sourcing.in_stock:
            return ()
        ahead = (each for each in self.stock.instants() if not self.moment.reaches(each))
        return nsmallest(COMING_IN_MAX, ahead)

    @cached_property
    def _services(self) -> list[Service]:
        return sorted(self.rules.services, key=lambda service: service.id)

    def _delivered(self, wanted: str) -> Option:
        """What becomes of a service to the place."""
        shipped = {each.id: each for each in self._services if isinstance(each.way, Shipped)}
        if wanted not in shipped:
            found = f"found {quoted(wanted)}"
            cure = f"choose a service to a place: {', '.join(shipped) or 'the rulebook has none'}"
            raise WrongValue.at(f"{self.where}.service", found, cure, code="unknown_service")
        return self.option(shipped[wanted])

    def _collected(self, store: str) -> Option | None:
        """What becomes of collecting in a store; ``None`` if goods are collected nowhere."""
        collecting = [service for service in self._services if service.stores]
        if not collecting:
            return None
        refused = None
        for service in collecting:
            if store in service.stores:
                option = self.option(service, store)
                if isinstance(option, Offered):
                    return option
                refused = refused or option
        return refused or not_offered(collecting[0], NotOfferedCode.UNKNOWN_STORE, store=store)

    def option(self, service: Service, store: str | None = None) -> Option:
        """What becomes of a service, in a store if its goods are collected."""
        refused = why_not(self._available(service, store), service, store)
        if refused is not None:
            return refused
        sent = self._sent(service, store)
        if isinstance(sent, NotOffered):
            return sent
        return Offered(
            service=service.id,
            name=service.name,
            store=store,
            tax=service.tax,
            standard=service.standard,
            deliveries=self._deliveries(service, store, sent),
            free=tuple(slot for each in sent for slot in each.free),
        )

    def _sent(self, service: Service, store: str | None) -> list[_Sent] | NotOffered:
        """What of a parcel arrives together, by a service that takes it."""
        if isinstance(service.way, Collected):
            return self._ready(service, service.way, store or "")
        sent = self._shipped(service, service.way)
        if isinstance(sent, NotOffered) or not self._is_booked(service, service.way):
            return sent
        [whole] = sent
        return self._booked(service, service.way, whole)

    def _is_booked(self, service: Service, way: Shipped) -> bool:
        """Whether goods are brought by appointment, or somebody wants them to be."""
        return bool(way.slots) or self._slot(service) is not None

    def _booked(self, service: Service, way: Shipped, sent: _Sent) -> list[_Sent] | NotOffered:
        """Goods with the slots to choose from, promised in the one that was chosen, if one was."""
        trip, left = self._trip(way, way.dispatch[0]), self.slots.of_service(service.id)
        free = free_slots(trip, sent.promise, left, self.almanac)
        slot = self._slot(service)
        if slot is None:
            return [attrs.evolve(sent, free=free)]
        promise = booked(trip, sent.promise, slot, left, self.almanac)
        if isinstance(promise, NotOfferedCode):
            return not_offered(service, promise, slot=slot)
        return [attrs.evolve(sent, promise=promise, free=free)]

    def _available(self, service: Service, store: str | None) -> Availability:
        """What availability is asked: at the door, at the point that was chosen, or in the store."""
        if store is not None:
            known = self.places.by_id.get(store)
            return self._at(None if known is None else known.place)
        return self._at(self._place(service))

    def _at(self, place: Place | None) -> Availability:
        if place not in self._known:
            self._known[place] = Availability(
                places=self.places,
                to=place,
                parcel=self.parcel,
                currency=self.currency,
                buyer=self.buyer,
                tier=self.grants.tier,
                moment=self.moment,
            )
        return self._known[place]

    @cached_property
    def _known(self) -> dict[Place | None, Availability]:
        return {}

    def _place(self, service: Service) -> Place | None:
        """Where the goods of a service go."""
        if self.to is None:
            return None
        is_point = isinstance(service.way, Shipped) and service.way.to is not To.DOOR
        return self.to.point.place if is_point and self.to.point is not None else self.to.place

    def _stocks(self, service: Service) -> Stocks:
        return self.stock.there(self.moment) if service.sourcing.in_stock else self.stock

    def _shipped(self, service: Service, way: Shipped) -> list[_Sent] | NotOffered:
        """What is sent from where, and arrives together; of no goods, what the first source promises."""
        dispatch = {each.source: each for each in self._candidates(service, way)}
        sources = [*dispatch]
        stocks = self._stocks(service)
        is_told = service.lead_times or stocks.entries
        if not self.parcel.lines or (len(way.dispatch) == len(sources) == 1 and not is_told):
            promise = self._arrives(way, dispatch[sources[0]]) if sources else None
            if promise is None:
                return not_offered(service, NotOfferedCode.NOT_RECEIVED)
            return [_Sent(promise=promise, sources=(Sourced(source=sources[0]),))]
        supply = Supply(
            parcel=self.parcel,
            sources=sources,
            sourcing=service.sourcing,
            lead_times=service.lead_times,
            stocks=stocks,
            arrives=lambda source, ready, lead: self._arrives(way, dispatch[source], ready, lead),
        )
        parts = supply.parts()
        if isinstance(parts, Lacking):
            code = NotOfferedCode.OUT_OF_STOCK if parts.products else NotOfferedCode.NOT_RECEIVED
            return not_offered(service, code, products=parts.products)
        dates = Dates.TOGETHER if self._is_booked(service, way) else service.sourcing.dates
        return [
            _Sent(
                promise=promise,
                sources=sourced(some, sources),
                units=joined(part.units for part in some),
            )
            for promise, some in deliveries(parts, dates)
        ]

    def _candidates(self, service: Service, way: Shipped) -> Sequence[Dispatch]:
        """What a service sends from where to the place."""
        if not any(each.zones for each in way.dispatch):
            return way.dispatch
        zones = self._available(service, None).zones
        return [each for each in way.dispatch if not each.zones or not zones.isdisjoint(each.zones)]

    def _ready(self, service: Service, way: Collected, store: str) -> list[_Sent] | NotOffered:
        """What is made ready in a store, of its own stock or else brought there: all from one source."""
        stocks, lead = self._stocks(service), self._lead(service)
        lacking: set[str] = set()
        unanswered: NoAnswer | None = None
        for source, brought in self._sources(way, store):
            had = stocks.whole(source, self.parcel)
            if had is None:
                lacking |= {*stocks.lacks(source, self.parcel)}
                continue
            at = self.places.by_id[store]
            pickup = Pickup(way=way, store=at, brought=brought, lead=lead, ready=had.from_)
            try:
                promise = self._made_ready(pickup)
            except NoAnswer as error:
                unanswered = unanswered or error
                continue
            return [_Sent(promise=promise, sources=(Sourced(source=source),))]
        if unanswered is not None:
            raise unanswered
        products = tuple(sorted(lacking))
        return not_offered(service, NotOfferedCode.OUT_OF_STOCK, store=store, products=products)

    def _made_ready(self, pickup: Pickup) -> Promise:
        return self._had(
            pickup.ready,
            lambda ready: collected_promise(attrs.evolve(pickup, ready=ready), self.moment, self.almanac),
        )

    def _sources(self, way: Collected, store: str) -> Iterator[tuple[str, Brought | None]]:
        """Where goods to be collected can come from, the store's own stock first."""
        if way.own_stock:
            yield store, None
        if way.transfer is not None:
            source = way.transfer.dispatch.source
            yield source, Brought(transfer=way.transfer, source=self.places.sources[source])

    def _lead(self, service: Service) -> int:
        """The days before all goods of the parcel can leave."""
        return max((lead_days(service.lead_times, line.product) for line in self.parcel.lines), default=0)

    def _trip(self, way: Shipped, dispatch: Dispatch, ready: Instant | None = None, lead: int = 0) -> Trip:
        """How goods of one source go to the place."""
        if self.to is None:  # not offered
            raise AssertionError(way)
        point = None if way.to is To.DOOR else self.to.point
        return Trip(
            way=way,
            dispatch=dispatch,
            source=self.places.sources[dispatch.source],
            there=self.places.days_at(self.to.place if point is None else point.place),
            lead=lead,
            ready=ready,
            receives=self.to.receives,
        )

    def _arrives(
        self, way: Shipped, dispatch: Dispatch, ready: Instant | None = None, lead: int = 0
    ) -> Promise | None:
        return self._had(
            ready,
            lambda had: shipped_promise(self._trip(way, dispatch, had, lead), self.moment, self.almanac),
        )

    def _had(self, ready: Instant | None, promised: Callable[[Instant | None], T]) -> T:
        """What is promised of goods that are had from an instant on, or now."""
        try:
            return promised(ready)
        except NoAnswer:
            if ready is None or not self.moment.reaches(ready):
                raise
            return promised(None)  # they came in before the tables begin

    def _slot(self, service: Service) -> Slot | None:
        """The slot that was chosen of a service."""
        return self.to.slot if self.to is not None and self.to.service == service.id else None

    def _deliveries(self, service: Service, store: str | None, sent: Sequence[_Sent]) -> Iterator[Delivery]:
        """What arrives together, with what it costs."""
        parcels = [self.parcel.some(each.units) if each.units else self.parcel for each in sent]
        is_together = service.fee_per is FeePer.PLACE and len(sent) > 1
        whole = tuple(units for each in sent for units in each.units) if is_together else ()
        charges = self._charges(service, store, parcels)
        for each, parcel, charged in zip(sent, parcels, charges, strict=True):
            yield Delivery(
                units=each.units or tuple(Units(line.number, 0, line.pieces) for line in parcel.lines),
                sources=each.sources,
                fee=charged.fee,
                surcharges=charged.surcharges,
                charged=charged.charged,
                free_by=charged.free_by,
                reduced_by=charged.reduced_by,
                missing=charged.missing,
                free_from=charged.free_from and attrs.evolve(charged.free_from, units=whole),
                promise=each.promise,
            )

    def _charges(self, service: Service, store: str | None, parcels: Sequence[Parcel]) -> Sequence[Charge]:
        """What each delivery of a service costs."""
        zones = self._available(service, store).zones
        return charge(service, parcels, zones=zones, grants=self.grants, rounding=self.parcel.rounding)

    def _charged(self, service: Service) -> int | None:
        """What is charged for a service in all, in minor units; ``None`` if it is not offered."""
        if self._is_one_delivery(service):
            if why_not(self._available(service, None), service) is not None:
                return None
            return sum(each.charged for each in self._charges(service, None, [self.parcel]))
        option = self.option(service)
        return option.charged if isinstance(option, Offered) else None

    def _if_answered(self, service: Service) -> int | None:
        """What is charged for a service that may not be the chosen one; ``None`` without an answer."""
        try:
            return self._charged(service)
        except NoAnswer:  # how many deliveries there are depends on a day beyond a calendar
            return None

    def _is_one_delivery(self, service: Service) -> bool:
        """Whether a service that takes the parcel is offered, in one delivery, whatever the days are."""
        way = service.way
        return (
            isinstance(way, Shipped)
            and not (self.stock.entries or way.delivers_on or way.slots)
            and not any(each.zones for each in way.dispatch)
            and (service.sourcing.dates is Dates.TOGETHER or not service.lead_times)
            and (self.to is None or not self.to.receives)
        )
