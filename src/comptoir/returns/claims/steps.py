"""Where a claim stands: its four clocks, what is to be done about it, by whom, and by which day.

Decides from the facts of a claim and from what may be asked for; may never know an amount that goods cost.
Its clocks are the request, since when the goods cannot be used, by when they are put right, and the proof
that they were handed in. After a repair that did not help, the time to put them right is not counted anew.

Source: French Code de la consommation, articles L217-9 to L217-14 and L217-28; house rule for the steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum

import attrs

from comptoir.facts.claims import Claim, Holder
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.returns.claims.guarantee import OneGuarantee, day_of, days_late
from comptoir.returns.claims.remedies import ConformBy, Fault, Remedies, conform_by
from comptoir.returns.kinds import Cause
from comptoir.returns.next_steps import NextStep, StepCode
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


class ClaimState(Enum):
    """How far a claim is."""

    OPEN = "open"
    """Nothing is decided."""
    AGREED = "agreed"
    """The seller agreed to a remedy."""
    REJECTED = "rejected"
    """The seller refused it as a whole."""
    SETTLED = "settled"
    CLOSED = "closed"
    """Nothing more is to be done, and it came to nothing."""


@attrs.frozen
class HandIn:
    """The proof that goods were handed in: the ``fact`` that says so, where, and when."""

    fact: str
    place: str
    at: Instant


@attrs.frozen(kw_only=True)
class ClaimClocks:
    """The four clocks of a claim, all of them told to the customer.

    When it was ``requested``; since when the goods cannot be used, so that guarantees stand still
    (``immobilised``); by the end of which day they are put right (``conform_by``, by ``source``), and how
    many ``days_late`` that is, or was when it was settled; and the proof that they were handed in.
    """

    requested: Instant
    immobilised: Instant | None = None
    conform_by: date | None = None
    source: str | None = None
    days_late: int = 0
    handed_in: HandIn | None = None


def state_of(claim: Claim) -> ClaimState:
    """How far a claim is."""
    if claim.settled_at is not None:
        return ClaimState.SETTLED
    if claim.closed is not None:
        return ClaimState.CLOSED
    if claim.rejected is not None:
        return ClaimState.REJECTED
    return ClaimState.OPEN if claim.agreed is None else ClaimState.AGREED


def ended_at(claim: Claim) -> Instant | None:
    """When it was settled, closed or refused as a whole, whichever was first; ``None`` while it is open."""
    ends = (claim.settled_at, claim.closed, claim.rejected)
    return min((at for at in ends if at is not None), default=None)


def clocks_of(claim: Claim, faults: Sequence[Fault], moment: Moment, almanac: Almanac) -> ClaimClocks:
    """The clocks of a claim at a moment; ``faults`` are its goods."""
    ends = [end for fault in faults if (end := conform_by(fault, almanac)) is not None]
    end = min(ends, key=_last_day, default=None)
    stay = claim.stays[-1] if claim.stays else None
    return ClaimClocks(
        requested=claim.requested,
        immobilised=_immobilised(claim, [one for fault in faults for one in fault.guarantees]),
        conform_by=None if end is None else end.last_day,
        source=None if end is None else end.source,
        days_late=0 if end is None else _days_late(claim, end, moment, almanac),
        handed_in=None if stay is None else HandIn(stay.by, stay.place, stay.handed_in),
    )


def claim_steps(claim: Claim, clocks: ClaimClocks, remedies: Remedies) -> tuple[NextStep, ...]:
    """What is to be done about a claim, in this order; what is owed in money stands beside it."""
    return tuple(_steps(claim, clocks, remedies))


def _steps(claim: Claim, clocks: ClaimClocks, remedies: Remedies) -> Iterator[NextStep]:
    if claim.is_open:
        yield from _open_steps(claim, clocks, remedies)
    elif claim.open_stay is not None and claim.holder is not Holder.SELLER:
        yield _sellers(StepCode.HAND_BACK)
    if not claim.is_open and claim.open_loan() is not None:
        yield NextStep(code=StepCode.LOAN_BACK, by=Cause.BUYER)


_AGREED = {
    Remedy.REPLACEMENT: StepCode.REPLACE,
    Remedy.REDUCTION: StepCode.REDUCE,
    Remedy.RESCISSION: StepCode.RESCIND,
}
"""What the seller does once they agreed to a remedy that is done at once."""


def _open_steps(claim: Claim, clocks: ClaimClocks, remedies: Remedies) -> Iterator[NextStep]:
    """What is to be done until it is settled."""
    agreed = _agreed(claim)
    if agreed is Remedy.REPAIR:
        yield from _repair_steps(claim, clocks)
    elif agreed is not None:
        is_first = agreed.is_first
        yield _in_time(_AGREED[agreed], clocks) if is_first else _sellers(_AGREED[agreed])
    elif any(not each.remedy.is_first for each in remedies.available):
        yield NextStep(code=StepCode.CHOOSE, by=Cause.BUYER)
    else:
        yield _in_time(StepCode.DECIDE, clocks)


def _agreed(claim: Claim) -> Remedy | None:
    """The remedy that the seller agreed to, unless that came to nothing since."""
    if claim.agreed_at is None:
        return None
    failed = claim.persists if claim.not_repaired is None else (*claim.persists, claim.not_repaired)
    return None if any(at > claim.agreed_at for at in failed) else claim.agreed


def _repair_steps(claim: Claim, clocks: ClaimClocks) -> Iterator[NextStep]:
    """What is to be done until goods that are repaired are back."""
    stay = claim.open_stay
    if stay is None:
        if claim.problem is not Problem.MISSING:
            yield NextStep(code=StepCode.HAND_IN, by=Cause.BUYER)
    elif not any(at >= stay.handed_in for at in claim.repaired):
        yield _in_time(StepCode.REPAIR, clocks)
    elif claim.ready is None or claim.ready < stay.handed_in:
        yield _in_time(StepCode.HAND_BACK, clocks)
    elif claim.informed is None or claim.informed < claim.ready:
        yield _in_time(StepCode.INFORM, clocks)
    else:
        yield NextStep(code=StepCode.COLLECT, by=Cause.BUYER)


def _in_time(code: StepCode, clocks: ClaimClocks) -> NextStep:
    """What the seller does until the goods must have been put right."""
    return NextStep(
        code=code,
        by=Cause.SELLER,
        last_day=clocks.conform_by,
        is_over=clocks.days_late > 0,
        source=clocks.source,
    )


def _sellers(code: StepCode) -> NextStep:
    return NextStep(code=code, by=Cause.SELLER)


def _immobilised(claim: Claim, guarantees: Iterable[OneGuarantee]) -> Instant | None:
    """Since when goods cannot be used: by a guarantee that stands still, else since they were handed in."""
    if not claim.is_open:
        return None
    since = [one.suspended_since for one in guarantees if one.suspended_since is not None]
    stay = claim.open_stay
    return min(since, default=None if stay is None else stay.handed_in)


def _days_late(claim: Claim, end: ConformBy, moment: Moment, almanac: Almanac) -> int:
    """How many days after the last one it is, or was when it was settled; the day that follows is noted."""
    zone = almanac.zone(end.zone)
    if claim.settled_at is not None:
        return max(0, (day_of(claim.settled_at, zone) - end.last_day).days)
    return days_late(end.last_day, zone, moment) if claim.is_open else 0


def _last_day(end: ConformBy) -> date:
    return end.last_day
