"""Sequences whose items are made when one of them is asked for, and what an account lists in that way."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from comptoir.values.collections import WhenAsked
from unit.points_shop import JEAN, Desk, day

Asked = WhenAsked[int]
ASKING: dict[str, Callable[[Asked], Any]] = {
    "its length": len,
    "an item": lambda asked: asked[0],
    "a slice": lambda asked: asked[1:],
    "each item": list,
    "whether it is equal": lambda asked: asked == (),
    "its hash": hash,
    "how it prints": repr,
    "a copy": pickle.dumps,
}


@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)
def test_items_are_made_once_when_something_is_asked(ask: Callable[[Asked], Any]) -> None:
    made: list[int] = []

    def make() -> list[int]:
        made.append(1)
        return [1, 2, 3]

    asked = WhenAsked(make)
    assert not made
    for _ in range(2):
        assert ask(asked) == ask(WhenAsked(lambda: (1, 2, 3)))
    assert made == [1]


def test_it_is_the_tuple_of_its_items() -> None:
    asked = WhenAsked(lambda: [1, 2])
    assert asked == (1, 2)
    assert asked == (1, 2)
    assert asked != [1, 2]
    assert {asked: "found"}[WhenAsked(lambda: [1, 2])] == "found"
    assert deepcopy(asked) == (1, 2)
    assert (asked[0], asked[-1], asked[:1], repr(asked)) == (1, 2, (1,), "(1, 2)")


def test_what_an_account_lists_is_a_value_like_any_other() -> None:
    desk = Desk()
    desk.gives(JEAN, 300)
    desk.does("take_reward", JEAN, "honey", at=day(2), id="honey")
    one, two = (desk.standing(at=day(3)) for _ in range(2))
    assert one == two
    assert hash(one.account) == hash(two.account)
    assert deepcopy(one.account) == two.account
    assert [lot.remaining for lot in one.account.lots] == [100]
