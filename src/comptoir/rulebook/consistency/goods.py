"""Whether products, prices, promotions and taxes fit each other.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from comptoir.rulebook.consistency.names import twice
from comptoir.rulebook.consistency.offers import offer_faults, whole_offer_faults
from comptoir.rulebook.consistency.prices import price_faults, whole_price_faults
from comptoir.rulebook.consistency.promotions import unreachable_faults
from comptoir.rulebook.consistency.taxes import tax_faults, whole_tax_faults
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.windows import Window


def goods_faults(
    sections: Sections,
    currencies: Collection[str],
    valid: Window,
    unread: Collection[str] = (),
    *,
    of_all: bool = True,
) -> Iterator[Fault]:
    """Each thing that does not fit, in the order of the sections; without single products unless ``of_all``.

    Nothing is called unknown that may stand in a section that could not be read (``unread``).
    """
    if of_all:
        yield from twice("products", [each.sku for each in sections.products.products], "sku")
        yield from whole_tax_faults(sections)
    yield from price_faults(sections, currencies, unread)
    if of_all:
        yield from whole_price_faults(sections)
    yield from offer_faults(sections, currencies, valid, unread)
    if of_all:
        yield from whole_offer_faults(sections)
        if "products" not in unread:
            yield from unreachable_faults(sections)
    yield from tax_faults(sections, unread)
