"""Laws of histories: what a member's facts amount to, however they came and whenever it is asked.

Source: laws L1 to L5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

from comptoir.checkout.standing import Standing
from comptoir.facts.events import Exchanged, Fact, OrderPlaced, Returned
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order
from comptoir.facts.units import Units
from comptoir.loyalty.account import Account
from comptoir.loyalty.ledger import Ledger, replay
from comptoir.loyalty.timeline import timeline
from comptoir.testing.cases import expect
from comptoir.testing.stories import Story, Tell, came_back, tell_counter, told
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.quantities import pieces

Facts = Sequence[Fact]


def _by_halves(facts: Facts) -> Facts:
    """Two batches that overlap."""
    return [*facts[len(facts) // 3 :], *facts[: 2 * len(facts) // 3 + 1]]


CAME_OTHERWISE: Final[Mapping[str, Callable[[Facts], Facts]]] = MappingProxyType(
    {
        "the other way round": lambda facts: facts[::-1],
        "the last one first": lambda facts: [*facts[-1:], *facts[:-1]],
        "every other one first": lambda facts: [*facts[::2], *facts[1::2]],
        "each of them twice": lambda facts: [fact for fact in facts for _ in range(2)],
        "all of them again": lambda facts: [*facts, *facts[::-1]],
        "in two batches that overlap": _by_halves,
    }
)
"""Ways in which the same facts can come."""


def l1_however_facts_come_the_standing_is_the_same(story: Story, tell: Tell = tell_counter) -> None:
    """L1: any order, repetition or batching of the same facts gives the same standing, conflicts included."""
    first = _digests(told(story, tell))
    for how, came in CAME_OTHERWISE.items():
        other = _digests(told(story, tell, facts=came(story.facts)))
        expect("L1", other == first, f"found {other}, not {first}, when facts came {how}")


def l2_points_are_conserved(story: Story, tell: Tell = tell_counter) -> None:
    """L2: at every instant, earned = available + pending + redeemed + expired + clawed back - debt.

    None of them is negative, and the lots hold what is available and pending.
    """
    for at in _instants(story):
        found = told(story, tell, at).account
        out = found.redeemed + found.expired + found.clawed_back
        kept = found.available + found.pending
        expect("L2", found.earned == kept + out - found.debt, f"found {found} at {at}")
        expect("L2", min(_totals(found)) >= 0, f"found points below nothing at {at}: {found}")
        expect("L2", kept == sum(lot.remaining for lot in found.lots), f"found other lots at {at}: {found}")


def l3_a_lot_is_drawn_within_its_life_only(story: Story, tell: Tell = tell_counter) -> None:
    """L3: an order draws points from lots that are alive when it is placed, and what is short is told.

    Each spending is looked at alone: the standing at its instant with and without it.
    """
    for order in _orders(story):
        if order.redemption is None:
            continue
        at, past = order.placed_at, _past(story, order)
        before = told(story, tell, at, past).account
        after = told(story, tell, at, [*past, OrderPlaced(id=order.id, order=order)]).account
        left = {(lot.order, lot.rule): lot.remaining for lot in after.lots}
        drawn = 0
        for lot in before.lots:
            fell = lot.remaining - left.get((lot.order, lot.rule), 0)
            alive = lot.available_from <= at and (lot.expires_at is None or at < lot.expires_at)
            expect("L3", fell == 0 or alive, f"found {fell} points drawn at {at} from {lot}")
            drawn += fell
        short = [each.points for each in after.overspent if each.order == order.id]
        due = max(0, order.redemption.points - before.available)
        expect("L3", short == ([due] if due else []), f"found {short} overspent, not {due}, by {order.id}")
        spent = order.redemption.points - due
        expect("L3", drawn == spent, f"found {drawn} points drawn, not {spent}, by {order.id}")


def l4_folding_can_stop_anywhere_and_go_on(story: Story, tell: Tell = tell_counter) -> None:
    """L4: folding in business order up to any instant and then the rest is folding all.

    One ledger is carried on from instant to instant, and must agree each time with what is told then.
    """
    moment = Moment(story.instant)
    own = story.history.of_member(story.member, moment)
    ledger = Ledger()
    for at, events in groupby(timeline(story.member, holdings_of(own, moment), moment), lambda each: each.at):
        ledger = replay(events, onto=ledger)
        found = told(story, tell, at).account
        expect("L4", found == ledger.account(), f"found {found}, not {ledger.account()}, at {at}")


def l5_a_return_leaves_what_was_there_before(story: Story, tell: Tell = tell_counter) -> None:
    """L5: a full return, with nothing else in between, leaves lots, tier and debt as they were before.

    And however the return of an order is split, it takes and gives back the same points in total.
    """
    for order in _orders(story):
        past = _past(story, order)
        placed = [*past, OrderPlaced(id=order.id, order=order)]
        at = Instant(told(story, tell, order.placed_at, placed).until - 1)
        back = _at_once(order, at)
        before, after = (_left(told(story, tell, at, facts)) for facts in (past, [*placed, back]))
        expect("L5", after == before, f"found {after}, not {before}, after {order.id} came back")
        others = [fact for fact in story.facts if not _gives_back(fact, order)]
        whole = [*others, _at_once(order, story.instant)]
        split = [*others, *_piece_by_piece(order, story.instant)]
        one, many = (_totals(told(story, tell, facts=facts).account) for facts in (whole, split))
        expect("L5", many == one, f"found {many}, not {one}, after {order.id} came back piece by piece")


def _digests(standing: Standing) -> tuple[str, str, Instant]:
    return standing.question, standing.answer, standing.until


def _instants(story: Story) -> list[Instant]:
    """The story's own instant, each edge, and the last instant before it."""
    near = {edge + step for edge in story.edges for step in (-1, 0)} | {story.instant}
    return [Instant(at) for at in sorted(near) if story.rulebook.header.valid.holds(Instant(at))]


def _totals(account: Account) -> tuple[int, ...]:
    return (
        account.earned,
        account.pending,
        account.available,
        account.redeemed,
        account.expired,
        account.clawed_back,
        account.debt,
    )


def _left(standing: Standing) -> tuple[object, ...]:
    """What a return must restore."""
    account = standing.account
    return account.lots, account.debt, account.expired, account.redeemed, standing.tier


def _orders(story: Story) -> list[Order]:
    """The member's orders that were placed by then."""
    orders = story.history.orders.values()
    return [each for each in orders if each.buyer.member == story.member and each.placed_at <= story.instant]


def _past(story: Story, order: Order) -> list[Fact]:
    """What had happened before an order."""
    return [fact for fact in story.history.facts if fact.at < order.placed_at]


def _gives_back(fact: Fact, order: Order) -> bool:
    return isinstance(fact, Returned | Exchanged) and fact.order == order.id


def _pieces(order: Order) -> list[Units]:
    return [
        Units(line.terms.number, piece, 1)
        for line in order.lines
        for piece in range(pieces(line.terms.quantity))
    ]


def _fee(order: Order) -> int:
    return 0 if order.delivery is None else order.delivery.charged


def _at_once(order: Order, at: Instant) -> Returned:
    return came_back(order, _pieces(order), id="back", at=at, delivery=_fee(order))


def _piece_by_piece(order: Order, at: Instant) -> list[Returned]:
    *firsts, last = enumerate(_pieces(order))
    parts = [came_back(order, [piece], id=f"back-{index:03}", at=at) for index, piece in firsts]
    index, piece = last
    return [*parts, came_back(order, [piece], id=f"back-{index:03}", at=at, delivery=_fee(order))]
