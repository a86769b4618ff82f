"""Whether the places in which rules hold are there.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from comptoir.facts.wheres import InCountries, InStore, InZone, Where
from comptoir.rulebook.consistency.names import unknown
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault


def where_faults(at: str, where: Where | None, sections: Sections) -> Iterator[Fault]:
    """A fault for each country, zone or store that is not among the rulebook's places."""
    places = sections.places
    match where:
        case InCountries(countries=countries):
            for code in countries:
                cure = "add it under [places.countries], with its zone and its calendar"
                yield from unknown("unknown_country", at, code, places.countries, cure)
        case InZone(zone=zone):
            known = {each.id for each in places.zones}
            yield from unknown("unknown_place_zone", at, zone, known, "add it under [[places.zones]]")
        case InStore(store=store):
            yield from unknown("unknown_store", at, store, places.by_id, "add it under [[places.stores]]")
        case None:
            pass
