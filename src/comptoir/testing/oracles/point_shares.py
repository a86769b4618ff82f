"""How many points go with goods that come back, and how many come back with them: a plain second opinion.

An order is a list of single pieces, each with what it was charged. Whatever came back by now is looked at
together: what one return takes is what all so far take, less what those before it took.

Source: house rule (laws L5 and LO), in the words of ``comptoir.facts.point_terms``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor

from comptoir.facts.held import Refunded
from comptoir.facts.orders import Order
from comptoir.facts.point_terms import Clawback, Earning
from comptoir.testing.oracles.refunds import charged

Piece = tuple[int, int]
"""The number of a line, from 1, and of one of its pieces, from 0."""


def all_pieces(order: Order) -> set[Piece]:
    """Every piece of an order."""
    return {(line.terms.number, piece) for line in order.lines for piece in _places(order, line.terms.number)}


def pieces_back(returns: Iterable[Refunded]) -> set[Piece]:
    """The pieces that some returns brought back."""
    return {
        (units.number, piece)
        for each in returns
        for units in each.units
        for piece in range(units.first, units.after)
    }


def taken(order: Order, earning: Earning, awarded: int, returns: Sequence[Refunded]) -> int:
    """Of the points that were awarded for an earning, those that go with all that came back."""
    back = pieces_back(returns)
    fee_back = min(sum(each.delivery for each in returns), _fee(order))
    match earning.clawback:
        case Clawback.VALUE:
            whole, gone = _worths(order, earning, back, fee_back)
            return _half_up(Fraction(awarded * gone, whole)) if whole else 0
        case Clawback.KEPT:
            whole, gone = _worths(order, earning, back, fee_back)
            if not whole:
                return 0
            return (
                awarded
                if gone == whole
                else awarded - min(awarded, _still_earned(order, earning, back, fee_back))
            )
        case Clawback.ITEM:
            return awarded - min(awarded, _beside_the_kept(order, earning, back))


def restored(order: Order, returns: Sequence[Refunded]) -> int:
    """Of the points that were spent on an order, those that come back with all that was refunded."""
    if order.redemption is None or not order.value:
        return 0
    refunded = sum(each.goods + each.delivery for each in returns)
    return _half_up(order.redemption.points * min(Fraction(refunded, order.value), Fraction(1)))


def _worths(order: Order, earning: Earning, back: set[Piece], fee_back: int) -> tuple[int, int]:
    """What all that earned was charged, and what of it came back; with the fee if that earned too."""
    amounts = {
        (number, piece): amount
        for number in earning.lines
        for piece, amount in enumerate(charged(order, number))
    }
    whole, gone = sum(amounts.values()), sum(amounts.get(each, 0) for each in back)
    return (whole + _fee(order), gone + fee_back) if earning.delivery else (whole, gone)


def _still_earned(order: Order, earning: Earning, back: set[Piece], fee_back: int) -> int:
    """What the goods that are kept would have earned by the formula of then."""
    if earning.formula is None:
        raise AssertionError(earning)
    if not earning.parts:
        whole, gone = _worths(order, earning, back, fee_back)
        return earning.formula.earned(floor(Fraction(earning.basis * (whole - gone), whole)))
    kept = []
    for number, part in zip(earning.lines, earning.parts, strict=True):
        amounts = charged(order, number)
        left = sum(amount for piece, amount in enumerate(amounts) if (number, piece) not in back)
        kept.append(floor(Fraction(part * left, sum(amounts))) if sum(amounts) else part)
    if earning.delivery:
        fee = _fee(order)
        kept.append(floor(Fraction(earning.delivery * (fee - fee_back), fee)) if fee else earning.delivery)
    return sum(earning.formula.earned(basis) for basis in kept)


def _beside_the_kept(order: Order, earning: Earning, back: set[Piece]) -> int:
    """The points that stand beside the pieces that are kept, dealt out one after the other."""
    left = 0
    for number, points in zip(earning.lines, earning.parts, strict=True):
        places = _places(order, number)
        for point in range(points):
            left += (number, point % len(places)) not in back
    return left


def _places(order: Order, number: int) -> range:
    return range(len(charged(order, number)))


def _fee(order: Order) -> int:
    return sum(each.charged for each in order.deliveries)


def _half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))
