"""What one domain gives another: neutral values, so that no domain knows its neighbour.

A member's standing grants a tier (prices may depend on it), points to spend (checkout lets them pay, and
says who pays for them) and delivery at no fee (the delivery terms apply it). Promotions grant delivery for
less and points. The giver names its rule; the receiver applies the grant and repeats that name in its
outcome.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from comptoir.values.allocation import spread
from comptoir.values.collections import tuple_of
from comptoir.values.identifiers import checked_identifier
from comptoir.values.percentages import Percent
from comptoir.values.points import checked_points
from comptoir.values.rounding import Rounding


@attrs.frozen
class FreeDelivery:
    """No fee for a delivery service, by a rule of whoever grants it."""

    service: str
    rule: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.service, "service")
        checked_identifier(self.rule, "rule")


@attrs.frozen(kw_only=True)
class ReducedDelivery:
    """Less to pay for the delivery ``services`` (all of them if none is named), by a promotion.

    Either ``percent`` of the fee is not charged, or ``amount`` minor units of it, or it is ``price``.
    """

    rule: str
    services: tuple[str, ...] = ()
    percent: Percent | None = None
    amount: int | None = None
    price: int | None = None

    def is_on(self, service: str) -> bool:
        """Whether it reduces the fee of a service."""
        return not self.services or service in self.services

    def charged(self, fee: int, rounding: Rounding) -> int:
        """What is left of a fee; never less than nothing, and never more than the fee."""
        if self.percent is not None:
            return fee - self.percent.of_amount(fee, rounding)
        if self.amount is not None:
            return max(0, fee - self.amount)
        return fee if self.price is None else min(fee, self.price)

    def left(self, fees: Sequence[int], rounding: Rounding) -> Sequence[int]:
        """What is left of the fees of several deliveries; an amount or a price is that of all together."""
        whole = sum(fees)
        if self.percent is not None or not whole:
            return [self.charged(fee, rounding) for fee in fees]
        return spread(self.charged(whole, rounding), fees, range(len(fees)))


@attrs.frozen(kw_only=True)
class ExtraPoints:
    """So many points more for the purchase, by a promotion, for its lines with these numbers."""

    rule: str
    points: int
    lines: tuple[int, ...]


PromotionGrant = ReducedDelivery | ExtraPoints
"""What a promotion gives beside the goods."""


@attrs.frozen
class FundedPoints:
    """Points of one ``funder``: the merchant himself, if ``None``."""

    funder: str | None
    points: int


def _drawn(drawn: Iterable[FundedPoints]) -> tuple[FundedPoints, ...]:
    return tuple_of(FundedPoints, drawn, "drawn")


@attrs.frozen(kw_only=True)
class SpendablePoints:
    """So many points that can be spent, set aside as ``reservation`` if they were.

    ``drawn`` says who pays for them, as far as that is known, in the order in which they are drawn.
    """

    points: int
    drawn: tuple[FundedPoints, ...] = attrs.field(default=(), converter=_drawn)
    reservation: str | None = None

    def by_funder(self, points: int) -> Mapping[str | None, int]:
        """Who pays for the first so many of them; the merchant for those of which nobody is known."""
        found: dict[str | None, int] = {}
        left = points
        for each in (*self.drawn, FundedPoints(None, points)):
            if part := min(left, each.points):
                found[each.funder] = found.get(each.funder, 0) + part
                left -= part
        return found


def _deliveries(deliveries: Iterable[FreeDelivery]) -> tuple[FreeDelivery, ...]:
    given = tuple_of(FreeDelivery, deliveries, "free_delivery")
    return tuple(sorted(given, key=lambda each: (each.service, each.rule)))


def _reserved(reserved: Iterable[SpendablePoints]) -> tuple[SpendablePoints, ...]:
    return tuple_of(SpendablePoints, reserved, "reserved")


def _promotions(promotions: Iterable[ReducedDelivery]) -> tuple[ReducedDelivery, ...]:
    return tuple(sorted(tuple_of(ReducedDelivery, promotions, "promotions"), key=lambda each: each.rule))


@attrs.frozen(kw_only=True)
class Grants:
    """What a buyer may rely on beyond the basket: a tier, points to spend, free delivery services.

    ``drawn`` says who pays for the ``points``, as far as that is known, in the order in which they are
    drawn; ``reserved`` are those that are set aside. ``promotions`` reduce the fee of delivery besides; with
    the rule ``delivered_by``, nothing at all is charged for it.
    """

    tier: str | None = None
    points: int = 0
    drawn: tuple[FundedPoints, ...] = attrs.field(default=(), converter=_drawn)
    reserved: tuple[SpendablePoints, ...] = attrs.field(default=(), converter=_reserved)
    free_delivery: tuple[FreeDelivery, ...] = attrs.field(default=(), converter=_deliveries)
    promotions: tuple[ReducedDelivery, ...] = attrs.field(default=(), converter=_promotions)
    delivered_by: str | None = None

    def __attrs_post_init__(self) -> None:
        for where, name in (("tier", self.tier), ("delivered_by", self.delivered_by)):
            if name is not None:
                checked_identifier(name, where)
        checked_points(self.points, "points")

    def spendable(self, reservation: str | None = None) -> SpendablePoints | None:
        """The points that can be spent: those that are free, or those set aside; ``None`` for none such."""
        if reservation is None:
            return SpendablePoints(points=self.points, drawn=self.drawn)
        return next((each for each in self.reserved if each.reservation == reservation), None)

    def free(self, service: str) -> str | None:
        """The rule by which a service has no fee; ``None`` if there is none."""
        return next((each.rule for each in self.free_delivery if each.service == service), None)


NO_GRANTS: Final = Grants()
