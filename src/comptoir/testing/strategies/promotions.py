"""Strategies for promotions: every standard benefit and condition, and offers that overlap.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hypothesis import strategies as st

from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.conditions.buyer import Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon
from comptoir.pricing.conditions.nested import AllMet, AnyMet, NoneMet
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.kinds import Benefit, Condition, SetBenefit
from comptoir.pricing.rules import Promotion
from comptoir.testing.strategies.flavours import PLAUSIBLE, Flavour
from comptoir.testing.strategies.numbers import amounts, currencies, percents
from comptoir.testing.strategies.offers import (
    Pools,
    beside_benefits,
    competing,
    line_benefits,
    set_benefits,
    together_benefits,
)
from comptoir.testing.strategies.selections import selections
from comptoir.testing.strategies.times import windows
from comptoir.values.selections import EVERYTHING


@cache
def benefits(flavour: Flavour = PLAUSIBLE) -> st.SearchStrategy[Benefit]:
    """What a promotion gives, of any kind, in any of the flavour's currencies."""
    return currencies(flavour).flatmap(lambda currency: _of_any_kind(_pools(flavour, currency)))


def _pools(flavour: Flavour, currency: str) -> Pools:
    """What the flavour has; the slots of sets are for everything, so that some product can fill them."""
    return Pools(
        amounts=amounts(flavour, currency), percents=percents(flavour), selections=st.just(EVERYTHING)
    )


def _of_any_kind(pools: Pools) -> st.SearchStrategy[Benefit]:
    lines, together = line_benefits(pools), together_benefits(pools)
    return st.one_of(lines, lines, together, set_benefits(pools), beside_benefits(pools))


@cache
def conditions(flavour: Flavour = PLAUSIBLE) -> st.SearchStrategy[Condition]:
    """What a promotion demands, with conditions inside conditions."""
    return _nested(flavour, flavour.depth_max)


@st.composite
def promotions(
    draw: st.DrawFn, flavour: Flavour = PLAUSIBLE, *, name: str = "offer", layer: str = "l0"
) -> Promotion:
    """An offer, two times in three without conditions, and as often without limits or rivals."""
    pools = _pools(flavour, draw(currencies(flavour)))
    benefit = draw(_of_any_kind(pools))
    when = draw(_few_conditions(flavour))
    return Promotion(
        id=name,
        name={"fr": draw(st.sampled_from(flavour.texts))},
        layer=layer,
        valid=draw(windows()),
        on=EVERYTHING if isinstance(benefit, SetBenefit) else draw(selections(flavour)),
        when=[Member()] if isinstance(benefit, Gift) and not when else when,
        benefit=benefit,
        **draw(competing(pools, benefit, layer=layer) if draw(st.integers(0, 2)) == 2 else st.just({})),
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
