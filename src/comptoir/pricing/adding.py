"""The verb that finds what goes with a good and is no price: its deposits and contributions.

Source: house rule.
"""

from __future__ import annotations

from comptoir.facts.extras import ExtraTerms
from comptoir.facts.goods import Good
from comptoir.pricing.listing import Listed
from comptoir.pricing.priced import TaxedExtra
from comptoir.pricing.question import PriceQuestion
from comptoir.values.decimals import MILLION
from comptoir.values.quantities import PIECE, pieces


def extras_of(good: Good, listed: Listed, question: PriceQuestion) -> tuple[TaxedExtra, ...]:
    """The extras of a good: for every piece, those inside packs too; a measured quantity is one piece."""
    count = listed.content // MILLION if listed.product.unit == PIECE else pieces(good.quantity)
    return tuple(
        TaxedExtra(
            ExtraTerms(
                rule=extra.id,
                name=extra.name,
                kind=extra.kind,
                in_price=extra.in_price,
                count=count,
                each=extra.amount.minor,
                amount=count * extra.amount.minor,
            ),
            extra.tax,
        )
        for extra in question.extras
        if extra.on.selects(listed.product)
    )
