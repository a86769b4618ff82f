"""Two tills and a web shop that cannot hear each other, and what comes of their facts once they are together.

With rights, each spends what nobody else can: in whatever order the facts come, and however many of them
are still on their way, no balance falls below zero and no spending is told to be too much. Without rights
each spends what it saw, and every debit that found too few points is named with how many were missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import attrs
from hypothesis import given
from hypothesis import strategies as st

from comptoir import Counter, Fact
from comptoir.checkout.recorded import Recorded
from comptoir.facts.conflicts import Overspent
from comptoir.loyalty.spend_rules import Reward
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


def apart(known: Sequence[Fact]) -> dict[str, Desk]:
    """Three places that know the same, and from now on only what they do themselves."""
    return {where: Desk(RULES, list(known)) for where in (CENTRE, LEFT, RIGHT)}


def spends(desk: Desk, wish: Wish, hour: int, right: str | None) -> None:
    """What a place does by what it knows: a reward taken, of its right if it has one; or that given back."""
    at = day(3).add(hours=hour)
    if right is not None and wish.gives_up:
        done = desk.asks("end", JEAN, right, at=at, id=f"end-{hour}")
    else:
        done = desk.asks(
            "take_reward", JEAN, f"gift-{wish.points}", at=at, id=f"take-{hour:02}", reservation=right
        )
    if isinstance(done, Recorded):
        desk.facts += done.facts


@given(
    rights=st.tuples(st.integers(1, 60), st.integers(1, 40)),
    days=st.integers(1, 3),
    wishes=wishes,
    random=st.randoms(use_true_random=False),
)
def test_with_rights_no_balance_falls_below_zero_whatever_comes_when(
    rights: tuple[int, int], days: int, wishes: list[Wish], random: Random
) -> None:
    before = Desk(RULES)
    before.gives(JEAN, BALANCE)
    names = dict(zip((LEFT, RIGHT), ("r-left", "r-right"), strict=True))
    for (till, name), points in zip(names.items(), rights, strict=True):
        before.does("reserve", JEAN, points, at=day(2), id=name, until=day(3).add(hours=4 * days), till=till)
    places = apart(before.facts)
    for hour, wish in enumerate(wishes):
        spends(places[wish.where], wish, hour, names.get(wish.where))
    own = [desk.facts[len(before.facts) :] for desk in places.values()]
    for _ in range(4):
        arrived = [fact for facts in own for fact in facts[: random.randint(0, len(facts))]]
        check_never_below_zero([*before.facts, *arrived, *arrived[:2]], random)
    check_never_below_zero([*before.facts, *(fact for facts in own for fact in facts)], random)


def check_never_below_zero(facts: list[Fact], random: Random) -> None:
    random.shuffle(facts)
    counter = Counter(RULES)
    for hour in (0, 5, 12, 24 * 30):
        found = counter.standing(JEAN, facts, day(3).add(hours=hour))
        assert (found.account.debt, found.conflicts) == (0, ())
        assert found.account.available + found.account.held + found.account.redeemed == BALANCE
        assert min(found.account.available, found.account.held) >= 0


@given(wishes=wishes, random=st.randoms(use_true_random=False))
def test_without_rights_each_debit_that_is_too_much_is_named_with_what_was_missing(
    wishes: list[Wish], random: Random
) -> None:
    before = Desk(RULES)
    before.gives(JEAN, BALANCE)
    places = apart(before.facts)
    for hour, wish in enumerate(wishes):
        spends(places[wish.where], wish, hour, None)
    facts = [*before.facts, *(fact for desk in places.values() for fact in desk.facts[1:])]
    left, missing = BALANCE, []
    for fact in sorted(facts[1:], key=lambda fact: fact.at):
        points = fact.points  # type: ignore[union-attr]
        if short := max(0, points - left):
            missing.append(Overspent(fact.id, short))
        left = max(0, left - points)
    random.shuffle(facts)
    found = Counter(RULES).standing(JEAN, facts, day(5))
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
