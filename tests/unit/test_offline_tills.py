"""Two tills and a web shop that cannot hear each other, and what comes of their facts once they are together.

With rights, each spends what nobody else can: in whatever order the facts come, and however many of them
are still on their way, no balance falls below zero and no spending is told to be too much. That is so if
whoever spends after the end of a right has heard what its till did with it; what is spent unheard of can be
too much then, by no more than the tills spent, and each such debit is named. Without rights each spends what
it saw, and every debit that found too few points is named with how many were missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import Counter, Fact
from comptoir.checkout.recorded import Recorded
from comptoir.checkout.standing import Standing
from comptoir.facts.conflicts import Overspent
from comptoir.facts.point_events import RewardTaken
from comptoir.loyalty.spend_rules import Reward
from comptoir.values.instants import instant_of
from unit.points_shop import CLUB, JEAN, Desk, day
from unit.price_shop import TILL, shop

BALANCE = 100
RULES = shop(
    programme=attrs.evolve(
        CLUB,
        rewards=[
            Reward(id=f"gift-{points}", name={"fr": "Cadeau"}, points=points, sku="MIEL")
            for points in (10, 25, 40)
        ],
    )
)
CENTRE, LEFT, RIGHT = "centre", "left", "right"
RIGHTS = {LEFT: "r-left", RIGHT: "r-right"}
"""The right that each till has."""


@attrs.frozen
class Wish:
    """Somebody wants to spend points at a place, so many hours after the line went down; or gives up."""

    where: str
    points: int
    gives_up: bool = False


wishes = st.lists(
    st.builds(
        Wish,
        st.sampled_from([CENTRE, LEFT, RIGHT]),
        st.sampled_from([10, 25, 40]),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=12,
)
rights = st.tuples(st.integers(1, 60), st.integers(1, 40))
ends = st.sampled_from([4, 8, 12])


def start() -> Desk:
    """What all places know when the line goes down, without rights."""
    desk = Desk(RULES)
    desk.gives(JEAN, BALANCE)
    return desk


def start_with(rights: tuple[int, int], end: int) -> Desk:
    """The same with a right for each till, which ends so many hours later."""
    desk = start()
    for (till, name), points in zip(RIGHTS.items(), rights, strict=True):
        desk.does("reserve", JEAN, points, at=day(2), id=name, until=day(3).add(hours=end), till=till)
    return desk


def played(
    before: Desk, wishes: list[Wish], names: Mapping[str, str], *, heard_from: int = 24
) -> dict[str, list[Fact]]:
    """What each place does, by what it knew and did itself; the centre hears the tills from an hour on."""
    done: dict[str, list[Fact]] = {CENTRE: [], LEFT: [], RIGHT: []}
    for hour, wish in enumerate(wishes):
        hears = done if wish.where == CENTRE and hour >= heard_from else (wish.where,)
        known = [fact for where in hears for fact in done[where]]
        desk = Desk(RULES, [*before.facts, *known])
        done[wish.where] += decided(desk, wish, hour, names.get(wish.where))
    return done


def decided(desk: Desk, wish: Wish, hour: int, right: str | None) -> tuple[Fact, ...]:
    """What a place does: a reward taken, of its right if it has one; or that given back."""
    at = day(3).add(hours=hour)
    if right is not None and wish.gives_up:
        done = desk.asks("end", JEAN, right, at=at, id=f"end-{hour}")
    else:
        done = desk.asks(
            "take_reward", JEAN, f"gift-{wish.points}", at=at, id=f"take-{hour:02}", reservation=right
        )
    return done.facts if isinstance(done, Recorded) else ()


def all_of(done: Mapping[str, list[Fact]]) -> list[Fact]:
    return [fact for facts in done.values() for fact in facts]


def some_of(done: Mapping[str, list[Fact]], random: Random) -> list[Fact]:
    """What has arrived so far of what each place did, some of it twice."""
    arrived = [fact for facts in done.values() for fact in facts[: random.randint(0, len(facts))]]
    return [*arrived, *arrived[:2]]


def shuffled(facts: list[Fact], random: Random) -> list[Fact]:
    return random.sample(facts, len(facts))


def standings(facts: list[Fact]) -> list[Standing]:
    return [Counter(RULES).standing(JEAN, facts, day(3).add(hours=hour)) for hour in (0, 5, 12, 24 * 30)]


@given(rights=rights, end=ends, wishes=wishes, random=st.randoms(use_true_random=False))
def test_with_rights_no_balance_falls_below_zero_whatever_comes_when(
    rights: tuple[int, int], end: int, wishes: list[Wish], random: Random
) -> None:
    before = start_with(rights, end)
    done = played(before, wishes, RIGHTS, heard_from=end)
    for came in (*(some_of(done, random) for _ in range(4)), all_of(done)):
        for found in standings(shuffled([*before.facts, *came], random)):
            assert (found.account.debt, found.conflicts) == (0, ())
            assert found.account.available + found.account.held + found.account.redeemed == BALANCE
            assert min(found.account.available, found.account.held) >= 0


@given(rights=rights, end=ends, wishes=wishes, random=st.randoms(use_true_random=False))
def test_what_is_spent_after_rights_that_ended_unheard_is_too_much_by_what_the_tills_spent_at_most(
    rights: tuple[int, int], end: int, wishes: list[Wish], random: Random
) -> None:
    before = start_with(rights, end)
    done = played(before, wishes, RIGHTS)
    end_at = instant_of(day(3).add(hours=end))
    late = {fact.id for fact in done[CENTRE] if fact.at >= end_at}
    for came in (some_of(done, random), all_of(done)):
        taken = [fact for fact in came if isinstance(fact, RewardTaken) and fact not in done[CENTRE]]
        by_tills = {fact.id: fact.points for fact in taken}
        for found in standings(shuffled([*before.facts, *came], random)):
            missing = {each.fact: each.points for each in found.conflicts if isinstance(each, Overspent)}
            assert len(missing) == len(found.conflicts)
            assert missing.keys() <= late
            assert found.account.debt == sum(missing.values()) <= sum(by_tills.values())
            assert min(found.account.available, found.account.held) >= 0


@pytest.mark.parametrize(
    ("heard_from", "spent", "missing"), [(24, 105, (Overspent("take-04", 5),)), (4, 80, ())]
)
def test_a_right_that_ends_before_its_till_is_heard_of_can_be_spent_twice(
    heard_from: int, spent: int, missing: tuple[Overspent, ...]
) -> None:
    """The till spends its 40 at the third hour; at the fourth its right ends, and the centre takes 25."""
    before = start_with((40, 11), 4)
    too_dear = Wish(RIGHT, 25)
    wishes = [Wish(CENTRE, 40), too_dear, too_dear, Wish(LEFT, 40), Wish(CENTRE, 25)]
    done = played(before, wishes, RIGHTS, heard_from=heard_from)
    found = Counter(RULES).standing(JEAN, [*before.facts, *all_of(done)], day(5))
    assert (found.account.redeemed, found.conflicts) == (spent, missing)
    assert found.account.debt == max(0, spent - BALANCE)


@given(wishes=wishes, random=st.randoms(use_true_random=False))
def test_without_rights_each_debit_that_is_too_much_is_named_with_what_was_missing(
    wishes: list[Wish], random: Random
) -> None:
    before = start()
    spent = all_of(played(before, wishes, {}))
    left, missing = BALANCE, []
    for fact in sorted(spent, key=lambda fact: fact.at):
        points = fact.points  # type: ignore[union-attr]
        if short := max(0, points - left):
            missing.append(Overspent(fact.id, short))
        left = max(0, left - points)
    found = Counter(RULES).standing(JEAN, shuffled([*before.facts, *spent], random), day(5))
    assert found.conflicts == tuple(missing)
    assert found.account.debt == sum(each.points for each in missing)
    assert found.account.available == left


def test_rights_are_spent_by_the_till_that_has_them_alone() -> None:
    desk = Desk(RULES)
    desk.gives(JEAN, BALANCE)
    desk.does("reserve", JEAN, 60, at=day(2), id="r-left", until=day(9), till=LEFT)
    said = Counter(RULES).points.reserve(
        JEAN, 41, desk.facts, day(2), id="r-right", until=day(9), till=RIGHT, provenance=TILL
    )
    assert not isinstance(said, Recorded)
    assert desk.account(at=day(2)).spendable == 40
