"""What was decided about goods of an order is done at once: the fact of it, and what was recorded before.

Decides nothing of the goods themselves; what makes up for points that are missing is decided by
:mod:`comptoir.checkout.shortfall`.

Source: house rule (what was decided stands on the fact by value; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

import attrs

from comptoir.checkout.after_sales import PaidOut
from comptoir.checkout.answers import answer_digest
from comptoir.checkout.given_up import Recording
from comptoir.checkout.order_read import OrderRead
from comptoir.checkout.shortfall import with_points
from comptoir.facts.events import Cancelled, Reduced, StreamRead
from comptoir.facts.provenance import Provenance
from comptoir.returns.refund import PaidBack
from comptoir.rulebook import Rulebook
from comptoir.values.money import Money, money_of

A = TypeVar("A", bound=PaidBack)
F = TypeVar("F", bound=Cancelled | Reduced)


@attrs.frozen(kw_only=True)
class PaidAtOnce(PaidOut):
    """What is asked and done in one: the fact to record, what must not have changed, the money to pay out."""

    facts: tuple[Cancelled | Reduced, ...]

    @property
    def refund(self) -> Money:
        """All that is given back: in money, and as points restored; less what is kept for points."""
        fact = self.facts[0]
        return money_of(fact.refunded - sum(each.amount for each in fact.settled), fact.currency)


@attrs.frozen(kw_only=True)
class Done(Generic[A, F]):
    """What is ``paid`` back, with its points; the fact of it, and what must not have changed."""

    paid: A
    fact: F
    reads: tuple[StreamRead, ...]


def done(
    rulebook: Rulebook,
    read: OrderRead,
    decided: A,
    fact_of: Callable[[A, Recording], F],
    *,
    id: str,
    provenance: Provenance,
    take_back: Sequence[str] = (),
) -> Done[A, F]:
    """What was ``decided`` about goods of an order as done.

    Raises ``WrongValue`` for a coupon to take back that cannot stand in for points.
    """
    recording = partial(Recording, order=read.held.order, at=read.moment.at)

    def draft(tried: A, id_: str) -> F:
        return fact_of(tried, recording(id=id_))

    told = with_points(rulebook, read, decided, draft, take_back)
    answer = answer_digest(told.paid, rulebook.vocabulary)
    fact = fact_of(told.paid, recording(id=id, answer=answer, provenance=provenance))
    return Done(paid=told.paid, fact=fact, reads=told.reads)
