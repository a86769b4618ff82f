"""The best choice of promotions in one layer: what leaves the customer least to pay.

Offers that take each line by itself are compared line by line, rounded as they would be applied. An
offer that takes all its lines together is worth what it gives beyond the best that each of its lines
could have had alone; of these, the best set without a common line is searched, first where they
overlap, by counted steps. If the bound is reached, the plan says within how much it is from the best.
Where tax is added, a minor unit less on a line is worth more by its rate: the lines are weighted.

Ties are settled by a published key: offers line by line before offers together, then fewer offers
together, then the smaller identifiers.

Source: house rule (law Q3); the search is weighted set packing by branch and bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from comptoir.pricing.kinds import Charge, Scope
from comptoir.pricing.rules import Promotion
from comptoir.values.policies import Minting


@attrs.frozen
class Candidate:
    """A promotion whose conditions hold, and the places of the charges that it selects."""

    promotion: Promotion
    places: tuple[int, ...]


@attrs.frozen
class Taken:
    """What one charge gives up to one promotion, in minor units."""

    promotion: str
    amount: int


@attrs.frozen
class Plan:
    """Which promotion each place takes, by how much the best plan might be better, and what was cut short.

    ``unproven`` are the promotions whose search ended at its bound.
    """

    taken: Mapping[int, Taken]
    gap: int
    unproven: frozenset[str]


@attrs.frozen
class _Together:
    """An offer on lines together, with its weighted worth beyond what its lines could have had alone."""

    promotion: str
    places: frozenset[int]
    reductions: Mapping[int, int]
    worth: int


def best_plan(
    candidates: Sequence[Candidate], charges: Sequence[Charge], minting: Minting, *, steps: int, scale: int
) -> Plan:
    """The plan of a layer that leaves least to pay, found within ``steps`` counted steps.

    ``candidates`` come in the order of their identifiers; ``scale`` is the weight of one minor unit.
    """
    alone = _best_alone(candidates, charges, minting)
    offers = _worth_more_together(candidates, charges, minting, alone)
    taken = dict(alone)
    gap = 0
    unproven: set[str] = set()
    for component in _components(offers):
        chosen, missed, steps = _best_disjoint(component, steps)
        if missed:
            gap += missed
            unproven.update(offer.promotion for offer in component)
        for offer in chosen:
            for place in offer.places:
                taken[place] = Taken(offer.promotion, offer.reductions[place])
    return Plan(taken, -(-gap // scale), frozenset(unproven))


def _capped(reductions: Sequence[int], charges: Sequence[Charge]) -> list[int]:
    """No reduction takes a charge below its floor or above what it was (law Q2)."""
    return [
        min(max(reduction, 0), charge.room) for reduction, charge in zip(reductions, charges, strict=True)
    ]


def _best_alone(
    candidates: Sequence[Candidate], charges: Sequence[Charge], minting: Minting
) -> dict[int, Taken]:
    best: dict[int, Taken] = {}
    for candidate in candidates:
        if candidate.promotion.benefit.scope is not Scope.EACH_LINE:
            continue
        for place in candidate.places:
            charge = [charges[place]]
            [amount] = _capped(candidate.promotion.benefit.reductions(charge, minting), charge)
            if amount > (best[place].amount if place in best else 0):
                best[place] = Taken(candidate.promotion.id, amount)
    return best


def _worth_more_together(
    candidates: Sequence[Candidate], charges: Sequence[Charge], minting: Minting, alone: Mapping[int, Taken]
) -> list[_Together]:
    offers = []
    for candidate in candidates:
        if candidate.promotion.benefit.scope is not Scope.ALL_TOGETHER:
            continue
        selected = [charges[place] for place in candidate.places]
        amounts = _capped(candidate.promotion.benefit.reductions(selected, minting), selected)
        gained = sum(amount * charge.weight for amount, charge in zip(amounts, selected, strict=True))
        forgone = sum(
            alone[place].amount * charges[place].weight for place in candidate.places if place in alone
        )
        if (worth := gained - forgone) > 0:
            reductions = dict(zip(candidate.places, amounts, strict=True))
            offers.append(_Together(candidate.promotion.id, frozenset(candidate.places), reductions, worth))
    return offers


def _components(offers: Sequence[_Together]) -> list[list[_Together]]:
    """Offers in groups that share no line; each group, and the groups, in a stable order."""
    groups: list[tuple[set[int], list[_Together]]] = []
    for offer in offers:
        places, members = set(offer.places), [offer]
        apart = []
        for group in groups:
            if group[0].isdisjoint(places):
                apart.append(group)
            else:
                places |= group[0]
                members += group[1]
        groups = [*apart, (places, members)]
    in_order = [sorted(members, key=lambda offer: offer.promotion) for _, members in groups]
    return sorted(in_order, key=lambda members: members[0].promotion)


def _best_disjoint(offers: Sequence[_Together], steps: int) -> tuple[Sequence[_Together], int, int]:
    """The set of offers without a common line that is worth most, what may be missed, the steps left.

    Depth first: each step looks at one partial set and branches on taking or leaving its next offer.
    """
    best: tuple[int, int, tuple[str, ...], tuple[_Together, ...]] = 0, 0, (), ()
    missed = 0
    stack: list[tuple[int, tuple[_Together, ...], tuple[_Together, ...]]] = [(0, (), tuple(offers))]
    while stack:
        worth, chosen, open_offers = stack.pop()
        hope = worth + sum(offer.worth for offer in open_offers)
        if steps == 0:
            missed = max(missed, hope)
            continue
        steps -= 1
        key = -worth, len(chosen), tuple(offer.promotion for offer in chosen)
        if key < best[:3]:
            best = *key, chosen
        if not open_offers or hope < -best[0]:
            continue
        first, *rest = open_offers
        stack.append((worth, chosen, tuple(rest)))
        compatible = tuple(offer for offer in rest if offer.places.isdisjoint(first.places))
        stack.append((worth + first.worth, (*chosen, first), compatible))
    return best[3], max(0, missed + best[0]), steps
