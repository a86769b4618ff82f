"""What a member's facts amount to at an instant: points, tier, purchases of all channels, conflicts.

A standing is a function of the set of facts: whoever folds it, in whatever order they came, reads the
same. Nothing is stored and nothing has to run for points to expire.

Source: house rule (laws L1 to L5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import ClassVar

import attrs

from comptoir.checkout.answers import Answer
from comptoir.checkout.folded import Folded
from comptoir.checkout.horizon import moment_of, until_of
from comptoir.checkout.later_owner import LaterOwned, buyers_claims, claims_told, later_owned
from comptoir.checkout.return_rights import law_since
from comptoir.checkout.told import Told
from comptoir.facts.baskets import Buyer
from comptoir.facts.claim_events import Claimed, ClaimPassed, PassedOn
from comptoir.facts.conflicts import Conflict
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.events import Returned
from comptoir.facts.handovers import Handover
from comptoir.facts.held import Held, Run
from comptoir.facts.history import History
from comptoir.facts.holdings import Holdings, holdings_of
from comptoir.facts.membership import Membership
from comptoir.facts.order_event import OrderEvent
from comptoir.facts.point_events import MemberJoined
from comptoir.facts.point_terms import DRAW_ORDER, POINTS
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance
from comptoir.facts.streams import member_stream, order_stream
from comptoir.facts.terms import TERMS_BYTES_MAX
from comptoir.facts.units import Units, paid_for, quantity_of
from comptoir.loyalty.account import NO_POINTS, Account
from comptoir.loyalty.granting import grants_of
from comptoir.loyalty.tier import TierStanding, tier_of
from comptoir.returns.claims.found import ClaimDesk, ClaimFound
from comptoir.returns.claims.guarantee import GuaranteeState, OneGuarantee, guarantees_on, latest_guarantee
from comptoir.returns.exchanges.owed_back import OwedBack, owed_back
from comptoir.returns.exchanges.tree import exchange_of, exchanged_into
from comptoir.returns.rights import OneRight, latest_of, rights_on
from comptoir.rulebook import Rulebook
from comptoir.values.collections import frozen_mapping
from comptoir.values.errors import NoAnswer, WrongValue
from comptoir.values.grants import Grants
from comptoir.values.instants import Instant, instant_text
from comptoir.values.moments import Moment
from comptoir.values.quantities import Measured, Quantity
from comptoir.wire import Document


@attrs.frozen(kw_only=True)
class Purchased:
    """Pieces of one purchase with one fate: what they are now, and until when they may come back.

    ``charged`` is what was paid for them, in minor units, and ``reduced`` what was given back of it though
    the customer keeps them. ``picked`` is how much was picked of what is sold by measure, if less. Instants
    say when they passed on; since ``owner_since`` they are a later owner's, of the reference ``owner`` if
    there is one. ``last_day`` is the last on which they may come back, by the rule ``last_day_by``: ``None``
    where the clock has not started, or no right is alive. ``guarantee_until`` is the last day of the
    guarantee that ends last, by the rule ``guarantee_by``: ``None`` where it has not started, has no end, is
    ``guarantee_suspended``, or none is alive. ``may_come_back`` and ``guaranteed`` are ``None`` where the
    rulebook's tables do not reach as far as that takes.
    """

    units: Units
    quantity: Quantity
    product: Product
    charged: int
    reduced: int = 0
    picked: Measured | None = None
    shipped: Instant | None = None
    handed_over: Instant | None = None
    declared: Instant | None = None
    sent_back: Instant | None = None
    received: Instant | None = None
    handed_back: Instant | None = None
    exchanged_by: tuple[str, ...] = ()
    returned: Instant | None = None
    cancelled: Instant | None = None
    owner_since: Instant | None = None
    owner: str | None = None
    may_come_back: bool | None = False
    last_day: date | None = None
    last_day_by: str | None = None
    guaranteed: bool | None = False
    guarantee_until: date | None = None
    guarantee_by: str | None = None
    guarantee_suspended: bool = False


@attrs.frozen(kw_only=True)
class Purchase:
    """One order as a shop assistant reads it, whichever channel it was placed on.

    ``total`` and what was ``refunded`` of it are in minor units; ``promised`` is when each of its deliveries
    was to arrive. Goods of the orders ``exchange_of`` were given back for it, and its own for those that it
    was ``exchanged_into``; ``owed_back`` is what was exchanged in advance and is still to come. ``claims``
    are all about its goods, but those of a later owner; ``None`` where the rulebook's tables of time do not
    reach as far as they take.
    """

    order: str
    placed_at: Instant
    provenance: Provenance
    handover: Handover
    total: int
    refunded: int = 0
    currency: str
    promised: tuple[Promised, ...] = ()
    goods: tuple[Purchased, ...]
    claims: tuple[ClaimFound, ...] | None = ()
    exchange_of: tuple[str, ...] = ()
    exchanged_into: tuple[str, ...] = ()
    owed_back: tuple[OwedBack, ...] = ()


def _others(accounts: Mapping[str, Account]) -> Mapping[str, Account]:
    return frozen_mapping(accounts, "others")


@attrs.frozen(kw_only=True)
class StandingState:
    """The answer itself, whose digest two channels compare.

    ``account`` has the points that can be spent, ``others`` those of the other types, by their names.
    ``later`` is what the member has of orders of others, and never what these had paid.
    """

    document: ClassVar[str] = "standing/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    member: str
    tier: TierStanding | None
    account: Account
    others: Mapping[str, Account] = attrs.field(default={}, converter=_others)
    purchases: tuple[Purchase, ...]
    later: tuple[LaterOwned, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@attrs.frozen(kw_only=True)
class Standing(Told):
    """A member's standing at an instant."""

    question_document: ClassVar[str] = "standing-question/1"

    state: StandingState

    @property
    def member(self) -> str:
        """Whose standing it is."""
        return self.state.member

    @property
    def account(self) -> Account:
        """The points that can be spent: earned, pending, available, spent, expired."""
        return self.state.account

    @property
    def accounts(self) -> Mapping[str, Account]:
        """The points by their type: those that can be spent, and others, such as count for a tier."""
        return {POINTS: self.state.account, **self.state.others}

    @property
    def tier(self) -> TierStanding | None:
        """The member's level and what is missing for the next; ``None`` without a programme."""
        return self.state.tier

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """The orders of all channels, the oldest first."""
        return self.state.purchases

    @property
    def later(self) -> tuple[LaterOwned, ...]:
        """What the member has of orders of others: they are a later owner."""
        return self.state.later

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What does not fit in the facts, for somebody to look at."""
        return self.state.conflicts

    @cached_property
    def grants(self) -> Grants:
        """What it grants: a tier, points to spend, deliveries at no fee."""
        return grants_of(self.rulebook.loyalty.programme, self.account, self.tier, Moment(self.asked_at))

    def _asked_about(self) -> Iterator[tuple[str, Document]]:
        yield "member", self.member

    def _answered(self) -> Answer:
        return self.state

    def granted(self, rulebook: Rulebook, buyer: Buyer, moment: Moment) -> Grants:
        """What it grants to a buyer at a moment; ``WrongValue`` if it is not theirs or no longer holds."""
        if buyer.member != self.member:
            found = f"found the standing of {self.member} for {buyer.member or 'no member'}"
            raise WrongValue.at("standing", found, "pass the buyer's own", code="other_member")
        if buyer.tier not in {None, self.grants.tier}:
            found = f"found the tier {buyer.tier}, while the standing says {self.grants.tier}"
            raise WrongValue.at("buyer.tier", found, "leave it out: the standing says it", code="other_tier")
        if rulebook.digest != self.rulebook.digest:
            cure = "ask for the standing under the same rulebook"
            raise WrongValue.at("standing", "found it under another rulebook", cure, code="other_rulebook")
        if not moment.reaches(self.asked_at) or moment.reaches(self.until):
            edges = f"{instant_text(self.asked_at)} to {instant_text(self.until)}"
            found = f"found a standing that holds from {edges}"
            raise WrongValue.at("standing", found, "ask for it again", code="standing_lapsed")
        return self.grants


def standing_of(rulebook: Rulebook, member: str, history: History, at: Instant) -> Standing:
    """What a member's facts amount to at an instant; facts of other members are left aside."""
    moment = moment_of(rulebook, at)
    return standing_from(rulebook, member, Folded.of(rulebook, member, history, moment), moment)


def standing_from(rulebook: Rulebook, member: str, folded: Folded, moment: Moment) -> Standing:
    """What a member has by facts that were folded up to a moment."""
    known, everything, membership, books = folded.known, folded.holdings, folded.membership, folded.books
    own_streams = set(_own_streams(member, everything, membership))
    named = known if own_streams == folded.streams else known.of_streams(own_streams)
    foreign = _of_others(member, named, everything, membership)
    own = _without(named, foreign)
    holdings = everything if own == known else holdings_of(own, moment)
    almanac, programme = rulebook.almanac, rulebook.loyalty.programme
    draw = DRAW_ORDER if programme is None else programme.draw
    accounts = dict(books.accounts(member, draw))
    references = membership.references(member)
    purchases = [held for id_, held in holdings.orders.items() if membership.owns(member, id_)]
    unfit = [conflict for account in accounts.values() for conflict in account.conflicts]
    ids = {fact.id for fact in own.facts} if membership.conflicts else ()
    claims = [conflict for conflict in membership.conflicts if conflict.fact in ids]
    theirs = {(fact.order, fact.id) for fact in foreign}
    others = [held for id_, held in everything.orders.items() if not membership.owns(member, id_)]
    tier = None
    if programme is not None:
        joined = _joined(own, references, moment)
        given = books.given(member)
        tier = tier_of(programme, purchases, moment, almanac, joined=joined, given=given)
    state = StandingState(
        member=member,
        tier=tier,
        account=accounts.pop(POINTS, NO_POINTS),
        others=accounts,
        purchases=tuple(_purchases(rulebook, purchases, folded, own, references, moment=moment)),
        later=tuple(later_owned(others, references, moment, almanac)),
        conflicts=(
            *holdings.conflicts,
            *(each for each in everything.conflicts if (getattr(each, "order", None), each.fact) in theirs),
            *claims,
            *unfit,
        ),
    )
    return Standing(
        asked_at=moment.at,
        until=until_of(rulebook, moment),
        state=state,
        history=known,
        rulebook=rulebook,
    )


def _own_streams(member: str, holdings: Holdings, membership: Membership) -> Iterator[str]:
    """The streams of a member's references, and of the orders that are theirs."""
    yield from map(member_stream, membership.references(member))
    yield from (order_stream(id_) for id_ in holdings.orders if membership.owns(member, id_))


def _joined(own: History, references: Sequence[str], moment: Moment) -> Instant | None:
    """When the first of a member's references joined, as far as somebody recorded it."""
    joined = (fact for fact in own.known(moment) if isinstance(fact, MemberJoined))
    return next((fact.at for fact in joined if fact.member in references), None)


def _of_others(member: str, named: History, holdings: Holdings, membership: Membership) -> list[OrderEvent]:
    """What a member's own streams say of orders of others: that goods are theirs, and claims about them."""
    others = {order for order in holdings.orders if not membership.owns(member, order)}
    if not others:
        return []
    passed = {
        fact.order
        for fact in named.facts
        if isinstance(fact, PassedOn | Claimed | ClaimPassed) and fact.order in others
    }
    return [fact for fact in named.facts if isinstance(fact, OrderEvent) and fact.order in passed]


def _without(named: History, foreign: Sequence[OrderEvent]) -> History:
    """What is left of facts: those about the orders of others lead to no order here."""
    if not foreign:
        return named
    return History(tuple(fact for fact in named.facts if fact not in foreign), named.contradictions)


def _purchases(
    rulebook: Rulebook,
    purchases: Sequence[Held],
    folded: Folded,
    own: History,
    references: Sequence[str],
    *,
    moment: Moment,
) -> Iterator[Purchase]:
    returns: dict[str, list[Returned]] = {}
    for fact in own.known(moment) if purchases else ():
        if isinstance(fact, Returned):
            returns.setdefault(fact.order, []).append(fact)
    for held in purchases:
        into = exchanged_into(held.order.id, returns.get(held.order.id, ()))
        find = partial(_purchase, rulebook, held, references, into)
        yield folded.found(moment, held, (references, into), find)


def _purchase(
    rulebook: Rulebook, held: Held, references: Sequence[str], into: tuple[str, ...], moment: Moment
) -> Purchase:
    order = held.order
    desk = ClaimDesk(held=held, moment=moment, almanac=rulebook.almanac)
    return Purchase(
        order=order.id,
        placed_at=order.placed_at,
        provenance=order.provenance,
        handover=order.handover,
        total=order.total_minor,
        refunded=held.refunded,
        currency=order.currency,
        promised=tuple(each.promised for each in order.deliveries),
        goods=tuple(_purchased(rulebook, held, run, moment) for run in held.runs),
        claims=claims_told(desk, buyers_claims(held, references)),
        exchange_of=exchange_of(order),
        exchanged_into=into,
        owed_back=owed_back(held, moment, rulebook.almanac),
    )


def _purchased(rulebook: Rulebook, held: Held, run: Run, moment: Moment) -> Purchased:
    line = held.order.lines[run.units.number - 1]
    may_come_back, right = _right(rulebook, held, run, moment)
    guaranteed, guarantee = _guarantee(rulebook, held, run, moment)
    return Purchased(
        units=run.units,
        quantity=quantity_of(line.terms.quantity, run.units),
        product=run.product,
        charged=paid_for(line.shares, run.units),
        reduced=held.reduced_of(run.units),
        picked=run.picked,
        shipped=run.shipped,
        handed_over=run.handed_over,
        declared=run.declared,
        sent_back=run.sent_back,
        received=run.received,
        handed_back=run.handed_back,
        exchanged_by=run.exchanged_by,
        returned=run.returned,
        cancelled=run.cancelled,
        owner_since=run.owner_since,
        owner=run.owner,
        may_come_back=may_come_back,
        last_day=None if right is None else right.last_day,
        last_day_by=None if right is None else right.terms.rule,
        guaranteed=guaranteed,
        guarantee_until=None if guarantee is None else guarantee.last_day,
        guarantee_by=None if guarantee is None else guarantee.terms.rule,
        guarantee_suspended=guarantee is not None and guarantee.state is GuaranteeState.SUSPENDED,
    )


def _right(rulebook: Rulebook, held: Held, run: Run, moment: Moment) -> tuple[bool | None, OneRight | None]:
    """Whether some pieces may come back, and by the right that ends last; ``None`` if that is not known."""
    if run.is_gone or run.handed_over is None:
        return False, None
    try:
        since = law_since(rulebook, held.order)
        best = latest_of(rights_on(held, run, moment, rulebook.almanac, since=since))
    except NoAnswer:  # an old order must not keep a member from their points
        return None, None
    return best is not None, best


def _guarantee(
    rulebook: Rulebook, held: Held, run: Run, moment: Moment
) -> tuple[bool | None, OneGuarantee | None]:
    """Whether some pieces are guaranteed, and by the guarantee that ends last; ``None`` if not known."""
    try:
        latest = latest_guarantee(guarantees_on(held, run, moment, rulebook.almanac))
    except NoAnswer:
        return None, None
    return latest is not None, latest
