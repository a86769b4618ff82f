"""How cash is rounded in a country at a moment, by the money policy of the rulebook.

Source: house rule.
"""

from __future__ import annotations

from comptoir.rulebook import Rulebook
from comptoir.values.moments import Moment
from comptoir.values.policies import CashRounding


def coins_of(rulebook: Rulebook, country: str | None, currency: str, moment: Moment) -> CashRounding | None:
    """The rounding of cash in a currency; ``None`` if there is none, or the country is not known."""
    for each in rulebook.header.money.cash:
        is_here = each.country == country and each.step.currency == currency
        if is_here and moment.is_in(each.valid):
            return each
    return None
