"""How a law places an order: the case's basket, complete, paid to the cent.

Source: house rule.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.counter import Counter
from comptoir.facts.baskets import Contract
from comptoir.facts.handovers import Carry
from comptoir.facts.orders import Tender
from comptoir.testing.cases import Ask, Case, answer_of
from comptoir.testing.tills import BY
from comptoir.values.money import Amount


def acceptable(case: Case) -> Case:
    """The case with what an order needs and a basket may lack: a contract and a handover."""
    basket = attrs.evolve(
        case.basket,
        contract=case.basket.contract or Contract.IN_STORE,
        handover=case.basket.handover or Carry("lyon-2"),
    )
    return attrs.evolve(case, basket=basket)


def place(case: Case, ask: Ask) -> Accepted | Refused | None:
    """The case's basket as an order, paid to the cent; ``None`` where there is no answer."""
    quote = answer_of(case, ask)
    return None if quote is None else place_quote(case, quote, case.at)


def place_quote(case: Case, quote: Quote, at: datetime, missing: int = 0) -> Accepted | Refused:
    """A quote as an order at an instant, paid in two tenders but for ``missing`` minor units."""
    due = quote.due - missing
    parts = [due // 2, due - due // 2]
    tenders = [
        Tender(means, Amount(part, quote.terms.currency))
        for means, part in zip(("gift-card", "card"), parts, strict=True)
        if part > 0
    ]
    return Counter(case.rulebook).place(quote, id="o-1", at=at, tenders=tenders, provenance=BY)
