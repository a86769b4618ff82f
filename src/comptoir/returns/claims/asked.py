"""Whether a claim is opened, goes a step further, or goods are passed on as somebody asks; or why not.

Decides on what is recorded so far. A guarantee that is over keeps nobody from making a claim: a shop may be
kind. May never know which channel asks. Facts are not refused, but what is asked for before it is done is.

Source: house rule (decisions are guarded, and say why).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Final

import attrs

from comptoir.facts.claim_events import ClaimPassed, ClaimStep
from comptoir.facts.claims import Claim
from comptoir.facts.claims_at_work import EVEN_IF_OVER
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.held import Held, Run
from comptoir.facts.units import Units
from comptoir.returns.claims.found import ClaimDesk
from comptoir.returns.claims.remedies import Remedies, RemedyClosed, remedy_text
from comptoir.returns.pieces import check_once, named_in, to_named
from comptoir.texts import language_of, say
from comptoir.values.almanac import Almanac
from comptoir.values.errors import checked_type
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


class ClaimRefusalCode(Enum):
    """Why a claim is not opened, or goes no further, in order of precedence."""

    NEVER_BOUGHT = "never_bought"
    """The order has no such ref, line or pieces."""
    ALREADY_RETURNED = "already_returned"
    """They have come back before."""
    ALREADY_CANCELLED = "already_cancelled"
    """They were cancelled before."""
    NOT_HANDED_OVER = "not_handed_over"
    """The customer does not have them yet; if they should, they are missing."""
    NOTHING_LEFT = "nothing_left"
    """Nothing is left of the order."""
    SEVERAL_OWNERS = "several_owners"
    """Some are the buyer's and others a later owner's, or several later owners': a claim is of one."""
    CLAIM_OPEN = "claim_open"
    """There is an open claim about the same pieces: go on with that one."""
    REMEDY_CLOSED = "remedy_closed"
    """What is wanted may not be asked for."""
    UNKNOWN_CLAIM = "unknown_claim"
    """There is no such claim about goods of the order."""
    CLAIM_REJECTED = "claim_rejected"
    """The seller refused the claim as a whole."""
    CLAIM_OVER = "claim_over"
    """The claim is settled or closed; if the fault is there again, say so."""
    NOTHING_THERE = "nothing_there"
    """Goods that are missing are nowhere to be handed in, sent on or repaired."""
    NOT_HANDED_IN = "not_handed_in"
    """Nobody has taken the goods in."""
    NO_LOAN = "no_loan"
    """Nothing is lent."""
    NO_TALKS = "no_talks"
    """No talks are going on."""
    MORE_THAN_ADVANCED = "more_than_advanced"
    """More would be repaid than the customer advanced."""


_PRECEDENCE: Final = tuple(ClaimRefusalCode)


@attrs.frozen(kw_only=True)
class ClaimRefused:
    """Why it is not done: about which ``ref`` or pieces, by which fact, because of which ``claim``.

    Where a remedy is wanted that may not be asked for, ``closed`` says why, and ``available`` what may.
    """

    code: ClaimRefusalCode
    ref: str | None = None
    units: Units | None = None
    by: str | None = None
    claim: str | None = None
    closed: RemedyClosed | None = None
    available: tuple[Remedy, ...] = ()

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        if self.closed is None:
            return say(f"claim_{self.code.value}", spoken, by=self.by or "", claim=self.claim or "")
        why = self.closed.text(language)
        if not self.available:
            return why
        remedies = ", ".join(remedy_text(remedy, language) for remedy in self.available)
        return f"{why} {say('claim_available', spoken, remedies=remedies)}"


@attrs.frozen(kw_only=True)
class ClaimAsked:
    """A claim that is to be opened: about which goods, by pieces or refs, what is wrong, what is wanted.

    Without ``units``, about all that the customer has; of goods that are missing, all that are not gone. One
    claim is of one owner.
    ``store`` is where they are handed in at once, ``said`` what the customer says.
    """

    units: tuple[Units | str, ...] | None = attrs.field(default=None, converter=to_named)
    problem: Problem
    wants: Remedy | None = None
    said: str | None = None
    store: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(Problem, self.problem, "problem", "pass Problem.FAULTY, MISSING, WRONG or DAMAGED")
        if self.wants is not None:
            checked_type(Remedy, self.wants, "wants", "pass Remedy.REPAIR, REPLACEMENT, …")
        if self.said is not None:
            checked_text(self.said, "said")
        if self.store is not None:
            checked_identifier(self.store, "store")


@attrs.frozen(kw_only=True)
class Claimable:
    """That a claim may be opened: about which pieces, by ``runs``, and what may be asked for.

    ``covered`` says whether a guarantee on all of them is alive.
    """

    runs: tuple[Run, ...]
    covered: bool
    remedies: Remedies


def claimable(held: Held, asked: ClaimAsked, moment: Moment, almanac: Almanac) -> Claimable | ClaimRefused:
    """Whether a claim may be opened at a moment as it is asked.

    Raises ``WrongValue`` for pieces that are named twice.
    """
    runs = goods_meant(held, asked.units, is_missing=asked.problem is Problem.MISSING)
    if isinstance(runs, ClaimRefused):
        return runs
    if asked.store is not None and asked.problem is Problem.MISSING:
        return ClaimRefused(code=ClaimRefusalCode.NOTHING_THERE)
    others = next((run for run in runs if _owner(run) != _owner(runs[0])), None)
    if others is not None:
        return ClaimRefused(code=ClaimRefusalCode.SEVERAL_OWNERS, units=others.units)
    for run in runs:
        if (claim := open_claim_about(held, run.units)) is not None:
            return ClaimRefused(code=ClaimRefusalCode.CLAIM_OPEN, claim=claim)
    desk = ClaimDesk(held=held, moment=moment, almanac=almanac)
    remedies = desk.new_remedies(runs, asked.problem)
    covered = all(desk.new(run, asked.problem).covering for run in runs)
    closed = None if asked.wants is None else remedies.closed_for(asked.wants)
    if covered and closed is not None:
        return ClaimRefused(
            code=ClaimRefusalCode.REMEDY_CLOSED,
            closed=closed,
            available=tuple(each.remedy for each in remedies.available),
        )
    return Claimable(runs=runs, covered=covered, remedies=remedies)


def open_claim_about(held: Held, units: Units) -> str | None:
    """The first open claim about some pieces that had no remedy by it; ``None`` if there is none."""
    about = (claim.id for claim in held.claims if claim.is_open and _is_about(claim, units))
    return next(about, None)


def goods_meant(
    held: Held, named: Sequence[Units | str] | None, *, is_missing: bool = False
) -> tuple[Run, ...] | ClaimRefused:
    """The pieces that somebody has, by their fates, as they are named; or why they have not.

    Those that are missing may not have been handed over. Raises ``WrongValue`` for pieces named twice.
    """
    found = list(_wanted(held, named))
    runs = [each for each in found if isinstance(each, Run)]
    refused = [each for each in found if isinstance(each, ClaimRefused)]
    if named is None:
        runs = [run for run in runs if not run.is_gone]
        if not is_missing and any(run.handed_over is not None for run in runs):
            runs = [run for run in runs if run.handed_over is not None]
    refused += filter(None, (_why_not_there(run, is_missing=is_missing) for run in runs))
    if not runs:
        refused.append(ClaimRefused(code=ClaimRefusalCode.NOTHING_LEFT))
    if refused:
        return min(refused, key=lambda each: _PRECEDENCE.index(each.code))
    return tuple(runs)


_OF_GOODS_HERE: Final = frozenset({ClaimStep.SENT_ON, ClaimStep.READY, ClaimStep.HANDED_BACK})
"""What becomes of goods that were handed in."""
_OF_GOODS: Final = _OF_GOODS_HERE | {ClaimStep.HANDED_IN, ClaimStep.REPAIRED}
"""What becomes of goods that are there."""


def why_not_passed(held: Held, fact: ClaimPassed) -> ClaimRefused | None:
    """Why a claim does not go the step that a fact says; ``None`` if it does."""
    claim = next((claim for claim in held.claims if claim.id == fact.claim), None)
    if claim is None:
        return ClaimRefused(code=ClaimRefusalCode.UNKNOWN_CLAIM, claim=fact.claim)
    if fact.step is ClaimStep.PERSISTS and _is_without_goods(held, claim):
        return ClaimRefused(code=ClaimRefusalCode.CLAIM_OVER, claim=claim.id)
    code = next(_whys(claim, fact), None)
    return None if code is None else ClaimRefused(code=code, claim=claim.id)


def _whys(claim: Claim, fact: ClaimPassed) -> Iterator[ClaimRefusalCode]:
    step = fact.step
    if not claim.is_open and step not in EVEN_IF_OVER:
        is_rejected = claim.settled_at is None and claim.closed is None
        yield ClaimRefusalCode.CLAIM_REJECTED if is_rejected else ClaimRefusalCode.CLAIM_OVER
    if claim.problem is Problem.MISSING and step in _OF_GOODS:
        yield ClaimRefusalCode.NOTHING_THERE
    if step in _OF_GOODS_HERE and claim.open_stay is None:
        yield ClaimRefusalCode.NOT_HANDED_IN
    if step is ClaimStep.LOAN_BACK and claim.open_loan(fact.sku, fact.serial) is None:
        yield ClaimRefusalCode.NO_LOAN
    if step is ClaimStep.TALKS_ENDED and all(talks.until is not None for talks in claim.talks):
        yield ClaimRefusalCode.NO_TALKS
    if step is ClaimStep.COST_REPAID and fact.amount is not None and fact.amount.minor > _owed(claim):
        yield ClaimRefusalCode.MORE_THAN_ADVANCED


def _is_without_goods(held: Held, claim: Claim) -> bool:
    """Whether nothing is left of what a claim is about: its fault cannot be there again."""
    return all(run.is_gone for units in claim.units for run in held.within(units))


def _owed(claim: Claim) -> int:
    """What of the costs that the customer advanced is not repaid, in minor units."""
    return _sum(claim.advanced) - _sum(claim.repaid)


def _sum(amounts: Iterable[tuple[object, int]]) -> int:
    return sum(minor for _, minor in amounts)


def _wanted(held: Held, named: Sequence[Units | str] | None) -> Iterator[Run | ClaimRefused]:
    """The pieces that are meant, cut by their fates; or why there are none."""
    if named is None:
        yield from held.runs
        return
    meant = [(name, named_in(held.order, name)) for name in named]
    check_once([units for _, units in meant if units is not None])
    for name, units in meant:
        if units is None:
            ref, pieces = (name, None) if isinstance(name, str) else (None, name)
            yield ClaimRefused(code=ClaimRefusalCode.NEVER_BOUGHT, ref=ref, units=pieces)
        else:
            yield from held.within(units)


def _why_not_there(run: Run, *, is_missing: bool) -> ClaimRefused | None:
    """Why the customer has not those pieces; ``None`` if they have, or miss them."""
    if run.returned is not None:
        code = ClaimRefusalCode.ALREADY_RETURNED
        return ClaimRefused(code=code, units=run.units, by=run.returned_by)
    if run.cancelled is not None:
        code = ClaimRefusalCode.ALREADY_CANCELLED
        return ClaimRefused(code=code, units=run.units, by=run.cancelled_by)
    if run.handed_over is None and not is_missing:
        return ClaimRefused(code=ClaimRefusalCode.NOT_HANDED_OVER, units=run.units)
    return None


def _owner(run: Run) -> str | Instant | None:
    """Whose pieces are: ``None`` for the buyer; of a later owner whom nobody named, since when they are."""
    return run.owner_since if run.owner is None else run.owner


def _is_about(claim: Claim, units: Units) -> bool:
    return any(own.common(units) is not None for own in claim.left)
