"""A second opinion on what a delivery costs and what it may hold, counted piece by piece in fractions.

It decides nothing for a shop. It reads the rules that a merchant writes, and shares no step with
``comptoir.delivery``. Of a kind of fee or limit that is a retailer's own, it knows nothing.

Source: house rule (laws D3, D5, D6, D9, D10 and DO).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final

import attrs

from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.fees.percent import PercentFee
from comptoir.delivery.fees.sizes import SizesFee
from comptoir.delivery.fees.tiers import By, TieredFee, UpTo
from comptoir.delivery.kinds import Basis, Beyond, Fee, Limit, Measure
from comptoir.delivery.limits.age import AgeLimit
from comptoir.delivery.limits.amount import AmountLimit
from comptoir.delivery.limits.girth import GirthLimit
from comptoir.delivery.limits.length import LengthLimit
from comptoir.delivery.limits.pieces import PiecesLimit
from comptoir.delivery.limits.volume import VolumeLimit
from comptoir.delivery.limits.weight import WeightLimit
from comptoir.delivery.rules import FeePer, Service, Surcharge
from comptoir.facts.baskets import Buyer
from comptoir.facts.products import Product
from comptoir.values.grants import ReducedDelivery
from comptoir.values.money import Amount
from comptoir.values.quantities import Measured
from comptoir.values.rounding import Rounding

MILLION: Final = 1_000_000
_IN_SMALL: Final = {"kg": 1000, "g": 1, "l": 1000, "ml": 1, "m": 1000}
"""How many grams, millilitres or millimetres a unit is."""


@attrs.frozen(kw_only=True)
class Piece:
    """One piece of a line: which, of what, how much of its unit in millionths, its part of each worth."""

    number: int
    piece: int
    product: Product
    amount: int
    worth: Mapping[Basis, int] = attrs.field(hash=False)


@attrs.frozen(kw_only=True)
class Charge:
    """What one delivery costs: its fee, what comes on top, what is left of both, and by which rule."""

    fee: int
    surcharges: tuple[tuple[str, int], ...] = ()
    charged: int
    free_by: str | None = None
    reduced_by: str | None = None
    missing: int | None = None


Known = int | tuple[str, ...]
"""A measure, or the SKUs of which it is not known."""


def worth(pieces: Iterable[Piece], basis: Basis) -> int:
    """What pieces are worth."""
    return sum(piece.worth[basis] for piece in pieces)


def charges(
    service: Service,
    surcharges: Iterable[Surcharge],
    deliveries: Sequence[Sequence[Piece]],
    reduced: Iterable[ReducedDelivery],
    rounding: Rounding,
) -> list[Charge]:
    """What each delivery of a service costs, of which these surcharges hold at the place."""
    everything = [piece for pieces in deliveries for piece in pieces]
    if service.fee_per is FeePer.PLACE:
        whole = _charge(service, everything, reduced, rounding)
        weights = [worth(pieces, Basis.PAID) for pieces in deliveries]
        fees, left = (shared(amount, weights) for amount in (whole.fee, whole.charged))
        plain = [
            attrs.evolve(whole, fee=fee, charged=charged) for fee, charged in zip(fees, left, strict=True)
        ]
    else:
        parted = _parted(service, deliveries, reduced, rounding)
        plain = [
            _charge(service, pieces, own, rounding) for pieces, own in zip(deliveries, parted, strict=True)
        ]
    surcharges = list(surcharges)
    return [
        _with_surcharges(service, surcharges, pieces, charge, rounding)
        for pieces, charge in zip(deliveries, plain, strict=True)
    ]


def _parted(
    service: Service,
    deliveries: Sequence[Sequence[Piece]],
    reduced: Iterable[ReducedDelivery],
    rounding: Rounding,
) -> list[list[ReducedDelivery]]:
    """What each promotion takes off each delivery, of an amount or a price that is for all of them.

    What it leaves of all fees that are not free without it is shared in proportion to these.
    """
    charges_ = [_charge(service, pieces, (), rounding) for pieces in deliveries]
    fees: list[int] = [each.charged for each in charges_]
    parted: list[list[ReducedDelivery]] = [[] for _ in deliveries]
    for each in reduced:
        lefts = shared(each.charged(sum(fees), rounding), fees)
        for own, fee_, left in zip(parted, fees, lefts, strict=True):
            is_once = each.percent is None and any(fees)
            own.append(attrs.evolve(each, amount=fee_ - left, price=None) if is_once else each)
    return parted


def shared(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount in proportion to weights, the largest remainders first; equally if there are none."""
    weights = weights if sum(weights) else [1 for _ in weights]
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    parts = [floor(part) for part in exact]
    first = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in first[: amount - sum(parts)]:
        parts[index] += 1
    return parts


def _charge(
    service: Service, pieces: Sequence[Piece], reduced: Iterable[ReducedDelivery], rounding: Rounding
) -> Charge:
    """The fee of some goods, and what is left of it."""
    full = fee(service.fee, pieces, rounding)
    ways: list[tuple[int, int, str]] = []
    missing = None
    if service.free_from is not None:
        short = service.free_from.at_least.minor - worth(pieces, service.free_from.basis)
        missing = short if short > 0 else None
        ways += [] if short > 0 else [(0, 0, service.threshold_rule)]
    ways += [
        (each.charged(full, rounding), 1, each.rule)
        for each in reduced
        if service.id in (each.services or (service.id,))
        if each.charged(full, rounding) < full
    ]
    if not ways:
        return Charge(fee=full, charged=full, missing=missing)
    left, _, rule = min(ways)
    if left:
        return Charge(fee=full, charged=left, reduced_by=rule, missing=missing)
    return Charge(fee=full, charged=0, free_by=rule)


def _with_surcharges(
    service: Service,
    surcharges: Iterable[Surcharge],
    pieces: Sequence[Piece],
    charge: Charge,
    rounding: Rounding,
) -> Charge:
    more = []
    for each in surcharges:
        some = [piece for piece in pieces if each.on.selects(piece.product)]
        if some and not (each.waived and charge.free_by is not None):
            more.append((service.surcharge_rule(each), fee(each.fee, some, rounding)))
    return attrs.evolve(
        charge, surcharges=tuple(more), charged=charge.charged + sum(amount for _, amount in more)
    )


def fee(rule: Fee, pieces: Sequence[Piece], rounding: Rounding) -> int:
    """What a standard fee comes to for some goods."""
    match rule:
        case FlatFee(amount):
            return amount.minor
        case PerItemFee(first, additional):
            return first.minor + additional.minor * (len(pieces) - 1) if pieces else 0
        case PercentFee():
            return _percent(rule, worth(pieces, rule.basis), rounding)
        case TieredFee():
            return _tier(rule, pieces)
        case SizesFee():
            by_size = {each.size: (place, each.fee.minor) for place, each in enumerate(rule.classes)}
            return max(by_size[_size(piece.product) or ""] for piece in pieces)[1] if pieces else 0
        case _:
            raise NotImplementedError(rule)


def _percent(rule: PercentFee, base: int, rounding: Rounding) -> int:
    exact = Fraction(base * rule.percent.parts_per_million, MILLION)
    found = floor(exact + Fraction(1, 2)) if rounding is Rounding.HALF_UP else round(exact)
    if rule.maximum is not None:
        found = min(found, rule.maximum.minor)
    return found if rule.minimum is None else max(found, rule.minimum.minor)


def _tier(rule: TieredFee, pieces: Sequence[Piece]) -> int:
    found = _tiered(rule, pieces)
    if isinstance(found, tuple):
        raise NotImplementedError(found)
    return next(tier.fee.minor for tier in rule.tiers if tier.up_to is None or found <= _bound(tier.up_to))


def _tiered(rule: TieredFee, pieces: Sequence[Piece]) -> Known:
    """What the tiers of a fee look at."""
    if rule.by is By.AMOUNT:
        return worth(pieces, rule.basis)
    found = measure(Measure(rule.by.value), pieces)
    if rule.volumetric is None or isinstance(found, tuple):
        return found
    volume = measure(Measure.VOLUME, pieces)
    return volume if isinstance(volume, tuple) else max(found, ceil(Fraction(volume * 1000, rule.volumetric)))


def beyond(service: Service, pieces: Sequence[Piece], buyer: Buyer) -> Beyond | None:
    """The limit that is named: the first that cannot be measured, else the first that is passed."""
    found = [*(_limited(limit, pieces, buyer) for limit in service.limits), *_implied(service.fee, pieces)]
    passed = [each for each in found if each is not None]
    unknown = [each for each in passed if each.found is None]
    return next(iter([*unknown, *passed]), None)


def _limited(limit: Limit, pieces: Sequence[Piece], buyer: Buyer) -> Beyond | None:
    match limit:
        case AmountLimit():
            return _outside(Measure.AMOUNT, worth(pieces, limit.basis), limit.at_least, limit.at_most)
        case PiecesLimit():
            return _outside(Measure.PIECES, len(pieces), limit.at_least, limit.at_most)
        case WeightLimit(each=True):
            heaviest = [measure(Measure.WEIGHT, [piece]) for piece in pieces]
            return _outside(Measure.WEIGHT, _most(heaviest), limit.at_least, limit.at_most)
        case WeightLimit() | VolumeLimit():
            which = Measure.WEIGHT if isinstance(limit, WeightLimit) else Measure.VOLUME
            return _outside(which, measure(which, pieces), limit.at_least, limit.at_most)
        case LengthLimit() | GirthLimit():
            which = Measure.LENGTH if isinstance(limit, LengthLimit) else Measure.GIRTH
            return _outside(which, measure(which, pieces), None, limit.at_most)
        case AgeLimit():
            meant = tuple(sorted({each.product.sku for each in pieces if limit.on.selects(each.product)}))
            if not meant:
                return None
            return _outside(Measure.AGE, meant if buyer.age is None else buyer.age, limit.at_least, None)
        case _:
            raise NotImplementedError(limit)


def _implied(rule: Fee, pieces: Sequence[Piece]) -> list[Beyond | None]:
    """What a fee cannot be asked of."""
    match rule:
        case TieredFee():
            last = rule.tiers[-1].up_to
            found = _tiered(rule, pieces)
            which = Measure(rule.by.value)
            if isinstance(found, tuple) and not isinstance(measure(which, pieces), tuple):
                which = Measure.VOLUME
            return [_outside(which, found, None, last)]
        case SizesFee():
            known = {each.size for each in rule.classes}
            others = {piece.product.sku for piece in pieces if _size(piece.product) not in known}
            return [_outside(Measure.SIZE, tuple(sorted(others)), None, None) if others else None]
        case _:
            return []


def _outside(which: Measure, found: Known, least: object, most: object) -> Beyond | None:
    """What is said of a measure that is out of bounds, or not known."""
    at_least, at_most = _bound_or_none(least), _bound_or_none(most)
    if isinstance(found, tuple):
        return Beyond(measure=which, at_least=at_least, at_most=at_most, products=found)
    if (at_least is None or found >= at_least) and (at_most is None or found <= at_most):
        return None
    return Beyond(measure=which, found=found, at_least=at_least, at_most=at_most)


def measure(which: Measure, pieces: Sequence[Piece]) -> Known:
    """What goods weigh, hold or measure: in grams, millilitres or millimetres, a begun one counting whole."""
    if which is Measure.PIECES:
        return len(pieces)
    each = [(piece, _exact(which, piece)) for piece in pieces]
    unknown = {piece.product.sku for piece, size in each if size is None}
    if unknown:
        return tuple(sorted(unknown))
    if which in {Measure.LENGTH, Measure.GIRTH}:
        return ceil(max((size or 0 for _, size in each), default=0))
    lines = {piece.number for piece in pieces}
    return sum(ceil(sum(size or 0 for piece, size in each if piece.number == line)) for line in lines)


def _exact(which: Measure, piece: Piece) -> Fraction | None:
    """What one piece weighs, holds or measures; ``None`` if that is not known."""
    package, unit, units = piece.product.package, piece.product.unit, Fraction(piece.amount, MILLION)
    sides = [_small(side) for side in package.sides] if package is not None else []
    if which is Measure.WEIGHT:
        if package is not None and package.weight is not None:
            return _small(package.weight) * units
        return units * _IN_SMALL[unit] if unit in {"kg", "g"} else None
    if which is Measure.VOLUME:
        if package is not None and package.volume is not None:
            return _small(package.volume) * units
        if sides:
            return sides[0] * sides[1] * sides[2] / 1000 * units
        return units * _IN_SMALL[unit] if unit in {"l", "ml"} else None
    if not sides:
        return None
    longest, *others = sorted(sides, reverse=True)
    return longest if which is Measure.LENGTH else longest + 2 * sum(others)


def _small(measured: Measured) -> Fraction:
    return Fraction(measured.millionths * _IN_SMALL[measured.unit], MILLION)


def _most(found: Sequence[Known]) -> Known:
    unknown = tuple(sorted({sku for each in found if isinstance(each, tuple) for sku in each}))
    return unknown or max((each for each in found if isinstance(each, int)), default=0)


def _size(product: Product) -> str | None:
    return None if product.package is None else product.package.size


def _bound_or_none(bound: object) -> int | None:
    return None if bound is None else _bound(bound)


def _bound(bound: object) -> int:
    """A bound in the smallest unit of its measure."""
    match bound:
        case int():
            return bound
        case UpTo():
            return _bound(bound.value)
        case Amount():
            return bound.minor
        case Measured():
            return floor(_small(bound))
        case _:
            raise NotImplementedError(bound)
