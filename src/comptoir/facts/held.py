"""What has become of each piece of an order: its runs, and what was given back for some of them.

Decides nothing: what is derived from it stands beside it. Pieces of a line that share a fate are one run, so
that a thousand cost as much as one.

Source: house rule (no unit twice).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

import attrs

from comptoir.facts.claims import Claim
from comptoir.facts.events import Settled
from comptoir.facts.orders import Order, TenderName
from comptoir.facts.products import Product
from comptoir.facts.return_terms import RefundMode, ReturnTerms
from comptoir.facts.units import Units, charged_for, charged_off, left_of
from comptoir.values.instants import Instant
from comptoir.values.quantities import Measured


@attrs.frozen
class Swapped:
    """Pieces were swapped: when, for which claim if for one, and when what was taken was handed over."""

    at: Instant
    claim: str | None
    taken_over: Instant | None


@attrs.frozen(kw_only=True)
class Run:
    """Pieces of one line with one fate: the product that they are now, and what happened to them when.

    ``reduced`` minor units of what was paid for each of them were given back, by the facts ``reduced_by``,
    though the customer keeps them. ``picked`` is how much was picked of what is sold by measure, if less.
    They may have been handed back several times: ``handed_back`` is the last, the others stand ``before`` it.
    ``withdrawn`` says whether the law gave a right to it when they came back, if that was recorded.

    ``claimed_by`` are the claims about them. ``swapped`` is when they were swapped last, ``swapped_for`` the
    claim for which that was, ``taken_over`` when what was taken was handed over; earlier swaps stand
    ``before``. ``back_by`` is the last day on which the goods given may come back, until they did. Since
    ``owner_since`` they are a later owner's, of the reference ``owner`` if there is one; passed back to the
    member that the order names, they are the buyer's again. ``owned_before`` are the spans for which earlier
    ones of them had the goods, the end of each excluded.
    """

    units: Units
    product: Product
    shipped: Instant | None = None
    handed_over: Instant | None = None
    declared: Instant | None = None
    sent_back: Instant | None = None
    received: Instant | None = None
    handed_back: Instant | None = None
    handed_back_before: tuple[Instant, ...] = ()
    picked: Measured | None = None
    reduced: int = 0
    reduced_by: tuple[str, ...] = ()
    exchanged_by: tuple[str, ...] = ()
    claimed_by: tuple[str, ...] = ()
    swapped: Instant | None = None
    swapped_for: str | None = None
    taken_over: Instant | None = None
    swapped_before: tuple[Swapped, ...] = ()
    back_by: date | None = None
    owner_since: Instant | None = None
    owner: str | None = None
    owned_before: tuple[tuple[Instant, Instant], ...] = ()
    returned: Instant | None = None
    returned_by: str | None = None
    withdrawn: bool | None = None
    cancelled: Instant | None = None
    cancelled_by: str | None = None

    @property
    def swaps(self) -> tuple[Swapped, ...]:
        """Every time that they were swapped, in order."""
        if self.swapped is None:
            return ()
        return (*self.swapped_before, Swapped(self.swapped, self.swapped_for, self.taken_over))

    def was_passed_on(self, at: Instant) -> bool:
        """Whether they were a later owner's at an instant."""
        if self.owner_since is not None and self.owner_since <= at:
            return True
        return any(since <= at < until for since, until in self.owned_before)

    @property
    def is_gone(self) -> bool:
        """Whether they came back, or were cancelled: they are not the customer's any more."""
        return self.returned is not None or self.cancelled is not None


@attrs.frozen(kw_only=True)
class Counted:
    """Pieces that a fact took and that count, and what it gave back for them, in minor units.

    Of what had been paid for them, ``fee`` and ``wear`` were kept; ``mode`` is how the rest was found, and
    ``reason`` why they came back. ``rebills`` says that a free delivery counts them as kept no longer.
    """

    units: tuple[Units, ...]
    refunded: int
    reason: str | None = None
    fee: int = 0
    wear: int = 0
    mode: RefundMode = RefundMode.PRO_RATA
    rebills: bool = False


@attrs.frozen
class Lessened:
    """Pieces for each of which so much of what was paid was given back, though the customer keeps them."""

    units: Units
    each: int


@attrs.frozen(kw_only=True)
class Refunded:
    """A return, a cancelling or a reduction that counts: pieces given up by a fact, and what it gave back.

    ``goods`` and ``delivery`` are in minor units, and so is the money by the tender that it stands for,
    ``tenders``, and what of the whole was kept for ``carriage`` and ``rebilled`` for delivery. ``taken`` are
    the goods as counted. ``settled`` is what stood in for points that were no longer there. ``cancelled``
    says that the goods had never been handed over; with a ``gift``, no points come back: they were paid as
    credit. A reduction gives up no pieces: its own are ``lessened``.
    """

    fact: str
    cancelled: bool = False
    gift: bool = False
    at: Instant
    units: tuple[Units, ...]
    goods: int
    taken: tuple[Counted, ...] = ()
    lessened: tuple[Lessened, ...] = ()
    delivery: int = 0
    tenders: tuple[tuple[TenderName, int], ...] = ()
    carriage: int = 0
    rebilled: int = 0
    settled: tuple[Settled, ...] = ()


@attrs.frozen(kw_only=True)
class Held:
    """One order as it stands: the runs of its lines, and what was given back for some, in business order.

    ``refunds`` are the returns, the cancellings and the reductions that count. ``informed`` is when the
    customer was first told of the right to withdraw, if that was after the contract. ``captured`` is what was
    really taken of each tender, in minor units, at most what it paid; ``None`` if nobody has said so: then
    the order was paid in full. ``claims`` are those about its goods, in business order, and ``passed_on`` the
    instants at which some went to a later owner. What of its tenders, by their places, was ``unpaid``, in
    minor units, was to be paid with goods of another order for which nothing was due any more.
    """

    order: Order
    runs: tuple[Run, ...]
    refunds: tuple[Refunded, ...] = ()
    informed: Instant | None = None
    captured: tuple[tuple[TenderName, int], ...] | None = None
    claims: tuple[Claim, ...] = ()
    passed_on: tuple[Instant, ...] = ()
    unpaid: tuple[tuple[int, int], ...] = ()

    def of_line(self, number: int) -> tuple[Run, ...]:
        """The runs of one line."""
        return self._by_line.get(number, ())

    @cached_property
    def _by_line(self) -> Mapping[int, tuple[Run, ...]]:
        runs: dict[int, list[Run]] = {}
        for run in self.runs:
            runs.setdefault(run.units.number, []).append(run)
        return {number: tuple(own) for number, own in runs.items()}

    def returns_of(self, number: int) -> tuple[ReturnTerms, ...]:
        """The rights that are frozen on a line, in the order of the order's terms."""
        return self._returns_by_line.get(number, ())

    @cached_property
    def _returns_by_line(self) -> Mapping[int, tuple[ReturnTerms, ...]]:
        returns: dict[int, list[ReturnTerms]] = {}
        for terms in self.order.returns:
            for number in dict.fromkeys(terms.lines):
                returns.setdefault(number, []).append(terms)
        return {number: tuple(own) for number, own in returns.items()}

    def within(self, units: Units) -> list[Run]:
        """The runs that some pieces are, cut to them, in their order."""
        return runs_within(self.of_line(units.number), units)

    def paid_of(self, units: Units) -> int:
        """What was paid for some pieces, less what was given back for them while the customer keeps them.

        In minor units, extras and tax included; never below nothing for any of them.
        """
        shares = self.order.lines[units.number - 1].shares
        runs = _parts(self.of_line(units.number), units)
        return sum(left_of(shares, part, run.reduced) for run, part in runs)

    def reduced_of(self, units: Units) -> int:
        """What was given back for some pieces while the customer keeps them, in minor units."""
        if units.number not in self._reduced_lines:
            return 0
        runs = _parts(self.of_line(units.number), units)
        return sum(part.count * run.reduced for run, part in runs)

    @cached_property
    def _reduced_lines(self) -> frozenset[int]:
        return frozenset(run.units.number for run in self.runs if run.reduced)

    @cached_property
    def charged_back(self) -> int:
        """What had been charged for goods that are the customer's no longer, or were reduced by that share.

        In minor units.
        """
        lines = self.order.lines
        return sum(
            charged_for(lines[run.units.number - 1].shares, run.units)
            if run.is_gone
            else charged_off(lines[run.units.number - 1].shares, run.units, run.reduced)
            for run in self.runs
            if run.is_gone or run.reduced
        )

    @cached_property
    def refunded(self) -> int:
        """What was refunded so far, goods and delivery, in minor units."""
        return sum(each.goods + each.delivery for each in self.refunds)

    @cached_property
    def first_handed_over(self) -> Instant | None:
        """When the first piece was handed over; ``None`` if none was."""
        return min((run.handed_over for run in self.runs if run.handed_over is not None), default=None)

    @cached_property
    def last_handed_over(self) -> Instant | None:
        """When the last piece was handed over, or what was awaited was cancelled, if that is later.

        ``None`` while a piece is awaited, and if none was handed over.
        """
        known = [run.handed_over for run in self.runs if run.handed_over is not None]
        off = [run.cancelled for run in self.runs if run.cancelled is not None]
        is_complete = all(run.handed_over is not None or run.is_gone for run in self.runs)
        return max([*known, *off]) if known and is_complete else None


def runs_within(runs: Sequence[Run], units: Units) -> list[Run]:
    """The runs of a line that some of its pieces are, cut to them."""
    parts = _parts(runs, units)
    return [run if part == run.units else attrs.evolve(run, units=part) for run, part in parts]


def _parts(runs: Sequence[Run], units: Units) -> Iterator[tuple[Run, Units]]:
    """The runs of a line that some of its pieces are, each with those that it is."""
    first, after = span_of(runs, units)
    for run in runs[first:after]:
        common = run.units.common(units)
        if common is not None:
            yield run, common


def span_of(runs: Sequence[Run], units: Units) -> tuple[int, int]:
    """From which run of a line until before which the pieces lie."""
    first = bisect_right(runs, units.first, key=_first_piece) - 1
    return max(0, first), bisect_right(runs, units.after - 1, key=_first_piece)


def _first_piece(run: Run) -> int:
    return run.units.first
