"""Points that are spent on a purchase: how many may be, what they are worth, and who pays for them.

Decides whether a wish to spend points can be granted. May never know lots or facts: it is told how
many points can be spent and how much they may pay.

Source: house rule; the order of the checks follows what a customer can do about each.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import attrs

from comptoir.facts.point_terms import Funded, Redemption
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import Residue, SpendRule
from comptoir.texts import language_of, quantity_text, say
from comptoir.values.allocation import spread
from comptoir.values.grants import SpendablePoints
from comptoir.values.points import POINTS_MAX, checked_points
from comptoir.values.rounding import Rounding


class SpendRefusalCode(Enum):
    """Why points cannot be spent, in order of precedence."""

    NO_PROGRAMME = "no_programme"
    """There is no loyalty programme."""
    NOT_SPENDABLE = "not_spendable"
    """The programme's points cannot be spent."""
    OTHER_CURRENCY = "other_currency"
    """Points are worth an amount in another currency."""
    NOT_RESERVED = "not_reserved"
    """Nothing is set aside under that name, or no longer."""
    NOT_ENOUGH_POINTS = "not_enough_points"
    """The member has fewer available."""
    BELOW_MINIMUM = "below_minimum"
    """Fewer points than may be spent at once."""
    ABOVE_MAXIMUM = "above_maximum"
    """More points than may be spent at once."""
    NOT_A_MULTIPLE = "not_a_multiple"
    """Points are spent in multiples of a step."""
    ABOVE_SHARE = "above_share"
    """They would pay more than their share of what is to pay."""
    BELOW_FLOOR = "below_floor"
    """They would take more off the goods than their prices may fall."""


@attrs.frozen
class SpendRefused:
    """The points are not spent; ``most`` is the largest number that would be, 0 if none.

    From ``minimum`` to ``maximum`` points are spent at once, in multiples of ``step``.
    """

    code: SpendRefusalCode
    most: int
    minimum: int = 0
    step: int = 1
    maximum: int | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        limits = {"most": self.most, "minimum": self.minimum, "step": self.step}
        if self.maximum is not None:
            limits["maximum"] = self.maximum
        numbers = {key: quantity_text(limit, spoken) for key, limit in limits.items()}
        return say(f"points_{self.code.value}", spoken, **numbers)


@attrs.frozen(kw_only=True)
class Payable:
    """What points may pay of, in minor units: their share of ``amount``, and no more than ``room``."""

    amount: int
    room: int
    currency: str


def redeem(
    programme: Programme | None, points: int, available: SpendablePoints | None, payable: Payable
) -> Redemption | SpendRefused:
    """``points`` spent on what is payable, or why not; where the residue is kept, as many as may be.

    ``available`` are the points that the member may spend, ``None`` if nothing is set aside as was said.
    Raises ``WrongType`` and ``WrongValue`` for points that are no whole number from 1 to 10^12.
    """
    checked_points(points, "points", at_least=1)
    if programme is None:
        return SpendRefused(SpendRefusalCode.NO_PROGRAMME, 0)
    if programme.spend is None:
        return SpendRefused(SpendRefusalCode.NOT_SPENDABLE, 0)
    rule = programme.spend
    if payable.currency != rule.worth.currency:
        return _refused(SpendRefusalCode.OTHER_CURRENCY, 0, rule)
    if available is None:
        return _refused(SpendRefusalCode.NOT_RESERVED, 0, rule)
    most = most_spendable(rule, available.points, payable)
    spent = rule.largest(min(points, most)) if rule.residue is Residue.KEPT else points
    if code := _refusal(rule, spent or points, available.points, payable):
        return _refused(code, most, rule)
    return Redemption(
        spent,
        rule.worth_of(spent),
        spent_as=rule.spent_as,
        draw=rule.draw,
        reservation=available.reservation,
        funded=_funded(rule, available.by_funder(spent)),
        grace=rule.grace,
        zone=None if rule.grace is None else programme.zone,
    )


def most_spendable(rule: SpendRule, available: int, payable: Payable) -> int:
    """The largest number of points that may be spent on what is payable, 0 if none may.

    It is a multiple of the step, and neither below the minimum nor above the maximum.
    """
    if payable.currency != rule.worth.currency:
        return 0
    steps = min(_share(rule, payable), payable.room) // rule.worth_of(rule.step)
    return rule.largest(min(available, POINTS_MAX, steps * rule.step))


def _refusal(rule: SpendRule, points: int, available: int, payable: Payable) -> SpendRefusalCode | None:
    if points > available:
        return SpendRefusalCode.NOT_ENOUGH_POINTS
    if points < rule.minimum:
        return SpendRefusalCode.BELOW_MINIMUM
    if rule.maximum is not None and points > rule.maximum:
        return SpendRefusalCode.ABOVE_MAXIMUM
    if points % rule.step:
        return SpendRefusalCode.NOT_A_MULTIPLE
    if rule.worth_of(points) > _share(rule, payable):
        return SpendRefusalCode.ABOVE_SHARE
    if rule.worth_of(points) > payable.room:
        return SpendRefusalCode.BELOW_FLOOR
    return None


def _refused(code: SpendRefusalCode, most: int, rule: SpendRule) -> SpendRefused:
    return SpendRefused(code, most, rule.minimum, rule.step, rule.maximum)


def _share(rule: SpendRule, payable: Payable) -> int:
    """The share of an amount that points may pay, in minor units."""
    return rule.share.of_amount(payable.amount, Rounding.FLOOR)


def _funded(rule: SpendRule, by_funder: Mapping[str | None, int]) -> tuple[Funded, ...]:
    """What the points of each funder are worth, the merchant's first; nothing if all are the merchant's.

    By exact largest remainder, ties by the funder's identifier.
    """
    if by_funder.keys() == {None}:
        return ()
    funders = sorted(by_funder, key=lambda funder: funder or "")
    points = [by_funder[funder] for funder in funders]
    worth = spread(rule.worth_of(sum(points)), points, range(len(points)))
    return tuple(map(Funded, funders, points, worth))
