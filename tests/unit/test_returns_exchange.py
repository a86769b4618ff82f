from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir.facts.events import Swap
from comptoir.facts.held import Held
from comptoir.facts.lines import Line
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.returns.assessed import Assessed
from comptoir.returns.exchanges.exchange import Evenly, ExchangeRefused, even_exchange
from comptoir.returns.exchanges.exchange import ExchangeRefusalCode as Code
from comptoir.returns.refused import ReturnRefusalCode
from comptoir.values.quantities import Measured
from unit.returns_shop import (
    THIRTY_DAYS,
    WITHDRAWAL,
    assessed,
    at,
    dress,
    exchanged,
    handed_over,
    held,
    in_turn,
    line,
    order,
    returned,
    tea,
)

SOON, LATER = at("2026-03-10"), at("2026-05-01")
SIZES = [dress(f"ROBE-{size}") for size in (36, 38, 40)]
SCARF, HAT = dress("FOULARD", model=None), dress("CHAPEAU", model="CHAPEAU")
ASSORTMENT = {product.sku: product for product in (*SIZES, SCARF, HAT, tea())}


def with_customer(*terms: Any, product: Any = SIZES[0], quantity: Any = 3) -> Held:
    placed = order(line(1, product, quantity, 3000), returns=terms or (WITHDRAWAL, THIRTY_DAYS))
    return held(placed, handed_over())


def given(*give: Give, stands: Held | None = None) -> Assessed:
    return assessed(with_customer() if stands is None else stands, *give, when=SOON, store="lyon-2")


def refused(assessment: Assessed, *take: Line) -> tuple[Code, str | None]:
    found = even_exchange(assessment, take, ASSORTMENT)
    assert isinstance(found, ExchangeRefused)
    return found.code, found.sku


def test_a_size_is_swapped_for_another() -> None:
    found = even_exchange(given(Give(1, reason="too_small")), [Line("ROBE-38", 1)], ASSORTMENT)
    assert found == Evenly((Swap(units=Units(1, 0, 1), sku="ROBE-36", reason="too_small", took=SIZES[1]),))


def test_pieces_are_paired_the_same_however_they_are_named() -> None:
    lines = [Line("ROBE-40", 1), Line("ROBE-38", 2)]
    found = even_exchange(given(Give(1, 3)), lines, ASSORTMENT)
    assert isinstance(found, Evenly)
    assert [(swap.units, swap.took.sku) for swap in found.swaps] == [
        (Units(1, 0, 2), "ROBE-38"),
        (Units(1, 2, 1), "ROBE-40"),
    ]
    split = [Line("ROBE-38", 1), Line("ROBE-40", 1), Line("ROBE-38", 1)]
    assert even_exchange(given(Give(1, 3)), split, ASSORTMENT) == found


def test_a_product_without_a_model_is_swapped_for_the_very_same() -> None:
    assessment = given(Give(1, reason="faulty"), stands=with_customer(product=SCARF))
    assert isinstance(even_exchange(assessment, [Line("FOULARD", 1)], ASSORTMENT), Evenly)
    assert refused(assessment, Line("ROBE-36", 1)) == (Code.OTHER_MODEL, "ROBE-36")


def test_each_good_needs_a_variant_of_its_own() -> None:
    placed = order(line(1, SIZES[0], 2, 3000), line(2, HAT, 1, 3000))
    assessment = given(Give(1, 2), Give(2), stands=held(placed, handed_over()))
    mixed = even_exchange(assessment, [Line("ROBE-38", 2), Line("CHAPEAU", 1)], ASSORTMENT)
    assert isinstance(mixed, Evenly)
    assert [(swap.sku, swap.took.sku) for swap in mixed.swaps] == [
        ("ROBE-36", "ROBE-38"),
        ("CHAPEAU", "CHAPEAU"),
    ]
    assert refused(assessment, Line("ROBE-38", 3))[0] is Code.OTHER_MODEL


def test_what_may_not_come_back_is_not_swapped() -> None:
    assert refused(given(Give(1), Give(2)), Line("ROBE-38", 1)) == (Code.NOTHING_TO_SWAP, None)
    late = assessed(with_customer(), Give(1), when=LATER)
    assert refused(late, Line("ROBE-38", 1)) == (Code.NOTHING_TO_SWAP, None)


@pytest.mark.parametrize(
    "terms",
    [
        (WITHDRAWAL,),
        (WITHDRAWAL, attrs.evolve(THIRTY_DAYS, even_exchange=False)),
        (WITHDRAWAL, attrs.evolve(THIRTY_DAYS, reasons=["faulty"])),
    ],
)
def test_only_a_policy_that_is_alive_swaps_evenly(terms: Any) -> None:
    assessment = given(Give(1), stands=with_customer(*terms))
    assert refused(assessment, Line("ROBE-38", 1)) == (Code.NOT_EXCHANGEABLE, "ROBE-36")


def test_what_is_taken_is_a_product_of_the_rulebook() -> None:
    take = Line("ROBE-50", 1), Line("ROBE-44", 1)
    assert refused(given(Give(1)), *take) == (Code.UNKNOWN_PRODUCT, "ROBE-44")


@pytest.mark.parametrize("take", [(), (Line("ROBE-38", 2),), (Line("ROBE-38", 1), Line("ROBE-40", 1))])
def test_as_many_pieces_are_taken_as_are_given(take: tuple[Line, ...]) -> None:
    assert refused(given(Give(1)), *take) == (Code.QUANTITIES_DIFFER, None)


def test_what_is_sold_by_measure_is_not_swapped_evenly() -> None:
    weighed = given(Give(1), stands=with_customer(product=tea(), quantity=Measured("1", "kg")))
    assert refused(weighed, Line("THE", 1)) == (Code.NOT_EXCHANGEABLE, "THE")
    loose = {**ASSORTMENT, "VRAC": dress("VRAC", unit="kg")}
    found = even_exchange(given(Give(1)), [Line("VRAC", Measured("1", "kg"))], loose)
    assert found == ExchangeRefused(Code.OTHER_MODEL, "VRAC")


def test_what_was_swapped_comes_back_as_what_it_is_now() -> None:
    stands = with_customer()
    evenly = even_exchange(given(Give(1)), [Line("ROBE-38", 1)], ASSORTMENT)
    assert isinstance(evenly, Evenly)
    swap = exchanged(evenly, SOON, "x-1")
    after = held(stands.order, handed_over(), swap)
    found = assessed(after, Give(1, 3), when=SOON)
    assert [(good.units, good.product.sku, good.refunded) for good in found.goods] == [
        (Units(1, 0, 1), "ROBE-38", 1000),
        (Units(1, 1, 2), "ROBE-36", 2000),
    ]
    gone = held(stands.order, handed_over(), swap, returned(found, SOON, "y-1"))
    [again] = assessed(gone, Give(1), when=SOON).refused
    assert (again.code, again.by) == (ReturnRefusalCode.ALREADY_RETURNED, "y-1")


def test_a_swap_moves_no_money_and_keeps_the_deadline() -> None:
    placed = with_customer().order
    [plain] = in_turn(placed, [Give(1, 3)], when=SOON)
    evenly = even_exchange(given(Give(1, 3)), [Line("ROBE-40", 3)], ASSORTMENT)
    assert isinstance(evenly, Evenly)
    swapped = assessed(held(placed, handed_over(), exchanged(evenly, SOON, "x-1")), Give(1, 3), when=SOON)
    assert swapped.refund == plain.refund
    assert swapped.goods[0].best == plain.goods[0].best
