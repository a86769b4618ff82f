"""What may be written about value added tax: rates by category, place and date, and who is exempt.

Source: Directive 2006/112/EC: rates by category (articles 96 to 98), the place of supply (articles 31 to
33 and 59c), supplies to businesses in other member states (article 138), exports (article 146). The rates
themselves are data of the rulebook, each with its own reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property
from typing import Any, Final

import attrs

from comptoir.facts.tax_terms import Treatment
from comptoir.facts.wheres import InStore, Spot, Where, checked_where
from comptoir.values.collections import texts, tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_country, checked_identifier, checked_names, checked_text
from comptoir.values.moments import Findings
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.windows import ALWAYS, Window

RATES_REMEMBERED: Final = 4_096
"""Rates that are remembered, each for a category at a place."""


class Sourcing(Enum):
    """Which place decides on goods that are delivered; those handed over in a store follow the store."""

    ORIGIN = "origin"
    """The rules' own country: below the threshold of article 59c."""
    DESTINATION = "destination"
    """The place to which they go: article 33."""


@attrs.frozen(kw_only=True)
class TaxRate:
    """The rate of a tax category while it is in force; without ``where``, in the rules' own country.

    ``treatment`` says why there is no tax; such a rate is zero.
    """

    category: str
    percent: Percent = attrs.field(converter=to_percent)
    treatment: Treatment = Treatment.TAXED
    where: Where | None = None
    valid: Window = ALWAYS
    source: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.category, "category")
        checked_text(self.source, "source")
        checked_type(Treatment, self.treatment, "treatment", "pass a Treatment")
        checked_where(self.where, "where")
        checked_type(Window, self.valid, "valid", "pass a Window")
        if isinstance(self.where, InStore):
            cure = 'name the countries or the zone of the store: { zone = "corsica" }'
            raise WrongValue.at("where", "found a store", cure, code="rate_of_a_store")
        if self.treatment is not Treatment.TAXED and self.percent.parts_per_million:
            found = f"found {self.percent.to_text()} %, {self.treatment.value}"
            raise WrongValue.at(
                "percent", found, 'write "0", or leave the treatment out', code="taxed_exempt"
            )


@attrs.frozen(kw_only=True)
class Exemption:
    """Buyers who are not charged the tax, and why: every line is then at zero under ``treatment``.

    All that it names must hold: the buyer is in ``segment``; with ``foreign_vat_id``, has the number of
    another country than the rules' own; with ``delivered``, the goods are sent and not handed over in a
    store; they are handed over ``where``.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    treatment: Treatment
    segment: str | None = None
    foreign_vat_id: bool = False
    delivered: bool = False
    where: Where | None = None
    valid: Window = ALWAYS
    source: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(Treatment, self.treatment, "treatment", "pass a Treatment")
        if self.segment is not None:
            checked_identifier(self.segment, "segment")
        checked_type(bool, self.foreign_vat_id, "foreign_vat_id", "pass True or False")
        checked_type(bool, self.delivered, "delivered", "pass True or False")
        checked_where(self.where, "where")
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_text(self.source, "source")
        if self.treatment is Treatment.TAXED:
            cure = "say why there is no tax, such as intra_community"
            raise WrongValue.at("treatment", "found taxed", cure, code="taxed_exempt")
        if self.segment is None and not self.foreign_vat_id and self.where is None:
            cure = "name a segment, a place, or foreign_vat_id"
            raise WrongValue.at("", "found an exemption of everybody", cure, code="exempts_everybody")


def _rates(rates: Iterable[TaxRate]) -> tuple[TaxRate, ...]:
    return tuple_of(TaxRate, rates, "rates")


def _exemptions(exemptions: Iterable[Exemption]) -> tuple[Exemption, ...]:
    return tuple_of(Exemption, exemptions, "exemptions")


@attrs.frozen(kw_only=True)
class TaxRules:
    """The tax of a seller that is established in ``country``, and of the places to which it sells."""

    country: str
    sourcing: Sourcing = Sourcing.ORIGIN
    rates: tuple[TaxRate, ...] = attrs.field(converter=_rates)
    exemptions: tuple[Exemption, ...] = attrs.field(default=(), converter=_exemptions)

    def __attrs_post_init__(self) -> None:
        checked_country(self.country, "country")
        checked_type(Sourcing, self.sourcing, "sourcing", "pass Sourcing.ORIGIN or DESTINATION")

    @cached_property
    def found(self) -> Findings[tuple[str, Spot, str | None], Any]:
        """The rates that were found for earlier questions: by category, place and treatment."""
        return Findings(RATES_REMEMBERED)
