"""What pricing comes out with: each line's price, what changed it, and what became of each offer.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from comptoir.facts.goods import Good
from comptoir.facts.products import Product
from comptoir.facts.terms import Adjustment, Proof
from comptoir.pricing.verdicts import Verdict
from comptoir.values.money import UnitPrice


@attrs.frozen
class ListedPrice:
    """A unit price and the price list that says so."""

    list: str
    price: UnitPrice


@attrs.frozen(kw_only=True)
class PricedLine:
    """One good: its price, the rounded line extension, its adjustments, and what they leave."""

    good: Good
    product: Product
    listed: ListedPrice
    regular: int
    adjustments: tuple[Adjustment, ...]
    charged: int


@attrs.frozen
class Priced:
    """The goods as priced, how good the choice is known to be, and the verdict on every offer in force."""

    lines: tuple[PricedLine, ...]
    proof: Proof
    verdicts: Mapping[str, Verdict]
