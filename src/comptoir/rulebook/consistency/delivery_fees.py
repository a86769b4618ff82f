"""Whether what delivery services cost fits the zones of places and the currencies.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from comptoir.delivery.rules import Service
from comptoir.rulebook.consistency.known import Known
from comptoir.rulebook.consistency.names import known_currency
from comptoir.values.errors import Fault


def fee_faults(service: Service, where: str, known: Known, currencies: Collection[str]) -> Iterator[Fault]:
    """Each thing that does not fit; the surcharges are in the currency of the fee."""
    yield from known_currency(f"{where}.fee", service.fee.currency, currencies)
    for index, surcharge in enumerate(service.surcharges):
        for zone in surcharge.zones:
            yield from known.place_zone(f"{where}.surcharges[{index}].zones", zone)
