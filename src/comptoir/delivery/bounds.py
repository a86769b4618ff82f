"""Bounds of a measure, in its smallest unit, and whether what was found lies within them.

Source: house rule; both ends are inclusive.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from comptoir.delivery.kinds import Beyond, Measure
from comptoir.delivery.measures import whole
from comptoir.values.errors import WrongValue
from comptoir.values.quantities import Measured


def _nobody() -> tuple[str, ...]:
    return ()


@attrs.frozen(kw_only=True)
class Bounds:
    """``at_least`` and ``at_most``, one of them at least; ``WrongValue`` if nothing lies between them."""

    at_least: int | None = None
    at_most: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            cure = "write at_least, at_most or both"
            raise WrongValue.at("", "found no bound", cure, code="limits_nothing")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            found, cure = "found it below at_least", "let at_most be at_least or more"
            raise WrongValue.at("at_most", found, cure, code="bounds_crossed")

    @classmethod
    def measured(
        cls, unit: str, *, at_least: Measured | None = None, at_most: Measured | None = None
    ) -> Bounds:
        """Bounds in whole grams, millilitres or millimetres; ``WrongValue`` for another measure."""
        return cls(
            at_least=None if at_least is None else whole(at_least, unit, "at_least"),
            at_most=None if at_most is None else whole(at_most, unit, "at_most"),
        )

    def beyond(
        self, measure: Measure, found: int | None, lacking: Callable[[], tuple[str, ...]] = _nobody
    ) -> Beyond | None:
        """By what ``found`` is out of bounds, or of which products it is not known; else ``None``."""
        if found is None:
            products = lacking()
        elif (self.at_least is None or found >= self.at_least) and (
            self.at_most is None or found <= self.at_most
        ):
            return None
        else:
            products = ()
        return Beyond(
            measure=measure, found=found, at_least=self.at_least, at_most=self.at_most, products=products
        )
