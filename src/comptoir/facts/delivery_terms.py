"""What was agreed about delivery: the service, its fee, and what was promised.

Amounts are ``int`` minor units of the order's currency, tax included. Dates are those of the zone
that is named beside them: the destination's, or the store's.

Source: house rule; article 18 of Directive 2011/83/EU for the weight of an announced date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from comptoir.facts.tax_terms import TaxPart
from comptoir.values.collections import texts
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.instants import Instant, checked_instant
from comptoir.values.zones import checked_zone_name


@attrs.frozen(kw_only=True)
class Promised:
    """The first and the last day on which the goods arrive, on the calendar of ``zone``.

    Goods to be collected are ``ready`` at an instant, and kept until the end of ``held_until``.
    """

    zone: str
    earliest: date
    latest: date
    ready: Instant | None = None
    held_until: date | None = None

    def __attrs_post_init__(self) -> None:
        checked_zone_name(self.zone, "zone")
        checked_day(self.earliest, "earliest")
        checked_day(self.latest, "latest")
        if self.held_until is not None:
            checked_day(self.held_until, "held_until")
        if self.latest < self.earliest:
            found = f"found {self.latest.isoformat()}, before {self.earliest.isoformat()}"
            raise WrongValue.at("latest", found, "promise a first day and a last one", code="empty_promise")
        if self.ready is not None:
            checked_instant(self.ready, "ready")


@attrs.frozen(kw_only=True)
class DeliveryTerms:
    """A service as chosen: ``fee`` is its regular one, ``charged`` what is left of it, tax included.

    ``paid`` is what the customer pays: what is charged, or less where the tax is not due.
    ``free_by`` names the rule that made it free, ``reduced_by`` the one that left something of it, if one
    did. ``standard`` is the fee of the least expensive standard service that was offered: what a
    withdrawal from the whole order gives back at most.
    """

    service: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    fee: int
    charged: int
    free_by: str | None = None
    reduced_by: str | None = None
    standard: int
    paid: int
    taxes: tuple[TaxPart, ...]
    promised: Promised

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.service, "service")
        checked_names(self.name)
        if self.free_by is not None:
            checked_identifier(self.free_by, "free_by")
        if self.reduced_by is not None:
            checked_identifier(self.reduced_by, "reduced_by")
        checked_type(Promised, self.promised, "promised", "pass what was promised")

    @property
    def tax(self) -> int:
        """The tax within what is paid."""
        return sum(part.tax for part in self.taxes)
