"""A case for a law of spending: a basket of a member who wishes to spend points, and the points they have.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, Protocol

import attrs

from comptoir.checkout.quote import Quote
from comptoir.checkout.standing import Standing, StandingState
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket
from comptoir.facts.history import History
from comptoir.loyalty.account import Account, Lot, Reservation
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import Residue, SpendRule
from comptoir.loyalty.tier import TierStanding
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import Ask, Case
from comptoir.testing.tills import Till
from comptoir.testing.variations import with_sections
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import Instant, instant_of

MEMBER: Final = "m-1"
"""Whose points are spent."""

AskSpending = Callable[[Rulebook, Basket, datetime, Standing], Quote]
"""A way of asking for a quote with a standing."""


def ask_spending(rulebook: Rulebook, basket: Basket, at: datetime, standing: Standing) -> Quote:
    """The plain way of asking: at the counter itself."""
    return Counter(rulebook).quote(basket, at, standing=standing)


def standing_with(
    rulebook: Rulebook, at: Instant, lots: Iterable[Lot], reservations: Iterable[Reservation] = ()
) -> Standing:
    """The standing of a member who has these lots and reservations, whatever gave them."""
    programme = rulebook.loyalty.programme
    if programme is None:
        raise AssertionError(rulebook)
    own, tier = tuple(lots), programme.tiers[0]
    live = [lot for lot in own if lot.available_from is not None and lot.available_from <= at]
    account = Account(
        available=sum(lot.remaining for lot in live),
        pending=sum(lot.remaining for lot in own if lot not in live),
        lots=own,
        reservations=tuple(reservations),
    )
    state = StandingState(
        member=MEMBER,
        tier=TierStanding(tier=tier.id, name=tier.name, measured=0, currency=programme.currency),
        account=account,
        purchases=(),
    )
    return Standing(
        asked_at=at,
        until=Instant(at + 1),
        state=state,
        history=History.of((), lambda fact: repr(fact).encode()),
        rulebook=rulebook,
    )


@attrs.frozen(kw_only=True)
class SpendingCase:
    """A member's basket with a wish for points, under a rulebook whose programme lets points be spent.

    The ``lots`` are in the order in which they are drawn.
    """

    case: Case
    lots: tuple[Lot, ...]

    @property
    def programme(self) -> Programme:
        """The programme."""
        found = self.case.rulebook.loyalty.programme
        if found is None:
            raise AssertionError(self.case)
        return found

    @property
    def rule(self) -> SpendRule:
        """How its points are spent."""
        if self.programme.spend is None:
            raise AssertionError(self.case)
        return self.programme.spend

    def under(self, residue: Residue) -> SpendingCase:
        """The same, where this becomes of points wished beyond those that may be spent."""
        programme = attrs.evolve(self.programme, spend=attrs.evolve(self.rule, residue=residue))
        loyalty = attrs.evolve(self.case.rulebook.loyalty, programme=programme)
        rulebook = with_sections(self.case.rulebook, loyalty=loyalty)
        return attrs.evolve(self, case=attrs.evolve(self.case, rulebook=rulebook))

    def wishing(self, points: int) -> SpendingCase:
        """The same, with another wish."""
        return attrs.evolve(
            self, case=attrs.evolve(self.case, basket=attrs.evolve(self.case.basket, points=points))
        )

    def quoted(self, ask: AskSpending) -> Quote | None:
        """The quote; ``None`` where the rulebook has no answer."""
        case = self.case
        try:
            return self.till(ask).quote(case.rulebook, case.basket, case.at)
        except ComptoirError:
            return None

    def till(self, ask: AskSpending) -> Till:
        """A till that asks with the member's standing."""
        return Till(quote=self._asking(ask))

    def _asking(self, ask: AskSpending) -> Ask:
        def asked(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
            return ask(rulebook, basket, at, standing_with(rulebook, instant_of(at), self.lots))

        return asked


class SpendingLaw(Protocol):
    """A law of spending: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: SpendingCase, ask: AskSpending = ...) -> None:
        """Try the law on one case."""
