"""Goods that the customer exchanged and still has: until when they come back, and what they had cost.

Decides nothing beyond that: what was paid for goods that never came back may be charged, and is not.

Source: house rule (a difference is never charged by itself).
"""

from __future__ import annotations

from datetime import date

import attrs

from comptoir.facts.held import Held
from comptoir.facts.units import Units
from comptoir.returns.claims.guarantee import over_at
from comptoir.returns.kinds import Cause
from comptoir.returns.next_steps import NextStep, StepCode
from comptoir.texts import amount_text, language_of, say
from comptoir.texts.writing import day_text
from comptoir.values.almanac import Almanac
from comptoir.values.moments import Moment
from comptoir.values.money import Amount


@attrs.frozen(kw_only=True)
class OwedBack:
    """Pieces for which others were taken, given back by the end of the day ``back_by``; ``by`` which fact.

    ``amount`` minor units had been paid for them: once that day ``is_over``, they may be charged.
    """

    units: Units
    by: str
    back_by: date
    is_over: bool
    amount: int
    currency: str

    @property
    def step(self) -> NextStep:
        """What the customer is to do: to send the goods back, or to pay them."""
        code = StepCode.OWED if self.is_over else StepCode.SEND_BACK
        return NextStep(code=code, by=Cause.BUYER, last_day=None if self.is_over else self.back_by)

    def text(self, language: str) -> str:
        """What the customer owes as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        amount = amount_text(Amount(self.amount, self.currency), spoken)
        code = "owed_back_over" if self.is_over else "owed_back"
        return say(code, spoken, day=day_text(self.back_by, spoken), amount=amount)


def owed_back(held: Held, moment: Moment, almanac: Almanac) -> tuple[OwedBack, ...]:
    """What was exchanged in advance and is not back, in the order of the pieces.

    Days are those of the policy by which they could be exchanged.
    """
    found: list[OwedBack] = []
    for run in held.runs:
        if run.back_by is None or not run.exchanged_by:
            continue
        zones = [terms.zone for terms in held.returns_of(run.units.number) if terms.exchange is not None]
        zone = almanac.zone(zones[0] if zones else held.order.returns[0].zone)
        found.append(
            OwedBack(
                units=run.units,
                by=run.exchanged_by[-1],
                back_by=run.back_by,
                is_over=moment.reaches(over_at(run.back_by, zone)),
                amount=held.paid_of(run.units),
                currency=held.order.currency,
            )
        )
    return tuple(found)
