"""The best choice of promotions in one layer: what leaves the customer least to pay.

Offers that take each line by itself are compared line by line, rounded as they would be applied. An
offer that takes all its lines together is worth what it gives beyond the best that each of its lines
could have had alone; of these, the best set without a common line is searched where they overlap, by
counted steps; of offers that all share a line, one is taken without a search. If the bound is reached,
the plan says within how much it is from the best. Where tax is added, a minor unit less on a line is
worth more by its rate: the lines are weighted.

Ties are settled by a published key: offers line by line before offers together, then fewer offers
together, then the smaller identifiers.

Source: house rule (law Q3); the search is weighted set packing by branch and bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from comptoir.pricing.kinds import Charge, Scope
from comptoir.pricing.rules import Promotion
from comptoir.values.policies import DiscountOrder, Minting


@attrs.frozen
class Candidate:
    """A promotion whose conditions hold, and the places of the charges that it selects."""

    promotion: Promotion
    places: tuple[int, ...]


@attrs.frozen
class Taken:
    """What one charge gives up to one promotion, in minor units; ``in_base`` of it is taxed all the same.

    ``funded`` is what a third party pays of it. ``worth`` is by how much less is left to pay, in weighted
    units.
    """

    promotion: str
    amount: int
    funded: int
    in_base: int
    worth: int

    @classmethod
    def of(cls, promotion: Promotion, reduction: int, charge: Charge, minting: Minting, scale: int) -> Taken:
        """What a charge gives up: no more than its room, and never less than nothing (law Q2)."""
        amount = min(max(reduction, 0), charge.room)
        funding = promotion.funding
        funded = 0 if funding is None else funding.share.of_amount(amount, minting.rounding)
        in_base = funded if funding is not None and funding.taxed else 0
        if minting.discounts is DiscountOrder.AFTER_TAX:
            in_base = amount
        worth = amount * charge.weight - in_base * (charge.weight - scale)
        return cls(promotion.id, amount, funded, in_base, worth)


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
    taken: Mapping[int, Taken]
    worth: int

    @property
    def places(self) -> Collection[int]:
        """The places that it takes."""
        return self.taken.keys()


def best_plan(
    candidates: Sequence[Candidate], charges: Sequence[Charge], minting: Minting, *, steps: int, scale: int
) -> Plan:
    """The plan of a layer that leaves least to pay, found within ``steps`` counted steps.

    ``candidates`` come in the order of their identifiers; ``scale`` is the weight of one minor unit.
    """
    alone = _best_alone(candidates, charges, minting, scale)
    offers = _worth_more_together(candidates, charges, minting, scale, alone)
    taken = dict(alone)
    gap = 0
    unproven: set[str] = set()
    for component in _components(offers):
        chosen: Sequence[_Together]
        if _exclude_each_other(component):
            chosen, missed = (_worthiest(component),), 0
        else:
            chosen, missed, steps = _best_disjoint(component, steps)
        if missed:
            gap += missed
            unproven.update(offer.promotion for offer in component)
        for offer in chosen:
            taken |= offer.taken
    return Plan(taken, -(-gap // scale), frozenset(unproven))


def best_for_one(
    candidates: Iterable[Candidate], charge: Charge, minting: Minting, *, scale: int
) -> Taken | None:
    """What :func:`best_plan` gives a charge that is the only one; ``None`` if nothing.

    One charge takes one offer: no set of them has to be searched.
    """
    best: tuple[int, bool] = 0, True
    chosen: Taken | None = None
    for candidate in candidates:
        benefit = candidate.promotion.benefit
        [reduction] = benefit.reductions([charge], minting)
        taken = Taken.of(candidate.promotion, reduction, charge, minting, scale)
        rank = taken.worth, benefit.scope is Scope.EACH_LINE
        if rank > best:
            best, chosen = rank, taken
    return chosen


def _exclude_each_other(offers: Sequence[_Together]) -> bool:
    """Whether some line is in all of these offers: then at most one of them can be taken."""
    first, *rest = offers
    common = set(first.places)
    for offer in rest:
        common.intersection_update(offer.places)
    return bool(common)


def _worthiest(offers: Iterable[_Together]) -> _Together:
    return min(offers, key=lambda offer: (-offer.worth, offer.promotion))


def _best_alone(
    candidates: Sequence[Candidate], charges: Sequence[Charge], minting: Minting, scale: int
) -> dict[int, Taken]:
    best: dict[int, Taken] = {}
    for candidate in candidates:
        promotion = candidate.promotion
        if promotion.benefit.scope is not Scope.EACH_LINE:
            continue
        for place in candidate.places:
            charge = charges[place]
            [reduction] = promotion.benefit.reductions([charge], minting)
            taken = Taken.of(promotion, reduction, charge, minting, scale)
            if taken.worth > (best[place].worth if place in best else 0):
                best[place] = taken
    return best


def _worth_more_together(
    candidates: Sequence[Candidate],
    charges: Sequence[Charge],
    minting: Minting,
    scale: int,
    alone: Mapping[int, Taken],
) -> list[_Together]:
    offers = []
    for candidate in candidates:
        promotion = candidate.promotion
        if promotion.benefit.scope is not Scope.ALL_TOGETHER:
            continue
        selected = [charges[place] for place in candidate.places]
        reductions = promotion.benefit.reductions(selected, minting)
        taken = {
            place: Taken.of(promotion, reduction, charge, minting, scale)
            for place, reduction, charge in zip(candidate.places, reductions, selected, strict=True)
        }
        forgone = sum(alone[place].worth for place in candidate.places if place in alone)
        if (worth := sum(each.worth for each in taken.values()) - forgone) > 0:
            offers.append(_Together(promotion.id, taken, worth))
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
        compatible = tuple(offer for offer in rest if first.taken.keys().isdisjoint(offer.places))
        stack.append((worth + first.worth, (*chosen, first), compatible))
    return best[3], max(0, missed + best[0]), steps
