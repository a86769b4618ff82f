"""Strategies for products: what is sold, with few words, so that selections meet them.

Source: house rule; the check digit of a GTIN is GS1's.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from hypothesis import strategies as st

from comptoir.facts.products import Product
from comptoir.rulebook import Assortment
from comptoir.testing.strategies.flavours import PLAUSIBLE, Flavour
from comptoir.values.quantities import PIECE

CATEGORIES: Final = ("mode", "mode/robes", "mode/robes/lin", "modes", "epicerie/the")
ATTRIBUTES: Final = (("size", "36"), ("size", "38"), ("colour", "bleu"))
TAX_CATEGORIES: Final = ("standard", "reduced", "zero")


@cache
def gtins() -> st.SearchStrategy[str]:
    """A barcode's number, its check digit included."""

    def checked(digits: str) -> str:
        weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
        return f"{digits}{-weighted % 10}"

    return st.sampled_from((7, 11, 12, 13)).flatmap(
        lambda length: st.text("0123456789", min_size=length, max_size=length).map(checked)
    )


@cache
@st.composite
def products(draw: st.DrawFn, flavour: Flavour = PLAUSIBLE, sku: str | None = None) -> Product:
    """A product, sold by the piece or by measure."""
    one, other, *_ = flavour.words
    return Product(
        sku=draw(st.sampled_from(flavour.skus)) if sku is None else sku,
        name={"fr": draw(st.sampled_from(flavour.texts))},
        category=draw(st.sampled_from(CATEGORIES)),
        tax=draw(st.sampled_from(TAX_CATEGORIES)),
        brand=draw(st.sampled_from((None, one, other))),
        gtin=draw(st.sampled_from((None, "96385074", "4006381333931"))),
        tags=draw(st.sampled_from(((), (one,), (other,), (one, other)))),
        attributes=dict(draw(st.sampled_from(((), ATTRIBUTES[:1], ATTRIBUTES[1:])))),
        unit=draw(st.sampled_from((PIECE, PIECE, PIECE, "kg"))),
    )


@cache
@st.composite
def assortments(draw: st.DrawFn, flavour: Flavour = PLAUSIBLE) -> Assortment:
    """A few products, each once."""
    count = draw(st.integers(1, flavour.products_max))
    return Assortment([draw(products(flavour, sku)) for sku in flavour.skus[:count]])
