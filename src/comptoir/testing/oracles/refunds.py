"""A second opinion on refunds, written the plain way: piece by piece, and cent by cent.

An order is a list of single pieces, each with what it was charged, and a pile of single cents, each with
the tender that paid it. It shares no step with ``comptoir.returns`` nor with ``comptoir.facts``.

Source: house rule (laws R1, R2, R6 and RO).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from comptoir.facts.orders import Order
from comptoir.values.percentages import Percent

Tendered = tuple[str, str | None]
"""A tender's means and reference."""
CREDIT: Tendered = ("credit", None)


@attrs.frozen(kw_only=True)
class Piece:
    """A piece that comes back: its line, its number from 0, the fee kept, whether as credit."""

    number: int
    index: int
    fee: Percent = Percent(0)  # noqa: RUF009 - frozen
    on_credit: bool = False


@attrs.frozen(kw_only=True)
class Due:
    """What one return gives back, in minor units and in points."""

    goods: int
    tenders: Mapping[Tendered, int]
    worth: int
    points: int
    clawed: int


def charged(order: Order, number: int) -> list[int]:
    """What each piece of a line was charged, in minor units."""
    shares = order.lines[number - 1].shares
    return [share.charged for share in shares for _ in range(share.units)]


def paid(order: Order, number: int) -> list[int]:
    """What was paid for each piece of a line, extras and tax included, in minor units."""
    shares = order.lines[number - 1].shares
    return [share.paid for share in shares for _ in range(share.units)]


def kept(order: Order, piece: Piece) -> int:
    """The fee kept of a piece, half a cent up: of what was paid for it, without the extras on top."""
    each = paid(order, piece.number)
    extras = order.lines[piece.number - 1].terms.extras
    on_top = Fraction(sum(extra.amount for extra in extras if not extra.in_price), len(each))
    return _half_up((each[piece.index] - on_top) * Fraction(piece.fee.parts_per_million, 10**6))


class Pile:
    """What is left of an order's money and points; each return takes from it."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._cents = [
            (tender.means, tender.reference)
            for tender in reversed(order.tenders)
            for _ in range(tender.amount.minor)
        ]
        self._pieces: list[Piece] = []
        self._refunded = 0

    def take(self, pieces: Iterable[Piece], delivery: int) -> Due:
        """One return, of these pieces, with so much of the delivery fee."""
        back = list(pieces)
        order, before = self._order, self._refunded
        worths = [paid(order, piece.number)[piece.index] - kept(order, piece) for piece in back]
        on_credit = sum(worth for piece, worth in zip(back, worths, strict=True) if piece.on_credit)
        self._refunded += sum(worths) + delivery
        clawed = self._clawed()
        self._pieces += back
        points, worth = (
            self._spent(whole, self._refunded) - self._spent(whole, before)
            for whole in ((order.redemption.points, order.redemption.worth) if order.redemption else (0, 0))
        )
        money = self._refunded - before - worth
        cents, self._cents = self._cents[:money], self._cents[money:]
        credit = on_credit - self._spent_between(self._refunded - on_credit, self._refunded)
        return Due(
            goods=sum(worths),
            tenders=Counter([*cents[: money - credit], *[CREDIT] * credit]),
            worth=worth,
            points=points,
            clawed=self._clawed() - clawed,
        )

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
            total += _half_up(Fraction(accrual.earning.points * gone, whole)) if whole else 0
        return total

    def _spent_between(self, before: int, after: int) -> int:
        """What points give back of the last of a refund, which is what comes as credit."""
        worth = 0 if self._order.redemption is None else self._order.redemption.worth
        return self._spent(worth, after) - self._spent(worth, before)

    def _spent(self, whole: int, refunded: int) -> int:
        """The share of what was spent that so much refunded gives back."""
        total = self._order.value
        return _half_up(Fraction(whole * refunded, total)) if total else 0


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
