"""A case for a law of claims: an order under guarantees, what has happened to it, and an instant.

A way of telling gives how its goods and the claims about them stand then.

Source: house rule (laws GO, CO and MO).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import attrs

from comptoir.checkout.exchanging import Swapped
from comptoir.counter import Counter
from comptoir.facts.claims import Claim
from comptoir.facts.conflicts import Conflict
from comptoir.facts.events import Fact, OrderPlaced
from comptoir.facts.guarantee_terms import GuaranteeTerms, Problem, Remedy
from comptoir.facts.holdings import holdings_of
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.returns.claims.found import ClaimDesk, ClaimsFound
from comptoir.returns.claims.guarantee import OneGuarantee, guarantees_on, latest_guarantee
from comptoir.returns.claims.remedies import Remedies
from comptoir.returns.rights import OneRight
from comptoir.rulebook import Rulebook
from comptoir.testing.oracles.claims import Pages, PiecePage, pages_of
from comptoir.testing.oracles.lives import Key
from comptoir.testing.return_cases import BY, keys_of
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.moments import Moment


@attrs.frozen(kw_only=True)
class ClaimCase:
    """An order with guarantees, facts about it, no two of one instant, and an instant at which to look."""

    rulebook: Rulebook
    order: str
    facts: tuple[Fact, ...]
    at: Instant

    @property
    def placed(self) -> Order:
        """The order as it was placed."""
        return next(
            fact.order for fact in self.facts if isinstance(fact, OrderPlaced) and fact.id == self.order
        )

    @property
    def pages(self) -> Pages:
        """The oracle's pages of the order at the instant."""
        return pages_of(self.order, self.facts, self.at)

    def under(self, guarantees: Sequence[GuaranteeTerms]) -> ClaimCase:
        """The same with other guarantees."""
        return attrs.evolve(
            self,
            facts=tuple(
                attrs.evolve(fact, order=attrs.evolve(fact.order, guarantees=guarantees))
                if isinstance(fact, OrderPlaced)
                else fact
                for fact in self.facts
            ),
        )


@attrs.frozen(kw_only=True)
class ClaimsTold:
    """Each piece's guarantees, the claims with what may be asked for, what does not fit; and until when.

    Some ways of telling add what the counter says: the ``rights`` under which each piece may come back, the
    answer about all goods as a ``whole`` and about each piece ``apart``, and what is ``to_pay`` for
    a replacement under each claim that gives one: what would be refunded less for it, in minor units.
    """

    pieces: Mapping[Key, tuple[OneGuarantee, ...]]
    claims: tuple[Claim, ...]
    remedies: Mapping[str, Remedies]
    conflicts: tuple[Conflict, ...]
    until: Instant | None
    latest: Mapping[Key, OneGuarantee | None] = attrs.field(factory=dict)
    rights: Mapping[Key, tuple[OneRight, ...]] = attrs.field(factory=dict)
    whole: ClaimsFound | None = None
    apart: Mapping[Key, ClaimsFound] = attrs.field(factory=dict)
    to_pay: Mapping[str, int] = attrs.field(factory=dict)


TellClaims = Callable[[ClaimCase], ClaimsTold]
"""A way of telling how goods and claims stand."""


class ClaimLaw(Protocol):
    """A law of claims: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: ClaimCase, tell: TellClaims = ...) -> None:
        """Try the law on one case."""


def tell_claims(case: ClaimCase) -> ClaimsTold:
    """The plain way of telling: by what is held."""
    moment = Moment(case.at)
    almanac = case.rulebook.almanac
    found = holdings_of(Counter(case.rulebook).history(case.facts), moment)
    held = found.orders[case.order]
    desk = ClaimDesk(held=held, moment=moment, almanac=almanac)
    pieces = {
        key: guarantees_on(held, piece, moment, almanac)
        for run in held.runs
        for key in keys_of(run.units)
        for piece in held.within(Units(*key, 1))
    }
    return ClaimsTold(
        pieces=pieces,
        claims=held.claims,
        remedies={claim.id: desk.remedies(claim) for claim in held.claims},
        conflicts=found.conflicts,
        until=moment.until,
        latest={key: latest_guarantee(found) for key, found in pieces.items()},
    )


def tell_with_rights(case: ClaimCase) -> ClaimsTold:
    """What is told, and under which rights the goods may come back."""
    if not _is_answered(case):
        return tell_claims(case)
    counter, at = Counter(case.rulebook), datetime_of(case.at)
    there = [key[0] for key, piece in case.pages.pieces.items() if _is_there(piece)]
    give = [Give(number, there.count(number)) for number in sorted(set(there))]
    goods = counter.assess(case.order, case.facts, at, give=give, store="lyon-2").goods if give else ()
    rights = {key: good.rights for good in goods for key in keys_of(good.units)}
    return attrs.evolve(tell_claims(case), rights=rights)


def tell_at_the_counter(case: ClaimCase) -> ClaimsTold:
    """What is told, and what the counter answers: about all goods, and about each piece that is not gone."""
    if not _is_answered(case):
        return tell_claims(case)
    counter, at = Counter(case.rulebook), datetime_of(case.at)

    def answer(units: Iterable[Units] | None) -> ClaimsFound:
        asked = counter.claim(case.order, case.facts, at, units=units, problem=Problem.FAULTY)
        return asked.found

    left = [key for key, piece in case.pages.pieces.items() if not piece.gone]
    apart = {key: answer([Units(*key, 1)]) for key in left}
    return attrs.evolve(tell_claims(case), whole=answer(None), apart=apart)


def tell_with_replacements(case: ClaimCase) -> ClaimsTold:
    """What is told, and what is to pay for the same goods under each claim that lets them be replaced."""
    counter, told, at = Counter(case.rulebook), tell_claims(case), datetime_of(case.at)
    if not _is_answered(case):
        return told
    to_pay = dict[str, int]()
    for claim in told.claims:
        if told.remedies[claim.id].open_for(Remedy.REPLACEMENT) is None:
            continue
        give = [Give(units.number, units.count, reason="faulty") for units in claim.units]
        asked = counter.assess(case.order, case.facts, at, give=give, store="lyon-2")
        lines = {line.terms.number: line for line in case.placed.lines}
        take = [Line(lines[units.number].product.sku, units.count) for units in claim.units]
        done = counter.exchange(asked, take=take, claim=claim.id, id="x-9", provenance=BY)
        if isinstance(done, Swapped):
            after = counter.assess(case.order, (*case.facts, *done.facts), at, give=give, store="lyon-2")
            to_pay[claim.id] = asked.assessed.refund.goods - after.assessed.refund.goods
    return attrs.evolve(told, to_pay=to_pay)


def _is_answered(case: ClaimCase) -> bool:
    """Whether the counter answers at the instant."""
    return case.at < case.rulebook.horizon_instant


def _is_there(piece: PiecePage) -> bool:
    return piece.handed_over is not None and not piece.gone
