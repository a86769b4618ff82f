"""Rewards of the catalogue: taken for points, and given back unused.

Source: house rule.
"""

from __future__ import annotations

from comptoir.checkout.asked import Asked
from comptoir.checkout.horizon import moment_of
from comptoir.checkout.recorded import Recorded
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.reserving import not_usable
from comptoir.checkout.shortfall import coupons_gone
from comptoir.checkout.standing import Standing
from comptoir.facts.coupons import IssuedCoupon
from comptoir.facts.membership import membership_of
from comptoir.facts.point_events import RewardGivenBack, RewardTaken
from comptoir.loyalty.rewards import RewardOffer, RewardRefused, Taker, reward_of, rewards_for, rewards_taken
from comptoir.loyalty.spend_rules import Reward
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier
from comptoir.values.moments import Moment


def offered(standing: Standing) -> tuple[RewardOffer, ...]:
    """The catalogue as the member of a standing sees it."""
    moment = Moment(standing.asked_at)
    members = membership_of(standing.history, moment).references(standing.member)
    taker = Taker(
        tier=standing.grants.tier,
        points=standing.account.spendable,
        taken=rewards_taken(standing.history.known(moment), members),
    )
    return rewards_for(standing.rulebook.loyalty.programme, taker, moment)


def take(
    asked: Asked, reward: str, *, coupon: IssuedCoupon | None, reservation: str | None
) -> Recorded | Refused:
    """A reward taken for points, of a reservation if one is named."""
    checked_identifier(reward, "reward")
    if coupon is not None:
        checked_type(IssuedCoupon, coupon, "coupon", "pass the IssuedCoupon that the member is given")
    again = asked.repeated(
        RewardTaken,
        lambda fact: (fact.reward, fact.coupon, fact.reservation),
        (reward, coupon, reservation),
    )
    if again is not None:
        return again
    points = asked.account.spendable
    if reservation is not None:
        held = asked.reservation(reservation)
        if refusal := not_usable(held, reservation):
            return Refused(refusal)
        points = 0 if held is None else held.left
    taker = Taker(
        tier=asked.standing.grants.tier,
        points=points,
        taken=rewards_taken(asked.events, asked.members),
    )
    found = reward_of(asked.programme, reward, taker, moment_of(asked.rulebook, asked.at))
    if isinstance(found, RewardRefused):
        return Refused(Refusal(RefusalCode.REWARD_REFUSED, because=found))
    _check_coupon(found, coupon, asked.member)
    return asked.record(
        RewardTaken,
        reward=reward,
        points=found.points,
        draw=asked.draw,
        reservation=reservation,
        coupon=coupon,
        sku=found.sku,
    )


def give_back(asked: Asked, taken: str) -> Recorded | Refused:
    """A reward given back, and its points into the lots that they came from."""
    checked_identifier(taken, "taken")
    again = asked.repeated(RewardGivenBack, lambda fact: fact.taken, taken)
    if again is not None:
        return again
    own = asked.events
    reward = next((fact for fact in own if isinstance(fact, RewardTaken) and fact.id == taken), None)
    if reward is None:
        return asked.refused(RefusalCode.REWARD_UNKNOWN, name=taken)
    if any(isinstance(fact, RewardGivenBack) and fact.taken == taken for fact in own):
        return asked.refused(RefusalCode.REWARD_GIVEN_BACK, name=taken)
    if reward.coupon is not None and reward.coupon.code in coupons_gone(asked.history.facts):
        return asked.refused(RefusalCode.REWARD_USED, name=reward.coupon.code)
    return asked.record(RewardGivenBack, taken=taken)


def _check_coupon(reward: Reward, coupon: IssuedCoupon | None, member: str) -> None:
    """``WrongValue`` for a coupon that is not the reward."""
    series = None if coupon is None else coupon.series
    if series != reward.series:
        found = "found none" if series is None else f"found one of the series {series}"
        wanted = f"of the series {reward.series}"
        cure = (
            f"pass the coupon that was issued, {wanted}" if reward.series else "leave it out: it is a product"
        )
        raise WrongValue.at("coupon", found, cure, code="other_series")
    if coupon is not None and coupon.member not in {None, member}:
        found = f"found one for {coupon.member}"
        raise WrongValue.at("coupon.member", found, f"issue it to {member}", code="other_member")
