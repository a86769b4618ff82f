from __future__ import annotations

import pytest

from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.kinds import Fee, Parcel
from comptoir.values.errors import WrongValue
from comptoir.wire import Codec
from unit.delivery_shop import parcel

CODEC = Codec(kinds={Fee: (FlatFee, PerItemFee)})


def test_a_parcel_adds_up_its_lines() -> None:
    goods = parcel(("ROBE", 2, 15980), ("SAC", 1, 35))
    assert (goods.pieces, goods.regular, goods.charged) == (3, 16015, 16015)


@pytest.mark.parametrize(
    ("goods", "flat", "per_item"),
    [
        (parcel(), 490, 0),
        (parcel(("SAC", 1, 35)), 490, 490),
        (parcel(("SAC", 2, 70)), 490, 590),
        (parcel(("SAC", 2, 70), ("ROBE", 3, 100)), 490, 890),
    ],
)
def test_a_fee_for_the_parcel_and_one_for_each_piece(goods: Parcel, flat: int, per_item: int) -> None:
    assert FlatFee("4.90 EUR").amount(goods) == flat
    assert PerItemFee("4.90 EUR", "1.00 EUR").amount(goods) == per_item


def test_a_fee_names_its_currency() -> None:
    assert FlatFee("500 JPY").currency == "JPY"
    assert PerItemFee("4.90 EUR", "1.00 EUR").currency == "EUR"


@pytest.mark.parametrize(
    ("fee", "document"),
    [
        (FlatFee("4.90 EUR"), {"flat": "4.90 EUR"}),
        (
            PerItemFee("4.90 EUR", "1.00 EUR"),
            {"per_item": {"first": "4.90 EUR", "additional": "1.00 EUR"}},
        ),
    ],
)
def test_a_fee_is_written_in_few_words(fee: Fee, document: dict[str, object]) -> None:
    shape = CODEC.shape(Fee)
    assert shape.write(fee) == document


def test_no_fee_is_negative() -> None:
    with pytest.raises(WrongValue) as error:
        FlatFee("-1.00 EUR")
    assert error.value.faults[0].code == "amount_negative"
    with pytest.raises(WrongValue, match="additional"):
        PerItemFee("1.00 EUR", "-1.00 EUR")


def test_a_fee_is_in_one_currency() -> None:
    with pytest.raises(WrongValue) as error:
        PerItemFee("4.90 EUR", "1.00 GBP")
    assert (error.value.faults[0].code, error.value.faults[0].where) == ("other_currency", "additional")
