"""Claims after the sale: how goods stand, what may be asked for; and the facts of claims and later owners.

A question (:class:`AfterSales`) changes nothing. Opening a claim, taking it a step further and passing goods
on give facts to record, and what must not have changed when they are committed. Asked again under an id that
was recorded, each gives what was. Which channel asks, and whose store serves, is no input.

Source: house rule (decisions are guarded; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import ClassVar, TypeVar

import attrs

from comptoir.checkout.claimed import check_claim
from comptoir.checkout.horizon import until_of
from comptoir.checkout.order_read import OrderRead, checked_store, read_order
from comptoir.checkout.recorded import reads_of
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.told import OrderTold
from comptoir.facts.claim_events import Claimed, ClaimPassed, PassedOn
from comptoir.facts.claims import Claim
from comptoir.facts.events import StreamRead
from comptoir.facts.guarantee_terms import Problem
from comptoir.facts.held import Held, Run
from comptoir.facts.history import History
from comptoir.facts.orders import Order
from comptoir.facts.provenance import Provenance
from comptoir.facts.units import Units
from comptoir.returns.claims.asked import (
    ClaimAsked,
    ClaimRefused,
    claimable,
    goods_meant,
    why_not_passed,
)
from comptoir.returns.claims.found import (
    ClaimDesk,
    ClaimFound,
    ClaimQuestion,
    ClaimsFound,
    GoodCovered,
    claims_found,
)
from comptoir.returns.claims.served import Served, served_by
from comptoir.returns.pieces import are_those_named, check_once, named_in, to_named
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.instants import Instant
from comptoir.values.money import checked_alike
from comptoir.wire import Document

F = TypeVar("F", Claimed, ClaimPassed, PassedOn)


@attrs.frozen(kw_only=True)
class AfterSales(OrderTold):
    """How goods of an order stand after the sale: their guarantees, the claims about them, what may be asked.

    ``asked`` is what was asked about, ``found`` the answer itself. ``until`` is the first instant at which
    it may be another.
    """

    question_document: ClassVar[str] = "after-sales-question/1"

    asked: ClaimQuestion
    found: ClaimsFound

    @property
    def goods(self) -> tuple[GoodCovered, ...]:
        """The pieces that are not gone, by their fates, each with its guarantees."""
        return self.found.goods

    @property
    def claims(self) -> tuple[ClaimFound, ...]:
        """The claims about which something is still to be done, or the one that was asked about."""
        return self.found.claims

    def _asked_about(self) -> Iterator[tuple[str, Document]]:
        yield from super()._asked_about()
        asked = self.asked
        if asked.units is not None:
            yield "units", [[each.number, each.first, each.count] for each in asked.units]
        if asked.problem is not None:
            yield "problem", asked.problem.value
        if asked.claim is not None:
            yield "claim", asked.claim


@attrs.frozen(kw_only=True)
class ClaimOpened:
    """A claim as opened: the fact to record, and what must not have changed.

    ``covered`` says whether a guarantee on all of the goods was alive: a shop may be kind without one.
    """

    facts: tuple[Claimed, ...]
    reads: tuple[StreamRead, ...]
    covered: bool


@attrs.frozen(kw_only=True)
class ClaimStepped:
    """A claim that went a step further: the fact to record, and what must not have changed."""

    facts: tuple[ClaimPassed, ...]
    reads: tuple[StreamRead, ...]


@attrs.frozen(kw_only=True)
class HandedOn:
    """Goods that a later owner has: the fact to record, and what must not have changed."""

    facts: tuple[PassedOn, ...]
    reads: tuple[StreamRead, ...]


def after_sales(
    rulebook: Rulebook,
    order: str | Order,
    history: History,
    at: Instant,
    *,
    units: Iterable[Units | str] | None,
    problem: Problem | None,
    claim: str | None,
) -> AfterSales:
    """How goods of an order stand at an instant, and the claims about them.

    Raises ``WrongValue`` for an order of which the history knows nothing, pieces that it has not, or that are
    named twice, and a claim that nobody has made about its goods.
    """
    if problem is not None:
        checked_type(Problem, problem, "problem", "pass Problem.FAULTY, MISSING, WRONG or DAMAGED")
    read = read_order(rulebook, order, history, at)
    if claim is not None:
        check_claim(read.held, claim)
    asked = ClaimQuestion(units=_units_asked(read.held.order, units), problem=problem, claim=claim)
    found = claims_found(
        read.held,
        asked,
        moment=read.moment,
        almanac=rulebook.almanac,
        serving=partial(_served, rulebook, read.held.order),
    )
    return AfterSales(
        order=read.held.order,
        asked=asked,
        asked_at=at,
        until=until_of(rulebook, read.moment),
        found=found,
        conflicts=read.conflicts,
        history=read.own,
        rulebook=rulebook,
    )


def open_claim(
    rulebook: Rulebook,
    order: str | Order,
    history: History,
    at: Instant,
    *,
    asked: ClaimAsked,
    id: str,
    provenance: Provenance,
) -> ClaimOpened | Refused:
    """A claim about goods of an order, opened at an instant; or why it is not.

    Raises ``WrongValue`` for an order of which the history knows nothing, a store that the rulebook does not
    have, and pieces that are named twice.
    """
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("web")')
    read = read_order(rulebook, order, history, at)
    if asked.store is not None:
        checked_store(rulebook, asked.store)
    recorded = read.recorded(Claimed, id)
    if recorded is not None:
        return _opened_again(rulebook, order, history, recorded, asked)
    found = claimable(read.held, asked, read.moment, rulebook.almanac)
    if isinstance(found, ClaimRefused):
        return Refused(found)
    fact = Claimed(
        id=id,
        order=read.held.order.id,
        member=_member(read.held, found.runs),
        at=at,
        units=[run.units for run in found.runs],
        problem=asked.problem,
        wants=asked.wants,
        said=asked.said,
        store=asked.store,
        provenance=provenance,
    )
    return ClaimOpened(facts=(fact,), reads=_reads(read, fact), covered=found.covered)


def pass_claim(
    rulebook: Rulebook, order: str | Order, history: History, fact: ClaimPassed
) -> ClaimStepped | Refused:
    """A claim taken a step further, as a fact says; or why it is not.

    Raises ``WrongValue`` for an order of which the history knows nothing, and for an amount in another
    currency than the order's.
    """
    read = read_order(rulebook, order, history, fact.at)
    if fact.amount is not None:
        checked_alike(fact.amount, read.held.order.currency, "amount", "the order")
    recorded = read.recorded(ClaimPassed, fact.id)
    if recorded is not None:
        member, at, said_by = recorded.member, recorded.at, recorded.provenance
        if attrs.evolve(fact, member=member, at=at, provenance=said_by) != recorded:
            return Refused(Refusal(RefusalCode.ID_TAKEN, name=fact.id))
        return ClaimStepped(facts=(recorded,), reads=_reads(read, recorded))
    refused = why_not_passed(read.held, fact)
    if refused is not None:
        return Refused(refused)
    by = next(claim.by for claim in read.held.claims if claim.id == fact.claim)
    own = attrs.evolve(fact, member=by)
    return ClaimStepped(facts=(own,), reads=_reads(read, own))


def pass_on(
    rulebook: Rulebook,
    order: str | Order,
    history: History,
    at: Instant,
    *,
    units: Iterable[Units | str] | None,
    to: str | None,
    id: str,
    provenance: Provenance,
) -> HandedOn | Refused:
    """Goods that are a later owner's from an instant on; or why they are not.

    Raises ``WrongValue`` for an order of which the history knows nothing, and pieces that are named twice.
    """
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("app")')
    named = to_named(units)
    read = read_order(rulebook, order, history, at)
    recorded = read.recorded(PassedOn, id)
    if recorded is not None:
        if recorded.to != to or not are_those_named(read.held.order, named, recorded.units):
            return Refused(Refusal(RefusalCode.ID_TAKEN, name=id))
        return HandedOn(facts=(recorded,), reads=_reads(read, recorded))
    runs = goods_meant(read.held, named)
    if isinstance(runs, ClaimRefused):
        return Refused(runs)
    fact = PassedOn(
        id=id,
        order=read.held.order.id,
        member=read.held.order.buyer.member,
        at=at,
        units=[run.units for run in runs],
        to=to,
        provenance=provenance,
    )
    return HandedOn(facts=(fact,), reads=_reads(read, fact))


def _served(rulebook: Rulebook, order: Order, claim: Claim) -> tuple[Served, ...]:
    """What the seller of an order owes whoever runs the stores that served for a claim."""
    runs = {store.id: store.entity or rulebook.header.entity for store in rulebook.places.stores}
    handling = rulebook.returns.handling
    return served_by(
        claim,
        seller=order.entity,
        entities={store: entity for store, entity in runs.items() if entity is not None},
        handling=0 if handling is None or handling.currency != order.currency else handling.minor,
    )


def _units_asked(order: Order, units: Iterable[Units | str] | None) -> tuple[Units, ...] | None:
    """The pieces that are asked about, in order."""
    named = to_named(units)
    if named is None:
        return None
    found: list[Units] = []
    for index, name in enumerate(named):
        meant = named_in(order, name)
        if meant is None:
            cure = "name pieces or refs that the order has"
            raise WrongValue.at(f"units[{index}]", shown(name), cure, code="no_such_line")
        found.append(meant)
    check_once(found)
    return tuple(sorted(found))


def _opened_again(
    rulebook: Rulebook, order: str | Order, history: History, fact: Claimed, asked: ClaimAsked
) -> ClaimOpened | Refused:
    """What a recorded claim gave; refused if it is something else that is asked."""
    read = read_order(rulebook, order, history, fact.at)
    said = asked.problem, asked.wants, asked.said, asked.store
    is_alike = said == (fact.problem, fact.wants, fact.said, fact.store)
    if not is_alike or not are_those_named(read.held.order, asked.units, fact.units):
        return Refused(Refusal(RefusalCode.ID_TAKEN, name=fact.id))
    desk = ClaimDesk(held=read.held, moment=read.moment, almanac=rulebook.almanac)
    claims = [claim for claim in read.held.claims if claim.id == fact.id]
    covered = any(desk.claim(claim).covered for claim in claims)
    return ClaimOpened(facts=(fact,), reads=_reads(read, fact), covered=covered)


def _reads(read: OrderRead, fact: F) -> tuple[StreamRead, ...]:
    return reads_of(read.known, fact.streams, read.moment.at)


def _member(held: Held, runs: Sequence[Run]) -> str | None:
    """Whose claim it is: of the owner of the goods, if they are a later one."""
    owned = [run for run in runs if run.owner_since is not None]
    return owned[0].owner if owned else held.order.buyer.member
