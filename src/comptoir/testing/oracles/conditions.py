"""What conditions mean, written the plain way: the oracle's reading of them.

A condition of a retailer's own is not known here and is asked itself.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from comptoir.facts.handovers import Carry, Collect
from comptoir.facts.products import Nature
from comptoir.pricing.clocks import WallClocks
from comptoir.pricing.conditions.buyer import BirthMonth, FirstOrder, Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon, IssuedCouponOf
from comptoir.pricing.conditions.nested import AllMet, AnyMet, NoneMet
from comptoir.pricing.conditions.place import HandedOverBy, HandedOverIn
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours, InWindow
from comptoir.pricing.kinds import Asked, Condition
from comptoir.testing.cases import Case
from comptoir.testing.oracle import in_force
from comptoir.testing.oracles.layers import Run
from comptoir.testing.oracles.promises import DAY_MINUTES, EPOCH, NAMES, first_showing, wall
from comptoir.testing.oracles.shops import spot_of
from comptoir.testing.readings import selects
from comptoir.values.moments import Moment
from comptoir.values.quantities import PIECE
from comptoir.values.selections import Selection
from comptoir.values.windows import Window


def met(case: Case, condition: Condition, runs: Sequence[Run]) -> bool:
    """Whether a condition holds of what a layer found."""
    match condition:
        case Spend(at_least, on):
            spent = sum(run.amount for run in _selected(runs, on))
            return at_least.currency == case.basket.currency and spent >= at_least.minor
        case Quantity(at_least, on):
            return _pieces(_selected(runs, on)) >= at_least
        case AnyMet(of):
            return any(met(case, each, runs) for each in of)
        case AllMet(of):
            return all(met(case, each, runs) for each in of)
        case NoneMet(of):
            return not any(met(case, each, runs) for each in of)
        case Member() | Tier() | Segment() | FirstOrder() | BirthMonth():
            return _is_buyer(case, condition)
        case Coupon(code):
            return code in case.basket.coupons
        case IssuedCouponOf(series):
            return any(
                each.series == series and each.left != 0 and each.member in {None, case.basket.buyer.member}
                for each in case.basket.issued
            )
        case _:
            return _is_so(case, condition, runs)


def _is_buyer(case: Case, condition: Condition) -> bool:
    """Whether a condition of the buyer holds."""
    buyer = case.basket.buyer
    match condition:
        case Tier(any_of):
            return buyer.tier in any_of
        case Segment(name):
            return name in buyer.segments
        case FirstOrder():
            return buyer.first_order
        case BirthMonth():
            return buyer.birth_month == _today(case, None).month
        case _:
            return buyer.member is not None


def _is_so(case: Case, condition: Condition, runs: Sequence[Run]) -> bool:
    """Whether a condition of time, place or payment holds, or one of a retailer's own."""
    match condition:
        case PaidWith(any_of):
            return case.basket.tender in any_of
        case HandedOverIn():
            return condition.where.holds(spot_of(case))
        case HandedOverBy(any_of):
            return _kind(case) in any_of
        case AtHours():
            return _is_at(case, condition)
        case InWindow(from_=from_, until=until):
            return in_force(Window(from_, until), case.instant)
        case _:
            return condition.unmet(_asked(case, runs)) is None


def _selected(runs: Sequence[Run], on: Selection) -> list[Run]:
    return [run for run in runs if run.product.nature is not Nature.GIFT_CARD and selects(on, run.product)]


def _pieces(runs: Sequence[Run]) -> int:
    """How many pieces; of what is measured, each line is one."""
    whole = sum(int(run.content) for run in runs if run.product.unit == PIECE)
    return whole + len({run.number for run in runs if run.product.unit != PIECE})


def _kind(case: Case) -> str | None:
    match case.basket.handover:
        case None:
            return None
        case Carry():
            return "carry"
        case Collect():
            return "collect"
        case _:
            return "deliver"


def _is_at(case: Case, condition: AtHours) -> bool:
    """Whether the day is named, and the hours have begun and are not over."""
    today = _today(case, condition.zone)
    if condition.weekdays and NAMES[today.weekday()] not in condition.weekdays:
        return False
    if condition.hours is None:
        return True
    zone = case.rulebook.almanac.zone(condition.zone or case.rulebook.header.zone)
    begun, over = (
        first_showing(zone, today, minutes) for minutes in (condition.hours.from_, condition.hours.until)
    )
    return begun <= case.instant < over


def _today(case: Case, name: str | None) -> date:
    """The last day that has begun on the clock of a zone, or on the rulebook's own."""
    zone = case.rulebook.almanac.zone(name or case.rulebook.header.zone)
    day = EPOCH + timedelta(days=wall(zone, case.instant) // DAY_MINUTES)
    tomorrow = day + timedelta(days=1)
    return tomorrow if first_showing(zone, tomorrow) <= case.instant else day


def _asked(case: Case, runs: Sequence[Run]) -> Asked:
    clock = WallClocks(Moment(case.instant), case.rulebook.almanac, case.rulebook.header.zone)
    return Asked(
        buyer=case.basket.buyer,
        coupons=case.basket.coupons,
        issued=case.basket.issued,
        tender=case.basket.tender,
        spot=spot_of(case),
        handover=_kind(case),
        clock=clock,
        currency=case.basket.currency,
        charges=[run.charge for run in runs],
    )
