"""How goods stand after the sale: their guarantees, the claims about them, and what may be asked for now.

Decides which claims are told and puts together what others decide about them. May never know which channel
asks, nor a law or a price of today.

Source: house rule; the sources of what is told stand where it is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

import attrs

from comptoir.facts.bearers import Bearer
from comptoir.facts.claims import Claim, Holder, Loan
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.held import Held, Run
from comptoir.facts.products import Product
from comptoir.facts.return_terms import Right
from comptoir.facts.units import Units, quantity_of
from comptoir.returns.claims.advanced import CostOwed, costs_owed
from comptoir.returns.claims.guarantee import (
    OneGuarantee,
    guarantees_on,
    latest_guarantee,
    who_proves,
)
from comptoir.returns.claims.remedies import Fault, Remedies, common_of, remedies_of, remedy_text
from comptoir.returns.claims.served import Served
from comptoir.returns.claims.steps import (
    ClaimClocks,
    ClaimState,
    claim_steps,
    clocks_of,
    ended_at,
    state_of,
)
from comptoir.returns.next_steps import NextStep
from comptoir.texts import language_of, name_text, quantity_text, say
from comptoir.texts.writing import day_text
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.quantities import Quantity

Serving = Callable[[Claim], tuple[Served, ...]]
"""What the seller owes whoever runs the stores that served for a claim."""


def nobody_served(_claim: Claim) -> tuple[Served, ...]:
    """That no store of another legal entity served."""
    return ()


@attrs.frozen
class GuaranteeTold:
    """A guarantee on some goods, by its rule and article, and how it stands."""

    rule: str
    source: str | None
    right: Right
    stands: OneGuarantee

    def text(self, language: str) -> str:
        """How it stands as a sentence, in French (``fr``) or English (``en``)."""
        spoken, stands = language_of(language), self.stands
        day = stands.last_day or stands.at_least
        return say(
            f"guarantee_{stands.state.value}",
            spoken,
            name=say(f"guarantee_{self.right.value}", spoken),
            by=self.source or self.rule,
            day="" if day is None else day_text(day, spoken),
        )


@attrs.frozen(kw_only=True)
class GoodCovered:
    """Pieces of one fate with their guarantees; the one that ends last is that of the rule ``latest``.

    ``proves`` says who would prove, of a claim made now, whether a fault was there at the hand-over, if the
    terms say it. ``remedies`` is what a new claim could ask for, where a problem was named.
    """

    units: Units
    quantity: Quantity
    product: Product
    guarantees: tuple[GuaranteeTold, ...]
    latest: str | None = None
    proves: Bearer | None = None
    remedies: Remedies | None = None


@attrs.frozen(kw_only=True)
class ClaimFound:
    """A claim as it stands: where the goods are and since when, its clocks, and what may be done about it.

    ``covered`` says whether a guarantee on all of its goods was alive when it was made, and ``proves`` who
    proves whether the fault was there at the hand-over. ``said`` is what the customer said, ``repaired``,
    ``ready`` and ``informed`` are when that was, and ``ended`` when nothing was to be done any more. What was
    lent is a ``loan`` until it is back. ``costs`` are those that the customer advanced and that are not
    repaid, and ``settlement`` what the seller owes stores of other legal entities for it.
    """

    id: str
    units: tuple[Units, ...]
    problem: Problem
    wants: Remedy | None = None
    said: str | None = None
    state: ClaimState
    agreed: Remedy | None = None
    settled_as: Remedy | None = None
    ended: Instant | None = None
    holder: Holder
    place: str | None = None
    since: Instant
    repaired: tuple[Instant, ...] = ()
    ready: Instant | None = None
    informed: Instant | None = None
    loan: Loan | None = None
    clocks: ClaimClocks
    covered: bool
    proves: Bearer | None = None
    remedies: Remedies
    steps: tuple[NextStep, ...] = ()
    costs: tuple[CostOwed, ...] = ()
    settlement: tuple[Served, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is still to be decided or done about it."""
        return self.state in {ClaimState.OPEN, ClaimState.AGREED}


@attrs.frozen(kw_only=True)
class ClaimsFound:
    """The goods of an order with their guarantees, and the claims about them: the answer itself."""

    document: ClassVar[str] = "after-sales/1"

    order: str
    goods: tuple[GoodCovered, ...] = ()
    claims: tuple[ClaimFound, ...] = ()

    def text(self, language: str) -> str:
        """All of it in sentences, a line each, in French (``fr``) or English (``en``)."""
        return "\n".join(self._sentences(language))

    def _sentences(self, language: str) -> Iterator[str]:
        spoken = language_of(language)
        for good in self.goods:
            quantity, name = quantity_text(good.quantity, spoken), name_text(good.product.name, spoken)
            yield say("after_sales_good", spoken, quantity=quantity, name=name)
            yield from (f"  {told.text(language)}" for told in good.guarantees)
            if not good.guarantees:
                yield f"  {say('guarantee_none', spoken)}"
            if good.proves is not None:
                yield f"  {say(f'proves_{good.proves.value}', spoken)}"
            if good.remedies is not None:
                yield from _told(good.remedies, language)
        for claim in self.claims:
            yield from _claim_sentences(claim, language)


@attrs.frozen(kw_only=True)
class ClaimQuestion:
    """What is asked about: pieces (``None``: all that are not gone), a new ``problem``, one ``claim``."""

    units: tuple[Units, ...] | None = None
    problem: Problem | None = None
    claim: str | None = None


def claims_found(
    held: Held,
    asked: ClaimQuestion,
    *,
    moment: Moment,
    almanac: Almanac,
    serving: Serving = nobody_served,
) -> ClaimsFound:
    """How the goods of an order stand at a moment, and the claims about them.

    All claims about which something is still to be done; where one is named, that one. ``serving`` says what
    the seller owes stores of others for a claim.
    """
    desk = ClaimDesk(held=held, moment=moment, almanac=almanac, serving=serving)
    goods = [desk.good(run, asked.problem) for run in _runs(held, asked.units)]
    about = [claim for claim in held.claims if _is_about(claim, asked.units)]
    found = [desk.claim(claim) for claim in about if asked.claim in {None, claim.id}]
    told = [each for each in found if asked.claim is not None or each.steps or each.loan is not None]
    return ClaimsFound(order=held.order.id, goods=tuple(goods), claims=tuple(told))


@attrs.frozen(kw_only=True)
class ClaimDesk:
    """One order, at one moment, on the desk of whoever deals with claims.

    ``serving`` says what the seller owes stores of others for a claim.
    """

    held: Held
    moment: Moment
    almanac: Almanac
    serving: Serving = nobody_served
    _stood: dict[Units, tuple[OneGuarantee, ...]] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def faults(self, claim: Claim) -> list[Fault]:
        """The goods of a claim, by their fates: those without a remedy and not gone, if there are any."""
        runs = [run for units in claim.left or claim.units for run in self.held.within(units)]
        kept = [run for run in runs if not run.is_gone]
        return [self._fault(run, claim.problem, claim) for run in kept or runs]

    def remedies(self, claim: Claim) -> Remedies:
        """What may be asked for of all the goods of a claim."""
        return common_of([remedies_of(fault, self.moment, self.almanac) for fault in self.faults(claim)])

    def new(self, run: Run, problem: Problem) -> Fault:
        """What a new claim about pieces would say."""
        return self._fault(run, problem, None)

    def new_remedies(self, runs: Iterable[Run], problem: Problem) -> Remedies:
        """What a new claim about all of several pieces could ask for; there must be some."""
        return common_of([remedies_of(self.new(run, problem), self.moment, self.almanac) for run in runs])

    def good(self, run: Run, problem: Problem | None) -> GoodCovered:
        """Pieces of one fate with their guarantees."""
        guarantees = self._guarantees(run)
        latest = latest_guarantee(guarantees)
        quantity = self.held.order.lines[run.units.number - 1].terms.quantity
        return GoodCovered(
            units=run.units,
            quantity=quantity_of(quantity, run.units),
            product=run.product,
            guarantees=tuple(
                GuaranteeTold(one.terms.rule, one.terms.source, one.terms.right, one) for one in guarantees
            ),
            latest=None if latest is None else latest.terms.rule,
            proves=self._proves((one for one in guarantees if one.alive), None),
            remedies=None if problem is None else self.new_remedies([run], problem),
        )

    def claim(self, claim: Claim) -> ClaimFound:
        """A claim as it stands."""
        faults = self.faults(claim)
        remedies = self.remedies(claim)
        clocks = clocks_of(claim, faults, self.moment, self.almanac)
        terms = {one.terms.rule: one.terms for fault in faults for one in fault.covering}
        costs = costs_owed(claim, terms.values(), self.moment, self.almanac)
        return ClaimFound(
            id=claim.id,
            units=claim.units,
            problem=claim.problem,
            wants=claim.wants,
            said=claim.said,
            state=state_of(claim),
            agreed=claim.agreed,
            settled_as=claim.settled_as,
            ended=ended_at(claim),
            holder=claim.holder,
            place=claim.place,
            since=claim.since,
            repaired=claim.repaired,
            ready=claim.ready,
            informed=claim.informed,
            loan=claim.open_loan(),
            clocks=clocks,
            covered=all(fault.covering for fault in faults),
            proves=self._proves((one for fault in faults for one in fault.covering), claim),
            remedies=remedies,
            steps=(*claim_steps(claim, clocks, remedies), *(cost.step for cost in costs)),
            costs=costs,
            settlement=self.serving(claim),
        )

    def _fault(self, run: Run, problem: Problem, claim: Claim | None) -> Fault:
        return Fault(problem=problem, run=run, guarantees=self._guarantees(run), claim=claim)

    def _guarantees(self, run: Run) -> tuple[OneGuarantee, ...]:
        """The guarantees on the pieces of a run, found once, however many claims are about them."""
        if run.units not in self._stood:
            self._stood[run.units] = guarantees_on(self.held, run, self.moment, self.almanac)
        return self._stood[run.units]

    def _proves(self, guarantees: Iterable[OneGuarantee], claim: Claim | None) -> Bearer | None:
        """Who proves: the seller, if one of the guarantees says so."""
        found = {who_proves(one, claim, self.moment, self.almanac) for one in guarantees}
        return next((each for each in (Bearer.SELLER, Bearer.BUYER) if each in found), None)


def _runs(held: Held, named: Sequence[Units] | None) -> list[Run]:
    """The pieces that are asked about and are not gone."""
    runs = held.runs if named is None else [run for units in named for run in held.within(units)]
    return [run for run in runs if not run.is_gone]


def _is_about(claim: Claim, named: Sequence[Units] | None) -> bool:
    return named is None or any(one.common(other) is not None for one in claim.units for other in named)


def _told(remedies: Remedies, language: str) -> Iterator[str]:
    yield from (f"  {each.text(language)}" for each in remedies.available)
    yield from (f"  {each.text(language)}" for each in remedies.refused)


def _claim_sentences(claim: ClaimFound, language: str) -> Iterator[str]:
    spoken = language_of(language)
    done = "" if claim.settled_as is None else remedy_text(claim.settled_as, language)
    agreed = "" if claim.agreed is None else remedy_text(claim.agreed, language)
    state = say(f"claim_state_{claim.state.value}", spoken, remedy=done or agreed)
    problem = say(f"problem_{claim.problem.value}", spoken)
    yield say("claim_headline", spoken, id=claim.id, problem=problem, state=state)
    yield f"  {say(f'holder_{claim.holder.value}', spoken, place=claim.place or '')}"
    if claim.clocks.conform_by is not None:
        code = "claim_late" if claim.clocks.days_late else "claim_conform_by"
        by, days = day_text(claim.clocks.conform_by, spoken), str(claim.clocks.days_late)
        yield f"  {say(code, spoken, day=by, days=days, source=claim.clocks.source or '')}"
    if claim.loan is not None:
        yield f"  {say('claim_loan', spoken, sku=claim.loan.sku)}"
    if claim.proves is not None and claim.is_open:
        yield f"  {say(f'proves_{claim.proves.value}', spoken)}"
    yield from _told(claim.remedies, language)
    yield from (f"  {step.text(language)}" for step in claim.steps)
