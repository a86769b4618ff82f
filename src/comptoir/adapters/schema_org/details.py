"""The shipping details of a rulebook: a document for search engines, and what it could not say.

Decides by the rules alone, for a basket of any of the goods, in stock, of a buyer of whom nothing is known.

Source: schema.org OfferShippingDetails, ShippingService, ShippingConditions, MemberProgramTier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

import attrs

from comptoir.adapters.schema_org.export import Export, goods_of
from comptoir.adapters.schema_org.paces import Clock, Pace, pace
from comptoir.adapters.schema_org.rates import NotSayable, Rates
from comptoir.adapters.schema_org.regions import Zones, parts_of, region
from comptoir.adapters.schema_org.spans import ANY, SOME, Orders, Rate, Span
from comptoir.adapters.schema_org.tiers import name_document, tier_document, tiers_for
from comptoir.adapters.schema_org.unsaid import Notes, Unsaid
from comptoir.checkout.horizon import moment_of, until_of
from comptoir.delivery.rules import Service, Shipped, Surcharge, To
from comptoir.facts.products import Product
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier_rules import TierRule
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.rulebook import Rulebook
from comptoir.values.collections import tuple_of
from comptoir.values.decimals import decimal_text
from comptoir.values.instants import SECOND, Instant, instant_of, instant_text
from comptoir.values.moments import Moment
from comptoir.values.money import MINOR_DIGITS
from comptoir.values.rounding import Rounding
from comptoir.wire.canonical import Document

_DETAILS: Final = "OfferShippingDetails"
_FULFILMENT: Final = {To.DOOR: "Delivery", To.POINT: "CollectionPoint", To.LOCKER: "CollectionPoint"}


def shipping_details(rulebook: Rulebook, at: datetime, *, skus: Iterable[str] = ()) -> Export:
    """What schema.org can say of the services that ship goods, as it is at an instant.

    With ``skus``, it is said of baskets of these products only; without, of all goods. Raises ``NoAnswer``
    beyond the rulebook's horizon and for a product that it does not have.
    """
    moment = moment_of(rulebook, instant_of(at))
    goods = goods_of(rulebook, tuple_of(str, skus, "skus"))
    details: list[Document] = []
    unsaid: list[Unsaid] = []
    for service in sorted(rulebook.delivery.services, key=_id_of):
        if moment.is_in(service.valid):
            notes = Notes(service.id)
            details += _Writer(
                rulebook=rulebook, service=service, goods=goods, moment=moment, notes=notes
            ).all()
            unsaid += notes.found
    return Export(details=details, unsaid=unsaid, until=until_of(rulebook, moment))


def _id_of(service: Service) -> str:
    return service.id


@attrs.frozen(kw_only=True)
class _Writer:
    """Writes the details of one service."""

    rulebook: Rulebook
    service: Service
    goods: tuple[Product, ...]
    moment: Moment
    notes: Notes

    def all(self) -> Iterator[Document]:
        """The details for everybody, or for the tiers that it is for; then for the tiers that pay no fee."""
        way, tiers = self.service.way, self._tiers()
        if not isinstance(way, Shipped):
            self.notes.say(_DETAILS, "goods are collected in a store: nothing is shipped")
        elif tiers is not None and self._takes_all():
            self._tell_promotions()
            time = pace(way, self._lead(), self._clock, self.notes)
            yield from self._of(way, time, tiers, perk=False)
            free = [
                tier
                for tier in tiers_for(self._programme, members=True)
                if self.service.id in tier.free_delivery and (not tiers or tier in tiers)
            ]
            if free:
                yield from self._of(way, time, free, perk=True)

    def _takes_all(self) -> bool:
        taken = {self.service.on.selects(product) for product in self.goods}
        if taken == {True}:
            return True
        self.notes.say(
            _DETAILS, f"it takes {'only some' if True in taken else 'none'} of the goods: left out"
        )
        return False

    @property
    def _programme(self) -> Programme | None:
        return self.rulebook.loyalty.programme

    def _tiers(self) -> list[TierRule] | None:
        """The tiers that it is for; none if it is for everybody, and ``None`` if it is for no tier."""
        buyers = self.service.buyers
        if buyers is None:
            return []
        found = tiers_for(self._programme, members=buyers.members, tiers=buyers.tiers)
        if buyers.segments or not found:
            some = "tiers are named" if found else "left out"
            self.notes.say("validForMemberTier", f"it is for buyers of segments or for members: {some}")
        return found or None

    def _lead(self) -> int:
        return max(
            (
                lead.days
                for lead in self.service.lead_times
                if any(lead.on.selects(product) for product in self.goods)
            ),
            default=0,
        )

    @property
    def _clock(self) -> Clock:
        return Clock(places=self.rulebook.places, almanac=self.rulebook.almanac, moment=self.moment)

    def _tell_promotions(self) -> None:
        for promotion in self.rulebook.pricing.promotions:
            benefit = promotion.benefit
            if isinstance(benefit, DeliveryOff) and self.service.id in (
                benefit.services or [self.service.id]
            ):
                self.notes.say("shippingRate", f"the promotion {promotion.id} may make it less")

    def _of(
        self, way: Shipped, time: Pace | None, tiers: Sequence[TierRule], *, perk: bool
    ) -> Iterator[Document]:
        """The details for some tiers, or for everybody."""
        rates = Rates(
            service=self.service, goods=self.goods, rounding=self._rounding, notes=self.notes, perk=perk
        )
        conditions: list[tuple[list[Document], Orders]] = []
        is_every = self.service.valid.until is None
        for surcharges, places in self._places(way):
            try:
                conditions += [(places, orders) for orders in rates.of(surcharges)]
                is_every = is_every and rates.takes_every_order(surcharges)
            except NotSayable as reason:
                self.notes.say("shippingConditions", f"{reason}: left out")
        if not conditions:
            self.notes.say(_DETAILS, "there is no order of which it can be said: left out")
            return
        service: dict[str, Document] = {
            "@type": "ShippingService",
            "name": name_document(self.service.name),
            "fulfillmentType": f"https://schema.org/FulfillmentType{self._fulfilment(way)}",
        }
        if time is not None:
            service["handlingTime"] = time.handling_time()
        service["shippingConditions"] = [self._condition(way, time, *each) for each in conditions]
        if tiers:
            service["validForMemberTier"] = [tier_document(tier, self._programme) for tier in tiers]
        details: dict[str, Document] = {"@type": _DETAILS, "name": name_document(self.service.name)}
        if is_every and not tiers:
            details |= self._of_every_order(way, time, conditions)
        yield {**details, "hasShippingService": service}

    @staticmethod
    def _fulfilment(way: Shipped) -> str:
        return "ScheduledDelivery" if way.slots else _FULFILMENT[way.to]

    def _places(self, way: Shipped) -> Iterator[tuple[tuple[Surcharge, ...], list[Document]]]:
        """The places to which it goes, told apart by the surcharges that are asked there."""
        everywhere = [each for each in self.service.surcharges if not each.zones]
        somewhere = [each for each in self.service.surcharges if each.zones]
        found: dict[tuple[bool, ...], list[Document]] = {}
        served = self._zones({zone for entry in way.dispatch for zone in entry.zones or way.zones})
        for country in self.rulebook.places.countries:
            parts = parts_of(country, served, [self._zones(set(each.zones)) for each in somewhere])
            for answers, keys in parts.items():
                found.setdefault(answers, []).append(region(country, keys))
        for answers, regions in found.items():
            there = [each for each, is_asked in zip(somewhere, answers, strict=True) if is_asked]
            yield (
                tuple(each for each in self.service.surcharges if each in everywhere or each in there),
                regions,
            )

    def _zones(self, names: set[str]) -> Zones:
        return [zone for zone in self.rulebook.places.zones if zone.id in names]

    @property
    def _rounding(self) -> Rounding:
        return self.rulebook.header.money.rounding

    def _condition(self, way: Shipped, time: Pace | None, places: list[Document], orders: Orders) -> Document:
        found: dict[str, Document] = {"@type": "ShippingConditions", **self._origin(way)}
        found["shippingDestination"] = places
        if orders.value != ANY:
            found["orderValue"] = self._money(orders.value)
        if orders.pieces.within(SOME) != SOME:
            found["numItems"] = {"@type": "QuantitativeValue", **_ends(orders.pieces)}
        if orders.weight != ANY:
            found["weight"] = {"@type": "QuantitativeValue", **_ends(orders.weight), "unitCode": "GRM"}
        if orders.rate is not None:
            found["shippingRate"] = self._rate(orders.rate)
        if time is not None and (transit := time.transit_time()) is not None:
            found["transitTime"] = transit
        if self.service.valid.until is not None:
            found["seasonalOverride"] = {
                "@type": "OpeningHoursSpecification",
                "validThrough": instant_text(Instant(self.service.valid.until - SECOND)),
            }
        return found

    def _of_every_order(
        self, way: Shipped, time: Pace | None, conditions: Sequence[tuple[list[Document], Orders]]
    ) -> dict[str, Document]:
        """What holds for every order, for readers who do not know services: the most that it costs."""
        found: dict[str, Document] = self._origin(way)
        regions = [place for places, _ in conditions for place in places]
        found["shippingDestination"] = [each for i, each in enumerate(regions) if each not in regions[:i]]
        rates = [orders.rate for _, orders in conditions]
        amounts = [rate for rate in rates if isinstance(rate, int)]
        if len(amounts) == len(rates):
            found["shippingRate"] = (
                self._rate(amounts[0]) if len({*amounts}) == 1 else self._money(Span(0, max(amounts)))
            )
        if time is not None and (delivery := time.delivery_time()) is not None:
            found["deliveryTime"] = delivery
        return found

    def _origin(self, way: Shipped) -> dict[str, Document]:
        """Where goods come from, if it is one place."""
        if len(way.dispatch) > 1:
            return {}
        place = self.rulebook.places.sources[way.dispatch[0].source].place
        origin = {"@type": "DefinedRegion", "addressCountry": place.country, "postalCode": place.postcode}
        return {"shippingOrigin": origin}

    def _rate(self, rate: Rate) -> Document:
        if isinstance(rate, int):
            return {**self._currency, "value": self._text(rate)}
        share = "0" if rate is None else decimal_text(rate.parts_per_million, 6)
        return {"@type": "ShippingRateSettings", "orderPercentage": share}

    def _money(self, span: Span) -> Document:
        return {**self._currency, **{end: self._text(minor) for end, minor in _ends(span).items()}}

    @property
    def _currency(self) -> dict[str, Document]:
        return {"@type": "MonetaryAmount", "currency": self.service.fee.currency}

    def _text(self, minor: int) -> str:
        digits = MINOR_DIGITS[self.service.fee.currency]
        return decimal_text(minor, digits, at_least=digits)


def _ends(span: Span) -> dict[str, int]:
    found = {"minValue": span.least} if span.least else {}
    return found if span.most is None else {**found, "maxValue": span.most}
