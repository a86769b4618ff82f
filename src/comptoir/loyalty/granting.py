"""What a member's points and tier grant elsewhere: a tier, points to spend, deliveries at no fee.

Source: house rule.
"""

from __future__ import annotations

from comptoir.loyalty.account import Account
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier import TierStanding
from comptoir.values.grants import NO_GRANTS, FreeDelivery, Grants
from comptoir.values.points import POINTS_MAX


def grants_of(programme: Programme | None, account: Account, standing: TierStanding | None) -> Grants:
    """What the standing of a member grants; nothing without a programme.

    Each free delivery names its rule, ``programme/tier``. At most 10^12 points are granted at once.
    """
    if programme is None or standing is None:
        return NO_GRANTS
    tier = programme.tier(standing.tier)
    return Grants(
        tier=tier.id,
        points=min(account.spendable, POINTS_MAX),
        free_delivery=[FreeDelivery(service, programme.rule_of(tier)) for service in tier.free_delivery],
    )
