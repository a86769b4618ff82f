from __future__ import annotations

from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import STANDARD
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.fees.percent import PercentFee
from comptoir.delivery.fees.sizes import SizeClass, SizesFee
from comptoir.delivery.fees.tiers import By, FeeTier, TieredFee, UpTo
from comptoir.delivery.kinds import Basis, Beyond, Fee, Measure, Parcel
from comptoir.facts.baskets import ANYONE
from comptoir.values.errors import ComptoirError, WrongValue
from comptoir.values.money import Amount
from comptoir.values.quantities import Measured
from comptoir.values.rounding import Rounding
from unit.parcels import line, package, parcel, product, weighing, worth

PIECE = product()


def beyond(fee: Fee, goods: Parcel) -> Beyond | None:
    """What the limits that a fee implies find first."""
    return next((found for each in fee.limits if (found := each.beyond(goods, ANYONE))), None)


# Flat and by piece


@pytest.mark.parametrize(
    ("goods", "flat", "per_item"),
    [
        (parcel(), 490, 0),
        (parcel(line(PIECE)), 490, 490),
        (parcel(line(PIECE, 2)), 490, 590),
        (parcel(line(PIECE, 2), line(PIECE, 3)), 490, 890),
    ],
)
def test_a_fee_for_the_parcel_and_one_for_each_piece(goods: Parcel, flat: int, per_item: int) -> None:
    assert FlatFee("4.90 EUR").amount(goods) == flat
    assert PerItemFee("4.90 EUR", "1.00 EUR").amount(goods) == per_item


# By percentage


@pytest.mark.parametrize(
    ("charged", "fee"),
    [
        (0, 690),
        (17_249, 690),  # 4 % is 689.96
        (17_263, 691),  # 690.52
        (28_600, 1_144),
        (49_737, 1_989),  # 1989.48
        (49_750, 1_990),
        (65_600, 1_990),  # 2624
    ],
)
def test_a_percentage_within_a_minimum_and_a_maximum(charged: int, fee: int) -> None:
    insured = PercentFee(percent="4", minimum="6.90 EUR", maximum="19.90 EUR")
    assert insured.amount(worth(charged)) == fee


@pytest.mark.parametrize(
    ("basis", "fee"),
    [(Basis.REGULAR, 500), (Basis.PAID, 400), (Basis.REGULAR_NET, 417), (Basis.PAID_NET, 333)],
)
def test_a_percentage_of_a_named_worth(basis: Basis, fee: int) -> None:
    goods = parcel(line(PIECE, charged=4_000, regular=5_000, regular_net=4_167, charged_net=3_333))
    asked = PercentFee(percent="10", basis=basis, currency="EUR")
    assert asked.amount(goods) == fee
    assert asked.bases == (basis,)


@pytest.mark.parametrize(("rounding", "fee"), [(Rounding.HALF_UP, 13), (Rounding.DOWN, 12)])
def test_a_percentage_is_rounded_once_as_the_rulebook_says(rounding: Rounding, fee: int) -> None:
    goods = attrs.evolve(worth(125), rounding=rounding)
    assert PercentFee(percent="10", currency="EUR").amount(goods) == fee


# By tiers

BY_WEIGHT = TieredFee(
    by=By.WEIGHT,
    tiers=[
        FeeTier("6.90 EUR", up_to="5 kg"),
        FeeTier("9.90 EUR", up_to="10 kg"),
        FeeTier("24.90 EUR", up_to="30 kg"),
    ],
)


@pytest.mark.parametrize(
    ("grams", "fee"),
    [(1, 690), (4_999, 690), (5_000, 690), (5_001, 990), (10_000, 990), (10_001, 2_490), (30_000, 2_490)],
)
def test_the_end_of_a_tier_is_in_it(grams: int, fee: int) -> None:
    assert BY_WEIGHT.amount(weighing(grams)) == fee
    assert beyond(BY_WEIGHT, weighing(grams)) is None


def test_beyond_the_last_tier_there_is_no_fee() -> None:
    assert beyond(BY_WEIGHT, weighing(30_001)) == Beyond(measure=Measure.WEIGHT, found=30_001, at_most=30_000)
    open_ended = attrs.evolve(BY_WEIGHT, tiers=[*BY_WEIGHT.tiers, FeeTier("49.90 EUR")])
    assert beyond(open_ended, weighing(30_001)) is None
    assert open_ended.amount(weighing(30_001)) == 4_990


def test_a_fee_by_weight_needs_to_know_it() -> None:
    unknown = parcel(line(product("B")), line(product("A")), line(product("C", package("1 kg"))))
    assert beyond(BY_WEIGHT, unknown) == Beyond(measure=Measure.WEIGHT, products=("A", "B"))
    with pytest.raises(AssertionError):
        BY_WEIGHT.amount(unknown)


@pytest.mark.parametrize(
    ("weight", "sides", "fee"),
    [
        ("4 kg", ("0.4 m", "0.3 m", "0.2 m"), 690),  # 24 litres count for 4.8 kg
        ("4 kg", ("0.5 m", "0.5 m", "0.1 m"), 690),  # 25 litres: 5 kg, which are in the tier
        ("4 kg", ("0.501 m", "0.5 m", "0.1 m"), 990),  # 25.05 litres: 5.01 kg
        ("6 kg", ("0.1 m", "0.1 m", "0.1 m"), 990),
    ],
)
def test_light_and_large_is_billed_by_its_volume(weight: str, sides: tuple[str, ...], fee: int) -> None:
    volumetric = attrs.evolve(BY_WEIGHT, volumetric=5_000)
    assert volumetric.amount(parcel(line(product("A", package(weight, *sides))))) == fee


def test_where_the_volume_counts_it_is_to_be_known_too() -> None:
    volumetric = attrs.evolve(BY_WEIGHT, volumetric=5_000)
    assert beyond(volumetric, weighing(1_000)) == Beyond(measure=Measure.VOLUME, products=("W1000",))
    large = parcel(line(product("A", package("1 kg", "1 m", "1 m", "1 m"))))
    assert beyond(volumetric, large) == Beyond(measure=Measure.WEIGHT, found=200_000, at_most=30_000)


@pytest.mark.parametrize(
    ("fee", "goods", "due"),
    [
        (
            TieredFee(by=By.AMOUNT, tiers=[FeeTier("4.90 EUR", "50.00 EUR"), FeeTier("0.00 EUR")]),
            worth(5_000),
            490,
        ),
        (
            TieredFee(by=By.AMOUNT, tiers=[FeeTier("4.90 EUR", "50.00 EUR"), FeeTier("0.00 EUR")]),
            worth(5_001),
            0,
        ),
        (
            TieredFee(by=By.PIECES, tiers=[FeeTier("4.90 EUR", 3), FeeTier("9.90 EUR")]),
            parcel(line(PIECE, 3)),
            490,
        ),
        (
            TieredFee(by=By.PIECES, tiers=[FeeTier("4.90 EUR", 3), FeeTier("9.90 EUR")]),
            parcel(line(PIECE, 4)),
            990,
        ),
        (
            TieredFee(by=By.VOLUME, tiers=[FeeTier("4.90 EUR", "60 l"), FeeTier("9.90 EUR")]),
            parcel(line(product("A", package(volume="20 l")), 3)),
            490,
        ),
        (
            TieredFee(by=By.VOLUME, tiers=[FeeTier("4.90 EUR", "60 l"), FeeTier("9.90 EUR")]),
            parcel(line(product("A", package(volume="20.001 l")), 3)),
            990,
        ),
    ],
)
def test_tiers_go_by_worth_by_pieces_and_by_volume(fee: TieredFee, goods: Parcel, due: int) -> None:
    assert fee.amount(goods) == due
    assert beyond(fee, goods) is None


def test_tiers_look_at_no_worth_but_where_they_go_by_it() -> None:
    by_amount = TieredFee(by=By.AMOUNT, basis=Basis.PAID_NET, tiers=[FeeTier("4.90 EUR", "50.00 EUR")])
    assert by_amount.bases == (Basis.PAID_NET,)
    assert BY_WEIGHT.bases == ()
    dear = parcel(line(PIECE, charged=9_000, charged_net=5_001))
    assert beyond(by_amount, dear) == Beyond(measure=Measure.AMOUNT, found=5_001, at_most=5_000)


# By size

BY_SIZE = SizesFee(
    [SizeClass("small", "4.90 EUR"), SizeClass("large", "9.90 EUR"), SizeClass("bulky", "49.00 EUR")]
)


@pytest.mark.parametrize(
    ("sizes", "fee"),
    [((), 0), (("small",), 490), (("small", "large"), 990), (("bulky", "small"), 4_900)],
)
def test_the_largest_class_decides(sizes: tuple[str, ...], fee: int) -> None:
    goods = parcel(*(line(product(each, package(size=each))) for each in sizes))
    assert BY_SIZE.amount(goods) == fee
    assert beyond(BY_SIZE, goods) is None


def test_another_class_is_not_taken() -> None:
    goods = parcel(
        line(product("S", package(size="small"))),
        line(product("X", package(size="pallet"))),
        line(product("N", package("1 kg"))),
        line(product("M")),
    )
    assert beyond(BY_SIZE, goods) == Beyond(measure=Measure.SIZE, products=("M", "N", "X"))
    with pytest.raises(AssertionError):
        BY_SIZE.amount(goods)


# As they are written


@pytest.mark.parametrize(
    ("fee", "document"),
    [
        (FlatFee("4.90 EUR"), {"flat": "4.90 EUR"}),
        (
            PerItemFee("4.90 EUR", "1.00 EUR"),
            {"per_item": {"first": "4.90 EUR", "additional": "1.00 EUR"}},
        ),
        (
            PercentFee(percent="4", basis=Basis.REGULAR, currency="EUR"),
            {"percent": {"percent": "4", "basis": "regular", "currency": "EUR"}},
        ),
        (
            BY_WEIGHT,
            {
                "tiers": {
                    "by": "weight",
                    "tiers": [
                        {"fee": "6.90 EUR", "up_to": "5 kg"},
                        {"fee": "9.90 EUR", "up_to": "10 kg"},
                        {"fee": "24.90 EUR", "up_to": "30 kg"},
                    ],
                }
            },
        ),
        (
            TieredFee(by=By.PIECES, tiers=[FeeTier("4.90 EUR", 3), FeeTier("9.90 EUR")]),
            {"tiers": {"by": "pieces", "tiers": [{"fee": "4.90 EUR", "up_to": 3}, {"fee": "9.90 EUR"}]}},
        ),
        (
            SizesFee([SizeClass("small", "4.90 EUR")]),
            {"sizes": {"classes": [{"size": "small", "fee": "4.90 EUR"}]}},
        ),
    ],
)
def test_a_fee_is_written_in_few_words(fee: Fee, document: dict[str, object]) -> None:
    shape = STANDARD.codec.shape(Fee)
    assert shape.write(fee) == document
    assert STANDARD.codec.read(type(fee), STANDARD.codec.write(fee)) == fee


def test_the_end_of_a_tier_may_be_passed_as_a_value() -> None:
    assert FeeTier("1.00 EUR", Measured("5", "kg")).up_to == UpTo.from_text("5 kg")
    assert FeeTier("1.00 EUR", Amount.of("5.00 EUR")).up_to == UpTo.from_text("5.00 EUR")


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (lambda: FlatFee("-1.00 EUR"), "fee", "amount_negative"),
        (lambda: PerItemFee("1.00 EUR", "-1.00 EUR"), "additional", "amount_negative"),
        (lambda: PerItemFee("4.90 EUR", "1.00 GBP"), "additional", "other_currency"),
        (lambda: PercentFee(percent="4"), "currency", "no_currency"),
        (lambda: PercentFee(percent="4", currency="XYZ"), "currency", "unknown_currency"),
        (lambda: PercentFee(percent="4", minimum="-1.00 EUR"), "minimum", "amount_negative"),
        (
            lambda: PercentFee(percent="4", minimum="1.00 EUR", maximum="2.00 GBP"),
            "maximum",
            "other_currency",
        ),
        (lambda: PercentFee(percent="4", minimum="1.00 EUR", currency="GBP"), "minimum", "other_currency"),
        (
            lambda: PercentFee(percent="4", minimum="2.00 EUR", maximum="1.99 EUR"),
            "maximum",
            "bounds_crossed",
        ),
        (lambda: tiered([]), "tiers", "tiers_out_of_range"),
        (lambda: tiered([FeeTier("1.00 EUR")] * 101), "tiers", "tiers_out_of_range"),
        (
            lambda: tiered([FeeTier("1.00 EUR"), FeeTier("2.00 EUR", "5 kg")]),
            "tiers[0].up_to",
            "tier_left_open",
        ),
        (lambda: tiered([FeeTier("1.00 EUR"), FeeTier("2.00 EUR")]), "tiers[0].up_to", "tier_left_open"),
        (
            lambda: tiered([FeeTier("1.00 EUR", "5 kg"), FeeTier("2.00 EUR", "5000 g")]),
            "tiers[1].up_to",
            "overlapping_tiers",
        ),
        (
            lambda: tiered([FeeTier("1.00 EUR", "5 kg"), FeeTier("2.00 GBP", "6 kg")]),
            "tiers[1].fee",
            "other_currency",
        ),
        (lambda: tiered([FeeTier("1.00 EUR", "5 l")]), "tiers[0].up_to", "other_unit"),
        (lambda: tiered([FeeTier("1.00 EUR", 5)]), "tiers[0].up_to", "other_unit"),
        (lambda: tiered([FeeTier("1.00 EUR", "5.00 EUR")]), "tiers[0].up_to", "other_unit"),
        (lambda: tiered([FeeTier("1.00 EUR", "0.0001 g")]), "tiers[0].up_to", "bound_too_fine"),
        (lambda: tiered([FeeTier("1.00 EUR", "5 kg")], By.PIECES), "tiers[0].up_to", "other_unit"),
        (lambda: tiered([FeeTier("1.00 EUR", 0)], By.PIECES), "tiers[0].up_to", "count_out_of_range"),
        (lambda: tiered([FeeTier("1.00 EUR", "5.00 GBP")], By.AMOUNT), "tiers[0].up_to", "other_currency"),
        (lambda: tiered([FeeTier("1.00 EUR", "-5.00 EUR")], By.AMOUNT), "tiers[0].up_to", "amount_negative"),
        (lambda: tiered([FeeTier("1.00 EUR")], basis=Basis.REGULAR), "basis", "basis_not_looked_at"),
        (
            lambda: tiered([FeeTier("1.00 EUR")], By.PIECES, volumetric=5_000),
            "volumetric",
            "volumetric_alone",
        ),
        (lambda: tiered([FeeTier("1.00 EUR")], volumetric=0), "volumetric", "count_out_of_range"),
        (lambda: FeeTier("-1.00 EUR"), "fee", "amount_negative"),
        (lambda: FeeTier("1.00 EUR", "5"), "", "not_a_quantity"),
        (lambda: FeeTier("1.00 EUR", 5.5), "", "not_a_text"),  # type: ignore[arg-type]
        (lambda: FeeTier("1.00 EUR", "5 stone"), "", "not_a_quantity"),
        (lambda: SizesFee([]), "classes", "tiers_out_of_range"),
        (
            lambda: SizesFee([SizeClass("s", "1.00 EUR"), SizeClass("s", "2.00 EUR")]),
            "classes[1].size",
            "overlapping_tiers",
        ),
        (
            lambda: SizesFee([SizeClass("s", "1.00 EUR"), SizeClass("m", "2.00 GBP")]),
            "classes[1].fee",
            "other_currency",
        ),
    ],
)
def test_a_fee_that_cannot_be_meant(make: Any, where: str, code: str) -> None:
    with pytest.raises(ComptoirError) as error:
        make()
    assert [(each.where, each.code) for each in error.value.faults] == [(where, code)]


def tiered(tiers: list[FeeTier], by: By = By.WEIGHT, **changes: Any) -> TieredFee:
    return TieredFee(by=by, tiers=tiers, **changes)


def test_tiers_that_overlap_are_told_with_both_ends() -> None:
    with pytest.raises(WrongValue) as error:
        tiered([FeeTier("1.00 EUR", "5 kg"), FeeTier("2.00 EUR", "4.5 kg")])
    assert str(error.value) == (
        "tiers[1].up_to: found 4.5 kg after 5 kg; let each tier end after the one before it: "
        "up_to is included [overlapping_tiers]"
    )


# What holds of every fee

PRODUCTS = [
    product("tea", package("120 g", "0.2 m", "0.1 m", "0.1 m", size="small")),
    product("pot", package("1.2345 kg", "0.333 m", "0.25 m", "0.2 m", size="large")),
    product("sofa", package("48 kg", "2.1 m", "0.9 m", "0.8 m", size="bulky")),
    product("olives", package(None, "0.1 m", "0.1 m", "0.1 m", size="small"), unit="kg"),
]
FEES = [
    FlatFee("4.90 EUR"),
    PerItemFee("4.90 EUR", "1.05 EUR"),
    PercentFee(percent="3.3", minimum="1.00 EUR"),
    attrs.evolve(BY_WEIGHT, volumetric=4_000, tiers=[*BY_WEIGHT.tiers, FeeTier("49.00 EUR")]),
    TieredFee(by=By.AMOUNT, tiers=[FeeTier("4.90 EUR", "50.00 EUR"), FeeTier("0.00 EUR")]),
    TieredFee(by=By.VOLUME, tiers=[FeeTier("4.90 EUR", "6 l"), FeeTier("9.90 EUR")]),
    BY_SIZE,
]


@st.composite
def parcels(draw: st.DrawFn) -> Parcel:
    lines = []
    for sold in draw(st.lists(st.sampled_from(PRODUCTS), max_size=6)):
        if sold.unit == "kg":
            lines.append(
                line(sold, amount=draw(st.integers(1, 3_000_000)), charged=draw(st.integers(0, 9_999)))
            )
        else:
            lines.append(line(sold, draw(st.integers(1, 5)), charged=draw(st.integers(0, 9_999))))
    return parcel(*lines)


@given(goods=parcels(), data=st.data())
def test_a_fee_never_depends_on_the_order_of_lines(goods: Parcel, data: st.DataObject) -> None:
    shuffled = goods.only(data.draw(st.permutations(goods.lines)))
    for fee in FEES:
        assert fee.amount(shuffled) == fee.amount(goods)
        assert [each.beyond(shuffled, ANYONE) for each in fee.limits] == [
            each.beyond(goods, ANYONE) for each in fee.limits
        ]


@given(ends=st.sets(st.integers(1, 60_000), min_size=1, max_size=8), is_open=st.booleans())
def test_tiers_have_no_hole_and_no_overlap(*, ends: set[int], is_open: bool) -> None:
    """Tier by tier, in grams: the last gram of one and the first of the next, one cent of fee apart."""
    edges = sorted(ends)
    tiers = [FeeTier(Amount(fee, "EUR"), f"{edge} g") for fee, edge in enumerate(edges)]
    if is_open:
        tiers.append(FeeTier(Amount(len(edges), "EUR")))
    fee = TieredFee(by=By.WEIGHT, tiers=tiers)
    for index, (before, edge) in enumerate(pairwise([0, *edges])):
        assert fee.amount(weighing(before + 1)) == index
        assert fee.amount(weighing(edge)) == index
    if is_open:
        assert fee.amount(weighing(edges[-1] + 1)) == len(edges)
    else:
        assert beyond(fee, weighing(edges[-1])) is None
        assert beyond(fee, weighing(edges[-1] + 1)) is not None
