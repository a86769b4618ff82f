"""What a promotion lacks for its next benefit: so many units, units of a set's slots, or an amount.

Told from what the promotion saw alone, not from what other promotions would make of more goods.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from comptoir.facts.products import Product
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.tiers import AmountTiers, QuantityTiers
from comptoir.pricing.conditions.nested import AllMet, AnyMet
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.fitting import Fitting
from comptoir.pricing.kinds import Condition, SetBenefit, is_touched
from comptoir.pricing.rules import Promotion
from comptoir.pricing.why import Seen
from comptoir.values.decimals import MILLION
from comptoir.values.money import Amount
from comptoir.values.selections import Selection


@attrs.frozen
class LacksUnits:
    """``missing`` units more of the selection; in ``pieces``, a pack counts with what is inside."""

    missing: int
    on: Selection
    pieces: bool = False

    def units_of(self, product: Product, unit: str | None) -> int | None:
        """How many units, or packs, of a product make up for it; ``None`` if it is not counted."""
        content = product.content_of(unit)
        if content is None or not is_touched(product, self.on):
            return None
        return -(-self.missing // max(1, content.millionths // MILLION)) if self.pieces else self.missing


@attrs.frozen
class LacksSlots:
    """Units for a set to apply ``times`` in all; what is there fills its slots already."""

    fitting: Fitting
    times: int
    on: Selection

    @property
    def missing(self) -> int:
        """How many units."""
        return self.fitting.lacks(self.times)


@attrs.frozen
class LacksAmount:
    """Goods of the selection worth ``missing`` more; ``relaxed`` is the promotion without that demand."""

    missing: Amount
    on: Selection
    relaxed: Promotion


Lack = LacksUnits | LacksSlots | LacksAmount


def lacks_of(promotion: Promotion, seen: Seen) -> tuple[Lack, ...]:
    """What the promotion lacks, each lack for itself; nothing for one that selects nothing there is.

    A gift lacks itself, as long as its conditions hold and it is not in the basket.
    """
    if not seen.charges and not isinstance(promotion.benefit, Gift):
        return ()
    if seen.unmet is not None:
        return tuple(_of_conditions(promotion, seen)) if seen.charges else ()
    lack = _of_benefit(promotion, seen)
    return () if lack is None else (lack,)


def _of_conditions(promotion: Promotion, seen: Seen) -> Iterator[Lack]:
    for condition in _demanding(promotion.when):
        reason = condition.unmet(seen.asked)
        if reason is None:
            continue
        if isinstance(condition, Quantity) and isinstance(reason.missing, int):
            yield LacksUnits(reason.missing, condition.on, pieces=True)
        elif isinstance(condition, Spend) and isinstance(reason.missing, Amount):
            relaxed = attrs.evolve(promotion, when=_without(promotion.when, condition))
            yield LacksAmount(reason.missing, condition.on, relaxed)


def _of_benefit(promotion: Promotion, seen: Seen) -> Lack | None:
    match promotion.benefit:
        case SetBenefit() as benefit:
            return _of_set(promotion, benefit, seen)
        case QuantityTiers() as tiers:
            units = sum(charge.units for charge in seen.charges)
            ahead = (step.from_ - units for step in tiers.steps if step.from_ > units)
            missing = next(ahead, None)
            return None if missing is None else LacksUnits(missing, promotion.on)
        case AmountTiers() as tiers:
            return _of_amount_tiers(promotion, tiers, seen)
        case _:
            return None


def _of_set(promotion: Promotion, benefit: SetBenefit, seen: Seen) -> LacksSlots | None:
    """Units for one application more that is begun, unless it may not apply, or others use what it could."""
    fitting, times = Fitting.of(benefit.slots, seen.charges), seen.uses + 1
    limits = seen.candidate
    if limits is not None:
        if limits.times is not None and times > limits.times:
            return None
        if limits.units is not None and times * fitting.size > limits.units:
            return None
    is_begun = fitting.lacks(times) < fitting.size or isinstance(benefit, Gift)
    return LacksSlots(fitting, times, promotion.on) if is_begun and fitting.lacks(times) else None


def _of_amount_tiers(promotion: Promotion, tiers: AmountTiers, seen: Seen) -> LacksAmount | None:
    """What is missing for the next step."""
    worth = sum(charge.amount for charge in seen.charges)
    step = next((each for each in tiers.steps if each.start > worth), None)
    if step is None:
        return None
    reached = attrs.evolve(step, from_=Amount(0, step.from_.currency))
    relaxed = attrs.evolve(promotion, benefit=AmountTiers(steps=[reached]))
    return LacksAmount(Amount(step.start - worth, step.from_.currency), promotion.on, relaxed)


def _demanding(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Conditions that more goods may help to hold, to any depth: none of those that must not hold."""
    for condition in conditions:
        if isinstance(condition, AllMet | AnyMet):
            yield from _demanding(condition.of)
        else:
            yield condition


def _without(conditions: Iterable[Condition], waived: Condition) -> tuple[Condition, ...]:
    """Conditions as they are once ``waived`` holds."""
    kept: list[Condition] = []
    for condition in conditions:
        match condition:
            case AllMet(of=parts):
                if left := _without(parts, waived):
                    kept.append(AllMet(left))
            case AnyMet(of=parts):
                if all(_without([part], waived) for part in parts):
                    kept.append(AnyMet([each for part in parts for each in _without([part], waived)]))
            case _ if condition is not waived:
                kept.append(condition)
    return tuple(kept)
