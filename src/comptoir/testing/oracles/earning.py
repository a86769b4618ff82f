"""A second opinion on points earned, written the plain way: line by line, in fractions.

It reads what the customer pays from the quote's own lines, and shares no step with ``comptoir.loyalty``
beyond the values that a merchant writes.

Source: house rule (laws E2 to E5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

import attrs

from comptoir.checkout.quote import Quote
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.point_terms import Clawback, Earning, LotTerms, PeriodEnd, Stepping
from comptoir.facts.products import Nature, Product
from comptoir.facts.terms import LineTerms
from comptoir.loyalty.earn_rules import BasisRule, Campaign, LotRule, Phase, RoundedPer, Stacking
from comptoir.loyalty.rules import Programme
from comptoir.testing.cases import Case
from comptoir.testing.oracle import in_force, rounded
from comptoir.testing.oracles.deadlines import closes, counted, day_shown
from comptoir.testing.oracles.promises import first_showing
from comptoir.values.instants import Instant
from comptoir.values.rounding import Rounding
from comptoir.values.zones import Zone

MILLION = 1_000_000


@attrs.frozen(kw_only=True)
class Counted:
    """What one rule is on: its lines, and what counts for each (delivery is line 0); then how it earns."""

    rule: str
    worth: Mapping[int, int]
    off: Fraction
    factors: tuple[Fraction, ...] = ()
    bonus: int | None = None
    minimum: int = 0
    lots: LotRule
    funder: str | None

    @property
    def basis(self) -> int:
        """What counts in all, less the part of what does not: that is rounded up."""
        whole = sum(self.worth.values())
        return whole - min(whole, ceil(whole * self.off))

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines by their numbers."""
        return tuple(number for number in sorted(self.worth) if number)


def programme_of(case: Case, quote: Quote) -> Programme | None:
    """The programme by which a quote earns, if it does."""
    programme = case.rulebook.loyalty.programme
    if programme is None or quote.terms.currency != programme.earn.per.currency:
        return None
    if case.basket.buyer.member is None and programme.claimed_within is None:
        return None
    return programme


def is_told(quote: Quote, programme: Programme) -> bool:
    """Whether the quote's lines tell what is paid for their goods: not where extras share tax with them."""
    if quote.exemption is None and programme.earn.basis.tax:
        return True
    return not any(line.on_top for line in quote.terms.lines)


def rules_of(case: Case, quote: Quote, programme: Programme, zone: Zone) -> list[Counted]:
    """Each rule of the programme that is on some lines of a quote."""
    basis, products = programme.earn.basis, case.rulebook.assortment
    lines = {
        line.number: (line, products[line.sku])
        for line in quote.terms.lines
        if products[line.sku].nature is not Nature.GIFT_CARD
    }
    worth = {number: _worth(line, basis) for number, (line, _) in lines.items()}
    paid = sum(line.paid - line.on_top for line, _ in lines.values())
    own = [number for number, (_, product) in lines.items() if programme.earn.on.selects(product)]
    if not own:
        return []
    fees = quote.terms.deliveries if basis.delivery else ()
    paid += sum(each.paid for each in fees)
    off = Fraction(_not_counted(case, quote, basis), paid) if paid else Fraction(0)
    tier = _tier_factor(case, programme)
    base = {number: worth[number] for number in own}
    if fees:
        base[0] = sum(_worth_of_delivery(each, basis) for each in fees)
    found = [
        Counted(
            rule=programme.id,
            worth=base,
            off=off,
            factors=_all_but_one(tier),
            lots=programme.lots,
            funder=programme.earn.funder,
        )
    ]
    for campaign in programme.campaigns:
        taken = [n for n in own if _is_on(campaign, programme, lines[n][1], case, zone)]
        if taken:
            found.append(_of_campaign(campaign, programme, {n: worth[n] for n in taken}, off, tier))
    return found


def points_of(rule: Counted, programme: Programme, earning: Earning | None) -> int | None:
    """The points that a rule gives; line by line, on the parts that an earning names, if each is rounded.

    ``None`` where it names none, and a part of what counts is a fraction.
    """
    if rule.bonus is not None:
        is_enough = rule.basis >= max(rule.minimum, 1)
        return _times(rule.bonus, rule.factors) if is_enough else 0
    if programme.earn.rounded_per is RoundedPer.PURCHASE:
        return _by_rate(programme, rule.basis, rule.factors)
    parts: Sequence[int]
    if earning is not None and programme.clawback is not Clawback.ITEM:
        parts = (*earning.parts, earning.delivery)
    elif not rule.off:
        parts = tuple(rule.worth.values())
    else:
        return None
    return sum(_by_rate(programme, part, rule.factors) for part in parts)


def shares_of(rule: Counted) -> Mapping[int, Fraction]:
    """What counts of each line, exactly: the parts of an earning are within a minor unit of it."""
    whole = sum(rule.worth.values())
    part = Fraction(rule.basis, whole) if whole else Fraction(0)
    return {number: worth * part for number, worth in rule.worth.items()}


def life(lot: LotTerms, earned_at: Instant, zone: Zone) -> tuple[Instant | None, Instant | None]:
    """From when until when points can be spent that were earned at an instant, counted day by day."""
    day = day_shown(zone, earned_at)
    since: Instant | None = earned_at
    if lot.after_return_window:
        since = None
    elif lot.available_after is not None:
        since = first_showing(zone, counted(lot.available_after, day))
    last = [] if lot.expires_on is None else [lot.expires_on]
    if lot.expires_after is not None:
        last.append(_to_the_end(lot.until_end_of, counted(lot.expires_after, day)))
    return since, min((closes(each, zone) for each in last), default=None)


def _worth(line: LineTerms, basis: BasisRule) -> int:
    """What counts of what is paid for the goods of a line."""
    goods = line.paid - line.on_top
    if basis.tax:
        return goods
    gross = sum(part.gross for part in line.taxes)
    return goods - (rounded(Fraction(line.tax * goods, gross), Rounding.HALF_UP) if gross else 0)


def _worth_of_delivery(fee: DeliveryTerms, basis: BasisRule) -> int:
    return fee.paid if basis.tax else fee.paid - sum(part.tax for part in fee.taxes)


def _not_counted(case: Case, quote: Quote, basis: BasisRule) -> int:
    """What is paid in a way that does not count."""
    paid = 0
    if not basis.points and quote.terms.redemption is not None:
        paid += quote.terms.redemption.paid
    if not basis.stored_value and case.basket.stored_value is not None:
        paid += case.basket.stored_value.minor
    return paid


def _tier_factor(case: Case, programme: Programme) -> Fraction:
    named = case.basket.buyer.tier if case.basket.buyer.member is not None else None
    by_id = {tier.id: tier for tier in programme.tiers}
    return Fraction(by_id.get(named or "", programme.tiers[0]).factor.millionths, MILLION)


def _is_on(campaign: Campaign, programme: Programme, product: Product, case: Case, zone: Zone) -> bool:
    """Whether a campaign gives something for a product, and under ``BEST`` more than the others."""
    if not _may(campaign, programme, product, case, zone):
        return False
    if campaign.factor is None or programme.stacking is Stacking.ADD:
        return True
    rivals = [
        each
        for each in programme.campaigns
        if each.factor is not None and _may(each, programme, product, case, zone)
    ]
    most = max(each.factor.millionths for each in rivals if each.factor is not None)
    winner = min(each.id for each in rivals if each.factor is not None and each.factor.millionths == most)
    return campaign.id == winner


def _may(campaign: Campaign, programme: Programme, product: Product, case: Case, zone: Zone) -> bool:
    buyer, audience = case.basket.buyer, campaign.audience
    tiers = {tier.id for tier in programme.tiers}
    tier = buyer.tier if buyer.member is not None and buyer.tier in tiers else programme.tiers[0].id
    return (
        campaign.on.selects(product)
        and in_force(campaign.valid, case.instant)
        and (not audience.tiers or tier in audience.tiers)
        and (not audience.segments or any(each in buyer.segments for each in audience.segments))
        and (buyer.first_order or not audience.first_order)
        and (not audience.birth_month or day_shown(zone, case.instant).month == buyer.birth_month)
    )


def _of_campaign(
    campaign: Campaign, programme: Programme, worth: Mapping[int, int], off: Fraction, tier: Fraction
) -> Counted:
    order = [phase for phase in programme.phases if phase is not Phase.BONUSES]
    if campaign.factor is None:
        is_multiplied = programme.phases.index(Phase.TIER) > programme.phases.index(Phase.BONUSES)
        factors = _all_but_one(tier) if is_multiplied else ()
    else:
        more = Fraction(campaign.factor.millionths, MILLION) - 1
        in_turn = {Phase.CAMPAIGNS: more, Phase.TIER: tier}
        factors = tuple(in_turn[phase] for phase in order)
    return Counted(
        rule=campaign.id,
        worth=worth,
        off=off,
        factors=factors,
        bonus=campaign.bonus,
        minimum=0 if campaign.minimum is None else campaign.minimum.minor,
        lots=programme.lots if campaign.lots is None else campaign.lots,
        funder=campaign.funder,
    )


def _all_but_one(factor: Fraction) -> tuple[Fraction, ...]:
    return (factor,) if factor != 1 else ()


def _by_rate(programme: Programme, amount: int, factors: Iterable[Fraction]) -> int:
    rule = programme.earn
    steps = Fraction(amount, rule.per.minor)
    points = floor(steps) * rule.points if rule.rounding is Stepping.STEP else floor(steps * rule.points)
    return _times(points, factors)


def _times(points: int, factors: Iterable[Fraction]) -> int:
    for factor in factors:
        points = floor(points * factor)
    return points


def _to_the_end(until: PeriodEnd, day: date) -> date:
    months = {PeriodEnd.DAY: 0, PeriodEnd.MONTH: 1, PeriodEnd.QUARTER: 3, PeriodEnd.YEAR: 12}[until]
    if not months:
        return day
    part = (day.year, (day.month - 1) // months)
    while True:
        following = day + timedelta(days=1)
        if (following.year, (following.month - 1) // months) != part:
            return day
        day = following
