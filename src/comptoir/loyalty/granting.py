"""What a member's points and tier grant elsewhere: a tier, points to spend, deliveries at no fee.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from comptoir.loyalty.account import Account
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier import TierStanding
from comptoir.values.grants import NO_GRANTS, FreeDelivery, FundedPoints, Grants, SpendablePoints
from comptoir.values.moments import Moment
from comptoir.values.points import POINTS_MAX


def grants_of(
    programme: Programme | None, account: Account, standing: TierStanding | None, moment: Moment
) -> Grants:
    """What the standing of a member at a moment grants; nothing without a programme.

    Each free delivery names its rule, ``programme/tier``. At most 10^12 points are granted at once.
    """
    if programme is None or standing is None:
        return NO_GRANTS
    tier = programme.tier(standing.tier)
    return Grants(
        tier=tier.id,
        points=min(account.spendable, POINTS_MAX),
        drawn=_runs(_drawable(account, moment)),
        reserved=[
            SpendablePoints(
                points=each.left,
                drawn=_runs((drawn.funder, drawn.points) for drawn in each.drawn),
                reservation=each.id,
            )
            for each in account.reservations
            if each.ended is None
        ],
        free_delivery=[FreeDelivery(service, programme.rule_of(tier)) for service in tier.free_delivery],
    )


def _drawable(account: Account, moment: Moment) -> Iterator[tuple[str | None, int]]:
    """Who pays for the points that can be spent, of the whole pool, in the order in which they are drawn."""
    if account.pool is not None:
        yield from ((drawn.funder, drawn.points) for drawn in account.pool.lots)
        return
    for lot in account.lots:
        if lot.available_from is not None and moment.reaches(lot.available_from):
            yield lot.funder, lot.remaining


def _runs(drawn: Iterable[tuple[str | None, int]]) -> Iterator[FundedPoints]:
    """Points of one funder that are drawn one after the other, together."""
    for funder, points in groupby(drawn, key=lambda each: each[0]):
        yield FundedPoints(funder, sum(number for _, number in points))
