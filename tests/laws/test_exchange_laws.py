"""The laws of exchanges in a row, on cases that are drawn, and on faults planted for them."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given

from comptoir.facts.bearers import Bearer
from comptoir.facts.exchange_terms import ExchangePrice
from comptoir.testing.cases import LawBroken
from comptoir.testing.exchange_cases import CARD, TreeCase, Visit, play_tree
from comptoir.testing.exchange_faults import TREE_FAULTS
from comptoir.testing.exchange_shops import Percentage, TreeShop
from comptoir.testing.laws import TREE_LAWS
from comptoir.testing.strategies.exchanges import tree_cases

THEN = {"ROBE-36": 7990, "ROBE-38": 8490, "FOULARD": 2499}
NOW = {"ROBE-36": 6990, "ROBE-38": 8490, "FOULARD": 2999, "LIVRE": 999}
SHOP = TreeShop(
    prices=(THEN, NOW, NOW),
    percentages=(
        Percentage(sku="FOULARD", percent=20, seasons=(0,)),
        Percentage(sku="ROBE-36", percent=33, seasons=(0, 2)),
        Percentage(sku="FOULARD", percent=7, after=True),
    ),
    price=ExchangePrice.PROTECTED,
)
DRESS, SCARVES, BOOK = ("ROBE-36", 1), ("FOULARD", 3), ("LIVRE", 1)
CASE = TreeCase(
    shop=SHOP,
    bought=(("ROBE-36", 2),),
    visits=(
        Visit(give=1, take=(("ROBE-38", 1),)),
        Visit(give=1, take=(SCARVES, BOOK), means=("card", "psp-2")),
        Visit(of=1, give=2, take=(DRESS,), means=("card", "psp-3")),
    ),
)
"""Two dresses: one swapped for another size, then given for scarves and a book; two of them for a dress."""


def hand_made() -> list[TreeCase]:
    """Under each price, on each means; with points, credit and fees; sent home, and with tax added."""
    two = attrs.evolve(CASE, means=(("gift-card", "gift-1"), CARD))
    home = tuple(attrs.evolve(visit, home=True) for visit in CASE.visits)
    sent = attrs.evolve(CASE, home=True, visits=home)
    return [
        *(attrs.evolve(CASE, shop=attrs.evolve(SHOP, price=price)) for price in ExchangePrice),
        two,
        attrs.evolve(two, shop=attrs.evolve(SHOP, first_paid_first=True)),
        attrs.evolve(two, shop=attrs.evolve(SHOP, credit=True)),
        attrs.evolve(two, points=500),
        attrs.evolve(CASE, shop=attrs.evolve(SHOP, added=True)),
        attrs.evolve(CASE, shop=attrs.evolve(SHOP, fee=10)),
        sent,
        attrs.evolve(sent, shop=attrs.evolve(SHOP, delivery=Bearer.BUYER)),
    ]


@given(case=tree_cases(kept=True))
def test_xp_a_difference_is_plain_arithmetic(case: TreeCase) -> None:
    TREE_LAWS["XP"](case)


@given(case=tree_cases() | tree_cases(kept=True))
def test_xt_whatever_is_exchanged_all_is_paid_back_as_it_was_paid(case: TreeCase) -> None:
    TREE_LAWS["XT"](case)


@given(case=tree_cases(points=False))
def test_xd_only_a_new_contract_opens_new_deadlines(case: TreeCase) -> None:
    TREE_LAWS["XD"](case)


@given(case=tree_cases())
def test_p4_an_offer_stays_until_valid_until(case: TreeCase) -> None:
    TREE_LAWS["P4"](case)


@pytest.mark.parametrize("letter", TREE_LAWS)
def test_the_law_holds_on_every_case_made_by_hand(letter: str) -> None:
    for case in hand_made():
        TREE_LAWS[letter](case)


def test_by_hand_what_the_visits_come_to() -> None:
    """Two dresses at 79.90 less a third: 159.80 - 52.73 = 107.07, the first of them 53.54.

    It is swapped for a larger one, which changes nothing, and given for scarves and a book. The scarves cost
    74.97 then, less 20 % 59.98, less 7 % 55.78; today 89.97 less 7 % 83.67. The book had no price: 9.99.
    So 65.77 - 53.54 = 12.23 are to pay. Two of the scarves, 18.60 and 18.59, are given for a dress: when they
    were taken it cost 69.90, and less a third today 69.90 - 23.07 = 46.83. So 46.83 - 37.19 = 9.64.
    """
    visits = play_tree(CASE).visits
    assert [visit.order for visit in visits[:4]] == ["o-1", None, "o-3", "o-4"]
    assert [visit.difference for visit in visits[1:4]] == [0, 1223, 964]
    assert [sum(minor for _, minor in visit.paid) for visit in visits[:4]] == [10707, 0, 1223, 964]
    assert sum(sum(visit.paid_out.values()) for visit in visits) == 10707 + 1223 + 964


def test_every_law_has_two_faults() -> None:
    assert set(TREE_FAULTS) == set(TREE_LAWS)
    assert all(len(faults) >= 2 for faults in TREE_FAULTS.values())


@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in TREE_FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    with pytest.raises(LawBroken, match=f"^{letter}: "):  # noqa: PT012 - one of the cases does
        for case in hand_made():
            TREE_LAWS[letter](case, TREE_FAULTS[letter][fault])
