"""Offers compete for units: what one takes no other has, and a later layer sees what an earlier one took."""

from __future__ import annotations

import attrs
import pytest

from comptoir import Line, Measured, Proven
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.kinds import Slot
from comptoir.pricing.rules import Promotion
from comptoir.pricing.verdicts import Applied, Barrier, Beaten, Blocked
from comptoir.values.policies import MoneyPolicy, PercentBase
from comptoir.values.selections import Skus
from comptoir.values.windows import Window
from unit.offer_shop import THREE_FOR_TWO, TWENTY, TWO_FOR_ONE, charges, euros, gives, on, set_of, sold
from unit.price_shop import (
    EVERYDAY,
    OVERRIDES,
    decided,
    instant,
    only,
    price_list,
    product,
    promotion,
    quoted,
    shop,
)

TEN = {"A": "10.00"}
SINCE_DECEMBER = Window(instant("2026-12-01T00:00:00Z"))


def test_units_that_no_set_takes_are_left_to_other_offers() -> None:
    # Seven: two threes, of which one each is free, 20.00; 20 % off the seventh, 2.00. All at 20 %: 14.00.
    quote = sold(THREE_FOR_TWO, TWENTY, prices=TEN, pieces={"A": 7})
    assert gives(quote) == {"three": 2000, "twenty": 200}
    assert quote.proof == Proven()
    assert quote.why_not("three") == Applied(euros("-20.00"), lines=(1,))
    # Beside both threes, 10 % off the seventh would be 1.00 instead of 2.00.
    ten = promotion("ten", PercentOff("10"))
    with_ten = sold(THREE_FOR_TWO, TWENTY, ten, prices=TEN, pieces={"A": 7})
    assert with_ten.why_not("ten") == Beaten(("three", "twenty"), euros("1.00"))


def test_a_unit_that_a_set_leaves_at_its_price_is_taken_all_the_same() -> None:
    # Two for one: 10.00 off. The one that is paid belongs to the pair: no 20 % off it.
    quote = sold(TWO_FOR_ONE, TWENTY, prices=TEN, pieces={"A": 2})
    assert gives(quote) == {"two": 1000}
    # With 20 % off both, 4.00 instead of 10.00.
    assert quote.why_not("twenty") == Beaten(("two",), euros("6.00"))


def test_a_set_that_gives_less_than_what_its_units_have_alone_is_not_taken() -> None:
    # 10.00, 10.00, 8.00: the cheapest free is 8.00; 30 % of each is 3.00 + 3.00 + 2.40 = 8.40.
    thirty = promotion("thirty", PercentOff("30"))
    prices = {"A": "10.00", "B": "8.00"}
    quote = sold(THREE_FOR_TWO, thirty, prices=prices, pieces={"A": 2, "B": 1})
    assert gives(quote) == {"thirty": 840}
    assert quote.why_not("three") == Beaten(("thirty",), euros("0.40"))


def test_two_sets_share_out_a_basket_as_no_greedy_choice_would() -> None:
    # 20, 20, 15, 5: pairs at 50 % off the cheaper, or 20 % off both. Half of 20.00 and 20 % of 15.00 and
    # 5.00 are 14.00. Each by itself gives 10.00 + 2.50, or 8.00 + 4.00.
    half = promotion("half", Positions(of=2, off={"2": "50"}))
    pair = promotion("pair", Positions(of=2, off={"1": "20", "2": "20"}))
    prices = {"A": "20.00", "B": "15.00", "C": "5.00"}
    pieces = {"A": 2, "B": 1, "C": 1}
    quote = sold(half, pair, prices=prices, pieces=pieces)
    assert gives(quote) == {"half": 1000, "pair": 400}
    assert charges(quote) == {"A": 3000, "B": 1200, "C": 400}
    assert sum(gives(sold(half, prices=prices, pieces=pieces)).values()) == 1250
    assert sum(gives(sold(pair, prices=prices, pieces=pieces)).values()) == 1200


@pytest.mark.parametrize(("pieces", "given"), [(1, 0), (2, 333), (3, 333), (4, 666)])
def test_units_of_a_line_carry_its_odd_cents_the_first_ones_first(pieces: int, given: int) -> None:
    # A third of 10.00 each. Two come to 6.67: 3.34 and 3.33. Three come to 10.00: 3.34, 3.33, 3.33. Four
    # come to 13.33: 3.34, 3.33, 3.33, 3.33. Of each pair, from the dearest down, the cheaper is free: 3.33.
    quote = sold(TWO_FOR_ONE, prices={"A": "3.3333"}, pieces={"A": pieces})
    assert gives(quote).get("two", 0) == given


def test_an_offer_on_all_together_takes_every_unit_or_none() -> None:
    # Four at 10.00: 3-for-2 is 10.00; 20 % of 40.00 is 8.00, and 26 % is 10.40.
    for percent, expected in (("20", {"three": 1000}), ("26", {"all": 1040})):
        quote = sold(THREE_FOR_TWO, promotion("all", BasketPercentOff(percent)), prices=TEN, pieces={"A": 4})
        assert gives(quote) == expected


# Fresh and touched, over layers


def after_three_for_two(*offers: Promotion, pieces: int) -> dict[str, int]:
    """What offers of the second layer give on pieces at 10.00, three for two in the first."""
    later = [attrs.evolve(each, layer="basket") for each in offers]
    found = gives(sold(THREE_FOR_TWO, *later, prices=TEN, pieces={"A": pieces}))
    return {id_: amount for id_, amount in found.items() if id_ != "three"}


def test_an_offer_not_on_reduced_goods_takes_the_units_that_no_earlier_layer_took() -> None:
    # Four pieces: three are touched and cost 20.00, the fourth is fresh.
    ten = promotion("ten", PercentOff("10"))
    assert after_three_for_two(ten, pieces=4) == {"ten": 300}
    assert after_three_for_two(attrs.evolve(ten, not_on_reduced=True), pieces=4) == {"ten": 100}
    assert after_three_for_two(attrs.evolve(ten, not_on_reduced=True), pieces=3) == {}


def test_touched_units_share_what_they_cost_and_fresh_ones_keep_their_price() -> None:
    # Fresh 10.00; touched 6.67, 6.67, 6.66. Two for one, from the dearest: 6.67 and 6.66 are free.
    assert after_three_for_two(TWO_FOR_ONE, pieces=4) == {"two": 1333}
    # Seven: fresh 10.00, touched six at 40.00 in all: 6.67 four times, 6.66 twice. Three pairs are
    # 10.00 with 6.67, 6.67 with 6.67, 6.67 with 6.66; the last is alone.
    assert after_three_for_two(TWO_FOR_ONE, pieces=7) == {"two": 667 + 667 + 666}


def test_a_percentage_of_the_regular_price_is_that_of_the_units_it_takes() -> None:
    # The touched three were 30.00: 10 % is 3.00; the fresh one 1.00.
    later = promotion("ten", PercentOff("10"), "basket")
    quote = sold(
        THREE_FOR_TWO,
        later,
        prices=TEN,
        pieces={"A": 4},
        rules={"money": MoneyPolicy(percent_of=PercentBase.REGULAR)},
    )
    assert gives(quote) == {"three": 1000, "ten": 400}


def test_a_set_takes_its_percentages_of_the_regular_price_too() -> None:
    # 3.00 off each, 7.00 left; then half of the regular 10.00 off the second, which still costs 7.00.
    first = promotion("three-off", AmountOff("3.00 EUR"))
    half = promotion("half", Positions(of=2, off={"2": "50"}), "basket")
    for base, given in ((PercentBase.REGULAR, 500), (PercentBase.REMAINING, 350)):
        quote = sold(first, half, prices=TEN, pieces={"A": 2}, rules={"money": MoneyPolicy(percent_of=base)})
        assert gives(quote) == {"three-off": 600, "half": given}


def test_a_percentage_of_the_regular_price_takes_no_more_than_what_a_unit_costs() -> None:
    # 8.00 off each leaves 2.00: half of 10.00 is more than that.
    first = promotion("eight-off", AmountOff("8.00 EUR"))
    half = promotion("half", Positions(of=2, off={"2": "50"}), "basket")
    regular = MoneyPolicy(percent_of=PercentBase.REGULAR)
    assert gives(sold(first, half, prices=TEN, pieces={"A": 2}, rules={"money": regular}))["half"] == 200


def test_what_is_reduced_already_says_by_what() -> None:
    ten = promotion("ten", PercentOff("10"), "basket", not_on_reduced=True)
    quote = sold(THREE_FOR_TWO, ten, prices=TEN, pieces={"A": 3})
    assert quote.why_not("ten") == Blocked(Barrier.REDUCED, ("three",))


def test_a_price_that_a_person_decided_is_reduced_already() -> None:
    # Goodwill lets promotions apply: 10 % of 40.00, unless they are not for reduced goods.
    line = Line("PULL", 1, override=decided("40.00 EUR", "goodwill"))
    ten = promotion("ten", PercentOff("10"))
    fresh = attrs.evolve(ten, not_on_reduced=True)
    assert only(quoted(shop(ten, overrides=OVERRIDES), line)).charged == 3600
    quote = quoted(shop(fresh, overrides=OVERRIDES), line)
    assert only(quote).charged == 4000
    assert quote.why_not("ten") == Blocked(Barrier.REDUCED)


def test_a_list_announced_as_a_reduction_reduces_already() -> None:
    sale = price_list("sale", {"PULL": "40.00"}, announced=True, valid=SINCE_DECEMBER)
    ten = promotion("ten", PercentOff("10"), not_on_reduced=True)
    quote = quoted(shop(ten, lists=[EVERYDAY, sale]), Line("PULL", 1), Line("LIVRE", 1))
    assert [line.charged for line in quote.terms.lines] == [2241, 4000]
    only_pull = quoted(shop(ten, lists=[EVERYDAY, sale]), Line("PULL", 1))
    assert only_pull.why_not("ten") == Blocked(Barrier.REDUCED)


def test_goods_that_a_list_priced_may_be_left_alone() -> None:
    outlet = price_list("outlet", {"PULL": "40.00"}, valid=SINCE_DECEMBER)
    ten = promotion("ten", PercentOff("10"), not_on_lists=["outlet"])
    rules = shop(ten, lists=[EVERYDAY, outlet])
    assert [line.charged for line in quoted(rules, Line("PULL", 1), Line("LIVRE", 1)).terms.lines] == [
        2241,
        4000,
    ]
    assert quoted(rules, Line("PULL", 1)).why_not("ten") == Blocked(Barrier.LIST)


# What a unit is


def test_a_pack_is_one_unit_and_so_is_a_loose_piece() -> None:
    # A case of six at 17.90 and a bottle at 3.20 are a pair: the bottle is free. Two cases: one is free.
    pair = attrs.evolve(TWO_FOR_ONE, on=Skus(["LIMO"]))
    rules = shop(pair)
    case = Line("LIMO", 1, unit="case-6")
    assert gives(quoted(rules, case, Line("LIMO", 1))) == {"two": 320}
    assert gives(quoted(rules, Line("LIMO", 2, unit="case-6"))) == {"two": 1790}
    assert gives(quoted(rules, case)) == {}


def test_what_was_weighed_is_one_unit() -> None:
    # 500 g for 42.50 and 200 g for 17.00: a pair, and the lighter bag is free. One bag is no pair.
    rules = shop(attrs.evolve(TWO_FOR_ONE, on=Skus(["THE"])))
    bags = [Line("THE", Measured("500", "g")), Line("THE", Measured("200", "g"))]
    assert gives(quoted(rules, *bags)) == {"two": 1700}
    assert gives(quoted(rules, bags[0])) == {}


def test_packs_and_weighed_goods_stand_in_one_set() -> None:
    # A case 17.90, a bag 17.00 and a bottle 3.20 for 30.00: 8.10 less.
    menu = set_of("menu", Slot(least=3), total="30.00 EUR")
    lines = [Line("LIMO", 1, unit="case-6"), Line("THE", Measured("200", "g")), Line("LIMO", 1)]
    assert gives(quoted(shop(menu), *lines)) == {"menu": 810}


# Many units


def best_of(pieces: int, *sets: tuple[int, int]) -> int:
    """The most that sets (units, what they give) give on so many equal pieces, by trying every number."""
    best = [0] * (pieces + 1)
    for many in range(1, pieces + 1):
        best[many] = max(
            [best[many - 1], *(best[many - size] + given for size, given in sets if size <= many)]
        )
    return best[pieces]


@pytest.mark.parametrize("pieces", [*range(5_990, 6_001), 64, 65, 66, 67])
def test_thousands_of_equal_pieces_in_overlapping_sets(pieces: int) -> None:
    # Three for two gives 1.00, two of five 2.00, half of the second 0.50.
    offers = (
        THREE_FOR_TWO,
        promotion("five", NForM(take=5, pay=3)),
        promotion("half", Positions(of=2, off={"2": "50"})),
    )
    quote = sold(*offers, prices={"A": "1.00"}, pieces={"A": pieces})
    assert sum(gives(quote).values()) == best_of(pieces, (3, 100), (5, 200), (2, 50))
    assert quote.proof == Proven()


def test_thousands_of_pieces_of_two_products_in_sets_over_both() -> None:
    # From the dearest down: 1,000 threes of A give 3.00 each, 1,000 of B 2.00 each. A and B together for
    # 4.00 would give 1.00 for two units.
    both = set_of("both", on("A"), on("B"), total="4.00 EUR")
    quote = sold(THREE_FOR_TWO, both, prices={"A": "3.00", "B": "2.00"}, pieces={"A": 3_000, "B": 3_000})
    assert gives(quote) == {"three": 500_000}


def test_a_product_sold_by_the_piece_is_counted_over_its_lines() -> None:
    # Two lines of one product are one canonical line of three pieces.
    rules = shop(THREE_FOR_TWO, products=(product("A", "any"),), lists=[price_list("l", TEN)])
    assert gives(quoted(rules, Line("A", 1, ref="a"), Line("A", 2, ref="b"))) == {"three": 1000}
