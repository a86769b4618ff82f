from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import Basket, LimitExceeded, Line, Measured, WrongValue
from comptoir.facts.goods import Good, RefUnits, each_its_own, goods_of, together
from comptoir.facts.orders import find_ref
from comptoir.values.quantities import pieces

TEA = Measured("0.532", "kg")


def of(*lines: Line) -> Basket:
    return Basket(currency="EUR", lines=lines)


def test_whole_lines_of_a_product_become_one() -> None:
    goods = of(Line("B", 1), Line("A", 2), Line("B", 3)).goods
    assert goods.items == (Good(1, "A", 2), Good(2, "B", 4))


def test_measured_pieces_stay_apart_even_when_they_are_equal() -> None:
    goods = of(Line("THE", TEA), Line("THE", Measured("0.2", "kg")), Line("THE", TEA)).goods
    assert [good.quantity for good in goods.items] == [Measured("0.2", "kg"), TEA, TEA]


def test_equal_measures_in_two_spellings_are_equal() -> None:
    assert of(Line("THE", Measured("0.5", "kg"))).goods == goods_of([Line("THE", Measured("0.500", "kg"))])


def test_each_ref_knows_its_units() -> None:
    goods = of(Line("B", 2, ref="y"), Line("B", 3), Line("B", 1, ref="x"), Line("A", 1, ref="z")).goods
    assert goods.refs == (RefUnits("z", 1, 0, 1), RefUnits("x", 2, 0, 1), RefUnits("y", 2, 1, 2))


def test_refs_stay_with_their_own_equal_piece() -> None:
    goods = of(Line("THE", TEA, ref="b"), Line("THE", TEA, ref="a"), Line("THE", TEA)).goods
    assert goods.refs == (RefUnits("a", 1, 0, 1), RefUnits("b", 2, 0, 1))


def test_a_ref_that_no_line_had_is_refused_with_those_that_there_are() -> None:
    goods = of(Line("A", 1, ref="app-7")).goods
    with pytest.raises(WrongValue) as error:
        find_ref(goods.refs, "app-8")
    assert str(error.value) == (
        "ref: found 'app-8' (str); use a ref of the basket's lines: app-7 [unknown_ref]"
    )


def test_a_product_in_too_many_pieces_is_refused_in_sum() -> None:
    with pytest.raises(LimitExceeded) as error:
        goods_of([Line("A", 1_000_000), Line("A", 1)])
    assert str(error.value) == (
        "lines: found 1000001 of A in all; a basket holds at most 1000000 of a product "
        "[quantity_out_of_range]"
    )


LINES = st.builds(
    Line,
    st.sampled_from(["A", "B", "C"]),
    st.integers(1, 9) | st.sampled_from([TEA, Measured("1", "kg"), Measured("1", "l")]),
)


@given(st.lists(LINES, max_size=8))
def test_goods_depend_on_what_the_basket_holds_and_not_on_how_it_was_typed(lines: list[Line]) -> None:
    split = [
        part
        for line in reversed(lines)
        for part in (
            [Line(line.sku, 1), Line(line.sku, line.quantity - 1)]
            if isinstance(line.quantity, int) and line.quantity > 1
            else [line]
        )
    ]
    assert of(*lines).goods.items == of(*split).goods.items
    assert of(*lines).canonical == of(*split).canonical


@given(st.lists(LINES, max_size=8))
def test_every_unit_that_has_a_ref_has_one_only(lines: list[Line]) -> None:
    named = [Line(line.sku, line.quantity, ref=f"r-{index}") for index, line in enumerate(lines)]
    goods = of(*named).goods
    units = [(ref.number, unit) for ref in goods.refs for unit in range(ref.first, ref.first + ref.units)]
    assert sorted(units) == [
        (good.number, unit) for good in goods.items for unit in range(pieces(good.quantity))
    ]
    assert {ref.ref for ref in goods.refs} == {line.ref for line in named}


@given(st.lists(LINES, max_size=8))
def test_a_canonical_basket_is_its_own(lines: list[Line]) -> None:
    once = of(*lines).canonical
    assert once.canonical == once


@given(st.lists(LINES, unique_by=lambda line: line.sku), st.booleans())
def test_goods_that_are_each_their_own_are_groups_of_one(lines: list[Line], named: bool) -> None:  # noqa: FBT001
    typed = [attrs.evolve(line, ref=f"r-{index}") for index, line in enumerate(lines)] if named else lines
    assert each_its_own(typed) == together([[line] for line in typed])
