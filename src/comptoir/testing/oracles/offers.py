"""What a promotion gives on what a layer found, read the plain way: exact fractions, then rounded once.

A line benefit or one for goods together of a retailer's own is not known here and is asked itself.

Source: house rule (what the reference says of each benefit, of limits and of funding).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import attrs

from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.benefits.tiers import AmountTiers, QuantityTiers
from comptoir.pricing.kinds import LineBenefit, SetBenefit, TogetherBenefit
from comptoir.pricing.rules import CombineOrder, Promotion
from comptoir.testing.oracle import rounded
from comptoir.testing.oracles.layers import Run, Stage
from comptoir.testing.oracles.shares import even, shares, shares_within
from comptoir.values.money import MINOR_DIGITS
from comptoir.values.percentages import Percent
from comptoir.values.policies import DiscountOrder, Minting, MoneyPolicy, PercentBase


@attrs.frozen(kw_only=True)
class Limits:
    """How often, on how many units, and by how much a promotion may reduce; ``None`` is no limit."""

    times: int | None
    units: int | None
    amount: int | None


def limits(stage: Stage, offer: Promotion) -> Limits:
    """The lower of what the promotion says and of what is left of it."""
    own, left = offer.at_most, stage.remaining.get(offer.id)
    is_line = isinstance(offer.benefit, LineBenefit)
    uses = None if left is None else left.uses
    amounts = (None if each is None or each.amount is None else each.amount.minor for each in (own, left))
    return Limits(
        times=_least(
            offer.benefit.times if isinstance(offer.benefit, SetBenefit) else None,
            None if own is None else own.times,
            None if is_line else uses,
        ),
        units=_least(None if own is None else own.units, uses if is_line else None),
        amount=_least(*amounts),
    )


def _least(*counts: int | None) -> int | None:
    return min((count for count in counts if count is not None), default=None)


def part(percent: Percent) -> Fraction:
    """A percentage as a part of one."""
    return Fraction(percent.parts_per_million, 10**6)


def taxed(stage: Stage, offer: Promotion, fall: int) -> int:
    """What of a reduction is taxed although the customer does not pay it."""
    if stage.money.discounts is DiscountOrder.AFTER_TAX:
        return fall
    if offer.funding is None or not offer.funding.taxed:
        return 0
    return rounded(fall * part(offer.funding.share), stage.money.rounding)


def taxed_part(money: MoneyPolicy, offer: Promotion) -> Fraction:
    """The same as a part of one, exactly."""
    if money.discounts is DiscountOrder.AFTER_TAX:
        return Fraction(1)
    return part(offer.funding.share) if offer.funding is not None and offer.funding.taxed else Fraction(0)


def line_fall(stage: Stage, offer: Promotion, run: Run) -> int:
    """By how much a line benefit takes a run down, no further than its room."""
    money, benefit = stage.money, offer.benefit
    base = run.regular if money.percent_of is PercentBase.REGULAR else run.amount
    match benefit:
        case PercentOff(percent):
            fall = rounded(base * part(percent), money.rounding)
        case AmountOff(amount):
            fall = rounded(amount.minor * run.content, money.rounding)
        case FixedPrice(price):
            fall = run.amount - rounded(price.minor * run.content, money.rounding)
        case LineBenefit():
            fall = benefit.reduction(run.charge, minting(stage))
        case _:
            raise NotImplementedError(benefit)
    return max(0, min(fall, run.room))


def falls_together(stage: Stage, offer: Promotion) -> dict[int, int]:
    """By how much goods that are taken together fall, by the places of their runs; none beyond its room."""
    places = stage.taken_by(offer)
    runs = [stage.runs[place] for place in places]
    falls = [
        max(0, min(fall, run.room)) for fall, run in zip(_together(stage, offer, runs), runs, strict=True)
    ]
    most = limits(stage, offer).amount
    if most is not None and sum(falls) > most:
        falls = shares(most, falls)
    return dict(zip(places, falls, strict=True))


def _together(stage: Stage, offer: Promotion, runs: Sequence[Run]) -> Sequence[int]:
    benefit = offer.benefit
    match benefit:
        case BasketPercentOff(percent):
            return _percent_of_all(stage, percent, runs)
        case BasketAmountOff(amount):
            return _amount_off_all(amount.minor, runs)
        case AmountTiers() | QuantityTiers():
            is_amount = isinstance(benefit, AmountTiers)
            reached = sum(run.amount if is_amount else run.units for run in runs)
            below = (
                benefit.below.minor if isinstance(benefit, AmountTiers) and benefit.below else benefit.below
            )
            steps = [step for step in benefit.steps if step.start <= reached]
            if not steps or (isinstance(below, int) and reached >= below):
                return [0] * len(runs)
            step = max(steps, key=lambda each: each.start)
            if step.percent is not None:
                return _percent_of_all(stage, step.percent, runs)
            return _amount_off_all(step.amount.minor if step.amount else 0, runs)
        case TogetherBenefit():
            return benefit.reductions([run.charge for run in runs], minting(stage))
        case _:
            raise NotImplementedError(benefit)


def _percent_of_all(stage: Stage, percent: Percent, runs: Sequence[Run]) -> Sequence[int]:
    is_regular = stage.money.percent_of is PercentBase.REGULAR
    bases = [run.regular if is_regular else run.amount for run in runs]
    return shares(rounded(sum(bases) * part(percent), stage.money.rounding), bases)


def _amount_off_all(amount: int, runs: Sequence[Run]) -> Sequence[int]:
    rooms = [run.room for run in runs]
    return shares_within(min(amount, sum(rooms)), [run.amount for run in runs], rooms)


def minting(stage: Stage) -> Minting:
    """The money policy as a benefit of a retailer's own sees it."""
    return Minting.of(stage.money, stage.currency, MINOR_DIGITS[stage.currency])


@attrs.frozen(kw_only=True)
class Way:
    """Promotions that a line takes by itself: what its units fall by in all, and what of it is taxed."""

    units: int
    offers: tuple[str, ...] = ()
    falls: tuple[int, ...] = ()
    """By promotion."""
    in_base: tuple[int, ...] = ()

    def parts(self, units: range) -> tuple[int, ...]:
        """What some of the units fall by, by promotion, and then what of that is taxed.

        Promotions that follow each other are split as one: a unit's part of one is what it falls by with
        it, less what it falls by without.
        """
        sums = [even(sum(self.falls[:many]), self.units, units) for many in range(len(self.falls) + 1)]
        falls = (after - before for before, after in pairwise(sums))
        return (*falls, *(even(each, self.units, units) for each in self.in_base))

    def worth(self, weight: Fraction, units: range) -> Fraction:
        """By how much less some of the units leave to pay."""
        parts = self.parts(units)
        return sum(parts[: len(self.falls)]) * weight - sum(parts[len(self.falls) :]) * (weight - 1)


def way(stage: Stage, run: Run, offers: Sequence[Promotion]) -> Way:
    """What a run gets of these promotions, each of what the one before left, less those that give nothing."""
    left, given = run, []
    for offer in offers:
        fall = line_fall(stage, offer, left)
        left = attrs.evolve(left, amount=left.amount - fall)
        given += [(offer, fall)] if fall else []
    return Way(
        units=run.units,
        offers=tuple(offer.id for offer, _ in given),
        falls=tuple(fall for _, fall in given),
        in_base=tuple(taxed(stage, offer, fall) for offer, fall in given),
    )


def alone(stage: Stage, place: int, offers: Sequence[Promotion]) -> Way:
    """The best that a run has by itself: one of these promotions, or all those that combine.

    Of ways that leave the same, the one of fewer promotions, then of smaller ids.
    """
    run = stage.runs[place]
    own = [offer for offer in offers if place in stage.taken_by(offer)]
    together = sorted((offer for offer in own if offer.combines), key=lambda offer: _turn(stage, offer))
    ways = [way(stage, run, [offer]) for offer in own] + [way(stage, run, together)]

    def rank(each: Way) -> tuple[Fraction, int, tuple[str, ...]]:
        return -each.worth(run.weight, range(run.units)), len(each.offers), tuple(sorted(each.offers))

    return min([Way(units=run.units), *ways], key=rank)


def _turn(stage: Stage, offer: Promotion) -> tuple[bool, str]:
    is_percentage = isinstance(offer.benefit, LineBenefit) and offer.benefit.is_percentage
    return is_percentage is (stage.order is CombineOrder.AMOUNTS_FIRST), offer.id
