"""The more, the more off: ``{ amount_tiers = { steps = [ … ] } }`` and ``{ quantity_tiers = { … } }``.

Steps are by what the selected goods come to, or by how many units there are, as the layer found them.
The last step that is reached gives its percentage or amount off all of them together; from ``below``
on, none does. A higher step may give less than a lower one: what is written is what applies.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import ClassVar, Final

import attrs

from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.kinds import Charge, TogetherBenefit
from comptoir.pricing.ways import checked_one_way, maybe_percent, one_currency
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue
from comptoir.values.money import AMOUNT_MAX, Amount, checked_not_negative, maybe_amount, to_amount
from comptoir.values.percentages import Percent
from comptoir.values.policies import Minting
from comptoir.values.quantities import checked_count

STEPS_MAX: Final = 100
"""Steps of a benefit."""
_WAYS: Final = ("percent", "amount")


@attrs.frozen(kw_only=True)
class _Step:
    """What is off from a step on."""

    percent: Percent | None = attrs.field(default=None, converter=maybe_percent)
    amount: Amount | None = attrs.field(default=None, converter=maybe_amount)

    def reductions(self, charges: Sequence[Charge], minting: Minting) -> Sequence[int]:
        """Its percentage or amount off all charges together."""
        if self.percent is not None:
            return BasketPercentOff(self.percent).reductions(charges, minting)
        if self.amount is not None:
            return BasketAmountOff(self.amount).reductions(charges, minting)
        raise AssertionError(self)  # refused when it was built


@attrs.frozen(kw_only=True)
class AmountStep(_Step):
    """``percent`` or ``amount`` off where the goods come to ``from`` or more."""

    from_: Amount = attrs.field(converter=to_amount)

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.from_, "from")
        checked_one_way(self, _WAYS)

    @property
    def start(self) -> int:
        """Where it begins, in minor units."""
        return self.from_.minor


@attrs.frozen(kw_only=True)
class QuantityStep(_Step):
    """``percent`` or ``amount`` off where there are ``from`` units or more."""

    from_: int

    def __attrs_post_init__(self) -> None:
        checked_count(self.from_, "from", 1, AMOUNT_MAX)
        checked_one_way(self, _WAYS)

    @property
    def start(self) -> int:
        """Where it begins, in units."""
        return self.from_


def _amount_steps(steps: Iterable[AmountStep]) -> tuple[AmountStep, ...]:
    return tuple_of(AmountStep, steps, "steps")


def _quantity_steps(steps: Iterable[QuantityStep]) -> tuple[QuantityStep, ...]:
    return tuple_of(QuantityStep, steps, "steps")


@attrs.frozen(kw_only=True)
class AmountTiers(TogetherBenefit):
    """Steps by what the selected goods come to; none applies from ``below`` on."""

    kind: ClassVar[str] = "amount_tiers"
    steps: tuple[AmountStep, ...] = attrs.field(converter=_amount_steps)
    below: Amount | None = attrs.field(default=None, converter=maybe_amount)

    def __attrs_post_init__(self) -> None:
        _check_steps([step.start for step in self.steps], None if self.below is None else self.below.minor)
        one_currency((*(step.from_ for step in self.steps), *_amounts(self.steps), self.below), "steps")

    @property
    def currency(self) -> str:
        """The currency of the steps."""
        return self.steps[0].from_.currency

    def reductions(self, charges: Sequence[Charge], minting: Minting) -> Sequence[int]:
        """What the step reached by the sum of the charges gives."""
        worth = sum(charge.amount for charge in charges)
        if self.below is not None and worth >= self.below.minor:
            return [0] * len(charges)
        return _reductions(self.steps, worth, charges, minting)


@attrs.frozen(kw_only=True)
class QuantityTiers(TogetherBenefit):
    """Steps by how many selected units there are; none applies from ``below`` on.

    What was weighed or measured is one unit, and so is a pack.
    """

    kind: ClassVar[str] = "quantity_tiers"
    steps: tuple[QuantityStep, ...] = attrs.field(converter=_quantity_steps)
    below: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.below is not None:
            checked_count(self.below, "below", 1, AMOUNT_MAX)
        _check_steps([step.start for step in self.steps], self.below)
        one_currency(_amounts(self.steps), "steps")

    @property
    def currency(self) -> str | None:
        """The currency of the steps' amounts, if one has an amount."""
        return one_currency(_amounts(self.steps), "steps")

    def reductions(self, charges: Sequence[Charge], minting: Minting) -> Sequence[int]:
        """What the step reached by the number of units gives."""
        units = sum(charge.units for charge in charges)
        if self.below is not None and units >= self.below:
            return [0] * len(charges)
        return _reductions(self.steps, units, charges, minting)


def _reductions(
    steps: Sequence[AmountStep | QuantityStep], reached: int, charges: Sequence[Charge], minting: Minting
) -> Sequence[int]:
    step = next((each for each in reversed(steps) if each.start <= reached), None)
    return [0] * len(charges) if step is None else step.reductions(charges, minting)


def _amounts(steps: Iterable[_Step]) -> tuple[Amount | None, ...]:
    return tuple(step.amount for step in steps)


def _check_steps(starts: Sequence[int], below: int | None) -> None:
    """``WrongValue`` unless there are steps, each beginning after the one before, and before ``below``."""
    if not 1 <= len(starts) <= STEPS_MAX:
        found = f"found {len(starts)} steps"
        raise WrongValue.at("steps", found, f"write 1 to {STEPS_MAX} steps", code="steps_out_of_range")
    for index, (before, start) in enumerate(pairwise(starts), 1):
        if start <= before:
            cure = "let each step begin after the one before it"
            raise WrongValue.at(f"steps[{index}].from", "found no later start", cure, code="steps_not_rising")
    if below is not None and below <= starts[-1]:
        cure = "let below lie after the last step's start"
        raise WrongValue.at("below", "found it at or before the last step", cure, code="steps_not_rising")
