"""A case for a law of returns: an order with what has happened to it, and requests to give goods back.

A way of asking gives the assessment of one. The oracles' view of what is brought stands here too.

Source: house rule (laws R1 to R6 and RO).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, Protocol

import attrs

from comptoir.checkout.after_sales import Assessment, Settled
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket
from comptoir.facts.events import Fact, Returned
from comptoir.facts.held import Held, Run
from comptoir.facts.holdings import Holdings, holdings_of
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import (
    ProofKind,
)
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.returns.assessed import GoodBack
from comptoir.returns.kinds import Cause
from comptoir.rulebook import Rulebook
from comptoir.testing.oracles import kept, rights
from comptoir.testing.oracles.lives import Key, lives_of
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import datetime_of, instant_of
from comptoir.values.moments import Moment

BY: Final = Provenance("law", till="till-2")


@attrs.frozen(kw_only=True)
class Request:
    """Goods given back at an instant, in a store or (``None``) by post, and what else is asked with it."""

    at: datetime
    give: tuple[Give, ...]
    store: str | None = None
    proof: ProofKind = ProofKind.RECEIPT
    gift: bool = False
    prefer: str | None = None
    label: bool = False


AskReturn = Callable[[Rulebook, str, Sequence[Fact], Request], Assessment]
"""A way of asking whether goods may come back: directly, over a wire, at a till."""


@attrs.frozen(kw_only=True)
class ReturnCase:
    """An order under a rulebook, the facts about it, and requests in the order of their instants.

    ``basket`` is what was bought: where what is kept may be priced again.
    """

    rulebook: Rulebook
    order: str
    facts: tuple[Fact, ...] = attrs.field(repr=False)
    requests: tuple[Request, ...]
    basket: Basket | None = None

    @property
    def counter(self) -> Counter:
        """The counter at which returns are settled."""
        return Counter(self.rulebook)

    def holdings(self, facts: Sequence[Fact], at: datetime) -> Holdings:
        """What has become of every order by an instant."""
        return holdings_of(self.counter.history(facts), Moment(instant_of(at)))

    def held(self, facts: Sequence[Fact], at: datetime) -> Held:
        """The order as it stands at an instant."""
        return self.holdings(facts, at).orders[self.order]


class ReturnLaw(Protocol):
    """A law of returns: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: ReturnCase, ask: AskReturn = ...) -> None:
        """Try the law on one case."""


@attrs.frozen
class Done:
    """A request as it was settled: the assessment, and the fact recorded."""

    request: Request
    assessment: Assessment
    fact: Returned
    known: tuple[Fact, ...] = attrs.field(repr=False)


def ask_return(rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request) -> Assessment:
    """The plain way of asking: at the counter itself."""
    return Counter(rulebook).assess(
        order,
        facts,
        request.at,
        give=request.give,
        store=request.store,
        proof=request.proof,
        gift=request.gift,
        prefer=request.prefer,
        label=request.label,
    )


def settled(case: ReturnCase, ask: AskReturn, requests: Iterable[Request]) -> list[Done]:
    """Requests settled one after the other, each knowing those before; what is refused is left out."""
    facts, done = list(case.facts), list[Done]()
    for index, request in enumerate(requests):
        taken = accepted(case, ask, facts, request)
        if taken is None:
            continue
        found = case.counter.settle(taken, id=f"r-{index:03}", provenance=BY)
        if isinstance(found, Settled):
            done += [Done(request, taken, fact, tuple(facts)) for fact in found.facts]
            facts += found.facts
    return done


def answered(case: ReturnCase, ask: AskReturn, facts: Sequence[Fact], request: Request) -> Assessment | None:
    """The assessment of a request; ``None`` where there is no answer."""
    try:
        return ask(case.rulebook, case.order, facts, request)
    except ComptoirError:
        return None


def accepted(case: ReturnCase, ask: AskReturn, facts: Sequence[Fact], request: Request) -> Assessment | None:
    """The assessment of what is taken back of a request; ``None`` if nothing is."""
    found = answered(case, ask, facts, request)
    if found is not None and found.refused:
        refused = [each.give for each in found.refused]
        give = tuple(each for each in request.give if each not in refused)
        found = answered(case, ask, facts, attrs.evolve(request, give=give)) if give else None
    return found if found is not None and found.goods and not found.refused else None


def all_there(case: ReturnCase, request: Request) -> Iterator[Give]:
    """All pieces that the customer has, line by line, for the request's first reason."""
    held = case.held(case.facts, request.at)
    for line in held.order.lines:
        number = line.terms.number
        count = sum(run.units.count for run in held.of_line(number) if is_there(run))
        if count:
            first = request.give[0]
            yield Give(number, count, reason=first.reason, grade=first.grade, unsealed=first.unsealed)


def is_there(run: Run) -> bool:
    """Whether the customer has some pieces."""
    return run.handed_over is not None and not run.is_gone


def brought_in(case: ReturnCase, facts: Sequence[Fact], request: Request, give: Give) -> rights.BroughtBack:
    """What somebody brings, as the oracle takes it."""
    at = instant_of(request.at)
    return rights.BroughtBack(
        lives=lives_of(case.order, facts, at),
        almanac=case.rulebook.almanac,
        at=at,
        give=give,
        proof=request.proof,
        gift=request.gift,
        is_sellers=case.rulebook.vocabulary.reason[give.reason].cause is Cause.SELLER,
        exceptions={each.id: each for each in case.rulebook.returns.exceptions},
    )


def pieces_back(case: ReturnCase, done: Done, good: GoodBack) -> Iterator[rights.Piece]:
    """Some goods as the oracle takes them: one by one, on the best of the living rights."""
    brought = brought_in(case, done.known, done.request, good.give)
    return (brought.piece(key) for key in keys_of(good.units))


def keys_of(units: Units) -> Iterator[Key]:
    """Some pieces, one by one."""
    return ((units.number, index) for index in range(units.first, units.after))


def cost_of(case: ReturnCase) -> kept.Cost:
    """What kept goods would have cost, under all the rules of the sale."""
    at = instant_of(case.requests[-1].at)
    order = lives_of(case.order, case.facts, at).order
    if case.basket is None:
        raise AssertionError(case)
    member, when = order.buyer.member, datetime_of(order.placed_at)
    before = [fact for fact in case.facts if fact.at < order.placed_at]
    standing = None if member is None else case.counter.standing(member, before, when)
    return kept.Asked(case.rulebook, order, case.basket, standing).cost


def for_goods(fact: Returned) -> int:
    """What a return gave back for goods, in minor units."""
    return sum(taken.refunded for taken in fact.taken)
