"""What was agreed about exchanges: what may be taken for goods given back, at which price, and how.

An exchange is *even* where no customer money moves; else what is taken is bought, and what was paid for the
goods given back pays for it as far as it goes.

Source: house rule (law R5); the law gives no right to an exchange, so a policy must.
"""

from __future__ import annotations

from enum import Enum

import attrs

from comptoir.facts.bearers import Bearer
from comptoir.values.errors import checked_type
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant
from comptoir.values.periods import Period
from comptoir.values.selections import Selection, checked_selection


class ExchangeScope(Enum):
    """What may be taken for what is given back, where the difference is paid."""

    VARIANTS = "variants"
    """Products of the model of something that is given back."""
    ANYTHING = "anything"


class ExchangePrice(Enum):
    """At which price goods are taken, where the difference is paid."""

    TODAY = "today"
    """That of the exchange."""
    ORIGINAL = "original"
    """What they would have cost when the goods given back were bought."""
    PROTECTED = "protected"
    """The lesser of both, for each piece."""


@attrs.frozen(kw_only=True)
class ExchangeTerms:
    """What goods of a policy are exchanged for: what is in ``scope``, at a ``price``, the difference paid.

    Products that ``even_on`` selects are taken evenly for each other, beside variants of one model. With
    ``advance``, goods may be taken so much earlier than the old ones are given back. ``delivery`` is who pays
    for bringing what is taken where the difference is paid; of an even exchange, the seller always does.
    """

    scope: ExchangeScope = ExchangeScope.VARIANTS
    price: ExchangePrice = ExchangePrice.TODAY
    even_on: Selection | None = None
    advance: Period | None = None
    delivery: Bearer = Bearer.SELLER

    def __attrs_post_init__(self) -> None:
        checked_type(ExchangeScope, self.scope, "scope", "pass ExchangeScope.VARIANTS or ANYTHING")
        checked_type(ExchangePrice, self.price, "price", "pass ExchangePrice.TODAY, ORIGINAL or PROTECTED")
        if self.even_on is not None:
            checked_selection(self.even_on, "even_on")
        if self.advance is not None:
            checked_type(Period, self.advance, "advance", 'pass Period.from_text("14 days")')
        checked_type(Bearer, self.delivery, "delivery", "pass Bearer.BUYER or SELLER")


@attrs.frozen(kw_only=True)
class InExchange:
    """That a basket is taken in exchange for goods of an ``order``, which was placed at an instant.

    By a ``rule``, a policy on that order, with its ``price`` and who bears the ``delivery``. It is bought
    with these goods on one ticket, and not by itself.
    """

    order: str
    placed_at: Instant
    rule: str
    price: ExchangePrice = ExchangePrice.TODAY
    delivery: Bearer = Bearer.SELLER

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.order, "order")
        checked_instant(self.placed_at, "placed_at")
        checked_identifier(self.rule, "rule")
        checked_type(ExchangePrice, self.price, "price", "pass ExchangePrice.TODAY, ORIGINAL or PROTECTED")
        checked_type(Bearer, self.delivery, "delivery", "pass Bearer.BUYER or SELLER")
