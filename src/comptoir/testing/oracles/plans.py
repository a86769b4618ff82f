"""A second opinion on the choice of promotions, written the plain way: every plan of a layer, in fractions.

It shares no step with ``comptoir.pricing`` beyond the values that a merchant writes. A plan applies
promotions to units, none twice; what no promotion of its own takes, each line gives by itself. What is
compared is what the goods leave to pay: with tax where it is added, without where it is not due, exactly.

Seven units under four promotions take it well below a second; it gives up, and says so, where plans are
more than anybody wants to wait for.

Source: house rule (laws Q3 and Q9; what the reference says of the best choice).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Final

import attrs

from comptoir.pricing.kinds import LineBenefit
from comptoir.testing.oracles.boards import Board, Plan, is_limited, own_parts, set_out
from comptoir.testing.oracles.layers import Run, Stage
from comptoir.testing.oracles.piles import Counts, TooManyPlansError, Use

STATES_MAX: Final = 6_000
"""Ways of leaving units over that are still looked at."""
Taken = Mapping[int, tuple[tuple[str, int, int], ...]]
"""By the place of a run: the promotions that take units of it, how many, and by how much these fall."""


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
        if not isinstance(offer.benefit, LineBenefit) or is_limited(stage, offer):
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


def _best_of_each(uses: Sequence[Use]) -> list[Use]:
    """Of uses of the same units, the one worth most."""
    found: dict[Counts, Use] = {}
    for use in uses:
        if use.counts not in found or use.worth > found[use.counts].worth:
            found[use.counts] = use
    return list(found.values())
