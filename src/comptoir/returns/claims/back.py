"""For what a claim lets goods come back, be replaced or be reduced: a right of its own, or why it does not.

Decides on what may be asked for of the claim at the moment. The right has no last day: what was claimed in
time stays claimed. May never know what is paid back.

Source: French Code de la consommation, articles L217-14 to L217-17; Directive (EU) 2019/771, article 16;
Consumer Rights Act 2015, section 20.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from comptoir.facts.claims import Claim
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.held import Held, Run
from comptoir.facts.return_terms import Anchor, Bearer, ReturnTerms
from comptoir.returns.claims.found import ClaimDesk
from comptoir.returns.claims.remedies import RemedyClosed, RemedyOpen
from comptoir.returns.rights import OneRight
from comptoir.values.almanac import Almanac
from comptoir.values.moments import Moment


@attrs.frozen(kw_only=True)
class ClaimBack:
    """A claim by which goods come back, are replaced or are kept for less: by ``right``, or why not.

    Each of its pieces once: those that had a remedy are not looked at again.
    """

    claim: Claim
    right: OneRight | None = None
    closed: RemedyClosed | None = None

    @property
    def is_of_missing(self) -> bool:
        """Whether the goods are missing: nobody need have handed them over, and nothing comes back."""
        return self.claim.problem is Problem.MISSING

    def within(self, runs: Iterable[Run]) -> Iterator[Run]:
        """The pieces of some runs that it is about."""
        for run in runs:
            for units in self.claim.left:
                common = run.units.common(units)
                if common is not None:
                    yield run if common == run.units else attrs.evolve(run, units=common)


def claim_back(held: Held, claim: str, remedy: Remedy, moment: Moment, almanac: Almanac) -> ClaimBack:
    """Whether a remedy may be asked for at a moment of a claim about goods of an order; it has that claim."""
    found = next(each for each in held.claims if each.id == claim)
    desk = ClaimDesk(held=held, moment=moment, almanac=almanac)
    remedies = desk.remedies(found)
    by = remedies.open_for(remedy)
    if by is None:
        return ClaimBack(claim=found, closed=remedies.closed_for(remedy))
    return ClaimBack(claim=found, right=OneRight(terms=_terms(desk, found, by), alive=True))


def _terms(desk: ClaimDesk, claim: Claim, by: RemedyOpen) -> ReturnTerms:
    """The right that a remedy is: all of what was paid, as it was paid, at the seller's cost."""
    guarantee = next(
        one.terms for fault in desk.faults(claim) for one in fault.covering if one.terms.rule == by.rule
    )
    return ReturnTerms(
        right=guarantee.right,
        rule=by.rule,
        source=by.source,
        lines=sorted({units.number for units in claim.units}),
        zone=guarantee.zone,
        anchor=Anchor.HANDED_OVER,
        carriage=Bearer.SELLER,
        even_exchange=by.remedy is Remedy.REPLACEMENT,
        refund=None if guarantee.remedies is None else guarantee.remedies.refund,
    )
