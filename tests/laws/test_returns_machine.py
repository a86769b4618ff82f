"""Goods come back on the web and at two tills that may be cut off: one refund for each piece, or a conflict.

A plain oracle keeps beside it, for each line, how many pieces are left: the first return in the order of
business has them, and the one for which there are too few is named.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from comptoir.checkout.after_sales import Settled
from comptoir.counter import Counter
from comptoir.facts.baskets import Contract
from comptoir.facts.conflicts import AlreadyReturned, OverRefunded
from comptoir.facts.events import Fact, Returned
from comptoir.facts.handovers import Carry, Handover
from comptoir.facts.holdings import Holdings, holdings_of
from comptoir.facts.lines import Line
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import RefundMode
from comptoir.returns.asked import Give
from comptoir.returns.refused import ReturnRefusalCode
from comptoir.returns.rules import ReturnPolicy
from comptoir.rulebook import Rulebook
from comptoir.testing.strategies.return_shops import OFFERS
from comptoir.testing.terms_examples import (
    AT_HOME,
    HOUSES,
    ORDERED,
    arrival,
    house,
    last_order,
    ordered,
    placed,
    points_earned,
    policy,
)
from comptoir.testing.variations import with_pricing
from comptoir.values.instants import DAY, SECOND, Instant, datetime_of
from comptoir.values.moments import Moment
from comptoir.values.quantities import pieces

MINUTE = 60 * SECOND
CHANNELS = ("web", "till-1", "till-2")
POLICIES = (
    HOUSES[0],
    HOUSES[1],
    HOUSES[3],
    (policy("repriced", mode=RefundMode.REPRICE_KEPT, fee="5"),),
)
_IN_STORE = (Carry("lyon-2"), Contract.IN_STORE)
_BY_POST = (AT_HOME, Contract.DISTANCE)


@attrs.define
class Book:
    """The plain oracle: how many pieces of each line are left, and what was given back for the others."""

    left: Tally[int]
    refunded: int = 0
    named: set[str] = attrs.field(factory=set)

    def enter(self, fact: Returned) -> None:
        for taken in fact.taken:
            if self.left[taken.units.number] < taken.units.count:
                self.named.add(fact.id)
                continue
            self.left[taken.units.number] -= taken.units.count
            self.refunded += taken.refunded


class Tills(RuleBasedStateMachine):
    """What each channel knows of an order, and what it did."""

    def __init__(self) -> None:
        super().__init__()
        self.at = Instant(ORDERED + 3 * DAY)
        self.number = 0
        self.known: dict[str, list[Fact]] = {}
        self.cut_off: set[str] = set()

    @initialize(
        written=st.sampled_from(POLICIES),
        how=st.sampled_from((_IN_STORE, _BY_POST)),
        counts=st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(0, 2)),
        points=st.sampled_from((0, 330)),
    )
    def somebody_buys(
        self,
        written: tuple[ReturnPolicy, ...],
        how: tuple[Handover, Contract],
        counts: tuple[int, ...],
        points: int,
    ) -> None:
        shop: Rulebook = with_pricing(house(*written), OFFERS)
        handover, contract = how
        lines = [
            Line(sku, count)
            for sku, count in zip(("FOULARD", "ROBE-36", "LIVRE"), counts, strict=True)
            if count
        ]
        basket = ordered(*lines, handover=handover, contract=contract, points=points)
        facts = list(placed(shop, points_earned(0), "o-1", ORDERED, basket))
        self.counter, self.order = Counter(shop), last_order(facts)
        if not isinstance(handover, Carry):
            facts.append(arrival("h-1", self.order, (), Instant(ORDERED + 2 * DAY)))
        self.known = {channel: list(facts) for channel in CHANNELS}

    @rule(
        data=st.data(), channel=st.sampled_from(CHANNELS), store=st.sampled_from(("lyon-2", "paris-1", None))
    )
    def goods_come_back(self, data: st.DataObject, channel: str, store: str | None) -> None:
        line = self.order.lines[data.draw(st.integers(0, len(self.order.lines) - 1))]
        count = data.draw(st.integers(1, pieces(line.terms.quantity)))
        reason = data.draw(st.sampled_from(("too_large", "faulty")))
        self.at, self.number = Instant(self.at + MINUTE), self.number + 1
        facts, number = self.known[channel], line.terms.number
        found = self.counter.assess(
            "o-1", facts, datetime_of(self.at), give=[Give(number, count, reason=reason)], store=store
        )
        left = self.booked(facts).left[number]
        refused = [each.code for each in found.refused]
        if count > left:
            assert refused == [ReturnRefusalCode.ALREADY_RETURNED]
        if refused:
            return
        settled = self.counter.settle(
            found, id=f"r-{self.number}", provenance=Provenance("till", till=channel)
        )
        assert isinstance(settled, Settled)
        [fact] = settled.facts
        self.is_within_what_was_paid(fact, facts)
        for other in {channel} if channel in self.cut_off else set(CHANNELS) - self.cut_off:
            self.known[other].append(fact)

    def is_within_what_was_paid(self, fact: Returned, facts: Sequence[Fact]) -> None:
        """Decided by what is known: unless that is in conflict already, no tender gives more than it paid."""
        state = self.state(facts)
        if state.conflicts:
            return
        paid, back = Tally[object](), Tally[object]()
        for tender in self.order.tenders:
            paid[tender.stands_for] += tender.amount.minor
        returned = {each.id: each for each in (*facts, fact) if isinstance(each, Returned)}
        for each in returned.values():
            for tender in each.tenders:
                back[tender.stands_for] += tender.amount.minor
        assert back <= paid
        assert self.booked(facts).refunded + sum(each.refunded for each in fact.taken) <= sum(
            line.terms.paid for line in self.order.lines
        )

    @rule(days=st.sampled_from((1, 5, 12)))
    def time_passes(self, days: int) -> None:
        self.at = Instant(self.at + days * DAY)

    @precondition(lambda self: len(self.cut_off) < 2)
    @rule(data=st.data())
    def a_till_is_cut_off(self, data: st.DataObject) -> None:
        self.cut_off.add(data.draw(st.sampled_from(sorted(set(CHANNELS[1:]) - self.cut_off))))

    @precondition(lambda self: self.cut_off)
    @rule(data=st.data())
    def a_till_is_back(self, data: st.DataObject) -> None:
        till = data.draw(st.sampled_from(sorted(self.cut_off)))
        self.cut_off.remove(till)
        merged = data.draw(st.permutations(self.all_of(till, "web")))
        for channel in set(CHANNELS) - self.cut_off:
            self.known[channel] = list(merged)

    @rule(data=st.data(), channel=st.sampled_from(CHANNELS))
    def facts_come_again(self, data: st.DataObject, channel: str) -> None:
        known = self.known[channel]
        self.known[channel] = [*known, data.draw(st.sampled_from(known))]

    def all_of(self, *channels: str) -> list[Fact]:
        """What some channels know together, each fact once."""
        by_id = {fact.id: fact for channel in channels for fact in self.known[channel]}
        return list(by_id.values())

    def state(self, facts: Sequence[Fact]) -> Holdings:
        """What has become of the order by now."""
        return holdings_of(self.counter.history(facts), Moment(self.at))

    def booked(self, facts: Sequence[Fact]) -> Book:
        """What the plain oracle makes of it."""
        counts = {line.terms.number: pieces(line.terms.quantity) for line in self.order.lines}
        book = Book(Tally(counts))
        back = {fact.id: fact for fact in facts if isinstance(fact, Returned)}
        for fact in sorted(back.values(), key=lambda each: each.at):
            book.enter(fact)
        return book

    @invariant()
    def each_piece_is_refunded_once(self) -> None:
        if not self.known:
            return
        merged = self.all_of(*CHANNELS)
        state, book = self.state(merged), self.booked(merged)
        held = state.orders["o-1"]
        left = Tally[int]()
        for run in held.runs:
            left[run.units.number] += 0 if run.is_gone else run.units.count
        assert left == book.left
        assert sum(each.goods for each in held.refunds) == book.refunded
        conflicts = [each for each in state.conflicts if isinstance(each, AlreadyReturned)]
        assert {each.fact for each in conflicts} == book.named
        assert all(each.by in {fact.id for fact in merged} for each in conflicts)
        is_named = any(isinstance(each, OverRefunded) for each in state.conflicts)
        assert is_named or held.refunded <= self.order.value

    @invariant()
    def however_they_are_merged_it_is_one_state(self) -> None:
        if self.known:
            one, other = self.all_of(*CHANNELS), self.all_of(*CHANNELS[::-1])[::-1]
            assert self.state(one) == self.state(other)


TestTills = Tills.TestCase
TestTills.settings = settings(max_examples=max(settings().max_examples // 3, 1), stateful_step_count=12)
