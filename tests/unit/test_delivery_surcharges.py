"""What the deliveries of a service cost: free from, perks, promotions, surcharges, one fee for a place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.delivery.charging import Charge, charge, together
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.fees.percent import PercentFee
from comptoir.delivery.fees.sizes import SizeClass, SizesFee
from comptoir.delivery.fees.tiers import By, FeeTier, TieredFee
from comptoir.delivery.kinds import Basis, Parcel
from comptoir.delivery.limits.amount import AmountLimit
from comptoir.delivery.rules import FeePer, FreeFrom, Service, Surcharge
from comptoir.facts.delivery_terms import SurchargeTerms
from comptoir.testing.oracles.shares import shares
from comptoir.values.errors import LimitExceeded, WrongValue
from comptoir.values.grants import NO_GRANTS, FreeDelivery, Grants, ReducedDelivery
from comptoir.values.money import AMOUNT_MAX, Amount
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding
from comptoir.values.selections import Category
from unit.delivery_shop import service
from unit.parcels import line, package, parcel, product, weighing, worth

BULKY = Surcharge(
    id="bulky",
    name={"fr": "Encombrant"},
    on=Category("meubles"),
    fee=PerItemFee("29.00 EUR", "10.00 EUR"),
)
ISLANDS = Surcharge(id="islands", name={"fr": "Îles"}, zones=["corsica", "islands"], fee=FlatFee("6.00 EUR"))
SOFA = product("SOFA", package("48 kg", size="bulky"), category="meubles/canapes")
FREE = FreeFrom("60.00 EUR")


def charged(
    asked: Service, *parcels: Parcel, zones: Collection[str] = ("mainland",), grants: Grants = NO_GRANTS
) -> tuple[Charge, ...]:
    """What is charged; the threshold that a free one keeps is looked at with refunds."""
    found = charge(asked, parcels, zones=zones, grants=grants, rounding=Rounding.HALF_UP)
    return tuple(attrs.evolve(each, free_from=None) for each in found)


def once(asked: Service, goods: Parcel, **context: Any) -> Charge:
    [found] = charged(asked, goods, **context)
    return found


def terms(surcharge: Surcharge, amount: int) -> SurchargeTerms:
    return SurchargeTerms(rule=f"home/{surcharge.id}", name=surcharge.name, amount=amount)


# Free, and for less


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        (0, Charge(fee=490, charged=490, missing=6_000)),
        (5_999, Charge(fee=490, charged=490, missing=1)),
        (6_000, Charge(fee=490, charged=0, free_by="home/free_from")),
        (6_001, Charge(fee=490, charged=0, free_by="home/free_from")),
    ],
)
def test_free_from_a_threshold_that_is_included(paid: int, expected: Charge) -> None:
    assert once(service(free_from=FREE), worth(paid)) == expected


@pytest.mark.parametrize(
    ("basis", "missing"),
    [(Basis.REGULAR, None), (Basis.PAID, 500), (Basis.REGULAR_NET, 1_000), (Basis.PAID_NET, 1_417)],
)
def test_what_is_missing_is_the_shortfall_of_the_basis(basis: Basis, missing: int | None) -> None:
    goods = parcel(line(product(), charged=5_500, regular=6_000, regular_net=5_000, charged_net=4_583))
    assert once(service(free_from=FreeFrom("60.00 EUR", basis)), goods).missing == missing


OFF = {
    "percent": ReducedDelivery(rule="week", percent=Percent.of("50")),
    "amount": ReducedDelivery(rule="week", amount=300),
    "more": ReducedDelivery(rule="week", amount=999),
    "price": ReducedDelivery(rule="week", price=100),
    "express": ReducedDelivery(rule="week", services=("express",), price=0),
}


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        ("percent", Charge(fee=495, charged=247, reduced_by="week")),  # 247.5 off, half up: 248
        ("amount", Charge(fee=495, charged=195, reduced_by="week")),
        ("more", Charge(fee=495, charged=0, free_by="week")),
        ("price", Charge(fee=495, charged=100, reduced_by="week")),
        ("express", Charge(fee=495, charged=495)),
    ],
)
def test_a_promotion_makes_it_less_or_nothing(off: str, expected: Charge) -> None:
    home = service(fee=FlatFee("4.95 EUR"))
    assert once(home, worth(100), grants=Grants(promotions=[OFF[off]])) == expected


def test_the_least_is_charged_and_of_equals_the_threshold_comes_first() -> None:
    gift = ReducedDelivery(rule="a-gift", price=0)
    other = ReducedDelivery(rule="b-gift", price=0)
    gold = FreeDelivery("home", "club/gold")
    home = service(free_from=FREE)
    full = Grants(free_delivery=[gold], promotions=[other, gift])
    assert once(home, worth(6_000), grants=full).free_by == "home/free_from"
    assert once(home, worth(5_999), grants=full).free_by == "club/gold"
    assert once(home, worth(5_999), grants=Grants(promotions=[other, gift])).free_by == "a-gift"
    less = Grants(promotions=[ReducedDelivery(rule="a-less", amount=100), other])
    assert once(home, worth(5_999), grants=less) == Charge(fee=490, charged=0, free_by="b-gift")


def test_what_is_reduced_may_still_be_made_free() -> None:
    found = once(service(free_from=FREE), worth(5_000), grants=Grants(promotions=[OFF["price"]]))
    assert found == Charge(fee=490, charged=100, reduced_by="week", missing=1_000)


# Surcharges


def test_a_surcharge_is_asked_of_its_goods_alone() -> None:
    home = service(surcharges=[BULKY])
    assert once(home, worth(100)) == Charge(fee=490, charged=490)
    goods = parcel(line(product()), line(SOFA, 2))
    assert once(home, goods) == Charge(fee=490, charged=4_390, surcharges=(terms(BULKY, 3_900),))


@pytest.mark.parametrize(
    ("zones", "amount"),
    [((), None), (("mainland",), None), (("corsica",), 600), (("france", "islands"), 600)],
)
def test_a_surcharge_is_asked_in_its_zones(zones: Collection[str], amount: int | None) -> None:
    found = once(service(surcharges=[ISLANDS]), worth(100), zones=zones)
    assert [each.amount for each in found.surcharges] == ([] if amount is None else [amount])
    assert found.charged == 490 + (amount or 0)


def test_several_surcharges_stand_as_they_are_written() -> None:
    found = once(service(surcharges=[ISLANDS, BULKY]), parcel(line(SOFA)), zones=["corsica"])
    assert found.surcharges == (terms(ISLANDS, 600), terms(BULKY, 2_900))


def test_free_delivery_is_free_of_the_fee_and_of_what_is_waived() -> None:
    waived = attrs.evolve(ISLANDS, waived=True)
    home = service(surcharges=[waived, BULKY], free_from=FREE)
    dear = parcel(line(SOFA, charged=60_000))
    found = once(home, dear, zones=["corsica"])
    assert found == Charge(
        fee=490, charged=2_900, surcharges=(terms(BULKY, 2_900),), free_by="home/free_from"
    )
    for_nothing = attrs.evolve(home, fee=FlatFee("0.00 EUR"), free_from=None)
    assert [each.rule for each in once(for_nothing, dear, zones=["corsica"]).surcharges] == [
        "home/islands",
        "home/bulky",
    ]
    reduced = once(
        service(surcharges=[waived]),
        dear,
        zones=["corsica"],
        grants=Grants(promotions=[OFF["price"]]),
    )
    assert (reduced.charged, reduced.reduced_by) == (700, "week")


@pytest.mark.parametrize(
    ("fee", "amount"),
    [
        (PercentFee(percent="2", currency="EUR"), 800),
        (SizesFee([SizeClass("large", "9.00 EUR"), SizeClass("bulky", "19.00 EUR")]), 1_900),
        (TieredFee(by=By.WEIGHT, tiers=[FeeTier("5.00 EUR", "40 kg"), FeeTier("15.00 EUR")]), 1_500),
    ],
)
def test_a_surcharge_may_be_a_fee_of_any_kind(fee: Any, amount: int) -> None:
    home = service(surcharges=[attrs.evolve(BULKY, fee=fee)])
    goods = parcel(line(SOFA, charged=40_000), line(product("B"), charged=99_999))
    assert [each.amount for each in once(home, goods).surcharges] == [amount]


# Once for each delivery, or once for a place

TWO = (worth(4_000), parcel(line(product("B"), charged=2_000), line(SOFA, charged=0)))


def test_each_delivery_has_its_fee_and_its_threshold() -> None:
    home = service(free_from=FreeFrom("40.00 EUR"), surcharges=[BULKY])
    assert charged(home, *TWO) == (
        Charge(fee=490, charged=0, free_by="home/free_from"),
        Charge(fee=490, charged=3_390, surcharges=(terms(BULKY, 2_900),), missing=2_000),
    )


def test_one_fee_for_a_place_is_shared_and_surcharges_are_not() -> None:
    home = service(fee_per=FeePer.PLACE, surcharges=[ISLANDS])
    found = charged(home, *TWO, zones=["corsica"])
    assert [(each.fee, each.charged) for each in found] == [(327, 927), (163, 763)]  # 326.67 and 163.33
    assert [[each.amount for each in one.surcharges] for one in found] == [[600], [600]]


def test_one_fee_for_a_place_looks_at_all_goods() -> None:
    home = service(fee_per=FeePer.PLACE, free_from=FREE)
    assert {each.free_by for each in charged(home, *TWO)} == {"home/free_from"}
    nearly = charged(home, worth(4_000), worth(1_999))
    assert [each.missing for each in nearly] == [1, 1]
    by_piece = service(fee_per=FeePer.PLACE, fee=PerItemFee("5.00 EUR", "1.00 EUR"))
    assert sum(each.fee for each in charged(by_piece, *TWO)) == 700


def test_what_is_reduced_at_a_place_stays_reduced_where_nothing_is_left_of_it() -> None:
    home = service(fee_per=FeePer.PLACE)
    found = charged(home, worth(0), worth(100), grants=Grants(promotions=[OFF["price"]]))
    assert [(each.fee, each.charged, each.free_by, each.reduced_by) for each in found] == [
        (0, 0, None, "week"),
        (490, 100, None, "week"),
    ]


def test_goods_for_nothing_share_a_fee_alike() -> None:
    home = service(fee_per=FeePer.PLACE, fee=FlatFee("5.00 EUR"))
    assert [each.fee for each in charged(home, *[worth(0)] * 3)] == [167, 167, 166]


def test_pieces_of_one_line_are_weighed_together_again() -> None:
    light = product("A", package("0.4 g"))
    first, second = (Parcel([line(light, 1, charged=10, number=7)]) for _ in range(2))
    assert together([first, second]) == Parcel([line(light, 2, charged=20, number=7, amount=2_000_000)])
    by_weight = TieredFee(by=By.WEIGHT, tiers=[FeeTier("1.00 EUR", "1 g"), FeeTier("2.00 EUR")])
    home = service(fee=by_weight, fee_per=FeePer.PLACE)
    assert sum(each.fee for each in charged(home, first, second)) == 100


@given(
    worths=st.lists(st.integers(0, 50_000), min_size=1, max_size=8),
    fee=st.integers(0, 5_000),
    left=st.integers(0, 5_000),
)
def test_shares_of_one_fee_sum_to_it_exactly(worths: list[int], fee: int, left: int) -> None:
    home = service(fee_per=FeePer.PLACE, fee=FlatFee(Amount(fee, "EUR")), surcharges=[ISLANDS])
    grants = Grants(promotions=[ReducedDelivery(rule="week", price=left)])
    found = charged(home, *map(worth, worths), grants=grants, zones=["islands"])
    weights = worths if sum(worths) else [1] * len(worths)
    assert [each.fee for each in found] == shares(fee, weights)
    assert [each.charged - 600 for each in found] == shares(min(fee, left), weights)
    assert sum(each.fee for each in found) == fee


@given(pieces=st.lists(st.integers(1, 4), min_size=1, max_size=5), data=st.data())
def test_what_is_charged_never_depends_on_the_order_of_lines(pieces: list[int], data: st.DataObject) -> None:
    home = service(
        fee=TieredFee(by=By.WEIGHT, tiers=[FeeTier("4.90 EUR", "50 kg"), FeeTier("9.90 EUR")]),
        surcharges=[BULKY, ISLANDS],
        free_from=FREE,
    )
    lines = [line(SOFA if many % 2 else weighing(many).lines[0].product, many) for many in pieces]
    goods = parcel(*lines)
    shuffled = goods.only(data.draw(st.permutations(goods.lines)))
    assert once(home, shuffled, zones=["corsica"]) == once(home, goods, zones=["corsica"])


# Bad rules


@pytest.mark.parametrize(
    ("fee", "surcharges"),
    [
        (PerItemFee("4.90 EUR", Amount(AMOUNT_MAX, "EUR")), ()),
        (FlatFee("4.90 EUR"), (attrs.evolve(BULKY, fee=PerItemFee("1.00 EUR", Amount(AMOUNT_MAX, "EUR"))),)),
        (FlatFee("4.90 EUR"), (attrs.evolve(BULKY, fee=FlatFee(Amount(AMOUNT_MAX, "EUR"))),)),
    ],
)
def test_a_fee_that_cannot_be_written_is_refused(fee: Any, surcharges: tuple[Surcharge, ...]) -> None:
    with pytest.raises(LimitExceeded) as error:
        once(service(fee=fee, surcharges=surcharges), parcel(line(SOFA, 2)))
    assert str(error.value) == (
        "delivery.home: found a fee above 2^53-1 minor units; split the basket [amount_too_large]"
    )


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"surcharges": [BULKY, BULKY]}, "surcharges[1]", "duplicate_surcharge"),
        (
            {"surcharges": [attrs.evolve(BULKY, id="free_from")], "free_from": FREE},
            "surcharges[0].id",
            "duplicate_surcharge",
        ),
        ({"surcharges": [attrs.evolve(BULKY, id="b" * 64)]}, "surcharges[0].id", "not_an_identifier"),
        (
            {"surcharges": [attrs.evolve(BULKY, fee=FlatFee("1.00 GBP"))]},
            "surcharges[0].fee",
            "other_currency",
        ),
        ({"limits": [AmountLimit(at_most="9.00 GBP")]}, "limits[0]", "other_currency"),
        ({"free_from": FreeFrom("60.00 GBP")}, "free_from.at_least", "other_currency"),
    ],
)
def test_rules_that_do_not_fit_each_other(changes: dict[str, Any], where: str, code: str) -> None:
    with pytest.raises(WrongValue) as error:
        service(**changes)
    assert [(each.where, each.code) for each in error.value.faults] == [(where, code)]


def test_a_service_knows_at_which_worths_it_looks() -> None:
    assert service().bases == frozenset()
    asked = service(
        fee=PercentFee(percent="2", basis=Basis.REGULAR_NET, currency="EUR"),
        surcharges=[
            attrs.evolve(
                BULKY, fee=TieredFee(by=By.AMOUNT, basis=Basis.PAID_NET, tiers=[FeeTier("1.00 EUR")])
            )
        ],
        limits=[AmountLimit(at_least="5.00 EUR", basis=Basis.REGULAR)],
        free_from=FREE,
    )
    assert asked.bases == frozenset(Basis)
