"""Laws of histories: what a member's facts amount to, however they came and whenever it is asked.

Source: laws L1 to L5 and LO, and P1, P2 and P4 for standings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

import attrs

from comptoir.checkout.standing import Standing
from comptoir.facts.events import Exchanged, Fact, OrderPlaced, Returned, order_stream
from comptoir.facts.holdings import Held, holdings_of
from comptoir.facts.orders import Order
from comptoir.facts.provenance import Provenance
from comptoir.facts.units import Units
from comptoir.loyalty.account import Account, Lot, MovementKind
from comptoir.loyalty.ledger import Ledger, replay
from comptoir.loyalty.tier import TierStanding
from comptoir.loyalty.timeline import timeline
from comptoir.testing.cases import after_a_trip, expect
from comptoir.testing.oracles import tiers
from comptoir.testing.oracles.points import Left, Purse, Tally
from comptoir.testing.stories import Story, Tell, came_back, tell_counter, told
from comptoir.values.instants import LATEST, Instant
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

ELSEWHERE: Final = Provenance("call-centre", till="c-9", who="w-7")
MOVED_ONLY: Final = frozenset({MovementKind.BECAME_AVAILABLE, MovementKind.REPAID})
"""Movements from one place to another, which leave the sum as it is."""


def l1_however_facts_come_the_standing_is_the_same(story: Story, tell: Tell = tell_counter) -> None:
    """L1: any order, repetition or batching of the same facts gives the same standing, conflicts included."""
    first = _digests(told(story, tell))
    for how, came in CAME_OTHERWISE.items():
        other = _digests(told(story, tell, facts=came(story.facts)))
        expect("L1", other == first, f"found {other}, not {first}, when facts came {how}")


def l2_points_are_conserved(story: Story, tell: Tell = tell_counter) -> None:
    """L2: at every instant, earned = available + pending + redeemed + expired + clawed back - debt.

    None of them is negative, the lots hold what is available and pending, the movements sum to what there
    is, and nothing is owed while there are points to repay it with.
    """
    for at in _instants(story):
        found = told(story, tell, at).account
        out = found.redeemed + found.expired + found.clawed_back
        kept = found.available + found.pending
        expect("L2", found.earned == kept + out - found.debt, f"found {found} at {at}")
        expect("L2", min(_totals(found)) >= 0, f"found points below nothing at {at}: {found}")
        expect("L2", kept == sum(lot.remaining for lot in found.lots), f"found other lots at {at}: {found}")
        moved = sum(each.points for each in found.movements if each.kind not in MOVED_ONLY)
        expect("L2", moved == kept - found.debt, f"found {moved} points moved at {at}: {found}")
        expect("L2", not (found.available and found.debt), f"found a debt not repaid at {at}: {found}")


def l3_a_lot_is_drawn_within_its_life_only(story: Story, tell: Tell = tell_counter) -> None:
    """L3: an order draws points from lots that are alive when it is placed, and what is short is told.

    Each spending is looked at alone: the standing at its instant with and without it. Of the lots that
    are alive, the first to expire is drawn first.
    """
    for order in _orders(story):
        if order.redemption is None:
            continue
        at, past = order.placed_at, _past(story, order)
        before = told(story, tell, at, past).account
        after = told(story, tell, at, [*past, OrderPlaced(id=order.id, order=order)]).account
        left = {(lot.order, lot.rule): lot.remaining for lot in after.lots}
        drawn = {lot: lot.remaining - left.get((lot.order, lot.rule), 0) for lot in before.lots}
        for lot, fell in drawn.items():
            expect("L3", fell == 0 or _is_alive(lot, at), f"found {fell} points drawn at {at} from {lot}")
        _drawn_in_turn({lot: fell for lot, fell in drawn.items() if _is_alive(lot, at)})
        short = [each.points for each in after.overspent if each.order == order.id]
        due = max(0, order.redemption.points - before.available)
        expect("L3", short == ([due] if due else []), f"found {short} overspent, not {due}, by {order.id}")
        spent, taken = order.redemption.points - due, sum(drawn.values())
        expect("L3", taken == spent, f"found {taken} points drawn, not {spent}, by {order.id}")


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


def lo_the_standing_is_what_the_oracles_count(story: Story, tell: Tell = tell_counter) -> None:
    """LO: points, lots and debts are what is counted point by point, and the tier what is counted by days.

    The oracles are told which pieces came back when, and nothing else that was folded.
    """
    orders = _all_orders(story)
    purse = Purse(orders)
    for at in _instants(story, _period_ends(story, orders)):
        found, due = told(story, tell, at), purse.at(at)
        tally = _tally(found.account)
        expect("LO", tally == due, f"found {tally}, not {due}, at {at}")
        tier, due_tier = _reached(found.tier), _reached_by(story, orders, at)
        expect("LO", tier == due_tier, f"found {tier}, not {due_tier}, at {at}")


def p1_where_facts_were_recorded_changes_no_points(story: Story, tell: Tell = tell_counter) -> None:
    """P1: where facts were recorded, at which till and by whom, changes no points and no tier.

    So does asking again; it does not change the digests either.
    """
    one, again = told(story, tell), told(story, tell)
    expect("P1", _digests(again) == _digests(one), "found another standing when asked again")
    other = told(story, tell, facts=[_elsewhere(fact) for fact in story.facts])
    expect("P1", other.account == one.account, f"found {other.account}, not {one.account}, elsewhere")
    expect("P1", other.tier == one.tier, f"found {other.tier}, not {one.tier}, elsewhere")


def p2_facts_survive_their_wire_form(story: Story, tell: Tell = tell_counter) -> None:
    """P2: facts are equal, byte for byte, after a wire's trip, and amount to the same standing."""
    back = [after_a_trip("P2", story.rulebook, fact) for fact in story.facts]
    one, other = told(story, tell), told(story, tell, facts=back)
    expect("P2", _digests(other) == _digests(one), f"found {other}, not {one}, by facts from a wire")


def p4_the_standing_stays_until_valid_until(story: Story, tell: Tell = tell_counter) -> None:
    """P4: told at any instant before `valid_until`, the same facts amount to the same."""
    found = told(story, tell)
    at, until = story.instant, found.until
    expect("P4", at < until, f"found a standing valid until {until}, told at {at}")
    expect("P4", until <= story.rulebook.horizon_instant, f"found {until}, beyond the horizon")
    for instant in {at, at + 1, (at + until) // 2, until - 1, *_instants(story)}:
        if at <= instant < until:
            later = told(story, tell, Instant(instant))
            same = (later.answer, later.until) == (found.answer, until)
            expect("P4", same, f"found another standing at {instant}, before {until}")


def _digests(standing: Standing) -> tuple[str, str, Instant]:
    return standing.question, standing.answer, standing.until


def _instants(story: Story, more: Iterable[Instant] = ()) -> list[Instant]:
    """The story's own instant, each edge, ``more`` of them, and the last instant before each."""
    near = {edge + step for edge in (*story.edges, *more) for step in (-1, 0)} | {story.instant}
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


def _tally(account: Account) -> Tally:
    """An account in the words of the oracle."""
    return Tally(
        earned=account.earned,
        pending=account.pending,
        available=account.available,
        redeemed=account.redeemed,
        expired=account.expired,
        clawed_back=account.clawed_back,
        debt=account.debt,
        lots=tuple(
            Left(lot.order, lot.rule, lot.remaining, lot.available_from, lot.expires_at)
            for lot in account.lots
        ),
        overspent=tuple((each.order, each.points) for each in account.overspent),
    )


def _reached(tier: TierStanding | None) -> tiers.Reached | None:
    """A tier in the words of the oracle."""
    return None if tier is None else tiers.Reached(tier.tier, tier.spent, tier.next, tier.missing)


def _reached_by(story: Story, orders: Sequence[Held], at: Instant) -> tiers.Reached | None:
    """The tier that the oracle counts; none without a programme."""
    programme = story.rulebook.loyalty.programme
    if programme is None:
        return None
    return tiers.reached(programme, orders, at, story.rulebook.almanac.zone(programme.zone))


def _period_ends(story: Story, orders: Iterable[Held]) -> set[Instant]:
    """The instants at which purchases stop counting towards a tier."""
    programme = story.rulebook.loyalty.programme
    if programme is None:
        return set()
    zone = story.rulebook.almanac.zone(programme.zone)
    return {tiers.ends(programme, each, zone) for each in orders}


def _is_alive(lot: Lot, at: Instant) -> bool:
    return lot.available_from <= at and (lot.expires_at is None or at < lot.expires_at)


def _drawn_in_turn(drawn: Mapping[Lot, int]) -> None:
    """No lot is drawn while one that expires before it has points left."""
    for lot, fell in drawn.items():
        for other, fell_of_other in drawn.items():
            is_first = other.expires_at is not None and (
                lot.expires_at is None or other.expires_at < lot.expires_at
            )
            used_up = fell_of_other == other.remaining
            expect("L3", not (fell and is_first) or used_up, f"found {lot} drawn before {other}")


def _elsewhere(fact: Fact) -> Fact:
    """The same fact, recorded on another channel."""
    if isinstance(fact, OrderPlaced):
        return attrs.evolve(fact, order=attrs.evolve(fact.order, provenance=ELSEWHERE))
    return attrs.evolve(fact, provenance=ELSEWHERE)


def _all_orders(story: Story) -> list[Held]:
    """Every order of the member, with all that ever came back of it."""
    end = Moment(LATEST)
    held = holdings_of(story.history.of_member(story.member, end), end).orders.values()
    return [each for each in held if each.order.buyer.member == story.member]


def _left(standing: Standing) -> tuple[object, ...]:
    """What a return must restore."""
    account = standing.account
    return account.lots, account.debt, account.expired, account.redeemed, standing.tier


def _orders(story: Story) -> list[Order]:
    """The member's orders that were placed by then."""
    orders = story.history.orders.values()
    return [each for each in orders if each.buyer.member == story.member and each.placed_at <= story.instant]


def _past(story: Story, order: Order) -> list[Fact]:
    """What had happened before an order; a fact of its own from before it waits for it, and is left out."""
    return [
        fact
        for fact in story.history.facts
        if fact.at < order.placed_at and order_stream(order.id) not in fact.streams
    ]


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
