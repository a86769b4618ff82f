"""What the seller owes whoever runs the store that served for it: goods taken in, and costs it had.

Decides on what was recorded of a claim and on what the seller grants for handling it. May never know what the
goods cost, nor what the guarantee says: which legal entity sold is what counts, not which shop took the goods
in.

Source: house rule; French Code de la consommation, article L217-3, for who answers to the customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from comptoir.facts.claims import Claim
from comptoir.facts.events import Intercompany


@attrs.frozen
class Served:
    """What is owed for what one ``store`` did about a claim."""

    store: str
    owed: Intercompany


def served_by(
    claim: Claim, *, seller: str | None, entities: Mapping[str, str], handling: int
) -> tuple[Served, ...]:
    """What the ``seller`` owes for a claim, by store in the order in which each had to do with it.

    ``entities`` has the legal entity that runs each store; a place that is not among them is none. A store in
    which the goods were handed in has the ``handling``, in minor units, once for the claim, besides the costs
    that were recorded for it. Where the seller runs the store, where nobody said who sold, and where there is
    nothing to pay, nothing is owed.
    """
    if seller is None:
        return ()
    return tuple(_served(claim, seller, entities, handling))


def _served(claim: Claim, seller: str, entities: Mapping[str, str], handling: int) -> Iterator[Served]:
    costs = dict(claim.handling)
    took_in = {stay.place for stay in claim.stays}
    for place in dict.fromkeys((*(stay.place for stay in claim.stays), *costs)):
        runs = entities.get(place, seller)
        amount = costs.get(place, 0) + (handling if place in took_in else 0)
        if runs != seller and amount > 0:
            yield Served(place, Intercompany(owed_by=seller, owed_to=runs, amount=amount))
