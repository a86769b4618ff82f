"""The claims about one order while facts happen to them: where goods are, what was decided, what settled it.

Decides nothing: what was said of a claim is taken as the facts state it. A claim that is over stays so,
unless the fault persists; only what can happen afterwards all the same still counts: goods and what was
lent come and go, somebody is informed, and costs are made and repaid.

Source: house rule (facts are never refused); French Code de la consommation, articles L217-8 to L217-14, for
the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

import attrs

from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep
from comptoir.facts.claims import Claim, Holder, Loan, RefusedRemedy, Stay, Talks
from comptoir.facts.conflicts import ClaimOver, Conflict, NoLoan, NotHandedIn, OtherCurrency, UnknownClaim
from comptoir.facts.events import Cancelled, Exchanged, Reduced, Returned
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.orders import Order
from comptoir.facts.units import Units, united
from comptoir.values.instants import Instant

_T = TypeVar("_T")

EVEN_IF_OVER: Final = {
    ClaimStep.PERSISTS,
    ClaimStep.INFORMED,
    ClaimStep.HANDED_BACK,
    ClaimStep.LOAN_BACK,
    ClaimStep.COST_ADVANCED,
    ClaimStep.COST_REPAID,
    ClaimStep.HANDLING,
}
"""What can become of a claim that is over."""


class ClaimsAtWork:
    """The claims about one order, to which facts happen; it lives as long as the fold."""

    def __init__(self, order: Order, conflicts: list[Conflict]) -> None:
        self._order = order
        self._conflicts = conflicts
        self._claims: dict[str, Claim] = {}
        self._without_goods: set[str] = set()
        self._last_remedy: dict[str, tuple[str, Remedy]] = {}

    def claims(self) -> tuple[Claim, ...]:
        """The claims as they stand, in business order."""
        return tuple(self._claims.values())

    def begin(self, fact: Claimed, units: Iterable[Units], at: Instant) -> None:
        """A claim was made about some pieces."""
        claim = Claim(
            id=fact.id,
            order=fact.order,
            by=fact.member,
            units=united(units),
            problem=fact.problem,
            wants=fact.wants,
            said=fact.said,
            requested=at,
            holder=Holder.NOBODY if fact.problem is Problem.MISSING else Holder.CUSTOMER,
            since=at,
        )
        if fact.store is not None:
            claim = _taken_in(claim, fact.store, fact.id, at)
        self._claims[claim.id] = claim

    def go_on(self, fact: ClaimPassed, at: Instant) -> tuple[Units, ...]:
        """A claim went a step further; the pieces that were handed back by it, if any."""
        claim = self._known(fact.id, fact.claim)
        if claim is None:
            return ()
        misfit = self._misfit(claim, fact)
        if misfit is not None:
            self._conflicts.append(misfit)
            return ()
        self._claims[claim.id] = _STEPS[fact.step](claim, fact, at)
        return claim.units if fact.step is ClaimStep.HANDED_BACK else ()

    def settle(
        self,
        fact: Exchanged | Returned | Reduced,
        taken: Iterable[Units],
        at: Instant,
        is_gone: Callable[[Units], bool],
    ) -> None:
        """A remedy was given for the pieces that a fact took, by the claim that the fact names.

        That settles it once no piece is left that has none; one that is over stays as it is.
        """
        claim = None if fact.claim is None else self._known(fact.id, fact.claim)
        own = [] if claim is None else _common(claim.units, taken)
        if claim is None or not own:
            return
        if not claim.is_open:
            self._conflicts.append(ClaimOver(fact.id, self._order.id, claim.id))
            return
        claim = attrs.evolve(claim, remedied=united((*claim.remedied, *own)))
        self._last_remedy[claim.id] = fact.id, _remedy(fact)
        is_done = all(map(is_gone, claim.left))
        self._claims[claim.id] = self._settled(_handed_over(claim, fact, at), at) if is_done else claim

    def _settled(self, claim: Claim, at: Instant) -> Claim:
        """A claim as settled by the last remedy that was given for pieces of it."""
        by, remedy = self._last_remedy[claim.id]
        return attrs.evolve(_stay_over(claim, at), settled_by=by, settled_as=remedy, settled_at=at)

    def came_in(self, claim: str, at: Instant) -> None:
        """Goods that were replaced before they were given back are with the seller now."""
        known = self._claims.get(claim)
        if known is not None and known.settled_as is Remedy.REPLACEMENT:
            self._claims[claim] = _held_by(known, Holder.SELLER, None, at)

    def give_up(
        self,
        fact: Returned | Cancelled,
        taken: Iterable[Units],
        at: Instant,
        is_gone: Callable[[Units], bool],
    ) -> None:
        """Pieces are the customer's no longer: an open claim of which no other piece is left is over.

        It is closed; if some of its pieces had a remedy, it is settled.
        """
        taken = list(taken)
        for claim in self.claims():
            if not _common(claim.units, taken):
                continue
            if all(map(is_gone, claim.units)):
                self._without_goods.add(claim.id)
            if claim.is_open and all(map(is_gone, claim.left)):
                over = _gone(claim, fact, at)
                is_settled = bool(claim.remedied)
                self._claims[claim.id] = (
                    self._settled(over, at) if is_settled else attrs.evolve(_stay_over(over, at), closed=at)
                )

    def is_of_missing(self, claim: str) -> bool:
        """Whether a claim that somebody has made is about goods that are missing."""
        return claim in self._claims and self._claims[claim].problem is Problem.MISSING

    def _known(self, fact: str, id_: str) -> Claim | None:
        """A claim by its id; none, with a conflict, if nobody has made it."""
        claim = self._claims.get(id_)
        if claim is None:
            self._conflicts.append(UnknownClaim(fact, self._order.id, id_))
        return claim

    def _misfit(self, claim: Claim, fact: ClaimPassed) -> Conflict | None:
        """Why a step cannot be one of a claim; ``None`` if it can."""
        named = fact.id, self._order.id, claim.id
        if fact.step is ClaimStep.PERSISTS and claim.id in self._without_goods:
            return ClaimOver(*named)
        if not claim.is_open and fact.step not in EVEN_IF_OVER:
            return ClaimOver(*named)
        if fact.step is ClaimStep.HANDED_BACK and claim.open_stay is None:
            return NotHandedIn(*named)
        if fact.step is ClaimStep.LOAN_BACK and claim.open_loan(fact.sku, fact.serial) is None:
            return NoLoan(*named)
        if fact.amount is not None and fact.amount.currency != self._order.currency:
            return OtherCurrency(fact.id, self._order.id, fact.amount.currency)
        return None


def _common(own: Iterable[Units], others: Iterable[Units]) -> list[Units]:
    """The pieces that are among both."""
    others = list(others)
    found = (each.common(other) for each in own for other in others)
    return [common for common in found if common is not None]


def _remedy(fact: Exchanged | Returned | Reduced) -> Remedy:
    if isinstance(fact, Exchanged):
        return Remedy.REPLACEMENT
    return Remedy.REDUCTION if isinstance(fact, Reduced) else Remedy.RESCISSION


def _handed_over(claim: Claim, fact: Exchanged | Returned | Reduced, at: Instant) -> Claim:
    """A claim that the last remedy settles: who has the goods now."""
    if isinstance(fact, Reduced):
        return claim if claim.open_stay is None else _held_by(claim, Holder.CUSTOMER, None, at)
    stays_on = isinstance(fact, Exchanged) and fact.back_by is not None and claim.open_stay is None
    return claim if stays_on else _gone(claim, fact, at)


def _gone(claim: Claim, fact: Exchanged | Returned | Cancelled, at: Instant) -> Claim:
    """A claim whose goods are the seller's now; what was cancelled, or is missing, did not come back."""
    if isinstance(fact, Cancelled) or claim.holder is Holder.NOBODY:
        return claim
    return _held_by(claim, Holder.SELLER, None, at)


def _held_by(claim: Claim, holder: Holder, place: str | None, at: Instant) -> Claim:
    return attrs.evolve(claim, holder=holder, place=place, since=at)


def _stay_over(claim: Claim, at: Instant) -> Claim:
    """The goods are in the seller's hands for this claim no longer."""
    stay = claim.open_stay
    if stay is None:
        return claim
    is_repaired = any(repaired >= stay.handed_in for repaired in claim.repaired)
    over = attrs.evolve(stay, back=at, repaired=is_repaired)
    return attrs.evolve(claim, stays=(*claim.stays[:-1], over))


def _taken_in(claim: Claim, place: str, by: str, at: Instant) -> Claim:
    """The goods were handed in; where they had been handed in already, they are at another place."""
    claim = _held_by(claim, Holder.STORE, place, at)
    if claim.open_stay is not None:
        return claim
    stay = Stay(handed_in=at, place=place, by=by)
    return attrs.evolve(claim, stays=(*claim.stays, stay), ready=None, informed=None)


def _repaired_by(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    return attrs.evolve(claim, settled_by=fact.id, settled_as=Remedy.REPAIR, settled_at=at)


def _persists(claim: Claim, _: ClaimPassed, at: Instant) -> Claim:
    """The fault is there again: what was settled is so no longer, and the customer has what is faulty."""
    reopened = attrs.evolve(
        claim,
        remedied=(),
        persists=(*claim.persists, at),
        settled_by=None,
        settled_as=None,
        settled_at=None,
        closed=None,
    )
    return _held_by(reopened, Holder.CUSTOMER, None, at) if claim.holder is Holder.SELLER else reopened


def _handed_in(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    return _taken_in(claim, _there(fact.place), fact.id, at)


def _sent_on(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    return _held_by(claim, Holder.REPAIRER, fact.place, at)


def _ready(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    return attrs.evolve(_held_by(claim, Holder.STORE, fact.place, at), ready=at)


def _informed(claim: Claim, _: ClaimPassed, at: Instant) -> Claim:
    return attrs.evolve(claim, informed=at)


def _handed_back(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    """The customer has the goods: repaired, that settles a claim that is open."""
    back = _held_by(_stay_over(claim, at), Holder.CUSTOMER, None, at)
    return _repaired_by(back, fact, at) if back.stays[-1].repaired and claim.is_open else back


def _repaired(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    """The goods were repaired; if the customer has them, that settles the claim."""
    repaired = attrs.evolve(claim, repaired=(*claim.repaired, at))
    return _repaired_by(repaired, fact, at) if claim.open_stay is None else repaired


def _not_repaired(claim: Claim, _: ClaimPassed, at: Instant) -> Claim:
    return attrs.evolve(claim, not_repaired=at, repair_agreed=claim.repair_agreed or at)


def _agreed(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    repair_agreed = claim.repair_agreed or (at if fact.remedy is Remedy.REPAIR else None)
    refused = tuple(
        attrs.evolve(each, agreed_after=at)
        if each.remedy is fact.remedy and each.agreed_after is None
        else each
        for each in claim.refused
    )
    return attrs.evolve(claim, agreed=fact.remedy, agreed_at=at, repair_agreed=repair_agreed, refused=refused)


def _refused(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    refused = RefusedRemedy(remedy=_there(fact.remedy), at=at, said=_there(fact.said))
    return attrs.evolve(claim, refused=(*claim.refused, refused))


def _rejected(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    return attrs.evolve(claim, rejected=at, rejected_for=fact.said)


def _major(claim: Claim, _: ClaimPassed, at: Instant) -> Claim:
    return claim if claim.major is not None else attrs.evolve(claim, major=at)


def _minor(claim: Claim, _: ClaimPassed, at: Instant) -> Claim:
    return claim if claim.minor is not None else attrs.evolve(claim, minor=at)


def _closed(claim: Claim, _: ClaimPassed, at: Instant) -> Claim:
    return attrs.evolve(claim, closed=at)


def _lent(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    loan = Loan(sku=_there(fact.sku), serial=fact.serial, since=at)
    return attrs.evolve(claim, loans=(*claim.loans, loan))


def _loan_back(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    back = _there(claim.open_loan(fact.sku, fact.serial))
    loans = (attrs.evolve(loan, back=at) if loan is back else loan for loan in claim.loans)
    return attrs.evolve(claim, loans=tuple(loans))


def _talks_begun(claim: Claim, _: ClaimPassed, at: Instant) -> Claim:
    are_on = bool(claim.talks) and claim.talks[-1].until is None
    return claim if are_on else attrs.evolve(claim, talks=(*claim.talks, Talks(since=at)))


def _talks_ended(claim: Claim, _: ClaimPassed, at: Instant) -> Claim:
    if not claim.talks or claim.talks[-1].until is not None:
        return claim
    return attrs.evolve(claim, talks=(*claim.talks[:-1], attrs.evolve(claim.talks[-1], until=at)))


def _cost_advanced(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    return attrs.evolve(claim, advanced=(*claim.advanced, (at, _there(fact.amount).minor)))


def _cost_repaid(claim: Claim, fact: ClaimPassed, at: Instant) -> Claim:
    return attrs.evolve(claim, repaid=(*claim.repaid, (at, _there(fact.amount).minor)))


def _handling(claim: Claim, fact: ClaimPassed, _: Instant) -> Claim:
    """A place had a cost; what one place had is one sum."""
    costs = dict(claim.handling)
    place = _there(fact.place)
    costs[place] = costs.get(place, 0) + _there(fact.amount).minor
    return attrs.evolve(claim, handling=tuple(costs.items()))


def _there(found: _T | None) -> _T:
    """What a step cannot be without."""
    if found is None:
        raise AssertionError
    return found


_STEPS: Final[Mapping[ClaimStep, Callable[[Claim, ClaimPassed, Instant], Claim]]] = {
    ClaimStep.PERSISTS: _persists,
    ClaimStep.HANDED_IN: _handed_in,
    ClaimStep.LENT: _lent,
    ClaimStep.TALKS_BEGUN: _talks_begun,
    ClaimStep.TALKS_ENDED: _talks_ended,
    ClaimStep.AGREED: _agreed,
    ClaimStep.REFUSED: _refused,
    ClaimStep.MAJOR: _major,
    ClaimStep.MINOR: _minor,
    ClaimStep.SENT_ON: _sent_on,
    ClaimStep.REPAIRED: _repaired,
    ClaimStep.NOT_REPAIRED: _not_repaired,
    ClaimStep.READY: _ready,
    ClaimStep.INFORMED: _informed,
    ClaimStep.HANDED_BACK: _handed_back,
    ClaimStep.LOAN_BACK: _loan_back,
    ClaimStep.COST_ADVANCED: _cost_advanced,
    ClaimStep.COST_REPAID: _cost_repaid,
    ClaimStep.HANDLING: _handling,
    ClaimStep.REJECTED: _rejected,
    ClaimStep.CLOSED: _closed,
}
"""What each step does to a claim that it fits."""
