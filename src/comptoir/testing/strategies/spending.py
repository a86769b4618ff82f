"""Strategies for members who wish to spend points: where all rules of prices meet, and how points are spent.

Source: house rule.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.baskets import Basket
from comptoir.facts.point_terms import SpendAs
from comptoir.loyalty.account import Lot
from comptoir.loyalty.earn_rules import EarnRule
from comptoir.loyalty.rules import LoyaltyRules, Programme
from comptoir.loyalty.spend_rules import Funder, FunderKind, Residue, SpendRule
from comptoir.loyalty.tier_rules import TierRule
from comptoir.testing.cases import Case
from comptoir.testing.spending_cases import MEMBER, SpendingCase
from comptoir.testing.strategies.price_cases import decided_cases, price_cases, rival_cases
from comptoir.testing.strategies.price_world import ZONE
from comptoir.testing.variations import with_sections
from comptoir.values.instants import DAY, Instant
from comptoir.values.money import Amount

POINTS_TOGETHER: Final = 24
"""As many points a member has at most."""
FUNDERS: Final = (
    Funder(id="bank", name={"fr": "La Banque"}, pays_as=FunderKind.THIRD_PARTY),
    Funder(id="brand", name={"fr": "La Marque"}, pays_as=FunderKind.SUPPLIER),
)


@cache
@st.composite
def spending_cases(draw: st.DrawFn) -> SpendingCase:
    """A member's basket, and a wish that may or may not be granted."""
    case = draw(decided_cases() | rival_cases() | price_cases())
    [currency] = case.rulebook.header.currencies
    return draw(_spending(case, draw(spend_rules(currency))))


@cache
@st.composite
def lavish_cases(draw: st.DrawFn) -> SpendingCase:
    """Points that are worth more than any goods, as many of which are taken off as prices may fall."""
    case = draw(decided_cases())
    rule = SpendRule(points=1, worth="0.03 EUR", residue=Residue.KEPT, spent_as=SpendAs.DISCOUNT)
    found = draw(_spending(case, rule))
    lot = attrs.evolve(found.lots[0], remaining=10_000, available_from=case.instant)
    return attrs.evolve(found, lots=(lot,)).wishing(10_000)


@st.composite
def _spending(draw: st.DrawFn, case: Case, rule: SpendRule) -> SpendingCase:
    currency = rule.worth.currency
    programme = Programme(
        id="club",
        name={"fr": "Le Club"},
        zone=ZONE.name,
        earn=EarnRule(points=1, per=Amount(100, currency)),
        spend=rule,
        funders=FUNDERS,
        tiers=[
            TierRule(id="basic", name={"fr": "Base"}, from_=Amount(0, currency)),
            TierRule(id="gold", name={"fr": "Or"}, from_=Amount(10_000, currency)),
        ],
    )
    rulebook = with_sections(case.rulebook, loyalty=LoyaltyRules(programme=programme))
    wished = _wishing(case.basket, draw(st.integers(1, POINTS_TOGETHER + 2)))
    return SpendingCase(
        case=Case(rulebook, wished, case.at),
        lots=tuple(draw(lots(case.instant))),
    )


def _wishing(basket: Basket, points: int) -> Basket:
    buyer = attrs.evolve(basket.buyer, member=MEMBER, tier=None)
    return attrs.evolve(basket, buyer=buyer, points=points)


@st.composite
def spend_rules(draw: st.DrawFn, currency: str) -> SpendRule:
    """What some points are worth, so that a few of them are worth as much as small goods cost."""
    points = draw(st.sampled_from((1, 1, 2, 3)))
    step = points * draw(st.sampled_from((1, 1, 2, 5)))
    minimum = draw(st.sampled_from((0, 0, 3, 10)))
    least = -(-max(minimum, 1) // step) * step
    return SpendRule(
        points=points,
        worth=Amount(draw(st.integers(1, 60)), currency),
        step=step,
        minimum=minimum,
        maximum=draw(st.none() | st.integers(least, POINTS_TOGETHER + least)),
        share=draw(st.sampled_from(("100", "100", "50", "33.3"))),
        residue=draw(st.sampled_from(Residue)),
        spent_as=draw(st.sampled_from((SpendAs.DISCOUNT, SpendAs.DISCOUNT, SpendAs.TENDER))),
    )


@st.composite
def lots(draw: st.DrawFn, at: Instant) -> list[Lot]:
    """One to five lots, of anybody, some of which cannot be spent yet."""
    starts = (at, Instant(at - DAY), Instant(at - 9 * DAY), Instant(at - DAY), Instant(at + 1), None)
    found: list[Lot] = []
    for number in range(draw(st.integers(1, 5))):
        left = POINTS_TOGETHER - sum(lot.remaining for lot in found)
        points = draw(st.integers(1, min(20, left))) if left else 0
        if points:
            lot = Lot(
                source=f"o-{number}",
                number=0,
                rule="club",
                earned=points,
                remaining=points,
                available_from=draw(st.sampled_from(starts)),
                funder=draw(st.sampled_from((None, "bank", "brand", "gone"))),
            )
            found.append(lot)
    return found
