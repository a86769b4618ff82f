"""The oracle of plans agrees with sums done by hand, of which each comment shows the way."""

from __future__ import annotations

from fractions import Fraction

import pytest

from comptoir.facts.coupons import Remaining
from comptoir.facts.products import Product
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.benefits.tiers import QuantityStep, QuantityTiers
from comptoir.pricing.kinds import Benefit, Slot
from comptoir.pricing.rules import AtMost, CombineOrder, Funding, Promotion
from comptoir.testing.oracles.layers import Run, Stage
from comptoir.testing.oracles.piles import TooManyPlansError
from comptoir.testing.oracles.plans import best, explained
from comptoir.values.selections import Skus


def run(number: int, sku: str, cents: int, units: int = 1, **more: object) -> Run:
    product = Product(sku=sku, name={"en": sku}, category="c", tax="standard")
    amount = cents * units
    return Run(
        number=number,
        product=product,
        content=Fraction(units),
        amount=amount,
        regular=amount,
        units=units,
        **more,  # type: ignore[arg-type]
    )


def offer(name: str, benefit: Benefit, **more: object) -> Promotion:
    return Promotion(id=name, name={"en": name}, layer="only", benefit=benefit, **more)  # type: ignore[arg-type]


def found(runs: list[Run], *offers: Promotion, **more: object) -> tuple[object, object]:
    plan = best(Stage(runs=tuple(runs), offers=offers, **more))  # type: ignore[arg-type]
    return plan.worth, plan.offers


def test_pairs_that_may_be_formed_in_two_ways() -> None:
    # Dynamics 365's published example: 20, 20, 15 and 5. The two of 20 give 20 % of 40, or 10 of the
    # cheaper; 15 and 5 give 20 % of 20, or 2.50: at 20 and 20, half off one is 10, and 4 more is 14.
    runs = [run(1, "A", 2000, 2), run(2, "B", 1500), run(3, "C", 500)]
    half, fifth = (
        offer("half", Positions(of=2, off={"2": "50"})),
        offer("fifth", SetOffer(slots=[Slot(least=2)], percent="20")),
    )
    assert found(runs, half, fifth) == (1400, ("fifth", "half"))


def test_seven_units_of_which_six_are_three_for_two() -> None:
    # Seven at 9.00: two are free (18.00), and the seventh is 20 % off (1.80); all at 20 % would be 12.60.
    runs = [run(1, "A", 900, 7)]
    assert found(runs, offer("a", NForM(take=3, pay=2)), offer("b", PercentOff("20"))) == (1980, ("a", "b"))


def test_the_dearest_are_not_always_worth_a_set() -> None:
    # 10, 10, 1, 1: in twos, the cheaper free: 10 and 1 are off. With half off the dear ones instead: 10 + 1.
    # A set of one dear and one cheap would give 1 twice.
    runs = [run(1, "A", 1000, 2), run(2, "B", 100, 2)]
    two_for_one = offer("two", NForM(take=2, pay=1))
    assert found(runs, two_for_one) == (1100, ("two",))
    mixed = offer("mixed", BuyGet(buy=Slot(on=Skus(["A"])), get=Slot(on=Skus(["B"]))))
    assert found(runs, mixed) == (200, ("mixed",))
    assert found(runs, two_for_one, mixed) == (1100, ("two",))


def test_what_is_got_is_no_dearer_than_what_is_bought() -> None:
    # Buy one, get one: of 10 and 6 the 6 is free at best, and the 10 where it may be dearer.
    runs = [run(1, "A", 1000), run(2, "B", 600)]
    assert found(runs, offer("a", BuyGet(buy=Slot(), get=Slot(), lesser=True))) == (600, ("a",))
    assert found(runs, offer("a", BuyGet(buy=Slot(), get=Slot()))) == (1000, ("a",))


def test_a_fixed_total_is_best_for_the_dearest() -> None:
    # Three for 20.00 of 9, 8, 7 and 2: the dearest three give 4.00; with the 2 instead there is nothing.
    runs = [
        run(place, sku, cents)
        for place, (sku, cents) in enumerate(zip("ABCD", (900, 800, 700, 200), strict=True))
    ]
    assert found(runs, offer("a", SetOffer(slots=[Slot(least=3)], total="20.00 EUR"))) == (400, ("a",))
    # Two or three for 9.00: 9 + 8 + 7 - 9 = 15; the 2 is left.
    two_or_three = SetOffer(slots=[Slot(least=2, most=3)], total="9.00 EUR")
    assert found(runs, offer("a", two_or_three)) == (1500, ("a",))


def test_limits_take_the_best_units() -> None:
    # 10 % of three at 10.00 and two at 4.00: two units at most are two of the dearest.
    runs = [run(1, "A", 1000, 3), run(2, "B", 400, 2)]
    assert found(runs, offer("a", PercentOff("10"), at_most=AtMost(units=2))) == (200, ("a",))
    assert found(runs, offer("a", PercentOff("10"), at_most=AtMost(amount="2.50 EUR"))) == (250, ("a",))
    assert found(runs, offer("a", NForM(take=2, pay=1), at_most=AtMost(times=1))) == (1000, ("a",))
    # Two pairs give 10.00 and 4.00 (the pair 10.00 and 4.00); 12.00 at most.
    assert found(runs, offer("a", NForM(take=2, pay=1), at_most=AtMost(amount="12.00 EUR"))) == (1200, ("a",))
    left = {"a": Remaining(promotion="a", uses=1)}
    assert found(runs, offer("a", PercentOff("10"), metered=True), remaining=left) == (100, ("a",))


def test_of_a_group_there_is_one() -> None:
    # 10 % of A is 1.00 and 50 % of B is 2.00; only one of them may be taken.
    runs = [run(1, "A", 1000), run(2, "B", 400)]
    a = offer("a", PercentOff("10"), on=Skus(["A"]), group="g")
    b = offer("b", PercentOff("50"), on=Skus(["B"]), group="g")
    assert found(runs, a, b) == (200, ("b",))


@pytest.mark.parametrize(
    ("order", "worth"), [(CombineOrder.AMOUNTS_FIRST, 190), (CombineOrder.PERCENTAGES_FIRST, 200)]
)
def test_offers_that_combine_follow_each_other(order: CombineOrder, worth: int) -> None:
    # 1.00 and then 10 % of 9.00, or 10 % of 10.00 and then 1.00; 1.50 alone is less.
    runs = [run(1, "A", 1000)]
    ten, one = offer("b", PercentOff("10"), combines=True), offer("a", AmountOff("1.00 EUR"), combines=True)
    other = offer("c", AmountOff("1.50 EUR"))
    assert found(runs, ten, one, other, order=order) == (worth, ("a", "b"))


def test_what_goods_give_together_takes_all_of_them() -> None:
    # A tenth of 30.00 is 3.00; half of B alone is 2.50, and all of it together with A's 10 % would be 4.50.
    runs = [run(1, "A", 2500), run(2, "B", 500)]
    tenth, half = offer("a", BasketPercentOff("10")), offer("b", PercentOff("50"), on=Skus(["B"]))
    assert found(runs, tenth, half) == (300, ("a",))
    ten = offer("c", PercentOff("10"), on=Skus(["A"]))
    assert found(runs, tenth, half, ten) == (500, ("b", "c"))
    steps = QuantityTiers(
        steps=[QuantityStep(from_=2, amount="4.00 EUR"), QuantityStep(from_=3, percent="50")]
    )
    assert found(runs, offer("d", steps)) == (400, ("d",))


def test_a_floor_is_kept_unit_by_unit() -> None:
    # Floors of 5.00 for two at 6.00: one of them free is 1.00 for each, whoever gives it.
    runs = [run(1, "A", 600, 2, floor=1000)]
    assert found(runs, offer("a", NForM(take=2, pay=1))) == (200, ("a",))


def test_what_a_third_party_is_taxed_for_is_worth_less() -> None:
    # Where tax of 20 % is added, 1.00 off is worth 1.20, and 1.00 if somebody else is taxed for it.
    runs = [run(1, "A", 1000, weight=Fraction(6, 5))]
    paid = offer("a", AmountOff("1.00 EUR"), funding=Funding("brand"))
    own = offer("b", AmountOff("0.90 EUR"))
    assert found(runs, paid) == (100, ("a",))
    assert found(runs, paid, own) == (108, ("b",))


def test_ties_go_to_the_fewest_and_then_to_the_smallest_ids() -> None:
    runs = [run(1, "A", 500), run(2, "B", 500)]
    one = offer("z", BasketAmountOff("2.00 EUR"))
    a, b = (
        offer("a", AmountOff("1.00 EUR"), on=Skus(["A"])),
        offer("b", AmountOff("1.00 EUR"), on=Skus(["B"])),
    )
    assert found(runs, one, a, b) == (200, ("z",))
    assert found(runs, one, offer("y", BasketAmountOff("2.00 EUR"))) == (200, ("y",))


def test_a_plan_is_explained_to_the_cent_or_not_at_all() -> None:
    stage = Stage(
        runs=(run(1, "A", 900, 7),), offers=(offer("a", NForM(take=3, pay=2)), offer("b", PercentOff("20")))
    )
    plan = explained(stage, {0: (("a", 6, 1800), ("b", 1, 180))})
    assert plan is not None
    assert plan.worth == Fraction(1980)
    assert explained(stage, {0: (("b", 7, 1260),)}) is not None
    assert explained(stage, {0: (("a", 6, 1801), ("b", 1, 180))}) is None
    assert explained(stage, {0: (("a", 6, 1800),)}) is None  # what is left has its own offer
    assert explained(stage, {0: (("a", 4, 900), ("b", 3, 540))}) is None


def test_it_says_when_plans_are_too_many() -> None:
    with pytest.raises(TooManyPlansError):
        best(Stage(runs=(run(1, "A", 900, 40),), offers=(offer("a", NForM(take=3, pay=2)),)))
