"""A second opinion on the choice of promotions, written the plain way: every combination tried, in fractions.

It shares no step with ``comptoir.pricing`` beyond the values that a merchant writes. What it compares is
what the goods leave to pay: with tax where it is added, without where it is not due, exactly.

Source: house rule (laws Q3 and Q9; what the reference says of the best choice and of allocation).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from comptoir.checkout.quote import Quote
from comptoir.facts.products import Nature, Product
from comptoir.facts.terms import LineTerms
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.price import FixedPrice
from comptoir.pricing.kinds import Benefit, Scope
from comptoir.pricing.rules import Promotion
from comptoir.testing.cases import Case, left_after
from comptoir.testing.oracle import in_force, rounded
from comptoir.testing.oracles import floors, taxes
from comptoir.testing.oracles.shares import shares, shares_within
from comptoir.testing.oracles.shops import inside, read, split_of
from comptoir.testing.readings import Item, met, selects
from comptoir.values.decimals import decimal_text
from comptoir.values.policies import DiscountOrder, PercentBase
from comptoir.values.quantities import PIECE, Measured


@attrs.frozen(kw_only=True)
class Place:
    """A line as a layer found it: what promotions may look at, and by how much it may fall.

    ``left`` and ``regular`` are minor units without what is inside the price and is none; a minor unit
    leaves ``weight`` to pay.
    """

    product: Product
    content: Fraction
    left: int
    regular: int
    room: int
    weight: Fraction


@attrs.frozen(kw_only=True)
class Offer:
    """A promotion that may be taken, and by place: by how much it falls, what of that is still taxed.

    ``funded`` is what a third party pays of it.
    """

    promotion: str
    together: bool
    falls: Mapping[int, int]
    in_base: Mapping[int, int]
    funded: Mapping[int, int]

    def given(self, place: int) -> tuple[int, int, int] | None:
        """What a place falls by, what of it is still taxed, and what a third party pays."""
        if place not in self.falls:
            return None
        return self.falls[place], self.in_base[place], self.funded[place]


def places(case: Case, quote: Quote, layers: tuple[str, ...]) -> list[Place]:
    """The lines as they are once these layers have passed."""
    return [_place(case, line, left_after(line, layers)) for line in quote.terms.lines]


def offers(case: Case, layer: str, found: Sequence[Place]) -> list[Offer]:
    """The promotions of a layer that may be taken on what it found."""
    touched = [_item(place) for place in found if place.product.nature is not Nature.GIFT_CARD]
    return [
        _offer(case, promotion, found)
        for promotion in case.rulebook.pricing.promotions
        if promotion.layer == layer
        and in_force(promotion.valid, case.instant)
        and promotion.benefit.currency in {None, case.basket.currency}
        and all(met(condition, case.basket, touched) for condition in promotion.when)
    ]


def worth(found: Sequence[Place], falls: Mapping[int, int], in_base: Mapping[int, int]) -> Fraction:
    """By how much less is left to pay."""
    return sum(
        (fall * found[i].weight - in_base.get(i, 0) * (found[i].weight - 1) for i, fall in falls.items()),
        Fraction(0),
    )


def most(found: Sequence[Place], choices: Iterable[Offer]) -> Fraction:
    """The most that a layer can take off what is left to pay: of every combination, the best."""
    given = list(choices)
    alone = [
        max((_own(found, each, i) for each in given if not each.together and i in each.falls), default=0)
        for i in range(len(found))
    ]
    plans = _plans([each for each in given if each.together])
    return max(
        sum((worth(found, each.falls, each.in_base) for each in plan), Fraction(0))
        + sum(max(0, best) for i, best in enumerate(alone) if not any(i in each.falls for each in plan))
        for plan in plans
    )


def _own(found: Sequence[Place], offer: Offer, index: int) -> Fraction:
    return worth(found, {index: offer.falls[index]}, offer.in_base)


def _plans(together: Sequence[Offer]) -> Iterator[tuple[Offer, ...]]:
    """Every set of offers that share no line."""
    if not together:
        yield ()
        return
    first, *others = together
    for plan in _plans(others):
        yield plan
        if all(first.falls.keys().isdisjoint(each.falls) for each in plan):
            yield (first, *plan)


def _place(case: Case, line: LineTerms, left: int) -> Place:
    product, reading = case.rulebook.assortment[line.sku], read(case, line)
    kept = inside(case, line, reading.content)
    least = max(kept, floors.least(case, line, reading))
    weight = sum(
        (
            share * taxes.weight(case, category, reading.basis)
            for category, share in split_of(case, line, reading).items()
        ),
        Fraction(0),
    )
    return Place(
        product=product,
        content=reading.content,
        left=max(0, left - kept),
        regular=line.regular - kept,
        room=max(0, left - least) if floors.takes_promotions(case, line) else 0,
        weight=weight,
    )


def _item(place: Place) -> Item:
    """The place as conditions count it: what is measured is one piece."""
    product = place.product
    if product.unit == PIECE:
        return Item(product, int(place.content), place.left)
    measured = Measured(decimal_text(int(place.content * 10**6), 6), product.unit)
    return Item(product, measured, place.left)


def _offer(case: Case, promotion: Promotion, found: Sequence[Place]) -> Offer:
    chosen = [i for i, each in enumerate(found) if each.room > 0 and selects(promotion.on, each.product)]
    each_falls = _falls(case, promotion.benefit, [found[i] for i in chosen])
    falls = {i: max(0, min(fall, found[i].room)) for i, fall in zip(chosen, each_falls, strict=True)}
    return Offer(
        promotion=promotion.id,
        together=promotion.benefit.scope is Scope.ALL_TOGETHER,
        falls=falls,
        in_base={i: _in_base(case, promotion, fall) for i, fall in falls.items()},
        funded={i: _funded(case, promotion, fall) for i, fall in falls.items()},
    )


def _falls(case: Case, benefit: Benefit, chosen: Sequence[Place]) -> list[int]:
    """By how much places fall, room or not."""
    money = case.rulebook.header.money
    bases = [each.regular if money.percent_of is PercentBase.REGULAR else each.left for each in chosen]
    match benefit:
        case PercentOff(percent):
            return [rounded(base * taxes.part(percent), money.rounding) for base in bases]
        case AmountOff(amount):
            return [rounded(amount.minor * each.content, money.rounding) for each in chosen]
        case FixedPrice(price):
            return [each.left - rounded(price.minor * each.content, money.rounding) for each in chosen]
        case BasketPercentOff(percent):
            due = rounded(sum(bases) * taxes.part(percent), money.rounding)
            return shares(due, bases)
        case BasketAmountOff(amount):
            rooms = [each.room for each in chosen]
            due = min(amount.minor, sum(rooms))
            return shares_within(due, [each.left for each in chosen], rooms)
        case _:
            raise NotImplementedError(benefit)


def _in_base(case: Case, promotion: Promotion, fall: int) -> int:
    """What of a reduction is still taxed."""
    if case.rulebook.header.money.discounts is DiscountOrder.AFTER_TAX:
        return fall
    is_taxed = promotion.funding is not None and promotion.funding.taxed
    return _funded(case, promotion, fall) if is_taxed else 0


def _funded(case: Case, promotion: Promotion, fall: int) -> int:
    """What of a reduction a third party pays."""
    if promotion.funding is None:
        return 0
    return rounded(fall * taxes.part(promotion.funding.share), case.rulebook.header.money.rounding)
