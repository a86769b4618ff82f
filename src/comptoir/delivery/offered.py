"""What comes out of delivery: a service that is offered, with its deliveries, or why it is not.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import ClassVar

import attrs

from comptoir.delivery.kinds import Beyond
from comptoir.delivery.promise import Promise
from comptoir.delivery.wording import beyond_text, slot_text
from comptoir.facts.delivery_terms import FreeFrom, Sourced, SurchargeTerms
from comptoir.facts.handovers import Place
from comptoir.facts.stock import Slot
from comptoir.facts.units import Units
from comptoir.texts import language_of, name_text, say
from comptoir.values.collections import texts, tuple_of
from comptoir.wire import NOT_ON_WIRE


class NotOfferedCode(Enum):
    """Why a service is not offered; of several reasons, the first in this order is given."""

    NOT_IN_FORCE = "not_in_force"
    OTHER_CURRENCY = "other_currency"
    NOT_FOR_BUYER = "not_for_buyer"
    PRODUCT_EXCLUDED = "product_excluded"
    NO_ADDRESS = "no_address"
    COUNTRY_NOT_SERVED = "country_not_served"
    POSTCODE_NOT_SERVED = "postcode_not_served"
    UNKNOWN_STORE = "unknown_store"
    NOT_MEASURED = "not_measured"
    """A limit looks at a measure that is not known of some products."""
    BEYOND_LIMIT = "beyond_limit"
    OUT_OF_STOCK = "out_of_stock"
    NOT_RECEIVED = "not_received"
    """Nobody is there to receive on a day on which it delivers."""
    SLOT_UNKNOWN = "slot_unknown"
    """The slot chosen is none of the service's, or too early, or too far ahead."""
    SLOT_FULL = "slot_full"


@attrs.frozen(kw_only=True)
class FreeSlot:
    """A slot that can be chosen, and how many deliveries it still takes; ``None`` if that is not limited."""

    slot: Slot
    left: int | None = None


@attrs.frozen(kw_only=True)
class Delivery:
    """Goods that go one way and arrive together: their ``units``, their sources, what they cost, the promise.

    Amounts are in minor units, tax included. ``charged`` is what is left of the ``fee``, where the rule
    ``free_by`` makes it nothing or ``reduced_by`` less, and the ``surcharges``; ``missing`` is what the goods
    lack to the threshold of free delivery, where there is one and a fee is charged, ``free_from`` the
    threshold that they reach.
    """

    units: tuple[Units, ...]
    sources: tuple[Sourced, ...] = ()
    fee: int
    surcharges: tuple[SurchargeTerms, ...] = ()
    charged: int
    free_by: str | None = None
    reduced_by: str | None = None
    missing: int | None = None
    free_from: FreeFrom | None = attrs.field(default=None, metadata=NOT_ON_WIRE)
    promise: Promise


def _deliveries(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    return tuple_of(Delivery, deliveries, "deliveries")


@attrs.frozen(kw_only=True, slots=False)
class Offered:
    """A service that is offered, with one delivery or several, in the order of their days.

    ``tax`` is the fees' tax category. ``store`` is where the goods are collected. By appointment, ``free``
    are the slots to choose from.
    """

    kind: ClassVar[str] = "offered"

    service: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    store: str | None = None
    tax: str
    standard: bool
    deliveries: tuple[Delivery, ...] = attrs.field(converter=_deliveries)
    free: tuple[FreeSlot, ...] = ()

    @property
    def fee(self) -> int:
        """The fees before anything makes them free, in minor units, tax included, without surcharges."""
        return sum(each.fee for each in self.deliveries)

    @property
    def charged(self) -> int:
        """What is charged for all its deliveries, in minor units, tax included."""
        return sum(each.charged for each in self.deliveries)

    @property
    def promise(self) -> Promise:
        """The promise for the goods that arrive last."""
        return self.deliveries[-1].promise

    @property
    def first_day(self) -> date:
        """The first day on which something may arrive."""
        return min(each.promise.promised.earliest for each in self.deliveries)


@attrs.frozen(kw_only=True)
class NotOffered:
    """A service that is not offered, and why: the ``products`` (SKUs) or the ``place`` it does not take.

    ``beyond`` is what a limit found, in the ``currency`` if that is an amount; ``slot`` is the one that
    cannot be chosen.
    """

    kind: ClassVar[str] = "not_offered"

    service: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    store: str | None = None
    code: NotOfferedCode
    products: tuple[str, ...] = ()
    place: Place | None = None
    beyond: Beyond | None = None
    currency: str | None = None
    slot: Slot | None = None

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
            found="" if self.beyond is None else beyond_text(self.beyond, self.currency, spoken),
            slot="" if self.slot is None else slot_text(self.slot, spoken),
        )


Option = Offered | NotOffered
"""What became of a service, and for one that is collected, of a store."""
