"""Strategies for every kind of benefit and for every way in which promotions compete.

They take the pools of whoever asks, so that amounts, percentages and selections meet those of the shop.

Source: house rule.
"""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st

from comptoir.facts.coupons import Remaining
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.benefits.tiers import AmountStep, AmountTiers, QuantityStep, QuantityTiers
from comptoir.pricing.kinds import (
    Benefit,
    BesideBenefit,
    LineBenefit,
    SetBenefit,
    Slot,
    TogetherBenefit,
)
from comptoir.pricing.rules import AtMost, Funding
from comptoir.values.money import AMOUNT_MAX, Amount
from comptoir.values.percentages import Percent
from comptoir.values.selections import EVERYTHING, Selection


@attrs.frozen(kw_only=True)
class Pools:
    """What is drawn from: amounts of one currency, percentages, and selections for the slots of sets."""

    amounts: st.SearchStrategy[Amount]
    percents: st.SearchStrategy[Percent]
    selections: st.SearchStrategy[Selection]


def line_benefits(pools: Pools) -> st.SearchStrategy[Benefit]:
    """Something off each line."""
    return st.one_of(
        pools.percents.map(PercentOff), pools.amounts.map(AmountOff), pools.amounts.map(FixedPrice)
    )


def together_benefits(pools: Pools) -> st.SearchStrategy[Benefit]:
    """Something off all of it, plain or by steps."""
    return st.one_of(
        pools.percents.map(BasketPercentOff),
        pools.amounts.map(BasketAmountOff),
        _amount_tiers(pools),
        _quantity_tiers(pools),
    )


def set_benefits(pools: Pools) -> st.SearchStrategy[Benefit]:
    """Something off units that are taken together."""
    sizes = st.sampled_from((2, 3, 2, 4))
    return st.one_of(
        sizes.flatmap(lambda take: st.builds(NForM, take=st.just(take), pay=st.integers(1, take - 1))),
        sizes.flatmap(lambda of: _positions(pools, of)),
        _sets(pools),
        _buy_gets(pools),
        st.sampled_from((1, 1, 2)).map(Gift),
    )


def beside_benefits(pools: Pools) -> st.SearchStrategy[Benefit]:
    """Less for delivery."""
    return st.one_of(
        st.sampled_from(("100", "50")).map(lambda percent: DeliveryOff(percent=percent)),
        pools.amounts.map(lambda amount: DeliveryOff(amount=amount)),
        pools.amounts.map(lambda amount: DeliveryOff(price=amount)),
    )


def benefits(pools: Pools) -> st.SearchStrategy[Benefit]:
    """A benefit of any kind, half of the time of a set."""
    sets = set_benefits(pools)
    return st.one_of(line_benefits(pools), together_benefits(pools), sets, sets)


def has_own_goods(benefit: Benefit) -> bool:
    """Whether its slots select something of their own, of which its promotion must leave some product."""
    return isinstance(benefit, SetBenefit) and any(slot.on != EVERYTHING for slot in benefit.slots)


@st.composite
def competing(
    draw: st.DrawFn,
    pools: Pools,
    benefit: Benefit,
    *,
    layer: str,
    lists: tuple[str, ...] = (),
    exclusive: bool = True,
) -> dict[str, Any]:
    """How a promotion competes: limits, groups, exclusivity, what it leaves alone, who pays for it."""
    found: dict[str, Any] = {
        "not_on_reduced": draw(_seldom()),
        "not_on_lists": tuple(each for each in lists if draw(_seldom())),
        "metered": draw(_seldom()),
    }
    if isinstance(benefit, BesideBenefit):
        return found
    found["funding"] = draw(
        st.none() | st.none() | st.builds(Funding, st.just("brand"), pools.percents, st.booleans())
    )
    if isinstance(benefit, LineBenefit) and draw(st.integers(0, 2)) == 2:
        return {**found, "combines": True, "metered": False}
    found["at_most"] = draw(st.none() | at_most(pools, benefit))
    how = draw(st.sampled_from((None, None, "group", "group", "exclusive")))
    if how == "group":
        found["group"] = f"{layer}-{draw(st.sampled_from(('x', 'x', 'y')))}"
    elif how == "exclusive":
        found["exclusive"] = exclusive
    return found


@st.composite
def at_most(draw: st.DrawFn, pools: Pools, benefit: Benefit) -> AtMost | None:
    """One limit or several, of those that the benefit can have."""
    units = times = None
    amount = draw(st.none() | pools.amounts.filter(lambda each: each.minor > 0))
    if isinstance(benefit, SetBenefit):
        size = sum(slot.least for slot in benefit.slots)
        times = draw(st.none() | st.integers(1, 3))
        units = draw(st.none() | st.integers(size, size + 3))
    elif not isinstance(benefit, TogetherBenefit):
        units = draw(st.none() | st.integers(1, 5))
    if amount is None and units is None and times is None:
        return None
    return AtMost(amount=amount, times=times, units=units)


def remaining(pools: Pools, promotion: str) -> st.SearchStrategy[Remaining]:
    """What is left of a promotion: nothing, little, or enough."""
    return st.builds(
        Remaining,
        promotion=st.just(promotion),
        uses=st.sampled_from((None, 1, 2, 0, 9)),
        amount=st.none() | pools.amounts,
    )


@st.composite
def _sets(draw: st.DrawFn, pools: Pools) -> SetOffer:
    ways: dict[str, st.SearchStrategy[Any]] = {
        "total": pools.amounts,
        "percent": pools.percents,
        "amount": pools.amounts,
        "cheapest_free": st.just(1),
    }
    way = draw(st.sampled_from(sorted(ways)))
    slots = [
        draw(_slots(pools, fixed=way == "cheapest_free")) for _ in range(draw(st.sampled_from((1, 2, 1, 3))))
    ]
    if way == "cheapest_free" and sum(slot.least for slot in slots) < 2:
        slots.append(Slot())
    return SetOffer(slots=slots, **{way: draw(ways[way])})


@st.composite
def _slots(draw: st.DrawFn, pools: Pools, *, fixed: bool) -> Slot:
    least = draw(st.sampled_from((1, 1, 2, 3)))
    most = None if fixed else draw(st.sampled_from((None, None, least + 1, least + 2)))
    return Slot(on=draw(pools.selections), least=least, most=most)


@st.composite
def _buy_gets(draw: st.DrawFn, pools: Pools) -> BuyGet:
    on = draw(pools.selections)
    ways: dict[str, st.SearchStrategy[Any]] = {
        "percent": pools.percents,
        "amount": pools.amounts,
        "price": pools.amounts,
    }
    way = draw(st.sampled_from((None, *sorted(ways))))
    return BuyGet(
        buy=Slot(on=on, least=draw(st.sampled_from((1, 2, 1, 3)))),
        get=Slot(on=draw(st.just(on) | pools.selections), least=draw(st.sampled_from((1, 1, 2)))),
        lesser=draw(st.booleans()),
        **({} if way is None else {way: draw(ways[way])}),
    )


def _positions(pools: Pools, of: int) -> st.SearchStrategy[Positions]:
    keys = st.sampled_from([str(position) for position in range(1, of + 1)])
    off = st.dictionaries(keys, pools.percents, min_size=1, max_size=of)
    return st.builds(Positions, of=st.just(of), off=off)


@st.composite
def _amount_tiers(draw: st.DrawFn, pools: Pools) -> AmountTiers:
    starts = sorted(draw(st.lists(pools.amounts, min_size=1, max_size=3, unique=True)), key=_minor)
    steps = [AmountStep(from_=start, **draw(_step(pools))) for start in starts]
    below = starts[-1].minor + draw(st.sampled_from((1, 500, 2_000)))
    ends = below <= AMOUNT_MAX and draw(st.booleans())
    return AmountTiers(steps=steps, below=Amount(below, starts[-1].currency) if ends else None)


@st.composite
def _quantity_tiers(draw: st.DrawFn, pools: Pools) -> QuantityTiers:
    starts = sorted(draw(st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True)))
    steps = [QuantityStep(from_=start, **draw(_step(pools))) for start in starts]
    return QuantityTiers(steps=steps, below=draw(st.none() | st.just(starts[-1] + 2)))


def _step(pools: Pools) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        st.fixed_dictionaries({"percent": pools.percents}), st.fixed_dictionaries({"amount": pools.amounts})
    )


def _minor(amount: Amount) -> int:
    return amount.minor


def _seldom() -> st.SearchStrategy[bool]:
    return st.integers(0, 6).map(lambda which: which == 6)
