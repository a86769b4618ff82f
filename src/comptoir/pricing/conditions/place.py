"""Where and how goods are handed over: ``{ where = { store = "lyon-2" } }``, ``{ handover = ["collect"] }``.

Facts of the basket, the same whoever asks. While the hand-over is not known, it is in no store and of no
kind.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar, Final

import attrs

from comptoir.facts.handovers import Carry, Collect, Deliver
from comptoir.facts.products import identifiers
from comptoir.facts.wheres import InCountries, InStore, InZone, Where
from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.verdicts import NotMet
from comptoir.values.errors import WrongValue, quoted

HANDOVERS: Final = (Carry.kind, Collect.kind, Deliver.kind)
"""The kinds of hand-over."""


def _countries(countries: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if countries is None else InCountries(countries).countries


@attrs.frozen(kw_only=True)
class HandedOverIn(Condition):
    """Goods are handed over in one of the ``countries``, in a ``zone`` of the places, or in a ``store``."""

    kind: ClassVar[str] = "where"
    countries: tuple[str, ...] | None = attrs.field(default=None, converter=_countries)
    zone: str | None = None
    store: str | None = None

    def __attrs_post_init__(self) -> None:
        given = [name for name in ("countries", "zone", "store") if getattr(self, name) is not None]
        if len(given) != 1:
            found = f"found {' and '.join(given) or 'none of them'}"
            raise WrongValue.at("", found, "give exactly one of countries, zone, store", code="not_one_place")
        _ = self.where  # checked as it is built

    @cached_property
    def where(self) -> Where:
        """The place itself."""
        if self.countries is not None:
            return InCountries(self.countries)
        return InZone(self.zone) if self.zone is not None else InStore(self.store or "")

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether the goods are handed over there."""
        return None if self.where.holds(asked.spot) else NotMet("where")


def _kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    found = identifiers(kinds, "any_of")
    if not found:
        raise WrongValue.at("any_of", "found an empty list", "name at least one kind", code="never_met")
    if unknown := sorted(set(found) - set(HANDOVERS)):
        cure = f"use {', '.join(HANDOVERS)}"
        raise WrongValue.at("any_of", f"found {quoted(unknown[0])}", cure, code="unknown_choice")
    return found


@attrs.frozen
class HandedOverBy(Condition):
    """Goods are delivered (``deliver``), collected (``collect``) or carried away (``carry``)."""

    kind: ClassVar[str] = "handover"
    main: ClassVar[str] = "any_of"
    any_of: tuple[str, ...] = attrs.field(converter=_kinds)

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether it is one of these kinds."""
        return None if asked.handover in self.any_of else NotMet("handover")
