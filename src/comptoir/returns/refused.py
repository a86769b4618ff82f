"""Why goods may not come back: one reason, the same on every channel.

Decides nothing but which sentence a refusal is, in the order of precedence of its codes. May never know
which channel asks, nor an amount.

Source: Directive (EU) 2019/771, article 14, for the claim that a refusal leaves; house rule.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Final

import attrs

from comptoir.facts.return_terms import LostTerms
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.returns.claims.remedies import RemedyClosed
from comptoir.returns.kinds import Cause
from comptoir.returns.rights import OneRight
from comptoir.texts import language_of, say
from comptoir.texts.writing import day_text
from comptoir.wire import NOT_ON_WIRE


class ReturnRefusalCode(Enum):
    """Why goods may not come back, in order of precedence."""

    NEVER_BOUGHT = "never_bought"
    """The order has no such ref or line."""
    OTHER_CUSTOMER = "other_customer"
    """The order is another customer's than the one who stands there."""
    MORE_THAN_BOUGHT = "more_than_bought"
    """There are fewer pieces of it, or other entries of the question take them."""
    ALREADY_RETURNED = "already_returned"
    """Pieces of it have come back before."""
    CANCELLED = "cancelled"
    """Pieces of it were cancelled before they were handed over."""
    NOT_HANDED_OVER = "not_handed_over"
    """The customer does not have them yet."""
    WRONG_ITEM = "wrong_item"
    """They are not what was sold."""
    CLAIM = "claim"
    """The claim for which they would come back does not let them, or is not about them."""
    NOT_RETURNABLE = "not_returnable"
    """There is no right on them, or they are a final sale."""
    RIGHT_LOST = "right_lost"
    """The only rights on them were lost by an exception: once unsealed, or once performed."""
    TOO_LATE = "too_late"
    """Every right has ended."""
    REASON_NOT_ACCEPTED = "reason_not_accepted"
    """No right that is alive accepts the reason."""
    NOT_PROVEN = "not_proven"
    """None of those that do accepts this proof of the purchase."""
    CONDITION = "condition"
    """None of those that do takes them back in this condition."""


PRECEDENCE: Final = tuple(ReturnRefusalCode)
"""The first of these is told where there are several."""


_WITHOUT_RIGHT: Final = frozenset(
    {
        ReturnRefusalCode.NOT_RETURNABLE,
        ReturnRefusalCode.RIGHT_LOST,
        ReturnRefusalCode.TOO_LATE,
        ReturnRefusalCode.REASON_NOT_ACCEPTED,
        ReturnRefusalCode.NOT_PROVEN,
        ReturnRefusalCode.CONDITION,
    }
)
"""Refusals after which a seller's fault may still be one for the legal guarantee of conformity."""


@attrs.frozen(kw_only=True)
class ReturnRefused:
    """What is not taken back, and why; ``units`` are the pieces among which it would have been.

    Where it is late, the ``last_day`` and its ``rule`` (without a day if that lies before the zone's
    table); where a rule excludes it, that rule; where it came back before or was cancelled, the fact ``by``
    which it was; where the law makes an exception, ``lost``; where a ``claim`` does not let it come back,
    ``closed`` says why (if it is about it). ``exceptions`` are the rules by which staff may
    take it back nevertheless, to whoever has the authority. ``rights`` are all that were looked at.
    """

    give: Give = attrs.field(metadata=NOT_ON_WIRE)
    code: ReturnRefusalCode
    units: Units | None = None
    cause: Cause = Cause.BUYER
    last_day: date | None = None
    rule: str | None = None
    by: str | None = None
    lost: LostTerms | None = None
    claim: str | None = None
    closed: RemedyClosed | None = None
    exceptions: tuple[str, ...] = ()
    rights: tuple[OneRight, ...] = attrs.field(default=(), eq=False, repr=False, metadata=NOT_ON_WIRE)

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        if self.closed is not None:
            return self.closed.text(language)
        said = say(
            self._message,
            spoken,
            last_day="" if self.last_day is None else day_text(self.last_day, spoken),
            rule=self.rule or "",
            by=self.by or "",
            source="" if self.lost is None else self.lost.source,
            claim=self.claim or "",
        )
        return f"{said} {say('return_conformity', spoken)}" if self.has_guarantee else said

    @property
    def has_guarantee(self) -> bool:
        """Whether there may be a claim under the legal guarantee of conformity nevertheless."""
        return self.cause is Cause.SELLER and self.code in _WITHOUT_RIGHT

    @property
    def _message(self) -> str:
        """Which sentence it is."""
        if self.code is ReturnRefusalCode.TOO_LATE and self.last_day is None:
            return "return_long_ago"
        if self.code is ReturnRefusalCode.NOT_RETURNABLE and self.rule is None:
            return "return_no_right"
        return f"return_{self.code.value}"
