"""What became of a promotion that was looked at, and why.

Source: house rule (every outcome explains itself).
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.values.money import Amount
from comptoir.values.windows import Window


@attrs.frozen
class Applied:
    """It changed the total by ``amount`` (negative where the customer pays less)."""

    kind: ClassVar[str] = "applied"
    main: ClassVar[str] = "amount"
    amount: Amount


@attrs.frozen
class NotMet:
    """A condition did not hold; ``missing`` is the shortfall where there is one, as an amount or a number."""

    kind: ClassVar[str] = "not_met"
    code: str
    missing: int | Amount | None = None


@attrs.frozen
class Beaten:
    """On every unit that it could have had, other promotions of its layer left no more to pay."""

    kind: ClassVar[str] = "beaten"
    main: ClassVar[str] = "by"
    by: tuple[str, ...]


@attrs.frozen
class NotReached:
    """The search for the best choice ended at its counted bound before it had tried this promotion."""

    kind: ClassVar[str] = "not_reached"


@attrs.frozen
class NothingToReduce:
    """The basket holds nothing that it selects, or nothing of it is left to pay."""

    kind: ClassVar[str] = "nothing_to_reduce"


@attrs.frozen
class NotInForce:
    """The instant of the question lies outside its window."""

    kind: ClassVar[str] = "not_in_force"
    main: ClassVar[str] = "valid"
    valid: Window


@attrs.frozen
class OtherCurrency:
    """It gives amounts in another currency than the basket's."""

    kind: ClassVar[str] = "other_currency"
    main: ClassVar[str] = "currency"
    currency: str


Verdict = Applied | NotMet | Beaten | NotReached | NothingToReduce | NotInForce | OtherCurrency
"""A closed union: what can become of a promotion."""
