"""The straight way through the layers: a good on which only plain promotions are offered.

What such a line is offered does not depend on another line, on the buyer or on a search: layer by layer it
takes the best of its own. It comes out as on the long way (``plans``), which is gone when somebody wants to
know why. What so many pieces come to is remembered, unless more decides it than prices, spot and instant.

Source: house rule (laws Q3 and Q8).
"""

from __future__ import annotations

from typing import Final

import attrs

from comptoir.facts.goods import Good, Goods
from comptoir.pricing.before import before_promotions
from comptoir.pricing.choosing.alone import best_alone
from comptoir.pricing.choosing.plan import Part
from comptoir.pricing.layers import LineInLayers
from comptoir.pricing.priced import PricedLine
from comptoir.pricing.question import PriceQuestion
from comptoir.pricing.weights import weights_of

NUMBERS_REMEMBERED: Final = 4
"""Numbers of a good for which its line is remembered: one line more in a basket moves those that follow."""


@attrs.frozen(eq=False)
class _Found:
    """What a good comes to, and whether it always does; ``None`` if others than plain ones are in force.

    ``numbered`` are the lines that it has been of late, by their number: as it always comes to the same.
    """

    line: PricedLine | None
    always: bool
    numbered: dict[int, PricedLine] = attrs.field(factory=dict, init=False)

    def as_line(self, good: Good) -> PricedLine | None:
        """What such a good comes to, with its own number."""
        line = self.line
        if line is None:
            return None
        if line.good.number != good.number:
            line = PricedLine(good, line.listed, line.charged, line.extras, None, None, line.adjustments)
        if len(self.numbered) >= NUMBERS_REMEMBERED:
            self.numbered.clear()
        self.numbered[good.number] = line
        return line


def plain_lines(goods: Goods, question: PriceQuestion) -> tuple[PricedLine, ...] | None:
    """What :func:`plain_line` says of each of the goods; ``None`` if it does so of one.

    Most goods of a basket were in the one that was asked before: of those, the line is at hand.
    """
    contents = goods.contents
    if not contents:
        return ()
    if question.remaining:
        return None
    remembered: list[_Found | None] = question.remembered.known(question.moment, contents)
    lines = [
        line
        if found is not None and (line := found.numbered.get(number)) is not None
        else plain_line(Good(number, *contents[number - 1]), question)
        for number, found in enumerate(remembered, start=1)
    ]
    straight = tuple(filter(None, lines))
    return straight if len(straight) == len(lines) else None


def plain_line(good: Good, question: PriceQuestion) -> PricedLine | None:
    """A good after plain promotions; ``None`` if others are in force on it, or if more is said of it.

    That is a price which a person decided, or how much is left of promotions.
    Raises as ``before_promotions`` does.
    """
    if good.override is not None or question.remaining:
        return None
    if type(good.quantity) is not int:  # what is measured is seldom measured twice
        return _find(good, question).line
    key = good.sku, good.quantity, good.unit, None
    found: _Found = question.remembered.at(question.moment, key, lambda _: _find(good, question))
    return found.as_line(good) if found.always else _find(good, question).line


def _find(good: Good, question: PriceQuestion) -> _Found:
    line, _ = before_promotions(good, question)
    offers = question.rules.offers.of(line.product)
    if offers.others and any(question.moment.is_in(promotion.valid) for promotion in offers.others):
        return _Found(None, always=True)
    return _Found(_reduced(line, question), always=line.floor is None and not offers.has_funding)


def _reduced(line: PricedLine, question: PriceQuestion) -> PricedLine:
    """A line after what it takes of plain promotions in each layer."""
    offers = question.rules.offers.of(line.product)
    if not offers.plain:
        return line
    weight, scale = 1, 1  # every minor unit off is worth the same, unless a part of it is taxed all the same
    if offers.has_funding:
        weights = weights_of([line], question)
        weight, scale = weights.by_number[line.good.number], weights.scale
    going = LineInLayers.of(line, weight, question)
    for layer in question.rules.layers:
        offered = [each for each in offers.plain.get(layer.id, ()) if question.moment.is_in(each.valid)]
        if offered:
            [charge] = going.charges()
            best = best_alone(offered, charge, question.minting, scale=scale, order=layer.order)
            if best is not None:
                going.take(charge, Part(taken=best.parts))
                going.adjust(layer.id, best.parts, question.rules.payers)
    return going.reduced()
