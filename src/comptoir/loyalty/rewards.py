"""Rewards that are taken for points: which of the catalogue a member may take, and why not the others.

Decides by the programme's rules, the member's tier and points, and how often rewards were taken before.
May never know lots: it is told how many points can be spent.

Source: house rule; the order of the checks follows what a customer can do about each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import Enum

import attrs

from comptoir.facts.events import Fact
from comptoir.facts.point_events import RewardGivenBack, RewardTaken
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import Reward
from comptoir.texts import language_of, name_text, quantity_text, say
from comptoir.values.collections import frozen_mapping
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


class RewardRefusalCode(Enum):
    """Why a reward cannot be taken, in order of precedence."""

    NO_PROGRAMME = "no_programme"
    """There is no loyalty programme."""
    UNKNOWN_REWARD = "unknown_reward"
    """The catalogue has no such reward."""
    NOT_YET = "not_yet"
    """It can be taken later."""
    NO_LONGER = "no_longer"
    """It can be taken no more."""
    OTHER_TIER = "other_tier"
    """It is for members of other tiers."""
    TAKEN_BEFORE = "taken_before"
    """The member took it as often as one may."""
    NOT_ENOUGH_POINTS = "not_enough_points"
    """The member has fewer points than it costs."""


@attrs.frozen(kw_only=True)
class RewardRefused:
    """The reward is not given. ``missing`` points would be needed besides, ``tiers`` may take it.

    ``at_most`` so many are given to a member; ``starts`` is when it can be taken first.
    """

    code: RewardRefusalCode
    reward: str
    name: Mapping[str, str] | None = None
    missing: int = 0
    tiers: tuple[Mapping[str, str], ...] = ()
    at_most: int | None = None
    starts: Instant | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        return say(
            f"reward_{self.code.value}",
            spoken,
            name=(name_text(self.name, spoken) if self.name else "") or self.reward,
            missing=quantity_text(self.missing, spoken),
            tiers=", ".join(name_text(each, spoken) for each in self.tiers),
            at_most=quantity_text(self.at_most or 0, spoken),
        )


@attrs.frozen(kw_only=True)
class RewardOffer:
    """A reward of the catalogue as a member sees it: how often ``taken``, and why not now, if not."""

    reward: Reward
    taken: int = 0
    refused: RewardRefused | None = None


def _taken(taken: Mapping[str, int]) -> Mapping[str, int]:
    return frozen_mapping(taken, "taken")


@attrs.frozen(kw_only=True)
class Taker:
    """Who wants a reward: their ``tier``, and how often they have ``taken`` which (:func:`rewards_taken`).

    ``points`` are those that can be spent.
    """

    tier: str | None
    points: int
    taken: Mapping[str, int] = attrs.field(converter=_taken)


def rewards_for(programme: Programme | None, taker: Taker, moment: Moment) -> tuple[RewardOffer, ...]:
    """Every reward of the catalogue, in its order, as a member sees it at a moment."""
    if programme is None:
        return ()
    return tuple(
        RewardOffer(
            reward=each,
            taken=taker.taken.get(each.id, 0),
            refused=_refusal(programme, each, taker, moment),
        )
        for each in programme.rewards
    )


def reward_of(programme: Programme | None, id: str, taker: Taker, moment: Moment) -> Reward | RewardRefused:
    """The reward of that name, if a member may take it at a moment, or why not."""
    if programme is None:
        return RewardRefused(code=RewardRefusalCode.NO_PROGRAMME, reward=id)
    reward = next((each for each in programme.rewards if each.id == id), None)
    if reward is None:
        return RewardRefused(code=RewardRefusalCode.UNKNOWN_REWARD, reward=id)
    return _refusal(programme, reward, taker, moment) or reward


def rewards_taken(facts: Iterable[Fact], members: Collection[str]) -> Mapping[str, int]:
    """How often the members of one account took which reward, by the facts; not those given back."""
    return Counter(each.reward for each in rewards_kept(facts, members))


def rewards_kept(facts: Iterable[Fact], members: Collection[str]) -> list[RewardTaken]:
    """The rewards that the members of one account took, by the facts, and did not give back."""
    own = [
        fact for fact in facts if isinstance(fact, RewardTaken | RewardGivenBack) and fact.member in members
    ]
    back = {fact.taken for fact in own if isinstance(fact, RewardGivenBack)}
    return [fact for fact in own if isinstance(fact, RewardTaken) and fact.id not in back]


def _refusal(programme: Programme, reward: Reward, taker: Taker, moment: Moment) -> RewardRefused | None:
    starts, ends = reward.valid.from_, reward.valid.until
    refused = RewardRefused(code=RewardRefusalCode.NOT_YET, reward=reward.id, name=reward.name)
    if starts is not None and not moment.reaches(starts):
        return attrs.evolve(refused, starts=starts)
    if ends is not None and moment.reaches(ends):
        return attrs.evolve(refused, code=RewardRefusalCode.NO_LONGER)
    if reward.tiers and programme.tier(taker.tier).id not in reward.tiers:
        names = tuple(each.name for each in programme.tiers if each.id in reward.tiers)
        return attrs.evolve(refused, code=RewardRefusalCode.OTHER_TIER, tiers=names)
    if reward.at_most is not None and taker.taken.get(reward.id, 0) >= reward.at_most:
        return attrs.evolve(refused, code=RewardRefusalCode.TAKEN_BEFORE, at_most=reward.at_most)
    if taker.points < reward.points:
        missing = reward.points - taker.points
        return attrs.evolve(refused, code=RewardRefusalCode.NOT_ENOUGH_POINTS, missing=missing)
    return None
