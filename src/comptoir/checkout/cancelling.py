"""Goods are cancelled before they are handed over: whether, for how much, and the fact of doing it.

A question that changes nothing until its fact is recorded. Everything is answered from the order's own
terms; which channel asks is no input. Asked again under an id that was recorded, it gives what was.

Source: house rule (what was decided stands on the fact by value; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from comptoir.checkout.doing import PaidAtOnce, done
from comptoir.checkout.given_up import cancelled_of
from comptoir.checkout.order_read import OrderRead, read_order
from comptoir.checkout.recorded import reads_of
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.return_rights import law_since
from comptoir.facts.events import Cancelled
from comptoir.facts.history import History
from comptoir.facts.orders import Order
from comptoir.facts.products import identifiers
from comptoir.facts.provenance import Provenance
from comptoir.returns.cancel import CancelAsked, Cancelling, CancelRefused, cancel_goods
from comptoir.returns.pieces import are_those_named
from comptoir.returns.refund import released_of
from comptoir.rulebook import Rulebook
from comptoir.values.errors import checked_type
from comptoir.values.instants import Instant


@attrs.frozen(kw_only=True)
class Cancellation(PaidAtOnce):
    """Goods as cancelled: the fact to record, what must not have changed, and the money to pay out.

    ``cancelling`` is how it was decided; ``None`` if it had been recorded before.
    """

    facts: tuple[Cancelled, ...]
    cancelling: Cancelling | None = None


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
    before = read.recorded(Cancelled, id)
    if before is not None:
        return _once_more(read, asked, before)
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
    coupons = identifiers(take_back, "take_back")
    made = done(rulebook, read, found, cancelled_of, id=id, provenance=provenance, take_back=coupons)
    return Cancellation(
        facts=(made.fact,), reads=made.reads, released=made.paid.refund.released, cancelling=made.paid
    )


def _once_more(read: OrderRead, asked: CancelAsked, fact: Cancelled) -> Cancellation | Refused:
    """What was recorded under the id if it is what is asked; refused if it is something else."""
    said = CancelAsked(
        units=asked.units,
        because=fact.because,
        extra_until=fact.extra_until,
        at_once=fact.at_once,
    )
    taken = [each.units for each in fact.taken]
    if said != asked or not are_those_named(read.held.order, asked.units, taken):
        return Refused(Refusal(RefusalCode.ID_TAKEN, name=fact.id))
    return Cancellation(
        facts=(fact,),
        reads=reads_of(read.known, fact.streams, read.moment.at),
        released=released_of(read.held, fact),
    )
