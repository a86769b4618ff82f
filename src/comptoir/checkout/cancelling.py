"""Goods are cancelled before they are handed over: whether, for how much, and the fact of doing it.

A question that changes nothing until its fact is recorded. Everything is answered from the order's own
terms; which channel asks is no input. Asked again under an id that was recorded, it gives what was.

Source: house rule (what was decided stands on the fact by value; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from comptoir.checkout.after_sales import PaidOut
from comptoir.checkout.answers import answer_digest
from comptoir.checkout.given_up import Recording, cancelled_of
from comptoir.checkout.order_read import OrderRead, read_order
from comptoir.checkout.recorded import reads_of
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.return_rights import law_since
from comptoir.checkout.shortfall import with_points
from comptoir.facts.events import Cancelled
from comptoir.facts.history import History
from comptoir.facts.orders import Order
from comptoir.facts.products import identifiers
from comptoir.facts.provenance import Provenance
from comptoir.facts.streams import order_stream
from comptoir.returns.cancel import CancelAsked, Cancelling, CancelRefused, cancel_goods
from comptoir.returns.pieces import are_those_named
from comptoir.rulebook import Rulebook
from comptoir.values.errors import checked_type
from comptoir.values.instants import Instant
from comptoir.values.money import Money, money_of


@attrs.frozen(kw_only=True)
class Cancellation(PaidOut):
    """Goods as cancelled: the fact to record, what must not have changed, and the money to pay out.

    ``cancelling`` is how it was decided; ``None`` if it had been recorded before.
    """

    facts: tuple[Cancelled, ...]
    cancelling: Cancelling | None = None

    @property
    def refund(self) -> Money:
        """All that is refunded: in money, and as points restored; less what is kept for points."""
        fact = self.facts[0]
        return money_of(fact.refunded - sum(each.amount for each in fact.settled), fact.currency)


def cancel(
    rulebook: Rulebook,
    order: str | Order,
    history: History,
    at: Instant,
    *,
    asked: CancelAsked,
    take_back: Iterable[str],
    id: str,
    provenance: Provenance,
) -> Cancellation | Refused:
    """Goods of an order as cancelled at an instant; or why not.

    Raises ``WrongValue`` for an order of which the history knows nothing, pieces named twice, none named,
    additional time that ends before the goods were late, or a coupon that cannot be taken back.
    """
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("till")')
    read = read_order(rulebook, order, history, at)
    recorded = _recorded(read, asked, id)
    if recorded is not None:
        return recorded
    moment, almanac = read.moment, rulebook.almanac
    found = cancel_goods(
        read.held,
        asked,
        moment=moment,
        almanac=almanac,
        since=law_since(rulebook, read.held.order),
        reasons=rulebook.vocabulary.reason,
        conflicts=read.conflicts,
    )
    if isinstance(found, CancelRefused):
        return Refused(found)

    def draft(tried: Cancelling, id_: str) -> Cancelled:
        return cancelled_of(tried, Recording(id=id_, order=read.held.order, at=at))

    told = with_points(rulebook, read, found, draft, identifiers(take_back, "take_back"))
    recording = Recording(
        id=id,
        order=read.held.order,
        at=at,
        answer=answer_digest(told.paid, rulebook.vocabulary),
        provenance=provenance,
    )
    fact = cancelled_of(told.paid, recording)
    return Cancellation(facts=(fact,), reads=told.reads, cancelling=told.paid)


def _recorded(read: OrderRead, asked: CancelAsked, id_: str) -> Cancellation | Refused | None:
    """What was recorded under the id if it is what is asked; refused if it is something else."""
    stream = order_stream(read.held.order.id)
    for fact in read.known.of_stream(stream):
        if fact.id == id_ and isinstance(fact, Cancelled) and fact.order == read.held.order.id:
            said = CancelAsked(
                units=asked.units,
                because=fact.because,
                extra_until=fact.extra_until,
                at_once=fact.at_once,
            )
            if said != asked or not are_those_named(
                read.held.order, asked.units, [each.units for each in fact.taken]
            ):
                return Refused(Refusal(RefusalCode.ID_TAKEN, name=id_))
            return Cancellation(facts=(fact,), reads=reads_of(read.known, fact.streams, read.moment.at))
    return None
