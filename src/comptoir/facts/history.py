"""A set of facts: the same whatever the order, the batches and the repetitions in which they came.

Source: house rule (law L1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from comptoir.facts.conflicts import OtherContent
from comptoir.facts.events import FACT_TYPES, Fact, OrderPlaced, member_stream, order_stream
from comptoir.facts.orders import Order
from comptoir.values.errors import WrongType, shown
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


@attrs.frozen
class Contradiction:
    """A conflict that exists from an instant on, that of the later of two facts, in the streams of both.

    ``others`` is how many other contents the fact has.
    """

    at: Instant
    conflict: OtherContent
    streams: tuple[str, ...]
    others: int


@attrs.frozen
class History:
    """Facts in business order: by instant, those of one instant as they can have happened, then by id."""

    facts: tuple[Fact, ...]
    contradictions: tuple[Contradiction, ...] = ()

    @classmethod
    def of(cls, facts: Iterable[Fact], written: Callable[[Fact], bytes]) -> History:
        """The history that these facts are, each taken once.

        A fact is known by its document's name, its order and its id. Of facts known by the same and of
        different contents the earliest counts (of one instant, the one whose bytes, by ``written``, come
        first), and the contradiction is noted. Raises ``WrongType`` for what is no fact.
        """
        if not isinstance(facts, Iterable):
            cure = "pass the facts that were recorded, in any order"
            raise WrongType.at("history", shown(facts), cure, code="not_a_sequence")
        found: dict[tuple[str, str, str], list[Fact]] = {}
        for index, fact in enumerate(facts):
            if not isinstance(fact, FACT_TYPES):
                cure = "pass the facts that were recorded, such as those of Accepted.facts"
                raise WrongType.at(f"history[{index}]", shown(fact), cure, code="not_a_fact")
            order = fact.order.id if isinstance(fact, OrderPlaced) else fact.order
            same = found.setdefault((fact.document, order, fact.id), [])
            if fact not in same:
                same.append(fact)
        kept: list[Fact] = []
        contradictions: list[Contradiction] = []
        for (document, _, id_), same in found.items():
            first, *others = (
                same if len(same) == 1 else sorted(same, key=lambda each: (each.at, written(each)))
            )
            kept.append(first)
            if others:
                since = min(other.at for other in others)
                streams = tuple(sorted({stream for fact in same for stream in fact.streams}))
                contradictions.append(Contradiction(since, OtherContent(document, id_), streams, len(others)))
        kept.sort(key=lambda fact: (fact.at, FACT_TYPES.index(type(fact)), fact.id))
        contradictions.sort(key=lambda each: (each.at, each.conflict.document, each.conflict.fact))
        return cls(tuple(kept), tuple(contradictions))

    def known(self, moment: Moment) -> Iterator[Fact]:
        """The facts that have happened at the moment, in business order; the next one is noted."""
        for fact in self.facts:
            if not moment.reaches(fact.at):
                return
            yield fact

    def of_member(self, member: str, moment: Moment) -> History:
        """The facts of one member: those that name them, and those of the orders that they have placed."""
        stream = member_stream(member)
        placed = {
            order_stream(id_)
            for id_, order in self.orders.items()
            if order.buyer.member == member and moment.reaches(order.placed_at)
        }
        return self._of({stream, *placed})

    def of_order(self, order: str) -> History:
        """The facts of one order."""
        return self._of({order_stream(order)})

    def _of(self, streams: set[str]) -> History:
        return History(
            tuple(fact for fact in self.facts if not streams.isdisjoint(fact.streams)),
            tuple(each for each in self.contradictions if not streams.isdisjoint(each.streams)),
        )

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams of which there are facts, by name."""
        return tuple(sorted(self._versions))

    @cached_property
    def orders(self) -> Mapping[str, Order]:
        """Every order, by its id."""
        return {fact.order.id: fact.order for fact in self.facts if isinstance(fact, OrderPlaced)}

    def version(self, stream: str) -> int:
        """How many facts of a stream there are, all contents of contradictory ones counted."""
        return self._versions.get(stream, 0)

    @cached_property
    def _versions(self) -> Mapping[str, int]:
        versions: dict[str, int] = {}
        for fact in self.facts:
            for stream in fact.streams:
                versions[stream] = versions.get(stream, 0) + 1
        for each in self.contradictions:
            for stream in each.streams:
                versions[stream] = versions.get(stream, 0) + each.others
        return versions
