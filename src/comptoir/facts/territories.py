"""Zones: parts of the world under one name, in which goods are handed over.

Decides by country and postcode alone. Delivery services go there; prices and tax rates may hold there.

Source: house rule (several territories add up; in one, ``never`` wins over ``only``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs

from comptoir.facts.handovers import Place
from comptoir.facts.postcodes import Stretch, leave_nothing, postcode_key, spelled, stretch_of
from comptoir.facts.products import identifiers
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_country, checked_identifier


def _postcodes(written: Iterable[str], where: str) -> tuple[str, ...]:
    listed = tuple_of(str, written, where)
    return tuple(sorted({spelled(text, f"{where}[{index}]") for index, text in enumerate(listed)}))


def _only(postcodes: Iterable[str]) -> tuple[str, ...]:
    return _postcodes(postcodes, "only")


def _never(postcodes: Iterable[str]) -> tuple[str, ...]:
    return _postcodes(postcodes, "never")


@attrs.frozen(kw_only=True)
class Territory:
    """A country, or the part of it whose postcodes are in ``only`` and not in ``never``.

    Each entry is how postcodes begin (``69``), or a range of such beginnings, both ends included
    (``97100-97899``, ``10-19``, ``BH2-BH4``). Without ``only`` it is the whole country; ``never`` wins.

    >>> Territory(country="FR", never=["20", "97100 - 97899"]).never
    ('20', '97100-97899')
    """

    country: str
    only: tuple[str, ...] = attrs.field(default=(), converter=_only)
    never: tuple[str, ...] = attrs.field(default=(), converter=_never)

    def __attrs_post_init__(self) -> None:
        checked_country(self.country, "country")
        if leave_nothing(self.country, self.inside, self.outside):
            cure = "leave out less, or leave the territory out"
            raise WrongValue.at("never", "found all that there is", cure, code="reaches_nobody")

    @cached_property
    def inside(self) -> tuple[Stretch, ...]:
        """What ``only`` stands for."""
        return tuple(stretch_of(self.country, text, "only") for text in self.only)

    @cached_property
    def outside(self) -> tuple[Stretch, ...]:
        """What ``never`` stands for."""
        return tuple(stretch_of(self.country, text, "never") for text in self.never)

    def holds(self, place: Place) -> bool:
        """Whether a place lies in it."""
        if self.country != place.country:
            return False
        key = postcode_key(place.country, place.postcode)
        if any(each.covers(key) for each in self.outside):
            return False
        return not self.only or any(each.covers(key) for each in self.inside)


def _territories(territories: Iterable[Territory]) -> tuple[Territory, ...]:
    return tuple_of(Territory, territories, "territories")


def _stores(stores: Iterable[str]) -> tuple[str, ...]:
    return identifiers(stores, "stores")


@attrs.frozen
class PlaceZone:
    """Territories and stores under one name: where services go, where a price or a tax rate holds."""

    id: str
    territories: tuple[Territory, ...] = attrs.field(default=(), converter=_territories)
    stores: tuple[str, ...] = attrs.field(default=(), converter=_stores)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        if not self.territories and not self.stores:
            cure = "name a territory or a store"
            raise WrongValue.at("territories", "found an empty zone", cure, code="reaches_nobody")


def serves(zone: PlaceZone, country: str) -> bool:
    """Whether some part of a country (ISO 3166-1 alpha-2) lies in the zone."""
    return any(territory.country == country for territory in zone.territories)


def reaches(zone: PlaceZone, place: Place) -> bool:
    """Whether a place lies in the zone.

    >>> lyon = PlaceZone("lyon", [Territory(country="FR", only=["69"])])
    >>> reaches(lyon, Place("FR", "69 003")), reaches(lyon, Place("FR", "75001"))
    (True, False)
    """
    return any(territory.holds(place) for territory in zone.territories)
