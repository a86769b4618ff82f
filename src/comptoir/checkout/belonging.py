"""To whom points belong: passed on, pooled in a household, accounts made one, a purchase claimed later.

Source: house rule.
"""

from __future__ import annotations

from comptoir.checkout.asked import Asked
from comptoir.checkout.horizon import moment_of
from comptoir.checkout.recorded import Recorded
from comptoir.checkout.refusals import RefusalCode, Refused
from comptoir.checkout.reserving import too_few
from comptoir.facts.membership import membership_of
from comptoir.facts.orders import Order
from comptoir.facts.point_events import (
    AccountsMerged,
    PointsTransferred,
    PoolJoined,
    PoolLeft,
    PurchaseClaimed,
)
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_identifier
from comptoir.values.moments import Moment
from comptoir.values.points import checked_points


def transfer(asked: Asked, points: int, to: str) -> Recorded | Refused:
    """Points passed on to another member."""
    checked_points(points, "points", at_least=1)
    again = asked.repeated(PointsTransferred, lambda fact: (fact.points, fact.to), (points, to))
    if again is not None:
        return again
    if asked.is_one_with(to, "to"):
        return asked.refused(RefusalCode.ONE_ACCOUNT)
    if refusal := too_few(asked.programme, asked.account, points):
        return Refused(refusal)
    return asked.record(PointsTransferred, points=points, to=to, draw=asked.draw)


def merge(asked: Asked, into: str) -> Recorded | Refused:
    """The account of a member one with that of another; one that is in a pool leaves it before."""
    again = asked.repeated(AccountsMerged, lambda fact: fact.into, into)
    if again is not None:
        return again
    if asked.is_one_with(into, "into"):
        return asked.refused(RefusalCode.ONE_ACCOUNT)
    pools = {each.account.pool.id for each in (asked.standing, asked.standing_of(into)) if each.account.pool}
    if len(pools) > 1:
        return asked.refused(RefusalCode.IN_A_POOL)
    return asked.record(AccountsMerged, into=into)


def join_pool(asked: Asked, pool: str) -> Recorded | Refused:
    """A member in the pool that another opened, or whom the first other opens by joining."""
    again = asked.repeated(PoolJoined, lambda fact: fact.pool, pool)
    if again is not None:
        return again
    if asked.is_one_with(pool, "pool"):
        return asked.refused(RefusalCode.ONE_ACCOUNT)
    theirs = asked.standing_of(pool).account.pool
    if asked.account.pool is not None or (theirs is not None and theirs.id != pool):
        return asked.refused(RefusalCode.IN_A_POOL)
    return asked.record(PoolJoined, pool=pool)


def leave_pool(asked: Asked, pool: str) -> Recorded | Refused:
    """A member out of a pool, with what is left of their own lots."""
    checked_identifier(pool, "pool")
    again = asked.repeated(PoolLeft, lambda fact: fact.pool, pool)
    if again is not None:
        return again
    if asked.account.pool is None or asked.account.pool.id != pool:
        return asked.refused(RefusalCode.NOT_IN_A_POOL)
    return asked.record(PoolLeft, pool=pool)


def claim(asked: Asked, order: str) -> Recorded | Refused:
    """A purchase that named nobody as the member's, as long as the programme lets it be claimed."""
    again = asked.repeated(PurchaseClaimed, lambda fact: fact.order, order)
    if again is not None:
        return again
    bought = _bought(asked, order)
    programme = asked.programme
    if programme is None:
        return asked.refused(RefusalCode.NO_PROGRAMME)
    if membership_of(asked.history.of_order(order), Moment(asked.at)).owner(order) is not None:
        return asked.refused(RefusalCode.ALREADY_CLAIMED)
    if programme.claimed_within is None:
        return asked.refused(RefusalCode.NOT_CLAIMABLE)
    zone = asked.rulebook.almanac.zone(programme.zone)
    last_day = programme.claimed_within.counted_from(zone.local_date(bought.placed_at))
    if moment_of(asked.rulebook, asked.at).reaches(zone.end_of(last_day)):
        return asked.refused(RefusalCode.CLAIMED_TOO_LATE, last_day=last_day)
    return asked.record(PurchaseClaimed, order=order)


def _bought(asked: Asked, order: str) -> Order:
    """The order, as it was placed by now."""
    checked_identifier(order, "order")
    found = asked.history.orders.get(order)
    if found is None or found.placed_at > asked.at:
        cure = "pass the facts of this order, its placing among them"
        raise WrongValue.at("history", f"found no order {order} placed by then", cure, code="unknown_order")
    return found
