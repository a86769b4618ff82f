"""What goes with goods and is no price: deposits, contributions, and empties that are given back.

Amounts are ``int`` minor units of the basket's currency, tax included.

Source: house rule; a deposit is that of Directive 94/62/EC article 5, a contribution that of an extended
producer responsibility scheme (Directive 2008/98/EC article 8a).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

import attrs

from comptoir.facts.tax_terms import TaxPart
from comptoir.values.collections import texts
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.quantities import QUANTITY_MAX

EMPTIES_MAX: Final = 50
"""Kinds of empties that a basket gives back."""


class ExtraKind(Enum):
    """What an extra is."""

    DEPOSIT = "deposit"
    """Given back for the empty container."""
    CONTRIBUTION = "contribution"
    """Passed on to a scheme: it is shown, and no promotion touches it."""


@attrs.frozen(order=True)
class Empties:
    """``count`` empty containers given back, for the deposit ``extra``."""

    extra: str
    count: int

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.extra, "extra")
        if type(self.count) is not int:
            raise WrongType.at("count", shown(self.count), "pass whole pieces as int", code="not_an_int")
        if not 1 <= self.count <= QUANTITY_MAX:
            cure = f"give back 1 to {QUANTITY_MAX} pieces"
            raise WrongValue.at("count", shown(self.count), cure, code="quantity_out_of_range")


@attrs.frozen(kw_only=True)
class ExtraTerms:
    """An extra of a line: ``each`` for each of ``count`` pieces, ``amount`` in all.

    ``in_price`` says that it is inside the price of the goods; else it comes on top.
    """

    rule: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    kind: ExtraKind
    in_price: bool = False
    count: int
    each: int
    amount: int


@attrs.frozen(kw_only=True)
class EmptiesTerms:
    """Deposits given back: ``paid`` is negative, ``each`` what one container brings."""

    rule: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    count: int
    each: int
    paid: int
    taxes: tuple[TaxPart, ...]
