"""What the goods that are kept of a sale would have cost: its rules frozen, and asked again.

Priced are goods with the extras on them and added tax, as the quote did; no delivery, no points, no empties.
Where tax is added, it is rounded over the goods alone.

Source: house rule (what was paid, less what the goods that are kept cost under the rules of the sale).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import attrs

from comptoir.checkout.question import Question
from comptoir.checkout.quote import Quote
from comptoir.checkout.slicing import is_of_frame, slice_of
from comptoir.checkout.taxing import taxed
from comptoir.facts.baskets import Basket
from comptoir.facts.goods import Goods
from comptoir.facts.handovers import Deliver, Handover
from comptoir.facts.lines import Line
from comptoir.facts.products import Product
from comptoir.facts.repricing import Repricing
from comptoir.facts.return_terms import RefundMode
from comptoir.facts.tax_terms import PriceBasis
from comptoir.pricing.conditions.nested import Nested, every_condition
from comptoir.pricing.kinds import is_touched
from comptoir.pricing.rules import Promotion
from comptoir.rulebook import Rulebook
from comptoir.values.instants import Instant
from comptoir.values.quantities import Measured
from comptoir.values.selections import EVERYTHING
from comptoir.vocabulary import STANDARD, Vocabulary

PARTS_REMEMBERED: Final = 4_096
"""Parts of a sale of which it is remembered what they cost."""
_PRICES: Final = "prices"


def repricing_of(quote: Quote) -> Repricing | None:
    """The rules of a sale to price again what is kept of it; ``None`` if no policy of it does that.

    Raises ``LimitExceeded`` if they are too large for an order to carry.
    """
    is_asked = any(each.mode is RefundMode.REPRICE_KEPT for each in quote.terms.returns)
    return frozen_rules(quote) if is_asked else None


def frozen_rules(quote: Quote) -> Repricing:
    """The rules of a sale to price any part of it again; ``LimitExceeded`` if they are too large."""
    question = Question.of(quote.rulebook, quote.basket, quote.asked_at, quote.standing)
    basket = _of_prices(quote.basket.canonical, question.grants.tier)
    return Repricing(basket=basket, rules=slice_of(question, quote.goods).sealed().decode())


def _of_prices(basket: Basket, tier: str | None) -> Basket:
    """The part of a basket on which prices depend, its lines apart."""
    return Basket(
        currency=basket.currency,
        lines=[attrs.evolve(line, handover=None) for line in basket.lines],
        buyer=attrs.evolve(basket.buyer, tier=tier),
        coupons=basket.coupons,
        issued=basket.issued,
        handover=_of_place(basket.handover),
        contract=basket.contract,
        tender=basket.tender,
        remaining=basket.remaining,
    )


def _of_place(handover: Handover | None) -> Handover | None:
    return Deliver(handover.place) if isinstance(handover, Deliver) else handover


@attrs.frozen(eq=False)
class KeptPrices:
    """What goods of a sale cost under its frozen rules, by the numbers of its lines.

    The rules are opened once for a :class:`Repricing`, and what was found for some goods is remembered.
    """

    _question: Question
    _vocabulary: Vocabulary = attrs.field(repr=False)
    _found: dict[tuple[int, ...], int] = attrs.field(factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, repricing: Repricing, vocabulary: Vocabulary = STANDARD) -> KeptPrices:
        """The prices of a sale; ``vocabulary`` has the kinds of its rules."""
        known = repricing.opened.get(_PRICES)
        if isinstance(known, KeptPrices) and known._vocabulary is vocabulary:  # noqa: SLF001 - its own
            return known
        rules = Rulebook.open(repricing.rules, vocabulary)
        at = rules.header.valid.from_
        if at is None:  # refused when the header was built
            raise AssertionError(rules.header)
        opened = cls(Question.of(rules, repricing.basket, at, None), vocabulary)
        repricing.opened[_PRICES] = opened
        return opened

    @property
    def at(self) -> Instant:
        """The instant of the sale, for which its rules answer."""
        return self._question.moment.at

    def cost(self, kept: Mapping[int, int]) -> int:
        """What so many pieces of each line would have cost without the others, in minor units, tax included.

        Lines that are not named are not kept; a measured quantity is one piece.
        """
        pieces = tuple(kept.get(number, 0) for number in range(1, len(self._lines) + 1))
        if pieces not in self._found:
            if len(self._found) >= PARTS_REMEMBERED:
                self._found.clear()
            self._found[pieces] = self._cost(pieces)
        return self._found[pieces]

    def alone(self) -> Collection[int]:
        """The lines, by number, of which each piece costs the same whatever else is kept, and how many.

        Those of which no promotion could look at the goods, without a scale, a pack, a kit or a price
        by hand, where there are no extras and tax is in the price.
        """
        rulebook = self._question.rulebook
        pricing = rulebook.pricing
        is_added = any(each.basis is not PriceBasis.INCLUDED for each in pricing.lists)
        if is_added or pricing.extras or rulebook.tax.exemptions:
            return ()
        scaled = {sku for each in pricing.lists for sku in each.scales}
        products = {line.sku: rulebook.assortment[line.sku] for line in self._lines}
        looked_at = {
            sku
            for sku, product in products.items()
            if sku in scaled
            or product.kit is not None
            or any(_may_look_at(each, product) for each in pricing.promotions)
        }
        return [
            number
            for number, line in enumerate(self._lines, 1)
            if line.sku not in looked_at and line.unit is None and line.override is None
        ]

    def _cost(self, pieces: tuple[int, ...]) -> int:
        contents = [
            (
                line.sku,
                line.quantity if isinstance(line.quantity, Measured) else many,
                line.unit,
                line.override,
            )
            for line, many in zip(self._lines, pieces, strict=True)
            if many
        ]  # in the order of the sale, which is canonical, and as far apart as they were
        priced = self._question.priced(Goods(tuple(contents), ()))
        return sum(taxed(self._question, priced, ()).paid)

    @property
    def _lines(self) -> tuple[Line, ...]:
        return self._question.basket.lines


def _may_look_at(promotion: Promotion, product: Product) -> bool:
    """Whether a promotion, or one of its conditions, may look at what a basket has of a product."""
    every = (each for each in every_condition(promotion.when) if not isinstance(each, Nested))
    looks = (each for each in every if not is_of_frame(each))
    selections = [promotion.on, *(getattr(each, "on", EVERYTHING) for each in looks)]
    return any(is_touched(product, on) for on in selections)
