"""Claims, repairs, even exchanges and returns on the web and at two tills that may be cut off: one state.

Plain pages keep beside it what became of each piece and of each claim: what does not fit is named.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from comptoir.checkout.after_sales import Settled
from comptoir.checkout.claiming import ClaimOpened, ClaimStepped
from comptoir.checkout.exchanging import Swapped
from comptoir.counter import Counter
from comptoir.facts.claim_events import Claimed, ClaimStep
from comptoir.facts.events import Fact, Returned
from comptoir.facts.guarantee_terms import GuaranteeTerms, Problem, Remedy, RemedyLaw, Renewal
from comptoir.facts.lines import Line
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import Right
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.testing.claim_cases import ClaimCase
from comptoir.testing.laws.claims import co_claims_are_what_the_oracle_writes
from comptoir.testing.laws.guarantees import go_guarantees_are_what_the_oracle_walks
from comptoir.testing.strategies.claims import bought
from comptoir.testing.terms_examples import ORDERED, arrival
from comptoir.testing.whole_shop import whole_shop
from comptoir.values.instants import DAY, SECOND, Instant, datetime_of
from comptoir.values.money import Amount
from comptoir.values.periods import Period

MINUTE = 60 * SECOND
CHANNELS = ("web", "till-1", "till-2")
GOODS = (Units(1, 0, 1), Units(2, 0, 1), Units(2, 1, 1))
LAW = GuaranteeTerms(
    right=Right.STATUTORY,
    rule="law",
    source="art. 1",
    lines=(1, 2),
    period=Period.from_text("1 month"),
    zone="Europe/Paris",
    suspended_by="art. 2",
    renewal=Renewal(period=Period.from_text("1 month"), source="art. 3"),
    remedies=RemedyLaw(
        source="art. 4", within=Period.from_text("5 days"), within_source="art. 5", then_source="art. 6"
    ),
)


class Claims(RuleBasedStateMachine):
    """What each channel knows of an order, and what it did."""

    def __init__(self) -> None:
        super().__init__()
        self.at = Instant(ORDERED + 3 * DAY)
        self.number = 0
        self.known: dict[str, list[Fact]] = {}
        self.cut_off: set[str] = set()
        self.claims: list[str] = []
        self.counter = Counter(whole_shop())

    @initialize()
    def somebody_buys(self) -> None:
        case = ClaimCase(rulebook=whole_shop(), order="o-1", facts=bought(), at=ORDERED).under([LAW])
        self.order = case.placed
        facts = [*case.facts, arrival("h-1", self.order, (), Instant(ORDERED + 2 * DAY))]
        self.known = {channel: list(facts) for channel in CHANNELS}

    @rule(
        channel=st.sampled_from(CHANNELS),
        goods=st.sampled_from(GOODS),
        store=st.sampled_from((None, "lyon-2")),
        wants=st.sampled_from((None, Remedy.REPAIR, Remedy.RESCISSION)),
    )
    def a_claim_is_made(self, channel: str, goods: Units, store: str | None, wants: Remedy | None) -> None:
        id_ = self.next("c")
        found = self.counter.open_claim(
            "o-1",
            self.known[channel],
            datetime_of(self.at),
            units=[goods],
            problem=Problem.FAULTY,
            wants=wants,
            store=store,
            id=id_,
            provenance=Provenance("till", till=channel),
        )
        if isinstance(found, ClaimOpened):
            self.claims.append(id_)
            self.tell(channel, found.facts)

    @precondition(lambda self: self.claims)
    @rule(
        data=st.data(),
        channel=st.sampled_from(CHANNELS),
        step=st.sampled_from([step for step in ClaimStep if "talks" not in step.value]),
        remedy=st.sampled_from((Remedy.REPAIR, Remedy.REPLACEMENT)),
    )
    def a_claim_goes_on(self, data: st.DataObject, channel: str, step: ClaimStep, remedy: Remedy) -> None:
        found = self.counter.pass_claim(
            "o-1",
            self.known[channel],
            datetime_of(self.next_instant()),
            claim=data.draw(st.sampled_from(self.claims)),
            step=step,
            place="lyon-2",
            remedy=Remedy.REPAIR if step is ClaimStep.AGREED else remedy,
            said="in writing",
            sku="ROBE-38",
            amount=Amount(100, "EUR"),
            id=self.next("s"),
            provenance=Provenance("till", till=channel),
        )
        if isinstance(found, ClaimStepped):
            self.tell(channel, found.facts)

    @rule(
        data=st.data(),
        channel=st.sampled_from(CHANNELS),
        goods=st.sampled_from(GOODS),
        ends=st.sampled_from(("return", "exchange")),
    )
    def goods_come_in(self, data: st.DataObject, channel: str, goods: Units, ends: str) -> None:
        facts = self.known[channel]
        known = sorted({fact.id for fact in facts if isinstance(fact, Claimed)})
        claim = data.draw(st.sampled_from((None, *known)))
        found = self.counter.assess(
            "o-1",
            facts,
            datetime_of(self.next_instant()),
            give=[Give(goods.number, 1, reason="faulty")],
            store="lyon-2",
            claim=None if ends == "exchange" else claim,
        )
        if found.refused:
            return
        by = Provenance("till", till=channel)
        if ends == "return":
            settled = self.counter.settle(found, id=self.next("r"), provenance=by)
            assert isinstance(settled, Settled)
            self.tell(channel, settled.facts)
        else:
            take = [Line(good.product.sku, good.units.count) for good in found.goods]
            swapped = self.counter.exchange(found, take=take, claim=claim, id=self.next("x"), provenance=by)
            if isinstance(swapped, Swapped):
                assert swapped.to_pay.amount == 0
                self.tell(channel, swapped.facts)

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

    def next(self, kind: str) -> str:
        self.number += 1
        self.next_instant()
        return f"{kind}-{self.number:03}"

    def next_instant(self) -> Instant:
        self.at = Instant(self.at + MINUTE)
        return self.at

    def tell(self, channel: str, facts: Sequence[Fact]) -> None:
        for other in {channel} if channel in self.cut_off else set(CHANNELS) - self.cut_off:
            self.known[other] += facts

    def all_of(self, *channels: str) -> list[Fact]:
        """What some channels know together, each fact once."""
        return list({fact.id: fact for channel in channels for fact in self.known[channel]}.values())

    @invariant()
    def each_channel_tells_what_the_pages_say(self) -> None:
        for channel, facts in self.known.items():
            if channel == "web" or channel in self.cut_off:
                case = ClaimCase(rulebook=whole_shop(), order="o-1", facts=tuple(facts), at=self.at)
                co_claims_are_what_the_oracle_writes(case)
                go_guarantees_are_what_the_oracle_walks(case)

    @invariant()
    def however_they_are_merged_it_is_one_answer(self) -> None:
        if self.known:
            one = self.all_of(*CHANNELS)
            asked = [
                self.counter.claim("o-1", facts, datetime_of(self.at)) for facts in (one, [*one[::-1], *one])
            ]
            assert asked[0].found == asked[1].found
            assert asked[0].until == asked[1].until

    @invariant()
    def no_more_is_refunded_than_was_paid(self) -> None:
        for facts in self.known.values():
            back = {fact.id: fact for fact in facts if isinstance(fact, Returned)}
            pieces = Tally(taken.units for fact in back.values() for taken in fact.taken)
            assert (
                sum(fact.refunded for fact in back.values()) <= self.order.value or max(pieces.values()) > 1
            )


TestClaims = Claims.TestCase
TestClaims.settings = settings(max_examples=max(settings().max_examples // 5, 1), stateful_step_count=12)
