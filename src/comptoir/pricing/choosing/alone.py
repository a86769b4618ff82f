"""What each charge could have by itself: the best line offer, or all that combine.

Of offers that are worth the same, fewer promotions, then the smaller identifiers.

Source: house rule (law Q3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from comptoir.pricing.choosing.taken import Candidate, Taken
from comptoir.pricing.kinds import Charge, LineBenefit
from comptoir.pricing.rules import CombineOrder, Promotion
from comptoir.values.policies import Minting


@attrs.frozen
class Alone:
    """The promotions that a charge takes by itself, in the order in which they follow each other."""

    parts: tuple[Taken, ...]
    worth: int

    @property
    def names(self) -> tuple[str, ...]:
        """The identifiers of the promotions, in order."""
        return tuple(sorted(part.promotion for part in self.parts))


def best_alone(
    offers: Sequence[Promotion], charge: Charge, minting: Minting, *, scale: int, order: CombineOrder
) -> Alone | None:
    """The best for one charge of line offers in the order of their identifiers; ``None`` for nothing."""
    best: Alone | None = None
    for promotion in offers:
        taken = _taken(promotion, charge, minting, scale)
        if taken.worth > (0 if best is None else best.worth):
            best = Alone((taken,), taken.worth)
    combining = [promotion for promotion in offers if promotion.combines]
    if len(combining) > 1:
        stack = _stack(combining, charge, minting, scale, order)
        if stack.worth > (0 if best is None else best.worth):
            best = stack
    return best


def all_alone(
    candidates: Iterable[Candidate],
    charges: Sequence[Charge],
    minting: Minting,
    *,
    scale: int,
    order: CombineOrder,
) -> Mapping[int, Alone]:
    """By place, what each charge could have by itself of candidates that take each line alone."""
    by_place: dict[int, list[Promotion]] = {}
    for candidate in candidates:
        for place in candidate.places:
            by_place.setdefault(place, []).append(candidate.promotion)
    found = {}
    for place, offers in by_place.items():
        best = best_alone(offers, charges[place], minting, scale=scale, order=order)
        if best is not None:
            found[place] = best
    return found


def _taken(promotion: Promotion, charge: Charge, minting: Minting, scale: int) -> Taken:
    benefit = promotion.benefit
    assert isinstance(benefit, LineBenefit)
    return Taken.of(promotion, benefit.reduction(charge, minting), charge, minting, scale)


def _stack(
    offers: Sequence[Promotion], charge: Charge, minting: Minting, scale: int, order: CombineOrder
) -> Alone:
    """All of them, one after the other on what the former left."""
    late = order is CombineOrder.AMOUNTS_FIRST
    parts = []
    for promotion in sorted(offers, key=lambda each: (_is_percentage(each) is late, each.id)):
        taken = _taken(promotion, charge, minting, scale)
        if taken.amount:
            parts.append(taken)
            charge = attrs.evolve(charge, amount=charge.amount - taken.amount)
    return Alone(tuple(parts), sum(part.worth for part in parts))


def _is_percentage(promotion: Promotion) -> bool:
    benefit = promotion.benefit
    return isinstance(benefit, LineBenefit) and benefit.is_percentage
