"""Which services are offered for a parcel, at which fee and with which promise, or why they are not.

May never know who asks: what a buyer may rely on beyond the basket comes as grants.

Source: house rule (law D3); a threshold is inclusive, as other shops have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import ClassVar, Final, assert_never

import attrs

from comptoir.delivery.kinds import Parcel
from comptoir.delivery.promise import Promise, collected_promise, shipped_promise
from comptoir.delivery.rules import Basis, Collected, DeliveryRules, FreeFrom, Service, Shipped, Way
from comptoir.facts.baskets import Carry, Collect, Deliver, Handover, Place
from comptoir.facts.places import Places
from comptoir.facts.territories import reaches, serves
from comptoir.texts import language_of, name_text, say
from comptoir.values.almanac import Almanac
from comptoir.values.collections import texts
from comptoir.values.errors import LimitExceeded, WrongValue, quoted
from comptoir.values.grants import Grants
from comptoir.values.moments import Moment
from comptoir.values.money import AMOUNT_MAX
from comptoir.values.rounding import Rounding


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

    ``charged`` is what is left of the ``fee`` where the rule ``free_by`` makes it free, or ``reduced_by``
    less; ``missing`` is what the goods lack to the threshold of free delivery, where there is one and a
    fee is charged. ``tax`` is the fee's tax category. ``store`` is where the goods are collected.
    """

    kind: ClassVar[str] = "offered"

    service: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    store: str | None = None
    fee: int
    charged: int
    free_by: str | None = None
    reduced_by: str | None = None
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


@attrs.frozen(kw_only=True)
class _Charge:
    """A fee in minor units, what is charged of it by which rule, and what the goods lack for none."""

    fee: int
    charged: int
    rule: str | None
    missing: int | None


@attrs.frozen(kw_only=True)
class Asked:
    """What is asked of delivery: a parcel, the place it goes ``to``, and what the buyer is granted.

    Asking raises ``NoAnswer`` where a promise needs a day beyond a table or calendar, and
    ``LimitExceeded`` for a fee beyond what can be written.
    """

    rules: DeliveryRules
    places: Places
    to: Place | None
    parcel: Parcel
    currency: str
    grants: Grants
    moment: Moment
    almanac: Almanac
    rounding: Rounding = Rounding.HALF_UP

    def options(self) -> tuple[Option, ...]:
        """Every service to the place, and every store of each that is collected, by service and store.

        Without a place, nothing is offered that is shipped.
        """
        return tuple(
            self._option(service, store)
            for service in _in_order(self.rules)
            for store in service.stores or (None,)
        )

    def chosen(self, handover: Handover) -> Option | None:
        """What becomes of the service by which a basket wants its goods; ``None`` if it wants none.

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
        standard = (each for each in self.rules.services if each.standard and isinstance(each.way, Shipped))
        offered = (each for each in standard if self._why_not(each) is None)
        return min((self._charge(each).charged for each in offered), default=None)

    def _delivered(self, wanted: str) -> Option:
        """What becomes of a service to the place."""
        shipped = {each.id: each for each in _in_order(self.rules) if isinstance(each.way, Shipped)}
        if wanted not in shipped:
            found = f"found {quoted(wanted)}"
            cure = f"choose a service to a place: {', '.join(shipped) or 'the rulebook has none'}"
            raise WrongValue.at("handover.service", found, cure, code="unknown_service")
        return self._option(shipped[wanted])

    def _collected(self, store: str) -> Option | None:
        """What becomes of collecting in a store; ``None`` if goods are collected nowhere."""
        collecting = [service for service in _in_order(self.rules) if service.stores]
        if not collecting:
            return None
        refused = None
        for service in collecting:
            if store in service.stores:
                option = self._option(service, store)
                if isinstance(option, Offered):
                    return option
                refused = refused or option
        return refused or self._refused(collecting[0], store, NotOfferedCode.UNKNOWN_STORE)

    def _option(self, service: Service, store: str | None = None) -> Option:
        """What becomes of a service, in a store if its goods are collected."""
        if code := self._why_not(service, store):
            return self._refused(service, store, code)
        charge = self._charge(service)
        return Offered(
            service=service.id,
            name=service.name,
            store=store,
            fee=charge.fee,
            charged=charge.charged,
            free_by=None if charge.charged else charge.rule,
            reduced_by=charge.rule if charge.charged else None,
            missing=charge.missing if charge.charged or charge.rule is None else None,
            tax=service.tax,
            standard=service.standard,
            promise=self._promise(service.way, store),
        )

    def _charge(self, service: Service) -> _Charge:
        """What a service costs, and what is charged of it by the rule that leaves least.

        Of rules that leave the same: the threshold, then the buyer's standing, then promotions by their
        identifiers.
        """
        fee = service.fee.amount(self.parcel)
        if fee > AMOUNT_MAX:
            found = "found a fee above 2^53-1 minor units"
            raise LimitExceeded.at(
                f"delivery.{service.id}", found, "split the basket", code="amount_too_large"
            )
        missing = None if service.free_from is None else self._missing(service.free_from)
        charged, rule = fee, service.threshold_rule if missing == 0 else self.grants.free(service.id)
        if rule is not None:
            charged = 0
        for each in self.grants.promotions:
            left = each.charged(fee, self.rounding) if each.is_on(service.id) else fee
            if left < charged:
                charged, rule = left, each.rule
        return _Charge(fee=fee, charged=charged, rule=rule, missing=missing)

    def _why_not(self, service: Service, store: str | None = None) -> NotOfferedCode | None:
        """The first reason for which a service is not offered; ``None`` if it is."""
        if not self.moment.is_in(service.valid):
            return NotOfferedCode.NOT_IN_FORCE
        if service.fee.currency != self.currency:
            return NotOfferedCode.OTHER_CURRENCY
        if self._excluded(service):
            return NotOfferedCode.PRODUCT_EXCLUDED
        if isinstance(service.way, Shipped):
            return self._why_not_there(service.way)
        return None if store in self.places.by_id else NotOfferedCode.UNKNOWN_STORE

    def _why_not_there(self, way: Shipped) -> NotOfferedCode | None:
        if self.to is None:
            return NotOfferedCode.NO_ADDRESS
        zones = [zone for zone in self.places.zones if zone.id in way.zones]
        is_known = self.to.country in self.places.countries
        if not is_known or not any(serves(zone, self.to.country) for zone in zones):
            return NotOfferedCode.COUNTRY_NOT_SERVED
        if not any(reaches(zone, self.to) for zone in zones):
            return NotOfferedCode.POSTCODE_NOT_SERVED
        return None

    def _promise(self, way: Way, store: str | None) -> Promise:
        """What a service that is offered promises."""
        if isinstance(way, Collected) and store is not None:
            return collected_promise(way, self.places.by_id[store], self.moment, self.almanac)
        if isinstance(way, Shipped) and self.to is not None:
            country = self.places.countries[self.to.country]
            return shipped_promise(way, country, self.moment, self.almanac)
        raise AssertionError(way)  # not offered

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
