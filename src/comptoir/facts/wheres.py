"""Where goods are handed over, as rules look at it, and what a rule may say of it.

A rule holds in countries, in a zone or in a store. The narrower decides before the wider: a store
before a zone, a zone before countries, countries before anywhere.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

import attrs

from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.identifiers import checked_identifier, to_countries


@attrs.frozen(kw_only=True, cache_hash=True)  # what holds somewhere is remembered by it
class Spot:
    """A place of hand-over: its country, the zones around it, and the store if it is one."""

    country: str | None = None
    zones: tuple[str, ...] = ()
    store: str | None = None


NOWHERE: Final = Spot()
"""A spot of which nothing is known: only rules without a place hold."""


def _countries(countries: Iterable[str]) -> tuple[str, ...]:
    found = to_countries(countries)
    if not found:
        raise WrongValue.at("countries", "found an empty list", "name at least one", code="holds_nowhere")
    return found


@attrs.frozen
class InCountries:
    """In these countries (ISO 3166-1 alpha-2)."""

    kind: ClassVar[str] = "countries"
    main: ClassVar[str] = "countries"
    narrowness: ClassVar[int] = 1
    countries: tuple[str, ...] = attrs.field(converter=_countries)

    def holds(self, spot: Spot) -> bool:
        """Whether the spot lies in one of them."""
        return spot.country in self.countries


@attrs.frozen
class InZone:
    """In a zone of the rulebook's places."""

    kind: ClassVar[str] = "zone"
    main: ClassVar[str] = "zone"
    narrowness: ClassVar[int] = 2
    zone: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.zone, "zone")

    def holds(self, spot: Spot) -> bool:
        """Whether the zone is around the spot."""
        return self.zone in spot.zones


@attrs.frozen
class InStore:
    """In one store."""

    kind: ClassVar[str] = "store"
    main: ClassVar[str] = "store"
    narrowness: ClassVar[int] = 3
    store: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.store, "store")

    def holds(self, spot: Spot) -> bool:
        """Whether goods are handed over in that store."""
        return spot.store == self.store


Where = InCountries | InZone | InStore
"""Where a rule holds; without one, it holds anywhere."""


def checked_where(where: Where | None, at: str) -> Where | None:
    """The place itself, else ``WrongType``."""
    if where is not None and not isinstance(where, Where):
        cure = 'pass InCountries(["FR"]), InZone("corsica") or InStore("lyon-2")'
        raise WrongType.at(at, shown(where), cure, code="wrong_type")
    return where


def narrowness(where: Where | None) -> int:
    """How narrow a place is: 3 for a store, 2 for a zone, 1 for countries, 0 for anywhere."""
    return 0 if where is None else where.narrowness
