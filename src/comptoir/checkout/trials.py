"""Changed baskets, priced like the one that was asked: with more in them, or under a milder promotion.

Each comes out with the total that a quote of it has, if as many points take something off. Work is counted
in baskets and in lines, never by the clock. A changed basket that has no answer, from which the points
cannot be taken off, or for which the delivery chosen is not offered, is no trial.

Source: house rule (a hint is never a guess).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

import attrs

from comptoir.checkout.options import chosen_services
from comptoir.checkout.question import Question
from comptoir.checkout.quote import Quote
from comptoir.checkout.spending import has_room, less_points
from comptoir.checkout.taxing import paid_for, taxed
from comptoir.delivery.offered import Offered
from comptoir.facts.goods import Good, Goods
from comptoir.facts.lines import Line
from comptoir.facts.point_terms import Redemption
from comptoir.pricing.before import before_promotions
from comptoir.pricing.plans import compare
from comptoir.pricing.priced import Priced
from comptoir.pricing.rules import Promotion
from comptoir.values.errors import ComptoirError

TRIALS_MAX: Final = 512
"""Changed baskets that are priced for the near misses of a quote, and again for its cliffs."""
LINES_TRIED_MAX: Final = 20_000
"""Lines of all these baskets."""


@attrs.define
class Budget:
    """The work that is left; ``is_short`` once something was not tried for want of it."""

    trials: int = TRIALS_MAX
    lines: int = LINES_TRIED_MAX
    is_short: bool = False

    def take(self, lines: int) -> bool:
        """Whether one more basket of so many lines may be tried."""
        if not self.trials or self.lines < lines:
            self.is_short = True
            return False
        self.trials -= 1
        self.lines -= lines
        return True


@attrs.frozen
class Tried:
    """A changed basket: its goods as priced, and what the customer pays in all, in minor units."""

    priced: Priced
    total: int

    def given(self, promotion: str) -> int:
        """What a promotion takes off its goods, in minor units."""
        return -sum(
            each.amount for line in self.priced.lines for each in line.adjustments if each.rule == promotion
        )

    def grants(self, promotion: str) -> bool:
        """Whether a promotion gives something beside the goods."""
        return any(each.rule == promotion for each in self.priced.grants)

    def has_more_than(self, other: Tried, promotion: str) -> bool:
        """Whether a promotion gives more than in another basket."""
        gains = self.grants(promotion) and not other.grants(promotion)
        return gains or self.given(promotion) > other.given(promotion)


@attrs.frozen(eq=False)
class Trials:
    """What a quote's basket would cost with more in it, and under a promotion that demands less."""

    quote: Quote
    _added: dict[tuple[Line, ...], Tried | None] = attrs.field(factory=dict, init=False, repr=False)
    _regular: dict[Line, int | None] = attrs.field(factory=dict, init=False, repr=False)

    @cached_property
    def question(self) -> Question:
        """The question that the quote answers, asked again."""
        quote = self.quote
        return Question.of(quote.rulebook, quote.basket, quote.asked_at, quote.standing)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The basket's lines in canonical order, without refs."""
        return self.quote.basket.canonical.lines

    @cached_property
    def now(self) -> Tried:
        """The basket as it is."""
        return Tried(self.quote.priced, self.quote.terms.total)

    def with_more(self, lines: Iterable[Line], budget: Budget) -> Tried | None:
        """The basket with more lines; ``None`` without an answer."""
        more = tuple(lines)
        if more not in self._added:
            if not budget.take(len(self.lines) + len(more)):
                return None
            self._added[more] = self._with_more(more)
        return self._added[more]

    def relaxed(self, promotion: Promotion, budget: Budget) -> Tried | None:
        """The basket as it is, if a promotion were this one instead; ``None`` without an answer."""
        if not budget.take(len(self.lines)):
            return None
        rules = self.question.prices.rules
        offered = {each.id: each for line in self.now.priced.lines for each in rules.offers.of(line.product)}
        changed = {**offered, promotion.id: promotion}
        promotions = tuple(changed[id_] for id_ in sorted(changed))
        question = attrs.evolve(self.question.prices, rules=attrs.evolve(rules, promotions=promotions))
        lines = [before_promotions(good, question)[0] for good in self.quote.goods.items]
        chosen = compare(question, lines).chosen
        changed_goods = attrs.evolve(self.now.priced, lines=chosen.lines, grants=chosen.grants)
        return self._tried(changed_goods, self.quote.goods)

    def regular(self, line: Line) -> int | None:
        """What is paid for a line by itself without any promotion; ``None`` without an answer."""
        if line not in self._regular:
            self._regular[line] = self._regular_of(line)
        return self._regular[line]

    def _with_more(self, more: tuple[Line, ...]) -> Tried | None:
        try:
            goods = attrs.evolve(self.quote.basket, lines=(*self.lines, *more)).goods
            return self._tried(self.question.priced(goods), goods)
        except ComptoirError:
            return None

    def _tried(self, priced: Priced, goods: Goods) -> Tried | None:
        """What is paid in all, with the delivery chosen; ``None`` if that is not offered as it was."""
        services = chosen_services(self.question, priced, goods)
        if [type(each.option) for each in services] != [type(each) for each in self.quote.deliveries]:
            return None
        offered = [each.option for each in services if isinstance(each.option, Offered)]
        redeemed, programme = self.quote.redeemed, self.quote.rulebook.loyalty.programme
        if isinstance(redeemed, Redemption) and not has_room(priced, redeemed):
            return None
        left = less_points(programme, priced, redeemed)
        return Tried(priced, taxed(self.question, left, offered).total)

    def _regular_of(self, line: Line) -> int | None:
        good = Good(1, line.sku, line.quantity, line.unit)
        try:
            return paid_for(self.question, before_promotions(good, self.question.prices)[0])
        except ComptoirError:
            return None
