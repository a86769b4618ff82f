"""What may be announced as reduced: the price before on a tag, and what a rulebook's posters claim."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest

from comptoir import Basket, Buyer, Carry, Counter, PriceTag, Rulebook, RulebookError, WrongValue
from comptoir.facts.extras import ExtraKind
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.wheres import InCountries, InStore
from comptoir.pricing.announced import Announced
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.conditions.buyer import Member
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.floors import AtLeast, OverCost
from comptoir.pricing.history import Prior
from comptoir.pricing.kinds import Condition
from comptoir.pricing.price_lists import CostList, OfAgreement, OfMembers, PriceList
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.pricing.rules import Promotion
from comptoir.values.instants import Instant
from comptoir.values.percentages import Percent
from comptoir.values.selections import Category, NoneOf, Skus
from comptoir.values.windows import Window
from unit.price_shop import (
    EVERYDAY,
    PRICES,
    PRODUCTS,
    extra,
    floor,
    instant,
    price_list,
    product,
    promotion,
    shop,
    unit_prices,
)

THIRTY = PriorPriceRule(id="thirty", source="Directive 98/6/EC, article 6a")
BANANAS = product("BANANES", "grocery/fruit", "reduced")


def midnight(day: str) -> Instant:
    """The first instant of a day of 2026 in Paris, before the last Sunday of October or after it."""
    return instant(f"2026-{day}T00:00:00+0{1 if day >= '10-26' or day < '03-29' else 2}:00")


def days(since: str | None, until: str | None) -> Window:
    from_, end = (None if day is None else midnight(day) for day in (since, until))
    return Window(from_, end)


def noon(day: str) -> pendulum.DateTime:
    found = pendulum.parse(f"2026-{day}T12:00:00+00:00")
    assert isinstance(found, pendulum.DateTime)
    return found


def bananas(*promotions: Promotion, **changes: Any) -> Rulebook:
    """A shop of bananas at 1.69; and whatever else is changed."""
    standard = {
        "products": (BANANAS,),
        "lists": [price_list("everyday", {"BANANES": "1.69"})],
        "prior_prices": [THIRTY],
    }
    return shop(*promotions, **{**standard, **changes})


def announced(rules: Rulebook, day: str, sku: str = "BANANES", **asked: Any) -> Announced | None:
    """What may be announced at noon of a day, on a product."""
    tag = Counter(rules).page([sku], noon(day), basket=Basket(currency="EUR", **asked)).tag(sku)
    assert isinstance(tag, PriceTag)
    return tag.announced


def faults(*promotions: Promotion, **changes: Any) -> list[str]:
    """What is wrong with a rulebook, as text."""
    try:
        bananas(*promotions, **changes)
    except RulebookError as error:
        return str(error).splitlines()
    return []


# The poster of the case: 1.69, for some days 1.29, 1.69 again; then "-23 %" at 1.29 (C-330/23)

EARLIER = price_list("low", {"BANANES": "1.29"}, valid=days("10-01", "10-10"))
LOW = promotion("low", FixedPrice("1.29 EUR"), valid=days("10-22", "10-29"), announced="23")
CASE = {"lists": [price_list("everyday", {"BANANES": "1.69"}), EARLIER]}


def test_a_percentage_of_another_price_than_the_lowest_of_thirty_days_is_a_fault() -> None:
    assert faults(LOW, **CASE) == [
        (
            "pricing.promotions[0].announced: found 23 % on BANANES at 2026-10-21T22:00:00Z: 1.29 EUR after "
            "a prior price of 1.29 EUR; announce no percentage, or leave the product out [announces_too_much]"
        )
    ]


def test_the_same_poster_forty_days_later_is_true() -> None:
    # (1.69 - 1.29) / 1.69 = 23.668 %.
    later = attrs.evolve(LOW, valid=days("11-20", "11-27"))
    assert faults(later, **CASE) == []
    assert announced(bananas(later, **CASE), "11-21") == Announced(
        price=129,
        prior=Prior(price=169, since=midnight("11-20"), days=30, rule="thirty", is_partial=False),
        percent=Percent.of("23.6686"),
        by=("low",),
    )


def test_without_its_percentage_the_poster_claims_nothing_and_the_tag_says_none() -> None:
    silent = attrs.evolve(LOW, announced=None)
    assert faults(silent, **CASE) == []
    found = announced(bananas(silent, **CASE), "10-23")
    assert found is not None
    assert (found.price, found.prior.price, found.percent.to_text()) == (129, 129, "0")


@pytest.mark.parametrize(
    ("percent", "count"),
    [("23", 0), ("23.6686", 0), ("23.9644", 0), ("24", 1), ("100", 1)],
)
def test_what_a_poster_claims_is_rounded_as_the_promotion_would_be(percent: str, count: int) -> None:
    # 0.40 off 1.69: 23.9644 % of it are 40.499 cents, which is 40 to the cent; 24 % are 40.56, which is 41.
    poster = attrs.evolve(LOW, valid=days("11-20", "11-27"), announced=percent)
    assert len(faults(poster, **CASE)) == count


def test_of_several_products_the_first_is_named() -> None:
    # Figs cost 1.29 anyway: the poster takes nothing off them, and claims nothing of them.
    fruit = [product(sku, "grocery/fruit", "reduced") for sku in ("FIGUES", "AVOCATS", "BANANES")]
    everyday = price_list("everyday", {"FIGUES": "1.29", "AVOCATS": "1.69", "BANANES": "1.69"})
    earlier = price_list("low", {"AVOCATS": "1.39", "BANANES": "1.29"}, valid=days("10-01", "10-10"))
    assert faults(LOW, products=tuple(fruit), lists=[everyday]) == []
    [found] = faults(LOW, products=tuple(fruit), lists=[everyday, earlier])
    # (1.39 - 1.29) / 1.39 = 7.1942 %.
    assert found == (
        "pricing.promotions[0].announced: found 23 % on AVOCATS at 2026-10-21T22:00:00Z: 1.29 EUR after a "
        "prior price of 1.39 EUR; announce at most 7.1942 %, or leave the product out [announces_too_much]"
    )


def test_each_promotion_that_claims_too_much_is_named() -> None:
    earlier = attrs.evolve(LOW, id="lower", valid=days("10-12", "10-14"), announced="30")
    found = faults(earlier, LOW, **CASE)
    assert [fault.split(":")[0] for fault in found] == [
        "pricing.promotions[0].announced",
        "pricing.promotions[1].announced",
    ]


def test_a_price_that_changes_under_a_poster_makes_it_false() -> None:
    # 20 % of 1.69 is true on the 20th of November; from the 23rd on the list says 1.60 and 1.45 is charged
    # by a floor: 0.15 off 1.69 only, however it is looked at.
    poster = promotion("twenty", PercentOff("20"), valid=days("11-20", "11-30"), announced="20")
    dearer = floor("floor", AtLeast("1.45 EUR"), valid=days("11-23", None))
    assert faults(poster) == []
    assert faults(poster, floors=[dearer]) == [
        (
            "pricing.promotions[0].announced: found 20 % on BANANES at 2026-11-22T23:00:00Z: 1.45 EUR after "
            "a prior price of 1.35 EUR; announce no percentage, or leave the product out [announces_too_much]"
        )
    ]


def test_a_poster_of_two_steps_is_true_where_the_law_knows_steps() -> None:
    # 10 % and then 20 %: in all 20 % of 1.69, of which the first price is the one before, or 1.52.
    first = promotion("ten", PercentOff("10"), valid=days("11-10", "11-20"), announced="10")
    then = promotion("twenty", PercentOff("20"), valid=days("11-20", "11-30"), announced="20")
    assert len(faults(first, then)) == 1
    assert faults(first, then, prior_prices=[attrs.evolve(THIRTY, progressive=True)]) == []


def test_where_no_rule_measures_it_nothing_is_claimed_falsely() -> None:
    assert faults(LOW, **CASE, prior_prices=[]) == [
        (
            "pricing.promotions[0].announced: found an announced percentage, and no rule by which a prior "
            "price is found; add the country's rule under [[pricing.prior_prices]] [no_prior_price_rule]"
        )
    ]
    exempt = attrs.evolve(THIRTY, exempt=True)
    assert faults(LOW, **CASE, prior_prices=[exempt]) == []
    others = attrs.evolve(THIRTY, on=NoneOf([Skus(["BANANES"])]))
    assert faults(LOW, **CASE, prior_prices=[others]) == []


def test_a_poster_is_looked_at_in_every_country() -> None:
    belgium = attrs.evolve(THIRTY, where=InCountries(["BE"]))
    assert len(faults(LOW, **CASE, prior_prices=[belgium])) == 1
    sweden = price_list("sweden", {"BANANES": "1.29"}, where=InCountries(["SE"]))
    lists = [price_list("everyday", {"BANANES": "1.69"}), sweden]
    later = attrs.evolve(LOW, valid=days("11-20", "11-27"))
    assert faults(later, lists=lists) == []  # 1.29 in Sweden is not reduced to 1.29


@pytest.mark.parametrize("condition", [Member(), Quantity(2)])
def test_a_poster_is_for_everybody_and_for_one_piece(condition: Condition) -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(LOW, when=[condition])
    assert str(error.value) == (
        "announced: found an announced percentage on an offer under conditions or limits; announce what "
        "everybody gets for one piece, or leave announced out [announced_under_conditions]"
    )


def test_a_poster_that_never_hangs_is_another_fault() -> None:
    past = attrs.evolve(LOW, valid=Window(None, instant("2025-06-01T00:00:00Z")))
    assert [fault.split("[")[-1] for fault in faults(past, **CASE)] == ["never_in_force]"]


def test_posters_are_looked_at_once_all_the_rest_fits() -> None:
    found = faults(LOW, attrs.evolve(LOW, layer="none"), **CASE)
    assert [fault.split("[")[-1] for fault in found] == ["duplicate_id]", "unknown_layer]"]


def test_a_product_that_has_no_price_then_is_passed_over() -> None:
    new = price_list("everyday", {"BANANES": "1.69"}, valid=days("12-01", None))
    assert faults(LOW, lists=[new]) == []


# What a tag says of the price before


def test_one_who_buys_as_everybody_does_sees_the_price_before() -> None:
    ten = promotion("ten", PercentOff("10"), valid=days("11-10", "11-20"))
    rules = bananas(ten)
    assert announced(rules, "11-09") is None
    # 1.69 less 0.17 is 1.52: 17 / 169 = 10.0591 %.
    found = announced(rules, "11-10")
    assert found is not None
    assert (found.price, found.prior.price, found.prior.since) == (152, 169, midnight("11-10"))
    assert found.percent.to_text() == "10.0591"
    assert announced(rules, "11-19") == found
    assert announced(rules, "11-20") is None


def test_a_price_that_is_a_buyer_s_own_is_not_what_is_announced() -> None:
    # Members pay 1.20 by their own list and offer; the tag announces what the public pays: 1.52.
    ten = promotion("ten", PercentOff("10"), valid=days("11-10", "11-20"))
    own = price_list("members", {"BANANES": "1.20"}, who=OfMembers())
    rules = bananas(ten, lists=[price_list("everyday", {"BANANES": "1.69"}), own])
    member = Basket(currency="EUR", buyer=Buyer(member="m-1"))
    page = Counter(rules).page(["BANANES"], noon("11-10"), basket=member)
    tag = page.tag("BANANES")
    assert isinstance(tag, PriceTag)
    assert tag.charged == 108
    assert tag.announced == announced(rules, "11-10")
    assert tag.announced is not None
    assert tag.announced.price == 152


def test_an_offer_with_a_condition_is_not_announced_even_to_who_meets_it() -> None:
    theirs = promotion("members", PercentOff("30"), when=[Member()])
    public = promotion("ten", PercentOff("10"), valid=days("11-10", "11-20"))
    for rules, expected in ((bananas(theirs), None), (bananas(theirs, public), 152)):
        for who in ({}, {"buyer": Buyer(member="m-1")}, {"coupons": ["HELLO"]}):
            found = announced(rules, "11-12", **who)
            assert (None if found is None else found.price) == expected


def test_a_list_may_be_shown_as_a_reduction() -> None:
    sale = price_list("sale", {"BANANES": "1.39"}, valid=days("11-10", None), announced=True)
    rules = bananas(lists=[price_list("everyday", {"BANANES": "1.69"}), sale])
    found = announced(rules, "11-12")
    assert found is not None
    # (1.69 - 1.39) / 1.69 = 17.7514 %.
    assert (found.prior.price, found.percent.to_text(), found.by) == (169, "17.7514", ())
    silent = bananas(lists=[price_list("everyday", {"BANANES": "1.69"}), attrs.evolve(sale, announced=False)])
    assert announced(silent, "11-12") is None


def test_prices_without_tax_announce_nothing() -> None:
    agreed = price_list("acme", {"BANANES": "1.00"}, basis=PriceBasis.ADDED)
    ten = promotion("ten", PercentOff("10"), valid=days("11-10", "11-20"))
    assert announced(bananas(ten, lists=[agreed]), "11-12") is None
    theirs = attrs.evolve(agreed, who=OfAgreement("acme"))
    rules = bananas(ten, lists=[price_list("everyday", {"BANANES": "1.69"}), theirs])
    found = announced(rules, "11-12", buyer=Buyer(agreement="acme"))
    assert found is not None
    assert found.price == 152


def test_the_rule_of_the_narrowest_place_measures_and_of_equal_ones_the_smaller_id() -> None:
    ten = promotion("ten", PercentOff("10"), valid=days("11-20", None))
    before = price_list("low", {"BANANES": "1.60"}, valid=days("11-01", "11-05"))
    rules = bananas(
        ten,
        lists=[price_list("everyday", {"BANANES": "1.69"}), before],
        prior_prices=[
            THIRTY,
            attrs.evolve(THIRTY, id="store", where=InStore("lyon"), days=7),
            attrs.evolve(THIRTY, id="b", where=InCountries(["BE"])),
            attrs.evolve(THIRTY, id="a", where=InCountries(["BE"]), days=5),
            attrs.evolve(THIRTY, id="another", on=Category("fashion"), where=InStore("lyon")),
        ],
    )
    for store, rule, prior in (("aarhus", "thirty", 160), ("lyon", "store", 169), ("bruxelles", "a", 169)):
        found = announced(rules, "11-21", handover=Carry(store))
        assert found is not None
        assert (found.prior.rule, found.prior.price) == (rule, prior)


def test_a_rule_has_its_window_and_its_end_is_the_end_of_the_page() -> None:
    ten = promotion("ten", PercentOff("10"), valid=days("11-10", None))
    rules = bananas(ten, prior_prices=[attrs.evolve(THIRTY, valid=days(None, "11-15"))])
    counter = Counter(rules)
    page = counter.page(["BANANES"], noon("11-12"), basket=Basket(currency="EUR"))
    assert page.until == midnight("11-15")
    assert announced(rules, "11-12") is not None
    assert announced(rules, "11-15") is None


def test_new_goods_are_told_to_be_new() -> None:
    # On sale from the 1st of November at 1.69, for a week from the 8th at 1.39, then 10 % off 1.69.
    lists = [
        price_list("everyday", {"BANANES": "1.69"}, valid=days("11-01", None)),
        price_list("low", {"BANANES": "1.39"}, valid=days("11-08", "11-15")),
    ]
    ten = promotion("ten", PercentOff("10"), valid=days("11-25", None))
    found = announced(bananas(ten, lists=lists), "11-26")
    assert found is not None
    assert (found.prior.price, found.prior.days, found.prior.is_partial) == (139, 30, True)
    new = attrs.evolve(THIRTY, new_days=7)
    found = announced(bananas(ten, lists=lists, prior_prices=[new]), "11-26")
    assert found is not None
    assert (found.prior.price, found.prior.days, found.prior.is_partial) == (169, 7, False)


def test_what_was_never_sold_for_more_is_not_announced() -> None:
    always = promotion("always", PercentOff("10"))
    assert announced(bananas(always), "11-12") is None
    new = price_list("everyday", {"BANANES": "1.69"}, valid=days("11-10", None))
    first = promotion("first", PercentOff("10"), valid=days("11-10", None))
    assert announced(bananas(first, lists=[new]), "11-12") is None


def test_a_break_of_a_reduction_begins_another() -> None:
    # 10 % until the 15th, nothing for a day, and 10 % again: the price before the second is 1.52 too.
    one = promotion("one", PercentOff("10"), valid=days("11-10", "11-15"))
    two = promotion("two", PercentOff("10"), valid=days("11-16", None))
    found = announced(bananas(one, two), "11-17")
    assert found is not None
    assert (found.prior.price, found.percent.to_text()) == (152, "0")


# What the price before follows


def test_the_price_before_follows_the_parts_of_a_kit() -> None:
    # The box of 15.00 for 12.00; its own list alone says so, and what its parts cost plays no part.
    cheaper = price_list("cheaper", {"COFFRET": "14.00"}, valid=days("11-01", "11-05"))
    ten = promotion("three-off", AmountOff("3.00 EUR"), valid=days("11-10", None), on=Skus(["COFFRET"]))
    rules = shop(ten, lists=[EVERYDAY, cheaper], prior_prices=[THIRTY])
    found = announced(rules, "11-12", "COFFRET")
    assert found is not None
    assert (found.price, found.prior.price) == (1200, 1400)


@pytest.mark.parametrize(
    ("changes", "prior"),
    [
        ({}, 890),
        # A list, an offer or a floor that ended before the reduction began.
        ({"lists": [EVERYDAY, price_list("l", {"MIEL": "8.00"}, valid=days("11-01", "11-05"))]}, 800),
        ({"floors": [floor("f", AtLeast("8.80 EUR"), valid=days("11-01", "11-05"))]}, 801),
    ],
)
def test_the_price_before_is_what_was_charged(changes: dict[str, Any], prior: int) -> None:
    # Honey at 8.90: ten per cent off in two times, the first from the 20th of October until the 5th.
    earlier = promotion("earlier", PercentOff("10"), valid=days("10-20", "11-05"), on=Skus(["MIEL"]))
    now = promotion("now", PercentOff("20"), valid=days("11-10", None), on=Skus(["MIEL"]))
    given = (earlier, now) if "floors" in changes else (now,)
    found = announced(shop(*given, prior_prices=[THIRTY], **changes), "11-12", "MIEL")
    assert found is not None
    assert found.prior.price == prior


def test_a_cost_that_rises_lifts_the_floor_and_the_price_before() -> None:
    # Half of 8.90, but not below the cost: 5.00 x 1.055 = 5.275 until the 5th, 6.10 x 1.055 = 6.4355 since.
    # One reduction that grew dearer: the second began on the 5th, when 5.28 had been the lowest price.
    costs = [
        CostList(id="old", currency="EUR", valid=days(None, "11-05"), costs=unit_prices({"MIEL": "5.00"})),
        CostList(id="new", currency="EUR", valid=days("11-05", None), costs=unit_prices({"MIEL": "6.10"})),
    ]
    half = promotion("half", PercentOff("50"), valid=days("11-01", None), on=Skus(["MIEL"]))
    rules = shop(
        half,
        prior_prices=[THIRTY],
        cost_lists=costs,
        floors=[floor("no-loss", OverCost("0"), on=Skus(["MIEL"]))],
    )
    found = announced(rules, "11-03", "MIEL")
    assert found is not None
    assert (found.price, found.prior.price) == (528, 890)
    found = announced(rules, "11-06", "MIEL")
    assert found is not None
    assert (found.price, found.prior.price, found.prior.since) == (644, 528, midnight("11-05"))


def test_a_contribution_inside_the_price_changes_what_a_percentage_leaves() -> None:
    # A lamp of 49.00, half off: 24.50; from the 5th with 1.00 inside: half of 48.00, 25.00.
    inside = extra(
        "eco", ExtraKind.CONTRIBUTION, "1.00 EUR", "electrical", in_price=True, valid=days("11-05", None)
    )
    half = promotion("half", PercentOff("50"), valid=days("11-01", None), on=Skus(["LAMPE"]))
    found = announced(shop(half, prior_prices=[THIRTY], extras=[inside]), "11-06", "LAMPE")
    assert found is not None
    assert (found.price, found.prior.price, found.prior.since) == (2500, 2450, midnight("11-05"))


def test_a_day_without_a_price_is_told() -> None:
    lists = [
        price_list("before", {"BANANES": "1.69"}, valid=days(None, "11-01")),
        price_list("after", {"BANANES": "1.69"}, valid=days("11-03", None)),
    ]
    ten = promotion("ten", PercentOff("10"), valid=days("11-10", None))
    found = announced(bananas(ten, lists=lists), "11-12")
    assert found is not None
    assert (found.prior.price, found.prior.is_partial) == (169, True)


def test_prices_are_looked_at_from_before_the_rulebook_began() -> None:
    lists: list[PriceList] = [price_list("everyday", PRICES)]
    ten = promotion("ten", PercentOff("10"), valid=days("01-10", None))
    found = announced(shop(ten, lists=lists, prior_prices=[THIRTY], products=PRODUCTS), "01-12", "PULL")
    assert found is not None
    assert (found.prior.price, found.prior.is_partial) == (5000, False)


def test_grams_and_kilograms_have_a_price_before() -> None:
    ten = promotion("ten", PercentOff("10"), valid=days("11-10", None), on=Skus(["THE"]))
    found = announced(shop(ten, prior_prices=[THIRTY]), "11-12", "THE")
    assert found is not None
    assert (found.price, found.prior.price, found.percent.to_text()) == (7650, 8500, "10")
