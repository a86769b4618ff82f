"""Planted faults of guarantees, claims and exchanges: for each law, ways of telling that break it.

Source: house rule (a law must be able to fail).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

import attrs

from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep
from comptoir.facts.events import Fact
from comptoir.returns.claims.guarantee import OneGuarantee
from comptoir.testing.claim_cases import (
    ClaimCase,
    ClaimsTold,
    TellClaims,
    tell_at_the_counter,
    tell_claims,
    tell_with_replacements,
    tell_with_rights,
)
from comptoir.testing.laws.exchanges import ExchangeCase, Paid, PlayExchange, play_exchange
from comptoir.values.instants import DAY, Instant


def on_each_guarantee(change: Callable[[OneGuarantee], OneGuarantee]) -> TellClaims:
    """What is told, each guarantee changed."""

    def tell(case: ClaimCase) -> ClaimsTold:
        told = tell_claims(case)
        pieces = {key: tuple(map(change, found)) for key, found in told.pieces.items()}
        return attrs.evolve(told, pieces=pieces)

    return tell


def on_the_facts(keep: Callable[[Fact], bool]) -> TellClaims:
    """What is told by some of the facts only."""
    return lambda case: tell_claims(attrs.evolve(case, facts=tuple(filter(keep, case.facts))))


def _later(one: OneGuarantee, days: int) -> OneGuarantee:
    return one if one.last_day is None else attrs.evolve(one, last_day=one.last_day + timedelta(days=days))


def _is_step(*steps: ClaimStep) -> Callable[[Fact], bool]:
    return lambda fact: isinstance(fact, ClaimPassed) and fact.step in steps


def _without(*steps: ClaimStep) -> TellClaims:
    is_one = _is_step(*steps)
    return on_the_facts(lambda fact: not is_one(fact))


def _claims_eat_days(one: OneGuarantee) -> OneGuarantee:
    """G2: each claim counts against the customer."""
    return _later(one, -one.suspended_days - 40 * len(one.counted_claims))


def _the_other_order(one: OneGuarantee) -> OneGuarantee:
    """G1: days first, then months."""
    extension = one.terms.extension
    if one.counted is None or one.last_day is None or extension is None:
        return one
    moved = one.counted + timedelta(days=one.suspended_days)
    return attrs.evolve(one, last_day=extension.period.later(moved, one.extensions))


def _only_the_first(case: ClaimCase) -> ClaimsTold:
    """The fact that came first alone is read of each claim."""
    told = tell_claims(case)
    opened = [fact.id for fact in case.facts if isinstance(fact, Claimed)]
    return attrs.evolve(told, claims=tuple(each for each in told.claims if each.id == opened[0]))


def _a_day_for_each_fact(case: ClaimCase) -> ClaimsTold:
    told = tell_claims(case)
    pieces = {key: tuple(_later(one, len(case.facts)) for one in found) for key, found in told.pieces.items()}
    return attrs.evolve(told, pieces=pieces)


def _more_is_worse(case: ClaimCase) -> ClaimsTold:
    """G4: two guarantees at once end a month earlier."""
    told, fewer = tell_claims(case), len(case.placed.guarantees)
    pieces = {key: tuple(_later(one, -90 * fewer) for one in found) for key, found in told.pieces.items()}
    return attrs.evolve(told, pieces=pieces)


def _until(move: Callable[[Instant], Instant]) -> TellClaims:
    def tell(case: ClaimCase) -> ClaimsTold:
        told = tell_claims(case)
        return told if told.until is None else attrs.evolve(told, until=move(told.until))

    return tell


def _all_is_open(case: ClaimCase) -> ClaimsTold:
    """CR: every claim may ask for what the first may."""
    told = tell_claims(case)
    first = max(told.remedies.values(), key=lambda each: len(each.available), default=None)
    return attrs.evolve(told, remedies={id_: first or each for id_, each in told.remedies.items()})


def _nothing_is_named(case: ClaimCase) -> ClaimsTold:
    return attrs.evolve(tell_claims(case), conflicts=())


def _nobody_is_told(case: ClaimCase) -> ClaimsTold:
    """CR: what is open is told as refused, too."""
    told = tell_claims(case)
    empty = {id_: attrs.evolve(each, available=()) for id_, each in told.remedies.items()}
    return attrs.evolve(told, remedies=empty)


def _a_claim_ends_rights(case: ClaimCase) -> ClaimsTold:
    """G2: what somebody complained about, they keep."""
    told = tell_with_rights(case)
    if not told.claims:
        return told
    ended = {
        key: tuple(attrs.evolve(each, alive=False, deadline=None) for each in rights)
        for key, rights in told.rights.items()
    }
    return attrs.evolve(told, rights=ended)


def _the_first_is_the_latest(case: ClaimCase) -> ClaimsTold:
    """G3: the guarantee that stands first is told, whether it is over or not."""
    told = tell_claims(case)
    return attrs.evolve(told, latest={key: found[0] for key, found in told.pieces.items()})


def _none_is_the_latest(case: ClaimCase) -> ClaimsTold:
    told = tell_claims(case)
    return attrs.evolve(told, latest=dict.fromkeys(told.pieces))


def _alike_is_the_same(case: ClaimCase) -> ClaimsTold:
    """CG: pieces of one line are told as the first of them stands."""
    told = tell_at_the_counter(case)
    if told.whole is None:
        return told
    first = {good.units.number: good for good in reversed(told.whole.goods)}
    goods = (attrs.evolve(first[good.units.number], units=good.units) for good in told.whole.goods)
    return attrs.evolve(told, whole=attrs.evolve(told.whole, goods=tuple(goods)))


def _claims_are_the_whole_orders(case: ClaimCase) -> ClaimsTold:
    """CG: whoever asks about a piece is told of every claim about the order."""
    told = tell_at_the_counter(case)
    if told.whole is None:
        return told
    claims = told.whole.claims
    return attrs.evolve(
        told, apart={key: attrs.evolve(each, claims=claims) for key, each in told.apart.items()}
    )


def _replacements_cost(minor: Callable[[int], int]) -> TellClaims:
    def tell(case: ClaimCase) -> ClaimsTold:
        told = tell_with_replacements(case)
        return attrs.evolve(told, to_pay={id_: minor(paid) for id_, paid in told.to_pay.items()})

    return tell


CLAIM_FAULTS: Final[Mapping[str, Mapping[str, TellClaims]]] = MappingProxyType(
    {
        "GO": {
            "the_last_day_is_not_the_customers": on_each_guarantee(lambda one: _later(one, -1)),
            "repairs_are_forgotten": _without(ClaimStep.REPAIRED),
        },
        "G1": {
            "a_day_is_lost": on_each_guarantee(lambda one: _later(one, -1)),
            "days_before_months": on_each_guarantee(_the_other_order),
        },
        "G2": {
            "a_claim_ends_rights": _a_claim_ends_rights,
            "a_claim_costs_days": on_each_guarantee(_claims_eat_days),
            "a_repair_costs_months": on_each_guarantee(lambda one: _later(one, -70 * one.extensions)),
        },
        "G3": {
            "the_first_is_the_latest": _the_first_is_the_latest,
            "none_is_the_latest": _none_is_the_latest,
        },
        "G4": {
            "more_is_worse": _more_is_worse,
            "only_the_last_counts": lambda case: tell_claims(case.under(case.placed.guarantees[-1:])),
        },
        "G5": {
            "a_day_for_each_fact": _a_day_for_each_fact,
            "only_the_first_claim": _only_the_first,
        },
        "CO": {
            "nothing_is_named": _nothing_is_named,
            "a_refusal_is_forgotten": _without(ClaimStep.REFUSED, ClaimStep.HANDED_BACK),
        },
        "CR": {
            "all_is_open": _all_is_open,
            "nothing_is_open": _nobody_is_told,
            "a_refusal_is_forgotten": _without(ClaimStep.REFUSED),
        },
        "CG": {
            "alike_is_the_same": _alike_is_the_same,
            "claims_are_the_whole_orders": _claims_are_the_whole_orders,
        },
        "R5": {
            "a_cent_for_the_paper": _replacements_cost(lambda paid: paid + 1),
            "a_bonus_is_paid_out": _replacements_cost(lambda paid: paid - 500),
        },
        "P4": {
            "valid_a_microsecond_too_long": _until(lambda until: Instant(until + 1)),
            "valid_a_year_too_long": _until(lambda until: Instant(until + 366 * DAY)),
        },
    }
)
"""The faults, by the letter of the law that must catch them."""


def _with(**change: Callable[[Paid], Any]) -> PlayExchange:
    def play(case: ExchangeCase) -> Paid | None:
        paid = play_exchange(case)
        if paid is None:
            return None
        return attrs.evolve(paid, **{name: how(paid) for name, how in change.items()})

    return play


EXCHANGE_FAULTS: Final[Mapping[str, Mapping[str, PlayExchange]]] = MappingProxyType(
    {
        "XT": {
            "a_cent_is_kept": _with(back=lambda paid: paid.back - 1),
            "the_difference_is_paid_twice": _with(difference=lambda paid: 2 * paid.difference),
        }
    }
)
"""Those of exchanges."""
