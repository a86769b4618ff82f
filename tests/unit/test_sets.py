"""Units that are taken together: how slots are filled, what an application gives, and who bears it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir import Proven
from comptoir.facts.tax_terms import PriceBasis
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.benefits.tiers import AmountStep, AmountTiers, QuantityStep, QuantityTiers
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.floors import AtLeast
from comptoir.pricing.rules import AtMost, Funding, Promotion
from comptoir.pricing.verdicts import Applied, Beaten, Incomplete, NothingToReduce, NotMet
from comptoir.values.policies import DiscountOrder, MoneyPolicy
from comptoir.values.selections import Skus
from unit.offer_shop import TWO_FOR_ONE, charges, euros, gives, on, set_of, sold
from unit.price_shop import floor, price_list, product, promotion, taxes

SHIRT_AND_BOOK = (product("A", "any"), product("B", "any", "reduced"))
PRICES = {"A": "20.00", "B": "10.00"}
BOTH = set_of("both", on("A"), on("B"), total="25.00 EUR")


def least(sku: str, amount: str) -> dict[str, object]:
    """Rules with a floor for one product."""
    return {"floors": [floor(f"f-{sku}", AtLeast(f"{amount} EUR"), on=Skus([sku]))]}


# Who bears it


def test_a_fixed_total_is_spread_over_goods_at_two_rates_of_tax() -> None:
    # 5.00 in the proportion of 20.00 to 10.00: 3.33 and 1.67.
    quote = sold(BOTH, prices=PRICES, products=SHIRT_AND_BOOK)
    assert charges(quote) == {"A": 1667, "B": 833}
    # 16.67 at 20 % hold 2.78 of tax (2.7783), 8.33 at 5.5 % hold 0.43 (0.4343).
    assert taxes(quote) == [("S", "20", 1667, 278), ("S", "5.5", 833, 43)]


def test_what_a_unit_at_its_floor_cannot_give_the_others_do() -> None:
    # The book gives 0.50 of its 1.67; the shirt 4.50.
    quote = sold(BOTH, prices=PRICES, products=SHIRT_AND_BOOK, rules=least("B", "9.50"))
    assert charges(quote) == {"A": 1550, "B": 950}
    assert quote.why_not("both") == Applied(euros("-5.00"), lines=(1, 2), floored=True)


def test_a_set_gives_no_more_than_all_its_floors_leave() -> None:
    # 2.00 of the shirt and 0.50 of the book instead of 5.00.
    rules = {"floors": [*least("A", "18.00")["floors"], *least("B", "9.50")["floors"]]}  # type: ignore[misc]
    quote = sold(BOTH, prices=PRICES, rules=rules)
    assert charges(quote) == {"A": 1800, "B": 950}


@pytest.mark.parametrize("total", ["30.00", "35.00"])
def test_a_fixed_total_never_makes_goods_dearer(total: str) -> None:
    quote = sold(set_of("both", on("A"), on("B"), total=f"{total} EUR"), prices=PRICES)
    assert gives(quote) == {}
    assert quote.why_not("both") == NothingToReduce()


def test_an_amount_beyond_a_set_takes_all_of_it() -> None:
    assert gives(sold(set_of("both", on("A"), on("B"), amount="40.00 EUR"), prices=PRICES)) == {"both": 3000}


def test_a_percentage_is_rounded_for_each_unit_of_a_set_and_for_each_line_of_an_offer() -> None:
    # 10 % of 0.33 is 0.03, three times; of 0.99 it is 0.10.
    three = set_of("three", on("A", 3), percent="10")
    assert gives(sold(three, prices={"A": "0.33"}, pieces={"A": 3})) == {"three": 9}
    ten = promotion("ten", PercentOff("10"))
    assert gives(sold(ten, prices={"A": "0.33"}, pieces={"A": 3})) == {"ten": 10}


def test_a_brand_bears_its_share_of_a_set_on_each_line() -> None:
    # Half of 3.33 is 1.665: 1.67; half of 1.67 is 0.835: 0.84. Both stay taxed.
    funded = attrs.evolve(BOTH, funding=Funding("brand", "50"))
    quote = sold(funded, prices=PRICES, products=SHIRT_AND_BOOK)
    [shirt, book] = [line.adjustments[0] for line in quote.terms.lines]
    assert (shirt.amount, shirt.funded, shirt.in_base) == (-333, 167, 167)
    assert (book.amount, book.funded, book.in_base) == (-167, 84, 84)


@pytest.mark.parametrize(
    ("funding", "money", "expected"),
    [
        # 10.00 off both, 4.76 of it at 20 % and 5.24 at 5.5 %, save 11.24 with tax; 10.60 off B save 11.18.
        (None, MoneyPolicy(), {"two": 1000}),
        # What a funder pays is taxed all the same: the customer saves 10.00.
        (Funding("brand"), MoneyPolicy(), {"b": 1060}),
        # A funder for half: half of the tax, 0.62, is not saved: 10.62.
        (Funding("brand", "50"), MoneyPolicy(), {"b": 1060}),
        # A funder whose part is not taxed changes nothing.
        (Funding("brand", taxed=False), MoneyPolicy(), {"two": 1000}),
        # Tax on the price before discounts: 10.00 against 10.60.
        (None, MoneyPolicy(discounts=DiscountOrder.AFTER_TAX), {"b": 1060}),
    ],
)
def test_where_tax_is_added_a_set_is_worth_what_it_leaves_to_pay(
    funding: Funding | None, money: MoneyPolicy, expected: dict[str, int]
) -> None:
    two = attrs.evolve(TWO_FOR_ONE, funding=funding)
    off_b = promotion("b", BasketAmountOff("10.60 EUR"), on=Skus(["B"]))
    quote = sold(
        two,
        off_b,
        prices={"A": "10.00", "B": "11.00"},
        products=SHIRT_AND_BOOK,
        rules={
            "lists": [price_list("net", {"A": "10.00", "B": "11.00"}, basis=PriceBasis.ADDED)],
            "money": money,
        },
    )
    assert gives(quote) == expected
    assert quote.proof == Proven()


# How slots are filled


@pytest.mark.parametrize(
    ("pieces", "given"),
    [
        ({"A": 1, "B": 1}, 500),  # the book can only stand in the second slot
        ({"B": 2}, 0),  # 20.00 for 25.00
        ({"A": 2}, 0),  # nothing for the second slot
        ({"A": 2, "B": 2}, 1000),
        ({"A": 1, "B": 3}, 500),  # one set; two books alone come to less than 25.00
    ],
)
def test_a_unit_stands_in_the_slot_where_it_is_needed(pieces: dict[str, int], given: int) -> None:
    either = set_of("either", on("AB"), on("B"), total="25.00 EUR")
    assert gives(sold(either, prices=PRICES, pieces=pieces)).get("either", 0) == given


@pytest.mark.parametrize(("pieces", "given"), [(1, 0), (2, 500), (3, 1500), (4, 1500), (5, 2000), (6, 3000)])
def test_a_slot_may_hold_more_or_fewer_units(pieces: int, given: int) -> None:
    # Two or three at 10.00 for 15.00: three save 15.00, two 5.00. Four are a set of three and a piece.
    some = set_of("some", on("A", 2, 3), total="15.00 EUR")
    assert gives(sold(some, prices={"A": "10.00"}, pieces={"A": pieces})).get("some", 0) == given


def test_the_cheapest_of_a_set_is_free_whatever_slot_it_is_from() -> None:
    menu = set_of("menu", on("A"), on("B"), on("C"), cheapest_free=1)
    assert gives(sold(menu, prices={"A": "9.00", "B": "3.00", "C": "4.00"})) == {"menu": 300}
    # B with C frees 3.00 and D with E 5.00; B with E and D with C would free 3.00 and 4.00.
    two = {"A": "9.00", "B": "3.00", "C": "4.00", "D": "5.00", "E": "5.00"}
    wide = set_of("menu", on("A"), on("BD"), on("CE"), cheapest_free=1)
    assert gives(sold(wide, prices=two, pieces={"A": 2, "B": 1, "C": 1, "D": 1, "E": 1})) == {"menu": 800}


def test_positions_stand_from_the_dearest_to_the_cheapest() -> None:
    # 10, 8, 6: half of 8.00 and three quarters of 6.00 are 8.50; 4.00 is over. In the proportion of what
    # they cost: 354.17, 283.33 and 212.5 cents; the cent that is left goes to the largest remainder.
    third = promotion("third", Positions(of=3, off={"2": "50", "3": "75"}))
    quote = sold(third, prices={"A": "4.00", "B": "6.00", "C": "8.00", "D": "10.00"})
    assert gives(quote) == {"third": 850}
    assert charges(quote) == {"A": 400, "B": 387, "C": 517, "D": 646}


def test_where_the_dearest_is_reduced_sets_are_not_filled_one_after_the_other() -> None:
    # 10 and 8 in one pair, 6 and 4 in the other: 5.00 + 3.00. 10 with 6 and 8 with 4: 5.00 + 4.00.
    first = promotion("first", Positions(of=2, off={"1": "50"}))
    quote = sold(first, prices={"A": "10.00", "B": "8.00", "C": "6.00", "D": "4.00"})
    assert gives(quote) == {"first": 900}


# Buy these, get those


def buy_get(**fields: Any) -> Promotion:
    """Two of A bought, one of B got, unless it is said otherwise."""
    slots = {"buy": on("A", 2), "get": on("B")}
    return promotion("got", BuyGet(**{**slots, **fields}))


@pytest.mark.parametrize(
    ("way", "given"),
    [({}, 1000), ({"percent": "50"}, 500), ({"amount": "4.00 EUR"}, 400), ({"price": "1.00 EUR"}, 900)],
)
def test_what_is_got_is_free_or_for_less(way: dict[str, object], given: int) -> None:
    # Three of A are one buying of two; the second B is paid.
    quote = sold(buy_get(**way), prices=PRICES, pieces={"A": 3, "B": 2})
    assert gives(quote) == {"got": given}
    # Two of A and one of B, 40.00 and 10.00, bear it: four fifths and one fifth.
    assert charges(quote) == {"A": 6000 - given * 4 // 5, "B": 2000 - given // 5}


def test_what_is_got_never_costs_less_than_nothing() -> None:
    assert gives(sold(buy_get(amount="12.00 EUR"), prices=PRICES, pieces={"A": 2, "B": 1})) == {"got": 1000}
    assert gives(sold(buy_get(price="12.00 EUR"), prices=PRICES, pieces={"A": 2, "B": 1})) == {}


def test_of_the_same_goods_the_dearest_is_got_unless_it_must_be_the_lesser() -> None:
    either = {"buy": on("AB"), "get": on("AB")}
    assert gives(sold(buy_get(**either), prices=PRICES)) == {"got": 2000}
    assert gives(sold(buy_get(**either, lesser=True), prices=PRICES)) == {"got": 1000}


def test_a_lesser_unit_costs_no_more_than_the_cheapest_that_is_bought() -> None:
    # B, at 10.00, is not less than A at 9.00, and is than A at 10.00.
    one = {"buy": on("A"), "get": on("B"), "lesser": True}
    assert gives(sold(buy_get(**one), prices={"A": "9.00", "B": "10.00"})) == {}
    assert gives(sold(buy_get(**one), prices={"A": "10.00", "B": "10.00"})) == {"got": 1000}


# A gift


def test_a_gift_is_the_dearest_and_does_not_count_for_its_own_condition() -> None:
    gift = promotion("gift", Gift(), on=Skus(["G", "H"]), when=[Spend("30.00 EUR")])
    prices = {"A": "28.00", "G": "5.00", "H": "6.00"}
    quote = sold(gift, prices=prices)
    assert quote.why_not("gift") == NotMet("spend", euros("2.00"))
    assert gives(sold(gift, prices={**prices, "A": "30.00"})) == {"gift": 600}
    twice = attrs.evolve(gift, benefit=Gift(2))
    assert gives(sold(twice, prices={**prices, "A": "30.00"}, pieces={"A": 1, "G": 2, "H": 1})) == {
        "gift": 1100
    }


# The more, the more off


@pytest.mark.parametrize(
    ("pieces", "given"),
    [(1, 0), (2, 200), (4, 400), (5, 1000), (9, 1800), (10, 0)],
)
def test_steps_by_amount_apply_to_all_of_it_until_there_is_too_much(pieces: int, given: int) -> None:
    # From 20.00, 10 %; from 50.00, 20 %; from 100.00 on, nothing.
    tiers = AmountTiers(
        steps=[AmountStep(from_="20.00 EUR", percent="10"), AmountStep(from_="50.00 EUR", percent="20")],
        below="100.00 EUR",
    )
    quote = sold(promotion("tiers", tiers), prices={"A": "10.00"}, pieces={"A": pieces})
    assert gives(quote).get("tiers", 0) == given


def test_steps_by_quantity_count_units() -> None:
    # Two units of A and one of B are three: 5.00 off in the proportion of 20.00 to 7.00: 3.70 and 1.30.
    tiers = QuantityTiers(steps=[QuantityStep(from_=3, amount="5.00 EUR")])
    quote = sold(promotion("tiers", tiers), prices={"A": "10.00", "B": "7.00"}, pieces={"A": 2, "B": 1})
    assert charges(quote) == {"A": 1630, "B": 570}


# What is missing


@pytest.mark.parametrize(
    ("pieces", "missing"), [({"A": 1}, 2), ({"B": 1}, 2), ({"A": 2}, 1), ({"A": 1, "B": 1}, 1)]
)
def test_an_incomplete_set_says_how_many_units_it_lacks(pieces: dict[str, int], missing: int) -> None:
    quote = sold(buy_get(), prices=PRICES, pieces=pieces)
    assert quote.why_not("got") == Incomplete(missing)


def test_units_that_fit_two_slots_are_counted_once_for_what_is_missing() -> None:
    either = set_of("either", on("AB"), on("B"), total="1.00 EUR")
    assert sold(either, prices=PRICES, pieces={"B": 1}).why_not("either") == Incomplete(1)


def test_of_sets_that_give_the_same_the_smaller_identifier_is_taken() -> None:
    one, other = (attrs.evolve(TWO_FOR_ONE, id=id_) for id_ in "ab")
    for offers in ((one, other), (other, one)):
        quote = sold(*offers, prices={"A": "10.00"}, pieces={"A": 4})
        assert gives(quote) == {"a": 2000}
        assert quote.why_not("b") == Beaten(("a",), euros("0.00"))


def test_of_plans_that_give_the_same_the_one_of_fewer_promotions_is_taken() -> None:
    # Two for one, twice, is 20.00; so are half off each of two and the pair, but those are two promotions.
    quad = set_of("quad", on("A", 4), amount="20.00 EUR")
    half = promotion("half", Positions(of=2, off={"2": "100"}), on=Skus(["B"]))
    quote = sold(quad, TWO_FOR_ONE, half, prices={"A": "10.00", "B": "10.00"}, pieces={"A": 4, "B": 2})
    assert gives(quote) == {"two": 3000}


def test_the_dearest_unit_goes_to_the_smaller_identifier() -> None:
    # Each may reduce one unit by 1.00, and both do.
    amount = [set_of(id_, on("AB"), amount="1.00 EUR", at_most=AtMost(times=1)) for id_ in "xy"]
    quote = sold(*amount, prices=PRICES)
    assert [(line.sku, line.adjustments[0].rule) for line in quote.terms.lines] == [("A", "x"), ("B", "y")]
