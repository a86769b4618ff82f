"""What was agreed about delivery: the service, its fee, and what was promised.

Amounts are ``int`` minor units of the order's currency, tax included. Dates are those of the zone
that is named beside them: the destination's, or the store's.

Source: house rule; article 18 of Directive 2011/83/EU for the weight of an announced date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from comptoir.facts.handovers import Handover, checked_handover
from comptoir.facts.late_terms import LateTerms
from comptoir.facts.stock import Slot
from comptoir.facts.tax_terms import TaxPart
from comptoir.facts.units import Units
from comptoir.values.collections import texts, tuple_of
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.instants import Instant, checked_instant
from comptoir.values.money import checked_minor
from comptoir.values.zones import checked_zone_name


@attrs.frozen(kw_only=True)
class Promised:
    """The first and the last day on which the goods arrive, on the calendar of ``zone``.

    By appointment, they arrive in the ``slot`` that was chosen. Goods to be collected are ``ready`` at an
    instant, and kept until the end of ``held_until``.
    """

    zone: str
    earliest: date
    latest: date
    slot: Slot | None = None
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
class SurchargeTerms:
    """What a delivery costs more, by a ``rule`` of its service, in minor units, tax included."""

    rule: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    amount: int

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.rule, "rule")
        checked_names(self.name)
        checked_minor(self.amount, "amount")


def _units(units: Iterable[Units]) -> tuple[Units, ...]:
    return tuple_of(Units, units, "units")


@attrs.frozen(kw_only=True)
class Sourced:
    """Which goods come from a ``source``, a warehouse or a store: all of the delivery's without ``units``."""

    source: str
    units: tuple[Units, ...] = attrs.field(default=(), converter=_units)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.source, "source")


def _sources(sources: Iterable[Sourced]) -> tuple[Sourced, ...]:
    return tuple_of(Sourced, sources, "sources")


def _surcharges(surcharges: Iterable[SurchargeTerms]) -> tuple[SurchargeTerms, ...]:
    return tuple_of(SurchargeTerms, surcharges, "surcharges")


def _numbers(lines: Iterable[int]) -> tuple[int, ...]:
    return tuple_of(int, lines, "lines")


def _worths(worths: Iterable[int]) -> tuple[int, ...]:
    return tuple_of(int, worths, "worths")


@attrs.frozen(kw_only=True)
class FreeFrom:
    """The threshold from which a delivery was free: ``amount`` minor units of what its ``lines`` are worth.

    ``worths`` are theirs, on the basis that the service names, in the order of the lines; a piece's worth is
    an equal part of its line's. They are of the delivery's own goods, or of these ``units``, where several
    deliveries reached it together.
    """

    amount: int
    lines: tuple[int, ...] = attrs.field(converter=_numbers)
    worths: tuple[int, ...] = attrs.field(converter=_worths)
    units: tuple[Units, ...] = attrs.field(default=(), converter=_units)

    def __attrs_post_init__(self) -> None:
        checked_minor(self.amount, "amount")
        if len(self.lines) != len(self.worths):
            cure = "give one worth for each line"
            raise WrongValue.at("worths", f"found {len(self.worths)}", cure, code="does_not_fit")


@attrs.frozen(kw_only=True)
class DeliveryTerms:
    """Goods that go one way and arrive together, as agreed: the service, its fee, and what was promised.

    Without ``units``, they are all goods of the order; without a ``handover``, it is the order's. ``fee`` is
    the regular one, ``surcharges`` come on top, and ``charged`` is what is left of both, tax included.
    ``paid`` is what the customer pays: what is charged, or less where the tax is not due.
    ``free_by`` names the rule that made the fee nothing, ``reduced_by`` the one that left something of it, if
    one did, and ``free_from`` the threshold, if it was that. ``standard`` is the fee of the least expensive
    standard service that was offered: what a withdrawal from the whole order gives back at most. ``late`` is
    what the law says if it is not there in time, where the rulebook has that law.
    """

    service: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    handover: Handover | None = None
    units: tuple[Units, ...] = attrs.field(default=(), converter=_units)
    sources: tuple[Sourced, ...] = attrs.field(default=(), converter=_sources)
    fee: int
    surcharges: tuple[SurchargeTerms, ...] = attrs.field(default=(), converter=_surcharges)
    charged: int
    free_by: str | None = None
    reduced_by: str | None = None
    free_from: FreeFrom | None = None
    standard: int
    paid: int
    taxes: tuple[TaxPart, ...]
    promised: Promised
    late: LateTerms | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.service, "service")
        checked_names(self.name)
        checked_handover(self.handover)
        for where, rule in (("free_by", self.free_by), ("reduced_by", self.reduced_by)):
            if rule is not None:
                checked_identifier(rule, where)
        checked_type(Promised, self.promised, "promised", "pass what was promised")
        if self.late is not None:
            checked_type(LateTerms, self.late, "late", "pass LateTerms")

    @property
    def surcharged(self) -> int:
        """The surcharges in all, in minor units."""
        return sum(each.amount for each in self.surcharges)

    @property
    def reduction(self) -> int:
        """What is taken off the fee, in minor units."""
        return self.fee + self.surcharged - self.charged

    @property
    def tax(self) -> int:
        """The tax within what is paid."""
        return sum(part.tax for part in self.taxes)
