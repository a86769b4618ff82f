"""What may be written about value added tax: a rate per category and window, with its source.

Source: Directive 2006/112/EC for the notion of rates by category; the rates themselves are data of
the rulebook, each with its own reference.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from comptoir.values.collections import tuple_of
from comptoir.values.errors import checked_type
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.windows import ALWAYS, Window


@attrs.frozen(kw_only=True)
class TaxRate:
    """The rate of a tax category while it is in force."""

    category: str
    percent: Percent = attrs.field(converter=to_percent)
    valid: Window = ALWAYS
    source: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.category, "category")
        checked_text(self.source, "source")
        checked_type(Window, self.valid, "valid", "pass a Window")


def _rates(rates: Iterable[TaxRate]) -> tuple[TaxRate, ...]:
    return tuple_of(TaxRate, rates, "rates")


@attrs.frozen(kw_only=True)
class TaxRules:
    """The rates of one country, for prices that include tax."""

    country: str
    rates: tuple[TaxRate, ...] = attrs.field(converter=_rates)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.country, "country")
