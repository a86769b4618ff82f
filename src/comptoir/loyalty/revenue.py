"""When the points of sales become revenue: IFRS 15 from declared assumptions, and nothing else.

Of what sales came to, points are allocated their share by relative stand-alone prices: those of the goods,
and of the points that are expected to be spent. What was allocated becomes revenue as points are spent, by
their part of all that are expected to be; a new estimate changes what was recognised before (cumulative
catch-up), up or down. What is not revenue yet is the contract liability.

All is exact: an amount is rounded, half up, where it is allocated and where revenue is recognised in all; the
revenue of a period is the difference of two of these, so that periods add up.

Source: IFRS 15, paragraphs 74 to 80, B44 to B46, and the illustrative example 52 (IE267 to IE270).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from comptoir.loyalty.assumptions import AssumedPeriod, PointAssumptions
from comptoir.values.instants import Instant
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding, divide

_WHOLE: Final = 1_000_000
"""Parts per million of all."""


@attrs.frozen(kw_only=True)
class PointsSoFar:
    """The merchant's points of one type at an instant, since the first fact.

    ``given`` are those of all sources, ``earned`` those of sales; less what went with goods that came back.
    ``redeemed`` is what was spent, less what was restored; ``left`` what can still be used.
    """

    earned: int = 0
    given: int = 0
    redeemed: int = 0
    left: int = 0


@attrs.frozen(kw_only=True)
class PeriodRevenue:
    """What a period that ends before ``until`` comes to; amounts in minor units.

    ``issued`` points were earned in it, less what went with goods; ``expected`` is how many of all will have
    been spent in the end, ``redeemed`` how many have been. ``allocated`` is the points' part of its sales,
    ``revenue`` what became of it (negative where an estimate rose). The totals are since the first fact.
    """

    until: Instant
    issued: int
    expected: int
    redeemed: int
    allocated: int
    allocated_total: int
    revenue: int
    revenue_total: int

    @property
    def liability(self) -> int:
        """What is allocated and not revenue yet: the contract liability at its end."""
        return self.allocated_total - self.revenue_total


def revenue_of(assumptions: PointAssumptions, points: Iterable[PointsSoFar]) -> tuple[PeriodRevenue, ...]:
    """The figures of each period, from the points there were at the end of each."""
    found: list[PeriodRevenue] = []
    before, allocated_total, revenue_total = PointsSoFar(), 0, 0
    for period, now in zip(assumptions.periods, points, strict=True):
        issued = now.earned - before.earned
        expected = expected_of(period, now)
        allocated = _allocated(assumptions, period, issued, expected, now.given)
        allocated_total += allocated
        recognised = recognised_of(allocated_total, now.redeemed, expected)
        found.append(
            PeriodRevenue(
                until=period.until,
                issued=issued,
                expected=expected,
                redeemed=now.redeemed,
                allocated=allocated,
                allocated_total=allocated_total,
                revenue=recognised - revenue_total,
                revenue_total=recognised,
            )
        )
        before, revenue_total = now, recognised
    return tuple(found)


def expected_of(period: AssumedPeriod, now: PointsSoFar) -> int:
    """How many points will have been spent in the end, in whole points.

    No fewer than have been, and no more than have been or still can be: once all is spent or has lapsed,
    nothing is expected any more.
    """
    declared = period.expected_points
    if declared is None:
        percent = Percent(0) if period.expected_percent is None else period.expected_percent
        declared = percent.of_amount(now.given, Rounding.HALF_UP)
    return min(max(declared, now.redeemed), now.redeemed + now.left)


def recognised_of(allocated: int, redeemed: int, expected: int) -> int:
    """How much of what was allocated is revenue by now; all of it if nothing more is expected.

    >>> recognised_of(8_676, 4_500, 9_500), recognised_of(8_676, 8_500, 9_700)
    (4110, 7603)
    """
    return allocated if redeemed >= expected else divide(allocated * redeemed, expected, Rounding.HALF_UP)


def allocate(sales: int, goods: int, points: tuple[int, int], step: Percent | None = None) -> int:
    """The part of ``sales`` that is for points, by stand-alone prices: of goods, and of points (a fraction).

    With a ``step``, the points' share is rounded half up to a multiple of it first. Where one
    of the two is nothing, or only one below it (more came back than was sold), there is no share.

    >>> allocate(100_000, 100_000, (9_500, 1))
    8676
    >>> allocate(100_000, 100_000, (9_700, 1), Percent.of("1"))
    9000
    """
    numerator, denominator = points
    of_goods = goods * denominator
    if numerator * of_goods <= 0:
        return 0
    share, all_ = abs(numerator), abs(numerator) + abs(of_goods)
    if step is not None:
        steps = divide(share * _WHOLE, all_ * step.parts_per_million, Rounding.HALF_UP)
        share, all_ = min(steps * step.parts_per_million, _WHOLE), _WHOLE
    return divide(sales * share, all_, Rounding.HALF_UP)


def _allocated(
    assumptions: PointAssumptions, period: AssumedPeriod, issued: int, expected: int, given: int
) -> int:
    """The part of a period's sales that is for the points that they earned.

    Of these, as large a part is expected to be spent as of all that were ever given.
    """
    if given <= 0:
        return 0
    goods = period.sales.minor if period.goods is None else period.goods.minor
    worth = issued * min(expected, given) * assumptions.price.minor, given * assumptions.per
    return allocate(period.sales.minor, goods, worth, assumptions.share_step)
