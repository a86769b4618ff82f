"""Factors by which points are multiplied, exact to six decimals.

Source: house rule for the bounds (0 to 100).
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

import attrs

from comptoir.values.decimals import MILLION, decimal_text, millionths_of
from comptoir.values.errors import WrongType, WrongValue, shown

FACTOR_MAX: Final = 100
"""The largest factor."""

_CURE = f'write a factor from 0 to {FACTOR_MAX} as text, such as "1.5"'


def to_factor(value: Factor | str | int | Decimal) -> Factor:
    """A public factor as a value; for attrs fields."""
    return Factor.of(value)


@attrs.frozen(order=True)
class Factor:
    """A factor from 0 to 100 in millionths. Its text is the numeral: ``1.5``."""

    example: ClassVar[str] = "1.5"

    millionths: int

    def __attrs_post_init__(self) -> None:
        if type(self.millionths) is not int:
            raise WrongType.at("", shown(self.millionths), 'call Factor.of("1.5")', code="not_an_int")
        if not 0 <= self.millionths <= FACTOR_MAX * MILLION:
            raise WrongValue.at(
                "", f"found {decimal_text(self.millionths, 6)}", _CURE, code="factor_out_of_range"
            )

    @classmethod
    def of(cls, value: Factor | str | int | Decimal, where: str = "factor") -> Factor:
        """Read ``"1.5"``, ``2`` or a ``Decimal``; at most six decimals.

        >>> Factor.of("1.5").times(7)
        10
        """
        if isinstance(value, Factor):
            return value
        millionths = millionths_of(value, where, cure=_CURE)
        if not 0 <= millionths <= FACTOR_MAX * MILLION:
            raise WrongValue.at(where, shown(value), _CURE, code="factor_out_of_range")
        return cls(millionths)

    @classmethod
    def from_text(cls, text: str) -> Factor:
        """Read ``1.5``."""
        return cls.of(text, "")

    def to_text(self) -> str:
        """The shortest numeral."""
        return decimal_text(self.millionths, 6)

    def times(self, points: int) -> int:
        """So many times the points, fractions dropped: one of the points at which points are rounded."""
        return points * self.millionths // MILLION


ONCE: Final = Factor(MILLION)
"""The factor that changes nothing."""
