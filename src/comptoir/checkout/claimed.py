"""The claim for which goods come back, are replaced or are kept for less, as it stands at an instant.

Source: house rule.
"""

from __future__ import annotations

from comptoir.checkout.order_read import OrderRead
from comptoir.facts.guarantee_terms import Remedy
from comptoir.facts.held import Held
from comptoir.returns.claims.back import ClaimBack, claim_back
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_identifier


def claim_of(rulebook: Rulebook, read: OrderRead, claim: str | None, remedy: Remedy) -> ClaimBack | None:
    """A claim about goods of an order that was read, and whether it gives a remedy; ``None`` without one.

    Raises ``WrongValue`` for a claim that nobody has made.
    """
    if claim is None:
        return None
    check_claim(read.held, claim)
    return claim_back(read.held, claim, remedy, read.moment, rulebook.almanac)


def check_claim(held: Held, claim: str) -> None:
    """``WrongValue`` for a claim that nobody has made about goods of an order."""
    known = [each.id for each in held.claims]
    if checked_identifier(claim, "claim") not in known:
        cure = f"use a claim about goods of the order: {', '.join(known) or 'there is none'}"
        raise WrongValue.at("claim", f"found {claim}", cure, code="unknown_claim")
