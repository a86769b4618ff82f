"""What is to be done about goods that come back, by whom and by which day.

Decides nothing: it puts what was decided into an order of acts. May never know an amount.

Source: Directive 2011/83/EU, articles 13 and 14; house rule for the rest.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from comptoir.returns.kinds import Cause
from comptoir.returns.refund_due import RefundClock
from comptoir.texts import language_of, say
from comptoir.texts.writing import day_text


class StepCode(Enum):
    """What is to be done."""

    SEND_BACK = "send_back"
    """The buyer sends the goods back, or brings them."""
    REFUND = "refund"
    """The seller pays the refund."""
    OWED = "owed"
    """The buyer owes what was paid for goods that were exchanged and never came back: it may be charged."""
    PAY_ELSEWHERE = "pay_elsewhere"
    """The seller pays a part by a means that the store cannot pay out."""
    ACKNOWLEDGE = "acknowledge"
    """The seller acknowledges the withdrawal on a durable medium, with its date and time."""
    CLAIM = "claim"
    """The seller deals with a claim of the legal guarantee."""
    DECIDE = "decide"
    """The seller agrees to what is asked for goods with a fault, or refuses it in writing."""
    CHOOSE = "choose"
    """The buyer chooses: a lower price, or the money back."""
    HAND_IN = "hand_in"
    """The buyer hands in the goods that are to be repaired, or sends them."""
    REPAIR = "repair"
    """The seller repairs them."""
    REPLACE = "replace"
    """The seller replaces them."""
    RESCIND = "rescind"
    """The seller takes the goods back for good, and refunds them."""
    REDUCE = "reduce"
    """The seller takes something off their price."""
    INFORM = "inform"
    """The seller tells the buyer that the goods are ready."""
    COLLECT = "collect"
    """The buyer collects them."""
    HAND_BACK = "hand_back"
    """The seller gives them back."""
    LOAN_BACK = "loan_back"
    """The buyer brings back what was lent meanwhile."""
    REPAY = "repay"
    """The seller repays what the buyer advanced."""


@attrs.frozen(kw_only=True)
class NextStep:
    """What is to be done by a side until the end of a day, if there is one, and by which article.

    If that day ``is_over``, it is to be done at once.
    """

    code: StepCode
    by: Cause
    last_day: date | None = None
    is_over: bool = False
    source: str | None = None

    def text(self, language: str) -> str:
        """What is to be done as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        said = say(f"step_{self.code.value}", spoken)
        if self.last_day is not None:
            code = "step_late" if self.is_over else "step_by"
            said = f"{said} {say(code, spoken, day=day_text(self.last_day, spoken))}"
        return f"{said} ({self.source})." if self.source is not None else f"{said}."


@attrs.frozen(kw_only=True)
class ToDo:
    """What of an answer leads to something that is to be done.

    ``is_sent``: goods come by post and are not back yet. ``pays``: there is money to pay, ``elsewhere`` part
    of it. ``is_declared``: the customer said before that they withdraw. ``claims``: what is refused is the
    seller's fault.
    """

    is_sent: bool = False
    pays: bool = False
    elsewhere: bool = False
    is_declared: bool = False
    claims: bool = False


def steps_of(to_do: ToDo, clock: RefundClock | None) -> tuple[NextStep, ...]:
    """What is to be done, in this order; days and articles are those of the refund's ``clock``."""
    source = None if clock is None else clock.law.source
    due = None if clock is None else clock.due.last_day
    send_back = None if clock is None or clock.send_back is None else clock.send_back.last_day
    steps = (
        (to_do.is_declared, StepCode.ACKNOWLEDGE, None, None),
        (to_do.is_sent, StepCode.SEND_BACK, send_back, source if send_back else None),
        (to_do.pays, StepCode.REFUND, due, source),
        (to_do.elsewhere, StepCode.PAY_ELSEWHERE, due, source),
        (to_do.claims, StepCode.CLAIM, None, None),
    )
    return tuple(
        NextStep(
            code=code,
            by=Cause.BUYER if code is StepCode.SEND_BACK else Cause.SELLER,
            last_day=last_day,
            source=article,
        )
        for is_to_do, code, last_day, article in steps
        if is_to_do
    )
