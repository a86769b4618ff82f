"""What may be written about value added tax: a rate per category and window, with its source.

Source: Directive 2006/112/EC for the notion of rates by category; the rates themselves are data of
the rulebook, each with its own reference.
"""

from __future__ import annotations

import attrs

from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.percentages import Percent
from comptoir.values.windows import Window


@attrs.frozen(kw_only=True)
class TaxRate:
    """The rate of a tax category while it is in force."""

    category: str
    percent: Percent = attrs.field(converter=Percent.of)
    valid: Window = Window()
    source: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.category, "category")
        checked_text(self.source, "source")


@attrs.frozen(kw_only=True)
class TaxRules:
    """The rates of one country, for prices that include tax."""

    country: str
    rates: tuple[TaxRate, ...] = attrs.field(converter=tuple)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.country, "country")
