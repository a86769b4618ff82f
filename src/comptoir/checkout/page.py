"""Prices on a page: what one piece of each of many products costs, asked at once.

Each is priced as a basket that holds nothing else would be; what holds for all of them is found once.
Where a price is announced as reduced, the price before the reduction stands beside it.

Source: house rule; Directive 98/6/EC, articles 3 and 6a, for the price per measure and the prior price.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar, Final

import attrs
import pendulum

from comptoir.checkout.answers import answer_digest
from comptoir.checkout.question import Question
from comptoir.checkout.standing import Standing
from comptoir.checkout.taxing import paid_for
from comptoir.facts.baskets import Basket
from comptoir.facts.products import Product
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.terms import Adjustment
from comptoir.pricing.announced import Announced, PublicPrices, price_of_one
from comptoir.pricing.measure import PerMeasure, per_measure_of
from comptoir.rulebook import Rulebook
from comptoir.values.collections import tuple_of
from comptoir.values.errors import LimitExceeded, NoAnswer, WrongValue, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, datetime_of, instant_text
from comptoir.wire import digest

QUESTION: Final = "page-question/1"
PAGE_MAX: Final = 2_000
"""Products on a page."""


@attrs.frozen(kw_only=True)
class PriceTag:
    """What one piece (or kilogram, litre …) of a product costs, in minor units.

    ``regular`` is the listed price and ``charged`` what promotions leave of it, both on the ``basis`` of
    the list; ``paid`` is what the customer pays, with extras and tax. ``per_measure`` is the charged
    price per kilogram, litre or metre. ``announced`` is the reduction that the public may be told of.
    """

    kind: ClassVar[str] = "tag"

    sku: str
    price_list: str
    basis: PriceBasis
    regular: int
    adjustments: tuple[Adjustment, ...] = ()
    charged: int
    paid: int
    per_measure: PerMeasure | None = None
    announced: Announced | None = None


@attrs.frozen(kw_only=True)
class NotPriced:
    """A product that cannot be sold here and now, by the ``code`` of the reason."""

    kind: ClassVar[str] = "not_priced"

    sku: str
    code: str


@attrs.frozen(kw_only=True)
class PageTags:
    """The answer itself, whose digest two channels compare."""

    document: ClassVar[str] = "price-page/1"

    currency: str
    tags: tuple[PriceTag | NotPriced, ...]


@attrs.frozen(kw_only=True)
class Page:
    """The price tags of products, in the order asked; ``until`` is when the first of them may change."""

    basket: Basket
    asked_at: Instant
    until: Instant
    page: PageTags
    standing: Standing | None = attrs.field(default=None, repr=False)
    rulebook: Rulebook = attrs.field(repr=False)

    @property
    def tags(self) -> tuple[PriceTag | NotPriced, ...]:
        """A tag for each product, in the order asked."""
        return self.page.tags

    @property
    def valid_until(self) -> pendulum.DateTime:
        """The first instant, in UTC, at which the same question may get another answer."""
        return datetime_of(self.until)

    def tag(self, sku: str) -> PriceTag | NotPriced:
        """The tag of a product; ``WrongValue`` if the page was not asked for it."""
        found = next((each for each in self.tags if each.sku == sku), None)
        if found is None:
            raise WrongValue.at("sku", shown(sku), "ask the page for it", code="not_on_page")
        return found

    @cached_property
    def question(self) -> str:
        """The digest of the rulebook, the products, for whom and where, the standing, and the instant."""
        codec = self.rulebook.vocabulary.codec
        document = {
            "rulebook": self.rulebook.digest,
            "skus": [tag.sku for tag in self.tags],
            "basket": codec.write(self.basket),
            "at": instant_text(self.asked_at),
        }
        if self.standing is not None:
            document["standing"] = self.standing.answer
        return digest({QUESTION: document})

    @cached_property
    def answer(self) -> str:
        """The digest of the tags: equal on every channel that asked the same."""
        return answer_digest(self.page, self.rulebook.vocabulary)


def price_page(
    rulebook: Rulebook, skus: Iterable[str], basket: Basket, at: Instant, standing: Standing | None = None
) -> Page:
    """The price tags of products, for the buyer of a basket and its place; its lines are not looked at.

    Raises ``LimitExceeded`` above 2,000 products, and what asking for a basket raises beyond products.
    """
    asked = [checked_identifier(sku, f"skus[{i}]") for i, sku in enumerate(tuple_of(str, skus, "skus"))]
    if len(asked) > PAGE_MAX:
        found = f"found {len(asked)} products"
        raise LimitExceeded.at("skus", found, f"ask for at most {PAGE_MAX}", code="too_many_products")
    of_whom = attrs.evolve(basket, lines=(), empties=(), points=0)
    question = Question.of(rulebook, of_whom, at, standing)
    public = PublicPrices.of(question.prices, rulebook.zone)
    tags = tuple(_tag(question, public, sku) for sku in asked)
    return Page(
        basket=of_whom,
        asked_at=at,
        until=question.until,
        page=PageTags(currency=basket.currency, tags=tags),
        standing=standing,
        rulebook=rulebook,
    )


def _tag(question: Question, public: PublicPrices, sku: str) -> PriceTag | NotPriced:
    product = question.rulebook.assortment.get(sku)
    if product is None:
        return NotPriced(sku=sku, code="unknown_sku")
    try:
        return _priced(question, public, product)
    except NoAnswer as error:
        return NotPriced(sku=sku, code=error.faults[0].code)


def _priced(question: Question, public: PublicPrices, product: Product) -> PriceTag:
    line = price_of_one(question.prices, product)
    return PriceTag(
        sku=product.sku,
        price_list=line.listed.list,
        basis=line.listed.basis,
        regular=line.regular,
        adjustments=line.adjustments,
        charged=line.charged,
        paid=paid_for(question, line),
        per_measure=per_measure_of(product, line.charged, line.listed.content, minting=question.minting),
        announced=public.announced(product, line),
    )
