"""The verb that finds what goes with a good and is no price: its deposits and contributions.

Those of a kit are its own and its parts'.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comptoir.facts.extras import ExtraTerms
from comptoir.facts.goods import Good
from comptoir.facts.products import Product
from comptoir.pricing.extras import Extra
from comptoir.pricing.listing import Listed
from comptoir.pricing.priced import TaxedExtra
from comptoir.pricing.question import PriceQuestion
from comptoir.values.decimals import MILLION
from comptoir.values.quantities import PIECE, pieces


def extras_of(good: Good, listed: Listed, question: PriceQuestion) -> tuple[TaxedExtra, ...]:
    """The extras of a good: for every piece, those inside packs too; a measured quantity is one piece."""
    extras = question.extras
    if not extras.ids:
        return ()
    count = listed.content // MILLION if listed.product.unit == PIECE else pieces(good.quantity)
    borne: dict[str, int] = {}
    found: dict[str, Extra] = {}
    for product, number in _held(listed.product, count, question.assortment):
        for extra in extras.selecting(product):
            found[extra.id] = extra
            borne[extra.id] = borne.get(extra.id, 0) + number
    return tuple(TaxedExtra(_terms(found[each], borne[each]), found[each].tax) for each in sorted(found))


def _terms(extra: Extra, count: int) -> ExtraTerms:
    """An extra for so many pieces."""
    return ExtraTerms(
        rule=extra.id,
        name=extra.name,
        kind=extra.kind,
        in_price=extra.in_price,
        count=count,
        each=extra.amount.minor,
        amount=count * extra.amount.minor,
    )


def _held(product: Product, count: int, assortment: Mapping[str, Product]) -> Iterator[tuple[Product, int]]:
    """So many pieces of a product, and of what is inside each of them."""
    yield product, count
    if product.kit is not None:
        for part in product.kit.parts:
            yield from _held(assortment[part.sku], count * part.count, assortment)
