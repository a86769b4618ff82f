"""A line whose units do not sum to it: a fault, planted for law U1.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from comptoir.facts.terms import LineTerms, Share
from comptoir.values.quantities import pieces


@attrs.frozen(kw_only=True)
class LossyLine(LineTerms):
    """Every unit gets the whole minor units of its share; the odd ones are lost."""

    @classmethod
    def of(cls, line: LineTerms) -> LossyLine:
        """The same line, careless."""
        return cls(**{field.name: getattr(line, field.name) for field in attrs.fields(LineTerms)})

    def shares(self) -> Iterator[Share]:
        """One run of equal units."""
        units = pieces(self.quantity)
        changes = tuple(-(-each.amount // units) for each in self.adjustments)
        regular = self.regular // units
        yield Share(units, regular, changes, regular + sum(changes), self.paid // units, self.tax // units)
