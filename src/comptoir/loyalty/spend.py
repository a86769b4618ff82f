"""Points as a means of payment: how many may be spent, and what they are worth.

Decides whether a wish to pay with points can be granted. May never know lots or facts: it is told how
many points are available and how much is to pay.

Source: house rule; the order of the checks follows what a customer can do about each.
"""

from __future__ import annotations

from enum import Enum

import attrs

from comptoir.facts.point_terms import Redemption
from comptoir.loyalty.rules import Programme, SpendRule
from comptoir.texts import language_of, quantity_text, say
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
    NOT_ENOUGH_POINTS = "not_enough_points"
    """The member has fewer available."""
    BELOW_MINIMUM = "below_minimum"
    """Fewer points than may be spent at once."""
    NOT_A_MULTIPLE = "not_a_multiple"
    """Points are spent in multiples of a step."""
    ABOVE_SHARE = "above_share"
    """They would pay more than their share of what is to pay."""


@attrs.frozen
class SpendRefused:
    """The points are not spent; ``most`` is the largest number that would be, 0 if none.

    At least ``minimum`` points are spent at once, in multiples of ``step``.
    """

    code: SpendRefusalCode
    most: int
    minimum: int = 0
    step: int = 1

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        limits = {"most": self.most, "minimum": self.minimum, "step": self.step}
        numbers = {key: quantity_text(limit, spoken) for key, limit in limits.items()}
        return say(f"points_{self.code.value}", spoken, **numbers)


def redeem(
    programme: Programme | None, points: int, *, available: int, payable: int, currency: str
) -> Redemption | SpendRefused:
    """``points`` spent on ``payable`` minor units, or why not.

    ``available`` are the points that the member may spend. Raises ``WrongType`` and ``WrongValue`` for
    points that are no whole number from 1 to 10^12.
    """
    checked_points(points, "points", at_least=1)
    if programme is None:
        return SpendRefused(SpendRefusalCode.NO_PROGRAMME, 0)
    if programme.spend is None:
        return SpendRefused(SpendRefusalCode.NOT_SPENDABLE, 0)
    code = _refusal(programme.spend, points, available, payable, currency)
    if code is not None:
        rule = programme.spend
        most = most_spendable(rule, available, payable, currency)
        return SpendRefused(code, most, rule.minimum, rule.step)
    return Redemption(points, programme.spend.worth_of(points))


def most_spendable(rule: SpendRule, available: int, payable_minor: int, currency: str) -> int:
    """The largest number of points that may be spent on so many minor units, 0 if none may.

    It is a multiple of the step and not below the minimum.
    """
    if currency != rule.worth.currency:
        return 0
    steps = min(available, POINTS_MAX) // rule.step
    affordable = _payable_with_points(rule, payable_minor) // rule.worth_of(rule.step)
    most = min(steps, affordable) * rule.step
    return most if most >= rule.minimum else 0


def _refusal(
    rule: SpendRule, points: int, available: int, payable: int, currency: str
) -> SpendRefusalCode | None:
    if currency != rule.worth.currency:
        return SpendRefusalCode.OTHER_CURRENCY
    if points > available:
        return SpendRefusalCode.NOT_ENOUGH_POINTS
    if points < rule.minimum:
        return SpendRefusalCode.BELOW_MINIMUM
    if points % rule.step:
        return SpendRefusalCode.NOT_A_MULTIPLE
    if rule.worth_of(points) > _payable_with_points(rule, payable):
        return SpendRefusalCode.ABOVE_SHARE
    return None


def _payable_with_points(rule: SpendRule, payable: int) -> int:
    """The share of an amount that points may pay, in minor units."""
    return rule.share.of_amount(payable, Rounding.FLOOR)
