"""Goods came back whose purchase nobody could prove: what was credited for them, and to whom.

No order stands behind it. A person is an opaque reference, a member's or another: what they were credited
before counts at the next time.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

import attrs

from comptoir.facts.provenance import Provenance
from comptoir.facts.streams import person_stream
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant, to_instant
from comptoir.values.money import checked_currency, checked_minor
from comptoir.values.quantities import QUANTITY_MAX, checked_count

UNPROVEN_DAYS_MAX: Final = 366
"""Days of which the lowest price is credited for goods whose purchase nobody can prove."""


@attrs.frozen
class Credited:
    """So many pieces of a product, and what was ``credited`` for them in all, in minor units.

    ``lowest`` is the lowest price of one piece in the days looked at: a ceiling may leave less of it.
    """

    sku: str
    quantity: int
    lowest: int
    credited: int

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.sku, "sku")
        checked_count(self.quantity, "quantity", 1, QUANTITY_MAX)
        checked_minor(self.lowest, "lowest")
        checked_minor(self.credited, "credited")


def _goods(goods: Iterable[Credited]) -> tuple[Credited, ...]:
    return tuple_of(Credited, goods, "goods")


@attrs.frozen(kw_only=True)
class UnprovenReturned:
    """Goods were taken back at a ``store`` without a proof of their purchase, for credit.

    Credited was the lowest price of the last ``days``, within ceilings. ``at`` is any aware ``datetime``.
    """

    document: ClassVar[str] = "unproven-returned/1"

    id: str
    person: str
    at: Instant = attrs.field(converter=to_instant)
    store: str
    currency: str
    days: int
    goods: tuple[Credited, ...] = attrs.field(converter=_goods)
    provenance: Provenance

    def __attrs_post_init__(self) -> None:
        for where, name in (("id", self.id), ("person", self.person), ("store", self.store)):
            checked_identifier(name, where)
        checked_instant(self.at, "at")
        checked_currency(self.currency)
        checked_count(self.days, "days", 1, UNPROVEN_DAYS_MAX)
        if not self.goods:
            raise WrongValue.at("goods", "found none", "say what came back", code="nothing_taken")
        checked_type(Provenance, self.provenance, "provenance", 'pass Provenance("till")')

    @property
    def credited(self) -> int:
        """What was credited in all, in minor units."""
        return sum(good.credited for good in self.goods)

    @property
    def subject(self) -> str:
        """The stream by which, with its id, the fact is known."""
        return person_stream(self.person)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to."""
        return (person_stream(self.person),)
