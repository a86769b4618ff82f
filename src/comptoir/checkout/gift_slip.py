"""What is said to whoever gives back a gift: which goods, until when, and that credit is issued for them.

It is for the recipient, who never learns what a gift cost: no amount, price, means of payment or points
stand anywhere in it, and what is shown or printed at the desk is made of it alone.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from comptoir.facts.return_terms import Means
from comptoir.returns.assessed import Assessed
from comptoir.returns.refused import ReturnRefused
from comptoir.texts import language_of, name_text, quantity_text, say
from comptoir.texts.writing import day_text
from comptoir.values.quantities import Quantity


@attrs.frozen(kw_only=True)
class GiftBack:
    """A gift that is taken back, and the last day on which it may be: ``None`` where none is known."""

    sku: str
    name: Mapping[str, str]
    quantity: Quantity
    last_day: date | None = None


@attrs.frozen(kw_only=True)
class GiftSlip:
    """What a recipient may know of a gift's return. ``on_credit`` says whether credit is issued for it."""

    goods: tuple[GiftBack, ...]
    refused: tuple[ReturnRefused, ...]
    on_credit: bool

    def text(self, language: str) -> str:
        """All of it in sentences, a line each, in French (``fr``) or English (``en``)."""
        return "\n".join(self._sentences(language))

    def _sentences(self, language: str) -> Iterator[str]:
        spoken = language_of(language)
        for good in self.goods:
            yield say(
                "gift_back" if good.last_day is None else "gift_back_until",
                spoken,
                quantity=quantity_text(good.quantity, spoken),
                name=name_text(good.name, spoken),
                last_day="" if good.last_day is None else day_text(good.last_day, spoken),
            )
        for refused in self.refused:
            yield say("gift_refused", spoken, what=str(refused.give.what), why=refused.text(language))
        if self.on_credit:
            yield say("gift_credit", spoken)


def gift_slip(assessed: Assessed) -> GiftSlip:
    """What of an answer the recipient of a gift may know."""
    tenders = assessed.refund.tenders
    return GiftSlip(
        goods=tuple(
            GiftBack(
                sku=good.product.sku,
                name=good.product.name,
                quantity=good.quantity,
                last_day=good.best.last_day,
            )
            for good in assessed.goods
        ),
        refused=tuple(attrs.evolve(each, rights=()) for each in assessed.refused),
        on_credit=bool(tenders) and all(tender.means == Means.CREDIT.value for tender in tenders),
    )
