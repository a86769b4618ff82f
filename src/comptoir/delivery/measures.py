"""What a product weighs and measures as it is sent, and how a bound on that is written.

What a product's package does not say is not known; goods sold by weight or by volume weigh or are at least
what is sold of them. A kit without a package of its own is not known either.

Source: house rule; girth, and weight for the volume, are the words of carriers.
"""

from __future__ import annotations

from typing import Final

from comptoir.facts.products import Product
from comptoir.values.decimals import MILLION
from comptoir.values.errors import WrongValue
from comptoir.values.quantities import Measured, measure_alike, millionths_in
from comptoir.values.rounding import Rounding, divide

GRAM: Final = "g"
MILLILITRE: Final = "ml"
METRE: Final = "m"
_MICROMETRES: Final = 1_000
"""In a millimetre."""
_PER_MILLILITRE: Final = 10**12
"""Cubic micrometres."""


def weight(product: Product, amount: int) -> int | None:
    """Grams of so many millionths of the product's unit, a begun gram counting; ``None`` if not known."""
    package = product.package
    unit = _own(product, GRAM) if package is None or package.weight is None else package.weight
    if unit is None:
        return None
    return _begun(amount * _millionths(unit, GRAM), MILLION * MILLION)


def volume(product: Product, amount: int) -> int | None:
    """Millilitres of so many millionths of the product's unit, likewise; ``None`` if not known."""
    package = product.package
    if package is not None and package.sides:
        length, width, height = (side.millionths for side in package.sides)
        return _begun(amount * length * width * height, MILLION * _PER_MILLILITRE)
    unit = _own(product, MILLILITRE) if package is None or package.volume is None else package.volume
    if unit is None:
        return None
    return _begun(amount * _millionths(unit, MILLILITRE), MILLION * MILLION)


def length(product: Product) -> int | None:
    """The longest side in millimetres, a begun one counting; ``None`` if not known."""
    package = product.package
    if package is None or not package.sides:
        return None
    return _begun(package.sides[0].millionths, _MICROMETRES)


def girth(product: Product) -> int | None:
    """The longest side and twice the sum of the others in millimetres; ``None`` if not known."""
    package = product.package
    if package is None or not package.sides:
        return None
    longest, middle, shortest = (side.millionths for side in package.sides)
    return _begun(longest + 2 * (middle + shortest), _MICROMETRES)


def whole(bound: Measured, unit: str, where: str) -> int:
    """A bound in whole grams, millilitres or millimetres (``unit`` ``g``, ``ml`` or ``m``).

    Raises ``WrongValue`` for one of another kind, or finer than that.
    """
    found = f"found {bound.to_text()}"
    if not measure_alike(bound.unit, unit):
        cure = f"write it in {_WRITTEN[unit]}"
        raise WrongValue.at(where, found, cure, code="other_unit")
    step = _MICROMETRES if unit == METRE else MILLION
    many, finer = divmod(_millionths(bound, unit), step)
    if finer:
        cure = f"write whole {_STEPS[unit]}: what is begun counts as whole"
        raise WrongValue.at(where, found, cure, code="bound_too_fine")
    return many


_WRITTEN: Final = {
    GRAM: 'kilograms or grams, such as "30 kg"',
    MILLILITRE: 'litres or millilitres, such as "60 l"',
    METRE: 'metres, such as "1.2 m"',
}
_STEPS: Final = {GRAM: "grams", MILLILITRE: "millilitres", METRE: "millimetres"}


def to_measured(measured: Measured | str) -> Measured:
    """A public measure as a value; for attrs fields."""
    return measured if isinstance(measured, Measured) else Measured.from_text(measured)


def maybe_measured(measured: Measured | str | None) -> Measured | None:
    """A public measure that may be left out, as a value; for attrs fields."""
    return None if measured is None else to_measured(measured)


def _own(product: Product, unit: str) -> Measured | None:
    """One unit of a product that is sold by that measure; ``None`` if it is not."""
    return Measured("1", product.unit) if measure_alike(product.unit, unit) else None


def _millionths(measured: Measured, unit: str) -> int:
    """Millionths of the smaller unit, in which every weight and volume is exact."""
    found = millionths_in(measured, unit)
    if found is None:  # refused when the product or the rule was built
        raise AssertionError(measured)
    return found


def _begun(numerator: int, denominator: int) -> int:
    return divide(numerator, denominator, Rounding.UP)
