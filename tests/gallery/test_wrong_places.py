"""Ways to write wrong zones, regions and warehouses, and wrong postcodes, and what `comptoir check` says.

The texts are compared exactly: they are part of the product. Each names the place and the cure.
"""

from __future__ import annotations

import pytest

from comptoir.authoring import check, example

ZONES = "[[places.zones]]\n"
BELGIUM = "[places.countries.BE]\n"
WAREHOUSES = "[[places.warehouses]]\n"


def zone(territory: str) -> tuple[str, str]:
    """A zone before all others."""
    return ZONES, f'{ZONES}id = "wrong"\nterritories = [{{ {territory} }}]\n\n{ZONES}'


def region(written: str) -> tuple[str, str]:
    """A region of Belgium."""
    return BELGIUM, f"{BELGIUM}regions = [{{ {written} }}]\n"


def warehouse(**changes: str) -> tuple[str, str]:
    """A warehouse before all others."""
    right = {
        "id": "depot",
        "name": "Dépôt",
        "zone": "Europe/Paris",
        "calendar": "france",
        "country": "FR",
        "postcode": "69800",
    }
    it = right | changes
    place = f'place = {{ country = "{it["country"]}", postcode = "{it["postcode"]}" }}'
    keys = "\n".join(f'{key} = "{it[key]}"' for key in ("id", "name", "zone", "calendar"))
    return WAREHOUSES, f"{WAREHOUSES}{keys}\n{place}\n\n{WAREHOUSES}"


GALLERY = {
    "a zone that covers nothing": (
        zone('country = "FR", only = ["20"], never = ["200-209"]'),
        "zones[0].territories[0].never: found all that there is; leave out less, or leave the territory out [reaches_nobody]",
    ),
    "a whole country left out": (
        zone('country = "BE", never = ["1-9", "0"]'),
        "zones[0].territories[0].never: found all that there is; leave out less, or leave the territory out [reaches_nobody]",
    ),
    "a zone of nowhere": (
        (ZONES, f'{ZONES}id = "wrong"\n\n{ZONES}'),
        "zones[0].territories: found an empty zone; name a territory or a store [reaches_nobody]",
    ),
    "postcodes in another country's form": (
        zone('country = "BE", only = ["69003"]'),
        "zones[0].territories[0].only: found '69003' (str), with which no postcode of BE begins; write how postcodes such as 1000 begin [postcode_of_another_form]",
    ),
    "Corsica by its departments": (
        zone('country = "FR", only = ["2A", "2B"]'),
        "zones[0].territories[0].only: found '2A' (str), with which no postcode of FR begins; write how postcodes such as 69003 begin [postcode_of_another_form]",
    ),
    "a region of Poland by its first digits": (
        zone('country = "PL", only = ["00-05"]'),
        'zones[0].territories[0].only: found \'00-05\' (str); write "0005" for how postcodes begin, or both ends in full for a range ("00000-05999") [hyphenated_postcode]',
    ),
    "Latvian postcodes as on letters": (
        zone('country = "LV", only = ["LV-10"]'),
        "zones[0].territories[0].only: found 'LV' (str), with which no postcode of LV begins; write how postcodes such as 1010 begin, without LV- [postcode_of_another_form]",
    ),
    "Jersey in the United Kingdom": (
        zone('country = "GB", never = ["BT", "JE"]'),
        "zones[0].territories[0].never: found 'JE' (str), with which postcodes of JE begin; leave it out of GB: JE is a country with territories of its own [postcode_of_another_country]",
    ),
    "a range that falls": (
        zone('country = "FR", only = ["97899-97100"]'),
        "zones[0].territories[0].only: found '97899-97100' (str); let a range rise between two of one form; write a single postcode without hyphen [not_a_range]",
    ),
    "a pattern in place of postcodes": (
        zone('country = "FR", only = ["69*"]'),
        'zones[0].territories[0].only[0]: found \'69*\' (str); write how the postcodes begin ("69"), or a range of them ("97100-97899") [not_postcodes]',
    ),
    "postcodes as a number": (
        zone('country = "FR", only = [69]'),
        "zones[0].territories[0].only[0]: found 69 (int); write a text [not_a_text]",
    ),
    "a zone in a country that is not served": (
        zone('country = "LU"'),
        "zones[0].territories[0].country: found LU; add it under [places.countries], with its zone and its calendar [unknown_country]",
    ),
    "a region of no zone": (
        region('of = "belgum", calendar = "belgium"'),
        "countries.BE.regions[0].of: found belgum; did you mean belgium? Otherwise add it under [[places.zones]] [unknown_place_zone]",
    ),
    "a region that lies elsewhere": (
        region('of = "corsica", calendar = "belgium"'),
        "countries.BE.regions[0].of: found corsica, of which no part is in BE; name a zone with a territory of BE, or leave the region out [region_elsewhere]",
    ),
    "a region that is there twice": (
        (
            BELGIUM,
            f'{BELGIUM}regions = [{{ of = "belgium", calendar = "france" }}, {{ of = "belgium", calendar = "belgium" }}]\n',
        ),
        "countries.BE.regions[1].of: found belgium a second time; name each zone once: the first one decides [duplicate_region]",
    ),
    "a region with nothing of its own": (
        region('of = "belgium"'),
        "countries.BE.regions[0].calendar: found neither a zone nor a calendar; give it a zone or a calendar of its own, or leave it out [idle_region]",
    ),
    "a region on a calendar that there is not": (
        region('of = "belgium", calendar = "belgum"'),
        "countries.BE.regions[0].calendar: found belgum; did you mean belgium? Otherwise add it under [calendars] [unknown_calendar]",
    ),
    "a warehouse with a postcode of another form": (
        warehouse(postcode="1000"),
        "warehouses[0].place.postcode: found '1000' (str), which no postcode of FR looks like; write it as in 69003 [postcode_of_another_form]",
    ),
    "a warehouse in Monaco": (
        warehouse(postcode="98000"),
        "warehouses[0].place.postcode: found '98000' (str), a postcode of MC; write MC as the country [postcode_of_another_country]",
    ),
    "a warehouse that is called as a store": (
        warehouse(id="lyon-2"),
        "warehouses[0].id: found lyon-2, as a store is called; give each source an id of its own [duplicate_id]",
    ),
    "a warehouse on a calendar that there is not": (
        warehouse(calendar="frence"),
        "warehouses[0].calendar: found frence; did you mean france? Otherwise add it under [calendars] [unknown_calendar]",
    ),
}


@pytest.mark.parametrize(("edit", "said"), GALLERY.values(), ids=GALLERY)
def test_wrong_places_are_answered_with_place_and_cure(edit: tuple[str, str], said: str) -> None:
    right, wrong = edit
    assert right in example()
    found = [str(fault) for fault in check(example().replace(right, wrong, 1))]
    assert [each for each in found if each.startswith("places.")] == [f"places.{said}"]


def test_a_warehouse_that_is_there_twice() -> None:
    right, wrong = warehouse()
    twice = example().replace(right, f"{wrong.removesuffix(WAREHOUSES)}{wrong}", 1)
    assert [str(fault) for fault in check(twice)] == [
        "places.warehouses[1].id: found depot a second time; give each an id of its own [duplicate_id]"
    ]


def test_a_service_to_stores_alone_and_from_nowhere() -> None:
    stores = f'{ZONES}id = "shops"\nstores = ["lyon-2"]\n\n{ZONES}'
    shipped = 'zones = ["mainland"]'
    assert shipped in example()
    nobody = example().replace(ZONES, stores, 1).replace(shipped, 'zones = ["mainland", "shops"]', 1)
    [fault] = check(nobody)
    assert fault.where.endswith(".way.shipped.zones")
    assert str(fault).partition(": ")[2] == (
        "found shops, with stores alone; give the zone a territory: to its stores nothing is shipped "
        "[reaches_nobody]"
    )
    source = 'source = "entrepot"'
    assert source in example()
    [fault] = check(example().replace(source, 'source = "entrepot-2"', 1))
    assert fault.where.endswith(".way.shipped.dispatch[0].source")
    assert str(fault).partition(": ")[2] == (
        "found entrepot-2; did you mean entrepot? Otherwise add it under [[places.warehouses]] or "
        "[[places.stores]] [unknown_source]"
    )
