"""Which reductions are announced to the public, and the price before each: from the rules that charge.

The public is a buyer without membership, group or coupon who buys one piece, and meets no condition:
personal and conditional offers are no announcements (Commission guidance 2021/C 526/02, sections 2.2 and
2.3). What it paid at any instant comes from the same price lists and promotions that charge, as far back
as the rulebook holds them.

Source: Directive 98/6/EC, article 6a; CJEU C-330/23.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import attrs

from comptoir.facts.baskets import ANYONE
from comptoir.facts.goods import Good
from comptoir.facts.products import Product
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.wheres import narrowness
from comptoir.pricing.history import (
    Prior,
    Sold,
    announced_percent,
    goes_on,
    midnight_before,
    prior_price,
    stretches,
)
from comptoir.pricing.lookup import start_of
from comptoir.pricing.price import price_alone
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.priced import PricedLine
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.pricing.question import PriceQuestion
from comptoir.pricing.rules import Promotion
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import EARLIEST, Instant
from comptoir.values.percentages import Percent
from comptoir.values.quantities import PIECE, Measured
from comptoir.values.windows import ALWAYS, Window
from comptoir.values.zones import Zone


@attrs.frozen(kw_only=True)
class Announced:
    """A reduction as it may be announced: the price now, the one before it, and at most what percentage.

    ``by`` are the promotions that make it; a list that is shown as a reduction makes it without one.
    """

    price: int
    prior: Prior
    percent: Percent
    by: tuple[str, ...] = ()


def one_of(product: Product) -> Good:
    """One piece of a product; of what is sold by measure, one kilogram or litre."""
    return Good(1, product.sku, 1 if product.unit == PIECE else Measured("1", product.unit))


def price_of_one(question: PriceQuestion, product: Product) -> PricedLine:
    """One piece of a product, priced as in a basket that holds nothing else."""
    return price_alone(question, one_of(product))


@attrs.frozen(eq=False)
class _Past:
    """What a product cost from each of ``starts`` on; looked up when it is asked for, once."""

    starts: Sequence[Instant]
    look_up: Callable[[Instant], Sold | None]
    _found: dict[Instant, Sold | None]

    def sold_at(self, at: Instant) -> Sold | None:
        """What it cost at an instant that is not before the first of them."""
        start = self.starts[bisect_right(self.starts, at) - 1]
        if start not in self._found:
            self._found[start] = self.look_up(start)
        return self._found[start]

    def needed(self, rule: PriorPriceRule, zone: Zone) -> Instant:
        """From when on it must be known: the days before the reduction began, or all of it for new goods."""
        first = self.starts[0]
        if rule.new_days is not None:
            return first
        began = len(self.starts) - 1
        while began and goes_on(
            self.sold_at(self.starts[began - 1]),
            self.sold_at(self.starts[began]),
            progressive=rule.progressive,
        ):
            began -= 1
        return max(first, midnight_before(self.starts[began], rule.days, zone)) if began else first


@attrs.frozen(kw_only=True)
class PublicPrices:
    """What the public pays, here, now and before; days are those of the ``zone``.

    ``others`` remembers what was asked at other instants, for all products.
    """

    question: PriceQuestion
    zone: Zone
    asked: PriceQuestion
    others: dict[Instant, PublicPrices] = attrs.field(factory=dict, repr=False, eq=False)

    @classmethod
    def of(cls, question: PriceQuestion, zone: Zone) -> PublicPrices:
        """What the public pays where and when a question is asked."""
        general = attrs.evolve(
            question.rules,
            promotions=[promotion for promotion in question.rules.promotions if promotion.is_public],
        )
        public = attrs.evolve(question, rules=general, buyer=ANYONE, coupons=(), tax=question.tax.of_anyone())
        return cls(question=public, zone=zone, asked=question)

    def announced(self, product: Product, asked: PricedLine | None = None) -> Announced | None:
        """The reduction announced now on a product that has a price; ``None`` if there is none to measure.

        ``asked`` is one piece of it as whoever asks would buy it, if that is known.
        """
        rule = self._rule(product)
        if rule is None or not self._may_be(product):
            return None
        line = asked if self._is_publics(product) else None
        line = line or _line(self.question, product)
        if line is None or not _is_announced(line):
            return None
        prior = self._prior(product, Sold(line.charged, reduced=True), rule)
        if prior is None:
            return None
        return Announced(
            price=line.charged,
            prior=prior,
            percent=announced_percent(prior.price, line.charged),
            by=tuple(adjustment.rule for adjustment in line.adjustments),
        )

    def at(self, instant: Instant) -> PublicPrices:
        """The same, asked at another instant."""
        if instant not in self.others:
            self.others[instant] = attrs.evolve(self, question=self.question.at(instant))
        return self.others[instant]

    def _may_be(self, product: Product) -> bool:
        """Whether anything could reduce a product now: few products are, and pricing one takes longer."""
        return self._has_announced_lists or any(
            promotion.on.selects(product)
            for promotions in self.question.promotions.values()
            for promotion in promotions
        )

    def _is_publics(self, product: Product) -> bool:
        """Whether whoever asks buys the product as the public does."""
        return (
            self.asked.buyer == ANYONE
            and not self.asked.coupons
            and self.asked.tax is self.question.tax
            and not any(promotion.on.selects(product) for promotion in self._not_public)
        )

    @cached_property
    def _not_public(self) -> tuple[Promotion, ...]:
        """Promotions in force that not everybody gets for one piece: they make no announcement."""
        return tuple(
            promotion
            for promotions in self.asked.promotions.values()
            for promotion in promotions
            if not promotion.is_public
        )

    @cached_property
    def _has_announced_lists(self) -> bool:
        return any(each.announced for each in self._lists)

    def changes(self, product: Product, valid: Window, *, within: Window) -> tuple[Instant, ...]:
        """The start of a window, and every instant in it at which the product's price may change."""
        first = max(start_of(valid), start_of(within))
        later = {edge for edge in self._edges(product) if valid.holds(edge) and within.holds(edge)}
        return tuple(sorted({first, *(edge for edge in later if edge > first)}))

    def _rule(self, product: Product) -> PriorPriceRule | None:
        """The rule by which a prior price is found: the narrowest, then the smallest id."""
        return next((rule for rule in self._rules if rule.on.selects(product)), None)

    @cached_property
    def _rules(self) -> tuple[PriorPriceRule, ...]:
        asked = self.question
        holding = (
            rule
            for rule in asked.rules.prior_prices
            if (rule.where is None or rule.where.holds(asked.spot)) and asked.moment.is_in(rule.valid)
        )
        return tuple(sorted(holding, key=lambda rule: (-narrowness(rule.where), rule.id)))

    def _prior(self, product: Product, sold: Sold, rule: PriorPriceRule) -> Prior | None:
        """The price before the reduction; ``None`` too if it began before the zone's table does."""
        now = self.question.moment.at
        past = self._past(product, sold)
        try:
            since = past.needed(rule, self.zone)
            timeline = stretches(past.starts, past.sold_at, since=since, until=Instant(now + 1))
            return prior_price(timeline, now, rule, self.zone)
        except NoAnswer:
            return None

    def _past(self, product: Product, now: Sold) -> _Past:
        """What the product cost before, as far back as is looked at."""
        at = self.question.moment.at
        starts = sorted({EARLIEST, *(edge for edge in self._edges(product) if edge <= at)})
        return _Past(starts, lambda instant: self._sold_at(product, instant), {starts[-1]: now})

    def _sold_at(self, product: Product, at: Instant) -> Sold | None:
        line = _line(self.at(at).question, product)
        return None if line is None else Sold(line.charged, _is_announced(line))

    def _edges(self, product: Product) -> Iterable[Instant]:
        """Every instant at which the product's price may have changed."""
        rules = self.question.rules
        yield from self.question.tax.changes
        for promotion in self._dated:
            if promotion.on.selects(product):
                yield from promotion.valid.edges
        for floor in rules.floors:
            if floor.on.selects(product):
                yield from floor.valid.edges
        for extra in rules.extras:
            if product.kit is not None or extra.on.selects(product):
                yield from extra.valid.edges
        for costs in rules.cost_lists:
            yield from costs.valid.edges
        for prices in self._lists:
            if product.kit is not None or product.sku in prices.prices:
                yield from prices.valid.edges

    @cached_property
    def _lists(self) -> tuple[PriceList, ...]:
        """The lists by which the public may buy here."""
        asked = self.question
        return tuple(
            each
            for each in asked.rules.lists
            if each.who is None
            and each.currency == asked.minting.currency
            and (each.where is None or each.where.holds(asked.spot))
        )

    @cached_property
    def _dated(self) -> tuple[Promotion, ...]:
        """The promotions that start or end."""
        return tuple(each for each in self.question.rules.promotions if each.valid != ALWAYS)


def _line(question: PriceQuestion, product: Product) -> PricedLine | None:
    """One piece as the public buys it; ``None`` if it cannot, then."""
    try:
        return price_of_one(question, product)
    except NoAnswer:
        return None


def _is_announced(line: PricedLine) -> bool:
    """Whether the public sees a reduction: by a promotion, or by a list that is shown as one."""
    return line.listed.basis is PriceBasis.INCLUDED and (line.listed.announced or line.charged < line.regular)
