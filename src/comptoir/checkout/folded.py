"""The facts on which a member's standing depends, folded as far as they have happened.

It can be carried on with what happens later, and is never copied: whoever carries it on has it. What would
change what was folded already is not taken in: a fact from before, one that leads to facts which were left
aside, one that tells otherwise what an order was. Then all is to be folded anew.

Source: house rule (laws L1 and L4).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from functools import partial

from comptoir.checkout.return_rights import law_ever
from comptoir.facts.events import Fact, OrderPlaced
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
from comptoir.values.moments import Moment


class Folded:
    """Facts of some ``streams``, folded up to the instant ``at``: who is who, orders, and points."""

    def __init__(
        self, rulebook: Rulebook, streams: set[str], contradictions: Sequence[Contradiction], moment: Moment
    ) -> None:
        almanac = rulebook.almanac
        self.at: Instant = EARLIEST
        self.streams = streams
        self.membership = Membership()
        self.books = Books(almanac, partial(closes, almanac=almanac, ever=law_ever(rulebook)))
        self._contradictions = tuple(contradictions)
        self._facts: list[Fact] = []
        self._happened = 0
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

    def carry_on(self, facts: Iterable[Fact], moment: Moment, *, apart: Container[str]) -> None:
        """Fold what came since then, facts that are new, up to a later moment; what happens next is noted.

        Facts of the streams ``apart`` were left aside. Raises ``LateError`` where it cannot be done: what was
        folded is of no use from then on.
        """
        if self._contradictions or self._orders.pays_others or not moment.reaches(self.at):
            raise LateError
        new = sorted([*self._facts[self._happened :], *facts], key=business_order)
        last = self._facts[self._happened - 1 : self._happened]
        if new and (
            new[0].at < self.at or any(business_order(new[0]) < business_order(each) for each in last)
        ):
            raise LateError
        happened = 0
        for fact in new:
            if not moment.reaches(fact.at):
                break
            happened += 1
            links = links_of(fact)
            if any(stream in apart for stream in links):
                raise LateError
            self.streams.update(links)
        self._facts[self._happened :] = new
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
                self._orders.record(fact)
                touched[fact.order.id if isinstance(fact, OrderPlaced) else fact.order] = None
        if self._orders.pays_others:
            if not is_first:
                raise LateError
            self._orders.settle()
        held = [each for each in map(self._orders.held, touched) if each is not None]
        points = [fact for fact in new if isinstance(fact, PointsFact)]
        replay(self._timeline.go_on(points, held, self.at), self.books)
        self.books.close(moment)
        self.at = moment.at
