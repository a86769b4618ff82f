"""In which zones a place lies, found without asking every zone.

Decides nothing of its own: what it finds is what :func:`comptoir.facts.territories.reaches` says of each
zone. Beginnings of postcodes are looked up by the place's own; ranges, in a segment tree over their ends;
what is left out, in the same way, of the few territories that are found.

Source: house rule; de Berg and others, Computational Geometry, section 10.3, for segment trees.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

import attrs

from comptoir.facts.handovers import Place
from comptoir.facts.postcodes import ALL, Stretch, outline, postcode_key
from comptoir.facts.territories import PlaceZone, Territory

_AFTER = "\uffff"
"""Behind a key, it comes after all postcodes that begin with that key, and before the next one."""


@attrs.frozen
class _Ranges:
    """Stretches of keys of one outline, and whose they are."""

    outline: str
    ends: tuple[str, ...]
    nodes: Mapping[int, tuple[int, ...]]

    @classmethod
    def of(cls, shape: str, stretches: Iterable[tuple[Stretch, int]]) -> _Ranges:
        """The segment tree of stretches with their owners."""
        listed = list(stretches)
        ends = sorted({end for each, _ in listed for end in (each.first, each.last + _AFTER)})
        places = {end: place for place, end in enumerate(ends, len(ends))}
        nodes: dict[int, list[int]] = {}
        for each, owner in listed:
            first, until = places[each.first], places[each.last + _AFTER]
            while first < until:
                if first % 2:
                    nodes.setdefault(first, []).append(owner)
                    first += 1
                if until % 2:
                    until -= 1
                    nodes.setdefault(until, []).append(owner)
                first, until = first // 2, until // 2
        return cls(shape, tuple(ends), {node: tuple(owners) for node, owners in nodes.items()})

    def owners(self, key: str) -> Iterator[int]:
        """Those in whose stretch a key lies."""
        if outline(key[: len(self.outline)]) != self.outline:
            return
        place = bisect_right(self.ends, key[: len(self.outline)]) - 1
        if place < 0:
            return
        node = place + len(self.ends)
        while node:
            yield from self.nodes.get(node, ())
            node //= 2


@attrs.frozen
class _Stretches:
    """Stretches of one country's keys, and whose they are."""

    beginnings: Mapping[str, tuple[int, ...]]
    ranges: tuple[_Ranges, ...]

    @classmethod
    def of(cls, stretches: Iterable[tuple[Stretch, int]]) -> _Stretches:
        """Stretches with their owners, so that they are found by a key."""
        beginnings: dict[str, list[int]] = {}
        ranges: dict[str, list[tuple[Stretch, int]]] = {}
        for each, owner in stretches:
            if each.is_beginning:
                beginnings.setdefault(each.first, []).append(owner)
            else:
                ranges.setdefault(outline(each.first), []).append((each, owner))
        return cls(
            {key: tuple(owners) for key, owners in beginnings.items()},
            tuple(_Ranges.of(shape, listed) for shape, listed in ranges.items()),
        )

    def owners(self, key: str) -> Iterator[int]:
        """Those in whose stretch a key lies; somebody with several stretches may come several times."""
        for length in range(len(key) + 1):
            yield from self.beginnings.get(key[:length], ())
        for each in self.ranges:
            yield from each.owners(key)


@attrs.frozen
class PostalIndex:
    """Zones, to be found by the places and the stores that lie in them."""

    zones: tuple[str, ...]
    inside: Mapping[str, _Stretches]
    outside: Mapping[int, _Stretches]
    owners: tuple[int, ...]
    stores: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, zones: Iterable[PlaceZone]) -> PostalIndex:
        """The index of zones: to build it takes time in proportion to their territories."""
        listed = tuple(zones)
        territories = [
            (owner, territory) for owner, zone in enumerate(listed) for territory in zone.territories
        ]
        stores: dict[str, set[str]] = {}
        for zone in listed:
            for store in zone.stores:
                stores.setdefault(store, set()).add(zone.id)
        return cls(
            zones=tuple(zone.id for zone in listed),
            inside=_by_country(territory for _, territory in territories),
            outside={
                number: _Stretches.of((each, number) for each in territory.outside)
                for number, (_, territory) in enumerate(territories)
                if territory.never
            },
            owners=tuple(owner for owner, _ in territories),
            stores={store: frozenset(ids) for store, ids in stores.items()},
        )

    def around(self, place: Place) -> frozenset[str]:
        """The zones, by id, in which a place lies."""
        stretches = self.inside.get(place.country)
        if stretches is None:
            return frozenset()
        key = postcode_key(place.country, place.postcode)
        return frozenset(
            self.zones[self.owners[number]]
            for number in stretches.owners(key)
            if not self._is_left_out(number, key)
        )

    def around_store(self, store: str) -> frozenset[str]:
        """The zones, by id, that list a store."""
        return self.stores.get(store, frozenset())

    def _is_left_out(self, number: int, key: str) -> bool:
        outside = self.outside.get(number)
        return outside is not None and any(True for _ in outside.owners(key))


def _by_country(territories: Iterable[Territory]) -> Mapping[str, _Stretches]:
    """Where territories are, by country; their owners are their numbers."""
    stretches: dict[str, list[tuple[Stretch, int]]] = {}
    for number, territory in enumerate(territories):
        found = stretches.setdefault(territory.country, [])
        found += [(each, number) for each in territory.inside or (ALL,)]
    return {country: _Stretches.of(listed) for country, listed in stretches.items()}
