"""Whether a place lies in a delivery zone, and if not, whether its country does at least.

Decides by country and postcode alone. May never know which service goes there.

Source: house rule (several territories add up; in one, ``never`` wins over ``only``).
"""

from __future__ import annotations

from comptoir.delivery.rules import DeliveryZone, Territory, bare
from comptoir.facts.baskets import Place


def serves(zone: DeliveryZone, country: str) -> bool:
    """Whether some part of a country (ISO 3166-1 alpha-2) lies in the zone."""
    return any(territory.country == country for territory in zone.territories)


def reaches(zone: DeliveryZone, place: Place) -> bool:
    """Whether a place lies in the zone.

    >>> lyon = DeliveryZone("lyon", [Territory(country="FR", only=["69"])])
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
