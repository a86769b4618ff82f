"""What a quote agrees, by value: all that an order is made of but its payment.

A quote that was locked keeps this until an instant, whatever changes.

Source: house rule (an order carries its terms by value).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import attrs
import pendulum

from comptoir.facts.baskets import Basket
from comptoir.facts.cash import CashPayment, cash_for
from comptoir.facts.goods import RefUnits
from comptoir.facts.orders import Tender, checked_digest, checked_rule_names
from comptoir.facts.products import Product
from comptoir.facts.repricing import Repricing
from comptoir.facts.terms import TERMS_BYTES_MAX, Terms
from comptoir.values.collections import counted, tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.instants import Instant, checked_instant, datetime_of
from comptoir.values.money import Money, money_of


def _products(products: Iterable[Product]) -> tuple[Product, ...]:
    return tuple_of(Product, products, "products")


@attrs.frozen(kw_only=True)
class Agreed:
    """The basket, its goods as they are described, and the terms, with the digests that prove them."""

    seller: str | None = None
    entity: str | None = None
    rulebook: str
    question: str
    answer: str
    basket: Basket
    products: tuple[Product, ...] = attrs.field(converter=_products, repr=counted("products"))
    refs: tuple[RefUnits, ...] = ()
    rule_names: Mapping[str, Mapping[str, str]] = attrs.field(converter=checked_rule_names)
    terms: Terms
    repricing: Repricing | None = None

    def __attrs_post_init__(self) -> None:
        for where in ("rulebook", "question", "answer"):
            checked_digest(getattr(self, where), where)
        checked_type(Basket, self.basket, "basket", "pass a Basket")
        checked_type(Terms, self.terms, "terms", "pass the Terms of a quote")
        self._check_basket()
        if len(self.products) != len(self.terms.lines):
            found = f"found {len(self.products)} products for {len(self.terms.lines)} lines"
            raise WrongValue.at("products", found, "describe each line's product", code="lines_not_in_order")

    def _check_basket(self) -> None:
        """The basket can become an order, and is the one whose terms these are."""
        basket, terms = self.basket, self.terms
        if basket.contract is None or basket.handover is None:
            cure = "say where the contract is concluded and how the goods are handed over"
            raise WrongValue.at("basket", "found no contract or no handover", cure, code="not_an_order")
        goods = [(good.sku, good.quantity, good.unit) for good in basket.goods.items]
        agreed = [(line.sku, line.quantity, line.unit) for line in terms.lines]
        spent = terms.redemption
        points, reservation = (0, None) if spent is None else (spent.points, spent.reservation)
        is_wished = points == basket.points or 0 < points < basket.points  # some may be kept
        wanted = (basket.currency, goods, basket.reservation)
        if wanted != (terms.currency, agreed, reservation) or not is_wished:
            found = "found terms of other goods, points or currency than the basket's"
            raise WrongValue.at("basket", found, "keep what was agreed as it is", code="other_basket")


@attrs.frozen(kw_only=True)
class LockedQuote:
    """A quote whose terms hold from ``asked_at`` until ``until``, whatever changes in between.

    It is kept by the seller, as an order is: what a customer sends back is no proof of what was agreed.
    """

    document: ClassVar[str] = "locked-quote/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    agreed: Agreed
    asked_at: Instant
    until: Instant

    def __attrs_post_init__(self) -> None:
        checked_type(Agreed, self.agreed, "agreed", "pass what a quote agrees")
        checked_instant(self.asked_at, "asked_at")
        if checked_instant(self.until, "until") <= self.asked_at:
            cure = "lock it until after it was asked"
            raise WrongValue.at("until", "found an end before the start", cure, code="empty_window")

    @property
    def total(self) -> Money:
        """What was agreed for goods and delivery, tax included."""
        return money_of(self.agreed.terms.total, self.agreed.terms.currency)

    @property
    def to_pay(self) -> Money:
        """What is left to pay in money once points have paid their part."""
        return money_of(self.agreed.terms.due, self.agreed.terms.currency)

    def in_cash(self, *, given: Money | str | None = None, besides: Iterable[Tender] = ()) -> CashPayment:
        """What is asked in cash for what the tenders ``besides`` do not pay, and the change of what is given.

        Rounded as it was agreed. Raises ``WrongValue`` for less than is due, or if nothing is.
        """
        return cash_for(self.agreed.terms, given, besides)

    @property
    def locked_until(self) -> pendulum.DateTime:
        """The first instant, in UTC, at which the terms no longer hold."""
        return datetime_of(self.until)
