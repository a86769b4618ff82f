"""Laws of histories: what a member's facts amount to, however they came and whenever it is asked.

Source: laws L1 to L5 and LO, and P1, P2 and P4 for standings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Final

import attrs

from comptoir.checkout.snapshot import Snapshot
from comptoir.checkout.standing import Standing
from comptoir.counter import Counter
from comptoir.facts.conflicts import Overspent
from comptoir.facts.events import Exchanged, Fact, GivenUp, OrderPlaced, Returned
from comptoir.facts.held import Held
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order
from comptoir.facts.point_terms import POINTS, Clawback, DrawBy, Shortfall
from comptoir.facts.provenance import Provenance
from comptoir.facts.units import Units
from comptoir.loyalty.account import NO_POINTS, Account, Lot, MovementKind
from comptoir.loyalty.fold.books import Books, replay
from comptoir.loyalty.fold.timeline import timeline
from comptoir.returns.rights import closes
from comptoir.testing.cases import after_a_trip, expect
from comptoir.testing.oracles import tiers
from comptoir.testing.oracles.deadlines import day_shown
from comptoir.testing.oracles.point_tallies import Tally
from comptoir.testing.oracles.points import Purses
from comptoir.testing.standings import (
    accounts_of,
    conflicts_of,
    drawings,
    followed,
    past_of,
    tally_of,
    told_of,
)
from comptoir.testing.stories import Story, Tell, came_back, tell_counter, told
from comptoir.values.instants import LATEST, Instant, datetime_of
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
MOVED_ONLY: Final = frozenset(
    {MovementKind.BECAME_AVAILABLE, MovementKind.REPAID, MovementKind.HELD, MovementKind.RELEASED}
)
"""Movements from one place to another, which leave the sum as it is."""


def l1_however_facts_come_the_standing_is_the_same(story: Story, tell: Tell = tell_counter) -> None:
    """L1: any order, repetition or batching of the same facts gives the same standing, conflicts included."""
    first = _digests(told(story, tell))
    for how, came in CAME_OTHERWISE.items():
        other = _digests(told(story, tell, facts=came(story.facts)))
        expect("L1", other == first, f"found {other}, not {first}, when facts came {how}")


def l2_points_are_conserved(story: Story, tell: Tell = tell_counter) -> None:
    """L2: at every instant, what was given, forgiven and settled is somewhere, or owed.

    Earned + granted + transferred in + forgiven + settled = available + pending + held + redeemed + expired
    + clawed back + taken off + transferred out - debt; and for each funder, without what is owed, forgiven
    or settled. None of them is negative, the lots hold what is available and pending, the movements sum to
    what there is, and nothing is owed while there are points to repay it with.
    """
    for at in instants(story):
        for found in accounts_of(told(story, tell, at)).values():
            _conserved(found, f"at {at}: {found}")


def _conserved(found: Account, where: str) -> None:
    given = found.earned + found.granted + found.transferred_in + found.forgiven + found.settled
    kept = found.available + found.pending + found.held
    out = found.redeemed + found.expired + found.clawed_back + found.taken_off + found.transferred_out
    expect("L2", given == kept + out - found.debt, f"found {given} given, {kept + out} there {where}")
    expect("L2", min(totals(found)) >= 0, f"found points below nothing {where}")
    lots = sum(lot.remaining for lot in found.lots)
    expect("L2", lots == found.available + found.pending, f"found {lots} points in lots {where}")
    moved = sum(each.points for each in found.movements if each.kind not in MOVED_ONLY)
    expect("L2", moved == kept - found.debt, f"found {moved} points moved {where}")
    expect("L2", not (found.available and found.debt), f"found a debt not repaid {where}")
    for each in found.funders:
        there = each.available + each.pending + each.held + each.redeemed + each.expired
        there += each.clawed_back + each.taken_off + each.transferred_out
        expect(
            "L2", each.given == there, f"found {each.given} given, {there} there, by {each.funder} {where}"
        )
    for place in ("available", "pending", "held", "expired", "transferred_out"):
        by_funder = sum(getattr(each, place) for each in found.funders)
        expect("L2", by_funder == getattr(found, place), f"found {by_funder} {place} of all funders {where}")


def l3_a_lot_is_drawn_within_its_life_only(story: Story, tell: Tell = tell_counter) -> None:
    """L3: points are drawn from lots that are alive, in the order declared, and what is short is told.

    Each fact that takes points is looked at alone: the standing at its instant with and without it. Of the
    lots that are alive, those whose turn it is are used up before the next is touched.
    """
    for drawing in drawings(story):
        at, member, past = drawing.fact.at, drawing.member, drawing.past
        one = told_of(story, tell, member, past, at)
        other = told_of(story, tell, member, [*past, drawing.fact], at)
        before, after = (accounts_of(each).get(drawing.type, NO_POINTS) for each in (one, other))
        left = {(lot.source, lot.number): lot.remaining for lot in after.lots}
        drawn = {lot: lot.remaining - left.get((lot.source, lot.number), 0) for lot in before.lots}
        for lot, fell in drawn.items():
            expect("L3", fell == 0 or _is_alive(lot, at), f"found {fell} points drawn at {at} from {lot}")
        _drawn_in_turn({lot: fell for lot, fell in drawn.items() if _is_alive(lot, at)}, drawing.draw)
        pool = drawing.pool(before)
        there = before.available if pool is None else pool.available
        short = [
            each.points
            for each in after.conflicts
            if isinstance(each, Overspent) and each.fact == drawing.fact.id
        ]
        due = max(0, drawing.points - there)
        expect(
            "L3", short == ([due] if due else []), f"found {short} overspent, not {due}, by {drawing.fact}"
        )
        taken, spent = sum(drawn.values()), drawing.points - due
        is_all = taken == spent if pool is None else taken <= spent
        expect("L3", is_all, f"found {taken} points drawn, not {spent}, by {drawing.fact}")


def l4_folding_can_stop_anywhere_and_go_on(story: Story, tell: Tell = tell_counter) -> None:
    """L4: folding in business order up to any instant and then the rest is folding all.

    The books are carried on from instant to instant, and must agree each time with what is told then.
    """
    moment, almanac = Moment(story.instant), story.rulebook.almanac
    known = story.history.of_member(story.member, moment)
    books = Books(almanac, partial(closes, almanac=almanac))
    events = timeline(known, holdings_of(known, moment), moment)
    for at, some in groupby(events, lambda each: each.at):
        replay(some, onto=books)
        books.close(Moment(at))
        found = accounts_of(told(story, tell, at))
        due = {POINTS: NO_POINTS, **books.accounts(story.member)}
        expect("L4", found == due, f"found {found}, not {due}, at {at}")


def l5_a_return_leaves_what_was_there_before(story: Story, tell: Tell = tell_counter) -> None:
    """L5: a full return, with nothing else in between, leaves lots, tier and debt as they were before.

    That is so where the order owed nothing from the first, used nothing that was set aside, and its points
    did not repay what others owed. And however the return of an order is split, the same points go and come
    back in total.
    """
    for order in _orders(story):
        past = past_of(story, OrderPlaced(id=order.id, order=order))
        placed = [*past, OrderPlaced(id=order.id, order=order)]
        bought = told(story, tell, order.placed_at, placed)
        at = Instant(bought.until - 1)
        back = _at_once(order, at)
        before, after = (_left(told(story, tell, at, facts)) for facts in (past, [*placed, back]))
        if _can_be_undone(order, told(story, tell, order.placed_at, past), bought):
            expect("L5", after == before, f"found {after}, not {before}, after {order.id} came back")
        others = [fact for fact in story.facts if not _gives_back(fact, order)]
        whole = [*others, _at_once(order, story.instant)]
        split = [*others, *_piece_by_piece(order, story.instant)]
        one, many = (_gone(told(story, tell, facts=facts), order) for facts in (whole, split))
        expect("L5", many == one, f"found {many}, not {one}, after {order.id} came back piece by piece")


def l13_a_snapshot_saves_time_and_changes_nothing(story: Story, tell: Tell = tell_counter) -> None:
    """L13: continuing from a snapshot, at any cut, gives what all facts amount to.

    In three batches that touch, as facts happened and as they came, late ones among them; at an instant that
    goes on, and at last at that of the story, which may lie before.
    """
    happened = sorted(story.facts, key=lambda fact: fact.at)
    third = len(happened) // 3
    for facts in (happened, story.facts):
        snapshot: Snapshot | None = None
        for start, cut in pairwise((0, third, 2 * third, len(facts))):
            known = facts[:cut]
            at = story.instant if cut == len(facts) else _instant_of(story, known)
            if snapshot is None:
                snapshot = Counter(story.rulebook).snapshot(story.member, known, datetime_of(at))
            else:
                snapshot = snapshot.resume(facts[start - 1 : cut] if start else known, datetime_of(at))
            found, due = snapshot.standing, told(story, tell, at, known)
            expect("L13", found.answer == due.answer, f"found another standing resumed at {at}: {found}")
            expect("L13", found.until == due.until, f"found it valid until {found.until}, not {due.until}")


def _instant_of(story: Story, facts: Facts) -> Instant:
    """When the last of some facts happened, if the rulebook speaks of it; else that of the story."""
    at = max((fact.at for fact in facts), default=story.instant)
    return at if story.rulebook.header.valid.holds(at) else story.instant


def lo_the_standing_is_what_the_oracles_count(story: Story, tell: Tell = tell_counter) -> None:
    """LO: points, lots and debts are what is counted point by point, and the tier what is counted by days.

    The oracles are told which pieces came back when, and nothing else that was folded.
    """
    held = holdings_of(story.history, Moment(LATEST)).orders
    purses = Purses(story.history, story.rulebook.almanac)
    for at in instants(story, _period_ends(story, held.values())):
        found, due = told(story, tell, at), purses.at(at)
        the_oracle_agrees(found, due)
        own = [held[each] for each in due.orders(story.member)]
        tier = None if found.tier is None else (found.tier.tier, found.tier.measured)
        due_tier = _reached_by(story, own, at)
        expect("LO", tier == due_tier, f"found {tier}, not {due_tier}, at {at}")


def the_oracle_agrees(found: Standing, due: Purses) -> None:
    """Raise ``LawBroken`` unless a standing's points are what is counted one by one."""
    member, at = found.member, found.asked_at
    accounts = accounts_of(found)
    for type_ in sorted({POINTS, *accounts, *due.types(member)}):
        tally, due_tally = tally_of(accounts.get(type_, NO_POINTS)), due.tally(member, type_)
        differing = _differing(tally, due_tally)
        expect("LO", not differing, f"found {differing} of {type_} at {at}")
    conflicts, due_conflicts = conflicts_of(found), due.conflicts(member)
    expect("LO", conflicts == due_conflicts, f"found {conflicts}, not {due_conflicts}, at {at}")


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
    for instant in {at, at + 1, (at + until) // 2, until - 1, *instants(story)}:
        if at <= instant < until:
            later = told(story, tell, Instant(instant))
            same = (later.answer, later.until) == (found.answer, until)
            expect("P4", same, f"found another standing at {instant}, before {until}")


def _digests(standing: Standing) -> tuple[str, str, Instant]:
    return standing.question, standing.answer, standing.until


def instants(story: Story, more: Iterable[Instant] = ()) -> list[Instant]:
    """The story's own instant, each at which something happens, ``more``, and the last before each."""
    edges = (*story.edges, *followed(story).instants, *more)
    near = {edge + step for edge in edges for step in (-1, 0)} | {story.instant}
    return [Instant(at) for at in sorted(near) if story.rulebook.header.valid.holds(Instant(at))]


def totals(account: Account) -> tuple[int, ...]:
    """Each total of an account."""
    return (
        account.earned,
        account.granted,
        account.transferred_in,
        account.forgiven,
        account.settled,
        account.pending,
        account.available,
        account.held,
        account.redeemed,
        account.expired,
        account.clawed_back,
        account.taken_off,
        account.transferred_out,
        account.debt,
    )


def _differing(one: Tally, other: Tally) -> dict[str, tuple[object, object]]:
    """What two tallies do not agree on."""
    pairs = zip(
        attrs.asdict(one, recurse=False).items(), attrs.asdict(other, recurse=False).values(), strict=True
    )
    return {name: (found, due) for (name, found), due in pairs if found != due}


def _reached_by(story: Story, orders: Sequence[Held], at: Instant) -> tuple[str, int] | None:
    """The tier that the oracle counts, and what is measured for it; none without a programme."""
    programme = story.rulebook.loyalty.programme
    if programme is None:
        return None
    zone = story.rulebook.almanac.zone(programme.zone)
    walk = tiers.Walk(programme, tiers.measures(programme, orders, at), zone, joined=None)
    return programme.tiers[walk.level_at(at)].id, walk.measured(day_shown(zone, at), at)


def _period_ends(story: Story, orders: Iterable[Held]) -> set[Instant]:
    """The instants at which purchases stop counting towards a tier."""
    programme = story.rulebook.loyalty.programme
    if programme is None:
        return set()
    zone = story.rulebook.almanac.zone(programme.zone)
    return {end for each in orders for end in tiers.ends(programme, each.order.placed_at, zone)}


def _is_alive(lot: Lot, at: Instant) -> bool:
    is_open = lot.available_from is not None and lot.available_from <= at
    return is_open and (lot.expires_at is None or at < lot.expires_at)


def _drawn_in_turn(drawn: Mapping[Lot, int], draw: tuple[DrawBy, ...]) -> None:
    """No lot is drawn while one whose turn comes before has points left."""
    for lot, fell in drawn.items():
        for other, fell_of_other in drawn.items():
            is_first = _turn(other, draw) < _turn(lot, draw)
            used_up = fell_of_other == other.remaining
            expect("L3", not (fell and is_first) or used_up, f"found {lot} drawn before {other}")


def _turn(lot: Lot, draw: tuple[DrawBy, ...]) -> tuple[int, ...]:
    """As far as the lot alone tells its turn: when its points were earned is not told."""
    turn: list[int] = []
    for by in draw:
        match by:
            case DrawBy.PRIORITY:
                turn.append(lot.priority)
            case DrawBy.EXPIRY:
                turn.append(LATEST if lot.expires_at is None else lot.expires_at)
            case DrawBy.OLDEST:
                return (*turn, LATEST if lot.available_from is None else lot.available_from)
    return tuple(turn)


def _elsewhere(fact: Fact) -> Fact:
    """The same fact, recorded on another channel."""
    if isinstance(fact, OrderPlaced):
        return attrs.evolve(fact, order=attrs.evolve(fact.order, provenance=ELSEWHERE))
    return attrs.evolve(fact, provenance=ELSEWHERE)


def _left(standing: Standing) -> tuple[object, ...]:
    """What a return must restore."""
    accounts = {
        type_: (account.lots, account.debt, account.expired, account.redeemed)
        for type_, account in accounts_of(standing).items()
        if account.lots or account.debt or account.expired or account.redeemed
    }
    return accounts, standing.tier


def _can_be_undone(order: Order, before: Standing, after: Standing) -> bool:
    """Whether an order owed nothing from the first, and its points are still there when it was placed."""
    is_reserved = order.redemption is not None and order.redemption.reservation is not None
    owed = any(account.debt for each in (before, after) for account in accounts_of(each).values())
    short = any(isinstance(each, Overspent) and each.fact == order.id for each in conflicts_of(after))
    paid = sum(line.terms.charged for line in order.lines)
    return not is_reserved and not owed and not short and paid > 0 and _all_earned_by_value(order)


def _all_earned_by_value(order: Order) -> bool:
    """Whether each accrual is for something that was charged, so that it goes with what comes back."""
    fee = _fee(order)
    return all(
        sum(order.lines[number - 1].terms.charged for number in each.earning.lines)
        + (fee if each.earning.delivery else 0)
        for each in order.accruals
        if each.earning.clawback is not Clawback.ITEM
    )


def _gone(standing: Standing, order: Order) -> object:
    """What a return takes and gives back in all.

    Where points that are gone may be forgiven, how many other points there are just then decides.
    """
    accounts = accounts_of(standing)
    steps = {step for each in order.accruals for step in each.earning.shortfall.steps}
    if Shortfall.FORGIVEN in steps:
        return {type_: (each.earned, each.redeemed) for type_, each in accounts.items()}
    return {type_: totals(each) for type_, each in accounts.items()}


def _orders(story: Story) -> list[Order]:
    """The member's orders that were placed by then."""
    orders = story.history.orders.values()
    return [each for each in orders if each.buyer.member == story.member and each.placed_at <= story.instant]


def _gives_back(fact: Fact, order: Order) -> bool:
    return isinstance(fact, GivenUp | Exchanged) and fact.order == order.id


def _pieces(order: Order) -> list[Units]:
    return [
        Units(line.terms.number, piece, 1)
        for line in order.lines
        for piece in range(pieces(line.terms.quantity))
    ]


def _fee(order: Order) -> int:
    return sum(each.charged for each in order.deliveries)


def _at_once(order: Order, at: Instant) -> Returned:
    return came_back(order, _pieces(order), id="back", at=at, delivery=_fee(order))


def _piece_by_piece(order: Order, at: Instant) -> list[Returned]:
    *firsts, last = enumerate(_pieces(order))
    parts = [came_back(order, [piece], id=f"back-{index:03}", at=at) for index, piece in firsts]
    index, piece = last
    return [*parts, came_back(order, [piece], id=f"back-{index:03}", at=at, delivery=_fee(order))]
