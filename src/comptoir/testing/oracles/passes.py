"""What each layer of a quote found, read again from what was listed, decided and taken before it.

It is given which units a layer found reduced and what they came to, as the quote tells; that this can be
so is looked at, and everything else is counted anew.

Source: house rule (law Q3; what the reference says of layers, charges and units).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil

import attrs

from comptoir.checkout.quote import Quote
from comptoir.facts.products import Product
from comptoir.facts.terms import OVERRIDE, LineTerms
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.kinds import BesideBenefit, Charge, Condition, SetBenefit
from comptoir.pricing.priced import Pass
from comptoir.pricing.rules import Layer, Promotion
from comptoir.pricing.why import Verdicts
from comptoir.testing.cases import Case, left_after
from comptoir.testing.oracle import in_force
from comptoir.testing.oracles import floors, taxes
from comptoir.testing.oracles.conditions import met
from comptoir.testing.oracles.layers import Run, Stage
from comptoir.testing.oracles.list_prices import Reading
from comptoir.testing.oracles.offers import limits, taxed_part
from comptoir.testing.oracles.plans import Taken
from comptoir.testing.oracles.shares import even
from comptoir.testing.oracles.shops import inside, read, split_of
from comptoir.testing.readings import selects
from comptoir.values.quantities import pieces


@attrs.frozen(kw_only=True)
class Passed:
    """One layer of a quote: what it found, what may be given there, and what it took."""

    layer: str
    stage: Stage
    taken: Taken


class ImpossibleError(Exception):
    """What a quote says that a layer found cannot be."""

    def __init__(self, found: object, due: object) -> None:
        super().__init__(f"found {found}, not {due}")


def passes(case: Case, quote: Quote) -> Iterator[Passed]:
    """Every layer, in order; raises ``ImpossibleError``."""
    held = [_Held(case, line) for line in quote.terms.lines]
    state = {each.line.number: _State.first(each) for each in held}
    told = {each.layer: each for each in _told(quote)}
    offers = in_play(case, quote)
    for layer in case.rulebook.pricing.layers:
        if not any(each.layer == layer.id and in_force(each.valid, case.instant) for each in offers):
            continue
        found = told.get(layer.id)
        charges = () if found is None else tuple(found.chosen_from.charges)
        runs: list[Run] = []
        for each in held:
            own = [charge for charge in charges if charge.number == each.line.number]
            runs += state[each.line.number].read(each, own)
        stage = _stage(case, layer, runs, [offer for offer in offers if offer.layer == layer.id])
        places = {run.key: place for place, run in enumerate(stage.runs)}
        taken = {
            places[charges[index].number, 0 if charges[index].fresh else 1]: tuple(
                (each.promotion, each.units, each.amount) for each in part.taken
            )
            for index, part in (() if found is None else found.plan.parts.items())
            if part.taken
        }
        yield Passed(layer=layer.id, stage=stage, taken=taken)
        for each in held:
            state[each.line.number] = _after(each, stage, taken)


def _told(quote: Quote) -> tuple[Pass, ...]:
    """What the quote says of its layers."""
    verdicts = quote.priced.verdicts
    return verdicts.passes if isinstance(verdicts, Verdicts) else ()


def left_to_pay(case: Case, quote: Quote) -> Fraction:
    """What the goods leave to pay, by the exact weight of each line: what the choice makes least."""
    offers = {each.id: each for each in case.rulebook.pricing.promotions}
    left = Fraction(0)
    for line in quote.terms.lines:
        weight = _Held(case, line).weight
        taxed_besides = Fraction(0)
        for each in line.adjustments:
            offer = offers.get(each.rule)
            if offer is not None and isinstance(offer.benefit, SetBenefit):
                taxed_besides -= each.amount * taxed_part(case.rulebook.header.money, offer)
            else:
                taxed_besides += each.in_base
        left += line.charged * weight + taxed_besides * (weight - 1)
    return left


def in_play(case: Case, quote: Quote) -> tuple[Promotion, ...]:
    """The promotions of the plan that was taken: an exclusive one, or all that are not exclusive."""
    offers = case.rulebook.pricing.promotions
    given = {each.rule for line in quote.terms.lines for each in line.adjustments}
    exclusive = tuple(each for each in offers if each.exclusive and each.id in given)
    return exclusive or tuple(each for each in offers if not each.exclusive)


def _stage(case: Case, layer: Layer, runs: Sequence[Run], offers: Sequence[Promotion]) -> Stage:
    stage = Stage(
        runs=tuple(runs),
        offers=tuple(offers),
        order=layer.order,
        money=case.rulebook.header.money,
        currency=case.basket.currency,
        remaining={each.promotion: each for each in case.basket.remaining},
    )
    return attrs.evolve(stage, offers=tuple(offer for offer in offers if _may_be_given(case, stage, offer)))


def _may_be_given(case: Case, stage: Stage, offer: Promotion) -> bool:
    """Whether it is in force, what it demands holds, something of it is left, and there is what to take."""
    limit = limits(stage, offer)
    return (
        not isinstance(offer.benefit, BesideBenefit)
        and in_force(offer.valid, case.instant)
        and offer.benefit.currency in {None, case.basket.currency}
        and (not offer.metered or offer.id in stage.remaining)
        and 0 not in {limit.times, limit.units, limit.amount}
        and bool(stage.taken_by(offer))
        and all(_holds(case, stage, offer, condition) for condition in offer.when)
    )


def _holds(case: Case, stage: Stage, offer: Promotion, condition: Condition) -> bool:
    """Whether a condition holds; that of a gift does not count what may be given."""
    counted = stage.runs
    if isinstance(offer.benefit, Gift):
        counted = tuple(run for run in counted if not selects(offer.on, run.product))
    return met(case, condition, counted)


@attrs.frozen
class _Held:
    """A line before every layer, and what of it does not change."""

    case: Case
    line: LineTerms

    @cached_property
    def product(self) -> Product:
        """What is sold."""
        return self.case.rulebook.assortment[self.line.sku]

    @cached_property
    def reading(self) -> Reading:
        """Its list price."""
        return read(self.case, self.line)

    @property
    def units(self) -> int:
        """How many indivisible pieces, or packs."""
        return pieces(self.line.quantity)

    @cached_property
    def kept(self) -> int:
        """What is inside the price and is none."""
        return inside(self.case, self.line, self.reading.content)

    @cached_property
    def floor(self) -> int:
        """Below what no promotion takes the line, without what is inside."""
        least = max(self.kept, floors.least(self.case, self.line, self.reading))
        return least - self.kept

    @cached_property
    def weight(self) -> Fraction:
        """What a minor unit of it leaves to pay."""
        split: Mapping[str, Fraction] = split_of(self.case, self.line, self.reading)
        basis = self.reading.basis
        weights = (share * taxes.weight(self.case, category, basis) for category, share in split.items())
        return sum(weights, Fraction(0))

    @property
    def amount(self) -> int:
        """What the first layer finds."""
        return max(0, left_after(self.line, ()) - self.kept)

    @property
    def is_reduced(self) -> bool:
        """Whether it is reduced before every layer, by a person or by a list that is announced so."""
        decided = any(each.layer == OVERRIDE for each in self.line.adjustments)
        return decided or any(
            each.announced for each in self.case.rulebook.pricing.lists if each.id == self.reading.list
        )

    def runs(self, fresh: int, amounts: Mapping[bool, int]) -> Iterator[Run]:
        """The line with so many fresh units, which are its last, at these amounts by whether they are."""
        open_ = floors.takes_promotions(self.case, self.line)
        regular = self.line.regular - self.kept
        edge = self.units - fresh
        for is_fresh, units in ((False, range(edge)), (True, range(edge, self.units))):
            if units:
                amount = amounts[is_fresh]
                part = len(units) * ceil(Fraction(self.floor, self.units))
                own = self.floor if len(units) == self.units else part
                yield Run(
                    number=self.line.number,
                    product=self.product,
                    content=self.reading.content * len(units) / self.units,
                    amount=amount,
                    regular=even(regular, self.units, units),
                    floor=min(own, amount) if open_ else amount,
                    units=len(units),
                    weight=self.weight,
                    fresh=is_fresh,
                    list=self.reading.list,
                )


@attrs.frozen
class _State:
    """What a line can be like: its fresh units, the least and the most that they cost, and the whole."""

    fresh: int
    least: int
    most: int
    whole: int

    @classmethod
    def first(cls, held: _Held) -> _State:
        """Before every layer."""
        amount = held.amount
        return cls(0, 0, 0, amount) if held.is_reduced else cls(held.units, amount, amount, amount)

    def read(self, held: _Held, charges: Sequence[Charge]) -> list[Run]:
        """The line as a layer says that it found it; raises ``ImpossibleError``."""
        amounts = Counter({each.fresh: each.amount for each in charges})
        if not charges and self.least == self.most:
            amounts = Counter({True: self.least, False: self.whole - self.least})
        found = (
            sum(each.units for each in charges if each.fresh) if charges else self.fresh,
            sum(each.units for each in charges) if charges else held.units,
            amounts[True] + amounts[False],
        )
        due = self.fresh, held.units, self.whole
        if found != due or not self.least <= amounts[True] <= self.most:
            raise ImpossibleError(charges, self)
        runs = list(held.runs(self.fresh, amounts))
        for run in runs:
            for charge in (each for each in charges if each.fresh is run.fresh):
                told = charge.regular, max(0, charge.room), charge.units, charge.list, charge.quantity
                own = run.regular, run.room, run.units, run.list, int(run.content * 10**6)
                if told != own:
                    raise ImpossibleError(charge, run)
        return runs


def _after(held: _Held, stage: Stage, taken: Taken) -> _State:
    """What a line can be like after a layer: of fresh units that were taken, it is not told which."""
    own = [(place, run) for place, run in enumerate(stage.runs) if run.number == held.line.number]
    whole = sum(run.amount for _, run in own) - sum(
        fall for place, _ in own for _, _, fall in taken.get(place, ())
    )
    fresh = next((each for each in own if each[1].fresh), None)
    if fresh is None:
        return _State(0, 0, 0, whole)
    place, run = fresh
    gone = _units_taken(stage, taken.get(place, ()))
    least, most = (
        even(run.amount, run.units, units) for units in (range(gone, run.units), range(run.units - gone))
    )
    return _State(run.units - gone, least, most, whole)


def _units_taken(stage: Stage, taken: Sequence[tuple[str, int, int]]) -> int:
    """How many units promotions took; those that combine took the same ones."""
    combining = {offer.id for offer in stage.offers if offer.combines}
    stacked = max((units for offer, units, _ in taken if offer in combining), default=0)
    return stacked + sum(units for offer, units, _ in taken if offer not in combining)
