"""Points on a basket: what they may pay of it, and what they take off its goods where they are a discount.

A discount is spread over the goods by what they are charged, by exact largest remainder, ties by the
line's number. It comes after all promotions: they never look at it, nor does the fee of delivery. It
leaves gift cards alone, goes below no floor, and touches no contribution inside a price.

Source: house rule (laws Q1, Q2 and Q7); who pays for points decides on the tax (Directive 2006/112/EC,
articles 73 and 79: what a third party pays is taxed, what a supplier takes off is not).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from comptoir.facts.point_terms import Funded, Redemption, SpendAs
from comptoir.facts.products import Nature
from comptoir.facts.terms import POINTS_OFF, Adjustment
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend import Payable, SpendRefused
from comptoir.loyalty.spend_rules import FunderKind, SpendRule
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.values.allocation import spread, spread_within


def payable_with_points(
    rule: SpendRule | None, lines: Sequence[PricedLine], total: int, currency: str
) -> Payable:
    """What points may pay of a basket whose ``total`` is in minor units, before any are spent.

    As a tender, all of it; as a discount, what the goods are charged, as far as their prices may fall.
    """
    if rule is None or rule.spent_as is SpendAs.TENDER:
        amount = max(0, total)
        return Payable(amount=amount, room=amount, currency=currency)
    charged = sum(line.charged for line in lines if _is_reducible(line))
    return Payable(amount=charged, room=sum(map(_room, lines)), currency=currency)


def less_points(
    programme: Programme | None, priced: Priced, redeemed: Redemption | SpendRefused | None
) -> Priced:
    """The goods less what points take off; the same goods if points pay, or none are spent.

    The lines have room for what they are worth.
    """
    if programme is None or not isinstance(redeemed, Redemption) or redeemed.spent_as is SpendAs.TENDER:
        return priced
    lines, worth = priced.lines, redeemed.worth
    weights, rooms = [line.charged for line in lines], [_room(line) for line in lines]
    left = spread_within(worth, weights, rooms, [line.good.number for line in lines])
    taken: list[list[Adjustment]] = [[] for _ in lines]
    for funded in redeemed.funded or (Funded(None, redeemed.points, worth),):
        parts = spread(funded.worth, left, range(len(lines)))
        for place, part in enumerate(parts):
            left[place] -= part
            taken[place] += _adjustments(programme, funded.funder, part)
    return attrs.evolve(priced, lines=tuple(map(_reduced, lines, taken)))


def has_room(priced: Priced, redemption: Redemption) -> bool:
    """Whether points can take off goods what they are worth; points that pay take nothing off."""
    return redemption.paid > 0 or redemption.worth <= sum(map(_room, priced.lines))


def _is_reducible(line: PricedLine) -> bool:
    """Whether points may take anything off: never off money for later."""
    return line.product.nature is not Nature.GIFT_CARD


def _room(line: PricedLine) -> int:
    """How much less a line may be charged, in minor units."""
    least = max(line.in_price, 0 if line.floor is None else line.floor.amount)
    return max(0, line.charged - least) if _is_reducible(line) else 0


def _adjustments(programme: Programme, funder: str | None, amount: int) -> Iterator[Adjustment]:
    """What the points of one funder take off a line, if anything.

    What is paid by somebody whom the programme no longer names stays taxed.
    """
    if not amount:
        return
    if funder is None:
        yield Adjustment(POINTS_OFF, programme.id, -amount)
        return
    is_discount = any(each.pays_as is FunderKind.SUPPLIER for each in programme.funders if each.id == funder)
    in_base = 0 if is_discount else amount
    yield Adjustment(POINTS_OFF, programme.id, -amount, in_base=in_base, payer=funder, funded=amount)


def _reduced(line: PricedLine, taken: Sequence[Adjustment]) -> PricedLine:
    if not taken:
        return line
    charged = line.charged + sum(each.amount for each in taken)
    return attrs.evolve(line, charged=charged, adjustments=(*line.adjustments, *taken))
