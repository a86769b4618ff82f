"""What of an order may come back now, for how much, and why not the rest.

Decides what follows from the goods that are taken back: what is refunded, until when, and what is to be
done. May never know which channel asks, nor a price or a policy of today.

Source: Directive 2011/83/EU, articles 13 and 14; house rule (laws R1 to R4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from comptoir.facts.claims import Holder
from comptoir.facts.conflicts import Conflict
from comptoir.facts.held import Held
from comptoir.facts.return_terms import Bearer, WithoutRight
from comptoir.returns.asked import Give, ReturnAsked
from comptoir.returns.assessed import Assessed, GoodBack, rights_of
from comptoir.returns.claims.back import ClaimBack
from comptoir.returns.composed import Coming, Composed, composed
from comptoir.returns.desk import Came, Desk
from comptoir.returns.exceptional import NOBODY, Staff
from comptoir.returns.kinds import Cause, Reason
from comptoir.returns.next_steps import ToDo, steps_of
from comptoir.returns.pieces import pieces_meant
from comptoir.returns.refund import Paying, Refund, points_taken, were_sellers, without_released
from comptoir.returns.refund_due import RefundClock, Withdrawn, refund_clock
from comptoir.returns.refused import ReturnRefused
from comptoir.returns.repriced import Alone, KeptCost, none_alone
from comptoir.returns.rights import LawSince, RightsAt, no_law_since, were_withdrawn
from comptoir.returns.tender_plan import PayableHere, bonus_base_of
from comptoir.values.almanac import Almanac
from comptoir.values.errors import WrongValue, shown
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding


def assess_goods(
    held: Held,
    asked: ReturnAsked,
    *,
    reasons: Mapping[str, Reason],
    moment: Moment,
    almanac: Almanac,
    here: PayableHere | None = None,
    since: LawSince = no_law_since,
    staff: Staff = NOBODY,
    is_of_other: bool = False,
    cost: KeptCost | None = None,
    alone: Alone = none_alone,
    claim: ClaimBack | None = None,
    conflicts: Iterable[Conflict] = (),
) -> Assessed:
    """What becomes of goods that are given back at a moment.

    ``reasons`` are those known, by their kind; ``here`` is what can be paid out where they come back, if
    that is not everything; ``since`` is the law of a later day that has a say, ``conflicts`` what does not
    fit in the order's facts. ``staff`` is who may take back what no right lets come back; ``is_of_other``
    says that the order is another customer's; ``cost`` is what kept goods would have cost, and
    ``alone`` of which lines that depends on nothing else that is kept. ``claim`` is the one for which they
    come back.
    Raises ``WrongValue`` for an unknown reason and for a preferred means by which none of the money may come
    back; ``NoAnswer`` where a right needs a day outside a zone's table or a calendar.
    """
    _check_reasons(asked.give, reasons)
    staff.check(asked.give)
    rights = RightsAt(held=held, moment=moment, almanac=almanac, since=since)
    desk = Desk(
        rights=rights, asked=asked, reasons=reasons, staff=staff, is_of_other=is_of_other, claim=claim
    )
    came, refused = desk.take()
    if claim is not None and came and all(each.run.owner_since is not None for each in came):
        asked = attrs.evolve(asked, gift=True)  # the contract is the buyer's, whoever brings the goods
    at_once = _AtOnce(
        came=came,
        rights=rights,
        asked=asked,
        reasons=reasons,
        here=PayableHere(is_store=asked.store is not None) if here is None else here,
        claim=claim,
    )
    clock = at_once.clock()
    found = at_once.composed(cost, alone)
    goods = tuple(map(_repriced, at_once.goods, found.repriced))
    refund = _with_surcharge(found.refund, goods, clock)
    return Assessed(
        order=held.order.id,
        goods=goods,
        rights=rights_of(goods),
        refused=tuple(refused),
        without_right=tuple(_without_right(rights, asked.give)),
        declared=at_once.declared(),
        gift=asked.gift,
        claim=asked.claim,
        kept_cost=found.kept_cost,
        proof=found.proof,
        refund=refund,
        points_clawed=points_taken(held, [good.units for good in goods], refund.delivery),
        conflicts=tuple(conflicts),
        steps=steps_of(at_once.to_do(refused, refund), clock),
    )


def with_bonus(assessed: Assessed, prefer: str | None) -> Refund:
    """The refund with what the best right adds to credit that the customer takes by choice, half up."""
    refund = assessed.refund
    rights = [right.terms for good in assessed.goods for right in good.rights if right.alive]
    percent = max((terms.bonus for terms in rights), default=Percent(0), key=_parts_per_million)
    base = bonus_base_of(refund.tenders, prefer, gift=assessed.gift)
    return attrs.evolve(refund, bonus=percent.of_amount(base, Rounding.HALF_UP))


@attrs.frozen(kw_only=True)
class _AtOnce:
    """Goods that come back together, at one moment: what follows from all of them."""

    came: Sequence[Came]
    rights: RightsAt
    asked: ReturnAsked
    reasons: Mapping[str, Reason]
    here: PayableHere
    claim: ClaimBack | None = None

    @property
    def goods(self) -> list[GoodBack]:
        """The goods, without what pricing the kept ones again adds to them."""
        return [each.good for each in self.came]

    def declared(self) -> Instant | None:
        """The first instant at which it was said of goods that they come back, if it was of all of them."""
        known = [each.run.declared for each in self.came if each.run.declared is not None]
        return min(known) if known and len(known) == len(self.came) else None

    def clock(self) -> RefundClock | None:
        """By when those goods are refunded from whose contract the law lets the customer withdraw."""
        withdrawn = [
            Withdrawn(
                rights=each.good.statutory,
                declared=each.run.declared,
                received=each.run.received,
                sent_back=each.run.sent_back,
            )
            for each in self.came
            if each.good.is_withdrawal
        ]
        return refund_clock(withdrawn, self.rights.moment, self.rights.almanac)

    def to_do(self, refused: Iterable[ReturnRefused], refund: Refund) -> ToDo:
        """What of the answer leads to something that is to be done."""
        is_there = self.claim is not None and self.claim.claim.holder is not Holder.CUSTOMER
        is_awaited = not is_there and any(each.run.received is None for each in self.came)
        paid_out = without_released(refund.tenders, refund.released)
        return ToDo(
            is_sent=self.asked.store is None and is_awaited,
            pays=refund.money > 0,
            elsewhere=not all(self.here.pays(tender.pays_by) for tender in paid_out),
            is_declared=any(each.good.is_withdrawal and each.run.declared is not None for each in self.came),
            claims=any(each.has_guarantee for each in refused),
        )

    def composed(self, cost: KeptCost | None, alone: Alone) -> Composed:
        """All that is given back for the goods."""
        rights = self.rights
        is_all = all(each.good.is_withdrawal for each in self.came)
        is_sellers = all(each.good.cause is Cause.SELLER for each in self.came) and not self.asked.gift
        return composed(
            rights.held,
            [self._coming(each.good) for each in self.came],
            withdrawn=is_all and were_withdrawn(rights.held, rights.almanac, rights.since),
            sellers=is_sellers and were_sellers(rights.held, self.reasons),
            paying=Paying(here=self.here, prefer=self.asked.prefer, gift=self.asked.gift),
            with_label=self.asked.label,
            cost=cost,
            alone=alone,
        )

    def _coming(self, good: GoodBack) -> Coming:
        by = [right.terms for right in good.rights if right.terms.rule == good.best.carriage_by]
        return Coming(
            units=good.units,
            charged=good.charged,
            fee=good.fee,
            wear=good.wear,
            mode=good.mode,
            means=good.means,
            rebills=good.rebills,
            label=sum(terms.label for terms in by[:1]) if good.carriage is Bearer.BUYER else None,
        )


def _repriced(good: GoodBack, more: int) -> GoodBack:
    return attrs.evolve(good, repriced=more) if more else good


def _without_right(rights: RightsAt, given: Iterable[Give]) -> Iterator[WithoutRight]:
    """Why the law gives no right on lines that are asked about; of later law, no reason is known."""
    order = rights.held.order
    if not order.without_right:
        return
    meant = (pieces_meant(order, give.what) for give in given)
    asked = {units.number for units in meant if units is not None}
    for each in order.without_right:
        lines = [n for n in each.lines if n in asked and not rights.since(n, rights.moment)]
        if lines:
            yield attrs.evolve(each, lines=lines)


def _with_surcharge(refund: Refund, goods: Iterable[GoodBack], clock: RefundClock | None) -> Refund:
    """The refund with what being late costs: a part of what is due for the goods that are withdrawn."""
    if clock is None:
        return refund
    due = sum(good.refunded for good in goods if any(terms.refund is not None for terms in good.statutory))
    return attrs.evolve(refund, surcharge=clock.surcharge(due + refund.delivery))


def _parts_per_million(percent: Percent) -> int:
    return percent.parts_per_million


def _check_reasons(given: Sequence[Give], reasons: Mapping[str, Reason]) -> None:
    for index, give in enumerate(given):
        if give.reason not in reasons:
            cure = f"use one of {', '.join(sorted(reasons))}"
            raise WrongValue.at(f"give[{index}].reason", shown(give.reason), cure, code="unknown_reason")
