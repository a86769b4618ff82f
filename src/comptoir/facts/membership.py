"""Whose an order is, and which references are one account: what facts about members say at a moment.

Decides it from the facts alone, in business order. May never know a rule, nor points. An account is the
set of references that were united so far; an order is the member's who placed it or, if it named nobody,
of who claimed it first, from the claim on.

Source: house rule (law L6).
"""

from __future__ import annotations

import attrs

from comptoir.facts.conflicts import BeforeItsOrder, Conflict, NotClaimed, NotMerged, UnknownOrder
from comptoir.facts.events import Fact, OrderPlaced
from comptoir.facts.history import History
from comptoir.facts.orders import Order
from comptoir.facts.point_events import AccountsMerged, PurchaseClaimed
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


@attrs.frozen
class Owner:
    """Whose an order is: the reference that placed or claimed it, since when, and by which claim."""

    member: str
    since: Instant
    claim: str | None = None


class Membership:
    """Who is who, as far as facts were recorded in it; it can be carried on after any of them."""

    def __init__(self) -> None:
        self._accounts: dict[str, str] = {}
        self._references: dict[str, list[str]] = {}
        self._owners: dict[str, Owner] = {}
        self._unnamed: set[str] = set()
        self._waiting: dict[str, list[PurchaseClaimed]] = {}
        self._conflicts: list[Conflict] = []

    def account(self, member: str) -> str:
        """The account of a reference, by the name of the one into which it was united."""
        return self._accounts.get(member, member)

    def references(self, member: str) -> tuple[str, ...]:
        """All references of the account of one of them, in the order of their names."""
        account = self.account(member)
        return tuple(sorted(self._references.get(account, [account])))

    def are_one(self, member: str, other: str) -> bool:
        """Whether two references are one account."""
        return self.account(member) == self.account(other)

    def owner(self, order: str) -> Owner | None:
        """Whose an order is; ``None`` if it named nobody and was not claimed, or is not known."""
        return self._owners.get(order)

    def owns(self, member: str, order: str) -> bool:
        """Whether an order is of the account of a member."""
        owner = self._owners.get(order)
        return owner is not None and self.are_one(owner.member, member)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Claims of orders that nobody has placed yet, and claims from before their orders.

        What else does not fit is told when it is recorded.
        """
        unknown = (UnknownOrder(claim.id, order) for order, all_ in self._waiting.items() for claim in all_)
        return (*self._conflicts, *unknown)

    def record(self, fact: Fact) -> None:
        """Record whatever a fact says of who is who."""
        if isinstance(fact, OrderPlaced):
            self.place(fact.order)
        elif isinstance(fact, PurchaseClaimed):
            self.claim(fact)
        elif isinstance(fact, AccountsMerged):
            self.merge(fact)

    def place(self, order: Order) -> tuple[tuple[str, NotClaimed], ...]:
        """Record that an order was placed; who claimed it before in vain, and why."""
        claims = self._waiting.pop(order.id, [])
        self._conflicts += [BeforeItsOrder(claim.id, order.id) for claim in claims]
        if order.buyer.member is not None:
            self._owners[order.id] = Owner(order.buyer.member, order.placed_at)
        else:
            self._unnamed.add(order.id)
        tried = ((claim.member, self._claimed(claim, order.placed_at)) for claim in claims)
        return tuple((member, conflict) for member, conflict in tried if conflict is not None)

    def claim(self, claim: PurchaseClaimed) -> NotClaimed | None:
        """Record a claim; why it changes nothing, if somebody has the order already."""
        if claim.order not in self._owners and claim.order not in self._unnamed:
            self._waiting.setdefault(claim.order, []).append(claim)
            return None
        return self._claimed(claim, claim.at)

    def merge(self, fact: AccountsMerged) -> NotMerged | None:
        """Record that two accounts are one; why it changes nothing, if they are already."""
        gone, kept = self.account(fact.member), self.account(fact.into)
        if gone == kept:
            return NotMerged(fact.id, fact.into)
        united = [*self._references.pop(kept, [kept]), *self._references.pop(gone, [gone])]
        self._references[kept] = united
        self._accounts.update(dict.fromkeys(united, kept))
        return None

    def _claimed(self, claim: PurchaseClaimed, at: Instant) -> NotClaimed | None:
        owner = self._owners.get(claim.order)
        if owner is not None:
            return NotClaimed(claim.id, claim.order, owner.member)
        self._unnamed.discard(claim.order)
        self._owners[claim.order] = Owner(claim.member, at, claim.id)
        return None


def membership_of(history: History, moment: Moment) -> Membership:
    """Who is who at a moment, by the facts of a history; the next one is noted."""
    membership = Membership()
    for fact in history.known(moment):
        membership.record(fact)
    return membership
