"""Points that a purchase earns, and the life of their lot.

Decides how many points the selected goods earn and between which instants they can be spent. May never
know what the member has: a tier is named by whoever asks. Points are rounded down twice, to whole
steps (or whole points) and after the tier's factor, once per purchase.

Source: house rule; a rate is applied to the sum of the lines, so that splitting a line changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

import attrs

from comptoir.facts.point_terms import Accrual, Earning, LotTerms, PeriodEnd
from comptoir.facts.products import Product
from comptoir.loyalty.rules import EarnRule, Programme, Stepping
from comptoir.values.almanac import Almanac
from comptoir.values.days import ONE_DAY, months_after
from comptoir.values.grants import ExtraPoints
from comptoir.values.instants import Instant
from comptoir.values.points import POINTS_MAX
from comptoir.values.rounding import Rounding, divide
from comptoir.values.zones import Zone


@attrs.frozen
class EarningLine:
    """A line of a purchase: its canonical number, the product, and what it is charged in minor units."""

    number: int
    product: Product
    charged: int


def earnings(
    programme: Programme | None,
    lines: Sequence[EarningLine],
    *,
    currency: str,
    tier: str | None,
    redeemed: int,
) -> tuple[Earning, ...]:
    """The points that lines in ``currency`` earn a member of a tier; none for another currency.

    ``redeemed`` is what points pay, in minor units. It is spread over all goods by value, the selected
    goods' part rounded up, and earns nothing: no point is earned on what points paid. A delivery fee
    takes no part in it. A purchase earns 10^12 points at most.
    """
    if programme is None or currency != programme.currency:
        return ()
    selected = [line for line in lines if programme.earn.on.selects(line.product)]
    basis = _basis(lines, selected, redeemed)
    points = min(programme.tier(tier).factor.times(_points(programme.earn, basis)), POINTS_MAX)
    if not points:
        return ()
    earning = Earning(
        rule=programme.id,
        points=points,
        lines=tuple(line.number for line in selected),
        basis=basis,
        lot=programme.lots.terms(programme.zone),
    )
    return (earning,)


def given_points(
    programme: Programme | None,
    lines: Sequence[EarningLine],
    given: Sequence[ExtraPoints],
    *,
    currency: str,
) -> tuple[Earning, ...]:
    """The points that promotions give a member for a purchase in ``currency``, by their identifiers.

    Neither the tier nor what points pay changes them; they live as the programme's own do. Their basis is
    what their lines are charged.
    """
    if programme is None or currency != programme.currency:
        return ()
    charged = {line.number: line.charged for line in lines}
    return tuple(
        Earning(
            rule=each.rule,
            points=each.points,
            lines=each.lines,
            basis=sum(charged.get(number, 0) for number in each.lines),
            lot=programme.lots.terms(programme.zone),
        )
        for each in sorted(given, key=lambda each: each.rule)
    )


def accruals(earnings: Sequence[Earning], placed_at: Instant, almanac: Almanac) -> tuple[Accrual, ...]:
    """The earnings of an order placed at an instant, each with the life of its lot.

    Days are those of the lot's zone. Raises ``NoAnswer`` where its table does not reach the end.
    """
    return tuple(_accrual(earning, placed_at, almanac.zone(earning.lot.zone)) for earning in earnings)


def _basis(lines: Sequence[EarningLine], selected: Sequence[EarningLine], redeemed: int) -> int:
    """What is paid for the selected goods otherwise than with points, in minor units."""
    goods = sum(line.charged for line in lines)
    charged = sum(line.charged for line in selected)
    paid_with_points = divide(redeemed * charged, goods, Rounding.UP) if goods else 0
    return max(charged - paid_with_points, 0)


def _points(rule: EarnRule, basis: int) -> int:
    match rule.rounding:
        case Stepping.STEP:
            return basis // rule.per.minor * rule.points
        case Stepping.LINEAR:
            return basis * rule.points // rule.per.minor
        case _:
            assert_never(rule.rounding)


def _accrual(earning: Earning, placed_at: Instant, zone: Zone) -> Accrual:
    day = zone.local_date(placed_at)
    pending = earning.lot.available_after
    last_day = _last_day(earning.lot, day)
    return Accrual(
        earning,
        placed_at if pending is None else zone.instant_of(pending.counted_from(day)),
        None if last_day is None else zone.end_of(last_day),
    )


def _last_day(lot: LotTerms, day: date) -> date | None:
    """The last day on which points earned on a day can be spent; ``None`` if they never expire."""
    if lot.expires_after is None:
        return None
    last_day = lot.expires_after.counted_from(day)
    match lot.until_end_of:
        case PeriodEnd.DAY:
            return last_day
        case PeriodEnd.MONTH:
            return _last_of_months(last_day, 1)
        case PeriodEnd.QUARTER:
            return _last_of_months(last_day, 3)
        case PeriodEnd.YEAR:
            return _last_of_months(last_day, 12)
        case _:
            assert_never(lot.until_end_of)


def _last_of_months(day: date, months: int) -> date:
    """The last day of the month, quarter or year (so many months) in which a day lies."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return months_after(first, months) - ONE_DAY
