"""A second opinion on refunds, written the plain way: piece by piece, and cent by cent.

An order is a list of single pieces, each with what it was charged, and a pile of single cents, each with
the tender that paid it. It shares no step with ``comptoir.returns`` nor with ``comptoir.facts``.

Source: house rule (laws R1, R2, R6 and RO).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from comptoir.facts.orders import Order, Tender, TenderName
from comptoir.facts.refunding import TenderOrder
from comptoir.facts.tax_terms import TaxPart, Treatment
from comptoir.testing.oracles.kept import Cost, most_due
from comptoir.testing.oracles.lives import Key
from comptoir.testing.oracles.rights import Piece, half_up
from comptoir.values.percentages import Percent

Rate = tuple[Percent, Treatment]
"""A rate of tax."""


@attrs.frozen(kw_only=True)
class Due:
    """What one return gives back, in minor units and in points.

    ``pieces`` is for each piece what comes back for it by its share, ``cut`` by how much all of them get less
    than that; ``repriced`` is for all that are priced again with what is kept. ``tenders`` is the money by
    the tender that it stands for (``None`` if rounding would make one pay in again), of which ``credit``
    comes as such. ``taxes`` are gross and tax by rate.
    """

    pieces: Mapping[Key, int]
    cut: int
    repriced: int
    delivery: int
    tenders: Mapping[TenderName, int] | None
    credit: int
    worth: int
    points: int
    clawed: int
    label: int
    rebilled: int
    bonus: int

    @property
    def goods(self) -> int:
        """What comes back for goods."""
        return sum(self.pieces.values()) - self.cut + self.repriced


def charged(order: Order, number: int) -> list[int]:
    """What each piece of a line was charged, in minor units."""
    shares = order.lines[number - 1].shares
    return [share.charged for share in shares for _ in range(share.units)]


def paid(order: Order, number: int) -> list[int]:
    """What was paid for each piece of a line, extras and tax included, in minor units."""
    shares = order.lines[number - 1].shares
    return [share.paid for share in shares for _ in range(share.units)]


@attrs.frozen(kw_only=True)
class How:
    """How money is asked for: all ``as_credit``, of a ``gift``, by the seller's own parcel ``label``."""

    as_credit: bool = False
    gift: bool = False
    label: bool = False


class Pile:
    """What is left of an order's money and points; each return takes from it."""

    def __init__(self, order: Order, cost: Cost | None = None) -> None:
        self._order = order
        self._cost = cost
        self._counts = {line.terms.number: len(paid(order, line.terms.number)) for line in order.lines}
        self._paid = Counter[TenderName]()
        for tender in order.tenders:
            self._paid[tender.stands_for] += tender.amount.minor
        self._back = Counter[TenderName]()
        self._is_sound = True
        self._pieces: list[Piece] = []
        self._refunded = self._delivered = self._by_share = self._repriced = self._rebilled = 0

    def take(self, pieces: Iterable[Piece], how: How) -> Due:
        """One return, of these pieces."""
        back = list(pieces)
        order, before = self._order, self._refunded
        clawed = self._clawed()
        self._pieces += back
        shares = {
            (each.number, each.index): paid(order, each.number)[each.index] - each.fee - each.wear
            for each in back
            if not each.is_repriced
        }
        cut = self._cut(back, sum(shares.values()))
        self._by_share += sum(shares.values()) - cut
        repriced = self._due_by_what_is_kept()
        self._repriced += repriced
        delivery = self._fee_due(how)
        self._delivered += delivery
        self._refunded += sum(shares.values()) - cut + repriced + delivery
        points, worth = (
            self._spent(whole, self._refunded) - self._spent(whole, before)
            for whole in ((order.redemption.points, order.redemption.worth) if order.redemption else (0, 0))
        )
        money = self._refunded - before - worth * (not how.gift)
        rebilled = min(self._rebilled_more(back), money)
        self._rebilled += rebilled
        label = self._label(back, money - rebilled) if how.label else 0
        money -= rebilled + label
        as_credit = how.as_credit or how.gift
        chosen = money if how.as_credit and not how.gift else 0
        most = max(each.bonus.parts_per_million for each in back)
        return Due(
            pieces=shares,
            cut=cut,
            repriced=repriced,
            delivery=delivery,
            tenders=self._drawn(money - min(worth, money) * how.gift),
            credit=money if as_credit else self._on_credit(back, shares, repriced),
            worth=0 if how.gift else worth,
            points=0 if how.gift else points,
            clawed=self._clawed() - clawed,
            label=label,
            rebilled=rebilled,
            bonus=half_up(Fraction(chosen * most, 10**6)),
        )

    def _due_by_what_is_kept(self) -> int:
        """What all that is priced again gets by now, less what it got."""
        again = [each for each in self._pieces if each.is_repriced]
        if not again:
            return 0
        if self._cost is None:
            raise AssertionError(again)
        left = self._whole()
        due = most_due(again, self._counts, left, self._cost)
        return max(0, min(due, left - self._by_share) - self._repriced)

    def _cut(self, back: Sequence[Piece], own: int) -> int:
        """What is not left of what was paid of shares that come back now."""
        if all(each.is_repriced for each in back) or not any(each.is_repriced for each in self._pieces):
            return 0
        left = self._whole() - self._by_share - self._repriced
        return min(own, max(0, own - left))

    def _whole(self) -> int:
        """What was paid for all goods."""
        return sum(sum(paid(self._order, number)) for number in self._counts)

    def _is_all(self) -> bool:
        return len(self._pieces) == sum(self._counts.values())

    def _fee_due(self, how: How) -> int:
        """The delivery fee with the last piece: whole, if the seller is to blame for every piece.

        That is for who bought them. Up to a standard one, if all of it was withdrawn from.
        """
        if not self._is_all():
            return 0
        if not how.gift and all(each.is_sellers for each in self._pieces):
            return sum(each.paid for each in self._order.deliveries)
        if not all(each.is_withdrawal for each in self._pieces):
            return 0
        return sum(min(each.paid, each.standard) for each in self._order.deliveries)

    def _rebilled_more(self, back: Sequence[Piece]) -> int:
        """What is owed for deliveries that would not have been free, beyond what was kept for them before."""
        gone = [each for each in self._pieces if each.rebills]
        if not any(each.rebills for each in back):
            return 0
        owed = 0
        for delivery in self._order.deliveries:
            free = delivery.free_from
            if free is None:
                continue
            kept = sum(free.worths) - sum(self._worth(free.lines, free.worths, each) for each in gone)
            if kept < free.amount:
                owed += delivery.fee + delivery.surcharged - delivery.charged
        return max(0, min(owed, self._money_for(gone)) - self._rebilled)

    def _money_for(self, gone: Sequence[Piece]) -> int:
        """The money that came back for such pieces: what points had paid of it came back as points."""
        given = sum(
            paid(self._order, each.number)[each.index] - each.fee - each.wear
            for each in gone
            if not each.is_repriced
        )
        given += self._repriced if any(each.is_repriced for each in gone) else 0
        worth = 0 if self._order.redemption is None else self._order.redemption.paid
        return given - self._spent(worth, given)

    def _worth(self, lines: Sequence[int], worths: Sequence[int], piece: Piece) -> int:
        """A piece's part of the worth of its line: an equal one, the first ones the odd units."""
        if piece.number not in lines:
            return 0
        each, odd = divmod(worths[lines.index(piece.number)], self._counts[piece.number])
        return each + (piece.index < odd)

    @staticmethod
    def _label(back: Sequence[Piece], money: int) -> int:
        if any(each.label is None for each in back):
            return 0
        return min(money, max(each.label or 0 for each in back))

    def _on_credit(self, back: Sequence[Piece], shares: Mapping[Key, int], repriced: int) -> int:
        """What of this return comes as credit, less the points that came back of it."""
        credit = sum(shares.get((each.number, each.index), 0) for each in back if each.on_credit)
        credit += repriced if any(each.is_repriced and each.on_credit for each in back) else 0
        worth = 0 if self._order.redemption is None else self._order.redemption.worth
        return credit - (self._spent(worth, self._refunded) - self._spent(worth, self._refunded - credit))

    def _drawn(self, money: int) -> dict[TenderName, int] | None:
        """From which tender so much money is drawn; the declared order says which."""
        names = list(self._paid)
        before = Counter(self._back)
        match self._order.refunding.order:
            case TenderOrder.LAST_PAID_FIRST:
                self._drain(names[::-1], money)
            case TenderOrder.FIRST_PAID_FIRST:
                self._drain(names, money)
            case TenderOrder.PROPORTIONAL:
                so_far = sum(before.values()) + money
                self._back = Counter(dict(zip(names, spread(so_far, list(self._paid.values())), strict=True)))
        drawn = {name: self._back[name] - before[name] for name in names}
        self._is_sound = self._is_sound and all(minor >= 0 for minor in drawn.values())
        return drawn if self._is_sound else None

    def _drain(self, names: Iterable[TenderName], money: int) -> None:
        for name in names:
            part = min(money, self._paid[name] - self._back[name])
            self._back[name] += part
            money -= part

    def _clawed(self) -> int:
        """The points that go with all that came back so far."""
        total = 0
        for accrual in self._order.accruals:
            lines = accrual.earning.lines
            whole = sum(sum(charged(self._order, number)) for number in lines)
            gone = sum(
                charged(self._order, piece.number)[piece.index]
                for piece in self._pieces
                if piece.number in lines
            )
            total += half_up(Fraction(accrual.earning.points * gone, whole)) if whole else 0
        return total

    def _spent(self, whole: int, refunded: int) -> int:
        """The share of what was spent that so much refunded gives back."""
        total = self._order.value
        return half_up(Fraction(whole * refunded, total)) if total else 0


class Taxed:
    """The taxes of what was refunded so far, part by part, at the rates of the sale."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._goods = defaultdict[int, int](int)
        self._came = set[int]()
        self._delivery = 0

    def take(self, goods: Mapping[int, int], delivery: int) -> dict[Rate, tuple[int, int]]:
        """Gross and tax by rate of one return: so much for goods, by line, and for delivery."""
        before = self._so_far()
        self._came |= goods.keys()
        beyond = 0
        for number, minor in goods.items():
            own = min(minor, self._left(number))
            self._goods[number] += own
            beyond += minor - own
        numbers = [line.terms.number for line in self._order.lines]
        for is_first in (True, False):
            group = [number for number in numbers if (number in self._came) is is_first]
            rooms = [self._left(number) for number in group]
            given = min(beyond, sum(rooms))
            beyond -= given
            for number, minor in zip(group, spread(given, rooms), strict=True):
                self._goods[number] += minor
        self._delivery += delivery
        after = self._so_far()
        found = {rate: (after[rate][0] - before[rate][0], after[rate][1] - before[rate][1]) for rate in after}
        return {rate: sums for rate, sums in found.items() if sums != (0, 0)}

    def _left(self, number: int) -> int:
        """What is left of the gross of a line."""
        return sum(part.gross for part in self._order.lines[number - 1].terms.taxes) - self._goods[number]

    def _so_far(self) -> dict[Rate, tuple[int, int]]:
        lines = [(self._goods[line.terms.number], line.terms.taxes) for line in self._order.lines]
        fees = [(self._delivery, delivery.taxes) for delivery in self._order.deliveries]
        sums = defaultdict[Rate, tuple[int, int]](lambda: (0, 0))
        for gross, parts in (*lines, *fees):
            for part, minor in zip(parts, cent_by_cent(gross, [part.gross for part in parts]), strict=True):
                rate = part.percent, part.treatment
                sums[rate] = sums[rate][0] + minor, sums[rate][1] + _tax(part, minor)
        return sums


def _tax(part: TaxPart, gross: int) -> int:
    return half_up(Fraction(part.tax * gross, part.gross)) if part.gross else 0


def spread(whole: int, weights: Sequence[int]) -> list[int]:
    """A whole in proportion to weights: what is left over, cent by cent, to the largest remainders."""
    total = sum(weights)
    if not total:
        return [0 for _ in weights]
    parts = [whole * weight // total for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(whole * weights[i] % total), i))
    for index in remainders[: whole - sum(parts)]:
        parts[index] += 1
    return parts


def cent_by_cent(whole: int, weights: Sequence[int]) -> list[int]:
    """A whole in proportion to weights: each cent to the one that is most behind, the first of equals."""
    total = sum(weights)
    if not total:
        return [0 for _ in weights]
    surely = [max(0, whole * weight // total - len(weights)) for weight in weights]
    behind = sorted(
        (Fraction(2 * (surely[place] + cent) + 1, weight), place)
        for place, weight in enumerate(weights)
        for cent in range(3 * len(weights) if weight else 0)
    )
    counts = Counter(place for _, place in behind[: whole - sum(surely)])
    return [least + counts[place] for place, least in enumerate(surely)]


def means_due(tender: Tender, payable: Callable[[str], bool], to: Sequence[str], prefer: str | None) -> str:
    """The means by which what stands for a tender is paid out."""
    if prefer is not None:
        return prefer
    if tender.reference is not None or payable(tender.means):
        return tender.means
    return next((means for means in to if payable(means)), tender.means)
