"""For which weight a carrier bills a parcel: what it weighs, or what its volume counts for if that is more.

Source: house rule; carriers divide the volume by a number of their own (5,000 cubic centimetres a kilogram).
"""

from __future__ import annotations

from typing import Final

from comptoir.delivery.kinds import Measure, Parcel
from comptoir.values.rounding import Rounding, divide

_GRAMS: Final = 1_000
"""In a kilogram."""


def billed_weight(parcel: Parcel, volumetric: int | None) -> int | None:
    """Grams to be billed, where ``volumetric`` millilitres count for a kilogram, if they do.

    ``None`` if the weight, or the volume that is looked at, is not known of all goods.
    """
    weight = parcel.measured(Measure.WEIGHT)
    if volumetric is None or weight is None:
        return weight
    volume = parcel.measured(Measure.VOLUME)
    return None if volume is None else max(weight, divide(volume * _GRAMS, volumetric, Rounding.UP))
