"""Strategies for selections, nested, over the few words that the products made here carry.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hypothesis import strategies as st

from comptoir.testing.strategies.flavours import PLAUSIBLE, Flavour
from comptoir.testing.strategies.products import ATTRIBUTES, CATEGORIES
from comptoir.values.selections import (
    AllOf,
    AnyOf,
    Attribute,
    Brand,
    Category,
    Everything,
    NoneOf,
    Selection,
    Skus,
    Tag,
)


@cache
def selections(flavour: Flavour = PLAUSIBLE) -> st.SearchStrategy[Selection]:
    """A selection: everything, a few products, a category …, or selections inside each other."""
    return _nested(flavour, flavour.depth_max)


def _leaves(flavour: Flavour) -> st.SearchStrategy[Selection]:
    of_products = st.lists(st.sampled_from(flavour.skus), min_size=1, max_size=3).map(Skus)
    others = (
        Everything(),
        *map(Category, CATEGORIES),
        *map(Brand, flavour.words),
        *map(Tag, flavour.words),
        *(Attribute(name, value) for name, value in ATTRIBUTES),
    )
    return st.just(Everything()) | of_products | of_products | st.sampled_from(others)


def _nested(flavour: Flavour, depth: int) -> st.SearchStrategy[Selection]:
    leaves = _leaves(flavour)
    if depth <= 1:
        return leaves
    inner = st.lists(_nested(flavour, depth - 1), min_size=1, max_size=2)
    joins: tuple[Callable[[list[Selection]], Selection], ...] = (AnyOf, AllOf, NoneOf)
    joined = st.builds(lambda join, of: join(of), st.sampled_from(joins), inner)
    return st.integers(0, 3).flatmap(lambda which: joined if which == 3 else leaves)
