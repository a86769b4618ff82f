from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import STANDARD
from comptoir.delivery.kinds import Basis, Beyond, Limit, Measure, Parcel
from comptoir.delivery.limits.age import AgeLimit
from comptoir.delivery.limits.amount import AmountLimit
from comptoir.delivery.limits.girth import GirthLimit
from comptoir.delivery.limits.length import LengthLimit
from comptoir.delivery.limits.pieces import PiecesLimit
from comptoir.delivery.limits.volume import VolumeLimit
from comptoir.delivery.limits.weight import WeightLimit
from comptoir.facts.baskets import ANYONE, Buyer
from comptoir.facts.products import Product
from comptoir.values.errors import ComptoirError, WrongValue
from comptoir.values.selections import Category
from unit.parcels import line, package, parcel, product, weighing, worth

WEIGHT, VOLUME, LENGTH, GIRTH = Measure.WEIGHT, Measure.VOLUME, Measure.LENGTH, Measure.GIRTH


# What a parcel measures


@pytest.mark.parametrize(
    ("sold", "fields", "grams"),
    [
        (product("A", package("1.2 kg")), {"pieces": 3}, 3_600),
        (product("A", package("0.4 g")), {"pieces": 3}, 2),  # 1.2 g: a begun gram counts, once for the line
        (product("A", package("200 g")), {"pieces": 2, "amount": 12_000_000}, 2_400),  # two packs of six
        (product("A", unit="kg"), {"amount": 532_000}, 532),
        (product("A", unit="kg"), {"amount": 532_001}, 533),
        (product("A", unit="g"), {"amount": 250_000_000}, 250),
        (product("A", package("1.1 kg"), unit="kg"), {"amount": 500_000}, 550),  # with its jar
        (product("A", package("0.9 kg"), unit="l"), {"amount": 1_500_000}, 1_350),
        (product("A", unit="l"), {"amount": 1_500_000}, None),
        (product("A", package(None, "1 m", "1 m", "1 m")), {}, None),
        (product("A"), {}, None),
    ],
)
def test_what_a_line_weighs(sold: Product, fields: dict[str, int], grams: int | None) -> None:
    assert line(sold, **fields).measured(WEIGHT) == grams


@pytest.mark.parametrize(
    ("sold", "fields", "millilitres"),
    [
        (product("A", package(None, "0.3 m", "0.2 m", "0.1 m")), {"pieces": 2}, 12_000),
        (product("A", package(None, "0.01 m", "0.01 m", "0.0101 m")), {"pieces": 3}, 4),  # 3.03
        (product("A", package(volume="0.5 l")), {"pieces": 3}, 1_500),
        (product("A", package(volume="0.4 ml")), {"pieces": 3}, 2),
        (product("A", unit="l"), {"amount": 1_500_000}, 1_500),
        (product("A", unit="ml"), {"amount": 250_500_000}, 251),
        (product("A", package("1 kg")), {}, None),
        (product("A", unit="kg"), {}, None),
    ],
)
def test_how_much_room_a_line_takes(sold: Product, fields: dict[str, int], millilitres: int | None) -> None:
    assert line(sold, **fields).measured(VOLUME) == millilitres


LONG = package(None, "0.1 m", "1.2 m", "0.2 m")


def test_length_and_girth_are_those_of_the_largest_piece() -> None:
    goods = parcel(
        line(product("A", LONG), 5),
        line(product("B", package(None, "0.8 m", "0.8 m", "0.8005 m"))),
    )
    assert goods.measured(LENGTH) == 1_200
    assert goods.measured(GIRTH) == 4_001  # 0.8005 + 2 x 1.6 = 4.0005 m; the long one has 1.8
    assert parcel(line(product("A", LONG), 5)).measured(GIRTH) == 1_800


def test_what_is_not_known_of_one_is_not_known_of_all() -> None:
    goods = parcel(line(product("B")), line(product("A", package("1 kg"))), line(product("C"), 2))
    for measure in (WEIGHT, VOLUME, LENGTH, GIRTH):
        assert goods.measured(measure) is None
    assert goods.unmeasured(WEIGHT) == ("B", "C")
    assert goods.unmeasured(LENGTH) == ("A", "B", "C")
    assert [parcel().measured(measure) for measure in (WEIGHT, VOLUME, LENGTH, GIRTH)] == [0] * 4


# Bounds


@pytest.mark.parametrize(
    ("limit", "least", "most", "measure", "of"),
    [
        (AmountLimit(at_least="20.00 EUR", at_most="150.00 EUR"), 2_000, 15_000, Measure.AMOUNT, worth),
        (WeightLimit(at_least="0.5 kg", at_most="30 kg"), 500, 30_000, WEIGHT, weighing),
        (
            PiecesLimit(at_least=2, at_most=20),
            2,
            20,
            Measure.PIECES,
            lambda pieces: parcel(line(product(), pieces)),
        ),
        (
            VolumeLimit(at_least="0.5 l", at_most="60 l"),
            500,
            60_000,
            VOLUME,
            lambda millilitres: parcel(line(product("A", package(volume=f"{millilitres} ml")))),
        ),
    ],
)
def test_both_ends_are_within(limit: Limit, least: int, most: int, measure: Measure, of: Any) -> None:
    for found in (least, least + 1, most - 1, most):
        assert limit.beyond(of(found), ANYONE) is None
    for found in (least - 1, most + 1):
        expected = Beyond(measure=measure, found=found, at_least=least, at_most=most)
        assert limit.beyond(of(found), ANYONE) == expected


@pytest.mark.parametrize(("basis", "found"), [(Basis.REGULAR, 5_000), (Basis.PAID_NET, 3_333)])
def test_an_amount_is_looked_at_on_a_named_basis(basis: Basis, found: int) -> None:
    goods = parcel(line(product(), charged=4_000, regular=5_000, charged_net=3_333))
    limit = AmountLimit(at_most="10.00 EUR", basis=basis)
    assert limit.beyond(goods, ANYONE) == Beyond(measure=Measure.AMOUNT, found=found, at_most=1_000)
    assert (limit.bases, limit.currency) == ((basis,), "EUR")
    assert WeightLimit(at_most="1 kg").currency is None


def test_the_weight_of_the_parcel_or_of_each_piece() -> None:
    packs = parcel(
        line(product("A", package("5 kg")), 4),
        line(product("B", package("1 kg")), 2, amount=24_000_000),  # packs of twelve
    )
    assert WeightLimit(at_most="44 kg").beyond(packs, ANYONE) is None
    heavy = WeightLimit(at_most="11 kg", each=True).beyond(packs, ANYONE)
    assert heavy == Beyond(measure=WEIGHT, found=12_000, at_most=11_000)
    assert WeightLimit(at_most="12 kg", each=True).beyond(packs, ANYONE) is None
    unknown = parcel(*packs.lines, line(product("C")))
    for each in (False, True):
        found = WeightLimit(at_most="99 kg", each=each).beyond(unknown, ANYONE)
        assert found == Beyond(measure=WEIGHT, at_most=99_000, products=("C",))


def test_how_long_and_how_large_a_piece_may_be() -> None:
    goods = parcel(line(product("A", LONG)))
    assert LengthLimit(at_most="1.2 m").beyond(goods, ANYONE) is None
    assert LengthLimit(at_most="1.199 m").beyond(goods, ANYONE) == Beyond(
        measure=LENGTH, found=1_200, at_most=1_199
    )
    assert GirthLimit(at_most="1.8 m").beyond(goods, ANYONE) is None
    assert GirthLimit(at_most="1.799 m").beyond(goods, ANYONE) == Beyond(
        measure=GIRTH, found=1_800, at_most=1_799
    )
    unknown = parcel(line(product("U")))
    assert LengthLimit(at_most="9 m").beyond(unknown, ANYONE) == Beyond(
        measure=LENGTH, at_most=9_000, products=("U",)
    )


ADULTS = AgeLimit(at_least=18, on=Category("vin"))
WINE = parcel(
    line(product("V2", category="vin/rouge")), line(product("A")), line(product("V1", category="vin/blanc"))
)


@pytest.mark.parametrize(
    ("age", "beyond"),
    [
        (None, Beyond(measure=Measure.AGE, at_least=18, products=("V1", "V2"))),
        (17, Beyond(measure=Measure.AGE, found=17, at_least=18, products=("V1", "V2"))),
        (18, None),
        (40, None),
    ],
)
def test_some_goods_ask_for_an_age(age: int | None, beyond: Beyond | None) -> None:
    assert ADULTS.beyond(WINE, Buyer(age=age)) == beyond
    assert ADULTS.beyond(worth(100), Buyer(age=age)) is None


# As they are written


@pytest.mark.parametrize(
    ("limit", "document"),
    [
        (AmountLimit(at_least="20.00 EUR"), {"amount": {"at_least": "20.00 EUR"}}),
        (PiecesLimit(at_most=20), {"pieces": {"at_most": 20}}),
        (WeightLimit(at_most="30 kg", each=True), {"weight": {"at_most": "30 kg", "each": True}}),
        (VolumeLimit(at_most="60 l"), {"volume": {"at_most": "60 l"}}),
        (LengthLimit(at_most="1.2 m"), {"length": {"at_most": "1.2 m"}}),
        (GirthLimit(at_most="3 m"), {"girth": {"at_most": "3 m"}}),
        (ADULTS, {"age": {"at_least": 18, "on": {"category": "vin"}}}),
    ],
)
def test_a_limit_is_written_in_few_words(limit: Limit, document: dict[str, object]) -> None:
    assert STANDARD.codec.shape(Limit).write(limit) == document
    assert STANDARD.codec.read(type(limit), STANDARD.codec.write(limit)) == limit


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (AmountLimit, "", "limits_nothing"),
        (lambda: AmountLimit(at_least="-1.00 EUR"), "at_least", "amount_negative"),
        (lambda: AmountLimit(at_least="2.00 EUR", at_most="1.99 EUR"), "at_most", "bounds_crossed"),
        (lambda: AmountLimit(at_least="1.00 EUR", at_most="2.00 GBP"), "at_most", "other_currency"),
        (PiecesLimit, "", "limits_nothing"),
        (lambda: PiecesLimit(at_least=0), "at_least", "count_out_of_range"),
        (lambda: PiecesLimit(at_most="3"), "at_most", "not_an_int"),  # type: ignore[arg-type]
        (WeightLimit, "", "limits_nothing"),
        (lambda: WeightLimit(at_most="30 l"), "at_most", "other_unit"),
        (lambda: WeightLimit(at_most="1.5 g"), "at_most", "bound_too_fine"),
        (lambda: WeightLimit(at_least="31 kg", at_most="30000 g"), "at_most", "bounds_crossed"),
        (lambda: VolumeLimit(at_most="30 kg"), "at_most", "other_unit"),
        (lambda: LengthLimit(at_most="1.2 kg"), "at_most", "other_unit"),
        (lambda: LengthLimit(at_most="0.0012 m"), "at_most", "bound_too_fine"),
        (lambda: GirthLimit(at_most="3 m2"), "at_most", "other_unit"),
        (lambda: AgeLimit(at_least=0), "at_least", "count_out_of_range"),
    ],
)
def test_a_limit_that_cannot_be_meant(make: Any, where: str, code: str) -> None:
    with pytest.raises(ComptoirError) as error:
        make()
    assert [(each.where, each.code) for each in error.value.faults] == [(where, code)]


def test_a_bound_of_another_measure_is_told_with_its_cure() -> None:
    with pytest.raises(WrongValue) as error:
        WeightLimit(at_most="30 l")
    assert str(error.value) == (
        'at_most: found 30 l; write it in kilograms or grams, such as "30 kg" [other_unit]'
    )


# What holds of every limit


@given(
    pieces=st.lists(st.tuples(st.sampled_from(("0.3 g", "1.2345 kg", "7 g")), st.integers(1, 9)), max_size=8),
    data=st.data(),
)
def test_a_parcel_weighs_the_same_in_any_order(pieces: list[tuple[str, int]], data: st.DataObject) -> None:
    goods: Parcel = parcel(*(line(product("A", package(weight)), many) for weight, many in pieces))
    shuffled = goods.only(data.draw(st.permutations(goods.lines)))
    assert shuffled.measured(WEIGHT) == goods.measured(WEIGHT)
    assert shuffled.heaviest_piece == goods.heaviest_piece
