"""Faults planted in what is earned again, to try its laws: each is caught by the law of its letter.

Source: house rule (a law must be able to fail).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from comptoir.checkout.earned_again import EarnedAgain, earned_again
from comptoir.facts.events import Fact, OrderPlaced
from comptoir.facts.history import History
from comptoir.loyalty.rules import Programme
from comptoir.rulebook import Rulebook
from comptoir.testing.laws.what_if import Replay, WhatIfCase, replay_at_the_counter


def _programmes(case: WhatIfCase, under: Rulebook) -> tuple[Programme, Programme]:
    programme, by = case.rulebook.loyalty.programme, under.loyalty.programme
    if programme is None or by is None:
        raise AssertionError(case)
    return programme, by


def nobody_has_a_tier(case: WhatIfCase, under: Rulebook) -> EarnedAgain:
    """W1, W2: everybody earns as a member of the first tier does."""
    programme, by = _programmes(case, under)
    first = attrs.evolve(by, tiers=by.tiers[:1], rewards=())
    return earned_again(case.history(), programme, case.at, under=under, by=first)


def by_the_programme_of_then(case: WhatIfCase, under: Rulebook) -> EarnedAgain:
    """W2: what was earned stays as it was."""
    programme, _ = _programmes(case, under)
    return earned_again(case.history(), programme, case.at, under=under, by=programme)


def purchases_without_a_card_earn_nothing(case: WhatIfCase, under: Rulebook) -> EarnedAgain:
    """W1, W2: what nobody has claimed yet is left out."""
    found = replay_at_the_counter(case, under)
    return attrs.evolve(found, history=History(tuple(map(_without_card, found.history.facts))))


def _without_card(fact: Fact) -> Fact:
    if not isinstance(fact, OrderPlaced) or fact.order.buyer.member is not None:
        return fact
    return attrs.evolve(fact, order=attrs.evolve(fact.order, accruals=()))


WHAT_IF_FAULTS: Final[Mapping[str, Mapping[str, Replay]]] = MappingProxyType(
    {
        "W1": {
            "nobody_has_a_tier": nobody_has_a_tier,
            "purchases_without_a_card_earn_nothing": purchases_without_a_card_earn_nothing,
        },
        "W2": {
            "nobody_has_a_tier": nobody_has_a_tier,
            "by_the_programme_of_then": by_the_programme_of_then,
            "purchases_without_a_card_earn_nothing": purchases_without_a_card_earn_nothing,
        },
    }
)
"""Wrong ways of earning again, by the law that catches them."""
