"""Which services are offered for a parcel, at which fee and with which promise, or why they are not.

May never know who asks: what a buyer may rely on beyond the basket comes as grants.

Source: house rule (law D3); a threshold is inclusive, as other shops have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import ClassVar, Final

import attrs

from comptoir.delivery.kinds import Parcel
from comptoir.delivery.promise import Promise, collected_promise, shipped_promise
from comptoir.delivery.rules import Basis, DeliveryRules, FreeFrom, Service, Shipped
from comptoir.delivery.zones import reaches, serves
from comptoir.facts.baskets import Collect, Deliver, Handover, Place
from comptoir.facts.places import Places
from comptoir.texts import language_of, name_text, say
from comptoir.values.almanac import Almanac
from comptoir.values.collections import texts
from comptoir.values.errors import LimitExceeded, WrongValue, quoted
from comptoir.values.grants import Grants
from comptoir.values.moments import Moment
from comptoir.values.money import AMOUNT_MAX


class NotOfferedCode(Enum):
    """Why a service is not offered; of several reasons, the first in this order is given."""

    NOT_IN_FORCE = "not_in_force"
    OTHER_CURRENCY = "other_currency"
    PRODUCT_EXCLUDED = "product_excluded"
    NO_ADDRESS = "no_address"
    COUNTRY_NOT_SERVED = "country_not_served"
    POSTCODE_NOT_SERVED = "postcode_not_served"
    UNKNOWN_STORE = "unknown_store"


_ABOUT_THE_PLACE: Final = frozenset({NotOfferedCode.COUNTRY_NOT_SERVED, NotOfferedCode.POSTCODE_NOT_SERVED})


@attrs.frozen(kw_only=True)
class Offered:
    """A service, with its fee in minor units, tax included, and what is promised.

    ``charged`` is what is left of the ``fee`` where the rule ``free_by`` makes it free; ``missing`` is
    what the goods lack to the threshold of free delivery, where there is one and the fee is charged.
    ``tax`` is the fee's tax category. ``store`` is where the goods are collected.
    """

    kind: ClassVar[str] = "offered"

    service: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    store: str | None = None
    fee: int
    charged: int
    free_by: str | None = None
    missing: int | None = None
    tax: str
    standard: bool
    promise: Promise


@attrs.frozen(kw_only=True)
class NotOffered:
    """A service that is not offered, and why: the ``products`` (SKUs) or the ``place`` it does not take."""

    kind: ClassVar[str] = "not_offered"

    service: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    store: str | None = None
    code: NotOfferedCode
    products: tuple[str, ...] = ()
    place: Place | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        return say(
            f"delivery_{self.code.value}",
            spoken,
            name=name_text(self.name, spoken) or self.service,
            store=self.store or "",
            products=", ".join(self.products),
            country="" if self.place is None else self.place.country,
            postcode="" if self.place is None else self.place.postcode,
        )


Option = Offered | NotOffered
"""What became of a service, and for one that is collected, of a store."""


def options(
    rules: DeliveryRules,
    places: Places,
    *,
    to: Place | None,
    parcel: Parcel,
    currency: str,
    grants: Grants,
    moment: Moment,
    almanac: Almanac,
) -> tuple[Option, ...]:
    """Every service to a place, and every store of each that is collected, by service and store.

    Without a place, nothing is offered that is shipped. Raises ``NoAnswer`` where a promise needs a day
    beyond a table or calendar, and ``LimitExceeded`` for a fee beyond what can be written.
    """
    asked = _Asked(
        rules=rules,
        places=places,
        to=to,
        parcel=parcel,
        currency=currency,
        grants=grants,
        moment=moment,
        almanac=almanac,
    )
    return tuple(
        asked.option(service, store) for service in _in_order(rules) for store in service.stores or (None,)
    )


def chosen(
    rules: DeliveryRules,
    places: Places,
    handover: Handover,
    *,
    parcel: Parcel,
    currency: str,
    grants: Grants,
    moment: Moment,
    almanac: Almanac,
) -> Option | None:
    """What becomes of the service by which a basket wants its goods; ``None`` if it wants none.

    Goods to be collected take the first service, by id, that is offered in their store, or else the
    first that lists it; goods carried away take none. Raises ``WrongValue`` for a service to a place
    that the rules do not have, and otherwise as :func:`options` does.
    """
    asked = _Asked(
        rules=rules,
        places=places,
        to=handover.place if isinstance(handover, Deliver) else None,
        parcel=parcel,
        currency=currency,
        grants=grants,
        moment=moment,
        almanac=almanac,
    )
    match handover:
        case Deliver(service=str() as wanted):
            return asked.delivered(wanted)
        case Collect(store=store):
            return asked.collected(store)
        case _:
            return None


def cheapest_standard(given: Iterable[Option]) -> int | None:
    """The least that an offered standard delivery to a place would charge, in minor units.

    ``None`` if none is offered. Source: article 13(2) of Directive 2011/83/EU, the least expensive type
    of standard delivery offered by the trader.
    """
    shipped = (option for option in given if isinstance(option, Offered) and option.store is None)
    return min((option.charged for option in shipped if option.standard), default=None)


@attrs.frozen(kw_only=True)
class _Asked:
    """All that is asked about at once."""

    rules: DeliveryRules
    places: Places
    to: Place | None
    parcel: Parcel
    currency: str
    grants: Grants
    moment: Moment
    almanac: Almanac

    def delivered(self, wanted: str) -> Option:
        """What becomes of a service to the place."""
        shipped = {each.id: each for each in _in_order(self.rules) if isinstance(each.way, Shipped)}
        if wanted not in shipped:
            found = f"found {quoted(wanted)}"
            cure = f"choose a service to a place: {', '.join(shipped) or 'the rulebook has none'}"
            raise WrongValue.at("handover.service", found, cure, code="unknown_service")
        return self.option(shipped[wanted])

    def collected(self, store: str) -> Option | None:
        """What becomes of collecting in a store; ``None`` if goods are collected nowhere."""
        collecting = [service for service in _in_order(self.rules) if service.stores]
        if not collecting:
            return None
        refused = None
        for service in collecting:
            if store in service.stores:
                option = self.option(service, store)
                if isinstance(option, Offered):
                    return option
                refused = refused or option
        return refused or self._refused(collecting[0], store, NotOfferedCode.UNKNOWN_STORE)

    def option(self, service: Service, store: str | None = None) -> Option:
        """What becomes of a service, in a store if its goods are collected."""
        promise = self._promise(service, store)
        if isinstance(promise, NotOfferedCode):
            return self._refused(service, store, promise)
        fee = service.fee.amount(self.parcel)
        if fee > AMOUNT_MAX:
            found = "found a fee above 2^53-1 minor units"
            raise LimitExceeded.at(
                f"delivery.{service.id}", found, "split the basket", code="amount_too_large"
            )
        missing = None if service.free_from is None else self._missing(service.free_from)
        free_by = service.threshold_rule if missing == 0 else self.grants.free(service.id)
        return Offered(
            service=service.id,
            name=service.name,
            store=store,
            fee=fee,
            charged=fee if free_by is None else 0,
            free_by=free_by,
            missing=missing if free_by is None else None,
            tax=service.tax,
            standard=service.standard,
            promise=promise,
        )

    def _promise(self, service: Service, store: str | None) -> Promise | NotOfferedCode:
        """What a service promises, or the first reason for which it is not offered."""
        if not self.moment.is_in(service.valid):
            return NotOfferedCode.NOT_IN_FORCE
        if service.fee.currency != self.currency:
            return NotOfferedCode.OTHER_CURRENCY
        if self._excluded(service):
            return NotOfferedCode.PRODUCT_EXCLUDED
        if isinstance(service.way, Shipped):
            return self._shipment(service.way)
        found = None if store is None else self.places.by_id.get(store)
        if found is None:
            return NotOfferedCode.UNKNOWN_STORE
        return collected_promise(service.way, found, self.moment, self.almanac)

    def _shipment(self, way: Shipped) -> Promise | NotOfferedCode:
        if self.to is None:
            return NotOfferedCode.NO_ADDRESS
        country = self.places.countries.get(self.to.country)
        zones = [zone for zone in self.rules.zones if zone.id in way.zones]
        if country is None or not any(serves(zone, self.to.country) for zone in zones):
            return NotOfferedCode.COUNTRY_NOT_SERVED
        if not any(reaches(zone, self.to) for zone in zones):
            return NotOfferedCode.POSTCODE_NOT_SERVED
        return shipped_promise(way, country, self.moment, self.almanac)

    def _refused(self, service: Service, store: str | None, code: NotOfferedCode) -> NotOffered:
        return NotOffered(
            service=service.id,
            name=service.name,
            store=store,
            code=code,
            products=self._excluded(service) if code is NotOfferedCode.PRODUCT_EXCLUDED else (),
            place=self.to if code in _ABOUT_THE_PLACE else None,
        )

    def _excluded(self, service: Service) -> tuple[str, ...]:
        """The SKUs that a service does not take, each once, in order."""
        products = (line.product for line in self.parcel.lines)
        return tuple(sorted({each.sku for each in products if not service.on.selects(each)}))

    def _missing(self, threshold: FreeFrom) -> int:
        """What the goods lack to a threshold, in minor units; 0 once it is reached."""
        worth = self.parcel.charged if threshold.basis is Basis.PAID else self.parcel.regular
        return max(0, threshold.at_least.minor - worth)


def _in_order(rules: DeliveryRules) -> list[Service]:
    return sorted(rules.services, key=lambda service: service.id)
