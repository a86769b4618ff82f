"""How much of a product: whole pieces, or one measured piece.

Whole pieces are a plain ``int``. What was weighed or measured (0.532 kg of tea) is a single
indivisible piece: it neither merges with another nor splits.

Source: units are those of the SI and of UN/CEFACT Rec. 20 in their everyday spelling; the bounds
are a house rule (the largest line in the published data has 89,638 units).
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

import attrs

from comptoir.values.decimals import MILLION, decimal_text, millionths_of
from comptoir.values.errors import WrongType, WrongValue, shown

QUANTITY_MAX: Final = 1_000_000
"""The largest quantity of a line, in pieces or units."""
PIECE: Final = "piece"
UNITS: Final = (PIECE, "kg", "g", "l", "ml", "m", "m2")
"""What a product may be sold by."""

_CURE = 'pass Measured("0.532", "kg"), the number as text'


def _millionths(amount: str | int | Decimal) -> int:
    return millionths_of(amount, "amount", cure=_CURE)


@attrs.frozen
class Measured:
    """A measured quantity in millionths of ``unit``. Its text is ``0.532 kg``.

    >>> Measured("0.532", "kg")
    Measured(millionths=532000, unit='kg')
    """

    example: ClassVar[str] = "0.532 kg"

    millionths: int = attrs.field(alias="amount", converter=_millionths)
    unit: str

    def __attrs_post_init__(self) -> None:
        if type(self.unit) is not str:
            raise WrongType.at("unit", shown(self.unit), _CURE, code="not_a_text")
        if self.unit == PIECE or self.unit not in UNITS:
            raise WrongValue.at(
                "unit", shown(self.unit), f"use one of {', '.join(UNITS[1:])}", code="unknown_unit"
            )
        if not 0 < self.millionths <= QUANTITY_MAX * MILLION:
            raise WrongValue.at(
                "amount",
                f"found {decimal_text(self.millionths, 6)}",
                f"a measured quantity is above 0 and at most {QUANTITY_MAX}; goods given back are a return",
                code="quantity_out_of_range",
            )

    @classmethod
    def from_text(cls, text: str) -> Measured:
        """Read ``0.532 kg``."""
        cure = 'write a measured quantity as text, such as "0.532 kg"'
        if type(text) is not str:
            raise WrongType.at("", shown(text), cure, code="not_a_text")
        numeral, space, unit = text[:64].partition(" ")
        if not space:
            raise WrongValue.at("", shown(text), cure, code="not_a_quantity")
        return cls(numeral, unit)

    def to_text(self) -> str:
        """The shortest numeral and the unit."""
        return f"{decimal_text(self.millionths, 6)} {self.unit}"


Quantity = int | Measured
"""Whole pieces, or one measured piece."""


def checked_quantity(quantity: Quantity, where: str = "quantity") -> Quantity:
    """The quantity itself if it is 1 to 1,000,000 pieces, or measured."""
    if isinstance(quantity, Measured):
        return quantity
    if type(quantity) is not int:
        code = "float" if isinstance(quantity, float) else "not_a_quantity"
        raise WrongType.at(
            where, shown(quantity), 'pass whole pieces as int, or Measured("0.532", "kg")', code=code
        )
    if not 1 <= quantity <= QUANTITY_MAX:
        raise WrongValue.at(
            where,
            shown(quantity),
            f"a quantity is 1 to {QUANTITY_MAX} pieces; goods given back are a return",
            code="quantity_out_of_range",
        )
    return quantity


def checked_count(count: int, where: str, least: int, most: int, *, because: str = "") -> int:
    """The number itself if it is a whole number from ``least`` to ``most``; ``because`` says why these."""
    if type(count) is not int:
        raise WrongType.at(where, shown(count), "pass a whole number as int", code="not_an_int")
    if not least <= count <= most:
        cure = f"use {least} to {most}" if least < most else f"use {least}"
        raise WrongValue.at(where, shown(count), cure + because, code="count_out_of_range")
    return count


def millionths(quantity: Quantity) -> int:
    """The quantity in millionths of a piece or of its unit."""
    return quantity.millionths if isinstance(quantity, Measured) else quantity * MILLION


def pieces(quantity: Quantity) -> int:
    """How many indivisible pieces: a measured quantity is one."""
    return 1 if isinstance(quantity, Measured) else quantity


_MAIN: Final = {"g": ("kg", 1_000), "ml": ("l", 1_000)}
"""Of each small unit, the one that holds so many of it."""


def in_main_unit(quantity: Quantity) -> Quantity:
    """The quantity in kilograms or litres if it is written in grams or millilitres and stays exact.

    >>> in_main_unit(Measured("250", "g")).to_text()
    '0.25 kg'
    """
    if not isinstance(quantity, Measured) or quantity.unit not in _MAIN:
        return quantity
    unit, many = _MAIN[quantity.unit]
    main, finer = divmod(quantity.millionths, many)
    return quantity if finer else Measured(decimal_text(main, 6), unit)


def unit_of(quantity: Quantity) -> str:
    """By what it is counted or measured."""
    return quantity.unit if isinstance(quantity, Measured) else PIECE


def measure_alike(unit: str, other: str) -> bool:
    """Whether two units measure the same kind of thing.

    >>> measure_alike("g", "kg"), measure_alike("g", "l")
    (True, False)
    """
    return _MAIN.get(unit, (unit, 1))[0] == _MAIN.get(other, (other, 1))[0]


def millionths_in(quantity: Quantity, unit: str) -> int | None:
    """The quantity in millionths of ``unit``; ``None`` if it is of another kind, or finer than that.

    >>> millionths_in(Measured("0.25", "kg"), "g"), millionths_in(3, "piece"), millionths_in(3, "kg")
    (250000000, 3000000, None)
    """
    own, number = unit_of(quantity), millionths(quantity)
    if own == unit:
        return number
    if _MAIN.get(unit, ("", 0))[0] == own:
        return number * _MAIN[unit][1]
    if _MAIN.get(own, ("", 0))[0] == unit:
        whole, finer = divmod(number, _MAIN[own][1])
        return None if finer else whole
    return None
