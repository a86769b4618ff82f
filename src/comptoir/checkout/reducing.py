"""Money is given back for goods that the customer keeps, or is still to get: whether, and the fact of it.

A question that changes nothing until its fact is recorded. Everything is answered from the order's own
terms; which channel asks is no input. Asked again under an id that was recorded, it gives what was.

Source: house rule (what was decided stands on the fact by value; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

import attrs

from comptoir.checkout.claimed import claim_of
from comptoir.checkout.doing import PaidAtOnce, done
from comptoir.checkout.given_up import reduced_of
from comptoir.checkout.order_read import OrderRead, read_order
from comptoir.checkout.recorded import reads_of
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.facts.events import Reduced, Reducing
from comptoir.facts.guarantee_terms import Remedy
from comptoir.facts.history import History
from comptoir.facts.orders import Order
from comptoir.facts.provenance import Provenance
from comptoir.facts.units import Units, paid_for
from comptoir.returns.reduce import Lowering, Reduce, ReduceAsked, ReduceRefused, reduce_goods, units_meant
from comptoir.returns.refund import released_of
from comptoir.rulebook import Rulebook
from comptoir.values.errors import checked_type
from comptoir.values.instants import Instant


@attrs.frozen(kw_only=True)
class PriceReduction(PaidAtOnce):
    """A price as reduced: the fact to record, what must not have changed, and the money to pay out.

    ``lowering`` is how it was decided; ``None`` if it had been recorded before.
    """

    facts: tuple[Reduced, ...]
    lowering: Lowering | None = None


def reduce_price(
    rulebook: Rulebook,
    order: str | Order,
    history: History,
    at: Instant,
    *,
    asked: ReduceAsked,
    id: str,
    provenance: Provenance,
) -> PriceReduction | Refused:
    """Something taken off the price of goods of an order, at an instant; or why not.

    Raises ``WrongValue`` for an order of which the history knows nothing, for a claim that nobody has made,
    and for an amount in another currency than the order's.
    """
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("till")')
    read = read_order(rulebook, order, history, at)
    before = read.recorded(Reduced, id)
    if before is not None:
        return _once_more(read, asked, before)
    found = reduce_goods(
        read.held,
        asked,
        assortment=rulebook.assortment,
        claim=claim_of(rulebook, read, asked.claim, Remedy.REDUCTION),
        conflicts=read.conflicts,
    )
    if isinstance(found, ReduceRefused):
        return Refused(found)
    made = done(rulebook, read, found, reduced_of, id=id, provenance=provenance)
    return PriceReduction(
        facts=(made.fact,), reads=made.reads, released=made.paid.refund.released, lowering=made.paid
    )


def _once_more(read: OrderRead, asked: ReduceAsked, fact: Reduced) -> PriceReduction | Refused:
    """What was recorded under the id if it is what is asked; refused if it is something else."""
    is_other = (fact.because, fact.claim) != (asked.because, asked.claim)
    if is_other or not _are_meant(read, asked, fact):
        return Refused(Refusal(RefusalCode.ID_TAKEN, name=fact.id))
    return PriceReduction(
        facts=(fact,),
        reads=reads_of(read.known, fact.streams, read.moment.at),
        released=released_of(read.held, fact),
    )


def _are_meant(read: OrderRead, asked: ReduceAsked, fact: Reduced) -> bool:
    """Whether a fact took off what is asked, of the pieces that are, each entry as it says."""
    left = list(fact.taken)
    for entry, meant in units_meant(read.held, asked):
        own = [each for each in left if meant is not None and _is_within(each, entry, meant)]
        count = sum(each.units.count for each in own)
        if not own or entry.quantity not in {None, count}:
            return False
        off = _off(read, entry, own, fact.id)
        if off is not None and off != sum(each.refunded for each in own):
            return False
        left = [each for each in left if each not in own]
    return not left


def _off(read: OrderRead, entry: Reduce, own: Iterable[Reducing], fact: str) -> int | None:
    """What an entry takes off pieces, of what was left of their price before a fact, in minor units."""
    if entry.to is None:
        return None if entry.off is None else entry.off.minor
    held = read.held
    before = list(takewhile(lambda each: each.fact != fact, held.refunds))
    lessened = [each for refunded in before for each in refunded.lessened]
    off = 0
    for each in own:
        common = ((less, less.units.common(each.units)) for less in lessened)
        reduced = sum(less.each * units.count for less, units in common if units is not None)
        off += paid_for(held.order.lines[each.units.number - 1].shares, each.units) - reduced
    return max(0, off - entry.to.minor)


def _is_within(taken: Reducing, entry: Reduce, meant: Units) -> bool:
    took = None if taken.took is None else taken.took.sku
    return taken.units.common(meant) == taken.units and (took, taken.picked) == (entry.took, entry.picked)
