"""Strategies for exchanges in a row: shops of a few numbers, and visits at which anything may be taken.

Source: house rule (laws XP, XT and XD).
"""

from __future__ import annotations

from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.bearers import Bearer
from comptoir.facts.exchange_terms import ExchangePrice
from comptoir.testing.exchange_cases import CARD, TreeCase, Visit
from comptoir.testing.exchange_shops import Percentage, TreeShop
from comptoir.testing.laws.cut_off_exchanges import AGAIN, TILLS, CutOffCase
from comptoir.testing.terms_examples import Names

SKUS: Final = ("ROBE-36", "ROBE-38", "FOULARD", "LIVRE")
NEW: Final = "LIVRE"
"""What may have had no price in the first season."""
_PRICES: Final = st.sampled_from((7990, 2499, 999, 1501)) | st.integers(1, 9_999)
_SEASONS: Final = st.sampled_from(((0,), (1,), (0, 1, 2), (1, 2), (0, 2)))
_MEANS: Final[tuple[Names, ...]] = (
    (CARD,),
    (("gift-card", "gift-1"), CARD),
    (("cash", None), ("voucher", None), CARD),
)
_BACK: Final = st.sampled_from(
    ((*TILLS, AGAIN), (*TILLS, AGAIN), (AGAIN, *reversed(TILLS)), TILLS[:1], TILLS[1:])
)
_OWN: Final = st.sampled_from((CARD, ("card", "psp-2"), ("card", "psp-3"), ("cash", None)))


@st.composite
def tree_shops(draw: st.DrawFn) -> TreeShop:
    """Three seasons of prices; at most one percentage of each layer on a product."""
    prices = [{sku: draw(_PRICES) for sku in SKUS} for _ in range(2)]
    seasons = [prices[0], prices[1], draw(st.sampled_from(prices))]
    if draw(st.sampled_from((False, False, True))):
        seasons = [{sku: minor for sku, minor in prices[0].items() if sku != NEW}, prices[1], prices[1]]
    layers = draw(st.lists(st.tuples(st.sampled_from(SKUS), st.booleans()), max_size=4, unique=True))
    off = st.sampled_from((20, 50, 33, 7))
    return TreeShop(
        prices=seasons,
        percentages=tuple(
            Percentage(sku=sku, percent=draw(off), seasons=draw(_SEASONS), after=after)
            for sku, after in layers
        ),
        added=draw(st.sampled_from((False, False, True))),
        price=draw(st.sampled_from(ExchangePrice)),
        delivery=draw(st.sampled_from(Bearer)),
        credit=draw(st.sampled_from((False, False, True))),
        first_paid_first=draw(st.booleans()),
    )


def _goods(skus: tuple[str, ...]) -> st.SearchStrategy[tuple[tuple[str, int], ...]]:
    lines = st.tuples(st.sampled_from(skus), st.integers(1, 3))
    return st.lists(lines, min_size=1, max_size=2, unique_by=_sku).map(tuple)


def _sku(line: tuple[str, int]) -> str:
    return line[0]


@cache
@st.composite
def tree_cases(draw: st.DrawFn, *, kept: bool = False, points: bool = True) -> TreeCase:
    """Goods bought, exchanged up to three times for anything or the very same, then given back.

    With ``kept``, some of what comes back may be kept as a fee. Nothing is sent home of who pays with
    ``points``.
    """
    shop = draw(tree_shops())
    if kept:
        shop = attrs.evolve(shop, fee=draw(st.sampled_from((0, 10, 33))))
    spent = draw(st.sampled_from((0, 0, 100, 330, 700))) if points else 0
    homes = st.sampled_from((False,) if spent else (False, True))
    gives = st.sampled_from((1, 2, 99))
    often = draw(st.sampled_from((1, 2, 2, 3, 4)))
    visits = st.builds(
        Visit,
        after=st.sampled_from((2, 2, 2, 1, 13, 14, 15, 16, 17)),
        points=st.sampled_from((0, 0, 50, 400)),
        of=st.integers(0, 2),
        give=gives,
        take=_goods(SKUS) | st.sampled_from(((), (("ROBE-36", 1),), (("ROBE-38", 2),))),
        home=homes,
        means=_OWN,
    )
    return TreeCase(
        shop=shop,
        bought=draw(_goods(tuple(sku for sku in SKUS if sku in shop.prices[0]))),
        home=draw(homes),
        points=spent,
        means=draw(st.sampled_from(_MEANS[:2] if spent else _MEANS)),
        visits=tuple(draw(visits) for _ in range(often)),
    )


@cache
@st.composite
def cut_off_cases(draw: st.DrawFn, *, again: bool = False) -> CutOffCase:
    """Pieces given at two tills that know nothing of each other, for anything, or at one of them for money.

    With ``again``, what was taken at the second is given for something else, before it hears of the first or
    after.
    """
    shop = draw(tree_shops())
    count = draw(st.sampled_from((1, 1, 2, 3)))
    bought = [("ROBE-36", count)]
    if draw(st.booleans()):
        bought.append(("ROBE-38", 1))
    takes = _goods(("FOULARD", "LIVRE"))
    first = draw(takes | st.just(()))
    return CutOffCase(
        shop=shop,
        bought=tuple(bought),
        means=draw(st.sampled_from(_MEANS)),
        give=draw(st.integers(1, count)),
        takes=(first, draw(takes | st.just(()) if first and not again else takes)),
        later=draw(st.sampled_from((10, 10, 0, -300))),
        again=draw(_goods(("ROBE-36", "ROBE-38"))) if again else (),
        joined=again and draw(st.booleans()),
        back=draw(_BACK),
    )
