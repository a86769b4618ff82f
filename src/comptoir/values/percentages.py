"""Percentages, exact to four decimals: reductions and tax rates.

Source: house rule for the bounds (0 to 100).
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import attrs

from comptoir.values.decimals import decimal_text, millionths_of
from comptoir.values.errors import WrongType, WrongValue, quoted, shown
from comptoir.values.rounding import Rounding, divide

_CURE = 'write a percentage from 0 to 100 as text, such as "5.5"'
_WHOLE = 1_000_000


def to_percent(value: Percent | str | int | Decimal) -> Percent:
    """A public percentage as a value; for attrs fields."""
    return Percent.of(value)


def maybe_percent(value: Percent | str | int | Decimal | None) -> Percent | None:
    """A public percentage that may be left out, as a value; for attrs fields."""
    return None if value is None else Percent.of(value)


@attrs.frozen(order=True)
class Percent:
    """A percentage from 0 to 100, kept as parts per million. Its text is the numeral: ``5.5``."""

    example: ClassVar[str] = "5.5"

    parts_per_million: int

    def __attrs_post_init__(self) -> None:
        if type(self.parts_per_million) is not int:
            cure = 'pass parts per million as int, or call Percent.of("5.5")'
            raise WrongType.at("", shown(self.parts_per_million), cure, code="not_an_int")
        if not 0 <= self.parts_per_million <= _WHOLE:
            found = f"found {quoted(self.parts_per_million)} parts per million"
            raise WrongValue.at("", found, "pass 0 to 1000000", code="percent_out_of_range")

    @classmethod
    def of(cls, value: Percent | str | int | Decimal, where: str = "percent") -> Percent:
        """Read ``"5.5"``, ``20`` or a ``Decimal``; at most four decimals.

        >>> Percent.of("5.5").parts_per_million
        55000
        """
        if isinstance(value, Percent):
            return value
        millionths = millionths_of(value, where, cure=_CURE)
        parts, finer = divmod(millionths, 100)
        if finer:
            raise WrongValue.at(where, shown(value), "use at most four decimals", code="percent_too_fine")
        if not 0 <= parts <= _WHOLE:
            raise WrongValue.at(where, shown(value), _CURE, code="percent_out_of_range")
        return cls(parts)

    @classmethod
    def from_text(cls, text: str) -> Percent:
        """Read ``5.5``."""
        return cls.of(text, "")

    def to_text(self) -> str:
        """The shortest numeral."""
        return decimal_text(self.parts_per_million, 4)

    def of_amount(self, minor: int, rounding: Rounding) -> int:
        """This percentage of an amount: one of the few places where money is rounded.

        >>> Percent.of("12.5").of_amount(999, Rounding.HALF_UP)
        125
        """
        return divide(minor * self.parts_per_million, _WHOLE, rounding)

    def within_gross(self, gross: int, rounding: Rounding) -> int:
        """The tax inside a tax-inclusive amount at this rate: gross x rate / (100 + rate)."""
        return divide(gross * self.parts_per_million, _WHOLE + self.parts_per_million, rounding)
