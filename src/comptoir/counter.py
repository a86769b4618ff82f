"""The counter: the few questions that a channel asks, the same on every channel.

A façade over one rulebook; it holds no state of its own and no question changes it.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from comptoir.checkout.ask import quote_basket
from comptoir.checkout.place import Accepted, Refused, place_order
from comptoir.checkout.quote import Quote
from comptoir.facts.baskets import Basket
from comptoir.facts.orders import Tender
from comptoir.facts.provenance import Provenance
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongType, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import instant_of


@attrs.frozen
class Counter:
    """One counter, every channel: it answers from its rulebook, the facts and the instant alone."""

    rulebook: Rulebook

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.rulebook, Rulebook):
            cure = "pass Rulebook.open(sealed)"
            raise WrongType.at("rulebook", shown(self.rulebook), cure, code="not_a_rulebook")

    def quote(self, basket: Basket, at: datetime) -> Quote:
        """What the basket costs at an instant, and why.

        ``at`` is any aware ``datetime``. Amounts are in the basket's currency, tax included. Raises
        ``WrongValue`` for a naive ``at``, and ``NoAnswer`` beyond the horizon or for a product, price,
        currency or tax rate that the rulebook does not have.
        """
        if not isinstance(basket, Basket):
            raise WrongType.at("basket", shown(basket), "pass a Basket", code="not_a_basket")
        return quote_basket(self.rulebook, basket, instant_of(at))

    def place(
        self,
        quote: Quote,
        *,
        id: str,
        at: datetime,
        tenders: Iterable[Tender],
        provenance: Provenance,
    ) -> Accepted | Refused:
        """The quote as an order, with the facts to record; or the reason why not, as a value.

        The basket is asked again at ``at``; if the answer is no longer the one that was shown, the
        order is refused with both amounts. Tenders must come to the total exactly.
        """
        checked_identifier(id, "id")
        return place_order(
            self.rulebook, quote, id=id, at=instant_of(at), tenders=tenders, provenance=provenance
        )
