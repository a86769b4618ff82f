"""How much comes back for goods of an order of which what is kept is priced again, as at the sale.

What is due to a part of what came back is what was paid, less what all the rest would have cost under the
rules that the order carries, less the fee and the wear of that part. The largest of these is due in all, so
that nobody loses by having brought back more; a return gives what is due by now less what was due before.
Goods that came back by their share, or were cancelled, count as kept: their own part of it was given back.
Such a share is at most what is left of what was paid for the order, after all that was given back for goods.
May never know a rule: what kept goods cost is handed in, and which lines cost the same whatever else is kept.

The search is bounded by the number of parts that are priced and of the lines in them: all that came back
first, then the larger parts before the smaller ones. Where that is not every part, lines that cost the same
whatever else is kept come back whole in all of them: no part without is due more. What the search may have
missed is at most what is left of what was paid.

Source: house rule (law R1).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import attrs

from comptoir.facts.held import Counted, Held
from comptoir.facts.orders import OrderLine
from comptoir.facts.return_terms import RefundMode
from comptoir.facts.terms import POINTS_OFF, PROVEN, Proof, Within
from comptoir.facts.units import Units, shares_within
from comptoir.values.allocation import EqualParts, runs, spread, spread_within
from comptoir.values.quantities import pieces

KeptCost = Callable[[Mapping[int, int]], int]
"""What so many pieces of each line, by its number, cost under the rules of the sale, in minor units.

Extras and added tax are in it; lines of which nothing is kept are left out.
"""

Alone = Callable[[], Collection[int]]
"""The lines, by number, of which each piece costs the same whatever else is kept, and how many of them."""

PARTS_MAX: Final = 512
"""Parts of what came back that are priced again at most."""
LINES_PRICED_MAX: Final = 20_000
"""Lines that are priced again in all these parts at most, but for one part."""


@attrs.frozen(kw_only=True)
class Parting:
    """Pieces of one line that come back, with what is kept of them for all, in minor units."""

    units: Units
    fee: int = 0
    wear: int = 0


@attrs.frozen(kw_only=True)
class Repriced:
    """What is ``due`` now, what the goods kept would have cost, in minor units, and how sure that is."""

    due: int
    kept_cost: int
    proof: Proof = PROVEN


def none_alone() -> Collection[int]:
    """No line of which it is known that it costs the same whatever else is kept."""
    return ()


def repriced(
    held: Held, back: Sequence[Parting], by_share: int, cost: KeptCost, alone: Alone = none_alone
) -> Repriced:
    """What is due for goods that come ``back`` now, in minor units.

    ``by_share`` is what is refunded at the same time for others that come back by their share.
    """
    search = _Search.of(held, back, cost)
    taken = list(_given_back(held))
    shares = sum(each.refunded for each in taken if not _is_again(each.mode))
    left = search.paid - shares - by_share
    limit = min(PARTS_MAX, max(1, LINES_PRICED_MAX // len(search.bought)))
    always = search.alone(alone()) if search.count_without(()) > limit else frozenset()
    found = _most(map(search.due, search.parts(limit, always)), left)
    before = sum(each.refunded for each in taken if _is_again(each.mode))
    lacking = left - found
    is_proven = search.count_without(always) <= limit or lacking < 1
    return Repriced(
        due=max(0, found - before),
        kept_cost=search.kept_cost(search.whole),
        proof=PROVEN if is_proven else Within(lacking),
    )


def left_for_shares(held: Held) -> int | None:
    """What is left of what was paid, in minor units, for goods that come back by their share.

    ``None`` if nothing was priced again before: shares alone never come to more.
    """
    taken = list(_given_back(held))
    if not any(_is_again(each.mode) for each in taken):
        return None
    paid = sum(held.paid_of(line.units) for line in held.order.lines)
    return max(0, paid - sum(each.refunded for each in taken))


def _given_back(held: Held) -> Iterator[Counted]:
    """The goods that came back, or were cancelled, as counted."""
    for refunded in held.refunds:
        if refunded.units:
            yield from refunded.taken


def _most(dues: Iterable[int], left: int) -> int:
    """The largest of what is due to the parts, at most what is left: after that, none is asked."""
    found = 0
    for due in dues:
        found = max(found, due)
        if found >= left:
            return left
    return min(found, left)


def differences(due: int, own: Sequence[int], charged: Sequence[int]) -> list[int]:
    """By how much goods get more, or less, than their ``own`` share, so that all of them get what is ``due``.

    It is spread in proportion to what was ``charged`` for them, or evenly where that is nothing, and takes
    from none more than it has. All in minor units.
    """
    more, keys = due - sum(own), range(len(own))
    if more < 0:
        return [-part for part in spread_within(-more, charged, own, keys)]
    return spread(more, charged if any(charged) else [1] * len(own), keys)


def less_than_shares(held: Held, own: Sequence[int], charged: Sequence[int]) -> list[int]:
    """By how much goods get less than their ``own`` share: so much as is no longer left of what was paid."""
    left = left_for_shares(held)
    return [0] * len(own) if left is None else differences(min(sum(own), left), own, charged)


@attrs.frozen(order=True)
class _Kind:
    """Pieces that are alike: those of one line of which the same is kept."""

    number: int
    fee: int
    wear: int


Part = tuple[int, ...]
"""How many pieces of each kind."""


@attrs.frozen(kw_only=True, slots=False)
class _Search:
    """What came back of an order so far, in kinds, each with its ``units`` in their order.

    All of the order is ``bought`` and ``paid``; ``off_all`` is what of its cost is not paid: what points took
    off, and what was given back though it was kept.
    """

    held: Held
    kinds: tuple[_Kind, ...]
    units: tuple[tuple[Units, ...], ...]
    bought: Mapping[int, int]
    paid: int
    off_all: int
    cost: KeptCost

    @classmethod
    def of(cls, held: Held, back: Sequence[Parting], cost: KeptCost) -> _Search:
        """All that came back under this mode before, and what does now."""
        every = [line.units for line in held.order.lines]
        alike: dict[_Kind, list[Units]] = {}
        for parting in (*_before(held), *back):
            for kind, units in _kinds(parting):
                alike.setdefault(kind, []).append(units)
        kinds = sorted(alike)
        return cls(
            held=held,
            kinds=tuple(kinds),
            units=tuple(tuple(sorted(alike[kind])) for kind in kinds),
            bought={line.terms.number: pieces(line.terms.quantity) for line in held.order.lines},
            paid=sum(held.paid_of(units) for units in every),
            off_all=sum(_off(held, units) for units in every),
            cost=cost,
        )

    @cached_property
    def whole(self) -> Part:
        """All that came back."""
        return tuple(sum(units.count for units in each) for each in self.units)

    def count_without(self, always: Collection[int]) -> int:
        """How many parts there are with all of the pieces of some lines; one at least."""
        found = 1
        for kind, count in zip(self.kinds, self.whole, strict=True):
            found *= 1 if kind.number in always else count + 1
        return max(1, found - 1)

    def alone(self, numbers: Collection[int]) -> Collection[int]:
        """Those of some lines of which each piece cost the same; none if that is not what they cost now."""
        lines = [self.held.order.lines[number - 1] for number in numbers]
        even = [line for line in lines if _is_even(line)]
        whole = sum(self.held.paid_of(line.units) + _off(self.held, line.units) for line in even)
        found = {line.terms.number: line.units.count for line in even}
        return frozenset(found) if found and self.cost(found) == whole else frozenset()

    def parts(self, limit: int, always: Collection[int]) -> Iterator[Part]:
        """The parts that are priced, the larger ones first; of equal ones, those without the first kinds.

        All pieces of some lines are ``always`` in them.
        """
        whole = self.whole
        leaves = [place for place, kind in enumerate(self.kinds) if kind.number not in always]
        ways = _left_out([whole[place] for place in leaves], min(limit, self.count_without(always)))
        for left_out in ways:
            part = list(whole)
            for place in left_out:
                part[leaves[place]] -= 1
            yield tuple(part)

    def due(self, part: Part) -> int:
        """What is due to a part; below zero if the rest would have cost more than all did."""
        return self.paid - self.kept_cost(part) - self.kept_of(part)

    def kept_of(self, part: Part) -> int:
        """The fee and the wear of a part."""
        return sum(count * (kind.fee + kind.wear) for kind, count in zip(self.kinds, part, strict=True))

    def kept_cost(self, part: Part) -> int:
        """What all but a part would have cost."""
        kept, off = dict(self.bought), self.off_all
        for kind, count, own in zip(self.kinds, part, self.units, strict=True):
            kept[kind.number] -= count
            off -= sum(_off(self.held, units) for units in _first(own, count))
        kept = {number: count for number, count in kept.items() if count}
        return self.cost(kept) - off if kept else 0


def _before(held: Held) -> Iterator[Parting]:
    """What came back under this mode before, run by run."""
    for counted in (each for refunded in held.refunds for each in refunded.taken if _is_again(each.mode)):
        left = sum(units.count for units in counted.units)
        fee, wear = EqualParts.of(counted.fee, left), EqualParts.of(counted.wear, left)
        first = 0
        for units in counted.units:
            after = first + units.count
            yield Parting(units=units, fee=fee.of_units(first, after), wear=wear.of_units(first, after))
            first = after


def _is_again(mode: RefundMode) -> bool:
    return mode is RefundMode.REPRICE_KEPT


def _kinds(parting: Parting) -> Iterator[tuple[_Kind, Units]]:
    """The pieces by kind: of the first ones, the odd minor units are kept."""
    units, count = parting.units, parting.units.count
    fee, wear = EqualParts.of(parting.fee, count), EqualParts.of(parting.wear, count)
    for first, length in runs(count, fee, wear):
        kind = _Kind(units.number, fee.unit(first), wear.unit(first))
        yield kind, Units(units.number, units.first + first, length)


def _first(alike: Iterable[Units], count: int) -> Iterator[Units]:
    """The first so many of some pieces."""
    for units in alike:
        if count > 0:
            yield Units(units.number, units.first, min(count, units.count))
        count -= units.count


def _off(held: Held, units: Units) -> int:
    """What points took off some pieces, and what was given back for them while they were kept."""
    line = held.order.lines[units.number - 1]
    places = [i for i, each in enumerate(line.terms.adjustments) if each.layer == POINTS_OFF]
    reduced = held.reduced_of(units)
    if not places:
        return reduced
    by_points = (
        count * -sum(share.adjustments[i] for i in places)
        for count, share in shares_within(line.shares, units)
    )
    return sum(by_points) + reduced


def _is_even(line: OrderLine) -> bool:
    """Whether each piece of a line cost the same."""
    return len({(share.paid, share.adjustments) for share in line.shares}) == 1


def _left_out(whole: Sequence[int], count: int) -> Iterator[tuple[int, ...]]:
    """The first ``count`` ways to leave pieces out, few before many: each by the places of their kinds."""
    found: list[tuple[int, ...]] = [()]
    for left_out in found:  # grows as it is walked
        yield left_out
        for kind in range(left_out[-1] if left_out else 0, len(whole)):
            if len(found) >= count:
                break
            if left_out.count(kind) < whole[kind]:
                found.append((*left_out, kind))
