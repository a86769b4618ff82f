from __future__ import annotations

from pathlib import Path

import pytest

from comptoir.facts.handovers import Place
from comptoir.facts.postcodes import FORMS, Stretch, bare, form_of, leave_nothing, postcode_key
from comptoir.values.errors import WrongValue


@pytest.mark.parametrize("country", FORMS)
def test_a_form_knows_its_own_example(country: str) -> None:
    form = FORMS[country]
    key = postcode_key(country, form.example)
    assert form.is_whole(key)
    assert form.following(key) in {"", "0123456789"}
    assert postcode_key(country, form.example.lower()) == key
    assert Place(country, form.example).postcode == form.example
    for length in range(1, len(key)):
        assert key[length] in form.following(key[:length])


@pytest.mark.parametrize("country", FORMS)
@pytest.mark.parametrize("other", ["69", "6900a", "1234567890", "ABCDEF"])
def test_another_form_is_refused_with_an_example(country: str, other: str) -> None:
    with pytest.raises(WrongValue, match="no postcode of") as error:
        Place(country, other)
    [fault] = error.value.faults
    assert (fault.code, fault.where) == ("postcode_of_another_form", "postcode")
    assert fault.cure == f"write it as in {FORMS[country].example}"


@pytest.mark.parametrize(
    ("country", "postcode"),
    [
        ("FR", "SW1A 1AA"),
        ("FR", "1000"),
        ("BE", "69003"),
        ("NL", "1012"),
        ("NL", "JS 1012"),
        ("GB", "69003"),
        ("GB", "BH2"),
        ("GB", "BH2 5"),
        ("GB", "SW1A 1A1"),
        ("JE", "GY1 1AA"),
        ("MC", "06000"),
        ("US", "205000"),
        ("CA", "11A 0B1"),
        ("PT", "1000"),
        ("LV", "EE-1010"),
    ],
)
def test_a_postcode_in_another_countrys_form_is_refused(country: str, postcode: str) -> None:
    with pytest.raises(WrongValue) as error:
        Place(country, postcode)
    assert error.value.faults[0].code == "postcode_of_another_form"


@pytest.mark.parametrize(
    ("country", "postcode", "other"),
    [
        ("GB", "JE2 3AB", "JE"),
        ("GB", "gy11aa", "GG"),
        ("GB", "IM1 1AA", "IM"),
        ("GB", "GX11 1AA", "GI"),
        ("FR", "98000", "MC"),
        ("CH", "9485", "LI"),
        ("CH", "9498", "LI"),
        ("FI", "22100", "AX"),
        ("IT", "47890", "SM"),
        ("IT", "00120", "VA"),
    ],
)
def test_a_postcode_of_another_country_is_refused_with_that_country(
    country: str, postcode: str, other: str
) -> None:
    with pytest.raises(WrongValue) as error:
        Place(country, postcode)
    [fault] = error.value.faults
    assert (fault.code, fault.where) == ("postcode_of_another_country", "postcode")
    assert fault.cure == f"write {other} as the country"
    assert Place(other, postcode).country == other


@pytest.mark.parametrize(
    ("country", "postcode"),
    [
        ("CH", "9484"),
        ("CH", "9499"),
        ("FI", "21999"),
        ("FR", "97133"),
        ("BL", "97133"),
        ("BL", "97700"),
        ("FR", "97150"),
        ("MF", "97150"),
        ("MF", "97800"),
        ("FR", "98714"),
        ("PF", "98714"),
        ("FR", "97500"),
        ("PM", "97500"),
        ("IT", "00121"),
        ("GB", "I1 1AA"),
    ],
)
def test_a_postcode_may_be_in_use_under_two_countries(country: str, postcode: str) -> None:
    assert Place(country, postcode).postcode == postcode


@pytest.mark.parametrize("postcode", ["9484", "9499", "9400"])
def test_liechtenstein_has_fourteen_postcodes(postcode: str) -> None:
    with pytest.raises(WrongValue):
        Place("LI", postcode)


@pytest.mark.parametrize("postcode", ["1", "00000", "A1 B2", "AB-123456789"])
def test_a_country_whose_form_is_not_known_may_write_as_it_likes(postcode: str) -> None:
    assert "KW" not in FORMS
    assert postcode_key("KW", postcode) == bare(postcode)


@pytest.mark.parametrize(
    ("country", "spellings", "key"),
    [
        ("FR", ["69003", "69 003", "69-003"], "69003"),
        ("GB", ["BH2 5XX", "bh25xx", "BH2-5XX"], "BH02 5XX"),
        ("GB", ["W1A 1AA", "W1A1AA"], "W 01A1AA"),
        ("GB", ["B11 1AA", "B111AA"], "B 11 1AA"),
        ("GB", ["B1 1AA", "B11AA"], "B 01 1AA"),
        ("NL", ["1012 JS", "1012js"], "1012JS"),
        ("LV", ["LV-1010", "1010", "lv1010"], "1010"),
        ("LU", ["L-1009", "1009"], "1009"),
        ("PL", ["00-950", "00950"], "00950"),
    ],
)
def test_a_postcode_has_one_key(country: str, spellings: list[str], key: str) -> None:
    assert {postcode_key(country, each) for each in spellings} == {key}


def test_keys_stand_in_the_order_of_the_postcodes() -> None:
    ordered = ["B1 1AA", "B2 1AA", "B10 1AA", "BA1 1AA", "BH2 5XX", "BH2 6AA", "BH20 5XX", "SW1A 1AA"]
    keys = [postcode_key("GB", each) for each in ordered]
    assert keys == sorted(keys)


def test_a_stretch_touches_what_it_may_cover() -> None:
    stretch = Stretch("97100", "97899")
    assert stretch.touches("")
    assert stretch.touches("97")
    assert stretch.touches("971")
    assert not stretch.touches("970")
    assert stretch.covers("97100")
    assert not stretch.covers("971")
    assert not stretch.is_beginning


def test_nothing_is_left_only_if_something_is_left_out() -> None:
    assert not leave_nothing("FR", [], [])
    assert not leave_nothing("FR", [Stretch("20", "20")], [])
    assert form_of("FR").following("69003") == ""


def test_every_form_stands_in_the_reference() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "places.md").read_text(encoding="utf-8")
    for country, form in FORMS.items():
        shapes = [f"`{each}`" for each in form.shapes]
        listed = " or ".join(shapes) if len(shapes) < 4 else f"{shapes[0]} to {shapes[-1]}"
        written = f"as `{form.example}`" if form.is_british else listed
        assert f"| {country} | {written} |" in page, country
