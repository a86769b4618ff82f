"""What of an order comes back and what is given back for it: the values of the answer.

Decides nothing; what is derived from it stands beside it. Each right stands in it once, whatever the number
of goods that come back by it, so that its document grows with the goods.

Source: house rule (laws R1 to R4).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

from comptoir.facts.events import Exceptional, Intercompany
from comptoir.facts.products import Product
from comptoir.facts.return_terms import (
    Bearer,
    Grade,
    Means,
    RefundMode,
    ReturnTerms,
    Right,
    WithoutRight,
)
from comptoir.facts.terms import PROVEN, Proof
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.returns.kinds import Cause
from comptoir.returns.next_steps import NextStep
from comptoir.returns.refund import PaidBack
from comptoir.returns.refused import ReturnRefused
from comptoir.returns.rights import Best, OneRight
from comptoir.values.instants import Instant
from comptoir.values.quantities import Quantity
from comptoir.wire import NOT_ON_WIRE


@attrs.frozen(kw_only=True)
class GoodBack:
    """Pieces of one fate that are taken back, as the ``product`` that the customer has now.

    ``rights`` are those that accept the reason, the proof and the grade, alive or not, and ``best`` the
    best of the living ones on each axis. Amounts are in minor units: a restocking ``fee`` and ``wear``
    are kept of what had been ``charged``; under ``mode`` REPRICE_KEPT, ``repriced`` is what pricing the
    kept goods again adds to it, below zero as a rule; under PRO_RATA, below zero where less than their
    share is left of what was paid, since goods kept were priced again before. ``means`` is how the rest
    comes back. Where the ``cause`` lies with the seller, nothing is kept, the money comes back as it was
    paid and the seller bears the carriage. Nobody bears the ``carriage`` of what is brought to a store.
    Without a living right, it is by ``exception``. ``rebills`` says that a delivery which was free from
    an amount counts them as kept no longer.
    """

    give: Give = attrs.field(metadata=NOT_ON_WIRE)
    reason: str
    units: Units
    quantity: Quantity
    product: Product
    rights: tuple[OneRight, ...] = attrs.field(metadata=NOT_ON_WIRE)
    best: Best
    cause: Cause
    charged: int
    grade: Grade = Grade.AS_NEW
    mode: RefundMode = RefundMode.PRO_RATA
    repriced: int = 0
    fee: int
    wear: int = 0
    means: Means
    carriage: Bearer | None
    rebills: bool = False
    exception: Exceptional | None = None

    @property
    def refunded(self) -> int:
        """What is refunded for them."""
        return self.charged + self.repriced - self.fee - self.wear

    @property
    def is_withdrawal(self) -> bool:
        """Whether the law gives a right to it, whatever the policy says."""
        return bool(self.statutory)

    @property
    def statutory(self) -> tuple[ReturnTerms, ...]:
        """The rights that the law gives to it, and that are alive."""
        alive = (right.terms for right in self.rights if right.alive)
        return tuple(terms for terms in alive if terms.right is Right.STATUTORY)


@attrs.frozen
class OnGoods:
    """How a right stands, and on which goods of an answer it does, by their places among them from 0."""

    right: OneRight
    goods: tuple[int, ...]


@attrs.frozen
class RightTold:
    """A right under which goods of an answer come back, and how it stands on them."""

    terms: ReturnTerms
    stands: tuple[OnGoods, ...]


def rights_of(goods: Iterable[GoodBack]) -> tuple[RightTold, ...]:
    """The rights of some goods, each once, in the order in which they are found."""
    found: dict[ReturnTerms, dict[OneRight, list[int]]] = {}
    for place, good in enumerate(goods):
        for right in good.rights:
            found.setdefault(right.terms, {}).setdefault(right, []).append(place)
    return tuple(
        RightTold(terms, tuple(OnGoods(right, tuple(places)) for right, places in stands.items()))
        for terms, stands in found.items()
    )


@attrs.frozen(kw_only=True)
class Assessed(PaidBack):
    """What is taken back of an order and what is not, and what is given back for it: the answer itself.

    ``rights`` are those of the goods, each once. ``without_right`` says of lines that were asked about why
    the law gives no right to withdraw. ``declared`` is the instant from which rights are looked at, where the
    customer said it before. ``kept_cost`` is what the goods kept would have cost, where they are priced
    again, and ``proof`` how good that is known to be. ``intercompany`` is what one legal entity owes another
    for it, ``steps`` what is to be done by when. ``claim`` is the claim for which goods come back.
    """

    document: ClassVar[str] = "assessment/1"

    goods: tuple[GoodBack, ...]
    rights: tuple[RightTold, ...] = attrs.field(default=(), repr=False)
    refused: tuple[ReturnRefused, ...]
    without_right: tuple[WithoutRight, ...] = ()
    declared: Instant | None = None
    gift: bool = False
    claim: str | None = None
    kept_cost: int | None = None
    proof: Proof = PROVEN
    intercompany: Intercompany | None = None
    steps: tuple[NextStep, ...] = ()

    @property
    def may_keep(self) -> int:
        """What of the refund may be kept for missing points, in minor units: not what the law orders.

        Nothing of a gift: who has it answers for no account of the buyer's.
        """
        if self.gift:
            return 0
        granted = [good for good in self.goods if not good.is_withdrawal and good.cause is Cause.BUYER]
        return min(sum(good.refunded for good in granted), self.refund.money)
