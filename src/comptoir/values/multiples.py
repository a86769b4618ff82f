"""How many units, exact to six decimals: 6 bottles in a pack, 0.5 kilograms in a bag.

Source: house rule for the bounds (above 0, at most 1,000,000).
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

import attrs

from comptoir.values.decimals import MILLION, decimal_text, millionths_of
from comptoir.values.errors import WrongType, WrongValue, shown

MULTIPLE_MAX: Final = 1_000_000
"""The most units."""

_CURE = f'write how many units, above 0 and at most {MULTIPLE_MAX}, as text, such as "6"'


@attrs.frozen(order=True)
class Multiple:
    """How many units, in millionths. Its text is the numeral: ``6``, ``0.5``."""

    example: ClassVar[str] = "6"

    millionths: int

    def __attrs_post_init__(self) -> None:
        if type(self.millionths) is not int:
            raise WrongType.at("", shown(self.millionths), 'call Multiple.of("6")', code="not_an_int")
        if not 0 < self.millionths <= MULTIPLE_MAX * MILLION:
            found = f"found {decimal_text(self.millionths, 6)}"
            raise WrongValue.at("", found, _CURE, code="multiple_out_of_range")

    @classmethod
    def of(cls, value: Multiple | str | int | Decimal, where: str = "multiple") -> Multiple:
        """Read ``"6"``, ``6`` or a ``Decimal``.

        >>> Multiple.of("0.5").millionths
        500000
        """
        if isinstance(value, Multiple):
            return value
        millionths = millionths_of(value, where, cure=_CURE)
        if not 0 < millionths <= MULTIPLE_MAX * MILLION:
            raise WrongValue.at(where, shown(value), _CURE, code="multiple_out_of_range")
        return cls(millionths)

    @classmethod
    def from_text(cls, text: str) -> Multiple:
        """Read ``6``."""
        return cls.of(text, "")

    def to_text(self) -> str:
        """The shortest numeral."""
        return decimal_text(self.millionths, 6)

    def times(self, millionths: int) -> int | None:
        """So many millionths taken so often; ``None`` if that is finer than a millionth.

        >>> Multiple.of("6").times(1_250_000)
        7500000
        """
        whole, finer = divmod(self.millionths * millionths, MILLION)
        return None if finer else whole


def to_multiple(value: Multiple | str | int | Decimal) -> Multiple:
    """A public number of units as a value; for attrs fields."""
    return Multiple.of(value)


SINGLE: Final = Multiple(MILLION)
"""One unit."""
