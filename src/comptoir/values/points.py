"""Points of a loyalty programme: whole numbers, and their bound.

Source: house rule; the bound is what JSON's numbers hold exactly, in every language, with room to add.
"""

from __future__ import annotations

from typing import Final

from comptoir.values.errors import WrongType, WrongValue, shown

POINTS_MAX: Final = 1_000_000_000_000
"""The most points that are earned or spent at once."""


def checked_points(points: int, where: str, *, at_least: int = 0) -> int:
    """The number itself if it is a whole number of points from ``at_least`` to 10^12."""
    if type(points) is not int:
        code = "float" if isinstance(points, float) else "not_an_int"
        raise WrongType.at(where, shown(points), "pass a whole number of points as int", code=code)
    if not at_least <= points <= POINTS_MAX:
        cure = f"pass {at_least} to {POINTS_MAX} points"
        raise WrongValue.at(where, shown(points), cure, code="points_out_of_range")
    return points
