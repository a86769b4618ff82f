"""Planted faults of exchanges in a row and of tills that are cut off: ways of playing that break a law.

Source: house rule (a law must be able to fail).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

import attrs

from comptoir.facts.bearers import Bearer
from comptoir.facts.exchange_terms import ExchangePrice
from comptoir.facts.orders import TenderName
from comptoir.testing.exchange_cases import (
    PlayTree,
    Rights,
    TreeCase,
    TreePlayed,
    Visited,
    asking_again,
    play_tree,
)
from comptoir.testing.laws.cut_off_exchanges import CutOffCase, CutOffPlayed, PlayCutOff, play_cut_off
from comptoir.values.instants import DAY


def in_another_shop(**changes: Any) -> PlayTree:  # noqa: ANN401 - each field has its own type
    """What is played, by the counter of a shop that is not the one of the case."""
    return lambda case: play_tree(attrs.evolve(case, shop=attrs.evolve(case.shop, **changes)))


def on_each_visit(change: Callable[[Visited], Visited]) -> PlayTree:
    """What is played, each visit after the purchase changed."""

    def play(case: TreeCase) -> TreePlayed:
        played = play_tree(case)
        first, *others = played.visits
        return attrs.evolve(played, visits=(first, *map(change, others)))

    return play


def _points_as_money(visited: Visited) -> Visited:
    return attrs.evolve(visited, difference=visited.difference - visited.worth)


def _with_paid_out(change: Callable[[Mapping[TenderName, int]], Mapping[TenderName, int]]) -> PlayTree:
    return on_each_visit(lambda visited: attrs.evolve(visited, paid_out=change(visited.paid_out)))


def _a_cent_less(paid_out: Mapping[TenderName, int]) -> Mapping[TenderName, int]:
    return {name: minor - 1 for name, minor in paid_out.items()}


def _by_one_card(paid_out: Mapping[TenderName, int]) -> Mapping[TenderName, int]:
    return {TenderName("card", "psp-9"): sum(paid_out.values())} if paid_out else {}


def _with_rights(change: Callable[[Visited, str], int | None]) -> PlayTree:
    """What is played, the last day of each right later by some days; by ``None``, the right is not there."""

    def rights(visited: Visited) -> Iterator[tuple[Any, Any]]:
        for piece, found in visited.rights.items():
            kept = [(rule, day, change(visited, rule)) for rule, day in found]
            yield (
                piece,
                frozenset(
                    (rule, None if day is None else day + timedelta(days=days))
                    for rule, day, days in kept
                    if days is not None
                ),
            )

    return on_each_visit(lambda visited: attrs.evolve(visited, rights=dict(rights(visited))))


def _opened_by_a_swap(case: TreeCase) -> TreePlayed:
    """What is swapped evenly opens the rights anew, on the day of the swap."""
    played = play_tree(case)
    swapped = {
        piece: visited.at
        for visited in played.visits
        if visited.order is None and visited.taken
        for piece in visited.given
    }

    def later(visited: Visited) -> Rights:
        return {
            piece: frozenset((rule, day and day + timedelta(days=2)) for rule, day in found)
            if swapped.get(piece, visited.at) < visited.at
            else found
            for piece, found in visited.rights.items()
        }

    return attrs.evolve(
        played, visits=tuple(attrs.evolve(each, rights=later(each)) for each in played.visits)
    )


TREE_FAULTS: Final[Mapping[str, Mapping[str, PlayTree]]] = MappingProxyType(
    {
        "XP": {
            "always_the_price_of_today": in_another_shop(price=ExchangePrice.TODAY),
            "always_the_price_of_then": in_another_shop(price=ExchangePrice.ORIGINAL),
            "the_lesser_where_then_is_agreed": in_another_shop(price=ExchangePrice.PROTECTED),
            "promotions_are_forgotten": in_another_shop(percentages=()),
            "tax_is_never_added": in_another_shop(added=False),
            "the_customer_always_pays_delivery": in_another_shop(delivery=Bearer.BUYER),
            "the_seller_always_pays_delivery": in_another_shop(delivery=Bearer.SELLER),
            "the_fee_is_forgotten": in_another_shop(fee=0),
            "points_are_given_as_money": on_each_visit(_points_as_money),
            "a_cent_for_the_paper": on_each_visit(
                lambda visited: attrs.evolve(visited, difference=visited.difference + 1)
            ),
        },
        "XT": {
            "a_cent_is_kept": _with_paid_out(_a_cent_less),
            "all_goes_to_one_card": _with_paid_out(_by_one_card),
            "always_as_it_was_paid": in_another_shop(credit=False),
            "always_the_last_first": in_another_shop(first_paid_first=False),
            "points_are_kept": on_each_visit(lambda visited: attrs.evolve(visited, worth=0)),
            "paid_out_twice": _with_paid_out(
                lambda paid_out: {name: 2 * minor for name, minor in paid_out.items()}
            ),
        },
        "XD": {
            "a_swap_opens_the_rights_anew": _opened_by_a_swap,
            "nothing_opens_a_withdrawal": _with_rights(
                lambda _, rule: None if rule.endswith("withdrawal") else 0
            ),
            "a_new_order_keeps_the_days_of_the_old": _with_rights(
                lambda visited, _: 0 if visited.source == "o-1" else -2
            ),
        },
        "P4": {
            "valid_a_microsecond_too_long": asking_again(0),
            "valid_a_week_too_long": asking_again(7 * DAY),
        },
    }
)
"""Those of exchanges in a row, by the letter of the law that must catch them."""


def _played(change: Callable[[CutOffPlayed], CutOffPlayed]) -> PlayCutOff:
    return lambda case: change(play_cut_off(case))


def _counted_twice(case: CutOffCase) -> CutOffPlayed:
    """What is paid out for what is kept, once more."""
    played = play_cut_off(case)
    return attrs.evolve(played, paid_out={**played.paid_out, "r-again": played.paid_out["r-o-1"]})


def _kept(case: CutOffCase) -> CutOffPlayed:
    """What was paid for goods that were taken second is not paid out, whoever had paid it."""
    played = play_cut_off(case)
    return attrs.evolve(
        played, paid_out={fact: out for fact, out in played.paid_out.items() if fact != "r-o-1"}
    )


CUT_OFF_FAULTS: Final[Mapping[str, Mapping[str, PlayCutOff]]] = MappingProxyType(
    {
        "XC": {
            "nobody_is_told": _played(lambda played: attrs.evolve(played, named=())),
            "it_is_told_twice": _played(lambda played: attrs.evolve(played, named=played.named * 2)),
            "it_is_paid_out_twice": _counted_twice,
            "what_was_kept_is_not_paid_out": _kept,
        }
    }
)
"""Those of tills that are cut off."""
