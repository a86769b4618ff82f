"""What became of a promotion that was looked at, and why.

Source: house rule (every outcome explains itself).
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

import attrs

from comptoir.values.grants import PromotionGrant
from comptoir.values.money import Amount
from comptoir.values.windows import Window


@attrs.frozen
class Applied:
    """It changed the total by ``amount`` (negative where the customer pays less), on these ``lines``.

    It was ``capped`` where its own limit kept it from giving more, and ``floored`` where a floor did.
    """

    kind: ClassVar[str] = "applied"
    main: ClassVar[str] = "amount"
    amount: Amount
    lines: tuple[int, ...] = ()
    capped: bool = False
    floored: bool = False


@attrs.frozen
class Granted:
    """It gave something beside the goods: less for delivery, or points."""

    kind: ClassVar[str] = "granted"
    main: ClassVar[str] = "grant"
    grant: PromotionGrant


@attrs.frozen
class NotMet:
    """A condition did not hold; ``missing`` is the shortfall where there is one, as an amount or a number."""

    kind: ClassVar[str] = "not_met"
    code: str
    missing: int | Amount | None = None


@attrs.frozen
class Incomplete:
    """The basket lacks ``missing`` units of what it takes together."""

    kind: ClassVar[str] = "incomplete"
    main: ClassVar[str] = "missing"
    missing: int


@attrs.frozen
class Beaten:
    """Others left less to pay: the best plan with it leaves ``amount`` more; nothing more after a tie."""

    kind: ClassVar[str] = "beaten"
    by: tuple[str, ...]
    amount: Amount


class Barrier(Enum):
    """What kept a promotion from competing."""

    GROUP = "group"
    """Another promotion of its exclusive group was taken."""
    EXCLUSIVE = "exclusive"
    """A promotion was taken that excludes every other."""
    REDUCED = "reduced"
    """All that it could have had is reduced already."""
    LIST = "list"
    """All that it could have had is priced by a list that it leaves alone."""


@attrs.frozen
class Blocked:
    """An exclusivity kept it out: ``by`` the promotions that have it, which leave ``amount`` less to pay."""

    kind: ClassVar[str] = "blocked"
    barrier: Barrier
    by: tuple[str, ...] = ()
    amount: Amount | None = None


@attrs.frozen
class NotReached:
    """The search for the best choice ended at its counted bound before it had tried this promotion."""

    kind: ClassVar[str] = "not_reached"


@attrs.frozen
class NothingToReduce:
    """The basket holds nothing that it selects, or nothing of it is left to pay.

    It is ``floored`` where a floor stands at the price already.
    """

    kind: ClassVar[str] = "nothing_to_reduce"
    floored: bool = False


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


Verdict = (
    Applied
    | Granted
    | NotMet
    | Incomplete
    | Beaten
    | Blocked
    | NotReached
    | NothingToReduce
    | NotInForce
    | OtherCurrency
)
"""A closed union: what can become of a promotion."""
