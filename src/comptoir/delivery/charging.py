"""What the deliveries of one service cost: their fee, what makes it less or nothing, and the surcharges.

The rule that leaves least of a fee is the one that applies. Of several that leave the same, the threshold
comes first, then the buyer's standing, then promotions by their identifiers. A threshold is inclusive. The
amount of a promotion is taken once, however many deliveries there are. What
is asked once for a place is shared by its deliveries; surcharges are asked for each. Where the seller bears
the delivery, nothing is asked.

May never know when goods arrive, where they come from, or who asks.

Source: house rule; as other shops have it, free delivery is free of the fee and not of what is bulky.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import attrs

from comptoir.delivery.availability import applying
from comptoir.delivery.kinds import Basis, Parcel, ParcelLine
from comptoir.delivery.rules import FeePer, Service
from comptoir.facts.delivery_terms import FreeFrom, SurchargeTerms
from comptoir.values.allocation import spread
from comptoir.values.errors import LimitExceeded
from comptoir.values.grants import Grants
from comptoir.values.money import AMOUNT_MAX
from comptoir.values.rounding import Rounding


@attrs.frozen(kw_only=True)
class Charge:
    """What one delivery costs, in minor units, tax included.

    ``charged`` is what is left of the ``fee``, where the rule ``free_by`` makes it nothing or ``reduced_by``
    less, and the ``surcharges``; ``missing`` is what the goods lack to the threshold of free delivery, where
    there is one and a fee is charged, ``free_from`` the threshold that they reach.
    """

    fee: int
    surcharges: tuple[SurchargeTerms, ...] = ()
    charged: int
    free_by: str | None = None
    reduced_by: str | None = None
    missing: int | None = None
    free_from: FreeFrom | None = None


def charge(
    service: Service,
    parcels: Sequence[Parcel],
    *,
    zones: Collection[str],
    grants: Grants,
    rounding: Rounding,
) -> tuple[Charge, ...]:
    """What each of a service's deliveries to one place costs: those of ``parcels``, in their order.

    The place lies in ``zones`` of the rulebook's places, and ``rounding`` is that of a percentage off the
    fee. All goods together are within the limits of the service and its fees. Raises ``LimitExceeded`` for a
    fee that cannot be written.
    """
    if grants.delivered_by is not None:
        return tuple(_borne(service, parcel, grants.delivered_by) for parcel in parcels)
    there = frozenset(zones)
    match service.fee_per:
        case FeePer.DELIVERY:
            fees = _fees(service, parcels, grants, rounding)
        case FeePer.PLACE:
            [whole] = _fees(service, [together(parcels)], grants, rounding)
            fees = _shared(whole, parcels)
    return tuple(
        _with_surcharges(service, fee, parcel, there) for fee, parcel in zip(fees, parcels, strict=True)
    )


def together(parcels: Sequence[Parcel]) -> Parcel:
    """All goods of several parcels as one; pieces of one line are one line again."""
    if len(parcels) == 1:
        return parcels[0]
    lines: dict[int, ParcelLine] = {}
    for line in (line for parcel in parcels for line in parcel.lines):
        before = lines.get(line.number)
        lines[line.number] = line if before is None else _joined(before, line)
    return parcels[0].only(lines[number] for number in sorted(lines))


def _borne(service: Service, parcel: Parcel, rule: str) -> Charge:
    """What a delivery costs whose fee and surcharges the seller bears, by a rule."""
    return Charge(fee=_checked(service, service.fee.amount(parcel)), charged=0, free_by=rule)


@attrs.frozen(kw_only=True)
class _Fee:
    """A fee in minor units, what is ``left`` of it by which rule, and what the goods lack for none."""

    fee: int
    left: int
    free_by: str | None
    reduced_by: str | None
    missing: int | None
    free_from: FreeFrom | None = None


def _fees(service: Service, parcels: Sequence[Parcel], grants: Grants, rounding: Rounding) -> list[_Fee]:
    """What parcels cost before surcharges, and what is left of each fee by the rule that leaves least.

    The amount of a promotion is taken once, of the fees together that are not free without it: of each in
    proportion to it. Its price is shared likewise.
    """
    fees = [_fee(service, parcel, grants) for parcel in parcels]
    due = [fee.left for fee in fees]
    for promotion in grants.promotions:
        if promotion.is_on(service.id):
            lefts = promotion.left(due, rounding)
            fees = [_less(fee, left, promotion.rule) for fee, left in zip(fees, lefts, strict=True)]
    return fees


def _fee(service: Service, parcel: Parcel, grants: Grants) -> _Fee:
    """What a parcel costs before surcharges and promotions: nothing from the threshold on, or by standing."""
    fee = _checked(service, service.fee.amount(parcel))
    threshold = service.free_from
    missing = None if threshold is None else _missing(threshold.at_least.minor, threshold.basis, parcel)
    if threshold is not None and missing == 0:
        reached = _reached(threshold.at_least.minor, threshold.basis, parcel)
        rule = service.threshold_rule
        return _Fee(fee=fee, left=0, free_by=rule, reduced_by=None, missing=None, free_from=reached)
    rule_of_buyer = grants.free(service.id)
    if rule_of_buyer is None:
        return _Fee(fee=fee, left=fee, free_by=None, reduced_by=None, missing=missing)
    return _Fee(fee=fee, left=0, free_by=rule_of_buyer, reduced_by=None, missing=None)


def _less(fee: _Fee, left: int, rule: str) -> _Fee:
    """The fee with what a promotion leaves of it, if that is less."""
    if left >= fee.left:
        return fee
    if left:
        return attrs.evolve(fee, left=left, reduced_by=rule)
    return attrs.evolve(fee, left=0, free_by=rule, reduced_by=None, missing=None)


def _reached(at_least: int, basis: Basis, parcel: Parcel) -> FreeFrom:
    """A threshold that the goods reach, with what each line is worth towards it."""
    return FreeFrom(
        amount=at_least,
        lines=(line.number for line in parcel.lines),
        worths=(line.worth(basis) for line in parcel.lines),
    )


def _missing(at_least: int, basis: Basis, parcel: Parcel) -> int:
    """What the goods lack to a threshold, in minor units; 0 once it is reached."""
    return max(0, at_least - parcel.worth(basis))


def _shared(whole: _Fee, parcels: Sequence[Parcel]) -> list[_Fee]:
    """Of a fee for several deliveries, the part of each: in proportion to what its goods cost."""
    worths = [parcel.worth(Basis.PAID) for parcel in parcels]
    weights = worths if any(worths) else [1] * len(parcels)
    keys = range(len(parcels))
    fees, lefts = (spread(amount, weights, keys) for amount in (whole.fee, whole.left))
    return [attrs.evolve(whole, fee=fee, left=left) for fee, left in zip(fees, lefts, strict=True)]


def _with_surcharges(service: Service, fee: _Fee, parcel: Parcel, zones: frozenset[str]) -> Charge:
    terms = tuple(
        SurchargeTerms(
            rule=service.surcharge_rule(surcharge),
            name=surcharge.name,
            amount=_checked(service, surcharge.fee.amount(goods)),
        )
        for surcharge, goods in applying(service, parcel, zones)
        if fee.free_by is None or not surcharge.waived
    )
    return Charge(
        fee=fee.fee,
        surcharges=terms,
        charged=_checked(service, fee.left + sum(each.amount for each in terms)),
        free_by=fee.free_by,
        reduced_by=fee.reduced_by,
        missing=fee.missing,
        free_from=fee.free_from,
    )


def _joined(line: ParcelLine, other: ParcelLine) -> ParcelLine:
    """Pieces of a line, and others of it."""
    return attrs.evolve(
        line,
        pieces=line.pieces + other.pieces,
        amount=line.units + other.units,
        regular=line.regular + other.regular,
        charged=line.charged + other.charged,
        regular_net=_sum(line.regular_net, other.regular_net),
        charged_net=_sum(line.charged_net, other.charged_net),
    )


def _sum(net: int | None, other: int | None) -> int | None:
    return None if net is None or other is None else net + other


def _checked(service: Service, amount: int) -> int:
    if amount > AMOUNT_MAX:
        where, found = f"delivery.{service.id}", "found a fee above 2^53-1 minor units"
        raise LimitExceeded.at(where, found, "split the basket", code="amount_too_large")
    return amount
