"""The law of exchanges at tills that are cut off from each other: by hand, drawn, and on planted faults."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given

from comptoir.testing.cases import LawBroken
from comptoir.testing.exchange_faults import CUT_OFF_FAULTS
from comptoir.testing.exchange_shops import Percentage, TreeShop
from comptoir.testing.laws import CUT_OFF_LAWS
from comptoir.testing.laws.cut_off_exchanges import CutOffCase, play_cut_off
from comptoir.testing.strategies.exchanges import cut_off_cases

PRICES = {"ROBE-36": 7990, "ROBE-38": 7990, "FOULARD": 2499, "LIVRE": 9990}
DEARER, CHEAPER = (("LIVRE", 1),), (("FOULARD", 1),)
ODD = Percentage(sku="ROBE-36", percent=36, seasons=(0,))
"""It leaves 51.14 of a dress, and 102.27 of two."""
DRESS = CutOffCase(
    shop=TreeShop(prices=(PRICES, PRICES, PRICES)),
    bought=(("ROBE-36", 1), ("ROBE-38", 1)),
    takes=(DEARER, DEARER),
)
"""A dress of 79.90 given twice for a book of 99.90; another dress is kept until the end."""
BY_HAND = {
    "twice for what is dearer": DRESS,
    "first for what is dearer, then for what is cheaper": attrs.evolve(DRESS, takes=(DEARER, CHEAPER)),
    "first for what is cheaper, then for what is dearer": attrs.evolve(DRESS, takes=(CHEAPER, DEARER)),
    "twice for what is cheaper": attrs.evolve(DRESS, takes=(CHEAPER, CHEAPER)),
    "the till that recorded it second was first": attrs.evolve(DRESS, later=-10),
    "at one instant": attrs.evolve(DRESS, later=0),
    "first for money": attrs.evolve(DRESS, takes=((), DEARER)),
    "then for money": attrs.evolve(DRESS, takes=(DEARER, ())),
    "two of three, twice": attrs.evolve(DRESS, bought=(("ROBE-36", 3),), give=2),
    "two of four, twice": attrs.evolve(DRESS, bought=(("ROBE-36", 4),), give=2),
    "the second comes back first": attrs.evolve(DRESS, back=("o-3", "o-2")),
    "only what was taken first comes back": attrs.evolve(DRESS, back=("o-2",)),
    "only what was taken second comes back": attrs.evolve(DRESS, back=("o-3",)),
    "one of two, each with an odd cent": attrs.evolve(
        DRESS, bought=(("ROBE-36", 2),), shop=TreeShop(prices=(PRICES,) * 3, percentages=(ODD,))
    ),
    "on credit": attrs.evolve(DRESS, shop=attrs.evolve(DRESS.shop, credit=True)),
    "and again for what is cheaper": attrs.evolve(DRESS, again=CHEAPER),
    "and again for what is dearer": attrs.evolve(DRESS, again=(("LIVRE", 2),)),
    "and again, once they are joined, for what is cheaper": attrs.evolve(DRESS, again=CHEAPER, joined=True),
    "and again, once they are joined, for what is dearer": attrs.evolve(
        DRESS, again=(("LIVRE", 2),), joined=True
    ),
}
KEPT = attrs.evolve(DRESS, takes=(DEARER, ()))
"""The second till pays the dress out, which the first had taken for a book: nothing else is paid twice."""


@pytest.mark.parametrize("name", BY_HAND)
def test_xc_what_was_given_once_pays_once_by_hand(name: str) -> None:
    CUT_OFF_LAWS["XC"](BY_HAND[name])


@given(case=cut_off_cases())
def test_xc_what_was_given_once_pays_once(case: CutOffCase) -> None:
    CUT_OFF_LAWS["XC"](case)


@given(case=cut_off_cases(again=True))
def test_xc_what_was_given_once_pays_once_however_it_goes_on(case: CutOffCase) -> None:
    CUT_OFF_LAWS["XC"](case)


def test_by_hand_what_the_customer_paid_is_what_comes_back() -> None:
    """159.80 and 20.00 and 20.00 are paid; the dress comes back twice for books, which come back, too."""
    played = play_cut_off(DRESS)
    assert played.named == ("o-3",)
    assert sum(sum(own.values()) for own in played.paid.values()) == 15980 + 2000 + 2000
    assert sum(sum(out.values()) for out in played.paid_out.values()) == 15980 + 2000 + 2000


@pytest.mark.parametrize("fault", CUT_OFF_FAULTS["XC"])
def test_xc_catches_the_planted_fault(fault: str) -> None:
    CUT_OFF_LAWS["XC"](KEPT)
    with pytest.raises(LawBroken, match=r"^XC: "):
        CUT_OFF_LAWS["XC"](KEPT, CUT_OFF_FAULTS["XC"][fault])


def test_the_law_has_two_faults() -> None:
    assert set(CUT_OFF_FAULTS) == set(CUT_OFF_LAWS)
    assert all(len(faults) >= 2 for faults in CUT_OFF_FAULTS.values())
