"""Whether the money policy fits the currencies and the places of a rulebook.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from comptoir.facts.wheres import InCountries
from comptoir.rulebook.consistency.names import known_currency
from comptoir.rulebook.consistency.wheres import where_faults
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.policies import MoneyPolicy


def money_faults(money: MoneyPolicy, sections: Sections, currencies: Collection[str]) -> Iterator[Fault]:
    """Each rounding of cash that could never be met, and each that holds beside another."""
    for index, each in enumerate(money.cash):
        where = f"money.cash[{index}]"
        yield from known_currency(f"{where}.step", each.step.currency, currencies)
        yield from where_faults(f"{where}.country", InCountries([each.country]), sections)
    for (_, one), (index, other) in combinations(enumerate(money.cash), 2):
        is_alike = (one.country, one.step.currency) == (other.country, other.step.currency)
        if is_alike and one.valid.overlaps(other.valid):
            found = f"found a second rounding of cash for {other.country} in an overlapping window"
            yield Fault("overlapping_cash", f"money.cash[{index}]", found, "end one where the other starts")
