"""What the benefits give by themselves, and every mistake in writing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comptoir import WrongType, WrongValue
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.points import BonusPoints
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.benefits.tiers import AmountStep, AmountTiers, QuantityStep, QuantityTiers
from comptoir.pricing.kinds import SET_MAX, Benefit, Charge, LineBenefit, SetBenefit, SetUnit, Slot
from comptoir.values.errors import ComptoirError
from comptoir.values.grants import ExtraPoints, ReducedDelivery
from comptoir.values.policies import Minting, PercentBase
from comptoir.values.rounding import Rounding
from comptoir.values.selections import Category
from comptoir.vocabulary import STANDARD
from unit.price_shop import product

EUR = Minting("EUR", 2, Rounding.HALF_UP)
OF_REGULAR = Minting("EUR", 2, Rounding.HALF_UP, percent_of=PercentBase.REGULAR)
PULL = product("PULL", "fashion")
UNIT = SetUnit(amount=999, regular=2000)


def charge(amount: int, units: int = 1, number: int = 1, regular: int | None = None) -> Charge:
    return Charge(
        number, PULL, units * 1_000_000, amount, amount if regular is None else regular, units=units
    )


def cuts(benefit: SetBenefit, minting: Minting = EUR) -> list[int]:
    """What each unit of an application is cut by, all of one price, slot by slot."""
    slots = [slot for slot, each in enumerate(benefit.slots) for _ in range(each.least)]
    return [benefit.cut(slot, position, UNIT, minting) for position, slot in enumerate(slots, 1)]


# Lines


@pytest.mark.parametrize(
    ("benefit", "reduction"),
    [
        (PercentOff("20"), 400),
        (AmountOff("3.00 EUR"), 600),
        (FixedPrice("9.00 EUR"), 198),
        (FixedPrice("11.00 EUR"), 0),
    ],
)
def test_a_line_benefit_on_two_pieces(benefit: LineBenefit, reduction: int) -> None:
    assert benefit.reduction(charge(1998, units=2), EUR) == reduction


def test_only_a_percentage_is_a_share_of_what_it_finds() -> None:
    assert PercentOff("20").is_percentage
    assert not AmountOff("3.00 EUR").is_percentage
    assert not FixedPrice("3.00 EUR").is_percentage


# Tiers of all goods together

TIERS = AmountTiers(
    steps=[
        AmountStep(from_="50.00 EUR", percent="5"),
        AmountStep(from_="100.00 EUR", amount="12.00 EUR"),
        AmountStep(from_="200.00 EUR", percent="1"),
    ],
    below="300.00 EUR",
)


@pytest.mark.parametrize(
    ("worth", "reduction"),
    [(4999, 0), (5000, 250), (9999, 500), (10000, 1200), (20000, 200), (29999, 300), (30000, 0)],
)
def test_the_last_step_that_is_reached_gives_even_if_it_is_less(worth: int, reduction: int) -> None:
    assert TIERS.reductions([charge(worth)], EUR) == [reduction]


def test_steps_count_all_charges_together() -> None:
    assert TIERS.reductions([charge(3000, number=1), charge(3000, number=2)], EUR) == [150, 150]


@pytest.mark.parametrize(("units", "reduction"), [(1, 0), (2, 100), (4, 100), (5, 300), (6, 0)])
def test_steps_by_units(units: int, reduction: int) -> None:
    steps = [QuantityStep(from_=2, percent="10"), QuantityStep(from_=5, amount="3.00 EUR")]
    assert QuantityTiers(steps=steps, below=6).reductions([charge(1000, units=units)], EUR) == [reduction]


def test_tiers_have_the_currency_of_their_amounts() -> None:
    assert TIERS.currency == "EUR"
    assert QuantityTiers(steps=[QuantityStep(from_=2, amount="3.00 SEK")]).currency == "SEK"
    assert QuantityTiers(steps=[QuantityStep(from_=2, percent="3")]).currency is None


# Sets


def test_take_three_pay_two() -> None:
    benefit = NForM(take=3, pay=2)
    assert cuts(benefit) == [0, 0, 999]
    assert (benefit.by_position, benefit.in_turn, benefit.in_order) == (True, True, False)


@pytest.mark.parametrize(
    ("off", "cut", "in_turn"),
    [
        ({"2": "50", "3": "50"}, [0, 500, 500], True),
        ({"1": "50", "2": "50", "3": "50"}, [500, 500, 500], True),
        ({"3": "100"}, [0, 0, 999], True),
        ({"2": "25", "3": "50"}, [0, 250, 500], False),
        ({"2": "50"}, [0, 500, 0], False),
        ({"1": "50"}, [500, 0, 0], False),
    ],
)
def test_a_percentage_by_position(off: dict[str, str], cut: list[int], in_turn: bool) -> None:  # noqa: FBT001
    benefit = Positions(of=3, off=off)
    assert cuts(benefit) == cut
    assert (benefit.by_position, benefit.in_turn) == (True, in_turn)


def test_a_percentage_of_the_regular_price_is_no_more_than_what_is_left() -> None:
    assert cuts(Positions(of=2, off={"2": "40"}), OF_REGULAR) == [0, 800]
    assert cuts(Positions(of=2, off={"2": "60"}), OF_REGULAR) == [0, 999]
    assert cuts(SetOffer(slots=[Slot(least=2)], percent="60"), OF_REGULAR) == [999, 999]
    assert cuts(BuyGet(buy=Slot(), get=Slot(), percent="60"), OF_REGULAR) == [0, 999]


@pytest.mark.parametrize(
    ("fields", "cut", "constant"),
    [
        ({"total": "25.00 EUR"}, [999, 999, 999], -2500),
        ({"percent": "10"}, [100, 100, 100], 0),
        ({"amount": "5.00 EUR"}, [0, 0, 0], 500),
        ({"cheapest_free": 1}, [0, 0, 999], 0),
    ],
)
def test_a_set_of_three(fields: dict[str, Any], cut: list[int], constant: int) -> None:
    benefit = SetOffer(slots=[Slot(least=2), Slot(on=Category("tea"))], **fields)
    assert (cuts(benefit), benefit.constant) == (cut, constant)
    assert benefit.by_position is ("cheapest_free" in fields)
    assert benefit.in_turn is ("cheapest_free" not in fields)


def test_the_cheapest_of_one_slot_are_found_in_turn() -> None:
    assert SetOffer(slots=[Slot(least=3)], cheapest_free=1).in_turn


@pytest.mark.parametrize(
    ("fields", "cut"),
    [
        ({}, [0, 0, 999]),
        ({"percent": "50"}, [0, 0, 500]),
        ({"amount": "3.00 EUR"}, [0, 0, 300]),
        ({"amount": "30.00 EUR"}, [0, 0, 999]),
        ({"price": "1.00 EUR"}, [0, 0, 899]),
        ({"price": "10.00 EUR"}, [0, 0, 0]),
    ],
)
def test_buy_two_get_one(fields: dict[str, Any], cut: list[int]) -> None:
    benefit = BuyGet(buy=Slot(least=2), get=Slot(), **fields)
    assert (cuts(benefit), benefit.by_position, benefit.in_order) == (cut, False, False)


def test_what_is_got_may_have_to_be_cheaper() -> None:
    alike = BuyGet(buy=Slot(), get=Slot(), lesser=True)
    assert (alike.in_order, alike.in_turn) == (True, True)
    assert not BuyGet(buy=Slot(on=Category("fashion")), get=Slot(), lesser=True).in_turn


def test_a_gift_is_given_so_many_times() -> None:
    assert (cuts(Gift(2)), Gift(2).times, Gift(2).slots) == ([999], 2, (Slot(),))


def test_only_written_amounts_have_a_currency() -> None:
    assert SetOffer(slots=[Slot()], total="5.00 EUR").currency == "EUR"
    assert SetOffer(slots=[Slot()], amount="5.00 SEK").currency == "SEK"
    assert SetOffer(slots=[Slot()], percent="5").currency is None
    assert BuyGet(buy=Slot(), get=Slot(), price="5.00 SEK").currency == "SEK"
    assert DeliveryOff(amount="1.00 EUR").currency == "EUR"
    assert NForM(take=2, pay=1).currency is None


# Beside the goods


def test_what_is_given_beside_the_goods_names_its_promotion() -> None:
    reduced = DeliveryOff(services=["home", "express"], price="1.00 EUR").granted("noel", [1, 2])
    assert reduced == ReducedDelivery(rule="noel", services=("express", "home"), price=100)
    assert BonusPoints(200).granted("noel", [1, 2]) == ExtraPoints(rule="noel", points=200, lines=(1, 2))


@pytest.mark.parametrize(
    ("fields", "left"), [({"percent": "50"}, 245), ({"amount": "9.00 EUR"}, 0), ({"price": "9.00 EUR"}, 490)]
)
def test_a_fee_is_never_less_than_nothing_nor_more_than_it_was(fields: dict[str, str], left: int) -> None:
    assert DeliveryOff(**fields).granted("noel", []).charged(490, Rounding.HALF_UP) == left


# Mistakes


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (lambda: PercentOff("101"), "percent", "percent_out_of_range"),
        (lambda: AmountOff("-1.00 EUR"), "amount", "amount_negative"),
        (lambda: NForM(take=1, pay=1), "take", "count_out_of_range"),
        (lambda: NForM(take=3, pay=3), "pay", "count_out_of_range"),
        (lambda: NForM(take=3, pay=0), "pay", "count_out_of_range"),
        (lambda: NForM(take=SET_MAX + 1, pay=1), "take", "count_out_of_range"),
        (lambda: NForM(take="3", pay=1), "take", "not_an_int"),  # type: ignore[arg-type]
        (lambda: Positions(of=2, off={}), "off", "gives_nothing"),
        (lambda: Positions(of=2, off={"3": "50"}), "off.3", "no_such_position"),
        (lambda: Positions(of=2, off={"0": "50"}), "off.0", "no_such_position"),
        (lambda: Positions(of=12, off={"02": "50"}), "off.02", "no_such_position"),
        (lambda: Positions(of=2, off={"2": "150"}), "off.2", "percent_out_of_range"),
        (lambda: Positions(of=1, off={"1": "50"}), "of", "count_out_of_range"),
        (lambda: SetOffer(slots=[], percent="5"), "slots", "takes_nothing"),
        (lambda: SetOffer(slots=[Slot()]), "", "not_one_way"),
        (lambda: SetOffer(slots=[Slot()], percent="5", amount="1.00 EUR"), "", "not_one_way"),
        (lambda: SetOffer(slots=[Slot()], total="-1.00 EUR"), "total", "amount_negative"),
        (lambda: SetOffer(slots=[Slot(least=2)] * 501, percent="5"), "slots", "set_too_large"),
        (
            lambda: SetOffer(slots=[Slot(least=2, most=3)], cheapest_free=1),
            "cheapest_free",
            "variable_slots",
        ),
        (lambda: SetOffer(slots=[Slot(least=2)], cheapest_free=2), "cheapest_free", "count_out_of_range"),
        (lambda: SetOffer(slots=[Slot()], cheapest_free=1), "slots", "count_out_of_range"),
        (lambda: Slot(least=3, most=2), "most", "count_out_of_range"),
        (lambda: Slot(least=0), "least", "count_out_of_range"),
        (lambda: Slot(most=SET_MAX + 1), "most", "count_out_of_range"),
        (lambda: BuyGet(buy=Slot(most=2), get=Slot()), "buy.most", "variable_slots"),
        (lambda: BuyGet(buy=Slot(least=SET_MAX), get=Slot()), "buy", "set_too_large"),
        (lambda: BuyGet(buy=Slot(), get=Slot(), percent="5", price="1.00 EUR"), "", "not_one_way"),
        (lambda: BuyGet(buy=Slot(), get=Slot(), price="-1.00 EUR"), "price", "amount_negative"),
        (lambda: BuyGet(buy=2, get=Slot()), "buy", "wrong_type"),  # type: ignore[arg-type]
        (lambda: BuyGet(buy=Slot(), get=Slot(), lesser=1), "lesser", "wrong_type"),  # type: ignore[arg-type]
        (lambda: Gift(0), "count", "count_out_of_range"),
        (lambda: DeliveryOff(services=["home"]), "", "not_one_way"),
        (lambda: DeliveryOff(services=["à"], percent="5"), "services[0]", "not_an_identifier"),
        (lambda: BonusPoints(0), "points", "points_out_of_range"),
        (lambda: AmountTiers(steps=[]), "steps", "steps_out_of_range"),
        (lambda: AmountStep(from_="5.00 EUR"), "", "not_one_way"),
        (lambda: AmountStep(from_="-5.00 EUR", percent="5"), "from", "amount_negative"),
        (lambda: QuantityStep(from_=0, percent="5"), "from", "count_out_of_range"),
        (
            lambda: AmountTiers(steps=[AmountStep(from_="5.00 EUR", percent="5")] * 2),
            "steps[1].from",
            "steps_not_rising",
        ),
        (
            lambda: AmountTiers(steps=[AmountStep(from_="5.00 EUR", percent="5")], below="5.00 EUR"),
            "below",
            "steps_not_rising",
        ),
        (
            lambda: AmountTiers(steps=[AmountStep(from_="5.00 EUR", amount="5.00 SEK")]),
            "steps",
            "several_currencies",
        ),
        (
            lambda: QuantityTiers(
                steps=[
                    QuantityStep(from_=1, amount="5.00 SEK"),
                    QuantityStep(from_=2, amount="5.00 EUR"),
                ]
            ),
            "steps",
            "several_currencies",
        ),
        (
            lambda: QuantityTiers(steps=[QuantityStep(from_=2, percent="5")], below=1),
            "below",
            "steps_not_rising",
        ),
    ],
)
def test_a_benefit_that_cannot_be_meant(make: Callable[[], Benefit], where: str, code: str) -> None:
    with pytest.raises((WrongValue, WrongType)) as error:
        make()
    [fault] = error.value.faults
    assert (fault.where, fault.code) == (where, code)


# As people write them


@pytest.mark.parametrize(
    "written",
    [
        {"n_for_m": {"take": 3, "pay": 2}},
        {"positions": {"of": 2, "off": {"2": "50"}}},
        {"set": {"slots": [{"on": {"category": "tea"}}, {"least": 2, "most": 3}], "total": "25.00 EUR"}},
        {"buy_get": {"buy": {"least": 2}, "get": {"on": {"brand": "Ventoux"}}, "lesser": True}},
        {"gift": 2},
        {"gift": True},
        {"amount_tiers": {"steps": [{"percent": "5", "from": "50.00 EUR"}], "below": "500.00 EUR"}},
        {"quantity_tiers": {"steps": [{"amount": "5.00 EUR", "from": 6}]}},
        {"delivery": {"services": ["home"], "percent": "100"}},
        {"points": 200},
    ],
    ids=lambda written: next(iter(written)),
)
def test_a_benefit_is_written_as_it_is_read(written: Any) -> None:
    codec = STANDARD.codec
    benefit: Benefit = codec.read(Benefit, written)
    assert codec.shape(Benefit).write(benefit) == written


def test_a_slot_that_holds_too_many_is_named_in_its_place() -> None:
    with pytest.raises(ComptoirError) as error:
        STANDARD.codec.read(Benefit, {"set": {"slots": [{}, {"least": 1001}], "percent": "5"}})
    assert [fault.where for fault in error.value.faults] == ["set.slots[1].least"]
