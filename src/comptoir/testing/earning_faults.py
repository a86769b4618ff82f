"""Planted faults of earning: for each law, tills that break it.

A law must be able to fail. Each fault here is a mistake that a channel, an adapter or the room of loyalty
could make; a law that lets one pass is no law.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import attrs

from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.orders import Tender
from comptoir.facts.point_terms import Accrual, Earning
from comptoir.loyalty.earn_rules import EVERYBODY, RoundedPer, Stacking
from comptoir.loyalty.rules import LoyaltyRules, Programme
from comptoir.rulebook import Rulebook
from comptoir.testing.faults import on_the_answer, on_the_rules
from comptoir.testing.tills import Till, place_at_counter
from comptoir.testing.variations import with_sections
from comptoir.values.factors import ONCE
from comptoir.values.instants import DAY, Instant
from comptoir.values.money import Amount


def programmes(tamper: Callable[[Programme], Programme]) -> Till:
    """A till whose programme was tampered with."""

    def tampered(rulebook: Rulebook) -> Rulebook:
        programme = rulebook.loyalty.programme
        if programme is None:
            return rulebook
        return with_sections(rulebook, loyalty=LoyaltyRules(programme=tamper(programme)))

    return Till(quote=on_the_rules(tampered))


def earnings(tamper: Callable[[Quote, Earning], Earning]) -> Till:
    """A till each of whose earnings is tampered with."""

    def tampered(quote: Quote) -> Quote:
        earned = tuple(tamper(quote, each) for each in quote.terms.earnings)
        return attrs.evolve(quote, terms=attrs.evolve(quote.terms, earnings=earned))

    return Till(quote=on_the_answer(tampered))


def orders(tamper: Callable[[tuple[Accrual, ...]], tuple[Accrual, ...]]) -> Till:
    """A till that records other accruals on its orders."""

    def place(
        rulebook: Rulebook, quote: Quote | LockedQuote, at: datetime, tenders: Sequence[Tender]
    ) -> Accepted | Refused:
        placed = place_at_counter(rulebook, quote, at, tenders)
        if isinstance(placed, Refused):
            return placed
        return attrs.evolve(placed, order=attrs.evolve(placed.order, accruals=tamper(placed.order.accruals)))

    return Till(place=place)


def campaigns_forgotten(programme: Programme) -> Programme:
    """E2: no campaign gives anything."""
    return attrs.evolve(programme, campaigns=())


def campaigns_for_anybody(programme: Programme) -> Programme:
    """E2: campaigns speak to all."""
    return _each_campaign(programme, audience=EVERYBODY)


def campaigns_on_everything(programme: Programme) -> Programme:
    """E2: campaigns give points for whatever earns."""
    return _each_campaign(programme, on=programme.earn.on)


def bonuses_without_minimum(programme: Programme) -> Programme:
    """E2: a bonus is given for any purchase."""
    return _each_campaign(programme, minimum=None)


def all_campaigns_add(programme: Programme) -> Programme:
    """E2: no campaign stands back for a better one."""
    return attrs.evolve(programme, stacking=Stacking.ADD)


def phases_backwards(programme: Programme) -> Programme:
    """E2: the last phase comes first."""
    return attrs.evolve(programme, phases=programme.phases[::-1])


def tiers_without_factor(programme: Programme) -> Programme:
    """E2: everybody earns alike."""
    return attrs.evolve(programme, tiers=[attrs.evolve(tier, factor=ONCE) for tier in programme.tiers])


def gift_cards_earn(programme: Programme) -> Programme:
    """E2: what stored value pays earns points."""
    return _basis(programme, stored_value=True)


def tax_earns(programme: Programme) -> Programme:
    """E2: tax earns points."""
    return _basis(programme, tax=True)


def delivery_earns_nothing(programme: Programme) -> Programme:
    """E2: the fee of delivery never earns."""
    return _basis(programme, delivery=False)


def lines_are_added_first(programme: Programme) -> Programme:
    """E2: what is rounded for each line is rounded once."""
    return attrs.evolve(programme, earn=attrs.evolve(programme.earn, rounded_per=RoundedPer.PURCHASE))


def a_point_for_each_typed_line(quote: Quote, earning: Earning) -> Earning:
    """E3: whoever types more lines earns more."""
    return attrs.evolve(earning, points=earning.points + len(quote.basket.lines), parts=(), formula=None)


def formulas_without_factors(_quote: Quote, earning: Earning) -> Earning:
    """E5: the formula is that of the first tier."""
    if earning.formula is None:
        return earning
    return attrs.evolve(earning, formula=attrs.evolve(earning.formula, times=()))


def bonuses_are_forgotten(accruals: tuple[Accrual, ...]) -> tuple[Accrual, ...]:
    """E4: an order records what the rate earns, and nothing besides."""
    return accruals[:1]


def points_live_a_day_longer(accruals: tuple[Accrual, ...]) -> tuple[Accrual, ...]:
    """E4: the day after the last counts, too."""
    return tuple(
        each if each.expires_at is None else attrs.evolve(each, expires_at=Instant(each.expires_at + DAY))
        for each in accruals
    )


def points_are_there_at_once(accruals: tuple[Accrual, ...]) -> tuple[Accrual, ...]:
    """E4: nobody waits for points."""
    return tuple(attrs.evolve(each, available_from=Instant(0)) for each in accruals)


def gift_cards_are_not_looked_at(
    rulebook: Rulebook, quote: Quote | LockedQuote, at: datetime, tenders: Sequence[Tender]
) -> Accepted | Refused:
    """E4: what is paid with stored value is booked as what was to be paid so."""
    if isinstance(quote, LockedQuote) or quote.terms.stored_value is None:
        return place_at_counter(rulebook, quote, at, tenders)
    value, whole = quote.terms.stored_value.amount, sum(tender.amount.minor for tender in tenders)
    booked = (("gift-card", value), ("card", whole - value))
    currency = quote.terms.currency
    told = [Tender(means, Amount(amount, currency)) for means, amount in booked if amount > 0]
    return place_at_counter(rulebook, quote, at, told)


def _each_campaign(programme: Programme, **changes: Any) -> Programme:  # noqa: ANN401 - each field has its own type
    return attrs.evolve(programme, campaigns=[attrs.evolve(each, **changes) for each in programme.campaigns])


def _basis(programme: Programme, **changes: Any) -> Programme:  # noqa: ANN401 - each field has its own type
    earn = attrs.evolve(programme.earn, basis=attrs.evolve(programme.earn.basis, **changes))
    return attrs.evolve(programme, earn=earn)


EARN_FAULTS: Final[Mapping[str, Mapping[str, Till]]] = MappingProxyType(
    {
        "E2": {
            "campaigns_forgotten": programmes(campaigns_forgotten),
            "campaigns_for_anybody": programmes(campaigns_for_anybody),
            "campaigns_on_everything": programmes(campaigns_on_everything),
            "bonuses_without_minimum": programmes(bonuses_without_minimum),
            "all_campaigns_add": programmes(all_campaigns_add),
            "phases_backwards": programmes(phases_backwards),
            "tiers_without_factor": programmes(tiers_without_factor),
            "gift_cards_earn": programmes(gift_cards_earn),
            "tax_earns": programmes(tax_earns),
            "delivery_earns_nothing": programmes(delivery_earns_nothing),
            "lines_are_added_first": programmes(lines_are_added_first),
        },
        "E3": {"a_point_for_each_typed_line": earnings(a_point_for_each_typed_line)},
        "E4": {
            "bonuses_are_forgotten": orders(bonuses_are_forgotten),
            "points_live_a_day_longer": orders(points_live_a_day_longer),
            "points_are_there_at_once": orders(points_are_there_at_once),
            "gift_cards_are_not_looked_at": Till(place=gift_cards_are_not_looked_at),
        },
        "E5": {"formulas_without_factors": earnings(formulas_without_factors)},
    }
)
"""For each law of earning, by its letter, tills that break it."""
