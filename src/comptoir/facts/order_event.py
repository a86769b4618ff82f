"""What every fact that happens to an order has.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

from comptoir.facts.provenance import Provenance
from comptoir.facts.streams import member_stream, order_stream
from comptoir.facts.units import Units
from comptoir.values.collections import tuple_of
from comptoir.values.errors import checked_type
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant, to_instant


def order_streams(order: str, member: str | None) -> tuple[str, ...]:
    """The streams to which a fact of an order belongs."""
    return (order_stream(order),) if member is None else (order_stream(order), member_stream(member))


def to_units(units: Iterable[Units]) -> tuple[Units, ...]:
    """Pieces that a fact names; for attrs fields."""
    return tuple_of(Units, units, "units")


@attrs.frozen(kw_only=True)
class OrderEvent:
    """What every later fact of an order has: an ``id``, the order, its member, its instant, and who said so.

    ``at`` is any aware ``datetime``.
    """

    document: ClassVar[str]

    id: str
    order: str
    member: str | None = None
    at: Instant = attrs.field(converter=to_instant)
    provenance: Provenance

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_identifier(self.order, "order")
        if self.member is not None:
            checked_identifier(self.member, "member")
        checked_instant(self.at, "at")
        checked_type(Provenance, self.provenance, "provenance", 'pass Provenance("till")')

    @property
    def subject(self) -> str:
        """The stream by which, with its id, the fact is known."""
        return order_stream(self.order)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to."""
        return order_streams(self.order, self.member)
