"""A price that a person decided at the counter: below the listed one, with a reason and a name under it.

What a person may decide is a rule; that they did is a fact of the basket, the same for whoever asks.

Source: house rule; the words are those of the ARTS/OMG retail model (price override, reason code).
"""

from __future__ import annotations

import attrs

from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.money import Amount, checked_not_negative, to_amount


@attrs.frozen(kw_only=True)
class Override:
    """So much for each piece (or kilogram, litre …) instead of the listed price.

    ``reason`` is one of the rulebook's, ``authority`` the one that the ``author`` acts with.
    ``evidence`` is what a price match is shown: the rival's offer, in words.

    >>> Override(price="39.00 EUR", reason="damaged", author="e-114", authority="manager").price.minor
    3900
    """

    price: Amount = attrs.field(converter=to_amount)
    reason: str
    author: str
    authority: str
    evidence: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.price, "price")
        checked_identifier(self.reason, "reason")
        checked_identifier(self.author, "author")
        checked_identifier(self.authority, "authority")
        if self.evidence is not None:
            checked_text(self.evidence, "evidence")
