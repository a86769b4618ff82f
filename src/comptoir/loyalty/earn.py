"""Points that a purchase earns, and the life of their lots.

Decides how many points the selected goods earn, by the rate and by each campaign, and between which
instants they can be spent. May never know what the member has: a tier is named by whoever asks, and
caps are left to the fold, which knows what was awarded before. Points are rounded down to whole steps
(or whole points), and again after each factor: once per purchase, or for each line.

Source: house rule; a rate is applied to the sum of the lines, so that splitting a line changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, assert_never

import attrs

from comptoir.facts.baskets import ANYONE, Buyer
from comptoir.facts.point_terms import (
    Accrual,
    BonusTerms,
    Clawback,
    Earning,
    Formula,
    LotTerms,
    PeriodEnd,
    RateTerms,
)
from comptoir.facts.products import Product
from comptoir.loyalty.campaigns import taking_part
from comptoir.loyalty.earn_rules import Action, BasisRule, Campaign, LotRule, Phase, RoundedPer, Source
from comptoir.loyalty.rules import Programme
from comptoir.values.allocation import spread
from comptoir.values.almanac import Almanac
from comptoir.values.days import ONE_DAY, months_after
from comptoir.values.factors import ONCE, Factor
from comptoir.values.grants import ExtraPoints
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.points import POINTS_MAX
from comptoir.values.rounding import Rounding, divide
from comptoir.values.zones import Zone


@attrs.frozen
class Paid:
    """What is paid for something, in minor units, and the ``tax`` in it."""

    paid: int = 0
    tax: int = 0

    def counted(self, basis: BasisRule) -> int:
        """What of it counts, by the switch for tax."""
        return self.paid if basis.tax else self.paid - self.tax


NOTHING_PAID: Final = Paid()


@attrs.frozen
class EarningLine:
    """A line of a purchase: its canonical number, the product, and what is paid for its goods."""

    number: int
    product: Product
    paid: Paid


@attrs.frozen(kw_only=True)
class Purchase:
    """What is bought in one ``currency``, by whom, and how much of it is paid in a way that may not earn.

    ``points`` and ``stored_value`` are what is paid with them, in minor units; ``delivery`` is the fee.
    """

    currency: str
    lines: Sequence[EarningLine]
    buyer: Buyer = ANYONE
    delivery: Paid = NOTHING_PAID
    points: int = 0
    stored_value: int = 0


@attrs.frozen
class _Basis:
    """What some lines are worth to a rule, line by line in ``parts``, and the fee of ``delivery``."""

    lines: Sequence[EarningLine]
    parts: Sequence[int]
    delivery: int = 0

    @property
    def numbers(self) -> tuple[int, ...]:
        """The canonical numbers of the lines."""
        return tuple(line.number for line in self.lines)

    @property
    def whole(self) -> int:
        """All of it, in minor units."""
        return sum(self.parts) + self.delivery


def earnings(
    programme: Programme | None, purchase: Purchase, *, tier: str | None, moment: Moment, almanac: Almanac
) -> tuple[Earning, ...]:
    """The points that a purchase earns a member of a tier; none in another currency.

    What points or stored value pay, where it does not count, is spread by value over all lines, and over
    the fee of delivery if that counts; the part of a rule's own lines is rounded up, and earns nothing.
    The first earning is that of the rate, then come those of campaigns, in the programme's order. Each
    has 10^12 points at most. Raises ``NoAnswer`` where the table of the programme's zone does not reach.
    """
    if programme is None or purchase.currency != programme.currency:
        return ()
    selected = [line for line in purchase.lines if programme.earn.on.selects(line.product)]
    if not selected:
        return ()
    level = programme.tier(tier)
    with_fee = _basis(programme.earn.basis, purchase, selected, with_delivery=True)
    rate = _rate(programme, _in_turn(level.factor))
    found = [_earning(programme, programme.id, programme.earn, rate, with_fee)]
    campaigns = taking_part(
        programme, selected, buyer=purchase.buyer, tier=level.id, moment=moment, almanac=almanac
    )
    for campaign, lines in campaigns:
        basis = _basis(programme.earn.basis, purchase, lines, with_delivery=False)
        formula = _formula(programme, campaign, level.factor)
        found.append(_earning(programme, campaign.id, campaign, formula, basis, lots=campaign.lots))
    return tuple(earning for earning in found if earning is not None)


def given_points(
    programme: Programme | None,
    lines: Iterable[EarningLine],
    given: Iterable[ExtraPoints],
    *,
    currency: str,
) -> tuple[Earning, ...]:
    """The points that promotions give a member for a purchase in ``currency``, by their identifiers.

    Neither the tier nor what points pay changes them; they live as the programme's own do. Their basis is
    what is paid for their lines. As nothing says what goods that are kept would have been given, they go
    by value where others are earned again.
    """
    if programme is None or currency != programme.currency:
        return ()
    paid = {line.number: line.paid.paid for line in lines}
    return tuple(
        _given(programme, each, [paid.get(number, 0) for number in each.lines])
        for each in sorted(given, key=lambda each: each.rule)
    )


def for_action(programme: Programme, action: Action) -> Earning:
    """The points that an action earns, before caps; no goods stand behind them."""
    life = programme.lots if action.lots is None else action.lots
    return Earning(
        rule=action.id,
        points=action.points,
        lot=attrs.evolve(life.terms(programme.zone), after_return_window=False),
        type=action.type,
        funder=action.funder,
        priority=action.priority,
        caps=(cap.terms(action.id) for cap in action.caps),
    )


def accruals(earnings: Iterable[Earning], earned_at: Instant, almanac: Almanac) -> tuple[Accrual, ...]:
    """What is earned at an instant, each with the life of its lot.

    Days are those of the lot's zone. Raises ``NoAnswer`` where its table does not reach the end.
    """
    return tuple(_accrual(earning, earned_at, almanac.zone(earning.lot.zone)) for earning in earnings)


def _basis(
    rule: BasisRule, purchase: Purchase, lines: Sequence[EarningLine], *, with_delivery: bool
) -> _Basis:
    """What is paid for some lines, and for delivery if it counts, otherwise than by what does not count."""
    fee = purchase.delivery if rule.delivery else NOTHING_PAID
    paid = sum(line.paid.paid for line in purchase.lines) + fee.paid
    off = (0 if rule.points else purchase.points) + (0 if rule.stored_value else purchase.stored_value)
    worth = [*(line.paid.counted(rule) for line in lines), fee.counted(rule) if with_delivery else 0]
    less = min(divide(off * sum(worth), paid, Rounding.UP), sum(worth)) if paid else 0
    parts = [part - taken for part, taken in zip(worth, spread(less, worth, range(len(worth))), strict=True)]
    return _Basis(lines, parts[:-1], parts[-1])


def _in_turn(*factors: Factor) -> tuple[Factor, ...]:
    return tuple(factor for factor in factors if factor != ONCE)


def _rate(programme: Programme, times: tuple[Factor, ...]) -> RateTerms:
    rule = programme.earn
    return RateTerms(points=rule.points, per=rule.per.minor, rounding=rule.rounding, times=times)


def _formula(programme: Programme, campaign: Campaign, tier: Factor) -> Formula:
    """How a campaign's points follow from what was paid; its phase says when the tier's factor comes."""
    order = programme.phases.index
    if campaign.factor is not None:
        more = Factor(campaign.factor.millionths - ONCE.millionths)
        is_after = order(Phase.TIER) > order(Phase.CAMPAIGNS)
        return _rate(programme, _in_turn(more, tier) if is_after else _in_turn(tier, more))
    return BonusTerms(
        points=campaign.bonus or 0,
        minimum=0 if campaign.minimum is None else campaign.minimum.minor,
        times=_in_turn(tier) if order(Phase.TIER) > order(Phase.BONUSES) else (),
    )


def _earning(
    programme: Programme,
    rule: str,
    source: Source,
    formula: Formula,
    basis: _Basis,
    *,
    lots: LotRule | None = None,
) -> Earning | None:
    """What a rule gives for a basis; ``None`` if that is nothing."""
    by_line = programme.earn.rounded_per is RoundedPer.LINE and isinstance(formula, RateTerms)
    each = [formula.earned(part) for part in basis.parts] if by_line else []
    points = sum(each) + formula.earned(basis.delivery) if by_line else formula.earned(basis.whole)
    points = min(points, POINTS_MAX)
    if not points:
        return None
    parts = basis.parts if by_line else ()
    if programme.clawback is Clawback.ITEM:
        parts = _beside(points, each or basis.parts, basis.numbers)
    return Earning(
        rule=rule,
        points=points,
        lines=basis.numbers,
        basis=basis.whole,
        delivery=basis.delivery,
        lot=(programme.lots if lots is None else lots).terms(programme.zone),
        type=source.type,
        funder=source.funder,
        priority=source.priority,
        caps=(cap.terms(rule) for cap in source.caps),
        clawback=programme.clawback,
        formula=formula,
        parts=parts,
        shortfall=programme.shortfall.terms,
    )


def _given(programme: Programme, given: ExtraPoints, paid: Sequence[int]) -> Earning:
    is_by_item = programme.clawback is Clawback.ITEM
    return Earning(
        rule=given.rule,
        points=given.points,
        lines=given.lines,
        basis=sum(paid),
        lot=programme.lots.terms(programme.zone),
        clawback=Clawback.ITEM if is_by_item else Clawback.VALUE,
        parts=_beside(given.points, paid, given.lines) if is_by_item else (),
        shortfall=programme.shortfall.terms,
    )


def _beside(points: int, weights: Sequence[int], numbers: Sequence[int]) -> Sequence[int]:
    """The points that stand beside each line, in proportion to the weights (alike, if none weighs)."""
    return spread(points, weights if any(weights) else [1] * len(weights), numbers)


def _accrual(earning: Earning, earned_at: Instant, zone: Zone) -> Accrual:
    lot, day = earning.lot, zone.local_date(earned_at)
    available_from: Instant | None = earned_at
    if lot.after_return_window:
        available_from = None
    elif lot.available_after is not None:
        available_from = zone.instant_of(lot.available_after.counted_from(day))
    return Accrual(earning, available_from, min(map(zone.end_of, _last_days(lot, day)), default=None))


def _last_days(lot: LotTerms, day: date) -> Iterator[date]:
    """The days after which points earned on a day can no longer be spent, whatever the member does."""
    if lot.expires_on is not None:
        yield lot.expires_on
    if lot.expires_after is not None:
        yield _end_of_period(lot.until_end_of, lot.expires_after.counted_from(day))


def _end_of_period(until_end_of: PeriodEnd, last_day: date) -> date:
    match until_end_of:
        case PeriodEnd.DAY:
            return last_day
        case PeriodEnd.MONTH:
            return _last_of_months(last_day, 1)
        case PeriodEnd.QUARTER:
            return _last_of_months(last_day, 3)
        case PeriodEnd.YEAR:
            return _last_of_months(last_day, 12)
        case _:
            assert_never(until_end_of)


def _last_of_months(day: date, months: int) -> date:
    """The last day of the month, quarter or year (so many months) in which a day lies."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return months_after(first, months) - ONE_DAY
