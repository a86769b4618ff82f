from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.handovers import Collect, Deliver, Place
from comptoir.facts.places import SPOTS_REMEMBERED, ZONES_REMEMBERED, Country, Places, Region
from comptoir.facts.territories import PlaceZone, Territory, reaches, serves
from comptoir.values.errors import ComptoirError, WrongType, WrongValue


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


def zone(*territories: Territory) -> PlaceZone:
    return PlaceZone("zone", territories)


def france(*, only: tuple[str, ...] = (), never: tuple[str, ...] = ()) -> PlaceZone:
    return zone(Territory(country="FR", only=only, never=never))


@pytest.mark.parametrize(
    ("where", "postcode", "is_reached"),
    [
        (france(), "69003", True),
        (france(only=("69",)), "69003", True),
        (france(only=("69",)), "69 003", True),
        (france(only=("69",)), "96900", False),
        (france(only=("69003",)), "69003", True),
        (france(never=("20",)), "20000", False),
        (france(never=("20",)), "21000", True),
        (france(only=("2",), never=("20",)), "20090", False),
        (france(only=("97100-97899",)), "97099", False),
        (france(only=("97100-97899",)), "97100", True),
        (france(only=("97100-97899",)), "97-899", True),
        (france(only=("97100-97899",)), "97900", False),
        (france(only=("10-19",)), "09999", False),
        (france(only=("10-19",)), "10000", True),
        (france(only=("10-19",)), "19999", True),
        (france(only=("10-19",)), "20000", False),
        (france(only=("1000-2000",)), "20009", True),
        (france(only=("1000-2000",)), "20010", False),
        (france(only=("75", "69")), "75011", True),
        (zone(Territory(country="FR", only=["75"]), Territory(country="FR", only=["69"])), "69003", True),
        (zone(Territory(country="FR", never=["20"]), Territory(country="FR", only=["20"])), "20000", True),
        (zone(Territory(country="BE")), "69003", False),
    ],
)
def test_a_place_is_reached_by_its_postcode(where: PlaceZone, postcode: str, is_reached: bool) -> None:  # noqa: FBT001
    assert reaches(where, Place("FR", postcode)) is is_reached


def test_letters_are_compared_as_capitals_and_without_spaces() -> None:
    london = zone(Territory(country="GB", only=["sw1a 1"]))
    assert reaches(london, Place("GB", "SW1A 1AA"))
    assert reaches(london, Place("GB", "sw1a1aa"))
    assert not reaches(london, Place("GB", "SW1A 2AA"))


@pytest.mark.parametrize(
    ("country", "entry", "inside", "outside"),
    [
        ("GB", "BH", ["BH1 1AA", "BH31 6AA"], ["B1 1AA", "BA1 1AA"]),
        ("GB", "B", ["B1 1AA", "B99 1AA"], ["BH1 1AA"]),
        ("GB", "BH2", ["BH2 5XX", "bh2-5xx", "BH25XX"], ["BH20 5XX", "BH1 1AA", "BH25 5AA"]),
        ("GB", "BH25", ["BH25 5AA"], ["BH2 5XX"]),
        ("GB", "BH2 5", ["BH2 5XX"], ["BH2 6XX", "BH25 5AA", "BH25 6AA"]),
        ("GB", "BH2 5x", ["BH2 5XX", "BH2 5XY"], ["BH2 5AA"]),
        ("GB", "bh2 5xx", ["BH2 5XX"], ["BH2 5XY"]),
        ("GB", "SW1", ["SW1A 1AA", "SW1Y 4AA"], ["SW10 1AA", "SW11 1AA"]),
        ("GB", "SW1A", ["SW1A 1AA"], ["SW1Y 4AA", "SW1 1AA"]),
        ("GB", "BH2-BH4", ["BH2 5XX", "BH3 7AA", "BH4 9ZZ"], ["BH1 1AA", "BH5 1AA", "BH20 5XX", "BH31 6AA"]),
        ("GB", "BH8-BH11", ["BH8 8AA", "BH9 1AA", "BH10 4AA", "BH11 8AA"], ["BH1 1AA", "BH12 1AA"]),
        ("GB", "SW1A-SW1P", ["SW1A 1AA", "SW1H 9AA"], ["SW1Y 4AA", "SW1 1AA", "SW2 1AA"]),
        ("JE", "JE2", ["JE2 3AB"], ["JE3 1AA"]),
        ("GG", "GY1-GY8", ["GY1 1AA", "GY8 0AA"], ["GY9 1AA", "GY10 1AA"]),
        ("IM", "IM1", ["IM1 1AA"], ["IM2 1AA"]),
        ("CH", "94", ["9400", "9499"], ["9500"]),
        ("PL", "00000-95999", ["00-950", "95-200"], ["96-100"]),
        ("PT", "1000-1999", ["1000-205"], ["2000-001"]),
        ("US", "20500-20599", ["20500", "20500-0003"], ["20600"]),
        ("NL", "1012", ["1012 JS", "1012ab"], ["1013 AA"]),
        ("NL", "1012J", ["1012 JS"], ["1012 KA"]),
        ("NL", "1000-1099", ["1000 AA", "1099 ZZ"], ["1100 AA"]),
        ("NL", "1012AA-1012KZ", ["1012 AA", "1012 JS"], ["1012 LA", "1013 AA"]),
        ("IE", "D02", ["D02 X285"], ["D01 F5P2"]),
        ("IE", "D01-D24", ["D02 X285", "D24 A123"], ["D6W A123", "A65 F4E2"]),
        ("CA", "K1A", ["K1A 0B1"], ["K1B 1A1"]),
        ("CA", "H2-H4", ["H3Z 2Y7"], ["H1A 0A1", "K1A 0B1"]),
        ("LV", "10", ["LV-1010", "1010"], ["LV-2010"]),
        ("US", "205", ["20500", "20500-0003"], ["20600"]),
        ("PL", "00", ["00-950"], ["01-000"]),
        ("MT", "VLT", ["VLT 1117"], ["SLM 1030"]),
        ("KW", "13", ["13009", "13-A"], ["15000"]),
        ("KW", "1000-2000", ["1000", "15000"], ["999", "1A00", "3000"]),
        ("KW", "A1-B2", ["A15", "A9", "B1"], ["B3", "AA"]),
    ],
)
def test_postcodes_begin_and_follow_as_their_country_writes_them(
    country: str, entry: str, inside: list[str], outside: list[str]
) -> None:
    only = zone(Territory(country=country, only=[entry]))
    never = zone(Territory(country=country, never=[entry]))
    for postcode in inside + outside:
        is_inside = postcode in inside
        assert reaches(only, Place(country, postcode)) is is_inside, postcode
        assert reaches(never, Place(country, postcode)) is not is_inside, postcode


def test_a_country_may_be_served_where_the_place_is_not() -> None:
    lyon = france(only=("69",))
    assert serves(lyon, "FR")
    assert not serves(lyon, "BE")


def test_postcodes_have_one_spelling_and_one_order() -> None:
    written = Territory(country="FR", only=["97100 - 97899", "69", "69", "69 00"])
    assert written.only == ("69", "6900", "97100-97899")
    assert written == Territory(country="FR", only=["6900", "69", "97100-97899"])
    british = Territory(country="GB", only=["bh2  5", "BH25", "bh2 - bh4"])
    assert british.only == ("BH2 5", "BH2-BH4", "BH25")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("", "not_postcodes"),
        (" ", "not_postcodes"),
        ("6é", "not_postcodes"),
        ("69*", "not_postcodes"),
        ("69-", "not_postcodes"),
        ("1-2-3", "not_postcodes"),
        ("²-³", "not_postcodes"),
    ],
)
def test_what_is_no_postcode_is_refused(entry: str, code: str) -> None:
    with pytest.raises(WrongValue) as error:
        Territory(country="FR", never=["20", entry])
    assert code_of(error) == code
    assert error.value.faults[0].where == "never[1]"


@pytest.mark.parametrize(
    ("country", "entry"),
    [
        ("FR", "97899-97100"),
        ("FR", "971-97899"),
        ("GB", "BH4-BH2"),
        ("GB", "BH2-BH"),
        ("GB", "SW1-SW1A"),
        ("IE", "D01-D6W"),
        ("KW", "A1-11"),
    ],
)
def test_a_range_rises_between_two_beginnings_of_one_form(country: str, entry: str) -> None:
    with pytest.raises(WrongValue) as error:
        Territory(country=country, only=[entry])
    assert code_of(error) == "not_a_range"
    assert error.value.faults[0].where == "only"


@pytest.mark.parametrize(
    ("country", "entry"),
    [
        ("FR", "2A"),
        ("FR", "690030"),
        ("FR", "BH2-BH4"),
        ("MC", "06"),
        ("NL", "NL1012"),
        ("GB", "1000"),
        ("JE", "GY1"),
        ("LV", "LV"),
    ],
)
def test_how_no_postcode_of_the_country_begins_is_refused(country: str, entry: str) -> None:
    with pytest.raises(WrongValue) as error:
        Territory(country=country, only=[entry])
    assert code_of(error) == "postcode_of_another_form"
    assert error.value.faults[0].where == "only"


@pytest.mark.parametrize(
    ("country", "entry", "cure"),
    [
        (
            "PL",
            "00-95",
            'write "0095" for how postcodes begin, or both ends in full for a range ("00000-95999")',
        ),
        (
            "JP",
            "100-199",
            'write "100199" for how postcodes begin, or both ends in full for a range ("1000000-1999999")',
        ),
        ("JP", "199-100", 'write "199100" for how postcodes begin'),
        ("PL", "00-950", 'write "00950" for how postcodes begin'),
        ("PT", "1000-205", 'write "1000205" for how postcodes begin'),
        ("BR", "01310-100", 'write "01310100" for how postcodes begin'),
        ("US", "20500-0003", 'write "205000003" for how postcodes begin'),
    ],
)
def test_what_may_be_one_postcode_with_its_hyphen_is_no_range(country: str, entry: str, cure: str) -> None:
    for field in ("only", "never"):
        with pytest.raises(WrongValue) as error:
            Territory(country=country, **{field: [entry]})
        [fault] = error.value.faults
        assert (fault.code, fault.where, fault.cure) == ("hyphenated_postcode", field, cure)


@pytest.mark.parametrize(
    ("country", "entry", "cure"),
    [
        ("LV", "LV-10", "write how postcodes such as 1010 begin, without LV-"),
        ("LT", "LT-01", "write how postcodes such as 01100 begin, without LT-"),
        ("LU", "L-10", "write how postcodes such as 1009 begin, without L-"),
        ("SE", "SE-111", "write how postcodes such as 111 29 begin"),
    ],
)
def test_the_cure_of_a_prefix_is_to_leave_it_out(country: str, entry: str, cure: str) -> None:
    with pytest.raises(WrongValue) as error:
        Territory(country=country, only=[entry])
    [fault] = error.value.faults
    assert (fault.code, fault.cure) == ("postcode_of_another_form", cure)


@pytest.mark.parametrize(
    ("country", "entry", "other"),
    [
        ("GB", "JE", "JE"),
        ("GB", "GY1-GY9", "GG"),
        ("FR", "98000", "MC"),
        ("CH", "9490-9498", "LI"),
        ("FI", "22", "AX"),
        ("IT", "4789", "SM"),
    ],
)
def test_postcodes_of_another_country_are_in_no_territory(country: str, entry: str, other: str) -> None:
    for field in ("only", "never"):
        with pytest.raises(WrongValue, match=f"postcodes of {other} begin") as error:
            Territory(country=country, **{field: [entry]})
        assert (code_of(error), error.value.faults[0].where) == ("postcode_of_another_country", field)


def test_what_is_left_of_a_country_is_not_another_one() -> None:
    with pytest.raises(WrongValue) as error:
        Territory(country="FR", only=["98"], never=["981-989"])
    assert code_of(error) == "reaches_nobody"


@pytest.mark.parametrize(
    "territory",
    [
        {"country": "FR", "only": ["20"], "never": ["20"]},
        {"country": "FR", "only": ["201", "202"], "never": ["20"]},
        {"country": "FR", "only": ["20100-20199"], "never": ["200-202"]},
        {"country": "FR", "only": ["97"], "never": ["970-974", "97500-97999"]},
        {"country": "FR", "never": list("0123456789")},
        {"country": "MC", "never": ["98"]},
        {"country": "GB", "only": ["BH2 5", "BH3"], "never": ["BH2-BH4"]},
        {"country": "KW", "only": ["1"], "never": ["1"]},
        {"country": "US", "only": ["20500"], "never": ["20500"]},
    ],
)
def test_a_territory_of_which_all_is_left_out_covers_nothing(territory: dict[str, Any]) -> None:
    with pytest.raises(WrongValue) as error:
        Territory(**territory)
    assert code_of(error) == "reaches_nobody"
    assert error.value.faults[0].where == "never"


@pytest.mark.parametrize(
    "territory",
    [
        {"country": "FR", "only": ["20", "21"], "never": ["20"]},
        {"country": "FR", "only": ["97"], "never": ["970-974", "97500-97998"]},
        {"country": "FR", "never": list("012345678")},
        {"country": "MC", "never": ["9800"]},
        {"country": "GB", "only": ["BH2"], "never": ["BH2 5"]},
        {"country": "KW", "only": ["1"], "never": ["11", "12"]},
        {"country": "US", "only": ["20500"], "never": ["205000"]},
    ],
)
def test_what_is_left_of_a_territory_is_enough(territory: dict[str, Any]) -> None:
    assert Territory(**territory).country == territory["country"]


def test_a_single_text_is_no_list_of_postcodes() -> None:
    with pytest.raises(WrongType):
        Territory(country="FR", only="69")


@pytest.mark.parametrize("country", ["fr", "FRA", "F1", ""])
def test_a_country_is_two_capitals(country: str) -> None:
    with pytest.raises(WrongValue) as error:
        Territory(country=country)
    assert code_of(error) == "not_a_country"


def test_a_zone_has_a_territory() -> None:
    with pytest.raises(WrongValue) as error:
        zone()
    assert code_of(error) == "reaches_nobody"


CODES = ("69003", "69009", "20000", "20200", "97100", "97899", "10115", "01000", "99999")
BEGINNINGS = ("", "6", "69", "6900", "69003", "2", "20", "97", "10", "0")
RANGES = ("69000-69005", "20-21", "200-202", "00-99", "97100-97899", "1-3", "10115-20000")
BRITISH = ("BH2 5XX", "BH20 5XX", "BH4 1AA", "B1 1AA", "SW1A 1AA", "SW1 1AA", "SW11 1AA")
BRITISH_ENTRIES = (
    "BH",
    "BH2",
    "BH2 5",
    "BH2 5X",
    "BH2-BH4",
    "B",
    "SW1",
    "SW1A",
    "SW1-SW11",
    "SW1A-SW1P",
    "BH2-SW1",
)


def entries(listed: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([each for each in listed if each]), max_size=4)


def territories() -> st.SearchStrategy[Territory | None]:
    def written(country: str, only: list[str], never: list[str]) -> Territory | None:
        try:
            return Territory(country=country, only=only, never=never)
        except WrongValue:
            return None

    french = entries(BEGINNINGS + RANGES)
    british = entries(BRITISH_ENTRIES)
    return st.one_of(
        st.builds(written, st.sampled_from(["FR", "DE", "KW"]), french, french),
        st.builds(written, st.just("GB"), british, british),
    )


@given(st.lists(st.lists(territories(), max_size=3), max_size=12))
def test_the_index_finds_the_zones_that_each_zone_says_it_is(drawn: list[list[Territory | None]]) -> None:
    kept = [[each for each in listed if each is not None] for listed in drawn]
    zones = [
        PlaceZone(f"zone-{number}", listed, stores=[f"store-{number % 3}"])
        for number, listed in enumerate(kept)
    ]
    places = Places(zones=zones)
    asked = [Place(country, code) for country in ("FR", "DE", "KW") for code in CODES]
    asked += [Place("KW", "1A00"), Place("BE", "1000"), *(Place("GB", code) for code in BRITISH)]
    for place in asked:
        expected = {each.id for each in zones if reaches(each, place)}
        assert places.zones_around(place) == expected
        assert places.spot_of(Deliver(place), "FR").zones == tuple(sorted(expected))
    for country in ("FR", "GB", "BE"):
        named = frozenset(each.id for each in zones[::2])
        served = any(serves(each, country) for each in zones[::2])
        assert (country in places.countries_in(named)) is served
    listing = {each.id for each in zones if "store-1" in each.stores}
    assert set(places.spot_of(Collect("store-1"), "FR").zones) == listing


LORRAINE = PlaceZone("moselle", [Territory(country="FR", only=["57"])])
REUNION = PlaceZone("reunion", [Territory(country="FR", only=["974"])])


def test_days_are_those_of_the_first_region_around_the_place() -> None:
    france = Country(
        zone="Europe/Paris",
        calendar="france",
        regions=[
            Region(of="moselle", calendar="moselle"),
            Region(of="reunion", zone="Indian/Reunion"),
            Region(of="overseas", zone="Indian/Reunion", calendar="overseas"),
        ],
    )
    overseas = PlaceZone("overseas", [Territory(country="FR", only=["97"])])
    places = Places(countries={"FR": france}, zones=[overseas, LORRAINE, REUNION])
    found = {
        code: (days.zone, days.calendar)
        for code in ("69003", "57000", "97400", "97200")
        for days in [places.days_at(Place("FR", code))]
    }
    assert found == {
        "69003": ("Europe/Paris", "france"),
        "57000": ("Europe/Paris", "moselle"),
        "97400": ("Indian/Reunion", "france"),
        "97200": ("Indian/Reunion", "overseas"),
    }


def test_what_is_remembered_of_places_is_bounded() -> None:
    places = Places(zones=[LORRAINE])
    for number in range(SPOTS_REMEMBERED + 2):
        places.zones_around(Place("FR", f"{number:05}"))
    assert places.zones_around(Place("FR", "57000")) == {"moselle"}
    for number in range(ZONES_REMEMBERED + 2):
        places.countries_in(frozenset({f"zone-{number}"}))
    assert places.countries_in(frozenset({"moselle"})) == {"FR"}
