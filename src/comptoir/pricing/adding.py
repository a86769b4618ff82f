"""The verb that finds what goes with a good and is no price: its deposits and contributions.

Those of a kit are its own and its parts'.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comptoir.facts.extras import ExtraTerms
from comptoir.facts.goods import Good
from comptoir.facts.products import Product
from comptoir.pricing.listing import Listed
from comptoir.pricing.priced import TaxedExtra
from comptoir.pricing.question import PriceQuestion
from comptoir.values.decimals import MILLION
from comptoir.values.quantities import PIECE, pieces


def extras_of(good: Good, listed: Listed, question: PriceQuestion) -> tuple[TaxedExtra, ...]:
    """The extras of a good: for every piece, those inside packs too; a measured quantity is one piece."""
    if not question.extras:
        return ()
    count = listed.content // MILLION if listed.product.unit == PIECE else pieces(good.quantity)
    held = list(_held(listed.product, count, question.assortment))
    found = []
    for extra in question.extras:
        borne = sum(number for product, number in held if extra.on.selects(product))
        if borne:
            terms = ExtraTerms(
                rule=extra.id,
                name=extra.name,
                kind=extra.kind,
                in_price=extra.in_price,
                count=borne,
                each=extra.amount.minor,
                amount=borne * extra.amount.minor,
            )
            found.append(TaxedExtra(terms, extra.tax))
    return tuple(found)


def _held(product: Product, count: int, assortment: Mapping[str, Product]) -> Iterator[tuple[Product, int]]:
    """So many pieces of a product, and of what is inside each of them."""
    yield product, count
    if product.kit is not None:
        for part in product.kit.parts:
            yield from _held(assortment[part.sku], count * part.count, assortment)
