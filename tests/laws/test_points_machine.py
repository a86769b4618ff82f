"""Tills and shops that go offline, repeat themselves and come late: one state, and it is the oracle's."""

from __future__ import annotations

from typing import cast

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from comptoir.facts.events import Fact
from comptoir.testing.laws.loyalty import the_oracle_agrees
from comptoir.testing.oracles.points import Purses
from comptoir.testing.stories import tell_counter
from comptoir.testing.strategies.point_stories import ACTS, GAPS, Tale
from comptoir.testing.whole_shop import whole_shop
from comptoir.values.instants import Instant, datetime_of

EVERYBODY = ("m-1", "m-2", "m-3", "m-4")


class Channels(RuleBasedStateMachine):
    """What happens on all channels, and what of it has been received, in which order, how often."""

    def __init__(self) -> None:
        super().__init__()
        self.tale = Tale(draw=cast("st.DrawFn", None))
        self.received: list[Fact] = []
        self.is_offline = False
        self.number = 0

    @rule(data=st.data(), act=st.sampled_from(ACTS))
    def something_happens(self, data: st.DataObject, act: str) -> None:
        self.tale.draw = cast("st.DrawFn", data.draw)
        known = len(self.tale.facts)
        self.number += 1
        self.tale.act(act if self.tale.orders else "buy", self.number)
        if not self.is_offline:
            self.received += self.tale.facts[known:]

    @rule(data=st.data(), who=st.sampled_from(EVERYBODY[:2]))
    def a_balance_is_brought(self, data: st.DataObject, who: str) -> None:
        self.tale.draw = cast("st.DrawFn", data.draw)
        self.number += 1
        self.tale.open(who, f"o-{self.number}")
        self.received.append(self.tale.facts[-1])

    @rule(gap=st.sampled_from(GAPS))
    def time_passes(self, gap: int) -> None:
        self.tale.at = Instant(self.tale.at + gap)

    @precondition(lambda self: not self.is_offline)
    @rule()
    def the_till_is_cut_off(self) -> None:
        self.is_offline = True

    @precondition(lambda self: self.is_offline)
    @rule()
    def the_till_is_back(self) -> None:
        self.is_offline = False
        self.received += [fact for fact in self.tale.facts if fact not in self.received]

    @rule(data=st.data())
    def facts_come_again(self, data: st.DataObject) -> None:
        again = data.draw(st.lists(st.sampled_from(self.received), max_size=3)) if self.received else []
        self.received += again

    @rule()
    def facts_come_the_other_way_round(self) -> None:
        self.received.reverse()

    @invariant()
    def the_oracle_agrees_about_everybody(self) -> None:
        told = attrs.evolve(self.tale.story("m-1"), facts=tuple(self.received))
        purses = Purses(told.history, told.rulebook.almanac)
        for at in (self.tale.at, Instant(told.rulebook.horizon_instant - 1)):
            purses.at(at)
            for who in EVERYBODY:
                the_oracle_agrees(tell_counter(whole_shop(), who, self.received, datetime_of(at)), purses)


TestChannels = Channels.TestCase
TestChannels.settings = settings(max_examples=max(settings().max_examples // 3, 1), stateful_step_count=14)
