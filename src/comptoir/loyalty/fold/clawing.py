"""Points that go with goods that come back, and what makes up for those that are no longer there.

What is left of a lot goes first, pending or not; then what has expired of it, which costs the member
nothing more; the rest is made up for as was agreed when the points were earned. What money or value was
taken for stays so, though points be there that nobody knew of then: for these, no others are drawn.

Source: house rule (law L5).
"""

from __future__ import annotations

from collections import Counter
from typing import assert_never

import attrs

from comptoir.facts.point_terms import Shortfall, ShortfallTerms
from comptoir.loyalty.account import MovementKind, TakenBack
from comptoir.loyalty.fold.lots import Claim, OpenLot
from comptoir.loyalty.fold.moves import Moves
from comptoir.loyalty.fold.pages import STOOD_IN


@attrs.define(eq=False)
class Settling:
    """One return, by its fact: for how many points money or value still stands in."""

    fact: str
    left: Counter[Shortfall]


def claw_back(moves: Moves, lot: OpenLot, points: int, terms: ShortfallTerms, settling: Settling) -> None:
    """Take so many points of a lot back; what is taken of ``settling`` is taken off it."""
    own = moves.take(lot, min(points, lot.remaining))
    gone = min(points - own, lot.expired - lot.gone)
    short = points - own - gone
    lot.claw_back(own)
    lot.gone += gone
    page = lot.page
    moves.note(page, MovementKind.CLAWED_BACK, -(own + short), lot.source, settling.fact)
    others = taken = owed = forgiven = 0
    for step in terms.steps if short else ():
        match step:
            case Shortfall.POINTS:
                wanted = max(0, short - sum(settling.left[each] for each in terms.steps))
                others = wanted - moves.draw(_shortfall(moves, lot), wanted, pooled=False) if wanted else 0
                short -= others
            case Shortfall.VALUE | Shortfall.REFUND:
                settled = min(short, settling.left[step])
                settling.left[step] -= settled
                page.settled += settled
                moves.note(page, MovementKind.SETTLED, settled, lot.source, settling.fact)
                short -= settled
                taken += settled
            case Shortfall.DEBT:
                moves.owe(_shortfall(moves, lot), short)
                owed = short
            case Shortfall.FORGIVEN:
                forgiven = short
                page.forgiven += short
                moves.note(page, MovementKind.FORGIVEN, short, lot.source, settling.fact)
            case _:
                assert_never(step)
    if points:
        taken_back = TakenBack(
            fact=settling.fact,
            source=lot.source,
            number=lot.number,
            lot=own,
            expired=gone,
            others=others,
            settled=taken,
            owed=owed,
            forgiven=forgiven,
        )
        page.taken_back[moves.next_place()] = taken_back


def _shortfall(moves: Moves, lot: OpenLot) -> Claim:
    """What stands in for points of a lot."""
    if lot.shortfall is None:
        lot.shortfall = Claim(STOOD_IN, lot.member, lot.page, lot.source, moves.next_place())
    return lot.shortfall
