"""Whether the money policy fits the currencies and the places of a rulebook.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from comptoir.rulebook.consistency.names import known_currency, unknown
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.policies import MoneyPolicy


def money_faults(money: MoneyPolicy, sections: Sections, currencies: Collection[str]) -> Iterator[Fault]:
    """Each rounding of cash that could never be met, and each that holds beside another."""
    known = {sections.tax.country, *sections.places.countries}
    for index, each in enumerate(money.cash):
        where = f"money.cash[{index}]"
        yield from known_currency(f"{where}.step", each.step.currency, currencies)
        cure = "add it under [places.countries], with its zone and its calendar"
        yield from unknown("unknown_country", f"{where}.country", each.country, known, cure)
    for (_, one), (index, other) in combinations(enumerate(money.cash), 2):
        is_alike = (one.country, one.step.currency) == (other.country, other.step.currency)
        if is_alike and one.valid.overlaps(other.valid):
            found = f"found a second rounding of cash for {other.country} in an overlapping window"
            yield Fault("overlapping_cash", f"money.cash[{index}]", found, "end one where the other starts")
