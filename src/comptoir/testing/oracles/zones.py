"""A second opinion on where a place lies: postcodes compared part by part, ranges written out.

It decides nothing for a shop. It reads territories as they are written, and shares no step with the
postcodes of ``comptoir.facts``.

Source: house rule (laws DO and D10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from comptoir.facts.handovers import Place
from comptoir.facts.places import Country, Places
from comptoir.facts.territories import PlaceZone, Territory

BRITISH: Final = ("GB", "GG", "GI", "IM", "JE")
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS: Final = "0123456789"
_PARTS: Final = re.compile(r"[A-Z]+|[0-9]+")


def lies_in(places: Places, zone: str, place: Place) -> bool:
    """Whether a place lies in a zone, by its id."""
    return any(in_zone(each, place) for each in places.zones if each.id == zone)


def lies_around(places: Places, zone: str, place: Place | None, store: str | None) -> bool:
    """Whether a zone holds a place, or a store."""
    return any(
        each.id == zone and (store in each.stores or (place is not None and in_zone(each, place)))
        for each in places.zones
    )


def in_zone(zone: PlaceZone, place: Place) -> bool:
    """Whether one of its territories holds the place."""
    return any(_holds(each, place) for each in zone.territories)


def days_at(places: Places, place: Place) -> Country:
    """Whose days count at a place: those of the first region in which it lies, else the country's."""
    country = places.countries[place.country]
    for region in country.regions:
        if lies_in(places, region.of, place):
            return Country(zone=region.zone or country.zone, calendar=region.calendar or country.calendar)
    return country


def _holds(territory: Territory, place: Place) -> bool:
    if territory.country != place.country:
        return False
    never, only = (
        any(_covers(place.country, entry, place.postcode) for entry in entries)
        for entries in (territory.never, territory.only)
    )
    return (only or not territory.only) and not never


@cache
def _covers(country: str, entry: str, postcode: str) -> bool:
    """Whether a postcode is one of those that begin as an entry of a territory says."""
    written = postcode.upper().replace("-", "")
    if country in BRITISH:
        return any(_british(begins, written) for begins in _british_range(entry))
    parts = _PARTS.findall(written.replace(" ", ""))
    return any(_begins(_PARTS.findall(begins.replace(" ", "")), parts) for begins in _range(entry))


def _begins(begins: list[str], parts: list[str]) -> bool:
    """Whether parts begin with others, of which only the last may be unfinished."""
    if len(begins) > len(parts):
        return False
    *whole, last = begins
    return parts[: len(whole)] == whole and parts[len(whole)].startswith(last)


def _range(entry: str) -> Iterator[str]:
    """Every beginning that an entry names."""
    first, hyphen, last = entry.partition("-")
    if not hyphen:
        yield first
        return
    for number in range(int(first), int(last) + 1):
        yield str(number).zfill(len(first))


def _british_range(entry: str) -> Iterator[str]:
    first, hyphen, last = entry.partition("-")
    if not hyphen:
        yield first
        return
    area = first.rstrip("0123456789")
    for number in range(int(first[len(area) :]), int(last[len(area) :]) + 1):
        yield f"{area}{number}"


def _british(begins: str, postcode: str) -> bool:
    """Whether area, district, sector and unit are those of a beginning, as far as it names them.

    The last three characters of a whole postcode are sector and unit, however it is spaced.
    """
    bare = postcode.replace(" ", "")
    outward, inward = bare[:-3], bare[-3:]
    outside, _, inside = begins.partition(" ")
    if outside.isalpha():
        return outside == outward.rstrip(_LETTERS).rstrip(_DIGITS) and not inside
    with_letter = not inside and outward.rstrip(_LETTERS) == outside
    return with_letter or (outside == outward and inward.startswith(inside))
