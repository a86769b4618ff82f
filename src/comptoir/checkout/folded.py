"""The facts on which a member's standing depends, folded as far as they have happened.

It can be carried on with what happens later, and is never copied: whoever carries it on has it. What would
change what was folded already is not taken in: a fact from before, one that leads to facts which were left
aside, one that tells otherwise what an order was. Then all is to be folded anew.

Source: house rule (laws L1 and L4).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from typing import Any, Final, TypeVar

from comptoir.checkout.return_rights import law_ever
from comptoir.facts.events import Fact, OrderPlaced
from comptoir.facts.held import Held
from comptoir.facts.history import Contradiction, History, business_order, links_of
from comptoir.facts.holdings import Holdings, OrdersAtWork
from comptoir.facts.membership import Membership
from comptoir.facts.order_event import OrderEvent
from comptoir.facts.point_events import PointsFact
from comptoir.facts.streams import member_stream
from comptoir.loyalty.fold.books import Books, replay
from comptoir.loyalty.fold.timeline import LateError, Timeline
from comptoir.returns.rights import closes
from comptoir.rulebook import Rulebook
from comptoir.values.instants import EARLIEST, Instant
from comptoir.values.moments import Findings, Moment

T = TypeVar("T")

_FINDINGS: Final = 10_000
"""How many orders are remembered at most."""


def books_under(rulebook: Rulebook) -> Books:
    """Books in which nothing stands yet, where goods come back by what was agreed and by a rulebook's law."""
    almanac = rulebook.almanac
    return Books(almanac, partial(closes, almanac=almanac, ever=law_ever(rulebook)))


class Folded:
    """Facts of some ``streams``, folded up to the instant ``at``: who is who, orders, and points.

    Whatever was found about an order is found again, by ``found``, as long as nothing happens to it.
    """

    def __init__(
        self, rulebook: Rulebook, streams: set[str], contradictions: Sequence[Contradiction], moment: Moment
    ) -> None:
        self.at: Instant = EARLIEST
        self.streams = streams
        self.membership = Membership()
        self.books = books_under(rulebook)
        self._contradictions = tuple(contradictions)
        self._facts: list[Fact] = []
        self._happened = 0
        self._findings = Findings[tuple[Hashable, ...], Any](most=_FINDINGS)
        self._orders = OrdersAtWork(each.conflict for each in contradictions if moment.reaches(each.at))
        self._timeline = Timeline()

    @classmethod
    def of(cls, rulebook: Rulebook, member: str, history: History, moment: Moment) -> Folded:
        """The facts on which a member's standing depends, at a moment; what happens next is noted."""
        streams = history.linked([member_stream(member)], moment)
        known = history.of_streams(streams)
        folded = cls(rulebook, streams, known.contradictions, moment)
        folded._facts += known.facts
        folded._go_on(len(known.known(moment)), moment)
        return folded

    @property
    def known(self) -> History:
        """The facts, with those that are still to happen."""
        return History(tuple(self._facts), self._contradictions)

    @property
    def holdings(self) -> Holdings:
        """All orders as they stand."""
        return self._orders.holdings()

    def found(self, moment: Moment, held: Held, by: Hashable, find: Callable[[Moment], T]) -> T:
        """What is found about an order as it stands, ``by`` whatever else it depends on."""
        id_ = held.order.id
        found: T = self._findings.at(moment, (id_, self._orders.recorded(id_), by), find)
        return found

    def carry_on(self, facts: Iterable[Fact], moment: Moment, apart: set[str]) -> None:
        """Fold what came since then, facts that are new, up to a later moment; what happens next is noted.

        ``apart`` are the streams of facts that were left aside; those of new ones are added. Raises
        ``LateError`` where it cannot be done: what was folded is of no use from then on.
        """
        if self._contradictions or self._orders.pays_others or not moment.reaches(self.at):
            raise LateError
        ahead: list[Fact] = []
        happened = 0
        for fact in sorted([*self._facts[self._happened :], *facts], key=business_order):
            if self.streams.isdisjoint(fact.streams):
                apart.update(fact.streams)
                continue
            if fact.at < self.at:
                raise LateError
            ahead.append(fact)
            if moment.reaches(fact.at):
                happened += 1
                self.streams.update(links_of(fact))
        if not self.streams.isdisjoint(apart):
            raise LateError
        for last in self._facts[self._happened - 1 : self._happened]:
            if ahead and business_order(ahead[0]) < business_order(last):
                raise LateError
        self._facts[self._happened :] = ahead
        self._go_on(happened, moment)

    def _go_on(self, count: int, moment: Moment) -> None:
        """So many more facts have happened at a moment."""
        new = self._facts[self._happened : self._happened + count]
        is_first = not self._happened
        self._happened += count
        touched: dict[str, None] = {}
        for fact in new:
            self.membership.record(fact)
            if isinstance(fact, OrderPlaced | OrderEvent):
                touched[self._orders.record(fact)] = None
        if self._orders.pays_others:
            if not is_first:
                raise LateError
            self._orders.settle()
        held = [each for each in map(self._orders.held, touched) if each is not None]
        points = [fact for fact in new if isinstance(fact, PointsFact)]
        replay(self._timeline.go_on(points, held, self.at), self.books)
        self.books.close(moment)
        self.at = moment.at
