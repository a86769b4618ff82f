"""Points that go with goods and are no longer there: what makes up for them, by what was agreed.

The ledger says what a return would take, and of which lots: it is tried before it is done. What is short
is made up for step by step as the order's own terms say: with other points; with coupons that were issued
for points and are still unused, where whoever decides names them; with a part of the refund, in what the
seller grants by himself and never where the law orders it; the rest is owed, or forgiven. What is kept of
the refund is counted over all returns of the order, so that splitting one changes nothing.

Source: house rule; Directive 2011/83/EU, article 13, and Directive (EU) 2019/771, article 16, for refunds
of which nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Final

import attrs

from comptoir.checkout.returned import returned_of
from comptoir.checkout.standing import standing_of
from comptoir.facts.consumption import coupons_used_by
from comptoir.facts.events import Fact, OrderPlaced, Returned, Settled
from comptoir.facts.history import History
from comptoir.facts.membership import membership_of
from comptoir.facts.orders import Order
from comptoir.facts.point_terms import Shortfall, ShortfallTerms
from comptoir.facts.provenance import Provenance
from comptoir.loyalty.account import TakenBack
from comptoir.loyalty.rewards import rewards_kept
from comptoir.returns.assess import Assessed, Shortage
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue
from comptoir.values.moments import Moment

_STAND_INS: Final = frozenset({Shortfall.VALUE, Shortfall.REFUND})
"""Steps that need somebody's decision: the ledger does not take them by itself."""
_NO_ANSWER: Final = "0" * 64
_TRIED: Final = Provenance("trial")


@attrs.frozen(kw_only=True, slots=False)
class Trial:
    """A return of goods, tried on the ``history`` of the ``member`` who has the order."""

    rulebook: Rulebook
    member: str
    history: History = attrs.field(repr=False)
    moment: Moment
    order: Order
    store: str | None

    def with_points(self, assessed: Assessed, take_back: Sequence[str]) -> Assessed:
        """The same answer, with the points that go, and what makes up for those that are not there.

        Raises ``WrongValue`` for a coupon to take back that cannot stand in for points.
        """
        found = self._tried(assessed)
        for step in self._stand_ins():
            short = sum(self._still_short(each, step) for each in found)
            if step is Shortfall.VALUE:
                made = self._by_coupons(assessed, short, take_back)
            else:
                made = self._by_money(assessed, short)
            if made is not assessed:
                assessed, found = made, self._tried(made)
        if take_back and not assessed.shortage.coupons:
            cure = "take back none: the terms of the order do not ask for it"
            raise WrongValue.at("take_back", "found coupons to take back", cure, code="value_not_taken")
        return attrs.evolve(
            assessed,
            points_clawed=sum(each.points for each in found),
            shortage=attrs.evolve(
                assessed.shortage,
                others=sum(each.others for each in found),
                owed=sum(each.owed for each in found),
                forgiven=sum(each.forgiven for each in found),
            ),
        )

    def _tried(self, assessed: Assessed) -> Sequence[TakenBack]:
        """What the ledger would take for it, lot by lot."""
        taken = {fact.id for fact in self.history.facts if isinstance(fact, Returned)}
        draft = returned_of(
            assessed,
            self.order,
            id=next(name for name in (f"trial-{number}" for number in count()) if name not in taken),
            at=self.moment.at,
            store=self.store,
            answer=_NO_ANSWER,
            provenance=_TRIED,
        )
        history = History.of((*self.history.facts, draft), self.rulebook.vocabulary.codec.dumps)
        standing = standing_of(self.rulebook, self.member, history, self.moment.at)
        self.moment.reaches(standing.until)
        return [
            each
            for account in standing.accounts.values()
            for each in account.taken_back
            if each.fact == draft.id
        ]

    @property
    def _terms(self) -> Sequence[ShortfallTerms]:
        return [accrual.earning.shortfall for accrual in self.order.accruals]

    def _stand_ins(self) -> Iterator[Shortfall]:
        """The steps that need a decision, in the order of the terms."""
        named = dict.fromkeys(step for terms in self._terms for step in terms.steps)
        return (step for step in named if step in _STAND_INS)

    def _still_short(self, taken: TakenBack, step: Shortfall) -> int:
        """What of a lot is left for a step to make up for."""
        steps = self._terms[taken.number].steps
        if step not in steps:
            return 0
        is_drawn = Shortfall.POINTS in steps[: steps.index(step)]
        return taken.owed + taken.forgiven + (0 if is_drawn else taken.others)

    def _by_coupons(self, assessed: Assessed, short: int, take_back: Sequence[str]) -> Assessed:
        """The coupons that were named stand in for as many points as they were taken for."""
        if not take_back:
            return assessed
        points = 0
        for index, code in enumerate(take_back):
            where, cost = f"take_back[{index}]", self._unused.get(code)
            if cost is None:
                named = ", ".join(self._unused) or "none"
                cure = f"name one that was issued for points and is unused: {named}"
                raise WrongValue.at(where, f"found {code}", cure, code="no_such_coupon")
            points += cost
            if points > short:
                found = f"found {code}, with which {points} points stand in for {short}"
                cure = "leave it out, or give the reward back: its points come back with it"
                raise WrongValue.at(where, found, cure, code="more_than_short")
        return attrs.evolve(assessed, shortage=Shortage(value=points, coupons=tuple(take_back)))

    def _by_money(self, assessed: Assessed, short: int) -> Assessed:
        """As many points as the refund can make up for, at their worth; none where that is nothing."""
        terms = next(each for each in self._terms if Shortfall.REFUND in each.steps)
        before = [each for each in self._settled_before if each.amount]
        points, amount = sum(each.points for each in before), sum(each.amount for each in before)
        most = ((assessed.may_keep + amount + 1) * terms.points - 1) // terms.worth - points
        made = min(short, most)
        kept = terms.amount_of(points + made) - amount
        if made < 1 or kept < 1:
            return assessed
        return attrs.evolve(
            assessed,
            refund=assessed.refund.keeping(kept),
            shortage=attrs.evolve(assessed.shortage, money=made),
        )

    @cached_property
    def _known(self) -> Sequence[Fact]:
        return tuple(self.history.known(self.moment))

    @property
    def _returns(self) -> Iterator[Returned]:
        return (fact for fact in self._known if isinstance(fact, Returned))

    @property
    def _settled_before(self) -> Iterator[Settled]:
        """What stood in for points by earlier returns of the order."""
        return (each for fact in self._returns if fact.order == self.order.id for each in fact.settled)

    @cached_property
    def _unused(self) -> Mapping[str, int]:
        """The coupons issued to the member for points that were not used, by their codes, and their cost."""
        gone = coupons_gone(self._known)
        members = membership_of(self.history, Moment(self.moment.at)).references(self.member)
        coupons = ((fact.coupon, fact.points) for fact in rewards_kept(self._known, members))
        return {
            coupon.code: cost for coupon, cost in coupons if coupon is not None and coupon.code not in gone
        }


def coupons_gone(facts: Iterable[Fact]) -> frozenset[str]:
    """The codes of issued coupons that an order used, or that a return took back for missing points."""
    known = tuple(facts)
    used = coupons_used_by(fact.order for fact in known if isinstance(fact, OrderPlaced))
    settled = (each for fact in known if isinstance(fact, Returned) for each in fact.settled)
    return frozenset({*used, *(code for each in settled for code in each.coupons)})
