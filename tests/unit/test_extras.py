from __future__ import annotations

from typing import Any

import pytest

from comptoir import STANDARD, Basket, ComptoirError, LimitExceeded, WrongType, WrongValue
from comptoir.facts.extras import EMPTIES_MAX, Empties
from comptoir.values.quantities import QUANTITY_MAX


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@pytest.mark.parametrize("count", [0, -1, QUANTITY_MAX + 1])
def test_some_containers_come_back_and_not_too_many(count: int) -> None:
    with pytest.raises(WrongValue) as error:
        Empties("bottle", count)
    assert str(error.value) == (
        f"count: found {count} (int); give back 1 to 1000000 pieces [quantity_out_of_range]"
    )


@pytest.mark.parametrize("count", [1.0, True, "1", None])
def test_containers_are_counted_in_whole_pieces(count: Any) -> None:
    with pytest.raises(WrongType) as error:
        Empties("bottle", count)
    assert (code_of(error), error.value.faults[0].where) == ("not_an_int", "count")


def test_a_deposit_has_a_name() -> None:
    with pytest.raises(WrongValue) as error:
        Empties("", 1)
    assert error.value.faults[0].where == "extra"


def test_empties_stand_in_a_basket_once_each_in_order_however_they_were_typed() -> None:
    typed = Basket(currency="EUR", empties=[Empties("crate", 1), Empties("bottle", 2), Empties("crate", 3)])
    assert typed.empties == (Empties("bottle", 2), Empties("crate", 4))
    assert typed == Basket(currency="EUR", empties=[Empties("bottle", 2), Empties("crate", 4)])
    assert STANDARD.codec.loads(STANDARD.codec.dumps(typed), Basket) == typed


def test_a_basket_gives_back_no_more_kinds_and_pieces_than_a_till_takes() -> None:
    kinds = [Empties(f"kind-{number}", 1) for number in range(EMPTIES_MAX)]
    assert len(Basket(currency="EUR", empties=[*kinds, *kinds]).empties) == EMPTIES_MAX
    with pytest.raises(LimitExceeded) as error:
        Basket(currency="EUR", empties=[*kinds, Empties("one-more", 1)])
    assert str(error.value) == "empties: found 51 kinds of empties; send at most 50 [too_many_empties]"
    with pytest.raises(WrongValue):
        Basket(currency="EUR", empties=[Empties("bottle", QUANTITY_MAX), Empties("bottle", 1)])
