"""What caps let through of what a purchase earns, before it is placed.

Caps count when facts are folded: so it is what the facts amount to that are known when the question is asked.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from comptoir.checkout.folded import Folded
from comptoir.checkout.standing import Standing
from comptoir.facts.point_terms import Earning
from comptoir.loyalty.account import Cut
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


@attrs.frozen(kw_only=True)
class Awarded:
    """Points that a rule gives of a type, as many as caps let through, and what each cap cuts off."""

    rule: str
    type: str
    points: int
    cuts: tuple[Cut, ...] = ()


def awarded(
    earnings: Sequence[Earning], standing: Standing | None, at: Instant
) -> tuple[Awarded, ...] | None:
    """What a purchase at an instant is awarded; ``None`` if caps count and there is no standing."""
    found: Sequence[tuple[int, tuple[Cut, ...]]] = [(each.points, ()) for each in earnings]
    if any(each.caps for each in earnings):
        if standing is None:
            return None
        member, moment = standing.member, Moment(at)
        folded = Folded.of(standing.rulebook, member, standing.history, moment)
        found = folded.books.would_award(member, earnings, at)
    return tuple(
        Awarded(rule=each.rule, type=each.type, points=points, cuts=cuts)
        for each, (points, cuts) in zip(earnings, found, strict=True)
    )
