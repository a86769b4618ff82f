"""A set of facts: the same whatever the order, the batches and the repetitions in which they came.

Source: house rule (law L1).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import ClassVar

import attrs

from comptoir.facts.claim_events import Claimed, ClaimPassed, PassedOn
from comptoir.facts.conflicts import OtherContent
from comptoir.facts.events import FACT_TYPES, Fact, OrderPlaced, rank_within_instant
from comptoir.facts.orders import Order
from comptoir.facts.point_events import PointsFact, PurchaseClaimed
from comptoir.facts.streams import member_stream, order_stream
from comptoir.values.errors import WrongType, shown
from comptoir.values.instants import Instant, checked_instant, to_instant
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
class Received:
    """A fact and when it was received: a till that was cut off sends what happened days before."""

    document: ClassVar[str] = "received/1"

    fact: Fact
    at: Instant = attrs.field(converter=to_instant)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.fact, FACT_TYPES):
            cure = "pass a fact, such as one of Accepted.facts"
            raise WrongType.at("fact", shown(self.fact), cure, code="not_a_fact")
        checked_instant(self.at, "at")


@attrs.frozen
class History:
    """Facts in business order: by instant, those of one instant as they can have happened, then by id."""

    facts: tuple[Fact, ...]
    contradictions: tuple[Contradiction, ...] = ()

    @classmethod
    def of(
        cls,
        facts: Iterable[Fact | Received],
        written: Callable[[Fact], bytes],
        *,
        known_at: Instant | None = None,
    ) -> History:
        """The history that these facts are, each taken once; those received after ``known_at`` are left out.

        A fact of which nobody says when it was :class:`Received` was received when it happened; one that was
        received several times counts from the first time on. A fact is known by its document's name, its
        order or member, and its id. Of facts known by the same and of different contents the earliest
        counts (of one instant, the one whose bytes, by ``written``, come first), and the contradiction is
        noted. Raises ``WrongType`` for what is no fact.
        """
        if not isinstance(facts, Iterable):
            cure = "pass the facts that were recorded, in any order"
            raise WrongType.at("history", shown(facts), cure, code="not_a_sequence")
        found: dict[tuple[str, str, str], list[Fact]] = {}
        for index, each in enumerate(facts):
            fact = fact_of(each, f"history[{index}]")
            if known_at is not None and each.at > known_at:
                continue
            same = found.setdefault(name_of(fact), [])
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
        kept.sort(key=business_order)
        contradictions.sort(key=lambda each: (each.at, each.conflict.document, each.conflict.fact))
        return cls(tuple(kept), tuple(contradictions))

    def known(self, moment: Moment) -> Sequence[Fact]:
        """The facts that have happened at the moment, in business order; the next one is noted."""
        happened = bisect_right(self.facts, moment.at, key=attrgetter("at"))
        for fact in self.facts[max(happened - 1, 0) : happened + 1]:
            moment.reaches(fact.at)
        return self.facts[:happened]

    def of_member(self, member: str, moment: Moment) -> History:
        """The facts on which a member's standing depends.

        Those that name them, those of the orders that they have placed or claimed or of which goods were
        passed on to them, and those of the members with whom points were passed on, pooled or united.
        """
        return self.of_streams(self.linked([member_stream(member)], moment))

    def linked(self, streams: Iterable[str], moment: Moment) -> set[str]:
        """Some streams, and all those to which their facts lead."""
        found: set[str] = set()
        waiting = list(streams)
        while waiting:
            stream = waiting.pop()
            if stream not in found:
                found.add(stream)
                for at, links in self._leads.get(stream, ()):
                    if moment.reaches(at):
                        waiting += links
        return found

    def of_stream(self, stream: str) -> Sequence[Fact]:
        """The facts of one stream, in business order."""
        return [self.facts[place] for place in self._places.get(stream, ())]

    def of_order(self, order: str) -> History:
        """The facts of one order."""
        return self.of_streams([order_stream(order)])

    def of_streams(self, streams: Iterable[str]) -> History:
        """The facts that belong to at least one of some streams."""
        streams = set(streams)
        places = {place for stream in streams for place in self._places.get(stream, ())}
        return History(
            tuple(self.facts[place] for place in sorted(places)),
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

    @cached_property
    def _leads(self) -> Mapping[str, Sequence[tuple[Instant, tuple[str, ...]]]]:
        """By stream, when its facts lead to others, and to which."""
        leads: dict[str, list[tuple[Instant, tuple[str, ...]]]] = {}
        for stream, places in self._places.items():
            for fact in (self.facts[place] for place in places):
                if links := tuple(link for link in links_of(fact) if link != stream):
                    leads.setdefault(stream, []).append((fact.at, links))
        return leads

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """By stream, where its facts stand."""
        places: dict[str, list[int]] = {}
        for place, fact in enumerate(self.facts):
            for stream in fact.streams:
                places.setdefault(stream, []).append(place)
        return places

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


def fact_of(each: Fact | Received, where: str) -> Fact:
    """The fact itself, whenever it was received; ``WrongType`` for what is none."""
    fact = each.fact if isinstance(each, Received) else each
    if not isinstance(fact, FACT_TYPES):
        cure = "pass the facts that were recorded, such as those of Accepted.facts"
        raise WrongType.at(where, shown(fact), cure, code="not_a_fact")
    return fact


def name_of(fact: Fact) -> tuple[str, str, str]:
    """By what a fact is known: its document's name, its order or member, and its id."""
    return fact.document, fact.subject, fact.id


def business_order(fact: Fact) -> tuple[Instant, tuple[int, int], str, str]:
    """By what facts are put in business order."""
    return fact.at, rank_within_instant(fact), fact.id, fact.subject


def links_of(fact: Fact) -> tuple[str, ...]:
    """The streams to which a fact leads whoever reads one of its own."""
    if isinstance(fact, OrderPlaced):
        return (order_stream(fact.order.id),)
    if isinstance(fact, PurchaseClaimed | PassedOn | Claimed | ClaimPassed):
        return (order_stream(fact.order),)
    return fact.streams if isinstance(fact, PointsFact) else ()
