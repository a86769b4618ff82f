"""Which orders were made of goods given back for others, and which others their goods became.

A pure function of facts: what is given back pays for what is bought on the same ticket, and each side names
the other on its tenders. An even exchange makes no order: what was swapped stands on the pieces.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from comptoir.facts.events import Fact, Returned
from comptoir.facts.orders import OFFSET, RETURNED, Order, Tender


def exchange_of(order: Order) -> tuple[str, ...]:
    """The orders whose goods, given back, paid for this one, in the order of their ids."""
    return _named(order.tenders, RETURNED)


def exchanged_into(order: str, facts: Iterable[Fact]) -> tuple[str, ...]:
    """The orders for which goods of this one, given back, paid, in the order of their ids."""
    returns = (fact for fact in facts if isinstance(fact, Returned) and fact.order == order)
    return _named((tender for fact in returns for tender in fact.tenders), OFFSET)


def _named(tenders: Iterable[Tender], means: str) -> tuple[str, ...]:
    """The references of the tenders of a means, each once."""
    found = {tender.reference for tender in tenders if tender.means == means}
    return tuple(sorted(reference for reference in found if reference is not None))
