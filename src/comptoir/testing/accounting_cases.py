"""A way of accounting for points, as laws try it: what is left of them, the journal, and their revenue.

The case is a story: the facts of several members, and an instant.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol

import attrs

from comptoir.checkout.accounting import Liability, PointsRevenue
from comptoir.counter import Counter
from comptoir.facts.events import Fact
from comptoir.loyalty.assumptions import PointAssumptions
from comptoir.loyalty.breakage import BreakageEntry
from comptoir.loyalty.liability import LiabilityState
from comptoir.rulebook import Rulebook
from comptoir.testing.stories import Story


@attrs.frozen
class Accounted:
    """What an accountant tells of an instant: what is left, and the journal until then."""

    state: LiabilityState
    journal: tuple[BreakageEntry, ...]


AccountFor = Callable[[Rulebook, Sequence[Fact], datetime], Accounted]
Recognise = Callable[[Rulebook, Sequence[Fact], datetime, PointAssumptions], PointsRevenue]


@attrs.frozen(kw_only=True)
class Accountant:
    """Whoever accounts for points."""

    account: AccountFor
    recognise: Recognise


class AccountingLaw(Protocol):
    """A law of the accounting of points: it raises ``LawBroken`` if it does not hold of a story."""

    __name__: str
    __doc__: str | None

    def __call__(self, story: Story, accountant: Accountant = ...) -> None:
        """Try the law on one story."""


def liability_at_counter(rulebook: Rulebook, facts: Sequence[Fact], at: datetime) -> Liability:
    """The counter's own liability."""
    return Counter(rulebook).liability(facts, at)


def _account(rulebook: Rulebook, facts: Sequence[Fact], at: datetime) -> Accounted:
    found = liability_at_counter(rulebook, facts, at)
    return Accounted(found.state, found.journal)


def _recognise(
    rulebook: Rulebook, facts: Sequence[Fact], at: datetime, assumptions: PointAssumptions
) -> PointsRevenue:
    return Counter(rulebook).points_revenue(facts, at, assumptions)


AT_THE_COUNTER: Final = Accountant(account=_account, recognise=_recognise)
"""The plain way: by the counter itself."""
