"""Strategies for promotions: every standard benefit and condition, and offers that overlap.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hypothesis import strategies as st

from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.conditions.buyer import Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon
from comptoir.pricing.conditions.nested import AllMet, AnyMet, NoneMet
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.kinds import Benefit, Condition
from comptoir.pricing.rules import Promotion
from comptoir.testing.strategies.flavours import PLAUSIBLE, Flavour
from comptoir.testing.strategies.numbers import amounts, percents
from comptoir.testing.strategies.selections import selections
from comptoir.testing.strategies.times import windows


@cache
def benefits(flavour: Flavour = PLAUSIBLE) -> st.SearchStrategy[Benefit]:
    """What a promotion gives, in any of the flavour's currencies."""
    return st.one_of(
        percents(flavour).map(PercentOff),
        percents(flavour).map(BasketPercentOff),
        amounts(flavour).map(BasketAmountOff),
        amounts(flavour).map(AmountOff),
        amounts(flavour).map(FixedPrice),
    )


@cache
def conditions(flavour: Flavour = PLAUSIBLE) -> st.SearchStrategy[Condition]:
    """What a promotion demands, with conditions inside conditions."""
    return _nested(flavour, flavour.depth_max)


@cache
def promotions(
    flavour: Flavour = PLAUSIBLE, *, name: str = "offer", layer: str = "l0"
) -> st.SearchStrategy[Promotion]:
    """An offer, two times in three without conditions."""
    return st.builds(
        Promotion,
        id=st.just(name),
        name=st.sampled_from(flavour.texts).map(lambda text: {"fr": text}),
        layer=st.just(layer),
        valid=windows(),
        on=selections(flavour),
        when=_few_conditions(flavour),
        benefit=benefits(flavour),
    )


@cache
def _few_conditions(flavour: Flavour) -> st.SearchStrategy[list[Condition]]:
    some = st.lists(conditions(flavour), min_size=1, max_size=2)
    return st.integers(0, 2).flatmap(lambda which: some if which == 2 else st.just([]))


def _leaves(flavour: Flavour) -> st.SearchStrategy[Condition]:
    words = flavour.words
    of_buyers = (Member(), *map(Segment, words), *map(Coupon, words), Tier(words[:1]), Tier(words[1:3]))
    return st.one_of(
        st.builds(Spend, amounts(flavour), selections(flavour)),
        st.builds(Quantity, st.sampled_from(flavour.pieces), selections(flavour)),
        st.sampled_from(of_buyers),
    )


def _nested(flavour: Flavour, depth: int) -> st.SearchStrategy[Condition]:
    leaves = _leaves(flavour)
    if depth <= 1:
        return leaves
    inner = st.lists(_nested(flavour, depth - 1), min_size=1, max_size=2)
    joins: tuple[Callable[[list[Condition]], Condition], ...] = (AnyMet, AllMet, NoneMet)
    joined = st.builds(lambda join, of: join(of), st.sampled_from(joins), inner)
    return st.integers(0, 3).flatmap(lambda which: joined if which == 3 else leaves)
