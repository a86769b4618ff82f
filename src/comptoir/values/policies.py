"""How a rulebook wants money treated: one declared value, handed to whoever rounds.

Source: house rule; half up is what receipts in the European Union commonly do.
"""

from __future__ import annotations

from typing import Final

import attrs

from comptoir.values.rounding import Rounding


@attrs.frozen
class MoneyPolicy:
    """The rounding mode of every named rounding point of a rulebook."""

    rounding: Rounding = Rounding.HALF_UP


HALF_UP: Final = MoneyPolicy()


@attrs.frozen
class Minting:
    """A money policy at work in one currency: ``digits`` of its minor unit, and the mode."""

    currency: str
    digits: int
    rounding: Rounding
