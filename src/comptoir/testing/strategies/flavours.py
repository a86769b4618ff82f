"""Two flavours of the same strategies: what a shop has every day, and what it has once, at its worst.

A flavour is pools of small values, chosen so that they meet: prices and percentages whose products
end in half a cent, edges shared by several windows, words shared by products and selections.

Source: house rule.
"""

from __future__ import annotations

from typing import Final

import attrs

from comptoir.values.decimals import MILLION
from comptoir.values.identifiers import IDENTIFIER_LENGTH_MAX
from comptoir.values.quantities import QUANTITY_MAX
from comptoir.values.rounding import Rounding


@attrs.frozen(kw_only=True, cache_hash=True)
class Flavour:
    """The pools that strategies draw from, and how much of each they draw."""

    name: str
    currencies: tuple[str, ...]
    skus: tuple[str, ...]
    words: tuple[str, ...]
    """Identifiers of coupons, segments, tiers, brands and tags."""
    texts: tuple[str, ...]
    prices: tuple[int, ...]
    """Unit prices, in millionths of the major unit."""
    amounts: tuple[int, ...]
    """Amounts, in minor units."""
    percents: tuple[int, ...]
    """In parts per million."""
    pieces: tuple[int, ...]
    measures: tuple[int, ...]
    """In millionths."""
    roundings: tuple[Rounding, ...]
    search_steps: tuple[int, ...]
    products_max: int
    lines_max: int
    promotions_max: int
    layers_max: int
    depth_max: int
    """Selections and conditions inside each other."""
    gaps: bool
    """Whether a question may be asked that has no answer: a product unknown, or without a price."""


PLAUSIBLE: Final = Flavour(
    name="plausible",
    currencies=("EUR",),
    skus=("ROBE-36", "ROBE-38", "SAC", "THE-VERT", "LIVRE"),
    words=("WELCOME-7K3F", "staff", "gold", "eco"),
    texts=("Robe bleue", "Thé vert, 100 g", "3 pour 2"),
    prices=(79_900_000, 9_990_000, 10_000_000, 2_500_000, 1_250_000, 350_000, 50_000, 84_995_000, 1_799_000),
    amounts=(500, 1_000, 50, 999, 333, 5_000),
    percents=(100_000, 200_000, 500_000, 55_000, 125_000, 333_333, 5_000),
    pieces=(1, 2, 3, 5, 10, 12),
    measures=(532_000, 1_000_000, 250_000, 1_500, 99_999),
    roundings=(Rounding.HALF_UP, Rounding.HALF_EVEN),
    search_steps=(10_000,),
    products_max=4,
    lines_max=5,
    promotions_max=4,
    layers_max=2,
    depth_max=2,
    gaps=False,
)
"""A shop on a good day."""

NASTY: Final = Flavour(
    name="nasty",
    currencies=("EUR", "JPY", "KWD"),
    skus=("A", "A.", "a", "-", "A/B", "0", ":" * IDENTIFIER_LENGTH_MAX, "Z" * IDENTIFIER_LENGTH_MAX),
    words=("zz", "A", "a", ".2e", "_", "/" * IDENTIFIER_LENGTH_MAX),
    texts=(
        "{amount} % \\ \"'",
        "\N{NO-BREAK SPACE}\N{COMBINING ACUTE ACCENT}",
        "é" * 500,
        "0",
    ),
    prices=(0, 1, 5_000, 4_999, 10_000, 333_333, 1_000_000, 15_000, 999_999_999, 10**9 * MILLION),
    amounts=(0, 1, 2, 3, 50, 99_999, 2**53 - 1),
    percents=(1_000_000, 0, 1, 500_000, 333_333, 999_999, 666_667, 250_000),
    pieces=(1, 1, 2, 3, 7, QUANTITY_MAX),
    measures=(1, 500_000, 333_333, 1_000_000, QUANTITY_MAX * MILLION),
    roundings=tuple(Rounding),
    search_steps=(10_000, 1, 2, 3, 5, 20),
    products_max=6,
    lines_max=9,
    promotions_max=9,
    layers_max=3,
    depth_max=4,
    gaps=True,
)
"""A shop at its worst."""
