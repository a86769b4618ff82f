"""Planted faults for the laws of histories: ways of telling a standing that break them.

Each is a mistake that a channel, a store of facts or the core could make.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import attrs

from comptoir.checkout.standing import Standing
from comptoir.facts.events import Fact, OrderPlaced, Returned
from comptoir.facts.point_events import (
    AccountsMerged,
    GrantKind,
    PointsGranted,
    PointsReserved,
    PoolJoined,
    PurchaseClaimed,
    ReservationEnded,
    Reserving,
)
from comptoir.facts.point_terms import Accrual, Clawback
from comptoir.loyalty.account import Account, Lot, MovementKind
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.rulebook import Rulebook
from comptoir.testing.point_acts import given, points
from comptoir.testing.stories import TILL, Tell, moved, tell_counter
from comptoir.testing.variations import with_sections
from comptoir.values.instants import DAY, Instant, datetime_of, instant_of
from comptoir.values.periods import Period


def on_the_facts(change: Callable[[Sequence[Fact], Instant], Iterable[Fact]]) -> Tell:
    """The counter's standing by facts that were tampered with."""

    def tell(rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime) -> Standing:
        return tell_counter(rulebook, member, list(change(facts, instant_of(at))), at)

    return tell


def on_the_standing(tamper: Callable[[Standing], Standing]) -> Tell:
    """The counter's standing, tampered with."""

    def tell(rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime) -> Standing:
        return tamper(tell_counter(rulebook, member, facts, at))

    return tell


def the_last_received_counts(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L1: of facts with one id, whichever came last is kept."""
    return {(fact.document, fact.id): fact for fact in facts}.values()


def what_comes_again_counts_again(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L1: a fact that is sent twice is recorded twice, under a number of the recorder's own."""
    for number, fact in enumerate(facts):
        again = fact in facts[:number] and not isinstance(fact, OrderPlaced)
        yield attrs.evolve(fact, id=f"{fact.id}-{number}") if again else fact


def what_comes_before_its_order_is_lost(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L1: a fact that arrives before its order is dropped."""
    placed: set[str] = set()
    for fact in facts:
        if isinstance(fact, OrderPlaced):
            placed.add(fact.id)
            yield fact
        elif getattr(fact, "order", None) in {None, *placed}:
            yield fact


def a_late_fact_is_booked_when_it_comes(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L4: what comes late is added at the end instead of where it happened."""
    latest = Instant(0)
    for fact in facts:
        latest = max(latest, fact.at)
        yield moved(fact, latest - fact.at)


def late_facts_are_lost(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L13: what happened before the last fact that came is left out."""
    latest = Instant(0)
    for fact in facts:
        if fact.at >= latest:
            yield fact
        latest = max(latest, fact.at)


def nothing_happens_without_a_fact(
    rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime
) -> Standing:
    """L13: what is due by itself waits for the next fact."""
    last = max((fact.at for fact in facts if fact.at <= instant_of(at)), default=instant_of(at))
    return tell_counter(rulebook, member, facts, datetime_of(last))


def old_facts_are_no_longer_read(facts: Sequence[Fact], at: Instant) -> Iterable[Fact]:
    """L4: only the facts of the last weeks are folded, onto nothing."""
    return [fact for fact in facts if fact.at > at - 30 * DAY]


def _with_account(standing: Standing, **changes: Any) -> Standing:  # noqa: ANN401 - each field has its own type
    account = attrs.evolve(standing.account, **changes)
    return attrs.evolve(standing, state=attrs.evolve(standing.state, account=account))


def _points_moved(account: Account, kind: MovementKind) -> int:
    return sum(abs(each.points) for each in account.movements if each.kind is kind)


def restored_points_still_count_as_spent(standing: Standing) -> Standing:
    """L2: what comes back is available again, and spent all the same."""
    restored = _points_moved(standing.account, MovementKind.RESTORED)
    return _with_account(standing, redeemed=standing.account.redeemed + restored)


def a_debt_is_forgotten(standing: Standing) -> Standing:
    """L2: points that were not there were spent, and nobody owes them."""
    return _with_account(standing, debt=0)


def expired_points_vanish(standing: Standing) -> Standing:
    """L2: what expires is no longer counted anywhere."""
    return _with_account(standing, expired=0)


def debts_are_never_repaid(standing: Standing) -> Standing:
    """L2: a debt stays, whatever becomes available."""
    account, repaid = standing.account, _points_moved(standing.account, MovementKind.REPAID)
    return _with_account(standing, available=account.available + repaid, debt=account.debt + repaid)


def held_points_are_still_there(standing: Standing) -> Standing:
    """L2: what is set aside can be spent all the same."""
    return _with_account(standing, available=standing.account.available + standing.account.held)


def whoever_pays_is_not_asked_for_what_expired(standing: Standing) -> Standing:
    """L2: the points of a funder that expired are not in their totals."""
    funders = tuple(attrs.evolve(each, expired=0) for each in standing.account.funders)
    return _with_account(standing, funders=funders)


def an_overspending_is_not_told(standing: Standing) -> Standing:
    """L3: points that were not there were spent, and nobody says so."""
    return _with_account(standing, conflicts=())


def _drawn_by_name(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L3: lots are drawn in the order of their names."""
    for fact in facts:
        if isinstance(fact, OrderPlaced) and fact.order.redemption is not None:
            redemption = attrs.evolve(fact.order.redemption, draw=())
            yield attrs.evolve(fact, order=attrs.evolve(fact.order, redemption=redemption))
        else:
            yield fact


def what_expired_is_clawed_back_again(standing: Standing) -> Standing:
    """LO: what has expired of a lot is clawed back once more, as a debt."""
    account = standing.account
    if not (account.expired and account.clawed_back):
        return standing
    return _with_account(standing, clawed_back=account.clawed_back + 1, debt=account.debt + 1)


def _living_otherwise(**changes: Any) -> Tell:  # noqa: ANN401 - each field has its own type
    """The counter's standing, as if the terms of every lot were others."""

    def change(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
        for fact in facts:
            yield _living(fact, lambda accrual, _: _of_other_terms(accrual, changes))

    return on_the_facts(change)


def _of_other_terms(accrual: Accrual, changes: Mapping[str, Any]) -> Accrual:
    lot = attrs.evolve(accrual.earning.lot, **changes)
    return attrs.evolve(accrual, earning=attrs.evolve(accrual.earning, lot=lot))


def what_is_kept_is_never_looked_at(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """LO: whatever was agreed, points go by share of value."""
    for fact in facts:
        yield _living(fact, lambda accrual, _: _by_value(accrual))


def _by_value(accrual: Accrual) -> Accrual:
    earning = attrs.evolve(accrual.earning, clawback=Clawback.VALUE, parts=(), formula=None)
    return attrs.evolve(accrual, earning=earning)


def nothing_waits_for_its_goods(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """LO: points can be spent while their goods may still come back."""
    for fact in facts:
        yield _living(
            fact, lambda accrual, at: attrs.evolve(accrual, available_from=accrual.available_from or at)
        )


def there_is_no_grace(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """LO: what comes back when its lot is over has expired, whatever was agreed."""
    return [_with_grace_of(fact, None) for fact in facts]


def what_comes_back_lives_a_month_more(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L9: everybody gets a grace."""
    return [_with_grace_of(fact, Period.from_text("1 month")) for fact in facts]


def _with_grace_of(fact: Fact, grace: Period | None) -> Fact:
    if not isinstance(fact, OrderPlaced) or fact.order.redemption is None:
        return fact
    redemption = attrs.evolve(fact.order.redemption, grace=grace, zone="Europe/Paris")
    return attrs.evolve(fact, order=attrs.evolve(fact.order, redemption=redemption))


def everybody_spends_alone(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """LO: nobody knows of pools."""
    return [fact for fact in facts if not isinstance(fact, PoolJoined)]


def _with_tier_by(tell: Tell) -> Tell:
    """The counter's standing, with the tier as it is told otherwise."""

    def told(rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime) -> Standing:
        standing = tell_counter(rulebook, member, facts, at)
        tier = tell(rulebook, member, facts, at).tier
        return attrs.evolve(standing, state=attrs.evolve(standing.state, tier=tier))

    return told


@cache
def _patient(rulebook: Rulebook) -> Rulebook:
    programme = rulebook.loyalty.programme
    if programme is None:
        return rulebook
    levels = attrs.evolve(programme.levels, period=Period.from_text("1 year"))
    return with_sections(rulebook, loyalty=LoyaltyRules(programme=attrs.evolve(programme, levels=levels)))


def a_tier_never_ends(rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime) -> Standing:
    """LO: what was spent once counts for ever."""
    return tell_counter(_patient(rulebook), member, facts, at)


def a_tier_ends_a_day_early(rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime) -> Standing:
    """LO: a purchase no longer counts on the last day of its period."""
    later = Instant(min(instant_of(at) + DAY, rulebook.horizon_instant - 1))
    return tell_counter(rulebook, member, facts, datetime_of(later))


def one_card_is_thrown_away(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L6: with the account that is united with another, what it had is lost."""
    gone = {fact.member: fact.at for fact in facts if isinstance(fact, AccountsMerged)}
    for fact in facts:
        is_lost = isinstance(fact, PointsGranted) and fact.at < gone.get(fact.member, fact.at)
        if not is_lost:
            yield fact


def a_welcome_for_the_united(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L6: who unites accounts is awarded points for it."""
    for fact in facts:
        yield fact
        if isinstance(fact, AccountsMerged):
            yield given(
                f"{fact.id}-w", fact.at, points(5, fact.at, lines=()), member=fact.into, kind=GrantKind.ACTION
            )


def caps_are_forgotten(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L7: everything that was promised is awarded."""
    for fact in facts:
        yield _living(fact, lambda accrual, _: _capped(accrual, lambda _cap: None))


def each_source_has_caps_of_its_own(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L7: two tills each let through what a cap leaves for one day."""
    for fact in facts:
        yield _living(fact, lambda accrual, at: _capped(accrual, lambda cap: f"{cap}-{at % 97}"))


def _capped(accrual: Accrual, renamed: Callable[[str], str | None]) -> Accrual:
    caps = [
        attrs.evolve(cap, id=name) for cap in accrual.earning.caps if (name := renamed(cap.id)) is not None
    ]
    return attrs.evolve(accrual, earning=attrs.evolve(accrual.earning, caps=caps))


def nothing_times_out(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L8: what was set aside stays so until somebody ends it."""
    return [
        attrs.evolve(fact, until=Instant(fact.until + 300 * DAY))
        if isinstance(fact, PointsReserved)
        else fact
        for fact in facts
    ]


def a_hold_is_used_again_and_again(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L8: what a hold did not use the first time stays set aside."""
    return [
        attrs.evolve(fact, reserving=Reserving.RIGHT, till="c-9")
        if isinstance(fact, PointsReserved)
        else fact
        for fact in facts
    ]


def _shown_as_reserved(change: Callable[[Sequence[Fact], Instant], Iterable[Fact]]) -> Tell:
    """The counter's standing by other facts, with each reservation's kind and time-out as they were said."""

    def tell(rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime) -> Standing:
        standing = on_the_facts(change)(rulebook, member, facts, at)
        said = {fact.id: fact for fact in facts if isinstance(fact, PointsReserved)}
        reservations = tuple(
            attrs.evolve(each, until=said[each.id].until, reserving=said[each.id].reserving)
            for each in standing.account.reservations
        )
        return _with_account(standing, reservations=reservations)

    return tell


def what_is_released_is_lost(standing: Standing) -> Standing:
    """L8: points that are free again are free of everything."""
    kept = [each for each in standing.account.movements if each.kind is not MovementKind.RELEASED]
    return _with_account(standing, movements=tuple(kept))


def what_is_given_up_lives_anew(standing: Standing) -> Standing:
    """L9: points of a reservation that is given up are given as new ones."""
    if not any(isinstance(fact, ReservationEnded) for fact in standing.history.facts):
        return standing
    return _with_account(standing, lots=tuple(_longer(lot) for lot in standing.account.lots))


def what_is_passed_on_lives_anew(standing: Standing) -> Standing:
    """L10: points passed on begin a new life."""
    lots = tuple(lot if lot.origin is None else _longer(lot, always=True) for lot in standing.account.lots)
    return _with_account(standing, lots=lots)


def whoever_paid_is_forgotten(standing: Standing) -> Standing:
    """L10: points passed on are the merchant's."""
    lots = standing.account.lots
    return _with_account(
        standing, lots=tuple(lot if lot.origin is None else attrs.evolve(lot, funder=None) for lot in lots)
    )


def one_member_gets_a_gift(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L11: one member is dearer than others."""
    gift = [] if not facts else [points(5, facts[0].at, lines=())]
    return [*facts, *(given("gift", facts[0].at, each, member="m-1", kind=GrantKind.ACTION) for each in gift)]


def one_member_earns_nothing(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L11: staff earn no points, and who is staff is read from their number."""
    for fact in facts:
        if isinstance(fact, OrderPlaced) and fact.order.buyer.member == "m-1":
            yield attrs.evolve(fact, order=attrs.evolve(fact.order, accruals=()))
        else:
            yield fact


def claims_count_the_day_after(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L12: a claim is booked at night."""
    return [moved(fact, DAY) if isinstance(fact, PurchaseClaimed) else fact for fact in facts]


def a_claimed_purchase_is_worth_half(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L12: of what would have been earned, half is given."""
    for fact in facts:
        if isinstance(fact, OrderPlaced) and fact.order.buyer.member is None:
            yield _living(fact, lambda accrual, _: _halved(accrual))
        else:
            yield fact


def _halved(accrual: Accrual) -> Accrual:
    half = max(accrual.earning.points // 2, 1)
    return _by_value(attrs.evolve(accrual, earning=attrs.evolve(_by_value(accrual).earning, points=half)))


def only_this_till_counts(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """P1: what another channel recorded is not known here."""
    return [fact for fact in facts if _channel(fact) == TILL.channel]


def nothing_is_earned_elsewhere(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """P1: points are for who comes to the store."""
    for fact in facts:
        if isinstance(fact, OrderPlaced) and _channel(fact) != TILL.channel:
            yield attrs.evolve(fact, order=attrs.evolve(fact.order, accruals=()))
        else:
            yield fact


def _channel(fact: Fact) -> str:
    return fact.order.provenance.channel if isinstance(fact, OrderPlaced) else fact.provenance.channel


def _recognised(as_copies: Callable[[Fact], Fact | None]) -> Tell:
    """P2: a till that knows the facts that it has seen itself, and takes a copy of one for something else."""
    seen: dict[str, Fact] = {}

    def change(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
        for fact in facts:
            own = seen.setdefault(str(fact), fact)
            known = fact if own is fact else as_copies(fact)
            yield from () if known is None else (known,)

    return on_the_facts(change)


def _unknown(_fact: Fact) -> None:
    """What came over a wire is not what was recorded."""


def _of_its_own(fact: Fact) -> Fact:
    """What came over a wire is filed under another name."""
    if isinstance(fact, OrderPlaced):
        return fact
    return attrs.evolve(fact, id=f"{fact.id}-copy")


def restored_points_live_anew(standing: Standing) -> Standing:
    """L5: points that come back are given as new ones, with a later expiry."""
    if not any(each.kind is MovementKind.RESTORED for each in standing.account.movements):
        return standing
    return _with_account(standing, lots=tuple(_longer(lot) for lot in standing.account.lots))


def _longer(lot: Lot, *, always: bool = False) -> Lot:
    if lot.expires_at is None:
        return attrs.evolve(lot, available_from=None) if always else lot
    return attrs.evolve(lot, expires_at=Instant(lot.expires_at + 30 * DAY))


def each_return_is_rounded_up(standing: Standing) -> Standing:
    """L5: each part of a return takes its own share, rounded by itself."""
    account = standing.account
    parts = sum(each.kind is MovementKind.CLAWED_BACK for each in account.movements)
    more = max(parts - 1, 0)
    return _with_account(standing, clawed_back=account.clawed_back + more, debt=account.debt + more)


def the_tier_keeps_what_came_back(
    rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime
) -> Standing:
    """L5: a tier is reached by buying, and kept by giving back."""
    kept = tell_counter(rulebook, member, [fact for fact in facts if not isinstance(fact, Returned)], at)
    standing = tell_counter(rulebook, member, facts, at)
    return attrs.evolve(standing, state=attrs.evolve(standing.state, tier=kept.tier))


def _drawn_as_if(live: Callable[[Accrual, Instant], Accrual]) -> Tell:
    """Lots are drawn as if they lived otherwise, and shown as they are."""

    def tell(rulebook: Rulebook, member: str, facts: Sequence[Fact], at: datetime) -> Standing:
        standing = tell_counter(rulebook, member, [_living(fact, live) for fact in facts], at)
        lives = {
            (fact.id, number): accrual
            for fact in facts
            if isinstance(fact, OrderPlaced)
            for number, accrual in enumerate(fact.order.accruals)
        }
        lots = standing.account.lots
        shown = (
            _shown(lot, lives[lot.source, lot.number]) if (lot.source, lot.number) in lives else lot
            for lot in lots
        )
        return _with_account(standing, lots=tuple(shown))

    return tell


def _living(fact: Fact, live: Callable[[Accrual, Instant], Accrual]) -> Fact:
    if isinstance(fact, PointsGranted):
        return attrs.evolve(fact, accruals=[live(accrual, fact.at) for accrual in fact.accruals])
    if not isinstance(fact, OrderPlaced):
        return fact
    accruals = [live(accrual, fact.at) for accrual in fact.order.accruals]
    return attrs.evolve(fact, order=attrs.evolve(fact.order, accruals=accruals))


def _shown(lot: Lot, accrual: Accrual) -> Lot:
    return attrs.evolve(lot, available_from=accrual.available_from, expires_at=accrual.expires_at)


def _at_once(accrual: Accrual, placed_at: Instant) -> Accrual:
    return attrs.evolve(accrual, available_from=placed_at)


def _with_grace(accrual: Accrual, _placed_at: Instant) -> Accrual:
    end = accrual.expires_at
    return accrual if end is None else attrs.evolve(accrual, expires_at=Instant(end + 30 * DAY))


HISTORY_FAULTS: Final[Mapping[str, Mapping[str, Tell]]] = MappingProxyType(
    {
        "L1": {
            "the_last_received_counts": on_the_facts(the_last_received_counts),
            "what_comes_again_counts_again": on_the_facts(what_comes_again_counts_again),
            "what_comes_before_its_order_is_lost": on_the_facts(what_comes_before_its_order_is_lost),
        },
        "L2": {
            "restored_points_still_count_as_spent": on_the_standing(restored_points_still_count_as_spent),
            "a_debt_is_forgotten": on_the_standing(a_debt_is_forgotten),
            "expired_points_vanish": on_the_standing(expired_points_vanish),
            "debts_are_never_repaid": on_the_standing(debts_are_never_repaid),
            "held_points_are_still_there": on_the_standing(held_points_are_still_there),
            "whoever_pays_is_not_asked_for_what_expired": on_the_standing(
                whoever_pays_is_not_asked_for_what_expired
            ),
        },
        "L3": {
            "pending_points_are_drawn": _drawn_as_if(_at_once),
            "expired_points_are_drawn": _drawn_as_if(_with_grace),
            "an_overspending_is_not_told": on_the_standing(an_overspending_is_not_told),
            "lots_are_drawn_by_name": on_the_facts(_drawn_by_name),
        },
        "L4": {
            "a_late_fact_is_booked_when_it_comes": on_the_facts(a_late_fact_is_booked_when_it_comes),
            "old_facts_are_no_longer_read": on_the_facts(old_facts_are_no_longer_read),
        },
        "L5": {
            "restored_points_live_anew": on_the_standing(restored_points_live_anew),
            "each_return_is_rounded_up": on_the_standing(each_return_is_rounded_up),
            "the_tier_keeps_what_came_back": the_tier_keeps_what_came_back,
        },
        "L6": {
            "one_card_is_thrown_away": on_the_facts(one_card_is_thrown_away),
            "a_welcome_for_the_united": on_the_facts(a_welcome_for_the_united),
        },
        "L7": {
            "caps_are_forgotten": on_the_facts(caps_are_forgotten),
            "each_source_has_caps_of_its_own": on_the_facts(each_source_has_caps_of_its_own),
        },
        "L8": {
            "nothing_times_out": _shown_as_reserved(nothing_times_out),
            "a_hold_is_used_again_and_again": _shown_as_reserved(a_hold_is_used_again_and_again),
            "what_is_released_is_lost": on_the_standing(what_is_released_is_lost),
        },
        "L9": {
            "what_comes_back_lives_a_month_more": on_the_facts(what_comes_back_lives_a_month_more),
            "what_is_given_up_lives_anew": on_the_standing(what_is_given_up_lives_anew),
        },
        "L10": {
            "what_is_passed_on_lives_anew": on_the_standing(what_is_passed_on_lives_anew),
            "whoever_paid_is_forgotten": on_the_standing(whoever_paid_is_forgotten),
        },
        "L11": {
            "one_member_gets_a_gift": on_the_facts(one_member_gets_a_gift),
            "one_member_earns_nothing": on_the_facts(one_member_earns_nothing),
        },
        "L12": {
            "claims_count_the_day_after": on_the_facts(claims_count_the_day_after),
            "a_claimed_purchase_is_worth_half": on_the_facts(a_claimed_purchase_is_worth_half),
        },
        "L13": {
            "late_facts_are_lost": on_the_facts(late_facts_are_lost),
            "nothing_happens_without_a_fact": nothing_happens_without_a_fact,
        },
        "LO": {
            "lots_are_drawn_by_name": on_the_facts(_drawn_by_name),
            "debts_are_never_repaid": on_the_standing(debts_are_never_repaid),
            "what_expired_is_clawed_back_again": on_the_standing(what_expired_is_clawed_back_again),
            "nobody_has_to_be_active": _living_otherwise(idle_after=None),
            "what_is_kept_is_never_looked_at": on_the_facts(what_is_kept_is_never_looked_at),
            "nothing_waits_for_its_goods": on_the_facts(nothing_waits_for_its_goods),
            "there_is_no_grace": on_the_facts(there_is_no_grace),
            "everybody_spends_alone": on_the_facts(everybody_spends_alone),
            "a_tier_never_ends": _with_tier_by(a_tier_never_ends),
            "a_tier_ends_a_day_early": _with_tier_by(a_tier_ends_a_day_early),
        },
        "P1": {
            "only_this_till_counts": on_the_facts(only_this_till_counts),
            "nothing_is_earned_elsewhere": on_the_facts(nothing_is_earned_elsewhere),
        },
        "P2": {
            "a_copy_is_unknown": _recognised(_unknown),
            "a_copy_is_another_fact": _recognised(_of_its_own),
        },
        "P4": {
            "valid_until_the_horizon": on_the_standing(
                lambda standing: attrs.evolve(standing, until=standing.rulebook.horizon_instant)
            ),
            "valid_a_microsecond_too_long": on_the_standing(
                lambda standing: attrs.evolve(standing, until=Instant(standing.until + 1))
            ),
        },
    }
)
"""The faults, by the letter of the law that must catch them."""
