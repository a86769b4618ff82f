"""Laws of exchanges: goods swapped and given back later leave nothing owed, whichever way it went.

Source: laws XS and XT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

import attrs

from comptoir.checkout.after_sales import Assessment, Settled
from comptoir.checkout.exchanging import ExchangeOffer, Swapped
from comptoir.checkout.quote import Quote
from comptoir.checkout.ticket import Closed, Ticket
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket, Contract
from comptoir.facts.events import Fact, Returned
from comptoir.facts.handovers import Carry
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order, Tender
from comptoir.returns.asked import Give
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import expect
from comptoir.testing.return_cases import (
    BY,
    AskReturn,
    ReturnCase,
    accepted,
    ask_return,
    for_goods,
    settled,
)
from comptoir.testing.terms_examples import ORDERED, last_order, ordered, placed
from comptoir.values.instants import DAY, Instant, datetime_of, instant_of
from comptoir.values.money import Amount
from comptoir.values.quantities import pieces


def xs_an_exchange_between_two_returns_changes_no_sum(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """XS: some goods come back, the others are swapped evenly, then come back: as without the exchange."""
    for request in case.requests:
        taken = accepted(case, ask, case.facts, request)
        if taken is None or len(taken.give) < 2:
            continue
        at = instant_of(request.at)
        first, then = (
            attrs.evolve(request, give=give, at=datetime_of(Instant(at + step)))
            for give, step in ((taken.give[:1], 0), (taken.give[1:], 2))
        )
        plain = settled(case, ask, [first, then])
        one = settled(case, ask, [first])
        facts = [*case.facts, *(each.fact for each in one)]
        middle = attrs.evolve(then, at=datetime_of(Instant(at + 1)))
        swapped = accepted(case, ask, facts, middle)
        if swapped is None or len(plain) != 2:
            continue
        lines = [Line(good.product.sku, good.units.count) for good in swapped.goods]
        found = case.counter.exchange(swapped, take=lines, id="x-1", provenance=BY)
        if not isinstance(found, Swapped):
            continue
        after = attrs.evolve(case, facts=(*facts, *found.facts))
        last = accepted(after, ask, after.facts, then)
        done = None if last is None else case.counter.settle(last, id="r-001", provenance=BY)
        both = [each.fact for each in one]
        if isinstance(done, Settled):
            both += done.facts
        sums = [_sums(facts) for facts in (both, [each.fact for each in plain])]
        expect("XS", sums[0] == sums[1], f"found {sums[0]} with an exchange between, not {sums[1]}")


def _sums(facts: Sequence[Returned]) -> tuple[int, int, int]:
    columns = zip(
        *((for_goods(each), each.points_clawed, each.points_restored) for each in facts), strict=True
    )
    goods, clawed, restored = (sum(column) for column in columns)
    return goods, clawed, restored


@attrs.frozen(kw_only=True)
class ExchangeCase:
    """Goods bought in a store, exchanged for others the day after, which come back the day after that."""

    rulebook: Rulebook
    given: tuple[Line, ...]
    taken: tuple[Line, ...]


@attrs.frozen(kw_only=True)
class Paid:
    """What was paid, and paid out, in minor units, at each of the three visits; ``due`` for goods."""

    bought: int
    difference: int
    back: int
    due: int


PlayExchange = Callable[[ExchangeCase], Paid | None]
"""A way of doing it; ``None`` if some of it is refused."""


class ExchangeLaw(Protocol):
    """A law of exchanges: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: ExchangeCase, play: PlayExchange = ...) -> None:
        """Try the law on one case."""


def xt_sale_exchange_and_return_leave_nothing_owed(
    case: ExchangeCase, play: PlayExchange | None = None
) -> None:
    """XT: once what was taken is back too, as much was paid out as was paid, at three visits together."""
    paid = (play or play_exchange)(case)
    if paid is None:
        return
    left = paid.bought + paid.difference - paid.back
    expect("XT", left == 0, f"found {left} left of {paid}")
    expect("XT", paid.difference == paid.due, f"found a difference of {paid.difference}, not {paid.due}")


def play_exchange(case: ExchangeCase) -> Paid | None:
    """The three visits, at the counter itself."""
    counter = Counter(case.rulebook)
    one = _in_store(case.given)
    facts: tuple[Fact, ...] = placed(case.rulebook, (), "o-1", ORDERED, one)
    first, at = last_order(facts), datetime_of(Instant(ORDERED + DAY))
    given = _all_of(counter, first, facts, at)
    brought = counter.settle(given, id="o-2", provenance=BY)
    if not isinstance(brought, Settled):
        return None
    standing = counter.standing("m-1", (*facts, *brought.facts), at)
    offer = counter.exchange_offer(given, _in_store(case.taken), standing=standing)
    if not isinstance(offer, ExchangeOffer):
        return None
    if offer.ticket is None:
        done = counter.exchange(given, take=case.taken, id="x-1", provenance=BY)
        if not isinstance(done, Swapped):
            return None
        facts, last = (*facts, *done.facts), first
        due = difference = 0
    else:
        to_pay = _due(offer.ticket) - given.assessed.refund.goods
        tenders = [Tender("card", Amount(to_pay, "EUR"))] if to_pay > 0 else []
        closed = counter.close(
            offer.ticket, id="o-2", at=at, tenders=tenders, provenance=BY, history=counter.history(facts)
        )
        if not isinstance(closed, Closed):
            return None
        facts, last = (*facts, *closed.facts), closed.order
        due = last.value - first.value
        difference = sum(each.amount.minor for each in tenders) - sum(
            each.amount.minor for each in closed.pay_out
        )
    back = _all_of(counter, last, facts, datetime_of(Instant(ORDERED + 2 * DAY)))
    settled_ = counter.settle(back, id="r-9", provenance=BY)
    if not isinstance(settled_, Settled):
        return None
    paid_out = sum(tender.amount.minor for fact in settled_.facts for tender in fact.tenders)
    return Paid(bought=first.value, difference=difference, back=paid_out, due=due)


def _in_store(lines: Iterable[Line]) -> Basket:
    return ordered(*lines, handover=Carry("lyon-2"), contract=Contract.IN_STORE)


def _due(ticket: Ticket) -> int:
    quote = ticket.quote
    return quote.due if isinstance(quote, Quote) else 0


def _all_of(counter: Counter, order: Order, facts: Sequence[Fact], at: datetime) -> Assessment:
    give = [Give(line.terms.number, pieces(line.terms.quantity)) for line in order.lines]
    return counter.assess(order.id, facts, at, give=give, store="lyon-2")
