"""What a promotion gives to one basket at most, and what is left of it over all baskets."""

from __future__ import annotations

import attrs
import pytest

from comptoir.facts.coupons import Consumed, Remaining
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.rules import AtMost, Promotion
from comptoir.pricing.verdicts import Applied, NotMet
from unit.offer_shop import THREE_FOR_TWO, TWENTY, charges, euros, gives, sold
from unit.price_shop import promotion

TEN = {"A": "10.00"}
TEN_PERCENT = promotion("ten", PercentOff("10"))


def limited(offer: Promotion, **limits: object) -> Promotion:
    """An offer with limits for a basket."""
    return attrs.evolve(offer, at_most=AtMost(**limits))  # type: ignore[arg-type]


# Of one basket


@pytest.mark.parametrize(
    ("at_most", "expected"),
    [
        ("6.00 EUR", {"twenty": 600, "ten": 200}),  # three at 2.00, two at 1.00
        ("5.00 EUR", {"twenty": 500, "ten": 200}),  # 2.00, 2.00 and 1.00, alike with 4.00 and three at 1.00
        ("4.50 EUR", {"twenty": 400, "ten": 300}),  # 0.50 more is less than the 1.00 of the other
        ("10.00 EUR", {"twenty": 1000}),
    ],
)
def test_an_amount_at_most_leaves_other_units_to_other_offers(at_most: str, expected: dict[str, int]) -> None:
    offer = limited(TWENTY, amount=at_most)
    assert sum(gives(sold(offer, TEN_PERCENT, prices=TEN, pieces={"A": 5})).values()) == sum(
        expected.values()
    )
    if at_most != "5.00 EUR":
        assert gives(sold(offer, TEN_PERCENT, prices=TEN, pieces={"A": 5})) == expected


def test_a_limit_is_not_used_up_where_something_else_gives_more() -> None:
    # 30 %, at most 5.00: 3.00 of one unit, and 25 % of the other, 2.50, rather than the 2.00 that are left.
    thirty = limited(promotion("thirty", PercentOff("30")), amount="5.00 EUR")
    quarter = promotion("quarter", PercentOff("25"))
    assert gives(sold(thirty, quarter, prices=TEN, pieces={"A": 2})) == {"thirty": 300, "quarter": 250}


def test_units_at_most_are_the_dearest() -> None:
    one = limited(TWENTY, units=1)
    assert charges(sold(one, prices={"A": "10.00", "B": "20.00"})) == {"A": 1000, "B": 1600}
    two = limited(TWENTY, units=2)
    quote = sold(two, prices=TEN, pieces={"A": 5})
    assert gives(quote) == {"twenty": 400}
    assert quote.why_not("twenty") == Applied(euros("-4.00"), lines=(1,), capped=True)


def test_units_of_a_limited_offer_carry_their_part_of_a_reduction_rounded_once() -> None:
    # 10 % of 3 x 3.35, 10.05, is 1.005: 1.01 in all, 0.34 of the first unit and 0.33 of a second.
    offer = promotion("ten", PercentOff("10"))
    pieces = {"A": 3}
    assert gives(sold(offer, prices={"A": "3.35"}, pieces=pieces)) == {"ten": 101}
    for units, given in ((1, 34), (2, 68), (3, 101)):
        quote = sold(limited(offer, units=units), prices={"A": "3.35"}, pieces=pieces)
        assert gives(quote) == {"ten": given}


@pytest.mark.parametrize(
    ("limits", "given"),
    [
        ({"times": 2}, 2000),
        ({"units": 8}, 2000),  # two threes, and not the third
        ({"units": 9}, 3000),
        ({"amount": "25.00 EUR"}, 2500),  # the last of three gives what is left
        ({"times": 1, "amount": "25.00 EUR"}, 1000),
    ],
)
def test_a_set_applies_only_as_far_as_its_limits(limits: dict[str, object], given: int) -> None:
    # Nine at 10.00 are three threes.
    assert gives(sold(limited(THREE_FOR_TWO, **limits), prices=TEN, pieces={"A": 9})) == {"three": given}


def test_units_beyond_a_limit_of_a_set_are_left_to_others() -> None:
    quote = sold(limited(THREE_FOR_TWO, times=1), TWENTY, prices=TEN, pieces={"A": 6})
    assert gives(quote) == {"three": 1000, "twenty": 600}


def test_an_amount_at_most_for_all_together_is_spread_like_the_reduction() -> None:
    # 20 % of 30.00 and 10.00 are 8.00; 4.00 of them: 3.00 and 1.00.
    all_ = limited(promotion("all", BasketPercentOff("20")), amount="4.00 EUR")
    quote = sold(all_, prices={"A": "30.00", "B": "10.00"})
    assert charges(quote) == {"A": 2700, "B": 900}
    assert quote.why_not("all") == Applied(euros("-4.00"), lines=(1, 2), capped=True)


@pytest.mark.parametrize(
    ("offer", "limits"),
    [
        (TWENTY, {"units": 6}),
        (TWENTY, {"amount": "12.00 EUR"}),
        (THREE_FOR_TWO, {"times": 2}),
        (THREE_FOR_TWO, {"units": 6}),
        (THREE_FOR_TWO, {"amount": "20.00 EUR"}),
        (promotion("all", BasketPercentOff("20")), {"amount": "12.00 EUR"}),
    ],
)
def test_a_limit_that_takes_nothing_away_is_as_if_it_were_not_there(
    offer: Promotion, limits: dict[str, object]
) -> None:
    # Six at 10.00: 20 % are 12.00, and two threes 20.00.
    free = sold(offer, prices=TEN, pieces={"A": 6})
    bound = sold(limited(offer, **limits), prices=TEN, pieces={"A": 6})
    assert bound.answer == free.answer
    assert bound.why_not(offer.id) == free.why_not(offer.id)


# Over all baskets


def metered(offer: Promotion, **left: object) -> tuple[Promotion, tuple[Remaining, ...]]:
    """A metered offer, and what is left of it."""
    remaining = (Remaining(promotion=offer.id, **left),) if left else ()  # type: ignore[arg-type]
    return attrs.evolve(offer, metered=True), remaining


ALL = promotion("all", BasketPercentOff("20"))


@pytest.mark.parametrize(
    ("offer", "left", "consumed"),
    [
        # Seven at 10.00.
        (THREE_FOR_TWO, {"uses": 1}, (1, 1000)),
        (THREE_FOR_TWO, {"uses": 100}, (2, 2000)),
        (THREE_FOR_TWO, {"amount": "15.00 EUR"}, (2, 1500)),
        (TWENTY, {"uses": 3}, (3, 600)),
        (TWENTY, {"uses": 100}, (7, 1400)),
        (TWENTY, {"amount": "5.00 EUR"}, (3, 500)),
        (TWENTY, {"uses": 2, "amount": "5.00 EUR"}, (2, 400)),
        (ALL, {"uses": 1}, (1, 1400)),
        (ALL, {"uses": 5, "amount": "10.00 EUR"}, (1, 1000)),
    ],
)
def test_a_metered_promotion_gives_as_much_as_is_left_and_says_what_it_took(
    offer: Promotion, left: dict[str, object], consumed: tuple[int, int]
) -> None:
    rule, remaining = metered(offer, **left)
    quote = sold(rule, prices=TEN, pieces={"A": 7}, remaining=remaining)
    uses, amount = consumed
    assert gives(quote) == {offer.id: amount}
    assert quote.terms.consumed == (Consumed(promotion=offer.id, uses=uses, amount=amount),)


@pytest.mark.parametrize("offer", [THREE_FOR_TWO, TWENTY, ALL], ids=lambda offer: offer.id)
@pytest.mark.parametrize("left", [{}, {"uses": 0}, {"amount": "0.00 EUR"}, {"uses": 0, "amount": "1.00 EUR"}])
def test_a_metered_promotion_of_which_nothing_is_known_to_be_left_does_not_apply(
    offer: Promotion, left: dict[str, object]
) -> None:
    rule, remaining = metered(offer, **left)
    quote = sold(rule, TEN_PERCENT, prices=TEN, pieces={"A": 7}, remaining=remaining)
    assert gives(quote) == {"ten": 700}
    assert quote.why_not(offer.id) == NotMet("remaining")
    assert quote.terms.consumed == ()


def test_of_its_own_limit_and_of_what_is_left_the_smaller_counts() -> None:
    for times, uses, given in ((1, 5, 1000), (5, 1, 1000), (5, 2, 2000)):
        rule, remaining = metered(limited(THREE_FOR_TWO, times=times), uses=uses)
        assert gives(sold(rule, prices=TEN, pieces={"A": 9}, remaining=remaining)) == {"three": given}


def test_one_that_is_beaten_takes_nothing_of_what_is_left() -> None:
    rule, remaining = metered(TEN_PERCENT, uses=9)
    quote = sold(rule, TWENTY, prices=TEN, pieces={"A": 2}, remaining=remaining)
    assert (gives(quote), quote.terms.consumed) == ({"twenty": 400}, ())
