"""Money is given back for goods that the customer keeps, or is still to get: whether, and the fact of it.

A question that changes nothing until its fact is recorded. Everything is answered from the order's own
terms; which channel asks is no input. Asked again under an id that was recorded, it gives what was.

Source: house rule (what was decided stands on the fact by value; facts are never refused).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

import attrs

from comptoir.checkout.after_sales import PaidOut
from comptoir.checkout.answers import answer_digest
from comptoir.checkout.given_up import Recording, reduced_of
from comptoir.checkout.order_read import OrderRead, read_order
from comptoir.checkout.recorded import reads_of
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.shortfall import with_points
from comptoir.facts.events import Reduced, Reducing
from comptoir.facts.history import History
from comptoir.facts.orders import Order
from comptoir.facts.provenance import Provenance
from comptoir.facts.streams import order_stream
from comptoir.facts.units import Units, paid_for
from comptoir.returns.reduce import Lowering, Reduce, ReduceAsked, ReduceRefused, reduce_goods, units_meant
from comptoir.rulebook import Rulebook
from comptoir.values.errors import checked_type
from comptoir.values.instants import Instant
from comptoir.values.money import Money, money_of


@attrs.frozen(kw_only=True)
class PriceReduction(PaidOut):
    """A price as reduced: the fact to record, what must not have changed, and the money to pay out.

    ``lowering`` is how it was decided; ``None`` if it had been recorded before.
    """

    facts: tuple[Reduced, ...]
    lowering: Lowering | None = None

    @property
    def refund(self) -> Money:
        """All that is given back: in money, and as points restored; less what is kept for points."""
        fact = self.facts[0]
        return money_of(fact.refunded - sum(each.amount for each in fact.settled), fact.currency)


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

    Raises ``WrongValue`` for an order of which the history knows nothing, and for an amount in another
    currency than the order's.
    """
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("till")')
    read = read_order(rulebook, order, history, at)
    recorded = _recorded(read, asked, id)
    if recorded is not None:
        return recorded
    found = reduce_goods(read.held, asked, assortment=rulebook.assortment, conflicts=read.conflicts)
    if isinstance(found, ReduceRefused):
        return Refused(found)

    def draft(tried: Lowering, id_: str) -> Reduced:
        return reduced_of(tried, Recording(id=id_, order=read.held.order, at=at))

    told = with_points(rulebook, read, found, draft)
    recording = Recording(
        id=id,
        order=read.held.order,
        at=at,
        answer=answer_digest(told.paid, rulebook.vocabulary),
        provenance=provenance,
    )
    return PriceReduction(facts=(reduced_of(told.paid, recording),), reads=told.reads, lowering=told.paid)


def _recorded(read: OrderRead, asked: ReduceAsked, id_: str) -> PriceReduction | Refused | None:
    """What was recorded under the id if it is what is asked; refused if it is something else."""
    for fact in read.known.of_stream(order_stream(read.held.order.id)):
        if fact.id == id_ and isinstance(fact, Reduced) and fact.order == read.held.order.id:
            if fact.because is not asked.because or not _are_meant(read, asked, fact):
                return Refused(Refusal(RefusalCode.ID_TAKEN, name=id_))
            return PriceReduction(facts=(fact,), reads=reads_of(read.known, fact.streams, read.moment.at))
    return None


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
