"""Zones: parts of the world under one name, in which goods are handed over.

Decides by country and postcode alone. Delivery services go there; prices and tax rates may hold there.

Source: house rule (several territories add up; in one, ``never`` wins over ``only``).
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from comptoir.facts.baskets import Place
from comptoir.facts.products import identifiers
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, shown
from comptoir.values.identifiers import checked_country, checked_identifier


def bare(postcode: str) -> str:
    """A postcode as it is compared: capitals, no spaces, no hyphens.

    >>> bare("sw1a 1aa")
    'SW1A1AA'
    """
    return postcode.replace(" ", "").replace("-", "").upper()


def _postcodes(written: Iterable[str], where: str) -> tuple[str, ...]:
    listed = tuple_of(str, written, where)
    return tuple(sorted({_postcode(text, f"{where}[{index}]") for index, text in enumerate(listed)}))


def _postcode(text: str, where: str) -> str:
    """A beginning of postcodes, or a range of them, in its one spelling."""
    ends = text.replace(" ", "").upper().split("-")
    if not all(end.isascii() and end.isalnum() for end in ends) or len(ends) > 2:
        cure = 'write how the postcodes begin ("69"), or a range of them ("97100-97899")'
        raise WrongValue.at(where, shown(text), cure, code="not_postcodes")
    first, last = ends[0], ends[-1]
    if len(ends) == 2 and not (
        first.isdigit() and last.isdigit() and len(first) == len(last) and first <= last
    ):
        cure = "let a range rise between two postcodes of as many digits; write a single one without hyphen"
        raise WrongValue.at(where, shown(text), cure, code="not_a_range")
    return "-".join(ends)


def _only(postcodes: Iterable[str]) -> tuple[str, ...]:
    return _postcodes(postcodes, "only")


def _never(postcodes: Iterable[str]) -> tuple[str, ...]:
    return _postcodes(postcodes, "never")


@attrs.frozen(kw_only=True)
class Territory:
    """A country, or the part of it whose postcodes are in ``only`` and not in ``never``.

    Each entry is how postcodes begin (``69``), or a range of as many digits, both ends included
    (``97100-97899``). Without ``only`` it is the whole country; ``never`` wins.

    >>> Territory(country="FR", never=["20", "97100 - 97899"]).never
    ('20', '97100-97899')
    """

    country: str
    only: tuple[str, ...] = attrs.field(default=(), converter=_only)
    never: tuple[str, ...] = attrs.field(default=(), converter=_never)

    def __attrs_post_init__(self) -> None:
        checked_country(self.country, "country")


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
    return any(_holds(territory, place) for territory in zone.territories)


def _holds(territory: Territory, place: Place) -> bool:
    if territory.country != place.country:
        return False
    postcode = bare(place.postcode)
    if any(_covers(entry, postcode) for entry in territory.never):
        return False
    return not territory.only or any(_covers(entry, postcode) for entry in territory.only)


def _covers(entry: str, postcode: str) -> bool:
    """Whether a bare postcode begins as an entry says, or lies in its range."""
    first, hyphen, last = entry.partition("-")
    if not hyphen:
        return postcode.startswith(first)
    return len(postcode) == len(first) and postcode.isdigit() and first <= postcode <= last
