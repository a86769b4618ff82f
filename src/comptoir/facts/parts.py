"""Some goods of a quote or an order, with their amounts as ``Money``.

A part is a whole line, or the units that one of the channel's refs stands for. Its amounts are sums
of unit shares, so the parts of a line always sum to the line.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.terms import LineTerms, Share
from comptoir.facts.units import Units, shares_within
from comptoir.values.money import Amount, Money
from comptoir.values.quantities import Measured, Quantity, pieces


@attrs.frozen
class Reduction:
    """What one rule changed of a part; negative where the customer pays less."""

    layer: str
    rule: str
    amount: Amount

    @property
    def money(self) -> Money:
        """The amount as ``Money``."""
        return self.amount.money


@attrs.frozen(kw_only=True)
class Part:
    """Goods of one line: how much, the price before promotions, what was taken off, what is paid.

    ``unit_price``, ``regular`` and the reductions are on the ``basis`` of the price list; ``paid`` is what
    the customer pays, with extras on top and the tax. ``unit`` names the pack that is sold, if it is one.
    """

    number: int
    sku: str
    quantity: Quantity
    unit: str | None
    unit_price: Money
    basis: PriceBasis
    regular: Money
    reductions: tuple[Reduction, ...]
    paid: Money
    tax: Money


def part_of(
    line: LineTerms, shares: Iterable[Share], currency: str, *, first: int = 0, units: int | None = None
) -> Part:
    """The part of a line from unit ``first`` (counted from 0) on; the whole line without ``units``."""
    wanted = pieces(line.quantity) if units is None else units
    slices = list(shares_within(shares, Units(line.number, first, wanted)))
    changes = [
        sum(count * share.adjustments[i] for count, share in slices) for i in range(len(line.adjustments))
    ]
    return Part(
        number=line.number,
        sku=line.sku,
        quantity=line.quantity if isinstance(line.quantity, Measured) else wanted,
        unit=line.unit,
        unit_price=line.unit_price.money(currency),
        basis=line.basis,
        regular=Amount(sum(count * share.regular for count, share in slices), currency).money,
        reductions=tuple(
            Reduction(adjustment.layer, adjustment.rule, Amount(change, currency))
            for adjustment, change in zip(line.adjustments, changes, strict=True)
        ),
        paid=Amount(sum(count * share.paid for count, share in slices), currency).money,
        tax=Amount(sum(count * share.tax for count, share in slices), currency).money,
    )
