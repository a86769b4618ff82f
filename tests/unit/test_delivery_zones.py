from __future__ import annotations

import pytest

from comptoir.facts.baskets import Place
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
        (france(only=("690030",)), "69003", False),
        (france(never=("20",)), "20000", False),
        (france(never=("20",)), "21000", True),
        (france(only=("2",), never=("20",)), "20090", False),
        (france(only=("20090",), never=("20",)), "20090", False),
        (france(only=("97100-97899",)), "97099", False),
        (france(only=("97100-97899",)), "97100", True),
        (france(only=("97100-97899",)), "97-899", True),
        (france(only=("97100-97899",)), "97900", False),
        (france(only=("1000-2000",)), "15000", False),
        (france(only=("1000-2000",)), "1A00", False),
        (france(only=("75", "69")), "75011", True),
        (zone(Territory(country="FR", only=["75"]), Territory(country="FR", only=["69"])), "69003", True),
        (zone(Territory(country="FR", never=["20"]), Territory(country="FR", only=["20"])), "20000", True),
        (zone(Territory(country="BE")), "1000", False),
    ],
)
def test_a_place_is_reached_by_its_postcode(where: PlaceZone, postcode: str, is_reached: bool) -> None:  # noqa: FBT001
    assert reaches(where, Place("FR", postcode)) is is_reached


def test_letters_are_compared_as_capitals_and_without_spaces() -> None:
    london = zone(Territory(country="GB", only=["sw1a 1"]))
    assert reaches(london, Place("GB", "SW1A 1AA"))
    assert reaches(london, Place("GB", "sw1a1aa"))
    assert not reaches(london, Place("GB", "SW1A 2AA"))


def test_a_country_may_be_served_where_the_place_is_not() -> None:
    lyon = france(only=("69",))
    assert serves(lyon, "FR")
    assert not serves(lyon, "BE")


def test_postcodes_have_one_spelling_and_one_order() -> None:
    written = Territory(country="FR", only=["97100 - 97899", "69", "69", "2a"])
    assert written.only == ("2A", "69", "97100-97899")
    assert written == Territory(country="FR", only=["69", "2A", "97100-97899"])


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("", "not_postcodes"),
        (" ", "not_postcodes"),
        ("6é", "not_postcodes"),
        ("69*", "not_postcodes"),
        ("69-", "not_postcodes"),
        ("1-2-3", "not_postcodes"),
        ("97899-97100", "not_a_range"),
        ("971-97899", "not_a_range"),
        ("BH2-BH4", "not_a_range"),
        ("²-³", "not_postcodes"),
    ],
)
def test_what_is_no_postcode_and_no_range_is_refused(entry: str, code: str) -> None:
    with pytest.raises(WrongValue) as error:
        Territory(country="FR", never=["20", entry])
    assert code_of(error) == code
    assert error.value.faults[0].where == "never[1]"


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
