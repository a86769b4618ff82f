"""Points that go with goods and are no longer there: what makes up for them, by what was agreed.

The ledger says what a return, or a cancelling, would take, and of which lots: it is tried before it is
done. What is short is made up for step by step as the order's own terms say: with other points; with
coupons that were issued for points and are still unused, where whoever decides names them; with a part of
the refund, in what the seller grants by himself and never where the law orders it; the rest is owed, or
forgiven. What is kept of the refund is counted over all returns of the order, so that splitting one changes
nothing.

Source: house rule; Directive 2011/83/EU, article 13, and Directive (EU) 2019/771, article 16, for refunds
of which nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Final, Generic, TypeVar

import attrs

from comptoir.checkout.order_read import OrderRead
from comptoir.checkout.recorded import reads_of
from comptoir.checkout.standing import standing_of
from comptoir.facts.consumption import coupons_used_by
from comptoir.facts.events import (
    Cancelled,
    Fact,
    GivenUp,
    OrderPlaced,
    Reduced,
    Returned,
    Settled,
    StreamRead,
)
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.membership import membership_of
from comptoir.facts.point_terms import Shortfall, ShortfallTerms
from comptoir.facts.streams import member_stream
from comptoir.loyalty.account import TakenBack
from comptoir.loyalty.rewards import rewards_kept
from comptoir.returns.refund import PaidBack, Shortage
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue
from comptoir.values.moments import Moment

_STAND_INS: Final = frozenset({Shortfall.VALUE, Shortfall.REFUND})
"""Steps that need somebody's decision: the ledger does not take them by itself."""

A = TypeVar("A", bound=PaidBack)


@attrs.frozen(kw_only=True, slots=False)
class Trial(Generic[A]):
    """A refund for goods given up, tried on the ``history`` of the ``member`` who has the order.

    ``draft`` makes the fact of an answer, under an id.
    """

    rulebook: Rulebook
    member: str
    history: History = attrs.field(repr=False)
    moment: Moment
    held: Held
    draft: Callable[[A, str], Returned | Cancelled | Reduced] = attrs.field(repr=False)

    def with_points(self, assessed: A, take_back: Sequence[str]) -> A:
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

    def _tried(self, assessed: A) -> Sequence[TakenBack]:
        """What the ledger would take for it, lot by lot."""
        taken = {fact.id for fact in self.history.facts if isinstance(fact, GivenUp)}
        id_ = next(name for name in (f"trial-{number}" for number in count()) if name not in taken)
        draft = self.draft(assessed, id_)
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
        return [accrual.earning.shortfall for accrual in self.held.order.accruals]

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

    def _by_coupons(self, assessed: A, short: int, take_back: Sequence[str]) -> A:
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

    def _by_money(self, assessed: A, short: int) -> A:
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
            refund=assessed.refund.keeping(kept, self.held),
            shortage=attrs.evolve(assessed.shortage, money=made),
        )

    @cached_property
    def _known(self) -> Sequence[Fact]:
        return tuple(self.history.known(self.moment))

    @property
    def _given_up(self) -> Iterator[GivenUp]:
        return (fact for fact in self._known if isinstance(fact, GivenUp))

    @property
    def _settled_before(self) -> Iterator[Settled]:
        """What stood in for points by earlier refunds of the order."""
        return (each for fact in self._given_up if fact.order == self.held.order.id for each in fact.settled)

    @cached_property
    def _unused(self) -> Mapping[str, int]:
        """The coupons issued to the member for points that were not used, by their codes, and their cost."""
        gone = coupons_gone(self._known)
        members = membership_of(self.history, Moment(self.moment.at)).references(self.member)
        coupons = ((fact.coupon, fact.points) for fact in rewards_kept(self._known, members))
        return {
            coupon.code: cost for coupon, cost in coupons if coupon is not None and coupon.code not in gone
        }


@attrs.frozen(kw_only=True)
class Told(Generic[A]):
    """What is ``paid`` back, with its points; the facts and the streams on which that depends."""

    paid: A
    history: History = attrs.field(repr=False)
    reads: tuple[StreamRead, ...]


def with_points(
    rulebook: Rulebook,
    read: OrderRead,
    paid: A,
    draft: Callable[[A, str], Returned | Cancelled | Reduced],
    take_back: Sequence[str] = (),
) -> Told[A]:
    """The same answer, with the points that go with its goods, if somebody has the order.

    ``draft`` makes the fact of an answer, under an id. Raises ``WrongValue`` for a coupon to take back that
    cannot stand in for points.
    """
    order, own, at = read.held.order, read.own, read.moment.at
    streams = [*read.streams]
    owner = membership_of(own, read.moment).owner(order.id)
    if owner is None:
        paid = attrs.evolve(paid, points_clawed=0)
    elif order.accruals and paid.goods:
        streams.append(member_stream(owner.member))
        own = read.known.of_member(owner.member, read.moment)
        trial = Trial(
            rulebook=rulebook,
            member=owner.member,
            history=own,
            moment=read.moment,
            held=read.held,
            draft=draft,
        )
        paid = trial.with_points(paid, take_back)
    return Told(paid=paid, history=own, reads=reads_of(read.known, streams, at))


def coupons_gone(facts: Iterable[Fact]) -> frozenset[str]:
    """The codes of issued coupons that an order used, or that a refund took back for missing points."""
    known = tuple(facts)
    used = coupons_used_by(fact.order for fact in known if isinstance(fact, OrderPlaced))
    settled = (each for fact in known if isinstance(fact, GivenUp) for each in fact.settled)
    return frozenset({*used, *(code for each in settled for code in each.coupons)})
