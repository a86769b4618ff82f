"""All that is given back for goods that come back together: the goods, delivery, what is kept, the taxes.

Decides on goods whose rights are settled: what each was charged, what of it is kept, and in which mode it is
refunded. May never know a right, a reason or a channel. A return under which kept goods are priced again
shares what is due for it among its goods.

Source: house rule (laws R1, R2 and R6).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from comptoir.facts.giving_back import worth_restored
from comptoir.facts.held import Held
from comptoir.facts.return_terms import Means, RefundMode
from comptoir.facts.terms import PROVEN, Proof
from comptoir.facts.units import Units
from comptoir.returns.rebilled import delivery_owed
from comptoir.returns.refund import Paying, Refund, delivery_due, refund_of
from comptoir.returns.repriced import (
    Alone,
    KeptCost,
    Parting,
    Repriced,
    differences,
    less_than_shares,
    none_alone,
    repriced,
)
from comptoir.returns.taxed import taxes_back
from comptoir.values.errors import NoAnswer


@attrs.frozen(kw_only=True)
class Coming:
    """Pieces of one line that come back, in minor units: what they were ``charged``, and what is kept of it.

    ``rebills`` says that a free delivery counts them as kept no longer. ``label`` is what the seller's parcel
    label costs for them; ``None`` where it costs the buyer nothing.
    """

    units: Units
    charged: int
    fee: int
    wear: int
    mode: RefundMode
    means: Means
    rebills: bool = False
    label: int | None = None

    @property
    def own(self) -> int:
        """What is left of their share."""
        return self.charged - self.fee - self.wear

    @property
    def is_again(self) -> bool:
        """Whether what is kept is priced again for them."""
        return self.mode is RefundMode.REPRICE_KEPT


@attrs.frozen(kw_only=True)
class Composed:
    """The refund, and for each of the goods what pricing the kept ones again adds to its share.

    ``kept_cost`` is what those would have cost, in minor units; ``None`` where nothing was priced again.
    """

    refund: Refund
    repriced: tuple[int, ...]
    kept_cost: int | None = None
    proof: Proof = PROVEN


def composed(
    held: Held,
    coming: Sequence[Coming],
    *,
    withdrawn: bool,
    paying: Paying,
    sellers: bool = False,
    with_label: bool = False,
    cost: KeptCost | None = None,
    alone: Alone = none_alone,
) -> Composed:
    """What is given back for goods that come back together; delivery, too, if all was ``withdrawn`` from.

    So it is, whole, if all came back for reasons on the seller's side (``sellers``).
    ``with_label`` says that they come by the seller's parcel label, ``cost`` what kept goods would have cost.
    Raises ``NoAnswer`` where that is needed and not there, and ``WrongValue`` for a preferred means by which
    none of it may come back.
    """
    more = _less_than_shares(held, coming)
    again = _again(held, coming, more, cost, alone)
    if again is not None:
        more = _differences(coming, more, again.due)
    by_line: dict[int, int] = {}
    on_credit = 0
    for each, difference in zip(coming, more, strict=True):
        refunded = each.own + difference
        by_line[each.units.number] = by_line.get(each.units.number, 0) + refunded
        on_credit += refunded if each.means is Means.CREDIT else 0
    back = [each.units for each in coming]
    delivery = delivery_due(held, back=back, withdrawn=withdrawn, sellers=sellers)
    refund = refund_of(
        held,
        back,
        goods=sum(by_line.values()),
        on_credit=on_credit,
        delivery=delivery,
        taxes=taxes_back(held, by_line, delivery),
        paying=attrs.evolve(
            paying,
            rebilled=_rebilled(held, coming, more),
            carriage=_label(coming) if with_label else 0,
        ),
    )
    if again is None:
        return Composed(refund=refund, repriced=tuple(more))
    return Composed(refund=refund, repriced=tuple(more), kept_cost=again.kept_cost, proof=again.proof)


def _less_than_shares(held: Held, coming: Sequence[Coming]) -> list[int]:
    """By how much goods get less than their share: so much as no more is left of what was paid."""
    shares = [each for each in coming if not each.is_again]
    own, charged = [each.own for each in shares], [each.charged for each in shares]
    spread_over = iter(less_than_shares(held, own, charged))
    return [0 if each.is_again else next(spread_over) for each in coming]


def _again(
    held: Held, coming: Sequence[Coming], more: Sequence[int], cost: KeptCost | None, alone: Alone
) -> Repriced | None:
    """What is due for the goods for which kept ones are priced again; ``None`` if there are none."""
    back = [Parting(units=each.units, fee=each.fee, wear=each.wear) for each in coming if each.is_again]
    if not back:
        return None
    if cost is None:
        found, cure = "found no rules of the sale", "place the order with the rules that its returns need"
        raise NoAnswer.at("order.repricing", found, cure, code="no_repricing")
    by_share = sum(each.own + less for each, less in zip(coming, more, strict=True) if not each.is_again)
    return repriced(held, back, by_share, cost, alone)


def _differences(coming: Sequence[Coming], more: Sequence[int], due: int) -> list[int]:
    """What pricing again adds to the share of each of the goods, beside what the others get less."""
    again = [each for each in coming if each.is_again]
    spread_over = iter(differences(due, [each.own for each in again], [each.charged for each in again]))
    return [next(spread_over) if each.is_again else less for each, less in zip(coming, more, strict=True)]


def _rebilled(held: Held, coming: Sequence[Coming], more: Sequence[int]) -> int:
    """What is owed for deliveries that are free no longer, in minor units, beyond what was kept for them.

    At most the money that such goods gave back.
    """
    now = [(each, difference) for each, difference in zip(coming, more, strict=True) if each.rebills]
    if not now:
        return 0
    before = [each for refunded in held.refunds for each in refunded.taken if each.rebills]
    gone = [units for each in before for units in each.units]
    given = sum(each.refunded for each in before) + sum(each.own + difference for each, difference in now)
    money = given - worth_restored(held.order, given)
    owed = min(delivery_owed(held, [*gone, *(each.units for each, _ in now)]), money)
    return max(0, owed - sum(each.rebilled for each in held.refunds))


def _label(coming: Iterable[Coming]) -> int:
    """What the label costs the buyer, in minor units: once, if all goods are sent at their expense."""
    labels = [each.label for each in coming]
    known = [label for label in labels if label is not None]
    return max(known, default=0) if len(known) == len(labels) else 0
