"""What was agreed about tax: how an amount relates to it, and base, tax and gross per rate.

Amounts are ``int`` minor units of the order's currency.

Source: Directive 2006/112/EC for the treatments; their letters are those of UNTDID 5305 in the subset of
EN 16931 (BT-118, BT-151).
"""

from __future__ import annotations

from enum import Enum

import attrs

from comptoir.values.percentages import Percent


class PriceBasis(Enum):
    """How a price relates to tax."""

    INCLUDED = "included"
    """The tax is inside the price, as consumers see it."""
    ADDED = "added"
    """The tax comes on top of the price, as businesses see it."""


class Treatment(Enum):
    """Why an amount is taxed, or why it is not."""

    TAXED = "taxed"
    """At the rate of its category, which may be zero."""
    EXEMPT = "exempt"
    """Exempt from tax."""
    OUTSIDE = "outside"
    """Outside the scope of the tax: a deposit, a multi-purpose voucher."""
    REVERSE_CHARGE = "reverse_charge"
    """Due by the business that buys, in the same country."""
    INTRA_COMMUNITY = "intra_community"
    """Delivered to a business in another member state, which declares it there."""
    EXPORT = "export"
    """Leaving the union."""


_CODES = {
    Treatment.EXEMPT: "E",
    Treatment.OUTSIDE: "O",
    Treatment.REVERSE_CHARGE: "AE",
    Treatment.INTRA_COMMUNITY: "K",
    Treatment.EXPORT: "G",
}


def category_code(percent: Percent, treatment: Treatment) -> str:
    """The VAT category code of EN 16931: ``S`` at a positive rate, ``Z`` at zero, else by treatment."""
    if treatment is Treatment.TAXED:
        return "S" if percent.parts_per_million else "Z"
    return _CODES[treatment]


@attrs.frozen(slots=False)
class TaxPart:
    """The part of a charge that has one rate: ``gross`` is taxed, ``tax`` is inside it."""

    percent: Percent
    gross: int
    tax: int
    treatment: Treatment = Treatment.TAXED

    @property
    def net(self) -> int:
        """What is taxed, without the tax."""
        return self.gross - self.tax


@attrs.frozen
class TaxTerms:
    """All that has one rate: ``base + tax == gross``, exactly."""

    percent: Percent
    base: int
    tax: int
    gross: int
    treatment: Treatment = Treatment.TAXED

    @property
    def code(self) -> str:
        """The VAT category code of EN 16931."""
        return category_code(self.percent, self.treatment)
