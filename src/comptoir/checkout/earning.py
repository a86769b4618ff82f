"""What a basket earns: the neutral values that loyalty is handed, and the tier whose factor counts.

Gift cards earn nothing: they are stored value. What a purchase that names no member would earn stands on
it for whoever claims it, at the first tier, where the programme lets purchases be claimed.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from comptoir.checkout.question import Question
from comptoir.checkout.taxing import TaxedBasket
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.point_terms import POINTS, Earning, Redemption, StoredValue
from comptoir.facts.products import Nature
from comptoir.facts.tax_terms import PriceBasis, TaxPart
from comptoir.facts.terms import POINTS_OFF, Adjustment
from comptoir.loyalty.earn import NOTHING_PAID, EarningLine, Paid, Purchase, earnings, given_points
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier import TierStanding
from comptoir.loyalty.tier_rules import Measure
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.tax.breakdown import Taxed
from comptoir.values.allocation import spread
from comptoir.values.grants import ExtraPoints
from comptoir.values.rounding import Rounding, divide


def earned(
    question: Question,
    priced: Priced,
    tax: TaxedBasket,
    deliveries: Iterable[DeliveryTerms],
    redemption: Redemption | None,
) -> tuple[Earning, ...]:
    """The points that a basket earns, before caps: by the rate, by campaigns, and by promotions."""
    basket, programme = question.basket, question.rulebook.loyalty.programme
    if programme is None or not may_earn(programme, basket.buyer.member):
        return ()
    counted = programme.earn.basis
    lines = [
        EarningLine(line.good.number, line.product, _paid(line, goods, with_points=counted.points))
        for line, goods in zip(priced.lines, tax.of_goods, strict=True)
        if line.product.nature is not Nature.GIFT_CARD
    ]
    purchase = Purchase(
        currency=basket.currency,
        lines=lines,
        buyer=basket.buyer,
        delivery=paid_for_delivery(deliveries),
        points=0 if redemption is None else redemption.paid,
        stored_value=0 if basket.stored_value is None else basket.stored_value.minor,
    )
    found = _by_tier(question, programme, purchase, _tier(question))
    if programme.levels.own_order_counts and question.standing is not None:
        charged = sum(line.charged for line in priced.lines)
        with_it = reached(question.standing.tier, programme, charged, found)
        found = _by_tier(question, programme, purchase, with_it)
    given = [each for each in priced.grants if isinstance(each, ExtraPoints)]
    return (*found, *given_points(programme, lines, given, currency=basket.currency))


def stored_value(question: Question) -> StoredValue | None:
    """What must be paid with stored value, as it earns nothing; ``None`` if that decides nothing."""
    basket, programme = question.basket, question.rulebook.loyalty.programme
    if programme is None or not may_earn(programme, basket.buyer.member):
        return None
    rule = programme.earn.basis
    if rule.stored_value or basket.currency != programme.currency:
        return None
    return StoredValue(
        rule.stored_value_means, 0 if basket.stored_value is None else basket.stored_value.minor
    )


def may_earn(programme: Programme, member: str | None) -> bool:
    """Whether a purchase of that member earns, or of nobody who is known yet."""
    return member is not None or programme.claimed_within is not None


def _by_tier(
    question: Question, programme: Programme, purchase: Purchase, tier: str | None
) -> tuple[Earning, ...]:
    moment, almanac = question.moment, question.rulebook.almanac
    return earnings(programme, purchase, tier=tier, moment=moment, almanac=almanac)


def _tier(question: Question) -> str | None:
    """The buyer's tier; nobody who is not known yet has one."""
    return None if question.basket.buyer.member is None else question.grants.tier


def reached(
    tier: TierStanding | None, programme: Programme, charged: int, earned: Iterable[Earning]
) -> str | None:
    """The tier that a member reaches with a purchase that is charged so much and earns that."""
    if tier is None:
        return None
    match programme.levels.measure:
        case Measure.SPENT:
            return tier.with_more(charged)
        case Measure.POINTS:
            counted = programme.levels.type or POINTS
            return tier.with_more(sum(each.points for each in earned if each.type == counted))
        case Measure.PURCHASES:
            return tier.with_more(1)


def _paid(line: PricedLine, goods: Taxed, *, with_points: bool) -> Paid:
    """What is paid for the goods of a line, with what points took off them before if that counts."""
    return paid_for_goods(
        goods.paid, goods.parts, line.adjustments, line.listed.basis, with_points=with_points
    )


def paid_for_goods(
    paid: int,
    parts: tuple[TaxPart, ...],
    adjustments: Iterable[Adjustment],
    basis: PriceBasis,
    *,
    with_points: bool,
) -> Paid:
    """What is paid for goods, and the tax in it by the parts; with what points took off, if that counts."""
    gross = sum(part.gross for part in parts)
    tax = divide(_tax(parts) * paid, gross, Rounding.HALF_UP) if gross else 0
    off = -sum(each.amount for each in adjustments if each.layer == POINTS_OFF) if with_points else 0
    if not off:
        return Paid(paid, tax)
    more = _tax_of(off, parts, basis)
    if basis is PriceBasis.ADDED:
        return Paid(paid + off + more, tax + more)
    return Paid(paid + off, tax + more)


def paid_for_delivery(deliveries: Iterable[DeliveryTerms]) -> Paid:
    """What is paid for deliveries, with its tax."""
    fees = list(deliveries)
    return Paid(sum(each.paid for each in fees), sum(each.tax for each in fees)) if fees else NOTHING_PAID


def _tax(parts: Iterable[TaxPart]) -> int:
    return sum(part.tax for part in parts)


def _tax_of(amount: int, parts: tuple[TaxPart, ...], basis: PriceBasis) -> int:
    """The tax on an amount, or within it, at the rates of the parts."""
    grosses = [part.gross for part in parts]
    shares = spread(amount, grosses if any(grosses) else [1] * len(parts), range(len(parts)))
    rates = [part.percent for part in parts]
    if basis is PriceBasis.ADDED:
        return sum(rate.of_amount(each, Rounding.HALF_UP) for rate, each in zip(rates, shares, strict=True))
    return sum(rate.within_gross(each, Rounding.HALF_UP) for rate, each in zip(rates, shares, strict=True))
