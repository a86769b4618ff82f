"""What one domain gives another: neutral values, so that no domain knows its neighbour.

A member's standing grants a tier (prices may depend on it), points to spend (checkout lets them pay)
and delivery at no fee (the delivery terms apply it). The giver names its rule; the receiver applies
the grant and repeats that name in its outcome.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from comptoir.values.collections import tuple_of
from comptoir.values.identifiers import checked_identifier
from comptoir.values.points import checked_points


@attrs.frozen
class FreeDelivery:
    """No fee for a delivery service, by a rule of whoever grants it."""

    service: str
    rule: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.service, "service")
        checked_identifier(self.rule, "rule")


def _deliveries(deliveries: Iterable[FreeDelivery]) -> tuple[FreeDelivery, ...]:
    given = tuple_of(FreeDelivery, deliveries, "free_delivery")
    return tuple(sorted(given, key=lambda each: (each.service, each.rule)))


@attrs.frozen(kw_only=True)
class Grants:
    """What a buyer may rely on beyond the basket: a tier, points to spend, free delivery services."""

    tier: str | None = None
    points: int = 0
    free_delivery: tuple[FreeDelivery, ...] = attrs.field(default=(), converter=_deliveries)

    def __attrs_post_init__(self) -> None:
        if self.tier is not None:
            checked_identifier(self.tier, "tier")
        checked_points(self.points, "points")

    def free(self, service: str) -> str | None:
        """The rule by which a service has no fee; ``None`` if there is none."""
        return next((each.rule for each in self.free_delivery if each.service == service), None)


NO_GRANTS: Final = Grants()
