"""Laws of points that are earned again under another programme.

Source: laws W1 and W2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import attrs

from comptoir.checkout.earned_again import EarnedAgain, earned_again
from comptoir.checkout.place import Accepted
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket
from comptoir.facts.events import Fact, OrderPlaced
from comptoir.facts.history import History
from comptoir.facts.orders import Order, Tender
from comptoir.facts.provenance import Provenance
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import expect
from comptoir.values.instants import Instant, datetime_of

BY = Provenance("till")


@attrs.frozen(kw_only=True)
class WhatIfCase:
    """Baskets bought one after the other under a rulebook, and another rulebook."""

    rulebook: Rulebook
    under: Rulebook
    bought: tuple[tuple[Instant, Basket], ...]

    def facts(self) -> tuple[Fact, ...]:
        """What happened: each basket quoted with the member's standing, and placed at once."""
        facts: tuple[Fact, ...] = ()
        counter = Counter(self.rulebook)
        for number, (at, basket) in enumerate(self.bought):
            accepted = place(counter, basket, facts, at, f"o-{number}")
            if isinstance(accepted, Accepted):
                facts += accepted.facts
        return facts

    def history(self) -> History:
        """The same as a set of facts."""
        return Counter(self.rulebook).history(self.facts())

    @property
    def at(self) -> Instant:
        """The instant of the last of them."""
        return max(at for at, _ in self.bought)


Replay = Callable[[WhatIfCase, Rulebook], EarnedAgain]
"""A way of earning again what a case earned, under a rulebook."""


class WhatIfLaw(Protocol):
    """A law of what is earned again: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: WhatIfCase, replay: Replay = ...) -> None:
        """Try the law on one case."""


def replay_at_the_counter(case: WhatIfCase, under: Rulebook) -> EarnedAgain:
    """As the counter does it."""
    programme, by = case.rulebook.loyalty.programme, under.loyalty.programme
    if programme is None or by is None:
        raise AssertionError(case)
    return earned_again(case.history(), programme, case.at, under=under, by=by)


def w1_the_same_programme_changes_nothing(case: WhatIfCase, replay: Replay = replay_at_the_counter) -> None:
    """W1: orders quoted with their member's standing earn again, by the same programme, what they earned."""
    found = replay(case, case.rulebook)
    expect("W1", found.history == case.history(), f"found {_earned(found.history)} earned again")
    expect("W1", (found.orders, found.grants) == (0, 0), f"found {found.orders} orders said to be other")


def w2_an_order_earns_what_its_basket_would_have(
    case: WhatIfCase, replay: Replay = replay_at_the_counter
) -> None:
    """W2: an order earns again what the same basket earns, quoted under the other rulebook at its instant."""
    found = replay(case, case.under)
    counter, before = Counter(case.under), list[Fact]()
    baskets = {f"o-{number}": basket for number, (_, basket) in enumerate(case.bought)}
    for order in _orders(found.history):
        placed = place(counter, baskets[order.id], before, order.placed_at, order.id)
        if isinstance(placed, Accepted) and placed.order.total_minor == order.total_minor:
            due = placed.order.accruals
            expect("W2", order.accruals == due, f"found {order.accruals} for {order.id}, not {due}")
        before += (fact for fact in found.history.facts if fact.id == order.id)


def place(
    counter: Counter, basket: Basket, facts: tuple[Fact, ...] | list[Fact], at: Instant, id_: str
) -> object:
    """A basket as quoted with its member's standing and placed at once, paid by card."""
    when = datetime_of(at)
    member = basket.buyer.member
    standing = None if member is None else counter.standing(member, tuple(facts), when)
    quote = counter.quote(basket, when, standing=standing)
    tenders = [Tender("card", quote.to_pay)] if quote.to_pay.amount else []
    history = counter.history(tuple(facts))
    return counter.place(quote, id=id_, at=when, tenders=tenders, provenance=BY, history=history)


def _orders(history: History) -> Iterator[Order]:
    return (fact.order for fact in history.facts if isinstance(fact, OrderPlaced))


def _earned(history: History) -> list[tuple[str, int]]:
    return [(order.id, sum(each.earning.points for each in order.accruals)) for order in _orders(history)]
