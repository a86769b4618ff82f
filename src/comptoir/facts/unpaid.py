"""What of an order was never paid, as the goods given back for it had come back before.

An order may be paid with goods of another (its tenders by return). Where two tills, each cut off from the
other, took the same goods, the second gave nothing; and what an order was never paid, it cannot pay in turn.

Source: house rule (law R2: no tender gives back more than it paid).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from comptoir.facts.conflicts import Conflict, NotPaidByReturn
from comptoir.facts.events import Returned
from comptoir.facts.held import Refunded
from comptoir.facts.orders import OFFSET, RETURNED, Order, TenderName


class UnpaidAtWork:
    """What of one order's tenders was never paid; it lives as long as the fold.

    ``refunds`` are those of the order, as they come.
    """

    def __init__(self, order: Order, refunds: Sequence[Refunded], conflicts: list[Conflict]) -> None:
        self._order = order
        self._refunds = refunds
        self._conflicts = conflicts
        self._unpaid = Counter[int]()

    def by_place(self) -> tuple[tuple[int, int], ...]:
        """What was never paid, in minor units, by the place of its tender."""
        return tuple(sorted(self._unpaid.items()))

    def short_of(self, fact: Returned) -> Iterator[tuple[str, int, int]]:
        """What of the money of a return that pays other orders was not there: order, place, minor units.

        Either its goods do not count, as they had come back before; or what comes back of the order was never
        paid itself. What the return gives otherwise was given of that first. Places are among the tenders by
        which the return pays the same order.
        """
        counted = next((each.tenders for each in self._refunds if each.fact == fact.id), ())
        never = self._never_paid_before(fact)
        for tender in fact.tenders:
            if tender.means != OFFSET:
                never[tender.stands_for] -= min(never[tender.stands_for], tender.amount.minor)
        places = Counter[str]()
        for index, tender in enumerate(fact.tenders):
            if tender.means != OFFSET or tender.reference is None:
                continue
            given = counted[index][1] if counted else 0
            missing = min(never[tender.stands_for], given)
            never[tender.stands_for] -= missing
            short = tender.amount.minor - given + missing
            if short:
                yield tender.reference, places[tender.reference], short
            places[tender.reference] += 1

    def _never_paid_before(self, fact: Returned) -> Counter[TenderName]:
        """What was never paid of each tender, less what had come back of it before a return."""
        never = Counter[TenderName]()
        for place, minor in self._unpaid.items():
            never[self._order.tenders[place].stands_for] += minor
        for refunded in takewhile(lambda each: each.fact != fact.id, self._refunds):
            for name, minor in refunded.tenders:
                never[name] -= min(never[name], minor)
        return never

    def not_paid(self, fact: Returned, shorts: Iterable[tuple[int, int]]) -> None:
        """A return that was to pay this order gave so much less, by its places: that was never paid."""
        own = [
            place
            for place, tender in enumerate(self._order.tenders)
            if tender.means == RETURNED and tender.reference == fact.order
        ]
        amount = 0
        for index, short in shorts:
            for place in own[index : index + 1]:
                less = min(short, self._order.tenders[place].amount.minor - self._unpaid[place])
                self._unpaid[place] += less
                amount += less
        if amount:
            self._conflicts.append(NotPaidByReturn(fact.id, self._order.id, amount))
