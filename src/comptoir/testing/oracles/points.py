"""A member's points one by one: a plain second opinion on lots, debts and what comes back.

Every single point is an object with the life of its lot. Whether it is pending, alive or expired is read
from its dates; where it went is written on it. Slow, and without any running total.

Source: laws L2 to L5 and LO, in the words of ``comptoir.loyalty``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

import attrs

from comptoir.facts.holdings import Held
from comptoir.facts.orders import Order
from comptoir.facts.point_terms import Earning
from comptoir.facts.units import Units
from comptoir.values.instants import Instant

Name = tuple[str, int]
"""Which lot: the order that earned it, and the place of its accrual on the order."""


@attrs.frozen
class Left:
    """What is left of a lot, by the order and the rule that earned it, and its life."""

    order: str
    rule: str
    points: int
    since: Instant
    until: Instant | None


@attrs.frozen
class Tally:
    """What the points come to: each total of an account, and the lots in the order of their turns.

    ``overspent`` is by how many points each order was short when it was placed.
    """

    earned: int
    pending: int
    available: int
    redeemed: int
    expired: int
    clawed_back: int
    debt: int
    lots: tuple[Left, ...]
    overspent: tuple[tuple[str, int], ...]


@attrs.define(eq=False)
class _Claim:
    """Why points are taken: an order that spends, or a lot that is clawed back after it was spent.

    ``takes`` are the points taken for it in turn, ``None`` for one that is owed.
    """

    takes: list[_Point | None] = attrs.field(factory=list)

    @property
    def owed(self) -> int:
        return self.takes.count(None)


@attrs.define(eq=False)
class _Lot:
    """Points earned together; ``standing_in`` is what was taken from others for those spent of it."""

    name: Name
    rule: str
    since: Instant
    until: Instant | None
    points: list[_Point] = attrs.field(factory=list)
    standing_in: _Claim = attrs.field(factory=_Claim)

    def over(self, at: Instant) -> bool:
        return self.until is not None and self.until <= at

    def alive(self, at: Instant) -> bool:
        return self.since <= at and not self.over(at)

    @property
    def turn(self) -> tuple[bool, Instant, Instant, str, str, int]:
        """The first to expire is drawn first; then the first available; then by name."""
        never = self.until is None
        return (never, self.until or self.since, self.since, self.name[0], self.rule, self.name[1])


@attrs.define(eq=False)
class _Point:
    """One point: in its lot's hands unless it was ``taken`` or ``clawed``.

    ``written_off``: it had expired when it was to be clawed back, which costs nothing more.
    """

    lot: _Lot
    taken: bool = False
    clawed: bool = False
    written_off: bool = False

    @property
    def there(self) -> bool:
        return not self.taken and not self.clawed


class Purse:
    """One member's points, followed from instant to instant; ask in rising order."""

    def __init__(self, orders: Sequence[Held]) -> None:
        self._lots: dict[Name, _Lot] = {}
        self._spendings: dict[str, _Claim] = {}
        self._debts: list[_Claim] = []
        self._overspent: list[tuple[str, int]] = []
        self._events = sorted(_events(orders))
        self._orders = {held.order.id: held for held in orders}
        self._done: dict[str, list[str]] = {}

    def at(self, at: Instant) -> Tally:
        """What the points come to at an instant."""
        while self._events and self._events[0][0] <= at:
            when, kind, name = self._events.pop(0)
            if kind == _PLACED:
                self._place(self._orders[name].order, when)
            elif kind == _BACK:
                self._come_back(name, when)
            self._pay_debts(when)
        return self._tally(at)

    def _place(self, order: Order, at: Instant) -> None:
        claim = self._spendings[order.id] = _Claim()
        for _ in range(0 if order.redemption is None else order.redemption.points):
            self._take(claim, at)
        if claim.owed:
            self._overspent.append((order.id, claim.owed))
        for number, accrual in enumerate(order.accruals):
            lot = _Lot((order.id, number), accrual.earning.rule, accrual.available_from, accrual.expires_at)
            lot.points = [_Point(lot) for _ in range(accrual.earning.points)]
            self._lots[lot.name] = lot

    def _come_back(self, fact: str, at: Instant) -> None:
        held = next(each for each in self._orders.values() if any(b.fact == fact for b in each.returns))
        order = held.order
        done = self._done.setdefault(order.id, [])
        before, after = (
            [back for back in held.returns if back.fact in seen] for seen in (done, [*done, fact])
        )
        refunds = [sum(back.goods + back.delivery for back in some) for some in (before, after)]
        restored = [_restored(order, refunded) for refunded in refunds]
        for _ in range(restored[1] - restored[0]):
            self._undo_last(self._spendings[order.id], at)
        for number, accrual in enumerate(order.accruals):
            was, now = (
                _clawed(order, accrual.earning, [units for back in some for units in back.units])
                for some in (before, after)
            )
            for _ in range(now - was):
                self._claw(self._lots[order.id, number], at)
        done.append(fact)

    def _take(self, claim: _Claim, at: Instant) -> None:
        """One point of the lot whose turn it is; owed if no lot that is alive has one."""
        for lot in sorted(self._lots.values(), key=lambda each: each.turn):
            if lot.alive(at) and (point := next((each for each in lot.points if each.there), None)):
                point.taken = True
                claim.takes.append(point)
                return
        claim.takes.append(None)
        self._debts.append(claim)

    def _undo_last(self, claim: _Claim, at: Instant) -> None:
        """One point less: an owed one if there is one, else the last drawn, which goes to its lot."""
        if claim.owed:
            claim.takes.remove(None)
            latest = max(place for place, each in enumerate(self._debts) if each is claim)
            del self._debts[latest]
            return
        point = claim.takes.pop()
        if point is None:
            raise AssertionError(claim)
        point.taken = False
        if point.lot.standing_in.takes:
            point.written_off = point.lot.over(at)
            point.clawed = not point.written_off
            self._undo_last(point.lot.standing_in, at)

    def _claw(self, lot: _Lot, at: Instant) -> None:
        """One point of a lot: one that is left, else one that has expired, else one that was spent."""
        there = [point for point in lot.points if point.there and not point.written_off]
        if there and lot.over(at):
            there[0].written_off = True
        elif there:
            there[0].clawed = True
        else:
            self._take(lot.standing_in, at)

    def _pay_debts(self, at: Instant) -> None:
        """What is owed, the oldest first, is drawn from whatever is alive now, as a late draw."""
        debts, self._debts = self._debts, []
        for claim in debts:
            claim.takes.remove(None)
            self._take(claim, at)

    def _tally(self, at: Instant) -> Tally:
        lots = sorted(self._lots.values(), key=lambda each: each.turn)
        points = [point for lot in lots for point in lot.points]
        held = {lot.name: sum(point.there for point in lot.points) for lot in lots}
        return Tally(
            earned=len(points),
            pending=sum(held[lot.name] for lot in lots if not lot.alive(at) and not lot.over(at)),
            available=sum(held[lot.name] for lot in lots if lot.alive(at)),
            redeemed=sum(len(claim.takes) for claim in self._spendings.values()),
            expired=sum(held[lot.name] for lot in lots if lot.over(at)),
            clawed_back=sum(point.clawed for point in points)
            + sum(len(lot.standing_in.takes) for lot in lots),
            debt=len(self._debts),
            lots=tuple(
                Left(lot.name[0], lot.rule, held[lot.name], lot.since, lot.until)
                for lot in lots
                if held[lot.name] and not lot.over(at)
            ),
            overspent=tuple(self._overspent),
        )


_OPENS, _PLACED, _BACK = 0, 1, 2


def _events(orders: Sequence[Held]) -> Iterator[tuple[Instant, int, str]]:
    """At one instant lots open first, then orders are placed, then goods come back, each by name."""
    for held in orders:
        yield held.order.placed_at, _PLACED, held.order.id
        for accrual in held.order.accruals:
            if accrual.available_from > held.order.placed_at:
                yield accrual.available_from, _OPENS, held.order.id
        yield from {(back.at, _BACK, back.fact) for back in held.returns}


def _half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def _clawed(order: Order, earning: Earning, back: Sequence[Units]) -> int:
    """By the share of what was charged for the goods that earned."""
    charged = {
        (number, piece): amount
        for number in earning.lines
        for piece, amount in enumerate(
            share.charged for share in order.lines[number - 1].shares for _ in range(share.units)
        )
    }
    gone = {(units.number, piece) for units in back for piece in range(units.first, units.after)}
    whole = sum(charged.values())
    return (
        _half_up(earning.points * Fraction(sum(charged.get(each, 0) for each in gone), whole)) if whole else 0
    )


def _restored(order: Order, refunded: int) -> int:
    """By the share of the whole that was refunded so far."""
    if order.redemption is None or not order.value:
        return 0
    share = min(Fraction(refunded, order.value), Fraction(1))
    return _half_up(order.redemption.points * share)
