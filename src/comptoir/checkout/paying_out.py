"""A refund as it is paid out at a store or by post: its coins rounded, its legal entities named.

Source: house rule.
"""

from __future__ import annotations

import attrs

from comptoir.checkout.coins import coins_of
from comptoir.facts.orders import Order
from comptoir.returns.assessed import Assessed
from comptoir.returns.paying_out import PayDesk, still_released
from comptoir.returns.refund import without_released
from comptoir.returns.tender_plan import PayableHere
from comptoir.rulebook import Rulebook
from comptoir.values.moments import Moment


def pay_desk_of(rulebook: Rulebook, order: Order, store: str | None, moment: Moment) -> PayDesk:
    """Where money of an order is paid out: a store of the rulebook, or (``None``) by post."""
    place = None if store is None else rulebook.places.by_id[store]
    return PayDesk(
        here=PayableHere.at(place),
        cash=None if place is None else coins_of(rulebook, place.place.country, order.currency, moment),
        seller=order.entity,
        runs=None if place is None else place.entity or rulebook.header.entity,
    )


def paid_out(assessed: Assessed, desk: PayDesk) -> Assessed:
    """The same answer, with what paying it out in coins adds, and what legal entities owe each other."""
    refund = assessed.refund
    released = still_released(refund.released, refund.tenders)
    paid = tuple(without_released(refund.tenders, released))
    rounding = desk.rounding(paid)
    return attrs.evolve(
        assessed,
        refund=attrs.evolve(
            refund,
            cash_rounding=rounding,
            released=released,
        ),
        intercompany=desk.intercompany(paid, rounding),
    )
