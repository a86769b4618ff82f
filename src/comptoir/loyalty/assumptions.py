"""What a retailer declares to account for points: what one is worth, and how many will be spent.

Nothing of it can be read from facts. The figures that follow from it stand in ``comptoir.loyalty.revenue``.

Source: IFRS 15, paragraphs 74 to 80 (relative stand-alone prices) and B39 to B47; house rule for the shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import ClassVar, Final

import attrs

from comptoir.facts.point_terms import POINTS
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant, instant_text, to_instant
from comptoir.values.money import Amount, checked_alike, checked_positive, maybe_amount, to_amount
from comptoir.values.percentages import Percent, maybe_percent
from comptoir.values.points import checked_points

ACCOUNTING_PERIODS_MAX: Final = 1_000
"""Periods for which assumptions are declared at once."""


@attrs.frozen(kw_only=True)
class AssumedPeriod:
    """What is declared of the period that ends before ``until``; it begins where the one before ends.

    ``sales`` is what the sales that earned points came to, without tax, less what was given back; ``goods``
    what their goods alone would have cost, the same if it is left out. Of all points ever given,
    ``expected_percent`` or so many ``expected_points`` will be spent in the end, as is estimated at its end.
    """

    until: Instant = attrs.field(converter=to_instant)
    sales: Amount = attrs.field(converter=to_amount)
    goods: Amount | None = attrs.field(default=None, converter=maybe_amount)
    expected_percent: Percent | None = attrs.field(default=None, converter=maybe_percent)
    expected_points: int | None = None

    def __attrs_post_init__(self) -> None:
        checked_instant(self.until, "until")
        if self.goods is not None:
            checked_alike(self.goods, self.sales.currency, "goods", "sales")
        if (self.expected_percent is None) is (self.expected_points is None):
            found = "found neither" if self.expected_points is None else "found both"
            cure = 'write one of them: expected_percent = "95", or expected_points = 9500'
            raise WrongValue.at("expected_percent", found, cure, code="expected_once")
        if self.expected_points is not None:
            checked_points(self.expected_points, "expected_points")


def _periods(periods: Iterable[AssumedPeriod]) -> tuple[AssumedPeriod, ...]:
    return tuple_of(AssumedPeriod, periods, "periods")


@attrs.frozen(kw_only=True)
class PointAssumptions:
    """The stand-alone price of ``per`` points of a ``type``, and what is declared of each period, in turn.

    The share of points in a sale is exact, or rounded half up to a multiple of ``share_step`` percent. It is
    the merchant's own points that are meant: those that somebody else pays for are another's obligation.
    """

    document: ClassVar[str] = "point-assumptions/1"

    type: str = POINTS
    price: Amount = attrs.field(converter=to_amount)
    per: int = 1
    share_step: Percent | None = attrs.field(default=None, converter=maybe_percent)
    periods: tuple[AssumedPeriod, ...] = attrs.field(converter=_periods)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.type, "type")
        checked_positive(self.price, "price")
        checked_points(self.per, "per", at_least=1)
        if self.share_step is not None:
            checked_type(Percent, self.share_step, "share_step", 'pass Percent.from_text("1")')
            if not self.share_step.parts_per_million:
                cure = "write a percentage above zero, or leave it out"
                raise WrongValue.at("share_step", "found 0", cure, code="empty_step")
        count = len(self.periods)
        if not 1 <= count <= ACCOUNTING_PERIODS_MAX:
            cure = f"declare 1 to {ACCOUNTING_PERIODS_MAX} periods"
            raise WrongValue.at("periods", f"found {count}", cure, code="periods_out_of_range")
        for place, period in enumerate(self.periods):
            checked_alike(period.sales, self.price.currency, f"periods[{place}].sales", "price")
        for place, (before, after) in enumerate(pairwise(self.periods), 1):
            if after.until <= before.until:
                found = f"found {shown(instant_text(after.until))} after {instant_text(before.until)}"
                cure = "let each period end after the one before"
                raise WrongValue.at(f"periods[{place}].until", found, cure, code="periods_not_in_order")
