"""A layer set out for the oracle of plans: its units in piles, and every use of each promotion on them.

Source: house rule (law Q3; what the reference says of units, limits and groups).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, product
from typing import Final

import attrs

from comptoir.pricing.kinds import LineBenefit, SetBenefit, TogetherBenefit
from comptoir.pricing.rules import Promotion
from comptoir.testing.oracles.layers import Stage
from comptoir.testing.oracles.offers import (
    Way,
    alone,
    falls_together,
    limits,
    line_fall,
    taxed,
    taxed_part,
    way,
)
from comptoir.testing.oracles.piles import Counts, Pile, TooManyPlansError, Use
from comptoir.testing.oracles.sets import set_uses
from comptoir.testing.oracles.shares import even

UNITS_MAX: Final = 9
"""Units that promotions may take one by one, up to which every plan is tried."""


@attrs.frozen(kw_only=True)
class Plan:
    """What a plan takes off what is left to pay, and the promotions that are in it."""

    worth: Fraction
    offers: tuple[str, ...]

    @property
    def rank(self) -> tuple[Fraction, int, tuple[str, ...]]:
        """The published order: what leaves least to pay, the fewest promotions, the smallest ids."""
        return -self.worth, len(self.offers), self.offers


@attrs.frozen(kw_only=True)
class Board:
    """A layer set out: its units in piles, what each line has by itself, and every use of each promotion."""

    stage: Stage
    piles: tuple[Pile, ...]
    ways: tuple[Way, ...]
    """By the place of a run, what it has by itself."""
    uses: Mapping[str, Sequence[Use]]

    @property
    def capacity(self) -> Counts:
        """How many there are of each pile."""
        return tuple(pile.count for pile in self.piles)

    def group(self, offer: str) -> str | None:
        """Of what a basket takes one promotion only."""
        return next(each.group for each in self.stage.offers if each.id == offer)

    def whole(self, plan: Plan, left: Counts) -> Plan:
        """A plan with what the units that its promotions leave have by themselves."""
        alone_ = [(pile, count) for pile, count in zip(self.piles, left, strict=True) if count]
        worths = (
            count * self.ways[pile.place].worth(self.stage.runs[pile.place].weight, pile.units)
            for pile, count in alone_
        )
        offers = {
            offer
            for place, way_ in enumerate(self.ways)
            for offer, _, _ in own_parts(way_, [each for each in alone_ if each[0].place == place])
        }
        return Plan(
            worth=sum(worths, plan.worth),
            offers=tuple(sorted(offers.union(plan.offers))),
        )


def own_parts(way_: Way, left: Sequence[tuple[Pile, int]]) -> Iterator[tuple[str, int, int]]:
    """What the units that are left of a run have by themselves; what comes to nothing is not taken."""
    units = sum(pile.each * count for pile, count in left)
    parts = [[count * part for part in way_.parts(pile.units)] for pile, count in left]
    for place, offer in enumerate(way_.offers):
        fall = sum(each[place] for each in parts)
        if fall:
            yield offer, units, fall


def set_out(stage: Stage) -> Board:
    """The layer's units in piles, and every use of its promotions."""
    limited = [offer for offer in stage.offers if is_limited(stage, offer)]
    free = [
        offer for offer in stage.offers if isinstance(offer.benefit, LineBenefit) and offer not in limited
    ]
    by_unit = [*limited, *(offer for offer in stage.offers if isinstance(offer.benefit, SetBenefit))]
    ways = tuple(alone(stage, place, free) for place in range(len(stage.runs)))
    own = {
        offer.id: {place: way(stage, stage.runs[place], [offer]) for place in stage.taken_by(offer)}
        for offer in limited
    }
    reached = {place for offer in by_unit for place in stage.taken_by(offer)}
    if sum(stage.runs[place].units for place in reached) > UNITS_MAX:
        raise TooManyPlansError(len(reached))
    piles: list[Pile] = []
    for place in range(len(stage.runs)):
        parts = [ways[place], *(each[place] for each in own.values() if place in each)]
        piles += _piles(stage, place, parts, whole=place not in reached)
    uses: dict[str, Sequence[Use]] = {}
    for offer in stage.offers:
        match offer.benefit:
            case SetBenefit():
                uses[offer.id] = set_uses(stage, offer, piles)
            case TogetherBenefit():
                uses[offer.id] = _together_use(stage, offer, piles)
            case LineBenefit() if offer in limited:
                uses[offer.id] = _limited_uses(stage, offer, piles, own[offer.id])
    return Board(stage=stage, piles=tuple(piles), ways=ways, uses=uses)


def is_limited(stage: Stage, offer: Promotion) -> bool:
    """Whether a line's promotion may take less than all that it selects, so that it chooses among units."""
    if not isinstance(offer.benefit, LineBenefit):
        return False
    runs = [stage.runs[place] for place in stage.taken_by(offer)]
    limit = limits(stage, offer)
    return (
        offer.group is not None
        or (limit.units is not None and limit.units < sum(run.units for run in runs))
        or (limit.amount is not None and limit.amount < sum(line_fall(stage, offer, run) for run in runs))
    )


def _piles(stage: Stage, place: int, ways: Sequence[Way], *, whole: bool) -> list[Pile]:
    """The units of a run: all as one, or in piles of those that are alike in everything."""
    run = stage.runs[place]
    if whole:
        own = Pile(
            place=place,
            first=0,
            count=1,
            each=run.units,
            amount=run.amount,
            regular=run.regular,
            room=run.room,
        )
        return [own]

    def key(unit: int) -> tuple[object, ...]:
        own = range(unit, unit + 1)
        amounts = (even(each, run.units, own) for each in (run.amount, run.regular))
        return *amounts, *(way_.parts(own) for way_ in ways)

    found = [list(units) for _, units in groupby(range(run.units), key=key)]
    return [
        Pile(
            place=place,
            first=units[0],
            count=len(units),
            amount=amount,
            regular=even(run.regular, run.units, range(units[0], units[0] + 1)),
            room=max(0, amount - run.unit_floor),
        )
        for units in found
        for amount in [even(run.amount, run.units, range(units[0], units[0] + 1))]
    ]


def _together_use(stage: Stage, offer: Promotion, piles: Sequence[Pile]) -> list[Use]:
    """All that it selects, whole."""
    falls = falls_together(stage, offer)
    worth = Fraction(0)
    for place, fall in falls.items():
        weight = stage.runs[place].weight
        worth += fall * weight - taxed(stage, offer, fall) * (weight - 1)
    use = Use(
        counts=tuple(pile.count if pile.place in falls else 0 for pile in piles),
        given=tuple((place, stage.runs[place].units, fall) for place, fall in falls.items()),
        worth=worth,
    )
    return [use] if falls else []


def _limited_uses(
    stage: Stage, offer: Promotion, piles: Sequence[Pile], ways: Mapping[int, Way]
) -> list[Use]:
    """Any of its units, the dearest first as far as its limits go, each by its part of its line's fall."""
    limit = limits(stage, offer)
    own = [i for i, pile in enumerate(piles) if pile.place in ways and ways[pile.place].offers]
    own.sort(key=lambda i: (-piles[i].amount, stage.runs[piles[i].place].key, piles[i].first))
    found = []
    ranges = [range(piles[i].count + 1) for i in own]
    for chosen in product(*ranges):
        total = sum(chosen)
        if not total or (limit.units is not None and total > limit.units):
            continue
        counts, left, worth = [0] * len(piles), limit.amount, Fraction(0)
        given: dict[int, list[int]] = {}
        for i, count in zip(own, chosen, strict=True):
            place = piles[i].place
            part, _ = ways[place].parts(piles[i].units)
            counts[i] = count
            weight = stage.runs[place].weight
            weight -= taxed_part(stage.money, offer) * (weight - 1)  # not rounded: it counts unit by unit
            for _ in range(count):
                fall = part if left is None else min(left, part)
                left = None if left is None else left - fall
                worth += fall * weight
                given.setdefault(place, []).append(fall)
        found.append(
            Use(
                counts=tuple(counts),
                given=tuple((place, len(given[place]), sum(given[place])) for place in sorted(given)),
                worth=worth,
            )
        )
    return found
