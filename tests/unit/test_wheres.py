"""Where a rule holds, and where goods are handed over."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir import STANDARD, ComptoirError, WrongType, WrongValue
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Place
from comptoir.facts.places import Places
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.facts.wheres import (
    NOWHERE,
    InCountries,
    InStore,
    InZone,
    Spot,
    Where,
    checked_where,
    narrowness,
)
from unit.delivery_shop import FRANCE, LYON, MAINLAND

LYON_2 = Spot(country="FR", zones=("france", "lyon"), store="lyon-2")


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        (InCountries(["FR"]), True),
        (InCountries(["BE", "FR"]), True),
        (InCountries(["BE"]), False),
        (InZone("lyon"), True),
        (InZone("france"), True),
        (InZone("lyo"), False),
        (InStore("lyon-2"), True),
        (InStore("lyon"), False),
    ],
)
def test_a_place_holds_a_spot_or_not(where: Where, holds: bool) -> None:  # noqa: FBT001
    assert where.holds(LYON_2) is holds
    assert not where.holds(NOWHERE)


def test_the_narrower_a_place_the_higher_its_number() -> None:
    places = (None, InCountries(["FR"]), InZone("lyon"), InStore("lyon-2"))
    assert [narrowness(each) for each in places] == [0, 1, 2, 3]


def test_countries_have_one_order_and_stand_once() -> None:
    assert InCountries(["FR", "BE", "FR"]) == InCountries(["BE", "FR"])
    assert InCountries(["FR", "BE"]).countries == ("BE", "FR")


@pytest.mark.parametrize(
    ("make", "code", "where"),
    [
        (lambda: InCountries([]), "holds_nowhere", "countries"),
        (lambda: InCountries(["FR", "fr"]), "not_a_country", "countries[1]"),
        (lambda: InZone(""), "not_an_identifier", "zone"),
        (lambda: InStore("lyon 2"), "not_an_identifier", "store"),
    ],
)
def test_a_place_that_is_none_is_refused(make: Any, code: str, where: str) -> None:
    with pytest.raises(WrongValue) as error:
        make()
    assert (code_of(error), error.value.faults[0].where) == (code, where)


def test_one_country_is_no_list_of_them() -> None:
    with pytest.raises(WrongType):
        InCountries("FR")


def test_where_a_rule_holds_is_one_of_three_kinds() -> None:
    assert checked_where(None, "where") is None
    assert checked_where(InZone("lyon"), "where") == InZone("lyon")
    with pytest.raises(WrongType) as error:
        checked_where("FR", "where")  # type: ignore[arg-type]
    assert str(error.value) == (
        "where: found 'FR' (str); "
        'pass InCountries(["FR"]), InZone("corsica") or InStore("lyon-2") [wrong_type]'
    )


@pytest.mark.parametrize("where", [InCountries(["BE", "FR"]), InZone("lyon"), InStore("lyon-2")])
def test_a_place_is_the_same_after_a_wire(where: Where) -> None:
    codec = STANDARD.codec
    written = codec.write(where)
    assert codec.read(Where, written, where="where") == where  # type: ignore[arg-type]


# Where goods are handed over

BUREAU = attrs.evolve(LYON, id="bureau", place=Place("BE", "1000"))
ZONES = (
    MAINLAND,
    PlaceZone("lyon", [Territory(country="FR", only=["69"])]),
    PlaceZone("corsica", [Territory(country="FR", only=["20"])]),
    PlaceZone("shops", stores=["bureau", "kiosk"]),
)
PLACES = Places(countries={"FR": FRANCE}, stores=[LYON, BUREAU], zones=ZONES)


@pytest.mark.parametrize(
    ("handover", "spot"),
    [
        (None, Spot(country="ES")),
        (Deliver(Place("FR", "69003")), Spot(country="FR", zones=("france", "lyon"))),
        (Deliver(Place("FR", "69003"), "home"), Spot(country="FR", zones=("france", "lyon"))),
        (Deliver(Place("FR", "20 000")), Spot(country="FR", zones=("corsica",))),
        (Deliver(Place("DE", "69003")), Spot(country="DE")),
        (Carry("lyon-2"), LYON_2),
        (Collect("lyon-2"), LYON_2),
        (Carry("bureau"), Spot(country="BE", zones=("shops",), store="bureau")),
        # a store that the rulebook does not describe lies in the zones that name it, and in no country
        (Carry("kiosk"), Spot(zones=("shops",), store="kiosk")),
        (Carry("nowhere"), Spot(store="nowhere")),
    ],
)
def test_goods_are_handed_over_at_a_spot(handover: Handover | None, spot: Spot) -> None:
    assert PLACES.spot_of(handover, "ES") == spot


def test_zones_around_a_spot_stand_in_order_however_they_are_written() -> None:
    turned = attrs.evolve(PLACES, zones=ZONES[::-1])
    assert turned.spot_of(Carry("lyon-2"), "ES") == LYON_2


def test_a_delivery_is_in_no_zone_of_stores_alone() -> None:
    spot = PLACES.spot_of(Deliver(LYON.place), "ES")
    assert "shops" not in spot.zones
    assert spot.store is None
