"""Whether the law on delivery is told once for each country and day, and of countries that there are.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comptoir.delivery.law import DeliveryLaw
from comptoir.rulebook.consistency.known import Known
from comptoir.rulebook.consistency.names import twice
from comptoir.values.errors import Fault

LAW = "delivery.law"


def law_faults(law: Sequence[DeliveryLaw], known: Known) -> Iterator[Fault]:
    """A fault for each id that was there before, each country not known, and two rules in force at once."""
    yield from twice(LAW, [rule.id for rule in law], "id")
    for index, rule in enumerate(law):
        for country in rule.countries:
            yield from known.country(f"{LAW}[{index}].countries", country)
        for other in law[:index]:
            both = sorted({*rule.countries} & {*other.countries})
            if both and rule.valid.overlaps(other.valid):
                found = f"found {', '.join(both)}, for which {other.id} is in force too"
                cure = "let one end where the other begins"
                yield Fault("two_laws_at_once", f"{LAW}[{index}].countries", found, cure)
