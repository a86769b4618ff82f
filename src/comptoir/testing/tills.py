"""A till, as the laws of prices see one: what it asks and does about prices, each part an adapter's own.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol

import attrs

from comptoir.checkout.page import Page
from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.counter import Counter
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.baskets import Basket
from comptoir.facts.orders import Tender
from comptoir.facts.provenance import Provenance
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import Ask, Case, ask_counter

BY: Final = Provenance("law", till="till-1")
AskPage = Callable[[Rulebook, Sequence[str], Basket, datetime], Page]
"""A way of asking for the price tags of products."""
Lock = Callable[[Rulebook, Quote, datetime], LockedQuote | Refused]
"""A way of locking a quote until an instant."""
PlaceOrder = Callable[[Rulebook, Quote | LockedQuote, datetime, Sequence[Tender]], Accepted | Refused]
"""A way of placing an order at an instant, paid with these tenders."""


def page_at_counter(rulebook: Rulebook, skus: Sequence[str], basket: Basket, at: datetime) -> Page:
    """The plain way of asking for a page: at the counter itself."""
    return Counter(rulebook).page(skus, at, basket=basket)


def lock_at_counter(rulebook: Rulebook, quote: Quote, until: datetime) -> LockedQuote | Refused:
    """The plain way of locking: at the counter itself."""
    return Counter(rulebook).lock(quote, until=until)


def place_at_counter(
    rulebook: Rulebook, quote: Quote | LockedQuote, at: datetime, tenders: Sequence[Tender]
) -> Accepted | Refused:
    """The plain way of placing: at the counter itself."""
    return Counter(rulebook).place(quote, id="o-1", at=at, tenders=tenders, provenance=BY)


@attrs.frozen(kw_only=True)
class Till:
    """How a channel asks for quotes and pages, and how it locks and places them; the counter's own ways."""

    quote: Ask = ask_counter
    page: AskPage = page_at_counter
    lock: Lock = lock_at_counter
    place: PlaceOrder = place_at_counter


PLAIN: Final = Till()
"""The counter itself."""


class PriceLaw(Protocol):
    """A law of prices: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: Case, till: Till = ...) -> None:
        """Try the law on one case."""
