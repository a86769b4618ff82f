"""What an export of a rulebook gives: documents of schema.org, and what they could not say.

Source: house rule (an export never claims more than the till keeps).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from comptoir.adapters.schema_org.unsaid import Unsaid
from comptoir.facts.products import Nature, Product
from comptoir.rulebook import Rulebook
from comptoir.values.collections import tuple_of
from comptoir.values.errors import NoAnswer, quoted
from comptoir.values.instants import Instant
from comptoir.wire.canonical import Document


def _details(details: Iterable[Document]) -> tuple[Document, ...]:
    return tuple(details)


def _unsaid(unsaid: Iterable[Unsaid]) -> tuple[Unsaid, ...]:
    return tuple_of(Unsaid, unsaid, "unsaid")


@attrs.frozen(kw_only=True)
class Export:
    """Documents, ``details``, of services or of policies; what is ``unsaid``, ``until`` when they hold."""

    details: tuple[Document, ...] = attrs.field(converter=_details)
    unsaid: tuple[Unsaid, ...] = attrs.field(converter=_unsaid)
    until: Instant

    @property
    def document(self) -> Document:
        """The details as one JSON-LD document."""
        return {"@context": "https://schema.org", "@graph": list(self.details)}

    def with_also(self, other: Export) -> Export:
        """The details of both, for as long as both hold."""
        return Export(
            details=(*self.details, *other.details),
            unsaid=(*self.unsaid, *other.unsaid),
            until=min(self.until, other.until),
        )


def goods_of(rulebook: Rulebook, skus: Sequence[str]) -> tuple[Product, ...]:
    """The goods with these SKUs, all goods without any; ``NoAnswer`` for one that the rulebook has not."""
    for index, sku in enumerate(skus):
        if sku not in rulebook.assortment:
            cure = "name products of the rulebook"
            raise NoAnswer.at(f"skus[{index}]", f"found {quoted(sku)}", cure, code="unknown_sku")
    products = (rulebook.assortment[sku] for sku in skus) if skus else rulebook.products.products
    return tuple(product for product in products if product.nature is Nature.GOODS)
