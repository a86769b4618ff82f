"""Strategies for programmes by which points are earned, and for questions to shops that have one.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.baskets import ANYONE, Buyer
from comptoir.facts.point_terms import CapPer, Clawback, PeriodEnd, Stepping
from comptoir.loyalty.earn_rules import (
    EVERYBODY,
    Audience,
    BasisRule,
    Campaign,
    CapRule,
    EarnRule,
    LotRule,
    Phase,
    RoundedPer,
    Stacking,
)
from comptoir.loyalty.rules import PHASES, LoyaltyRules, Programme
from comptoir.loyalty.spend_rules import Funder, FunderKind
from comptoir.loyalty.tier_rules import TierRule
from comptoir.testing.cases import Case
from comptoir.testing.strategies.price_cases import price_cases
from comptoir.testing.strategies.price_world import EDGES
from comptoir.testing.strategies.whole_cases import whole_cases
from comptoir.testing.variations import with_sections
from comptoir.values.factors import Factor
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from comptoir.values.selections import EVERYTHING, Category, NoneOf, Selection, Skus, Tag
from comptoir.values.windows import ALWAYS, Window

FUNDERS: Final = ("brand", "bank")
FACTORS: Final = ("2", "1.5", "3", "1", "1.333333", "100")
_WINDOWS: Final = tuple(
    Window(from_, until)
    for from_ in (None, *EDGES)
    for until in (None, *EDGES)
    if from_ is None or until is None or from_ < until
)
BUYERS: Final = (
    Buyer(member="m-1", tier="gold", segments=["staff"], first_order=True, birth_month=6),
    Buyer(member="m-1", tier="platinum", birth_month=12),
    Buyer(member="m-2", segments=["hotels"], birth_month=7),
    Buyer(member="m-2", first_order=True, birth_month=1),
    Buyer(segments=["staff"], birth_month=6),
    ANYONE,
)
_LIVES: Final = (
    LotRule(),
    LotRule(available_after=Period.from_text("14 days"), expires_after=Period.from_text("12 months")),
    LotRule(expires_after=Period.from_text("1 month"), until_end_of=PeriodEnd.QUARTER),
    LotRule(after_return_window=True, expires_after=Period.from_text("6 months")),
    LotRule(expires_on=date(2028, 2, 29)),
    LotRule(
        expires_after=Period.from_text("2 weeks"), until_end_of=PeriodEnd.YEAR, expires_on=date(2028, 1, 31)
    ),
    LotRule(available_after=Period.from_text("1 day"), idle_after=Period.from_text("6 months")),
)


@cache
def _names() -> st.SearchStrategy[str | None]:
    return st.sampled_from((None, None, *FUNDERS))


@cache
def _windows() -> st.SearchStrategy[Window]:
    return st.just(ALWAYS) | (st.just(ALWAYS) | st.sampled_from(_WINDOWS))


@cache
def _caps() -> st.SearchStrategy[tuple[CapRule, ...]]:
    caps = st.builds(CapRule, points=st.integers(1, 200), per=st.sampled_from(CapPer))
    return st.just(()) | st.lists(caps, max_size=2, unique_by=lambda cap: cap.per).map(tuple)


@cache
def _audiences() -> st.SearchStrategy[Audience]:
    some = st.builds(
        Audience,
        tiers=st.sampled_from(((), (), ("gold",), ("basic",), ("platinum", "basic"))),
        segments=st.sampled_from(((), (), ("staff",), ("hotels", "staff"))),
        first_order=st.sampled_from((False, False, True)),
        birth_month=st.sampled_from((False, False, True)),
    )
    return st.just(EVERYBODY) | (st.just(EVERYBODY) | some)


@cache
def _bases() -> st.SearchStrategy[BasisRule]:
    flags = st.booleans()
    return st.builds(BasisRule, tax=flags, delivery=flags, stored_value=flags, points=flags)


def _selections(skus: Sequence[str]) -> st.SearchStrategy[Selection]:
    words = (Tag("a"), Category("food"), Category("fashion"), NoneOf([Tag("b")]))
    some = st.lists(st.sampled_from(skus), min_size=1, max_size=4, unique=True).map(Skus)
    return st.just(EVERYTHING) | (st.just(EVERYTHING) | some | st.sampled_from(words))


@st.composite
def campaigns(draw: st.DrawFn, id_: str, skus: Sequence[str], currency: str) -> Campaign:
    """A campaign of either sort, on some goods, for some buyers, for some time."""
    factor, bonus, minimum = None, None, None
    if draw(st.sampled_from((True, False, True, True, False))):
        factor = Factor.of(draw(st.sampled_from(FACTORS)))
    else:
        bonus = draw(st.sampled_from((1, 50, 333)))
        least = draw(st.sampled_from((5_000, 500, 50_000, None, 1)))
        minimum = None if least is None else Amount(least, currency)
    return Campaign(
        id=id_,
        name={"fr": id_},
        valid=draw(_windows()),
        on=draw(_selections(skus)),
        audience=draw(_audiences()),
        factor=factor,
        bonus=bonus,
        minimum=minimum,
        caps=draw(_caps()),
        lots=draw(st.none() | st.sampled_from(_LIVES)),
        funder=draw(_names()),
        type=draw(st.sampled_from(("points", "points", "status"))),
    )


@st.composite
def programmes(draw: st.DrawFn, skus: Sequence[str], currency: str) -> Programme:
    """A programme with campaigns, in any order of phases, on any basis."""
    numbers = range(draw(st.sampled_from((2, 3, 4, 1, 0))))
    return Programme(
        id="club",
        name={"fr": "Club"},
        zone="Europe/Paris",
        earn=EarnRule(
            points=draw(st.sampled_from((1, 5, 10, 3))),
            per=Amount(draw(st.sampled_from((100, 250, 1, 1_000, 333))), currency),
            rounding=draw(st.sampled_from(Stepping)),
            rounded_per=draw(st.sampled_from(RoundedPer)),
            on=draw(_selections(skus)),
            basis=draw(_bases()),
            caps=draw(_caps()),
            funder=draw(_names()),
        ),
        phases=draw(st.permutations(PHASES).map(tuple[Phase, ...])),
        stacking=draw(st.sampled_from(Stacking)),
        campaigns=[draw(campaigns(f"campaign-{number}", skus, currency)) for number in numbers],
        lots=draw(st.sampled_from(_LIVES)),
        clawback=draw(st.sampled_from(Clawback)),
        claimed_within=draw(st.none() | st.just(Period.from_text("30 days"))),
        funders=[Funder(id=id_, name={"fr": id_}, pays_as=FunderKind.SUPPLIER) for id_ in FUNDERS],
        tiers=[
            TierRule(id="basic", name={"fr": "Base"}, from_=Amount(0, currency)),
            TierRule(id="gold", name={"fr": "Or"}, from_=Amount(10_000, currency), factor="1.5"),
            TierRule(id="platinum", name={"fr": "Platine"}, from_=Amount(20_000, currency), factor="2.25"),
        ],
    )


@cache
def earning_cases() -> st.SearchStrategy[Case]:
    """A question to a shop of either sort that has such a programme: where all prices meet, or all terms."""
    return cases_of(price_cases()) | cases_of(whole_cases())


@st.composite
def cases_of(draw: st.DrawFn, cases: st.SearchStrategy[Case]) -> Case:
    """Such questions to shops that have a programme, of somebody who may pay with stored value."""
    case = draw(cases)
    currency = case.basket.currency
    programme = draw(programmes(sorted(case.rulebook.assortment), currency))
    value = draw(st.sampled_from((None, 100, 333, 5_000, 1, 0)))
    basket = attrs.evolve(
        case.basket,
        buyer=draw(st.sampled_from(BUYERS)),
        stored_value=None if value is None else Amount(value, currency),
    )
    rulebook = with_sections(case.rulebook, loyalty=LoyaltyRules(programme=programme))
    return Case(rulebook, basket, case.at)
