"""Which reductions are announced to the public, and the price before each: from the rules that charge.

The public is a buyer without membership, group or coupon who buys one piece: personal offers are no
announcements (Commission guidance 2021/C 526/02, section 2.3). What it paid at any instant comes from
the same price lists and promotions that charge, as far back as the rulebook holds them.

Source: Directive 98/6/EC, article 6a; CJEU C-330/23.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

import attrs

from comptoir.facts.baskets import ANYONE
from comptoir.facts.goods import Good, Goods
from comptoir.facts.products import Product
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.wheres import narrowness
from comptoir.pricing.history import Prior, Sold, announced_percent, prior_price, stretches
from comptoir.pricing.lookup import start_of
from comptoir.pricing.price import price_goods
from comptoir.pricing.priced import PricedLine
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.pricing.question import PriceQuestion
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import DAY, EARLIEST, Instant
from comptoir.values.percentages import Percent
from comptoir.values.quantities import PIECE, Measured
from comptoir.values.windows import Window
from comptoir.values.zones import Zone

REACH: Final = 731 * DAY
"""How far back prices are looked at: two years."""


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
    """One piece of a product, priced as a basket that holds nothing else."""
    return price_goods(question, Goods((one_of(product),), ())).lines[0]


@attrs.frozen(kw_only=True)
class PublicPrices:
    """What the public pays, here, now and before; days are those of the ``zone``."""

    question: PriceQuestion
    zone: Zone
    _asked: dict[Instant, PriceQuestion] = attrs.field(factory=dict, init=False, repr=False, eq=False)

    @classmethod
    def of(cls, question: PriceQuestion, zone: Zone) -> PublicPrices:
        """What the public pays where and when a question is asked."""
        return cls(question=attrs.evolve(question, buyer=ANYONE, coupons=()), zone=zone)

    def announced(self, product: Product) -> Announced | None:
        """The reduction announced now on a product that has a price; ``None`` if there is none to measure."""
        rule = self._rule(product)
        line = price_of_one(self.question, product)
        if rule is None or not _is_announced(line):
            return None
        now = self.question.moment.at
        since = Instant(max(EARLIEST, now - REACH))
        timeline = stretches(
            self._edges(product), lambda at: self._sold_at(product, at), since=since, until=Instant(now + 1)
        )
        prior = prior_price(timeline, now, rule, self.zone)
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
        return attrs.evolve(self, question=self.question.at(instant))

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

    def _sold_at(self, product: Product, at: Instant) -> Sold | None:
        if at not in self._asked:
            self._asked[at] = self.question.at(at)
        try:
            line = price_of_one(self._asked[at], product)
        except NoAnswer:  # it had no price then
            return None
        return Sold(line.charged, _is_announced(line))

    def _edges(self, product: Product) -> Iterable[Instant]:
        """Every instant at which the product's price may have changed."""
        yield from self._common_edges
        for each in self.question.rules.lists:
            if product.sku in each.prices or product.kit is not None:
                yield from _edges_of(each.valid)

    @cached_property
    def _common_edges(self) -> frozenset[Instant]:
        rules = self.question.rules
        windows = [each.valid for each in rules.promotions]
        windows += [each.valid for each in rules.floors]
        windows += [each.valid for each in rules.extras]
        windows += [each.valid for each in rules.cost_lists]
        return frozenset(edge for window in windows for edge in _edges_of(window))


def _is_announced(line: PricedLine) -> bool:
    """Whether the public sees a reduction: by a promotion, or by a list that is shown as one."""
    return line.listed.basis is PriceBasis.INCLUDED and (line.listed.announced or line.charged < line.regular)


def _edges_of(window: Window) -> Iterable[Instant]:
    return (edge for edge in (window.from_, window.until) if edge is not None)
