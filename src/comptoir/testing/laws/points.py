"""Laws of points apart from orders: united accounts, caps, what is set aside, undone, passed on or claimed.

Each is tried on the facts of a story, or on a few more: what is undone at once must leave no trace, what is
passed on and back neither; who a member is changes no sum.

Source: laws L6 to L12.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import attrs

from comptoir.checkout.standing import Standing
from comptoir.facts.baskets import Buyer
from comptoir.facts.conflicts import ReservationState
from comptoir.facts.events import Fact, OrderPlaced
from comptoir.facts.orders import Order, Tender
from comptoir.facts.point_events import (
    AccountsMerged,
    PointsGranted,
    PointsReserved,
    PointsTransferred,
    PoolJoined,
    PoolLeft,
    PurchaseClaimed,
    ReservationEnded,
    Reserving,
    RewardGivenBack,
    RewardTaken,
)
from comptoir.facts.point_terms import Accrual, CapPer, CapTerms, Redemption
from comptoir.facts.streams import order_stream
from comptoir.facts.units import Units
from comptoir.loyalty.account import NO_POINTS, Account, Lot, Movement, MovementKind
from comptoir.testing.cases import expect
from comptoir.testing.laws.loyalty import instants, totals
from comptoir.testing.oracles.deadlines import day_shown
from comptoir.testing.point_acts import TILL, bought
from comptoir.testing.standings import accounts_of, past_of, told_of
from comptoir.testing.stories import Story, Tell, accruals_of, came_back, tell_counter, told
from comptoir.values.instants import Instant
from comptoir.values.money import Amount

STRANGER: Final = "m-9"
"""A member whom no story knows."""
OTHER_NAMES: Final[Mapping[str, str]] = {"m-1": "m-3", "m-3": "m-2", "m-2": "m-1", "m-4": "m-0"}


def l6_united_accounts_add_up(story: Story, tell: Tell = tell_counter) -> None:
    """L6: from the instant on which two accounts are one, each total is the sum of both.

    Nothing is awarded or taken; only debts are repaid. It is the same whichever is united with the other,
    and whichever of its members is asked.
    """
    for fact in story.history.facts:
        if not isinstance(fact, AccountsMerged) or fact.at > story.instant:
            continue
        past, at = past_of(story, fact), fact.at
        one, other = (told_of(story, tell, who, past, at) for who in (fact.member, fact.into))
        if one.state == attrs.evolve(other.state, member=one.member):
            continue
        united = told_of(story, tell, fact.member, [*past, fact], at)
        swapped = attrs.evolve(fact, member=fact.into, into=fact.member)
        for how, same in {
            "when the other is asked": told_of(story, tell, fact.into, [*past, fact], at),
            "the other way round": told_of(story, tell, fact.member, [*past, swapped], at),
        }.items():
            found, due = _sums(same), _sums(united)
            expect("L6", found == due, f"found {found}, not {due}, {how}, at {at}")
        for type_, account in accounts_of(united).items():
            before = [accounts_of(each).get(type_, NO_POINTS) for each in (one, other)]
            due_sum = tuple(map(sum, zip(*map(_without_debt, before), strict=True)))
            found_sum = _without_debt(account)
            expect("L6", found_sum == due_sum, f"found {found_sum}, not {due_sum}, of {type_} at {at}")


def l7_no_more_is_awarded_than_a_cap_lets_through(story: Story, tell: Tell = tell_counter) -> None:
    """L7: in each window of a cap, no more points are awarded than it says; and no fewer, if it cuts any.

    What was given and what was cut are what the rule gave. It is tried without united accounts: what was
    awarded before they were one may exceed what one of them may have.
    """
    kept = [fact for fact in story.history.facts if not isinstance(fact, AccountsMerged)]
    standing, gave = told(story, tell, facts=kept), _accruals(kept)
    zone = story.rulebook.almanac.zone
    windows: dict[tuple[CapTerms, object], int] = {}
    full: list[tuple[CapTerms, object]] = []
    for award in (each for account in accounts_of(standing).values() for each in account.awards):
        at, accruals = gave[award.source]
        earning = accruals[award.number].earning
        whole = award.points + sum(cut.points for cut in award.cuts)
        expect("L7", whole == earning.points, f"found {award}, of {earning.points} points")
        for cap in earning.caps:
            window = cap, _window(cap.per, award.source, day_shown(zone(earning.lot.zone), at))
            windows[window] = windows.get(window, 0) + award.points
            if award.cuts and award.cuts[-1].cap == cap.id:
                full.append(window)
    for window, points in windows.items():
        most = window[0].points
        expect("L7", points <= most, f"found {points} points awarded under {window}")
        expect("L7", points == most or window not in full, f"found {points} let through under {window}")


def l8_what_is_set_aside_is_used_or_released_once(story: Story, tell: Tell = tell_counter) -> None:
    """L8: points that are set aside are held, used or free again: each once, and none of them is lost.

    A hold is over with its first use, any reservation at its time-out at the latest, and to the instant;
    once over, it stays as it is. What is available is never less than nothing.
    It is tried without pools: in one, points of several members are set aside for one of them.
    """
    facts = [fact for fact in story.facts if not isinstance(fact, PoolJoined | PoolLeft)]
    over: dict[str, object] = {}
    for at in instants(story):
        for account in accounts_of(told(story, tell, at, facts)).values():
            left = sum(each.left for each in account.reservations)
            expect("L8", account.held == left, f"found {account.held} held, not {left}, at {at}")
            expect("L8", account.available >= 0, f"found {account.available} available at {at}")
            for each in account.reservations:
                moved = _moved(account.movements, each.id)
                where = f"at {at}: {each}, {moved}"
                expect("L8", moved[MovementKind.HELD] == each.points, f"found other points held {where}")
                released = moved[MovementKind.RELEASED]
                expect("L8", each.used + each.left + released == each.points, f"found points lost {where}")
                expect("L8", each.ended is not None or at < each.until, f"found it held too long {where}")
                timed_out = each.ended is ReservationState.TIMED_OUT
                expect("L8", not timed_out or at >= each.until, f"found it timed out too early {where}")
                is_hold = each.reserving is Reserving.HOLD
                expect("L8", not (is_hold and each.used) or each.ended is not None, f"found it open {where}")
                if each.ended is not None:
                    expect("L8", each.left == 0, f"found points left {where}")
                    expect("L8", over.setdefault(each.id, each) == each, f"found it changed {where}")


def l9_what_is_undone_never_lives_longer(story: Story, tell: Tell = tell_counter) -> None:
    """L9: points that were set aside or spent and come back are where they would have been anyway.

    A reservation that is given up, a reward that is given back, an order that earned nothing and comes back,
    without grace: at once or when much has happened to the lots, what is left of each lives as long as it
    would have.
    """
    for at, later in _whiles(story):
        past = [fact for fact in story.history.facts if fact.at < at]
        due = _lives(told(story, tell, later, past))
        for how, undone in _undone(at, later, story.member).items():
            found = _lives(told(story, tell, later, [*past, *undone]))
            expect("L9", found == due, f"found {found}, not {due}, at {later} after {how} at {at}")


def l10_points_that_are_passed_on_keep_their_life(story: Story, tell: Tell = tell_counter) -> None:
    """L10: points passed on to somebody who has none, and back, live as before and are the same funder's.

    What would expire for want of activity may do so sooner: who has them in between has done nothing. It is
    tried outside of pools, in which others' points may be passed on.
    """
    facts = [fact for fact in story.history.facts if not isinstance(fact, PoolJoined | PoolLeft)]
    for at, _ in _whiles(story):
        past = [fact for fact in facts if fact.at < at]
        is_kept = all(each.earning.lot.idle_after is None for each in accruals_of(past))
        before = told(story, tell, at, past).account
        due = _lives_of(before, at, with_ends=is_kept)
        for points in sorted({before.available, before.available // 2} - {0}):
            there = _passed_on("there", story.member, STRANGER, points, at)
            back = _passed_on("there-and-back", STRANGER, story.member, points, at)
            stranger = told_of(story, tell, STRANGER, [*past, there], at).account
            passed = _lives_of(stranger, at, with_ends=is_kept)
            expect("L10", passed <= due, f"found {passed} passed on of {due} at {at}")
            after = _lives_of(told(story, tell, at, [*past, there, back]).account, at, with_ends=is_kept)
            holds = after == due if is_kept else after <= due
            expect("L10", holds, f"found {after}, not {due}, there and back at {at}")


def l11_who_a_member_is_changes_no_sum(story: Story, tell: Tell = tell_counter) -> None:
    """L11: under other names, everybody has the same points: a member is a reference and nothing else."""
    renamed = [_renamed(fact) for fact in story.facts]
    for at in (story.instant, Instant(story.rulebook.horizon_instant - 1)):
        for member in ("m-1", "m-2", "m-3", "m-4"):
            one = _sums(told_of(story, tell, member, story.facts, at))
            other = _sums(told_of(story, tell, OTHER_NAMES[member], renamed, at))
            expect("L11", other == one, f"found {other}, not {one}, under another name")


def l12_a_claimed_purchase_is_as_if_it_had_named_its_member(story: Story, tell: Tell = tell_counter) -> None:
    """L12: a purchase that named nobody and is claimed at once gives what it would have given anyway."""
    for fact in story.history.facts:
        if not isinstance(fact, OrderPlaced) or fact.at > story.instant:
            continue
        at, own = fact.at, order_stream(fact.id)
        past = [each for each in story.history.facts if each.at < at and own not in each.streams]
        order = _paid_in_money(fact.order)
        named, nobodys = (
            OrderPlaced(id=order.id, order=attrs.evolve(order, buyer=buyer))
            for buyer in (Buyer(member=story.member), Buyer())
        )
        claim = PurchaseClaimed(id="claim", member=story.member, at=at, provenance=TILL, order=order.id)
        due = _sums(told(story, tell, at, [*past, named]))
        found = _sums(told(story, tell, at, [*past, nobodys, claim]))
        expect("L12", found == due, f"found {found}, not {due}, when {order.id} was claimed")


def _sums(standing: Standing) -> dict[str, tuple[tuple[int, ...], tuple[Lot, ...]]]:
    """Each account that is not empty: its totals, and what is left of its lots."""
    return {
        type_: (totals(account), tuple(account.lots))
        for type_, account in accounts_of(standing).items()
        if any(totals(account))
    }


def _without_debt(account: Account) -> tuple[int, ...]:
    """The totals, as they are if a debt had been repaid before or after."""
    repaid = attrs.evolve(account, available=account.available - account.debt, debt=0)
    return totals(repaid)


def _accruals(facts: Sequence[Fact]) -> dict[str, tuple[Instant, tuple[Accrual, ...]]]:
    """What was earned or granted before caps, by its source, and when."""
    orders = {fact.id: (fact.at, fact.order.accruals) for fact in facts if isinstance(fact, OrderPlaced)}
    grants = {fact.id: (fact.at, fact.accruals) for fact in facts if isinstance(fact, PointsGranted)}
    return {**orders, **grants}


def _window(per: CapPer, source: str, day: date) -> object:
    """Over what a cap counts what is given on a day."""
    match per:
        case CapPer.PURCHASE:
            return source
        case CapPer.DAY:
            return day
        case CapPer.MONTH:
            return day.year, day.month
        case CapPer.YEAR:
            return day.year
        case CapPer.CAMPAIGN:
            return None


def _moved(movements: Iterable[Movement], reservation: str) -> Counter[MovementKind]:
    """How many points were moved for a reservation, by what happened to them."""
    moved = Counter[MovementKind]()
    for each in movements:
        if each.source == reservation:
            moved[each.kind] += abs(each.points)
    return moved


def _whiles(story: Story) -> Iterator[tuple[Instant, Instant]]:
    """A few pairs of instants of a story, the second at or after the first."""
    edges = story.edges
    for place in range(0, len(edges), max(len(edges) // 4, 1)):
        yield edges[place], edges[min(place + place % 3, len(edges) - 1)]


def _undone(at: Instant, later: Instant, member: str) -> dict[str, list[Fact]]:
    """Ways of setting points aside, or spending them, and having them back later."""
    said: dict[str, Any] = {"member": member, "provenance": TILL}
    held = PointsReserved(id="undo", points=15, at=at, until=Instant(later + 1), **said)
    reward = RewardTaken(id="undo", reward="tea", points=15, at=at, sku="THE", **said)
    order = bought("undo", at, (1000, 3), member=member, spends=Redemption(15, 15))
    back = came_back(order.order, [Units(1, 0, 3)], id="undone", at=later)
    return {
        "a hold": [held, ReservationEnded(id="undone", at=later, reservation="undo", **said)],
        "a hold that times out": [attrs.evolve(held, until=later)] if later > at else [],
        "a reward": [reward, RewardGivenBack(id="undone", at=later, taken="undo", **said)],
        "an order": [order, back],
    }


def _lives(standing: Standing) -> dict[str, object]:
    """What is left of each lot, and its life; and what is owed."""
    return {
        type_: (account.lots, account.available, account.pending, account.debt)
        for type_, account in accounts_of(standing).items()
        if account.lots or account.debt
    }


def _passed_on(id_: str, member: str, to: str, points: int, at: Instant) -> PointsTransferred:
    return PointsTransferred(id=id_, member=member, to=to, points=points, at=at, provenance=TILL)


def _lives_of(account: Account, at: Instant, *, with_ends: bool) -> Counter[tuple[object, ...]]:
    """How many points there are to be spent, by their life, their funder and their priority."""
    lives = Counter[tuple[object, ...]]()
    for lot in account.lots:
        if lot.available_from is not None and lot.available_from <= at:
            life = (lot.available_from, lot.expires_at) if with_ends else ()
            lives[(*life, lot.funder, lot.priority)] += lot.remaining
    return lives


def _renamed(fact: Fact) -> Fact:
    """The same fact, about members of other names."""
    if isinstance(fact, OrderPlaced):
        buyer = attrs.evolve(fact.order.buyer, member=_other_name(fact.order.buyer.member))
        return attrs.evolve(fact, order=attrs.evolve(fact.order, buyer=buyer))
    fields = {field.name for field in attrs.fields(type(fact))}
    names = {name: getattr(fact, name) for name in ("member", "to", "into", "pool") if name in fields}
    others: dict[str, Any] = {where: _other_name(name) for where, name in names.items()}
    return attrs.evolve(fact, **others)


def _other_name(member: str | None) -> str | None:
    return None if member is None else OTHER_NAMES.get(member, member)


def _paid_in_money(order: Order) -> Order:
    """The same order, paid without points."""
    total = order.total_minor
    tenders = [Tender("card", Amount(total, order.currency))] if total else []
    return attrs.evolve(order, redemption=None, tenders=tenders, cash_rounding=0)
