"""The units that compete, in groups that are alike in everything: six thousand pieces are one group.

Within a charge, each unit carries an equal part of every amount, the first units the odd minor units.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, pairwise

import attrs

from comptoir.pricing.choosing.alone import Alone
from comptoir.pricing.kinds import Charge, SetUnit
from comptoir.values.allocation import EqualParts, runs


@attrs.frozen(kw_only=True)
class UnitGroup:
    """``count`` units of a charge, from ``first`` on, that cost and are worth the same.

    ``unit`` is what each costs, ``room`` by how much it may fall; ``alone`` is what each would be worth with
    what its charge takes by itself, and ``parts_alone`` what that is: for each of its promotions what it is
    reduced by, what of it a third party pays, and what is still taxed. ``parts`` are what limited line
    offers would take off each, by their promotion.
    """

    place: int
    first: int
    count: int
    unit: SetUnit
    room: int
    alone: int
    parts_alone: tuple[tuple[int, int, int], ...]
    parts: Mapping[str, int]


def groups_of(
    places: Iterable[int],
    charges: Sequence[Charge],
    alone: Mapping[int, Alone],
    limited: Mapping[str, Mapping[int, int]],
    *,
    million: int,
    scale: int,
) -> list[UnitGroup]:
    """The groups of some charges, from the dearest unit down; then by line, the fresh before the others.

    ``limited`` are the reductions of limited line offers, by promotion and place; ``million`` is in what
    parts of a weighted unit worth is counted.
    """
    found = []
    for place in places:
        charge, count = charges[place], charges[place].units
        amount, regular = (EqualParts.of(each, count) for each in (charge.amount, charge.regular))
        floor = -(-charge.floor // count)  # rounded up, so that no unit's part goes below it
        taken = () if place not in alone else alone[place].parts
        # those that follow each other are split as one: no unit gives up more than it costs
        sums = [EqualParts.of(each, count) for each in accumulate((part.amount for part in taken), initial=0)]
        beside = [(EqualParts.of(part.funded, count), EqualParts.of(part.in_base, count)) for part in taken]
        cut = {
            name: EqualParts.of(by_place[place], count)
            for name, by_place in limited.items()
            if place in by_place
        }
        every = chain((amount, regular), sums, *beside, cut.values())
        for first, units in runs(count, *every):
            offs = [after - before for before, after in pairwise(each.unit(first) for each in sums)]
            parts = tuple(
                (off, funded.unit(first), taxed.unit(first))
                for off, (funded, taxed) in zip(offs, beside, strict=True)
            )
            worth = sum(off * charge.weight - taxed * (charge.weight - scale) for off, _, taxed in parts)
            found.append(
                UnitGroup(
                    place=place,
                    first=first,
                    count=units,
                    unit=SetUnit(amount.unit(first), regular.unit(first)),
                    room=max(0, amount.unit(first) - floor),
                    alone=worth * million,
                    parts_alone=parts,
                    parts={name: part.unit(first) for name, part in cut.items()},
                )
            )
    return sorted(
        found,
        key=lambda group: (
            -group.unit.amount,
            charges[group.place].number,
            not charges[group.place].fresh,
            group.first,
        ),
    )
