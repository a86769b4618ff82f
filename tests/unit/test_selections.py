from __future__ import annotations

import pytest

from comptoir import ComptoirError, Product, WrongType, WrongValue
from comptoir.values.selections import (
    AllOf,
    AnyOf,
    Attribute,
    Brand,
    Category,
    Everything,
    NoneOf,
    Selection,
    Skus,
    Tag,
)

DRESS = Product(
    sku="ROBE-36",
    name={"fr": "Robe"},
    category="mode/robes",
    tax="standard",
    brand="lin",
    tags=["soldes", "ete"],
    attributes={"size": "36"},
)


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@pytest.mark.parametrize(
    "selection",
    [
        Everything(),
        Skus(["SAC", "ROBE-36"]),
        Category("mode"),
        Category("mode/robes"),
        Brand("lin"),
        Tag("ete"),
        Attribute("size", "36"),
        AnyOf([Brand("coton"), Tag("ete")]),
        AllOf([Category("mode"), Tag("ete")]),
        NoneOf([Brand("coton"), Tag("hiver")]),
        AllOf([Category("mode"), NoneOf([Attribute("size", "38")])]),
    ],
    ids=repr,
)
def test_a_selection_selects_a_product_by_what_it_is(selection: Selection) -> None:
    assert selection.selects(DRESS)


@pytest.mark.parametrize(
    "selection",
    [
        Skus(["ROBE-3", "ROBE-366", "robe-36"]),
        Category("mo"),
        Category("mode/rob"),
        Category("mode/robes/longues"),
        Brand("Lin"),
        Tag("soldes-ete"),
        Attribute("size", "38"),
        Attribute("colour", "36"),
        AnyOf([Brand("coton")]),
        AllOf([Category("mode"), Tag("hiver")]),
        NoneOf([Brand("coton"), Tag("ete")]),
    ],
    ids=repr,
)
def test_a_part_of_a_name_is_another_name(selection: Selection) -> None:
    assert not selection.selects(DRESS)


def test_skus_are_a_set() -> None:
    assert Skus(["B", "A", "B"]) == Skus(["A", "B"])
    assert Skus(["B", "A", "B"]).skus == ("A", "B")


@pytest.mark.parametrize("kind", [Skus, AnyOf, AllOf, NoneOf])
def test_an_empty_list_is_refused_because_it_selects_nothing_or_all(kind: type) -> None:
    with pytest.raises(WrongValue) as error:
        kind([])
    assert code_of(error) == "selects_nothing"


def test_eight_selections_inside_each_other_are_one_thing_and_nine_are_another() -> None:
    selection: Selection = Everything()
    for _ in range(7):
        selection = NoneOf([selection])
    assert not selection.selects(DRESS)
    with pytest.raises(WrongValue) as error:
        NoneOf([selection])
    assert code_of(error) == "nested_too_deeply"


@pytest.mark.parametrize("kind", [Category, Brand, Tag])
def test_what_is_selected_by_is_an_identifier(kind: type) -> None:
    with pytest.raises(WrongValue):
        kind("été")
    with pytest.raises(WrongType):
        kind(1.5)


def test_equal_selections_are_equal_values() -> None:
    one, other = (AnyOf([Skus(["A"]), Category("mode")]) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
