"""Where a service goes, as regions of schema.org: whatever lies in a region that is named is served.

Decides by the postcodes alone. A region has no "but not": what is left out is split off, and what cannot be
split off is not named at all.

Source: schema.org DefinedRegion, PostalCodeRangeSpecification, postalCodePrefix.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from comptoir.facts.postcodes import Form, Stretch, form_of
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.wire.canonical import Document

Zones = Sequence[PlaceZone]
Parts = dict[tuple[bool, ...], list[str]]
"""How the postcodes of a country begin, by the answer to each question that was asked of them."""

_DIGITS: Final = "0123456789"
_NUMBER: Final = f"#{_DIGITS}"
"""What stands in a shape where there is a digit."""


def parts_of(country: str, served: Zones, others: Sequence[Zones]) -> Parts:
    """The parts of a country that lie in ``served``, told apart by in which of the ``others`` they lie."""
    found: Parts = {}
    for key, answers in _told_apart(country, form_of(country), "", (served, *others)):
        found.setdefault(answers[1:], []).append(key)
    return found


def _told_apart(
    country: str, form: Form, key: str, questions: Sequence[Zones]
) -> list[tuple[str, tuple[bool, ...]]]:
    """Beginnings of postcodes, as short as can be, all of whose places have the same answers."""
    answers = [_lies(zones, country, form, key) for zones in questions]
    if answers[0] is False:
        return []
    if None not in answers:
        return [(key, tuple(answer is True for answer in answers))]
    longer = [key + character for character in form.following(key)]
    found = [part for each in longer for part in _told_apart(country, form, each, questions)]
    is_one = [each for each, _ in found] == longer and len({part for _, part in found}) == 1
    return [(key, found[0][1])] if is_one and not form.is_whole(key) else found


def _lies(zones: Zones, country: str, form: Form, key: str) -> bool | None:
    """Whether all the places whose postcodes begin with a key lie in the zones; ``None`` if some do."""
    found = [
        _within(territory, form, key)
        for zone in zones
        for territory in zone.territories
        if territory.country == country
    ]
    return True if True in found else None if None in found else False


def _within(territory: Territory, form: Form, key: str) -> bool | None:
    if any(_covers(form, each, key) for each in territory.outside):
        return False
    if territory.inside and not any(each.touches(key) for each in territory.inside):
        return False
    is_inside = not territory.inside or any(_covers(form, each, key) for each in territory.inside)
    return True if is_inside and not any(each.touches(key) for each in territory.outside) else None


def _covers(form: Form, stretch: Stretch, key: str) -> bool:
    """Whether all that begins with a key lies in a stretch; also a key shorter than its ends, of digits."""
    if stretch.covers(key):
        return True
    length = len(stretch.first)
    is_number = all(character in _NUMBER for shape in form.shapes for character in shape[:length])
    return is_number and stretch.first[: len(key)] < key < stretch.last[: len(key)]


def region(country: str, keys: Sequence[str]) -> Document:
    """The part of a country whose postcodes begin so: ranges where they are numbers, beginnings elsewhere."""
    found: dict[str, Document] = {"@type": "DefinedRegion", "addressCountry": country}
    form = form_of(country)
    if "" in keys:
        return found
    if all(character in _NUMBER for character in form.shapes[0]):
        found["postalCodeRange"] = [_range(form, *ends) for ends in _ranges(form.shapes[0], keys)]
    else:
        found["postalCodePrefix"] = [text for key in keys for text in _beginnings(form, key)]
    return found


def _ranges(shape: str, keys: Sequence[str]) -> list[tuple[str, str]]:
    """The first and the last postcode of each stretch; stretches that touch are one."""
    ends = sorted(
        (_filled(shape, key, "0"), _filled(shape, key, "9")) for key in keys if len(key) <= len(shape)
    )
    starts = [ends[0][0], *(later[0] for earlier, later in pairwise(ends) if _is_gap(earlier, later))]
    stops = [*(earlier[1] for earlier, later in pairwise(ends) if _is_gap(earlier, later)), ends[-1][1]]
    return list(zip(starts, stops, strict=True))


def _is_gap(earlier: tuple[str, str], later: tuple[str, str]) -> bool:
    return int(later[0]) > int(earlier[1]) + 1


def _filled(shape: str, key: str, digit: str) -> str:
    return key + shape[len(key) :].replace("#", digit)


def _range(form: Form, first: str, last: str) -> Document:
    return {
        "@type": "PostalCodeRangeSpecification",
        "postalCodeBegin": _as_written(form, first),
        "postalCodeEnd": _as_written(form, last),
    }


def _beginnings(form: Form, key: str) -> list[str]:
    return _british(key) if form.is_british else [_as_written(form, key)]


def _british(key: str) -> list[str]:
    """How British postcodes begin, so that ``BH2`` is never taken for ``BH20``: with an area, or a sector.

    Districts with a letter, such as ``W1A``, are named only where a rule names them.
    """
    area, rest = key[:2].strip(), key[2:]
    if not rest:
        return [area] if len(key) != 2 or len(area) == 2 else [f"{area}{digit}" for digit in _DIGITS[1:]]
    if len(rest) == 2:
        return _british(f"{key} ")
    if len(rest) < 4:
        return [text for digit in _DIGITS for text in _british(key + digit)]
    return [f"{area}{int(rest[:2])}{rest[2].strip()} {rest[3:]}"]


def _as_written(form: Form, key: str) -> str:
    """The key with the spaces and hyphens with which the country writes it; without the country's letters."""
    example = form.example.removeprefix(form.prefix).lstrip("-")
    written, rest = "", key
    for character in example:
        if not rest:
            return written
        if character.isalnum():
            written, rest = written + rest[0], rest[1:]
        else:
            written += character
    return written + rest
