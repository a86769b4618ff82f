"""Which rewards of the catalogue a member may take, and why not the others."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest

from comptoir.facts.point_events import RewardGivenBack, RewardTaken
from comptoir.loyalty.rewards import (
    RewardRefusalCode,
    RewardRefused,
    Taker,
    reward_of,
    rewards_for,
    rewards_taken,
)
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import Reward
from comptoir.values.instants import instant_text
from comptoir.values.moments import Moment
from comptoir.values.windows import Window
from unit.loyalty_shop import PROGRAMME, TILL, at

TEA = Reward(id="the", name={"fr": "Thé", "en": "Tea"}, points=200, sku="THE")
TEN_OFF = Reward(
    id="dix",
    name={"fr": "Dix euros", "en": "Ten euros"},
    points=1000,
    series="DIX",
    valid=Window(at("2026-03-01"), at("2026-04-01")),
    tiers=["gold", "black"],
    at_most=2,
)
CLUB = attrs.evolve(PROGRAMME, rewards=[TEA, TEN_OFF])


def taker(points: int = 5000, tier: str | None = "gold", **taken: int) -> Taker:
    return Taker(tier=tier, points=points, taken=taken)


def refused(
    reward: str, who: Taker, on: str = "2026-03-10", programme: Programme | None = CLUB
) -> RewardRefused:
    found = reward_of(programme, reward, who, Moment(at(on)))
    assert isinstance(found, RewardRefused)
    return found


def test_a_reward_is_taken_by_who_may_and_can() -> None:
    assert reward_of(CLUB, "the", taker(200, None), Moment(at("2026-03-10"))) == TEA
    assert reward_of(CLUB, "dix", taker(1000, dix=1), Moment(at("2026-03-01"))) == TEN_OFF


@pytest.mark.parametrize(
    ("reward", "who", "on", "code", "text"),
    [
        ("vin", taker(), "2026-03-10", "unknown_reward", "There is no such reward: vin."),
        ("dix", taker(0), "2026-02-28", "not_yet", '"Ten euros" is not offered yet.'),
        ("dix", taker(0), "2026-04-01", "no_longer", '"Ten euros" is no longer offered.'),
        ("dix", taker(0, "basic", dix=2), "2026-03-10", "other_tier", '"Ten euros" is for Or, Noir only.'),
        ("dix", taker(0, dix=2), "2026-03-10", "taken_before", '"Ten euros" can be taken 2 times only.'),
        ("the", taker(199), "2026-03-10", "not_enough_points", '1 points are missing for "Tea".'),
    ],
)
def test_the_first_reason_in_the_order_of_precedence_is_given(
    reward: str, who: Taker, on: str, code: str, text: str
) -> None:
    found = refused(reward, who, on)
    assert (found.code.value, found.text("en")[: len(text)]) == (code, text)


def test_without_a_programme_there_is_no_reward() -> None:
    assert refused("the", taker(), programme=None).code is RewardRefusalCode.NO_PROGRAMME
    assert rewards_for(None, taker(), Moment(at("2026-03-10"))) == ()


def test_the_catalogue_says_of_each_reward_why_not() -> None:
    moment = Moment(at("2026-03-10"))
    tea, ten = rewards_for(CLUB, taker(600, dix=1), moment)
    assert (tea.reward, tea.taken, tea.refused) == (TEA, 0, None)
    assert ten.refused is not None
    assert (ten.taken, ten.refused.code, ten.refused.missing) == (1, RewardRefusalCode.NOT_ENOUGH_POINTS, 400)
    assert moment.until is not None
    assert instant_text(moment.until) == "2026-04-01T12:00:00Z"


def taken(id: str, reward: str = "the", member: str = "m-1") -> RewardTaken:
    return RewardTaken(
        id=id, member=member, at=at("2026-03-01"), provenance=TILL, reward=reward, points=200, sku="THE"
    )


def given_back(of: str, member: str = "m-1") -> RewardGivenBack:
    return RewardGivenBack(id=f"b-{of}", member=member, at=at("2026-03-02"), provenance=TILL, taken=of)


@pytest.mark.parametrize(
    ("members", "due"),
    [({"m-1"}, {"the": 1, "dix": 1}), ({"m-2"}, {"the": 1}), ({"m-1", "m-2"}, {"the": 2, "dix": 1})],
)
def test_a_reward_that_was_given_back_was_not_taken(members: set[str], due: Mapping[str, int]) -> None:
    facts = [
        taken("r-1"),
        taken("r-2"),
        taken("r-3", "dix"),
        taken("r-4", member="m-2"),
        given_back("r-1"),
        given_back("r-4", member="m-3"),
    ]
    assert rewards_taken(facts, members) == due
