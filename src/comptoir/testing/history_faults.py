"""Planted faults for the laws of histories: ways of telling a standing that break them.

Each is a mistake that a channel, a store of facts or the core could make.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import attrs

from comptoir.checkout.standing import Standing
from comptoir.facts.events import Fact, OrderPlaced, Returned
from comptoir.facts.holdings import holdings_of
from comptoir.facts.point_terms import Accrual
from comptoir.loyalty.account import Lot, MovementKind
from comptoir.loyalty.ledger import Ledger, replay
from comptoir.loyalty.tier import tier_of
from comptoir.loyalty.timeline import GoodsReturned, timeline
from comptoir.rulebook import Rulebook
from comptoir.testing.stories import TILL, Tell, moved, tell_counter
from comptoir.values.instants import DAY, Instant, instant_of
from comptoir.values.moments import Moment
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
        elif fact.order in placed:
            yield fact


def a_late_fact_is_booked_when_it_comes(facts: Sequence[Fact], _at: Instant) -> Iterable[Fact]:
    """L4: what comes late is added at the end instead of where it happened."""
    latest = Instant(0)
    for fact in facts:
        latest = max(latest, fact.at)
        yield moved(fact, latest - fact.at)


def old_facts_are_no_longer_read(facts: Sequence[Fact], at: Instant) -> Iterable[Fact]:
    """L4: only the facts of the last weeks are folded, onto nothing."""
    return [fact for fact in facts if fact.at > at - 30 * DAY]


def _with_account(standing: Standing, **changes: Any) -> Standing:  # noqa: ANN401 - each field has its own type
    account = attrs.evolve(standing.account, **changes)
    return attrs.evolve(standing, state=attrs.evolve(standing.state, account=account))


def restored_points_still_count_as_spent(standing: Standing) -> Standing:
    """L2: what comes back is available again, and spent all the same."""
    account = standing.account
    restored = sum(each.points for each in account.movements if each.kind is MovementKind.RESTORED)
    return _with_account(standing, redeemed=account.redeemed + restored)


def a_debt_is_forgotten(standing: Standing) -> Standing:
    """L2: points that were not there were spent, and nobody owes them."""
    return _with_account(standing, debt=0)


def expired_points_vanish(standing: Standing) -> Standing:
    """L2: what expires is no longer counted anywhere."""
    return _with_account(standing, expired=0)


def an_overspending_is_not_told(standing: Standing) -> Standing:
    """L3: points that were not there were spent, and nobody says so."""
    return _with_account(standing, overspent=())


class LastToExpireFirst(Ledger):
    """L3: points are drawn from the wrong end of the lots."""

    def _draw(self, claim: Any, points: int) -> int:  # noqa: ANN401 - the ledger's own
        self._live.reverse()
        short = super()._draw(claim, points)
        self._live.reverse()
        return short


class NeverRepaid(Ledger):
    """L2: a debt stays, whatever becomes available."""

    def _repay(self, at: Instant) -> None:
        del at


class NeverWrittenOff(Ledger):
    """LO: what has expired of a lot is clawed back once more, from other lots."""

    def _claw_back(self, lot: Any, points: int, event: GoodsReturned) -> None:  # noqa: ANN401 - the ledger's own
        expired, lot.expired = lot.expired, lot.gone
        super()._claw_back(lot, points, event)
        lot.expired = expired


def by_another_ledger(ledger: Callable[[], Ledger]) -> Tell:
    """The counter's standing, with the points as another ledger folds them."""

    def tell(standing: Standing) -> Standing:
        moment = Moment(standing.asked_at)
        events = timeline(standing.member, holdings_of(standing.history, moment), moment)
        account = replay(events, onto=ledger()).account()
        return attrs.evolve(standing, state=attrs.evolve(standing.state, account=account))

    return on_the_standing(tell)


def a_tier_never_ends(standing: Standing) -> Standing:
    """LO: what was spent once counts for ever."""
    return _with_tier(standing, period="2 years")


def a_tier_ends_a_day_early(standing: Standing) -> Standing:
    """LO: a purchase no longer counts on the last day of its period."""
    return _with_tier(standing, later=DAY)


def _with_tier(standing: Standing, period: str | None = None, later: int = 0) -> Standing:
    programme = standing.rulebook.loyalty.programme
    if programme is None:
        return standing
    if period is not None:
        programme = attrs.evolve(programme, tier_period=Period.from_text(period))
    holdings = holdings_of(standing.history, Moment(standing.asked_at))
    moment = Moment(Instant(standing.asked_at + later))
    tier = tier_of(programme, standing.member, holdings, moment, standing.rulebook.almanac)
    return attrs.evolve(standing, state=attrs.evolve(standing.state, tier=tier))


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


def _longer(lot: Lot) -> Lot:
    return lot if lot.expires_at is None else attrs.evolve(lot, expires_at=Instant(lot.expires_at + 30 * DAY))


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
            (fact.id, accrual.earning.rule): accrual
            for fact in facts
            if isinstance(fact, OrderPlaced)
            for accrual in fact.order.accruals
        }
        lots = tuple(_shown(lot, lives[lot.order, lot.rule]) for lot in standing.account.lots)
        return _with_account(standing, lots=lots)

    return tell


def _living(fact: Fact, live: Callable[[Accrual, Instant], Accrual]) -> Fact:
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
            "debts_are_never_repaid": by_another_ledger(NeverRepaid),
        },
        "L3": {
            "pending_points_are_drawn": _drawn_as_if(_at_once),
            "expired_points_are_drawn": _drawn_as_if(_with_grace),
            "an_overspending_is_not_told": on_the_standing(an_overspending_is_not_told),
            "the_last_to_expire_is_drawn_first": by_another_ledger(LastToExpireFirst),
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
        "LO": {
            "the_last_to_expire_is_drawn_first": by_another_ledger(LastToExpireFirst),
            "debts_are_never_repaid": by_another_ledger(NeverRepaid),
            "what_expired_is_clawed_back_again": by_another_ledger(NeverWrittenOff),
            "a_tier_never_ends": on_the_standing(a_tier_never_ends),
            "a_tier_ends_a_day_early": on_the_standing(a_tier_ends_a_day_early),
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
