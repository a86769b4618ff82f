"""The price per kilogram, litre, metre or square metre, which stands beside the selling price.

Decides it from a price and from what is in a piece. May never know why the price is what it is, nor
whether a country wants it shown.

Source: Directive 98/6/EC, articles 1 to 3.
"""

from __future__ import annotations

from typing import Final

import attrs

from comptoir.facts.products import Product
from comptoir.values.decimals import MILLION
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.money import AMOUNT_MAX, UnitPrice
from comptoir.values.policies import Minting
from comptoir.values.quantities import PIECE, Measured, millionths_in
from comptoir.values.rounding import divide

MEASURES: Final = ("kg", "l", "m", "m2")
"""Of what a price per measure is."""


@attrs.frozen
class PerMeasure:
    """What one ``unit`` (``kg``, ``l``, ``m`` or ``m2``) costs, in minor units."""

    unit: str
    amount: int

    def __attrs_post_init__(self) -> None:
        if self.unit not in MEASURES:
            cure = f"use one of {', '.join(MEASURES)}"
            raise WrongValue.at("unit", shown(self.unit), cure, code="unknown_unit")
        if type(self.amount) is not int:
            raise WrongType.at("amount", shown(self.amount), "pass minor units as int", code="not_an_int")
        if not 0 <= self.amount <= AMOUNT_MAX:
            code = "amount_negative" if self.amount < 0 else "amount_too_large"
            raise WrongValue.at("amount", shown(self.amount), "stay within 0 and 2^53-1", code=code)


def per_measure(product: Product, unit_price: UnitPrice, *, minting: Minting) -> PerMeasure | None:
    """The price per measure of a product at the price of one of its units, such as a piece or a litre.

    Exact until it is rounded, once, by ``minting``. ``None`` for a product by the piece without content.

    >>> from comptoir.values.rounding import Rounding
    >>> honey = Product(
    ...     sku="MIEL", name={"fr": "Miel"}, category="food", tax="food", content=Measured("250", "g")
    ... )
    >>> per_measure(honey, UnitPrice.of("8.90"), minting=Minting("EUR", 2, Rounding.HALF_UP))
    PerMeasure(unit='kg', amount=3560)
    """
    return _per_measure(product, unit_price.millionths, MILLION * 10 ** (6 - minting.digits), minting)


def per_measure_of(product: Product, minor: int, quantity: int, *, minting: Minting) -> PerMeasure | None:
    """The same where ``quantity`` millionths of the product's unit cost ``minor`` units.

    For a pack, for what was weighed, or for pieces after a reduction. ``quantity`` is above 0.
    """
    return _per_measure(product, minor, quantity, minting)


def _per_measure(product: Product, paid: int, quantity: int, minting: Minting) -> PerMeasure | None:
    """The price per measure where ``quantity`` millionths of the product's unit cost ``paid``."""
    content = product.content if product.unit == PIECE else Measured("1", product.unit)
    if content is None:
        return None
    unit, whole = next(
        (unit, whole) for unit in MEASURES if (whole := millionths_in(Measured("1", unit), content.unit))
    )
    return PerMeasure(unit, divide(paid * whole * MILLION, quantity * content.millionths, minting.rounding))
