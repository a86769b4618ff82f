"""What became of every promotion in force, found when it is asked for.

What would have been left to pay with a promotion that was not taken is searched again, with that promotion
in the plan: by how much it is beaten is exact as far as that search is.

Source: house rule (every outcome explains itself).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from comptoir.facts.goods import Goods
from comptoir.pricing.before import before_promotions
from comptoir.pricing.choosing.plan import best_plan, lost_with
from comptoir.pricing.choosing.taken import Candidate
from comptoir.pricing.fitting import Fitting
from comptoir.pricing.kinds import Asked, BesideBenefit, Charge, SetBenefit, is_touched
from comptoir.pricing.layers import Asking, Passed
from comptoir.pricing.plans import Compared, compare
from comptoir.pricing.priced import Pass
from comptoir.pricing.question import PriceQuestion
from comptoir.pricing.rules import Promotion
from comptoir.pricing.verdicts import (
    Applied,
    Barrier,
    Beaten,
    Blocked,
    Granted,
    Incomplete,
    NothingToReduce,
    NotMet,
    NotReached,
    OtherCurrency,
    Verdict,
)
from comptoir.values.money import Amount


@attrs.frozen(kw_only=True)
class Seen:
    """What a promotion saw in its layer: ``asked`` is what its conditions look at, ``unmet`` what of them.

    ``charges`` are those that it may take, ``uses`` how often it applies, ``candidate`` its limits, if its
    conditions hold and it may take something.
    """

    asked: Asked
    unmet: NotMet | OtherCurrency | None
    charges: tuple[Charge, ...]
    uses: int
    candidate: Candidate | None

    @property
    def lacking(self) -> NotMet | Incomplete | None:
        """What the goods lack for it to apply, as far as no search is needed to tell."""
        if isinstance(self.unmet, NotMet):
            return self.unmet
        return None if self.candidate is None else _incomplete(self.candidate, self.charges)


@attrs.frozen(eq=False, slots=False)
class Verdicts(Mapping[str, Verdict]):
    """By identifier, what became of each promotion in force.

    What each layer found and took is found again, on the long way.
    """

    question: PriceQuestion
    goods: Goods
    _found: dict[str, Verdict] = attrs.field(factory=dict, init=False, repr=False)

    @cached_property
    def compared(self) -> Compared:
        """The whole plans that were compared, with every promotion that may take something."""
        lines = [before_promotions(good, self.question)[0] for good in self.goods.items]
        return compare(self.question, lines, outdone=True)

    @property
    def passes(self) -> tuple[Pass, ...]:
        """How the goods went through each layer, in the plan that was taken."""
        return self.compared.chosen.passes

    def seen(self, promotion: str) -> Seen:
        """What a promotion in force saw of the goods."""
        own = self._in_force[promotion]
        layer = self._pass_of(own)
        asking = Asking(self.question, layer.chosen_from.charges)
        return Seen(
            asked=asking.asked(own),
            unmet=asking.unmet(own),
            charges=tuple(charge for charge in asking.charges if charge.room and own.takes(charge)),
            uses=layer.plan.uses.get(promotion, 0),
            candidate=_candidate(own, layer),
        )

    def __getitem__(self, promotion: str) -> Verdict:
        if promotion not in self._in_force:
            raise KeyError(promotion)
        if promotion not in self._found:
            self._found[promotion] = self._verdict(self._in_force[promotion])
        return self._found[promotion]

    def __iter__(self) -> Iterator[str]:
        return iter(self._in_force)

    def __len__(self) -> int:
        return len(self._in_force)

    @cached_property
    def _in_force(self) -> Mapping[str, Promotion]:
        return {
            each.id: each for each in self.question.rules.in_order if self.question.moment.is_in(each.valid)
        }

    def _verdict(self, promotion: Promotion) -> Verdict:
        plans, taken = self.compared.plans, self.compared.taken
        own = promotion.id if promotion.id in plans else None
        found = self._in_pass(promotion, self._pass_of(promotion))
        if own == taken or not isinstance(found, Applied | Granted | Beaten):
            return found
        lost = self._amount(plans[taken].worth - plans[own].worth)
        if promotion.exclusive:
            return Beaten(self._taken_by(plans[taken]), lost)
        by = () if taken is None else (taken,)
        return Blocked(Barrier.EXCLUSIVE, by, lost)

    def _amount(self, weighted: int) -> Amount:
        """So many weighted units as an amount, rounded up."""
        return Amount(-(-weighted // self.compared.scale), self.question.minting.currency)

    def _pass_of(self, promotion: Promotion) -> Pass:
        """How the goods went through its layer, with those with which it competed."""
        return next(each for each in self._passes_with(promotion) if each.layer == promotion.layer)

    def _passes_with(self, promotion: Promotion) -> Sequence[Pass]:
        plans = self.compared.plans
        return plans[promotion.id if promotion.id in plans else None].passes

    def _in_pass(self, promotion: Promotion, layer: Pass) -> Verdict:
        asking = Asking(self.question, layer.chosen_from.charges)
        if reason := asking.unmet(promotion):
            return reason
        if isinstance(promotion.benefit, BesideBenefit):
            grant = asking.grant(promotion)
            return NothingToReduce() if grant is None else Granted(grant)
        candidate = _candidate(promotion, layer)
        if candidate is None:
            return self._kept_out(promotion, layer)
        return self._applied(candidate, layer) or self._lost(candidate, layer)

    def _kept_out(self, promotion: Promotion, layer: Pass) -> Verdict:
        """Why nothing that it selects can be reduced by it."""
        selected = [
            charge for charge in layer.chosen_from.charges if is_touched(charge.product, promotion.on)
        ]
        if any(charge.list in promotion.not_on_lists for charge in selected):
            return Blocked(Barrier.LIST)
        if promotion.not_on_reduced and any(not charge.fresh for charge in selected):
            numbers = {charge.number for charge in selected}
            passes = self._passes_with(promotion)
            by = frozenset[str]().union(
                *(
                    each.plan.names(
                        place
                        for place, charge in enumerate(each.chosen_from.charges)
                        if charge.number in numbers
                    )
                    for each in passes[: passes.index(layer)]
                )
            )
            return Blocked(Barrier.REDUCED, tuple(sorted(by)))
        return NothingToReduce(floored=any(charge.amount for charge in selected))

    def _applied(self, candidate: Candidate, layer: Pass) -> Applied | None:
        """What it gave, where, and whether something kept it from giving more."""
        own, charges = candidate.promotion.id, layer.chosen_from.charges
        given = {
            place: sum(taken.amount for taken in part.taken if taken.promotion == own)
            for place, part in layer.plan.parts.items()
        }
        total = sum(given.values())
        if not total:
            return None
        return Applied(
            self._amount(-total * self.compared.scale),
            tuple(sorted({charges[place].number for place, amount in given.items() if amount})),
            capped=self._is_capped(candidate, layer),
            floored=any(
                amount == charges[place].room < charges[place].amount for place, amount in given.items()
            ),
        )

    def _is_capped(self, candidate: Candidate, layer: Pass) -> bool:
        """Whether it would give more if it were not limited."""
        if candidate.units is None and candidate.amount is None and candidate.times is None:
            return False
        benefit = candidate.promotion.benefit
        times = benefit.times if isinstance(benefit, SetBenefit) else None
        freed = attrs.evolve(candidate, units=None, amount=None, times=times)
        candidates = [freed if each is candidate else each for each in layer.candidates]
        chosen_from = attrs.evolve(layer.chosen_from, candidates=candidates)
        more = best_plan(chosen_from, steps=self.question.rules.search_steps)
        return more.worth > layer.plan.worth

    def _lost(self, candidate: Candidate, layer: Pass) -> Verdict:
        """By which others it was beaten, and by how much; or what it lacks."""
        promotion, plan = candidate.promotion, layer.plan
        charges = [layer.chosen_from.charges[place] for place in candidate.places]
        if incomplete := _incomplete(candidate, charges):
            return incomplete
        if promotion.id in plan.unproven:
            return NotReached()
        found = lost_with(layer.chosen_from, promotion.id, steps=self.question.rules.search_steps)
        if found is None:
            return NothingToReduce()
        lost = self._amount(found)
        if promotion.group is not None and (by := self._of_group(promotion.group, layer)):
            return Blocked(Barrier.GROUP, by, lost)
        winners = tuple(sorted(plan.names(candidate.places)))
        return Beaten(winners, lost) if winners else NothingToReduce()

    def _of_group(self, group: str, layer: Pass) -> tuple[str, ...]:
        """The promotion of a group that was taken."""
        members = {each.promotion.id for each in layer.candidates if each.promotion.group == group}
        return tuple(sorted(layer.plan.names(layer.plan.parts) & members))

    def _taken_by(self, passed: Passed) -> tuple[str, ...]:
        names = (each.plan.names(each.plan.parts) for each in passed.passes)
        return tuple(sorted(frozenset[str]().union(*names)))


def _candidate(promotion: Promotion, layer: Pass) -> Candidate | None:
    return next((each for each in layer.candidates if each.promotion.id == promotion.id), None)


def _incomplete(candidate: Candidate, charges: Iterable[Charge]) -> Incomplete | None:
    """How many units a set lacks, if every unit that it selects were its own."""
    benefit = candidate.promotion.benefit
    missing = Fitting.of(benefit.slots, charges).lacks(1) if isinstance(benefit, SetBenefit) else 0
    return Incomplete(missing) if missing else None
