"""What the customer paid for a claim that is the seller's to bear: what of it is owed, and what late costs.

Decides on the costs and the repayments that were recorded and on the law that the guarantees carry. May never
know whether a cost was reasonable, nor a rule of today. What was repaid settles the oldest costs first. Days
are counted plainly from the day on which the customer paid; where no law names a time, no day is guessed.

Rounding point: what the ladder adds to each cost that is late, half up.

Source: French Code de la consommation, articles L241-6 and L241-7; house rule for the order of repayments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from comptoir.facts.claims import Claim
from comptoir.facts.guarantee_terms import GuaranteeTerms
from comptoir.facts.return_terms import RefundLaw
from comptoir.returns.claims.guarantee import day_of, days_late
from comptoir.returns.kinds import Cause
from comptoir.returns.next_steps import NextStep, StepCode
from comptoir.returns.refund import Surcharge
from comptoir.returns.refund_due import late_surcharge
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.zones import Zone


@attrs.frozen(kw_only=True)
class CostOwed:
    """A cost that the customer advanced at an instant, of whose ``amount`` so much is ``left`` to be repaid.

    It is due by the end of the day ``last_day``, by the ``source``; ``None`` where no law says so. It is so
    many ``days_late``, for which a ``surcharge`` is paid beside it. Amounts are in minor units.
    """

    at: Instant
    amount: int
    left: int
    last_day: date | None = None
    source: str | None = None
    days_late: int = 0
    surcharge: Surcharge | None = None

    @property
    def total(self) -> int:
        """What is to be paid for it now, if it is paid now."""
        return self.left + (0 if self.surcharge is None else self.surcharge.amount)

    @property
    def step(self) -> NextStep:
        """What the seller is to do about it."""
        return NextStep(
            code=StepCode.REPAY,
            by=Cause.SELLER,
            last_day=self.last_day,
            is_over=self.days_late > 0,
            source=self.source,
        )


def costs_owed(
    claim: Claim, guarantees: Iterable[GuaranteeTerms], moment: Moment, almanac: Almanac
) -> tuple[CostOwed, ...]:
    """The costs of a claim that are not repaid at a moment, the oldest first.

    Of several laws that the ``guarantees`` carry, the one by which a cost is due first counts, and of those
    due on one day the first by rule; what being late costs is the most that any of them says.
    """
    by_rule = sorted(guarantees, key=lambda terms: terms.rule)
    return tuple(_by_all(cost, by_rule, moment, almanac) for cost in _unpaid(claim))


def _by_all(
    cost: CostOwed, guarantees: Iterable[GuaranteeTerms], moment: Moment, almanac: Almanac
) -> CostOwed:
    """A cost as all the laws there are want it repaid."""
    found = [
        _by(cost, law, almanac.zone(terms.zone), moment)
        for terms in guarantees
        if (law := _law_of(terms)) is not None
    ]
    surcharges = (each.surcharge for each in found if each.surcharge is not None)
    first = min(found, key=_last_day, default=cost)
    return attrs.evolve(first, surcharge=max(surcharges, key=_amount, default=None))


def _by(cost: CostOwed, law: RefundLaw, zone: Zone, moment: Moment) -> CostOwed:
    """A cost as one law wants it repaid."""
    last_day = law.within.counted_from(day_of(cost.at, zone))
    late = days_late(last_day, zone, moment)
    return attrs.evolve(
        cost,
        last_day=last_day,
        source=law.source,
        days_late=late,
        surcharge=late_surcharge(law, last_day, late, cost.left),
    )


def _law_of(terms: GuaranteeTerms) -> RefundLaw | None:
    return None if terms.remedies is None else terms.remedies.advanced


def _unpaid(claim: Claim) -> Iterator[CostOwed]:
    """The costs that are not settled, and what is left of each."""
    repaid = sum(amount for _, amount in claim.repaid)
    for at, amount in sorted(claim.advanced):
        left = max(0, amount - repaid)
        repaid -= amount - left
        if left:
            yield CostOwed(at=at, amount=amount, left=left)


def _last_day(owed: CostOwed) -> date:
    return owed.last_day or date.max


def _amount(surcharge: Surcharge) -> int:
    return surcharge.amount
