"""A second opinion on the choice of promotions, written the plain way: every plan of a layer, in fractions.

It shares no step with ``comptoir.pricing`` beyond the values that a merchant writes. A plan applies
promotions to units, none twice; what no promotion of its own takes, each line gives by itself. What is
compared is what the goods leave to pay: with tax where it is added, without where it is not due, exactly.

Seven units under four promotions take it well below a second; it gives up, and says so, where plans are
more than anybody wants to wait for.

Source: house rule (laws Q3 and Q9; what the reference says of the best choice).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, product
from typing import Final

import attrs

from comptoir.pricing.kinds import LineBenefit, SetBenefit, TogetherBenefit
from comptoir.pricing.rules import Promotion
from comptoir.testing.oracles.layers import Run, Stage
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
from comptoir.testing.oracles.sets import Counts, Pile, TooManyPlansError, Use, set_uses
from comptoir.testing.oracles.shares import even

UNITS_MAX: Final = 9
"""Units that promotions may take one by one, up to which every plan is tried."""
STATES_MAX: Final = 6_000
"""Ways of leaving units over that are still looked at."""
Taken = Mapping[int, tuple[tuple[str, int, int], ...]]
"""By the place of a run: the promotions that take units of it, how many, and by how much these fall."""


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


def best(stage: Stage) -> Plan:
    """The plan that leaves least to pay, of those that leave the same the first; ``TooManyPlansError``.

    Promotions that do not want the same units do not compete: each contest has its own first plan.
    """
    plans = [_best_of(attrs.evolve(stage, runs=tuple(runs))) for runs in contests(stage)]
    return Plan(
        worth=sum((plan.worth for plan in plans), Fraction(0)),
        offers=tuple(sorted({offer for plan in plans for offer in plan.offers})),
    )


def contests(stage: Stage) -> list[list[Run]]:
    """The runs in parts between which no promotion, and no group of them, has to choose."""
    wanted: dict[str, set[int]] = {}
    for offer in stage.offers:
        if not isinstance(offer.benefit, LineBenefit) or _is_limited(stage, offer):
            key = f"promotion {offer.id}" if offer.group is None else f"group {offer.group}"
            wanted.setdefault(key, set()).update(stage.taken_by(offer))
    parts = [{place} for place in range(len(stage.runs))]
    for places in wanted.values():
        meeting = [part for part in parts if part & places]
        parts = [part for part in parts if not part & places]
        parts += [set().union(*meeting)] if meeting else []
    return [[stage.runs[place] for place in sorted(part)] for part in parts]


def _best_of(stage: Stage) -> Plan:
    """The first plan of one contest."""
    board = set_out(stage)
    found: dict[tuple[Counts, frozenset[str]], Plan] = {
        (board.capacity, frozenset()): Plan(worth=Fraction(0), offers=())
    }
    for offer, uses in board.uses.items():
        group, own = board.group(offer), _best_of_each(uses)
        for (left, groups), plan in list(found.items()):
            if group in groups:
                continue
            for use in own:
                rest = tuple(have - count for have, count in zip(left, use.counts, strict=True))
                if min(rest) >= 0:
                    grown = Plan(worth=plan.worth + use.worth, offers=(*plan.offers, offer))
                    key = rest, groups if group is None else groups | {group}
                    if key not in found or grown.rank < found[key].rank:
                        found[key] = grown
        if len(found) > STATES_MAX:
            raise TooManyPlansError(len(found))
    return min((board.whole(plan, left) for (left, _), plan in found.items()), key=lambda plan: plan.rank)


def explained(stage: Stage, taken: Taken) -> Plan | None:
    """A legal plan that takes just this, if there is one: of several, the one worth most."""
    board = set_out(stage)
    uses = []
    for offer, known in board.uses.items():
        own = [(place, *each[1:]) for place in sorted(taken) for each in taken[place] if each[0] == offer]
        if own:
            uses.append([(offer, use) for use in known if use.given == tuple(own)])
    plans = [plan for chosen in product(*uses) if (plan := _explains(board, taken, chosen)) is not None]
    return min(plans, key=lambda plan: plan.rank, default=None)


def _explains(board: Board, taken: Taken, chosen: Sequence[tuple[str, Use]]) -> Plan | None:
    """The plan of these uses, if the units fit, and what is left alone is what was taken."""
    left = board.capacity
    for _, use in chosen:
        left = tuple(have - count for have, count in zip(left, use.counts, strict=True))
    groups = [group for offer, _ in chosen if (group := board.group(offer)) is not None]
    if min(left, default=0) < 0 or len(groups) != len(set(groups)):
        return None
    given: dict[int, list[tuple[str, int, int]]] = {}
    for offer, use in chosen:
        for place, units, fall in use.given:
            given.setdefault(place, []).append((offer, units, fall))
    for place, way_ in enumerate(board.ways):
        own = [each for each in zip(board.piles, left, strict=True) if each[0].place == place and each[1]]
        for offer, units, fall in own_parts(way_, own):
            given.setdefault(place, []).append((offer, units, fall))
    same = {place: sorted(each) for place, each in given.items()} == {
        place: sorted(each) for place, each in taken.items() if each
    }
    worth = sum((use.worth for _, use in chosen), Fraction(0))
    plan = Plan(worth=worth, offers=tuple(offer for offer, _ in chosen))
    return board.whole(plan, left) if same else None


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
    limited = [offer for offer in stage.offers if _is_limited(stage, offer)]
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


def _is_limited(stage: Stage, offer: Promotion) -> bool:
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


def _best_of_each(uses: Sequence[Use]) -> list[Use]:
    """Of uses of the same units, the one worth most."""
    found: dict[Counts, Use] = {}
    for use in uses:
        if use.counts not in found or use.worth > found[use.counts].worth:
            found[use.counts] = use
    return list(found.values())
