"""How goods go through the layers of promotions: what each layer finds, chooses, and leaves to the next.

Units of a line that no promotion has reduced are *fresh*; the others, *touched*, share alike what they
cost. May never know how a list price came about.

Source: house rule (laws Q2 to Q7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, groupby

import attrs

from comptoir.facts.coupons import Consumed, Remaining
from comptoir.facts.terms import Adjustment
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.choosing.plan import Layered, Part, Plan, best_plan
from comptoir.pricing.choosing.taken import Candidate, Taken
from comptoir.pricing.flooring import is_fixed
from comptoir.pricing.kinds import (
    Asked,
    BesideBenefit,
    Charge,
    Clock,
    SetBenefit,
    TogetherBenefit,
    is_touched,
)
from comptoir.pricing.priced import Pass, PricedLine
from comptoir.pricing.question import PriceQuestion
from comptoir.pricing.relying import coupons_relied_on, relies_on_tender
from comptoir.pricing.rules import Layer, Promotion
from comptoir.pricing.verdicts import NotMet, OtherCurrency
from comptoir.values.allocation import EqualParts
from comptoir.values.grants import PromotionGrant
from comptoir.values.quantities import pieces


@attrs.define
class LineInLayers:
    """A line on its way through the layers; amounts leave out a contribution inside the price.

    ``fresh`` units cost ``fresh_amount`` in all, the others ``touched_amount``.
    """

    line: PricedLine
    weight: int
    units: int
    regular: int
    floor: int
    takes_promotions: bool
    fresh: int
    fresh_amount: int
    touched_amount: int
    adjustments: list[Adjustment] = attrs.field(factory=list)

    @classmethod
    def of(cls, line: PricedLine, weight: int, question: PriceQuestion) -> LineInLayers:
        """A line as the first layer finds it: all fresh, unless it is at a decided or an announced price."""
        units, inside = pieces(line.good.quantity), line.in_price
        amount = max(0, line.charged - inside)
        is_fresh = line.override is None and not line.listed.announced
        floor = 0 if line.floor is None else max(0, line.floor.amount - inside)
        return cls(
            line=line,
            weight=weight,
            units=units,
            regular=line.regular - inside,
            floor=floor,
            takes_promotions=takes_promotions(line, question),
            fresh=units if is_fresh else 0,
            fresh_amount=amount if is_fresh else 0,
            touched_amount=0 if is_fresh else amount,
        )

    def charges(self) -> Iterator[Charge]:
        """Its fresh units and the others, as a layer looks at them."""
        if self.fresh:
            yield self._charge(self.fresh, self.fresh_amount, fresh=True)
        if self.fresh < self.units:
            yield self._charge(self.units - self.fresh, self.touched_amount, fresh=False)

    def _charge(self, units: int, amount: int, *, fresh: bool) -> Charge:
        line = self.line
        content, regular, floor = line.listed.content, self.regular, self.floor
        if units < self.units:
            content = content // self.units * units
            floor = -(-floor // self.units) * units
            before = self.units - self.fresh
            touched = _first(EqualParts.of(regular, self.units), before)
            regular = regular - touched if fresh else touched
        return Charge(
            number=line.good.number,
            product=line.product,
            quantity=content,
            amount=amount,
            regular=regular,
            floor=min(amount, floor) if self.takes_promotions else amount,
            weight=self.weight,
            units=units,
            fresh=fresh,
            list=line.listed.list,
        )

    def take(self, charge: Charge, part: Part) -> None:
        """Give up what a layer takes of its fresh units or of the others."""
        reduction = sum(each.amount for each in part.taken)
        if charge.fresh:
            self.touched_amount += self.fresh_amount - part.amount_left - reduction
            self.fresh, self.fresh_amount = part.units_left, part.amount_left
        else:
            self.touched_amount -= reduction

    def adjust(self, layer: str, taken: Iterable[Taken], payers: Mapping[str, str]) -> None:
        """Note what each promotion of a layer changes, over its fresh units and the others."""
        changes: dict[str, tuple[int, int, int]] = {}
        for each in taken:
            if each.amount:
                amount, in_base, funded = changes.get(each.promotion, (0, 0, 0))
                changes[each.promotion] = amount + each.amount, in_base + each.in_base, funded + each.funded
        for promotion, (amount, in_base, funded) in changes.items():
            payer = payers.get(promotion)
            self.adjustments.append(
                Adjustment(layer, promotion, -amount, in_base=in_base, payer=payer, funded=funded)
            )

    def reduced(self) -> PricedLine:
        """The line after the layers."""
        if not self.adjustments:
            return self.line
        line, reduction = self.line, sum(each.amount for each in self.adjustments)
        adjustments = (*line.adjustments, *self.adjustments)
        charged = line.charged + reduction
        return PricedLine(
            line.good, line.listed, charged, line.extras, line.override, line.floor, adjustments
        )


def takes_promotions(line: PricedLine, question: PriceQuestion) -> bool:
    """Whether promotions apply at all: not to money for later, nor to a price decided without them."""
    if is_fixed(line.listed):
        return False
    reasons = question.rules.overrides.reasons
    return line.override is None or any(
        each.promotions for each in reasons if each.id == line.override.reason
    )


def _first(parts: EqualParts, units: int) -> int:
    """What the first units have together."""
    return parts.each * units + parts.sign * min(parts.more, units)


@attrs.frozen(kw_only=True)
class Passed:
    """The lines after all layers, how they went through each, and what promotions gave beside the goods."""

    lines: tuple[PricedLine, ...]
    passes: tuple[Pass, ...]
    grants: tuple[PromotionGrant, ...] = ()
    consumed: tuple[Consumed, ...] = ()
    relied_on: tuple[str, ...] = ()
    by_tender: bool = False

    @property
    def worth(self) -> int:
        """By how much less is left to pay, in weighted units."""
        return sum(each.plan.worth for each in self.passes)

    @property
    def gap(self) -> int:
        """By how much less might be left to pay, in weighted units."""
        return sum(each.plan.gap for each in self.passes)


@attrs.frozen(kw_only=True)
class Layers:
    """The layers of a question, with the promotions that may concern some goods.

    ``scale`` is the weight of one minor unit.
    """

    question: PriceQuestion
    scale: int

    def through(self, lines: Sequence[LineInLayers], offered: Mapping[str, Sequence[Promotion]]) -> Passed:
        """The goods through every layer, with the promotions that are ``offered`` in each."""
        found = _Found()
        passes = tuple(
            self._pass(layer, offered[layer.id], lines, found)
            for layer in self.question.rules.layers
            if layer.id in offered
        )
        return Passed(
            lines=tuple(line.reduced() for line in lines),
            passes=passes,
            grants=tuple(found.grants),
            consumed=tuple(sorted(found.consumed, key=lambda each: each.promotion)),
            relied_on=tuple(sorted(found.relied_on)),
            by_tender=found.by_tender,
        )

    def _pass(
        self, layer: Layer, promotions: Sequence[Promotion], lines: Sequence[LineInLayers], found: _Found
    ) -> Pass:
        charges, owners = [], []
        for line in lines:
            for charge in line.charges():
                charges.append(charge)
                owners.append(line)
        asking = Asking(self.question, charges)
        candidates = [each for each in map(asking.candidate, promotions) if isinstance(each, Candidate)]
        chosen_from = Layered(
            candidates=candidates,
            charges=charges,
            minting=self.question.minting,
            order=layer.order,
            scale=self.scale,
        )
        plan = best_plan(chosen_from, steps=self.question.rules.search_steps)
        for place, part in sorted(plan.parts.items()):
            owners[place].take(charges[place], part)
        for _, places in groupby(sorted(plan.parts), key=lambda place: charges[place].number):
            own = list(places)
            taken = chain.from_iterable(plan.parts[place].taken for place in own)
            owners[own[0]].adjust(layer.id, taken, self.question.rules.payers)
        self._note(asking, promotions, plan, found)
        return Pass(layer=layer.id, chosen_from=chosen_from, plan=plan)

    def _note(self, asking: Asking, promotions: Sequence[Promotion], plan: Plan, found: _Found) -> None:
        """What the promotions that apply use up and rely on, and what is granted beside the goods."""
        given: dict[str, int] = {}
        units: dict[str, int] = {}
        for part in plan.parts.values():
            for taken in part.taken:
                given[taken.promotion] = given.get(taken.promotion, 0) + taken.amount
                units[taken.promotion] = units.get(taken.promotion, 0) + taken.units
        for promotion in promotions:
            grant = asking.grant(promotion)
            if grant is not None:
                found.grants.append(grant)
            elif not given.get(promotion.id):
                continue
            asked = asking.asked(promotion)
            found.relied_on.update(coupons_relied_on(promotion.when, asked))
            found.by_tender = found.by_tender or relies_on_tender(promotion.when, asked)
            if promotion.metered or promotion.id in self.question.remaining:
                uses = plan.uses.get(promotion.id, 1 if grant is not None else units.get(promotion.id, 0))
                found.consumed.append(
                    Consumed(promotion=promotion.id, uses=uses, amount=given.get(promotion.id, 0))
                )


@attrs.define
class _Found:
    """What layers find on their way besides reductions."""

    grants: list[PromotionGrant] = attrs.field(factory=list)
    consumed: list[Consumed] = attrs.field(factory=list)
    relied_on: set[str] = attrs.field(factory=set)
    by_tender: bool = False


@attrs.frozen
class Asking:
    """Which promotions of a layer are candidates, for the charges that the layer found."""

    question: PriceQuestion
    charges: Sequence[Charge]

    def candidate(self, promotion: Promotion) -> Candidate | NotMet | OtherCurrency | None:
        """The promotion with what it may have; else why it does not hold, or ``None`` for nothing."""
        if isinstance(promotion.benefit, BesideBenefit):
            return None
        places = tuple(
            place for place, charge in enumerate(self.charges) if charge.room and promotion.takes(charge)
        )
        if not places:
            return None
        reason = self.unmet(promotion)
        return self._limited(promotion, places) if reason is None else reason

    def grant(self, promotion: Promotion) -> PromotionGrant | None:
        """What it gives beside the goods; ``None`` if it is none such, or does not hold."""
        benefit = promotion.benefit
        if not isinstance(benefit, BesideBenefit):
            return None
        numbers = sorted({charge.number for charge in self.charges if promotion.takes(charge)})
        if not numbers or self.unmet(promotion) is not None:
            return None
        return benefit.granted(promotion.id, numbers)

    def unmet(self, promotion: Promotion) -> NotMet | OtherCurrency | None:
        """Why it does not hold for this basket."""
        for currency in promotion.currencies:
            if currency != self.question.minting.currency:
                return OtherCurrency(currency)
        if promotion.when:
            asked = self.asked(promotion)
            for condition in promotion.when:
                if reason := condition.unmet(asked):
                    return reason
        benefit = promotion.benefit
        if isinstance(benefit, BesideBenefit) and benefit.for_members and self.question.buyer.member is None:
            return NotMet("member")
        remaining = self.question.remaining.get(promotion.id)
        if remaining is None:
            return NotMet("remaining") if promotion.metered else None
        is_used_up = remaining.uses == 0 or (remaining.amount is not None and not remaining.amount.minor)
        return NotMet("remaining") if is_used_up else None

    def asked(self, promotion: Promotion) -> Asked:
        """What its conditions may look at: a gift does not count for itself."""
        if not isinstance(promotion.benefit, Gift):
            return self._of_all
        others = [each for each in self.charges if not is_touched(each.product, promotion.on)]
        return attrs.evolve(self._of_all, charges=others)

    @cached_property
    def _of_all(self) -> Asked:
        question = self.question
        clock: Clock = question.clock
        return Asked(
            buyer=question.buyer,
            coupons=question.coupons,
            issued=question.issued,
            tender=question.tender,
            spot=question.spot,
            handover=question.handover,
            clock=clock,
            currency=question.minting.currency,
            charges=self.charges,
        )

    def _limited(self, promotion: Promotion, places: tuple[int, ...]) -> Candidate:
        """The promotion with the least of its own limits and of what is left of it."""
        at_most, benefit = promotion.at_most, promotion.benefit
        remaining = self.question.remaining.get(promotion.id, Remaining(promotion=promotion.id))
        times = [None if at_most is None else at_most.times]
        units = [None if at_most is None else at_most.units]
        amounts = [None if at_most is None else at_most.amount, remaining.amount]
        if isinstance(benefit, SetBenefit):
            times += [benefit.times, remaining.uses]
        elif not isinstance(benefit, TogetherBenefit):
            units.append(remaining.uses)
        return Candidate(
            promotion=promotion,
            places=places,
            units=_least(units),
            times=_least(times),
            amount=_least([None if each is None else each.minor for each in amounts]),
        )


def _least(limits: Sequence[int | None]) -> int | None:
    return min((each for each in limits if each is not None), default=None)
