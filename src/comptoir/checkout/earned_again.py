"""What was earned, earned again under another programme: by what was really paid, in business order.

Every order earns what the other programme gives for it, at its own instant, for the tier that its member had
by then under that programme; so does every action that the programme has. Points that promotions gave, that
people gave or that came from another system stay as they were; so does all that was spent. What the order
does not say is not guessed: of a line with extras on top, the tax is that of the goods in proportion.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from comptoir.checkout.earning import may_earn, paid_for_delivery, paid_for_goods, reached
from comptoir.checkout.horizon import moment_of
from comptoir.checkout.standing import standing_of
from comptoir.facts.events import Fact, OrderPlaced
from comptoir.facts.history import History
from comptoir.facts.linked import LinkedStreams
from comptoir.facts.orders import Order, OrderLine
from comptoir.facts.point_events import GrantKind, PointsGranted
from comptoir.facts.point_terms import Accrual, Earning
from comptoir.facts.products import Nature
from comptoir.loyalty.earn import EarningLine, Paid, Purchase, accruals, earnings, for_action
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier import TierStanding
from comptoir.rulebook import Rulebook
from comptoir.values.instants import Instant
from comptoir.values.rounding import Rounding, divide


@attrs.frozen(kw_only=True)
class EarnedAgain:
    """Facts in which everything is earned again; so many ``orders`` and ``grants`` give something else.

    ``kept`` are the rules whose points stayed as they were, though an order or an action gave them.
    """

    history: History
    orders: int
    grants: int
    kept: tuple[str, ...]


def earned_again(
    history: History, programme: Programme, at: Instant, *, under: Rulebook, by: Programme
) -> EarnedAgain:
    """The facts of a history up to an instant, as a programme ``by`` of the rulebook ``under`` earns them.

    ``programme`` is the one that gave the points: by its ids, what was its own is told from what was not.
    """
    again = _Again(programme=programme, under=under, by=by)
    linked = LinkedStreams(fact.streams for fact in history.facts)
    parts: dict[str, list[Fact]] = {}
    rewritten: list[Fact] = []
    orders = grants = 0
    for fact in history.facts:
        part = parts.setdefault(linked.group(fact.streams[0]), [])
        new = fact if fact.at > at else again.fact(fact, part)
        orders += new != fact and isinstance(fact, OrderPlaced)
        grants += new != fact and isinstance(fact, PointsGranted)
        part.append(new)
        rewritten.append(new)
    return EarnedAgain(
        history=History(tuple(rewritten), history.contradictions),
        orders=orders,
        grants=grants,
        kept=tuple(sorted(again.kept)),
    )


@attrs.define(kw_only=True)
class _Again:
    """The programme that gave points, and the one by which they are earned again."""

    programme: Programme
    under: Rulebook
    by: Programme
    kept: set[str] = attrs.field(factory=set)

    def fact(self, fact: Fact, before: Iterable[Fact]) -> Fact:
        """A fact with what it earns now; ``before`` are those linked with it that happened earlier."""
        match fact:
            case OrderPlaced():
                return attrs.evolve(fact, order=self._order(fact.order, before))
            case PointsGranted(grant=GrantKind.ACTION):
                return attrs.evolve(fact, accruals=self._granted(fact))
            case _:
                return fact

    def _order(self, order: Order, before: Iterable[Fact]) -> Order:
        found = self._earned(order, before)
        own = accruals(found, order.placed_at, self.under.almanac)
        return attrs.evolve(order, accruals=(*own, *self._others(order.accruals)))

    def _others(self, given: Iterable[Accrual]) -> Iterator[Accrual]:
        """What the programme did not give."""
        ids = _ids(self.programme) | _ids(self.by)
        for accrual in given:
            if accrual.earning.rule not in ids:
                self.kept.add(accrual.earning.rule)
                yield accrual

    def _earned(self, order: Order, before: Iterable[Fact]) -> tuple[Earning, ...]:
        """What the programme gives for an order, for the tier that its member had by then."""
        by, member = self.by, order.buyer.member
        if not may_earn(by, member):
            return ()
        purchase, tier = _purchase(order, by), self._tier(order, before)
        found = self._by_tier(order, purchase, None if tier is None else tier.tier)
        if by.levels.own_order_counts and tier is not None:
            charged = sum(line.terms.charged for line in order.lines)
            found = self._by_tier(order, purchase, reached(tier, by, charged, found))
        return found

    def _by_tier(self, order: Order, purchase: Purchase, tier: str | None) -> tuple[Earning, ...]:
        moment = moment_of(self.under, order.placed_at)
        return earnings(self.by, purchase, tier=tier, moment=moment, almanac=self.under.almanac)

    def _tier(self, order: Order, before: Iterable[Fact]) -> TierStanding | None:
        """The tier of the member right before an order; ``None`` if all members are of the first."""
        member = order.buyer.member
        if member is None or len(self.by.tiers) == 1:
            return None
        return standing_of(self.under, member, History(tuple(before)), order.placed_at).tier

    def _granted(self, fact: PointsGranted) -> tuple[Accrual, ...]:
        """What an action gives: nothing, if the other programme has it not, or not then."""
        theirs = {each.id: each for each in self.by.actions}
        action = theirs.get(fact.rule)
        if action is not None and action.valid.holds(fact.at):
            return accruals([for_action(self.by, action)], fact.at, self.under.almanac)
        if action is not None or fact.rule in {each.id for each in self.programme.actions}:
            return ()
        self.kept.add(fact.rule)
        return fact.accruals


def _ids(programme: Programme) -> set[str]:
    """The rules by which a programme gives points for orders."""
    return {programme.id, *(each.id for each in programme.campaigns)}


def _purchase(order: Order, by: Programme) -> Purchase:
    """An order as a programme looks at a purchase: gift cards earn nothing, they are stored value."""
    basis = by.earn.basis
    means = () if basis.stored_value else basis.stored_value_means
    return Purchase(
        currency=order.currency,
        lines=[
            EarningLine(line.terms.number, line.product, _paid(line, with_points=basis.points))
            for line in order.lines
            if line.product.nature is not Nature.GIFT_CARD
        ],
        buyer=order.buyer,
        delivery=paid_for_delivery(order.deliveries),
        points=0 if order.redemption is None else order.redemption.paid,
        stored_value=sum(each.amount.minor for each in order.tenders if each.means in means),
    )


def _paid(line: OrderLine, *, with_points: bool) -> Paid:
    """What was paid for the goods of a line, without the extras on top of them."""
    terms = line.terms
    whole = terms.charged + terms.on_top
    extras = divide(terms.paid * terms.on_top, whole, Rounding.HALF_UP) if whole else 0
    return paid_for_goods(
        terms.paid - extras, terms.taxes, terms.adjustments, terms.basis, with_points=with_points
    )
